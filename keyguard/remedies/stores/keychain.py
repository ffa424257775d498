"""The keychain of the operating system, through keyring and through each system's own command.

Run on 2026-11-29: keyring 25.7.0 with gnome-keyring 42 (Secret Service on a private D-Bus), secret-tool 0.20, and the
five languages on them. macOS and Windows: from their documentation.
"""

from keyguard.remedies.words import DOCUMENTED, LOCAL, RUN, Snippet, Step, Store

store = Store(
    'keychain',
    'OS keychain',
    also=('keyring', 'macos keychain', 'secret-tool', 'secret service', 'credential manager', 'gnome-keyring'),
    place=LOCAL,
    about='For one person on one machine: encrypted with the login, in no file of the project.',
    put=(
        Step(
            'On any system, with keyring (pipx install keyring); it asks for the key:',
            'keyring set @ID@ default',
            'sh',
            RUN,
        ),
        Step(
            'On macOS without it; -w stands last and asks for the key:',
            'security add-generic-password -U -a default -s @ID@ -w',
            'sh',
            DOCUMENTED,
        ),
        Step(
            'On Linux without it (libsecret-tools); it asks for the key:',
            "secret-tool store --label='@ID@' service @ID@ username default",
            'sh',
            RUN,
        ),
        Step(
            'On Windows in PowerShell (Install-Module Microsoft.PowerShell.SecretManagement, '
            'Microsoft.PowerShell.SecretStore, once); it asks for the key:',
            'Set-Secret -Name @ID@',
            'powershell',
            DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Store the new key under the same name, which replaces the old one; start the program anew; when it runs, '
            'revoke the old key at the provider.',
            checked=RUN,
        ),
    ),
    grant=(
        Step(
            'Other people on the machine cannot read it. What you start can, while you are logged in: on macOS every '
            'script of the same Python, on Linux and Windows every program. Where that is too much, use a manager.',
            checked=DOCUMENTED,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import keyring
            from keyring.errors import KeyringError


            def read_key(service: str = '@ID@') -> str:
                """The key that the keychain holds for this service."""
                try:
                    key = keyring.get_password(service, 'default')
                except KeyringError as error:  # there is no keychain, or it is locked
                    raise RuntimeError('the keychain cannot be read') from error
                if not key:
                    raise RuntimeError(f'nothing there: run  keyring set {service} default')
                return key
            ''',
            'keyring>=25',
            RUN,
        ),
        'javascript': Snippet(
            r"""
            import { execFileSync } from 'node:child_process';

            export function readKey(service = '@ID@') {
              let key;
              try {
                key = execFileSync('keyring', ['get', service, 'default'], {
                  encoding: 'utf8',
                  stdio: ['ignore', 'pipe', 'inherit'],
                }).replace(/\r?\n$/, ''); // the line end is from keyring
              } catch {
                throw new Error(`the keychain holds nothing for ${service}, or keyring is not installed`);
              }
              return key;
            }
            """,
            'the command keyring',
            RUN,
        ),
        'go': Snippet(
            r"""
            package keys

            import (
            	"fmt"
            	"os/exec"
            	"strings"
            )

            // Read returns the key that the keychain holds for this service: Read("@ID@").
            func Read(service string) (string, error) {
            	out, err := exec.Command("keyring", "get", service, "default").Output()
            	if err != nil {
            		return "", fmt.Errorf("the keychain holds nothing for %s: %w", service, err)
            	}
            	line := strings.TrimSuffix(string(out), "\n") // the line end is from keyring
            	return strings.TrimSuffix(line, "\r"), nil
            }
            """,
            'the command keyring',
            RUN,
        ),
        'java': Snippet(
            r"""
            import java.io.IOException;

            final class Keys {
                /** The key that the keychain holds for this service: Keys.read("@ID@"). */
                static String read(String service) throws IOException, InterruptedException {
                    Process keyring = new ProcessBuilder("keyring", "get", service, "default")
                            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                    String key = new String(keyring.getInputStream().readAllBytes());
                    if (keyring.waitFor() != 0) {
                        throw new IllegalStateException("the keychain holds nothing for " + service);
                    }
                    return key.replaceFirst("\\R$", ""); // the line end is from keyring
                }
            }
            """,
            'the command keyring',
            RUN,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(keyring get @ID@ default)"; then
              echo 'the keychain holds nothing for @ID@: run  keyring set @ID@ default' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'the command keyring',
            RUN,
        ),
    },
    variable=(
        Step('For one command (bash, zsh, sh):', '@VAR@="$(keyring get @ID@ default)" ./app', 'sh', RUN),
        Step(
            'The same on macOS:',
            '@VAR@="$(security find-generic-password -a default -s @ID@ -w)" ./app',
            'sh',
            DOCUMENTED,
        ),
        Step(
            'The same with secret-tool:', '@VAR@="$(secret-tool lookup service @ID@ username default)" ./app', 'sh', RUN
        ),
        Step('In PowerShell:', '$env:@VAR@ = Get-Secret -Name @ID@ -AsPlainText', 'powershell', DOCUMENTED),
    ),
    errors=(
        (
            'keyring.errors.NoKeyringError: No recommended backend was available',
            'A server or a container has no keychain: use another store there, and no backend that writes plain text.',
        ),
        ('keyring.errors.KeyringLocked', 'The keychain is locked: log in at the desktop, or unlock it.'),
        ('The wrong key comes', 'Another program uses the same service name; choose another name than @ID@.'),
    ),
    errors_checked=DOCUMENTED,
    pipe=('keyring', 'set', '@ID@', 'default'),
    piped='In the keychain of this machine, service @ID@, name default. A key that stands there is replaced.',
    docs='https://keyring.readthedocs.io/',
)
