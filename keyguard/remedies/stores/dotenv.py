"""The .env file of a project, for work on one machine.

Run on 2026-11-29: the file written with mode 600 and ignored (git 2.39), python-dotenv 1.2.4 and its command line,
Node.js 20.20 (--env-file, process.loadEnvFile), godotenv 1.5.1, dash, direnv 2.32, dotenvx 2.38.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, LOCAL, RUN, Snippet, Step, Store

store = Store(
    'dotenv',
    '.env file',
    also=('.env', 'env file', 'dot env', 'dotenv file', 'direnv', 'envrc'),
    place=LOCAL,
    about='For work on one project on one machine: a file that git ignores and a loader puts into the environment.',
    put=(
        Step(
            'First let git ignore the file, and commit an example without values in its place:',
            r"""
            printf '\n%s\n' .env '.env.*' '!.env.example' >> .gitignore
            printf '\n%s\n' '@VAR@=' >> .env.example
            git add .gitignore .env.example
            """,
            'sh',
            RUN,
        ),
        Step(
            'See that it is ignored, and not tracked; the second line prints nothing:',
            """
            git check-ignore -v .env
            git ls-files .env
            """,
            'sh',
            RUN,
        ),
        Step(
            'If it was tracked, take it out of the index. What was committed stays in the history:',
            'git rm --cached .env',
            'sh',
            RUN,
        ),
        ASK,
        Step(
            'Write it into the file, which only you can read:',
            r"""
            touch .env && chmod 600 .env
            printf '\n@VAR@=%s\n' "$K" >> .env && unset K
            """,
            'sh',
            RUN,
        ),
    ),
    renew=(
        Step(
            'Put the new key in the place of the old one with an editor, start the program anew, and when it runs, '
            'revoke the old key at the provider. Of two lines with one name the last one counts in most loaders.',
            checked=RUN,
        ),
    ),
    grant=(
        Step(
            'The file is for you alone; every program that you start can read it. Keep a spending limit on this key, '
            'and use another key in production. Keep the file out of images:',
            "printf '\\n%s\\n' '**/.env' '**/.env.*' >> .dockerignore",
            'sh',
            RUN,
        ),
    ),
    read={
        'python': Snippet(
            """
            import os

            from dotenv import find_dotenv, load_dotenv

            # before the SDK is imported: some read the environment at that moment
            if not load_dotenv(find_dotenv(usecwd=True)) and '@VAR@' not in os.environ:
                raise RuntimeError('there is no .env here, or it is empty: see .env.example')
            if not os.environ.get('@VAR@'):
                raise RuntimeError('@VAR@ is not in .env')
            """,
            'python-dotenv>=1.2',
            RUN,
        ),
        'javascript': Snippet(
            """
            import { loadEnvFile } from 'node:process';

            try {
              loadEnvFile('.env'); // what is set already stays
            } catch (error) {
              if (!process.env.@VAR@) throw new Error('.env cannot be read', { cause: error });
            }
            if (!process.env.@VAR@) throw new Error('@VAR@ is not in .env');
            """,
            'Node.js>=20.12',
            RUN,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"errors"
            	"fmt"
            	"io/fs"
            	"os"

            	"github.com/joho/godotenv"
            )

            // Read returns the key from the environment, or from .env: Read("@VAR@").
            func Read(name string) (string, error) {
            	if err := godotenv.Load(); err != nil && !errors.Is(err, fs.ErrNotExist) {
            		return "", errors.New(".env is no list of NAME=value") // its own error shows the line
            	}
            	key := os.Getenv(name)
            	if key == "" {
            		return "", fmt.Errorf("%s is not in .env", name)
            	}
            	return key, nil
            }
            """,
            'github.com/joho/godotenv v1.5.1',
            RUN,
        ),
        'java': Snippet(
            """
            import io.github.cdimascio.dotenv.Dotenv;
            import io.github.cdimascio.dotenv.DotenvException;

            final class Keys {
                /** The key from the environment, or from .env: Keys.read("@VAR@"). */
                static String read(String name) {
                    String key;
                    try {
                        key = Dotenv.configure().ignoreIfMissing().load().get(name);
                    } catch (DotenvException error) {
                        throw new IllegalStateException(".env is there, but is no list of NAME=value");
                    }
                    if (key == null || key.isEmpty()) {
                        throw new IllegalStateException(name + " is not in .env");
                    }
                    return key;
                }
            }
            """,
            'io.github.cdimascio:dotenv-java:3',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if [ ! -r .env ]; then
              echo 'there is no .env here' >&2
              exit 1
            fi
            # . ./.env would run it
            @VAR@="$(sed -n 's/^@VAR@=//p' .env | tail -n 1 | tr -d '\\r')"
            case "$@VAR@" in
              '') echo '@VAR@ is not in .env' >&2 && exit 1 ;;
              [\\"\\']*) echo 'write @VAR@ in .env without quotes' >&2 && exit 1 ;;
            esac
            export @VAR@
            exec "$@"
            """,
            checked=RUN,
        ),
    },
    variable=(
        Step(
            'For one command, with no line in the program (Python, pip install "python-dotenv[cli]"):',
            'dotenv run -- python app.py',
            'sh',
            RUN,
        ),
        Step('The same in Node.js 20.6 and newer:', 'node --env-file=.env app.js', 'sh', RUN),
        Step(
            'For every command in the folder, with direnv: the key stays in .env, and .envrc may be committed. '
            'After direnv allow it takes effect. The lines in .envrc:',
            """
            dotenv_if_exists .env
            env_vars_required @VAR@
            """,
            'bash',
            RUN,
        ),
        Step(
            'In Docker Compose the file is only read for ${…} in the YAML; env_file gives it to a container:',
            """
            services:
              app:
                image: app
                env_file: .env
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'To share the file encrypted in git, with dotenvx; commit .env then, and never .env.keys:',
            """
            dotenvx encrypt
            dotenvx run -- ./app
            """,
            'sh',
            RUN,
        ),
    ),
    errors=(
        ('@VAR@ is not in .env', 'The program runs in another folder than the file is in.'),
        (
            'The old value stays',
            'A variable that is set already wins over the file: unset it, or load_dotenv(override=True).',
        ),
        (
            'The key is not found although load_dotenv() ran',
            'An SDK that reads the environment while it is imported was imported before: load first, then import.',
        ),
        ('The first variable is missing', 'The file begins with a byte order mark: save it as UTF-8 without one.'),
        ('Status 401 under docker --env-file', 'Docker takes quotes as part of the value: write it without quotes.'),
        ('.env is in git status', 'It was tracked before it was ignored: git rm --cached .env'),
    ),
    errors_checked=DOCUMENTED,
    docs='https://pypi.org/project/python-dotenv/',
)
