"""Requesty: ``rqsty-sk-`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, maybe, some, token

provider = Provider(
    'requesty',
    'Requesty',
    env=('REQUESTY_API_KEY',),
    hosts=('router.requesty.ai',),
    detectors=(
        Detector(
            'requesty-api-key',
            'Requesty API key',
            pattern=token('rqsty-sk-', some(BASE64URL, 20, 200), maybe('='), maybe('=')),
            literals=('rqsty-sk-',),
            names=('requesty',),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
