"""Lambda: ``secret_``, a name and an id, a dot and a token; the lengths are not known, so its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, some, token

provider = Provider(
    'lambda-cloud',
    'Lambda Cloud',
    env=('LAMBDA_API_KEY',),
    hosts=('api.lambda.ai', 'cloud.lambda.ai'),
    detectors=(
        Detector(
            'lambda-cloud-api-key',
            'Lambda Cloud API key',
            pattern=token('secret_', some(BASE64URL, 16, 120), r'\.', some(ALNUM, 16, 100)),
            literals=('secret_',),
            names=('lambdaapi', 'lambdalabs', 'lambdacloud', 'cloudlambda', 'apilambdaai'),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
