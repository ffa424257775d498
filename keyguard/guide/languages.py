"""Programming languages: what people call them, which ones a repository is written in, how each reads a variable."""

from keyguard import git
from keyguard.errors import Fatal, nearest
from keyguard.remedies import environment
from keyguard.remedies.language import language_of
from keyguard.remedies.words import LANGUAGES

_TITLES = {
    'python': 'Python', 'javascript': 'JavaScript and TypeScript', 'go': 'Go', 'java': 'Java', 'shell': 'Shell',
    'csharp': 'C#', 'kotlin': 'Kotlin', 'php': 'PHP', 'powershell': 'PowerShell', 'ruby': 'Ruby', 'rust': 'Rust',
    'swift': 'Swift',
}  # fmt: skip
_ALSO = {
    'py': 'python', 'python3': 'python', 'notebook': 'python', 'jupyter': 'python', 'js': 'javascript',
    'node': 'javascript', 'nodejs': 'javascript', 'ts': 'javascript', 'typescript': 'javascript', 'deno': 'javascript',
    'bun': 'javascript', 'golang': 'go', 'bash': 'shell', 'sh': 'shell', 'zsh': 'shell', 'c#': 'csharp',
    'cs': 'csharp', 'dotnet': 'csharp', '.net': 'csharp', 'kt': 'kotlin', 'pwsh': 'powershell', 'rb': 'ruby',
    'rs': 'rust',
}  # fmt: skip
# language -> lines that read the variable NAME and stop where it is missing
_READING = {
    'python': 'import os\n\nkey = os.environ["NAME"]  # fails when it is missing',
    'javascript': 'const key = process.env.NAME;\nif (!key) throw new Error("set NAME first");',
    'go': 'key := os.Getenv("NAME")\nif key == "" {\n\tlog.Fatal("set NAME first")\n}',
    'java': 'String key = java.util.Objects.requireNonNull(System.getenv("NAME"), "set NAME first");',
    'shell': ': "${NAME:?set NAME first}"',
    'csharp': 'var key = Environment.GetEnvironmentVariable("NAME")\n'
    '    ?? throw new InvalidOperationException("set NAME first");',
    'kotlin': 'val key = requireNotNull(System.getenv("NAME")) { "set NAME first" }',
    'php': "$key = getenv('NAME') ?: throw new RuntimeException('set NAME first');",
    'powershell': "if (-not $env:NAME) { throw 'set NAME first' }",
    'rust': 'let key = std::env::var("NAME").expect("set NAME first");',
}
# a language with less than this part of the files is not what a repository is written in
_PART = 0.2


def title(language: str) -> str:
    """The language's name."""
    return _TITLES[language]


def named(word: str) -> 'tuple[str, ...]':
    """The languages that a person means by a word, () for ``all``. Raises ``Fatal`` with the nearest one."""
    wanted = word.casefold()
    if wanted == 'all':
        return ()
    known = {**_ALSO, **{id: id for id in _TITLES}, **{name.casefold(): id for id, name in _TITLES.items()}}
    if wanted in known:
        return (known[wanted],)
    raise Fatal(f"no language '{word}'{nearest(wanted, list(known))}\n  known: {', '.join(_TITLES)}, all")


def reading(language: str, variable: str) -> str:
    """Lines that read the variable in the language, and stop where it is missing as far as that is one step there."""
    return _READING.get(language, '').replace('NAME', variable) or environment.read_in(language, variable)


def of_repository(folder: str) -> 'tuple[str, ...]':
    """What the tracked files of the repository around ``folder`` are mostly written in, the first one first; () outside
    of a repository and where no language is known.
    """
    code, listed, _ = git.ask(folder, 'ls-files', '-z')
    counts = dict.fromkeys(_TITLES, 0)
    for name in [] if code else listed.split(b'\0'):
        language = _ALSO.get(kind := language_of(name.decode('utf-8', 'replace')), kind)
        if language in counts:
            counts[language] += 1
    # scripts stand beside everything
    whole = sum(number for language, number in counts.items() if language not in ('shell', 'powershell'))
    if whole:
        counts['shell'] = counts['powershell'] = 0
    whole = sum(counts.values())
    chosen = [language for language, number in counts.items() if number and number >= whole * _PART]
    return tuple(sorted(chosen, key=lambda language: -counts[language]))


__all__ = ['LANGUAGES', 'named', 'of_repository', 'reading', 'title']
