"""Doppler.

Run on 2026-11-29: the command line 3.77 (doppler secrets set, get, run) against a local stand-in for the service, so
what it sends and prints is seen, not what the service does with it. Roles and rotation are from the documentation.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, MANAGER, SOURCE, Snippet, Step, Store

store = Store(
    'doppler',
    'Doppler',
    also=('doppler run', 'dopplerhq'),
    place=MANAGER,
    signs=('doppler.yaml',),
    about='For a team that wants one place for all environments: it starts the program with its variables, no SDK.',
    put=(
        Step(
            'Choose the project and the environment for this folder, once:',
            """
            doppler login
            doppler setup
            """,
            'sh',
            DOCUMENTED,
        ),
        ASK,
        Step(
            'Store it; it goes through standard input. Without --silent the command prints the value:',
            """
            printf %s "$K" | doppler secrets set @VAR@ --silent
            unset K
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        Step(
            'Store the new key in the same way: it replaces the old one, which stays in the log of changes. Start the '
            'programs anew, then revoke the old key at the provider. Doppler can rotate OpenAI keys itself; '
            'those keys may do everything in their project.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'A service token that reads the one config, for the one program; it is DOPPLER_TOKEN there:',
            'doppler configs tokens create @ID@-app --max-age 2160h --plain',
            'sh',
            SOURCE,
        ),
        Step(
            'Give the program no more of the config than it needs:',
            'doppler run --only-secrets @VAR@ -- ./app',
            'sh',
            SOURCE,
        ),
    ),
    read={
        **FROM_ENVIRONMENT,
        'shell': Snippet(
            """
            if ! @VAR@="$(doppler secrets get @VAR@ --plain)"; then
              echo 'Doppler does not give out @VAR@' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'doppler',
            SOURCE,
        ),
    },
    variable=(
        Step(
            'Doppler starts the program with its variables; in the code the variable is read as any other:',
            'doppler run -- ./app',
            'sh',
            SOURCE,
        ),
        Step(
            'As a file that can be read once, instead of variables:',
            'doppler run --mount secrets.json --mount-max-reads 1 -- ./app',
            'sh',
            SOURCE,
        ),
    ),
    errors=(
        ('you must provide a token', 'doppler login, or DOPPLER_TOKEN is not set where the program runs.'),
        (
            'Could not find requested secret',
            'Another project or config: doppler configure shows which one this folder has.',
        ),
        (
            'An old value comes',
            'With --preserve-env a variable of the shell wins; offline, an encrypted copy is used: --no-fallback',
        ),
    ),
    errors_checked=DOCUMENTED,
    pipe=('doppler', 'secrets', 'set', '@VAR@', '--no-interactive', '--silent'),
    piped='In Doppler, in the project and config of this folder, as @VAR@. A value that stands there is replaced.',
    docs='https://docs.doppler.com/docs/cli',
)
