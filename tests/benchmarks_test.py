"""What the benchmark writes is made from what it measured, and from nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / 'benchmarks'


@pytest.fixture(scope='module')
def speed() -> Any:
    """The package of the benchmark; its folder is no package itself."""
    sys.path.insert(0, str(FOLDER))
    try:
        from speed import aims, measuring, picture, reading, report
    finally:
        sys.path.remove(str(FOLDER))

    class Speed:
        pass

    made = Speed()
    vars(made).update(aims=aims, measuring=measuring, picture=picture, reading=reading, report=report)
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
