"""The file of variables (``.env``) that keys move to: what is in it, and how a value is written."""

import os
import re

from keyguard.moving.files import Change, Failed, read, unfit, with_lines
from keyguard.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = '.env'
# how a value has to be written for shells, Docker and every loader alike: as it is, or in single quotes
_PLAIN = re.compile(rb'[A-Za-z0-9_./+=:@%,~^-]+')
# a blank line, a comment, or a variable with a value that is written so
_FOR_SHELLS = re.compile(
    rb'[ \t]*(?:#[^\r]*)?|(?:export[ \t]+)?[A-Za-z_]\w*=(?:[A-Za-z0-9_./+=:@%,^-]*|\'[^\'\r]*\'|"[^"\\$`\r]*")[ \t]*'
)
_LINE = re.compile(
    rb'^(?:\xef\xbb\xbf)?[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*'
    rb'("(?:[^"\\]|\\.)*"|\'[^\']*\'|[^\r\n]*?)(?:[ \t]+#[^\r\n]*|[ \t]*)(?=\r?$)',
    re.M | re.S,
)


class Variables:
    """One such file, as it will be. ``path`` is the file as the system knows it, with every link followed.

    Raises ``Failed`` for what is no text file, or cannot be written.
    """

    def __init__(self, path: str) -> None:
        if os.path.islink(path) and not os.path.exists(path):
            raise Failed('it is a link to nothing')
        self.path = os.path.realpath(path)
        self.old = read(self.path)
        self.new = self.old
        why = unfit(self.path)
        if why:
            raise Failed(why)
        if b'\0' in (self.old or b''):
            raise Failed('it is written in UTF-16, which no loader reads')

    def get(self, name: str) -> 'bytes | None':
        """The value of the variable, the last one where there are several; None where it is not in the file."""
        found = [match for match in _LINE.finditer(self.new or b'') if match.group(1) == name.encode()]
        return _unquoted(found[-1].group(2)) if found else None

    def names(self) -> 'list[bytes]':
        """The variables in the file, in their order, each once."""
        return names_in(self.old or b'')

    def called(self, fingerprint: str) -> str:
        """The variable that has this key as its value, or ''."""
        for match in _LINE.finditer(self.old or b''):
            value = _unquoted(match.group(2))
            if value and Secret(value).fingerprint == fingerprint:
                return match.group(1).decode()
        return ''

    def set(self, name: str, value: bytes) -> None:
        """Give a variable its value, in the place of an empty one, else on a line of its own.

        Raises ``Failed`` for a value that no loader reads, and ``ValueError`` where another value would be lost.
        """
        before = self.get(name)
        if before == value:
            return
        if before:
            raise ValueError(f'{name} has a value')
        line = name.encode() + b'=' + quoted(value)
        text = self.new or b''
        if before is None:
            self.new = with_lines(self.new, [line])
            return
        match = [match for match in _LINE.finditer(text) if match.group(1) == name.encode()][-1]
        self.new = text[: match.start(2)] + quoted(value) + text[match.end(2) :]

    @property
    def change(self) -> Change:
        return Change(self.path, self.old, self.new, private=True)


def for_shells(text: bytes) -> bool:
    """Does a shell that reads such a text as its own only set variables, and each to what a loader gives it? It runs a
    word behind a blank, and whatever stands in ``$(…)``; the end of a line of Windows becomes a part of the value.
    """
    return all(_FOR_SHELLS.fullmatch(line) for line in text.split(b'\n'))


def names_in(text: bytes) -> 'list[bytes]':
    """The variables of such a text, in their order, each once."""
    return list(dict.fromkeys(match.group(1) for match in _LINE.finditer(text)))


def quoted(value: bytes) -> bytes:
    """The value as shells and loaders read it; raises ``Failed`` where they do not agree."""
    if not value or _PLAIN.fullmatch(value):
        return value
    if any(sign in value for sign in (b"'", b'\n', b'\r', b'\\')):
        raise Failed('a value has signs that files of variables write in different ways')
    return b"'" + value + b"'"


def example(old: 'bytes | None', names: 'Sequence[bytes]') -> bytes:
    """The example of such a file with these names in it, each without a value; what it says already stays."""
    there = {match.group(1) for match in _LINE.finditer(old or b'')}
    return with_lines(old, [name + b'=' for name in dict.fromkeys(names) if name not in there])


def _unquoted(value: bytes) -> bytes:
    return value[1:-1] if value[:1] in (b'"', b"'") and len(value) > 1 else value
