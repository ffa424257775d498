"""Baidu Qianfan: ``bce-v3/ALTAK-``, 21 letters and digits, a slash and 40 hex digits."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, bare, some, token

provider = Provider(
    'baidu-qianfan',
    'Baidu Qianfan / ERNIE',
    env=('QIANFAN_API_KEY', 'QIANFAN_SK', 'QIANFAN_SECRET_KEY', 'BAIDU_API_KEY'),
    hosts=('qianfan.baidubce.com',),
    detectors=(
        Detector(
            'baidu-qianfan-api-key',
            'Baidu Qianfan API key',
            pattern=token('bce-v3/ALTAK-', some(ALNUM, 21), '/', some(HEX, 40)),
            literals=('bce-v3/ALTAK-',),
            sources=(
                'published samples, structure only',
                'github/docs:src/secret-scanning/data/pattern-docs/ghes-3.22/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'baidu-qianfan-secret-key',
            'Baidu Qianfan secret key (older form)',
            pattern=bare(some(ALNUM, 32)),
            names=('qianfan', 'aipbaidubce'),
            confidence=LOW,
            env='QIANFAN_SK',
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
