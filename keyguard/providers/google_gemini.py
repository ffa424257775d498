"""Google: ``AQ.`` keys are bound to a service account and are what AI Studio makes since mid-2026; ``AIza`` keys are
older and shared with Maps, Firebase and YouTube, where they are often public on purpose.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, clear_spare_bits, some, spare_bits_clear, token

_SINCE = '2026-11-23'
_SCALIBR = 'google/osv-scalibr:veles/secrets'
_TAIL = spare_bits_clear(2)


def _standard(key: bytes) -> str:
    if key[6] not in b'ABCD':
        return 'the seventh character is none that Google gives'
    return _TAIL(key)


def _make_standard(key: bytes) -> bytes:
    return clear_spare_bits(2)(key[:6] + b'ABCD'[key[6] % 4 :][:1] + key[7:])


provider = Provider(
    'google-gemini',
    'Google Gemini',
    env=('GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GOOGLE_GENAI_API_KEY'),
    hosts=('generativelanguage.googleapis.com', 'aiplatform.googleapis.com'),
    calls=('genai.Client', 'genai.configure', 'GoogleGenAI', 'GoogleGenerativeAI', 'ChatGoogleGenerativeAI'),
    reads={'python': ('genai.Client',)},
    key_page='https://aistudio.google.com/api-keys',
    revoke='delete it in AI Studio, or with gcloud services api-keys delete KEY_ID --location=global',
    scopes='an auth key is limited to the Gemini API; restrict a standard (AIza) key to the one API it is for, and '
    'never reuse a Maps or Firebase key',
    rotation='keys can be made and deleted with gcloud services api-keys; no expiry date is known',
    spend='billing budgets only notify; quotas cap the requests of a project',
    spend_page='https://console.cloud.google.com/billing/budgets',
    keyless='Vertex AI with Application Default Credentials',
    detectors=(
        Detector(
            'google-gemini-auth-key',
            'Google Gemini auth key',
            pattern=token(r'AQ\.Ab8R', some(BASE64URL, 46)),
            literals=('AQ.Ab8R',),
            doubt=spare_bits_clear(4),
            seal=clear_spare_bits(4),
            sources=(_SCALIBR, 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'google-api-key',
            'Google API key (Gemini, Maps or Firebase)',
            pattern=token('AIzaSy', some(BASE64URL, 33)),
            literals=('AIzaSy',),
            confidence=MEDIUM,
            doubt=_standard,
            seal=_make_standard,
            sources=(_SCALIBR, 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'google-oauth-client-secret',
            'Google OAuth client secret',
            pattern=token('GOCSPX-', some(BASE64URL, 28)),
            literals=('GOCSPX-',),
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since=_SINCE,
        ),
        Detector(
            'google-oauth-access-token',
            'Google OAuth access token (one hour)',
            # its run of token characters begins behind the dot, so the phone book can only find it by a name
            pattern=bare(r'ya29\.', some(BASE64URL, 25, 1024)),
            names=('google', 'gcloud', 'gemini', 'vertex', 'aiplatform'),
            inside=True,
            sources=('trufflesecurity/trufflehog:pkg/detectors/googleoauth2',),
            since=_SINCE,
        ),
    ),
)
