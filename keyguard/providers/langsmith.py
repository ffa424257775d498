"""LangSmith: ``lsv2_``, the kind, the 32 hex digits of a random UUID, and ten more."""

from keyguard.model import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, make_uuid4, mixed, some, token, uuid4_at

_not_a_word = mixed(4)


def _uuid(key: bytes) -> str:
    return uuid4_at(8)(key[:40])


def _make_uuid(key: bytes) -> bytes:
    return make_uuid4(8)(key[:40]) + key[40:]


provider = Provider(
    'langsmith',
    'LangSmith',
    env=('LANGSMITH_API_KEY', 'LANGCHAIN_API_KEY'),
    hosts=('api.smith.langchain.com',),
    calls=('langsmith.Client',),
    reads={'python': ('langsmith.Client',)},
    key_page='https://smith.langchain.com/settings',
    scopes='a service key (lsv2_sk_) for applications, in the one workspace that it needs; personal tokens only '
    'for scripts',
    rotation='an expiry date can be set when the key is made, and never changed',
    detectors=(
        Detector(
            'langsmith-personal-token',
            'LangSmith personal access token',
            pattern=token('lsv2_pt_', some(HEX, 32), '_', some(HEX, 10)),
            literals=('lsv2_pt_',),
            doubt=_uuid,
            seal=_make_uuid,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'langsmith-service-key',
            'LangSmith service key',
            pattern=token('lsv2_sk_', some(HEX, 32), '_', some(HEX, 10)),
            literals=('lsv2_sk_',),
            doubt=_uuid,
            seal=_make_uuid,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'langsmith-legacy-key',
            'LangSmith key (first version)',
            pattern=token('ls__', some(ALNUM, 32)),
            literals=('ls__',),
            confidence=LOW,
            check=_not_a_word,
            sources=('a list by a third party; not confirmed',),
            since='2026-11-23',
        ),
    ),
)
