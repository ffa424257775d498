"""Infisical.

Read in the source of the command line and of infisicalsdk 1.0.18, whose snippet was also run against a fake server
(2026-11-29); the JavaScript was type-checked with @infisical/sdk 5 and TypeScript; Go is read in the source of its SDK.
Java is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    'infisical',
    'Infisical',
    also=('infisical cloud',),
    place=MANAGER,
    signs=('.infisical.json',),
    about='For a team, in the cloud or on a server of your own: a machine identity and a path for each program.',
    put=(
        Step(
            'Log in and choose the project for this folder, once:',
            """
            infisical login
            infisical init
            """,
            'sh',
            DOCUMENTED,
        ),
        ASK,
        Step(
            'Store it; the @ reads it from standard input. The command prints the value, so its output is thrown away:',
            """
            printf %s "$K" | infisical secrets set @VAR@=@/dev/stdin --env=prod >/dev/null
            unset K
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'Do it logged in as a person: with the token of a machine, some versions store the text @/dev/stdin.',
            checked=SOURCE,
        ),
    ),
    renew=(
        Step(
            'Store the new key in the same way: it is the new version of the same name. Start the programs anew, '
            'then revoke the old key at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'In the web: a machine identity for the one program, with a role that may read one environment and path. '
            'It logs in with Universal Auth, or without a stored secret through AWS, Google Cloud, Kubernetes or OIDC.',
            checked=DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import os

            from infisical_sdk import InfisicalError, InfisicalSDKClient
            from requests import RequestException


            def read_key(project: str, name: str = '@VAR@', environment: str = 'prod') -> str:
                """The key that Infisical holds under this name."""
                client = InfisicalSDKClient(host=os.environ.get('INFISICAL_HOST', 'https://app.infisical.com'))
                try:
                    client.auth.universal_auth.login(
                        os.environ['INFISICAL_CLIENT_ID'], os.environ['INFISICAL_CLIENT_SECRET']
                    )
                    key = client.secrets.get_secret_by_name(name, environment, '/', project).secretValue
                except KeyError as error:
                    raise RuntimeError(f'{error} is not set') from None
                except (InfisicalError, RequestException) as error:
                    raise RuntimeError(f'Infisical does not give out {name}') from error
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'infisicalsdk>=1.0.17',
            SOURCE,
        ),
        'javascript': Snippet(
            """
            import { InfisicalSDK } from '@infisical/sdk';

            export async function readKey(secretName = '@VAR@', environment = 'prod') {
              const { INFISICAL_CLIENT_ID, INFISICAL_CLIENT_SECRET, INFISICAL_PROJECT_ID } = process.env;
              if (!INFISICAL_CLIENT_ID || !INFISICAL_CLIENT_SECRET || !INFISICAL_PROJECT_ID) {
                throw new Error('INFISICAL_CLIENT_ID, …_CLIENT_SECRET or …_PROJECT_ID is not set');
              }
              const login = { clientId: INFISICAL_CLIENT_ID, clientSecret: INFISICAL_CLIENT_SECRET };
              const wanted = { secretName, environment, secretPath: '/', projectId: INFISICAL_PROJECT_ID };
              let key;
              try {
                const client = await new InfisicalSDK().auth().universalAuth.login(login);
                key = (await client.secrets().getSecret(wanted)).secretValue;
              } catch (error) {
                throw new Error(`Infisical does not give out ${secretName}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${secretName} is empty, or has white space around it`);
            }
            """,
            '@infisical/sdk 5',
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

            	infisical "github.com/infisical/go-sdk"
            )

            // Read returns the key: Read(ctx, "PROJECT_ID", "@VAR@").
            func Read(ctx context.Context, project, name string) (string, error) {
            	client := infisical.NewInfisicalClient(ctx, infisical.Config{})
            	id, secret := os.Getenv("INFISICAL_CLIENT_ID"), os.Getenv("INFISICAL_CLIENT_SECRET")
            	if _, err := client.Auth().UniversalAuthLogin(id, secret); err != nil {
            		return "", fmt.Errorf("Infisical refuses INFISICAL_CLIENT_ID: %w", err)
            	}
            	answer, err := client.Secrets().Retrieve(infisical.RetrieveSecretOptions{
            		SecretKey: name, Environment: "prod", ProjectID: project, SecretPath: "/",
            	})
            	if err != nil {
            		return "", fmt.Errorf("Infisical does not give out %s: %w", name, err)
            	}
            	if key := answer.SecretValue; key != "" && key == strings.TrimSpace(key) {
            		return key, nil
            	}
            	return "", fmt.Errorf("%s is empty, or has white space around it", name)
            }
            """,
            'github.com/infisical/go-sdk',
            SOURCE,
        ),
        'java': Snippet(
            """
            import com.infisical.sdk.InfisicalSdk;
            import com.infisical.sdk.config.SdkConfig;
            import com.infisical.sdk.util.InfisicalException;

            final class Keys {
                /** The key: Keys.read("PROJECT_ID", "@VAR@"). */
                static String read(String project, String name) {
                    String key;
                    try {
                        var sdk = new InfisicalSdk(new SdkConfig.Builder().build());
                        sdk.Auth().UniversalAuthLogin(
                                System.getenv("INFISICAL_CLIENT_ID"), System.getenv("INFISICAL_CLIENT_SECRET"));
                        key = sdk.Secrets().GetSecret(name, project, "prod", "/", false, false, "shared")
                                .getSecretValue();
                    } catch (InfisicalException error) {
                        throw new IllegalStateException("Infisical does not give out " + name, error);
                    }
                    if (key == null || key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(name + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'com.infisical:sdk 3',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            @VAR@="$(infisical secrets get @VAR@ --env=prod --plain --silent)" || exit 1
            export @VAR@
            : "${@VAR@:?is not in Infisical}" # a name that is not there is no error of the command
            exec "$@"
            """,
            'infisical',
            SOURCE,
        ),
    },
    variable=(
        Step(
            'Infisical starts the program with its variables; in the code the variable is read as any other:',
            'infisical run --env=prod --path=/ -- ./app',
            'sh',
            SOURCE,
        ),
        Step('With INFISICAL_TOKEN set, on a server, say which project too: --projectId=PROJECT_ID', checked=SOURCE),
    ),
    errors=(
        ('Status 403', 'The identity may not read this environment and path.'),
        ('The variable is missing or has the wrong value', 'Without --env the environment is dev.'),
        ('Please either run infisical init …', 'No project is chosen: infisical init, or --projectId'),
        ('No module named infisical_client', 'That is the SDK before this one: pip install infisicalsdk'),
    ),
    errors_checked=DOCUMENTED,
    pipe=('infisical', 'secrets', 'set', '@VAR@=@/dev/stdin', '--env=prod'),
    piped='In Infisical, in the project of this folder, environment prod, as @VAR@. An older value is replaced.',
    docs='https://infisical.com/docs/cli/overview',
)
