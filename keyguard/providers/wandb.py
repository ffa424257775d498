"""Weights & Biases: new keys are ``wandb_v1_``, 27 characters, an underscore and 49 more; old ones are 40 hex digits,
just like a git revision, so only the name beside them tells.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, bare, some, token

_SINCE = '2026-11-23'


provider = Provider(
    'wandb',
    'Weights & Biases',
    env=('WANDB_API_KEY',),
    hosts=('api.wandb.ai', 'api.inference.wandb.ai'),
    calls=('wandb.login',),
    reads={'python': ('wandb.login', 'wandb.init')},
    key_page='https://wandb.ai/settings',
    scopes="a team's service account key for automation, which reaches one team; a personal key reaches every "
    'organization of its user',
    leaked='GitHub is not known to report keys to Weights & Biases: count on nobody but you to revoke it',
    sdk='wandb reads WANDB_API_KEY, or the ~/.netrc that wandb login wrote',
    likely={'spend_page': 'https://wandb.ai/subscriptions'},
    detectors=(
        Detector(
            'wandb-api-key',
            'Weights & Biases API key',
            pattern=token('wandb_v1_', some(ALNUM, 27), '_', some(ALNUM, 49)),
            literals=('wandb_v1_',),
            sources=('betterleaks/betterleaks:config/betterleaks.toml', 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'wandb-legacy-key',
            'Weights & Biases API key (40 hex digits)',
            pattern=bare(some(HEX, 40)),
            names=('wandb', 'weightsandbiases', 'weightsbiases'),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/weightsandbiases',
                'praetorian-inc/titus:pkg/rule/rules/weightsandbiases.yml',
            ),
            since=_SINCE,
        ),
    ),
)
