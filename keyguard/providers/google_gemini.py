"""Google: ``AQ.`` keys are bound to a service account and are what AI Studio makes since mid-2026; ``AIza`` keys are
older and shared with Maps, Firebase and YouTube, where they are often public on purpose.
"""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64, BASE64URL, bare, clear_spare_bits, some, spare_bits_clear, token

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
    reads={'python': ('genai.Client',), 'javascript': ('GoogleGenAI',)},
    key_page='https://aistudio.google.com/api-keys',
    revoke='delete it in AI Studio, or with gcloud services api-keys delete KEY_ID --location=global',
    scopes='an auth key is limited to the Gemini API; restrict a standard (AIza) key to the one API it is for, and '
    'never reuse a Maps or Firebase key',
    rotation='keys can be made and deleted with gcloud services api-keys; no expiry date is known',
    spend='billing budgets only notify; quotas cap the requests of a project',
    spend_page='https://console.cloud.google.com/billing/budgets',
    keyless='Vertex AI with Application Default Credentials',
    usage_page='https://aistudio.google.com/usage',
    limits='quotas belong to the project, not to a key',
    leaked=(
        'Google says that auth keys which were leaked are stopped quickly; for standard (AIza) keys that is not known'
    ),
    sdk=(
        'genai.Client() takes GOOGLE_API_KEY before GEMINI_API_KEY; the AI SDK for JavaScript reads '
        'GOOGLE_GENERATIVE_AI_API_KEY'
    ),
    likely={
        'rotation': (
            'Google announced that all standard (AIza) keys stop working from September 2026: make an auth key instead'
        ),
    },
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
            'google-gemini-standard-key',
            'Google Gemini standard key',
            pattern=token('AIzaSy', some(BASE64URL, 33)),
            literals=('AIzaSy',),
            names=(
                'gemini',
                'generativelanguage',
                'genai',
                'googleapikey',
                'aistudio',
                'palmapi',
                'vertexai',
                'googlegenerative',
                'aiplatform',
            ),
            doubt=_standard,
            seal=_make_standard,
            sources=(_SCALIBR, 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'google-maps-key',
            'Google Maps key (restrict it to your site; Gemini may be open to it)',
            pattern=token('AIzaSy', some(BASE64URL, 33)),
            literals=('AIzaSy',),
            names=('mapsgoogleapis', 'googlemaps', 'mapsapikey', 'mapskey', 'geocod', 'mapsembed'),
            confidence=LOW,
            env='GOOGLE_MAPS_API_KEY',
            doubt=_standard,
            seal=_make_standard,
            sources=(_SCALIBR, 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'google-api-key',
            'Google API key (Gemini, Maps or Firebase)',
            pattern=token('AIzaSy', some(BASE64URL, 33)),
            literals=('AIzaSy',),
            fallback=True,
            public=(
                'googleservicesjson',
                'googleserviceinfoplist',
                'firebaseconfig',
                'firebaseoptions',
                'firebaseapp',
                'authdomain',
                'messagingsenderid',
            ),
            confidence=MEDIUM,
            env='GOOGLE_CLOUD_API_KEY',
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
            'google-service-account-key',
            'Google service account key',
            # the beginning of an RSA key in PKCS#8 form, and the rest of its first line
            pattern=token('MIIEv', '[AQgw]', 'IBADANBgkqhkiG9w0BAQEFAASC', some(BASE64, 24, 1700)),
            literals=tuple(f'MIIEv{char}IBADANBgkqhkiG9w0BAQEFAASC' for char in 'AQgw'),
            names=('serviceaccount', 'gserviceaccountcom', 'googleapplication', 'googlecredentials'),
            env='GOOGLE_APPLICATION_CREDENTIALS',
            in_file='delete this key of the service account in the Google Cloud console (IAM, Service accounts, Keys), '
            'or with gcloud iam service-accounts keys delete KEY_ID --iam-account=EMAIL',
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
        Detector(
            'google-refresh-token',
            'Google OAuth refresh token of a person',
            pattern=bare('1//', some(BASE64URL, 40, 200)),
            names=('refreshtoken', 'authorizeduser', 'googleauth', 'gcloud'),
            inside=True,
            env='GOOGLE_REFRESH_TOKEN',
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
        Detector(
            'google-oauth-access-token',
            'Google OAuth access token (one hour)',
            pattern=token(r'ya29\.', some(BASE64URL, 25, 1024)),
            literals=('ya29.',),
            sources=('trufflesecurity/trufflehog:pkg/detectors/googleoauth2',),
            since=_SINCE,
        ),
    ),
)
