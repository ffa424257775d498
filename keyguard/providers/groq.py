"""Groq: ``gsk_`` and 52 letters and digits; genuine keys hold ``WGdyb3FY`` at a fixed place."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token


def _infix(key: bytes) -> str:
    # base64 of "XgroqX"; most invented samples lack it, so it lowers the confidence and proves nothing
    return '' if key[24:32] == b'WGdyb3FY' else 'the mark that genuine keys carry in their middle is missing'


def _make_infix(key: bytes) -> bytes:
    return key[:24] + b'WGdyb3FY' + key[32:]


provider = Provider(
    'groq',
    'Groq',
    env=('GROQ_API_KEY',),
    hosts=('api.groq.com',),
    calls=('Groq', 'AsyncGroq', 'ChatGroq', 'createGroq'),
    reads={'python': ('Groq', 'AsyncGroq', 'ChatGroq'), 'javascript': ('Groq',)},
    key_page='https://console.groq.com/keys',
    scopes='keys have no scopes; a project for each application and environment has its own limits',
    spend='organizations and projects have spend limits',
    spend_page='https://console.groq.com/settings/billing',
    usage_page='https://console.groq.com/settings/usage',
    limits='limits belong to the organization and to the project, not to a key',
    leaked='GitHub reports keys that it finds in public repositories to Groq; what follows is not confirmed',
    detectors=(
        Detector(
            'groq-api-key',
            'Groq API key',
            pattern=token('gsk_', some(ALNUM, 52)),
            literals=('gsk_',),
            wordlike=mixed(4),
            doubt=_infix,
            seal=_make_infix,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
