"""What a coding agent is about to do, as it tells its hooks on standard input -> the texts in it.

The forms are those of the documentation of the tools:
Claude Code https://code.claude.com/docs/en/hooks, Codex (the same fields) https://developers.openai.com/codex/hooks,
VS Code https://code.visualstudio.com/docs/copilot/customization/hooks,
Gemini CLI https://geminicli.com/docs/hooks/reference, Cursor https://cursor.com/docs/hooks,
GitHub Copilot https://docs.github.com/en/copilot/reference/hooks-configuration,
Windsurf https://docs.windsurf.com/windsurf/cascade/hooks.
"""

import json
import shlex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CLAUDE, GEMINI, CURSOR, COPILOT, WINDSURF = 'claude', 'gemini', 'cursor', 'copilot', 'windsurf'
# what the words of an event begin with in the tools that share the field `hook_event_name`
_GEMINI = ('Before', 'After')
# a field with what an edit takes away: a key that goes is no leak
_OLD = frozenset(
    ('old_content', 'old_source', 'old_str', 'old_string', 'old_text', 'oldContent', 'oldStr', 'oldString', 'oldText')
)
_PATHS = ('file_path', 'filePath', 'path', 'notebook_path', 'target_file')
# the parts of an event that say what is to be done; the rest tells of the session, or of what was done already
_PARTS = ('tool_input', 'toolArgs', 'tool_info', 'prompt', 'command', 'edits', 'arguments')
# such an event hands over what is in a file, for the model to read it
_READS = frozenset(('beforeReadFile', 'beforeTabFileRead', 'pre_read_code', 'post_read_code'))
_PROMPTS = frozenset(
    ('UserPromptSubmit', 'BeforeAgent', 'beforeSubmitPrompt', 'pre_user_prompt', 'userPromptSubmitted')
)
_PATCHED = ('*** Begin Patch', '--- ', 'diff --git ')
_SEPARATORS = frozenset((';', '&&', '||', '|', '&', '(', ')', '\n'))


class Unknown(Exception):
    """Not what any agent's documentation says; the text is the reason."""


class Call:
    """``tool`` is one of the names above, ``event`` the tool's own word for when this is.

    ``texts`` are (path, text): what is to be written, run or said, the path '' where it is no file's; ``old`` is what
    an edit takes away. ``command`` is a command line or ''; ``prompt``: a person says it. ``folder`` is where the agent
    works, '' where it does not say.
    """

    __slots__ = ('command', 'event', 'folder', 'old', 'prompt', 'texts', 'tool')

    def __init__(self, tool: str, event: str, folder: str) -> None:
        self.tool = tool
        self.event = event
        self.folder = folder
        self.texts: list[tuple[str, str]] = []
        self.old: list[str] = []
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
    if call.event in _READS:
        return call
    for name in _PARTS:
        if name in told:
            _take(call, told[name], name, '')
    return call


def _who(told: 'dict[str, Any]') -> 'tuple[str, str]':
    if isinstance(told.get('agent_action_name'), str):
        return WINDSURF, told['agent_action_name']
    event = told.get('hook_event_name', told.get('hookEventName'))
    if isinstance(event, str) and event:
        if event[0].islower():
            return CURSOR, event
        return (GEMINI if event.startswith(_GEMINI) else CLAUDE), event
    if 'toolName' in told:
        return COPILOT, 'preToolUse'
    if isinstance(told.get('prompt'), str) and 'timestamp' in told:
        return COPILOT, 'userPromptSubmitted'
    raise Unknown('no agent is known that tells its hooks this')


def _folder(told: 'dict[str, Any]') -> str:
    roots = told.get('workspace_roots')
    folder = told.get('cwd') or (roots[0] if isinstance(roots, list) and roots else '')
    return folder if isinstance(folder, str) else ''


def _take(call: Call, value: 'Any', name: str, path: str) -> None:
    """Put every text below a part of the event where it belongs; no recursion, for what is nested deep."""
    todo = [(value, name, path)]
    while todo:
        value, name, path = todo.pop()
        if isinstance(value, dict):
            path = next((value[key] for key in _PATHS if isinstance(value.get(key), str)), path)
            todo += [(each, key, path) for key, each in reversed(value.items())]
        elif isinstance(value, list):
            todo += [(each, name, path) for each in reversed(value)]
        elif isinstance(value, str):
            if name in ('toolArgs', 'tool_input') and value.lstrip().startswith(('{', '[')):
                try:
                    todo.append((json.loads(value), 'arguments', path))
                    continue
                except (ValueError, RecursionError):
                    pass
            _keep(call, value, name, path)


def _keep(call: Call, text: str, name: str, path: str) -> None:
    if name in _OLD:
        call.old.append(text)
        return
    if name in ('command', 'command_line', 'cmd'):
        call.command = f'{call.command}\n{text}' if call.command else text
    lines = text.splitlines(keepends=True)
    if any(line.startswith(_PATCHED) for line in lines):
        call.old += [line[1:] for line in lines if line.startswith('-')]
        text = ''.join('\n' if line.startswith('-') else line[line.startswith('+') :] for line in lines)
    call.texts.append((path if name not in _PATHS else '', text))


def without_hooks(command: str) -> str:
    """What in a command line keeps the hooks of git from running, or ''."""
    try:
        lexer = shlex.shlex(command.replace('\n', ' ; '), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:
        words = command.split()
    start = 0
    for at in range(len(words) + 1):
        if at == len(words) or words[at] in _SEPARATORS:
            found = _one(words[start:at])
            if found:
                return found
            start = at + 1
    return ''


def _one(words: 'list[str]') -> str:
    """The same for one simple command."""
    given = [word for word in words if word.startswith('SKIP=') and 'keyguard' in word]
    if given:
        return given[0]
    if 'pre-commit' in words and 'uninstall' in words:
        return 'pre-commit uninstall'
    if 'git' not in words:
        return ''
    rest = words[words.index('git') + 1 :]
    for at, word in enumerate(rest):
        if word.lower().startswith('core.hookspath') and (at == 0 or rest[at - 1] != '--get'):
            return word.partition('=')[0]
    if '--no-verify' in rest:
        return '--no-verify'
    # `commit -n` is that, `push -n` only tries
    if 'commit' in rest:
        behind = rest[rest.index('commit') + 1 :]
        for at, word in enumerate(behind):
            if word == '--':
                break
            short = word.startswith('-') and not word.startswith('--')
            # `-m n…` has a message behind it, `-mn` is one
            flags = word[1:].split('m')[0].split('F')[0].split('C')[0].split('c')[0] if short else ''
            if 'n' in flags and (at == 0 or behind[at - 1] not in ('-m', '-F', '--message', '--file', '--author')):
                return '-n'
    return ''
