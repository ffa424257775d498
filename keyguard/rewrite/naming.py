"""Keys -> names of variables: the file's own name first, else the usual one, and two keys never the same one."""

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
    provider's users know, the ``file``, where the value goes (``place``), whether the file only tells of programs
    (``late``), and afterwards ``variable``, which is read there.
    """

    __slots__ = ('file', 'fingerprint', 'late', 'own', 'place', 'usual', 'variable')

    def __init__(
        self, fingerprint: str, own: str, usual: str, file: str = '', place: str = '', late: bool = False
    ) -> None:
        self.fingerprint = fingerprint
        # a name may be a key itself
        named = _NAME.fullmatch(own) and own.upper() not in _SYSTEM and not could_be_a_key(own)
        self.own = own if named else ''
        self.usual = usual
        self.file = file
        self.place = place
        self.late = late
        self.variable = ''


def name(uses: 'Sequence[Use]', taken: 'Callable[[str, Use], bool]') -> 'dict[str, str]':
    """Set ``variable`` of every use; ``taken(name, use)``: another value than this key has the name already where the
    key would go. A name that a file gives a key is that file's own matter: others take the usual one.

    Out come the names that are not what one would expect, each with a sentence about it.
    """
    owners: dict[str, str] = {}
    said: dict[str, str] = {}
    known: dict[tuple[str, str, str], str] = {}

    def numbered(wanted: str, use: Use) -> str:
        if (wanted, use.fingerprint, use.place) in known:
            return known[wanted, use.fingerprint, use.place]
        number, found = 1, wanted
        while owners.get(found, use.fingerprint) != use.fingerprint or taken(found, use):
            number += 1
            found = f'{wanted}_{number}'
        if found != wanted:
            other = 'another key' if owners.get(wanted, use.fingerprint) != use.fingerprint else 'another value'
            said[found] = f'{other} has the name {wanted} already, so a key is called {found}'
        owners[found] = use.fingerprint
        known[wanted, use.fingerprint, use.place] = found
        return found

    here: dict[tuple[str, str], str] = {}
    # programs choose before what only tells of them, and the names that files have before the usual ones
    for use in sorted(uses, key=lambda use: (use.late, not use.own)):
        wanted = use.own or here.get((use.file, use.fingerprint), use.usual)
        use.variable = numbered(wanted, use)
        here.setdefault((use.file, use.fingerprint), wanted)
    return said
