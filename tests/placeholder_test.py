from __future__ import annotations

import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.placeholder import _comes_again, _counts, placeholder

ALNUM = string.ascii_letters + string.digits


@pytest.mark.parametrize(
    ('body', 'reason'),
    [
        ('your-super-secret-key-here', 'a word that says so'),
        ('YOUR_API_KEY_GOES_HERE_0000', 'a word that says so'),
        ('EXAMPLE' + 'a7B' * 9, 'a word that says so'),
        ('test-' + 'Zk3v9QpL' * 3, 'a word that says so'),
        ('x' * 48, 'one character again and again'),
        ('Qw7' + '0' * 20 + 'Zr9', 'one character again and again'),
        ('ab12' * 12, 'a few characters again and again'),
        ('a1b2' * 4 + 'c3d4' * 4, 'a few characters again and again'),
        ('0123456789' * 4, 'a few characters again and again'),
        ('Zq9' + 'abcdefghijklmnop' + '81Kx', 'characters that count up or down'),
        ('1234567890' + 'qWeRtYuIoP' + '0987654321', 'characters that count up or down'),
        ('aabbabaababbbaabaabb', 'very few different characters'),
        ('project-alpha-release-notes', 'words'),
    ],
    ids=lambda value: value[:24],
)
def test_stand_ins_are_told_with_their_reason(body: str, reason: str) -> None:
    assert placeholder(f'sk-{body}'.encode(), b'sk-') == reason


@pytest.mark.parametrize(
    ('alphabet', 'size'),
    [
        (ALNUM, 32),
        (ALNUM + '-_', 43),
        (ALNUM + '-_', 156),
        ('0123456789abcdef', 32),
        ('0123456789abcdef', 64),
        (string.ascii_letters, 34),
    ],
    ids=['alnum-32', 'base64url-43', 'base64url-156', 'hex-32', 'hex-64', 'letters-34'],
)
def test_random_keys_pass(alphabet: str, size: int) -> None:
    source = random.Random(7)
    keys = [''.join(source.choices(alphabet, k=size)).encode() for _ in range(4000)]
    taken = [placeholder(key) for key in keys if placeholder(key)]
    # the shortest words (my, the, foo) stand alone between - and _ by chance; see the bounds in the module
    assert len(taken) <= 4000 * 0.002, taken


def test_short_rest_is_not_judged() -> None:
    assert placeholder(b'sk-xxxx', b'sk-') == ''


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([b'', b'Qx7', b'kT-9_vB.2mWz']),
    st.binary(min_size=1, max_size=12).map(lambda raw: bytes(b'abcXYZ0189'[char % 10] for char in raw)),
    st.integers(1, 12),
    st.sampled_from([b'', b'Zr9', b'p0-Lk_3.dQx8', b'7890123456', b'fedcba98']),
)
def test_quick_look_says_what_the_slow_one_says(head: bytes, unit: bytes, times: int, tail: bytes) -> None:
    body = head + unit * times + tail
    plain = body.translate(None, b'-_.')
    period = re.search(rb'(.{1,12}?)\1{3,}', plain, re.S)
    if period and len(period.group()) * 2 >= len(body):
        assert _comes_again(plain)
    runs = up = down = steps = 0
    for one, two in zip(body, body[1:]):
        up = up + 1 if two - one == 1 or (one, two) == (0x39, 0x30) else 0
        down = down + 1 if two - one == -1 else 0
        steps += two - one in (1, -1)
        runs = max(runs, up, down)
    assert _counts(body) == (runs >= 6 or steps * 2 > len(body))
