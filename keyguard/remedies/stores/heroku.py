"""Heroku config vars.

Run on 2026-11-29 with the command line 11.10 against a local server that keeps what it is sent: config:edit keeps what
is typed in a file of mode 600, shows the difference, and sends it; with the name of a variable that does not exist yet
it fails; config:set prints the value back.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import HOSTING, RUN, SOURCE, UNCONFIRMED, Step, Store

_PATCH = """
            printf '{"@VAR@":"%s"}' "$K" |
              curl --fail --silent --show-error --output /dev/null --request PATCH \\
                --header @<(printf 'Authorization: Bearer %s' "$(heroku auth:token)") \\
                --header 'Accept: application/vnd.heroku+json; version=3' \\
                --header 'Content-Type: application/json' --data-binary @- \\
                https://api.heroku.com/apps/APP/config-vars
            unset K
"""

store = Store(
    'heroku',
    'Heroku config vars',
    also=('heroku config', 'config vars', 'dyno'),
    place=HOSTING,
    signs=('Procfile',),
    about='For apps on Heroku: config vars of one app, encrypted, and readable for all who work on it.',
    put=(
        Step(
            'Make a new key at the provider. Not with config:set, which has it on the command line and prints it back, '
            'but in an editor, as a line @VAR@= with the key behind it. The difference is shown before you confirm, so '
            'clear the window afterwards:',
            'heroku config:edit --app APP',
            'sh',
            RUN,
        ),
        ASK,
        Step(
            'Or without an editor, after that prompt, in bash or zsh. The key and your token stand on no command line:',
            _PATCH,
            'bash',
            RUN,
        ),
    ),
    renew=(
        Step(
            'Edit this one, or send it as above. The app starts anew with the new key; then revoke the old one at the '
            'provider:',
            'heroku config:edit @VAR@ --app APP',
            'sh',
            RUN,
        ),
    ),
    grant=(
        Step(
            'Config vars belong to one app, and every process of it has all of them: give a worker that needs no key '
            'an app of its own.',
            checked=SOURCE,
        ),
        Step(
            'Who works on the app can read them. In a team, give people the permissions that they need:',
            'heroku access:add PERSON@EXAMPLE.COM --app APP --permissions view',
            'sh',
            SOURCE,
        ),
        Step(
            'Review apps run the code of branches: give them a key of their own, with a low limit.',
            checked=UNCONFIRMED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'Dynos and builds have it by themselves. app.json may say that it is needed, never what it is:',
            """
            {
              "env": {
                "@VAR@": {
                  "description": "The key of @ID@",
                  "required": true
                }
              }
            }
            """,
            'json',
            UNCONFIRMED,
        ),
    ),
    errors=(
        (
            'ERR_INVALID_ARG_TYPE in config:edit @VAR@',
            'There is no such variable yet: heroku config:edit --app APP, without the name, and add a line.',
        ),
        (
            'Config changed on server. Refusing to update.',
            'Somebody else changed it while you edited: open it again.',
        ),
        (
            'The variable is empty on the dyno',
            (
                'It stands in another app, or in another app of the pipeline: promoting takes the code along, not the '
                'config vars.'
            ),
        ),
        (
            'Illegal header value, or 401 with the right key',
            'Quotes or a line end came along: show it with heroku config:get, and edit it.',
        ),
        (
            'heroku local does not find it',
            'That reads .env on your machine: put a key of your own there, and keep the file out of git.',
        ),
    ),
    docs='https://devcenter.heroku.com/articles/config-vars',
)
