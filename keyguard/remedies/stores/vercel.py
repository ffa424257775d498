"""Vercel environment variables.

Run on 2026-11-29 with the command line 60.1 against a local server that keeps what it is sent: add and update bring the
key byte for byte, as type sensitive, and a line end is taken off.
"""

from keyguard.remedies.pieces import FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, RUN, SOURCE, Step, Store

store = Store(
    'vercel',
    'Vercel environment variables',
    also=('vc', 'next.js', 'vercel env'),
    place=HOSTING,
    signs=('vercel.json', '.vercel'),
    about='For sites and functions on Vercel: a sensitive variable of one environment, which cannot be read again.',
    put=(
        Step(
            'Make a new key at the provider, then store it; vercel asks for it. Not with --value, which puts it on '
            'the command line:',
            'vercel env add @VAR@ production --sensitive',
            'sh',
            RUN,
        ),
        Step(
            'Give previews a key of their own, with a low limit, for they run code that nobody has reviewed:',
            'vercel env add @VAR@ preview --sensitive',
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        Step(
            'Overwrite it; vercel asks for the new one:',
            'vercel env update @VAR@ production --sensitive',
            'sh',
            RUN,
        ),
        Step(
            'Then deploy, for only new deployments have it, and revoke the old key at the provider:',
            'vercel deploy --prod',
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Set it in the one project, for the one environment. Variables for Development cannot be sensitive: the '
            'members of the team can read them. A policy of the team can make all others sensitive.',
            checked=DOCUMENTED,
        ),
        Step(
            'Let no name begin with NEXT_PUBLIC_ or VITE_: such values are built into what the browser loads.',
            checked=DOCUMENTED,
        ),
    ),
    read={language: FROM_ENVIRONMENT[language] for language in ('python', 'javascript', 'go', 'shell')},
    unread='Functions on Vercel are not written in Java.',
    variable=(
        Step(
            'Builds and functions have it by themselves. On your machine, without a file, from the variables for '
            'Development:',
            'vercel env run -- npm run dev',
            'sh',
            SOURCE,
        ),
        Step(
            'With vercel env pull they are written into .env.local: keep it out of git, with a key of your own:',
            "printf '\\n%s\\n' '.env*.local' >> .gitignore",
            'sh',
            RUN,
        ),
    ),
    errors=(
        (
            'The variable is undefined after adding it',
            'The deployment is older than the variable: deploy again; or it is set for another environment.',
        ),
        (
            'The variable is undefined in the browser',
            'That is meant: only names with NEXT_PUBLIC_ get there. Call the provider in a route of the server.',
        ),
        (
            'The variable "@VAR@" was not found',
            'update changes only what is there, for this environment: vercel env add @VAR@ production --sensitive',
        ),
        (
            'Sensitive is refused for Development',
            'Leave Development out: production and preview can be sensitive, Development cannot.',
        ),
        (
            'Your codebase is not linked to a project',
            'Say once which project it is: vercel link',
        ),
    ),
    pipe=('vercel', 'env', 'add', '@VAR@', 'production', '--sensitive'),
    piped='In the variables of the linked project, as @VAR@, for production, sensitive. Deploy to use it.',
    docs='https://vercel.com/docs/environment-variables/sensitive-environment-variables',
)
