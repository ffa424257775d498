"""Accepted findings -> a baseline of detect-secrets, written by its own library."""

import json
import os

from detect_secrets.core.baseline import format_for_output
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

from keyguard.interop import detect_secrets_plugin as plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    # path, SHA-1 as 40 hex digits, line, is it a secret (None: nobody has said)
    Row = tuple[str, str, int, bool | None]

# its heuristics would drop `OpenAI(api_key="…")` and with it the entry, so only what does not guess is switched on
_FILTERS = ('detect_secrets.filters.allowlist.is_line_allowlisted',)


def baseline(rows: 'Iterable[Row]', path: str = '') -> str:
    """The file's text, the same for the same rows. ``path`` is where detect-secrets finds the plugin: without it, where
    keyguard is installed here, which is another place on another machine.
    """
    secrets = SecretsCollection()
    for name, digest, line, is_secret in rows:
        secret = PotentialSecret(plugin.SECRET_TYPE, name, '', line, is_secret)
        secret.secret_hash = digest
        secrets[name].add(secret)
    here = 'file://' + os.path.abspath(plugin.__file__)
    used = {
        'plugins_used': [{'name': plugin.KeyguardDetector.__name__, 'path': here}],
        'filters_used': [{'path': name} for name in _FILTERS],
    }
    with transient_settings(used):
        whole = format_for_output(secrets)
    if path:
        # detect-secrets would load the plugin from there, and here it may not be there
        for each in whole['plugins_used']:
            each['path'] = f'file://{path}'
    # a time would change the file each time that it is written
    del whole['generated_at']
    return json.dumps(whole, indent=2) + '\n'
