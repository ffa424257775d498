"""The phone book is worked out from the patterns; a pattern that the prefilter could miss is refused."""

from __future__ import annotations

import random
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.catalogue import everything
from keyguard.kinds import Detector, Provider
from keyguard.providers import book, check
from keyguard.providers.shapes import mixed, no_words
from keyguard.samples import sample
from keyguard.tokens import Book


def _detector(pattern: str, *literals: str, **more: object) -> Detector:
    return Detector('x-key', 'X key', pattern=pattern, literals=literals, sources=('here',), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ('pattern', 'literal', 'row'),
    [
        ('abc_[a-f]{30}', 'abc_', (b'abc_', 30, b'abcdef')),
        ('(?:abc_|abd_)[a-f]{30}', 'abd_', (b'abd_', 30, b'abcdef')),
        ('ab[cd]_(?:[0-9]{20}|[a-b]{25})', 'abd_', (b'abd_', 20, b'0123456789ab')),
        ('abc_(?:x)?[0-9]{22}', 'abc_', (b'abc_', 22, b'0123456789x')),
        ('(?:v1\\.)?abc_[0-9]{22}', 'abc_', (b'abc_', 22, b'0123456789')),
        ('v1\\.abc_[0-9]{22}', 'v1.abc_', (b'abc_', 22, b'0123456789')),
        ('abc_[0-9]{22}\\.[a-z]{9}', 'abc_', (b'abc_', 22, b'0123456789')),
        ('abc_[0-9]{22}(?:[+/]|[a-z])', 'abc_', (b'abc_', 22, b'0123456789' + b'abcdefghijklmnopqrstuvwxyz')),
        ('abc_([0-9]{22}=)', 'abc_', (b'abc_', 22, b'0123456789')),
        ('a{3}_[0-9]{22}', 'aaa_', (b'aaa_', 22, b'0123456789')),
        ('a{2,4}_[0-9]{22}', 'aaa_', (b'aaa_', 22, b'0123456789')),
        ('abc_[^\\x00-/:-\\xff]{22}', 'abc_', (b'abc_', 22, b'0123456789')),
        ('abc_[0-9]{22}(?:ab\\.){1,2}', 'abc_', (b'abc_', 24, b'0123456789ab')),
    ],
)
def test_row_says_what_must_follow_a_literal(pattern: str, literal: str, row: tuple[bytes, int, bytes]) -> None:
    shown, need, alphabet = book.literal_row(_detector(pattern, literal), literal)
    assert (shown, need) == row[:2]
    assert set(alphabet) >= set(row[2]) - set(b'abcdefghijklmnopqrstuvwxyz' if '+/' in pattern else b'')


