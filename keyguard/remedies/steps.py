"""Finding -> the steps that take its key to a safe place: fitted to the provider, the file and the shell."""

import os

from keyguard import places
from keyguard.model import Code, Finding
from keyguard.remedies import environment, pipelines
from keyguard.remedies.language import language_of
from keyguard.remedies.place import literal, near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# the stores of pipelines, and those that the message names when it does not know better
_CI_STORES = frozenset(('azure-pipelines', 'bitbucket-pipelines', 'circleci', 'github-actions', 'gitlab-ci', 'jenkins'))
_MANAGERS = ('aws-secrets-manager', 'google-secret-manager', 'azure-key-vault', 'vault', '1password')
# more variables than this are not asked for one by one
_VARIABLES = 4
# what a program may have made
_PERHAPS_MADE = frozenset(('', 'text', 'json', 'yaml', 'toml', 'javascript'))


def variable_of(finding: Finding) -> str:
    """The environment variable that the key belongs into."""
    if finding.way and finding.way.variable:
        return finding.way.variable
    provider, detector = finding.provider, finding.detector
    return detector.env or (provider.env[0] if provider.env else f'{provider.id.replace("-", "_").upper()}_API_KEY')


def replacement_of(finding: Finding) -> str:
    """The expression that takes the key's place, or '' where no safe one is known."""
    return environment.read_in(kind_of(finding), variable_of(finding))


def kind_of(finding: Finding) -> str:
    """The kind of file that the finding stands in, as ``language_of`` names it."""
    return language_of(finding.path.decode('utf-8', 'replace'))


def sort_of(finding: Finding) -> 'tuple[str, str, bytes]':
    """What is the same for findings in files of one sort: the kind of file, the words for what a program makes, and how
    the name ends of what carries it.
    """
    # of an archive alone what is around it tells more than its own name
    ending = finding.file.rpartition(b'/')[2].rpartition(b'.')[2].lower() if finding.inside else b''
    return kind_of(finding), made(finding)[0], ending


def made(finding: Finding) -> 'tuple[str, bool]':
    """What a program made of the file (``made.how``), if one may have."""
    if kind_of(finding) not in _PERHAPS_MADE:
        return '', False
    # most keys stand in a program
    from keyguard.remedies.made import how

    return how(finding.path)


def is_dotenv(finding: Finding) -> bool:
    """Does it stand in a ``.env`` file that git can let go of? One that is packed in another file is none."""
    return not finding.inside and kind_of(finding) == 'dotenv'


def take_out(finding: Finding) -> 'list[str]':
    """How the key leaves the file; the first line says it, further ones are code."""
    if finding.where == 'commit message':
        return _message(finding.path)
    if finding.where == 'ref name':
        return ['The name of a branch or tag has it: give it another one before you push.']
    if finding.way and finding.way.stale:
        words = 'The file no longer has it, and what is staged still has. Stage it anew:'
        return [words, f'git add -- {here(finding.path)}']
    language = kind_of(finding)
    # what is left of an output is no line that a person writes
    told = language not in ('dotenv', 'dotenv-example') and finding.part != 'output'
    if told and finding.way and finding.way.becomes is not None:
        return _becomes(finding, finding.way.becomes, finding.way.above)
    # for most findings keyguard has a line that takes the place of theirs
    from keyguard.remedies import by_hand

    return by_hand.take_out(finding, language, variable_of(finding))


def _message(path: bytes) -> 'list[str]':
    """How the message that is in this file loses the key: git tells its hooks of some of the options it was given."""
    index = os.path.basename(os.environ.get('GIT_INDEX_FILE', ''))
    option = '--all ' if index == 'index.lock' else ''
    named = ' and the files that you named' if index.startswith('next-index') else ''
    words = (
        'Take it out of the message, which is kept in a file until then. Give the other options of your commit again'
    )
    return [f'{words} (--amend …){named}:', f'git commit {option}--edit --file={here(path)}']


def aside(words: str, path: bytes, folder: bytes) -> 'list[str]':
    """The words, and the command by which git lets go of a file; of one that no repository has, the words without the
    sentence that leads to the command.
    """
    command = _let_go(path, folder)
    if command:
        return [words, Code(command)]
    words = words.removesuffix(', or keep it out of git:')
    if words.endswith(':'):
        # all but the last sentence, where there are more
        words = words[: words.rfind('. ')] if '. ' in words else words[:-1]
    return [f'{words}.']


