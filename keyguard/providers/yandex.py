"""Yandex Cloud: ``AQVN`` and 35 to 38 characters; IAM tokens begin ``t1.`` and need a name near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, maybe, some, token

provider = Provider(
    'yandex',
    'Yandex AI Studio / YandexGPT',
    env=('YANDEX_API_KEY', 'YC_API_KEY'),
    hosts=('llm.api.cloud.yandex.net',),
    detectors=(
        Detector(
            'yandex-api-key',
            'Yandex Cloud API key',
            pattern=token('AQVN', some(BASE64URL, 35, 38)),
            literals=('AQVN',),
            confidence=MEDIUM,
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/yandex.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'yandex-iam-token',
            'Yandex Cloud IAM token',
            pattern=bare(r't1\.', some(BASE64URL, 40, 250), maybe(r'\.' + some(BASE64URL, 40, 150))),
            names=('yandex', 'yccli', 'yctoken', 'ycapikey'),
            confidence=MEDIUM,
            inside=True,
            env='YC_TOKEN',
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/yandex.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