@pytest.mark.parametrize(
    ('pattern', 'literal', 'words'),
    [
        ('abc_[0-9]{22}', 'abd_', 'does not begin with the literal'),
        ('abc_[0-9]{9}', 'abc_', 'a run of 13 token characters'),
        ('ab.c[0-9]{30}', 'ab.c', 'must end in three or more'),
        ('abc_', 'abc_more', 'does not begin with'),
        ('abc_.{30}', 'abc_', 'a run of 4 token characters'),
    ],
)
def test_literal_that_the_prefilter_could_miss_is_refused(pattern: str, literal: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        book.literal_row(_detector(pattern, literal), literal)


def test_every_literal_of_the_catalogue_is_followed_as_its_row_says() -> None:
    for provider in everything():
        for detector in provider.detectors:
            for literal in filter(lambda each: not book.is_lead(each), detector.literals):
                shown, need, alphabet = book.literal_row(detector, literal)
                for seed in range(40):
                    key = sample(detector, seed)
                    if literal.encode() in key:
                        rest = key[key.index(shown) + len(shown) :][:need]
                        assert len(rest) == need and not rest.strip(alphabet), detector.id


def test_joined_books_hold_both() -> None:
    one = Book(
        {b'abc': ((1, b'a', (), ('x',)),)},
        {b'name': ('x',)},
        {b'X': ('x',)},
        {b'x.': (((), ('x',)),)},
        {b'exa': ('x',)},
    )
    two = Book(
        {b'abc': ((2, b'a', (), ('y',)),), b'zabc': ((2, b'a', (), ('y',)),)},
        {b'name': ('y',)},
        {},
        {b'x.': (((), ('y',)),)},
        {b'exa': ('y',), b'vast': ('y',)},
    )
    both = book.join(one, two)
    assert [row[3] for row in both.literals[b'abc']] == [('x',), ('y',)]
    assert both.leads == {b'x.': (((), ('x',)), ((), ('y',)))}
    assert both.names == {b'name': ('x', 'y')}
    assert both.labels == {b'exa': ('x', 'y'), b'vast': ('y',)}
    assert both.plain == {b'abc': [b'abc'], b'zab': [b'zabc']} and both.heads == {}


def test_command_writes_the_phone_book_as_it_stands(tmp_path: Path) -> None:
    import shutil

    import keyguard

    copy = tmp_path / 'keyguard'
    shutil.copytree(Path(keyguard.__file__).parent, copy, ignore=shutil.ignore_patterns('__pycache__'))
    written = copy / 'providers' / '_phonebook.py'
    before = written.read_bytes()
    subprocess.run(
        [sys.executable, '-m', 'keyguard.providers'], cwd=tmp_path, env={'PATH': ''}, check=True, capture_output=True
    )
    assert written.read_bytes() == before


@pytest.mark.parametrize(
    ('provider', 'reason'),
    [
        (Provider('x', 'X', detectors=()), 'x: a provider needs a detector'),
        (
            Provider('x', 'X', detectors=[_detector('abc_[0-9]{30}', 'abc_')] * 2),
            'x: the detector id x-key stands twice',
        ),
        (
            Provider('x', 'X', detectors=[Detector('x-key', 'X', pattern='abc_[0-9]{30}', literals=['abc_'])]),
            'x-key: say in `sources`',
        ),
        (
            Provider('x', 'X', detectors=[_detector('abc_[0-9]{30}', 'abc_', confidence='sure')]),
            "x-key: confidence 'sure' is not one of",
        ),
        (Provider('x', 'X', detectors=[_detector('abc_[0-9]{30}(', 'abc_')]), 'x-key: missing ), unterminated'),
        (
            Provider('x', 'X', detectors=[_detector('abc_[0-9]{30}', 'abc_', check=lambda _: 'no')]),
            'x-key: no text that fits',
        ),
        (Provider('x', 'X', detectors=[_detector('abc_[0-9]+', 'abc_')]), 'x-key: a repeat without an end'),
        (
            Provider('x', 'X', detectors=[_detector('abc_(?:[0-9]{1,9}|a){2,9}', 'abc_')]),
            'x-key: a repeat inside of a repeat',
        ),
        (
            Provider('x', 'X', detectors=[_detector('ac\\|[0-9]{30}', 'ab|')]),
            "x-key: the pattern does not begin with the literal 'ab|'",
        ),
        (
            Provider('x', 'X', detectors=[_detector('[0-9]{22}\\*[0-9]{22}', names=('xnear',))]),
            'x-key: a key must hold 23 or more',
        ),
        (
            Provider('x', 'X', detectors=[_detector('[a-z]{30}', names=('xnear',))]),
            'x-key: a key must hold 23 or more of A-Z a-z 0-9 _ - in a row, with a digit among them',
        ),
        (
            Provider('x', 'X', detectors=[_detector('ab\\|[0-9]{22}\\*[0-9]{22}', 'ab|')]),
            'x-key: a key must hold 23 or more',
        ),
        (
            Provider('x', 'X', detectors=[_detector('ab\\|[0-9]{10}\\*[0-9]{30}', 'ab|')]),
            'x-key: the prefilter does not see its beginning before its run',
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else '',
)
def test_problems_are_told_in_words(provider: Provider, reason: str) -> None:
    assert any(problem.startswith(reason) for problem in check.problems(provider)), check.problems(provider)


def test_anchors_are_found_wherever_they_hide() -> None:
    for pattern in ('(?:a|^b)', '(a$)', '(?:a(?=b)){2}'):
        with pytest.raises(ValueError, match='leave out'):
            check.bounded(pattern, bare=False)
    assert check.bounded('a', bare=True) != check.bounded('a', bare=False)


@pytest.mark.parametrize(
    ('pattern', 'problem'),
    [
        ('a{1,9}b{1,9}c{1,9}', ''),
        ('a{1,99}b{1,99}c{1,99}', 'too many ways'),
        ('(?:ab|cd|ef){9}', ''),
        ('(?:ab|cd|ef){10}', 'too many ways'),
        ('(?:(?:ab|cd){7}|c)(?:de|ef){7}', ''),
        ('(?:(?:ab|cd){7}|c)(?:de|ef){8}', 'too many ways'),
        (r'(a)\1', 'a reference to a group'),
        ('a b', 'printable characters without spaces'),
        ('[^a]', 'printable characters without spaces'),
        (r'\w{30}', 'printable characters without spaces'),
        ('ä', 'bad regular expression'),
    ],
)
def test_ways_to_divide_a_text_are_counted(pattern: str, problem: str) -> None:
    if not problem:
        assert pattern in check.bounded(pattern, bare=False)
        return
    with pytest.raises(ValueError, match=problem):
        check.bounded(pattern, bare=False)


def test_checks_never_raise_and_refuse_what_is_random() -> None:
    """Random texts that fit a pattern with a checksum or an encoding in it: told apart, without an exception."""
    source = random.Random(11)
    from keyguard.providers.book import nodes
    from keyguard.samples import _text

    for provider in everything():
        for detector in provider.detectors:
            tree = nodes(detector.pattern)
            texts = [_text(tree, source) for _ in range(40)]
            for text in texts:
                if detector.check:
                    assert isinstance(detector.check(text), str)
                if detector.doubt:
                    assert isinstance(detector.doubt(text), str)
            if (
                detector.check
                and detector.seal
                and detector.id.split('-')[0] in ('aws', 'azure', 'cloudflare', 'github', 'vercel')
            ):
                assert all(detector.check(text) for text in texts), detector.id


@pytest.mark.parametrize(
    ('key', 'good'),
    [('k_aB3', True), ('k_ab3', False), ('k_AB3', False), ('k_aBcD', True), ('k_getNextItem', False)],
    ids=['all', 'lower', 'upper', 'no-digit', 'words'],
)
def test_mixed(key: str, good: bool) -> None:
    assert (mixed(2)(key.encode()) == '') is good


@pytest.mark.parametrize(
    ('body', 'good'),
    [
        pytest.param('getNextPageOfItemsForUser', False, id='camel'),
        pytest.param('GetUser2FromHttpRequest', False, id='camel-with-digits'),
        pytest.param('load_user_2_from_x86_buffer', False, id='snake'),
        pytest.param('LOAD_USER_2_FROM_BUFFER', False, id='screaming'),
        pytest.param('Load-User2-From-Base64-Buffer', False, id='train'),
        pytest.param('spinnerwithouteveranything', False, id='small-letters'),
        pytest.param('q7d0k3m8z1x5c9v2b6n4w', True, id='one-case'),
        pytest.param('0f9c-31ab-47d2-9e05-c8b67a', True, id='hex-with-dashes'),
        pytest.param('qXzKdTbWmVcRpLnJhYsGfEa', True, id='no-digit'),
    ],
)
def test_no_words(body: str, good: bool) -> None:
    assert (no_words(2)(b'k_' + body.encode()) == '') is good


def test_random_bodies_are_refused_as_seldom_as_the_docstring_says() -> None:
    source = random.Random(5)
    alphabet = string.ascii_letters + string.digits
    for size, one_in in ((20, 60), (24, 120), (32, 400), (48, 2000)):
        bodies = [''.join(source.choices(alphabet, k=size)).encode() for _ in range(6000)]
        assert sum(no_words()(body) != '' for body in bodies) * one_in < len(bodies), size


def test_doubts_say_which_soft_test_failed() -> None:
    """A doubt lowers the confidence and is told; it never drops the finding."""
    from keyguard.model import Blob
    from keyguard.pipeline import run
    from keyguard.settings import Settings

    lowered = 0
    for provider in everything():
        for detector in provider.detectors:
            if not detector.doubt or not detector.literals or detector.names or not detector.alone:
                continue
            for seed in range(30):
                key = bytearray(sample(detector, seed))
                changed = next(
                    (
                        bytes(key[:at] + bytes((char,)) + key[at + 1 :])
                        for at in range(len(key) - 1, 5, -1)
                        for char in b'z1Bf7'
                        if re.fullmatch(detector.pattern.encode(), bytes(key[:at] + bytes((char,)) + key[at + 1 :]))
                        and detector.doubt(bytes(key[:at] + bytes((char,)) + key[at + 1 :]))
                    ),
                    None,
                )
                if changed is None:
                    continue
                found = run([Blob(b'a.py', b'k = "' + changed + b'"')], Settings()).blocked
                if found and found[0].detector is detector:
                    lowered += 1
                    assert found[0].note and found[0].confidence != 'high'
                break
    assert lowered > 8
