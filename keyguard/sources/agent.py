"""What a coding agent is about to do, as it tells its hooks on standard input -> the texts in it.

The forms are those of the tools' documentation and, where it is open, of their source (read in November 2026):
Claude Code https://code.claude.com/docs/en/hooks (and the program, 2.1.197),
Codex https://developers.openai.com/codex/hooks (openai/codex, codex-rs/hooks/src/events/),
Gemini CLI https://geminicli.com/docs/hooks/reference (@google/gemini-cli-core 0.61, dist/src/hooks/),
GitHub Copilot https://docs.github.com/en/copilot/reference/hooks-reference,
VS Code https://code.visualstudio.com/docs/agent-customization/hooks,
Cursor https://cursor.com/docs/hooks, Windsurf https://docs.windsurf.com/windsurf/cascade/hooks.
"""

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# CLAUDE is whoever speaks as Claude Code does: Codex and VS Code too
CLAUDE, GEMINI, CURSOR, COPILOT, WINDSURF = 'claude', 'gemini', 'cursor', 'copilot', 'windsurf'
# a field with what an edit takes away: a key that goes is no leak
_OLD = frozenset(
    (
        *('old_content', 'old_line', 'old_source', 'old_str', 'old_string', 'old_text'),
        *('oldCode', 'oldContent', 'oldStr', 'oldString', 'oldText'),
    )
)
# a field with what a file is to hold; of other fields nobody knows where they go
_CONTENTS = frozenset(
    (
        *('content', 'contents', 'code', 'file_text', 'new_content', 'new_line', 'new_source', 'new_str', 'new_string'),
        *('new_text', 'newCode', 'newContent', 'newStr', 'newString', 'newText', 'text'),
    )
)
_PATHS = ('file_path', 'filePath', 'path', 'notebook_path', 'notebookPath', 'target_file')
_COMMANDS = ('command', 'command_line', 'cmd')
# the parts of an event that say what is to be done; the rest tells of the session, or of what was done already
_PARTS = ('tool_input', 'toolInput', 'toolArgs', 'tool_info', 'prompt', 'command', 'edits', 'arguments')
# parts that are JSON in a text where a tool hands them on as the model wrote them
_JSON = ('tool_input', 'toolInput', 'toolArgs')
# of an event before something is done, all is looked at where none of these parts is there: their names may change
_BEFORE = frozenset(
    (
        *('PreToolUse', 'PermissionRequest', 'UserPromptSubmit', 'UserPromptExpansion', 'SubagentStart'),
        *('BeforeTool', 'BeforeAgent', 'preToolUse', 'permissionRequest', 'userPromptSubmitted', 'subagentStart'),
        *('beforeShellExecution', 'beforeMCPExecution', 'beforeSubmitPrompt'),
        *('pre_write_code', 'pre_run_command', 'pre_mcp_tool_use', 'pre_user_prompt'),
    )
)
# such an event hands over what is in a file, for the model to read it
_READS = frozenset(('beforeReadFile', 'beforeTabFileRead', 'pre_read_code', 'post_read_code'))
_PROMPTS = frozenset(
    ('UserPromptSubmit', 'BeforeAgent', 'beforeSubmitPrompt', 'pre_user_prompt', 'userPromptSubmitted')
)
# where Cursor can put a question to the person; at others it takes `ask` for a yes
_CURSOR_ASKS = ('beforeShellExecution', 'beforeMCPExecution')
# fields that can be a patch: its lines say by their first character what goes and what comes
_PATCHES = frozenset(('command', 'cmd', 'input', 'patch', 'diff'))
_BEGIN, _END = '*** Begin Patch', '*** End Patch'
_FILES = ('*** Add File: ', '*** Update File: ', '*** Delete File: ', '*** Move to: ')


class Unknown(Exception):
    """Not what any agent's documentation says; the text is the reason."""


class Call:
    """``tool`` is one of the names above, ``event`` the tool's own word for when this is; ``asks``: it is known to put
    a question to the person then.

    ``texts`` are (path, text): what is to be written, run or said, the path '' where it is no file's; ``old`` is what
    an edit takes away or leaves, in the same form. ``command`` is a command line or ''; ``prompt``: a person says it.
    ``folder`` is where the agent works, '' where it does not say.
    """

    __slots__ = ('asks', 'command', 'event', 'folder', 'old', 'prompt', 'texts', 'tool')

    def __init__(self, tool: str, event: str, folder: str) -> None:
        self.tool = tool
        self.event = event
        self.asks = False
        self.folder = folder
        self.texts: list[tuple[str, str]] = []
        self.old: list[tuple[str, str]] = []
        self.command = ''
        self.prompt = event in _PROMPTS


