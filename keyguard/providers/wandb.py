"""Weights & Biases: ``wandb_v1_``, 27 characters, ``_`` and 49 more; older keys are 40 hex digits, as git
commits are.
"""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, bare, some, token

provider = Provider(
    'wandb',
    'Weights & Biases',
    env=('WANDB_API_KEY',),
    hosts=('api.wandb.ai', 'api.inference.wandb.ai'),
    calls=('wandb.login',),
    reads={'python': ('wandb.login',)},
    key_page='https://wandb.ai/settings',
    scopes='a service account key of one team for CI: a personal key reaches every organization of its owner',
    detectors=(
        Detector(
            'wandb-api-key',
            'Weights & Biases API key',
            pattern=token('wandb_v1_', some(ALNUM, 27), '_', some(ALNUM, 49)),
            literals=('wandb_v1_',),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'wandb-legacy-key',
            'Weights & Biases API key (older form)',
            pattern=bare(some(HEX, 40)),
            names=('wandb',),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/weightsandbiases',
                'praetorian-inc/titus:pkg/rule/rules/wandb.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
