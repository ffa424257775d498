"""JSON, which can only say that a variable is to be read where the program that reads the file knows such a form.

Each of these programs documents its own (see ``_FORMS``); for any other file the reason is given, and what to do.
"""

import json
import re

from keyguard.rewrite.json_places import Document, Place, fits
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

_SERVER = (('command',), ('args', '*'), ('env', '*'), ('url',), ('headers', '*'))


def _servers(*first: str) -> 'tuple[tuple[str, ...], ...]':
    """What may name a variable in the configuration of an MCP server."""
    return tuple((*first, '*', *rest) for rest in _SERVER)


_TERMINAL = tuple((f'terminal.integrated.env.{system}', '*') for system in ('linux', 'osx', 'windows'))
# the end of the file's path -> the form, and the places in which the program reads it
_FORMS: 'tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]' = (
    # https://code.claude.com/docs/en/mcp
    ('.mcp.json', '${@}', _servers('mcpServers')),
    # https://cursor.com/docs/context/mcp
    ('.cursor/mcp.json', '${env:@}', _servers('mcpServers')),
    # https://docs.windsurf.com/windsurf/cascade/mcp
    ('windsurf/mcp_config.json', '${env:@}', _servers('mcpServers')),
    # https://code.visualstudio.com/docs/reference/variables-reference; not in headers: microsoft/vscode#336232
    ('.vscode/mcp.json', '${env:@}', tuple(each for each in _servers('servers') if 'headers' not in each)),
    ('.vscode/launch.json', '${env:@}', (('configurations', '**'), ('compounds', '**'))),
    ('.vscode/tasks.json', '${env:@}', (('tasks', '**'), ('options', '**'))),
    ('.vscode/settings.json', '${env:@}', _TERMINAL),
    # https://containers.dev/implementors/json_reference
    ('devcontainer.json', '${localEnv:@}', (('containerEnv', '*'), ('remoteEnv', '*'))),
    # https://opencode.ai/docs/config
    ('opencode.json', '{env:@}', (('provider', '**'), ('mcp', '**'))),
    ('opencode.jsonc', '{env:@}', (('provider', '**'), ('mcp', '**'))),
    # https://github.com/google-gemini/gemini-cli/blob/main/docs/get-started/configuration.md
    ('.gemini/settings.json', '${@}', _servers('mcpServers')),
)  # fmt: skip
_ADVICE = (
    (
        r'(?:^|/)\.vscode/mcp\.json$',
        'VS Code may not read it there: ask for the key with an input, named as ${input:…}',
    ),
    (r'(?:^|/)claude_desktop_config\.json$', 'no form is known that Claude Desktop reads: keep this file out of git'),
    (r'(?:^|/)\.continue/config\.json$', 'move to .continue/config.yaml, which takes ${{ secrets.NAME }}'),
    (r'(?:^|/)appsettings[\w.-]*\.json$', 'leave the value out: .NET reads it from the variable Section__Name'),
    (r'(?:^|/)local\.settings\.json$', 'Azure Functions reads it on your machine only: keep it out of git'),
    (r'(?:^|/)package\.json$', 'set the variable before npm starts, and leave it out of the script'),
    (r'(?:^|/)\.claude/settings[\w.]*\.json$', 'Claude Code takes it as it is: set the variable before it starts'),
    (r'\.tf(?:vars|state)?\.json$', 'leave the value out: Terraform reads a variable x from TF_VAR_x'),
)
_PLAIN = 'JSON cannot read a variable, and no form is known that the program which reads this file would understand'
_NAME = re.compile(r'[A-Z_][A-Z0-9_]*')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are JSON (comments and trailing commas allowed), else why not."""
    try:
        Document(data)
    except Unsafe as reason:
        return str(reason)
    return ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, in an ``env`` of its own, or ''."""
    document, names = Document(data), []
    for spot in spots:
        place = document.at(spot.start, spot.end)
        whole = place is not None and (place.start + 1, place.end - 1) == (spot.start, spot.end)
        path = place.path if place and whole and not place.key and len(place.path) > 1 else ('', '')
        own = re.search('env', str(path[-2]), re.IGNORECASE) and _NAME.fullmatch(str(path[-1]))
        names.append(str(path[-1]) if own else '')
    return names


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    document, edits = Document(data), []
    for spot in spots:
        text = spot.variable
        if not document.in_comment(spot.start, spot.end):
            place = document.at(spot.start, spot.end)
            form = _form(name, place)
            if not form or place is None or not _says(data, place, spot):
                raise Unsafe(_advice(name))
            text = form.replace('@', spot.variable)
        edits.append(Edit(spot.start, spot.end, text.encode()))
    return edits


def _says(data: bytes, place: Place, spot: 'Spot') -> bool:
    """Does the string say the key, where it stands? With an escape before it, it may say something else."""
    key, text = data[spot.start : spot.end], data[place.start : place.end]
    try:
        said = str(json.loads(text)).encode('utf-8', 'surrogatepass')
    except ValueError:
        return False
    return said.count(key) == text.count(key)


def _form(name: str, place: 'Place | None') -> str:
    """How a variable is named at this place, or ''."""
    path = '/' + name.replace('\\', '/').lower()
    for ending, form, places in _FORMS:
        if path.endswith('/' + ending) and place is not None and not place.key:
            return form if any(fits(place.path, each) for each in places) else ''
    return ''


def _advice(name: str) -> str:
    path = name.replace('\\', '/').lower()
    return next((words for pattern, words in _ADVICE if re.search(pattern, path)), _PLAIN)
