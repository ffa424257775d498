"""LlamaCloud (LlamaIndex): keys are ``llx-`` and 48 characters of both cases and digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, mixed, some, token

provider = Provider(
    'llamaindex',
    'LlamaCloud (LlamaIndex)',
    env=('LLAMA_CLOUD_API_KEY',),
    hosts=('api.cloud.llamaindex.ai',),
    calls=('LlamaParse', 'LlamaCloud', 'AsyncLlamaCloud', 'LlamaCloudIndex'),
    reads={'python': ('LlamaParse', 'LlamaCloud')},
    key_page='https://cloud.llamaindex.ai/api-key',
    likely={'scopes': 'keys belong to an organization and a project'},
    detectors=(
        Detector(
            'llamaindex-api-key',
            'LlamaCloud API key',
            pattern=token('llx-', some(BASE64URL, 48)),
            literals=('llx-',),
            confidence=MEDIUM,
            wordlike=mixed(4),
            sources=('Samsung/CredSweeper:credsweeper/rules/config.yaml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
