"""Anthropic: ``sk-ant-``, a kind, and 95 characters: 64 bytes, a dash, 4 bytes, ``AA``.

The OAuth kinds are what Claude Code and Claude.ai hand to a machine; their length is reported, not confirmed.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, some, token

_SINCE = '2026-11-23'
_SOURCES = (
    'gitleaks/gitleaks:config/gitleaks.toml',
    'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
    'published samples, structure only',
)
_OAUTH = ('https://github.com/gitleaks/gitleaks/pull/2105', 'https://github.com/gitleaks/gitleaks/pull/2178')


def _parts_end_in_whole_bytes(key: bytes) -> str:
    # the body is 86 characters for 64 bytes, '-', 6 characters for 4 bytes, 'AA': 6 of 6 samples
    body = key[-95:]
    good = body[85] in b'AQgw' and body[86] == 0x2D and body[92] in b'AQgw'
    return '' if good else 'its two parts do not end as whole bytes do in genuine keys'


def _make_parts(key: bytes) -> bytes:
    body = bytearray(key[-95:])
    body[85], body[86], body[92] = b'AQgw'[body[85] % 4], 0x2D, b'AQgw'[body[92] % 4]
    return key[:-95] + bytes(body)


provider = Provider(
    'anthropic',
    'Anthropic',
    env=(
        'ANTHROPIC_API_KEY',
        'ANTHROPIC_AUTH_TOKEN',
        'CLAUDE_API_KEY',
        'ANTHROPIC_ADMIN_KEY',
        'CLAUDE_CODE_OAUTH_TOKEN',
        'ANTHROPIC_FOUNDRY_API_KEY',
        'ANTHROPIC_AWS_API_KEY',
    ),
    hosts=('api.anthropic.com', 'claude.ai'),
    calls=('Anthropic', 'AsyncAnthropic', 'ChatAnthropic', 'createAnthropic'),
    reads={'python': ('Anthropic', 'AsyncAnthropic', 'ChatAnthropic'), 'javascript': ('Anthropic', 'ChatAnthropic')},
    key_page='https://platform.claude.com/settings/keys',
    revoke='disable or delete it under Settings > API keys; the Admin API can set a key to inactive',
    scopes='a service account key in a workspace of its own for each environment; admin keys (sk-ant-admin01-) stay '
    'out of applications',
    rotation='an expiry date may be offered when a key is made; check the dialog',
    spend='organizations and workspaces have spend limits',
    spend_page='https://platform.claude.com/settings/limits',
    keyless='workload identity federation (ANTHROPIC_FEDERATION_RULE_ID and an identity token)',
    usage_page='https://platform.claude.com/usage',
    limits='rate limits belong to the workspace, not to a key',
    leaked=(
        'Anthropic says that it deactivates a key which GitHub reports from a public repository, and writes to its '
        'owner'
    ),
    sdk=(
        'after ANTHROPIC_API_KEY the Python SDK looks at ANTHROPIC_AUTH_TOKEN, a profile and workload identity; an '
        'argument in the code switches all of that off'
    ),
    detectors=(
        Detector(
            'anthropic-api-key',
            'Anthropic API key',
            pattern=token('sk-ant-api03-', some(BASE64URL, 93), 'AA'),
            literals=('sk-ant-api03-',),
            doubt=_parts_end_in_whole_bytes,
            seal=_make_parts,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'anthropic-admin-key',
            'Anthropic admin key',
            pattern=token('sk-ant-admin01-', some(BASE64URL, 93), 'AA'),
            literals=('sk-ant-admin01-',),
            env='ANTHROPIC_ADMIN_KEY',
            doubt=_parts_end_in_whole_bytes,
            seal=_make_parts,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'anthropic-oauth-access-token',
            'Anthropic OAuth access token (Claude Code)',
            pattern=token('sk-ant-oat01-', some(BASE64URL, 67, 120)),
            literals=('sk-ant-oat01-',),
            confidence=MEDIUM,
            env='CLAUDE_CODE_OAUTH_TOKEN',
            sources=_OAUTH,
            since=_SINCE,
        ),
        Detector(
            'anthropic-oauth-refresh-token',
            'Anthropic OAuth refresh token (Claude Code)',
            pattern=token('sk-ant-ort01-', some(BASE64URL, 67, 120)),
            literals=('sk-ant-ort01-',),
            confidence=MEDIUM,
            env='CLAUDE_CODE_OAUTH_TOKEN',
            sources=_OAUTH,
            since=_SINCE,
        ),
        Detector(
            'anthropic-session-key',
            'Claude.ai session key',
            pattern=token('sk-ant-sid01-', some(BASE64URL, 80, 200)),
            literals=('sk-ant-sid01-',),
            confidence=MEDIUM,
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since=_SINCE,
        ),
    ),
)
