"""XML parts of Office documents -> their text: a word processor splits a word over several runs."""

import re
from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

# how much XML is looked at at once, in bytes: what a substitution needs of memory grows with the number of its tags
_BLOCK = 1 << 20
_CDATA = re.compile(rb'<!\[CDATA\[|\]\]>')
# the ends of a paragraph, a table's row, a sheet's row and a shared string; breaks
_LINE = re.compile(rb'</(?:\w{1,20}:)?(?:p|tr|row|si)\s*>|<(?:\w{1,20}:)?(?:br|cr)\b[^<>]*>')
# the ends of a cell and of a chart's value: that of a sheet ends with its cell, and shares the column with its formula
_CELL = re.compile(rb'</(?:\w{1,20}:)?(?:c|tc|cell)\s*>|</(?!x:)\w{1,20}:v\s*>|<(?:\w{1,20}:)?tab\b[^<>]*>')
_FORMULA = re.compile(rb'</(?:\w{1,20}:)?f\s*>')
# in OpenDocument, each cell is a paragraph or some
_PARAGRAPH_IN_CELL = re.compile(rb'</text:p>\s{0,40}</table:table-cell>|<table:table-cell\b[^<>]*/>')
_ROW_END = re.compile(rb'</table:table-row>')
# what a word processor makes of a dash: one that no line breaks at, and those of typographers
_HYPHEN = re.compile(rb'<(?:\w{1,20}:)?noBreakHyphen\b[^<>]*>|\xe2\x80[\x90\x91\x93]')
_TAG = re.compile(rb'<[^<>]*>')
_ENTITY = re.compile(rb'&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));')
_NAMED = {b'amp': b'&', b'lt': b'<', b'gt': b'>', b'quot': b'"', b'apos': b"'"}


def text(xml: bytes, *, properties: bool = False) -> bytes:
    """The text as UTF-8: tags are gone, paragraphs and rows end lines, cells end with tabs, references are resolved,
    dashes are those of ASCII.
    Of a document's properties every element is a line.

    Offsets are of this text, not of the XML. Time is linear in its length.
    """
    if xml.startswith((b'\xff\xfe', b'\xfe\xff')):
        xml = xml.decode('utf-16', 'replace').encode()
    out = BytesIO()
    at = 0
    while at < len(xml):
        # a block ends with a tag, or where it cannot be seen that one is left open
        end = xml.find(b'>', at + _BLOCK) + 1 or len(xml)
        out.write(_plain(_TAG.sub(b'\n', xml[at:end]) if properties else xml[at:end]))
        at = end
    return out.getvalue()


def _plain(xml: bytes) -> bytes:
    if b'<![CDATA[' in xml:
        xml = _CDATA.sub(b'', xml)
    if b'table:table-cell' in xml:
        xml = _ROW_END.sub(b'\n', _PARAGRAPH_IN_CELL.sub(b'\t', xml))
    if b'f>' in xml:
        xml = _FORMULA.sub(b' ', xml)
    plain = _TAG.sub(b'', _CELL.sub(b'\t', _LINE.sub(b'\n', _HYPHEN.sub(b'-', xml))))
    return _ENTITY.sub(_character, plain) if b'&' in plain else plain


def _character(match: 'Match[bytes]') -> bytes:
    six, seven, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(six, 16) if six else int(seven)
    return chr(number).encode('utf-8', 'replace') if number <= 0x10FFFF else match.group()