def _let_go(path: bytes, folder: bytes) -> str:
    """The command, for a repository here or in the ``folder``; the last line of .gitignore may have no end."""
    if not folder and (os.path.isabs(os.fsdecode(path)) or not places.find(os.getcwd(), places.CONFIG)[0]):
        return ''
    name = here(path, folder)
    plain = not name.startswith("'")
    rule = literal(path) if plain and b'/' not in path else b'/' + literal(path)
    # git reads signs in such a name as a pattern
    words = 'git rm' if plain else 'git --literal-pathspecs rm'
    rules = here(b'.gitignore', folder)
    return f"{words} --cached --ignore-unmatch -- {name} && printf '\\n%s\\n' {quoted(rule)} >> {rules}"


def _becomes(finding: Finding, lines: 'tuple[str, ...]', above: str) -> 'list[str]':
    """What keyguard itself would make of the line."""
    where = 'cell' if finding.cell else 'file'
    line = f'line {finding.cell_line if finding.cell else finding.line}'
    if not lines:
        return [f'Take it out of the {where}: {line} goes, for nothing else is in it.']
    by_itself = not any(variable_of(finding) in each for each in (*lines, above))
    lead = f'the SDK reads {variable_of(finding)} by itself, so ' if by_itself else ''
    with_it = f' (with `{above}` above)' if above else ''
    return [f'Take it out of the {where}{":" if lead else ";"} {lead}{line} becomes{with_it}:', *map(Code, lines)]


def put_away(
    findings: 'Sequence[Finding]', shell: str, store: str, near: 'Sequence[str]' = (), brief: bool = False
) -> 'list[str]':
    """Where the key goes instead: lines as ``take_out`` gives them.

    ``store`` is the team's own, ``near`` are ids of stores that the repository seems to use. ``brief``: the rest is
    told by the guide.
    """
    first = findings[0]
    homes = {finding: home_of(finding) for finding in findings}
    files = list(dict.fromkeys(variable_of(finding) for finding in findings if finding.detector.in_file))
    variables = [variable_of(finding) for finding in findings if not homes[finding]]
    variables = [variable for variable in dict.fromkeys(variables) if variable not in files]
    lines: list[str] = []
    if files:
        lines = ['Let programs know where the file is, by its path:', *(Code(_named(shell, each)) for each in files)]
    if variables:
        lines += ['Put it where it belongs. In this shell (nothing lands in the history):']
        lines += [environment.ask_for(shell, variable) for variable in variables[:_VARIABLES]]
    for home in dict.fromkeys(filter(None, homes.values())):
        some = list(dict.fromkeys(variable_of(finding) for finding in findings if homes[finding] == home))
        lines += _at_home(home, some[:_VARIABLES], first.provider.id, shell, not lines)
    if variables or files or store:
        lines += _production(first, store, [each for each in near if each not in homes.values()])
    if first.provider.keyless and not brief:
        lines.append(f'Or without a key: {first.provider.keyless}.')
    return lines


def _named(shell: str, variable: str) -> str:
    """The line that tells programs of this shell where a file is."""
    if shell == 'powershell':
        return f"$env:{variable} = 'C:\\PATH\\OF\\THE\\FILE'"
    return f'{"set -gx " if shell == "fish" else "export "}{variable}{" " if shell == "fish" else "="}/PATH/OF/THE/FILE'


def home_of(finding: Finding) -> str:
    """The id of the store that the finding's file takes its variables from, '' for the environment."""
    return finding.way.home if finding.way and finding.way.home else pipelines.home(kind_of(finding))


def _at_home(home: str, variables: 'Sequence[str]', id: str, shell: str, lead: bool) -> 'list[str]':
    """How a pipeline or a cluster gets the variables."""
    from keyguard.remedies.stores import store

    found = store(home)
    code = [line for each in variables for line in pipelines.anew(found, each, id, shell).splitlines()]
    words = f'Put it where the file gets it from, {found.name}' if lead else f'For {found.name}'
    guide = f'keyguard guide {id} --store {home}'
    if not code:
        return [f'{words}:', Code(guide)]
    how = ' (asks for the key; nothing lands in the history):'
    return [words + how, *map(Code, code), 'Who may read it, and what else it needs:', Code(guide)]


def _production(finding: Finding, store: str, near: 'Sequence[str]') -> 'list[str]':
    guide = f'keyguard guide {finding.provider.id} --store'
    if store:
        from keyguard.remedies.stores import named

        known = named(store)
        if known is None:
            return [f'For production: {store}, where this team keeps its keys.']
        return [f'For production, {known.name}, where this team keeps its keys:', f'{guide} {known.id}']
    chosen = [each for each in near if each not in _CI_STORES][:1] or ['aws-secrets-manager']
    others = [each for each in _MANAGERS if each not in chosen]
    lines = ['For production, a store that only this program may read:', f'{guide} {chosen[0]}']
    lines.append(f'Also: {", ".join(others)} …: keyguard guide lists them.')
    pipelines = [each for each in near if each in _CI_STORES]
    if pipelines:
        lines += ['For the pipeline:', f'{guide} {pipelines[0]}']
    return lines


