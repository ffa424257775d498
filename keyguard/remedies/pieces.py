"""Pieces that many stores share: asking for a key, and reading it where the environment holds it."""

from keyguard.remedies.words import RUN, Snippet, Step

# bash and zsh; `K` is not exported, so that no other program gets it
ASK = Step(
    'Make a new key at the provider, then type or paste it here. Nothing is shown, and nothing lands in the history:',
    "printf 'Key: ' && read -rs K && echo",
    'bash',
    RUN,
)

# language -> how a program reads the variable that it was started with; run with it set, missing, empty and ending in a
# newline on 2026-11-29: Python 3.12, Node.js 20.20, Go 1.27, OpenJDK 17, dash, bash and zsh
FROM_ENVIRONMENT = {
    'python': Snippet(
        '''
        import os


        def read_key(name: str = '@VAR@') -> str:
            """The key that the environment holds under this name."""
            key = os.environ.get(name, '')
            if not key:
                raise RuntimeError(f'{name} is not set')
            if key != key.strip():
                raise RuntimeError(f'{name} has white space around it')
            return key
        ''',
        checked=RUN,
    ),
    'javascript': Snippet(
        """
        export function readKey(name = '@VAR@') {
          const key = process.env[name];
          if (!key) throw new Error(`${name} is not set`);
          if (key !== key.trim()) throw new Error(`${name} has white space around it`);
          return key;
        }
        """,
        checked=RUN,
    ),
    'go': Snippet(
        """
        package keys

        import (
        	"fmt"
        	"os"
        	"strings"
        )

        // Read returns the key that the environment holds under this name: Read("@VAR@").
        func Read(name string) (string, error) {
        	key := os.Getenv(name)
        	if key == "" {
        		return "", fmt.Errorf("%s is not set", name)
        	}
        	if key != strings.TrimSpace(key) {
        		return "", fmt.Errorf("%s has white space around it", name)
        	}
        	return key, nil
        }
        """,
        checked=RUN,
    ),
    'java': Snippet(
        """
        final class Keys {
            /** The key that the environment holds under this name: Keys.read("@VAR@"). */
            static String read(String name) {
                String key = System.getenv(name);
                if (key == null || key.isEmpty()) {
                    throw new IllegalStateException(name + " is not set");
                }
                if (!key.equals(key.strip())) {
                    throw new IllegalStateException(name + " has white space around it");
                }
                return key;
            }
        }
        """,
        checked=RUN,
    ),
    'shell': Snippet(
        """
        : "${@VAR@:?is not set}"
        exec "$@"
        """,
        checked=RUN,
    ),
}
