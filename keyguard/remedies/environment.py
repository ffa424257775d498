"""The environment variable: how it is set without a trace, and how each language reads it."""

import os

_OS = os.name

# language -> the expression that reads the variable NAME and fails when it is missing, where the language has one
_READ = {
    'python': 'os.environ["NAME"]',
    'notebook': 'os.environ["NAME"]',
    'javascript': 'process.env.NAME',
    'go': 'os.Getenv("NAME")',
    'java': 'System.getenv("NAME")',
    'kotlin': 'System.getenv("NAME")',
    'csharp': 'Environment.GetEnvironmentVariable("NAME")',
    'ruby': 'ENV.fetch("NAME")',
    'php': "getenv('NAME')",
    'rust': 'std::env::var("NAME")?',
    'swift': 'ProcessInfo.processInfo.environment["NAME"]',
    'shell': '"${NAME:?set NAME first}"',
    'fish': '"$NAME"',
    'powershell': '$env:NAME',
    'cmd': '%NAME%',
    'github-actions': '${{ secrets.NAME }}',
    'gitlab': '$NAME',
    'compose': '${NAME:?set NAME first}',
}

# shell -> asking for the variable NAME: for this session only, nothing shown, nothing in the history
_ASK = {
    'bash': "read -rsp 'NAME: ' NAME && echo && export NAME",
    'zsh': "read -rs 'NAME?NAME: ' && echo && export NAME",
    'fish': "read --silent --global --export --prompt-str 'NAME: ' NAME",
    'sh': "stty -echo; printf 'NAME: '; IFS= read -r NAME; stty echo; echo; export NAME",
    'powershell': "$s = Read-Host NAME -AsSecureString; $env:NAME = [Net.NetworkCredential]::new('', $s).Password; "
    'Remove-Variable s',
}


def read_in(language: str, variable: str) -> str:
    """The expression that reads the variable in the language, or '' where none fits."""
    return _READ.get(language, '').replace('NAME', variable)


def ask_for(shell: str, variable: str) -> str:
    """The line that asks for the variable in the shell (one of ``shells``)."""
    return _ASK[shell].replace('NAME', variable)


# shell -> giving it every variable of the file FILE, as the shell is told it
_LOAD = {
    'bash': 'set -a; . FILE; set +a',
    'fish': "for line in (string match -r '^\\w+=.*' < FILE); set -gx (string split -m 1 = -- $line); end",
    'powershell': "Get-Content FILE | ForEach-Object { if ($_ -match '^(\\w+)=(.*)$') { "
    'Set-Item "env:$($Matches[1])" $Matches[2] } }',
}  # fmt: skip


def load(shell: str, file: str) -> str:
    """The line that gives a shell (one of ``shells``) the variables of a file, which is written as it is told it."""
    return _LOAD.get(shell, _LOAD['bash']).replace('FILE', file)


def shells() -> 'tuple[str, ...]':
    """The shells that ``ask_for`` knows."""
    return tuple(_ASK)


def shell() -> str:
    """The person's shell, as the environment tells it."""
    name = os.path.basename(os.environ.get('SHELL', '')).removesuffix('.exe')
    if name in _ASK:
        return name
    if name in ('pwsh', 'powershell') or (_OS == 'nt' and not name):
        return 'powershell'
    return 'sh' if name else 'bash'
