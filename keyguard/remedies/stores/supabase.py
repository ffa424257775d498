"""Supabase Edge Functions secrets.

Run on 2026-11-29 with the command line 3.1 against a local server that keeps what it is sent: a file brings the key
byte for byte; /dev/stdin and process substitution are taken for empty, so there is a file. The code runs in Deno 2.9.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, HOSTING, RUN, SOURCE, Snippet, Step, Store

_SET = """
            F="$(mktemp)" && printf '@VAR@=%s\\n' "$K" > "$F"; unset K
            supabase secrets set --env-file "$F"; rm -f "$F"
"""

store = Store(
    'supabase',
    'Supabase Edge Functions',
    also=('supabase secrets', 'edge functions', 'supabase functions'),
    place=HOSTING,
    signs=('supabase',),
    about='For Edge Functions on Supabase: secrets of the project, which all of its functions have.',
    put=(
        ASK,
        Step(
            'Store it by a file that only you can read (mktemp makes it so), and that is deleted at once. The command '
            'reads no standard input, and NAME=VALUE would be the command line:',
            _SET,
            'sh',
            RUN,
        ),
        Step('Or in the dashboard, under Edge Functions > Secrets.', checked=DOCUMENTED),
    ),
    renew=(
        ASK,
        Step(
            'The same overwrites it; functions have the new value without a new deployment. Then revoke the old key at '
            'the provider:',
            _SET,
            'sh',
            RUN,
        ),
    ),
    grant=(
        Step(
            'All functions of the project have all of its secrets: give functions that must not share keys a project '
            'each, and previews a key of their own.',
            checked=DOCUMENTED,
        ),
        Step(
            'Give pipelines an access token that may write the secrets of Edge Functions and nothing else '
            '(edge_functions_secrets_write, with projects_read).',
            checked=SOURCE,
        ),
    ),
    read={
        'javascript': Snippet(
            """
            export function readKey(name = '@VAR@') {
              const key = Deno.env.get(name);
              if (!key) throw new Error(`${name} is not set`);
              if (key !== key.trim()) throw new Error(`${name} has white space around it`);
              return key;
            }
            """,
            checked=RUN,
        ),
    },
    unread='Edge Functions are written in JavaScript or TypeScript, for Deno.',
    variable=(
        Step(
            'Functions have it by themselves. On your machine supabase functions serve reads supabase/functions/.env: '
            'keep it out of git:',
            "printf '\\n%s\\n' 'supabase/functions/.env*' >> .gitignore",
            'sh',
            RUN,
        ),
        Step(
            'Call the function from your page with the key of the user, and call the provider in the function: what '
            'the page has is public.',
            checked=DOCUMENTED,
        ),
    ),
    errors=(
        (
            'Deno.env.get gives undefined',
            'The secret is in another project (supabase secrets list), or, on your machine, in no .env.',
        ),
        (
            'No arguments found. Use --env-file to read from a .env file.',
            'The file is empty, or /dev/stdin, which the command does not read: give it a real file.',
        ),
        (
            'Confirmation required, and nothing was changed',
            'The output is no terminal: add --yes.',
        ),
        (
            'A name with SUPABASE_ is refused',
            'Such names belong to Supabase: take the name that the SDK of the provider reads, @VAR@.',
        ),
    ),
    docs='https://supabase.com/docs/guides/functions/secrets',
)
