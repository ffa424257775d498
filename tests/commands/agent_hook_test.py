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
        told = told.get('hookSpecificOutput', told)
        return (
            self.code == 2
            or 'deny' in [told.get(word) for word in ('permission', 'permissionDecision', 'behavior', 'decision')]
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


# what each tool tells of the session, beside what it is about to do
_STAMP = '2026-11-03T10:30:00.000Z'
_BASE = {'session_id': '0b1c', 'transcript_path': '/t/0b1c.jsonl', 'cwd': '.'}
SESSIONS: dict[str, dict[str, Any]] = {
    'claude': {**_BASE, 'prompt_id': '7f3e', 'permission_mode': 'default', 'agent_id': 'sub', 'agent_type': 'Explore'},
    'codex': {**_BASE, 'transcript_path': None, 'turn_id': '12', 'model': 'gpt', 'permission_mode': 'default'},
    'gemini': {**_BASE, 'timestamp': _STAMP},
    'vscode': {'timestamp': _STAMP, 'cwd': '.', 'sessionId': '0b1c', 'transcript_path': '/t', 'tool_use_id': 'tool-1'},
    'cursor': {
        'conversation_id': 'c',
        'generation_id': 'g',
        'model': 'default',
        'cursor_version': '3.9.16',
        'workspace_roots': ['.'],
        'user_email': None,
        'transcript_path': None,
    },
    'copilot': {'sessionId': '0b1c', 'timestamp': 1704614600000, 'cwd': '.'},
    'windsurf': {'trajectory_id': 't', 'execution_id': 'e', 'timestamp': _STAMP, 'model_name': 'm'},
}


def _claude(tool: str, event: str = 'PreToolUse', **input: object) -> dict[str, object]:
    return {**SESSIONS['claude'], 'hook_event_name': event, 'tool_name': tool, 'tool_input': input, 'tool_use_id': 'u'}


def _codex(tool: str, event: str = 'PreToolUse', **input: object) -> dict[str, object]:
    return {**SESSIONS['codex'], 'hook_event_name': event, 'tool_name': tool, 'tool_input': input, 'tool_use_id': 'u'}


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
    'claude-permission': (_claude('Bash', 'PermissionRequest', command=f'echo {KEY}'), 'exit'),
    'claude-command-expanded': ({'hook_event_name': 'UserPromptExpansion', 'prompt': f'/deploy {KEY}'}, 'exit'),
    'claude-sub-agent': (_claude('Agent', prompt=f'use {LINE}', description='x', subagent_type='Explore'), 'exit'),
    'claude-field-of-tomorrow': ({'hook_event_name': 'PreToolUse', 'tool_name': 'Write', 'tool_arguments': [LINE]}, 'exit'),
    'claude-name-of-a-field': (_claude('mcp__x', headers={KEY: ''}), 'exit'),
    'codex-command': (_codex('Bash', command=f'echo {KEY}'), 'exit'),
    'codex-permission': (_codex('Bash', 'PermissionRequest', command=f'echo {KEY}'), 'exit'),
    'codex-prompt': ({'hook_event_name': 'UserPromptSubmit', 'prompt': f'use {LINE}'}, 'exit'),
    'codex-patch': (
        _codex('apply_patch', command=f'*** Begin Patch\n*** Update File: a.py\n@@\n import os\n+{LINE}*** End Patch\n'),
        'exit',
    ),
    'codex-beside-a-patch': (
        _codex('Bash', command=f'apply_patch <<E\n*** Begin Patch\n*** Delete File: b\n*** End Patch\nE\necho {KEY}'),
        'exit',
    ),
    'vscode-create': (
        {'hookEventName': 'PreToolUse', 'tool_name': 'create_file', 'tool_input': {'filePath': 'a', 'content': LINE}},
        'exit',
    ),
    'vscode-replace': (
        {
            'hookEventName': 'PreToolUse',
            'tool_name': 'multi_replace_string_in_file',
            'tool_input': {'replacements': [{'filePath': 'a', 'oldString': 'x', 'newString': LINE}]},
        },
        'exit',
    ),
    'vscode-command': (
        {'hookEventName': 'PreToolUse', 'tool_name': 'run_in_terminal', 'tool_input': {'command': f'echo {KEY}'}},
        'exit',
    ),
    'gemini-command': (
        {'hook_event_name': 'BeforeTool', 'tool_name': 'run_shell_command', 'tool_input': {'command': f'curl -H "x: {KEY}"'}},
        'decision',
    ),
    'gemini-write': (
        {'hook_event_name': 'BeforeTool', 'tool_name': 'write_file', 'tool_input': {'file_path': 'a', 'content': LINE}},
        'decision',
    ),
    'gemini-prompt': ({'hook_event_name': 'BeforeAgent', 'prompt': LINE, 'timestamp': '2026-01-01'}, 'decision'),
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
        {'toolName': 'bash', 'toolArgs': json.dumps({'command': f'echo {KEY}'})},
        'permissionDecision',
    ),
    'copilot-object': (
        {'toolName': 'create', 'toolArgs': {'path': 'a', 'file_text': LINE}},
        'permissionDecision',
    ),
    'copilot-torn': ({'toolName': 'bash', 'toolArgs': f'{{"command": "echo {KEY}'}, 'permissionDecision'),
    'copilot-prompt': ({'prompt': LINE}, 'permissionDecision'),
    'copilot-permission': ({'toolName': 'bash', 'toolInput': {'command': f'echo {KEY}'}}, 'behavior'),
    'copilot-after': (
        {'toolName': 'bash', 'toolArgs': f'{{"command":"echo {KEY}"}}', 'toolResult': {'resultType': 'success'}},
        'permissionDecision',
    ),
    'copilot-as-claude': (
        {'hook_event_name': 'PreToolUse', 'session_id': 's', 'tool_name': 'Bash', 'tool_input': {'command': f'echo {KEY}'}},
        'permissionDecision',
    ),
    'windsurf-write': (
        {'agent_action_name': 'pre_write_code', 'tool_info': {'file_path': 'a', 'edits': [{'old_string': '', 'new_string': LINE}]}},
        'exit',
    ),
    'windsurf-command': (
        {'agent_action_name': 'pre_run_command', 'tool_info': {'command_line': f'echo {KEY}', 'cwd': '.'}},
        'exit',
    ),
    'windsurf-mcp': (
        {'agent_action_name': 'pre_mcp_tool_use', 'tool_info': {'mcp_tool_arguments': {'title': LINE}, 'mcp_tool_name': 'x'}},
        'exit',
    ),
    'windsurf-prompt': ({'agent_action_name': 'pre_user_prompt', 'tool_info': {'user_prompt': LINE}}, 'exit'),
}  # fmt: skip
STOPPED = {id: ({**SESSIONS[id.partition('-')[0]], **event}, how) for id, (event, how) in STOPPED.items()}


