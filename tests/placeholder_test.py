from __future__ import annotations

import random
import string

import pytest

from keyguard.placeholder import placeholder

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
