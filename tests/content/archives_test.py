"""Archives: what is inside is found, what cannot be read says so, and nothing makes reading them costly."""

from __future__ import annotations

import ast
import bz2
import functools
import gzip
import io
import lzma
import mmap
import random
import stat
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import types
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything
from keyguard.content.archives import Limits, members
from keyguard.content.beginnings import HEAD, carrier
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.clock import keeps_pace
from testing.containers import ar, git_pack

DETECTORS = [detector for provider in everything() for detector in provider.detectors]
KEY = sample(DETECTORS[0], 1)
ENV = b'KEY=' + KEY + b'\n'
OTHER = b'# ' + sample(DETECTORS[1], 1) + b'\n'
FILES = {'c.env': ENV, 'inner/path/d.txt': OTHER}
NOISE = random.Random(1).randbytes(300_000)
MIB = 1 << 20

Read = list[tuple[bytes, bytes, str]]


# --- making archives


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def streamed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip that was written to a pipe: sizes and checksums stand behind the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, 'w', method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = 'w', form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def v7(files: dict[str, bytes]) -> bytes:
    """A tar as before POSIX: no magic."""
    out = b''
    for name, data in files.items():
        out += tar_header(name.encode(), len(data), magic=b'') + data + bytes(-len(data) % 512)
    return out + bytes(1024)


def tar_header(name: bytes, size: int, kind: bytes = b'0', magic: bytes = b'ustar\x0000', field: bytes = b'') -> bytes:
    block = bytearray(512)
    block[: min(100, len(name))] = name[:100]
    block[100:108] = b'0000644\0'
    block[124:136] = field or b'%011o\0' % size
    block[156:157] = kind
    block[257 : 257 + len(magic)] = magic
    return with_checksum(bytes(block))


def with_checksum(block: bytes) -> bytes:
    block = block[:148] + b' ' * 8 + block[156:]
    return block[:148] + b'%06o\0 ' % sum(block) + block[156:]


def member(
    name: bytes,
    data: bytes,
    *,
    method: int = 0,
    packed: bytes | None = None,
    flags: int = 0,
    mode: int = 0,
    crc: int | None = None,
    size: int | None = None,
    extra: bytes = b'',
    at: int | None = None,
) -> dict[str, object]:
    """A zip's member with any field as it should not be."""
    packed = data if packed is None else packed
    crc = zlib.crc32(data) if crc is None else crc
    size = len(packed) if size is None else size
    local = struct.pack('<4s5H3I2H', b'PK\3\4', 20, flags, method, 0, 0, crc, size, len(data), len(name), 0)
    central = struct.pack(
        '<6H3I5HI', 20, 20, flags, method, 0, 0, crc, size, len(data), len(name), len(extra), 0, 0, 0, mode << 16
    )
    return {'local': local + name + packed, 'central': central, 'names': name + extra, 'at': at}


def handmade(*entries: dict[str, object], comment: bytes = b'') -> bytes:
    out, central = bytearray(), bytearray()
    for entry in entries:
        at = len(out) if entry['at'] is None else entry['at']
        central += b'PK\1\2' + entry['central'] + struct.pack('<I', at) + entry['names']  # type: ignore[operator]
        if entry['at'] is None:
            out += entry['local']  # type: ignore[operator]
    count = min(len(entries), 0xFFFF)
    end = struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, count, count, len(central), len(out), len(comment))
    return bytes(out + central) + end + comment


def raw_deflate(data: bytes, level: int = 9) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def gzip_with_everything(data: bytes) -> bytes:
    """All the fields that a header may have."""
    head = b'\x1f\x8b\x08' + bytes((2 | 4 | 8 | 16,)) + bytes(6) + b'\x05\0extra' + b'name\0' + b'comment\0' + b'\0\0'
    return head + raw_deflate(data) + struct.pack('<II', zlib.crc32(data), len(data))


def read(data: bytes | mmap.mmap, name: bytes = b'x', limits: Limits | None = None) -> Read:
    found = list(members(Blob(name, data), limits or Limits()))
    assert all(blob.path == name or blob.path.startswith(name + b'!') for blob in found)
    assert not any(blob.data and blob.reason for blob in found)
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in found]


def contents(found: Read) -> dict[bytes, bytes]:
    return {path: data for path, data, reason in found if not reason}


def reasons(found: Read) -> list[tuple[bytes, str]]:
    return [(path, reason) for path, _, reason in found if reason]


# --- every format

ARCHIVES: dict[str, tuple[str, bytes]] = {
    'zip-stored': ('zip', zipped(FILES, zipfile.ZIP_STORED)),
    'zip-deflate': ('zip', zipped(FILES)),
    'zip-bzip2': ('zip', zipped(FILES, zipfile.ZIP_BZIP2)),
    'zip-lzma': ('zip', zipped(FILES, zipfile.ZIP_LZMA)),
    'zip-streamed': ('zip', streamed(FILES)),
    'zip-streamed-stored': ('zip', streamed(FILES, zipfile.ZIP_STORED)),
    'tar-ustar': ('tar', tarred(FILES, form=tarfile.USTAR_FORMAT)),
    'tar-gnu': ('tar', tarred(FILES, form=tarfile.GNU_FORMAT)),
    'tar-pax': ('tar', tarred(FILES, form=tarfile.PAX_FORMAT)),
    'tar-v7': ('tar', v7(FILES)),
    'tar-gzip': ('gzip', tarred(FILES, 'w:gz')),
    'tar-bzip2': ('bzip2', tarred(FILES, 'w:bz2')),
    'tar-xz': ('xz', tarred(FILES, 'w:xz')),
    'tar-lzma': ('lzma', lzma.compress(v7(FILES), lzma.FORMAT_ALONE)),
}  # fmt: skip
SINGLES: dict[str, tuple[str, bytes]] = {
    'gz': ('gzip', gzip.compress(ENV)),
    'bz2': ('bzip2', bz2.compress(ENV)),
    'xz': ('xz', lzma.compress(ENV)),
    'lzma': ('lzma', lzma.compress(ENV, lzma.FORMAT_ALONE)),
}


@pytest.mark.parametrize('name', ARCHIVES)
def test_archive_is_told_by_its_bytes_and_its_members_come_with_their_paths(name: str) -> None:
    kind, data = ARCHIVES[name]
    assert carrier(data[:600]) == kind
    assert read(data, b'out/x.bin') == [
        (b'out/x.bin!c.env', ENV, ''),
        (b'out/x.bin!inner/path/d.txt', OTHER, ''),
    ]


@pytest.mark.parametrize('suffix', SINGLES)
def test_compressed_file_comes_under_its_name_without_the_suffix(suffix: str) -> None:
    kind, data = SINGLES[suffix]
    assert carrier(data[:600]) == kind
    path = b'out/x.env.' + suffix.encode()
    assert read(data, path) == [(path + b'!x.env', ENV, '')]


@pytest.mark.parametrize(
    ('path', 'inner'),
    [
        pytest.param(b'a/x.ENV.GZ', b'x.ENV', id='suffix-in-capitals'),
        pytest.param(b'a/x', b'x', id='no-suffix'),
        pytest.param(b'a/.gz', b'.gz', id='nothing-but-the-suffix'),
        pytest.param(b'a.zip!b/x.gz', b'x', id='inside-of-another'),
    ],
)
def test_name_of_a_compressed_file(path: bytes, inner: bytes) -> None:
    assert read(gzip.compress(ENV), path) == [(path + b'!' + inner, ENV, '')]


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(gzip.compress(ENV[:9]) + gzip.compress(ENV[9:]), id='gzip'),
        pytest.param(gzip.compress(ENV[:9]) + bytes(5000) + gzip.compress(ENV[9:]) + bytes(9), id='gzip-with-padding'),
        pytest.param(bz2.compress(ENV[:9]) + bz2.compress(ENV[9:]), id='bzip2'),
        pytest.param(lzma.compress(ENV[:9]) + bytes(4) + lzma.compress(ENV[9:]), id='xz-with-padding'),
        pytest.param(gzip_with_everything(ENV), id='gzip-with-every-field-in-its-header'),
        pytest.param(lzma.compress(ENV, lzma.FORMAT_ALONE, preset=9), id='lzma-with-a-large-dictionary'),
    ],
)
def test_streams_in_a_row_are_one_file(data: bytes) -> None:
    assert read(data) == [(b'x!x', ENV, '')]


@pytest.mark.parametrize('method', [0, 8, 12, 14], ids=['stored', 'deflate', 'bzip2', 'lzma'])
def test_large_members_come_whole(method: int) -> None:
    data = NOISE + bytes(400_000) + NOISE
    assert contents(read(zipped({'a': data, 'b': ENV}, method))) == {b'x!a': data, b'x!b': ENV}


