"""SOPS with age: a file in git that only the holders of a key can read.

Run on 2026-11-29: sops 3.11.0, age 1.1.1, with the snippets of all five languages, with the
right identity, without one, and with a file changed by hand.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, RUN, Snippet, Step, Store

store = Store(
    'sops',
    'SOPS',
    also=('sops age', 'age', 'mozilla sops', 'getsops', 'encrypted file'),
    place=MANAGER,
    signs=('.sops.yaml',),
    about='For a team that wants the keys in git, encrypted to each person and machine: no server is needed.',
    put=(
        Step(
            'An identity for this machine, outside of any repository; it prints the public half:',
            """
            mkdir -p ~/.config/sops/age && chmod 700 ~/.config/sops/age
            age-keygen -o ~/.config/sops/age/keys.txt
            """,
            'sh',
            RUN,
        ),
        Step(
            'In .sops.yaml at the root of the repository, who may read which files (public halves, with commas):',
            r"""
            creation_rules:
              - path_regex: secrets/.*\.yaml$
                age: age1PUBLIC_HALF
            """,
            'yaml',
            RUN,
        ),
        Step(
            'A file to begin with, encrypted from the start:',
            """
            mkdir -p secrets && echo '{}' > secrets/prod.yaml
            sops encrypt --in-place secrets/prod.yaml
            """,
            'sh',
            RUN,
        ),
        ASK,
        Step(
            'Put it in; it goes through standard input, as a JSON text:',
            r"""
            printf '"%s"' "$K" | sops set --value-stdin secrets/prod.yaml '["@VAR@"]'
            unset K
            git add .sops.yaml secrets/prod.yaml
            """,
            'sh',
            RUN,
        ),
    ),
    renew=(
        Step(
            'Set the new key in the same way and commit. Programs read it when they start. Then revoke the old key at '
            'the provider: git keeps every old version, and who could read it then, can read it still.',
            checked=RUN,
        ),
        Step(
            'When somebody leaves: take their public half out of .sops.yaml, encrypt anew, and renew every key in it:',
            """
            sops updatekeys --yes secrets/prod.yaml
            sops rotate --in-place secrets/prod.yaml
            """,
            'sh',
            RUN,
        ),
    ),
    grant=(
        Step(
            'One file for each program, and in .sops.yaml only the public halves of those who need it; in the cloud, '
            'a key of its KMS that the role of the program may decrypt with.',
            checked=DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import json
            import subprocess


            def read_key(path: str = 'secrets/prod.yaml', name: str = '@VAR@') -> str:
                """The key that stands in this encrypted file."""
                command = ['sops', 'decrypt', '--output-type', 'json', path]
                try:
                    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
                except FileNotFoundError:
                    raise RuntimeError('sops is not installed') from None
                except subprocess.CalledProcessError:
                    raise RuntimeError(f'{path} cannot be decrypted; sops says why above') from None
                key = json.loads(done.stdout).get(name, '')
                if not key or key != key.strip():
                    raise RuntimeError(f'{name} is not in {path}, or has white space around it')
                return key
            ''',
            'the command sops',
            RUN,
        ),
        'javascript': Snippet(
            """
            import { execFileSync } from 'node:child_process';

            export function readKey(path = 'secrets/prod.yaml', name = '@VAR@') {
              let text;
              try {
                text = execFileSync('sops', ['decrypt', '--output-type', 'json', path], {
                  encoding: 'utf8',
                  stdio: ['ignore', 'pipe', 'inherit'],
                });
              } catch {
                throw new Error(`${path} cannot be decrypted, or sops is not installed`);
              }
              const key = JSON.parse(text)[name];
              if (key && key === key.trim()) return key;
              throw new Error(`${name} is missing, or has white space around it`);
            }
            """,
            'the command sops',
            RUN,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"encoding/json"
            	"fmt"
            	"os"
            	"os/exec"
            	"strings"
            )

            // Read returns the key in this encrypted file: Read("secrets/prod.yaml", "@VAR@").
            func Read(path, name string) (string, error) {
            	sops := exec.Command("sops", "decrypt", "--output-type", "json", path)
            	sops.Stderr = os.Stderr
            	text, err := sops.Output()
            	if err != nil {
            		return "", fmt.Errorf("%s cannot be decrypted, or sops is not installed: %w", path, err)
            	}
            	var keys map[string]any
            	if err := json.Unmarshal(text, &keys); err != nil {
            		return "", fmt.Errorf("%s is no list of names and values", path)
            	}
            	key, ok := keys[name].(string)
            	if !ok || key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s is not in %s, or has white space around it", name, path)
            	}
            	return key, nil
            }
            """,
            'the command sops',
            RUN,
        ),
        'java': Snippet(
            """
            import java.io.IOException;

            final class Keys {
                /** The key in this encrypted file: Keys.read("secrets/prod.yaml", "@VAR@"). */
                static String read(String path, String name) throws IOException, InterruptedException {
                    String place = "[\\"" + name + "\\"]";
                    Process sops = new ProcessBuilder("sops", "decrypt", "--extract", place, path)
                            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                    String key = new String(sops.getInputStream().readAllBytes());
                    if (sops.waitFor() != 0) {
                        throw new IllegalStateException(name + " cannot be read from " + path);
                    }
                    if (key.isEmpty() || !key.equals(key.strip())) {
                        throw new IllegalStateException(name + " is empty, or has white space around it");
                    }
                    return key;
                }
            }
            """,
            'the command sops',
            RUN,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(sops decrypt --extract '["@VAR@"]' secrets/prod.yaml)"; then
              echo '@VAR@ cannot be read from secrets/prod.yaml' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'sops',
            RUN,
        ),
    },
    variable=(
        Step(
            'sops starts the program with everything that stands in the file as variables:',
            "sops exec-env secrets/prod.yaml './app'",
            'sh',
            RUN,
        ),
        Step(
            'In CI, the identity is the secret: store the line that begins with AGE-SECRET-KEY as SOPS_AGE_KEY there.',
            checked=RUN,
        ),
    ),
    errors=(
        (
            'identity did not match any of the recipients',
            'Your public half is not in the file: let a holder run sops updatekeys.',
        ),
        (
            'failed to load age identities',
            'No identity is found: ~/.config/sops/age/keys.txt, SOPS_AGE_KEY_FILE or SOPS_AGE_KEY',
        ),
        (
            'MAC mismatch, or message authentication failed',
            'The file was changed by hand: take the last good version from git, change it with sops edit.',
        ),
        ('A decrypted copy is in git status', 'Decrypt to standard output only; ignore what you must write down.'),
    ),
    errors_checked=RUN,
    docs='https://getsops.io/docs/',
)
