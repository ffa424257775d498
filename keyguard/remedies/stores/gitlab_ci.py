"""GitLab CI/CD variables.

The command line is from the manual of glab (variable set, variable update), which takes the value from standard input;
the pipelines are checked against the schema of .gitlab-ci.yml (check-jsonschema 0.39).
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, Step, Store

store = Store(
    'gitlab-ci',
    'GitLab CI/CD variables',
    also=('gitlab', 'glab', 'gitlab ci/cd', 'gitlab variables'),
    place=CI,
    signs=('.gitlab-ci.yml',),
    about='For pipelines on GitLab: masked in the logs, and given only to protected branches and to the environments '
    'that you name.',
    put=(
        ASK,
        Step(
            'Store it masked, protected and raw, so that a $ in it stays one:',
            """
            printf %s "$K" | glab variable set @VAR@ --masked --protected --raw
            unset K
            """,
            'sh',
            DOCUMENTED,
        ),
        Step(
            'Or under Settings > CI/CD > Variables, where a new variable can be Masked and hidden: then nobody reads '
            'it there again. Clear Expand variable reference.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Overwrite it; jobs that start afterwards have the new key:',
            """
            printf %s "$K" | glab variable update @VAR@ --masked --protected --raw
            unset K
            """,
            'sh',
            DOCUMENTED,
        ),
        Step('When no job with the old key runs any more, revoke it at the provider.', checked=DOCUMENTED),
    ),
    grant=(
        Step(
            'Protected gives it to protected branches and tags alone. Add --scope production to the line that stores '
            'it, and only jobs of this environment get it. Set it in the project, not in the group or the instance.',
            checked=DOCUMENTED,
        ),
        Step(
            'Whoever may push to such a branch can print it: let changes of .gitlab-ci.yml be reviewed.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'The job has it by itself; it is not written into the file. With a scope, name the environment:',
            """
            eval:
              image: python:3.13
              environment:
                name: production
              rules:
                - if: $CI_COMMIT_REF_PROTECTED == "true"
              script:
                - python eval.py
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Better still, store none: the job proves who it is (OIDC), and reads the key from Vault:',
            """
            eval:
              image: python:3.13
              id_tokens:
                VAULT_ID_TOKEN:
                  aud: https://vault.example.com
              secrets:
                @VAR@:
                  vault: llm/@ID@/@VAR@@secret
                  file: false
                  token: $VAULT_ID_TOKEN
              script:
                - python eval.py
            """,
            'yaml',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            'It is protected and the branch is not, or its scope is another environment than that of the job.',
        ),
        (
            'The value cannot be masked',
            'Masked values are one line without spaces, of at least 8 characters, and not the name of a variable.',
        ),
        (
            'The key is cut, or wrong from a $ on',
            'GitLab took the $ for a variable: store it with --raw, or clear Expand variable reference.',
        ),
        (
            'Illegal header value, or 401 with the right key',
            'It was stored with a line end: store it again with printf %s.',
        ),
        (
            'The program gets a path instead of the key',
            'The variable is of type File: make it of type Variable, or read the file.',
        ),
    ),
    pipe=('glab', 'variable', 'set', '@VAR@', '--masked', '--protected', '--raw'),
    piped='In the CI/CD variables of the project that you are in, as @VAR@, masked and for protected branches.',
    fill="""
    printf %s "$@VAR@" |
      glab variable set @VAR@ --masked --protected --raw
    """,
    docs='https://docs.gitlab.com/ci/variables/',
)
