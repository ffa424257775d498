"""Azure AI: 84-character keys carry a checksum over their own bytes; the older ones are 32 hex digits and nothing
else.

The layout (random, ``JQQJ99``, date, platform data, service, ``ACOG``, checksum) is that of Microsoft's
identifiable keys.
"""

import base64

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, bare, some, token

_SINCE = '2026-11-23'
_MICROSOFT = ('microsoft/security-utilities', 'microsoft/cask')
_BASE62 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
_SEED = int.from_bytes(b'Default0', 'big')
_MASK = 0xFFFFFFFF


def _rotate(value: int, count: int) -> int:
    return (value << count | value >> 32 - count) & _MASK


def _mix(one: int, two: int) -> 'tuple[int, int]':
    two ^= one
    one = _rotate(one, 20) + two & _MASK
    two = _rotate(two, 9) ^ one
    one = _rotate(one, 27) + two & _MASK
    return one, _rotate(two, 19)


def _marvin32(data: bytes) -> int:
    one, two = _SEED & _MASK, _SEED >> 32
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        one, two = _mix(one + int.from_bytes(data[at : at + 4], 'little') & _MASK, two)
    one, two = _mix(one + int.from_bytes(data[whole:] + b'\x80', 'little') & _MASK, two)
    one, two = _mix(one, two)
    return one ^ two


def _checksums(key: bytes) -> 'tuple[bytes, bytes]':
    """The two ways in which the last four characters may be written."""
    value = _marvin32(base64.b64decode(key[:80])).to_bytes(4, 'little')
    number, digits = int.from_bytes(value, 'big'), bytearray()
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return base64.b64encode(value[:3]), bytes(reversed(digits))[:4]


def _checksum_fits(key: bytes) -> str:
    return '' if key[80:] in _checksums(key) else 'the checksum at its end does not fit'


def _make_checksum(key: bytes) -> bytes:
    # a checksum with + or / is one that no key has: change the random part until it has neither
    for char in _BASE62:
        changed = bytes((char,)) + key[1:80]
        tail = _checksums(changed)[0]
        if tail.isalnum():
            return changed + tail
    return key


provider = Provider(
    'azure-openai',
    'Azure OpenAI',
    env=(
        'AZURE_OPENAI_API_KEY',
        'AZURE_OPENAI_KEY',
        'AZURE_API_KEY',
        'AZURE_AI_API_KEY',
        'AZURE_COGNITIVE_SERVICES_API_KEY',
        'AZURE_INFERENCE_CREDENTIAL',
        'AZURE_SEARCH_KEY',
        'AZURE_SEARCH_API_KEY',
        'AZURE_OPENAI_AD_TOKEN',
    ),
    hosts=('openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com', 'search.windows.net'),
    calls=('AzureOpenAI', 'AsyncAzureOpenAI', 'AzureChatOpenAI', 'createAzure', 'SpeechConfig.FromSubscription'),
    reads={
        'python': ('AzureOpenAI', 'AsyncAzureOpenAI', 'AzureChatOpenAI'),
        'javascript': ('AzureOpenAI', 'AzureChatOpenAI'),
    },
    key_page='https://portal.azure.com',
    revoke='regenerate it under the resource > Keys and Endpoint, or with az cognitiveservices account keys '
    'regenerate; switch the application to the second key first',
    scopes='both keys of a resource can do everything; least privilege means Entra ID with the role Cognitive Services '
    'OpenAI User, and then disableLocalAuth',
    rotation='two equal keys: move to the other one, then regenerate the first; keys do not expire',
    spend='Azure budgets only notify; the tokens-per-minute quota of a deployment caps the throughput',
    keyless='a managed identity through Entra ID (DefaultAzureCredential)',
    limits='tokens and requests per minute are limited for each deployment, not for a key; Azure Monitor shows the use',
    leaked='GitHub reports keys that it finds in public repositories to Microsoft; what follows is not confirmed',
    sdk=(
        'AzureOpenAI() also reads AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION; the AI SDK for JavaScript reads '
        'AZURE_API_KEY'
    ),
    detectors=(
        Detector(
            'azure-ai-key',
            'Azure AI services key',
            pattern=token(
                some(ALNUM, 52), 'JQQJ99', some('A-Za-z', 1), '[A-L]', some(ALNUM, 16), 'ACOG', some(ALNUM, 4)
            ),
            literals=('JQQJ99',),
            inside=True,
            check=_checksum_fits,
            seal=_make_checksum,
            sources=(*_MICROSOFT, 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'azure-ai-search-key',
            'Azure AI Search key',
            pattern=token(some(ALNUM, 42), 'AzSe', '[A-D]', some(ALNUM, 5)),
            literals=('AzSe',),
            inside=True,
            confidence=MEDIUM,
            env='AZURE_SEARCH_API_KEY',
            sources=_MICROSOFT,
            since=_SINCE,
        ),
        Detector(
            'azure-openai-legacy-key',
            'Azure OpenAI key (older form)',
            pattern=bare(some(HEX, 32)),
            names=(
                'azureopenai',
                'azureai',
                'azureapikey',
                'azurecognitive',
                'azureinference',
                'openaiazure',
                'aiazure',
                'cognitiveservices',
                'cognitivemicrosoft',
                'ocpapimsubscriptionkey',
                'speechconfig',
                'azurespeech',
                'speechkey',
            ),
            confidence=MEDIUM,
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/azure_openai',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
            ),
            since=_SINCE,
        ),
    ),
)
