"""Together AI: ``tgp_v1_`` and 43 characters for 32 bytes; older keys are 64 hex digits."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, HEX, bare, clear_spare_bits, some, spare_bits_clear, token

provider = Provider(
    'together',
    'Together AI',
    env=('TOGETHER_API_KEY', 'TOGETHERAI_API_KEY'),
    hosts=('api.together.xyz', 'api.together.ai'),
    calls=('Together', 'AsyncTogether', 'ChatTogether', 'createTogetherAI'),
    reads={'python': ('Together', 'AsyncTogether', 'ChatTogether'), 'javascript': ('Together',)},
    key_page='https://api.together.ai/settings/projects/~current/api-keys',
    scopes='keys belong to a project: one key for each workload',
    rotation='an expiry date can be set, also later',
    likely={
        'spend': 'a limit can be set on the billing page',
        'spend_page': 'https://api.together.ai/settings/billing',
    },
    detectors=(
        Detector(
            'together-api-key',
            'Together AI API key',
            pattern=token('tgp_v1_', some(BASE64URL, 43)),
            literals=('tgp_v1_',),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=(
                'praetorian-inc/titus:pkg/rule/rules/togetherai.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'together-legacy-key',
            'Together AI API key (older form)',
            pattern=bare(some(HEX, 64)),
            names=(
                'togetherapi',
                'togetherai',
                'togetherkey',
                'apitogether',
                'togetherxyz',
                'togethertoken',
                '<together>',
            ),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
