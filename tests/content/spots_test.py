"""Where a person finds what stands in a document or a pack: in the words of the program that opens it."""

from __future__ import annotations

import io
import random
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import office, packs
from keyguard.content.archives import Limits
from keyguard.content.documents import Document
from keyguard.content.spots import spots
from keyguard.content.tags import offsets
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.report.json import render as render_json
from keyguard.report.layout import place
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.repository import Repository
from testing.zips import zipped

KEY = sample(one('huggingface').detectors[0], 1)
TYPES = ('[Content_Types].xml', b'<Types/>')
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'


def relation(id: str, target: str) -> bytes:
    return b'<Relationship Id="%s" Type="t" Target="%s"/>' % (id.encode(), target.encode())


def workbook(*parts: tuple[str, bytes], names: bytes = b'', targets: bytes = b'') -> bytes:
    """A workbook with the sheets Keys (sheet2.xml) and ``A & B`` (sheet1.xml), which is hidden."""
    names = names or (
        b'<sheet name="Keys" sheetId="7" r:id="rId2"/><sheet r:id="rId1" state="veryHidden" sheetId="1" name="A &amp; B"/>'
    )
    targets = targets or relation('rId1', 'worksheets/sheet1.xml') + relation('rId2', '/xl/worksheets/sheet2.xml')
    return zipped(
        TYPES,
        ('xl/workbook.xml', b'<workbook><sheets>%s</sheets></workbook>' % names),
        ('xl/_rels/workbook.xml.rels', RELATIONS % targets),
        *parts,
    )


def sheet(*cells: bytes) -> bytes:
    return b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>' % b''.join(cells)


def shared(cell: str, number: int) -> bytes:
    return b'<c r="%s" s="1" t="s"><v>%d</v></c>' % (cell.encode(), number)


STRINGS = b'<?xml version="1.0"?>\n<sst><si><t>a</t></si><si/><si><t>%s</t></si><si><t>b</t></si></sst>' % KEY
# in two runs, which shows in the text alone
RUNS = b'<sst><si><t>a\nb &amp; c</t></si><si><r><t>%s</t></r><r><t>%s</t></r></si></sst>' % (KEY[:9], KEY[9:])
NUMBER = b'<c r="A9"><v>2</v></c>'

ODS = (
    b'<office:document-content><office:body><table:table table:name="Old"/><table:table table:name="Keys">'
    b'<table:table-row table:number-rows-repeated="40"><table:table-cell/></table:table-row>'
    b'<table:table-row><table:table-cell table:style-name="x" table:number-columns-repeated="26"/>'
    b'<table:table-cell><text:p>%s</text:p></table:table-cell></table:table-row></table:table>'
    b'<table:table table:name="Other"/></office:body></office:document-content>' % KEY
)
ODF = b'mimetype', b'application/vnd.oasis.opendocument.'


