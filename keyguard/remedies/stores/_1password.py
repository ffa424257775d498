"""1Password, with its command line op and its SDKs.

Read in the source of onepassword-sdk 0.4.2 and onepassword-sdk-go; the JavaScript was type-checked with
@1password/sdk 0.5 and TypeScript (2026-11-29). The command line is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    '1password',
    '1Password',
    also=('op', 'onepassword', 'one password'),
    place=MANAGER,
    about='For a team that has its passwords there already: files hold references, programs get service accounts.',
    put=(
        Step(
            'In the app: a new item of the kind API Credential, in a vault for this purpose (here Dev), '
            'named @ID@, the key in the field credential.',
            checked=DOCUMENTED,
        ),
        Step(
            'Not with  op item create … credential=KEY: it puts the key on the command line. In the terminal, '
            'first read it, then send the item as JSON through standard input:',
            ASK.code,
            'bash',
            ASK.checked,
        ),
        Step(
            'The last - makes op read the item from there:',
            r"""
            printf '%s\n' "$K" | jq -R '{title: "@ID@", category: "API_CREDENTIAL", fields:
              [{id: "credential", label: "credential", type: "CONCEALED", value: .}]}' |
              op item create --vault Dev - >/dev/null
            unset K
            """,
            'sh',
            DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Put the new key into the same field in the app: the reference stays the same, the old value is in the '
            'history of the item. Start the programs anew, then revoke the old key at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'A service account for the one program, that reads the one vault; its token is shown once:',
            'op service-account create @ID@-app --vault Dev:read_items --expires-in 90d',
            'sh',
            DOCUMENTED,
        ),
        Step(
            'The token is OP_SERVICE_ACCOUNT_TOKEN of that program: put it where the program runs, as a secret.',
            checked=DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import os

            from onepassword.client import Client


            async def read_key(reference: str = 'op://Dev/@ID@/credential') -> str:
                """The key that 1Password holds: asyncio.run(read_key()), or await it."""
                token = os.environ.get('OP_SERVICE_ACCOUNT_TOKEN')
                if not token:
                    raise RuntimeError('OP_SERVICE_ACCOUNT_TOKEN is not set')
                try:
                    client = await Client.authenticate(token, 'app', 'v1.0.0')
                    key = await client.secrets.resolve(reference)
                except Exception as error:  # the SDK has no class of its own for most of them
                    raise RuntimeError(f'1Password does not give out {reference}') from error
                if not key or key != key.strip():
                    raise RuntimeError(f'{reference} is empty, or has white space around it')
                return key
            ''',
            'onepassword-sdk>=0.4',
            SOURCE,
        ),
        'javascript': Snippet(
            """
            import { createClient } from '@1password/sdk';

            export async function readKey(reference = 'op://Dev/@ID@/credential') {
              const auth = process.env.OP_SERVICE_ACCOUNT_TOKEN;
              if (!auth) throw new Error('OP_SERVICE_ACCOUNT_TOKEN is not set');
              let key;
              try {
                const app = { integrationName: 'app', integrationVersion: 'v1.0.0' };
                const client = await createClient({ auth, ...app });
                key = await client.secrets.resolve(reference);
              } catch (error) {
                throw new Error(`1Password does not give out ${reference}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${reference} is empty, or has white space around it`);
            }
            """,
            '@1password/sdk',
            SOURCE,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"fmt"
            	"os"
            	"strings"

            	"github.com/1password/onepassword-sdk-go"
            )

            // Read returns the key: Read(ctx, "op://Dev/@ID@/credential").
            func Read(ctx context.Context, reference string) (string, error) {
            	client, err := onepassword.NewClient(ctx,
            		onepassword.WithServiceAccountToken(os.Getenv("OP_SERVICE_ACCOUNT_TOKEN")),
            		onepassword.WithIntegrationInfo("app", "v1.0.0"))
            	if err != nil {
            		return "", fmt.Errorf("1Password refuses OP_SERVICE_ACCOUNT_TOKEN: %w", err)
            	}
            	key, err := client.Secrets().Resolve(ctx, reference)
            	if err != nil {
            		return "", fmt.Errorf("1Password does not give out %s: %w", reference, err)
            	}
            	if key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s is empty, or has white space around it", reference)
            	}
            	return key, nil
            }
            """,
            'github.com/1password/onepassword-sdk-go',
            SOURCE,
        ),
        'java': Snippet(
            """
            import java.io.IOException;

            final class Keys {
                /** The key: Keys.read("op://Dev/@ID@/credential"); there is no SDK for Java. */
                static String read(String reference) throws IOException, InterruptedException {
                    Process op = new ProcessBuilder("op", "read", "--no-newline", reference)
                            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                    String key = new String(op.getInputStream().readAllBytes());
                    if (op.waitFor() != 0) {
                        throw new IllegalStateException("1Password does not give out " + reference);
                    }
                    if (key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(reference + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'the command op',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(op read 'op://Dev/@ID@/credential')"; then
              echo '1Password does not give out op://Dev/@ID@/credential' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'the command op',
            DOCUMENTED,
        ),
    },
    variable=(
        Step(
            'Write the reference into .env; it is no secret and may be committed:',
            '@VAR@="op://Dev/@ID@/credential"',
            'dotenv',
            DOCUMENTED,
        ),
        Step(
            'Then start the program with it; its output is masked:', 'op run --env-file=.env -- ./app', 'sh', DOCUMENTED
        ),
        Step(
            'In GitHub Actions:',
            """
            - uses: 1password/load-secrets-action@v4
              env:
                OP_SERVICE_ACCOUNT_TOKEN: ${{ secrets.OP_SERVICE_ACCOUNT_TOKEN }}
                @VAR@: op://Dev/@ID@/credential
            """,
            'yaml',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            "isn't a vault in this account",
            'Another account is signed in, or the service account may not read this vault.',
        ),
        ('A name with / in it is not found', 'Use the ID of the item in the reference: op item list'),
        ('The SDK cannot be imported', 'The Python SDK needs glibc 2.32 or newer and OpenSSL 3.'),
        ('The program sees op://…', 'It was started without op run.'),
    ),
    errors_checked=DOCUMENTED,
    docs='https://developer.1password.com/docs/cli/secret-references/',
)
