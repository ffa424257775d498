"""``keyguard-hook`` as a process: files that are no ordinary files, and runs that end in another way than well."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from specimens import (
    CALL,
    CLEAN,
    DETECTOR,
    EVERY_KIND,
    HOOK,
    KEY,
    KEYGUARD,
    KINDS,
    OTHER_KEY,
    assert_blocked,
    assert_masked,
    specimen,
)

from keyguard.hook import main
from keyguard.kinds import Detector, Provider
from keyguard.samples import sample
from testing.repository import Repository, Result

POSIX = pytest.mark.skipif(sys.platform == 'win32', reason='Windows has no such files or signals')
LINUX = pytest.mark.skipif(sys.platform != 'linux', reason='the limits and folders of Linux are used')
PLACE = 'app.py:3:26'


def hook(repository: Repository, *arguments: str | bytes | Path) -> Result:
    return repository.run(HOOK, *arguments)


# --- every kind of key of the catalogue


@EVERY_KIND
def test_key_of_every_kind_is_blocked_and_its_acceptance_passes(
    inside: Repository, capfdbinary: pytest.CaptureFixture[bytes], provider: Provider, detector: Detector
) -> None:
    """In this process: a process of its own has each kind in ``pre_commit_test.py``."""

    def hook(*arguments: str) -> Result:
        return Result(subprocess.CompletedProcess(arguments, main(arguments), *capfdbinary.readouterr()))

    key, text, line, column = specimen(provider, detector)
    inside.write('notes.txt', text)
    assert_blocked(hook('notes.txt'), f'notes.txt:{line}:{column}', detector=detector, key=key)
    inside.write('notes.txt', specimen(provider, detector, comment=True)[1])
    result = hook('--show-accepted', 'notes.txt')
    assert result.code == 0, result
    assert detector.title in result.stdout
    assert 'made for a test' in result.stdout
    assert_masked(result.text, key, detector.prefix_of(key.encode()).decode())


def test_no_inline_ignores_every_comment(repository: Repository) -> None:
    repository.write('app.py', CALL.rstrip('\n') + '  # keyguard: allow[openai-project-key] made for a test\n')
    assert hook(repository, 'app.py').code == 0
    assert_blocked(hook(repository, '--no-inline', 'app.py'), PLACE)


# --- exit codes of ordinary runs


def test_clean_files_are_counted(repository: Repository) -> None:
    repository.write('a.py', CLEAN)
    repository.write('b.py', CLEAN)
    result = hook(repository, 'a.py', 'b.py')
    assert (result.code, result.stderr) == (0, '')
    assert result.stdout == f'keyguard: no key in 2 files, {2 * len(CLEAN)} bytes\n'


@pytest.mark.parametrize('arguments', [(), ('--',), ('--quiet',)], ids=['none', 'dashes', 'option'])
def test_no_file_is_clean(repository: Repository, arguments: tuple[str, ...]) -> None:
    result = hook(repository, *arguments)
    assert (result.code, result.text) == (0, '')


def test_quiet_is_silent_about_a_clean_commit_only(repository: Repository) -> None:
    repository.write('a.py', CLEAN)
    assert hook(repository, '--quiet', 'a.py').text == ''
    repository.write('app.py', CALL)
    assert_blocked(hook(repository, '--quiet', 'a.py', 'app.py'), PLACE)


@pytest.mark.parametrize('position', [0, 1, 2])
def test_key_is_found_wherever_its_file_stands_in_the_list(repository: Repository, position: int) -> None:
    for name in ('a.py', 'b.py', 'c.py'):
        repository.write(name, CLEAN)
    name = ('a.py', 'b.py', 'c.py')[position]
    repository.write(name, CALL)
    result = hook(repository, 'a.py', 'b.py', 'c.py')
    assert_blocked(result, f'{name}:3:26')
    assert 'examined 3 files' in result.stdout


def test_every_key_of_a_file_is_named(repository: Repository) -> None:
    repository.write('app.py', CALL + f'other = "{OTHER_KEY}"\n')
    result = hook(repository, 'app.py')
    assert_blocked(result, PLACE, 'app.py:4:10')
    assert '2 keys in 1 file' in result.stdout
    assert_masked(result.text, OTHER_KEY)


def test_two_keys_on_one_line_do_not_show_each_other(repository: Repository) -> None:
    repository.write('app.py', f'keys = ["{KEY}", "{OTHER_KEY}"]\n')
    result = hook(repository, 'app.py')
    assert_blocked(result, 'app.py:1:10', f'app.py:1:{14 + len(KEY)}')
    assert_masked(result.text, OTHER_KEY)


def test_key_in_a_file_name_is_blocked_and_masked(repository: Repository) -> None:
    name = f'{KEY}.txt'
    repository.write(name, 'nothing here\n')
    result = hook(repository, name)
    assert result.code == 1, result
    assert '(in the file name)' in result.stdout
    assert_masked(result.text)


@pytest.mark.skipif(sys.platform in ('darwin', 'win32'), reason='file names are Unicode on this system')
@pytest.mark.parametrize('locale', ['C.UTF-8', 'C', 'POSIX'])
def test_name_that_is_no_utf_8_is_read_and_shown_escaped(repository: Repository, locale: str) -> None:
    repository.environment['LC_ALL'] = locale
    repository.write(b'caf\xe9.py', CLEAN)
    assert hook(repository, b'caf\xe9.py').code == 0
    repository.write(b'caf\xe9.py', CALL)
    assert_blocked(hook(repository, b'caf\xe9.py'), 'caf\\xe9.py:3:26')


def test_escape_sequences_of_a_file_never_reach_the_terminal(repository: Repository) -> None:
    repository.write('app.py', f'\x1b[2J\x1b]0;owned\x07 key = "{KEY}"  # \x1b[8m \u202e\n')
    result = hook(repository, '--color', 'never', 'app.py')
    assert result.code == 1, result
    assert not re.search('[\x00-\x09\x0b-\x1f\x7f\u202e]', result.text)
    assert '\\x1b[2J' in result.stdout


def test_more_places_than_a_screen_holds_are_counted(repository: Repository) -> None:
    keys = [sample(DETECTOR, seed).decode() for seed in range(100, 160)]
    repository.write('app.py', ''.join(f'key = "{key}"\n' for key in keys))
    result = hook(repository, 'app.py')
    assert_blocked(result, 'app.py:1:8', 'app.py:25:8')
    assert '60 keys in 1 file' in result.stdout
    assert '35 more places' in result.stdout
    for key in keys:
        assert_masked(result.text, key)


def test_subfolder_names_files_from_the_root_and_uses_the_roots_baseline(repository: Repository) -> None:
    repository.write('sub/app.py', CALL)
    top, repository.folder = repository.folder, repository.folder / 'sub'
    result = hook(repository, 'app.py')
    assert_blocked(result, 'sub/app.py:3:26')
    repository.folder = top
    done = repository.run(KEYGUARD, 'baseline', 'accept', 'sub/app.py:3', '--reason', 'made for a test')
    assert done.code == 0, done
    repository.folder = top / 'sub'
    assert hook(repository, 'app.py').code == 0


def test_folder_outside_of_a_repository_is_guarded_too(repository: Repository, tmp_path: Path) -> None:
    repository.folder = tmp_path / 'plain'
    repository.folder.mkdir()
    repository.write('app.py', CALL)
    assert_blocked(hook(repository, 'app.py'), PLACE)


# --- a key in an unexpected place is masked there too


@pytest.mark.parametrize(
    'arguments',
    [
        pytest.param((HOOK, f'{KEY}.txt'), id='name-of-a-vanished-file'),
        pytest.param((HOOK, f'{KEY}/app.py'), id='name-of-a-vanished-folder'),
        pytest.param((HOOK, '--only', KEY, 'app.py'), id='only'),
        pytest.param((HOOK, '--config', KEY, 'app.py'), id='config'),
        pytest.param((HOOK, f'--{KEY}'), id='option'),
        pytest.param((HOOK, f'--key={KEY}'), id='value-of-an-unknown-option'),
        pytest.param((HOOK, '--min-confidence', KEY), id='confidence'),
        pytest.param((KEYGUARD, 'baseline', 'accept', KEY, '--reason', 'x'), id='accept'),
        pytest.param((KEYGUARD, 'baseline', 'accept', 'app.py:1', '--reason', 'x', '--until', KEY), id='until'),
        pytest.param((KEYGUARD, 'providers', KEY), id='provider'),
        pytest.param((KEYGUARD, KEY), id='command'),
        pytest.param((KEYGUARD, 'audit', KEY), id='audit-path'),
        pytest.param((KEYGUARD, 'audit', '--format', KEY), id='audit-format'),
        pytest.param((KEYGUARD, 'audit', '--message', KEY), id='audit-message'),
    ],
)
def test_key_given_as_an_argument_is_not_printed(repository: Repository, arguments: tuple[str | Path, ...]) -> None:
    repository.write('app.py', CLEAN)
    result = repository.run(*arguments)
    assert result.code in (1, 2, 3), result
    assert result.text
    assert_masked(result.text)


def test_key_in_a_folders_name_is_masked_beside_another_finding(repository: Repository) -> None:
    repository.write(f'{KEY}/app.py', f'key = "{OTHER_KEY}"\n')
    result = hook(repository, f'{KEY}/app.py')
    assert_blocked(result, f'sk-proj-…{KEY[-4:]}/app.py:1:8')
    assert_masked(result.text, OTHER_KEY)
    assert '2 keys in 1 file' in result.stdout


def test_key_in_a_comments_reason_is_not_printed(repository: Repository) -> None:
    repository.write('app.py', f'key = "{KEY}"  # keyguard: allow was {OTHER_KEY} before\n')
    result = hook(repository, '--show-accepted', 'app.py')
    assert_masked(result.text)
    assert_masked(result.text, OTHER_KEY)


def test_key_in_a_file_name_is_not_written_into_the_baseline(repository: Repository) -> None:
    repository.write(f'{KEY}.txt', 'nothing here\n')
    fingerprints = re.findall('kg1:[0-9a-f]{32}', hook(repository, f'{KEY}.txt').stdout)
    done = repository.run(KEYGUARD, 'baseline', 'accept', fingerprints[0], '--reason', 'made for a test')
    assert done.code == 0, done
    assert_masked(done.text + repository.read('.keyguard.baseline.json').decode())
    assert hook(repository, f'{KEY}.txt').code == 0


@pytest.mark.parametrize('name', ['-x.py', '--x', '--confi'])
def test_file_whose_name_begins_with_a_dash_needs_no_dashes_before_it(repository: Repository, name: str) -> None:
    """pre-commit puts no ``--`` before the names, and people set ``args`` of their own without one."""
    repository.write(name, CALL)
    repository.write('app.py', CALL)
    assert_blocked(hook(repository, '--quiet', name, 'app.py'), f'{name}:3:26', PLACE)


# --- files that are no files, or no longer


def _vanished(folder: Path) -> None:
    """It was staged, and deleted before the hook came to it."""


def _folder(folder: Path) -> None:
    (folder / 'odd').mkdir()


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / 'odd')


def _socket(folder: Path) -> None:
    here = os.getcwd()
    # the address has room for some hundred characters only
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind('odd')
    finally:
        os.chdir(here)


_NAME_FILES = 'Name files, or the folder that they are in.'


@pytest.mark.parametrize(
    ('make', 'reason', 'way'),
    [
        pytest.param(
            _vanished,
            'no such file or directory',
            'Name a file that is there, by its path from this folder.',
            id='vanished',
        ),
        pytest.param(_folder, 'a directory, not a file', _NAME_FILES, id='folder'),
        pytest.param(_pipe, 'a named pipe, not a file', _NAME_FILES, id='pipe', marks=POSIX),
        pytest.param(_socket, 'a socket, not a file', _NAME_FILES, id='socket', marks=POSIX),
    ],
)
@pytest.mark.parametrize('beside', ['', CLEAN, CALL], ids=['alone', 'beside-a-clean-file', 'beside-a-key'])
def test_what_cannot_be_read_is_said_and_never_called_clean(
    repository: Repository, make: Callable[[Path], None], reason: str, way: str, beside: str
) -> None:
    make(repository.folder)
    if beside:
        repository.write('app.py', beside)
    result = hook(repository, '--quiet', 'odd', *(['app.py'] if beside else []))
    assert result.code == 3, result
    # the way out of a key comes first
    way = '' if beside == CALL else f'. {way}'
    assert result.stderr == f'keyguard: odd: not looked at: {reason}{way}\n'
    # 3 wins over 1, and both are printed
    assert (PLACE in result.stdout) == (beside == CALL)
    assert_masked(result.text)


def _unprivileged() -> None:
    """In the child before it starts: root loses its right to read whatever it likes (capabilities 1 and 2)."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            if libc.prctl(24, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), 'the capability cannot be dropped')


