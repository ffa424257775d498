"""Sourcegraph: ``sgp_`` and 40 hex digits, ``slk_`` and 64; Amp: ``sgamp_user_``, a dated id and 64 hex digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, either, maybe, some, token

provider = Provider(
    'sourcegraph',
    'Sourcegraph / Cody / Amp',
    env=('SRC_ACCESS_TOKEN', 'SOURCEGRAPH_TOKEN', 'AMP_API_KEY'),
    hosts=('sourcegraph.com', 'ampcode.com'),
    detectors=(
        Detector(
            'sourcegraph-access-token',
            'Sourcegraph access token',
            pattern=token('sgp_', maybe(either('local_', some(HEX, 16) + '_')), some(HEX, 40)),
            literals=('sgp_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraph',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraphcody',
                'mongodb/kingfisher:data/rules/sourcegraph.yml',
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/sourcegraph.yml',
                'praetorian-inc/titus:pkg/rule/rules/sourcegraph.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'sourcegraph-gateway-key',
            'Sourcegraph licence or Cody gateway key',
            pattern=token('slk_', some(HEX, 64)),
            literals=('slk_',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraph',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraphcody',
                'mongodb/kingfisher:data/rules/sourcegraph.yml',
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/sourcegraph.yml',
                'praetorian-inc/titus:pkg/rule/rules/sourcegraph.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'sourcegraph-amp-user-key',
            'Sourcegraph Amp user key',
            pattern=token('sgamp_user_', some('0-9A-Z', 26), '_', some(HEX, 64)),
            literals=('sgamp_user_',),
            confidence=MEDIUM,
            env='AMP_API_KEY',
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraph',
                'trufflesecurity/trufflehog:pkg/detectors/sourcegraphcody',
                'mongodb/kingfisher:data/rules/sourcegraph.yml',
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/sourcegraph.yml',
                'praetorian-inc/titus:pkg/rule/rules/sourcegraph.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
