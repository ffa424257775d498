"""The hooks as users meet them: installed by the released pre-commit, called by git."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from specimens import (
    CALL,
    CLEAN,
    DETECTOR,
    KEY,
    KEYGUARD,
    KINDS,
    OTHER_KEY,
    accept_line,
    assert_blocked,
    assert_masked,
    shell,
    specimen,
)

from keyguard.excerpt import shown
from testing.repository import Repository, Result

ROOT = Path(__file__).parents[2]
PRE_COMMIT = (sys.executable, '-m', 'pre_commit')
PLACE = 'app.py:3:26'


@pytest.fixture
def configured(pre_commit, tmp_path: Path) -> Repository:
    """A repository with the hooks configured; the tests call ``pre-commit run``."""
    return pre_commit.configured(tmp_path / 'guarded')


@pytest.fixture
def guarded(pre_commit, tmp_path: Path) -> Repository:
    """A repository in which git calls the hooks."""
    return pre_commit.configured(tmp_path / 'guarded', *_install('pre-commit', 'commit-msg'))


def _install(*types: str) -> tuple[str, ...]:
    return (*PRE_COMMIT, 'install', *(f'--hook-type={type}' for type in types))


def install(repository: Repository, *types: str) -> None:
    result = repository.run(*_install(*types))
    assert result.code == 0, result


def attempt(repository: Repository, *arguments: str, message: str = 'A change') -> tuple[Result, bool]:
    """``git commit``: how it ended, and whether there is a new commit."""
    before = repository.head()
    result = repository.commit(message, *arguments)
    return result, repository.head() != before


def assert_refused(repository: Repository, *places: str, arguments: tuple[str, ...] = ()) -> Result:
    """The commit is blocked for these places and there is no new commit."""
    result, moved = attempt(repository, *arguments)
    assert_blocked(result, *places)
    assert not moved
    return result


def assert_committed(repository: Repository, *arguments: str) -> Result:
    """The commit passes, keyguard ran, and the new commit is there."""
    result, moved = attempt(repository, *arguments)
    assert result.code == 0, result
    assert moved
    assert 'keyguard' in result.text
    return result


# --- the main path


def test_staged_key_fails_the_run_and_its_fix_passes(configured: Repository) -> None:
    configured.write('app.py', CALL)
    configured.stage()
    result = configured.run(*PRE_COMMIT, 'run')
    assert_blocked(result, PLACE)
    assert re.search(r'^keyguard\.+Failed$', result.text, re.M)
    assert '- exit code: 1' in result.text
    configured.write('app.py', CLEAN)
    configured.stage()
    result = configured.run(*PRE_COMMIT, 'run')
    assert result.code == 0, result
    assert re.search(r'^keyguard\.+Passed$', result.text, re.M)


def test_commit_is_refused_until_the_file_reads_the_environment(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    result = assert_refused(guarded, PLACE)
    assert f'sk-proj-…{KEY[-4:]} ({len(KEY)} characters)' in result.text
    guarded.write(
        'app.py', 'import os\n\nfrom openai import OpenAI\n\nclient = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n'
    )
    guarded.stage()
    assert_committed(guarded)


def test_line_that_the_message_proposes_passes(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    result = assert_refused(guarded, PLACE)
    lines = result.text.splitlines()
    proposal = lines[next(at for at, line in enumerate(lines) if line.rstrip().endswith('becomes:')) + 1].strip()
    before = CALL.splitlines()
    guarded.write('app.py', '\n'.join([*before[:2], proposal]) + '\n')
    assert guarded.read('app.py') == CLEAN.encode()
    guarded.stage()
    assert_committed(guarded)


@pytest.mark.skipif(os.name == 'nt', reason='the variables are read by a shell')
def test_fix_writes_what_passes_and_the_program_runs_with_the_key(guarded: Repository, tmp_path: Path) -> None:
    """The way of a new user: blocked, fixed, committed, running."""
    guarded.write('app.py', CALL + 'print(client.api_key)\n')
    guarded.write('run.sh', f'printf %s "{KEY}"\n')
    guarded.stage()
    assert_refused(guarded, PLACE, 'run.sh:1:12')
    result = guarded.run(sys.executable, '-m', 'keyguard', 'fix', '--write', variables={'PYTHONPATH': str(ROOT)})
    assert result.code == 0, result
    assert_masked(result.text)
    add = next(line for line in result.text.splitlines() if line.strip().startswith('git add'))
    load = next(line for line in result.text.splitlines() if line.strip().startswith('set -a'))
    assert guarded.run('sh', '-c', add).code == 0
    assert_committed(guarded)
    assert KEY not in guarded.git('log', '--patch', '--all')
    assert guarded.git('status', '--porcelain') == ''
    (tmp_path / 'stub').mkdir()
    (tmp_path / 'stub' / 'openai.py').write_text(
        'import os\n\n\nclass OpenAI:\n    def __init__(self, api_key=None):\n'
        '        self.api_key = api_key or os.environ["OPENAI_API_KEY"]\n'
    )
    script = f'{load} && {sys.executable} app.py && sh run.sh'
    program = guarded.run('sh', '-c', script, variables={'PYTHONPATH': str(tmp_path / 'stub')})
    assert program.stdout == f'{KEY}\n{KEY}', program.stderr


def test_unstaging_the_file_is_enough(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.write('other.py', CLEAN)
    guarded.stage()
    assert_refused(guarded, PLACE)
    guarded.git('rm', '--quiet', '--cached', 'app.py')
    assert_committed(guarded)
    assert guarded.read('app.py') == CALL.encode()


def test_clean_commit_is_silent(guarded: Repository) -> None:
    guarded.write('app.py', CLEAN)
    guarded.stage()
    result = assert_committed(guarded)
    assert 'keyguard:' not in result.text


def test_all_files_looks_at_the_work_tree_of_what_git_tracks(configured: Repository) -> None:
    configured.write('old.py', CALL)
    configured.record()
    configured.write('untracked.py', CALL)
    result = configured.run(*PRE_COMMIT, 'run', '--all-files')
    assert_blocked(result, 'old.py:3:26')
    assert 'untracked.py' not in result.text
    configured.write('old.py', CLEAN)
    assert configured.run(*PRE_COMMIT, 'run', '--all-files').code == 0


def test_try_repo_blocks_without_any_configuration(pre_commit, tmp_path: Path) -> None:
    repository = Repository(tmp_path / 'fresh', pre_commit.environment)
    repository.write('app.py', CALL)
    repository.stage()
    result = repository.run(*PRE_COMMIT, 'try-repo', str(pre_commit.folder), 'keyguard', timeout=300)
    assert_blocked(result, PLACE)


def test_manual_stage_is_there(configured: Repository) -> None:
    configured.write('app.py', CALL)
    configured.stage()
    assert_blocked(configured.run(*PRE_COMMIT, 'run', '--hook-stage', 'manual'), PLACE)


def test_hook_changes_no_file(configured: Repository) -> None:
    configured.write('app.py', CALL)
    configured.stage()
    before = configured.git('status', '--porcelain=v2', '--untracked-files=all', '--ignored')
    configured.run(*PRE_COMMIT, 'run')
    assert configured.git('status', '--porcelain=v2', '--untracked-files=all', '--ignored') == before
    assert configured.read('app.py') == CALL.encode()


# --- every kind of key of the catalogue

# the report names fifty places at most
CHUNKS = [KINDS[at : at + 20] for at in range(0, len(KINDS), 20)]


@pytest.mark.parametrize('chunk', CHUNKS, ids=lambda chunk: f'{chunk[0][1].id}-to-{chunk[-1][1].id}')
def test_keys_of_every_kind_are_blocked_by_name(guarded: Repository, chunk: list) -> None:
    places = {}
    for number, (provider, detector) in enumerate(chunk):
        # a neutral name: the provider's would help to find its key
        key, text, line, column = specimen(provider, detector)
        guarded.write(f'{number:02}.txt', text)
        places[f'{number:02}.txt:{line}:{column}'] = (detector, key)
    guarded.stage()
    result, moved = attempt(guarded)
    assert not moved
    for place, (detector, key) in places.items():
        assert_blocked(result, place, detector=detector, key=key)


# --- accepted


@pytest.mark.parametrize(
    ('comment', 'passes'),
    [
        pytest.param('# keyguard: allow[openai-project-key] made for a test', True, id='its-detector'),
        pytest.param('# keyguard: allow[openai] made for a test', True, id='its-provider'),
        pytest.param('# keyguard: allow', True, id='any-detector'),
        pytest.param('# pragma: allowlist secret', True, id='comment-for-detect-secrets'),
        pytest.param('# keyguard: allow[openai-admin-key] made for a test', False, id='another-detector'),
        pytest.param('# keyguard: allowed', False, id='another-word'),
        pytest.param('# keyguard: allow-next-line', False, id='meant-for-the-next-line'),
    ],
)
def test_comment_on_the_keys_line(guarded: Repository, comment: str, passes: bool) -> None:
    guarded.write('app.py', CALL.rstrip('\n') + f'  {comment}\n')
    guarded.stage()
    if passes:
        assert_committed(guarded)
    else:
        assert_refused(guarded, PLACE)


def test_comment_that_the_message_proposes_passes(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    result = assert_refused(guarded, PLACE)
    comment = result.text.partition('or on its line:')[2].splitlines()[0].strip()
    assert 'openai-project-key' in comment
    guarded.write('app.py', CALL.rstrip('\n') + f'  {comment}\n')
    guarded.stage()
    assert_committed(guarded)


def accept(repository: Repository, result: Result, *more: str) -> None:
    """Run the very command that the hook printed, with more words behind it, and stage what it wrote."""
    done = repository.run(*shell(' '.join([accept_line(result), *more])))
    assert done.code == 0, done
    assert_masked(done.text)
    assert_masked(repository.read('.keyguard.baseline.json').decode())
    repository.stage('.keyguard.baseline.json')


def test_finding_accepted_by_the_printed_command_passes_wherever_it_moves(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    accept(guarded, assert_refused(guarded, PLACE))
    assert_committed(guarded)
    guarded.write('moved/other.txt', f'\r\n\r\nOPENAI_API_KEY={KEY}\r\n')
    guarded.stage()
    assert_committed(guarded)
    guarded.write('new.py', CALL.replace(KEY, OTHER_KEY))
    guarded.stage()
    assert_blocked(attempt(guarded)[0], 'new.py:3:26', key=OTHER_KEY)


def test_finding_accepted_by_its_place_passes(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    line = re.sub(r'kg1:[0-9a-f]{32}', 'app.py:3', accept_line(assert_refused(guarded, PLACE)))
    done = guarded.run(*shell(line))
    assert done.code == 0, done
    guarded.stage()
    assert_committed(guarded)


@pytest.mark.parametrize(
    ('more', 'note'),
    [
        pytest.param(('--verdict', 'real'), 'real key: made for a test', id='known-as-real'),
        pytest.param(('--verdict', 'test-key', '--until', '2999-01-01'), '', id='before-its-date'),
        pytest.param(('--verdict', 'revoked'), '', id='revoked'),
    ],
)
def test_baseline_entry_blocks_again_when_it_says_so(guarded: Repository, more: tuple[str, ...], note: str) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    accept(guarded, assert_refused(guarded, PLACE), *more)
    if note:
        assert note in assert_refused(guarded, PLACE).text
    else:
        assert_committed(guarded)


def test_baseline_entry_past_its_date_blocks_again(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    accept(guarded, assert_refused(guarded, PLACE), '--until', '2999-01-01')
    written = guarded.read('.keyguard.baseline.json').decode()
    guarded.write('.keyguard.baseline.json', written.replace('2999-01-01', '2020-02-29'))
    guarded.stage()
    assert 'accepted until 2020-02-29' in assert_refused(guarded, PLACE).text


def test_baseline_entry_of_another_detector_accepts_nothing(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    accept(guarded, assert_refused(guarded, PLACE))
    written = guarded.read('.keyguard.baseline.json').decode()
    guarded.write('.keyguard.baseline.json', written.replace('openai-project-key', 'openai-admin-key'))
    guarded.stage()
    assert_refused(guarded, PLACE)


def test_hook_can_be_skipped_by_its_id(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    guarded.environment['SKIP'] = 'keyguard'
    assert attempt(guarded)[1]


# --- what is staged, and what is not


def test_key_that_is_not_staged_does_not_block_and_stays(guarded: Repository) -> None:
    guarded.write('app.py', CLEAN)
    guarded.stage()
    guarded.write('app.py', CALL)
    assert_committed(guarded)
    assert guarded.read('app.py') == CALL.encode()
    assert guarded.git('show', 'HEAD:app.py') == CLEAN


def test_key_that_is_staged_blocks_though_the_work_tree_is_clean_again(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.stage()
    guarded.write('app.py', CLEAN)
    assert_refused(guarded, PLACE)
    assert guarded.read('app.py') == CLEAN.encode()


def test_untracked_key_does_not_block(guarded: Repository) -> None:
    guarded.write('app.py', CLEAN)
    guarded.stage()
    guarded.write('secret.py', CALL)
    assert_committed(guarded)


def test_renamed_file_is_looked_at_under_its_new_name(guarded: Repository) -> None:
    guarded.write('old.py', CALL)
    guarded.record()
    guarded.git('mv', 'old.py', 'new.py')
    assert_refused(guarded, 'new.py:3:26')


@pytest.mark.parametrize('beside', [False, True], ids=['alone', 'beside-a-clean-change'])
def test_deleting_the_file_with_the_key_passes(guarded: Repository, beside: bool) -> None:
    guarded.write('app.py', CALL)
    guarded.record()
    guarded.git('rm', '--quiet', 'app.py')
    if beside:
        guarded.write('other.py', CLEAN)
        guarded.stage()
    assert_committed(guarded)


def test_empty_commit_passes(guarded: Repository) -> None:
    assert_committed(guarded, '--allow-empty')


def test_empty_file_passes(guarded: Repository) -> None:
    guarded.write('empty', b'')
    guarded.stage()
    assert_committed(guarded)


@pytest.mark.parametrize(
    ('content', 'line', 'column'),
    [
        pytest.param(bytes(range(256)) * 8 + b'\nOPENAI=' + KEY.encode() + b'\0\xff', 10, 8, id='binary'),
        pytest.param(b'\xff\xfe' + f'A=1\r\nOPENAI_API_KEY={KEY}\r\n'.encode('utf-16-le'), 2, 16, id='utf-16-le'),
        pytest.param(b'\xfe\xff' + f'A=1\r\nOPENAI_API_KEY={KEY}\r\n'.encode('utf-16-be'), 2, 16, id='utf-16-be'),
        pytest.param(f'A=1\nOPENAI_API_KEY={KEY}\n'.encode('utf-16-le'), 2, 16, id='utf-16-le-without-bom'),
        pytest.param(f'A=1\nOPENAI_API_KEY={KEY}\n'.encode('utf-16-be'), 2, 16, id='utf-16-be-without-bom'),
        pytest.param(f'# ü 日本\nK="ü{KEY}"\n'.encode(), 2, 5, id='utf-8'),
        pytest.param(b'\xef\xbb\xbf' + KEY.encode(), 1, 1, id='utf-8-with-bom'),
        pytest.param(b'# \xfc\xe9\nK="' + KEY.encode() + b'"\n', 2, 4, id='latin-1'),
        pytest.param(b'A=1\r\nK=' + KEY.encode() + b'\r\n', 2, 3, id='crlf'),
        pytest.param(KEY.encode(), 1, 1, id='nothing-but-the-key'),
    ],
)
@pytest.mark.parametrize('name', ['.env.local', 'data.bin'])
def test_key_in_any_encoding_is_blocked_at_its_place(
    configured: Repository, name: str, content: bytes, line: int, column: int
) -> None:
    configured.write(name, content)
    configured.stage()
    result = configured.run(*PRE_COMMIT, 'run')
    assert result.code == 1, result
    assert re.search(rf'^ *{re.escape(name)}:{line}:{column}  ', result.text, re.M), result
    assert DETECTOR.title in result.text
    assert_masked(result.text)


ONLY_POSIX = pytest.mark.skipif(sys.platform == 'win32', reason='Windows has no such file names')
# bytes that are no UTF-8 stop pre-commit itself before it calls a hook; hook_files_test.py has such a name
NAMES = [
    pytest.param('-x.py', id='dash'),
    pytest.param('--', id='two-dashes'),
    pytest.param('--config', id='called-as-an-option'),
    pytest.param('--baseline=x.json', id='called-as-an-option-with-a-value'),
    pytest.param('--help', id='called-help'),
    pytest.param('--version', id='called-version'),
    pytest.param('two words.py', id='space'),
    pytest.param('new\nline.py', id='newline', marks=ONLY_POSIX),
    pytest.param('\x1b[31mred.py', id='escape', marks=ONLY_POSIX),
    pytest.param('it\'s "so".py', id='quotes', marks=ONLY_POSIX),
    pytest.param('$(exit 7);`exit 7`.py', id='shell', marks=ONLY_POSIX),
    pytest.param('日本/ü.py', id='not-ascii'),
]


@pytest.mark.parametrize('name', NAMES)
def test_file_with_an_odd_name_is_blocked_or_passes_as_any_other(guarded: Repository, name: str) -> None:
    guarded.write(name, CLEAN)
    guarded.stage()
    assert_committed(guarded)
    guarded.write(name, CALL)
    guarded.stage()
    result = assert_refused(guarded, shown(os.fsencode(name)) + ':3:26')
    assert '\x1b' not in result.text


@pytest.mark.parametrize('name', ['-x.py', '--config', '--no-such-option'])
def test_odd_name_hides_no_key_in_another_file(guarded: Repository, name: str) -> None:
    guarded.write(name, CLEAN)
    guarded.write('app.py', CALL)
    guarded.write('.keyguard.yaml', 'min_confidence: low\n')
    guarded.stage()
    assert_refused(guarded, PLACE)


# --- the ways to commit


def _worktree(repository: Repository) -> None:
    folder = repository.folder.with_name('linked')
    repository.git('worktree', 'add', '--quiet', str(folder), '-b', 'side')
    repository.folder = folder


@pytest.mark.parametrize(
    ('arguments', 'staged'),
    [
        pytest.param((), True, id='staged'),
        pytest.param(('--all',), False, id='all'),
        pytest.param(('--', 'app.py'), False, id='path'),
        pytest.param(('--amend',), True, id='amend'),
    ],
)
@pytest.mark.parametrize('linked', [False, True], ids=['main-work-tree', 'linked-work-tree'])
def test_every_way_to_commit_is_guarded(
    guarded: Repository, arguments: tuple[str, ...], staged: bool, linked: bool
) -> None:
    guarded.write('app.py', CLEAN)
    guarded.record()
    if linked:
        _worktree(guarded)
    for text, refused in ((CALL, True), (CLEAN + '\n', False)):
        guarded.write('app.py', text)
        if staged:
            guarded.stage()
        if refused:
            assert_refused(guarded, PLACE, arguments=arguments)
        else:
            assert_committed(guarded, *arguments)


def test_commit_from_a_subfolder_is_guarded(guarded: Repository) -> None:
    guarded.write('app.py', CALL)
    guarded.write('sub/other.py', CLEAN)
    guarded.stage()
    before = guarded.head()
    result = guarded.run('git', '-C', 'sub', 'commit', '--message', 'A change')
    assert_blocked(result, PLACE)
    assert guarded.head() == before


def _conflict(repository: Repository) -> None:
    """Leave a merge behind that stops with a conflict in app.py."""
    repository.write('app.py', 'MODEL = "a"\n')
    repository.record()
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.write('app.py', 'MODEL = "b"\n')
    repository.record()
    repository.git('checkout', '--quiet', 'main')
    repository.write('app.py', 'MODEL = "c"\n')
    repository.record()
    assert repository.run('git', 'merge', 'side').code == 1


@pytest.mark.parametrize('key', [False, True], ids=['clean', 'with-a-key'])
def test_merge_is_judged_by_its_resolution(guarded: Repository, key: bool) -> None:
    _conflict(guarded)
    guarded.write('app.py', CALL if key else CLEAN)
    guarded.stage('app.py')
    if key:
        assert_refused(guarded, PLACE)
    else:
        assert_committed(guarded)
        assert len(guarded.git('rev-list', '--parents', '-1', 'HEAD').split()) == 3


def test_merge_without_conflict_is_guarded_by_its_own_stage(configured: Repository) -> None:
    configured.git('checkout', '--quiet', '-b', 'side')
    configured.write('app.py', CALL)
    configured.record()
    configured.git('checkout', '--quiet', 'main')
    configured.write('other.py', CLEAN)
    before = configured.record()
    install(configured, 'pre-merge-commit')
    result = configured.run('git', 'merge', '--no-edit', 'side')
    assert_blocked(result, PLACE)
    assert configured.head() == before


# --- the message


def test_key_in_the_message_refuses_the_commit(guarded: Repository) -> None:
    guarded.write('app.py', CLEAN)
    guarded.stage()
    result, moved = attempt(guarded, message=f'Use the new key\n\nOPENAI_API_KEY={KEY}\n')
    assert result.code == 1, result
    assert not moved
    assert 'a key in its message' in result.text
    assert 'COMMIT_EDITMSG:3:16  OpenAI project key' in result.text
    assert_masked(result.text)
    # without an editor git keeps what looks like a comment
    assert not attempt(guarded, message=f'Use it\n\n# {KEY}\n')[1]
    assert attempt(guarded, message='Use the new key')[1]


def test_finding_in_a_message_can_be_accepted_by_the_printed_command(guarded: Repository) -> None:
    result, _ = attempt(guarded, '--allow-empty', message=f'Quote {KEY}')
    done = guarded.run(*shell(accept_line(result)))
    assert done.code == 0, done
    assert attempt(guarded, '--allow-empty', message=f'Quote {KEY}')[1]


def test_key_below_the_scissors_is_not_a_part_of_the_message(guarded: Repository, tmp_path: Path) -> None:
    guarded.write('app.py', CALL)
    guarded.record()
    guarded.write('app.py', CLEAN)
    guarded.stage()
    editor = tmp_path / 'editor.py'
    editor.write_text(
        'import sys\nfile = open(sys.argv[1], "r+")\ntext = file.read()\n'
        'file.seek(0)\nfile.write("Take it out\\n" + text)\n'
        f'assert {KEY[8:]!r} in text\n'
    )
    before = guarded.head()
    command = f'"{sys.executable}" "{editor}"'.replace('\\', '/')
    result = guarded.run('git', 'commit', '--verbose', variables={'GIT_EDITOR': command})
    assert result.code == 0, result
    assert guarded.head() != before


# --- more names than fit into one command line


def test_key_in_any_part_of_a_long_list_is_found(configured: Repository) -> None:
    names = [f'{"a" * 80}/{number:04}-{"b" * 80}.py' for number in range(3000)]
    for name in names:
        configured.write(name, CLEAN)
    configured.record()
    result = configured.run(*PRE_COMMIT, 'run', '--all-files', '--verbose')
    assert result.code == 0, result
    counts = [int(count.replace(',', '')) for count in re.findall(r'no key in ([\d,]+) files', result.text)]
    assert len(counts) > 1, 'the list was not split'
    assert sum(counts) == len(names) + 1
    for at in (0, 1500, 2999):
        configured.write(names[at], CALL)
        result = configured.run(*PRE_COMMIT, 'run', '--all-files')
        assert_blocked(result, f'{names[at]}:3:26')
        configured.write(names[at], CLEAN)


# --- pushes


def with_remote(repository: Repository, tmp_path: Path) -> Repository:
    """The repository with a bare remote that has its commits."""
    repository.run('git', 'init', '--quiet', '--bare', tmp_path / 'remote.git')
    repository.git('remote', 'add', 'origin', tmp_path / 'remote.git')
    repository.git('push', '--quiet', '--no-verify', 'origin', 'main')
    return repository


def with_key_that_went(repository: Repository) -> None:
    """Two commits past the hooks: the key comes, and goes."""
    repository.write('app.py', CALL)
    repository.record('came')
    repository.write('app.py', CLEAN)
    repository.record('went')


def test_push_of_a_key_that_came_and_went_is_refused(configured: Repository, tmp_path: Path) -> None:
    with_remote(configured, tmp_path)
    install(configured, 'pre-push')
    configured.git('checkout', '--quiet', '-b', 'clean')
    configured.record('nothing')
    configured.git('checkout', '--quiet', 'main')
    with_key_that_went(configured)
    before = configured.git('ls-remote', 'origin')
    for arguments in (('main',), ('clean', 'main'), ('HEAD:refs/heads/new',), ('--all',)):
        result = configured.run('git', 'push', 'origin', *arguments)
        assert result.code, arguments
        assert 'keyguard: push blocked, 1 key in 1 file, not pushed' in result.text
        assert 'app.py:3:26  (in commit ' in result.text
        assert_masked(result.text)
    assert configured.git('ls-remote', 'origin') == before
    # by hand, where nobody tells what would be pushed
    result = configured.run(*PRE_COMMIT, 'run', '--hook-stage', 'pre-push', 'keyguard-push')
    assert result.code
    assert 'keyguard: push blocked' in result.text


def test_hook_of_its_own_is_run_beside_and_sees_a_tag_alone(configured: Repository, tmp_path: Path) -> None:
    """pre-commit runs no hook for a tag of a commit that the remote has."""
    with_remote(configured, tmp_path)
    install(configured, 'pre-push')
    keyguard = KEYGUARD.as_posix()
    configured.write('.git/hooks/pre-push.legacy', f'#!/bin/sh\nexec "{keyguard}" audit --quiet --push "$@"\n')
    (configured.folder / '.git' / 'hooks' / 'pre-push.legacy').chmod(0o755)
    configured.git('tag', '--annotate', '--message', f'for {KEY}', 'v1')
    result = configured.run('git', 'push', 'origin', 'v1')
    assert result.code
    assert 'tag v1:1:5' in result.text
    assert_masked(result.text)
    assert 'v1' not in configured.git('ls-remote', 'origin')


def test_first_push_of_everything_is_looked_at(configured: Repository, tmp_path: Path) -> None:
    with_key_that_went(configured)
    configured.run('git', 'init', '--quiet', '--bare', tmp_path / 'remote.git')
    configured.git('remote', 'add', 'origin', tmp_path / 'remote.git')
    install(configured, 'pre-push')
    result = configured.run('git', 'push', 'origin', 'main')
    assert result.code
    assert 'keyguard: push blocked' in result.text
    assert not configured.git('ls-remote', 'origin')


def test_clean_push_passes(configured: Repository, tmp_path: Path) -> None:
    with_remote(configured, tmp_path)
    install(configured, 'pre-push')
    configured.write('app.py', CLEAN)
    head = configured.record('clean')
    result = configured.run('git', 'push', 'origin', 'main')
    assert result.code == 0, result
    assert re.search(r'^keyguard \(push\)\.+Passed$', result.text, re.M)
    assert head in configured.git('ls-remote', 'origin')


def test_whole_tree_by_hand(configured: Repository) -> None:
    configured.write('app.py', CALL)
    configured.record('a key')
    configured.write('other.py', CLEAN)
    configured.record('no key')
    result = configured.run(*PRE_COMMIT, 'run', '--hook-stage', 'manual', 'keyguard-audit')
    assert result.code
    assert 'app.py:3:26' in result.text
