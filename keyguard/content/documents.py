"""The parts of an Office document -> where a person finds what stands there: sheet and cell, paragraph, slide.

XML is not parsed but searched for tags, which takes time linear in its length, whatever it is.
"""

import posixpath
import re

from keyguard.content import office, zips
from keyguard.content.streams import Meter, Unread
from keyguard.model import NO_CELL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from mmap import mmap

    from keyguard.content.archives import Limits

_TEXT = b' (text)'
# of one text that many cells show, so many are named
_CELLS = 3
# as much of a part is turned into text at once, in bytes, to find the place of an offset
_PIECE = 64 << 10
# a cell holds no more than 32,767 characters, each at most ten bytes long as a reference
_CELL = 400_000
_STRING = re.compile(rb'<(?:\w{1,20}:)?si(?=[\s/>])')
_CELL_TAG = re.compile(rb'<(?:\w{1,20}:)?c\s([^<>]*)>')
_SHARED = re.compile(rb'<(?:\w{1,20}:)?c\s([^<>]*)>\s{0,40}(?:<(?:\w{1,20}:)?v[^<>]{0,40}>)\s{0,40}(\d{1,9})\s{0,40}</')
_COMMENT = re.compile(rb'<(?:\w{1,20}:)?(?:threadedC|c)omment\s([^<>]*)>')
_REFERENCE = re.compile(rb"""(?:^|\s)(?:r|ref)\s?=\s?["']([A-Z]{1,3}[0-9]{1,7})["']""")
_IS_SHARED = re.compile(rb"""(?:^|\s)t\s?=\s?["']s["']""")
_SHEET = re.compile(rb'<(?:\w{1,20}:)?sheet\s([^<>]*)>')
_SLIDE = re.compile(rb'<(?:\w{1,20}:)?sldId\s([^<>]*)>')
_RELATION = re.compile(rb'<(?:\w{1,20}:)?Relationship\s([^<>]*)>')
_ATTRIBUTE = re.compile(rb"""([\w:-]{1,40})\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)')""")
_IN_WORD = re.compile(rb'<(/?)(?:\w{1,20}:)?(tbl|tr|tc|p)(?=[\s/>])[^<>]*?(/?)>')
_IN_ODF = re.compile(
    rb'<(/?)(table:table|table:table-row|table:table-cell|table:covered-table-cell|text:p|text:h)(?=[\s/>])([^<>]*)>'
)


