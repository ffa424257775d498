"""Debian packages and git packs that are broken: what can be read is, and what cannot is named."""

from __future__ import annotations

import gzip

import pytest

from keyguard.catalogue import one
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.containers import ar, git_pack

KEY = sample(one('openai').detectors[0], 1)
SAID = b'KEY=' + KEY + b'\n'
ZIPPED = gzip.compress(SAID, mtime=0)
PACKAGE = ar({'debian-binary': b'2.0\n', 'data.gz': ZIPPED, 'more.gz': ZIPPED})
# where the last member of the package begins: behind the mark, two members and their heads
LAST = 8 + 60 + 4 + 60 + len(ZIPPED) + len(ZIPPED) % 2
# a difference: copies of the other object, and what stands in between
DELTA = b'\x90\x01\x90\x01' + bytes([len(SAID)]) + SAID

CUT, DAMAGED = 'truncated: the data ends too early', 'corrupt: the data cannot be decompressed'
BROKEN = {
    'package-cut-in-a-head': (PACKAGE[: LAST + 30], [b'x!data.gz!data'], {b'x': CUT}),
    'package-with-a-damaged-head': (
        PACKAGE[: LAST + 58] + b'``' + PACKAGE[LAST + 60 :],
        [b'x!data.gz!data'],
        {b'x': 'corrupt: the header of a member is damaged'},
    ),
    'package-with-no-number-for-a-size': (
        PACKAGE[: LAST + 48] + b'1e3       ' + PACKAGE[LAST + 58 :],
        [b'x!data.gz!data'],
        {b'x': 'corrupt: the header of a member is damaged'},
    ),
    'package-cut-in-a-member': (PACKAGE[: LAST + 60 + 8], [b'x!data.gz!data'], {b'x': CUT, b'x!more.gz': CUT}),
    'pack-with-an-unknown-kind': (git_pack((3, SAID), (5, SAID)), [b'x!blob 1'], {b'x': DAMAGED}),
    'pack-with-no-kind': (git_pack((3, SAID), (0, SAID)), [b'x!blob 1'], {b'x': DAMAGED}),
    'pack-cut': (git_pack((3, SAID), count=3)[:-20], [b'x!blob 1'], {b'x': CUT}),
    'pack-with-a-damaged-object': (
        git_pack((3, SAID))[:14] + bytes(30) + git_pack((3, SAID))[12:],
        [],
        {b'x!blob 1': DAMAGED, b'x': 'the rest of the pack was not read'},
    ),
    'pack-with-a-number-without-an-end': (
        git_pack((3, SAID))[:12] + b'\xb0' + b'\x80' * 30 + git_pack((3, SAID))[14:],
        [],
        {b'x!blob 1': DAMAGED, b'x': 'the rest of the pack was not read'},
    ),
    'bundle-without-a-pack': (
        b'# v2 git bundle\n' + b'a' * 40 + b' HEAD\n\n' + b'nothing' * 20,
        [],
        {b'x': 'corrupt: the bundle has no pack'},
    ),
}


@pytest.mark.parametrize('form', BROKEN)
def test_what_can_be_read_is_and_what_cannot_is_named(form: str) -> None:
    data, found, unread = BROKEN[form]
    report = run([Blob(b'x', data)], Settings())
    assert [(each.path, each.secret.reveal()) for each in report.blocked] == [(path, KEY) for path in found]
    named = dict(report.unread)
    assert named.keys() == unread.keys()
    assert all(named[path].startswith(words) for path, words in unread.items()), named


@pytest.mark.parametrize(
    ('objects', 'found'),
    [
        pytest.param(((7, DELTA), (3, b'x' * 40)), [b'x!delta 1'], id='to-an-object-of-another-pack'),
        pytest.param(((3, b'x'), (6, DELTA), (4, SAID)), [b'x!delta 2', b'x!tag 3'], id='to-one-before'),
        pytest.param(((2, b'100644 a\0' + bytes(20)), (1, SAID)), [b'x!commit 2'], id='none'),
    ],
)
def test_objects_that_are_stored_as_a_difference_lead_on_to_the_next(
    objects: tuple[tuple[int, bytes], ...], found: list[bytes]
) -> None:
    report = run([Blob(b'x', git_pack(*objects))], Settings())
    assert [each.path for each in report.blocked] == found
    assert report.unread == []
