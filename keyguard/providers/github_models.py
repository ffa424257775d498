"""GitHub (Models, Copilot): a token is ``gh``, a letter for its kind, 30 random characters and their CRC32 in base 62.

Fine-grained tokens are longer and have a prefix of words; installation tokens of 2026 are a JWT behind ``ghs_`` and
the number of their app.
"""

from base64 import urlsafe_b64decode

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, crc32_base62, seal_crc32_base62, some, token

# 15 bytes of JSON, so that the encoding ends where they end
_HEADER = b'eyJhbGciOiJSUzI1NiIs'
_SOURCES = (
    'Samsung/CredSweeper:credsweeper/filters/value_github_check.py',
    'https://github.com/github/docs/blob/main/src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
)
_SINCE = '2026-11-23'


def _jwt(key: bytes) -> str:
    header = key.split(b'_', 2)[2].split(b'.')[0]
    try:
        text = urlsafe_b64decode(header + b'=' * (-len(header) % 4))
    except ValueError:
        text = b''
    return '' if text.startswith(b'{"') and b'"alg"' in text else 'what looks like a JWT in it does not decode to one'


def _make_jwt(key: bytes) -> bytes:
    begin = key.index(b'_', 4) + 1
    # a header of 4n + 1 characters is no base64; its last one goes to the signature
    end = key.index(b'.', begin)
    spare = key[end - 1 : end] if (end - begin) % 4 == 1 else b''
    rest = key[begin + len(_HEADER) : end - len(spare)]
    return key[:begin] + _HEADER + rest + key[end:] + spare


provider = Provider(
    'github-models',
    'GitHub (Models, Copilot)',
    env=('GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_MODELS_TOKEN', 'COPILOT_GITHUB_TOKEN', 'GITHUB_API_KEY'),
    hosts=('models.github.ai', 'api.githubcopilot.com'),
    calls=('Octokit',),
    key_page='https://github.com/settings/personal-access-tokens',
    revoke='delete the token in the settings; GitHub is said to revoke its own tokens when they turn up in public '
    'repositories, but do not wait for that',
    scopes='a fine-grained token that may read Models and nothing else; a classic token can do far too much',
    rotation='give the token a short life; tokens of users cannot be renewed by API',
    spend='set a budget for the product',
    spend_page='https://github.com/settings/billing',
    keyless='in GitHub Actions, permissions: models: read, and the GITHUB_TOKEN that the job already has',
    usage_page='https://github.com/settings/billing',
    limits='limits belong to the account',
    sdk='the OpenAI SDK does not know GITHUB_TOKEN: pass it from the environment',
    detectors=(
        Detector(
            'github-models-personal-access-token',
            'GitHub personal access token (classic)',
            pattern=token('ghp_', some(ALNUM, 36)),
            literals=('ghp_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'github-models-oauth-token',
            'GitHub OAuth token',
            pattern=token('gho_', some(ALNUM, 36)),
            literals=('gho_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'github-models-app-user-token',
            'GitHub App token of a user',
            pattern=token('ghu_', some(ALNUM, 36)),
            literals=('ghu_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'github-models-installation-token',
            'GitHub App installation token (an hour of life)',
            pattern=token('ghs_', some(ALNUM, 36)),
            literals=('ghs_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'github-models-stateless-installation-token',
            'GitHub App installation token (an hour of life)',
            pattern=token(
                'ghs_',
                some(ALNUM, 1, 32),
                '_eyJ',
                some(BASE64URL, 17, 300),
                r'\.',
                some(BASE64URL, 40, 2000),
                r'\.',
                some(BASE64URL, 40, 800),
            ),
            literals=('ghs_',),
            confidence=MEDIUM,
            check=_jwt,
            seal=_make_jwt,
            sources=(
                'https://github.blog/changelog/2026-05-15-github-app-installation-tokens-per-request-override-header/',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since=_SINCE,
        ),
        Detector(
            'github-models-refresh-token',
            'GitHub App refresh token',
            pattern=token('ghr_', some(ALNUM, 36)),
            literals=('ghr_',),
            check=crc32_base62,
            seal=seal_crc32_base62,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'github-models-long-refresh-token',
            'GitHub App refresh token (long)',
            pattern=token('ghr_', some(ALNUM, 76)),
            literals=('ghr_',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since=_SINCE,
        ),
        Detector(
            'github-models-fine-grained-token',
            'GitHub personal access token (fine-grained)',
            pattern=token('github_pat_', some(ALNUM, 22), '_', some(ALNUM, 59)),
            literals=('github_pat_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'https://github.com/github/docs/blob/main/src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since=_SINCE,
        ),
    ),
)
