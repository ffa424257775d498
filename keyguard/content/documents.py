"""The parts of an Office document -> where a person finds what stands there: sheet and cell, paragraph, slide."""

import posixpath
import re

from keyguard.content import tags, zips
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
_STRINGS = b'xl/sharedStrings.xml'
# a cell that shows a shared string, and which
_SHARED = re.compile(rb'<(?:\w{1,20}:)?c\s([^<>]*)>\s{0,40}(?:<(?:\w{1,20}:)?v[^<>]{0,40}>)\s{0,40}(\d{1,9})\s{0,40}</')
_IS_SHARED = re.compile(rb"""(?:^|\s)t\s?=\s?["']s["']""")
_SHEET = re.compile(rb'<(?:\w{1,20}:)?sheet\s([^<>]*)>')
_SLIDE = re.compile(rb'<(?:\w{1,20}:)?sldId\s([^<>]*)>')
_RELATION = re.compile(rb'<(?:\w{1,20}:)?Relationship\s([^<>]*)>')
_LISTS = (b'xl/workbook.xml', b'ppt/presentation.xml')


class Document:
    """An Office document, which is a zip. ``spots`` is asked once."""

    def __init__(self, data: 'bytes | mmap', limits: 'Limits') -> None:
        self._data = data
        self._limits = limits
        # the names of parts that tell of others -> their XML
        self._known: dict[bytes, bytes] = {}
        self._names: dict[bytes, str] = {}

    def spots(self, places: 'Sequence[tuple[bytes, int]]') -> 'list[str]':
        """For each part (its name as a reading of it has it) and offset in it the words for a person, or ''."""
        wanted: dict[bytes, list[int]] = {}
        for at, (name, _) in enumerate(places):
            wanted.setdefault(name.removesuffix(_TEXT), []).append(at)
        told = [''] * len(places)
        # the part of each place, as far as that tells more
        parts = [b''] * len(places)
        for name, content in self._parts():
            if name in wanted:
                numbers = wanted.pop(name)
                whole = sorted((places[at][1], at) for at in numbers if not places[at][0].endswith(_TEXT))
                read = sorted((places[at][1], at) for at in numbers if places[at][0].endswith(_TEXT))
                xml = tags.narrow(content)
                found = [
                    *zip(tags.narrowed(content, [offset for offset, _ in whole]), [at for _, at in whole]),
                    *zip(tags.offsets(xml, [index for index, _ in read]), [at for _, at in read]),
                ]
                found.sort()
                for (_, at), words in zip(found, tags.walk(xml, [each for each, _ in found], self._state(name))):
                    told[at], parts[at] = words, name
            if name.endswith(b'.rels') or name in _LISTS:
                self._known[name] = tags.narrow(content)
        self._names = self._named()
        strings = {words for words, name in zip(told, parts) if name == _STRINGS}
        cells = self._cells(strings) if strings else {}
        return [
            self._shown(cells.get(words, ())) if name == _STRINGS else self._said(name, words)
            for name, words in zip(parts, told)
        ]

    def _parts(self) -> 'Iterator[tuple[bytes, bytes]]':
        """The parts, as far as they can be read."""
        try:
            for name, content, _ in zips.members(self._data, Meter(self._limits, len(self._data)), texts=False):
                yield name, content
        except Unread:
            return

    def _state(self, name: bytes) -> 'tags.State':
        if name == _STRINGS:
            return tags.Strings()
        if name.startswith(b'xl/'):
            return tags.Cell()
        if name == b'content.xml':
            return tags.OpenDocument(b'opendocument.spreadsheet' in self._data[:200])
        return tags.Word() if name == b'word/document.xml' else tags.Nowhere()

    def _said(self, part: bytes, words: str) -> str:
        """The words behind the name of the sheet or slide that the part is of."""
        cell = f'cell {words}' if words and part.startswith(b'xl/') else words
        return ', '.join(filter(None, (self._names.get(part, ''), cell)))

    def _shown(self, cells: 'Sequence[tuple[bytes, str]]') -> str:
        """The cells that show a string, each a sheet and its name."""
        some = ' and '.join(self._said(sheet, cell) for sheet, cell in cells[:_CELLS])
        return some + (f' and {len(cells) - _CELLS:,} more' if len(cells) > _CELLS else '') if cells else NO_CELL

    def _named(self) -> 'dict[bytes, str]':
        """What a person calls the sheet or slide that a part is, or that its comments or notes belong to."""
        names: dict[bytes, str] = {}
        targets = self._targets(b'xl/_rels/workbook.xml.rels')
        for match in _SHEET.finditer(self._known.get(b'xl/workbook.xml', b'')):
            sheet = tags.attributes(match[1])
            hidden = 'hidden ' if b'idden' in sheet.get(b'state', b'') else ''
            names[targets.get(sheet.get(b'id', b''), b'')] = f'{hidden}sheet "{tags.text(sheet.get(b"name", b""))}"'
        targets = self._targets(b'ppt/_rels/presentation.xml.rels')
        for number, match in enumerate(_SLIDE.finditer(self._known.get(b'ppt/presentation.xml', b'')), 1):
            names[targets.get(tags.attributes(match[1]).get(b'id', b''), b'')] = f'slide {number}'
        for each in self._known:
            folder, _, file = each.rpartition(b'/_rels/')
            part = folder + b'/' + file.removesuffix(b'.rels')
            others = self._targets(each).values()
            if folder == b'xl/worksheets':
                names |= {other: names.get(part, '') for other in others if b'omment' in other}
            elif folder == b'ppt/notesSlides':
                names[part] = next((names.get(other, '') for other in others if other.startswith(b'ppt/slides/')), '')
        # of a relation that is in no list
        names.pop(b'', None)
        return names

    def _targets(self, name: bytes) -> 'dict[bytes, bytes]':
        """The relations that this part lists: their ids -> the parts that they lead to."""
        folder = name.partition(b'_rels/')[0]
        found = {}
        for match in _RELATION.finditer(self._known.get(name, b'')):
            relation = tags.attributes(match[1])
            target = posixpath.normpath(posixpath.join(b'/' + folder, relation.get(b'target', b'')))
            found[relation.get(b'id', b'')] = target.lstrip(b'/')
        return found

    def _cells(self, strings: 'Container[str]') -> 'dict[str, list[tuple[bytes, str]]]':
        """The cells that show these shared strings: the sheet's part and the cell for each."""
        found: dict[str, list[tuple[bytes, str]]] = {}
        for name, content in self._parts():
            if name.startswith(b'xl/worksheets/') and name.endswith(b'.xml'):
                for match in _SHARED.finditer(tags.narrow(content)):
                    number = str(int(match[2]))
                    cell = tags.cell(match[1]) if number in strings and _IS_SHARED.search(match[1]) else ''
                    if cell:
                        found.setdefault(number, []).append((name, cell))
        return found
