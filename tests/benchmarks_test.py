"""What the benchmark writes is made from what it measured, and from nothing else."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / 'benchmarks'


@pytest.fixture(scope='module')
def speed() -> Any:
    """The package of the benchmark; its folder is no package itself."""
    kept = sys.path[:]
    sys.path.insert(0, str(FOLDER))
    try:
        import audit  # noqa: F401  what is imported late
        import run
        from speed import aims, calling, engines, measuring, picture, reading, report, room
        from speed.groups import rows
    finally:
        sys.path[:] = kept

    class Speed:
        pass

    made = Speed()
    vars(made).update(aims=aims, measuring=measuring, picture=picture, reading=reading, report=report)
    vars(made).update(calling=calling, engines=engines, room=room, rows=rows, run=run)
    return made


def _row(id_: str, cpu: list[float], codes: list[int] | None = None, code: int = 0) -> dict[str, Any]:
    runs = [[number, seconds, 2 * seconds, 9e6, code] for number, seconds in enumerate(cpu)]
    return {'id': id_, 'label': f'`{id_}`', 'codes': codes, 'held': 0.0, 'runs': runs}


def _data(*rows: dict[str, Any], id_: str = 'hook-10') -> dict[str, Any]:
    case = {'group': 'hook', 'commit': 'abc', 'date': '2027-01-31', 'load': 0.5, 'title': 'ten files', 'size': 1000}
    return {'about': {}, 'cases': {id_: {**case, 'facts': {}, 'rows': list(rows)}}}


def test_documents_are_what_was_measured(speed: Any) -> None:
    data = json.loads((FOLDER / 'results.json').read_text(encoding='utf-8'))
    again = 'run: python benchmarks/run.py --render'
    assert (FOLDER / 'RESULTS.md').read_text(encoding='utf-8') == speed.report.text(data), again
    assert (ROOT / 'docs' / 'speed.svg').read_text(encoding='utf-8') == speed.picture.svg(data), again
    assert '](docs/speed.svg)' in (ROOT / 'README.md').read_text(encoding='utf-8')


def test_ratio_is_taken_inside_a_round(speed: Any) -> None:
    data = _data(_row('base', [1.0, 10.0, 1.0]), _row('keyguard', [2.0, 20.0, 2.0]))
    assert speed.reading.ratio(data, 'hook-10', 'keyguard', 'base') == 2
    assert speed.reading.ratio(data, 'hook-10', 'keyguard', 'rg') is None
    assert speed.reading.ratio(data, 'hook-1', 'keyguard', 'base') is None


@pytest.mark.parametrize(
    ('cpu', 'word'), [(1.2, 'met'), (1.3, '**not met**'), (None, 'not measured')], ids=['met', 'missed', 'not measured']
)
def test_aim_is_met_or_not(cpu: float | None, word: str, speed: Any) -> None:
    data = _data(_row('base', [1.0]), *([_row('keyguard', [cpu])] if cpu else []))
    line = next(
        line for line in speed.report.text(data).splitlines() if line.startswith('| a clean commit of 10 files')
    )
    assert line.endswith(f'| {word} |')
    assert cpu is None or f'{cpu:.2f} ×' in line


def test_wrong_exit_code_is_told(speed: Any) -> None:
    data = _data(_row('base', [1.0], [0]), _row('keyguard', [1.0], [0], 3), _row('gitleaks', [1.0], None, 1))
    assert speed.report.unexpected(data) == ['hook-10, `keyguard`: exit code 3']
    assert '**3: UNEXPECTED**' in speed.report.text(data)


def test_peer_that_is_missing_is_named(speed: Any) -> None:
    data = _data(_row('base', [1.0]))
    data['about'] = {'missing': ['kingfisher'], 'versions': {'keyguard': '1', 'rg': '14 (ripgrep)'}}
    assert 'could not be had: kingfisher' in speed.report.text(data)
    assert 'beside it: rg 14 (ripgrep)' in speed.report.text(data)


def test_peer_that_finds_nothing_where_a_key_is_does_not_race(speed: Any) -> None:
    rows = (
        _row('base', [1.0]),
        _row('keyguard', [9.0], [1], 1),
        _row('kingfisher', [1.0]),
        _row('gitleaks', [6.0], None, 1),
    )
    data = _data(*rows, id_='size-500MB')
    text = speed.report.text(data)
    assert '| 0: *not found* |' in text
    assert [(value, peer) for value, _, peer in speed.aims.slowest(data)] == [(1.5, 'gitleaks')]
    assert 'worst: size-500MB beside gitleaks' in text
    clean = _data(_row('keyguard', [9.0], [0]), _row('kingfisher', [1.0]))
    assert '| 0 |\n' in speed.report.text(clean) and '| 0: *not found* |' not in speed.report.text(clean)
    assert [peer for _, _, peer in speed.aims.slowest(clean)] == ['kingfisher']


@pytest.mark.parametrize(
    ('seen', 'runs', 'expected'), [(20e6, 3, 20e6), (1e6, 3, 9e6), (1e6, 1, 9e6), (0.0, 1, 9e6)],
    ids=['looked at', 'over before a look', 'one run', 'never looked at'],
)  # fmt: skip
def test_memory_is_no_less_than_the_kernel_saw(seen: float, runs: int, expected: float, speed: Any) -> None:
    assert speed.reading.held({**_row('keyguard', [1.0] * runs), 'held': seen}) == expected


@pytest.mark.parametrize(('code', 'checks'), [(1, 1), (0, 0)], ids=['a key', 'no key'])
def test_where_keys_come_from_is_an_aim_where_there_are_keys(code: int, checks: int, speed: Any) -> None:
    rows = _row('git', [1.0]), _row('keyguard-1', [3.0], None, code), _row('clean', [2.5], [0])
    found = speed.aims.aims(_data(*rows, id_='history-releases'))
    told = [
        check.value for aim in found if 'releases' in aim.title for check in aim.checks if 'come from' in check.what
    ]
    assert told == [0.5] * checks


def test_quick_run_says_nothing_of_aims(speed: Any) -> None:
    data = _data(_row('base', [1.0]), _row('keyguard', [2.0]))
    assert '## What is aimed at' in speed.report.text(data)
    data['about']['quick'] = True
    text = speed.report.text(data)
    assert '## What is aimed at' not in text
    assert 'A quick run' in text


def test_peer_that_fails_is_told(speed: Any) -> None:
    from types import SimpleNamespace

    tool = SimpleNamespace(peers=dict.fromkeys(speed.rows.CODES, Path('p')))
    for row in (*speed.rows.hooks(tool, ['a']), *speed.rows.folders(tool), *speed.rows.histories(tool)):
        assert 0 in row.codes and 2 not in row.codes and 126 not in row.codes, row.id


def test_what_git_keeps_is_moved_out_of_what_is_searched(speed: Any, tmp_path: Path) -> None:
    folder = tmp_path / 'it'
    for _ in range(2):
        speed.room.repository(folder)
        (folder / 'a.py').write_bytes(b'x = 1\n')
        assert speed.room.apart(speed.room.apart(folder)) == folder
        assert sorted(path.name for path in folder.rglob('*')) == ['.git', 'a.py']
        assert (folder / '.git').is_file()
        assert speed.calling.call(['git', 'status', '--porcelain'], folder) == '?? a.py\n'
        shutil.rmtree(folder)


def test_engine_that_replaces_nothing_stops(speed: Any) -> None:
    from keyguard import pipeline, prefilter

    assert callable(vars(prefilter)['begin']) and callable(vars(pipeline)['doubt'])
    with pytest.raises(SystemExit, match='pipeline has no doubtful any more'):
        speed.engines._put(pipeline, 'doubtful', None)


@pytest.mark.parametrize('words', [['--rounds', '2'], ['--only', 'nonsense']], ids=['too few rounds', 'no such group'])
def test_command_line_that_makes_no_sense_ends_with_2(words: list[str], speed: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        speed.run.main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize('kind', ['a file', 'in a file', 'of somebody else'])
def test_work_folder_that_cannot_be_had_ends_with_2(
    kind: str, speed: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / 'work'
    if kind == 'of somebody else':
        work.mkdir()
        (work / 'theirs').touch()
    else:
        work.touch()
    assert speed.run.main(['--work', str(work / 'in' if kind == 'in a file' else work), '--quick']) == 2
    assert capsys.readouterr().err.startswith('stopped: ')


def test_bars_are_as_long_as_the_times(speed: Any) -> None:
    import re

    data = _data(_row('base', [1.0]), _row('keyguard', [2.0]), _row('gitleaks', [4.0]))
    drawn = speed.picture.svg(data)
    widths = [float(width) for width in re.findall(r'<rect x="\d+" y="\d+" width="([\d.]+)"', drawn)]
    assert widths == [widths[0], 2 * widths[0], 4 * widths[0]]
    assert 'detect-secrets' not in drawn
    assert speed.picture.svg(_data(_row('base', [1.0]))) == ''


def test_rounds_go_round(speed: Any, tmp_path: Path) -> None:
    measuring = speed.measuring
    rows = [
        measuring.Row(name, name, [sys.executable, '-I', '-c', f'raise SystemExit({name == "b"})']) for name in 'ab'
    ]
    told = measuring.play(measuring.Case('a case', tmp_path, rows, 2, 10))
    assert [len(row['runs']) for row in told['rows']] == [2, 2]
    assert [row['runs'][0][4] for row in told['rows']] == [0, 1]
    assert speed.reading.wrong_codes(told['rows'][1]) == [1]
    assert all(0 < cpu < 5 and peak > 1e6 for row in told['rows'] for _, cpu, _, peak, _ in row['runs'])
