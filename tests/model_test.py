from __future__ import annotations

import json
import pickle

import pytest

from keyguard.catalogue import one
from keyguard.model import Blob, Hit, View
from keyguard.samples import sample
from keyguard.secret import Known, Secret

KEY = b'sk-proj-' + bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B))


@pytest.mark.parametrize(
    'out',
    [
        str,
        repr,
        ascii,
        lambda secret: f'{secret}',
        lambda secret: f'{secret:>40}',
        lambda secret: '%s %r' % (secret, secret),
    ],
    ids=['str', 'repr', 'ascii', 'format', 'format-spec', 'percent'],
)
def test_secret_prints_its_mask(out) -> None:  # type: ignore[no-untyped-def]
    shown = out(Secret(KEY, b'sk-proj-'))
    assert 'wxyz' in shown
    assert not any(KEY[at : at + 5].decode() in shown for at in range(8, len(KEY) - 4))


def test_secret_is_not_what_json_and_pickle_write() -> None:
    secret = Secret(KEY, b'sk-proj-')
    with pytest.raises(TypeError):
        json.dumps(secret)
    copy = pickle.loads(pickle.dumps(secret))
    assert (str(copy), copy.fingerprint, copy.sha1, len(copy)) == (
        'sk-proj-…wxyz',
        secret.fingerprint,
        secret.sha1,
        len(KEY),
    )
    assert copy == secret
    assert len({copy, secret}) == 1
    assert pickle.loads(pickle.dumps(copy)) == secret
    with pytest.raises(LookupError):
        copy.reveal()
    assert KEY not in pickle.dumps(secret)


@pytest.mark.parametrize(
    ('value', 'prefix', 'masked'),
    [
        (KEY, b'sk-proj-', 'sk-proj-…wxyz'),
        (KEY, b'', '…wxyz'),
        (KEY, b'gsk_', '…wxyz'),
        (b'abc_0123456789abcdef', b'abc_', 'abc_…'),
        (b'0123456789abcdefg', b'', '…defg'),
    ],
    ids=['prefix', 'no-prefix', 'a-prefix-that-it-has-not', 'too-short-for-a-tail', 'just-long-enough'],
)
def test_mask(value: bytes, prefix: bytes, masked: str) -> None:
    assert Secret(value, prefix).masked == masked


def test_fingerprint_is_the_documented_keyed_digest() -> None:
    from hashlib import blake2b

    assert Secret(KEY).fingerprint == 'kg1:' + blake2b(KEY, digest_size=16, key=b'keyguard/1').hexdigest()
    assert Secret(KEY, b'sk-').fingerprint == Secret(KEY).fingerprint


def test_secrets_are_equal_by_value() -> None:
    assert Secret(KEY) == Secret(KEY, b'sk-')
    assert Secret(KEY) != Secret(KEY[:-1])
    assert Secret(KEY) != KEY
    assert len({Secret(KEY), Secret(KEY, b'sk-')}) == 1
    assert len(Secret(KEY)) == len(KEY)


def test_longest_literal_is_the_prefix() -> None:
    detector = one('openai').detectors[0]
    assert detector.prefix_of(sample(detector)) == b'sk-proj-'
    assert detector.prefix_of(b'nothing') == b''


def test_words_have_readable_names() -> None:
    provider = one('openai')
    assert repr(provider) == '<Provider openai>'
    assert repr(provider.detectors[0]) == '<Detector openai-project-key>'


def test_hit_maps_back_to_the_blob() -> None:
    provider = one('openai')
    view = View(b'..key', 'utf-16', base=10, stride=2)
    hit = Hit(view, provider, provider.detectors[0], Secret(b'key'), 2, 5, 'high')
    assert hit.span == (14, 20)
    assert Blob(b'a').data == b''


@pytest.mark.parametrize(
    ('data', 'within'),
    [
        (b'x' + KEY + b'y', True),
        (KEY.decode().encode('utf-16-le'), True),
        (KEY.decode().encode('utf-16-be'), True),
        (KEY[:-1], False),
        (b'', False),
    ],
    ids=['own letters', 'little-endian', 'big-endian', 'cut', 'nothing'],
)
def test_secret_is_recognised_in_bytes(data: bytes, within: bool) -> None:
    secret = Secret(KEY, b'sk-proj-')
    assert secret.within(data) is within and secret.here
    copy = pickle.loads(pickle.dumps(secret))
    assert not copy.within(data) and not copy.here


@pytest.mark.parametrize(
    ('value', 'cut'),
    [
        pytest.param(KEY, False, id='whole'),
        pytest.param(KEY[:30], True, id='begin'),
        pytest.param(KEY[30:], True, id='end'),
        pytest.param(b'x' + KEY[20:] + b'yz1', True, id='end-with-neighbours'),
        pytest.param(b'9' + KEY + b'and-what-follows', True, id='whole-with-neighbours'),
        pytest.param(KEY[:20], False, id='too-short'),
        pytest.param(KEY[:30] + bytes(range(0x61, 0x7B)), False, id='another-that-begins-so'),
        pytest.param(b'', False, id='nothing'),
    ],
)
def test_piece_of_a_known_key(value: bytes, cut: bool) -> None:
    assert Known([Secret(b'another-key-' * 3), Secret(KEY, b'sk-proj-')]).cuts(Secret(value)) == cut
    assert not Known([]).cuts(Secret(value))
