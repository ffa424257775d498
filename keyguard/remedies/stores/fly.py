"""Fly.io secrets.

The commands are read in the source of flyctl (internal/command/secrets and tokens): import reads lines NAME=VALUE from
standard input, takes double quotes around a value off, and deploys unless it is told to wait.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import HOSTING, SOURCE, Step, Store

_IMPORT = """
            printf '@VAR@=%s\\n' "$K" | fly secrets import --app APP
            unset K
"""

store = Store(
    'fly',
    'Fly.io secrets',
    also=('fly.io', 'flyctl', 'fly secrets'),
    place=HOSTING,
    signs=('fly.toml',),
    about='For apps on Fly.io: encrypted, given to the machines of one app when they start, and never shown again.',
    put=(
        ASK,
        Step(
            'Store it; import reads standard input, while fly secrets set takes the value on its command line. The '
            'app is deployed anew; with --stage it waits for fly secrets deploy:',
            _IMPORT,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        ASK,
        Step('The same line overwrites it, and the machines start anew with the new key:', _IMPORT, 'sh', SOURCE),
        Step('When fly status shows all machines started, revoke the old key at the provider.', checked=SOURCE),
    ),
    grant=(
        Step(
            'A secret belongs to one app, and every process of that app has it: give a worker that needs no key an '
            'app of its own.',
            checked=SOURCE,
        ),
        Step(
            'Whoever may deploy the app can read it there. Give pipelines a token for this app alone, which ends soon; '
            'by itself it would last 20 years:',
            'fly tokens create deploy --app APP --expiry 720h',
            'sh',
            SOURCE,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'The program has it by itself. What stands under env in fly.toml is in git: names of models, never keys:',
            """
            app = "app"

            [env]
              LOG_LEVEL = "info"
            """,
            'toml',
            SOURCE,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            'It is only staged: fly secrets deploy --app APP. Or it is needed in the build, which gets none of them.',
        ),
        (
            'Secrets must be provided as NAME=VALUE pairs',
            'The line lacks its name. fly repeats it in this message: clear the window, and see that no log has it.',
        ),
        (
            'requires at least one SECRET=VALUE pair',
            'Nothing came through standard input: $K is empty, ask for the key first.',
        ),
        (
            'The key is needed while the image is built',
            'Give it to that step alone: keyguard guide --store docker, and fly deploy --build-secret.',
        ),
    ),
    docs='https://fly.io/docs/apps/secrets/',
)