def opendocument(kind: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr('mimetype', b'application/vnd.oasis.opendocument.' + kind.encode())
        archive.writestr('content.xml', content)
    return out.getvalue()


def document(body: bytes, *more: tuple[str, bytes]) -> bytes:
    return zipped(TYPES, ('word/document.xml', b'<w:document><w:body>%s</w:body></w:document>' % body), *more)


def paragraph(text: bytes) -> bytes:
    return b'<w:p w:rsidR="1"><w:pPr/><w:r><w:t>%s</w:t></w:r></w:p>' % text


def table(*rows: list[bytes]) -> bytes:
    cells = (b'<w:tr>%s</w:tr>' % b''.join(b'<w:tc><w:tcPr/>%s</w:tc>' % cell for cell in row) for row in rows)
    return b'<w:tbl><w:tblPr/>%s</w:tbl>' % b''.join(cells)


SLIDES = (
    (
        'ppt/presentation.xml',
        b'<p:sldIdLst><p:sldId id="256" r:id="rId9"/><p:sldId r:id="rId3" id="257"/></p:sldIdLst>',
    ),
    (
        'ppt/_rels/presentation.xml.rels',
        RELATIONS % (relation('rId3', 'slides/slide1.xml') + relation('rId9', 'slides/slide2.xml')),
    ),
)
SHEETS = ('xl/worksheets/sheet1.xml', sheet(NUMBER)), ('xl/worksheets/sheet2.xml', sheet(shared('B42', 2)))

FOUND = {
    'shared-string': (workbook(*SHEETS, ('xl/sharedStrings.xml', STRINGS)), 'sheet "Keys", cell B42'),
    'strings-before-the-sheets': (workbook(('xl/sharedStrings.xml', STRINGS), *SHEETS), 'sheet "Keys", cell B42'),
    'runs': (
        workbook(('xl/sharedStrings.xml', RUNS), ('xl/worksheets/sheet2.xml', sheet(shared('C3', 0), shared('AB12', 1)))),
        'sheet "Keys", cell AB12',
    ),
    'hidden-sheet': (
        workbook(('xl/worksheets/sheet1.xml', sheet(b'<c r="B7" t="inlineStr"><is><t>%s</t></is></c>' % KEY))),
        'hidden sheet "A & B", cell B7',
    ),
    'formula': (
        workbook(('xl/worksheets/sheet2.xml', sheet(b'<c r="A1"/><c r="D4"><f>CONCAT("%s",1)</f><v>1</v></c>' % KEY))),
        'sheet "Keys", cell D4',
    ),
    'several-cells': (
        workbook(
            ('xl/sharedStrings.xml', STRINGS),
            ('xl/worksheets/sheet2.xml', sheet(*(shared(f'A{at}', 2) for at in range(1, 6)))),
        ),
        'sheet "Keys", cell A1 and sheet "Keys", cell A2 and sheet "Keys", cell A3 and 2 more',
    ),
    'no-cell-any-more': (workbook(('xl/sharedStrings.xml', STRINGS)), 'in no cell any more'),
    'sheet-without-a-name': (
        workbook(('xl/worksheets/sheet9.xml', sheet(b'<c r="B7" t="inlineStr"><is><t>%s</t></is></c>' % KEY))),
        'cell B7',
    ),
    'prefixes': (
        workbook(
            ('xl/sharedStrings.xml', b'<x:sst><x:si><x:t>%s</x:t></x:si></x:sst>' % KEY),
            ('xl/worksheets/sheet2.xml', b'<x:row><x:c t="s" r="E5"><x:v>0</x:v></x:c></x:row>'),
            names=b"<x:sheet r:id='rId2' name='Keys'/>",
        ),
        'sheet "Keys", cell E5',
    ),
    'comment': (
        workbook(
            ('xl/comments1.xml', b'<comments><comment ref="A1"/><comment ref="C3" authorId="0"><t>%s</t></comment></comments>' % KEY),
            ('xl/worksheets/_rels/sheet2.xml.rels', RELATIONS % relation('rId1', '../comments1.xml')),
        ),
        'sheet "Keys", cell C3',
    ),
    'threaded-comment': (
        workbook(
            ('xl/threadedComments/tc1.xml', b'<ThreadedComments><threadedComment ref="D9" id="1"><text>%s</text></threadedComment></ThreadedComments>' % KEY),
            ('xl/worksheets/_rels/sheet2.xml.rels', RELATIONS % relation('rId1', '../threadedComments/tc1.xml')),
        ),
        'sheet "Keys", cell D9',
    ),
    'connection': (workbook(('xl/connections.xml', b'<connection>%s</connection>' % KEY)), ''),
    'utf-16': (
        workbook(
            ('xl/sharedStrings.xml', STRINGS.decode().encode('utf-16')),
            ('xl/worksheets/sheet2.xml', sheet(shared('B42', 2))),
        ),
        'sheet "Keys", cell B42',
    ),
    'opendocument-sheet': (opendocument('spreadsheet', ODS), 'sheet "Keys", cell AA41'),
    'opendocument-table': (opendocument('text', ODS), 'table "Keys", cell AA41'),
    'opendocument-text': (
        opendocument('text', b'<office:text><text:h>x</text:h><table:table table:name="T"><table:table-row><table:table-cell>'
                     b'<text:p>y</text:p></table:table-cell></table:table-row></table:table><text:p>%s</text:p></office:text>' % KEY),
        'paragraph 2',
    ),
    'paragraph': (document(paragraph(b'x') + b'<w:p/>' + table([paragraph(b'y')]) + paragraph(KEY)), 'paragraph 3'),
    'paragraph-in-runs': (
        document(paragraph(b'a &lt; b') + paragraph(KEY[:8] + b'</w:t></w:r><w:r><w:t>' + KEY[8:])), 'paragraph 2',
    ),
    'table': (
        document(table([paragraph(b'x')]) + table([paragraph(b'a')], [paragraph(b'b'), paragraph(KEY)])),
        'table 2, row 2, column 2',
    ),
    'table-in-a-table': (
        document(table([paragraph(b'a'), table([paragraph(b'b')], [paragraph(KEY)])])), 'table 1, row 1, column 2',
    ),
    'header': (document(b'', ('word/header1.xml', b'<w:hdr>%s</w:hdr>' % paragraph(KEY))), ''),
    'slide': (zipped(TYPES, *SLIDES, ('ppt/slides/slide1.xml', b'<a:t>%s</a:t>' % KEY)), 'slide 2'),
    'notes-below-a-slide': (
        zipped(
            TYPES, *SLIDES, ('ppt/notesSlides/notesSlide5.xml', b'<a:t>%s</a:t>' % KEY),
            ('ppt/notesSlides/_rels/notesSlide5.xml.rels', RELATIONS % (
                relation('rId1', '../notesMasters/notesMaster1.xml') + relation('rId2', '../slides/slide2.xml'))),
        ),
        'slide 1',
    ),
    'slide-that-is-in-no-list': (zipped(TYPES, ('ppt/slides/slide1.xml', b'<a:t>%s</a:t>' % KEY)), ''),
    'sheet-of-no-list': (
        workbook(('xl/worksheets/sheet7.xml', sheet(b'<c r="B7" t="inlineStr"><is><t>%s</t></is></c>' % KEY)), targets=b'<x/>'),
        'cell B7',
    ),
    'no-document': (zipped(('xl/a.txt', KEY)), ''),
}  # fmt: skip


@pytest.mark.parametrize('form', FOUND)
def test_place_is_told_as_the_program_names_it(form: str) -> None:
    data, words = FOUND[form]
    (finding,) = run([Blob(b'a.bin', data)], Settings()).blocked
    assert finding.spot == words
    said = ', '.join(filter(None, (words, finding.view.replace('plain', ''))))
    assert place(finding).endswith(f'  ({said})' if said else str(finding.column))


@pytest.mark.parametrize('form', ['shared-string', 'table', 'slide'])
def test_document_in_an_archive_is_told_too(form: str) -> None:
    data, words = FOUND[form]
    (finding,) = run([Blob(b'a.zip', zipped(('b.env', b'A=1'), ('in/b.bin', data)))], Settings()).blocked
    assert finding.spot == words


def test_each_of_many_has_its_own_and_an_accepted_one_as_well() -> None:
    keys = [sample(one('huggingface').detectors[0], seed) for seed in range(5)]
    strings = b'<sst>%s</sst>' % b''.join(b'<si><t>%s</t></si>' % key for key in keys)
    cells = [shared(f'B{at + 1}', at) for at in range(5)]
    data = workbook(('xl/worksheets/sheet2.xml', sheet(*cells)), ('xl/sharedStrings.xml', strings))
    report = run([Blob(b'a.xlsx', data), Blob(b'b.txt', keys[0])], Settings())
    assert {each.secret.reveal(): each.spot for each in report.blocked if each.inside} == {
        key: f'sheet "Keys", cell B{at + 1}' for at, key in enumerate(keys)
    }
    assert [each.spot for each in report.blocked if not each.inside] == ['']
    assert '"spot": "sheet \\"Keys\\", cell B3"' in render_json(report)


def test_name_of_a_sheet_that_is_a_key_is_masked() -> None:
    names = b'<sheet name="%s" r:id="rId2"/>' % KEY
    data = workbook(*SHEETS, ('xl/sharedStrings.xml', STRINGS), names=names)
    for finding in run([Blob(b'a.xlsx', data)], Settings()).blocked:
        assert KEY.decode()[4:] not in finding.spot


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([b'<p>', b'</p>', b'<br/>', b'a', b'\n', b'&amp;', b'&#65;', b'<x y="z">', b'</c>', b'bc']),
        max_size=16,
    )
)
def test_offset_in_a_text_leads_to_its_place_in_the_xml(parts: list[bytes]) -> None:
    xml = b''.join(parts)
    text = office.text(xml)
    for index, at in enumerate(offsets(xml, range(len(text)))):
        # everything up to the tag behind it, and nothing that comes later, is needed to see the character
        assert len(office.text(xml[: xml.find(b'>', at) + 1 or len(xml)])) > index
        assert at == 0 or len(office.text(xml[: xml.rfind(b'>', 0, at) + 1])) <= index or b'>' not in xml[:at]