def _without_key(value: Any) -> Any:
    return json.loads(json.dumps(value).replace(KEY, 'a-name-and-no-key'))


@pytest.mark.parametrize(('event', 'how'), STOPPED.values(), ids=STOPPED)
def test_a_key_stops_the_agent_in_its_own_form(tell: Any, event: dict[str, Any], how: str) -> None:
    answer = tell(event)
    assert answer.stopped
    if how == 'exit':
        assert answer.code == 2
        specific = json.loads(answer.out)['hookSpecificOutput'] if answer.out else {}
        # Claude Code is asked not to repeat a prompt
        kind = event.get('hook_event_name', event.get('hookEventName'))
        assert specific == (
            {'hookEventName': kind, 'suppressOriginalPrompt': True} if kind == 'UserPromptSubmit' else {}
        )
        reason = answer.err
    else:
        told = json.loads(answer.out)
        told = told.get('hookSpecificOutput', told)
        assert (answer.code, told[how]) == (0, False if how == 'continue' else 'deny')
        # Cursor's model reads the message to the user
        reason = (
            told.get('permissionDecisionReason') or told.get('user_message') or told.get('message') or told['reason']
        )
    assert 'Groq API key gsk_…' in reason
    assert 'GROQ_API_KEY' in reason


@pytest.mark.parametrize(('event', 'how'), STOPPED.values(), ids=STOPPED)
def test_without_the_key_its_own_rules_decide(tell: Any, event: dict[str, Any], how: str) -> None:
    answer = tell(_without_key(event))
    assert not answer.stopped
    assert answer.code == 0
    assert answer.err == ''
    # Cursor stops where the word is missing that it waits for; others are told nothing
    prompt, permission = event.get('prompt'), not event.get('hook_event_name', '').startswith('after')
    cursor = {'continue': True} if prompt else {'permission': 'allow'} if permission else {}
    assert answer.out == (f'{json.dumps(cursor)}\n' if 'cursor_version' in event else '')


def test_a_key_that_an_edit_takes_away_or_leaves_is_no_leak(tell: Any) -> None:
    assert not tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string='import os\n')).stopped
    assert not tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string=LINE + 'print(1)\n')).stopped
    assert tell(_claude('Edit', file_path='a.py', old_string=LINE, new_string=LINE.replace(KEY, OTHER))).stopped
    several = {'edits': [{'old_string': LINE, 'new_string': ''}, {'old_string': '', 'new_string': LINE}]}
    assert not tell(_claude('MultiEdit', file_path='a.py', **several)).stopped
    # the same key in another file is a new place
    moved = [
        {'filePath': '.env', 'oldString': LINE, 'newString': ''},
        {'filePath': 'a.py', 'oldString': '', 'newString': LINE},
    ]
    assert tell(_claude('multi_replace_string_in_file', replacements=moved)).stopped


