"""GitLab: ``glpat-`` and 20 characters; the routable form is longer and ends in two dotted parts."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, some, token

provider = Provider(
    'gitlab-duo',
    'GitLab (Duo)',
    env=('GITLAB_TOKEN',),
    hosts=('gitlab.com',),
    detectors=(
        Detector(
            'gitlab-duo-personal-access-token',
            'GitLab personal access token',
            pattern=token('glpat-', some(BASE64URL, 20)),
            literals=('glpat-',),
            confidence=MEDIUM,
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/gitlab.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'secretlint/secretlint:packages/@secretlint/secretlint-rule-gitlab/src/index.ts',
                'Yelp/detect-secrets:detect_secrets/plugins/gitlab_token.py',
                'mongodb/kingfisher:CHANGELOG.md',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'gitlab-duo-routable-token',
            'GitLab personal access token (routable form)',
            pattern=token('glpat-', some(BASE64URL, 27, 300), r'\.', some('0-9a-z', 2), some('0-9a-z', 7)),
            literals=('glpat-',),
            confidence=MEDIUM,
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/gitlab.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'secretlint/secretlint:packages/@secretlint/secretlint-rule-gitlab/src/index.ts',
                'Yelp/detect-secrets:detect_secrets/plugins/gitlab_token.py',
                'mongodb/kingfisher:CHANGELOG.md',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
