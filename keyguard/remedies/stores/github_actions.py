"""GitHub Actions secrets, and those of Codespaces and Dependabot.

The command line is read in the source of gh (pkg/cmd/secret/set), which takes the value from a prompt or from standard
input and takes line ends off; the workflows are checked against the schema of workflows (check-jsonschema 0.39).
"""

from keyguard.remedies.pieces import FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, SOURCE, Step, Store

store = Store(
    'github-actions',
    'GitHub Actions secrets',
    also=('github', 'gh', 'github secrets', 'actions', 'codespaces', 'dependabot', 'github codespaces'),
    place=CI,
    signs=('.github/workflows',),
    about='For workflows on GitHub: encrypted before it leaves your machine, given to the jobs of one environment, '
    'and never readable again.',
    put=(
        Step(
            'Make a new key at the provider, then store it for one environment; gh asks for it and shows nothing:',
            'gh secret set @VAR@ --env production',
            'sh',
            SOURCE,
        ),
        Step(
            'For all workflows of the repository leave --env out. A script gives the value through standard input, '
            'never with --body, which puts it on the command line.',
            checked=SOURCE,
        ),
        Step(
            'Runs that Dependabot starts, and Codespaces, have stores of their own:',
            """
            gh secret set @VAR@ --app dependabot
            gh secret set @VAR@ --user --repos OWNER/REPO
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        Step(
            'The same line overwrites it, and says nothing of the old one. Runs that start afterwards have the new '
            'key; when the last old run has ended, revoke the old key at the provider:',
            'gh secret set @VAR@ --env production',
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Under Settings > Environments > production tick Required reviewers and limit the branches. A job gets '
            'the secrets of an environment only after its rules have passed. In private repositories this depends on '
            'the plan.',
            checked=DOCUMENTED,
        ),
        Step(
            'For several repositories, an organisation secret for just these:',
            'gh secret set @VAR@ --org ORG --repos app,worker',
            'sh',
            SOURCE,
        ),
        Step(
            'Name it in the one step that needs it, not at the top of the workflow. Never check out the code of a '
            'fork in a workflow with pull_request_target: it would run with your secrets.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'In the workflow. The expression stands under env, never in the text of run, where a shell would read it:',
            """
            name: eval
            on: workflow_dispatch
            permissions:
              contents: read
            jobs:
              eval:
                runs-on: ubuntu-latest
                environment: production
                steps:
                  - uses: actions/checkout@v6
                  - run: python eval.py
                    env:
                      @VAR@: ${{ secrets.@VAR@ }}
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Better still, store none: the job proves who it is (OIDC), and reads the key from your cloud. On AWS:',
            """
            name: eval
            on: workflow_dispatch
            permissions:
              contents: read
              id-token: write
            jobs:
              eval:
                runs-on: ubuntu-latest
                environment: production
                steps:
                  - uses: actions/checkout@v6
                  - uses: aws-actions/configure-aws-credentials@v6
                    with:
                      role-to-assume: arn:aws:iam::ACCOUNT:role/eval
                      aws-region: REGION
                  - run: |
                      @VAR@="$(aws secretsmanager get-secret-value --secret-id llm/@ID@ \\
                        --query SecretString --output text)"
                      echo "::add-mask::$@VAR@"
                      export @VAR@
                      python eval.py
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'In a Codespace the secret is an environment variable by itself; stop and start one that is open.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            (
                'The job lacks environment: production, or the secret is in another place (repository, organisation, '
                'environment), or the run comes from a fork, which gets no secrets.'
            ),
        ),
        (
            'Empty only in runs of Dependabot',
            'They see the Dependabot secrets alone: gh secret set @VAR@ --app dependabot',
        ),
        (
            'failed to fetch public key: HTTP 404',
            (
                'The environment does not exist yet, or you may not write secrets here. Environments are made under '
                'Settings > Environments.'
            ),
        ),
        (
            'Secret names must not start with GITHUB_',
            'Store it under another name, LLM_@VAR@, and map it in the step: @VAR@: ${{ secrets.LLM_@VAR@ }}',
        ),
        (
            'The key shows in the log all the same',
            (
                'Only the exact value is masked: mask what you make of it (base64, JSON) with ::add-mask::, and revoke '
                'what was shown.'
            ),
        ),
        (
            'Not authorized to perform sts:AssumeRoleWithWebIdentity',
            (
                'The trust policy names another subject. Repositories made since July 2026 say '
                'repo:OWNER@ID/REPO@ID, and jobs with an environment end in environment:production.'
            ),
        ),
    ),
    asks='gh secret set @VAR@',
    pipe=('gh', 'secret', 'set', '@VAR@'),
    piped='In the Actions secrets of the repository that you are in, as @VAR@. A value that stands there is replaced.',
    docs='https://docs.github.com/en/actions/reference/secrets-reference',
)
