"""LangSmith: keys are ``lsv2_pt_`` (a person's) or ``lsv2_sk_`` (a service's), a UUID without dashes and ten more hex
digits; ``ls__`` marks those of the first generation.
"""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, make_uuid4, no_words, some, token, uuid4_at

_SOURCES = (
    'trufflesecurity/trufflehog:pkg/detectors/langsmith',
    'https://github.com/github/docs/blob/main/src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
    'published samples, structure only',
)
_SINCE = '2026-11-23'


provider = Provider(
    'langsmith',
    'LangSmith (LangChain)',
    env=('LANGSMITH_API_KEY', 'LANGCHAIN_API_KEY'),
    hosts=('api.smith.langchain.com',),
    calls=('langsmith.Client',),
    reads={'python': ('langsmith.Client', 'Client'), 'javascript': ('Client',)},
    key_page='https://smith.langchain.com/settings',
    revoke='delete the key on the key page or by API (/api/v1/api-key)',
    scopes='a service key for applications, a personal one only for scripts; a key reaches only the workspaces that it '
    'was made for',
    rotation='an end date can be given when a key is made and not changed later; without one it lives for ever',
    leaked='GitHub is not known to report keys to LangChain: count on nobody but you to revoke it',
    sdk='the client reads LANGSMITH_API_KEY, then LANGCHAIN_API_KEY',
    likely={
        'spend': 'limits are set under Usage configuration in the settings',
        'spend_page': 'https://smith.langchain.com/settings',
    },
    detectors=(
        Detector(
            'langsmith-personal-access-token',
            'LangSmith personal access token',
            pattern=token('lsv2_pt_', some(HEX, 32), '_', some(HEX, 10)),
            literals=('lsv2_pt_',),
            doubt=uuid4_at(8),
            seal=make_uuid4(8),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'langsmith-service-key',
            'LangSmith service key',
            pattern=token('lsv2_sk_', some(HEX, 32), '_', some(HEX, 10)),
            literals=('lsv2_sk_',),
            doubt=uuid4_at(8),
            seal=make_uuid4(8),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'langsmith-legacy-key',
            'LangSmith API key (first generation)',
            pattern=token('ls__', some(ALNUM, 32)),
            literals=('ls__',),
            wordlike=no_words(4),
            confidence=LOW,
            sources=('a list by a third party; not confirmed',),
            since=_SINCE,
        ),
    ),
)
