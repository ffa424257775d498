"""Azure App Service and Functions: references to Key Vault, and app settings.

The commands are those of az 2.91. That it reads a @- from standard input, alone or behind KEY=, and takes line ends
off, was run on 2026-11-29; what it then sends is read in its source. References are from the documentation.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, SOURCE, Step, Store

store = Store(
    'azure-app-service',
    'Azure App Service and Functions',
    also=('app service', 'azure functions', 'azure web app', 'webapp', 'function app', 'container apps'),
    place=HOSTING,
    signs=('host.json', 'azure.yaml'),
    about='For web apps and functions on Azure: the key stays in Key Vault, the app setting is a reference to it.',
    put=(
        ASK,
        Step(
            'Store it in Key Vault; @- takes it from standard input, and --output none keeps it off the screen:',
            """
            printf %s "$K" | az keyvault secret set --vault-name VAULT --name @ID@-api-key \\
              --value @- --output none
            unset K
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'Without a vault, as an app setting, which all who may change the app can read:',
            """
            printf %s "$K" | az webapp config appsettings set --resource-group GROUP --name APP \\
              --settings @VAR@=@- --output none
            unset K
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Store a new version under the same name. A reference without a version follows within 24 hours, at once '
            'when the app starts anew:',
            """
            printf %s "$K" | az keyvault secret set --vault-name VAULT --name @ID@-api-key \\
              --value @- --output none
            unset K
            az webapp restart --resource-group GROUP --name APP
            """,
            'sh',
            SOURCE,
        ),
        Step('When the app runs with it, revoke the old key at the provider.', checked=DOCUMENTED),
    ),
    grant=(
        Step(
            'Give the app an identity of its own, and let it read this secret alone:',
            """
            az webapp identity assign --resource-group GROUP --name APP
            az role assignment create --role 'Key Vault Secrets User' --assignee PRINCIPAL_ID \\
              --scope "$(az keyvault show --name VAULT --query id --output tsv)/secrets/@ID@-api-key"
            """,
            'sh',
            DOCUMENTED,
        ),
        Step(
            'To write secrets you need Key Vault Secrets Officer yourself: being owner of the vault is not enough. A '
            'role takes some minutes to work.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'Let the app setting refer to the secret. The quotes keep the shell from the parentheses; with the slash '
            'at its end the reference takes the newest version:',
            """
            az webapp config appsettings set --resource-group GROUP --name APP --output none \\
              --settings '@VAR@=@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/@ID@-api-key/)'
            """,
            'sh',
            DOCUMENTED,
        ),
        Step(
            'For a function the same with az functionapp. A slot has settings of its own: mark it as a slot setting, '
            'so that it does not move when slots are swapped.',
            checked=SOURCE,
        ),
        Step(
            'In Container Apps the secret of the app refers to the vault, and the container to the secret:',
            """
            az containerapp secret set --resource-group GROUP --name APP \\
              --secrets key=keyvaultref:https://VAULT.vault.azure.net/secrets/@ID@-api-key,identityref:system
            az containerapp update --resource-group GROUP --name APP --set-env-vars @VAR@=secretref:key
            """,
            'sh',
            SOURCE,
        ),
    ),
    errors=(
        (
            'The program gets the text @Microsoft.KeyVault(…)',
            (
                'The reference was not followed: the setting shows why in the portal; mostly the identity lacks the '
                'role Key Vault Secrets User, or a firewall of the vault keeps the app out.'
            ),
        ),
        (
            'The old key is still used',
            'The reference names a version, or has not been followed anew: leave the version out, restart the app.',
        ),
        (
            'Forbidden, caller is not authorized',
            'You need the role Key Vault Secrets Officer on the vault; new vaults know only roles, no access policies.',
        ),
        (
            '(--resource-group --name | --ids) are required',
            'Say which app it is, or set it once: az configure --defaults group=GROUP web=APP',
        ),
        (
            'The value is @- itself',
            'Only az reads @- from standard input, in bash, zsh or sh; in PowerShell the @ needs quotes around it.',
        ),
    ),
    pipe=('az', 'webapp', 'config', 'appsettings', 'set', '--settings', '@VAR@=@-', '--output', 'none'),
    piped='In the settings of the app that az configure --defaults group=GROUP web=APP names, as @VAR@. A reference to '
    'Key Vault shows it to fewer people.',
    docs='https://learn.microsoft.com/azure/app-service/app-service-key-vault-references',
)
