"""Our hooks in somebody's JSON: everything that was there stays as it was, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.errors import Fatal
from keyguard.install import agents

CLAUDE, CURSOR = agents.AGENTS[:2]
ENTRY = '{"command": "keyguard agent-hook", "failClosed": true}'
PLAIN = agents.AGENTS[-1]

# what is there -> what has to be there afterwards, of an agent with one event and the plainest entry
CASES = {
    'nothing': ('', '{\n  "hooks": {\n    "e": [\n      {\n        "command": "keyguard agent-hook"\n      }\n    ]\n  }\n}\n'),
    'on-one-line': ('{"a": 1}', '{"a": 1, "hooks": {"e": [{"command": "keyguard agent-hook"}]}}'),
    'empty': ('{}\n', '{\n  "hooks": {\n    "e": [\n      {\n        "command": "keyguard agent-hook"\n      }\n    ]\n  }\n}\n'),
    'tabs': (
        '{\n\t"a": {"b": [1,2]},\n\t"hooks": {\n\t\t"x": []\n\t}\n}',
        '{\n\t"a": {"b": [1,2]},\n\t"hooks": {\n\t\t"x": [],\n\t\t"e": [\n\t\t\t{\n\t\t\t\t"command": "keyguard agent-hook"\n\t\t\t}\n\t\t]\n\t}\n}',
    ),
    'list-on-a-line': (
        '{\n    "hooks": {\n        "e": [{"command": "x"}]\n    }\n}\n',
        '{\n    "hooks": {\n        "e": [{"command": "x"}, {"command": "keyguard agent-hook"}]\n    }\n}\n',
    ),
    'list-over-lines': (
        '{\n  "hooks": {\n    "e": [\n      1\n    ]\n  },\n  "z": "}"\n}\n',
        '{\n  "hooks": {\n    "e": [\n      1,\n      {\n        "command": "keyguard agent-hook"\n      }\n    ]\n  },\n  "z": "}"\n}\n',
    ),
    'windows': (
        '{\r\n  "hooks": {}\r\n}\r\n',
        '{\r\n  "hooks": {\r\n    "e": [\r\n      {\r\n        "command": "keyguard agent-hook"\r\n      }\r\n    ]\r\n  }\r\n}\r\n',
    ),
    'there-already': ('{"hooks": {"e": [{"command": "env keyguard agent-hook"}]}}', '{"hooks": {"e": [{"command": "env keyguard agent-hook"}]}}'),
}  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), CASES.values(), ids=CASES)
def test_a_hook_is_added_and_nothing_else_changes(before: str, after: str) -> None:
    agent = agents.Agent('x', (), 'x.json', {'e': {'command': agents.COMMAND}})
    assert agents.added(before, agent) == after
    assert agents.added(after, agent) == after


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        pytest.param('// mine\n{}', 'has comments', id='comments'),
        pytest.param('\ufeff{}', 'has comments', id='byte-order mark'),
        pytest.param('[]', 'no object with hooks', id='a list'),
        pytest.param('{"hooks": []}', 'no object with hooks', id='hooks in a list'),
        pytest.param('{"hooks": {"preToolUse": {}}}', 'its preToolUse is no list', id='an event that is no list'),
        pytest.param('{"hooks": {}, "hooks": {"a": 1}, "hooks": {"preToolUse": 5}}', 'no list', id='twice'),
    ],
)
def test_where_there_is_no_safe_place_it_says_what_to_add(text: str, why: str) -> None:
    with pytest.raises(Fatal, match=why) as told:
        agents.added(text, CURSOR)
    assert '"failClosed": true' in str(told.value)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(max_size=5), _VALUES, max_size=3),
    st.none() | st.dictionaries(st.sampled_from(['preToolUse', 'stop', '"', '\\']), st.lists(_VALUES, max_size=2)),
    st.sampled_from([None, 1, 4, '\t']),
    st.booleans(),
    st.booleans(),
)
def test_any_file_keeps_its_text_and_its_meaning(
    rest: dict[str, Any], hooks: dict[str, Any] | None, indent: Any, last: bool, crlf: bool
) -> None:
    rest.pop('hooks', None)
    told: dict[str, Any] = rest if hooks is None else {**rest, 'hooks': hooks} if last else {'hooks': hooks, **rest}
    before = json.dumps(told, indent=indent)
    before = before.replace('\n', '\r\n') if crlf else before
    after = agents.added(before, CURSOR)
    made = json.loads(after)
    expected = {name: list(value) for name, value in (hooks or {}).items()}
    for event, entry in CURSOR.entries.items():
        expected.setdefault(event, []).append(entry)
    assert made == {**told, 'hooks': expected}
    # every character is where it was, with ours between them
    rest_of_it = iter(after)
    assert all(char in rest_of_it for char in before)
    assert agents.missing(after, CURSOR) == []
    assert agents.added(after, CURSOR) == after


def test_what_is_made_is_what_its_page_shows() -> None:
    from pathlib import Path

    page = (Path(__file__).resolve().parents[2] / 'docs' / 'agents.md').read_text(encoding='utf-8')
    blocks = [json.loads(part.partition('```')[0]) for part in page.split('```json\n')[1:]]
    for agent in agents.AGENTS:
        same = agent.name in ('Gemini CLI', 'Codex')
        assert same or agent.whole in blocks, agent.name
