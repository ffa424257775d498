"""Many short texts at once: none that the door would hand on is passed over."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything, one
from keyguard.disguise import CARRIERS
from keyguard.messages import SHORT, worth_a_look
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample

KEYS = [sample(detector, 1) for provider in everything() for detector in provider.detectors]
PARTS = [
    *(b'Merge branch', b' ', b'\n', b'a word', b'+', b'"', b"' + '", b'\\u0041', b'%41', b'&#65;', b'\0', b'\x93', b'\x1b[1m'),
    *('é'.encode(), b'\xff', b'%PDF-1.7', b'MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n', b'=\n'),
    *(b'(dp0\nVkey\np1\nV', b'.', b'0123456789abcdef' * 2, b'x' * 40, b'key: ', b'mistral ', *CARRIERS),
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PARTS), st.sampled_from(KEYS), st.binary(max_size=30)), max_size=5).map(
    lambda parts: b''.join(parts)[:SHORT]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(TEXTS, max_size=12), st.sampled_from([b'commit 0123456789ab', b'mistral.key', b'a.eml']))
def test_what_could_hold_a_key_is_worth_a_look(texts: list[bytes], path: bytes) -> None:
    found = worth_a_look(texts)
    assert found <= set(range(len(texts)))
    assert [text for at, text in enumerate(texts) if at not in found and doubtful(text, path, BOOK)] == []


def test_ordinary_messages_are_not() -> None:
    key = sample(one('openai').detectors[0])
    texts = [b'Fix the tests\n', b'', b"Merge branch 'side' of somewhere (#12)\n\nIt works now.\n"] * 100
    assert worth_a_look(texts) == set()
    assert worth_a_look([*texts, b'Use ' + key[:200], *texts, b'\\u0073k-' + b'a1B2' * 8, b'x']) == {300, 601}
