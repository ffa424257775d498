"""What each coding agent's documentation says that it tells its hooks, and what stops it."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from keyguard import cli
from keyguard.commands import agent_hook
from keyguard.providers import load
from keyguard.samples import sample
from keyguard.sources import agent
from testing.repository import Repository, isolated

KEY = sample(load(['groq'])[0].detectors[0], 5).decode()
OTHER = sample(load(['groq'])[0].detectors[0], 6).decode()
LINE = f'GROQ_API_KEY = "{KEY}"\n'


class Answer(SimpleNamespace):
    code: int
    out: str
    err: str

    @property
    def stopped(self) -> bool:
        """Does any of the forms say that it must not be done?"""
        told = json.loads(self.out) if self.out else {}
        return (
            self.code == 2
            or told.get('permission') == 'deny'
            or told.get('permissionDecision') == 'deny'
            or told.get('continue') is False
        )


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)

    def told(event: object) -> Answer:
        data = event if isinstance(event, bytes) else json.dumps(event).encode()
        monkeypatch.setattr(sys, 'stdin', SimpleNamespace(buffer=io.BytesIO(data)))
        code = cli.main(['agent-hook'])
        out, err = capsys.readouterr()
        assert KEY[8:] not in out + err
        return Answer(code=code, out=out, err=err)

    return told


def _claude(tool: str, event: str = 'PreToolUse', **input: object) -> dict[str, object]:
    return {
        'session_id': 's',
        'transcript_path': '/t',
        'hook_event_name': event,
        'tool_name': tool,
        'tool_input': input,
    }


# what holds a key -> the tool's own way to be stopped: by the exit code, or by a word on standard output
STOPPED: dict[str, tuple[dict[str, Any], str]] = {
    'claude-write': (_claude('Write', file_path='a.py', content=f'import os\n{LINE}'), 'exit'),
    'claude-edit': (_claude('Edit', file_path='a.py', old_string='x', new_string=LINE), 'exit'),
    'claude-several-edits': (
        _claude('MultiEdit', file_path='a.py', edits=[{'old_string': 'x', 'new_string': 'y'}, {'old_string': '', 'new_string': LINE}]),
        'exit',
    ),
    'claude-notebook': (_claude('NotebookEdit', notebook_path='a.ipynb', new_source=LINE), 'exit'),
    'claude-command': (_claude('Bash', command=f"export GROQ_API_KEY='{KEY}'"), 'exit'),
    'claude-mcp': (_claude('mcp__server__send', body={'deep': [{'text': LINE}]}), 'exit'),
    'claude-prompt': ({'hook_event_name': 'UserPromptSubmit', 'prompt': f'use {LINE}'}, 'exit'),
    'claude-after': (_claude('Write', 'PostToolUse', file_path='a.py', content=LINE), 'exit'),
    'codex-patch': (
        _claude('apply_patch', command=f'*** Begin Patch\n*** Update File: a.py\n+{LINE}*** End Patch\n'),
        'exit',
    ),
    'gemini-command': (
        {'hook_event_name': 'BeforeTool', 'tool_name': 'run_shell_command', 'tool_input': {'command': f'curl -H "x: {KEY}"'}},
        'exit',
    ),
    'gemini-write': (
        {'hook_event_name': 'BeforeTool', 'tool_name': 'write_file', 'tool_input': {'file_path': 'a', 'content': LINE}},
        'exit',
    ),
    'gemini-prompt': ({'hook_event_name': 'BeforeAgent', 'prompt': LINE, 'timestamp': '2026-01-01'}, 'exit'),
    'cursor-command': (
        {'hook_event_name': 'beforeShellExecution', 'command': f'echo {KEY}', 'workspace_roots': ['.']},
        'permission',
    ),
    'cursor-mcp': (
        {'hook_event_name': 'beforeMCPExecution', 'tool_name': 'send', 'tool_input': json.dumps({'body': LINE})},
        'permission',
    ),
    'cursor-tool': (
        {'hook_event_name': 'preToolUse', 'tool_name': 'Write', 'tool_input': {'file_path': 'a', 'content': LINE}},
        'permission',
    ),
    'cursor-edit': (
        {'hook_event_name': 'afterFileEdit', 'file_path': 'a', 'edits': [{'old_string': '', 'new_string': LINE}]},
        'permission',
    ),
    'cursor-prompt': ({'hook_event_name': 'beforeSubmitPrompt', 'prompt': LINE, 'attachments': []}, 'continue'),
    'copilot-command': (
        {'timestamp': 1, 'cwd': '.', 'toolName': 'bash', 'toolArgs': json.dumps({'command': f'echo {KEY}'})},
        'permissionDecision',
    ),
    'copilot-object': (
        {'timestamp': 1, 'cwd': '.', 'toolName': 'create', 'toolArgs': {'path': 'a', 'file_text': LINE}},
        'permissionDecision',
    ),
    'copilot-prompt': ({'timestamp': 1, 'cwd': '.', 'prompt': LINE}, 'permissionDecision'),
    'windsurf-write': (
        {'agent_action_name': 'pre_write_code', 'tool_info': {'file_path': 'a', 'edits': [{'old_string': '', 'new_string': LINE}]}},
        'exit',
    ),
    'windsurf-command': (
        {'agent_action_name': 'pre_run_command', 'tool_info': {'command_line': f'echo {KEY}', 'cwd': '.'}},
        'exit',
    ),
    'windsurf-prompt': ({'agent_action_name': 'pre_user_prompt', 'tool_info': {'user_prompt': LINE}}, 'exit'),
}  # fmt: skip


def _without_key(value: Any) -> Any:
    return json.loads(json.dumps(value).replace(KEY, 'a-name-and-no-key'))


@pytest.mark.parametrize(('event', 'how'), STOPPED.values(), ids=STOPPED)
def test_a_key_stops_the_agent_in_its_own_form(tell: Any, event: dict[str, Any], how: str) -> None:
    answer = tell(event)
    assert answer.stopped
    if how == 'exit':
        assert (answer.code, answer.out) == (2, '')
        reason = answer.err
    else:
        told = json.loads(answer.out)
        assert (answer.code, told[how]) == (0, False if how == 'continue' else 'deny')
        reason = told.get('permissionDecisionReason') or told.get('agent_message') or told['user_message']
    assert 'Groq API key gsk_…' in reason
    assert 'GROQ_API_KEY' in reason


@pytest.mark.parametrize(('event', 'how'), STOPPED.values(), ids=STOPPED)
def test_without_the_key_its_own_rules_decide(tell: Any, event: dict[str, Any], how: str) -> None:
    answer = tell(_without_key(event))
    assert not answer.stopped
    assert answer.code == 0
    assert answer.err == ''
    assert answer.out in ('', '{}\n', '{"continue": true}\n')


def test_a_key_that_an_edit_takes_away_or_leaves_is_no_leak(tell: Any) -> None:
    assert not tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string='import os\n')).stopped
    assert not tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string=LINE + 'print(1)\n')).stopped
    assert tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string=LINE.replace(KEY, OTHER))).stopped
    patch = f'*** Begin Patch\n*** Update File: a.py\n-{LINE}+import os\n*** End Patch\n'
    assert not tell(_claude('apply_patch', command=patch)).stopped


def test_what_is_in_a_file_may_be_read(tell: Any) -> None:
    event = {'hook_event_name': 'beforeReadFile', 'file_path': 'a.py', 'content': LINE}
    assert not tell(event).stopped


def test_the_file_that_git_ignores_is_the_right_place(
    tell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith('GIT_')]:
        monkeypatch.delenv(name)
    repository = Repository(tmp_path / 'work', isolated(tmp_path / 'home'))
    repository.write('.gitignore', '.env\n')
    folder = str(repository.folder)
    put = {'content': f'GROQ_API_KEY={KEY}\n'}
    assert not tell({**_claude('Write', file_path=f'{folder}/.env', **put), 'cwd': folder}).stopped
    assert tell({**_claude('Write', file_path=f'{folder}/config.env', **put), 'cwd': folder}).stopped


def test_accepted_and_excluded_as_in_a_commit(tell: Any, tmp_path: Path) -> None:
    (tmp_path / '.git').mkdir()
    (tmp_path / '.keyguard.yaml').write_text("exclude: ['^samples/']\n")
    where = {'cwd': str(tmp_path)}
    content = f'GROQ_API_KEY = "{KEY}"  # keyguard: allow[groq-api-key] a sample\n'
    assert not tell({**_claude('Write', file_path='a.py', content=content), **where}).stopped
    assert not tell({**_claude('Write', file_path=str(tmp_path / 'samples/a.py'), content=LINE), **where}).stopped
    assert tell({**_claude('Write', file_path=str(tmp_path / 'a.py'), content=LINE), **where}).stopped


@pytest.mark.parametrize(
    ('command', 'found'),
    [
        ('git commit --no-verify -m x', '--no-verify'),
        ('git commit -nm "a message"', '-n'),
        ('git add . && git commit -n', '-n'),
        ('cd x; git push --no-verify origin main', '--no-verify'),
        ('SKIP=keyguard git commit -m x', 'SKIP=keyguard'),
        ('SKIP=ruff,keyguard-push git push', 'SKIP=ruff,keyguard-push'),
        ('git -c core.hooksPath=/dev/null commit -m x', 'core.hooksPath'),
        ('git config core.hooksPath /dev/null', 'core.hooksPath'),
        ('pre-commit uninstall -t pre-push', 'pre-commit uninstall'),
        ('git commit -m "it is --no-verify', '--no-verify'),
        ('git commit -m "no --no-verify here"', ''),
        ('git commit -m -n', ''),
        ('git commit -mn', ''),
        ('git push -n', ''),
        ('git config --get core.hooksPath', ''),
        ('git commit -- -n', ''),
        ('echo git; grep -n commit', ''),
        ('npm run build -- --no-verify', ''),
        ('git commit -am "x"', ''),
        ('pre-commit run', ''),
    ],
)
def test_a_command_that_goes_past_the_hooks(command: str, found: str) -> None:
    assert agent.without_hooks(command) == found


def test_going_past_the_hooks_is_for_the_person_to_allow(tell: Any) -> None:
    line = 'git commit --no-verify -m x'
    claude = json.loads(tell(_claude('Bash', command=line)).out)['hookSpecificOutput']
    assert (claude['hookEventName'], claude['permissionDecision']) == ('PreToolUse', 'ask')
    assert '--no-verify' in claude['permissionDecisionReason']
    cursor = json.loads(tell({'hook_event_name': 'beforeShellExecution', 'command': line}).out)
    assert cursor['permission'] == 'ask'
    gemini = tell({'hook_event_name': 'BeforeTool', 'tool_name': 'x', 'tool_input': {'command': line}})
    assert gemini.code == 2
    assert '--no-verify' in gemini.err


@pytest.mark.parametrize('data', [b'', b'no json', b'[]', b'{}', b'[' * 100_000, b'{"event": "new"}', b'\xff\xfe'])
def test_what_no_agent_says_is_not_passed(tell: Any, data: bytes) -> None:
    answer = tell(data)
    assert answer.code == 3
    assert 'was not understood' in answer.err


def test_a_key_in_what_no_agent_says_stops_it(tell: Any) -> None:
    assert tell(b'not json: ' + LINE.encode()).stopped
    assert tell({'event': 'new', 'text': LINE}).stopped


def test_where_it_cannot_look_the_agent_is_stopped(tell: Any, tmp_path: Path) -> None:
    (tmp_path / '.git').mkdir()
    (tmp_path / '.keyguard.yaml').write_text('nonsense: true\n')
    event = {**_claude('Write', file_path='a.py', content='x'), 'cwd': str(tmp_path)}
    answer = tell(event)
    assert answer.code == 2
    assert 'nonsense' in answer.err
    assert 'could not look' in answer.err


def test_a_failure_of_its_own_stops_the_agent(tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_hook, 'scan_blobs', lambda *_: 1 // 0)
    answer = tell(_claude('Write', file_path='a.py', content='x'))
    assert answer.code == 2
    assert 'ZeroDivisionError' in answer.err


def test_half_of_a_character_and_a_deep_nest_are_read(tell: Any) -> None:
    assert tell(b'{"hook_event_name": "UserPromptSubmit", "prompt": "\\ud800 ' + KEY.encode() + b'"}').stopped
    nest: Any = LINE
    for _ in range(500):
        nest = [nest]
    assert tell(_claude('mcp__x', text=nest)).stopped


def test_many_keys_are_counted(tell: Any) -> None:
    keys = [sample(load(['groq'])[0].detectors[0], seed).decode() for seed in range(20, 28)]
    answer = tell(_claude('Write', file_path='a.env', content=''.join(f'GROQ_API_KEY={key}\n' for key in keys)))
    assert 'holds 8 keys' in answer.err
    assert '- and 3 more' in answer.err
