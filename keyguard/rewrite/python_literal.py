"""The literals of Python: their prefix, their quotes, what stands between, and the fields of an f-string.

The grammar is that of Python 3.12, where an f-string may hold the quotes that it stands in; what earlier versions can
read means the same in it. New text is written so that Python 3.10 can read it.
"""

import re

from keyguard.rewrite.words import Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING = re.compile(rb'([A-Za-z]{0,2})("""|\'\'\'|"|\')')
# what may stand between two literals that are one text
_BETWEEN = re.compile(rb'(?:[ \t\f\r\n]|\\\r?\n|(#[^\r\n]*))*')
_PREFIX = re.compile(rb'(?<![A-Za-z0-9_])[A-Za-z]{1,2}$')
_BRACES = re.compile(rb'\\N\{[^}]*\}|\\?[{}]|\\.', re.S)
_BRACE = re.compile(rb'[{}]')
_OPENS, _CLOSES = b'([{', b')]}'


class Part:
    """One literal: ``start`` and ``end`` are those of the whole, ``first`` and ``last`` of what its quotes hold.

    ``fields`` are where the fields of an f-string stand, braces included.
    """

    __slots__ = ('end', 'fields', 'first', 'last', 'prefix', 'quote', 'start')

    def __init__(self, start: int, prefix: bytes, quote: bytes) -> None:
        self.start = start
        self.prefix = prefix
        self.quote = quote
        self.first = start + len(prefix) + len(quote)
        self.last = self.end = self.first
        self.fields: list[tuple[int, int]] = []

    @property
    def formatted(self) -> bool:
        return b'f' in self.prefix.lower()

    @property
    def raw(self) -> bool:
        return b'r' in self.prefix.lower()

    @property
    def other(self) -> bytes:
        """The quote that may stand inside of this literal's field in any version."""
        return b"'" if self.quote[:1] == b'"' else b'"'


def parts(data: bytes, start: int, end: int) -> 'tuple[list[Part], bool]':
    """The literals from ``start`` to ``end``, which are one text, and whether comments stand between them."""
    found: list[Part] = []
    at, commented = start, False
    while at < end:
        opening = _OPENING.match(data, at)
        if not opening:
            raise Unsafe('a text is written in a way that is not known')
        part = _closed(data, Part(at, *opening.groups()), end)
        found.append(part)
        between = _BETWEEN.match(data, part.end, end)
        commented = commented or bool(between and between.group(1))
        at = between.end() if between and part.end < end else part.end
    if at != end or found[-1].end != end:
        raise Unsafe('a text is written in a way that is not known')
    return found, commented


def _closed(data: bytes, part: Part, end: int) -> Part:
    at = part.first
    while at < end:
        if data.startswith(part.quote, at):
            part.last, part.end = at, at + len(part.quote)
            return part
        char = data[at : at + 1]
        if char == b'\\':
            name = not part.raw and part.formatted and data.startswith(b'N{', at + 1)
            brace = part.formatted and data[at + 1 : at + 2] in (b'{', b'}')
            at = data.find(b'}', at) + 1 if name else at + 1 if brace else at + 2
        elif part.formatted and data.startswith((b'{{', b'}}'), at):
            at += 2
        elif part.formatted and char == b'{':
            stop = _field(data, at, end)
            part.fields.append((at, stop))
            at = stop
        else:
            at += 1
    raise Unsafe('a text is written in a way that is not known')


def _field(data: bytes, at: int, end: int) -> int:
    """Where the field of an f-string that begins here ends, behind its brace."""
    depth, at, spec = 0, at + 1, False
    while at < end:
        char = data[at : at + 1]
        if spec:
            if char == b'}':
                return at + 1
            at = _field(data, at, end) if char == b'{' else at + 1
        elif char in (b'"', b"'"):
            opening = _PREFIX.search(data, max(0, at - 3), at)
            inner = opening.start() if opening else at
            match = _OPENING.match(data, inner)
            at = _closed(data, Part(inner, *match.groups()), end).end if match else end
        elif char == b'#':
            found = re.compile(rb'[\r\n]').search(data, at, end)
            at = found.end() if found else end
        elif char in _OPENS:
            depth, at = depth + 1, at + 1
        elif char in _CLOSES:
            if not depth:
                return at + 1
            depth, at = depth - 1, at + 1
        else:
            spec = char == b':' and not depth
            at += 1
    raise Unsafe('a text is written in a way that is not known')


def with_fields(data: bytes, part: Part, places: 'Sequence[tuple[int, int, bytes]]') -> 'list[tuple[int, int, bytes]]':
    """What is to be replaced, (start, end, text), so that the literal is an f-string that has an expression instead of
    each place (start, end, expression). What begins the literal comes first.
    """
    prefix = part.prefix
    if not part.formatted:
        prefix = b'f' + part.prefix.replace(b'u', b'').replace(b'U', b'')
    found = [(part.start, part.start + len(part.prefix), prefix)]
    at = part.first
    for start, end, expression in (*places, (part.last, part.last, b'')):
        if not part.formatted:
            found += [(brace, brace, data[brace - 1 : brace]) for brace in _braces(data, at, start, part.raw)]
        if expression:
            found.append((start, end, b'{' + expression + b'}'))
        at = end
    return found


def _braces(data: bytes, start: int, end: int, raw: bool) -> 'list[int]':
    """Where the braces end that mean themselves, so that each has to be there twice in an f-string."""
    ends = []
    for match in (_BRACE if raw else _BRACES).finditer(data, start, end):
        found = match.group()
        if found[-1:] in (b'{', b'}') and not found.startswith(b'\\N{'):
            ends.append(match.end())
    return ends


def in_pieces(data: bytes, part: Part, places: 'Sequence[tuple[int, int, bytes]]', before: bool, after: bool) -> bytes:
    """A literal of bytes, which has no fields, as a sum; ``before`` and ``after``: another literal stands there."""
    pieces, at = [], part.first
    for start, end, expression in places:
        if (start - at) or (before and at == part.first):
            pieces.append(_piece(data[at:start], part))
        pieces.append(expression)
        at = end
    if (part.last - at) or after:
        pieces.append(_piece(data[at : part.last], part))
    return b' + '.join(pieces)


def _piece(text: bytes, part: Part) -> bytes:
    return part.prefix + part.quote + text + part.quote
