from __future__ import annotations

import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.placeholder import _comes_again, _counts, _interleaved, placeholder

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
        ('a1b2c3d4e5f6' + 'g7h8i9j0k1l2m3n4', 'characters that count up or down'),
        ('a1b2c3d4-e5f6-4a7b' + '-8c9d-0e1f2a3b4c5d', 'characters that count up or down'),
        ('abc123def456' + 'ghi789', 'characters that count up or down'),
        ('x7f9a2b3c4d5' + 'e6f7g8h9i0j1k2l3', 'characters that count up or down'),
        ('AbCdEfGhIjKl' + 'MnOpQrStUvWxYz', 'characters that count up or down'),
        ('1q2w3e4r5t6y' + '7u8i9o0p1q2w3e4r', 'characters that count up or down'),
        ('00112233' + '445566778899aabbccddeeff', 'pairs of the same character'),
        ('f47ac10b-58cc-4372' + '-a567-0e02b2c3d479', 'a UUID or digest that manuals show'),
        ('d41d8cd98f00b204' + 'e9800998ecf8427e', 'a UUID or digest that manuals show'),
        ('.eyJzdWIiOiIxMjM0NTY3ODkw' + 'IiwibmFtZSI6Ikpv', 'the JWT that manuals show'),
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


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='abcdefxyz0189AZ', min_size=8, max_size=60))
def test_what_counts_by_itself_is_told_as_by_counting(text: str) -> None:
    letters = [char for char in text.lower() if char.isalpha()]
    digits = [char for char in text if char.isdigit()]
    is_hex = set(letters) <= set('abcdef')

    def longest(chars: list[str], last: str, first: str) -> int:
        run = best = 0
        for one, two in zip(chars, chars[1:]):
            follows = two == (first if one == last else chr(ord(one) + 1))
            run = run + 1 if follows else 0
            best = max(best, run)
        return best if best >= 4 else 0

    lettered = longest(letters, 'f' if is_hex else 'z', 'a')
    wanted = lettered * (0.78 if is_hex else 1.41) + longest(digits, '9', '0') >= 12
    assert _interleaved(text.encode()) is (wanted and (lettered >= 5 or len(digits) >= 13))
