"""SAP AI Core: a service key is a JSON file; its client secret has no known format and is told by its variable."""

from keyguard.kinds import Provider

provider = Provider(
    'sap-ai-core',
    'SAP AI Core',
    env=('AICORE_CLIENT_SECRET',),
)