def _patch(*lines: str) -> str:
    return '\n'.join(['*** Begin Patch', *lines, '*** End Patch', ''])


@pytest.mark.parametrize(
    ('patch', 'stopped'),
    [
        pytest.param(_patch('*** Update File: a.py', f'-{LINE}+import os'), False, id='goes'),
        pytest.param(_patch('*** Update File: a.py', '@@', f' {LINE}+import os'), False, id='stays'),
        pytest.param(_patch('*** Delete File: .env', '*** Add File: a.py', f'+{LINE}'), True, id='comes'),
        pytest.param(_patch('*** Update File: .env', f'-{LINE}*** Update File: a.py', f'+{LINE}'), True, id='moves'),
        pytest.param(_patch('*** Update File: a.py', '*** Move to: b.py', f' {LINE}+x'), False, id='with its file'),
        pytest.param(_patch(f'*** Add File: {KEY}.py', '+x'), True, id='as a name'),
        pytest.param(f'--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-{LINE}+x\n', False, id='goes, as diff has it'),
        pytest.param(f'--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+{LINE}', True, id='comes, as diff has it'),
        pytest.param(f'--- a/a\n+++ /dev/null\n-{LINE}--- a/b\n+++ b/b\n+{LINE}', True, id='moves, as diff has it'),
    ],
)
def test_of_a_patch_counts_what_comes(tell: Any, patch: str, stopped: bool) -> None:
    tool, field = ('apply_patch', 'command') if patch.startswith('***') else ('mcp__fs__patch', 'diff')
    assert tell(_codex(tool, **{field: patch})).stopped is stopped


@pytest.mark.parametrize(
    'content', [f'--- # values\n- key: {KEY}\n', f'{_patch("x", f"-{KEY}")}', f'diff --git a b\n-{LINE}']
)
def test_what_only_looks_like_a_patch_is_content(tell: Any, content: str) -> None:
    assert tell(_claude('Write', file_path='a.yaml', content=content)).stopped
    assert tell(_claude('Bash', command=f'cat > a.yaml <<E\n{content}E')).stopped


def test_what_is_in_a_file_may_be_read(tell: Any) -> None:
    read = {**SESSIONS['cursor'], 'hook_event_name': 'beforeReadFile', 'file_path': 'a.py', 'content': LINE}
    assert json.loads(tell(read).out) == {'permission': 'allow'}
    after = {**_claude('Read', 'PostToolUse', file_path='a.py'), 'tool_response': {'file': {'content': LINE}}}
    assert not tell(after).stopped
    # nor is a turn kept from its end, which would begin it again
    assert not tell({**SESSIONS['claude'], 'hook_event_name': 'Stop', 'last_assistant_message': LINE}).stopped


def test_the_file_that_git_ignores_is_the_right_place(
    tell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith('GIT_')]:
        monkeypatch.delenv(name)
    repository = Repository(tmp_path / 'work', isolated(tmp_path / 'home'))
    repository.write('.gitignore', '.env\n')
    folder = str(repository.folder)
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'x')
    repository.write('app.py', '')
    repository.write('tracked/.env', '')
    repository.git('add', '--force', 'app.py', 'tracked/.env')
    repository.git('worktree', 'add', '--quiet', tmp_path / 'linked')
    (tmp_path / 'linked' / '.gitignore').write_text('local.env\n')
    (repository.folder / 'link').symlink_to('app.py')
    (repository.folder / '.env').symlink_to(tmp_path / 'linked' / 'local.env')
    repository.write('.gitignore', '.env\nlink\n')
    repository.write('nested/.gitignore', '')
    Repository(tmp_path / 'work' / 'module', repository.environment).write('.gitignore', 'secret\n')
    put = {'content': f'GROQ_API_KEY={KEY}\n'}

    def stopped(path: str, cwd: str = folder) -> bool:
        return bool(tell({**_claude('Write', file_path=path, **put), 'cwd': cwd}).stopped)

    allowed = (
        '.env',
        f'{folder}/.env',
        'new/folder/.env',
        'nested/../.env',
        f'{tmp_path}/linked/local.env',
        'module/secret',
    )
    assert [path for path in allowed if stopped(path)] == []
    assert not stopped('.env', f'{folder}/nested')
    assert not stopped('local.env', f'{tmp_path}/linked')
    # another name, tracked all the same, a link to a tracked file, another work tree's rules, outside of any repository
    refused = (
        'config.env',
        'tracked/.env',
        'link',
        f'{tmp_path}/linked/.env',
        'module/.env',
        f'{tmp_path}/.env',
        '../.env',
    )
    assert [path for path in refused if not stopped(path)] == []
    # who edits elsewhere with a path beside it, writes no such file
    assert tell({**_claude('mcp__x', path='.env', query=KEY), 'cwd': folder}).stopped
    assert not tell({**_codex('apply_patch', command=_patch('*** Add File: .env', f'+{LINE}')), 'cwd': folder}).stopped
    assert tell({**_codex('apply_patch', command=_patch('*** Add File: b.env', f'+{LINE}')), 'cwd': folder}).stopped


