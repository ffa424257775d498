"""The places where a key leaves its mask behind: a file of variables, the command of a store, and git, which is asked
whether it knows the key.
"""

import shutil
import subprocess
from base64 import b64encode

from keyguard import git
from keyguard.git import tips
from keyguard.moving.files import Failed
from keyguard.moving.variables import Variables
from keyguard.placeholder import without_keys
from keyguard.remedies.words import Store, filled
from keyguard.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# a store that asks for a password has no terminal to ask on; one that hangs is no place for a key
_PATIENCE = 120
# all files of so many branches are looked through for a key
_BRANCHES = 4
# so many characters of a key in a row are hidden wherever they stand
_PIECE = 6


def into_file(variables: Variables, name: str, secret: Secret) -> None:
    """Give the variable the key as its value, on paper; raises what ``Variables.set`` raises."""
    variables.set(name, secret.reveal())


def command(store: Store, variable: str, id: str) -> 'list[str]':
    """The words that start the store's own command; raises ``Failed`` where it is not there."""
    words = [filled(word, variable, id) for word in store.pipe]
    found = shutil.which(words[0])
    if found is None:
        raise Failed(f'the program {words[0]} is not there; is it installed and on the PATH?')
    return [found, *words[1:]]


def into_store(words: 'list[str]', secret: Secret) -> None:
    """Hand the key to the store's command on standard input; raises ``Failed`` with its last words."""
    key = secret.reveal()
    try:
        done = subprocess.run(words, input=key, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f'it did not end within {_PATIENCE} seconds') from None
    except OSError as error:
        raise Failed((error.strerror or '').lower()) from None
    if done.returncode:
        parts = (done.stderr if done.stderr.strip() else done.stdout).split(key)
        told = secret.masked.encode().join(_without(key, part) for part in parts).decode('utf-8', 'replace')
        lines = [line.strip() for line in without_keys(told).splitlines() if line.strip()]
        raise Failed(f'exit code {done.returncode}' + (f': {" ".join(lines[-3:])}' if lines else ''))


def _without(key: bytes, told: bytes) -> bytes:
    """What a command said, with no piece of the key in it: whole or cut, in its own letters, in base64 or in hex."""
    dresses = [key, key.hex().encode(), key.hex().upper().encode(), *(b64encode(key[skipped:]) for skipped in range(3))]
    pieces = {dress[at : at + _PIECE] for dress in dresses for at in range(len(dress) - _PIECE + 1)}
    shown = bytearray()
    hidden = 0  # up to here nothing is shown
    for at in range(len(told)):
        if told[at : at + _PIECE] in pieces:
            shown += '…'.encode() * (at >= hidden)
            hidden = at + _PIECE
        if at >= hidden:
            shown.append(told[at])
    return bytes(shown)


def pushed(root: str, secrets: 'Sequence[Secret]') -> 'dict[str, bytes]':
    """The fingerprints of those keys that stand, in their own letters, in any file of a branch of a remote that this
    clone knows, each with the name of the branch. The keys are told to git on its standard input.
    """
    found: dict[str, bytes] = {}
    wanted = {secret.fingerprint: secret.reveal() for secret in secrets if secret.here}
    for id, name in tips.Tips(root).remotes[:_BRANCHES]:
        left = [key for mark, key in wanted.items() if mark not in found and b'\n' not in key]
        if not left:
            break
        plain = ('--no-line-number', '--no-column', '--no-color')
        words = ('grep', '-h', '--text', *plain, '--only-matching', '--fixed-strings', '-f', '-', id, '--')
        _, told, _ = git.ask(root, *words, source=b'\n'.join(left) + b'\n')
        for key in set(told.splitlines()):
            found.setdefault(Secret(key).fingerprint, name)
    return found
