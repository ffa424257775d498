"""The words of a run: Blob, View, Hit, Finding, Report.

Plain classes with slots: ``dataclasses`` and ``typing`` cost more than a whole Python start, and a blocked commit
pays for every import too.
"""

from bisect import bisect_left, bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from mmap import mmap

    from keyguard.kinds import Detector, Provider
    from keyguard.origin import Origin
    from keyguard.secret import Secret

# verdicts of an accepted finding, as they stand in a baseline
VERDICTS = ('false-positive', 'test-key', 'revoked', 'real')


# the spot of a text that a workbook keeps and no cell shows
NO_CELL = 'in no cell any more'


class Blob:
    """Bytes, where they came from, or the reason why they could not be read.

    ``path`` is relative to where the run was started, as bytes, with ``/``. ``data`` is bytes, or an ``mmap`` of a
    large file. ``reason`` is '' unless reading failed. ``oid`` is git's id of the bytes that came from git, else ''.
    """

    __slots__ = ('data', 'oid', 'path', 'reason', 'where')

    def __init__(
        self, path: bytes, data: 'bytes | mmap' = b'', reason: str = '', where: str = 'work tree', oid: str = ''
    ) -> None:
        self.path = path
        self.data = data
        self.reason = reason
        self.where = where
        self.oid = oid