def test_offset_in_a_long_text() -> None:
    xml = b''.join(b'<si><t>%06d</t></si>' % number for number in range(20_000))
    text = office.text(xml)
    numbers = (0, 1, 2, 9_999, 19_998, 19_999)
    found = offsets(xml, [text.index(b'%06d' % number) + 2 for number in numbers])
    assert [xml.rfind(b'<si>', 0, at) for at in found] == [xml.index(b'<si><t>%06d' % number) for number in numbers]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 400), st.integers(1, 200))
def test_broken_document_is_no_error(noise: bytes, at: int, length: int) -> None:
    data = bytearray(FOUND['comment'][0])
    data[at : at + length] = noise
    places = [(b'a!xl/comments1.xml', 90), (b'a!xl/sharedStrings.xml (text)', 9_999), (b'a!word/document.xml', 5)]
    assert len(spots(Blob(b'a', bytes(data)), places, 1 << 20)) == 3


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: (b'xl/worksheets/sheet1.xml', b'<c r="A1"' * n), id='open-tags'),
        pytest.param(lambda n: (b'xl/sharedStrings.xml', b'<si><c t="s"><v>1' * n), id='strings'),
        pytest.param(lambda n: (b'word/document.xml', b'<w:tbl><w:tr><w:tc><w:p>' * n), id='tables'),
        pytest.param(lambda n: (b'content.xml', b'<table:table table:name="' * n), id='attributes'),
    ],
)
def test_twice_as_much_takes_twice_as_long(make: Callable[[int], tuple[bytes, bytes]]) -> None:
    def cost(number: int) -> float:
        name, xml = make(number)
        data = zipped(TYPES, (name.decode(), xml), ('xl/worksheets/sheet2.xml', xml))
        places = [(name + text, at) for at in range(0, len(xml), 40) for text in (b'', b' (text)')]
        best = []
        for _ in range(3):
            start = time.process_time()
            Document(data, Limits()).spots(places)
            best.append(time.process_time() - start)
        return min(best)

    cost(200)
    assert cost(4_000) < 4 * max(cost(2_000), 0.005)


