"""``keyguard audit`` through its command line, with real repositories."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from keyguard import cache, pipeline, workers
from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.commands import examine
from keyguard.errors import Fatal
from keyguard.model import Blob, Report
from keyguard.samples import sample
from testing.audits import KEYS, audit, line, where
from testing.repository import Repository

pytestmark = pytest.mark.usefixtures('here')


def _storied(repository: Repository) -> list[str]:
    """Four commits: a key comes in, goes, another one comes; ids from the first."""
    repository.write('a.py', 'x = 1\n')
    ids = [repository.record('One')]
    repository.write('a.py', line(1))
    ids.append(repository.record('Two'))
    repository.write('a.py', 'x = 2\n')
    ids.append(repository.record('Three'))
    repository.write('b.py', line(2))
    return [*ids, repository.record('Four')]


# ---- what is looked at ----


def test_staged_is_what_the_commit_would_hold(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('old.py', line(1))
    repository.record()
    repository.write('part.py', line(2))
    repository.write('gone.py', line(3))
    repository.stage('part.py', 'gone.py')
    # only the index has them as they were staged
    repository.write('part.py', 'x = 1\n')
    repository.write('unstaged.py', line(4))
    (repository.folder / 'gone.py').unlink()
    code, report = audit(capsys, '--staged')
    assert (code, where(report)) == (1, ['gone.py', 'part.py'])
    repository.stage('part.py', 'gone.py')
    code, report = audit(capsys, '--staged')
    assert (code, where(report), report['examined']['files']) == (0, [], 1)


@pytest.mark.parametrize(
    ('words', 'paths'),
    [
        ('{0}..{3}', ['a.py', 'b.py']),
        ('{0}..{2}', ['a.py']),
        ('{1}..HEAD', ['b.py']),
        ('HEAD', ['b.py']),
        ('{1}', ['a.py']),
        ('{2}', []),
    ],
    ids=['all', 'one-that-went', 'one-that-came', 'last-commit', 'a-commit', 'a-commit-without'],
)
def test_range(repository: Repository, capsys: pytest.CaptureFixture[str], words: str, paths: list[str]) -> None:
    ids = _storied(repository)
    code, report = audit(capsys, '--range', words.format(*ids))
    assert (code, where(report)) == (bool(paths), paths)


@pytest.mark.skipif(os.name == 'nt', reason='programs of a shell')
@pytest.mark.parametrize(
    'argv',
    [[], ['.', '--no-ignore'], ['--staged'], ['--range', 'HEAD'], ['--since', '2020-01-01'], ['--history']],
    ids=' '.join,
)
def test_looking_runs_no_program_of_the_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    who = 'A <a@test.invalid> 1767268800 +0000'
    tree, head = repository.git('rev-parse', 'HEAD^{tree}', 'HEAD').split()
    signed = f'tree {tree}\nparent {head}\nauthor {who}\ncommitter {who}\ngpgsig x\n y\n\nm\n'
    repository.write('../signed', signed)
    id = repository.git('hash-object', '-t', 'commit', '-w', '../signed').strip()
    repository.git('update-ref', 'HEAD', id)
    repository.git('update-ref', '--create-reflog', 'refs/stash', id)
    repository.write('b.py', line(2))
    repository.stage()
    program = repository.folder.parent / 'program'
    program.write_text(f'#!/bin/sh\ntouch {program}.ran\n')
    program.chmod(0o755)
    for name in ('core.fsmonitor', 'gpg.program', 'core.pager', 'diff.external', 'core.alternateRefsCommand'):
        repository.git('config', name, str(program))
    repository.git('config', 'log.showSignature', 'true')
    Path(f'{program}.ran').unlink(missing_ok=True)
    audit(capsys, *argv)
    assert not Path(f'{program}.ran').exists()


def test_authors_are_named_when_asked_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', line(1))
    repository.record()
    (find,) = audit(capsys, '--history', '--authors')[1]['findings']
    assert find['author'] == 'Test Author'
    assert audit(capsys, '--history')[1]['findings'][0]['author'] is None
    main(['audit', '--history', '--authors'])
    assert ' by Test Author, ' in capsys.readouterr().out


def test_sparse_checkout_is_said_in_one_word(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ('in', 'out'):
        for number in range(3):
            repository.write(f'{folder}/{number}.py', line(number))
    repository.record()
    repository.git('sparse-checkout', 'set', '--cone', 'in')
    code, report = audit(capsys)
    assert (code, where(report), report['unread']) == (1, ['in/0.py', 'in/1.py', 'in/2.py'], [])
    assert report['notes'] == ['3 files are not in this sparse checkout and were not looked at: --history reads them']


def test_repositories_within_another_folder_are_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Repository(repository.folder.parent / 'outer', repository.environment)
    Repository(other.folder / 'inner', repository.environment).write('a.py', line(1))
    code, report = audit(capsys, '../outer')
    assert code == 0 and len(report['notes']) == 1 and 'keyguard audit ../outer/inner' in report['notes'][0]


def test_submodules_are_entered_when_asked_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for number, name in enumerate(('lib', 'lib/deep')):
        inner = Repository(repository.folder / name, repository.environment)
        inner.write('a.py', line(number))
        inner.record()
    repository.write('b.py', line(2))
    repository.git('submodule', '--quiet', 'add', './lib', 'lib')
    code, report = audit(capsys, '--submodules')
    assert (code, where(report)) == (1, ['lib/a.py', 'lib/deep/a.py', 'work/b.py'])
    assert not report['notes']
    assert where(audit(capsys, '--submodules', '--history')[1]) == ['lib/a.py', 'lib/deep/a.py']
    repository.record()
    code, report = audit(capsys, '--submodules', '--history')
    assert where(report) == ['lib/a.py', 'lib/deep/a.py', 'work/b.py'] and not report['notes']
    assert where(audit(capsys, '--submodules', 'lib/deep')[1]) == ['lib/deep/a.py']
    assert main(['audit', '--submodules', '--stdin']) == 2


@pytest.mark.skipif(os.name == 'nt', reason='names that Windows does not have')
@pytest.mark.parametrize('name', ['*.env', 'a[b].env', 'back\\slash.env', '#x.env', '!x.env', ':x.env', 'a b.env'])
def test_command_takes_out_that_file_alone(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    repository.write(name, line(1))
    repository.write('other.env', 'x=1\n')
    repository.record()
    main(['audit', name])
    command = next(each.strip() for each in capsys.readouterr().out.splitlines() if each.strip().startswith('git '))
    assert repository.run('sh', '-c', command).code == 0
    assert repository.git('ls-files', '-z').split('\0') == ['other.env', '']
    assert repository.git('status', '--porcelain', '-z', '--untracked-files=all').count('??') == 1  # .gitignore
    assert repository.run('git', 'check-ignore', '-q', 'other.env').code == 1


def test_range_does_not_say_that_a_key_is_young(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', line(1))
    repository.record()
    repository.write('a.py', line(1) + 'x = 1\n')
    repository.record()
    (find,) = audit(capsys, '--range', 'HEAD')[1]['findings']
    assert find['first_seen_is_cut'] is True
    assert 'first_seen_is_cut' not in audit(capsys, '--history')[1]['findings'][0]
    assert audit(capsys, '--range', 'HEAD..HEAD')[1]['notes'] == ['no commit is in the range: nothing was looked at']
    assert audit(capsys, '--since', '90 years ago')[1]['examined']['commits'] == 2


@pytest.mark.skipif(os.name == 'nt', reason='a program of a shell')
@pytest.mark.parametrize('argv', [[], ['--history'], ['--staged']], ids=['tree', 'history', 'index'])
def test_git_that_is_too_old_or_missing_is_said(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    repository.write('a.py', line(1))
    old = repository.folder.parent / 'old' / 'git'
    old.parent.mkdir()
    old.write_text('#!/bin/sh\necho git version 2.20.1\n')
    old.chmod(0o755)
    monkeypatch.setenv('PATH', f'{old.parent}')
    assert main(['audit', *argv]) == 3
    assert '2.20.1 is too old' in capsys.readouterr().err
    old.unlink()
    assert main(['audit', *argv]) == 3
    assert 'git could not be started' in capsys.readouterr().err


def test_pointers_of_lfs_are_counted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:' + 64 * '0' + '\nsize 12\n'
    repository.write('model.bin', pointer)
    repository.write('other.bin', pointer + '\n')
    repository.record()
    for argv in ([], ['--history']):
        notes = audit(capsys, *argv)[1]['notes']
        assert len(notes) == 1 and notes[0].startswith('2 files are pointers of Git LFS')


def test_mark_in_a_files_own_name_is_no_archive(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('x!y.env', line(1))
    main(['audit', '--format', 'sarif'])
    result = json.loads(capsys.readouterr().out)['runs'][0]['results'][0]
    place = result['locations'][0]['physicalLocation']
    assert place['artifactLocation']['uri'] == 'x%21y.env' and place['region']['startLine'] == 1
    main(['audit'])
    assert "-- 'x!y.env' &&" in capsys.readouterr().out


def test_shallow_clone_knows_no_age(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    repository.record()
    repository.git('clone', '-q', '--depth=1', repository.folder.as_uri(), '../shallow')
    monkeypatch.chdir('../shallow')
    (find,) = audit(capsys, '--history', '--max-age', '90000')[1]['findings']
    assert find['first_seen_is_cut'] is True and find['due'] is False
    main(['audit', '--history', '--max-age', '90000'])
    out = capsys.readouterr().out
    assert 'since 2026-01-01 or earlier' in out and 'how old some keys are cannot be told' in out


def test_one_file_is_not_named_for_two_reports(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['audit', '--output', 'same', '--also', 'json=./same']) == 2
    assert 'named for two reports' in capsys.readouterr().err and not Path('same').exists()


def test_folder_may_be_called_like_a_pattern(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    if os.name == 'nt':
        pytest.skip('Windows has no such names')
    for number, name in enumerate((':x', 'a*', 'ab')):
        repository.write(f'{name}/f.py', line(number))
    assert where(audit(capsys, ':x')[1]) == [':x/f.py']
    assert where(audit(capsys, 'a*')[1]) == ['a*/f.py']


def test_since_takes_the_commits_from_a_day_on(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('old.py', line(1))
    repository.record()
    repository.environment['GIT_COMMITTER_DATE'] = '2026-03-01T12:00:00+00:00'
    repository.write('new.py', line(2))
    repository.record()
    assert where(audit(capsys, '--since', '2026-02-01')[1]) == ['new.py']
    assert where(audit(capsys, '--since', '2025-02-01')[1]) == ['new.py', 'old.py']
    assert main(['audit', '--since', 'soon']) == 2
    assert "'soon' is no day" in capsys.readouterr().err


def test_history_tells_what_was_and_what_no_ref_reaches(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _storied(repository)
    repository.write('c.py', line(3))
    repository.record('Dropped')
    repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    repository.git('reflog', 'expire', '--expire=now', '--all')
    code, report = audit(capsys, '--history')
    assert (code, where(report)) == (1, ['a.py', 'b.py'])
    assert [finding['in_head'] for finding in report['findings']] == [False, True]
    assert {finding['first_seen'] for finding in report['findings']} == {'2026-01-01'}
    assert report['examined']['commits'] == 4
    assert where(audit(capsys, '--history', '--unreachable')[1]) == ['a.py', 'b.py', 'c.py']


def test_find_under_several_names_is_one_with_all_of_them(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key is told by the file's name alone; each of the names is one that could tell."""
    bare = sample(one('zhipu').detectors[0], 3)
    for name in ('notes.txt', 'zhipu_token.txt', 'zhipu_api_key.txt', 'other.txt'):
        repository.write(name, b'token: ' + bare + b'\n')
        repository.record()
        repository.git('rm', '--quiet', name)
    repository.record()
    (find,) = audit(capsys, '--history')[1]['findings']
    assert find['path'] == 'zhipu_api_key.txt'
    assert set(find['paths']) == {'notes.txt', 'zhipu_token.txt', 'zhipu_api_key.txt', 'other.txt'}
    assert [each['path'] for each in audit(capsys, '--range', 'HEAD~3')[1]['findings']] == ['zhipu_token.txt']


