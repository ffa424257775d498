"""DigitalOcean: ``sk-do-`` for model access, ``dop_v1_`` and its siblings for the account."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, HEX, some, token

provider = Provider(
    'digitalocean-gradient',
    'DigitalOcean Gradient AI',
    env=('DIGITALOCEAN_ACCESS_TOKEN', 'DO_GRADIENT_INFERENCE_KEY', 'GRADIENT_MODEL_ACCESS_KEY'),
    hosts=('inference.do-ai.run',),
    detectors=(
        Detector(
            'digitalocean-gradient-model-access-key',
            'DigitalOcean model access key',
            pattern=token('sk-do-', some(BASE64URL, 50, 70)),
            literals=('sk-do-',),
            confidence=MEDIUM,
            env='GRADIENT_MODEL_ACCESS_KEY',
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/digitalocean.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'digitalocean-gradient-personal-access-token',
            'DigitalOcean personal access token',
            pattern=token('dop_v1_', some(HEX, 64)),
            literals=('dop_v1_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/digitalocean.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'digitalocean-gradient-oauth-token',
            'DigitalOcean OAuth token',
            pattern=token('doo_v1_', some(HEX, 64)),
            literals=('doo_v1_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/digitalocean.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'digitalocean-gradient-refresh-token',
            'DigitalOcean refresh token',
            pattern=token('dor_v1_', some(HEX, 64)),
            literals=('dor_v1_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/digitalocean.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