def test_accepted_and_excluded_as_in_a_commit(tell: Any, tmp_path: Path) -> None:
    (tmp_path / '.git').mkdir()
    (tmp_path / '.keyguard.yaml').write_text("exclude: ['^samples/']\n")
    where = {'cwd': str(tmp_path)}
    content = f'GROQ_API_KEY = "{KEY}"  # keyguard: allow[groq-api-key] a sample\n'
    assert not tell({**_claude('Write', file_path='a.py', content=content), **where}).stopped
    assert not tell({**_claude('Write', file_path=str(tmp_path / 'samples/a.py'), content=LINE), **where}).stopped
    for path in (str(tmp_path / 'a.py'), 'samples/../a.py'):
        assert tell({**_claude('Write', file_path=path, content=LINE), **where}).stopped


_PAST = 'git commit --no-verify -m x'


@pytest.mark.parametrize(
    'event',
    [
        pytest.param(_claude('Bash', command=_PAST), id='claude'),
        pytest.param(
            {
                **SESSIONS['vscode'],
                'hookEventName': 'PreToolUse',
                'tool_name': 'run_in_terminal',
                'tool_input': {'command': _PAST},
            },
            id='vscode',
        ),
        pytest.param({**SESSIONS['cursor'], 'hook_event_name': 'beforeShellExecution', 'command': _PAST}, id='cursor'),
    ],
)
def test_going_past_the_hooks_is_put_before_the_person(tell: Any, event: dict[str, Any]) -> None:
    told = json.loads(tell(event).out)
    told = told.get('hookSpecificOutput', told)
    assert told.get('hookEventName') in ('PreToolUse', None)
    assert told.get('permissionDecision', told.get('permission')) == 'ask'
    assert '`--no-verify` keeps the hooks from running' in told.get(
        'permissionDecisionReason', told.get('user_message')
    )


@pytest.mark.parametrize(
    'event',
    [
        # these take an answer that they do not know for a yes
        pytest.param(_codex('Bash', command=_PAST), id='codex'),
        pytest.param(_codex('Bash', 'PermissionRequest', command=_PAST), id='codex-permission'),
        pytest.param({**_claude('Bash', command=_PAST), 'cursor_version': '3.9'}, id='cursor-as-claude'),
        pytest.param(
            {
                **SESSIONS['cursor'],
                'hook_event_name': 'preToolUse',
                'tool_name': 'Shell',
                'tool_input': {'command': _PAST},
            },
            id='cursor-tool',
        ),
        pytest.param(
            {**SESSIONS['gemini'], 'hook_event_name': 'BeforeTool', 'tool_name': 'x', 'tool_input': {'command': _PAST}},
            id='gemini',
        ),
        pytest.param({**SESSIONS['copilot'], 'toolName': 'bash', 'toolArgs': {'command': _PAST}}, id='copilot'),
        pytest.param(
            {'agent_action_name': 'pre_run_command', 'tool_info': {'command_line': _PAST, 'cwd': '.'}}, id='windsurf'
        ),
    ],
)
def test_going_past_the_hooks_is_stopped_where_nobody_is_asked(tell: Any, event: dict[str, Any]) -> None:
    answer = tell(event)
    assert answer.stopped
    assert '`--no-verify` keeps the hooks from running' in answer.err + answer.out


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


def test_what_cannot_be_looked_into_stops_the_agent_unless_a_key_does(tell: Any) -> None:
    torn = 'PK\x03\x04 torn'
    answer = tell(_claude('Write', file_path='a.zip', content=torn))
    assert (answer.code, 'could not look' in answer.err) == (2, True)
    answer = tell(_claude('MultiEdit', file_path='a.zip', edits=[{'new_string': torn}, {'new_string': LINE}]))
    assert (answer.code, 'holds 1 key' in answer.err) == (2, True)


def test_without_git_no_file_is_ignored(tell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / '.git').mkdir()
    (tmp_path / '.gitignore').write_text('.env\n')
    monkeypatch.setenv('PATH', str(tmp_path))
    answer = tell({**_claude('Write', file_path='.env', content=LINE), 'cwd': str(tmp_path)})
    assert (answer.code, 'holds 1 key' in answer.err) == (2, True)


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
