from __future__ import annotations

import pytest

from keyguard import filters
from keyguard.catalogue import one
from keyguard.model import Hit, View
from keyguard.samples import sample
from keyguard.secret import Secret

PROVIDER = one('openai')
DETECTOR = PROVIDER.detectors[0]


def _hit(key: bytes = b'', reason: str = '', confidence: str = 'high') -> Hit:
    key = key or sample(DETECTOR)
    return Hit(View(key), PROVIDER, DETECTOR, Secret(key, b'sk-proj-'), 0, len(key), confidence, reason=reason)


@pytest.mark.parametrize(
    ('line', 'above', 'accepted'),
    [
        ('KEY  # keyguard: allow', '', 'comment: keyguard: allow'),
        ('KEY  # keyguard:allow', '', 'comment: keyguard: allow'),
        (
            'KEY  // keyguard: allow[openai-project-key] published sample',
            '',
            'comment: keyguard: allow (published sample)',
        ),
        ('KEY  # keyguard: allow[other, openai-project-key] x', '', 'comment: keyguard: allow (x)'),
        ('KEY  # keyguard: allow[openai] x', '', 'comment: keyguard: allow (x)'),
        ('KEY  /* keyguard: allow[openai-project-key] dead */', '', 'comment: keyguard: allow (dead)'),
        ('KEY <!-- keyguard: allow dead -->', '', 'comment: keyguard: allow (dead)'),
        ('"KEY  # keyguard: allow dead\\n",', '', 'comment: keyguard: allow (dead)'),
        ('KEY', '# keyguard: allow-next-line dead', 'comment: keyguard: allow (dead)'),
        ('KEY  # pragma: allowlist secret', '', 'comment: pragma: allowlist secret'),
        ('KEY  # pragma: whitelist secret', '', 'comment: pragma: whitelist secret'),
        ('KEY', '# pragma: allowlist nextline secret', 'comment: pragma: allowlist nextline secret'),
        ('KEY  # gitleaks:allow', '', 'comment: gitleaks:allow'),
        ('KEY  # betterleaks:allow', '', 'comment: betterleaks:allow'),
        ('KEY  # trufflehog:ignore', '', 'comment: trufflehog:ignore'),
        ('KEY  # kingfisher:ignore', '', 'comment: kingfisher:ignore'),
        ('KEY  // secretlint-disable-line', '', 'comment: secretlint-disable-line'),
        ('KEY', '// secretlint-disable-next-line', 'comment: secretlint-disable-next-line'),
        ('KEY  # keyguard: allow[anthropic-api-key] x', '', ''),
        ('KEY  # keyguard: allowance', '', ''),
        ('KEY  # keyguard: allow-next-line x', '', ''),
        ('KEY', '# keyguard: allow', ''),
        ('KEY', '# pragma: allowlist secret', ''),
        ('KEY  # pragma: allowlist nextline secret', '', ''),
        ('KEY  # allow this', '', ''),
    ],
)
def test_comments(line: str, above: str, accepted: str) -> None:
    assert filters.by_comment(_hit(), line.encode(), above.encode()) == accepted


def test_reason_of_a_comment_never_repeats_a_key() -> None:
    key = sample(DETECTOR)
    reason = filters.by_comment(_hit(key), b'x # keyguard: allow it is ' + key, b'')
    assert reason == 'comment: keyguard: allow (it is …)'


def test_value_that_failed_its_proof_is_no_key() -> None:
    assert filters.by_value(_hit(reason='the checksum does not fit')) == 'not a key: the checksum does not fit'
    assert filters.by_value(_hit()) == ''
    assert filters.by_value(_hit(b'sk-proj-' + b'x' * 40)) == 'placeholder: one character again and again'


@pytest.mark.parametrize(
    ('skip', 'least', 'reason'),
    [
        ((), 'low', ''),
        (('openai-project-key',), 'low', 'configuration: this detector is switched off'),
        (('openai',), 'low', 'configuration: this detector is switched off'),
        (('openai-admin-key',), 'low', ''),
        ((), 'high', 'configuration: confidence medium is below high'),
    ],
    ids=['nothing-set', 'detector', 'provider', 'another-detector', 'confidence'],
)
def test_settings(skip: tuple[str, ...], least: str, reason: str) -> None:
    assert filters.by_settings(_hit(confidence='medium'), skip, least) == reason
