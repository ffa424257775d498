"""LlamaCloud: ``llx-`` and 48 characters."""

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, mixed, some, token

provider = Provider(
    'llamaindex',
    'LlamaCloud',
    env=('LLAMA_CLOUD_API_KEY',),
    hosts=('api.cloud.llamaindex.ai',),
    calls=('LlamaParse', 'LlamaCloud', 'AsyncLlamaCloud', 'LlamaCloudIndex'),
    reads={'python': ('LlamaParse', 'LlamaCloud')},
    key_page='https://cloud.llamaindex.ai/api-key',
    detectors=(
        Detector(
            'llamacloud-api-key',
            'LlamaCloud API key',
            pattern=token('llx-', some(BASE64URL, 48)),
            literals=('llx-',),
            confidence=MEDIUM,
            check=mixed(4),
            sources=(
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'praetorian-inc/titus:pkg/rule/rules/llamaindex.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
