"""CircleCI contexts, with the command line of 2026 (v1), whose names are new.

The commands are read in its source (internal/cmd/context): the value is asked for in a terminal, and there is no form
that takes it from standard input. The configuration is checked against its schema (check-jsonschema 0.39).
"""

from keyguard.remedies.pieces import FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, SOURCE, Step, Store

store = Store(
    'circleci',
    'CircleCI contexts',
    also=('circle', 'circle ci', 'circleci context', 'contexts'),
    place=CI,
    signs=('.circleci',),
    about='For pipelines on CircleCI: one context for several projects, restricted to those and to branches; the value '
    'is never readable again.',
    put=(
        Step(
            'Make a new key at the provider, then store it; circleci asks for it and shows nothing. Not with --value, '
            'and not with project envvar set: both put it on the command line:',
            """
            circleci context create llm --org gh/ORG
            circleci context secret set llm --org gh/ORG --name @VAR@
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        Step(
            'The same line overwrites it. Jobs that start afterwards have the new key; then revoke the old one at the '
            'provider:',
            'circleci context secret set llm --org gh/ORG --name @VAR@',
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Without a restriction every member of the organisation can use the context. Restrict it to the projects, '
            'and to the branches, that need it:',
            """
            circleci context restriction create llm --org gh/ORG --type project --value PROJECT_ID
            circleci context restriction create llm --org gh/ORG --type expression \\
              --value 'pipeline.git.branch == "main"'
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'A group of people can be required, too (--type group), in organisations that come from GitHub.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'Name the context at the job in the workflow; later contexts win over earlier ones:',
            """
            version: 2.1
            jobs:
              eval:
                docker:
                  - image: cimg/python:3.13
                steps:
                  - checkout
                  - run: python eval.py
            workflows:
              eval:
                jobs:
                  - eval:
                      context: [llm]
                      filters:
                        branches:
                          only: main
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Better still, store none: each job has $CIRCLE_OIDC_TOKEN_V2, with which your cloud gives it the key.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        (
            'The job ends as Unauthorized',
            'A restriction of the context is not met: another project, another branch, or a person outside the group.',
        ),
        (
            'The variable is empty',
            'The job does not name the context, or the build comes from a fork, which gets none by itself.',
        ),
        (
            'Unknown command store-secret',
            'Commands have new names since 2026: circleci context secret set llm --org gh/ORG --name @VAR@',
        ),
        (
            '--value is required in non-interactive mode',
            'There is no terminal that could be asked: run it in one, and leave --value out.',
        ),
        (
            'The key shows in the log all the same',
            'Only the exact value is masked: do not print what is made of it, and revoke what was shown.',
        ),
    ),
    asks='circleci context secret set llm --org gh/ORG --name @VAR@',
    docs='https://circleci.com/docs/contexts/',
)
