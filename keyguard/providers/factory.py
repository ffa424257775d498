"""Factory: ``fk-`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, no_words, some, token

provider = Provider(
    'factory',
    'Factory (Droid)',
    env=('FACTORY_API_KEY',),
    hosts=('app.factory.ai',),
    detectors=(
        Detector(
            'factory-api-key',
            'Factory API key',
            pattern=token('fk-', some(BASE64URL, 20, 200)),
            literals=('fk-',),
            names=('factoryapi', 'factoryai', 'droidfactory', 'factorykey', 'factorytoken', '<factory>'),
            confidence=LOW,
            wordlike=no_words(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