# --- packs of git


def _history(repository: Repository) -> tuple[list[str], str]:
    """Commits of a file that grows, with a key in the middle one; the file is large, so that git stores differences."""
    lines = [f'{random.Random(number).random()}' for number in range(3000)]
    repository.write('f', '\n'.join(lines))
    first = repository.record('a')
    lines.insert(1500, f'HF_TOKEN={KEY.decode()}')
    repository.write('f', '\n'.join(lines))
    repository.record('b')
    blob = repository.git('rev-parse', 'HEAD:f').strip()
    del lines[1500]
    repository.write('f', '\n'.join([*lines, *map(str, range(900))]))
    repository.record('c')
    return [str(first)], blob


@pytest.mark.parametrize('form', ['bundle', 'pack'])
def test_object_of_a_pack_goes_by_the_id_of_git(inside: Repository, form: str) -> None:
    _, blob = _history(inside)
    inside.git('repack', '-adfq')
    if form == 'bundle':
        inside.git('bundle', 'create', '-q', 'x.bundle', '--all')
        data = (inside.folder / 'x.bundle').read_bytes()
    else:
        (path,) = (inside.folder / '.git' / 'objects' / 'pack').glob('*.pack')
        data = path.read_bytes()
    (finding,) = run([Blob(b'x', data)], Settings()).blocked
    assert finding.path.startswith(b'x!delta ')
    assert finding.spot == f'blob {blob[:12]}'


def test_messages_of_commits_and_tags_go_by_their_ids(inside: Repository) -> None:
    inside.write('f', 'x')
    inside.record('a')
    inside.git('commit', '-q', '--allow-empty', '-m', f'use {KEY.decode()}')
    inside.git('tag', '-a', 'v1', '-m', f'with {KEY.decode()}')
    inside.git('bundle', 'create', '-q', 'x.bundle', '--all')
    report = run([Blob(b'x', (inside.folder / 'x.bundle').read_bytes())], Settings())
    ids = {
        f'commit {inside.git("rev-parse", "HEAD").strip()[:12]}',
        f'tag {inside.git("rev-parse", "v1").strip()[:12]}',
    }
    assert {finding.spot for finding in report.blocked} == ids


