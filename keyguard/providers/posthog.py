"""PostHog: ``phx_`` is personal; ``phc_`` belongs to a project and is meant for browsers, so it is never reported
alone.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, no_words, some, token

provider = Provider(
    'posthog',
    'PostHog (LLM analytics)',
    env=('POSTHOG_PERSONAL_API_KEY',),
    hosts=('us.i.posthog.com',),
    detectors=(
        Detector(
            'posthog-personal-api-key',
            'PostHog personal API key',
            pattern=token('phx_', some(BASE64URL, 40, 52)),
            literals=('phx_',),
            wordlike=no_words(4),
            confidence=MEDIUM,
            env='POSTHOG_PERSONAL_API_KEY',
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/posthog.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'posthog-project-key',
            'PostHog project key (public by design)',
            pattern=token('phc_', some(BASE64URL, 43)),
            literals=('phc_',),
            alone=False,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/posthog.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
