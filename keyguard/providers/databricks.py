"""Databricks: ``dapi`` (personal access token) or ``dose`` (OAuth secret) and 32 hex digits."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import DIGITS, HEX, maybe, some, token

provider = Provider(
    'databricks',
    'Databricks',
    env=('DATABRICKS_TOKEN', 'DATABRICKS_CLIENT_SECRET'),
    hosts=('cloud.databricks.com', 'azuredatabricks.net', 'gcp.databricks.com'),
    calls=('WorkspaceClient', 'ChatDatabricks'),
    reads={'python': ('WorkspaceClient', 'ChatDatabricks')},
    revoke='the page is in your workspace: Settings > Developer > Access tokens',
    scopes='a service principal with CAN QUERY on the one serving endpoint instead of a personal token',
    rotation='tokens can be given a lifetime, and administrators can cap it',
    keyless='OAuth token federation, or service principals',
    detectors=(
        Detector(
            'databricks-personal-access-token',
            'Databricks personal access token',
            pattern=token('dapi', some(HEX, 32), maybe('-' + some(DIGITS, 1, 2))),
            literals=('dapi',),
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'databricks-oauth-secret',
            'Databricks OAuth secret of a service principal',
            pattern=token('dose', some(HEX, 32)),
            literals=('dose',),
            env='DATABRICKS_CLIENT_SECRET',
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
