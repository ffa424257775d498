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
    from mmap import mmap
    from typing import Any

    from keyguard.model import Finding

# in bytes; of a smaller file everything is parsed in the time that the pattern takes to compile
_LARGE = 1 << 18
# each question takes a look through the whole text; so many take as long as parsing it
_MANY = 64
# in bytes; neither a fingerprint nor a mark is longer than what is looked at of the next piece
_PIECE, _OVER = 1 << 20, 64
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
        with open(path, 'rb') as file:
            if os.fstat(file.fileno()).st_size > _LARGE:
                from mmap import ACCESS_READ, mmap

                return Lookup(mmap(file.fileno(), 0, access=ACCESS_READ), path)
    except OSError:
        pass  # `contents` says why
    return Lookup(contents(path), path)


class Lookup:
    """A baseline that is only asked: from its bytes, with its ``path`` for the messages. Raises ``Fatal`` as ``parse``
    does.
    """

    def __init__(self, data: 'bytes | mmap', path: str) -> None:
        self._data, self._path = data, path
        self._whole: Baseline | None = None
        self._text = ''
        self._odd: list[dict[str, Any]] = []
        self._asked = 0
        self._seen = not (len(data) > _LARGE and _is_plain(data))
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
        """The entries on the lines that have a fingerprint of the finding; None where one is no line as we write it."""
        found: list[dict[str, Any]] = []
        prints = {print_.encode('ascii') for print_, _ in keys_of(finding, True)}
        for at, piece in _pieces(self._data):
            for print_ in prints:
                place = piece.find(print_)
                # what begins behind the piece's own bytes is found with the next one
                while 0 <= place < _PIECE:
                    entry = self._line(at + place, print_)
                    if problem_of(entry):
                        return None
                    found.append(entry)
                    place = piece.find(print_, place + 1)
        return found

    def _line(self, at: int, print_: bytes) -> 'Any':
        """The entry whose fingerprint stands there; None where the line is not as we write it."""
        start, end = self._data.rfind(b'\n', 0, at) + 1, self._data.find(b'\n', at)
        line = self._data[start:end]
        ours = line.startswith(b'    {"fingerprint": "%s", ' % print_) and line.count(print_) == 1
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


def _is_plain(data: 'bytes | mmap') -> bool:
    """Does it begin and end as we write it, without escapes (so that a fingerprint is written in its own letters) and
    marks of a merge?
    """
    if data[: len(_HEAD)] != _HEAD.encode() or data[-len(_TAIL) :] != _TAIL.encode():
        return False
    # one sign is found much sooner than several
    return not any(b'\\' in piece or (b'<' in piece and _MARK in piece) for _, piece in _pieces(data))


def _pieces(data: 'bytes | mmap') -> 'Iterator[tuple[int, bytes]]':
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
