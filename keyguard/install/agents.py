"""The files in which coding agents look for their hooks: whose they are, whether they call keyguard, and how that is
put in without touching anything else.
"""

import json
import os

from keyguard.errors import Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

COMMAND = 'keyguard agent-hook'
_JSON = json.JSONDecoder()
_BLANK = ' \t\r\n'


class Agent:
    """``name`` of a tool, the ``folders`` that say that it works here, the ``file`` of its hooks, and what belongs into
    it: for each event an entry, beside ``head``.
    """

    __slots__ = ('entries', 'file', 'folders', 'head', 'name')

    def __init__(
        self,
        name: str,
        folders: 'tuple[str, ...]',
        file: str,
        entries: 'dict[str, dict[str, Any]]',
        head: 'dict[str, Any] | None' = None,
    ) -> None:
        self.name = name
        self.folders = folders
        self.file = file
        self.entries = entries
        self.head = head or {}

    @property
    def whole(self) -> 'dict[str, Any]':
        """The file with nothing but these hooks."""
        return {**self.head, 'hooks': {event: [entry] for event, entry in self.entries.items()}}


_RUN = {'type': 'command', 'command': COMMAND}
_TOOL, _PROMPT = {'matcher': '*', 'hooks': [_RUN]}, {'hooks': [_RUN]}
_PLAIN = {'command': COMMAND}
# without the last word Cursor goes on where a hook fails
_CURSOR = {**_PLAIN, 'failClosed': True}
AGENTS = (
    Agent('Claude Code', ('.claude',), '.claude/settings.json', {'PreToolUse': _TOOL, 'UserPromptSubmit': _PROMPT}),
    Agent(
        'Cursor',
        ('.cursor',),
        '.cursor/hooks.json',
        dict.fromkeys(('beforeSubmitPrompt', 'beforeShellExecution', 'beforeMCPExecution', 'preToolUse'), _CURSOR),
        {'version': 1},
    ),
    Agent('Gemini CLI', ('.gemini',), '.gemini/settings.json', {'BeforeTool': _TOOL, 'BeforeAgent': _PROMPT}),
    Agent('Codex', ('.codex',), '.codex/hooks.json', {'PreToolUse': _TOOL, 'UserPromptSubmit': _PROMPT}),
    # VS Code reads this file too
    Agent(
        'GitHub Copilot',
        ('.github/hooks', '.github/copilot', '.github/copilot-instructions.md'),
        '.github/hooks/keyguard.json',
        {'preToolUse': {'type': 'command', 'bash': COMMAND, 'powershell': COMMAND}},
        {'version': 1},
    ),
    Agent(
        'Windsurf',
        ('.windsurf',),
        '.windsurf/hooks.json',
        dict.fromkeys(('pre_user_prompt', 'pre_write_code', 'pre_run_command', 'pre_mcp_tool_use'), _PLAIN),
    ),
)


def here(root: str) -> 'Iterator[Agent]':
    """The agents that work in this repository."""
    for agent in AGENTS:
        if any(os.path.exists(os.path.join(root, folder)) for folder in agent.folders):
            yield agent


def missing(text: str, agent: Agent) -> 'list[str]':
    """The events at which the file does not call keyguard. Raises ``Fatal`` where it cannot be told."""
    if not text.strip():
        return list(agent.entries)
    told = _read(text, agent)
    hooks = told.get('hooks', {}) if isinstance(told, dict) else None
    if not isinstance(hooks, dict):
        raise _by_hand(agent, 'it is no object with hooks')
    return [event for event in agent.entries if COMMAND not in json.dumps(hooks.get(event))]


def added(text: str, agent: Agent) -> str:
    """The file with our hooks, everything else as it was, byte for byte. Raises ``Fatal`` with the lines to add by hand
    where there is no safe place for them.
    """
    if not text.strip():
        return json.dumps(agent.whole, indent=2) + '\n'
    made = text
    for event in missing(text, agent):
        made = _with(made, agent, event)
    expected = _read(text, agent)
    hooks = expected.setdefault('hooks', {})
    for event in missing(text, agent):
        hooks.setdefault(event, []).append(agent.entries[event])
    if _read(made, agent) != expected:
        raise _by_hand(agent, 'it would not mean the same afterwards')
    return made


def _with(text: str, agent: Agent, event: str) -> str:
    """The text with our entry at one event."""
    root = _members(text, text.index('{'))
    hooks = root.get('hooks')
    if hooks is None:
        return _put(text, text.index('{'), {'hooks': {event: [agent.entries[event]]}})
    place = _members(text, hooks).get(event)
    if place is None:
        return _put(text, hooks, {event: [agent.entries[event]]})
    if text[place] != '[':
        raise _by_hand(agent, f'its {event} is no list')
    return _put(text, place, [agent.entries[event]])


def _members(text: str, at: int) -> 'dict[str, int]':
    """Where the values of the object begin that begins there."""
    found = {}
    at = _skip(text, at + 1)
    while text[at] != '}':
        name, at = _JSON.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)  # the colon
        found[name] = at
        at = _skip(text, _JSON.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at] == ',' else at
    return found


def _skip(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at


def _put(text: str, start: int, value: 'Any') -> str:
    """The text with the members or items of ``value`` behind the last one of the object or list that begins there."""
    end = _JSON.raw_decode(text, start)[1] - 1
    newline = '\r\n' if '\r\n' in text else '\n'
    before = text[:end].rstrip(_BLANK)
    comma = '' if before.endswith(text[start]) and len(before) == start + 1 else ','
    if newline not in text[start:end] and newline in text and comma:
        # a list that stands on one line goes on there
        return f'{before}{comma} {json.dumps(value)[1:-1]}{text[end:]}'
    if newline not in text:
        return f'{before}{comma}{" " if comma else ""}{json.dumps(value)[1:-1]}{text[end:]}'
    step = _step(text)
    line = text[text.rfind('\n', 0, start) + 1 : start]
    margin = line[: len(line) - len(line.lstrip(' \t'))]
    block = json.dumps(value, indent=step).split('\n')[1:-1]
    return before + comma + ''.join(f'{newline}{margin}{each}' for each in block) + newline + margin + text[end:]


def _step(text: str) -> str:
    """What a level is indented by in this file."""
    for line in text.split('\n')[1:]:
        blank = line[: len(line) - len(line.lstrip(' \t'))]
        if blank and line.strip():
            return blank
    return '  '


def _read(text: str, agent: Agent) -> 'Any':
    try:
        return json.loads(text)
    except ValueError:
        raise _by_hand(agent, 'it is no JSON, or has comments') from None


def _by_hand(agent: Agent, why: str) -> Fatal:
    lines = '\n'.join(f'    {line}' for line in json.dumps(agent.whole, indent=2).split('\n'))
    return Fatal(f'{agent.file}: the hooks cannot be added here, for {why}. Add them by hand:\n{lines}')
