"""A share of a repository's objects -> blobs, read by whoever scans them.

Whoever walks through a history hands on names, not bytes: a share goes to another process at the cost of its ids, and
there a git of its own reads it.
"""

from keyguard.git import objects
from keyguard.git.objects import Listing, Object
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keyguard.model import Report

# so many objects make a share: the first ones are small, so that every process soon has one
FIRST, MOST = 100, 1000
ABBREVIATED = 12


class Share:
    """Some objects of the repository around ``folder``: for each a line, as ``named`` makes it."""

    __slots__ = ('folder', 'lines')

    def __init__(self, folder: str, lines: 'list[bytes]') -> None:
        self.folder = folder
        self.lines = lines

    def read(self, report: 'Report') -> 'Iterator[Blob]':
        """The blobs, and the messages of commits and tags. What cannot be read is told in ``report``: by its name, or,
        where git lacks it, by its id in ``missing``; commits are counted.
        """
        with Listing() as listing:
            listing.add(self.lines)
            for each in objects.contents(self.folder, listing):
                if each.kind == 'blob':
                    yield Blob(_path(each), each.data, each.reason, where='history', oid=each.id)
                elif each.reason == 'missing':
                    report.missing.append(each.id)
                elif each.reason or not each.kind:
                    report.unread.append(
                        (_path(each) if each.name else f'object {each.id[:ABBREVIATED]}'.encode(), each.reason)
                    )
                else:
                    report.commits += each.kind == 'commit'
                    yield from _messages(each)


def shares(folder: str, lines: 'Iterable[bytes]') -> 'Iterator[Share]':
    """The lines in shares."""
    part: list[bytes] = []
    most = FIRST
    for line in lines:
        part.append(line)
        if len(part) >= most:
            yield Share(folder, part)
            part = []
            most = min(MOST, 2 * most)
    if part:
        yield Share(folder, part)


def named(id: bytes, path: bytes = b'') -> bytes:
    """The line for an object, by its id in hex; a blob without a path is called by its id."""
    return id + b' ' + (quoted(path) if path else b'')


def nameless(id: str) -> bytes:
    """What a blob is called that has no path."""
    return f'blob {id[:ABBREVIATED]}'.encode()


def quoted(path: bytes) -> bytes:
    """A path as a listing can hold it: no newline, no blank in front."""
    if b'%' in path or b'\n' in path:
        path = path.replace(b'%', b'%25').replace(b'\n', b'%0A')
    return b'/' + path


def unquoted(name: bytes) -> bytes:
    """The path that was quoted."""
    if b'%' in name:
        name = name.replace(b'%0A', b'\n').replace(b'%25', b'%')
    return name[1:]


def _path(found: Object) -> bytes:
    return unquoted(found.name) or nameless(found.id)


def _messages(found: Object) -> 'Iterator[Blob]':
    """The message of a commit or a tag, and those of the tags that a merge of them keeps in its header."""
    header, _, message = bytes(found.data[:]).partition(b'\n\n')
    if found.kind == 'commit':
        yield Blob(f'commit {found.id[:ABBREVIATED]}'.encode(), message, where='commit message', oid=found.id)
        for tag in (b'\n' + header).split(b'\nmergetag ')[1:]:
            # a header of many lines: each but the first begins with a blank
            lines = [line[1:] for line in tag.split(b'\n')[1:] if line.startswith(b' ')]
            head, _, message = b'\n'.join(lines).partition(b'\n\n')
            yield Blob(_tag_name(head), message, where='tag message', oid=found.id)
    elif found.kind == 'tag':
        yield Blob(_tag_name(header), message, where='tag message', oid=found.id)


def _tag_name(header: bytes) -> bytes:
    return next((line for line in header.split(b'\n') if line.startswith(b'tag ')), b'tag')
