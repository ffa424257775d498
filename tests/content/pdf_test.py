"""PDFs: what their pages show, their strings and their streams are found, however they are packed."""

from __future__ import annotations

import base64
import functools
import random
import re
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything, one
from keyguard.content import pdf
from keyguard.content.archives import Limits, members
from keyguard.content.beginnings import carrier
from keyguard.content.pdf import MANY_FONTS
from keyguard.content.pdf_fonts import Fonts, Table
from keyguard.content.pdf_text import mostly_text, page_text
from keyguard.content.streams import Meter
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.clock import keeps_pace

DETECTORS = [detector for provider in everything() for detector in provider.detectors]
KEY = sample(DETECTORS[0], 1)
NOISE = random.Random(1).randbytes(5000)
MIB = 1 << 20

Read = list[tuple[bytes, bytes, str]]


# --- making PDFs


def literal(text: bytes) -> bytes:
    return b'(' + text.replace(b'\\', b'\\\\').replace(b'(', b'\\(').replace(b')', b'\\)') + b')'


def stream(data: bytes, entries: bytes = b'', *, packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries + b'/Filter /FlateDecode '
    return b'<< %s/Length %d >>\nstream\n%s\nendstream' % (entries, len(data), data)


def document(*objects: bytes, trailer: bytes = b'<< /Root 1 0 R >>') -> bytes:
    """Objects numbered from 1, and what stands around them."""
    out = b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, content)
    at = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % place for place in places)
    return out + b'trailer\n%s\nstartxref\n%d\n%%%%EOF\n' % (trailer, at)


def page(shown: bytes) -> bytes:
    return b'q BT /F1 12 Tf 72 700 Td ' + shown + b' ET Q'


def read(data: bytes, limits: Limits | None = None) -> Read:
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in members(Blob(b'x.pdf', data), limits or Limits())]


def contents(data: bytes, limits: Limits | None = None) -> dict[bytes, bytes]:
    return {path[6:]: content for path, content, reason in read(data, limits) if not reason}


def reasons(data: bytes, limits: Limits | None = None) -> list[tuple[bytes, str]]:
    return [(path, reason) for path, _, reason in read(data, limits) if reason]


def meter() -> Meter:
    return Meter(Limits(), 1000)


def shown(data: bytes) -> bytes:
    """What a page description shows, without the empty lines around it."""
    return page_text(data, Fonts(meter()), meter()).strip(b'\n')


# --- what is where


def test_every_text_of_a_pdf_has_its_name() -> None:
    data = document(
        b'<< /Type /Catalog >>',
        stream(page(literal(KEY) + b' Tj')),
        b'<< /Title (A title) /Author <FEFF00410062> >>',
        b'<< /Type /Annot /A << /S /URI /URI (https://example.org/?k=%s) >> >>' % KEY,
        stream(b'1 0 2 5 << /T (name) >> (other)', b'/Type /ObjStm /N 2 /First 8 '),
        stream(b'<x:xmpmeta>%s</x:xmpmeta>' % KEY, b'/Type /Metadata /Subtype /XML ', packed=False),
    )
    assert carrier(data[:600]) == 'pdf'
    assert read(data) == [
        (b'x.pdf!object 5', b'1 0 2 5 << /T (name) >> (other)', ''),
        (b'x.pdf!object 5 (strings)', b'T: name\nother\n', ''),
        (b'x.pdf!object 2', page(literal(KEY) + b' Tj'), ''),
        (b'x.pdf!object 2 (text)', b'\n' + KEY + b'\n', ''),
        (b'x.pdf!object 6', b'<x:xmpmeta>%s</x:xmpmeta>' % KEY, ''),
        (b'x.pdf!strings', b'Title: A title\nAuthor: Ab\nURI: https://example.org/?k=%s\n' % KEY, ''),
    ]


def test_every_key_is_shown_however_it_is_written() -> None:
    for detector in DETECTORS:
        key = sample(detector, 3)
        half = len(key) // 2
        ways = [
            literal(key) + b' Tj',
            b'<%s> Tj' % key.hex().encode(),
            b'[%s -30.5 %s 12 <%s>] TJ' % (literal(key[:3]), literal(key[3:half]), key[half:].hex().encode()),
            b'(%s) Tj' % b''.join(b'\\%03o' % byte for byte in key),
            literal(key[:half]) + b' Tj ' + literal(key[half:]) + b' Tj',
            b'(first) Tj ' + literal(key) + b" ' ",
            b'1 2 ' + literal(key) + b' "',
        ]
        for way in ways:
            assert key in shown(page(way)).split(b'\n'), (detector.id, way[:20])


def test_key_in_a_pdf_is_found_by_a_run() -> None:
    key = sample(one('openai').detectors[0], 1)
    data = document(stream(page(b'(first) Tj T* [(KEY = ) %s -10 %s] TJ' % (literal(key[:9]), literal(key[9:])))))
    report = run(members(Blob(b'x.pdf', data), Limits()), Settings())
    assert [(finding.path, finding.line, finding.column, finding.secret.reveal()) for finding in report.blocked] == [
        (b'x.pdf!object 1 (text)', 3, 7, key)
    ]
    assert report.unread == []


