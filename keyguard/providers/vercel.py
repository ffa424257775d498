"""Vercel: since 2026 a prefix, 50 characters and their CRC32 in base62; v0 keys are two parts of 24 characters."""

import zlib

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, bare, maybe, mixed, some, token

_BASE62 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'


def _checksum(key: bytes) -> bytes:
    number, digits = zlib.crc32(key[4:54]), bytearray()
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return bytes(reversed(digits))


def _checksum_fits(key: bytes) -> str:
    return '' if key[54:] == _checksum(key) else 'the checksum at its end does not fit'


def _make_checksum(key: bytes) -> bytes:
    return key[:54] + _checksum(key)


provider = Provider(
    'vercel',
    'Vercel AI Gateway',
    env=('AI_GATEWAY_API_KEY', 'VERCEL_AI_GATEWAY_API_KEY', 'VERCEL_TOKEN', 'VERCEL_OIDC_TOKEN', 'V0_API_KEY'),
    hosts=('ai-gateway.vercel.sh', 'api.vercel.com', 'api.v0.dev'),
    calls=('createGateway',),
    reads={'javascript': ('createGateway',)},
    key_page='https://vercel.com/d?to=%2F%5Bteam%5D%2F%7E%2Fai-gateway%2Fapi-keys',
    scopes='give each key a budget that refreshes; on Vercel itself, use OIDC',
    rotation='keys can be given an expiry date',
    spend='a budget for each key, with alerts',
    spend_page='https://vercel.com/docs/ai-gateway/observability-and-spend/api-key-budgets',
    keyless='VERCEL_OIDC_TOKEN, on Vercel',
    detectors=(
        Detector(
            'vercel-ai-gateway-key',
            'Vercel AI Gateway key',
            pattern=token('vck_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vck_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'vercel-personal-token',
            'Vercel personal access token',
            pattern=token('vcp_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vcp_',),
            check=_checksum_fits,
            seal=_make_checksum,
            env='VERCEL_TOKEN',
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'vercel-integration-token',
            'Vercel integration token',
            pattern=token('vci_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vci_',),
            check=_checksum_fits,
            seal=_make_checksum,
            env='VERCEL_TOKEN',
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'vercel-app-token',
            'Vercel app access token',
            pattern=token('vca_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vca_',),
            check=_checksum_fits,
            seal=_make_checksum,
            env='VERCEL_TOKEN',
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'vercel-app-refresh-token',
            'Vercel app refresh token',
            pattern=token('vcr_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vcr_',),
            check=_checksum_fits,
            seal=_make_checksum,
            env='VERCEL_TOKEN',
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'vercel-v0-key',
            'v0 API key',
            pattern=bare('v1:', maybe('team_'), some(ALNUM, 24), ':', some(ALNUM, 24)),
            names=('v0api', 'v0key', 'v0dev', 'apiv0'),
            inside=True,
            check=mixed(3),
            env='V0_API_KEY',
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'vercel-legacy-token',
            'Vercel token (older form)',
            pattern=bare(some(ALNUM, 24)),
            names=('verceltoken', 'vercelapi', 'vercelkey', 'vercelauth'),
            confidence=MEDIUM,
            check=mixed(),
            env='VERCEL_TOKEN',
            sources=('trufflesecurity/trufflehog:pkg/detectors/vercel',),
            since='2026-11-23',
        ),
    ),
)
