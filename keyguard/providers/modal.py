"""Modal: a pair of ``ak-`` (id) and ``as-`` (secret) with 22 letters and digits each."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'modal',
    'Modal',
    env=('MODAL_TOKEN_SECRET',),
    hosts=('api.modal.com',),
    key_page='https://modal.com/settings/tokens',
    revoke='delete it there, and make a new one with modal token new',
    keyless='nothing to pass in code: the client reads MODAL_TOKEN_ID and MODAL_TOKEN_SECRET, or the file that '
    'modal token new writes in your home folder',
    sdk=(
        'modal reads MODAL_TOKEN_ID and MODAL_TOKEN_SECRET, or else ~/.modal.toml, which never belongs into a '
        'repository'
    ),
    likely={
        'scopes': 'service users can be limited to a workspace or an environment',
        'spend': 'a workspace can have a budget',
        'spend_page': 'https://modal.com/settings/usage',
    },
    detectors=(
        Detector(
            'modal-token-id',
            'Modal token id',
            pattern=token('ak-', some(ALNUM, 22)),
            literals=('ak-',),
            names=('modal', 'tokenid', 'tokensecret'),
            confidence=MEDIUM,
            wordlike=no_words(3),
            env='MODAL_TOKEN_ID',
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/modal.yml',),
            since='2026-11-23',
        ),
        Detector(
            'modal-token-secret',
            'Modal token secret',
            pattern=token('as-', some(ALNUM, 22)),
            literals=('as-',),
            names=('modal', 'tokenid', 'tokensecret'),
            confidence=MEDIUM,
            wordlike=no_words(3),
            env='MODAL_TOKEN_SECRET',
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/modal.yml',),
            since='2026-11-23',
        ),
    ),
)