def read(data: bytes) -> Call:
    """The call that standard input tells of; raises ``Unknown``."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Unknown('it is no JSON') from None
    if not isinstance(told, dict):
        raise Unknown('it is no JSON object')
    call = Call(*_who(told), _folder(told))
    # Codex (which tells a turn) and Cursor, where it runs the hooks of Claude Code, know this form but not the question
    alone = 'turn_id' not in told and 'cursor_version' not in told
    call.asks = call.event in _CURSOR_ASKS or (call.event == 'PreToolUse' and alone)
    if call.event in _READS:
        return call
    parts = [name for name in _PARTS if name in told]
    for name in parts:
        _take(call, told[name], name)
    if not parts and call.event in _BEFORE:
        _take(call, told, '')
    return call


def _who(told: 'dict[str, Any]') -> 'tuple[str, str]':
    """The tool, and its word for the event; raises ``Unknown``."""
    if isinstance(told.get('agent_action_name'), str):
        return WINDSURF, told['agent_action_name']
    event = told.get('hook_event_name', told.get('hookEventName'))
    if isinstance(event, str) and event:
        if event[0].islower():
            return CURSOR, event
        if event.startswith(('Before', 'After')):
            return GEMINI, event
        # Copilot runs the hooks of Claude Code's settings as well, and keeps no transcript
        return COPILOT if 'timestamp' in told and 'transcript_path' not in told else CLAUDE, event
    if 'toolResult' in told:
        return COPILOT, 'postToolUse'
    if 'toolInput' in told:
        return COPILOT, 'permissionRequest'
    if 'toolName' in told:
        return COPILOT, 'preToolUse'
    if isinstance(told.get('prompt'), str) and 'timestamp' in told:
        return COPILOT, 'userPromptSubmitted'
    raise Unknown('no agent is known that tells its hooks this')


def _folder(told: 'dict[str, Any]') -> str:
    roots = told.get('workspace_roots')
    folder = told.get('cwd') or (roots[0] if isinstance(roots, list) and roots else '')
    return folder if isinstance(folder, str) else ''


def _take(call: Call, part: 'Any', name: str) -> None:
    """Put every text below a part of the event where it belongs; no recursion, for what is nested deep."""
    todo: list[tuple[Any, str, str]] = [(part, name, '')]
    names: dict[str, None] = {}
    while todo:
        value, name, path = todo.pop()
        if isinstance(value, dict):
            path = next((value[key] for key in _PATHS if isinstance(value.get(key), str)), path)
            todo += [(value[key], key, path) for key in reversed(value)]
            names |= dict.fromkeys(value)
        elif isinstance(value, list):
            todo += [(each, name, path) for each in reversed(value)]
        elif isinstance(value, str):
            if name in _JSON and value.lstrip().startswith(('{', '[')):
                try:
                    todo.append((json.loads(value), 'arguments', path))
                    continue
                except (ValueError, RecursionError):
                    pass
            _keep(call, value, name, path)
    if names:
        call.texts.append(('', '\n'.join(names)))


def _keep(call: Call, text: str, name: str, path: str) -> None:
    if name in _COMMANDS:
        call.command = f'{call.command}\n{text}' if call.command else text
    if name in _OLD:
        call.old.append((path, text))
    elif name in _PATCHES and _BEGIN in text and _is_patch(name, text):
        _patched(call, text)
    elif name in ('patch', 'diff') and '\n+++ ' in text:
        _hunks(call, text, path)
    else:
        call.texts.append((path if name in _CONTENTS else '', text))


def _is_patch(name: str, text: str) -> bool:
    """A command line is one where it calls the tool for that, or is nothing else."""
    before = text.partition(_BEGIN)[0]
    return name not in _COMMANDS or not before.strip() or 'apply_patch' in before


def _patched(call: Call, text: str) -> None:
    """A patch in the form of Codex's ``apply_patch``; what stands around it is an ordinary text."""
    before, _, rest = text.partition(_BEGIN)
    patch, _, after = rest.partition(_END)
    call.texts.append(('', before + after))
    for path, lines in _by_file(patch.splitlines(keepends=True)):
        _changes(call, path, lines)


def _by_file(lines: 'list[str]') -> 'Iterator[tuple[str, list[str]]]':
    """The lines of a patch, file by file. A file that moves is written where it goes."""
    path, found = '', ['']
    for line in lines:
        named = next((line[len(head) :].strip() for head in _FILES if line.startswith(head)), None)
        if named is None:
            found.append(line)
        elif line.startswith(_FILES[-1]):
            path = named
        else:
            yield path, found
            path, found = named, ['']
    yield path, found


def _hunks(call: Call, text: str, path: str) -> None:
    """A difference as ``diff -u`` and git write it."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith('+++ '):
            _changes(call, path, lines)
            name = line[4:].split('\t')[0].strip()
            path, lines = name.removeprefix('b/') if name != '/dev/null' else path, []
        elif not line.startswith('--- '):
            lines.append(line)
    _changes(call, path, lines)


def _changes(call: Call, path: str, lines: 'list[str]') -> None:
    """What the lines of a patch take away or leave, and what stands there afterwards."""
    call.old.append((path, ''.join(line[1:] for line in lines if line.startswith(('-', ' ')))))
    call.texts.append((path, ''.join(line[line.startswith(('+', ' ')) :] for line in lines if line[:1] != '-')))
    # a name can hold a key too
    call.texts.append(('', path))
