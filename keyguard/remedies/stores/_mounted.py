"""Reading a key from a file that a container finds mounted, in every language.

Run on 2026-11-29 with the file right, with a line end, empty, missing and a folder: Python 3.11, Node.js 20.20,
Go 1.27, OpenJDK 17, dash and bash.
"""

from keyguard.remedies.words import RUN, Snippet

# language -> how a program reads the file; the variable with _FILE at its end names another one, as many images have it
FROM_FILE = {
    'python': Snippet(
        '''
        import os
        from pathlib import Path


        def read_key(path: str = '/run/secrets/@ID@-api-key') -> str:
            """The key that stands in the file, without the line end."""
            path = os.environ.get('@VAR@_FILE', path)
            try:
                key = Path(path).read_text(encoding='utf-8').strip()
            except (OSError, UnicodeError) as error:
                raise RuntimeError(f'{path} cannot be read: {error}') from error
            if not key:
                raise RuntimeError(f'{path} is empty')
            return key
        ''',
        checked=RUN,
    ),
    'javascript': Snippet(
        """
        import { readFileSync } from 'node:fs';

        export function readKey(path = process.env.@VAR@_FILE ?? '/run/secrets/@ID@-api-key') {
          let key;
          try {
            key = readFileSync(path, 'utf8').trim();
          } catch (error) {
            throw new Error(`${path} cannot be read`, { cause: error });
          }
          if (!key) throw new Error(`${path} is empty`);
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

        // Read returns the key in the file, without the line end: Read("/run/secrets/@ID@-api-key").
        func Read(path string) (string, error) {
        	if named := os.Getenv("@VAR@_FILE"); named != "" {
        		path = named
        	}
        	data, err := os.ReadFile(path)
        	if err != nil {
        		return "", fmt.Errorf("the key cannot be read: %w", err)
        	}
        	key := strings.TrimSpace(string(data))
        	if key == "" {
        		return "", fmt.Errorf("%s is empty", path)
        	}
        	return key, nil
        }
        """,
        checked=RUN,
    ),
    'java': Snippet(
        """
        import java.io.IOException;
        import java.nio.file.Files;
        import java.nio.file.Path;

        final class Keys {
            /** The key in the file, without the line end: Keys.read("/run/secrets/@ID@-api-key"). */
            static String read(String path) {
                String named = System.getenv("@VAR@_FILE");
                Path file = Path.of(named == null || named.isEmpty() ? path : named);
                String key;
                try {
                    key = Files.readString(file).strip();
                } catch (IOException error) {
                    throw new IllegalStateException(file + " cannot be read", error);
                }
                if (key.isEmpty()) {
                    throw new IllegalStateException(file + " is empty");
                }
                return key;
            }
        }
        """,
        checked=RUN,
    ),
    'shell': Snippet(
        """
        file="${@VAR@_FILE:-/run/secrets/@ID@-api-key}"
        @VAR@="$(tr -d '\\r\\n' < "$file")" || exit 1
        : "${@VAR@:?is empty}"
        export @VAR@
        exec "$@"
        """,
        checked=RUN,
    ),
}
