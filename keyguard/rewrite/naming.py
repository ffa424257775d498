"""Keys -> names of variables: the person's own name first, one key one name, two keys never the same one."""

import re

from keyguard.placeholder import could_be_a_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_]{0,99}')
# variables of the system: a key in them would break every program
_SYSTEM = frozenset(
    (
        *('CI', 'COLUMNS', 'DISPLAY', 'EDITOR', 'HOME', 'HOSTNAME', 'IFS', 'LANG', 'LINES', 'LOGNAME', 'MAIL', 'PAGER'),
        *('PATH', 'PORT', 'PS1', 'PWD', 'PYTHONPATH', 'SHELL', 'SHLVL', 'SYSTEMROOT', 'TEMP', 'TERM', 'TMP', 'TMPDIR'),
        *('TZ', 'USER', 'USERNAME', 'USERPROFILE', '_'),
    )
)


class Use:
    """One place of a key: its fingerprint, the variable that the file gives it to ('' for none), the one that the
    provider's users know, and afterwards ``variable``, which is read there.
    """

    __slots__ = ('fingerprint', 'own', 'usual', 'variable')

    def __init__(self, fingerprint: str, own: str, usual: str) -> None:
        self.fingerprint = fingerprint
        # a name may be a key itself
        named = _NAME.fullmatch(own) and own.upper() not in _SYSTEM and not could_be_a_key(own)
        self.own = own if named else ''
        self.usual = usual
        self.variable = ''


def name(uses: 'Sequence[Use]', taken: 'Callable[[str, str], bool]') -> 'list[str]':
    """Set ``variable`` of every use; ``taken(name, fingerprint)``: another value than this key has the name already.

    Out come sentences about names that are not what one would expect.
    """
    owners: dict[str, str] = {}
    names: dict[str, str] = {}
    said: list[str] = []

    def numbered(wanted: str, fingerprint: str) -> str:
        number, found = 1, wanted
        while owners.get(found, fingerprint) != fingerprint or taken(found, fingerprint):
            number += 1
            found = f'{wanted}_{number}'
        owners[found] = fingerprint
        if found != wanted:
            other = 'another key' if owners.get(wanted, fingerprint) != fingerprint else 'another value'
            said.append(f'{other} has the name {wanted} already, so a key is called {found}')
        return found

    for use in uses:
        if use.own:
            use.variable = numbered(use.own, use.fingerprint)
            names.setdefault(use.fingerprint, use.variable)
    for use in uses:
        if not use.variable:
            if use.fingerprint not in names:
                names[use.fingerprint] = numbered(use.usual, use.fingerprint)
            use.variable = names[use.fingerprint]
    return list(dict.fromkeys(said))