def test_find_is_called_what_head_calls_it(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('old.py', line(1))
    repository.record()
    repository.git('checkout', '--quiet', '-b', 'other')
    repository.git('mv', 'old.py', 'new.py')
    repository.record()
    assert where(audit(capsys, '--history')[1]) == ['new.py']
    repository.git('checkout', '--quiet', 'main')
    (find,) = audit(capsys, '--history')[1]['findings']
    assert (find['path'], find['in_head'], set(find['paths'])) == ('old.py', True, {'old.py', 'new.py'})


def test_excluded_name_hides_no_other_one(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('.keyguard.yaml', "exclude: ['^vendor/']\n")
    repository.write('vendor/a.py', line(1))
    repository.write('vendor/b.py', line(2))
    repository.record()
    repository.git('mv', 'vendor/a.py', 'a.py')
    repository.record()
    for source in (['--history'], ['--since', '2025-01-01'], ['--staged']):
        if source == ['--staged']:
            repository.git('update-ref', '-d', 'HEAD')
        report = audit(capsys, *source)[1]
        assert where(report) == ['a.py'], source
        assert report['findings'][0].get('paths') in (None, ['vendor/a.py', 'a.py']), source
    assert main(['audit', '--staged']) == 1
    assert '1 file excluded' in capsys.readouterr().out


@pytest.mark.parametrize('argv', [[], ['--name', 'pasted.env']], ids=['no-name', 'name'])
def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, argv: list[str]) -> None:
    monkeypatch.setattr(sys, 'stdin', io.TextIOWrapper(io.BytesIO(line(1).encode())))
    code, report = audit(capsys, '--stdin', *argv)
    assert (code, where(report)) == (1, [argv[1] if argv else 'standard input'])


def test_ignored_files_are_looked_at_when_asked_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('.gitignore', '.env\n')
    repository.write('.env', line(1))
    assert audit(capsys)[0] == 0
    assert where(audit(capsys, '--no-ignore')[1]) == ['.env']
    repository.write('build/.gitignore', '*\n')
    repository.write('build/out.py', line(2))
    code, report = audit(capsys, 'build')
    assert (code, report['examined']['files']) == (0, 0)
    assert report['notes'] == ['git ignores all that is in build: --no-ignore looks at it']
    assert where(audit(capsys, '--no-ignore', 'build')[1]) == ['build/out.py']


def test_repository_within_is_named_and_not_entered(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inner = Repository(repository.folder / 'in ner', repository.environment)
    inner.write('a.py', line(1))
    code, report = audit(capsys)
    assert (code, report['findings']) == (0, [])
    assert report['notes'] == ["'in ner' is a repository of its own and was not entered: keyguard audit 'in ner'"]
    assert where(audit(capsys, 'in ner')[1]) == ['in ner/a.py']


def test_bare_repository_has_no_files(
    here: Path, repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _storied(repository)
    (here / 'folder').mkdir()
    repository.git('clone', '--quiet', '--mirror', '.', str(here / 'folder' / 'b.git'))
    (here / 'folder' / 'x.py').write_text(line(5))
    monkeypatch.chdir(here)
    code, report = audit(capsys, 'folder')
    assert (code, where(report)) == (1, ['folder/x.py'])
    assert report['notes'] == [
        'folder/b.git is a repository of its own and was not entered: keyguard audit --history folder/b.git'
    ]
    assert where(audit(capsys, '--history', 'folder/b.git')[1]) == ['folder/b.git/a.py', 'folder/b.git/b.py']
    for folder, argv in ((here, ['folder/b.git']), (here / 'folder' / 'b.git', [])):
        monkeypatch.chdir(folder)
        assert main(['audit', *argv]) == 2
        assert 'is a bare repository: it has no files to look at; --history' in capsys.readouterr().err
    # what git keeps for itself can be looked at, by its name
    monkeypatch.chdir(repository.folder)
    repository.write('.git/hooks/token', line(6))
    assert where(audit(capsys, '.git/hooks')[1]) == ['.git/hooks/token']


# ---- what cannot be ----


@pytest.mark.parametrize(
    ('argv', 'words'),
    [
        (['--staged', '--history'], '--staged and --history name different things'),
        (['--history', '--range', 'HEAD'], '--history and --range name different things'),
        (['--stdin', '--since', '2026-01-01'], '--stdin and --since name different things'),
        (['--repos', 'list', '--stdin'], '--repos and --stdin name different things'),
        (['--repos', 'list', 'a.py'], '--repos takes no paths'),
        (['--repos', 'none'], 'the list of repositories cannot be read'),
        (['--repos', 'empty'], 'the list names no repository'),
        (['--staged', 'a.py'], '--staged takes no paths but those of repositories'),
        (['--stdin', 'a.py'], '--stdin takes no paths:'),
        (['--name', 'x'], '--name belongs to --stdin'),
        (['--unreachable'], '--unreachable belongs to --history'),
        (['--history', '--since', '2026-01-01'], '--history is all of it'),
        (['--jobs', '-1'], '--jobs and --max-age take a number from 1'),
        (['--history', '--no-ignore'], '--no-ignore is about files of the work tree'),
        (['--scheduler', 'tcp://host:1'], '--scheduler is for many repositories'),
        (
            ['--repos', 'list', '--scheduler', 'tcp://host:1', '--jobs', '2'],
            '--jobs is about processes of this machine',
        ),
        (['--cache', 'cache'], '--cache remembers blobs of git'),
        (['--history', '--cache', 'list'], 'list is no cache of keyguard and is left alone'),
        (['--also', 'sarf=x'], "did you mean 'sarif'?"),
        (['--also', 'sarif'], '--also takes FORMAT=FILE'),
        (['--range', ''], 'argument --range: it is empty'),
        (['--since', ' '], 'argument --since: it is empty'),
        (['--history'], 'is in no git repository'),
        (['--staged'], 'is in no git repository'),
    ],
    ids=lambda value: ' '.join(value) if isinstance(value, list) else '',
)
def test_what_does_not_go_together_is_said(
    here: Path, capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    (here / 'list').write_text('somewhere\n')
    (here / 'empty').write_text('# none\n\n')
    assert _code('audit', *argv) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert out == ''


def _code(*argv: str) -> int:
    try:
        return main(argv)
    except SystemExit as error:  # argparse
        return int(error.code or 0)


@pytest.mark.parametrize('words', ['main..nowhere', 'nowhere', '--all', ''.join('0' * 40)])
def test_range_that_does_not_exist(repository: Repository, capsys: pytest.CaptureFixture[str], words: str) -> None:
    _storied(repository)
    assert main(['audit', f'--range={words}']) == 2
    assert f"the range '{words}' does not exist here" in capsys.readouterr().err


# ---- the report ----


def test_several_formats_in_one_run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', line(1))
    assert main(['audit', '--also', 'json=r.json', '--also', 'sarif=r.sarif', '--also', 'html=r.html']) == 1
    assert 'keyguard: keys found, 1 key in 1 file' in capsys.readouterr().out
    assert where(json.loads(repository.read('r.json'))) == ['a.py']
    assert len(json.loads(repository.read('r.sarif'))['runs'][0]['results']) == 1
    assert b'a.py' in repository.read('r.html')


def test_report_that_cannot_be_written_is_printed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', line(1))
    files = ['--output', 'no/report.json', '--also', 'sarif=no/report.sarif', '--also', 'junit=report.xml']
    assert main(['audit', '--format', 'json', *files]) == 2
    out, err = capsys.readouterr()
    assert where(json.loads(out)) == ['a.py']
    assert err.count('the report cannot be written') == 2
    assert b'a.py' in repository.read('report.xml')


def test_standard_output_has_a_name(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', line(1))
    assert main(['audit', '--format', 'json', '--output', '-', '--also', 'gitlab=-']) == 1
    first, _, second = capsys.readouterr().out.partition('\n}\n')
    assert where(json.loads(first + '}')) == ['a.py'] and json.loads(second)['vulnerabilities']
    assert os.listdir() == ['.git', 'a.py'] or os.listdir() == ['a.py', '.git']


@pytest.mark.skipif(not os.path.exists('/dev/full'), reason='a device of Linux')
def test_standard_output_that_is_full_is_said(repository: Repository) -> None:
    repository.write('a.py', line(1))
    with open('/dev/full', 'wb') as full:
        done = subprocess.run(
            [sys.executable, '-m', 'keyguard', 'audit'], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert done.stderr == b'keyguard: standard output: the report cannot be printed (no space left on device)\n'


def test_age_that_is_too_high_comes_from_the_configuration_too(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write('a.py', line(1))
    repository.record()

    def due(*argv: str) -> bool:
        assert main(['audit', '--history', *argv]) == 1
        return 'due' in capsys.readouterr().out

    assert not due()
    assert due('--max-age', '30')
    repository.write('.keyguard.yaml', 'max_age: 30\n')
    assert due()
    assert not due('--max-age', '4000')


# ---- the cache ----


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The paths of the blobs that were scanned, messages left out."""
    paths: list[bytes] = []

    def spy(blobs: Iterable[Blob], *words: Any) -> Report:
        def told() -> Iterator[Blob]:
            for blob in blobs:
                if not blob.where.endswith('message'):
                    paths.append(blob.path)
                yield blob

        return pipeline.run(told(), *words)

    monkeypatch.setattr(workers, 'run', spy)
    return paths


def _told(report: Any) -> Any:
    return report['findings'], report['accepted'], report['unread']


@pytest.mark.parametrize(
    'source', [['--history'], ['--range', 'HEAD~2..HEAD'], ['--since', '2025-01-01'], ['--staged']]
)
def test_second_run_looks_only_where_something_was(
    here: Path, repository: Repository, capsys: pytest.CaptureFixture[str], looked: list[bytes], source: list[str]
) -> None:
    _storied(repository)
    repository.write('c.py', line(3).rstrip() + '  # keyguard: allow a sample\n')
    repository.write('d.py', 'y = 1\n')
    repository.write('odd\n%0A name', 'z = 1\n')
    repository.record('Five')
    if source == ['--staged']:
        repository.git('update-ref', '-d', 'HEAD')
    plain = audit(capsys, *source)
    all_paths = sorted(looked)
    first = audit(capsys, *source, '--cache', str(here / 'cache'))
    assert sorted(looked) == sorted(all_paths * 2)
    looked.clear()
    second = audit(capsys, *source, '--cache', str(here / 'cache'))
    assert plain[0] == first[0] == second[0] == 1
    assert _told(plain[1]) == _told(first[1]) == _told(second[1])
    # what was accepted is looked at again as well
    dirty = ['b.py', 'c.py'] if source == ['--staged'] else [*where(plain[1]), 'c.py']
    assert sorted(looked) == sorted(path.encode() for path in dirty)
    passed = len(all_paths) - len(dirty)
    assert [note for note in second[1]['notes'] if '(--cache)' in note] == [
        f'{passed} blobs that earlier runs found clean: not read again (--cache)'
    ]


def test_cache_knows_nothing_after_a_change(
    here: Path,
    repository: Repository,
    capsys: pytest.CaptureFixture[str],
    looked: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _storied(repository)

    def count(*argv: str) -> int:
        looked.clear()
        audit(capsys, '--history', '--cache', str(here / 'cache'), *argv)
        return len(looked)

    assert [count(), count()] == [4, 2]
    for argv in (['--only', 'groq'], ['--min-confidence', 'high'], ['--skip', 'groq'], ['--no-inline']):
        assert count(*argv) == 4, argv
    # with --only nothing was found, which says nothing about a run without
    assert count('--only', 'groq') == 0
    assert count() == 2
    repository.write('.keyguard.yaml', 'skip: [groq]\n')
    assert [count(), count()] == [4, 2]
    monkeypatch.setattr(cache, '_stand', ['f' * 32])
    assert [count(), count()] == [4, 2]


def test_clean_blob_is_looked_at_again_under_another_name(
    here: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some kinds of key are told by the words around them, and the file's name is one."""
    known = ['--cache', str(here / 'cache')]
    bare = one('zhipu').detectors[0]
    repository.write('notes.txt', b'token: ' + sample(bare, 3) + b'\n')
    repository.record()
    assert audit(capsys, '--history', *known)[1]['findings'] == []
    repository.git('mv', 'notes.txt', 'zhipu_api_key.txt')
    repository.record()
    code, report = audit(capsys, '--range', 'HEAD', *known)
    assert (code, where(report)) == (1, ['zhipu_api_key.txt'])


def test_damaged_cache_is_said_and_made_anew(
    here: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _storied(repository)
    path = here / 'cache'
    audit(capsys, '--history', '--cache', str(path))
    good = path.read_bytes()
    path.write_bytes(good[:-3])
    code, report = audit(capsys, '--history', '--cache', str(path))
    assert code == 1 and len(report['findings']) == 2
    assert any('was damaged' in note for note in report['notes'])
    assert path.read_bytes() == good


def test_cache_that_cannot_be_written_loses_no_report(
    here: Path, repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _storied(repository)

    def full(*_: object) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr(cache, 'add', full)
    assert main(['audit', '--history', '--cache', str(here / 'cache')]) == 1
    out, err = capsys.readouterr()
    assert '2 keys in 2 files' in out
    assert 'the cache cannot be written (no space left on device)' in err


def test_interrupted_audit_tells_what_was_found(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', line(1))
    repository.record()

    def scan(items: Any, settings: Any, report: Any, *_: object) -> None:
        for item in items:
            pipeline.run(item.read(report), settings, report)
        raise KeyboardInterrupt

    monkeypatch.setattr(examine.workers, 'scan', scan)
    code, report = audit(capsys, '--history')
    assert (code, where(report)) == (130, ['a.py'])
    assert report['findings'][0]['first_seen'] == '2026-01-01'
    assert 'interrupted: this is what was found until then' in report['notes']
    # what was not seen is not clean
    assert ('(the rest)', 'interrupted') in [(each['path'], each['reason']) for each in report['unread']]


@pytest.mark.parametrize(
    ('error', 'reason'),
    [
        (Fatal('git log failed in x: it died'), 'git log failed in x: it died'),
        (OSError(28, 'No space left on device'), 'no space left on device'),
        (ZeroDivisionError(KEYS[3]), 'keyguard itself failed: ZeroDivisionError in audit_test.py:'),
    ],
    ids=['git', 'disk', 'bug'],
)
def test_what_was_found_is_told_although_the_run_ends_early(
    repository: Repository,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    history = examine.commits.history

    def broken(*words: Any) -> Iterator[Any]:
        yield from history(*words)
        raise error

    monkeypatch.setattr(examine.commits, 'history', broken)
    code, report = audit(capsys, '--history')
    assert (code, where(report)) == (3, ['a.py'])
    assert report['findings'][0]['first_seen'] == '2026-01-01'
    (unread,) = report['unread']
    assert unread['path'] == '(the rest)' and unread['reason'].startswith(reason)
    # where nothing was looked at, there is nothing to report
    monkeypatch.setattr(examine.commits, 'history', lambda *_: broken(str(repository.folder / 'none')))
    assert main(['audit', '--history']) in (2, 3)
    assert capsys.readouterr().out == ''


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        ('{', 'b.json:1: the baseline is not valid JSON'),
        ('{"schema": 9, "accepted": []}', 'b.json:1: written by a newer keyguard (schema 9'),
    ],
    ids=['broken', 'newer'],
)
@pytest.mark.parametrize('words_of', [(), ('--history',), ('--staged',)], ids=['tree', 'history', 'staged'])
def test_baseline_that_cannot_be_read_is_a_matter_of_the_settings_whatever_was_looked_at_before(
    repository: Repository,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    words: str,
    words_of: tuple[str, ...],
) -> None:
    (here / 'b.json').write_text(text)
    repository.write('a.py', 'x = 1\n')
    repository.write('b.py', line(1))
    repository.stage()
    if words_of == ('--history',):
        repository.record()
    assert main(['audit', '--baseline', '../b.json', *words_of]) == 2
    out, err = capsys.readouterr()
    assert (out, words in err) == ('', True)
    assert (here / 'b.json').read_text() == text


def test_folder_without_git_and_strange_names(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.name == 'nt':
        pytest.skip('made of what Windows does not have')
    (here / 'plain').mkdir()
    Path(os.fsdecode(b'plain/caf\xe9\n.py')).write_text(line(1))
    code, report = audit(capsys, 'plain')
    assert code == 1 and len(report['findings']) == 1