class Document:
    """An Office document, which is a zip."""

    def __init__(self, data: 'bytes | mmap', limits: 'Limits') -> None:
        self._data = data
        self._limits = limits
        # the names of parts that tell of others -> their XML
        self._known: dict[bytes, bytes] = {}

    def spots(self, places: 'Sequence[tuple[bytes, int]]') -> 'list[str]':
        """For each part (its name as a reading of it has it) and offset in it the words for a person, or ''."""
        wanted = {name.removesuffix(_TEXT) for name, _ in places}
        told = [''] * len(places)
        strings: dict[int, list[int]] = {}
        for name, content in self._parts():
            xml = _narrow(content)
            if name in wanted:
                for at, (part, offset) in enumerate(places):
                    if part.removesuffix(_TEXT) != name:
                        continue
                    where = len(_narrow(content[:offset])) if xml is not content else offset
                    where = min(_offset(xml, offset) if part.endswith(_TEXT) else where, len(xml))
                    if name == b'xl/sharedStrings.xml':
                        strings.setdefault(sum(1 for _ in _STRING.finditer(xml, 0, where)) - 1, []).append(at)
                    else:
                        told[at] = self._spot(name, xml, where)
            if name.endswith(b'.rels') or name in (b'xl/workbook.xml', b'ppt/presentation.xml'):
                self._known[name] = xml
        cells = self._cells(strings) if strings else {}
        for number, findings in strings.items():
            found = [f'{self._sheet(sheet)}, cell {cell}' for sheet, cell in cells.get(number, ())]
            more = f' and {len(found) - _CELLS:,} more' if len(found) > _CELLS else ''
            for at in findings:
                told[at] = (' and '.join(found[:_CELLS]) + more) or NO_CELL
        return [self._named(words) for words in told]

    def _parts(self) -> 'Iterator[tuple[bytes, bytes]]':
        """The XML of the parts, as far as they can be read."""
        try:
            for name, content, _ in zips.members(self._data, Meter(self._limits, len(self._data))):
                if not name.endswith(_TEXT):
                    yield name, content
        except Unread:
            return

    def _spot(self, name: bytes, xml: bytes, at: int) -> str:
        """Where the offset of this part is. What the sheet or slide is called is known later: it goes by its part."""
        if name.startswith(b'xl/'):
            comment = b'omment' in name
            cell = _last(_COMMENT if comment else _CELL_TAG, xml, at)
            return f'\0{name.decode("utf-8", "replace")}\0' + (f', cell {cell}' if cell else '')
        if name.startswith((b'ppt/slides/', b'ppt/notesSlides/')):
            return f'\0{name.decode("utf-8", "replace")}\0'
        if name == b'word/document.xml':
            return _in_word(xml, at)
        return _in_odf(xml, at, b'opendocument.spreadsheet' in self._data[:200]) if name == b'content.xml' else ''

    def _named(self, words: str) -> str:
        """The words with the name in the place of the part that it stands for."""
        before, mark, rest = words.partition('\0')
        part, _, behind = rest.partition('\0')
        if not mark:
            return words
        own = part.encode()
        name = self._slide(self._below(own)) if own.startswith(b'ppt/') else self._sheet(self._owner(own))
        return (before + name + behind).removeprefix(', ')

    def _below(self, part: bytes) -> bytes:
        """The slide that a part is of: the slide itself, or the one that these notes are below of."""
        folder, _, file = part.rpartition(b'/')
        others = self._targets(b'%s/_rels/%s.rels' % (folder, file)).values()
        notes = folder.endswith(b'/notesSlides')
        return next((each for each in others if notes and each.startswith(b'ppt/slides/')), part)

    def _owner(self, part: bytes) -> bytes:
        """The sheet that a part is of: the sheet itself, or the one that has these comments."""
        for name in self._known:
            folder, _, file = name.rpartition(b'/_rels/')
            if folder == b'xl/worksheets' and part in self._targets(name).values():
                return folder + b'/' + file.removesuffix(b'.rels')
        return part

    def _sheet(self, part: bytes) -> str:
        """What a person calls the sheet of this part."""
        targets = self._targets(b'xl/_rels/workbook.xml.rels')
        for match in _SHEET.finditer(self._known.get(b'xl/workbook.xml', b'')):
            sheet = _attributes(match[1])
            if targets.get(sheet.get(b'id', b'')) == part:
                hidden = 'hidden ' if b'idden' in sheet.get(b'state', b'') else ''
                return f'{hidden}sheet "{office.text(sheet.get(b"name", b"")).decode("utf-8", "replace")}"'
        return ''

    def _slide(self, part: bytes) -> str:
        targets = self._targets(b'ppt/_rels/presentation.xml.rels')
        for number, match in enumerate(_SLIDE.finditer(self._known.get(b'ppt/presentation.xml', b'')), 1):
            if targets.get(_attributes(match[1]).get(b'id', b'')) == part:
                return f'slide {number}'
        return ''

    def _targets(self, name: bytes) -> 'dict[bytes, bytes]':
        """The relations that this part lists: their ids -> the parts that they lead to."""
        folder = name.partition(b'_rels/')[0]
        found = {}
        for match in _RELATION.finditer(self._known.get(name, b'')):
            relation = _attributes(match[1])
            target = posixpath.normpath(posixpath.join(b'/' + folder, relation.get(b'target', b'')))
            found[relation.get(b'id', b'')] = target.lstrip(b'/')
        return found

    def _cells(self, strings: 'Container[int]') -> 'dict[int, list[tuple[bytes, str]]]':
        """The cells that show these shared strings: (sheet, cell) for each."""
        found: dict[int, list[tuple[bytes, str]]] = {}
        for name, xml in self._parts():
            if name.startswith(b'xl/worksheets/') and name.endswith(b'.xml'):
                for match in _SHARED.finditer(_narrow(xml)):
                    cell = _REFERENCE.search(match[1])
                    if cell and int(match[2]) in strings and _IS_SHARED.search(match[1]):
                        found.setdefault(int(match[2]), []).append((name, cell[1].decode()))
        return found


