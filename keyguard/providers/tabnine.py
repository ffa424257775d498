"""Tabnine: no format and no variable of its tokens is known; what looks random beside its name is reported."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, mixed, some

provider = Provider(
    'tabnine',
    'Tabnine',
    detectors=(
        Detector(
            'tabnine-token',
            'Tabnine token',
            pattern=bare(some(BASE64URL, 24, 128)),
            names=('tabnine',),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
