"""What git lists of a work tree: the names of its files, read one after the other and never all of them held."""

import os

from keyguard import git
from keyguard.errors import INCOMPLETE, Fatal
from keyguard.git.objects import said, temporary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_MODULE = b'160000 '
# what git says of a folder that it cannot list; the path is that from the root of the repository
_UNLISTED = "warning: could not open directory '"


class Checkout:
    """The files below ``paths`` that git tracks or does not ignore, or all of them; to iterate over it yields their
    names relative to ``folder``, each once. Raises ``Fatal`` when git fails.

    ``count``
        how many they are.
    ``nested``
        the repositories that lie there too, sorted: what is in them is no content of this one.
    ``absent``
        the files that a sparse checkout leaves out. Any other that is tracked but gone is passed over: there is
        nothing of it to read.

    A folder that git cannot list is one of the names: to read it says why. The names can be asked for once; who does
    not ask for them closes it.
    """

    def __init__(self, folder: str, paths: 'list[str]', ignored: bool = False) -> None:
        git.recent(folder)
        self._folder = folder
        self._base = os.fsencode(folder)
        self._gone: set[bytes] = set()
        self.absent: list[bytes] = []
        self._file = temporary()  # __iter__ closes it
        try:
            self._unlisted = list(self._closed(self._list(paths, ignored)))
            self.nested, self.count = self._counted()
        except BaseException:
            self.close()
            raise

    def _list(self, paths: 'list[str]', ignored: bool) -> 'list[str]':
        """Have git write its list; what it complains of."""
        standard = [] if ignored else ['--exclude-standard']
        # a folder may be called like a pattern
        ask = ['--literal-pathspecs', 'ls-files', '-z', '-t', '--stage', '--deleted', '--others', *standard]
        with temporary() as words:
            process = git.start(self._folder, [*ask, '--', *paths], words=words, target=self._file)
            try:
                code = process.wait()
            finally:
                process.kill()
            if code:
                raise Fatal(f'git ls-files failed in {self._folder}: {said(words)}', INCOMPLETE)
            words.seek(0)
            return words.read().decode('utf-8', 'surrogateescape').splitlines()

    def _counted(self) -> 'tuple[list[bytes], int]':
        """The repositories within, and how many files there are; what is not there is noted."""
        nested: set[bytes] = set()
        count = len(self._unlisted)
        for tag, name in self._entries():
            if tag == b'module' or name.endswith(b'/'):
                nested.add(name.rstrip(b'/'))
            elif tag == b'R':
                if self._is_gone(name):
                    self._gone.add(name)
            elif tag == b'S' and not os.path.lexists(os.path.join(self._base, name)):
                self.absent.append(name)
            else:
                count += 1
        count -= len(self._gone)
        self._gone.update(self.absent)
        return sorted(nested), count

    def __iter__(self) -> 'Iterator[bytes]':
        yield from self._unlisted
        gone = self._gone
        try:
            for tag, name in self._entries():
                if tag not in (b'R', b'module') and not name.endswith(b'/') and name not in gone:
                    yield name
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the list."""
        self._file.close()

    def _entries(self) -> 'Iterator[tuple[bytes, bytes]]':
        """Git's letter for a file (``?``: it is not tracked, ``R``: it is gone) and its name; a file with several sides
        that are to be merged comes once.
        """
        self._file.seek(0)
        rest = last = b''
        while chunk := self._file.read(_CHUNK):
            entries = (rest + chunk).split(b'\0')
            rest = entries.pop()
            for entry in entries:
                tag = entry[:1]
                if tag == b'?':
                    yield tag, entry[2:]
                    continue
                name = entry[entry.find(b'\t') + 1 :]
                if entry.startswith(_MODULE, 2):
                    tag = b'module'
                elif tag == b'M':
                    if name == last:
                        continue
                    last = name
                yield tag, name

    def _is_gone(self, name: bytes) -> bool:
        """Is it not there? One that git may not ask about may well be."""
        try:
            os.lstat(os.path.join(self._base, name))
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            pass
        return False

    def _closed(self, told: 'list[str]') -> 'Iterator[bytes]':
        """The folders that git says it cannot list."""
        paths = [line[len(_UNLISTED) :].rpartition("': ")[0] for line in told if line.startswith(_UNLISTED)]
        if paths:
            up = git.run(self._folder, 'rev-parse', '--show-cdup').rstrip(b'\n')
            for path in paths:
                yield os.path.normpath(os.path.join(up, os.fsencode(path)))
