"""Names that could decide what is found: beside them, one look at the same bytes stands for all others."""

from __future__ import annotations

import random

import pytest

from keyguard.catalogue import everything, one
from keyguard.disguise import MAILS
from keyguard.kinds import Detector, Provider
from keyguard.model import Blob
from keyguard.naming import telling
from keyguard.pipeline import run
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

ALL = [(provider, detector) for provider in everything() for detector in provider.detectors]
SETTINGS = Settings()
# what a key can be written like where nothing but the file's name says whose it is, and what
LINES = (b'%s\n', b'token: %s\n', b'x = "%s"\n', b'"current": "%s",\n')
NAMES = sorted(
    {
        *(name.strip('<>') for _, detector in ALL for name in (*detector.names, *detector.public)),
        *(variable.lower() for provider, _ in ALL for variable in provider.env),
        *('key', 'token', 'secrets', 'auth', 'bearer', 'passwords', 'credentials', 'login', 'my_pat', 'mySk', 'A_SK'),
        *('.git-blame-ignore-revs', 'sha256sums.txt', 'checksums.md5', 'MD5SUM', 'google-services.json'),
        *('GoogleService-Info.plist', 'firebase.config.js'),
    }
)


def _told(data: bytes, path: bytes) -> list[tuple[object, ...]]:
    report = run([Blob(path, data)], SETTINGS)
    return [(each.secret, each.detector.id, each.span, each.confidence, each.accepted) for each in report.findings]


@pytest.mark.parametrize(('provider', 'detector'), ALL, ids=[detector.id for _, detector in ALL])
def test_name_that_changes_the_verdict_is_telling(provider: Provider, detector: Detector) -> None:
    names = random.Random(detector.id).sample(NAMES, 8)
    names += [name.strip('<>') for name in (*detector.names, *detector.public)][:4]
    names += [variable.lower() for variable in provider.env[:2]]
    data = b''.join(line % sample(detector, 5) for line in LINES)
    plain = _told(data, b'src/app.py')
    for name in names:
        path = f'src/{name}'.encode()
        assert telling(path, BOOK) or _told(data, path) == plain, name


@pytest.mark.parametrize(
    'path',
    [
        'mistral.txt',
        'exa/config.py',
        'ya29/x',
        'a/google-services.json',
        'tokens.csv',
        'my_pat',
        'checksums.txt',
        'x.br',
        *(f'x{ending.decode()}' for ending in MAILS),
        sample(one('openai').detectors[0]).decode() + '.txt',
    ],
)
def test_telling(path: str) -> None:
    # what stands before a run that a key begins with is of no use without the run
    assert telling(path.encode(), BOOK) is not path.startswith('ya29')


@pytest.mark.parametrize(
    'path', ['src/app.py', 'README.md', 'lib/util/strings.go', 'a/very_long_name_of_a_test_module.py']
)
def test_plain(path: str) -> None:
    assert not telling(path.encode(), BOOK)
