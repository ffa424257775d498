"""Snowflake: a programmatic access token is a JWT; Snowflake's name must stand near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'snowflake',
    'Snowflake Cortex',
    env=('SNOWFLAKE_PAT', 'SNOWFLAKE_CORTEX_PAT', 'SNOWFLAKE_PASSWORD', 'SNOWFLAKE_TOKEN'),
    hosts=('snowflakecomputing.com',),
    detectors=(
        Detector(
            'snowflake-access-token',
            'Snowflake programmatic access token',
            pattern=jwt(),
            literals=HEADS,
            names=('snowflake',),
            confidence=MEDIUM,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/snowflake',
                'mongodb/kingfisher:data/rules/snowflake.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
