"""Vercel (AI Gateway, v0): since 2026 a key is ``vc``, a letter for its kind, 50 characters and their CRC32 in base 62.

v0 keys are two parts of 24 behind ``v1:``; older tokens are 24 characters with no mark at all.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import (
    ALNUM,
    BASE64URL,
    bare,
    crc32_base62,
    either,
    maybe,
    mixed,
    seal_crc32_base62,
    some,
    token,
)

_SOURCES = (
    'https://vercel.com/changelog/new-token-formats-and-secret-scanning',
    'mongodb/kingfisher:crates/kingfisher-rules/data/rules/vercel.yml',
)
_SINCE = '2026-11-23'


provider = Provider(
    'vercel',
    'Vercel (AI Gateway, v0)',
    env=('AI_GATEWAY_API_KEY', 'VERCEL_AI_GATEWAY_API_KEY', 'VERCEL_TOKEN', 'VERCEL_OIDC_TOKEN', 'V0_API_KEY'),
    hosts=('ai-gateway.vercel.sh', 'api.vercel.com', 'api.v0.dev'),
    calls=('createGateway', 'createVercel'),
    reads={'javascript': ('createGateway',)},
    key_page='https://vercel.com/d?to=%2F%5Bteam%5D%2F%7E%2Fai-gateway%2Fapi-keys',
    revoke='this page has the keys of the AI Gateway; other Vercel tokens and v0 keys have pages of their own',
    scopes='a key of its own for each program, each with a budget',
    rotation='AI Gateway keys can be given an end date, and the Vercel CLI makes new ones',
    spend='give the key a budget that is refilled daily, weekly or monthly; it is a soft cap with alerts',
    spend_page='https://vercel.com/docs/ai-gateway/observability-and-spend/api-key-budgets',
    keyless='on Vercel, the OIDC token that a deployment gets by itself (VERCEL_OIDC_TOKEN)',
    limits='each key of the AI Gateway can have a budget',
    leaked='GitHub reports keys that it finds in public repositories to Vercel; what follows is not confirmed',
    sdk='the AI SDK reads AI_GATEWAY_API_KEY, or else VERCEL_OIDC_TOKEN',
    detectors=(
        Detector(
            'vercel-ai-gateway-key',
            'Vercel AI Gateway key',
            pattern=token('vck_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vck_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'vercel-personal-access-token',
            'Vercel personal access token',
            pattern=token('vcp_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vcp_',),
            env='VERCEL_TOKEN',
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'vercel-integration-token',
            'Vercel integration token',
            pattern=token('vci_', some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vci_',),
            env='VERCEL_TOKEN',
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'vercel-app-token',
            'Vercel app token (access or refresh)',
            pattern=token(either('vca_', 'vcr_'), some(BASE64URL, 50), some(ALNUM, 6)),
            literals=('vca_', 'vcr_'),
            env='VERCEL_TOKEN',
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'vercel-v0-key',
            'v0 API key',
            pattern=bare('v1:', maybe('team_'), some(ALNUM, 24), ':', some(ALNUM, 24)),
            names=('v0apikey', 'apiv0dev', 'vercel'),
            # what a run of token characters begins with is behind the colon
            inside=True,
            env='V0_API_KEY',
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
        Detector(
            'vercel-legacy-token',
            'Vercel access token (before 2026)',
            # neither half of a v0 key
            pattern=bare(r'(?<![A-Za-z0-9]{24}:)', some(ALNUM, 24), r'(?!:[A-Za-z0-9])'),
            names=('vercel',),
            wordlike=mixed(),
            env='VERCEL_TOKEN',
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/vercel',
                'praetorian-inc/titus:pkg/rule/rules/vercel.yml',
            ),
            since=_SINCE,
        ),
    ),
)
