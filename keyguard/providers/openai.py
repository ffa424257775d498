"""OpenAI: keys are ``sk-``, a kind, and two random halves around ``T3BlbkFJ`` (base64 of "OpenAI").

The infix and the equal halves are the structure that other issuers' ``sk-`` keys lack; what stands before them names
the kind (project, service account, admin) or, in old keys, the project. A login to ChatGPT gives Codex a JWT that names
its issuer.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make, says
from keyguard.providers.shapes import ALNUM, BASE64URL, HEX, either, maybe, some, token

_INFIX = 'T3BlbkFJ'
_SOURCES = (
    'https://github.com/openai/openai-python',
    'https://github.com/github/docs/blob/main/src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
    'published samples, structure only',
)
_SINCE = '2026-11-23'


def _halves(alphabet: str, *sizes: int) -> str:
    return either(*(some(alphabet, size) + _INFIX + some(alphabet, size) for size in sizes))


def _ends_in_a(key: bytes) -> str:
    # 11 of 14 published samples end in A; the other three end in a hand-written word
    return '' if key.endswith(b'A') else 'genuine keys of this length end in A'


def _end_in_a(key: bytes) -> bytes:
    return key[:-1] + b'A'


def _known_halves(key: bytes) -> str:
    # the part before the infix also holds the kind or the name, so only the second half can be measured
    size = len(key) - key.rfind(_INFIX.encode()) - len(_INFIX)
    return '' if size in (20, 46, 58, 74) else 'its halves have a length that no known kind has'


def _even_halves(key: bytes) -> bytes:
    head, infix, tail = key.rpartition(_INFIX.encode())
    return head[:3] + b'n-' + (head[3:] * 4)[:20] + infix + (tail * 4)[:20]


def _recent(key: bytes) -> str:
    # ek_ keys begin with the second of their birth in hex: 2 of 2 samples; Realtime keys exist since late 2024
    born = int(key[3:11], 16)
    return '' if 0x66000000 <= born < 0x80000000 else 'the first eight digits are not a recent time, as in genuine keys'


def _make_recent(key: bytes) -> bytes:
    return key[:3] + b'6' + b'789abcdef'[key[4] % 9 :][:1] + key[5:]


provider = Provider(
    'openai',
    'OpenAI',
    copied=True,
    env=('OPENAI_API_KEY', 'OPENAI_KEY', 'OPENAI_ADMIN_KEY'),
    hosts=('api.openai.com',),
    calls=('OpenAI', 'AsyncOpenAI', 'ChatOpenAI', 'OpenAIEmbeddings', 'createOpenAI'),
    reads={
        'python': ('OpenAI', 'AsyncOpenAI', 'ChatOpenAI', 'OpenAIEmbeddings'),
        'javascript': ('OpenAI', 'ChatOpenAI'),
    },
    key_page='https://platform.openai.com/settings/organization/api-keys',
    revoke='delete the key on the key page; an admin key can also delete it through the Admin API',
    scopes='a project for each environment, a service account for each workload, and a Restricted key with only the '
    'endpoints it uses; an admin key (sk-admin-) never belongs into an application',
    rotation='project keys can be given an expiry date, and an organization can demand one',
    spend='alerts only notify; set a hard monthly limit for the project, then requests stop with status 429',
    spend_page='https://platform.openai.com/settings/organization/limits',
    keyless='workload identity (Kubernetes, Azure, Google Cloud or a JWT), in the Python and Node SDKs',
    usage_page='https://platform.openai.com/usage',
    limits='rate limits and spend limits belong to the project, not to a key',
    leaked=(
        'GitHub reports keys that it finds in public repositories to OpenAI; others tell that they are then switched '
        'off, which is not confirmed'
    ),
    sdk=(
        'the SDKs also read OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_BASE_URL; in old code, replace openai.api_key '
        '= … by a client of its own, OpenAI()'
    ),
    detectors=(
        Detector(
            'openai-project-key',
            'OpenAI project key',
            pattern=token('sk-proj-', either(_halves(ALNUM, 20), _halves(BASE64URL, 58, 74))),
            literals=('sk-proj-',),
            doubt=lambda key: '' if len(key) == 56 else _ends_in_a(key),
            seal=lambda key: key if len(key) == 56 else _end_in_a(key),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-service-account-key',
            'OpenAI service account key',
            pattern=token('sk-svcacct-', _halves(BASE64URL, 46, 58, 74)),
            literals=('sk-svcacct-',),
            doubt=_ends_in_a,
            seal=_end_in_a,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-admin-key',
            'OpenAI admin key',
            pattern=token('sk-admin-', _halves(BASE64URL, 58, 74)),
            literals=('sk-admin-',),
            env='OPENAI_ADMIN_KEY',
            doubt=_ends_in_a,
            seal=_end_in_a,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-user-key',
            'OpenAI user key',
            pattern=token(either('sk-', 'sk-None-'), _halves(ALNUM, 20)),
            literals=(_INFIX,),
            inside=True,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-other-key',
            'OpenAI key of another kind',
            pattern=token(
                'sk-', maybe(some(BASE64URL, 1, 40) + '-'), some(BASE64URL, 20, 100), _INFIX, some(BASE64URL, 20, 100)
            ),
            literals=(_INFIX,),
            inside=True,
            fallback=True,
            doubt=_known_halves,
            seal=_even_halves,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-ephemeral-key',
            'OpenAI ephemeral client secret (minutes of life)',
            pattern=token('ek_', some(HEX, 32)),
            literals=('ek_',),
            confidence=MEDIUM,
            doubt=_recent,
            seal=_make_recent,
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
        Detector(
            'openai-oauth-token',
            'OpenAI OAuth token of a ChatGPT login (Codex)',
            pattern=jwt(),
            literals=HEADS,
            confidence=MEDIUM,
            claim=says(b'"iss":"https://auth.openai.com'),
            doubt=expired,
            seal=make(b'{"iss":"https://auth.openai.com","sub":"ci"}', header=b'{"alg":"RS256","typ":"JWT"}'),
            sources=(
                'https://github.com/openai/codex/blob/main/codex-rs/login/src/server.rs',
                'https://github.com/openai/codex/blob/main/codex-rs/login/src/token_data.rs',
            ),
            since='2026-11-29',
        ),
    ),
)
