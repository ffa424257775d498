"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'stepfun',
    'StepFun (Step)',
    env=('STEPFUN_API_KEY', 'STEP_API_KEY'),
    hosts=('api.stepfun.com', 'api.stepfun.ai'),
)
