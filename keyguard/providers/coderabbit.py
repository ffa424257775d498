"""CodeRabbit: ``cr-`` and 58 hex digits in the one sample known; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'coderabbit',
    'CodeRabbit',
    env=('CODERABBIT_API_KEY',),
    hosts=('api.coderabbit.ai',),
    detectors=(
        Detector(
            'coderabbit-api-key',
            'CodeRabbit API key',
            pattern=token('cr-', some(HEX, 58)),
            literals=('cr-',),
            names=('coderabbit',),
            confidence=LOW,
            sources=('praetorian-inc/titus:pkg/rule/rules/coderabbit.yml',),
            since='2026-11-23',
        ),
    ),
)
