"""Databricks: personal tokens are ``dapi`` and 32 hex digits, some with ``-2`` behind them; OAuth secrets of service
principals are ``dose`` and 32 hex digits.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import DIGITS, HEX, maybe, some, token

_SINCE = '2026-11-23'


provider = Provider(
    'databricks',
    'Databricks',
    env=('DATABRICKS_TOKEN', 'DATABRICKS_CLIENT_SECRET'),
    hosts=('*.cloud.databricks.com', '*.azuredatabricks.net', '*.gcp.databricks.com'),
    calls=('WorkspaceClient', 'AccountClient'),
    reads={'python': ('WorkspaceClient',)},
    revoke="delete the token among the access tokens (Developer) of your user's settings in the workspace; an admin "
    'can also delete it with the token-management API or CLI',
    scopes='a service principal with OAuth instead of a personal token, allowed to query the one serving endpoint',
    rotation='tokens can be made with a lifetime, and an admin can set the longest one; they are made and deleted by '
    'API, and AWS Secrets Manager can rotate them',
    keyless='OAuth token federation for service principals',
    leaked='GitHub reports keys that it finds in public repositories to Databricks; what follows is not confirmed',
    sdk='WorkspaceClient() reads DATABRICKS_HOST and DATABRICKS_TOKEN, or ~/.databrickscfg',
    likely={
        'spend': 'an account can have budgets',
        'spend_page': 'https://accounts.cloud.databricks.com',
        'limits': 'the AI Gateway of a serving endpoint can limit its rate',
    },
    detectors=(
        Detector(
            'databricks-personal-access-token',
            'Databricks personal access token',
            # the hyphen and what follows it belong to the token: without them it is refused
            pattern=token('dapi', some(HEX, 32), maybe('-' + some(DIGITS, 1, 3))),
            literals=('dapi',),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/databrickstoken',
                'microsoft/security-utilities:PreciselyClassifiedSecurityKeys/SEC101_110.AzureDatabricksPat.cs',
            ),
            since=_SINCE,
        ),
        Detector(
            'databricks-oauth-secret',
            'Databricks OAuth secret of a service principal',
            pattern=token('dose', some(HEX, 32)),
            literals=('dose',),
            env='DATABRICKS_CLIENT_SECRET',
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
    ),
)
