"""Hugging Face: ``hf_`` and 34 letters, never a digit; ``api_org_`` tokens are the deprecated ones of organizations.
What an OAuth login hands out is a JWT behind ``hf_oauth_``.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, LETTERS, some, token


def _both_cases(key: bytes) -> str:
    body = key[-34:]
    # 34 random letters change case some 17 times and have some 17 capitals; an identifier has one capital a word
    changes = sum((one < 0x61) != (two < 0x61) for one, two in zip(body, body[1:]))
    capitals = sum(char < 0x61 for char in body)
    return '' if changes >= 5 and 8 <= capitals <= 28 else 'an identifier, not a key: upper and lower case do not mix'


provider = Provider(
    'huggingface',
    'Hugging Face',
    env=('HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_API_KEY', 'HUGGINGFACEHUB_API_TOKEN'),
    hosts=('huggingface.co', 'router.huggingface.co'),
    calls=(
        'InferenceClient',
        'AsyncInferenceClient',
        'HfApi',
        'HfInference',
        'HuggingFaceEndpoint',
        'HuggingFaceHub',
        'huggingface_hub.login',
    ),
    reads={'python': ('InferenceClient', 'AsyncInferenceClient', 'HfApi')},
    key_page='https://huggingface.co/settings/tokens',
    revoke='delete it there; anybody who holds a leaked token can also have it revoked through the API '
    '(credentials/revoke)',
    scopes='a fine-grained token for only the repositories and the permission that the application needs',
    rotation='organizations can demand it; in CI, trusted publishers give short-lived tokens',
    spend='inference providers have spending limits',
    spend_page='https://huggingface.co/settings/billing',
    keyless='trusted publishers (OIDC) in CI',
    usage_page='https://huggingface.co/settings/billing',
    leaked='GitHub reports keys that it finds in public repositories to Hugging Face; what follows is not confirmed',
    sdk=(
        'huggingface_hub reads HF_TOKEN, then HUGGING_FACE_HUB_TOKEN, then the token of a stored login; the '
        'InferenceClient for JavaScript reads nothing: pass process.env.HF_TOKEN'
    ),
    detectors=(
        Detector(
            'huggingface-user-token',
            'Hugging Face user access token',
            pattern=token('hf_', some(LETTERS, 34)),
            literals=('hf_',),
            wordlike=_both_cases,
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'huggingface-organization-token',
            'Hugging Face organization API token',
            pattern=token('api_org_', some(LETTERS, 34)),
            literals=('api_org_',),
            wordlike=_both_cases,
            sources=('gitleaks/gitleaks:config/gitleaks.toml',),
            since='2026-11-23',
        ),
        Detector(
            'huggingface-oauth-token',
            'Hugging Face OAuth access token',
            pattern=token(
                'hf_oauth_eyJ',
                some(BASE64URL, 14, 600),
                r'\.',
                'eyJ',
                some(BASE64URL, 8, 3000),
                r'\.',
                some(BASE64URL, 20, 700),
            ),
            literals=('hf_oauth_eyJ',),
            confidence=MEDIUM,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
