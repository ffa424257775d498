"""Where the finds of a history come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keyguard import git
from keyguard.commands import scan
from keyguard.model import Finding, Report
from keyguard.origin import Origin
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.sources import commits, index, origins
from keyguard.sources.choice import Choice
from testing.audits import DETECTOR, variable
from testing.repository import Repository

pytestmark = pytest.mark.usefixtures('cut_off')


class Story:
    """A repository whose commits are a day apart; ``find`` tells of the key with a seed."""

    def __init__(self, repository: Repository) -> None:
        self.at = repository
        self.day = 0

    def commit(self, files: dict[str, bytes | None], message: str = 'x') -> str:
        self.day += 1
        self.at.environment['GIT_COMMITTER_DATE'] = f'2026-01-{self.day:02}T12:00:00+00:00'
        for name, content in files.items():
            if content is None:
                (self.at.folder / name).unlink()
            else:
                self.at.write(name, content)
        return self.at.record(message)

    def origins(self, folder: Path | None = None, **options: Any) -> Callable[[int], Origin]:
        folder = folder or self.at.folder
        report = Report()
        settings = scan.settings(scan.Options())
        shares = commits.history(str(folder), report, unreachable=True)
        run(commits.blobs(shares, str(folder), report), settings, report)
        origins.attribute(str(folder), report.findings, today='2026-03-01', **options)
        known = {find.secret.fingerprint: find.origin for find in report.findings}

        def find(seed: int) -> Origin:
            from keyguard.secret import Secret

            origin = known[Secret(sample(DETECTOR, seed)).fingerprint]
            assert origin is not None
            return origin

        return find


@pytest.fixture
def story(repository: Repository) -> Story:
    return Story(repository)


def test_key_that_stands(story: Story) -> None:
    first = story.commit({'a.env': variable(1)})
    story.commit({'b.env': variable(1)})
    origin = story.origins(authors=True)(1)
    assert (origin.commit, origin.date, origin.age) == (first, '2026-01-01', 59)
    assert origin.author == 'Test Author' and origin.paths == (b'a.env', b'b.env')
    assert origin.in_head and origin.left == '' and origin.pushed is False
    assert (origin.branches, origin.tags) == ((b'main',), ())
    assert story.origins()(1).author == ''


def test_key_that_was_taken_out_moved_and_brought_back(story: Story) -> None:
    story.commit({'a.env': variable(1), 'm.env': variable(2), 'r.env': variable(3)})
    story.commit({'a.env': b'', 'm.env': None, 'moved/m.env': variable(2), 'r.env': None})
    story.commit({'r.env': variable(3)})
    find = story.origins()
    assert find(1).left == '2026-01-02' and not find(1).in_head
    assert find(2).left == '' and find(2).in_head and set(find(2).paths) == {b'm.env', b'moved/m.env'}
    assert find(3).left == '' and find(3).in_head and find(3).date == '2026-01-01'


def test_move_and_removal_on_a_branch_that_is_not_head(story: Story) -> None:
    story.commit({'x': b''})
    story.at.git('checkout', '-q', '-b', 'other')
    story.commit({'m.env': variable(1), 'n.env': variable(2)})
    story.commit({'m.env': None, 'a.env': variable(1), 'n.env': None})
    story.at.git('checkout', '-q', 'main')
    find = story.origins()
    assert (find(1).left, find(1).in_head, find(2).left) == ('', False, '2026-01-03')


def test_made_by_a_merge(story: Story) -> None:
    story.commit({'a': b'1'})
    story.at.git('checkout', '-q', '-b', 'side')
    story.commit({'b': variable(2)})
    story.at.git('checkout', '-q', 'main')
    story.commit({'c': b'1'})
    story.at.git('merge', '-q', '--no-ff', '--no-commit', 'side')
    merge = story.commit({'m.env': variable(1)})
    story.at.git('tag', 'light')
    story.at.git('tag', '-a', '-m', 'x', 'annotated')
    story.at.git('tag', '-a', '-m', 'x', 'twice', 'annotated')
    story.at.git('checkout', '-q', 'side')
    find = story.origins()
    assert (find(1).commit, find(1).branches, find(1).in_head) == (merge, (b'main',), False)
    assert find(1).tags == (b'annotated', b'light', b'twice')
    assert find(2).branches == (b'main', b'side') and find(2).in_head


def test_pushed_and_not_pushed(story: Story) -> None:
    story.at.git('init', '-q', '--bare', '../remote')
    story.at.git('remote', 'add', 'origin', '../remote')
    story.commit({'a.env': variable(1)})
    story.at.git('push', '-q', 'origin', 'main')
    story.commit({'b.env': variable(2)})
    find = story.origins()
    assert find(1).pushed is True and find(1).branches == (b'main', b'origin/main')
    assert find(2).pushed is False and find(2).branches == (b'main',)
    bare = story.origins(story.at.folder.parent / 'remote')
    assert bare(1).pushed is None and bare(1).in_head


def test_bytes_that_two_commits_brought_are_where_either_is(story: Story) -> None:
    story.at.git('init', '-q', '--bare', '../remote')
    story.at.git('remote', 'add', 'origin', '../remote')
    story.commit({'a': b'1'})
    story.at.git('checkout', '-q', '-b', 'topic')
    first = story.commit({'b.env': variable(1)})
    story.at.git('checkout', '-q', 'main')
    story.commit({'c': b'1'})
    story.at.git('cherry-pick', 'topic')
    story.at.git('push', '-q', 'origin', 'main')
    origin = story.origins()(1)
    assert (origin.commit, origin.pushed, origin.branches) == (first, True, (b'main', b'origin/main', b'topic'))
    assert (origin.local, origin.here) == ((b'main', b'topic'), True)


def test_what_a_tag_or_a_note_has_may_have_been_pushed_with_it(story: Story) -> None:
    story.at.git('init', '-q', '--bare', '../remote')
    story.at.git('remote', 'add', 'origin', '../remote')
    story.commit({'a': b'1'})
    story.at.git('push', '-q', 'origin', 'main')
    story.at.git('tag', '-a', 'v1', '-m', variable(1).decode())
    story.at.git('notes', 'add', '-m', variable(2).decode())
    story.commit({'t.env': variable(3)})
    story.at.git('tag', 't1')
    story.at.write('blob', variable(4))
    story.at.git('tag', 'of-a-blob', story.at.git('hash-object', '-w', 'blob').strip())
    (story.at.folder / 'blob').unlink()
    story.commit({'l.env': variable(5)})
    find = story.origins()
    assert [find(seed).pushed for seed in range(1, 6)] == [None, None, None, None, False]
    assert (find(4).tags, find(4).commit) == ((b'of-a-blob',), '')


def test_what_the_end_of_another_branch_has_is_not_gone(story: Story) -> None:
    story.commit({'b.env': variable(1), 'c.env': variable(2)})
    story.at.git('branch', 'dev')
    story.commit({'b.env': None, 'c.env': None})
    story.at.git('checkout', '-q', 'dev')
    story.commit({'c.env': None})
    story.at.git('checkout', '-q', 'main')
    find = story.origins()
    assert (find(1).left, find(1).in_head, find(2).left[:4]) == ('', False, '2026')


def test_ref_that_leads_nowhere_hides_no_origin(story: Story) -> None:
    first = story.commit({'a.env': variable(1)})
    (story.at.folder / '.git' / 'refs' / 'heads' / 'empty').write_bytes(b'')
    origin = story.origins()(1)
    assert (origin.commit, origin.branches, origin.in_head) == (first, (b'main',), True)


def test_stashes_notes_and_a_detached_head(story: Story) -> None:
    story.commit({'a': b'1'})
    for seed in (1, 2):
        story.at.write('a', variable(seed))
        story.at.git('stash', '-q')
    story.at.git('notes', 'add', '-m', variable(3).decode())
    story.at.git('checkout', '-q', '--detach')
    story.commit({'d.env': variable(4)})
    find = story.origins()
    assert find(2).branches == (b'stash@{0}',) and find(2).commit
    assert find(1).branches == (b'stash@{1}',) and find(1).commit and find(1).pushed is False
    assert find(3).branches == (b'refs/notes/commits',)
    assert find(4).branches == (b'HEAD',) and find(4).in_head


def test_messages_have_their_commit(story: Story) -> None:
    first = story.commit({}, variable(1).decode())
    story.at.git('tag', '-a', 'v1', '-m', variable(2).decode())
    story.at.git('tag', '-a', 'v2', '-m', variable(3).decode(), 'v1')
    story.commit({})
    find = story.origins()
    for seed, path in ((1, f'commit {first[:12]}'), (2, 'tag v1'), (3, 'tag v2')):
        assert (find(seed).commit, find(seed).paths) == (first, (path.encode(),))
        assert find(seed).date == '2026-01-01' and find(seed).branches == (b'main',)
        assert find(seed).tags == (b'v1', b'v2') and not find(seed).in_head


def test_what_no_ref_reaches_has_no_commit(story: Story) -> None:
    story.commit({'a': b'1'})
    story.at.write('dangling', variable(1))
    story.at.git('hash-object', '-w', 'dangling')
    story.at.git('checkout', '-q', '-b', 'gone')
    dropped = story.commit({'gone.env': variable(2)}, variable(3).decode())
    story.at.git('checkout', '-q', 'main')
    story.at.git('branch', '-D', 'gone')
    find = story.origins()
    for seed in (1, 2):
        origin = find(seed)
        assert (origin.commit, origin.date, origin.paths, origin.branches) == ('', '', (), ())
        assert (origin.age, origin.in_head, origin.pushed, origin.left) == (-1, False, None, '')
    assert (find(3).commit, find(3).branches, find(3).date) == (dropped, (), '2026-01-02')
    loose = story.origins(loose=[dropped])(2)
    assert (loose.commit, loose.date, loose.paths, loose.branches) == (dropped, '2026-01-02', (b'gone.env',), ())


def test_replaced_and_grafted_history_is_told_as_it_is(story: Story) -> None:
    first = story.commit({'a.env': variable(1)})
    second = story.commit({'b': b'1'})
    other = story.commit({'b': b'2'})
    story.at.git('replace', first, other)
    (story.at.folder / '.git' / 'info').mkdir(exist_ok=True)
    (story.at.folder / '.git' / 'info' / 'grafts').write_text(f'{second}\n')
    assert story.origins()(1).commit == first


def test_sha256(story: Story) -> None:
    story.at.run('rm', '-rf', '.git')
    story.at.git('init', '-q', '--object-format=sha256')
    first = story.commit({'a.env': variable(1)})
    story.commit({'a.env': b''})
    find = story.origins()
    assert find(1).commit == first and len(first) == 64 and find(1).left == '2026-01-02'


def test_more_ids_than_fit_on_a_command_line(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, '_MOST_ASKED', 2)
    made = [story.commit({f'{seed}.env': variable(seed)}) for seed in range(4)]
    find = story.origins()
    assert [find(seed).commit for seed in range(4)] == made


def test_to_look_at_known_paths_alone_tells_the_same(story: Story) -> None:
    story.commit({'a.env': variable(1), 'b.env': variable(2), 'd/[x]*': variable(3)})
    story.at.git('checkout', '-q', '-b', 'side')
    story.commit({'a.env': None, 'moved/a.env': variable(1)})
    story.commit({'s.env': variable(4)})
    story.at.git('checkout', '-q', 'main')
    story.commit({'b.env': None, 'c': b'1'})
    story.at.git('merge', '-q', '--no-ff', '--no-commit', 'side')
    story.commit({'m.env': variable(5), 's.env': None, 'n.env': variable(4)})
    story.commit({'d/[x]*': None, 'b.env': variable(2)})
    story.at.git('config', 'log.follow', 'true')
    folder = str(story.at.folder)

    def told(known: bool) -> list[tuple[object, ...]]:
        report, choice = Report(), Choice()
        shares = commits.history(folder, report, choice=choice)
        run(commits.blobs(shares, folder, report), scan.settings(scan.Options()), report)
        origins.attribute(folder, report.findings, names=choice.names if known else None)
        assert choice.complete
        return [tuple(getattr(find.origin, name) for name in Origin.__slots__) for find in report.findings]

    assert told(True) == told(False)
    assert len(told(True)) == 5


def test_staged_key_has_no_commit(story: Story) -> None:
    story.commit({'a': b''})
    story.at.write('s.env', variable(1))
    story.at.stage()
    report = Report()
    run(index.staged(str(story.at.folder), report), scan.settings(scan.Options()), report)
    origins.attribute(str(story.at.folder), report.findings)
    origin = report.findings[0].origin
    assert origin is not None and (origin.commit, origin.paths) == ('', ())


def test_without_finds_nothing_runs(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report()
    settings = scan.settings(scan.Options())
    story.at.write('a.env', variable(1))
    from keyguard.sources import files

    blob = files.read(bytes(story.at.folder / 'a.env'), b'a.env')
    found: list[Finding] = run([blob], settings, report).findings
    monkeypatch.setattr(git, 'start', None)
    monkeypatch.setattr(git, 'ask', None)
    origins.attribute(str(story.at.folder), [])
    origins.attribute(str(story.at.folder), found)
    assert found[0].origin is None


@pytest.mark.parametrize(('name', 'kept'), [('HEAD~2^{tree}', [0, 3]), ('HEAD~2', [3])], ids=['tree', 'commit'])
def test_damage_leaves_what_is_known(name: str, kept: list[int], story: Story) -> None:
    for seed in range(4):
        story.commit({f'{seed}.env': variable(seed)})
    id = story.at.git('rev-parse', name).strip()
    (story.at.folder / '.git' / 'objects' / id[:2] / id[2:]).unlink()
    find = story.origins()
    known = [seed for seed in range(4) if find(seed).commit]
    assert all(find(seed).in_head for seed in range(4)) and known == kept


def test_number_of_processes_does_not_grow(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for _ in range(2):
        story.commit({f'{story.day}-{seed}.env': variable(story.day * 100 + seed) for seed in range(5)})
        report = Report()
        folder = str(story.at.folder)
        run(commits.blobs(commits.history(folder, report), folder, report), scan.settings(scan.Options()), report)
        started = []
        real = git.command

        def command(*arguments: str | bytes) -> list[str | bytes]:
            started.append(arguments)  # noqa: B023
            return real(*arguments)  # noqa: B023

        monkeypatch.setattr(git, 'command', command)
        origins.attribute(str(story.at.folder), report.findings)
        monkeypatch.undo()
        counts.append(len(started))
    assert counts[0] == counts[1] <= 11
