"""Dumps in hex (``xxd``, ``hexdump``, ``od -t x1``, ``curl --trace``) -> the bytes that they show."""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Meter

_LINE = re.compile(
    rb'(?:\A|(?<=\n))[0-9A-Fa-f]{4,16}(:?) {1,3}'
    rb'((?:[0-9A-Fa-f]{2}){1,4}(?!\S)(?: {1,2}(?:[0-9A-Fa-f]{2}){1,4}(?!\S)){0,15})'
)
# a line shows so many bytes, and letters behind them
_WIDTH = 16
_WORD = re.compile(rb'[0-9A-Fa-f]{4}(?: {1,2}[0-9A-Fa-f]{4})*(?: {1,2}[0-9A-Fa-f]{2})?')
_PAIR = re.compile(rb'([0-9a-f]{2})([0-9a-f]{2})', re.IGNORECASE)


def shown(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[bytes]':
    """The bytes, a line's end where something else stands between the lines of a dump. Linear."""
    last = 0
    for match in _LINE.finditer(data):
        if last and match.start() > last and data[last : match.start()].count(b'\n') > 1:
            yield b'\n'
        end = data.find(b'\n', match.end())
        last = end if end >= 0 else len(data)
        digits = match[2]
        # without a colon, words of four digits have their bytes the other way round
        if not match[1] and _WORD.fullmatch(digits):
            digits = _PAIR.sub(rb'\2\1', digits)
        text = bytes.fromhex(digits.decode('ascii'))[:_WIDTH]
        meter.give(len(text))
        yield text
