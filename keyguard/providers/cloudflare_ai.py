"""Cloudflare (Workers AI, AI Gateway): since 2026 a token is ``cfut_``, ``cfat_`` or ``cfk_``, 40 characters and their
CRC32 in hex, so a made-up one is known without asking anybody. Older tokens have no mark of their own.
"""

from zlib import crc32

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, HEX, bare, mixed, some, token

_SOURCES = (
    'secretlint/secretlint:packages/@secretlint/secretlint-rule-cloudflare/src/index.ts',
    'https://github.com/github/docs/blob/main/src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
    'published samples, structure only',
)
_SINCE = '2026-11-23'


def _sum(key: bytes) -> bytes:
    # the prefix is not part of the sum
    return b'%08x' % crc32(key[-48:-8])


def _checksum(key: bytes) -> str:
    return '' if key.endswith(_sum(key)) else 'its checksum (CRC32) is wrong'


def _add_checksum(key: bytes) -> bytes:
    return key[:-8] + _sum(key)


provider = Provider(
    'cloudflare-ai',
    'Cloudflare (Workers AI, AI Gateway)',
    env=('CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN', 'CF_AIG_TOKEN', 'CLOUDFLARE_API_KEY'),
    hosts=('api.cloudflare.com', 'gateway.ai.cloudflare.com'),
    calls=('Cloudflare', 'AsyncCloudflare'),
    reads={'python': ('Cloudflare',), 'javascript': ('Cloudflare',)},
    key_page='https://dash.cloudflare.com/profile/api-tokens',
    revoke='roll the token (its permissions stay) or delete it, on the key page or by API',
    scopes='a custom token that may only read Workers AI, for one account and known client addresses; never the Global '
    'API Key',
    rotation='tokens can be given an end date and can be rolled by API',
    keyless='inside a Worker, the AI binding (env.AI) needs no token',
    limits='an AI Gateway in front of the models can limit the rate',
    leaked='GitHub reports keys that it finds in public repositories to Cloudflare; what follows is not confirmed',
    sdk=(
        'Cloudflare() reads CLOUDFLARE_API_TOKEN; leave CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL unset, for that is the'
        ' Global API Key'
    ),
    likely={
        'spend': 'notifications tell of the use, and an AI Gateway can cap the cost',
        'spend_page': 'https://dash.cloudflare.com/?to=/:account/billing',
    },
    detectors=(
        Detector(
            'cloudflare-ai-user-token',
            'Cloudflare API token',
            pattern=token('cfut_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfut_',),
            check=_checksum,
            seal=_add_checksum,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'cloudflare-ai-account-token',
            'Cloudflare API token of an account',
            pattern=token('cfat_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfat_',),
            check=_checksum,
            seal=_add_checksum,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'cloudflare-ai-global-key',
            'Cloudflare Global API Key',
            pattern=token('cfk_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfk_',),
            confidence=MEDIUM,
            env='CLOUDFLARE_API_KEY',
            check=_checksum,
            seal=_add_checksum,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'cloudflare-ai-legacy-token',
            'Cloudflare API token (before 2026)',
            pattern=bare(some(BASE64URL, 40)),
            names=('cloudflare', 'cfapitoken', 'cfaigtoken'),
            # not the 40 hex digits of a git revision
            wordlike=mixed(),
            sources=('gitleaks/gitleaks:config/gitleaks.toml', 'google/osv-scalibr:veles/secrets/cloudflareapitoken'),
            since=_SINCE,
        ),
    ),
)
