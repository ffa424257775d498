"""Weaviate: 36 to 40 letters and digits, which is not confirmed; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'weaviate',
    'Weaviate Cloud',
    env=('WEAVIATE_API_KEY', 'WCD_API_KEY'),
    hosts=('weaviate.cloud', 'weaviate.network'),
    calls=('Auth.api_key', 'AuthApiKey'),
    key_page='https://console.weaviate.cloud',
    revoke='Rotate ends the old key at once',
    scopes='a role for each key: a viewer or a role of your own, not admin',
    rotation='database users can get new keys by API; the keys that a free cluster came with cannot be changed',
    sdk='the clients read no variable: pass the key from the environment with Auth.api_key',
    detectors=(
        Detector(
            'weaviate-api-key',
            'Weaviate API key',
            pattern=bare(some(ALNUM, 36, 40)),
            names=('weaviate', 'wcdapikey'),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