def test_zip_of_one_more_format() -> None:
    data = handmade(member(b'a', ENV, method=95, packed=lzma.compress(ENV)))
    assert read(data) == [(b'x!a', ENV, '')]


@pytest.mark.parametrize('known', [True, False], ids=['size-in-the-header', 'end-marker'])
def test_zip_with_lzma_of_either_kind(known: bool) -> None:
    alone = lzma.compress(ENV, lzma.FORMAT_ALONE)
    # Python writes the end marker; with the size known, the decoder stops before it
    packed = b'\x09\x04\x05\0' + alone[:5] + alone[13:]
    data = handmade(member(b'a', ENV, method=14, packed=packed, flags=0 if known else 2))
    assert read(data) == [(b'x!a', ENV, '')]


def test_large_zip_fields() -> None:
    long = struct.pack('<HHH', 0x7777, 2, 0) + struct.pack('<HHQQ', 1, 16, len(ENV), len(ENV))
    entry = member(b'a', ENV, extra=long)
    entry['central'] = entry['central'][:16] + b'\xff' * 8 + entry['central'][24:]  # type: ignore[index]
    data = handmade(entry)
    assert read(data) == [(b'x!a', ENV, '')]
    # and the long form of the archive's end
    at = data.index(b'PK\5\6')
    size, offset = struct.unpack_from('<II', data, at + 12)
    record = struct.pack('<4sQ2H2I4Q', b'PK\6\6', 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = struct.pack('<4sIQI', b'PK\6\7', 0, at, 1)
    end = struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert read(data[:at] + record + locator + end) == [(b'x!a', ENV, '')]


def test_zip_field_that_has_no_long_form_stays() -> None:
    entry = member(b'a', ENV)
    entry['central'] = entry['central'][:16] + b'\xff' * 8 + entry['central'][24:]  # type: ignore[index]
    assert contents(read(handmade(entry)))[b'x!a'].startswith(ENV)


def test_empty_archives_hold_nothing() -> None:
    assert carrier(zipped({})) == 'zip'
    assert read(zipped({})) == []
    assert read(tarred({})) == []
    assert read(gzip.compress(b'')) == [(b'x!x', b'', '')]
    assert read(zipped({'a': b''})) == [(b'x!a', b'', '')]


def test_zip_with_a_preface_and_a_comment() -> None:
    data = handmade(member(b'a', ENV), comment=b'PK and more')
    assert read(b'PK\3\4' + bytes(96) + data) == [(b'x!a', ENV, '')]


def test_text_that_ends_like_a_zip_is_none() -> None:
    data = zipped(FILES)
    assert read(b'x = 1\n' + data[:-22] + b'PK\5\6' + bytes(18)) == []
    assert read(b'x = 1\n' + data[:-3]) == []


def test_members_that_the_list_does_not_name_are_read() -> None:
    other = zipped({'e.env': b'# ' + ENV})
    assert contents(read(zipped(FILES) + other)) == {
        **{b'x!' + name.encode(): data for name, data in FILES.items()},
        b'x!e.env': b'# ' + ENV,
    }
    # nobody lists what only looks like one, and that is no damage
    for noise in (bytes(96), NOISE[:500], struct.pack('<HHH', 20, 0, 8) + bytes(90)):
        assert read(b'PK\3\4' + noise + other) == [(b'x!e.env', b'# ' + ENV, '')]


def test_member_that_was_replaced_is_read() -> None:
    out = io.BytesIO(zipped({'a.env': ENV}))
    with zipfile.ZipFile(out, 'a') as archive, warnings.catch_warnings():
        warnings.simplefilter('ignore')
        archive.writestr('a.env', b'# nothing\n')
    # its list has both; an update in place leaves the old one out
    old, new = (b'PK\1\2' + part for part in out.getvalue().split(b'PK\1\2')[1:])
    end = new.index(b'PK\5\6')
    data = out.getvalue().partition(b'PK\1\2')[0] + new[:end]
    start = len(data) - end
    data += struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, 1, 1, end, start, 0)
    assert ENV not in data[start:] and old
    assert sorted(content for _, content, _ in read(data)) == [b'# nothing\n', ENV]


def test_members_appended_to_a_tar_are_read() -> None:
    assert len(read(tarred(FILES) + tarred({'e': ENV}))) == 3


