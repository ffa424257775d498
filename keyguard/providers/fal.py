"""fal.ai: a random UUID (the id), a colon and 32 hex digits (the secret); its name must stand near them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, UUID, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'fal',
    'fal.ai',
    env=('FAL_KEY', 'FAL_KEY_SECRET', 'FAL_API_KEY'),
    hosts=('fal.run', 'queue.fal.run'),
    key_page='https://fal.ai/dashboard/keys',
    scopes='a key of scope API for applications, which can only call models; ADMIN is for deploying and for keys',
    rotation='fal keys create, list and revoke do it from a command line',
    spend='credits are prepaid',
    revoke='revoke it on the key page, or with fal keys revoke',
    sdk='fal_client reads FAL_KEY, and so does @fal-ai/client on a server; in a browser, call a proxy of yours',
    likely={
        'spend_page': 'https://fal.ai/dashboard/billing',
        'usage_page': 'https://fal.ai/dashboard/usage',
    },
    detectors=(
        Detector(
            'fal-api-key',
            'fal.ai API key',
            pattern=bare(UUID, ':', some(HEX, 32)),
            names=('falkey', 'falai', 'falrun', 'falclient', 'falapi', 'faltoken', '<fal>'),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/falai.yml',),
            since='2026-11-23',
        ),
    ),
)
