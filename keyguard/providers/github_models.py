"""GitHub: a prefix for the kind, 30 letters and digits and their CRC32 in base62; fine-grained tokens have two
longer parts.
"""

import zlib

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

_BASE62 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'


def _checksum(body: bytes) -> bytes:
    number, digits = zlib.crc32(body), bytearray()
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return bytes(reversed(digits))


def _checksum_fits(key: bytes) -> str:
    return '' if key[34:] == _checksum(key[4:34]) else 'the checksum at its end does not fit'


def _make_checksum(key: bytes) -> bytes:
    return key[:34] + _checksum(key[4:34])


provider = Provider(
    'github-models',
    'GitHub (Models, Copilot)',
    env=('GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_MODELS_TOKEN', 'COPILOT_GITHUB_TOKEN', 'GITHUB_API_KEY'),
    hosts=('models.github.ai', 'api.githubcopilot.com'),
    key_page='https://github.com/settings/personal-access-tokens',
    revoke='delete it there (classic tokens are listed beside the fine-grained ones)',
    scopes='a fine-grained token with the one permission Models: read, and a short expiry',
    rotation='every fine-grained token can be given an expiry date',
    spend='budgets for each product',
    spend_page='https://github.com/settings/billing',
    keyless='in Actions, permissions: models: read and the built-in GITHUB_TOKEN',
    detectors=(
        Detector(
            'github-personal-access-token',
            'GitHub personal access token',
            pattern=token('ghp_', some(ALNUM, 36)),
            literals=('ghp_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/filters',
            ),
            since='2026-11-23',
        ),
        Detector(
            'github-oauth-token',
            'GitHub OAuth token',
            pattern=token('gho_', some(ALNUM, 36)),
            literals=('gho_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/filters',
            ),
            since='2026-11-23',
        ),
        Detector(
            'github-user-token',
            'GitHub user token of an app',
            pattern=token('ghu_', some(ALNUM, 36)),
            literals=('ghu_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/filters',
            ),
            since='2026-11-23',
        ),
        Detector(
            'github-server-token',
            'GitHub installation token of an app',
            pattern=token('ghs_', some(ALNUM, 36)),
            literals=('ghs_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/filters',
            ),
            since='2026-11-23',
        ),
        Detector(
            'github-refresh-token',
            'GitHub refresh token of an app',
            pattern=token('ghr_', some(ALNUM, 36)),
            literals=('ghr_',),
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/filters',
            ),
            since='2026-11-23',
        ),
        Detector(
            'github-fine-grained-token',
            'GitHub fine-grained personal access token',
            pattern=token('github_pat_', some(ALNUM, 22), '_', some(ALNUM, 59)),
            literals=('github_pat_',),
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since='2026-11-23',
        ),
    ),
)
