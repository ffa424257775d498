"""Azure Key Vault.

Read in the source of azure-cli 2.91 and azure-keyvault-secrets 4.12.0, whose snippet was also run against a fake server
(2026-11-29); the JavaScript was type-checked with @azure/keyvault-secrets and TypeScript; Go is read in the source of
azsecrets. Java and the roles are from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    'azure-key-vault',
    'Azure Key Vault',
    also=('azure', 'key vault', 'keyvault', 'akv', 'az keyvault'),
    place=MANAGER,
    about='For programs that run on Azure: given out by managed identity, with versions, end dates and an audit log.',
    put=(
        ASK,
        Step(
            'Store it; it goes through standard input. Names hold letters, digits and hyphens, no underscore. '
            '--expires YYYY-MM-DDT00:00:00Z sets its end:',
            """
            printf %s "$K" | az keyvault secret set --vault-name VAULT --name @ID@-api-key \\
              --file /dev/stdin --encoding utf-8 --output none
            unset K
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'In PowerShell, which asks for the key:',
            """
            Set-AzKeyVaultSecret -VaultName VAULT -Name '@ID@-api-key' `
              -SecretValue (Read-Host Key -AsSecureString) -Expires (Get-Date).AddDays(180)
            """,
            'powershell',
            DOCUMENTED,
        ),
        Step(
            'Not with --value: it puts the key on the command line. To write you need the role Key Vault Secrets '
            'Officer; Owner alone is not enough in a vault with role-based access.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Store the new key in the same way: it becomes the current version. App Service takes it up within a day, '
            'or at once when it is restarted. Then revoke the old key at the provider, and switch its version off:',
            """
            az keyvault secret set-attributes --vault-name VAULT --name @ID@-api-key \\
              --version OLD --enabled false
            """,
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Let the identity of the one program read the one secret. It takes effect after some minutes. '
            '(az keyvault set-policy is the older way, and fails in new vaults.) The role:',
            """
            az role assignment create --role 'Key Vault Secrets User' --assignee PRINCIPAL_ID --scope \\
              "$(az keyvault show --name VAULT --query id --output tsv)/secrets/@ID@-api-key"
            """,
            'sh',
            DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            from azure.core.exceptions import AzureError
            from azure.identity import DefaultAzureCredential
            from azure.keyvault.secrets import SecretClient


            def read_key(vault: str, name: str = '@ID@-api-key') -> str:
                """The current version of the key that this vault holds."""
                try:
                    with SecretClient(f'https://{vault}.vault.azure.net', DefaultAzureCredential()) as client:
                        key = client.get_secret(name).value
                except AzureError as error:
                    reason = type(error).__name__
                    raise RuntimeError(f'{vault} does not give out {name}: {reason}') from error
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'azure-identity>=1.19, azure-keyvault-secrets>=4.9',
            SOURCE,
        ),
        'javascript': Snippet(
            """
            import { DefaultAzureCredential } from '@azure/identity';
            import { SecretClient } from '@azure/keyvault-secrets';

            export async function readKey(vault = process.env.AZURE_KEY_VAULT ?? '', name = '@ID@-api-key') {
              let key;
              try {
                const url = `https://${vault}.vault.azure.net`;
                const client = new SecretClient(url, new DefaultAzureCredential());
                key = (await client.getSecret(name)).value;
              } catch (error) {
                throw new Error(`${vault} does not give out ${name}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${name} is empty, or has white space around it`);
            }
            """,
            '@azure/identity 4, @azure/keyvault-secrets 4',
            SOURCE,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"fmt"
            	"strings"

            	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
            	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
            )

            // Read returns the key: Read(ctx, "https://VAULT.vault.azure.net", "@ID@-api-key").
            func Read(ctx context.Context, vault, name string) (string, error) {
            	credential, err := azidentity.NewDefaultAzureCredential(nil)
            	if err != nil {
            		return "", fmt.Errorf("no Azure credentials: %w", err)
            	}
            	client, err := azsecrets.NewClient(vault, credential, nil)
            	if err != nil {
            		return "", fmt.Errorf("%s is no vault: %w", vault, err)
            	}
            	answer, err := client.GetSecret(ctx, name, "", nil) // "" is the current version
            	if err != nil {
            		return "", fmt.Errorf("the vault does not give out %s: %w", name, err)
            	}
            	if key := answer.Value; key != nil && *key != "" && *key == strings.TrimSpace(*key) {
            		return *key, nil
            	}
            	return "", fmt.Errorf("%s is empty, or has white space around it", name)
            }
            """,
            'github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets',
            SOURCE,
        ),
        'java': Snippet(
            """
            import com.azure.core.exception.AzureException;
            import com.azure.identity.DefaultAzureCredentialBuilder;
            import com.azure.security.keyvault.secrets.SecretClientBuilder;

            final class Keys {
                /** The key: Keys.read("https://VAULT.vault.azure.net", "@ID@-api-key"). */
                static String read(String vault, String name) {
                    String key;
                    try {
                        var login = new DefaultAzureCredentialBuilder().build();
                        var client = new SecretClientBuilder().vaultUrl(vault).credential(login).buildClient();
                        key = client.getSecret(name).getValue();
                    } catch (AzureException error) {
                        throw new IllegalStateException("the vault does not give out " + name, error);
                    }
                    if (key == null || key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(name + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'com.azure:azure-security-keyvault-secrets, com.azure:azure-identity',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(az keyvault secret show --vault-name VAULT --name @ID@-api-key \\
              --query value --output tsv)"; then
              echo 'the vault does not give out @ID@-api-key' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'azure-cli',
            SOURCE,
        ),
    },
    variable=(
        Step('In a script: save the lines for the shell above as with-key, then:', 'sh with-key ./app', 'sh', SOURCE),
        Step(
            'In App Service and Functions, as the value of the setting @VAR@:',
            '@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/@ID@-api-key/)',
            'text',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            'Forbidden, Caller is not authorized',
            'The role is missing or not yet in effect, or a network rule forbids it.',
        ),
        ('SecretNotFound', 'Another vault or another name.'),
        (
            'Conflict, in a deleted but recoverable state',
            'az keyvault secret recover --vault-name VAULT --name @ID@-api-key, then store the new version.',
        ),
        ('CredentialUnavailableError, or DefaultAzureCredential failed', 'On your machine: az login'),
        ('BadParameter for the name', 'Only letters, digits and hyphens: @ID@-api-key instead of @VAR@.'),
    ),
    errors_checked=DOCUMENTED,
    docs='https://learn.microsoft.com/azure/key-vault/secrets/',
)
