"""AWS Lambda, ECS and App Runner: references to AWS Secrets Manager.

Run on 2026-11-29 against a local server in the place of the extension (port 2773), with the key right, missing, refused
and ending in a newline: Python 3.11, Node.js 20.20, Go 1.27, OpenJDK 17. The address and the header are from its
documentation, and so are the pieces of task definitions and services.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, RUN, SOURCE, Snippet, Step, Store

store = Store(
    'aws-lambda',
    'AWS Lambda, ECS and App Runner',
    also=('lambda', 'ecs', 'fargate', 'app runner', 'aws ecs', 'aws app runner', 'serverless'),
    place=HOSTING,
    signs=('serverless.yml', 'serverless.yaml', 'samconfig.toml', 'cdk.json'),
    about='For functions and containers on AWS: the key stays in Secrets Manager. ECS and App Runner hand it over as a '
    'variable, a Lambda function reads it.',
    put=(
        ASK,
        Step(
            'Store it in Secrets Manager; it goes through standard input:',
            """
            printf %s "$K" | aws secretsmanager create-secret --name llm/@ID@ \\
              --secret-string file:///dev/stdin
            unset K
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'Not as a plain variable of the function or the container: all who may look at the configuration see it, '
            'and so do its templates.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Store a new version. The extension hands it out when its cache is old (5 minutes), containers when they '
            'start:',
            """
            printf %s "$K" | aws secretsmanager put-secret-value --secret-id llm/@ID@ \\
              --secret-string file:///dev/stdin
            unset K
            aws ecs update-service --cluster CLUSTER --service SERVICE --force-new-deployment
            """,
            'sh',
            SOURCE,
        ),
        Step('When all run with it, revoke the old key at the provider.', checked=DOCUMENTED),
    ),
    grant=(
        Step(
            'Lambda: the role of the function. ECS: the execution role of the task. App Runner: the instance role. '
            'The six ? stand for the ending that AWS adds; a KMS key of your own needs kms:Decrypt beside it:',
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "secretsmanager:GetSecretValue",
                  "Resource": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:llm/@ID@-??????"
                }
              ]
            }
            """,
            'json',
            DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import json
            import os
            from urllib.error import HTTPError
            from urllib.parse import quote
            from urllib.request import Request, urlopen


            def read_key(name: str = 'llm/@ID@') -> str:
                """The key of this name, through the extension in a Lambda function. Call it in the handler."""
                port = os.environ.get('PARAMETERS_SECRETS_EXTENSION_HTTP_PORT', '2773')
                token = os.environ.get('AWS_SESSION_TOKEN', '')
                request = Request(
                    f'http://localhost:{port}/secretsmanager/get?secretId={quote(name, safe="")}',
                    headers={'X-Aws-Parameters-Secrets-Token': token},
                )
                try:
                    with urlopen(request, timeout=5) as answer:
                        key = json.load(answer).get('SecretString', '')
                except HTTPError as error:
                    error.close()
                    raise RuntimeError(f'The extension does not give out {name}: HTTP {error.code}') from error
                except (OSError, ValueError) as error:
                    raise RuntimeError(f'The extension cannot be asked for {name}: {error}') from error
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'the layer AWS Parameters and Secrets Lambda Extension',
            RUN,
        ),
        'javascript': Snippet(
            """
            // through the extension in a Lambda function: call it in the handler
            export async function readKey(name = 'llm/@ID@') {
              const port = process.env.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT ?? '2773';
              const url = `http://localhost:${port}/secretsmanager/get?secretId=${encodeURIComponent(name)}`;
              const headers = { 'X-Aws-Parameters-Secrets-Token': process.env.AWS_SESSION_TOKEN ?? '' };
              let key;
              try {
                const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5000) });
                if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
                key = (await answer.json()).SecretString;
              } catch (error) {
                throw new Error(`The extension does not give out ${name}`, { cause: error });
              }
              if (!key || key !== key.trim()) throw new Error(`${name} is empty, or has white space around it`);
              return key;
            }
            """,
            'the layer AWS Parameters and Secrets Lambda Extension',
            RUN,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"encoding/json"
            	"fmt"
            	"net/http"
            	"net/url"
            	"os"
            	"strings"
            	"time"
            )

            // Read returns the key, through the extension in a Lambda function: Read(ctx, "llm/@ID@").
            func Read(ctx context.Context, name string) (string, error) {
            	address := "http://localhost:2773/secretsmanager/get?secretId=" + url.QueryEscape(name)
            	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
            	if err != nil {
            		return "", err
            	}
            	request.Header.Set("X-Aws-Parameters-Secrets-Token", os.Getenv("AWS_SESSION_TOKEN"))
            	answer, err := (&http.Client{Timeout: 5 * time.Second}).Do(request)
            	if err != nil {
            		return "", fmt.Errorf("the extension cannot be asked for %s: %w", name, err)
            	}
            	defer answer.Body.Close()
            	if answer.StatusCode != http.StatusOK {
            		return "", fmt.Errorf("the extension does not give out %s: %s", name, answer.Status)
            	}
            	var secret struct{ SecretString string }
            	if err := json.NewDecoder(answer.Body).Decode(&secret); err != nil {
            		return "", fmt.Errorf("the answer for %s cannot be read: %w", name, err)
            	}
            	if key := strings.TrimSpace(secret.SecretString); key == "" || key != secret.SecretString {
            		return "", fmt.Errorf("%s is empty, or has white space around it", name)
            	}
            	return secret.SecretString, nil
            }
            """,
            'the layer AWS Parameters and Secrets Lambda Extension',
            RUN,
        ),
        'java': Snippet(
            """
            import java.io.IOException;
            import java.net.URI;
            import java.net.URLEncoder;
            import java.net.http.HttpClient;
            import java.net.http.HttpRequest;
            import java.net.http.HttpResponse.BodyHandlers;
            import java.nio.charset.StandardCharsets;
            import java.time.Duration;
            import java.util.regex.Pattern;

            final class Keys {
                // no key of a provider has a quote, a backslash or white space in it
                private static final Pattern SECRET =
                        Pattern.compile("\\"SecretString\\"\\\\s*:\\\\s*\\"([^\\"\\\\\\\\\\\\s]+)\\"");

                /** The key, through the extension in a Lambda function: Keys.read("llm/@ID@"). */
                static String read(String name) throws IOException, InterruptedException {
                    String id = URLEncoder.encode(name, StandardCharsets.UTF_8);
                    String token = String.valueOf(System.getenv("AWS_SESSION_TOKEN"));
                    HttpRequest request = HttpRequest.newBuilder()
                            .uri(URI.create("http://localhost:2773/secretsmanager/get?secretId=" + id))
                            .header("X-Aws-Parameters-Secrets-Token", token)
                            .timeout(Duration.ofSeconds(5))
                            .build();
                    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                    if (answer.statusCode() != 200) {
                        throw new IOException("No " + name + " there: HTTP " + answer.statusCode());
                    }
                    var found = SECRET.matcher(answer.body());
                    if (!found.find()) {
                        throw new IOException(name + " is empty, or has white space in it");
                    }
                    return found.group(1);
                }
            }
            """,
            'the layer AWS Parameters and Secrets Lambda Extension',
            RUN,
        ),
        'shell': FROM_ENVIRONMENT['shell'],
    },
    variable=(
        Step(
            'In an ECS task definition. The program reads the environment then, as the code for the shell does:',
            """
            {
              "containerDefinitions": [
                {
                  "name": "app",
                  "image": "app",
                  "secrets": [
                    {
                      "name": "@VAR@",
                      "valueFrom": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:llm/@ID@-SUFFIX"
                    }
                  ]
                }
              ]
            }
            """,
            'json',
            DOCUMENTED,
        ),
        Step(
            'In an App Runner service, which is no longer open to new customers:',
            """
            {
              "ImageRepository": {
                "ImageIdentifier": "ACCOUNT.dkr.ecr.REGION.amazonaws.com/app:latest",
                "ImageRepositoryType": "ECR",
                "ImageConfiguration": {
                  "RuntimeEnvironmentSecrets": {
                    "@VAR@": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:llm/@ID@-SUFFIX"
                  }
                }
              }
            }
            """,
            'json',
            DOCUMENTED,
        ),
        Step(
            'Lambda has no such reference: add the layer AWS Parameters and Secrets Lambda Extension, and read the key '
            'with the code for each language. It caches, so that not every call costs a request.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        (
            'ResourceInitializationError: unable to pull secrets or registry auth',
            (
                'The execution role of the task may not read the secret, or the task has no way to Secrets Manager (no '
                'NAT, no VPC endpoint).'
            ),
        ),
        (
            'HTTP 400 from port 2773, not ready to serve traffic',
            'The extension starts with the first event: read the key in the handler, not while the module is loaded.',
        ),
        ('Connection refused on port 2773', 'The function lacks the layer, or this is not Lambda.'),
        (
            'HTTP 401 or 403 from port 2773',
            (
                'The header X-Aws-Parameters-Secrets-Token has to hold $AWS_SESSION_TOKEN; the role needs '
                'secretsmanager:GetSecretValue.'
            ),
        ),
        (
            'The old key is still used',
            'Containers keep what they got at their start: --force-new-deployment. The extension caches for 5 minutes.',
        ),
    ),
    pipe=('aws', 'secretsmanager', 'create-secret', '--name', 'llm/@ID@', '--secret-string', 'file:///dev/stdin'),
    piped='In AWS Secrets Manager, in the account and region of your AWS profile, under llm/@ID@. Give the service a '
    'reference to it.',
    docs='https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html',
)