@pytest.mark.parametrize(
    ('data', 'name'),
    [
        pytest.param(b'%PDF-1.4 ' + stream(page(b'(k) Tj')), b'stream at', id='no-number'),
        pytest.param(b'\n\xef\xbb\xbf' + document(stream(page(b'(k) Tj'))), b'object 1', id='preface'),
        pytest.param(b'HTTP/1.1 200\r\n\r\n' + document(stream(page(b'(k) Tj'))), b'object 1', id='http'),
        pytest.param(document(stream(page(b'(k) Tj'), b'/X (%s) ' % (b'y' * 5000))), b'stream at', id='long-dictionary'),
        pytest.param(document(stream(page(b'(k) Tj'))).replace(b'\nstream\n', b'stream\r\n'), b'object 1', id='crlf'),
        pytest.param(document(stream(page(b'(k) Tj'))).replace(b'\nstream\n', b' stream\r'), b'object 1', id='cr'),
        pytest.param(document(stream(page(b'(k) Tj'))).replace(b'/Length ', b'/Length 1'), b'object 1', id='wrong-length'),
        pytest.param(document(stream(page(b'(k) Tj'))).replace(b'/Length ', b'/Length 3 0 R %'), b'object 1', id='length-elsewhere'),
        pytest.param(document(stream(page(b'(k) Tj'))).replace(b'1 0 obj', b'1 000000000 obj'), b'stream at', id='odd-number'),
    ],
)  # fmt: skip
def test_stream_is_found_in_odd_surroundings(data: bytes, name: bytes) -> None:
    found = contents(data)
    assert b'k' in [text.strip() for path, text in found.items() if path.startswith(name) and path.endswith(b'(text)')]


def test_end_of_a_stream_is_where_its_length_says_if_that_fits() -> None:
    inner = b'BT (a) Tj ET endstream BT (b) Tj ET'
    assert contents(document(stream(inner, packed=False)))[b'object 1 (text)'] == b'a\nb\n'


def test_where_and_a_nested_pdf() -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr('a.pdf', document(stream(page(literal(KEY) + b' Tj'))))
    found = list(members(Blob(b'z.zip', out.getvalue(), where='here'), Limits()))
    assert [blob.path for blob in found] == [
        b'z.zip!a.pdf',
        b'z.zip!a.pdf!object 1',
        b'z.zip!a.pdf!object 1 (text)',
    ]
    assert {blob.where for blob in found} == {'here'}


def test_attached_file_is_given_and_opened() -> None:
    data = document(
        stream(NOISE, b'/Type /EmbeddedFile '),
        stream(zlib.compress(b'x'), b'/Type /EmbeddedFile ', packed=False),
        stream(_zip(KEY), b'/Type /EmbeddedFile '),
    )
    found = contents(data)
    assert found[b'object 1'] == NOISE
    assert found[b'object 3!a.env'] == KEY
    assert not any(b'(text)' in path for path in found)


def _zip(data: bytes) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr('a.env', data)
    return out.getvalue()


# --- filters


def ascii85(data: bytes) -> bytes:
    return base64.a85encode(data, wrapcol=60, adobe=True)


@pytest.mark.parametrize(
    ('data', 'entry'),
    [
        pytest.param(zlib.compress(page(b'(k) Tj')), b'/Filter /FlateDecode', id='flate'),
        pytest.param(zlib.compress(page(b'(k) Tj')), b'/Filter/Fl', id='flate-in-short'),
        pytest.param(zlib.compress(page(b'(k) Tj')), b'/Filter [ /FlateDecode ]', id='array'),
        pytest.param(zlib.compress(page(b'(k) Tj'))[:-4] + b'wrng', b'/Filter /FlateDecode', id='flate-with-a-wrong-checksum'),
        pytest.param(page(b'(k) Tj'), b'', id='none'),
        pytest.param(page(b'(k) Tj'), b'/Filter []', id='empty-array'),
        pytest.param(page(b'(k) Tj').hex(' ', 20).encode() + b'>', b'/Filter /ASCIIHexDecode', id='hex'),
        pytest.param((page(b'(k) Tj').hex().encode() + b'2')[:-2] + b'>trash', b'/Filter /AHx', id='hex-with-an-odd-end'),
        pytest.param(ascii85(page(b'(k) Tj')), b'/Filter /ASCII85Decode', id='ascii85'),
        pytest.param(ascii85(page(b'(k) Tj'))[2:], b'/Filter /A85', id='ascii85-without-its-begin'),
        pytest.param(ascii85(page(b'(k) Tj') + bytes(8))[:-2], b'/Filter /A85', id='ascii85-without-its-end-and-with-zeros'),
        pytest.param(ascii85(zlib.compress(page(b'(k) Tj'))), b'/Filter [/ASCII85Decode /FlateDecode]', id='two'),
        pytest.param(zlib.compress(zlib.compress(page(b'(k) Tj')).hex().encode()), b'/Filter[/Fl/AHx/Fl]', id='three'),
    ],
)  # fmt: skip
def test_filters(data: bytes, entry: bytes) -> None:
    pdf = document(b'<< %s /Length %d >>\nstream\r\n%s\r\nendstream' % (entry, len(data), data))
    assert contents(pdf)[b'object 1 (text)'].strip() == b'k'
    assert reasons(pdf) == []


