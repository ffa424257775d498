"""Two sides of a baseline become one: as functions, and through git with and without the driver."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.baseline import Baseline, key_of, load, merging, parse
from keyguard.cli import main
from keyguard.errors import Fatal
from keyguard.places import BASELINE as NAME
from testing.baselines import VERDICTS, entry
from testing.repository import Repository, isolated

ROOT = Path(__file__).parents[2]
A, B, C = entry(1), entry(2), entry(3)


@pytest.mark.parametrize(
    ('base', 'ours', 'theirs', 'expected', 'told'),
    [
        pytest.param([], [A], [B], [A, B], 0, id='both-add'),
        pytest.param([], [A], [A], [A], 0, id='both-add-the-same'),
        pytest.param([A], [A, B], [], [B], 0, id='one-drops'),
        pytest.param([A, B], [A], [B], [], 0, id='each-drops-one'),
        pytest.param([A], [entry(1, reason='other')], [A], [entry(1, reason='other')], 0, id='one-changes'),
        pytest.param([A], [], [entry(1, verdict='real')], [entry(1, verdict='real')], 1, id='dropped-and-changed'),
        pytest.param(
            [A],
            [entry(1, verdict='real', reason='leak')],
            [entry(1, verdict='revoked', reason='ours')],
            [entry(1, verdict='real', reason='leak')],
            1,
            id='stricter-verdict',
        ),
        pytest.param(
            [],
            [entry(1, until='2027-01-01')],
            [entry(1, until='2026-01-01')],
            [entry(1, until='2026-01-01')],
            1,
            id='earlier-end',
        ),
        pytest.param(
            [], [entry(1, until='2027-01-01')], [A], [entry(1, until='2027-01-01')], 1, id='added-twice-one-with-an-end'
        ),
        pytest.param(
            [A],
            [entry(1, verdict='test-key', until='2027-01-01')],
            [entry(1, verdict='real')],
            [entry(1, verdict='real', until='2027-01-01')],
            1,
            id='stricter-verdict-and-the-end-of-the-other',
        ),
        pytest.param(
            [entry(1, path='a')],
            [entry(1, path='b')],
            [entry(1, path='a', reason='why', by='Z')],
            [entry(1, path='b', reason='why', by='Z')],
            1,
            id='each-changes-another-field',
        ),
        pytest.param(
            [entry(1, until='2027-01-01')],
            [entry(1, until='2028-01-01', verdict='real')],
            [entry(1, until='2026-01-01', verdict='test-key')],
            [entry(1, until='2026-01-01', verdict='real')],
            1,
            id='both-change-the-end-and-the-verdict',
        ),
        pytest.param(
            [entry(1, until='2027-01-01')],
            [entry(1, until='2027-01-01', verdict='real')],
            [entry(1, verdict='test-key')],
            [entry(1, verdict='real')],
            1,
            id='one-takes-the-end-away',
        ),
        pytest.param([], [A, A], [entry(1, verdict='real'), A], [entry(1, verdict='real')], 1, id='duplicates'),
        pytest.param([], [entry(1, x=1)], [entry(1, y=2)], [entry(1, x=1, y=2)], 1, id='unknown-fields'),
    ],
)
def test_sides_become_one(base: list, ours: list, theirs: list, expected: list, told: int) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        whole, words = merging.merged(Baseline(base), Baseline(one), Baseline(other))
        assert whole.entries == expected
        assert len(words) == told


_ENTRIES = st.dictionaries(
    st.integers(0, 5),
    st.builds(
        lambda verdict, until, reason: {'verdict': verdict, 'until': until, 'reason': reason},
        st.sampled_from(VERDICTS),
        st.sampled_from([None, '2026-01-01', '2027-01-01']),
        st.sampled_from(['one', 'two']),
    ),
)


@settings(max_examples=200, deadline=None)
@given(_ENTRIES, _ENTRIES, _ENTRIES)
def test_no_side_loses_anything_and_a_leak_stays_one(base: dict, ours: dict, theirs: dict) -> None:
    sides = [Baseline([entry(number, **fields) for number, fields in side.items()]) for side in (base, ours, theirs)]
    whole, _ = merging.merged(*sides)
    again, _ = merging.merged(sides[0], sides[2], sides[1])
    assert whole.dump() == again.dump() == parse(whole.dump().encode(), 'b').dump()
    before, one, other = ({key_of(each): each for each in side.entries} for side in sides)
    result = {key_of(each): each for each in whole.entries}
    for key in {*before, *one, *other}:
        old, left, right, made = before.get(key), one.get(key), other.get(key), result.get(key)
        if old is None or (left is not None and right is not None):
            assert made is not None
        for side in (left, right):
            if side is not None and side != old and side['verdict'] == 'real' and (old or {}).get('verdict') != 'real':
                assert made is not None and made['verdict'] == 'real'
        if made is None:
            assert (left is None and right in (None, old)) or (right is None and left in (None, old))
        assert made is None or made['verdict'] in {each['verdict'] for each in (left, right) if each}


# ---- repair ----


def _text(*entries: dict[str, object], rest: dict[str, object] | None = None) -> str:
    return Baseline(list(entries), rest).dump()


def _conflict(ours: str, theirs: str, base: str | None = None) -> str:
    middle = f'||||||| 123\n{base}' if base is not None else ''
    return f'<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> branch\n'


def _line(each: dict[str, object], comma: str = '') -> str:
    return f'    {json.dumps(each)}{comma}\n'


_HEAD, _TAIL = '{\n  "schema": 1,\n  "accepted": [\n', '  ]\n}\n'


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        pytest.param(_HEAD + _conflict(_line(A), _line(B)) + _TAIL, [A, B], id='only-entry-of-each'),
        pytest.param(_HEAD + _line(A, ',') + _conflict(_line(B), _line(C)) + _TAIL, [A, B, C], id='last-entries'),
        pytest.param(_HEAD + _conflict(_line(A, ','), _line(B, ',')) + _line(C) + _TAIL, [A, B, C], id='first-entries'),
        pytest.param(_HEAD + _conflict('', _line(B)) + _TAIL, [B], id='empty-side'),
        pytest.param(
            _HEAD
            + _conflict(Baseline([entry(1, reason='a\u2028======= b\x85')]).dump().split('\n')[3] + '\n', _line(B))
            + _TAIL,
            [entry(1, reason='a\u2028======= b\x85'), B],
            id='other-ends-of-lines',
        ),
        pytest.param(
            _HEAD + _conflict(_line(B), _line(A, ',') + _line(B), _line(A, ',') + _line(B)) + _TAIL,
            [B],
            id='dropped-as-the-base-tells',
        ),
        pytest.param(
            _HEAD + _conflict(_line(A), _line(entry(1, verdict='real'))) + _TAIL, [entry(1, verdict='real')], id='clash'
        ),
        pytest.param(_conflict(_text(A), _text(B)), [A, B], id='whole-files'),
        pytest.param(_HEAD + _line(A) + _line(B, ',') + _line(C, ',') + _TAIL, [A, B, C], id='commas-only'),
        pytest.param(
            _HEAD + _conflict(_line(A), _line(B)) + _conflict(_line(C), '') + _TAIL, [A, B, C], id='two-conflicts'
        ),
        pytest.param(
            (_HEAD + _conflict(_line(entry(1, reason='a, } { "b": ,]')), _line(B)) + _TAIL).replace('\n', '\r\n'),
            [entry(1, reason='a, } { "b": ,]'), B],
            id='crlf-and-odd-reasons',
        ),
    ],
)
def test_conflict_is_repaired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: list) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_bytes(text.encode())
    assert main(['baseline', 'merge', '--repair']) == 0
    assert load(NAME).entries == expected
    before = (tmp_path / NAME).read_bytes()
    assert main(['baseline', 'merge', '--repair', NAME]) == 0
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize(
    'text',
    [
        _HEAD + '<<<<<<< HEAD\n' + _line(A) + _TAIL,
        _HEAD + '=======\n' + _line(A) + _TAIL,
        _HEAD + '<<<<<<< a\n=======\n=======\n' + _line(A) + '>>>>>>> b\n' + _TAIL,
        _HEAD + _line(A) + '>>>>>>> b\n' + _TAIL,
        _HEAD + _line(A).rstrip('}\n') + '\n' + _TAIL,
        _text(A).replace('"schema": 1', '"schema": 2'),
        '',
    ],
    ids=['no-end', 'only-a-middle', 'two-middles', 'only-an-end', 'cut-entry', 'newer-schema', 'empty'],
)
def test_what_cannot_be_repaired_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_text(text)
    assert main(['baseline', 'merge', '--repair']) == 2
    assert (tmp_path / NAME).read_text() == text


# ---- through git ----


def _repository(tmp_path: Path, driver: bool) -> Repository:
    made = Repository(tmp_path / 'work', {**isolated(tmp_path / 'home'), 'PYTHONPATH': str(ROOT)})
    made.write('app.py', 'x = 1\n')
    if driver:
        made.write('.gitattributes', f'{NAME} merge=keyguard\n')
        made.git('config', 'merge.keyguard.name', 'keyguard baselines')
        made.git('config', 'merge.keyguard.driver', f'"{sys.executable}" -m keyguard baseline merge %O %A %B %P')
    return made


def _put(repository: Repository, *entries: dict[str, object]) -> None:
    repository.write(NAME, _text(*entries))
    repository.record()


def _branches(repository: Repository, base: list, ours: list, theirs: list) -> None:
    """A branch ``other`` with their side, ``main`` with ours checked out; both also move and rename files."""
    if base:
        _put(repository, *base)
    else:
        repository.record()
    repository.git('checkout', '--quiet', '-b', 'other')
    repository.git('mv', 'app.py', 'moved.py')
    _put(repository, *theirs)
    repository.git('checkout', '--quiet', 'main')
    repository.write('new.py', '\n\ny = 2\n')
    _put(repository, *ours)


_WAYS = {
    'merge': ['merge', '--no-edit', 'other'],
    'rebase': ['rebase', 'other'],
    'cherry-pick': ['cherry-pick', 'other'],
}


@pytest.mark.parametrize('way', _WAYS)
@pytest.mark.parametrize(
    ('base', 'ours', 'theirs', 'expected'),
    [
        pytest.param([], [A], [B], [A, B], id='both-make-the-file'),
        pytest.param([B], [A, B], [B, C], [A, B, C], id='first-and-last'),
        pytest.param([A], [A, B], [A, C], [A, B, C], id='both-add-the-last'),
        pytest.param([A, B, C], [A, C], [A, B, entry(3, reason='x')], [A, entry(3, reason='x')], id='drop-and-change'),
        pytest.param(
            [A],
            [entry(1, until='2027-01-01')],
            [entry(1, verdict='real', reason='leak')],
            [entry(1, verdict='real', reason='leak', until='2027-01-01')],
            id='clash',
        ),
    ],
)
def test_git_merges_with_the_driver(
    tmp_path: Path, way: str, base: list, ours: list, theirs: list, expected: list
) -> None:
    repository = _repository(tmp_path, driver=True)
    _branches(repository, base, ours, theirs)
    result = repository.run('git', *_WAYS[way])
    assert result.code == 0, result
    assert repository.read(NAME).decode() == _text(*expected)
    assert repository.git('status', '--porcelain') == ''
    if expected[0].get('verdict') == 'real':
        assert 'changed on both sides; it is now real, until 2027-01-01, "leak"' in result.text


def test_without_the_driver_one_command_repairs(tmp_path: Path) -> None:
    repository = _repository(tmp_path, driver=False)
    _branches(repository, [A], [A, B], [A, C])
    assert repository.run('git', *_WAYS['merge']).code == 1
    result = repository.run(sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair')
    assert (result.code, '1 conflict joined' in result.stdout) == (0, True), result
    assert load(str(repository.folder / NAME)).entries == [A, B, C]


def test_side_that_is_broken_gets_gits_own_merge(tmp_path: Path) -> None:
    repository = _repository(tmp_path, driver=True)
    _branches(repository, [A], [A, B], [A])
    repository.git('checkout', '--quiet', 'other')
    repository.write(NAME, _text(A, C).replace('"schema": 1', '"schema": 9'))
    repository.record()
    repository.git('checkout', '--quiet', 'main')
    result = repository.run('git', *_WAYS['merge'])
    assert result.code == 1 and 'written by a newer keyguard' in result.text
    assert b'<<<<<<< ' in repository.read(NAME)


@pytest.mark.parametrize('way', ['merge', 'rebase'])
@pytest.mark.parametrize('driver', [True, False], ids=['with-the-driver', 'without-it'])
def test_random_histories_lose_nothing(tmp_path: Path, way: str, driver: bool) -> None:
    """Branches add and drop at random and are joined again and again; a model says what is to come out."""
    repository = _repository(tmp_path, driver)
    source = random.Random(5)
    _put(repository, *(entry(number) for number in range(6)))
    known = set(range(6))
    conflicts = 0
    for turn in range(4):
        repository.git('checkout', '--quiet', '-B', 'other')
        for branch in ('other', 'main'):
            repository.git('checkout', '--quiet', branch)
            kept = {int(each['fingerprint'][4:], 16): each for each in load(str(repository.folder / NAME)).entries}
            new = 100 * (1 + source.randrange(20)) + 10 * turn + (1 if branch == 'main' else 0)
            kept[new] = entry(new)
            known.add(new)
            gone = source.choice(sorted(kept.keys() - {new}))
            if source.random() < 0.5:
                del kept[gone]
                known.discard(gone)
            repository.write(f'{branch}.py', f'x = {turn}\n')
            _put(repository, *kept.values())
        result = repository.run('git', *_WAYS[way])
        assert driver <= (result.code == 0), result
        if not driver:
            # in a conflict, and also where a merge line by line lost a comma
            repair = repository.run(sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair')
            assert repair.code == 0, repair
            conflicts += result.code != 0
            repository.stage()
            if not result.code:
                repository.record()
            elif way == 'rebase':
                repository.git('rebase', '--continue')
            else:
                repository.git('commit', '--no-edit', '--quiet')
        assert {int(each['fingerprint'][4:], 16) for each in load(str(repository.folder / NAME)).entries} == known
    assert conflicts or driver


@pytest.mark.parametrize('argv', [['one'], ['a', 'b', 'c'], ['--repair', 'a', 'b'], ['--repair', 'none']], ids=' '.join)
def test_driver_called_wrongly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(['baseline', 'merge', *argv]) in (1, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ('base', 'ours', 'theirs', 'expected'),
    [
        pytest.param({}, {'a': 1}, {'b': 2}, {'a': 1, 'b': 2}, id='both-add'),
        pytest.param({'a': 1}, {'a': 1}, {}, {}, id='one-drops'),
        pytest.param({'a': 1}, {'a': 1}, {'a': 2}, {'a': 2}, id='one-changes'),
        pytest.param({'a': 1}, {'a': 3}, {'a': 2}, {'a': 3}, id='both-change'),
    ],
)
def test_what_stands_beside_the_entries_is_merged_too(
    base: dict[str, object], ours: dict[str, object], theirs: dict[str, object], expected: dict[str, object]
) -> None:
    whole, _ = merging.merged(*(Baseline([], rest) for rest in (base, ours, theirs)))
    assert whole.rest == expected


def test_base_that_is_broken_drops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (('o', '{'), ('a', _text(A)), ('b', _text(B))):
        (tmp_path / name).write_text(text)
    assert main(['baseline', 'merge', 'o', 'a', 'b']) == 0
    assert load('a').entries == [A, B]


def test_repair_keeps_what_was_mended_by_hand(tmp_path: Path) -> None:
    repository = _repository(tmp_path, driver=False)
    _branches(repository, [A], [A, B], [A, C])
    assert repository.run('git', *_WAYS['merge']).code == 1
    text = repository.read(NAME).decode().replace('"accepted": [\n', f'"accepted": [\n{_line(entry(9), ",")}')
    repository.write(NAME, text)
    result = repository.run(sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair')
    assert result.code == 0, result
    assert load(str(repository.folder / NAME)).entries == [A, B, C, entry(9)]


def test_driver_that_git_could_not_start_is_made_up_for(tmp_path: Path) -> None:
    """git leaves our side then, without a mark, and calls it a conflict."""
    repository = _repository(tmp_path, driver=True)
    repository.git('config', 'merge.keyguard.driver', 'no-such-program %O %A %B %P')
    _branches(repository, [A, B], [A, B, C], [A, entry(4)])
    assert repository.run('git', *_WAYS['merge']).code == 1
    assert load(str(repository.folder / NAME)).entries == [A, B, C]
    repair = [sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair']
    assert 'both sides of the merge joined' in repository.run(*repair).stdout
    assert load(str(repository.folder / NAME)).entries == [A, C, entry(4)]
    # what a person has made of it since is left alone
    assert 'nothing to repair' in repository.run(*repair).stdout
    repository.write(NAME, _text(A))
    assert 'nothing to repair' in repository.run(*repair).stdout
    assert load(str(repository.folder / NAME)).entries == [A]


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        pytest.param(_text(A)[:90], 'b: it is broken beyond its commas; take it from git (git checkout)', id='cut'),
        pytest.param(
            _HEAD + _conflict(_line(A)[:40] + '\n', _line(B)) + _TAIL,
            'b: one side of it is broken beyond its commas; take it from git (git checkout --ours or --theirs)',
            id='a-side-cut',
        ),
    ],
)
def test_what_is_broken_is_told(text: str, words: str) -> None:
    with pytest.raises(Fatal) as caught:
        merging.repaired(text.encode(), 'b')
    assert str(caught.value).startswith(words)


def test_repair_of_a_merge_that_brings_nothing(tmp_path: Path) -> None:
    repository = _repository(tmp_path, driver=True)
    repository.git('config', 'merge.keyguard.driver', 'no-such-program %O %A %B %P')
    _branches(repository, [A], [A, B, C], [A, B])
    assert repository.run('git', *_WAYS['merge']).code == 1
    result = repository.run(sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair')
    assert (result.code, 'nothing to repair' in result.stdout) == (0, True)
    assert load(str(repository.folder / NAME)).entries == [A, B, C]


def test_repair_where_a_side_was_committed_without_its_commas(tmp_path: Path) -> None:
    repository = _repository(tmp_path, driver=False)
    _branches(repository, [A], [A, B], [A])
    repository.git('checkout', '--quiet', 'other')
    repository.write(NAME, _text(A, C, entry(4)).replace('},', '}'))
    repository.record()
    repository.git('checkout', '--quiet', 'main')
    assert repository.run('git', *_WAYS['merge']).code == 1
    result = repository.run(sys.executable, '-m', 'keyguard', 'baseline', 'merge', '--repair')
    assert (result.code, '1 conflict joined' in result.stdout) == (0, True), result
    assert load(str(repository.folder / NAME)).entries == [A, B, C, entry(4)]
