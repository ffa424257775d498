"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'inference-net',
    'Inference.net',
    env=('INFERENCE_API_KEY',),
    hosts=('inference.net',),
)