@POSIX
def test_file_without_read_permission_is_said_and_never_called_clean(repository: Repository) -> None:
    repository.write('app.py', CALL)
    (repository.folder / 'app.py').chmod(0)
    try:
        started = subprocess.run(
            [HOOK, 'app.py'],
            cwd=repository.folder,
            env=repository.environment,
            capture_output=True,
            check=False,
            preexec_fn=_unprivileged,
        )
    except (AttributeError, subprocess.SubprocessError):
        pytest.skip('runs as root, who reads everything, and cannot give that right away here')
    result = Result(started)
    assert result.code == 3, result
    assert result.stderr == 'keyguard: app.py: not looked at: permission denied\n'


@POSIX
@pytest.mark.parametrize(
    ('target', 'code'),
    [
        pytest.param('secret.txt', 0, id='what-it-points-to-is-another-file'),
        pytest.param('/nowhere/at/all', 0, id='dangling'),
        pytest.param('link', 0, id='to-itself'),
        pytest.param('.', 0, id='to-a-folder'),
        pytest.param(f'/vault/{KEY}', 1, id='its-own-text-holds-a-key'),
        pytest.param(f'/vault/{KEY}'[1:], 1, id='its-own-text-holds-a-key-and-the-file-is-there'),
    ],
)
def test_symbolic_link_is_its_text(repository: Repository, target: str, code: int) -> None:
    repository.write('secret.txt', KEY)
    repository.write(f'vault/{KEY}', CLEAN)
    (repository.folder / 'link').symlink_to(target)
    result = hook(repository, 'link')
    assert result.code == code, result
    assert result.stderr == ''
    assert_masked(result.text)
    if code:
        assert f'link:1:{target.index(KEY) + 1}  ' in result.stdout


