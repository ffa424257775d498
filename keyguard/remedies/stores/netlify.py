"""Netlify environment variables.

Run on 2026-11-29 with the command line 26.2 against a local server that keeps what it is sent: env:import reads
/dev/stdin, brings the key byte for byte, and prints it in a table, which is why its output goes nowhere; env:set with
--secret and no value sends the variable as a secret one.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, RUN, SOURCE, Step, Store

store = Store(
    'netlify',
    'Netlify environment variables',
    also=('netlify env', 'netlify-cli'),
    place=HOSTING,
    signs=('netlify.toml',),
    about='For sites and functions on Netlify: a variable that contains a secret value, for single deploy contexts.',
    put=(
        Step(
            'Make a new key at the provider, and enter it under Project configuration > Environment variables, with '
            'Contains secret values ticked, for Production alone.',
            checked=DOCUMENTED,
        ),
        ASK,
        Step(
            'Or in a terminal, after that prompt. Not with env:set and the value, which is the command line; and '
            'env:import prints what it imports, so its output goes nowhere. Then make it a secret:',
            """
            printf '@VAR@=%s\\n' "$K" | netlify env:import /dev/stdin > /dev/null
            unset K
            netlify env:set @VAR@ --secret --force
            """,
            'sh',
            RUN,
        ),
    ),
    renew=(
        ASK,
        Step(
            'The same overwrites it: env:import deletes the old value of this name first. Then deploy, for only new '
            'deploys have it, and revoke the old key at the provider:',
            """
            printf '@VAR@=%s\\n' "$K" | netlify env:import /dev/stdin > /dev/null
            unset K
            netlify env:set @VAR@ --secret --force
            netlify deploy --prod
            """,
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Limit it to the scope Functions, or Builds, and to the context Production: deploy previews run code that '
            'nobody has reviewed. Secret values are not for post processing, nor for the context dev.',
            checked=SOURCE,
        ),
        Step(
            'What a build puts into the page is public, whatever the name: read the key in functions alone.',
            checked=DOCUMENTED,
        ),
    ),
    read={language: FROM_ENVIRONMENT[language] for language in ('python', 'javascript', 'go', 'shell')},
    unread='Functions on Netlify are not written in Java. Python and the shell have the variable in builds.',
    variable=(
        Step('Builds and functions have it by themselves, as far as its scopes go.', checked=DOCUMENTED),
        Step(
            'Only names belong into netlify.toml: what stands under environment is in git, and functions do not '
            'get it:',
            """
            [build]
              command = "npm run build"
            [functions]
              directory = "netlify/functions"
            """,
            'toml',
            DOCUMENTED,
        ),
        Step('On your machine, netlify dev gives the value of the context dev:', 'netlify dev', 'sh', SOURCE),
    ),
    errors=(
        (
            'The variable is undefined in a function',
            'Its scope is Builds alone, or the deploy is older than the variable: deploy again.',
        ),
        (
            'It is empty with netlify dev',
            'A secret has no value in the context dev: give this context a key of your own, with a low limit.',
        ),
        (
            'To set a secret environment variable value, please specify a non-development context',
            'Name a context: --context production. Values for all contexts, or for dev, cannot be secret.',
        ),
        (
            'Secrets scanning found secrets in build output',
            'The build wrote the key into a file of the site. Take that out, and revoke the key if it was published.',
        ),
        (
            'No project id found, please run inside a project folder or `netlify link`',
            'Say once which site it is: netlify link',
        ),
    ),
    docs='https://docs.netlify.com/build/environment-variables/secrets-controller/',
)
