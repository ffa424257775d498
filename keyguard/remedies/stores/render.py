"""Render environment variables and secret files.

From the documentation (environment variables, Blueprint reference) and the article on secrets of April 2026; the
Blueprint is read as YAML. Steps in the dashboard that are not described there are marked.
"""

from keyguard.remedies.pieces import FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, UNCONFIRMED, Step, Store

store = Store(
    'render',
    'Render',
    also=('render.com', 'onrender', 'render.yaml', 'render blueprint'),
    place=HOSTING,
    signs=('render.yaml',),
    about='For services on Render: a variable or a secret file of one service, or of a group of services.',
    put=(
        Step(
            'Make a new key at the provider, and enter it in the dashboard, at the service, under Environment: '
            '@VAR@, then Save.',
            checked=DOCUMENTED,
        ),
        Step(
            'Where the service is built from a Dockerfile, take a secret file instead: Render hands variables to the '
            'build as arguments, and ARG stays readable in the image.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Enter the new value at the same place and deploy, for running instances keep the old one. Then revoke the '
            'old key at the provider.',
            checked=UNCONFIRMED,
        ),
    ),
    grant=(
        Step(
            'Enter it at the one service. An environment group goes to all services that are linked to it: make one '
            'for those that share this key, and none for all.',
            checked=DOCUMENTED,
        ),
        Step(
            'In a project, make the environment of production a protected one: then only admins change its variables '
            'and open a shell in its services.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'The service has it by itself. In render.yaml stands the name alone: with sync: false Render asks for the '
            'value when the Blueprint is made, and previews do not get it:',
            """
            services:
              - type: web
                name: app
                runtime: python
                buildCommand: pip install -r requirements.txt
                startCommand: python app.py
                envVars:
                  - key: @VAR@
                    sync: false
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'A secret file is at /etc/secrets/ and its name. How a program reads it: keyguard guide --store docker, '
            'with @VAR@_FILE=/etc/secrets/@ID@-api-key.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        (
            'The variable is empty',
            'The instance is older than the variable: deploy again; or the group is not linked to this service.',
        ),
        (
            'It is empty after a change of render.yaml',
            'sync: false asks only when a Blueprint is made: for a service that exists, enter it in the dashboard.',
        ),
        (
            'docker history shows the key',
            'The Dockerfile names it with ARG: take that out, use a secret file, and revoke the key.',
        ),
        (
            'Illegal header value, or 401 with the right key',
            'A line end came along: enter it again, or strip it when reading the secret file.',
        ),
    ),
    docs='https://render.com/docs/configure-environment-variables',
)
