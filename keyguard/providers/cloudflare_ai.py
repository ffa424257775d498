"""Cloudflare: since 2026 a prefix, 40 letters and digits, and their CRC32 in hex; older tokens are 40 characters
alone.
"""

import zlib

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, HEX, bare, mixed, some, token


def _checksum(key: bytes) -> bytes:
    return b'%08x' % zlib.crc32(key[-48:-8])


def _checksum_fits(key: bytes) -> str:
    return '' if key[-8:] == _checksum(key) else 'the checksum at its end does not fit'


def _make_checksum(key: bytes) -> bytes:
    return key[:-8] + _checksum(key)


provider = Provider(
    'cloudflare-ai',
    'Cloudflare (Workers AI, AI Gateway)',
    env=('CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'CF_API_TOKEN', 'CF_AIG_TOKEN'),
    hosts=('api.cloudflare.com', 'gateway.ai.cloudflare.com'),
    calls=('Cloudflare', 'AsyncCloudflare', 'ChatCloudflareWorkersAI'),
    reads={'python': ('Cloudflare', 'AsyncCloudflare'), 'javascript': ('Cloudflare',)},
    key_page='https://dash.cloudflare.com/profile/api-tokens',
    revoke='a token can be rolled there: its permissions stay, the old value dies',
    scopes='a custom token with only Workers AI: Read on one account, an address filter and an end date; never '
    'the global API key',
    rotation='tokens can be given an end date and be rolled through the API',
    keyless='inside of a Worker, the AI binding (env.AI)',
    detectors=(
        Detector(
            'cloudflare-user-token',
            'Cloudflare user API token',
            pattern=token('cfut_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfut_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'secretlint/secretlint:packages/@secretlint/secretlint-rule-cloudflare',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'cloudflare-account-token',
            'Cloudflare account API token',
            pattern=token('cfat_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfat_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'secretlint/secretlint:packages/@secretlint/secretlint-rule-cloudflare',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'cloudflare-global-key',
            'Cloudflare global API key',
            pattern=token('cfk_', some(ALNUM, 40), some(HEX, 8)),
            literals=('cfk_',),
            confidence=MEDIUM,
            check=_checksum_fits,
            seal=_make_checksum,
            env='CLOUDFLARE_API_KEY',
            sources=(
                'secretlint/secretlint:packages/@secretlint/secretlint-rule-cloudflare',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'cloudflare-legacy-token',
            'Cloudflare API token (older form)',
            pattern=bare(some(BASE64URL, 40)),
            names=('cloudflare', 'cfapitoken', 'cfaigtoken', 'cfapikey'),
            check=mixed(),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/cloudflareapitoken',
            ),
            since='2026-11-23',
        ),
    ),
)