# --- large files


def _limited() -> None:
    """In the child before it starts: it may not have more than 128 MB of its own; mapped files do not count."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (128 << 20, 128 << 20))


@LINUX
@pytest.mark.parametrize(
    ('size', 'where'),
    [
        # more than the process may have
        pytest.param(144 << 20, -200, id='144-MB-key-at-the-end'),
        pytest.param(18 << 20, (8 << 20) - 50, id='18-MB-key-across-a-window'),
        pytest.param(18 << 20, (16 << 20) + 1, id='18-MB-key-behind-a-window'),
        pytest.param(33 << 20, 0, id='33-MB-key-at-the-start'),
        pytest.param(31 << 20, -200, id='31-MB-key-at-the-end'),
    ],
)
def test_key_in_one_huge_line_is_found_in_bounded_memory(repository: Repository, size: int, where: int) -> None:
    path = repository.folder / 'huge.json'
    at = where % size
    with path.open('wb') as file:
        # a sparse file: what is not written takes no room
        file.seek(at)
        file.write(f'"{KEY}"'.encode())
        file.truncate(size)
    process = subprocess.Popen(
        [HOOK, 'huge.json'],
        cwd=repository.folder,
        env=repository.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=_limited,
    )
    assert process.stdout is not None
    text = process.stdout.read().decode()
    process.stdout.close()
    assert process.wait() == 1, text
    assert f'huge.json:1:{at + 2}  OpenAI project key' in text
    assert_masked(text)


# --- how a run can end


def _audited(folder: Path, code: str) -> dict[str, str]:
    """The variables with which Python runs ``code`` at its start."""
    folder.mkdir()
    (folder / 'sitecustomize.py').write_text(code)
    return {'PYTHONPATH': str(folder)}


@POSIX
@pytest.mark.parametrize('event', ['open', 'mmap.__new__'], ids=['in-the-door', 'in-a-big-file'])
def test_interrupt_ends_with_130_and_without_a_word(repository: Repository, tmp_path: Path, event: str) -> None:
    name = 'big.bin'
    with (repository.folder / name).open('wb') as file:
        file.truncate(8 << 30 if event != 'open' else 100)
    # Python tells the test that it has come to the file; the test interrupts it there, and it waits for that
    code = (
        'import os, signal, sys\n'
        'def audit(event, args):\n'
        f'    if event == {event!r} and ({event!r} != "open" or args[0] == {name!r}):\n'
        '        os.write(int(os.environ["READY"]), b"!")\n'
        f'        if {event!r} == "open":\n'
        '            signal.pause()\n'
        'sys.addaudithook(audit)\n'
    )
    read, write = os.pipe()
    process = subprocess.Popen(
        [HOOK, name],
        cwd=repository.folder,
        env={**repository.environment, **_audited(tmp_path / 'site', code), 'READY': str(write)},
        pass_fds=(write,),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    assert os.read(read, 1) == b'!'
    os.close(read)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout, stderr) == (130, b'', b'')


@POSIX
@pytest.mark.parametrize('command', [(HOOK,), (KEYGUARD, 'audit')], ids=['hook', 'audit'])
@pytest.mark.parametrize(('text', 'code'), [(CLEAN, 0), (CALL, 1)], ids=['clean', 'blocked'])
def test_broken_pipe_is_no_error_and_changes_no_verdict(
    repository: Repository, command: tuple[str | Path, ...], text: str, code: int
) -> None:
    repository.write('app.py', text)
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [*command, 'app.py'],
        cwd=repository.folder,
        env=repository.environment,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (process.returncode, process.stderr) == (code, b'')


@LINUX
def test_report_that_cannot_be_written_is_not_called_clean(repository: Repository) -> None:
    repository.write('app.py', CALL)
    with open('/dev/full', 'wb') as full:
        process = subprocess.run(
            [HOOK, 'app.py'],
            cwd=repository.folder,
            env=repository.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode in (1, 3)
    assert_masked(process.stderr.decode())


@POSIX
@pytest.mark.parametrize('stream', ['>&-', '2>&-', '>&- 2>&-'], ids=['output', 'error', 'both'])
def test_key_is_not_called_clean_when_a_stream_is_closed(repository: Repository, stream: str) -> None:
    repository.write('app.py', CALL)
    result = repository.run('sh', '-c', f'exec "$@" {stream}', 'sh', HOOK, 'app.py')
    assert result.code in (1, 3), result
    assert_masked(result.text)


@pytest.mark.parametrize(
    ('encoding', 'ellipsis'),
    [('ascii', '\\u2026'), ('latin-1', '\\u2026'), ('utf-8', '…')],
    ids=['ascii', 'latin-1', 'utf-8'],
)
def test_output_that_a_terminal_cannot_show_is_escaped(repository: Repository, encoding: str, ellipsis: str) -> None:
    repository.environment['PYTHONIOENCODING'] = encoding
    repository.write('日本.py', CALL)
    result = hook(repository, '日本.py')
    assert result.code == 1, result
    assert result.stderr == ''
    assert f'sk-proj-{ellipsis}{KEY[-4:]} ({len(KEY)} characters)' in result.stdout


# --- usage


@pytest.mark.parametrize(
    ('arguments', 'word', 'nearest'),
    [
        pytest.param(['--basline', 'x'], "unknown option '--basline'", "did you mean '--baseline'?", id='option'),
        pytest.param(['--confg=x'], "unknown option '--confg'", "did you mean '--config'?", id='option-with-value'),
        pytest.param(['-q'], "unknown option '-q'", '', id='short-option'),
        pytest.param(['--quiet=1'], "'--quiet'", 'value', id='value-for-an-option-that-takes-none'),
        pytest.param(['--config'], "'--config' needs a value", '', id='value-missing'),
        pytest.param(['--config', 'no.yaml'], 'no.yaml: the configuration is not there', '', id='no-such-config'),
        pytest.param(['--baseline', 'no.json'], 'no.json: the baseline is not there', '', id='no-such-baseline'),
        pytest.param(['--only', 'opanai'], "'opanai'", "did you mean 'openai'?", id='provider'),
        pytest.param(['--skip', 'openai-admn-key'], "'openai-admn-key'", "'openai-admin-key'?", id='detector'),
        pytest.param(['--min-confidence', 'hihg'], "not 'hihg'", 'low, medium, high', id='confidence'),
        pytest.param(['--color', 'blue'], "not 'blue'", 'auto, always, never', id='colour'),
    ],
)
@pytest.mark.parametrize('text', [CLEAN, CALL], ids=['clean', 'with-a-key'])
def test_wrong_usage_ends_with_2_and_the_nearest_word(
    repository: Repository, arguments: list[str], word: str, nearest: str, text: str
) -> None:
    repository.write('app.py', text)
    result = hook(repository, *arguments, 'app.py') if arguments != ['--config'] else hook(repository, *arguments)
    assert result.code == 2, result
    assert result.stderr.startswith('keyguard: ')
    assert word in result.stderr
    assert nearest in result.stderr
    assert result.stdout == ''


@pytest.mark.parametrize('option', ['--help', '--version'])
def test_help_and_version_end_with_0(repository: Repository, option: str) -> None:
    result = hook(repository, option)
    assert (result.code, result.stderr) == (0, '')
    assert 'keyguard' in result.stdout


# --- broken configuration and baseline

_ACME = 'providers:\n- id: acme\n  name: ACME\n  detectors:\n  - '
CONFIGS = [
    pytest.param('skip: [openai-admin-key]\nexlude: [x]\n', 2, "unknown word 'exlude'", "'exclude'", id='word'),
    pytest.param('\nmin_confidence: hgh\n', 2, "not 'hgh'", "'high'", id='choice'),
    pytest.param('skip:\n- openai\n- opanai-admin-key\n', 3, 'opanai-admin-key', "'openai-admin-key'", id='detector'),
    pytest.param('exclude:\n- "["\n', 2, 'bad regular expression', '', id='pattern'),
    pytest.param('exclude: {a: b}\n', 1, "'exclude'", '', id='type'),
    pytest.param('help: x\nhelp: y\n', 2, "'help' stands twice", '', id='twice'),
    pytest.param('max_age: soon\n', 1, 'whole number of days', '', id='number'),
    pytest.param('a: [\n', 2, 'not valid YAML', '', id='syntax'),
    pytest.param('- a\n', 1, 'must be a mapping', '', id='list'),
    pytest.param(
        f"{_ACME}{{id: acme-key, title: T, literal: [acme_], pattern: 'acme_[a-z]{{40}}'}}\n",
        5,
        "unknown word 'literal'",
        "'literals'",
        id='detector-word',
    ),
    pytest.param(
        f"{_ACME}{{id: acme-key, title: T, literals: [acme_], pattern: '(acme_a*)*b'}}\n",
        5,
        "detector 'acme-key'",
        '',
        id='pattern-without-bound',
    ),
    pytest.param('!!python/object/apply:os.system ["touch hacked"]\n', 1, '', '', id='code'),
    pytest.param(f'hlp: {KEY}\n', 1, "unknown word 'hlp'", "'help'", id='word-with-a-key'),
    pytest.param(f'{KEY}: x\n', 1, 'unknown word', '', id='key-as-a-word'),
    pytest.param(f'min_confidence: {KEY}\n', 1, 'min_confidence', '', id='key-as-a-choice'),
    pytest.param(f'skip: ["{KEY}"]\n', 1, '', '', id='key-as-a-detector'),
]


@pytest.mark.parametrize(('text', 'line', 'words', 'nearest'), CONFIGS)
@pytest.mark.parametrize('content', [CLEAN, CALL], ids=['clean', 'with-a-key'])
def test_broken_configuration_ends_with_2_its_place_and_the_nearest_word(
    repository: Repository, text: str, line: int, words: str, nearest: str, content: str
) -> None:
    repository.write('.keyguard.yaml', text)
    repository.write('app.py', content)
    result = hook(repository, 'app.py')
    assert result.code == 2, result
    assert re.search(rf'\.keyguard\.yaml:{line}: ', result.stderr), result
    assert words in result.stderr
    assert nearest in result.stderr
    assert_masked(result.text)
    assert repository.read('.keyguard.yaml') == text.encode()
    assert sorted(path.name for path in repository.folder.iterdir()) == ['.git', '.keyguard.yaml', 'app.py']


ENTRY = {'fingerprint': 'kg1:0', 'detector': 'openai-project-key', 'verdict': 'test-key', 'reason': 'made for a test'}


def _baseline(**changes: object) -> str:
    return json.dumps({'schema': 1, 'accepted': [{**ENTRY, **changes}]}, indent=2)


BASELINES = [
    pytest.param('{"schema": 1,\n "accepted": [\n}', 3, 'not valid JSON', id='syntax'),
    pytest.param('', 1, 'the baseline is empty', id='empty'),
    pytest.param('[]', 1, 'no keyguard baseline', id='list'),
    pytest.param('{"results": {}}', 1, 'detect-secrets', id='of-detect-secrets'),
    pytest.param('{\n"schema": 2,\n"accepted": []}', 2, 'written by a newer keyguard', id='newer'),
    pytest.param('{\n"schema": "1",\n"accepted": []}', 2, '"schema" must be the number 1', id='schema-text'),
    pytest.param('{"schema": 1,\n"acepted": []}', 1, "did you mean 'acepted'?", id='misspelt'),
    pytest.param('{"schema": 1, "accepted":\n<<<<<<< HEAD\n', 2, 'merge conflict', id='conflict'),
    pytest.param(_baseline(verdict='tset-key'), 4, "did you mean 'test-key'?", id='verdict'),
    pytest.param(_baseline(reason=''), 4, '"reason" is missing or empty', id='no-reason'),
    pytest.param(_baseline(until='2027-02-30'), 4, '"until" must be a date', id='no-such-date'),
    pytest.param(_baseline(verdict=KEY), 4, 'verdict', id='key-as-a-verdict'),
    pytest.param(_baseline(until=KEY), 4, '"until" must be a date', id='key-as-a-date'),
    pytest.param('{"schema": 1,\n"' + KEY + '": []}', 1, 'no keyguard baseline', id='key-as-a-field'),
]


@pytest.mark.parametrize(('text', 'line', 'words'), BASELINES)
def test_broken_baseline_ends_with_2_and_its_place_and_is_left_alone(
    repository: Repository, text: str, line: int, words: str
) -> None:
    repository.write('.keyguard.baseline.json', text)
    repository.write('app.py', CALL)
    result = hook(repository, 'app.py')
    assert result.code == 2, result
    assert re.search(rf'\.keyguard\.baseline\.json:{line}: ', result.stderr), result
    assert words in result.stderr
    assert_masked(result.text)
    accepted = repository.run(KEYGUARD, 'baseline', 'accept', 'app.py:3', '--reason', 'made for a test')
    assert accepted.code == 2, accepted
    assert repository.read('.keyguard.baseline.json') == text.encode()
    assert sorted(path.name for path in repository.folder.iterdir()) == ['.git', '.keyguard.baseline.json', 'app.py']


def test_fields_that_a_baseline_holds_besides_are_kept(repository: Repository) -> None:
    repository.write(
        '.keyguard.baseline.json', json.dumps({'schema': 1, 'accepted': [{**ENTRY, 'ticket': 7}], 'team': {'a': [1]}})
    )
    repository.write('app.py', CALL)
    done = repository.run(KEYGUARD, 'baseline', 'accept', 'app.py:3', '--reason', 'made for a test')
    assert done.code == 0, done
    whole = json.loads(repository.read('.keyguard.baseline.json'))
    assert whole['team'] == {'a': [1]}
    assert {**ENTRY, 'ticket': 7} in whole['accepted']
    assert len(whole['accepted']) == 2
    assert hook(repository, 'app.py').code == 0


# --- a crash

CRASHES = [
    pytest.param('ValueError(KEY)', id='text'),
    pytest.param('ValueError(KEY.encode())', id='bytes'),
    pytest.param('KeyError(KEY)', id='key-of-a-mapping'),
    pytest.param('OSError(5, "no luck", "/vault/" + KEY)', id='file-name'),
    pytest.param('ValueError("\\x1b[31m" + KEY[:40] + "\\n" + KEY[40:])', id='in-pieces'),
    pytest.param('ValueError({"key": [KEY]})', id='nested'),
    pytest.param('AssertionError(KEY.upper(), KEY)', id='tuple'),
    pytest.param('MemoryError(KEY)', id='memory'),
    pytest.param('RecursionError(KEY)', id='recursion'),
    pytest.param('SystemExit(KEY)', id='exit-with-a-text'),
    pytest.param('UnicodeDecodeError("utf-8", KEY.encode(), 9, 20, "bad")', id='decoding'),
]


def _crash(repository: Repository, tmp_path: Path, key: str, error: str, *, cause: bool = False) -> Result:
    code = (
        f'import keyguard.detect\nKEY = {key!r}\ndef detect(*args):\n    local = KEY\n'
        f'    raise {error}{" from ValueError(KEY)" if cause else ""}\n'
        'keyguard.detect.detect = detect\n'
    )
    repository.write('app.py', CALL)
    repository.environment.update(_audited(tmp_path / 'site', code))
    return hook(repository, 'app.py')


@pytest.mark.parametrize('error', CRASHES)
@pytest.mark.parametrize('cause', [False, True], ids=['alone', 'with-a-cause'])
def test_crash_ends_with_3_and_prints_no_key(repository: Repository, tmp_path: Path, error: str, cause: bool) -> None:
    result = _crash(repository, tmp_path, KEY, error, cause=cause)
    assert result.code == 3, result
    assert result.stdout == ''
    assert_masked(result.text)


def test_crash_names_the_place_and_the_versions(repository: Repository, tmp_path: Path) -> None:
    result = _crash(repository, tmp_path, KEY, 'ValueError(KEY)')
    assert 'something in keyguard itself failed' in result.stderr
    assert re.search(r'^  keyguard/pipeline\.py:\d+ in \w+$', result.stderr, re.M)
    assert re.search(r'^  ValueError: …$', result.stderr, re.M)
    assert f'Python {platform.python_version()}, {sys.platform}' in result.stderr


def test_crash_prints_no_key_of_any_kind(repository: Repository, tmp_path: Path) -> None:
    keys = [(sample(detector, 4).decode(), detector) for _, detector in KINDS]
    result = _crash(repository, tmp_path, ' '.join(key for key, _ in keys), 'ValueError(KEY)')
    assert result.code == 3, result
    for key, detector in keys:
        assert_masked(result.text, key, detector.prefix_of(key.encode()).decode())
