"""StepFun: no format of its keys is confirmed; what looks random is one where StepFun is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'stepfun',
    'StepFun (Step)',
    env=('STEPFUN_API_KEY', 'STEP_API_KEY'),
    hosts=('api.stepfun.com', 'api.stepfun.ai'),
    detectors=(
        Detector(
            'stepfun-api-key',
            'StepFun API key',
            pattern=bare(some(ALNUM, 32, 88)),
            names=('stepfun', 'stepapikey'),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
