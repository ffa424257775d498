"""NVIDIA: ``nvapi-`` and 64 characters, which may begin or end in a dash."""

import base64
import binascii

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, bare, mixed, some, token


def _decoded(key: bytes) -> bytes:
    try:
        return base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return b''


def _holds_a_uuid(key: bytes) -> str:
    head, _, uuid = _decoded(key).partition(b':')
    good = len(head) == 26 and len(uuid) == 36 and uuid.count(b'-') == 4
    return '' if good else 'it does not decode to a name and a UUID'


def _make_one(key: bytes) -> bytes:
    digits = (key + key).lower().translate(bytes(b'0123456789abcdef'[char % 16] for char in range(256)))
    uuid = b'-'.join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    return base64.b64encode(digits[32:58] + b':' + uuid)


provider = Provider(
    'nvidia',
    'NVIDIA NIM',
    env=('NVIDIA_API_KEY', 'NVIDIA_NIM_API_KEY', 'NGC_API_KEY', 'NGC_CLI_API_KEY'),
    hosts=('integrate.api.nvidia.com', 'ngc.nvidia.com'),
    calls=('ChatNVIDIA', 'NVIDIAEmbeddings'),
    reads={'python': ('ChatNVIDIA', 'NVIDIAEmbeddings')},
    key_page='https://org.ngc.nvidia.com/setup/api-keys',
    revoke='the key page can rotate it; owners of the organization can revoke it',
    scopes='choose only the services that it needs: Public API Endpoints for hosted models',
    rotation='an expiry date is chosen when the key is made',
    sdk=(
        'the LangChain classes read NVIDIA_API_KEY; the OpenAI SDK with the address of NVIDIA does not: pass the key '
        'from the environment'
    ),
    likely={
        'spend': 'hosted models are paid with credits',
        'usage_page': 'https://build.nvidia.com',
    },
    detectors=(
        Detector(
            'nvidia-api-key',
            'NVIDIA API key',
            pattern=token('nvapi-', some(BASE64URL, 64)),
            literals=('nvapi-',),
            wordlike=mixed(6),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/nvapi',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'nvidia-ngc-legacy-key',
            'NVIDIA NGC API key (older form)',
            pattern=bare(some(ALNUM, 84)),
            names=('nvidia', 'ngcapi', 'ngckey', 'ngccli'),
            confidence=MEDIUM,
            check=_holds_a_uuid,
            seal=_make_one,
            env='NGC_API_KEY',
            sources=('trufflesecurity/trufflehog:pkg/detectors/ngc',),
            since='2026-11-23',
        ),
    ),
)
