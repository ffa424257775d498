"""AWS Secrets Manager.

Run on 2026-11-29 against a local server (moto 5.2.5): aws-cli 1.45.11, boto3 1.44.8, @aws-sdk/client-secrets-manager 3,
with the key right, missing, deleted, ending in a newline, without a region and without credentials; the policy is taken
by the same server. The Go program is built with aws-sdk-go-v2; Java is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, RUN, SOURCE, Snippet, Step, Store

store = Store(
    'aws-secrets-manager',
    'AWS Secrets Manager',
    also=('secretsmanager', 'aws sm', 'asm', 'aws', 'amazon secrets manager'),
    place=MANAGER,
    about='For programs that run on AWS: given out by IAM role, every reading in CloudTrail, old versions kept.',
    put=(
        ASK,
        Step(
            'Store it under a name of your own; it goes through standard input:',
            """
            printf %s "$K" | aws secretsmanager create-secret --name llm/@ID@ \\
              --secret-string file:///dev/stdin
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'On Windows there is no /dev/stdin: give --secret-string file://key.txt, a file without a line end that '
            'you delete afterwards. Let no name end in a hyphen and six characters: AWS adds such an ending itself.',
            checked=SOURCE,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Store it as the new version; the old one stays readable as AWSPREVIOUS:',
            """
            printf %s "$K" | aws secretsmanager put-secret-value --secret-id llm/@ID@ \\
              --secret-string file:///dev/stdin
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'ECS and Lambda read it when a task or an instance starts: deploy anew. When all run with the new key, '
            'revoke the old one at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'Let the role of the one program read the one secret. The six ? stand for the ending that AWS adds. '
            'A KMS key of your own needs kms:Decrypt too:',
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
            import boto3
            from botocore.exceptions import BotoCoreError, ClientError


            def read_key(name: str = 'llm/@ID@') -> str:
                """The key that AWS Secrets Manager holds under this name."""
                try:
                    answer = boto3.client('secretsmanager').get_secret_value(SecretId=name)
                except ClientError as error:
                    reason = error.response['Error']['Code']
                    raise RuntimeError(f'AWS does not give out {name}: {reason}') from error
                except BotoCoreError as error:  # no region, no credentials, no network
                    raise RuntimeError(f'AWS cannot be asked for {name}') from error
                key = answer.get('SecretString', '')
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'boto3>=1.40',
            RUN,
        ),
        'javascript': Snippet(
            """
            import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

            export async function readKey(name = 'llm/@ID@') {
              let key;
              try {
                const command = new GetSecretValueCommand({ SecretId: name });
                key = (await new SecretsManagerClient({}).send(command)).SecretString;
              } catch (error) {
                const reason = error instanceof Error ? error.name : 'unknown';
                throw new Error(`AWS does not give out ${name}: ${reason}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${name} is empty, or has white space around it`);
            }
            """,
            '@aws-sdk/client-secrets-manager 3',
            RUN,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"fmt"
            	"strings"

            	"github.com/aws/aws-sdk-go-v2/aws"
            	"github.com/aws/aws-sdk-go-v2/config"
            	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
            )

            // Read returns the key that AWS Secrets Manager holds: Read(ctx, "llm/@ID@").
            func Read(ctx context.Context, name string) (string, error) {
            	cfg, err := config.LoadDefaultConfig(ctx)
            	if err != nil {
            		return "", fmt.Errorf("no AWS configuration: %w", err)
            	}
            	wanted := &secretsmanager.GetSecretValueInput{SecretId: aws.String(name)}
            	out, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, wanted)
            	if err != nil {
            		return "", fmt.Errorf("AWS does not give out %s: %w", name, err)
            	}
            	key := aws.ToString(out.SecretString)
            	if key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s is empty, or has white space around it", name)
            	}
            	return key, nil
            }
            """,
            'github.com/aws/aws-sdk-go-v2/service/secretsmanager',
            SOURCE,
        ),
        'java': Snippet(
            """
            import software.amazon.awssdk.core.exception.SdkException;
            import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

            final class Keys {
                /** The key that AWS Secrets Manager holds: Keys.read("llm/@ID@"). */
                static String read(String name) {
                    String key;
                    try (var client = SecretsManagerClient.create()) {
                        key = client.getSecretValue(request -> request.secretId(name)).secretString();
                    } catch (SdkException error) {
                        throw new IllegalStateException("AWS does not give out " + name, error);
                    }
                    if (key == null || key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(name + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'software.amazon.awssdk:secretsmanager 2',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(aws secretsmanager get-secret-value --secret-id llm/@ID@ \\
              --query SecretString --output text)"; then
              echo 'AWS does not give out llm/@ID@' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'aws-cli',
            RUN,
        ),
    },
    variable=(
        Step('In a script: save the lines for the shell above as with-key, then:', 'sh with-key ./app', 'sh', RUN),
        Step(
            'In an ECS task definition; the task execution role needs the permission:',
            """
            {
              "secrets": [
                {
                  "name": "@VAR@",
                  "valueFrom": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:llm/@ID@-SUFFIX"
                }
              ]
            }
            """,
            'json',
            DOCUMENTED,
        ),
        Step(
            'On EKS the External Secrets Operator makes a Kubernetes Secret of it: keyguard guide --store kubernetes. '
            'A Lambda function reads it in code, once an instance: its plain variables show in the console.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        ('ResourceNotFoundException', 'Mostly the wrong region: set AWS_REGION to the one that the secret is in.'),
        (
            'AccessDeniedException',
            'The role lacks secretsmanager:GetSecretValue on this name with its six-character ending, or kms:Decrypt.',
        ),
        ('ResourceExistsException', 'The name is taken: put-secret-value stores a new version.'),
        (
            'InvalidRequestException, scheduled for deletion',
            'A deleted secret keeps its name for days: aws secretsmanager restore-secret --secret-id llm/@ID@',
        ),
        ('JSONDecodeError', 'The code takes a plain key for JSON: use SecretString as it is.'),
        ('NoCredentialsError, or Unable to locate credentials', 'Log in (aws sso login), or give the program a role.'),
    ),
    errors_checked=DOCUMENTED,
    pipe=('aws', 'secretsmanager', 'create-secret', '--name', 'llm/@ID@', '--secret-string', 'file:///dev/stdin'),
    piped='In AWS Secrets Manager, in the account and region of your AWS profile, under llm/@ID@.',
    docs='https://docs.aws.amazon.com/secretsmanager/latest/userguide/',
)