def test_bytes_of_a_mapped_file_do(tmp_path: Path) -> None:
    for name, (_, data) in {**ARCHIVES, **SINGLES}.items():
        path = tmp_path / name
        path.write_bytes(data)
        with path.open('rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            assert read(mapped) == read(data), name


def test_where_is_kept_and_duplicates_are_all_read() -> None:
    data = handmade(member(b'a', ENV), member(b'a', OTHER), member(b'b', b'x', flags=1))
    found = list(members(Blob(b'x', data, where='commit message'), Limits()))
    assert [(blob.path, blob.data, blob.where) for blob in found[:2]] == [
        (b'x!a', ENV, 'commit message'),
        (b'x!a', OTHER, 'commit message'),
    ]
    assert [(blob.reason, blob.where) for blob in found[2:]] == [('encrypted', 'commit message')]


def test_members_come_one_at_a_time() -> None:
    found = members(Blob(b'x', zipped({'a': ENV, 'b': OTHER})[:-30]), Limits())
    assert next(found).data == ENV


# --- what is no carrier


@pytest.mark.parametrize(
    'head',
    [
        pytest.param(b'', id='nothing'),
        pytest.param(b'PK', id='two-letters'),
        pytest.param(b'PK\x03\x05 or so', id='nearly-a-zip'),
        pytest.param(b'\x1f\x8b\x08\xe0' + bytes(20), id='gzip-with-unknown-flags'),
        pytest.param(b'\x1f\x9d\xa0', id='compress-of-no-known-width'),
        pytest.param(b'BZh9 is how bzip2 begins', id='word-of-bzip2'),
        pytest.param(b'BZhx1AY&SY', id='bzip2-without-a-level'),
        pytest.param(b']\0 a bracket', id='bracket'),
        pytest.param(b']\0\0\x80\0' + b'\xff' * 8 + b'\x01', id='lzma-that-does-not-begin-with-nought'),
        pytest.param(b']\0\0\x81\0' + b'\xff' * 8 + b'\0', id='lzma-with-an-odd-dictionary'),
        pytest.param(b']\0\0\x80\0' + b'\xfe' * 8 + b'\0', id='lzma-of-a-thousand-petabytes'),
        pytest.param(bytes(1024), id='zeros'),
        pytest.param(b'12345670' * 100, id='octal-digits'),
        pytest.param(tar_header(b'a', 1, magic=b'')[:511], id='most-of-an-old-tar'),
        pytest.param(tar_header(b'a', 1, magic=b'').replace(b'a', b'b', 1), id='old-tar-with-another-checksum'),
        pytest.param(b'x' * 1024 + b'%PDF-1.7', id='pdf-too-late'),
        pytest.param(b"head.find(b'%PDF-')", id='word-of-pdf'),
        pytest.param(ENV, id='plain-text'),
    ],
)
def test_other_bytes_are_no_carrier(head: bytes) -> None:
    assert carrier(head) == ''
    assert read(head) == []


def test_tar_with_a_signed_checksum_is_one() -> None:
    block = tar_header('ü'.encode(), 0, magic=b'')
    signed = sum(block[:148] + block[156:]) + 256 - 256 * 2
    assert carrier(block[:148] + b'%06o\0 ' % signed + block[156:]) == 'tar'


def test_projects_own_files_are_no_carriers() -> None:
    for path in Path(__file__).parents[2].joinpath('keyguard').rglob('*.py'):
        assert not carrier(path.read_bytes()[:HEAD])


@given(st.binary(max_size=1100))
def test_any_head_is_told(head: bytes) -> None:
    assert isinstance(carrier(head), str)


# --- archives inside of archives


def test_nested_archives_are_given_and_opened() -> None:
    inner = tarred({'c.env': ENV}, 'w:gz')
    assert read(zipped({'b.tar.gz': inner, 'd': OTHER}), b'a.zip') == [
        (b'a.zip!b.tar.gz', inner, ''),
        (b'a.zip!b.tar.gz!c.env', ENV, ''),
        (b'a.zip!d', OTHER, ''),
    ]


@pytest.mark.parametrize('depth', range(1, 7))
def test_nesting_is_followed_to_the_depth_and_then_reported(depth: int) -> None:
    data = ENV
    for _ in range(4):
        data = zipped({'i.zip': data})
    found = read(data, b'i.zip', Limits(depth=depth))
    path = b'!'.join([b'i.zip'] * 5)
    assert (path in contents(found)) == (depth >= 4)
    too_deep = [
        (
            b'!'.join([b'i.zip'] * (depth + 1)),
            f'nested too deep: at most {depth} archives inside of each other are opened',
        )
    ]
    assert reasons(found) == (too_deep if depth < 4 else [])


def test_nested_compression_is_followed_too() -> None:
    once = gzip.compress(ENV)
    assert read(bz2.compress(once), b'x.env.gz.bz2') == [
        (b'x.env.gz.bz2!x.env.gz', once, ''),
        (b'x.env.gz.bz2!x.env.gz!x.env', ENV, ''),
    ]


def test_failure_inside_leaves_the_rest_alone() -> None:
    broken = gzip.compress(NOISE)[:-100]
    found = read(zipped({'b.gz': broken, 'c.env': ENV}))
    assert contents(found)[b'x!c.env'] == ENV
    assert NOISE.startswith(contents(found)[b'x!b.gz!b'])
    assert reasons(found) == [(b'x!b.gz!b', 'truncated: the data ends too early')]


# --- what is no content


def test_directories_links_and_devices_in_a_tar_are_passed_over() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as archive:
        for at, kind in enumerate(
            [tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
        ):
            info = tarfile.TarInfo(f'n{at}')
            info.type = kind
            info.linkname = 'target'
            archive.addfile(info)
        info = tarfile.TarInfo('a')
        info.size = len(ENV)
        archive.addfile(info, io.BytesIO(ENV))
    old = tar_header(b'folder/', 0, b'\0') + tar_header(b'full/', 512, b'\0') + bytes(512)
    assert read(old + out.getvalue()) == [(b'x!a', ENV, '')]


def test_directories_links_and_devices_in_a_zip_are_passed_over() -> None:
    data = handmade(
        member(b'folder/', b''),
        member(b'other/', b'', mode=stat.S_IFDIR | 0o755),
        member(b'link', b'target', mode=stat.S_IFLNK | 0o777),
        member(b'device', b'', mode=stat.S_IFCHR),
        member(b'a', ENV, mode=stat.S_IFREG | 0o644),
        member(b'full/', OTHER),
    )
    assert read(data) == [(b'x!a', ENV, ''), (b'x!full/', OTHER, '')]


# --- tars of every kind


@pytest.mark.parametrize(
    ('data', 'expected'),
    [
        pytest.param(tarred({'a/' * 120 + 'b': ENV}, form=tarfile.GNU_FORMAT), {b'x!' + b'a/' * 120 + b'b': ENV}, id='gnu-long-name'),
        pytest.param(tarred({'a/' * 120 + 'b': ENV}), {b'x!' + b'a/' * 120 + b'b': ENV}, id='pax-long-name'),
        pytest.param(tarred({'a' * 90 + '/' + 'b' * 90: ENV}, form=tarfile.USTAR_FORMAT), {b'x!' + b'a' * 90 + b'/' + b'b' * 90: ENV}, id='ustar-prefix'),
        pytest.param(tar_header(b'a', 0, field=b'\x80' + len(ENV).to_bytes(11, 'big')) + ENV.ljust(512, b'\0'), {b'x!a': ENV}, id='size-in-base-256'),
        pytest.param(tar_header(b'a', 0, field=b'  none  here') + bytes(1024), {b'x!a': b''}, id='size-that-is-none'),
        pytest.param(tar_header(b'', 0), {b'x!(no name)': b''}, id='no-name'),
        pytest.param(tar_header(b'a', len(ENV), b'Z') + ENV.ljust(512, b'\0'), {b'x!a': ENV}, id='unknown-kind-is-a-file'),
        pytest.param(tar_header(b'', 9, b'g') + b'9 a=b\nccc'.ljust(512, b'\0') + tar_header(b'a', 0), {b'x!a': b''}, id='global-header'),
        pytest.param(tar_header(b'', 9, b'K') + b'target'.ljust(512, b'\0') + tar_header(b'a', 0), {b'x!a': b''}, id='long-link'),
        pytest.param(tar_header(b'', 24, b'x') + b'12 size=xyz\n0 nothing\n'.ljust(512, b'\0') + tar_header(b'a', 0), {b'x!a': b''}, id='nonsense-in-an-extended-header'),
        pytest.param(tar_header(b'', 11, b'x') + (b'11 size=%d\n' % 82).ljust(512, b'\0') + tar_header(b'a', 0) + (b'n' * 82).ljust(512, b'\0'), {b'x!a': b'n' * 82}, id='size-in-an-extended-header'),
        pytest.param(tar_header(b'', 24, b'x') + b'24 GNU.sparse.name=sp/n\n'.ljust(512, b'\0') + tar_header(b'a', 0), {b'x!sp/n': b''}, id='name-of-a-sparse-file'),
    ],
)  # fmt: skip
def test_tar_of_another_kind(data: bytes, expected: dict[bytes, bytes]) -> None:
    found = read(data + bytes(1024))
    assert contents(found) == expected
    assert reasons(found) == []


@pytest.mark.parametrize('maps', [0, 1, 2])
def test_stored_parts_of_a_sparse_file_are_read(maps: int) -> None:
    head = bytearray(tar_header(b'a', len(ENV), b'S', magic=b'ustar  \0'))
    head[482] = bool(maps)
    data = with_checksum(bytes(head))
    for left in reversed(range(maps)):
        data += bytes(504) + bytes((bool(left),)) + bytes(7)
    assert read(data + ENV.ljust(512, b'\0') + bytes(1024)) == [(b'x!a', ENV, '')]


def test_sparse_file_whose_map_is_cut() -> None:
    head = bytearray(tar_header(b'a', len(ENV), b'S'))
    head[482] = 1
    assert reasons(read(with_checksum(bytes(head)) + bytes(100))) == [(b'x', 'truncated: the data ends too early')]


@pytest.mark.parametrize('behind', [b'', b'\n', b'\r\n', bytes(100), bytes(512) + b'\n'])
def test_tar_whose_last_block_is_not_filled_is_whole(behind: bytes) -> None:
    data = tarred({'a': b'1', 'b': ENV}, form=tarfile.USTAR_FORMAT)
    end = data.index(ENV) + len(ENV)
    assert read(data[:end] + behind) == [(b'x!a', b'1', ''), (b'x!b', ENV, '')]
    # a byte of the member itself is missed
    assert reasons(read(data[: end - 1])) == [(b'x', CUT)]
    # … and so is the padding of packed data that is cut
    assert reasons(read(gzip.compress(data)[:-30])) != []


def test_what_stands_behind_a_damaged_header_is_given_too() -> None:
    data = tarred({'a': b'1', 'b': ENV, 'c': b'3'}, form=tarfile.USTAR_FORMAT)
    found = read(data[:1024] + b'B' + data[1025:])
    lost = contents(found)[b'x!(damaged part)']
    assert ENV in lost
    assert len(lost) < 1024
    assert list(contents(found)) == [b'x!a', b'x!(damaged part)', b'x!c']
    assert reasons(found) == [(b'x!(damaged part)', 'corrupt: the header of a member is damaged')]


def test_damaged_part_is_no_larger_than_a_member() -> None:
    data = tarred({'a': b'1'}, form=tarfile.USTAR_FORMAT) + b'n' * 100_000
    assert len(contents(read(data, limits=Limits(member=10_000)))[b'x!(damaged part)']) < 11_000


# --- what cannot be read

CRC = 'corrupt: the checksum (CRC) does not fit'
CUT = 'truncated: the data ends too early'
BAD = 'corrupt: the data cannot be decompressed'
LEADS = 'corrupt: the list of members leads to places where there is none'
TRAILING = 'corrupt: something else follows the compressed data'


def flipped(data: bytes, at: int) -> bytes:
    at %= len(data)
    return data[:at] + bytes((data[at] ^ 0x55,)) + data[at + 1 :]


@pytest.mark.parametrize(
    ('data', 'expected', 'why'),
    [
        pytest.param(handmade(member(b'a', ENV, flags=1), member(b'b', OTHER)), {b'x!b': OTHER}, (b'x!a', 'encrypted'), id='encrypted'),
        pytest.param(handmade(member(b'a', ENV, method=9), member(b'b', OTHER)), {b'x!b': OTHER}, (b'x!a', 'unsupported compression method 9 (Deflate64)'), id='deflate64'),
        pytest.param(handmade(member(b'a', ENV, method=77)), {}, (b'x!a', 'unsupported compression method 77'), id='unknown-method'),
        pytest.param(handmade(member(b'a', ENV, crc=1), member(b'b', OTHER)), {b'x!a': ENV, b'x!b': OTHER}, (b'x!a', CRC), id='zip-checksum-stored'),
        pytest.param(handmade(member(b'a', ENV, method=8, packed=raw_deflate(ENV), crc=1)), {b'x!a': ENV}, (b'x!a', CRC), id='zip-checksum-deflated'),
        pytest.param(flipped(gzip.compress(ENV), -8), {b'x!x': ENV}, (b'x!x', CRC), id='gzip-checksum'),
        pytest.param(flipped(bz2.compress(ENV), -1), {b'x!x': ENV[:-1]}, (b'x!x', BAD), id='bzip2-checksum'),
        pytest.param(flipped(lzma.compress(ENV), -24), {b'x!x': ENV[:-1]}, (b'x!x', BAD), id='xz-checksum'),
        pytest.param(gzip.compress(ENV) + b'junk', {b'x!x': ENV}, (b'x!x', TRAILING), id='gzip-and-more'),
        pytest.param(gzip.compress(ENV) + b'\x1f\x8b\x07' + bytes(20), {b'x!x': ENV}, (b'x!x', TRAILING), id='gzip-and-another-method'),
        pytest.param(gzip.compress(ENV) + gzip.compress(b'')[:9], {b'x!x': ENV}, (b'x!x', CUT), id='gzip-and-half-a-header'),
        pytest.param(lzma.compress(ENV, lzma.FORMAT_ALONE) + b'junk', {b'x!x': ENV}, (b'x!x', TRAILING), id='lzma-and-more'),
        pytest.param(gzip.compress(ENV)[:-3], {b'x!x': ENV}, (b'x!x', CUT), id='gzip-without-its-checksum'),
        pytest.param(gzip_with_everything(ENV)[:15], {}, (b'x', CUT), id='gzip-cut-in-its-header'),
        pytest.param(b']\0\0\0\xc0' + b'\xff' * 8 + bytes(20), {}, (b'x', 'unpacking it needs more than 128 MiB of memory'), id='lzma-that-asks-for-3-gib'),
        pytest.param(handmade(member(b'a', ENV), member(b'z', ENV, at=5), member(b'b', OTHER)), {b'x!a': ENV, b'x!b': OTHER}, (b'x', LEADS), id='zip-offset-is-wrong'),
        pytest.param(handmade(member(b'a', ENV), member(b'z', ENV, at=0xFFFFFFF0)), {b'x!a': ENV}, (b'x', LEADS), id='zip-offset-behind-the-end'),
        pytest.param(handmade(member(b'a', ENV, method=14, packed=b'\x09')), {}, (b'x!a', CUT), id='zip-lzma-without-its-header'),
        pytest.param(handmade(member(b'a', ENV, size=1_000_000)), {}, (b'x!a', CUT), id='zip-size-is-too-large'),
        pytest.param(tarred({'n' * 120: ENV}, form=tarfile.GNU_FORMAT)[:1024], {}, (b'x', CUT), id='tar-cut-behind-a-long-name'),
        pytest.param(tarred({'n' * 120: ENV}, form=tarfile.PAX_FORMAT)[:1024], {}, (b'x', CUT), id='tar-cut-behind-a-pax-header'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_behind_what_can(
    data: bytes, expected: dict[bytes, bytes], why: tuple[bytes, str]
) -> None:
    found = read(data)
    assert reasons(found) == [why]
    for path, content in expected.items():
        assert contents(found)[path] == content
    paths = [path for path, _, _ in found]
    assert (
        len(paths) == 1
        or paths.index(why[0]) == len(paths) - 1
        or not contents(found).get(why[0])
        or found[paths.index(why[0]) + 1][2]
    )


@pytest.mark.parametrize(
    ('hidden', 'why'),
    [
        (member(b'a', ENV, flags=1), 'encrypted'),
        (member(b'a', ENV, method=9), 'unsupported compression method 9 (Deflate64)'),
        (member(b'a', ENV, method=8, packed=raw_deflate(ENV), crc=1), CRC),
    ],
    ids=['encrypted', 'method', 'checksum'],
)
def test_member_that_no_list_names_and_nobody_can_read_is_not_clean(hidden: dict[str, object], why: str) -> None:
    found = read(handmade(hidden) + zipped({'e.env': b'# ' + ENV}))
    assert contents(found)[b'x!e.env'] == b'# ' + ENV
    assert reasons(found) == [(b'x!a', why)]


def test_flag_of_encryption_in_a_members_own_header_counts() -> None:
    data = zipped(FILES)
    assert reasons(read(data[:6] + b'\x01' + data[7:])) == [(b'x!c.env', 'encrypted')]


@pytest.mark.parametrize('method', [8, 12, 14, 95], ids=['deflate', 'bzip2', 'lzma', 'xz'])
def test_everything_before_damage_comes_out(method: int) -> None:
    text = b'\n'.join(b'%d %s' % (at, NOISE[at : at + 9].hex().encode()) for at in range(90_000))
    packers: dict[int, Callable[[bytes], bytes]] = {
        8: raw_deflate,
        12: bz2.compress,
        14: lambda data: b'\x09\x04\x05\0' + lzma.compress(data, lzma.FORMAT_ALONE).replace(b'\xff' * 8, b'', 1),
        95: lzma.compress,
    }
    packed = packers[method](text)
    # zeros are damage to every one of them
    at = len(packed) * 3 // 4
    found = read(
        handmade(member(b'a', text, method=method, packed=packed[:at] + bytes(50) + packed[at + 50 :], flags=2))
    )
    got = contents(found)[b'x!a']
    same = next((at for at, (left, right) in enumerate(zip(got, text)) if left != right), len(got))
    # bzip2 works in blocks of 900,000 bytes
    assert same > len(text) * 3 // 4 - (900_000 if method == 12 else 100_000)
    assert [path for path, _ in reasons(found)] == [b'x!a']


def test_zip_whose_list_is_missing_is_read_member_by_member() -> None:
    for data in (
        zipped(FILES),
        zipped(FILES, zipfile.ZIP_STORED),
        streamed(FILES),
        streamed(FILES, zipfile.ZIP_STORED),
    ):
        cut = data[: data.index(b'PK\1\2')]
        for rest in (cut, cut + b'PK\1\2', data[:-10]):
            found = read(rest)
            assert [path for path, _, reason in found if not reason] == [b'x!c.env', b'x!inner/path/d.txt']
            assert all(ENV in data or OTHER in data for _, data, reason in found if not reason)
            assert reasons(found)[-1] == (b'x', 'truncated: the list of members at the end is missing')


@pytest.mark.parametrize(
    ('damage', 'reason'),
    [
        pytest.param(
            lambda data: data.replace(b'PK\1\2', b'PK\1\3', 1), 'corrupt: the list of members is damaged', id='first'
        ),
        pytest.param(
            lambda data: b'PK\1\3'.join(data.rsplit(b'PK\1\2', 1)), 'corrupt: the list of members is damaged', id='last'
        ),
        pytest.param(lambda data: data[:-10] + bytes(10), 'corrupt: the list of members is empty', id='empty'),
        *(
            pytest.param(
                lambda data, at=at: (
                    data[: data.index(b'PK\1\2') + at] + b'\xff\x7f' + data[data.index(b'PK\1\2') + at + 2 :]
                ),
                'corrupt: the list of members is damaged',
                id=f'{field}-that-reaches-beyond-the-list',
            )
            for at, field in ((30, 'extra-field'), (32, 'comment'))
        ),
        pytest.param(lambda data: data[:-6] + b'\xff' * 4 + bytes(2), LEADS, id='elsewhere'),
        pytest.param(
            lambda data: data[:-10] + b'\xff' * 8 + bytes(2), 'corrupt: the list of members is empty', id='nowhere'
        ),
        pytest.param(
            lambda data: data[: data.index(b'PK\1\2') + 43] + b'\1' + data[data.index(b'PK\1\2') + 44 :],
            LEADS,
            id='one',
        ),
    ],
)
def test_zip_whose_list_is_damaged_is_read_member_by_member(damage: Callable[[bytes], bytes], reason: str) -> None:
    found = read(damage(zipped(FILES)))
    assert reasons(found) == [(b'x', reason)]
    assert contents(found) == {b'x!c.env': ENV, b'x!inner/path/d.txt': OTHER}


TRUNCATED = {name: data for name, (_, data) in (ARCHIVES | SINGLES).items()} | {
    'zip-nested': zipped({'b.tar.gz': tarred(FILES, 'w:gz')}),
    'zip-office': zipped({'[Content_Types].xml': b'<a/>', 'w.xml': b'<w:t>a</w:t>'}),
}


@pytest.mark.parametrize('name', TRUNCATED)
def test_archive_cut_anywhere_gives_data_or_a_reason(name: str) -> None:
    data = TRUNCATED[name]
    for end in range(0, len(data), 7):
        found = read(data[:end])
        assert found or not carrier(data[:end]), end


def test_all_that_came_out_of_a_cut_file_is_given() -> None:
    data = gzip.compress(NOISE)
    for end in range(20, len(data), 20_011):
        found = read(data[:end])
        got = contents(found)[b'x!x']
        assert NOISE.startswith(got)
        assert len(got) > end - 200
        assert reasons(found) == [(b'x!x', CUT)]
    tar = tarred({'a': ENV, 'b': NOISE}, 'w:gz')
    found = read(tar[: len(tar) // 2])
    assert contents(found)[b'x!a'] == ENV
    assert 100_000 < len(contents(found)[b'x!b']) < 200_000
    assert reasons(found) == [(b'x', CUT)]


# --- formats that this Python may lack


@pytest.mark.parametrize(
    ('module', 'data', 'reason'),
    [
        pytest.param('bz2', SINGLES['bz2'][1], 'compressed with bzip2, which this Python cannot read', id='bzip2'),
        pytest.param('lzma', SINGLES['xz'][1], 'compressed with xz, which this Python cannot read', id='xz'),
        pytest.param('zstandard', b'\x28\xb5\x2f\xfd123', 'compressed with zstd, which this Python cannot read (Python 3.14 or the package zstandard can)', id='zstd'),
    ],
)  # fmt: skip
def test_format_that_this_python_cannot_read(
    module: str, data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, 'compression.zstd', None)
    assert read(data) == [(b'x', b'', reason)]


class FakeFrame:
    """Stands for zstd's decoders: a frame is the magic, then what bzip2 makes of it."""

    def __init__(self, **_: int) -> None:
        self._rest = 4
        self._bzip2 = bz2.BZ2Decompressor()

    def decompressobj(self) -> FakeFrame:
        return self

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        skipped = min(self._rest, len(data))
        self._rest -= skipped
        return self._bzip2.decompress(data[skipped:], max_length)

    @property
    def eof(self) -> bool:
        return self._bzip2.eof

    @property
    def needs_input(self) -> bool:
        return self._bzip2.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._bzip2.unused_data


def frame(data: bytes) -> bytes:
    return b'\x28\xb5\x2f\xfd' + bz2.compress(data)


@pytest.mark.parametrize('module', ['compression.zstd', 'zstandard'])
@pytest.mark.parametrize(
    ('data', 'expected'),
    [
        pytest.param(frame(ENV), [(b'x.zst!x', ENV, '')], id='one-frame'),
        pytest.param(frame(ENV) + frame(NOISE), [(b'x.zst!x', ENV + NOISE, '')], id='two-frames'),
        pytest.param(frame(tarred({'a': ENV})), [(b'x.zst!a', ENV, '')], id='tar'),
        pytest.param(frame(ENV)[:-9], [(b'x.zst!x', ENV, ''), (b'x.zst!x', b'', CUT)], id='cut'),
        pytest.param(flipped(frame(ENV), -1), [(b'x.zst!x', ENV[:-1], ''), (b'x.zst!x', b'', BAD)], id='damaged'),
        pytest.param(frame(ENV) + b'junk', [(b'x.zst!x', ENV, ''), (b'x.zst!x', b'', TRAILING)], id='and-more'),
        pytest.param(zipped({'a': ENV}).replace(b'\0\0\x08\0', b'\0\0\x5d\0'), [], id='in-a-zip'),
    ],
)
def test_zstd_is_read_where_there_is_a_decoder(
    module: str, data: bytes, expected: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = types.ModuleType(module)
    fake.ZstdDecompressor = FakeFrame  # type: ignore[attr-defined]
    fake.ZstdError = OSError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, 'compression', types.ModuleType('compression'))
    monkeypatch.setitem(sys.modules, 'compression.zstd', None)
    monkeypatch.setitem(sys.modules, module, fake)
    if not expected:
        data = handmade(member(b'a', ENV, method=93, packed=frame(ENV)))
        expected = [(b'x.zst!a', ENV, '')]
    found = read(data, b'x.zst')
    if (b'x.zst!x', BAD) in reasons(found):
        # the byte before the damage may be lost
        found[0] = (b'x.zst!x', found[0][1][: len(ENV) - 1], '')
    assert found == expected


def test_zstandard_that_is_too_old_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = types.ModuleType('zstandard')
    fake.ZstdDecompressor = lambda: types.SimpleNamespace(decompressobj=object)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, 'compression.zstd', None)
    monkeypatch.setitem(sys.modules, 'zstandard', fake)
    assert 'which this Python cannot read' in reasons(read(frame(ENV)))[0][1]


def test_zstd_as_it_is() -> None:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        zstd = pytest.importorskip('zstandard', reason='this Python cannot read zstd')
    data = zstd.compress(ENV) + b'\x50\x2a\x4d\x18\x05\0\0\0hello' + zstd.compress(NOISE)
    assert read(data, b'x.zst') == [(b'x.zst!x', ENV + NOISE, '')]
    assert reasons(read(data[:-100], b'x.zst')) == [(b'x.zst!x', CUT)]


# --- bombs


def watched(data: bytes, limits: Limits | None = None) -> tuple[int, int, list[tuple[bytes, str]], float]:
    """How much came out at once and in all, the reasons, the seconds; fails when it takes too much memory."""
    tracemalloc.start()
    began = time.process_time()
    most = total = 0
    why = []
    for blob in members(Blob(b'x', data), limits or Limits()):
        most = max(most, len(blob.data))
        total += len(blob.data)
        if blob.reason:
            why.append((blob.path, blob.reason))
    seconds = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # the one that was given out and the one that is being read, whose buffer is larger; and what was seen of the list
    assert peak < 2.3 * most + 16 * MIB, f'{peak:,} bytes'
    return most, total, why, seconds


RATIO = 'compression ratio too high (a bomb?): the rest after 1,000:1 was not read'
OVERLAP = 'its members overlap (a bomb?): the rest was not read'


@functools.cache
def zeros(packer: Callable[[bytes], bytes], count: int) -> bytes:
    """``count`` MiB of zeros."""
    return packer(bytes(count * MIB))


@pytest.mark.parametrize(
    ('data', 'path'),
    [
        pytest.param(lambda: handmade(member(b'a', b'', method=8, packed=zeros(raw_deflate, 300))), b'x!a', id='zip'),
        pytest.param(lambda: zeros(gzip.compress, 300), b'x!x', id='gzip'),
        pytest.param(lambda: gzip.compress(zeros(gzip.compress, 300)), b'x', id='gzip-in-gzip'),
        pytest.param(lambda: zeros(bz2.compress, 100), b'x', id='bzip2'),
        pytest.param(lambda: zeros(lzma.compress, 100), b'x', id='xz'),
        pytest.param(lambda: gzip.compress(tar_header(b'a', 300 * MIB) + bytes(100 * MIB)), b'x', id='tar-gzip'),
        pytest.param(lambda: zeros(gzip.compress, 4) * 80, b'x!x', id='streams-in-a-row'),
    ],
)
def test_bomb_is_stopped(data: Callable[[], bytes], path: bytes) -> None:
    most, total, why, seconds = watched(data())
    assert most <= 64 * MIB
    assert total <= 310 * MIB
    assert (path, RATIO) in why or not why
    assert seconds < 5


def test_zip_of_many_bombs_is_stopped_by_the_total() -> None:
    packed = zeros(raw_deflate, 32)
    data = handmade(*(member(b'%d' % at, b'', method=8, packed=packed) for at in range(80)))
    most, total, why, _ = watched(data, Limits(total=128 * MIB))
    assert most <= 32 * MIB
    assert total <= 128 * MIB
    assert why[-1] == (b'x', 'too large: the rest after 128 MiB of unpacked data was not read')


def test_nested_zips_are_counted_together() -> None:
    data = zeros(raw_deflate, 4)
    data = handmade(*(member(b'%d' % at, b'', method=8, packed=data) for at in range(16)))
    for _ in range(2):
        packed = raw_deflate(data)
        data = handmade(*(member(b'%d' % at, b'', method=8, packed=packed) for at in range(16)))
    most, total, why, seconds = watched(data)
    assert most < 5 * MIB
    assert total < 17 * MIB + 1000 * len(data)
    assert why[-1] == (b'x', RATIO)
    assert seconds < 10


@pytest.mark.parametrize('method', [0, 8], ids=['stored', 'deflate'])
def test_entries_that_share_their_data_are_stopped(method: int) -> None:
    text = NOISE[:200_000] + b'a' * 100_000
    first = member(b'a', text, method=method, packed=raw_deflate(text) if method else text)
    same = member(b'a', text, method=method, packed=raw_deflate(text) if method else text, at=0)
    most, total, why, _ = watched(handmade(first, *[same] * 2000), Limits(total=100 * MIB))
    assert most == len(text)
    assert total <= 100 * MIB
    assert why[-1] == (b'x', 'too large: the rest after 100 MiB of unpacked data was not read')


def test_entries_that_share_data_of_nothing_are_stopped() -> None:
    # empty blocks of deflate: whoever counts only what comes out reads them for each of the entries
    packed = b'\0\0\0\xff\xff' * 40_000 + raw_deflate(b'')
    first = member(b'a', b'', method=8, packed=packed)
    most, total, why, seconds = watched(handmade(first, *[member(b'a', b'', method=8, packed=packed, at=0)] * 5000))
    assert (most, total) == (0, 0)
    assert why == [(b'x', OVERLAP)]
    assert seconds < 5


def test_headers_inside_of_data_of_nothing_are_stopped() -> None:
    # without a list of members, each of these headers leads to an end of the file that is far away
    header = struct.pack('<4s5H3I2H', b'PK\3\4', 20, 8, 8, 0, 0, 0, 0, 0, 0, 0)
    block = b'\0\x1e\0\xe1\xff' + header + b'\0\0\0\xff\xff' * 200
    _, _, why, seconds = watched(header + block * 500)
    assert why[-1] == (b'x', OVERLAP)
    assert seconds < 5


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(lambda n: handmade(*[member(b'', b'')] * n), id='zip'),
        pytest.param(lambda n: tar_header(b'a', 0, b'5') * n, id='tar-of-directories'),
        pytest.param(lambda n: gzip.compress(b'') * n, id='empty-gzips'),
    ],
)
def test_too_many_entries_are_stopped(data: Callable[[int], bytes]) -> None:
    most, _, why, _ = watched(data(20_000), Limits(entries=10_000))
    assert most == 0
    assert why == [(b'x', 'too many entries: the rest after 10,000 was not read')]


def test_a_hundred_thousand_entries_are_enough() -> None:
    most, _, why, seconds = watched(tar_header(b'a', 0, b'5') * 120_000)
    assert most == 0
    assert why == [(b'x', 'too many entries: the rest after 100,000 was not read')]
    assert seconds < 30


def test_entries_are_counted_over_nested_archives() -> None:
    inner = zipped({'a': b'', 'b': b''})
    found = read(zipped({'1': inner, '2': inner}), limits=Limits(entries=5))
    assert [path for path, _, reason in found if not reason] == [b'x!1', b'x!1!a', b'x!1!b', b'x!2', b'x!2!a']
    assert reasons(found) == [(b'x', 'too many entries: the rest after 5 was not read')]


@pytest.mark.parametrize(
    ('limit', 'said'),
    [(1000, '1,000 bytes'), (1024, '1 KiB'), (2 * MIB, '2 MiB'), (1 << 30, '1 GiB')],
)
def test_limit_is_told(limit: int, said: str) -> None:
    from keyguard.content.streams import too_large

    assert too_large(limit) == f'too large: only the first {said} were read'


@pytest.mark.parametrize(
    ('data', 'path'),
    [
        pytest.param(zipped({'a': NOISE, 'b': ENV}), b'x!a', id='zip'),
        pytest.param(zipped({'a': NOISE, 'b': ENV}, zipfile.ZIP_STORED), b'x!a', id='zip-stored'),
        pytest.param(tarred({'a': NOISE, 'b': ENV}), b'x!a', id='tar'),
        pytest.param(tarred({'a': NOISE, 'b': ENV}, 'w:gz'), b'x!a', id='tar-gzip'),
        pytest.param(gzip.compress(NOISE), b'x!x', id='gzip'),
    ],
)
@pytest.mark.parametrize('limit', [100, 65536, 100_000, len(NOISE) - 1])
def test_member_that_is_too_large_is_read_to_the_limit(data: bytes, path: bytes, limit: int) -> None:
    found = read(data, limits=Limits(member=limit))
    assert contents(found)[path] == NOISE[:limit]
    assert [(where, reason[:26]) for where, reason in reasons(found)] == [(path, 'too large: only the first ')]
    assert path == b'x!x' or contents(found)[b'x!b'] == ENV


@pytest.mark.parametrize(
    'data', [zipped({'a': NOISE}), tarred({'a': NOISE}), gzip.compress(NOISE)], ids=['zip', 'tar', 'gzip']
)
def test_member_of_just_the_limit_is_not_too_large(data: bytes) -> None:
    assert reasons(read(data, limits=Limits(member=len(NOISE)))) == []


@pytest.mark.parametrize(
    'field',
    [b'\x80' + b'\xff' * 11, b'\xff' * 12, b'777777777777'],
    ids=['2-to-the-88', 'negative', '64-gib'],
)
@pytest.mark.parametrize('kind', [b'0', b'x', b'L', b'5'], ids=['file', 'extended', 'long-name', 'directory'])
def test_size_that_a_tar_claims_is_not_believed(field: bytes, kind: bytes) -> None:
    data = tar_header(b'a', 0, kind, field=field) + ENV.ljust(512, b'\0')
    for packed in (data, gzip.compress(data)):
        _, total, _, seconds = watched(packed)
        assert total < 2000
        assert seconds < 2


def test_numbers_that_no_file_has_are_read_from_a_mapped_file_too() -> None:
    long = struct.pack('<HHQQQ', 1, 24, *[(1 << 64) - 1] * 3)
    first = member(b'a', ENV, extra=long)
    second = member(b'b', ENV, extra=long)
    first['central'] = first['central'][:16] + b'\xff' * 8 + first['central'][24:]  # type: ignore[index]
    second['at'] = 0xFFFFFFFF
    data = handmade(first, second)
    at = data.index(b'PK\5\6')
    record = struct.pack('<4sQ2H2I4Q', b'PK\6\6', 44, 45, 45, 0, 0, 1, 1, *[(1 << 64) - 1] * 2)
    huge = data[:at] + record + struct.pack('<4sIQI', b'PK\6\7', 0, at, 1) + data[at:]
    local = bytearray(data[: data.index(b'PK\1\2')])
    local[18:26] = b'\xff' * 8
    for each in (data, huge, bytes(local), bytes(local[:28]) + b'\x1c\0a' + long + ENV):
        with mmap.mmap(-1, len(each)) as mapped:
            mapped[:] = each
            found = read(mapped)
        assert contents(found)[b'x!a'].startswith(ENV)
        assert reasons(found)


@pytest.mark.parametrize('size', [0xFFFFFFFE, 0xFFFFFFFF])
def test_size_that_a_zip_claims_is_not_believed(size: int) -> None:
    data = handmade(member(b'a', ENV, size=size))
    cut = data[: data.index(b'PK\1\2')]
    for each in (data, cut):
        assert contents(read(each))[b'x!a'].startswith(ENV)


# --- names


@pytest.mark.parametrize(
    ('name', 'shown'),
    [
        pytest.param(b'../../etc/passwd', b'../../etc/passwd', id='upwards'),
        pytest.param(b'/etc/passwd', b'/etc/passwd', id='absolute'),
        pytest.param(b'a\\b\\c', b'a/b/c', id='backslashes'),
        pytest.param(b'././a', b'a', id='here'),
        pytest.param(b'./', b'(no name)', id='nothing-but-here'),
        pytest.param(b'a\0b', b'a?b', id='nul'),
        pytest.param(b'a\r\nb\x1b[31m', b'a??b?[31m', id='control-characters'),
        pytest.param('a\u2028b\u202ec\x85'.encode(), b'a?b?c?', id='line-and-order-of-unicode'),
        pytest.param(b'M\x81nchen', b'M?nchen', id='no-utf-8'),
        pytest.param('München ☂'.encode(), 'München ☂'.encode(), id='utf-8'),
        pytest.param(b'a!b', b'a!b', id='exclamation-mark'),
        pytest.param(b'', b'(no name)', id='none'),
        pytest.param(b'a' * 65535, b'a' * 600 + '…'.encode() + b'a' * 390, id='64-kb'),
        pytest.param(b'\xff' * 65535, b'?' * 600 + '…'.encode() + b'?' * 390, id='64-kb-of-no-utf-8'),
        pytest.param('ü'.encode() * 700, 'ü'.encode() * 300 + '…'.encode() + 'ü'.encode() * 195, id='1400-bytes'),
    ],
)
def test_name_is_shown_in_one_short_line(name: bytes, shown: bytes) -> None:
    assert read(handmade(member(name, ENV))) == [(b'x!' + shown, ENV, '')]
    if b'\0' not in name and name:
        text = b'path=' + name + b'\n'
        length = next(n for n in range(len(text), len(text) + 9) if len(b'%d ' % n + text) == n)
        text = b'%d ' % length + text
        header = tar_header(b'pax', len(text), b'x') + text + bytes(-len(text) % 512)
        expected = [] if name.endswith(b'/') else [(b'x!' + shown, ENV, '')]
        assert read(header + tar_header(b'a', len(ENV)) + ENV.ljust(512, b'\0')) == expected


@given(st.binary(max_size=2000))
def test_any_name_is_one_line_of_at_most_1000_bytes(name: bytes) -> None:
    # with an end that makes it no directory
    path = read(handmade(member(name + b'x', ENV)))[0][0]
    assert len(path) <= 1002
    assert path.decode().isprintable()


# --- Office documents

TYPES = {'[Content_Types].xml': b'<Types/>'}


def office(xml: bytes | str, types: bool = True, name: str = 'word/document.xml') -> Read:
    xml = xml.encode() if isinstance(xml, str) else xml
    found = read(zipped({name: xml, **(TYPES if types else {})}), b'a.docx')
    assert (b'a.docx!' + name.encode(), xml, '') in found
    return found


def office_text(xml: bytes | str) -> bytes:
    return contents(office(xml))[b'a.docx!word/document.xml (text)']


def test_key_that_a_word_processor_split_is_whole_in_the_text() -> None:
    for detector in DETECTORS:
        key = sample(detector, 2).decode()
        text = [key[: len(key) // 3], key[len(key) // 3 : len(key) // 2], key[len(key) // 2 :]]
        runs = ''.join(
            f'<w:r w:rsidR="0"><w:rPr><w:b/></w:rPr><w:t>{part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}</w:t></w:r>'
            for part in text
        )
        assert office_text(f'<w:document><w:p>{runs}</w:p></w:document>') == key.encode() + b'\n', detector.id


@pytest.mark.parametrize(
    ('xml', 'text'),
    [
        pytest.param('<w:p>a</w:p><w:p w:x="1">b</w:p >c', b'a\nb\nc', id='word-paragraphs'),
        pytest.param('<a:p><a:r><a:t>a</a:t></a:r></a:p><a:p>b</a:p>', b'a\nb\n', id='slide-paragraphs'),
        pytest.param('a<w:br/>b<w:br w:type="page"/>c<w:cr/>d<a:br></a:br>e', b'a\nb\nc\nd\ne', id='breaks'),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c><c><f>B1</f><v>2</v></c></row><row/>', b'1\tB1 2\t\n', id='cells-and-rows'),
        pytest.param('<x:row><x:c><x:v>1</x:v></x:c></x:row>', b'1\t\n', id='cells-with-a-prefix'),
        pytest.param('<c:pt><c:v>1</c:v></c:pt><c:pt><c:v>2</c:v></c:pt>', b'1\t2\t', id='values-of-a-chart'),
        pytest.param('<row><cell r="A1"><v>1</v></cell><cell><v>2</v></cell></row>', b'1\t2\t\n', id='cells-of-another-workbook'),
        pytest.param('<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si>', b'a\nbc\n', id='shared-strings'),
        pytest.param('<w:tr><w:tc><w:p>a</w:p></w:tc><w:tc>b</w:tc></w:tr>', b'a\n\tb\t\n', id='table'),
        pytest.param('a<w:tab/>b<w:tabs><w:tab w:pos="1"/></w:tabs>', b'a\tb\t', id='tabs'),
        pytest.param('<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/>c', b'a-bc', id='hyphens-of-a-word-processor'),
        pytest.param('a\u2010b\u2011c\u2013d\u2014e', 'a-b-c-d\u2014e'.encode(), id='dashes-of-typographers'),
        pytest.param('&lt;b&gt; &amp;amp; &quot;&apos;', b'<b> &amp; "\'', id='entities-once'),
        pytest.param('&#65;&#x42;&#x1F600;&#0000067;', 'AB😀C'.encode(), id='numbers'),
        pytest.param('&nbsp; &#; &#x110000; &#xD800; & &amp', b'&nbsp; &#; &#x110000; ? & &amp', id='no-references'),
        pytest.param('<![CDATA[a<b]]>c', b'a<bc', id='cdata'),
        pytest.param('<?xml version="1.0"?><!-- no --><p>a</p>', b'a\n', id='prolog'),
        pytest.param('a < b <w:t', b'a < b <w:t', id='no-tags'),
        pytest.param('\ufeff<p>ü</p>'.encode('utf-16-le'), 'ü\n'.encode(), id='utf-16-little'),
        pytest.param('\ufeff<p>ü</p>'.encode('utf-16-be'), 'ü\n'.encode(), id='utf-16-big'),
        pytest.param('<p></p>' * 3, b'\n\n\n', id='nothing-but-tags'),
    ],
)  # fmt: skip
def test_text_of_xml(xml: str | bytes, text: bytes) -> None:
    assert office_text(xml) == text


def test_text_is_only_given_for_xml_of_office_documents() -> None:
    assert not any(b'(text)' in path for path, _, _ in office(b'<p>a</p>', types=False))
    assert not any(b'document.html (text)' in path for path, _, _ in office(b'<p>a</p>', name='document.html'))
    assert not any(b'empty.xml (text)' in path for path, _, _ in office(b'', name='empty.xml'))


def test_text_is_given_where_the_list_of_members_is_missing() -> None:
    data = zipped({**TYPES, 'a.xml': b'<p>k</p>'})
    assert contents(read(data[: data.index(b'PK\1\2')]))[b'x!a.xml (text)'] == b'k\n'


@pytest.mark.parametrize('filler', [b'x', b'<w:t>xyz</w:t>', b'<', b'>', b'&amp;'])
def test_text_of_large_xml_is_the_same_as_of_its_parts(filler: bytes) -> None:
    from keyguard.content import office as module

    before, after = b'<p>a&lt;b</p>' * 1000, b'<p>c</p>' * 1000
    xml = before + filler * (3 * MIB // len(filler)) + after
    text = module.text(xml)
    assert text.startswith(b'a<b\n' * 1000)
    assert text.endswith(b'c\n' * 999)
    assert len(text) <= len(xml)


# --- it never raises, and ends

CORPUS = sorted(TRUNCATED.values())


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(CORPUS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = bytes((draw(st.integers(0, 255)),))
            case 1:
                del data[at : at + draw(st.integers(1, 40))]
            case 2:
                data[at:at] = draw(st.binary(max_size=20))
            case _:
                data[at : at + 4] = draw(
                    st.sampled_from([b'\xff' * 4, bytes(4), b'PK\1\2', b'PK\3\4', b'\xff\xff\xff\x7f'])
                )
    return bytes(data)


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_damaged_archives_never_raise(data: bytes) -> None:
    limits = Limits(total=MIB, member=MIB // 2, entries=500)
    with mmap.mmap(-1, len(data) or 1) as mapped:
        mapped[: len(data)] = data
        assert read(mapped, limits=limits) == read(data or b'\0', limits=limits)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b'PK\3\4', b'PK\5\6', b'\x1f\x8b\x08\0', b'BZh91AY&SY', b'\xfd7zXZ\0', b'%PDF-1.7']),
    st.binary(max_size=400),
)
def test_noise_behind_a_magic_never_raises(magic: bytes, data: bytes) -> None:
    read(magic + data)


# --- cost


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: handmade(*(member(b'%d' % at, ENV) for at in range(n))), id='zip'),
        pytest.param(lambda n: handmade(*(member(b'%d' % at, ENV) for at in range(n)))[:-30], id='zip-without-a-list'),
        pytest.param(lambda n: b'PK\3\4' * n * 10, id='zip-of-nothing-but-signatures'),
        pytest.param(lambda n: (b'PK\3\4' + bytes((20, 0, 8)) + bytes(23)) * n, id='zip-of-unknown-sizes'),
        pytest.param(lambda n: tar_header(b'a', 9) * n, id='tar'),
        pytest.param(lambda n: tar_header(b'a', 9) + b'7' * 512 * n, id='tar-of-damage'),
        pytest.param(lambda n: gzip.compress(ENV) * n, id='gzips-in-a-row'),
        pytest.param(lambda n: (gzip.compress(ENV) + b'\0') * n, id='gzips-with-padding'),
        pytest.param(lambda n: zipped({**TYPES, 'a.xml': b'<' * n * 100}), id='xml-of-open-tags'),
        pytest.param(lambda n: zipped({**TYPES, 'a.xml': b'</aaaaaaaaaaaaaaaaaaaaaa' * n * 10}), id='xml-of-open-ends'),
        pytest.param(lambda n: zipped({**TYPES, 'a.xml': b'&#x' * n * 100}), id='xml-of-open-references'),
    ],
)  # fmt: skip
def test_time_is_linear(make: Callable[[int], bytes]) -> None:
    small, large = (functools.partial(opened, make(size)) for size in (1000, 8000))
    # eight times as much; quadratic would be sixty-four
    assert keeps_pace(small, large, 24, 0.02)


def opened(data: bytes) -> None:
    for _ in members(Blob(b'x', data), Limits()):
        pass


def test_import_is_cheap() -> None:
    code = (
        'import sys, types; sys.path.insert(0, sys.argv[1]); import keyguard.model\n'
        'package = sys.modules["keyguard.content"] = types.ModuleType("keyguard.content")\n'
        'package.__path__ = [sys.argv[1] + "/keyguard/content"]; before = {*sys.modules}\n'
        'from keyguard.content import beginnings; beginnings.carrier(b"a" * 1024); print({*sys.modules} - before)'
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, '-I', '-S', '-c', code, root], capture_output=True, text=True, check=True)
    # what else is loaded, the door has loaded before
    assert ast.literal_eval(done.stdout) <= {*('keyguard.content.beginnings', 'keyguard.disguise', 'keyguard.tokens')}


# --- what cannot be opened is named, and what the standard library can is opened


TOLD = sample(next(each for each in DETECTORS if each.id == 'openai-project-key'), 1)
SAID = b'KEY=' + TOLD + b'\n'


UNOPENED = {
    '7z': (b"7z\xbc\xaf'\x1c\0\4" + NOISE[:300], '7z'),
    'rar': (b'Rar!\x1a\x07\x01\0' + NOISE[:300], 'rar'),
    'lzip': (b'LZIP\x01\x0c' + NOISE[:300], 'lzip'),
    'lzop': (b'\x89LZO\0\r\n\x1a\n' + NOISE[:300], 'lzop'),
    'squashfs': (b'hsqs' + NOISE[:300], 'squashfs'),
    'compress': (b'\x1f\x9d\x90' + NOISE[:300], 'compress'),
    'br': (NOISE[:300], 'brotli'),
    'xlsx': (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(900) + 'EncryptedPackage'.encode('utf-16-le'), 'encrypted Office'),
}  # fmt: skip


@pytest.mark.parametrize('suffix', UNOPENED)
def test_container_that_cannot_be_opened_is_named_with_the_way_out(suffix: str) -> None:
    data, words = UNOPENED[suffix]
    path = b'x.' + suffix.encode()
    ((name, reason),) = run([Blob(path, data)], Settings()).unread
    assert name == path
    assert words in reason and 'audit' in reason
    assert doubtful(data, path, BOOK)


OPENED = {
    'debian-package': (
        ar({'debian-binary': b'2.0\n', 'data.tar.xz/': tarred({'c.env': SAID}, 'w:xz')}),
        b'x!data.tar.xz!c.env',
    ),
    'zlib': (zlib.compress(SAID), b'x!x'),
    'zlib-with-something-behind': (zlib.compress(SAID) + b'more', b'x!x'),
    'git-pack': (git_pack((1, b'commit'), (3, SAID), (6, b'\x01\x02\x05abcde')), b'x!blob 2'),
    'git-bundle': (b'# v2 git bundle\n' + b'a' * 40 + b' HEAD\n\n' + git_pack((3, SAID)), b'x!blob 1'),
}


@pytest.mark.parametrize('form', OPENED)
def test_container_is_opened(form: str) -> None:
    data, path = OPENED[form]
    report = run([Blob(b'x', data)], Settings())
    assert [(each.path, each.secret.reveal()) for each in report.blocked] == [(path, TOLD)]
    assert report.unread == []
    assert doubtful(data, b'x', BOOK)


PREFACES = {
    'a-program': b'#!/usr/bin/env python3\n',
    'an-executable': b'\x7fELF' + NOISE[:5000] + b'PK\3\4' + NOISE[5000:9000],
    'more-than-a-window': b'#!/bin/sh\n' + NOISE * 30,
}


@pytest.mark.parametrize('preface', PREFACES)
def test_zip_behind_a_program_is_opened(preface: str) -> None:
    data = PREFACES[preface] + zipped({'c.env': SAID + bytes(100)})
    assert read(data) == [(b'x!c.env', SAID + bytes(100), '')]
    assert doubtful(data, b'x', BOOK)
    report = run([Blob(b'x', data)], Settings())
    assert [(each.path, each.secret.reveal()) for each in report.blocked] == [(b'x!c.env', TOLD)]
    assert not report.unread


SCRIPT = b'#!/bin/sh\ntail -n +3 "$0" | tar x\n'
UNPACKED: dict[str, tuple[bytes, bytes]] = {
    'tar-gzip': (tarred({'d/.env': SAID}, 'w:gz'), b'x.run!d/.env'),
    'tar-bzip2': (tarred({'d/.env': SAID}, 'w:bz2'), b'x.run!d/.env'),
    'tar-xz': (tarred({'d/.env': SAID}, 'w:xz'), b'x.run!d/.env'),
    'gzip': (gzip.compress(SAID), b'x.run!x.run'),
    'gzip-of-a-name': (b'\x1f\x8b\x08\x08' + bytes(6) + b'name\0' + gzip.compress(SAID, mtime=0)[10:], b'x.run!x.run'),
    'lzma': (lzma.compress(SAID, lzma.FORMAT_ALONE), b'x.run!x.run'),
}


@pytest.mark.parametrize('form', UNPACKED)
def test_archive_behind_a_script_is_opened(form: str) -> None:
    data, path = UNPACKED[form]
    report = run([Blob(b'x.run', SCRIPT + data)], Settings())
    assert [(each.path, each.secret.reveal()) for each in report.blocked] == [(path, TOLD)]
    assert report.unread == []
    assert doubtful(SCRIPT + data, b'x.run', BOOK)


def test_archive_behind_a_script_that_is_cut_is_named() -> None:
    data = SCRIPT + UNPACKED['tar-gzip'][0][:-20]
    assert run([Blob(b'x.run', data)], Settings()).unread == [(b'x.run', CUT)]


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(b'#!/bin/sh\nprintf x\x1f\x8b\x08\0\n', id='no-line-of-its-own'),
        pytest.param(b'#!/bin/sh\n\x1f\x8b\x08 and \0\n', id='no-header'),
        pytest.param(b'a text\n' + gzip.compress(SAID), id='no-script'),
    ],
)
def test_what_only_looks_like_an_archive_behind_a_script_is_none(data: bytes) -> None:
    assert list(members(Blob(b'x', data), Limits())) == []
    assert run([Blob(b'x', data)], Settings()).unread == []


