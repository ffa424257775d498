"""Cloudflare Workers secrets.

Run on 2026-11-29 with wrangler 4.86 against a local server that keeps what it is sent: secret put and secrets-store
secret create bring the key byte for byte, and a line end is taken off. The code runs in workerd, which is what Workers
run in, with the secret and without.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, HOSTING, RUN, SOURCE, UNCONFIRMED, Snippet, Step, Store

store = Store(
    'cloudflare-workers',
    'Cloudflare Workers secrets',
    also=('cloudflare', 'workers', 'wrangler', 'cloudflare worker', 'cloudflare pages'),
    place=HOSTING,
    signs=('wrangler.toml', 'wrangler.json', 'wrangler.jsonc'),
    about='For Workers on Cloudflare: a secret of one Worker, which shows in no dashboard and in no command again.',
    put=(
        Step(
            'Make a new key at the provider, then store it; wrangler asks for it:',
            'npx wrangler secret put @VAR@',
            'sh',
            RUN,
        ),
        ASK,
        Step(
            'For several Workers, in the Secrets Store of the account, after that prompt:',
            """
            printf %s "$K" | npx wrangler secrets-store secret create STORE_ID --name @VAR@ \\
              --scopes workers --remote
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'Not under vars in wrangler.toml or wrangler.jsonc: that is in git, and readable in the dashboard.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'The same line overwrites it, and the Worker is deployed with it at once. Then revoke the old key at the '
            'provider:',
            'npx wrangler secret put @VAR@',
            'sh',
            RUN,
        ),
        Step(
            'With gradual deployments, npx wrangler versions secret put makes a version that you deploy yourself.',
            checked=SOURCE,
        ),
    ),
    grant=(
        Step(
            'A secret belongs to one Worker, and to one environment of it:',
            'npx wrangler secret put @VAR@ --env production',
            'sh',
            RUN,
        ),
        Step(
            'Whoever may deploy the Worker can make it show the key: give pipelines a token for this account and '
            'Workers Scripts alone.',
            checked=UNCONFIRMED,
        ),
    ),
    read={
        'javascript': Snippet(
            """
            import { env } from 'cloudflare:workers';

            export function readKey() {
              const key = env.@VAR@;
              if (!key) throw new Error('@VAR@ is not set: npx wrangler secret put @VAR@');
              return key;
            }
            """,
            'wrangler 4; npx wrangler types, for TypeScript',
            RUN,
        ),
    },
    unread='Workers are written in JavaScript or TypeScript. Those in Python have it as self.env.@VAR@. Where a '
    'handler gets env as an argument, env.@VAR@ is the same.',
    variable=(
        Step(
            'SDKs that read process.env find it there, with these lines in wrangler.toml. The last one, which wrangler '
            'calls experimental, says which secrets the Worker cannot do without:',
            """
            compatibility_date = "2026-01-01"
            compatibility_flags = ["nodejs_compat"]

            [secrets]
            required = ["@VAR@"]
            """,
            'toml',
            RUN,
        ),
        Step(
            'On your machine, wrangler dev reads .dev.vars, or .env, not both. Keep them out of git:',
            "printf '\\n%s\\n' '.dev.vars*' '.env*' >> .gitignore",
            'sh',
            RUN,
        ),
    ),
    errors=(
        (
            'env.@VAR@ is undefined',
            'It was stored for another Worker or environment: npx wrangler secret list, with the same --env.',
        ),
        (
            'It is undefined with wrangler dev alone',
            'Secrets of the Worker are not on your machine: put a key of your own into .dev.vars.',
        ),
        (
            'process.env.@VAR@ is undefined',
            'Set nodejs_compat, and a compatibility_date of April 2025 or later.',
        ),
        (
            'Binding name already in use',
            'It stands under vars, too: take it out there, deploy, and store it as a secret.',
        ),
        (
            'Authentication error',
            'The token lacks Workers Scripts: Edit, or CLOUDFLARE_ACCOUNT_ID is another account: npx wrangler whoami',
        ),
    ),
    pipe=('npx', 'wrangler', 'secret', 'put', '@VAR@'),
    piped='In the secrets of the Worker that wrangler.toml or wrangler.jsonc names, as @VAR@. A value that '
    'stands there is replaced.',
    docs='https://developers.cloudflare.com/workers/configuration/secrets/',
)
