"""Bitbucket Pipelines: secured variables of a repository or a deployment.

The address is that of Bitbucket's REST API (2.0), the request was sent to a local server on 2026-11-29; the pipeline is
checked against its schema (check-jsonschema 0.39).
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, UNCONFIRMED, Step, Store

store = Store(
    'bitbucket-pipelines',
    'Bitbucket Pipelines',
    also=('bitbucket', 'bitbucket cloud', 'repository variables', 'deployment variables'),
    place=CI,
    signs=('bitbucket-pipelines.yml',),
    about='For pipelines on Bitbucket Cloud: secured variables are masked in the logs and cannot be read again.',
    put=(
        Step(
            'Make a new key at the provider, and enter it under Repository settings > Pipelines > Repository '
            'variables, or better under Deployments, for one environment. Tick Secured before you add it.',
            checked=UNCONFIRMED,
        ),
        ASK,
        Step(
            'Or without a browser, after that prompt. curl asks for your API token; the key goes through standard '
            'input:',
            """
            printf '{"key":"@VAR@","value":"%s","secured":true}' "$K" |
              curl --fail --silent --show-error --output /dev/null --user EMAIL \\
                --header 'Content-Type: application/json' --data-binary @- \\
                https://api.bitbucket.org/2.0/repositories/WORKSPACE/REPO/pipelines_config/variables/
            unset K
            """,
            'sh',
            DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Open the variable on the same page and enter the new value, or delete it and add it again, secured. '
            'Steps that start afterwards have it; then revoke the old key at the provider.',
            checked=UNCONFIRMED,
        ),
    ),
    grant=(
        Step(
            'A variable of the repository goes to every step of every branch, and whoever may push can print it. A '
            'variable of a deployment goes only to the steps that name this environment.',
            checked=DOCUMENTED,
        ),
        Step(
            'Restrict the deployment to the main branch, and to admins, under Repository settings > Deployments. Some '
            'of it depends on the plan.',
            checked=UNCONFIRMED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'The step has it by itself; it is not written into the file. For a variable of a deployment, name it:',
            """
            image: python:3.13
            pipelines:
              branches:
                main:
                  - step:
                      name: eval
                      deployment: production
                      script:
                        - python eval.py
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Better still, store none: a step with oidc: true gets a token in $BITBUCKET_STEP_OIDC_TOKEN, with which '
            'your cloud gives it the key. with-key holds the lines for the shell of keyguard guide --store '
            'aws-secrets-manager:',
            """
            image: amazon/aws-cli
            pipelines:
              branches:
                main:
                  - step:
                      name: eval
                      oidc: true
                      script:
                        - export AWS_ROLE_ARN=arn:aws:iam::ACCOUNT:role/eval
                        - export AWS_WEB_IDENTITY_TOKEN_FILE="$(mktemp)"
                        - printf %s "$BITBUCKET_STEP_OIDC_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
                        - sh with-key ./eval
            """,
            'yaml',
            UNCONFIRMED,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            'It belongs to a deployment, and the step does not name it; or it stands in another repository.',
        ),
        (
            'A variable of the deployment wins over that of the repository',
            'Both exist under one name, and the nearer one is used: delete the other.',
        ),
        (
            '409, or a message that the variable exists',
            'The address adds only new ones: change it on the page, or with PUT and the id of the variable.',
        ),
        (
            'Words in the log turn into $@VAR@',
            'Masking replaces the value wherever it stands: it is a hint of its text, so never use a short word.',
        ),
        (
            '401 from api.bitbucket.org',
            (
                'Log in with your e-mail address and an API token that may write variables; app passwords are on their '
                'way out.'
            ),
        ),
    ),
    fill="""
    printf '{"key":"@VAR@","value":"%s","secured":true}' "$@VAR@" |
      curl --fail --silent --show-error --output /dev/null --user EMAIL \\
        --header 'Content-Type: application/json' --data-binary @- \\
        https://api.bitbucket.org/2.0/repositories/WORKSPACE/REPO/pipelines_config/variables/
    """,
    docs='https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/',
)