@pytest.mark.parametrize('size', [65_534, 65_535, 65_536, 65_537, 200_001])
def test_large_streams_in_digits(size: int) -> None:
    text = (b'BT (%s) Tj ET ' % KEY * (size // 20))[:size]
    for data, entry in ((text.hex().encode(), b'/AHx'), (ascii85(text + bytes(8)), b'/A85')):
        found = contents(document(stream(data, b'/Filter %s ' % entry, packed=False)))
        assert found[b'object 1'].rstrip(b'\0') == text


@pytest.mark.parametrize(
    ('content', 'expected'),
    [
        pytest.param(stream(b'x', b'/Filter /LZWDecode ', packed=False), [(b'x.pdf', 'unsupported compression method: streams with LZWDecode were not read')], id='lzw'),
        pytest.param(stream(b'x', b'/Type /ObjStm /Filter /LZWDecode ', packed=False), [(b'x.pdf', 'unsupported compression method: streams with LZWDecode were not read')], id='lzw-of-objects'),
        pytest.param(stream(b'x', b'/Filter [/FlateDecode /RunLengthDecode] ', packed=False), [(b'x.pdf', 'unsupported compression method: streams with RunLengthDecode were not read')], id='run-length'),
        pytest.param(stream(b'x', b'/Filter /SomethingElse ', packed=False), [(b'x.pdf', 'unsupported compression method: streams with an unknown filter were not read')], id='unknown'),
        pytest.param(stream(b'x', b'/Filter 9 0 R ', packed=False), [(b'x.pdf', 'unsupported compression method: streams with an unknown filter were not read')], id='elsewhere'),
        pytest.param(stream(b'x', b'/DecodeParms << /Predictor 12 >> '), [(b'x.pdf', 'unsupported compression method: streams with a predictor were not read')], id='predictor'),
        pytest.param(stream(b'x', b'/DecodeParms << /Predictor 1 >> '), [], id='no-predictor'),
        pytest.param(stream(b'not zlib', b'/Filter /FlateDecode ', packed=False), [(b'x.pdf!object 1', 'corrupt: the data cannot be decompressed')], id='no-flate'),
        pytest.param(b'<< /Filter /FlateDecode >>stream\nxendstream', [(b'x.pdf!object 1', 'truncated: the data ends too early')], id='one-byte-of-flate'),
        pytest.param(stream(b'4x>', b'/Filter /ASCIIHexDecode ', packed=False), [(b'x.pdf!object 1', 'corrupt: the data cannot be decompressed')], id='no-hex'),
        pytest.param(stream(b'\xff\xff', b'/Filter /ASCII85Decode ', packed=False), [(b'x.pdf!object 1', 'corrupt: the data cannot be decompressed')], id='no-ascii85'),
    ],
)  # fmt: skip
def test_stream_that_cannot_be_read_says_why(content: bytes, expected: list[tuple[bytes, str]]) -> None:
    assert reasons(document(content, content)) == [
        *expected,
        *((path.replace(b'object 1', b'object 2'), reason) for path, reason in expected if b'object' in path),
    ]


def test_damaged_stream_gives_what_stands_before_the_damage() -> None:
    text = b'\n'.join(b'(%d %d) Tj' % (at, at * at) for at in range(3000))
    packed = zlib.compress(b'BT ' + text + b' ET')
    half = len(packed) // 2
    data = document(stream(packed[:half] + bytes(90) + packed[half + 90 :], b'/Filter /FlateDecode ', packed=False))
    assert text[:20_000] in contents(data)[b'object 1']
    assert b'1000 1000000' in contents(data)[b'object 1 (text)']
    assert reasons(data) == [(b'x.pdf!object 1', 'corrupt: the data cannot be decompressed')]


@pytest.mark.parametrize(
    'entries',
    [
        b'/Type /XObject /Subtype /Image ',
        b'/Filter /DCTDecode ',
        b'/Filter [/ASCII85Decode /DCTDecode] ',
        b'/Filter /JPXDecode ',
        b'/Filter /CCITTFaxDecode ',
        b'/Filter /JBIG2Decode ',
        b'/Subtype /Type1C ',
        b'/Subtype/CIDFontType0C ',
        b'/Subtype /OpenType ',
        b'/Length1 1000 ',
        b'/Type /XRef ',
        b'/Filter [ /RunLengthDecode ] /Width 106 /Height 75 /ColorSpace 10 0 R /BitsPerComponent 8 ',
        b'/Width 2 0 R/Height 3 0 R/Type 4 0 R/Subtype 5 0 R/Filter 6 0 R/ColorSpace 7 0 R/BitsPerComponent 8 ',
    ],
)
def test_images_fonts_and_tables_of_places_are_skipped(entries: bytes) -> None:
    assert read(document(stream(page(b'(k) Tj'), entries, packed=False))) == []


def test_attachment_that_tells_a_width_is_read() -> None:
    data = document(stream(b'KEY=' + b'k' * 30, b'/Type /EmbeddedFile /Width 10 /Height 10 '))
    assert contents(data)[b'object 1'].startswith(b'KEY=k')


def test_binary_streams_and_tables_of_fonts_are_not_given_as_text() -> None:
    table = b'begincmap 1 beginbfchar <01> <0041> endbfchar endcmap'
    assert read(document(stream(NOISE), stream(table), stream(b''))) == []


def test_inline_image_does_not_hide_what_follows() -> None:
    image = b' BI /W 1 ID \x01(BT \x02\x03(( \nEI '
    data = page(b'(a) Tj') + image + page(b'(b) Tj') + b' BI without an end ' + b' BI ' + page(b'(c) Tj')
    assert shown(data).split() == [b'a', b'b', b'c']


# --- what a page shows


@pytest.mark.parametrize(
    ('operators', 'text'),
    [
        pytest.param(b'(a) Tj (b) Tj', b'ab', id='one-behind-the-other'),
        pytest.param(b'[(a) -199 (b) -201 (c) 300 (d)] TJ', b'ab cd', id='gaps'),
        pytest.param(b'[(a)] TJ [-250 (b)] TJ [(c)-100000.5(d)] TJ', b'a bc d', id='gap-first'),
        pytest.param(b'(a) Tj 0 -12 Td (b) Tj', b'a\nb', id='td'),
        pytest.param(b'(a) Tj 0 -300 TD (b) Tj', b'a\nb', id='td-with-leading'),
        pytest.param(b'(a) Tj T* (b) Tj', b'a\nb', id='next-line'),
        pytest.param(b'(a) Tj 1 0 0 1 9 9 Tm (b) Tj', b'a\nb', id='matrix'),
        pytest.param(b"(a) Tj (b) '", b'a\nb', id='quote'),
        pytest.param(b'(a) Tj 1 2 (b) "', b'a\nb', id='double-quote'),
        pytest.param(b'(a)Tj(b)\'T*(c)Tj', b'a\nb\nc', id='without-blanks'),
        pytest.param(b'/Span << /ActualText (hidden) >> BDC (a) Tj EMC', b'a', id='marked-content'),
        pytest.param(b'(a) Tj % (comment) Tj\n(b) Tj', b'ab', id='comment'),
        pytest.param(b'(a(b(c))d) Tj', b'a(b(c))d', id='nested-parentheses'),
        pytest.param(b'(\\(\\)\\\\\\n\\r\\t\\b\\f\\q) Tj', b'()\\\n\r\t\b\fq', id='escapes'),
        pytest.param(b'(\\101\\60\\0612\\777) Tj', b'A012\xff', id='octal'),
        pytest.param(b'(a\\\nb\\\r\nc\\\rd) Tj', b'abcd', id='lines-continued'),
        pytest.param(b'(a\\', b'a ET Q', id='open-at-the-end'),
        pytest.param(b'<61 62\n\v63> Tj <6> Tj <> Tj', b'abc`', id='hex'),
        pytest.param(b'(a) Tj (never closed Tj ET BT (b) Tj ET', b'anever closed Tj ET BT (b) Tj ET ET Q', id='never-closed'),
        pytest.param(b'/F2 9 Tf (a) Tj /Im1 Do', b'a', id='names'),
        pytest.param(b'(a) Tj (b) Tz (c) Tj', b'ac', id='string-of-another-operator'),
        pytest.param(b'1.5 -.5 +3 . (a) Tj', b'a', id='numbers'),
    ],
)  # fmt: skip
def test_operators(operators: bytes, text: bytes) -> None:
    assert shown(page(operators)) == text


def test_what_is_not_between_bt_and_et_is_not_shown() -> None:
    assert shown(b'(a) Tj ABTC (b) Tj BT(c)Tj ET (d) Tj') == b'c'
    assert shown(b'q 1 0 0 1 0 0 cm Q') == b''


def test_text_without_its_end_is_shown() -> None:
    assert shown(b'BT (a) Tj (b) Tj') == b'ab'


# --- strings


@pytest.mark.parametrize(
    ('object', 'lines'),
    [
        pytest.param(b'<< /Title (a) /Author(b) >>', b'Title: a\nAuthor: b\n', id='names'),
        pytest.param(b'[(a) (b)]', b'a\nb\n', id='array'),
        pytest.param(b'<< /Title <FEFF006B00e4> >>', 'Title: kä\n'.encode(), id='utf-16-big'),
        pytest.param(b'<< /Title (\xff\xfek\0) >>', b'Title: k\n', id='utf-16-little'),
        pytest.param(b'<< /T <6B 65 79> >>', b'T: key\n', id='hex'),
        pytest.param(b'<< /T () /U <> >>', b'', id='empty'),
        pytest.param(b'<< /T (a\\)b\\(c) >>', b'T: a)b(c\n', id='escapes'),
        pytest.param(b'<< /ID [<0001020304>] >>', b'', id='no-text'),
        pytest.param(b'<< /A /B (c) >>% (comment)\n', b'B: c\n', id='comment'),
        pytest.param(b'<< /JS (app.alert("' + b'k' * 99 + b'")) >>', b'JS: app.alert("' + b'k' * 99 + b'")\n', id='script'),
        pytest.param(b'(never closed', b'never closed\nendobj\nxref', id='never-closed'),
    ],
)  # fmt: skip
def test_strings(object: bytes, lines: bytes) -> None:
    found = contents(document(object)).get(b'strings', b'')
    assert found == lines or (lines and found.startswith(lines))


# --- fonts with codes of their own


def cmap(*sections: bytes) -> bytes:
    return (
        b'/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange '
        + b' '.join(sections)
        + b' endcmap'
    )


def chars(pairs: dict[int, str], width: int = 2) -> bytes:
    lines = b'\n'.join(
        b'<%s> <%s>' % (code.to_bytes(width, 'big').hex().encode(), text.encode('utf-16-be').hex().encode())
        for code, text in pairs.items()
    )
    return b'%d beginbfchar\n%s\nendbfchar' % (len(pairs), lines)


@pytest.mark.parametrize(
    ('table', 'codes', 'text'),
    [
        pytest.param(cmap(chars({3: 'A', 4: 'b'})), b'\0\3\0\4', b'Ab', id='characters'),
        pytest.param(cmap(chars({3: 'A'}, 1), chars({4: 'b'}, 1)), b'\3\4', b'Ab', id='one-byte'),
        pytest.param(cmap(b'1 beginbfrange <0003> <0005> <0041> endbfrange'), b'\0\3\0\5\0\6', 'AC\ufffd'.encode(), id='range'),
        pytest.param(cmap(b'1 beginbfrange <0000> <ffff> <0000> endbfrange'), b'\0A\1A', 'A\ufffd'.encode(), id='range-of-all'),
        pytest.param(cmap(b'beginbfrange <03> <05> [<0041> <0062> <0043>] <06> <06> <0064> endbfrange'), b'\3\4\5\6', b'AbCd', id='range-as-a-list'),
        pytest.param(cmap(chars({1: 'ffi'})), b'\0\1', b'ffi', id='ligature'),
        pytest.param(cmap(chars({1: '\xad', 2: '\u2010', 3: '\u2011', 4: '\u2212', 5: '\xa0'})), b'\0\1\0\2\0\3\0\4\0\5', b'---- ', id='hyphens-and-spaces'),
        pytest.param(cmap(b'beginbfrange <00ad> <00ad> <00ad> endbfrange'), b'\0\xad', b'-', id='hyphen-in-a-range'),
        pytest.param(cmap(chars({1: 'ü', 2: '\n'})), b'\0\1\0\2', '\ufffd\ufffd'.encode(), id='others'),
        pytest.param(cmap(b'<01> <0041> beginbfchar <02> endbfchar beginbfchar <03> <0042> endbfchar'), b'\1\3', '\ufffdB'.encode(), id='odd-ones-out'),
        pytest.param(cmap(b'beginbfrange <05> <03> <0041> endbfrange [ <01> ]'), b'\5', '\ufffd'.encode(), id='range-that-goes-down'),
        pytest.param(cmap(b'beginbfrange <fe> <ff> [<0041> <0042> <0043>] endbfrange'), b'\xfe\xff', b'AB', id='list-that-is-too-long'),
        pytest.param(cmap(b'beginbfchar ] <01> <0041> endbfchar'), b'\1', b'A', id='bracket-alone'),
        pytest.param(cmap(b'beginbfchar < > <0041> endbfchar'), b'a', '\ufffd'.encode(), id='code-of-nothing'),
        pytest.param(b'', b'a', '\ufffd'.encode(), id='none'),
    ],
)  # fmt: skip
def test_table_of_a_font(table: bytes, codes: bytes, text: bytes) -> None:
    assert Table(table, meter()).text(codes) == text


def test_table_keeps_few_codes() -> None:
    ranges = b'beginbfrange ' + b'<0000> <ffff> <0000> <0100> <ffff> <0000> ' * 1000 + b'endbfrange'
    table = Table(cmap(ranges, chars(dict.fromkeys(range(0x1000, 0x2000), 'a'))), meter())
    assert len(table.codes) <= 300


CODES = {chr(code): 1000 - code for code in range(0x20, 0x7F)}
TABLE = stream(
    cmap(*(chars({1000 - code: chr(code) for code in range(start, min(start + 50, 0x7F))}) for start in (0x20, 0x52)))
)
FONT = b'<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode %d 0 R >>'


def coded(text: bytes) -> bytes:
    return b'<' + b''.join(b'%04x' % CODES[chr(byte)] for byte in text) + b'> Tj'


def test_text_in_a_font_of_its_own_is_read_through_its_table() -> None:
    pages = b'<< /Type /Page /Resources << /Font << /F1 2 0 R >> >> /Contents 4 0 R >>'
    for detector in DETECTORS:
        key = sample(detector, 4)
        found = contents(document(pages, FONT % 3, TABLE, stream(page(coded(key)))))
        assert found[b'object 4 (text)'] == b'\n%s\n' % key, detector.id


def test_font_that_is_described_in_an_object_stream_is_known() -> None:
    font, pages = FONT % 3, b'<< /Font << /F1 12 0 R >> >>'
    head = b'11 0 12 %d ' % len(pages)
    held = stream(head + pages + font, b'/Type /ObjStm /N 2 /First %d ' % len(head))
    found = contents(document(stream(page(coded(KEY))), held, TABLE))
    assert found[b'object 1 (text)'] == b'\n%s\n' % KEY


@pytest.mark.parametrize(
    'head',
    [b'', b'a b c d ', b'1 99999999999 2 ', b'1 500 2 3 4 1 ', b'7 ' * 3000],
    ids=['none', 'letters', 'large-numbers', 'no-order', 'nothing-else'],
)
def test_object_stream_with_an_odd_list_is_read(head: bytes) -> None:
    for first in (b'', b'/First %d ' % len(head), b'/First 999999999 '):
        found = contents(document(stream(head + b'<< /T (k) >>', b'/Type /ObjStm ' + first)))
        assert found[b'object 1'].endswith(b'(k) >>')
        assert first == b'/First 999999999 ' or found[b'object 1 (strings)'] == b'T: k\n'


def test_font_stays_the_same_until_another_is_chosen() -> None:
    pages = b'<< /Font << /F1 2 0 R /F2 9 0 R >> >>'
    text = b'/F1 9 Tf BT %s ET BT %s /F2 9 Tf (plain) Tj ET BT (too) Tj ET' % (coded(b'one'), coded(b'two'))
    found = contents(document(pages, FONT % 3, TABLE, stream(text)))
    assert found[b'object 4 (text)'] == b'one\ntwoplain\ntoo\n'


def test_name_of_several_fonts_is_tried_with_each() -> None:
    other = stream(cmap(b'beginbfrange <0000> <0100> <0000> endbfrange'))
    pages = b'<< /F1 2 0 R >> << /F1 5 0 R >>'
    found = contents(document(pages, FONT % 3, TABLE, stream(page(coded(KEY))), FONT % 6, other))
    assert KEY in found[b'object 4 (text)'].split(b'\n')
    wide = b'<%s> Tj' % KEY.decode().encode('utf-16-be').hex().encode()
    found = contents(document(pages, FONT % 3, TABLE, stream(page(wide)), FONT % 6, other))
    assert KEY in found[b'object 4 (text)'].split(b'\n')


def test_table_that_cannot_be_read_says_so() -> None:
    pages = b'<< /F1 2 0 R >>'
    broken = stream(b'not zlib', b'/Filter /FlateDecode ', packed=False)
    assert reasons(document(pages, FONT % 3, broken, stream(page(b'(k) Tj')))) == [
        (b'x.pdf!object 3', 'corrupt: the data cannot be decompressed')
    ]


def test_only_so_many_names_and_fonts_are_kept() -> None:
    fonts = Fonts(meter())
    fonts.learn(b''.join(b'/N%d 1 0 R ' % at for at in range(2000)), 0, 1 << 30)
    fonts.learn(b''.join(b'/N1 %d 0 R ' % at for at in range(2000)), 0, 1 << 30)
    fonts.learn(b''.join(b'%d 0 obj /ToUnicode %d 0 R ' % (at, at + 5000) for at in range(3000)), 0, 1 << 30)
    assert len(fonts.wanted()) == 2000
    assert fonts.more
    fonts.tables = {number: Table(b'', meter()) for number in fonts.wanted()}
    assert len(fonts.named(b'N1')) == 8
    assert fonts.named(b'N1999') == []


@pytest.mark.parametrize(('count', 'told'), [(2000, []), (2001, [MANY_FONTS])], ids=['all', 'one-too-many'])
def test_fonts_of_which_no_note_is_taken_are_said(count: int, told: list[str]) -> None:
    fonts = b''.join(b'%d 0 obj /ToUnicode %d 0 R endobj\n' % (at, at + 5000) for at in range(1, count + 1))
    data = b'%PDF-1.7\n' + fonts + b'%%EOF\n'
    assert [reason for _, _, reason in pdf.members(data, meter()) if reason] == told


# --- what cannot be read


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(document(stream(page(b'(k) Tj')), trailer=b'<< /Root 1 0 R /Encrypt 2 0 R >>'), id='trailer'),
        pytest.param(
            document(stream(b'', b'/Type /XRef /Encrypt 2 0 R '), stream(page(b'(k) Tj'))), id='stream-of-places'
        ),
    ],
)
def test_encrypted_pdf_says_so(data: bytes) -> None:
    assert read(data) == [(b'x.pdf', b'', 'encrypted')]


