"""PDFs -> the texts inside of them: what the pages show, the strings, and every stream that is text.

``object 12 (text)`` is what the page description in object 12 shows. ``object 12`` is an object's own stream,
decompressed: where that is mostly text (page descriptions, object streams, metadata, scripts) or an attached file.
``object 7 (strings)`` are the strings of the objects that object stream 7 holds, ``strings`` those of all others: the
title and its like, links, notes, fields of forms, each in a line behind its name.

Out of reach: images and fonts, which are skipped; text in a font that has codes of its own and no table back to
Unicode, or whose name more than eight others have, as in a collection of many documents; what is encrypted with a
password, or with AES. Filters other than Flate, hex and ASCII85 are reported as unread.
"""

import re
from itertools import islice

from keyguard.content.pdf_fonts import Fonts, Table
from keyguard.content.pdf_streams import encrypted, streams_of, unpacked
from keyguard.content.pdf_text import mostly_text, page_text, strings
from keyguard.content.streams import TRUNCATED, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.pdf_streams import Stream
    from keyguard.content.streams import Member, Meter

_FIRST = re.compile(rb'/First\s{1,4}(\d{1,9})\b')
MANY_FONTS = 'more fonts than are looked at: text that is written in the others was not read'
# what is looked at of a font's table, and of the list at the begin of an object stream, in bytes
_LONGEST_TABLE = 1 << 20


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The texts, as above. Raises ``Unread``. Takes time linear in the data's length and in what comes out of it."""
    # one more than may be read, for that to show
    streams = list(islice(streams_of(data), max(0, meter.limits.entries - meter.entries) + 1))
    if encrypted(data, streams):
        from keyguard.content.pdf_locked import unlocked

        data = unlocked(data, streams, meter)
        streams = list(islice(streams_of(data), max(0, meter.limits.entries - meter.entries) + 1))
    end = streams[-1].end if streams else 0
    places = [(stream.before, stream.start) for stream in streams] + [(end, len(data))]
    fonts = Fonts(meter)
    for place in places:
        fonts.learn(data, *place)
    unsupported: set[str] = set()
    # fonts may be described in object streams, and pages need the fonts
    for stream in [stream for stream in streams if stream.holds_objects]:
        yield from _objects(stream, meter, fonts, unsupported)
    tables = fonts.wanted()
    for stream in [stream for stream in streams if stream.number in tables]:
        table, reason = unpacked(stream, meter, _LONGEST_TABLE, unsupported)
        fonts.tables[stream.number] = Table(table, meter)
        if reason:
            yield stream.name, b'', reason
    for stream in streams:
        if not stream.holds_objects and stream.number not in tables:
            yield from _texts(stream, meter, fonts, unsupported)
    lines, reason = gathered((line for place in places for line in strings(data, *place, meter)), meter.limits.member)
    if lines:
        yield b'strings', lines, reason
    if fonts.more:
        yield b'', b'', MANY_FONTS
    for reason in sorted(unsupported):
        yield b'', b'', reason
    # a preface makes it less sure that this is a PDF, and not a text about them
    begins = data[:16].lstrip(b'\xef\xbb\xbf\r\n\t \0').startswith(b'%PDF-')
    if not all(stream.whole for stream in streams) or (begins and data.rfind(b'%%EOF') < 0):
        raise Unread(TRUNCATED)


def _objects(stream: 'Stream', meter: 'Meter', fonts: Fonts, unsupported: 'set[str]') -> 'Iterator[Member]':
    """An object stream: pairs of a number and an offset, then the objects."""
    content, reason = unpacked(stream, meter, meter.limits.member, unsupported)
    if content or reason:
        yield stream.name, content, reason
    first = _FIRST.search(stream.dictionary)
    begin = int(first.group(1)) if first else 0
    numbers = [
        int(number) for number in content[: min(begin, _LONGEST_TABLE)].split() if number.isdigit() and len(number) < 11
    ]
    at = begin
    for number, behind in zip(numbers[::2], [*(begin + offset for offset in numbers[3::2]), len(content)]):
        # in the order of their offsets, as they are written; what is out of order is not looked at twice
        fonts.learn(content, at, behind, number)
        at = max(at, behind)
    lines = b''.join(strings(content, begin, len(content), meter))
    if lines:
        yield stream.name + b' (strings)', lines, ''


def _texts(stream: 'Stream', meter: 'Meter', fonts: Fonts, unsupported: 'set[str]') -> 'Iterator[Member]':
    """The stream if it is text, and what it shows."""
    if stream.drawn:
        meter.entry()
        return
    content, reason = unpacked(stream, meter, meter.limits.member, unsupported)
    kept = content and (stream.attached or (mostly_text(content) and b'begincmap' not in content[:1024]))
    if kept or reason:
        yield stream.name, content if kept else b'', reason
    if content and not stream.attached:
        text = page_text(content, fonts, meter)
        if text:
            yield stream.name + b' (text)', text, ''