def _narrow(xml: bytes) -> bytes:
    """XML of UTF-16 as UTF-8, any other as it is."""
    return xml.decode('utf-16', 'replace').encode() if xml.startswith((b'\xff\xfe', b'\xfe\xff')) else xml


def _attributes(tag: bytes) -> 'dict[bytes, bytes]':
    """The attributes of a tag by their names, in small letters and without a prefix; of two with the same name the one
    that has a prefix counts (``id`` and ``r:id``).
    """
    found = sorted(_ATTRIBUTE.findall(tag), key=lambda each: b':' in each[0])
    return {name.rpartition(b':')[2].lower(): one or two for name, one, two in found}


def _last(pattern: 're.Pattern[bytes]', xml: bytes, at: int) -> str:
    """The cell that the last such tag before the offset names, or ''."""
    tag = b''
    for match in pattern.finditer(xml, max(0, at - _CELL), at):
        tag = match[1]
    cell = _REFERENCE.search(tag)
    return cell[1].decode() if cell else ''


def _offset(xml: bytes, index: int) -> int:
    """The offset in the XML of what stands at ``index`` of its text."""
    start = 0
    while start < len(xml):
        end = xml.find(b'>', start + _PIECE) + 1 or len(xml)
        length = len(office.text(xml[start:end]))
        if length > index:
            break
        index -= length
        start = end
    low, high = start, min(len(xml), xml.find(b'>', start + _PIECE) + 1 or len(xml))
    while low < high:
        middle = (low + high) // 2
        cut = xml.find(b'>', middle) + 1 or len(xml)
        if len(office.text(xml[start:cut])) > index:
            high = middle
        else:
            low = middle + 1
    return low


def _in_word(xml: bytes, at: int) -> str:
    """The paragraph of the text, or the table, its row and column."""
    paragraphs = tables = rows = columns = depth = 0
    for match in _IN_WORD.finditer(xml, 0, at):
        closes, tag, alone = match.groups()
        if tag == b'tbl':
            depth += -1 if closes else 1
            if not closes and depth == 1:
                tables += 1
                rows = 0
        elif closes or (alone and tag != b'p'):
            continue
        elif tag == b'p':
            paragraphs += depth == 0
        elif depth == 1 and tag == b'tr':
            rows, columns = rows + 1, 0
        elif depth == 1:
            columns += 1
    if depth > 0:
        return f'table {tables}, row {rows}, column {columns}'
    return f'paragraph {paragraphs}' if paragraphs else ''


def _in_odf(xml: bytes, at: int, sheets: bool) -> str:
    """The sheet or table and its cell, else the paragraph of the text."""
    name, row, column, depth, paragraphs = '', 0, 0, 0, 0
    ends = 0, 0
    for match in _IN_ODF.finditer(xml, 0, at):
        closes, tag, rest = match.groups()
        if tag == b'table:table':
            depth += -1 if closes else not rest.endswith(b'/')
            if not closes and depth == 1:
                name = office.text(_attributes(rest).get(b'name', b'')).decode('utf-8', 'replace')
                row, ends = 0, (0, 0)
        elif closes:
            continue
        elif tag in (b'text:p', b'text:h'):
            paragraphs += depth == 0
        elif depth == 1 and tag == b'table:table-row':
            row, column = ends[0] + 1, 0
            ends = ends[0] + _number(rest, b'number-rows-repeated'), 0
        elif depth == 1:
            column = ends[1] + 1
            ends = ends[0], ends[1] + _number(rest, b'number-columns-repeated')
    if depth > 0:
        return f'{"sheet" if sheets else "table"} "{name}", cell {_letters(column)}{row}'
    return f'paragraph {paragraphs}' if paragraphs else ''


def _number(tag: bytes, name: bytes) -> int:
    number = _attributes(tag).get(name, b'1')
    return int(number) if number.isdigit() and len(number) < 9 else 1


def _letters(column: int) -> str:
    """The column as a sheet names it: A, Z, AA."""
    text = ''
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