def revoke(finding: Finding, leaked: bool = False, brief: bool = False) -> 'list[str]':
    """What ends the old key's life; ``leaked``: a commit with it was pushed. ``brief``: the guide tells the rest."""
    provider = finding.provider
    lead = 'If it was ever pushed, pasted or logged, revoke it first'
    way = finding.way
    if leaked:
        where = f' to {way.where}' if way and way.where and way.state == 'pushed' else ''
        lead = f'Revoke it first, for it was pushed{where}, and rewriting the history does not take that back'
    elif way and way.state == 'committed':
        lead = f'It is in commit {way.where}, which is not pushed. If it was pasted or logged, revoke it'
    elif way and way.state in ('staged', 'written'):
        lead = 'Git knows of no push of this file with it. If it was pushed, pasted or logged anywhere, revoke it'
    if finding.detector.in_file:
        return [f'{lead}: {finding.detector.in_file}.']
    if provider.key_page and brief:
        lines = [f'{lead}:', Code(provider.key_page)]
    elif provider.key_page:
        lines = [f'{lead}: {provider.key_page}']
    else:
        lines = [
            f'{lead}, on the page of {provider.name} where API keys are made (look for "API keys" in the settings).'
        ]
    if provider.revoke and not brief:
        lines.append(f'{provider.revoke[:1].upper()}{provider.revoke[1:]}.')
    return lines


def make_smaller(finding: Finding) -> 'list[str]':
    """How the next key does less harm: scopes, rotation, a cap; empty where nothing is confirmed."""
    provider = finding.provider
    lines = []
    if provider.scopes:
        lines.append(f'Least privilege: {provider.scopes}.')
    if provider.rotation:
        lines.append(f'Rotation: {provider.rotation}.')
    if provider.spend:
        lines.append(f'Spending: {provider.spend}.' + (f' {provider.spend_page}' if provider.spend_page else ''))
    elif provider.spend_page:
        lines.append(f'Spending: watch it and cap it at {provider.spend_page}')
    return lines


def further(finding: Finding) -> 'list[str]':
    """The same in a line, for a message that has to stay short: what the guide tells of the provider."""
    provider = finding.provider
    known = [
        words
        for words, there in (
            ('least privilege', provider.scopes),
            ('rotation', provider.rotation),
            ('spend limits and alerts', provider.spend or provider.spend_page),
            ('doing without a key', provider.keyless),
        )
        if there
    ]
    what = ', '.join(known) or 'rotation, least privilege, limits'
    return [f'Make the next one a smaller loss: {what}:', f'keyguard guide {provider.id}']


def comment_of(finding: Finding) -> str:
    """The comment that accepts the finding on its line, in the file's own style, or '' where it has no comments."""
    # nobody unpacks a file for the sake of a comment
    language = '' if finding.inside else kind_of(finding)
    mark = f'keyguard: allow[{finding.detector.id}] reason'
    if language in ('json', 'notebook', 'text', 'cmd', ''):
        return ''
    if language in ('dotenv', 'dotenv-example', 'dockerfile', 'ini', 'terraform', 'shell', 'make'):
        # a comment behind a value is a part of the value there, or an error
        return f'# keyguard: allow-next-line[{finding.detector.id}] reason'
    if language in ('javascript', 'go', 'java', 'kotlin', 'csharp', 'rust', 'swift', 'php'):
        return f'// {mark}'
    if language == 'browser':
        return f'<!-- {mark} -->'
    return f'# {mark}'


def here(path: bytes, folder: bytes = b'') -> str:
    """A path from the root of the repository as one word of a command line, for the folder where the person stands;
    ``folder``: that of another repository, where they go first.
    """
    if folder:
        return quoted(path)
    stands = os.getcwd()
    return quoted(near(path, places.stand(stands, places.find(stands, places.CONFIG)[0])))


def quoted(path: bytes) -> str:
    """A path as one word of a shell's command line."""
    from keyguard.excerpt import shown

    text = shown(path)
    return (
        text
        if text and all(char.isalnum() or char in '._/-+@' for char in text)
        else "'" + text.replace("'", "'\\''") + "'"
    )
