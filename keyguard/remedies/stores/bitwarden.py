"""Bitwarden Secrets Manager.

Read in the source of bws and of the SDKs (Python bitwarden-sdk 2.1.0, Go, Java); the JavaScript was type-checked with
@bitwarden/sdk-napi 1.0 and TypeScript (2026-11-29).
"""

from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    'bitwarden',
    'Bitwarden Secrets Manager',
    also=('bws', 'bitwarden secrets', 'bitwarden sm'),
    place=MANAGER,
    about='For a team that has its passwords there already: machine accounts read the secrets of a project.',
    put=(
        Step(
            'In the web: Secrets Manager, New, Secret, with the name @VAR@ and the key as its value, in a project for '
            'this purpose. Not with bws secret create: it takes the key on its command line only.',
            checked=SOURCE,
        ),
        Step('Note the ID of the secret: programs ask for it by that.', checked=SOURCE),
    ),
    renew=(
        Step(
            'Edit the value of the same secret in the web, so that its ID stays. Start the programs anew, then revoke '
            'the old key at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'In the web: a machine account for the one program, that can read the one project, and an access token for '
            'it with a day on which it ends. It is BWS_ACCESS_TOKEN there; never on the command line after -t.',
            checked=SOURCE,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import os

            from bitwarden_sdk import BitwardenClient


            def read_key(secret_id: str) -> str:
                """The key that Bitwarden Secrets Manager holds under this ID."""
                token = os.environ.get('BWS_ACCESS_TOKEN')
                if not token:
                    raise RuntimeError('BWS_ACCESS_TOKEN is not set')
                client = BitwardenClient()
                try:
                    client.auth().login_access_token(token)
                    key = client.secrets().get(secret_id).data.value
                except Exception as error:  # the SDK has no class of its own
                    raise RuntimeError(f'Bitwarden does not give out {secret_id}') from error
                if not key or key != key.strip():
                    raise RuntimeError(f'{secret_id} is empty, or has white space around it')
                return key
            ''',
            'bitwarden-sdk>=1',
            SOURCE,
        ),
        'javascript': Snippet(
            """
            import { BitwardenClient } from '@bitwarden/sdk-napi';

            export async function readKey(secretId = process.env.BWS_SECRET_ID ?? '') {
              const token = process.env.BWS_ACCESS_TOKEN;
              if (!token) throw new Error('BWS_ACCESS_TOKEN is not set');
              let key;
              try {
                const client = new BitwardenClient();
                await client.auth().loginAccessToken(token);
                key = (await client.secrets().get(secretId)).value;
              } catch (error) {
                throw new Error(`Bitwarden does not give out ${secretId}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${secretId} is empty, or has white space around it`);
            }
            """,
            '@bitwarden/sdk-napi 1',
            SOURCE,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"fmt"
            	"os"
            	"strings"

            	sdk "github.com/bitwarden/sdk-go"
            )

            // Read returns the key that Bitwarden Secrets Manager holds under this ID.
            func Read(secretID string) (string, error) {
            	client, err := sdk.NewBitwardenClient(nil, nil)
            	if err != nil {
            		return "", fmt.Errorf("the Bitwarden SDK does not start: %w", err)
            	}
            	defer client.Close()
            	if err := client.AccessTokenLogin(os.Getenv("BWS_ACCESS_TOKEN"), nil); err != nil {
            		return "", fmt.Errorf("Bitwarden refuses BWS_ACCESS_TOKEN: %w", err)
            	}
            	secret, err := client.Secrets().Get(secretID)
            	if err != nil {
            		return "", fmt.Errorf("Bitwarden does not give out %s: %w", secretID, err)
            	}
            	if secret.Value == "" || secret.Value != strings.TrimSpace(secret.Value) {
            		return "", fmt.Errorf("%s is empty, or has white space around it", secretID)
            	}
            	return secret.Value, nil
            }
            """,
            'github.com/bitwarden/sdk-go',
            SOURCE,
        ),
        'java': Snippet(
            """
            import com.bitwarden.sdk.BitwardenClient;
            import com.bitwarden.sdk.BitwardenClientException;
            import com.bitwarden.sdk.BitwardenSettings;
            import java.util.UUID;

            final class Keys {
                /** The key that Bitwarden Secrets Manager holds under this ID. */
                static String read(String secretId) {
                    String key;
                    try (var client = new BitwardenClient(new BitwardenSettings())) {
                        client.auth().loginAccessToken(System.getenv("BWS_ACCESS_TOKEN"), null);
                        key = client.secrets().get(UUID.fromString(secretId)).getValue();
                    } catch (BitwardenClientException error) {
                        throw new IllegalStateException("Bitwarden does not give out " + secretId, error);
                    }
                    if (key == null || key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(secretId + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'com.bitwarden:sdk-secrets',
            SOURCE,
        ),
        'shell': Snippet(
            """
            if ! secret="$(bws secret get "$BWS_SECRET_ID")"; then
              echo "Bitwarden does not give out $BWS_SECRET_ID" >&2
              exit 1
            fi
            @VAR@="$(printf %s "$secret" | jq -er .value)" || exit 1
            unset secret
            export @VAR@
            exec "$@"
            """,
            'bws, jq',
            SOURCE,
        ),
    },
    variable=(
        Step(
            'bws starts the program with the secrets of the project, and with nothing else of this shell:',
            "bws run --project-id PROJECT_ID --no-inherit-env -- './app'",
            'sh',
            SOURCE,
        ),
        Step(
            'It makes variables of the names: name the secret @VAR@. A name that cannot be one needs '
            '--uuids-as-keynames.',
            checked=SOURCE,
        ),
    ),
    errors=(
        ('Missing access token', 'BWS_ACCESS_TOKEN is not set, or was cut when it was copied.'),
        ('The secret is not found', 'The ID is that of another one, or the machine account may not read its project.'),
        ('A folder of state files appears', 'bws keeps one by default: bws config state_opt_out true'),
    ),
    errors_checked=DOCUMENTED,
    docs='https://bitwarden.com/help/secrets-manager-overview/',
)
