"""Perplexity: ``pplx-`` and 48 letters and digits; model names begin in the same way."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token

provider = Provider(
    'perplexity',
    'Perplexity',
    env=('PERPLEXITY_API_KEY', 'PPLX_API_KEY'),
    hosts=('api.perplexity.ai',),
    calls=('Perplexity', 'ChatPerplexity', 'createPerplexity'),
    reads={'python': ('Perplexity',)},
    key_page='https://console.perplexity.ai',
    revoke='a key can also revoke itself through the API (revoke_auth_token), for good',
    scopes='API groups keep the keys of environments apart; no scopes are known',
    leaked='GitHub is not known to report keys to Perplexity: count on nobody but you to revoke it',
    sdk='Perplexity() and @ai-sdk/perplexity read PERPLEXITY_API_KEY',
    likely={
        'spend': 'credits are prepaid: keep the balance small and automatic top-up off',
        'spend_page': 'https://console.perplexity.ai',
    },
    detectors=(
        Detector(
            'perplexity-api-key',
            'Perplexity API key',
            pattern=token('pplx-', some(ALNUM, 48)),
            literals=('pplx-',),
            wordlike=mixed(5),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
