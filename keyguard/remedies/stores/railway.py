"""Railway variables.

The command is read in the source of the command line (src/commands/variable.rs): --stdin reads the value, takes line
ends off, and refuses an empty one. The rest is from the documentation.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, SOURCE, Step, Store

_SET = """
            printf %s "$K" | railway variable set @VAR@ --stdin
            unset K
"""

store = Store(
    'railway',
    'Railway variables',
    also=('railway.app', 'railway.com', 'railway variables'),
    place=HOSTING,
    signs=('railway.json', 'railway.toml'),
    about='For services on Railway: a variable of one service in one environment, which can be sealed.',
    put=(
        ASK,
        Step(
            'Store it for the service that railway link has chosen; it goes through standard input. NAME=VALUE would '
            'be the command line. The service is deployed anew; --skip-deploys waits:',
            _SET,
            'sh',
            SOURCE,
        ),
        Step(
            'Then seal it, in the dashboard, in the menu of the variable: nobody can read it again, you neither.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'The same overwrites it. When the new deployment runs, revoke the old key at the provider:',
            _SET,
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Set it at the one service, for the one environment, not as a shared variable:',
            'printf %s "$K" | railway variable set @VAR@ --stdin --service app --environment production',
            'sh',
            SOURCE,
        ),
        Step(
            'The commands variable list and run show unsealed values to all members of the project: seal it.',
            checked=SOURCE,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step('Builds and the running service have it by themselves.', checked=DOCUMENTED),
        Step(
            'Where several services need it, let them refer to it, so that there is one place to renew it:',
            '@VAR@=${{shared.@VAR@}}',
            'ini',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            'It is set at another service or environment (railway status), or the change waits to be deployed.',
        ),
        (
            'No input provided via stdin',
            'Nothing was piped in: ask for the key first, then printf %s "$K" | railway variable set @VAR@ --stdin',
        ),
        ('Empty value provided via stdin', '$K is empty: ask for the key first.'),
        (
            'Cannot use --stdin with KEY=VALUE format',
            'Give the name alone: railway variable set @VAR@ --stdin. What was typed is in the history: revoke it.',
        ),
        (
            'It is empty with railway run',
            'Sealed values are not given out, to your machine neither: use a key of your own there.',
        ),
    ),
    pipe=('railway', 'variable', 'set', '@VAR@', '--stdin'),
    piped='In the variables of the service that railway link has chosen, as @VAR@. A value that stands there is '
    'replaced, and the service is deployed anew.',
    docs='https://docs.railway.com/variables',
)
