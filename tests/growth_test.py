"""Twice as much takes about twice the work, in every direction. Counted in operations: no clock, no neighbour counts."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest

from keyguard.baseline import Baseline, parse
from keyguard.baseline.lookup import Lookup
from keyguard.catalogue import one
from keyguard.locate import Lines
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.secret import Secret
from keyguard.settings import Settings

# how much more twice as much may take
MOST = 2.1
DETECTOR = one('openai').detectors[0]
KEYS = [sample(DETECTOR, seed) for seed in range(400)]


def calls(function: Callable[[], object]) -> int:
    """How many functions, those of C included, are called while this one runs."""
    count = 0

    def counts(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        if event in ('call', 'c_call'):
            count += 1

    gc.collect()
    before = sys.getprofile()
    sys.setprofile(counts)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


class Touched(bytes):
    """Bytes that count how many of them are copied or searched."""

    touched: int

    def __new__(cls, data: bytes) -> Touched:
        made = super().__new__(cls, data)
        made.touched = 0
        return made

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.touched += len(found) if isinstance(found, bytes) else 1
        return found

    def find(self, what: Any, start: Any = 0, end: Any = None) -> int:
        at = super().find(what, start, len(self) if end is None else end)
        self.touched += (min(end or len(self), len(self)) if at < 0 else at) - start
        return at

    def rfind(self, what: Any, start: Any = 0, end: Any = None) -> int:
        last = len(self) if end is None else end
        at = super().rfind(what, start, last)
        self.touched += last - max(at, start)
        return at

    def count(self, what: Any, start: Any = 0, end: Any = None) -> int:
        self.touched += (len(self) if end is None else end) - start
        return super().count(what, start, end)


# --- what grows: each gives the work for so much of it


def _program(seed: int, lines: int) -> bytes:
    """Lines of a program, with names that are long, sums, and texts that are nearly keys."""
    source = random.Random(seed)
    words = [''.join(source.choices('abcdefghij_', k=source.randint(3, 30))) for _ in range(60)]
    forms = ('{0} = {1}({2})\n', "    {0}['{1}'] = '{2}' + {3}\n", '    # {0} {1} {2}\n', "    key = '{4}'\n")
    odd = [''.join(source.choices('ABCDEFabcdef0123456789', k=40)) for _ in range(20)]
    made = (source.choice(forms).format(*source.choices(words, k=4), source.choice(odd)) for _ in range(lines))
    return ''.join(made).encode()


def _files(count: int) -> Callable[[], object]:
    texts = [_program(seed, 30) for seed in range(count)]
    return lambda: [doubtful(text, b'app.py', BOOK) for text in texts]


def _lines(count: int) -> Callable[[], object]:
    text = b''.join(_program(seed, 20) for seed in range(count))
    return lambda: doubtful(text, b'app.py', BOOK)


def _leaking(count: int) -> bytes:
    return b''.join(b'# what it uses\nkey_%d = "%s"\n' % (at, KEYS[at]) for at in range(count))


def _findings(count: int) -> Callable[[], object]:
    blob = Blob(b'app.py', _leaking(count))
    return lambda: run([blob], Settings())


def _spread(count: int) -> Callable[[], object]:
    """The keys of a text that is long enough to look only at what is near them."""
    text = b''.join(b'%skey_%d = "%s"\n' % (b'# a line of nothing else\n' * 40, at, KEYS[at]) for at in range(count))
    blob = Blob(b'app.py', text)
    return lambda: run([blob], Settings())


def _findings_of_one_line(count: int) -> Callable[[], object]:
    blob = Blob(b'app.py', _leaking(count).replace(b'\n', b' '))
    return lambda: run([blob], Settings())


def _blobs(count: int) -> Callable[[], object]:
    blobs = [Blob(b'app%d.py' % at, b'key = "%s"\n' % KEYS[at]) for at in range(count)]
    return lambda: run(blobs, Settings())


def _long(count: int) -> Callable[[], object]:
    """A text that is read in windows, a key in each part."""
    text = b''.join(b'%s\nkey = "%s"\n' % (b'nothing in this line of a log\n' * 9000, KEYS[at]) for at in range(count))
    blob = Blob(b'a.log', text)
    return lambda: run([blob], Settings())


def _places(count: int) -> Callable[[], object]:
    text = _leaking(count)
    lines = Lines(text)
    return lambda: [lines.place(at) for at in range(0, len(text), 80)]


def _entries(count: int) -> list[dict[str, str]]:
    reason = {'detector': DETECTOR.id, 'verdict': 'false-positive', 'reason': 'a sample', 'by': 'A. Person'}
    return [{'fingerprint': Secret(KEYS[at]).fingerprint, **reason, 'path': 'docs/a.md'} for at in range(count)]


def _parsed(count: int) -> Callable[[], object]:
    data = Baseline(_entries(count)).dump().encode()
    return lambda: parse(data, 'b.json').entries


def _dumped(count: int) -> Callable[[], object]:
    entries = _entries(count)
    return lambda: Baseline(entries).dump()


def _looked_up(count: int) -> Callable[[], object]:
    data = Baseline(_entries(count)).dump().encode()
    found = run([Blob(b'app.py', _leaking(count))], Settings()).blocked

    def judge() -> None:
        lookup = Lookup(data, 'b.json')
        assert all(lookup.judge(finding, '2026-06-30')[0] for finding in found)

    return judge


WAYS: dict[str, tuple[int, Callable[[int], Callable[[], object]]]] = {
    'files at the door': (40, _files),
    'lines of a file at the door': (100, _lines),
    'findings of a file': (150, _findings),
    'findings of a file that is long': (200, _spread),
    'findings of a line': (150, _findings_of_one_line),
    'files with a finding': (40, _blobs),
    'windows of a long file': (36, _long),
    'places of findings': (200, _places),
    'entries of a baseline that is parsed': (200, _parsed),
    'entries of a baseline that is written': (200, _dumped),
    'findings and entries that accept them': (200, _looked_up),
    # what a report costs in each format: report/formats_test.py
}


@pytest.mark.parametrize('way', WAYS)
def test_twice_as_much_takes_twice_the_calls(way: str) -> None:
    amount, make = WAYS[way]
    make(2)()  # what is loaded and compiled once
    few, many = make(amount), make(2 * amount)
    BOOK.dull = set()
    once = calls(few)
    BOOK.dull = set()
    twice = calls(many)
    assert once > 0
    assert twice <= MOST * once, f'{once:,} calls, then {twice:,}'


@pytest.mark.parametrize('one_line', [False, True], ids=['lines', 'one line'])
def test_lines_are_counted_once(one_line: bool) -> None:
    def touched(count: int) -> int:
        text = _leaking(count)
        data = Touched(text.replace(b'\n', b' ') if one_line else text)
        lines = Lines(data)
        for at in range(0, len(data), 80):
            lines.line(lines.place(at)[1] and at, 1000)
        return data.touched

    once, twice = touched(200), touched(400)
    assert once > 0
    assert twice <= MOST * once
    assert twice < 60 * len(_leaking(400))


def test_the_count_of_calls_sees_what_is_not_linear() -> None:
    def quadratic(size: int) -> Callable[[], object]:
        return lambda: [b''.join([b'x']) for _ in range(size) for _ in range(size)]

    assert calls(quadratic(20)) * 3 < calls(quadratic(40))
    assert Touched(b'abcdef').touched == 0
    data = Touched(b'abcdef\nghi')
    assert (data[1:4], data.find(b'z'), data.rfind(b'a'), data.count(b'g', 4)) == (b'bcd', -1, 0, 1)
    assert data.touched == 3 + 10 + 10 + 6
