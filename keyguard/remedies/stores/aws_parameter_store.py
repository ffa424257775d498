"""AWS Systems Manager Parameter Store.

Run on 2026-11-29 against a local server (moto 5.2.5): aws-cli 1.45.11, boto3 1.44.8, @aws-sdk/client-ssm 3, with the
key right, missing, ending in a newline, without a region and without credentials; the policy is taken by the same
server. The Go program is built with aws-sdk-go-v2; Java is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, RUN, SOURCE, Snippet, Step, Store

store = Store(
    'aws-parameter-store',
    'AWS Parameter Store',
    also=('parameter store', 'ssm', 'aws ssm', 'ssm parameter store'),
    place=MANAGER,
    about='For programs that run on AWS and need no rotation by AWS: as AWS Secrets Manager, at less cost.',
    put=(
        ASK,
        Step(
            'Store it encrypted, as a SecureString; it goes through standard input:',
            """
            printf %s "$K" | aws ssm put-parameter --name /llm/@ID@ --type SecureString \\
              --value file:///dev/stdin
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'On Windows there is no /dev/stdin: give --value file://key.txt, a file without a line end that you delete '
            'afterwards. A value may have 4 KB, and {{ may not be in it.',
            checked=SOURCE,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Overwrite it; the versions before stay in its history:',
            """
            printf %s "$K" | aws ssm put-parameter --name /llm/@ID@ --type SecureString \\
              --value file:///dev/stdin --overwrite
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'Start the programs anew; when all run with the new key, revoke the old one at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'Let the role of the one program read the one parameter. A KMS key of your own needs kms:Decrypt too:',
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "ssm:GetParameter",
                  "Resource": "arn:aws:ssm:REGION:ACCOUNT:parameter/llm/@ID@"
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


            def read_key(name: str = '/llm/@ID@') -> str:
                """The key that AWS Parameter Store holds under this name."""
                try:
                    answer = boto3.client('ssm').get_parameter(Name=name, WithDecryption=True)
                except ClientError as error:
                    reason = error.response['Error']['Code']
                    raise RuntimeError(f'AWS does not give out {name}: {reason}') from error
                except BotoCoreError as error:  # no region, no credentials, no network
                    raise RuntimeError(f'AWS cannot be asked for {name}') from error
                key = answer['Parameter']['Value']
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is empty, or has white space around it')
                return key
            ''',
            'boto3>=1.40',
            RUN,
        ),
        'javascript': Snippet(
            """
            import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

            export async function readKey(name = '/llm/@ID@') {
              let key;
              try {
                const command = new GetParameterCommand({ Name: name, WithDecryption: true });
                key = (await new SSMClient({}).send(command)).Parameter?.Value;
              } catch (error) {
                const reason = error instanceof Error ? error.name : 'unknown';
                throw new Error(`AWS does not give out ${name}: ${reason}`, { cause: error });
              }
              if (key && key === key.trim()) return key;
              throw new Error(`${name} is empty, or has white space around it`);
            }
            """,
            '@aws-sdk/client-ssm 3',
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
            	"github.com/aws/aws-sdk-go-v2/service/ssm"
            )

            // Read returns the key that AWS Parameter Store holds: Read(ctx, "/llm/@ID@").
            func Read(ctx context.Context, name string) (string, error) {
            	cfg, err := config.LoadDefaultConfig(ctx)
            	if err != nil {
            		return "", fmt.Errorf("no AWS configuration: %w", err)
            	}
            	wanted := &ssm.GetParameterInput{Name: aws.String(name), WithDecryption: aws.Bool(true)}
            	out, err := ssm.NewFromConfig(cfg).GetParameter(ctx, wanted)
            	if err != nil {
            		return "", fmt.Errorf("AWS does not give out %s: %w", name, err)
            	}
            	key := aws.ToString(out.Parameter.Value)
            	if key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s is empty, or has white space around it", name)
            	}
            	return key, nil
            }
            """,
            'github.com/aws/aws-sdk-go-v2/service/ssm',
            SOURCE,
        ),
        'java': Snippet(
            """
            import software.amazon.awssdk.core.exception.SdkException;
            import software.amazon.awssdk.services.ssm.SsmClient;

            final class Keys {
                /** The key that AWS Parameter Store holds: Keys.read("/llm/@ID@"). */
                static String read(String name) {
                    String key;
                    try (var client = SsmClient.create()) {
                        var answer = client.getParameter(request -> request.name(name).withDecryption(true));
                        key = answer.parameter().value();
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
            'software.amazon.awssdk:ssm 2',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(aws ssm get-parameter --name /llm/@ID@ --with-decryption \\
              --query Parameter.Value --output text)"; then
              echo 'AWS does not give out /llm/@ID@' >&2
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
                {"name": "@VAR@", "valueFrom": "arn:aws:ssm:REGION:ACCOUNT:parameter/llm/@ID@"}
              ]
            }
            """,
            'json',
            DOCUMENTED,
        ),
    ),
    errors=(
        ('ParameterNotFound', 'Another region, or the / at the beginning of the name is missing.'),
        ('AccessDeniedException', 'The role lacks ssm:GetParameter on this name, or kms:Decrypt on its KMS key.'),
        ('ParameterAlreadyExists', 'The name is taken: --overwrite stores a new version.'),
        ('The key looks like AQICAH… and is refused', 'It is still encrypted: ask with WithDecryption.'),
    ),
    errors_checked=DOCUMENTED,
    pipe=(
        'aws',
        'ssm',
        'put-parameter',
        '--name',
        '/llm/@ID@',
        '--type',
        'SecureString',
        '--value',
        'file:///dev/stdin',
    ),
    piped='In AWS Parameter Store, in the account and region of your AWS profile, under /llm/@ID@.',
    docs='https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
)
