"""What a long text says again and again is left out; what it says once is found, at its place, in whatever carries it."""

from __future__ import annotations

import base64
import gzip
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard import pipeline
from keyguard.catalogue import one
from keyguard.content.thinned import thinned, thinned_view
from keyguard.model import Blob, Report, View
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

OPENAI = one('openai').detectors[0]
FIRST, SECOND = sample(OPENAI, 1), sample(OPENAI, 2)
MISTRAL = sample(one('mistral').detectors[0], 3)
# says the same again and again: units of texts that take long to look at
UNITS = {
    'a key': FIRST + b'\n',
    'a key and its name, in one line': b'mistral api key ' + MISTRAL + b' ',
    'keys that are assigned': b'MISTRAL_API_KEY=' + MISTRAL + b'\n',
    'beginnings of keys': b'sk-proj-',
    'constants': b'K = "sk-proj-Zx8kQ2mW7pL4vN9cR3tY6bJ1"\n',
    'joints': b'"sk-1"+',
    'joints with names': b'k = "sk-"\nk += "a1"\n',
    'characters that nobody sees': b'a1\xe2\x80\x8b',
    'base64': base64.b64encode(b'key = "something or other"\n' * 3) + b'\n',
    'compressed text in base64': base64.b64encode(gzip.compress(b'the quick brown fox ' * 9, mtime=0)) + b' ',
    'escapes': b'\\u0041',
    'backslashes': b'\\',
    'wide text': ('A1b2C3d4E5f6G7h8I9j0K1l2M3n4' + '\n').encode('utf-16-le'),
}


def _gz(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def _in_base64(text: bytes) -> bytes:
    return b'state: ' + base64.b64encode(_gz(text)) + b'\n'


def _looked_at(data: bytes, name: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many bytes of all readings are looked at for keys."""
    looked = 0
    detect = pipeline.detect

    def counted(view: View, path: bytes, providers: object, odd: object) -> object:
        nonlocal looked
        looked += len(view.data)
        return detect(view, path, providers, odd)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, 'detect', counted)
        run([Blob(name, data)], Settings())
    return looked


def _found(report: Report) -> set[bytes]:
    return {finding.secret.reveal() for finding in report.blocked}


def test_short_text_is_itself() -> None:
    text = b'the same again and again\n' * 2_000
    assert thinned(text) is text
    view = View(text)
    assert thinned_view(view) is view


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(UNITS)),
    st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 9)), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_what_is_new_stays_with_its_neighbours(unit: str, places: list[tuple[int, int]], source: random.Random) -> None:
    text = UNITS[unit] * (200_000 // len(UNITS[unit]))
    news = []
    for at, length in places:
        new = b'\n' + bytes(source.choices(b'abcdefghijklmnopqrstuvwxyz0123456789', k=20 + 5 * length)) + b'\n'
        at = min(at, len(text))
        text = text[:at] + new + text[at:]
        news.append(new)
    kept = thinned(text)
    for new in news:
        at = text.find(new)
        assert text[max(0, at - 400) : at + len(new) + 250] in kept


@pytest.mark.parametrize('unit', UNITS)
@pytest.mark.parametrize('carry', [_gz, _in_base64], ids=['a file', 'base64'])
def test_what_is_looked_at_does_not_grow_with_repetition(
    unit: str, carry: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(carry)
    name = b'a.log.gz' if carry is _gz else b'a.txt'
    looked = [
        _looked_at(carry(UNITS[unit] * (size // len(UNITS[unit]))), name, monkeypatch) for size in (1 << 19, 1 << 21)
    ]
    # four times the text: its own bytes and some beginnings of parts are all that is added
    assert looked[1] < looked[0] + 60_000


@pytest.mark.parametrize('carry', [_gz, _in_base64], ids=['a file', 'base64'])
def test_other_key_among_many_equal_ones_is_found(carry: object) -> None:
    assert callable(carry)
    line = b'OPENAI_API_KEY=' + FIRST + b'\n'
    text = line * 5_000 + b'MISTRAL_API_KEY=' + MISTRAL + b'\n' + line * 5_000 + b'k = "' + SECOND + b'"\n' + line * 9
    name = b'a.env.gz' if carry is _gz else b'a.txt'
    report = run([Blob(name, carry(text))], Settings())
    assert report.unread == []
    assert _found(report) == {FIRST, SECOND, MISTRAL}
    if carry is _gz:
        places = {(finding.secret.reveal(), finding.line, finding.column) for finding in report.blocked}
        assert {(FIRST, 1, 16), (MISTRAL, 5_001, 17), (SECOND, 10_002, 6)} <= places
        assert {(finding.view, finding.dressed) for finding in report.blocked} == {('plain', False)}
        assert len(places) < 100
        shown = next(finding.text for finding in report.blocked if finding.line == 5_001)
        assert shown.startswith('MISTRAL_API_KEY=')


def test_notebook_in_an_archive_is_read_whole() -> None:
    cell = '{"cell_type": "code", "source": ["x = 1\\n"], "outputs": [], "metadata": {}}'
    last = cell.replace('x = 1', f'k = \\"{FIRST.decode()}\\"')
    text = '{"cells": [\n' + (cell + ',\n') * 3_000 + last + '\n], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('lab.ipynb', text)
    found = run([Blob(b'a.zip', packed.getvalue())], Settings()).blocked
    assert [(finding.view, finding.cell, finding.cell_line, finding.line) for finding in found] == [
        ('notebook', 3_001, 1, 3_002)
    ]
    assert not found[0].dressed


def test_archive_of_more_keys_than_anybody_reads_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, '_MOST_FOUND', 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
        for at in range(9):
            archive.writestr(f'{at}.env', b'OPENAI_API_KEY=%s\n' % sample(OPENAI, at))
    report = run([Blob(b'a.zip', packed.getvalue())], Settings())
    assert [finding.path for finding in report.blocked] == [b'a.zip!%d.env' % at for at in range(4)]
    assert report.unread == [(b'a.zip', 'more than 5,000 keys are inside of it: the rest was not looked at')]
    # outside of an archive nobody has packed them
    text = b''.join(b'OPENAI_API_KEY=%s\n' % sample(OPENAI, at) for at in range(9))
    report = run([Blob(b'a.env', text)], Settings())
    assert (len(report.blocked), report.unread) == (9, [])
