"""What git's commands name: the files of a key, as words of a command line of the person's shell."""

import posixpath

from keyguard.excerpt import shown
from keyguard.remedies.language import language_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = b'.gitignore'
# how the name of a stash begins
STASH = b'stash@{'
_SAFE = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+@%,:=')


class Place:
    """What of a repository the commands name: the files that hold the key (from the root), the branch that they are
    about (b'' for none), and the person's shell, one of ``environment.shells``.

    ``clean``: on the disk the files are without the key already. ``at`` is the folder, from the root, where the person
    stands. ``rules``: .gitignore has changed, and goes along; ``ignore``: it does not name .env yet, where keyguard
    puts keys. ``ruled`` are files that it names already.
    """

    __slots__ = ('at', 'branch', 'clean', 'ignore', 'paths', 'ruled', 'rules', 'shell')

    def __init__(
        self,
        paths: 'Sequence[bytes]',
        branch: bytes = b'',
        shell: str = 'bash',
        clean: bool = False,
        *,
        at: bytes = b'',
        rules: bool = False,
        ignore: bool = False,
    ) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self.branch = branch
        self.shell = shell
        self.clean = clean
        self.at = at
        self.ignore = ignore
        self.rules = rules or ignore
        self.ruled: frozenset[bytes] = frozenset()

    @property
    def files(self) -> str:
        """The files as words of a command line, behind ``--``."""
        return ' '.join(map(self.near, self.paths))

    @property
    def all(self) -> str:
        """The files, and .gitignore where it goes along."""
        return f'{self.near(RULES)} {self.files}' if self.rules else self.files

    def near(self, path: bytes) -> str:
        """A path from the root as a word that leads there from where the person stands."""
        return word(near(path, self.at), self.shell)

    def part(self, dotenv: bool) -> 'Place':
        """The files that are ``.env`` files, or the others."""
        chosen = [path for path in self.paths if _dotenv(path) is dotenv]
        more = {'at': self.at, 'rules': self.rules and not dotenv, 'ignore': self.ignore and not dotenv}
        return Place(chosen, self.branch, self.shell, self.clean, **more)  # type: ignore[arg-type]


def near(path: bytes, at: bytes) -> bytes:
    """A path from the root, seen from the folder ``at``; one that leads elsewhere stays as it is."""
    if at and not path.startswith((b'/', b'../')):
        path = posixpath.relpath(b'/' + path, b'/' + at)
    # git takes a colon in front for a word of its own
    return b'./' + path if path.startswith(b':') else path


def word(path: bytes, shell: str = 'bash') -> str:
    """A path as one word of a command line of the shell."""
    text = shown(path)
    if text.encode() != path and shell in ('bash', 'zsh'):
        # bytes that are no text, control characters: these two shells can spell them
        plain = ''.join(chr(byte) if chr(byte) in _SAFE or byte == 32 else f'\\x{byte:02x}' for byte in path)
        return f"$'{plain}'"
    if text and _SAFE.issuperset(text):
        return text
    if shell == 'powershell':
        return "'" + text.replace("'", "''") + "'"
    if shell == 'fish':
        text = text.replace('\\', '\\\\')
    return "'" + text.replace("'", "'\\''") + "'"


def added(rules: 'Sequence[bytes]', place: Place, file: bytes = RULES) -> str:
    """The line that puts rules at the end of a file of the root, the last line of which may have no end."""
    words = ' '.join(word(rule, place.shell) for rule in rules)
    if place.shell == 'powershell':
        # what >> writes there is UTF-16, which git does not read
        plain = ', '.join(word(rule, place.shell) if b"'" in rule else f"'{shown(rule)}'" for rule in rules)
        return f"Add-Content {place.near(file)} '', {plain}"
    return f"printf '\\n%s\\n' {words} >> {place.near(file)}"


def _dotenv(path: bytes) -> bool:
    return language_of(path.decode('utf-8', 'replace')) == 'dotenv'


def literal(path: bytes) -> bytes:
    """A path as .gitignore has to say it: without a pattern in it."""
    for sign in (b'\\', b'*', b'?', b'['):
        path = path.replace(sign, b'\\' + sign)
    return path
