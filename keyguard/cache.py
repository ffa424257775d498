"""``--cache FILE``: which blobs earlier runs found clean.

A blob is remembered together with the path that it was looked at under, the settings of that run, and all of
keyguard's own sources: a file's name decides what some kinds of key are taken for, so the same bytes under another
path are looked at again, and so they are after any change of the configuration, the options or the catalogue. Only
what held nothing at all (nothing blocked, nothing accepted, all of it read) is remembered, so that a run with a cache
finds what one without finds. What an entry stands for cannot be read back out of it.

The file is trusted as the program is: who may write to it can have blobs passed over.

    keyguard-cache 1 STAND COUNT DIGEST      one line of fixed length; STAND is that of keyguard's sources
    20 bytes an entry, sorted
"""

import os
from bisect import bisect_left

from keyguard import __version__
from keyguard.errors import Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from mmap import mmap

# as strong as the SHA-1 that names the blobs
SIZE = 20
_MAGIC = b'keyguard-cache '
_FORM = b'keyguard-cache 1 %b %012d %b\n'
_HEADER = len(_FORM % (b'0' * 32, 0, b'0' * 32))
_stand: 'list[str]' = []


def stand() -> str:
    """32 hex digits that stand for this keyguard: its version and its sources, the catalogue among them."""
    if not _stand:
        from hashlib import blake2b

        digest = blake2b(__version__.encode(), digest_size=16)
        for folder, folders, names in os.walk(os.path.dirname(__file__)):
            folders.sort()
            for name in sorted(names):
                if name.endswith('.py'):
                    with open(os.path.join(folder, name), 'rb') as file:
                        data = file.read()
                    digest.update(b'%s %d\n' % (os.fsencode(name), len(data)) + data)
        _stand.append(digest.hexdigest())
    return _stand[0]


class Entries:
    """The entries of a file, sorted, looked up where they lie."""

    def __init__(self, data: 'mmap | None' = None) -> None:
        self._data = data
        self._count = max(0, len(data) - _HEADER) // SIZE if data else 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        if self._data is None or number >= self._count:
            raise IndexError(number)
        return self._data[_HEADER + number * SIZE : _HEADER + (number + 1) * SIZE]

    def __iter__(self) -> 'Iterator[bytes]':
        return (self[number] for number in range(self._count))

    def __contains__(self, entry: bytes) -> bool:
        at = bisect_left(self, entry)
        return at < self._count and self[at] == entry

    def close(self) -> None:
        """Let the file go; nothing is known from then on."""
        if self._data is not None:
            self._data.close()
        self._data, self._count = None, 0


def load(path: str) -> 'tuple[Entries, str]':
    """What the file remembers, and a word for the reader or ''.

    Nothing where there is no file yet, where another keyguard wrote it, and where it is damaged, which the word says.
    Raises ``Fatal`` for a file that cannot be read or is no cache of keyguard: that one is left alone.
    """
    from mmap import ACCESS_READ, mmap

    try:
        if not os.path.lexists(path):
            return Entries(), ''
        if not os.path.isfile(path):
            raise Fatal(f'{path} is no file, so it cannot be the cache; name another one')
        with open(path, 'rb') as file:
            head = file.read(_HEADER)
            if not head:
                return Entries(), ''
            if not head.startswith(_MAGIC):
                raise Fatal(f'{path} is no cache of keyguard and is left alone; name another file')
            data = mmap(file.fileno(), 0, access=ACCESS_READ)
    except OSError as error:
        raise Fatal(f'{path}: the cache cannot be read ({(error.strerror or "").lower()})') from None
    entries = Entries(data)
    words = head.split()
    if len(words) == 5 and words[1] == b'1' and words[2] != stand().encode():
        entries.close()
        return entries, ''
    if head != _FORM % (stand().encode(), len(entries), _digest(data)) or (len(data) - _HEADER) % SIZE:
        entries.close()
        return entries, f'the cache {path} was damaged; everything is looked at, and it is made anew'
    return entries, ''


def check(path: str) -> None:
    """Raise ``Fatal`` where no cache can be kept: better before the work than after it."""
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))):
        raise Fatal(f'{path}: the cache cannot be kept there: the folder does not exist')
    load(path)[0].close()


def _digest(data: 'mmap') -> bytes:
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for at in range(_HEADER, len(data), 1 << 20):
        digest.update(data[at : at + (1 << 20)])
    return digest.hexdigest().encode()


def add(path: str, fresh: 'bytes | bytearray') -> None:
    """Put entries, one behind the other, into the file; what another run put there meanwhile stays. Raises ``OSError``
    when it cannot be written, and ``Fatal`` as ``load`` does; the file is then as it was.
    """
    from hashlib import blake2b
    from heapq import merge

    path = os.path.realpath(path)
    entries, _ = load(path)
    news = sorted({bytes(fresh[at : at + SIZE]) for at in range(0, len(fresh), SIZE)})
    temporary = f'{path}.{os.getpid()}.tmp'
    digest = blake2b(digest_size=16)
    count = 0
    try:
        with open(temporary, 'wb') as file:
            file.write(b' ' * _HEADER)
            for entry in _once(merge(iter(entries), news)):
                file.write(entry)
                digest.update(entry)
                count += 1
            file.seek(0)
            file.write(_FORM % (stand().encode(), count, digest.hexdigest().encode()))
        entries.close()  # a mapped file cannot be replaced everywhere
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _once(entries: 'Iterable[bytes]') -> 'Iterator[bytes]':
    last = b''
    for entry in entries:
        if entry != last:
            yield entry
        last = entry


class Clean:
    """What is known to be clean under one run's settings, of which ``words`` hold all that decides on a find.

    ``passed`` counts the blobs that were known.
    """

    def __init__(self, entries: Entries, words: bytes) -> None:
        from hashlib import blake2b

        self._entries = entries
        self._key = blake2b(words, digest_size=32).digest()
        self.passed = 0

    def entry(self, id: str, path: bytes) -> bytes:
        """The entry for a blob, by its git id, under a path."""
        from _blake2 import blake2b

        made: bytes = blake2b(b'%s %s' % (id.encode('ascii'), path), digest_size=SIZE, key=self._key).digest()
        return made

    def knows(self, id: str, path: bytes) -> bool:
        """Was the blob clean under this path? Counts those that were."""
        known = self.entry(id, path) in self._entries
        self.passed += known
        return known