def test_text_about_encryption_is_not_encrypted() -> None:
    assert reasons(document(b'<< /Title (/Encrypt) >>', stream(page(b'(/Encrypt) Tj')))) == []


def test_pdf_without_its_end_is_truncated_behind_what_is_there() -> None:
    data = document(stream(page(b'(a) Tj')), stream(page(b'(b) Tj'), packed=False))
    cut = 'truncated: the data ends too early'
    for end in (data.rindex(b'endstream'), data.index(b'xref'), data.index(b'%%EOF')):
        assert contents(data[:end])[b'object 1 (text)'] == b'\na\n'
        assert contents(data[:end])[b'object 2 (text)'] == b'\nb\n'
        assert reasons(data[:end]) == [(b'x.pdf', cut)]
    assert reasons(data[: data.index(b'endstream') - 20]) == [(b'x.pdf!object 1', cut), (b'x.pdf', cut)]


@pytest.mark.parametrize('length', [True, False], ids=['length', 'no-length'])
@pytest.mark.parametrize('endobj', [True, False], ids=['end-of-the-object', 'no-end-of-the-object'])
def test_stream_that_lost_its_end_does_not_swallow_the_next(length: bool, endobj: bool) -> None:
    data = document(stream(page(b'(a) Tj')), stream(page(b'(b) Tj')), stream(page(b'(c) Tj')))
    data = data.replace(b'\nendstream', b'', 1)
    data = data if length else re.sub(rb'/Length \d+ ', b'', data, count=1)
    data = data if endobj else data.replace(b'endobj\n', b'', 1)
    found = contents(data)
    assert found[b'object 2 (text)'] == b'\nb\n'
    assert found[b'object 3 (text)'] == b'\nc\n'
    assert (b'x.pdf', 'truncated: the data ends too early') in reasons(data)


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: document(b'/F1 2 0 R', FONT % 3, stream(b'1 beginbfchar <05> <0046> endbfchar'), stream(b'/F1 9 Tf BT (' + b'x' * n + b') Tj ET')), id='codes-of-a-font'),
        pytest.param(lambda n: document(stream(b'BT (' + b'\\0' * (n // 2) + b') Tj ET')), id='escapes'),
    ],
)  # fmt: skip
def test_small_pdf_that_stands_for_much_takes_little_memory(make: Callable[[int], bytes]) -> None:
    data = make(MIB)
    tracemalloc.start()
    try:
        for _ in members(Blob(b'x.pdf', data), Limits()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # less than 12 times; lists of every piece took 40 and more
    assert peak < 20 * MIB, peak


def test_text_that_speaks_of_pdfs_is_not_truncated() -> None:
    assert read(b'<p>The file begins with %PDF-1.4 and goes on.</p>') == []


def test_pdf_cut_anywhere_gives_data_or_a_reason() -> None:
    for end in range(0, len(WHOLE), 7):
        assert read(WHOLE[:end]) or not carrier(WHOLE[:end])


# --- what is told once, and what was wrapped


TOLD = sample(next(each for each in DETECTORS if each.id == 'anthropic-api-key'), 1)


@pytest.mark.parametrize('size', [23, 25, 40, 60])
def test_key_that_was_wrapped_is_put_together(size: int) -> None:
    lines = [b'Key:', *(TOLD[at : at + size] for at in range(0, len(TOLD), size)), b'and more']
    shown = b'\n'.join(b'BT 31 %d Td (%s) Tj ET' % (800 - at, line) for at, line in enumerate(lines))
    report = run([Blob(b'x.pdf', document(stream(shown)))], Settings())
    assert [each.secret.reveal() for each in report.blocked] == [TOLD]


def test_words_that_were_wrapped_are_no_key() -> None:
    lines = [b'sk-ant-api03-is-how-the-keys-begin', b'and-then-there-are-93-of-these', b'characters-in-a-row'] * 4
    shown = b'\n'.join(b'BT 31 %d Td (%s) Tj ET' % (800 - at, line) for at, line in enumerate(lines))
    assert run([Blob(b'x.pdf', document(stream(shown)))], Settings()).blocked == []


def test_string_of_an_object_stream_is_told_once() -> None:
    inner = b'1 0 << /Title (key ' + TOLD + b') >>'
    data = document(stream(inner, b'/Type /ObjStm /N 1 /First 4 '))
    assert [each.path for each in run([Blob(b'x.pdf', data)], Settings()).blocked] == [b'x.pdf!object 1']


# --- limits


def test_bomb_is_stopped() -> None:
    packed = zlib.compress(bytes(200 * MIB), 9)
    data = document(*[stream(packed, b'/Filter /FlateDecode ', packed=False)] * 10)
    tracemalloc.start()
    began = time.process_time()
    why = reasons(data)
    assert time.process_time() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 150 * MIB
    tracemalloc.stop()
    assert {reason for _, reason in why} == {
        'compression ratio too high (a bomb?): the rest after 1,000:1 was not read'
    }


def test_filters_in_a_row_are_counted_together() -> None:
    inner = zlib.compress(zlib.compress(zlib.compress(bytes(200 * MIB), 9), 9), 9)
    data = document(stream(inner, b'/Filter [/Fl /Fl /Fl] ', packed=False))
    assert 'compression ratio too high' in reasons(data)[0][1]


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(lambda: document(stream(b'BT (a) Tj ' + b'a ' * 1_000_000)), id='page'),
        pytest.param(lambda: document(stream(b'BT (a) Tj ET ' + b'BT ET ' * 300_000)), id='texts'),
        pytest.param(lambda: document(stream(b'(a)' * 1_000_000, b'/Type /ObjStm ')), id='strings'),
        pytest.param(lambda: document(stream(b'1 0 ' + b'/a 1 0 R ' * 600_000, b'/Type /ObjStm /First 4 ')), id='references'),
        pytest.param(lambda: document(*(each for at in range(5) for each in (FONT % (at * 2 + 2), stream(b'[' * 180_000)))), id='tables'),
        pytest.param(lambda: document(stream(ascii85(b'a' * 1_000_000), b'/Filter /A85 ', packed=False)), id='digits'),
    ],
)  # fmt: skip
def test_what_is_interpreted_counts_more_than_its_bytes(data: Callable[[], bytes]) -> None:
    began = time.process_time()
    found = read(data(), Limits(total=6 * MIB, ratio=1 << 30))
    assert time.process_time() - began < 10
    assert found[-1] == (b'x.pdf', b'', 'too large: the rest after 6 MiB of unpacked data was not read')


def test_text_is_shown_to_where_it_was_too_much() -> None:
    data = document(stream(b'BT (a) Tj ' + b'a ' * 5_000_000 + b' (b) Tj ET'))
    assert contents(data, Limits(total=30 * MIB, ratio=1 << 30))[b'object 1 (text)'] == b'a'


@pytest.mark.parametrize('most', range(1, 6))
def test_streams_are_counted_as_entries(most: int) -> None:
    data = document(*[stream(page(b'(k) Tj'))] * 3, stream(b'', b'/Subtype /Image '))
    found = read(data, Limits(entries=most))
    assert len([path for path, _, _ in found if path.endswith(b'(text)')]) == min(most, 3)
    too_many = [(b'x.pdf', f'too many entries: the rest after {most} was not read')]
    assert reasons(data, Limits(entries=most)) == (too_many if most < 4 else [])


def test_stream_that_is_too_large_is_read_to_the_limit() -> None:
    data = document(stream(b'BT (' + b'k' * 5000 + b') Tj ET'), b'(' + b's' * 3000 + b')')
    assert contents(data, Limits(member=1000))[b'object 1 (text)'] == b'k' * 996
    assert len(contents(data, Limits(member=1000))[b'strings']) == 1000
    assert [path for path, _ in reasons(data, Limits(member=1000))] == [b'x.pdf!object 1', b'x.pdf!strings']


@pytest.mark.parametrize(
    ('data', 'text'),
    [
        (b'', True),
        (b'abc\tdef\r\n', True),
        (b'\0', False),
        ('ünï'.encode(), True),
        (NOISE, False),
        (b'a' * 99 + b'\0', True),
    ],
)
def test_mostly_text(data: bytes, text: bool) -> None:
    assert mostly_text(data) == text


# --- it never raises, and ends in linear time

WHOLE = document(
    b'<< /Title (a) /F1 2 0 R >>',
    FONT % 3,
    TABLE,
    stream(page(coded(b'text') + b' [(a) -300 (b)] TJ')),
    stream(b'1 0 2 5 << /T (name) >> (other)', b'/Type /ObjStm /N 2 /First 8 '),
    stream(ascii85(page(b'(k) Tj')), b'/Filter /ASCII85Decode ', packed=False),
    stream(page(b'<6b> Tj BI ID x EI')),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(WHOLE)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(8, len(data) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = bytes((draw(st.integers(0, 255)),))
            case 1:
                del data[at : at + draw(st.integers(1, 40))]
            case 2:
                data[at:at] = draw(st.binary(max_size=20))
            case _:
                data[at:at] = draw(
                    st.sampled_from(
                        [
                            b'(',
                            b')',
                            b'<<',
                            b'>>stream\n',
                            b'endstream',
                            b' 99999999999 0 obj',
                            b'/Filter [/Fl/Fl]',
                            b'/Length 7 ',
                        ]
                    )
                )
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_damaged_pdfs_never_raise(data: bytes) -> None:
    for path, _, _ in read(data, Limits(total=MIB, member=MIB // 2, entries=500)):
        assert path.startswith(b'x.pdf')


ALPHABET = [b'BT ', b'ET ', b'BI ', b' EI ', b'(', b')', b'\\', b'<', b'>', b'[', b']', b'-300 ', b'a', b' Tj ', b' TJ ', b"'", b'"', b'/F1 ', b'9 Tf ', b'T* ', b'%', b'\n', b'\xff', b'12', b'.', b'\\7']  # fmt: skip


@given(st.lists(st.sampled_from(ALPHABET), max_size=40).map(b''.join))
def test_any_page_description_is_read(data: bytes) -> None:
    page_text(data, Fonts(meter()), meter())
    read(document(stream(data), data))


@given(st.lists(st.sampled_from([b'beginbfchar ', b'beginbfrange ', b'endbfchar ', b'<00>', b'<0041>', b'<f>', b'[', b']', b'< >']), max_size=30).map(b''.join))  # fmt: skip
def test_any_table_is_read(table: bytes) -> None:
    Table(table, meter()).text(b'\0A')


def opened(data: bytes) -> None:
    for _ in members(Blob(b'x', data), Limits()):
        pass


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: document(*[stream(b'x')] * n), id='streams'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'>>stream\n' * n * 10, id='streams-without-an-end'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'>>stream\n/Length 99999 endstream' * n, id='lengths'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'1 0 obj ' * n * 10, id='objects'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'1' * n * 100, id='digits'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'(' * n * 100, id='open-strings'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'<' * n * 100, id='open-digits'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'<0' * n * 100, id='digits-that-do-not-end'),
        pytest.param(lambda n: b'%PDF-1.7 ' + b'/' * n * 100, id='names'),
        pytest.param(lambda n: document(stream(b'BT ' + b'(' * n * 100)), id='text-of-open-strings'),
        pytest.param(lambda n: document(stream(b'BT ' + b'<' * n * 100)), id='text-of-open-digits'),
        pytest.param(lambda n: document(stream(b'BI ' * n * 10)), id='images-without-an-end'),
        pytest.param(lambda n: document(stream(b'BT ET ' * n * 10)), id='empty-texts'),
        pytest.param(lambda n: document(stream(b'BT (a\\' * n)), id='text-of-escapes'),
        pytest.param(lambda n: document(b'/F1 2 0 R', FONT % 3, stream(b'beginbfchar' * n * 10), stream(b'/F1 9 Tf BT (a) Tj ET')), id='table-without-an-end'),
        pytest.param(lambda n: document(stream(b'1 0 ' * n * 10 + b'(a)', b'/Type /ObjStm /First %d ' % (n * 40))), id='objects-in-one-place'),
    ],
)  # fmt: skip
def test_time_is_linear(make: Callable[[int], bytes]) -> None:
    small, large = (functools.partial(opened, make(size)) for size in (1000, 8000))
    # eight times as much; quadratic would be sixty-four
    assert keeps_pace(small, large, 24, 0.02)
