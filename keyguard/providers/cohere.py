"""Cohere: 40 letters and digits in both cases; lower-case hex of that length is a git commit, not a key."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'cohere',
    'Cohere',
    env=('CO_API_KEY', 'COHERE_API_KEY'),
    hosts=('api.cohere.com', 'api.cohere.ai'),
    calls=(
        'cohere.Client',
        'cohere.ClientV2',
        'cohere.AsyncClient',
        'cohere.AsyncClientV2',
        'CohereClient',
        'CohereClientV2',
        'ChatCohere',
        'CohereEmbeddings',
        'createCohere',
    ),
    reads={'python': ('cohere.Client', 'cohere.ClientV2', 'cohere.AsyncClient', 'cohere.AsyncClientV2')},
    key_page='https://dashboard.cohere.com/api-keys',
    scopes='there are no scopes: make a key of its own for each application',
    detectors=(
        Detector(
            'cohere-api-key',
            'Cohere API key',
            pattern=bare(some(ALNUM, 40)),
            names=('cohere', 'coapikey'),
            wordlike=mixed(),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
