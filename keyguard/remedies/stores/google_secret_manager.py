"""Google Secret Manager.

Read in the help of gcloud 528 and in google-cloud-secret-manager 2.32.0, whose snippet was also run against a fake
server (2026-11-29); the JavaScript was type-checked with @google-cloud/secret-manager and TypeScript, the Go program
built with cloud.google.com/go. Java is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    'google-secret-manager',
    'Google Secret Manager',
    also=('gcp', 'gcp secret manager', 'google', 'gsm', 'gcloud secrets', 'secret manager'),
    place=MANAGER,
    about='For programs that run on Google Cloud: given out by service account, with versions and an audit log.',
    put=(
        ASK,
        Step(
            'Store it; it goes through standard input:',
            """
            printf %s "$K" | gcloud secrets create @ID@-api-key \\
              --replication-policy=automatic --data-file=-
            unset K
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Add it as a new version, and switch the old one off when all run with the new one:',
            """
            printf %s "$K" | gcloud secrets versions add @ID@-api-key --data-file=-
            unset K
            gcloud secrets versions list @ID@-api-key
            gcloud secrets versions disable OLD --secret=@ID@-api-key
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'A variable of Cloud Run is read when an instance starts: deploy anew. '
            'Then revoke the old key at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'Let the service account of the one program read the one secret; not the project:',
            """
            gcloud secrets add-iam-policy-binding @ID@-api-key \\
              --member=serviceAccount:APP@PROJECT.iam.gserviceaccount.com \\
              --role=roles/secretmanager.secretAccessor
            """,
            'sh',
            SOURCE,
        ),
    ),
    read={
        'python': Snippet(
            '''
            from google.api_core.exceptions import GoogleAPIError
            from google.auth.exceptions import GoogleAuthError
            from google.cloud import secretmanager


            def read_key(project: str, name: str = '@ID@-api-key') -> str:
                """The newest version of the key that Google Secret Manager holds in this project."""
                path = f'projects/{project}/secrets/{name}/versions/latest'
                try:
                    with secretmanager.SecretManagerServiceClient() as client:
                        answer = client.access_secret_version(name=path)
                except (GoogleAPIError, GoogleAuthError) as error:
                    raise RuntimeError(f'Google does not give out {path}') from error
                key = answer.payload.data.decode()
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'google-cloud-secret-manager>=2.20',
            SOURCE,
        ),
        'javascript': Snippet(
            """
            import { SecretManagerServiceClient } from '@google-cloud/secret-manager';

            export async function readKey(name = '@ID@-api-key') {
              const project = process.env.GOOGLE_CLOUD_PROJECT;
              const path = `projects/${project}/secrets/${name}/versions/latest`;
              let key;
              try {
                const [version] = await new SecretManagerServiceClient().accessSecretVersion({ name: path });
                key = version.payload?.data?.toString();
              } catch (error) {
                throw new Error(`Google does not give out ${path}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${name} is empty, or has white space around it`);
            }
            """,
            '@google-cloud/secret-manager',
            SOURCE,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"fmt"
            	"strings"

            	secretmanager "cloud.google.com/go/secretmanager/apiv1"
            	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
            )

            // Read returns the key: Read(ctx, "projects/PROJECT/secrets/@ID@-api-key/versions/latest").
            func Read(ctx context.Context, name string) (string, error) {
            	client, err := secretmanager.NewClient(ctx)
            	if err != nil {
            		return "", fmt.Errorf("no Google credentials: %w", err)
            	}
            	defer client.Close()
            	wanted := &secretmanagerpb.AccessSecretVersionRequest{Name: name}
            	answer, err := client.AccessSecretVersion(ctx, wanted)
            	if err != nil {
            		return "", fmt.Errorf("Google does not give out %s: %w", name, err)
            	}
            	key := string(answer.GetPayload().GetData())
            	if key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s is empty, or has white space around it", name)
            	}
            	return key, nil
            }
            """,
            'cloud.google.com/go/secretmanager',
            SOURCE,
        ),
        'java': Snippet(
            """
            import com.google.api.gax.rpc.ApiException;
            import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
            import com.google.cloud.secretmanager.v1.SecretVersionName;
            import java.io.IOException;

            final class Keys {
                /** The newest version of the key: Keys.read("PROJECT", "@ID@-api-key"). */
                static String read(String project, String name) {
                    String key;
                    try (var client = SecretManagerServiceClient.create()) {
                        var version = SecretVersionName.of(project, name, "latest");
                        key = client.accessSecretVersion(version).getPayload().getData().toStringUtf8();
                    } catch (ApiException | IOException error) {
                        throw new IllegalStateException("Google does not give out " + name, error);
                    }
                    if (key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(name + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'com.google.cloud:google-cloud-secretmanager',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(gcloud secrets versions access latest --secret=@ID@-api-key)"; then
              echo 'Google does not give out @ID@-api-key' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'gcloud',
            SOURCE,
        ),
    },
    variable=(
        Step('In a script: save the lines for the shell above as with-key, then:', 'sh with-key ./app', 'sh', SOURCE),
        Step(
            'In Cloud Run, as a variable; pin a version in production, as in @ID@-api-key:3:',
            'gcloud run services update APP --update-secrets=@VAR@=@ID@-api-key:latest',
            'sh',
            SOURCE,
        ),
        Step(
            'In Cloud Run, as a file that is always the current version:',
            'gcloud run services update APP --update-secrets=/secrets/@ID@=@ID@-api-key:latest',
            'sh',
            SOURCE,
        ),
    ),
    errors=(
        ('PERMISSION_DENIED', 'The program runs as another service account than the one that you let in.'),
        ('NOT_FOUND', 'Another project, or a regional secret, which needs the client of its region.'),
        ('FAILED_PRECONDITION', 'This version is disabled or destroyed: add a new one.'),
        ('ALREADY_EXISTS', 'The name is taken: gcloud secrets versions add stores a new version.'),
        ('DefaultCredentialsError', 'On your machine: gcloud auth application-default login'),
    ),
    errors_checked=DOCUMENTED,
    pipe=('gcloud', 'secrets', 'create', '@ID@-api-key', '--replication-policy=automatic', '--data-file=-'),
    piped='In Google Secret Manager, in the project that gcloud is set to, under @ID@-api-key.',
    docs='https://cloud.google.com/secret-manager/docs',
)
