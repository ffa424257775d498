"""The same hooks under prek, which reads pre-commit's files and installs and calls in its own way."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from specimens import CALL, CLEAN, KEY, accept_line, assert_blocked, assert_masked, shell

from keyguard.excerpt import shown
from testing.repository import Repository, Result

pytest.importorskip('prek', reason='prek has no wheel for this system')

PREK = (sys.executable, '-m', 'prek')
PLACE = 'app.py:3:26'


@pytest.fixture
def configured(prek, tmp_path: Path) -> Repository:
    """A repository with the hooks configured."""
    return prek.configured(tmp_path / 'guarded')


@pytest.fixture
def guarded(prek, tmp_path: Path) -> Repository:
    """A repository in which git calls the hooks."""
    return prek.configured(tmp_path / 'guarded', *PREK, 'install', '--hook-type=pre-commit', '--hook-type=commit-msg')


def attempt(repository: Repository, message: str = 'A change', *arguments: str) -> tuple[Result, bool]:
    before = repository.head()
    result = repository.commit(message, *arguments)
    return result, repository.head() != before


def test_staged_key_fails_the_run_and_its_fix_passes(configured: Repository) -> None:
    configured.write('app.py', CALL)
    configured.stage()
    result = configured.run(*PREK, 'run')
    assert_blocked(result, PLACE)
    configured.write('app.py', CLEAN)
    configured.stage()
    result = configured.run(*PREK, 'run')
    assert result.code == 0, result
    assert re.search(r'^keyguard\.+Passed$', result.text, re.M)


def test_commit_is_refused_until_the_key_is_out(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    result, moved = attempt(guarded)
    assert_blocked(result, PLACE)
    assert not moved
    guarded.write('app.py', CLEAN)
    guarded.stage()
    assert attempt(guarded)[1]


def test_finding_accepted_by_comment_passes(guarded: Repository) -> None:
    guarded.write('app.py', CALL.rstrip('\n') + '  # keyguard: allow[openai-project-key] made for a test\n')
    guarded.stage()
    assert attempt(guarded)[1]


@pytest.mark.parametrize(('more', 'passes'), [('', True), (' --verdict real', False)], ids=['accepted', 'real'])
def test_finding_is_judged_by_the_baseline_that_the_printed_command_writes(
    guarded: Repository, more: str, passes: bool
) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    done = guarded.run(*shell(accept_line(attempt(guarded)[0]) + more))
    assert done.code == 0, done
    guarded.stage('.keyguard.baseline.json')
    result, moved = attempt(guarded)
    assert moved is passes, result
    assert_masked(result.text)


def test_key_in_the_message_refuses_the_commit(guarded: Repository) -> None:
    result, moved = attempt(guarded, f'Use {KEY}', '--allow-empty')
    assert not moved
    assert 'COMMIT_EDITMSG:1:5  OpenAI project key' in result.text
    assert_masked(result.text)
    # without an editor git keeps what looks like a comment
    assert not attempt(guarded, f'Use it\n\n# {KEY}\n', '--allow-empty')[1]
    assert attempt(guarded, 'Use it', '--allow-empty')[1]


def test_only_what_is_staged_counts(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    guarded.write('app.py', CLEAN)
    result, moved = attempt(guarded)
    assert_blocked(result, PLACE)
    assert not moved
    guarded.stage()
    guarded.write('app.py', CALL)
    assert attempt(guarded)[1]
    assert guarded.read('app.py') == CALL.encode()


def test_commit_in_a_linked_work_tree_is_guarded(guarded: Repository) -> None:
    folder = guarded.folder.with_name('linked')
    guarded.git('worktree', 'add', '--quiet', str(folder), '-b', 'side')
    guarded.folder = folder
    guarded.write('app.py', CALL)
    guarded.stage()
    result, moved = attempt(guarded)
    assert_blocked(result, PLACE)
    assert not moved
    done = guarded.run(*shell(accept_line(result)))
    assert done.code == 0, done
    guarded.stage()
    assert attempt(guarded)[1]


def test_all_files_looks_at_what_git_tracks(configured: Repository) -> None:
    configured.write('old.py', CALL)
    configured.record()
    assert_blocked(configured.run(*PREK, 'run', '--all-files'), 'old.py:3:26')


@pytest.mark.parametrize('name', ['-x.py', '--config', '--help', 'two words.py', '日本.py', b'caf\xe9.py'])
def test_file_with_an_odd_name_is_blocked_or_passes_as_any_other(configured: Repository, name: str | bytes) -> None:
    configured.write(name, CLEAN)
    configured.stage()
    assert configured.run(*PREK, 'run').code == 0
    configured.write(name, CALL)
    configured.stage()
    assert_blocked(configured.run(*PREK, 'run'), shown(os.fsencode(name)) + ':3:26')


def test_push_of_a_key_that_came_and_went_is_refused(configured: Repository, tmp_path: Path) -> None:
    configured.run('git', 'init', '--quiet', '--bare', tmp_path / 'remote.git')
    configured.git('remote', 'add', 'origin', tmp_path / 'remote.git')
    configured.git('push', '--quiet', 'origin', 'main')
    assert configured.run(*PREK, 'install', '--hook-type', 'pre-push').code == 0
    configured.write('app.py', CALL)
    configured.record('came')
    configured.write('app.py', CLEAN)
    configured.record('went')
    result = configured.run('git', 'push', 'origin', 'main')
    assert result.code
    assert 'keyguard: push blocked, 1 key in 1 file, not pushed' in result.text
    assert_masked(result.text)
    assert configured.run('git', 'push', '--no-verify', 'origin', 'main').code == 0
    configured.write('app.py', CLEAN + 'print(client)\n')
    configured.record('clean')
    result = configured.run('git', 'push', 'origin', 'main')
    assert result.code == 0, result
