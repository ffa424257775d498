"""Entries of a baseline, looked up in its text: a blocked commit does not wait until 100,000 of them are parsed.

What is answered is what ``parse`` would answer, errors included, for any file. Each line of a file as keyguard writes
it is an entry by itself, so it is enough to see that every line has such a form, and to read those with a fingerprint
that is asked for. A line of another form (edited by hand, with escapes or fields that we do not know) is read by
itself; where one of these is no sound entry, or the file begins or ends in another way, the whole file is parsed.

One question is answered sooner: what a large file says about a key that it does not accept. That commit is blocked,
whatever is wrong with other lines; the lines that have its fingerprint are read, and the others are left to the run
that accepts something, to ``keyguard audit`` and to ``keyguard baseline``.
"""

import os
import re

from keyguard.baseline import Baseline, contents, decoded, is_foreign, keys_of, parsed, problem_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from keyguard.model import Finding

# in bytes; of a smaller file everything is parsed in the time that the pattern takes to compile
_LARGE = 1 << 18
# each question takes a look through the whole text; so many take as long as parsing it
_MANY = 64
# in bytes; neither a fingerprint nor a mark is longer than what is looked at of the next piece
_PIECE, _OVER = 1 << 18, 64
# … so much is read for a line; most are far shorter
_LONG = 1 << 12
_MARK = b'<<<<<<< '
# in characters; so many lines of another form are soon read
_FEW = 1 << 16
_HEAD, _TAIL = '{\n  "schema": 1,\n  "accepted": [\n', '\n  ]\n}\n'
_START = '\n    {"fingerprint": "'
_TEXT = r'[^"\\\x00-\x1f]*'
_WORDS = rf'[^\s"\\\x00-\x1f]{_TEXT}'
_DATE = (
    r'(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|'
    r'02-(?:0[1-9]|1[0-9]|2[0-8]))'
)
_LINE = (
    r'^    \{"fingerprint": "(?:kg1:[0-9a-f]{32}|sha1:[0-9a-f]{40})", '
    rf'"detector": "{_WORDS}", "verdict": "(?:false-positive|test-key|revoked|real)", "reason": "{_WORDS}"'
    rf'(?:, "(?:by|path)": "{_TEXT}")*(?:, "until": "{_DATE}")?\}},\n'
)


def opened(path: str) -> 'Lookup':
    """The baseline in a file; raises ``Fatal``."""
    try:
        if os.stat(path).st_size > _LARGE and hasattr(os, 'pread'):
            return Lookup(_File(path), path)
    except OSError:
        pass  # `contents` says why
    return Lookup(contents(path), path)


class _File:
    """The bytes of a file, read where they are asked for. Were it mapped, each page would take as long as to read it,
    and stay in memory. Raises ``OSError``.
    """

    __slots__ = ('_handle', '_size')

    def __init__(self, path: str) -> None:
        self._handle = -1  # for ``__del__``, where it cannot be opened
        self._handle = os.open(path, os.O_RDONLY)
        self._size = os.fstat(self._handle).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        found = os.pread(self._handle, max(0, stop - start), start)
        # a system may give less at once than there is
        while start + len(found) < stop:
            more = os.pread(self._handle, stop - start - len(found), start + len(found))
            if not more:
                break
            found += more
        return found

    def __del__(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)


