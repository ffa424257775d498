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
    reads={
        'python': ('cohere.Client', 'cohere.ClientV2', 'cohere.AsyncClient', 'cohere.AsyncClientV2'),
        'javascript': ('CohereClientV2',),
    },
    key_page='https://dashboard.cohere.com/api-keys',
    scopes='there are no scopes: make a key of its own for each application',
    limits='trial keys get few requests; the limits of production keys belong to the endpoints',
    leaked='GitHub is not known to report keys to Cohere: count on nobody but you to revoke it',
    sdk=(
        'the Python and JavaScript clients read CO_API_KEY; the AI SDK for JavaScript (@ai-sdk/cohere) reads '
        'COHERE_API_KEY'
    ),
    likely={'spend_page': 'https://dashboard.cohere.com/billing'},
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
