"""HashiCorp Vault and OpenBao, the key/value engine in version 2.

Run on 2026-11-29 against a real OpenBao 2.7.2 server: bao kv, hvac 2.4.0, JavaScript, the policy (a token with it reads
this path and no other), the agent that starts a program; with the key right, missing, denied and ending in a newline.
The Go client is read in its source; Java (Spring Vault) is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.words import DOCUMENTED, MANAGER, RUN, SOURCE, Snippet, Step, Store

store = Store(
    'vault',
    'HashiCorp Vault / OpenBao',
    also=('hashicorp vault', 'hashicorp', 'openbao', 'bao', 'hcp vault'),
    place=MANAGER,
    about='For programs anywhere, on a server of your own: policies by path, short-lived tokens, an audit log.',
    put=(
        ASK,
        Step(
            'Store it; the - reads standard input, -cas=0 overwrites nothing. With OpenBao say bao instead of vault:',
            """
            printf %s "$K" | vault kv put -cas=0 -mount=secret llm/@ID@ @VAR@=-
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'The token that you work with (VAULT_TOKEN) is a secret too: vault login keeps it out of the history.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Patch it, which keeps other fields of the same path; the version before stays readable:',
            """
            printf %s "$K" | vault kv patch -mount=secret llm/@ID@ @VAR@=-
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'Start the programs anew; when all run with the new key, revoke the old one at the provider, '
            'and destroy its version:',
            'vault kv destroy -mount=secret -versions=1 llm/@ID@',
            'sh',
            RUN,
        ),
    ),
    grant=(
        Step(
            'A policy for the one path, in llm-@ID@.hcl. In version 2 of the engine the path has data/ in it:',
            """
            path "secret/data/llm/@ID@" {
              capabilities = ["read"]
            }
            """,
            'hcl',
            RUN,
        ),
        Step(
            'Write it, and bind it to the way in which the program logs in (AppRole, Kubernetes, JWT), with a short '
            'life for its tokens:',
            'vault policy write llm-@ID@ llm-@ID@.hcl',
            'sh',
            RUN,
        ),
    ),
    read={
        'python': Snippet(
            '''
            import hvac
            from hvac.exceptions import VaultError
            from requests import RequestException


            def read_key(path: str = 'llm/@ID@', field: str = '@VAR@', mount: str = 'secret') -> str:
                """The key that Vault holds; the server and the token are VAULT_ADDR and VAULT_TOKEN."""
                try:
                    answer = hvac.Client().secrets.kv.v2.read_secret_version(
                        path, mount_point=mount, raise_on_deleted_version=True
                    )
                except (VaultError, RequestException) as error:
                    reason = type(error).__name__
                    raise RuntimeError(f'Vault does not give out {mount}/{path}: {reason}') from error
                key = answer['data']['data'].get(field, '')
                if not key or key != key.strip():
                    raise RuntimeError(f'{field} in {path} is missing, or has white space around it')
                return key
            ''',
            'hvac>=2.3',
            RUN,
        ),
        'javascript': Snippet(
            """
            export async function readKey(path = 'llm/@ID@', field = '@VAR@', mount = 'secret') {
              const { VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE } = process.env;
              if (!VAULT_ADDR || !VAULT_TOKEN) throw new Error('VAULT_ADDR or VAULT_TOKEN is not set');
              const headers = new Headers({ 'X-Vault-Token': VAULT_TOKEN });
              if (VAULT_NAMESPACE) headers.set('X-Vault-Namespace', VAULT_NAMESPACE);
              const url = `${VAULT_ADDR}/v1/${mount}/data/${path}`;
              const answer = await fetch(url, { headers }).catch((cause) => {
                throw new Error(`Vault at ${VAULT_ADDR} cannot be reached`, { cause });
              });
              if (!answer.ok) throw new Error(`Vault does not give out ${path}: status ${answer.status}`);
              const key = (await answer.json()).data.data[field];
              if (key && key === key.trim()) return key;
              throw new Error(`${field} is missing, or has white space around it`);
            }
            """,
            'Node.js>=18',
            RUN,
        ),
        'go': Snippet(
            """
            package keys

            import (
            	"context"
            	"fmt"
            	"strings"

            	vault "github.com/hashicorp/vault/api" // OpenBao: github.com/openbao/openbao/api/v2
            )

            // Read returns the key that Vault, at VAULT_ADDR, holds: Read(ctx, "llm/@ID@", "@VAR@").
            func Read(ctx context.Context, path, field string) (string, error) {
            	client, err := vault.NewClient(vault.DefaultConfig())
            	if err != nil {
            		return "", fmt.Errorf("the settings of Vault are wrong: %w", err)
            	}
            	secret, err := client.KVv2("secret").Get(ctx, path)
            	if err != nil {
            		return "", fmt.Errorf("Vault does not give out %s: %w", path, err)
            	}
            	key, ok := secret.Data[field].(string)
            	if !ok || key == "" || key != strings.TrimSpace(key) {
            		return "", fmt.Errorf("%s in %s is missing, or has white space around it", field, path)
            	}
            	return key, nil
            }
            """,
            'github.com/hashicorp/vault/api',
            SOURCE,
        ),
        'java': Snippet(
            """
            import java.net.URI;
            import org.springframework.vault.VaultException;
            import org.springframework.vault.authentication.TokenAuthentication;
            import org.springframework.vault.client.VaultEndpoint;
            import org.springframework.vault.core.VaultTemplate;

            final class Keys {
                /** The key: Keys.read("llm/@ID@", "@VAR@"), with VAULT_ADDR and VAULT_TOKEN set. */
                static String read(String path, String field) {
                    var server = VaultEndpoint.from(URI.create(System.getenv("VAULT_ADDR")));
                    var login = new TokenAuthentication(System.getenv("VAULT_TOKEN"));
                    Object key = null;
                    try {
                        var engine = new VaultTemplate(server, login).opsForVersionedKeyValue("secret");
                        var secret = engine.get(path);
                        key = secret == null || !secret.hasData() ? null : secret.getData().get(field);
                    } catch (VaultException error) {
                        throw new IllegalStateException("Vault does not give out " + path, error);
                    }
                    if (!(key instanceof String text) || text.isEmpty() || !text.equals(text.strip())) {
                        throw new IllegalStateException(field + " is missing, or has white space around it");
                    }
                    return text;
                }
            }
            """,
            'org.springframework.vault:spring-vault-core',
            DOCUMENTED,
        ),
        'shell': Snippet(
            """
            if ! @VAR@="$(vault kv get -mount=secret -field=@VAR@ llm/@ID@)"; then
              echo 'Vault does not give out llm/@ID@' >&2
              exit 1
            fi
            export @VAR@
            exec "$@"
            """,
            'vault or bao',
            RUN,
        ),
    },
    variable=(
        Step('In a script: save the lines for the shell above as with-key, then:', 'sh with-key ./app', 'sh', RUN),
        Step(
            'With the agent, which logs in, starts the program with the variable, and anew when the key changes. '
            'Add the part auto_auth for your way of logging in:',
            """
            template_config {
              exit_on_retry_failure = true
            }
            env_template "@VAR@" {
              contents             = "{{ with secret \\"secret/data/llm/@ID@\\" }}{{ .Data.data.@VAR@ }}{{ end }}"
              error_on_missing_key = true
            }
            exec {
              command                   = ["./app"]
              restart_on_secret_changes = "always"
            }
            """,
            'hcl',
            RUN,
        ),
        Step('In Kubernetes the Vault Secrets Operator or External Secrets makes a Secret of it.', checked=DOCUMENTED),
    ),
    errors=(
        (
            'permission denied, status 403',
            'The policy lacks data/ in its path, or the token has ended: vault token lookup',
        ),
        ('preflight capability check returned 403', 'The token may not use the mount, or VAULT_NAMESPACE is missing.'),
        ('no handler for route, or no secret engine at that mount', 'The mount has another name: vault secrets list'),
        ('Vault is sealed, status 503', 'Somebody with the unseal keys has to open it after a restart.'),
        ('check-and-set parameter did not match', 'The path is taken: vault kv patch adds a version.'),
        ('VAULT_ADDR is https://127.0.0.1:8200', 'That is what is taken when it is not set.'),
    ),
    errors_checked=DOCUMENTED,
    pipe=('vault', 'kv', 'put', '-cas=0', '-mount=secret', 'llm/@ID@', '@VAR@=-'),
    piped='In Vault, at VAULT_ADDR, in the field @VAR@ of secret/llm/@ID@.',
    docs='https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2',
)