class Lookup:
    """A baseline that is only asked: from its bytes, with its ``path`` for the messages. Raises ``Fatal`` as ``parse``
    does.
    """

    def __init__(self, data: 'bytes | _File', path: str) -> None:
        self._data, self._path = data, path
        self._whole: Baseline | None = None
        self._text = ''
        self._odd: list[dict[str, Any]] = []
        self._asked = 0
        # what its pieces say is known when they are looked through for the first finding
        self._plain = False
        self._seen = not (len(data) > _LARGE and _is_ours(data))
        if self._seen:
            self._examine()

    def _examine(self) -> None:
        """See that the file is sound; raises ``Fatal``."""
        data, path = self._data[:], self._path
        text = decoded(data, path)
        lines = text if len(data) > _LARGE else ''
        if '\r' in lines:
            # as a checkout on Windows has it; nowhere else may a carriage return stand in JSON and mean something
            lines = lines.replace('\r\n', '\n')
        odd = _odd(lines)
        self._whole = parsed(text, path) if odd is None else None
        self._text, self._odd, self._seen = lines, odd or [], True
        self._foreign = f'{_START}sha1:' in lines or any(map(is_foreign, self._odd))

    def judge(self, finding: 'Finding', today: str) -> 'tuple[str, str]':
        """As ``Baseline.judge``; raises ``Fatal`` where the file is not sound and accepts the finding."""
        self._asked += 1
        if not self._seen:
            found = self._lines(finding) if self._asked <= _MANY else None
            reason, note = Baseline(found).judge(finding, today) if found is not None else ('?', '')
            if not reason:
                return '', note
            self._examine()
        if self._whole is None and self._asked > _MANY:
            self._whole = parsed(self._text, self._path)
        return (self._whole or Baseline(self._about(finding))).judge(finding, today)

    def _lines(self, finding: 'Finding') -> 'list[dict[str, Any]] | None':
        """The entries on the lines that have a fingerprint of the finding; None where one is no line as we write it, or
        where that cannot be told by the lines.
        """
        found: list[dict[str, Any]] = []
        prints = {print_.encode('ascii') for print_, _ in keys_of(finding, True)}
        for at, piece in _pieces(self._data):
            if not (self._plain or _is_plain(piece)):
                return None
            for print_ in prints:
                place = piece.find(print_)
                # what begins behind the piece's own bytes is found with the next one
                while 0 <= place < _PIECE:
                    entry = self._line(at + place, print_)
                    if problem_of(entry):
                        return None
                    found.append(entry)
                    place = piece.find(print_, place + 1)
        self._plain = True
        return found

    def _line(self, at: int, print_: bytes) -> 'Any':
        """The entry whose fingerprint stands there; None where the line is not as we write it."""
        start = at - len(_START)
        if start < 0 or self._data[start:at] != _START.encode():
            return None
        size = _LONG
        line = self._data[start + 1 : start + 1 + size]
        while b'\n' not in line and len(line) == size:
            size *= 8
            line = self._data[start + 1 : start + 1 + size]
        line = line.partition(b'\n')[0]
        ours = line.startswith(b'%s%s", ' % (_START[1:].encode(), print_)) and line.count(print_) == 1
        return _entry(line.decode('utf-8', 'replace')) if ours else None

    def _about(self, finding: 'Finding') -> 'list[dict[str, Any]]':
        """All entries that may be about the finding."""
        prints = {print_ for print_, _ in keys_of(finding, self._foreign)}
        found = [entry for entry in self._odd if entry['fingerprint'] in prints]
        for print_ in prints:
            start = f'{_START}{print_}", '
            at = self._text.find(start)
            while at >= 0:
                end = self._text.index('\n', at + 1)
                found.append(_entry(self._text[at:end]))
                at = self._text.find(start, end)
        return found


def _is_ours(data: 'bytes | _File') -> bool:
    """Does it begin and end as we write it?"""
    return data[: len(_HEAD)] == _HEAD.encode() and data[-len(_TAIL) :] == _TAIL.encode()


def _is_plain(piece: bytes) -> bool:
    """Has it no escapes (so that a fingerprint is written in its own letters) and no marks of a merge?"""
    # one sign is found much sooner than several
    return b'\\' not in piece and (b'<' not in piece or _MARK not in piece)


def _pieces(data: 'bytes | _File') -> 'Iterator[tuple[int, bytes]]':
    """The bytes in pieces, each with its place and with the beginning of the next: memory that is used again and again
    takes a third of the time of memory for the whole.
    """
    for at in range(0, len(data), _PIECE):
        yield at, data[at : at + _PIECE + _OVER]


def _entry(line: str) -> 'Any':
    """What stands on a line, None where that is no JSON."""
    import json

    try:
        return json.loads(line.removesuffix(','))
    except (ValueError, RecursionError):
        return None


def _odd(text: str) -> 'list[dict[str, Any]] | None':
    """The entries on lines of another form than we write; None where the text is not one entry a line, all of them
    sound.
    """
    if not (text.startswith(_HEAD) and text.endswith(_TAIL)):
        return None
    # the last line has no comma, and so is always left over
    rest = re.sub(_LINE, '', text, flags=re.M)
    if len(rest) > _FEW + len(text) // 8:
        # so many lines take longer one by one than all at once
        return None
    rest = rest[len(_HEAD) : -len(_TAIL)] + ',\n'
    found = []
    for line in rest.split('\n')[:-1]:
        entry: Any = _entry(line) if line.endswith(',') else None
        if problem_of(entry):
            return None
        found.append(entry)
    return found