def pack(*objects: tuple[int, bytes], base: int = 0) -> bytes:
    """A pack of objects, each a kind and its bytes; a difference (6) is one to the object before it, or to what stands
    ``base`` bytes before it.
    """
    parts = [b'PACK\0\0\0\2' + len(objects).to_bytes(4, 'big')]
    for kind, text in objects:
        behind = bytes((base or len(parts[-1]),)) if kind == 6 else b'i' * 20 if kind == 7 else b''
        parts.append(bytes((kind << 4 | len(text) & 15 | 0x80, len(text) >> 4)) + behind + zlib.compress(text))
    return b''.join(parts)


# from 90 bytes to 92: those of the other object, and two more
DELTA = b'\x5a\x5c\x90\x5a\x02ab'


@pytest.mark.parametrize(
    ('data', 'known'),
    [
        pytest.param(pack((3, b'x' * 90), (6, DELTA)), {b'blob 1', b'delta 2'}, id='difference'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA), (6, b'\x5c\x02\x02ab')), {b'blob 1', b'delta 2', b'delta 3'}, id='difference-to-one'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA[:-1])), {b'blob 1'}, id='too-short'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA), base=3), {b'blob 1'}, id='to-nothing'),
        pytest.param(pack((3, b'x' * 90), (7, DELTA)), {b'blob 1'}, id='to-an-id'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA))[:-20], {b'blob 1'}, id='cut-short'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA))[:14], set(), id='cut-at-once'),
        pytest.param(pack((3, b'x' * 90), (6, DELTA), base=128), {b'blob 1'}, id='to-itself'),
        pytest.param(pack((5, b'x' * 90)), set(), id='unknown-kind'),
    ],
)  # fmt: skip
def test_what_can_be_told_of_a_pack_is_told(data: bytes, known: set[bytes]) -> None:
    wanted = [b'blob 1', b'delta 2', b'delta 3', b'blob x', b'tree 0']
    assert packs.names(data, wanted, Limits()).keys() == known


def test_what_is_too_large_to_be_read_whole_has_no_id() -> None:
    data = pack((3, b'x' * 90), (3, b'x'))
    assert packs.names(data, [b'blob 1', b'blob 2'], Limits(member=10)).keys() == {b'blob 2'}


def test_ids_are_those_of_git(inside: Repository) -> None:
    (inside.folder / 'a').write_bytes(b'x' * 90)
    (inside.folder / 'b').write_bytes(b'x' * 90 + b'ab')
    ids = [inside.git('hash-object', name).strip()[:12] for name in 'ab']
    told = packs.names(pack((3, b'x' * 90), (6, DELTA)), [b'blob 1', b'delta 2'], Limits())
    assert list(told.values()) == [f'blob {id}' for id in ids]
    head = b'# v3 git bundle\n@object-format=sha256\n' + b'a' * 64 + b' HEAD\n\n'
    assert packs.names(head + pack((3, b'x' * 90)), [b'blob 1'], Limits())[b'blob 1'] not in told.values()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 140), st.binary(min_size=1, max_size=9))
def test_broken_pack_is_no_error(at: int, noise: bytes) -> None:
    data = bytearray(pack((3, b'x' * 90), (6, DELTA), (1, b'commit')))
    data[at : at + len(noise)] = noise
    packs.names(bytes(data), [b'blob 1', b'delta 2', b'commit 3'], Limits())
    packs.names(bytes(data[:at]), [b'blob 1', b'delta 2', b'commit 3'], Limits())


def test_report_without_findings_inside_asks_for_nothing() -> None:
    assert spots(Blob(b'a', b''), [], 1) == []
    book = workbook(names=b'<sheet name="Lost"/>')
    assert spots(Blob(b'a', book), [(b'a!xl/none.xml', 0), (b'a!xl/none.xml (text)', 9)], 1 << 20) == ['', '']
    assert spots(Blob(b'a', b'x'), [(b'a!xl/a', 0), (b'a.txt', 0), (b'b.zip!xl/a', 0)], 1 << 20) == ['', '', '']
    assert run([], Settings()).blocked == Report().blocked