def test_large_file_of_nothing_is_no_bomb() -> None:
    data = zipped({'zeros.bin': bytes(60 * MIB), '.env': SAID})
    report = run([Blob(b'a.zip', data)], Settings())
    assert [each.path for each in report.blocked] == [b'a.zip!.env']
    assert report.unread == []


def test_compound_document_that_is_not_encrypted_is_read_as_it_is() -> None:
    assert read(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(2000)) == []


CORE = (
    b'<cp:coreProperties><dc:creator>me</dc:creator><dc:description>key %s</dc:description>'
    b'<cp:revision>1</cp:revision><dcterms:created>2023-12-23T23:15:00Z</dcterms:created></cp:coreProperties>'
)
CELLS = (
    b'<table:table-row><table:table-cell office:value-type="string"><text:p text:style-name="a">MISTRAL_API_KEY</text:p>\n'
    b'</table:table-cell><table:table-cell><text:p text:style-name="b">%s</text:p></table:table-cell></table:table-row>'
)
MISTRAL = sample(next(each for each in DETECTORS if each.id == 'mistral-api-key'), 1)
DOCUMENTS = {
    'properties-of-an-office-document': ({'[Content_Types].xml': b'', 'docProps/core.xml': CORE % TOLD}, TOLD),
    'properties-of-an-open-document': (
        {'mimetype': b'application/vnd.oasis.opendocument.text', 'meta.xml': CORE % TOLD},
        TOLD,
    ),
    'cells-of-an-open-document': (
        {'mimetype': b'application/vnd.oasis.opendocument.text', 'content.xml': CELLS % MISTRAL},
        MISTRAL,
    ),
}


@pytest.mark.parametrize('form', DOCUMENTS)
def test_elements_of_a_document_are_parted(form: str) -> None:
    files, key = DOCUMENTS[form]
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == 'mimetype' else None)
    report = run([Blob(b'a.odt', out.getvalue())], Settings())
    assert [each.secret.reveal() for each in report.blocked] == [key]