def let_go(data: 'bytes | mmap', end: int) -> None:
    """What was read of a mapped file up to ``end`` need not stay in memory."""
    if isinstance(data, bytes):
        return
    import mmap as mapped

    # there is no such advice on Windows, which takes pages back by itself
    advice = getattr(mapped, 'MADV_DONTNEED', None)
    if advice is not None and end >= mapped.PAGESIZE:
        data.madvise(advice, 0, end // mapped.PAGESIZE * mapped.PAGESIZE)


class View:
    """One reading of a blob's bytes, and the way back to the blob's own offsets.

    A view of the blob itself: the character at ``i`` of ``data`` stands at ``base + i * stride`` of the blob.
    ``newline`` is how a line ends in the blob's own bytes. Only hits that begin in ``own`` (start, end) belong to this
    view: a window over a large file sees its neighbours' bytes too.

    A view that was read out of another one (``parent``) is made of pieces, in order: the one that begins at
    ``starts[n]`` stands at ``origins[n]`` to ``stops[n]`` of the parent, evenly spread: three characters of base64 over
    four, the one of an escape over six.

    ``kind`` names the reading (``plain``, ``utf-16``, ``file name``, ``base64``); where the parent is not plain it
    is named too (``base64 in notebook``). ``cell`` is the number of a notebook's cell, from 1, or 0; ``part``
    what of it this is: ``source``, ``markdown``, ``raw``, ``output``, ``metadata``, ``notebook metadata``, or ''.
    ``thin``: it is its parent as that is, with places left out.
    """

    __slots__ = (
        *('base', 'cell', 'data', 'kind', 'newline', 'origins', 'own', 'parent', 'part', 'starts', 'stops', 'stride'),
        'thin',
    )

    def __init__(
        self,
        data: bytes,
        kind: str = 'plain',
        base: int = 0,
        stride: int = 1,
        newline: bytes = b'\n',
        own: 'tuple[int, int] | None' = None,
        *,
        cell: int = 0,
    ) -> None:
        self.data = data
        self.kind = kind
        self.base = base
        self.stride = stride
        self.newline = newline
        self.own = own or (0, len(data))
        self.cell = cell
        self.part = ''
        self.thin = False
        self.parent: View | None = None
        self.starts: Sequence[int] = ()
        self.origins: Sequence[int] = ()
        self.stops: Sequence[int] = ()

    def read(
        self,
        data: bytes,
        kind: str,
        starts: 'Sequence[int]',
        origins: 'Sequence[int]',
        stops: 'Sequence[int]',
        cell: int = 0,
    ) -> 'View':
        """A view that was read out of this one; ``starts`` begins with 0."""
        name = kind if self.kind == 'plain' else f'{kind} in {self.kind}'
        view = View(data, name, stride=self.stride, newline=self.newline, cell=cell or self.cell)
        view.parent = self
        view.part = self.part
        view.starts, view.origins, view.stops = starts, origins, stops
        return view

    @property
    def is_written_so(self) -> bool:
        """Does what stands here stand in the blob in the same letters, or in a notebook's?"""
        return self.parent is None or bool(self.part) or (self.thin and self.parent.is_written_so)

    def origin(self, index: int) -> int:
        """The blob's offset of the character at ``index``."""
        if self.parent is None:
            return self.base + index * self.stride
        return self.parent.origin(self._inside(index))

    def end(self, index: int) -> int:
        """The blob's offset behind the character before ``index``: where what ends at ``index`` ends."""
        if self.parent is None:
            return self.base + index * self.stride
        at = max(0, bisect_left(self.starts, index) - 1)
        size, room = self._piece(at)
        # rounded up: three characters of base64 are four, two are three
        return self.parent.end(self.origins[at] - (self.starts[at] - index) * room // size)

    def piece_end(self, index: int) -> int:
        """Where the piece ends that holds the character at ``index``."""
        at = bisect_right(self.starts, index)
        return self.starts[at] if at < len(self.starts) else len(self.data)

    def line(self, index: int) -> int:
        """The line of a notebook's cell that the character at ``index`` stands in, from 1."""
        if self.parent is not None and self.parent.cell:
            return self.parent.line(self._inside(index))
        return self.data.count(b'\n', 0, index) + 1

    def owns(self, index: int) -> bool:
        """Does what begins at ``index`` belong to this view, or to a neighbour that sees the same bytes?"""
        if self.parent is None:
            return self.own[0] <= index < self.own[1]
        return self.parent.owns(self._inside(index))

    def encoded(self, index: int) -> 'tuple[int, int] | None':
        """Which piece of which base64 text the character at ``index`` was read out of; None for any other."""
        view: View = self
        while view.parent is not None:
            if view.kind.startswith('base64'):
                return id(view), bisect_right(view.starts, index)
            index = view._inside(index)
            view = view.parent
        return None

    def _inside(self, index: int) -> int:
        """The parent's offset of the character at ``index``."""
        at = max(0, bisect_right(self.starts, index) - 1)
        size, room = self._piece(at)
        return min(self.stops[at], self.origins[at] + (index - self.starts[at]) * room // size)

    def _piece(self, at: int) -> 'tuple[int, int]':
        """How many characters the piece has here, at least one, and how many in the parent."""
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.data)
        return max(1, end - self.starts[at]), self.stops[at] - self.origins[at]


class Hit:
    """A key and where it stands in a view: what detection yields.

    ``doubt`` is '' or the reason why the confidence is lower than the detector's. ``reason`` is '' or why this is no
    key after all (a failed checksum). ``public``: it stands where such a key is meant to be seen.
    """

    __slots__ = ('confidence', 'detector', 'doubt', 'end', 'provider', 'public', 'reason', 'secret', 'start', 'view')

    def __init__(
        self,
        view: View,
        provider: 'Provider',
        detector: 'Detector',
        secret: 'Secret',
        start: int,
        end: int,
        confidence: str,
        doubt: str = '',
        reason: str = '',
        public: bool = False,
    ) -> None:
        self.view = view
        self.public = public
        self.provider = provider
        self.detector = detector
        self.secret = secret
        self.start = start
        self.end = end
        self.confidence = confidence
        self.doubt = doubt
        self.reason = reason

    @property
    def span(self) -> 'tuple[int, int]':
        """Start and end in the blob."""
        view = self.view
        if view.parent is None:
            return view.base + self.start * view.stride, view.base + self.end * view.stride
        return view.origin(self.start), view.end(self.end)

    @property
    def place(self) -> 'tuple[int, int]':
        """What is shown of the span: of parts that stand in another order than in the key, the first one."""
        start, end = self.span
        return start, end if end > start else self.view.end(min(self.end, self.view.piece_end(self.start)))


class Code(str):
    """A line to copy among lines of words."""

    __slots__ = ()


class Way:
    """What is known of the way out of one finding, from a look at its file and at git.

    ``state`` is how far the key has got (a word of ``sources.reach``, '' where nobody has looked), ``where`` the commit
    or the branch that tells it. ``variable`` is read instead; ``becomes`` are the lines that the key's line turns into,
    ``above`` a line that comes elsewhere (an import) or ''. ``becomes`` is None where keyguard cannot take the key out,
    and ``reason`` says why. ``home`` is the id of the store that the file takes the variable from, '' for the
    environment. ``parser``: keyguard could take it out, had it the parser of the language. ``stale``: the file has the
    key no longer, and what is staged has it. ``merged``: a merge is under way, and the commits that it brings in have
    the key.
    """

    __slots__ = ('above', 'becomes', 'home', 'merged', 'parser', 'reason', 'stale', 'state', 'variable', 'where')

    def __init__(self) -> None:
        self.state = ''
        self.where = ''
        self.variable = ''
        self.becomes: tuple[str, ...] | None = None
        self.above = ''
        self.home = ''
        self.parser = False
        self.reason = ''
        self.stale = False
        self.merged = False


class Finding:
    """A key with its place for people, and why it is accepted or ''. It holds no bytes of the blob but the secret.

    ``path`` and ``where`` are the blob's, ``line`` and ``column`` count from 1, in characters; ``span`` are the offsets
    in the blob. ``view`` is the kind of reading that showed the key, ``cell`` and ``cell_line`` are numbers from 1 in a
    notebook, else 0; ``dressed``: the key does not stand there in its own letters. ``confidence`` is a word of
    ``CONFIDENCES``, ``note`` a word for the reader: an acceptance that ended, a doubt. ``left`` and ``right`` are what
    stands before and after the key on its line, every other key in them masked; None where the line is not shown.
    ``inside``: so many names behind exclamation marks are those of what is packed in the file; a file may have such a
    mark in its own name. ``spot`` is where a person finds it in such a thing (``sheet "Keys", cell B42``), or ''.
    ``folder`` is the repository where many are looked at, as it begins the path, else b''.
    ``oid`` is the git id of the bytes, '' where git was not asked; ``origin`` is known after an audit of history,
    ``way`` when the way out was looked for.
    """

    __slots__ = (
        *('accepted', 'cell', 'cell_line', 'column', 'confidence', 'detector', 'dressed', 'end_column', 'end_line'),
        *(
            'folder',
            'inside',
            'left',
            'line',
            'note',
            'oid',
            'origin',
            'part',
            'path',
            'place',
            'provider',
            'right',
            'secret',
            'span',
            'spot',
            'view',
            'way',
            'where',
        ),
    )

    def __init__(self, hit: Hit, path: bytes, where: str, start: 'tuple[int, int]', end: 'tuple[int, int]') -> None:
        view = hit.view
        self.provider = hit.provider
        self.detector = hit.detector
        self.secret = hit.secret
        self.confidence = hit.confidence
        self.span = hit.span
        self.place = self.span if self.span[0] < self.span[1] else hit.place
        self.view = view.kind
        self.cell = view.cell
        self.cell_line = view.line(hit.start) if view.cell else 0
        self.part = view.part
        self.dressed = not view.is_written_so
        self.path = path
        self.where = where
        self.line, self.column = start
        self.end_line, self.end_column = end
        self.accepted = ''
        self.note = hit.doubt
        self.left: str | None = None
        self.right: str | None = None
        self.folder = b''
        self.inside = 0
        self.spot = ''
        self.oid = ''
        self.origin: Origin | None = None
        self.way: Way | None = None

    @property
    def file(self) -> bytes:
        """The file that git knows: of what is packed in another file, that one."""
        return self.path.rsplit(b'!', self.inside)[0] if self.inside else self.path

    @property
    def text(self) -> str:
        """The line as it may be shown, or ''."""
        return '' if self.left is None or self.right is None else f'{self.left}{self.secret.masked}{self.right}'


class Report:
    """What a run found and what it looked at: ``files`` and ``bytes`` count what was read to its end, ``commits`` those
    whose content was looked at, ``excluded`` the files that the configuration leaves out. ``notes`` are words about
    the run as a whole: what of the repository is not there to look at; ``missing`` the ids of objects that it lacks,
    until they are told of. ``clean`` are the cache's entries for blobs that held nothing at all, ``passed`` counts the
    blobs that were not read because it knew them, ``pointers`` those that only say where Git LFS has the content.
    """

    __slots__ = (
        'accepted', 'blocked', 'bytes', 'clean', 'commits', 'excluded', 'files', 'missing', 'notes', 'passed',
        'pointers', 'unread',
    )  # fmt: skip

    def __init__(self) -> None:
        self.blocked: list[Finding] = []
        self.accepted: list[Finding] = []
        self.unread: list[tuple[bytes, str]] = []
        self.files = 0
        self.bytes = 0
        self.commits = 0
        self.missing: list[str] = []
        self.notes: list[str] = []
        self.excluded = 0
        self.clean = bytearray()
        self.passed = 0
        self.pointers = 0

    @property
    def findings(self) -> 'list[Finding]':
        """Blocked and accepted."""
        return self.blocked + self.accepted

    def take(self, part: 'Report') -> None:
        """All of another report."""
        self.blocked += part.blocked
        self.accepted += part.accepted
        self.unread += part.unread
        self.files += part.files
        self.bytes += part.bytes
        self.commits += part.commits
        self.missing += part.missing
        self.notes += part.notes
        self.excluded += part.excluded
        self.clean += part.clean
        self.passed += part.passed
        self.pointers += part.pointers

    def sort(self) -> None:
        """The findings in the order of their places."""
        for findings in (self.blocked, self.accepted):
            findings.sort(key=lambda finding: (finding.path, finding.line, finding.column, finding.oid))
