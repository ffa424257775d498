"""The text around a key that may be shown to a person: every key in it masked, every control character escaped."""

import os
import re
from functools import cache

from keyguard.assigned import looks_random
from keyguard.lazy import Lazy
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from mmap import mmap

    from keyguard.model import Finding, Hit

# On the line of a key, any other long word could be that key in another dress (base64 of it, its other half).
_SUSPECT = Lazy(
    rb'(?=[A-Za-z0-9+/_=-]*[0-9])(?=[A-Za-z0-9+/_=-]*[A-Za-z])[A-Za-z0-9+/_=-]{20,}|'
    rb'(?=[A-Za-z0-9+/=]*[A-Z])(?=[A-Za-z0-9+/=]*[a-z])(?=[A-Za-z0-9+/=]*[0-9])[A-Za-z0-9+/=]{12,}'
)
_LEAST_SUSPECT = 12
# what touches a key may be the rest of it
_TAIL = re.compile(r'[A-Za-z0-9_+/-]{4,}$')
_HEAD = re.compile(r'^[A-Za-z0-9_+/-]{4,}')
# … which none of these is
_OUTER = frozenset(('', *'"\'` =:,;.()[]{}<>…'))
_QUOTES = frozenset('"\'`')
# the other half of a key, which code joins to it: a word behind quotes that has digits, or letters of both cases
_HALF = '(?=[A-Za-z_+/-]*(?:[0-9]|[A-Z][a-z]|[a-z][A-Z]))[A-Za-z0-9_+/-]{4,}'
_JOINT = r"""["'`](?:\s{0,8}(?:\+\+?|\.\.?|&|\|\||<>|~)?\s{0,8}[a-zA-Z$@]?["'`])?"""
_REACH = 200
_WORD = Lazy(rb'[A-Za-z0-9_+=-]{24,}')
# all of a JWT but its ending looks like words: base64 of {" and of what such a text says
_JWT = Lazy(rb'eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)*')
_ID = Lazy(rb'(?:[0-9a-f]{2}/){0,3}[0-9a-f]{34,64}')
_NOT_ASCII = Lazy(rb'[\x80-\xff]+')
# what keys are written with: a word that goes on beyond what is read may be the beginning of one, or its end
_SIGNS = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=-')
# the body of a private key, all of its lines in one: before its end, and behind its beginning
_BEFORE_END = Lazy(rb'\A(?:(?!-----BEGIN ).)*?(?=-----END [A-Z ]*PRIVATE KEY-----)')
_BODY = Lazy(rb'(-----BEGIN [A-Z ]*PRIVATE KEY-----)((?:(?!-----END ).)+)')
_BREAKS = Lazy(rb'(?:\\+[nr]|[^A-Za-z0-9+/=\\])*')
# of a line around a finding so much is read, in bytes, and shown, in characters
_LONGEST, _WIDTH = 4000, 110
_CONTROL = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def shown(text: bytes) -> str:
    """Bytes as text for a terminal: control characters, and those that turn text around, are escaped."""
    return escaped(text.decode('utf-8', 'backslashreplace'))


def escaped(text: str) -> str:
    """Text for a terminal, in the same way."""
    if text.isprintable():
        return text
    return _CONTROL.sub(lambda match: match.group().encode('unicode_escape').decode('ascii'), text)


def beside(data: 'bytes | mmap', start: int, end: int, hits: 'Sequence[Hit]', hit: 'Hit') -> 'tuple[str, str]':
    """The line from ``start`` to ``end`` without the hit: what is left and right of it.

    ``hits`` are the blob's hits near the line, in the order of their places.
    """
    first, last = hit.place
    before = [other for other in hits if start < other.place[1] <= first]
    after = [other for other in hits if last <= other.place[0] < end]
    low, high = _whole(data, start, end, first, last)
    left, right = _masked(data, low, first, before), _masked(data, last, high, after)
    left, right = '…' * (low > start) + left, right + '…' * (high < end)
    if hit.detector.in_file and data[end : end + 1] not in (b'\n', b'\r', b'') and '-----END ' not in right:
        right = '…'  # the body of a private key goes on beyond what is read
    left, right = _without_tail(_without_body(left)), _without_head(_without_body(right))
    keys = [hit, *before, *after]
    return _without_parts(left, keys), _without_parts(right, keys)


def _without_tail(text: str) -> str:
    # mostly a quote or a blank
    if text[-1:] in _QUOTES:
        return text[:-_REACH] + _halves()[0].sub(r'…\1', text[-_REACH:])
    return text if text[-1:] in _OUTER else _TAIL.sub('…', text)


def _without_head(text: str) -> str:
    if text[:1] in _QUOTES:
        return _halves()[1].sub(r'\1…', text)
    return text if text[:1] in _OUTER else _HEAD.sub('…', text)


@cache
def _halves() -> 'tuple[re.Pattern[str], re.Pattern[str]]':
    """What finds the other half of a key before it, and behind it."""
    return re.compile(f'{_HALF}({_JOINT})$'), re.compile(f'^({_JOINT}){_HALF}')


def beside_wide(hit: 'Hit', hits: 'Sequence[Hit]', most: int) -> 'tuple[str, str]':
    """The same for a hit in wide text, of its view: what is not ASCII shows as an ellipsis there."""
    data = hit.view.data
    low = max(0, hit.start - most)
    first = data.rfind(b'\n', low, hit.start) + 1 or low
    last = data.find(b'\n', hit.end, hit.end + most)
    last = min(len(data), hit.end + most) if last < 0 else last
    same = [other for other in hits if other.view is hit.view]
    before = [other for other in same if first < other.end <= hit.start]
    after = [other for other in same if hit.end <= other.start < last]
    parts = []
    first, last = _whole(data, first, last, hit.start, hit.end)
    for start, end, others in ((first, hit.start, before), (hit.end, last, after)):
        text, at = b'', start
        for other in others:
            text += _without_keys(data[at : max(at, other.start)]) + other.secret.masked.encode()
            at = other.end
        text += _without_keys(data[at : max(at, end)])
        parts.append(_without_body(shown(text.rstrip(b'\r').replace(b'\t', b'    '))))
    keys = [hit, *before, *after]
    return _without_parts(_without_tail(parts[0]), keys), _without_parts(_without_head(parts[1]), keys)


def _without_keys(text: bytes) -> bytes:
    return _NOT_ASCII.sub('…'.encode(), _SUSPECT.sub(b'\xff', text))


def _without_parts(text: str, hits: 'Sequence[Hit | Finding]') -> str:
    """The text without pieces of the keys that were written once more: eight characters of one are too many."""
    if len(text) < 8:
        return text
    pieces = {text[at : at + 8] for at in range(len(text) - 7)}
    for hit in hits:
        key = hit.secret.reveal().decode('latin-1')
        at = len(hit.detector.prefix_of(hit.secret.reveal()))
        body = key[at:]
        if len(pieces) < len(body):
            for piece in pieces:
                if piece in body:
                    break
            else:
                continue
        elif pieces.isdisjoint(body[start : start + 8] for start in range(len(body) - 7)):
            continue
        while at + 8 <= len(key):
            end = at + 8
            if key[at:end] not in text:
                at += 1
                continue
            while end < len(key) and key[at : end + 1] in text:
                end += 1
            text = text.replace(key[at:end], '…')
    return text


def _masked(data: 'bytes | mmap', start: int, end: int, hits: 'Sequence[Hit | Finding]') -> str:
    parts = []
    for hit in hits:
        first, last = hit.place
        parts.append(_plain(data[start : max(start, first)]) + hit.secret.masked)
        start = last
    return ''.join(parts) + _plain(data[start : max(start, end)])


def _whole(data: 'bytes | mmap', start: int, end: int, first: int, last: int) -> 'tuple[int, int]':
    """The piece from ``start`` to ``end`` without the halves of words at its ends, which are too short to be told from
    words that are no key; what stands from ``first`` to ``last`` stays.
    """
    if start and data[start - 1] in _SIGNS:
        while start < first and data[start] in _SIGNS:
            start += 1
    if end < len(data) and data[end] in _SIGNS:
        while end > last and data[end - 1] in _SIGNS:
            end -= 1
    return start, end


def _without_body(text: str) -> str:
    """The text without the bodies of private keys, of which the last line may be as short as a word."""
    if 'PRIVATE KEY-----' not in text:
        return text
    dots = '…'.encode()
    data = _BEFORE_END.sub(lambda match: match[0] if _BREAKS.fullmatch(match[0]) else dots, text.encode())
    return _BODY.sub(lambda match: match[1] + (match[2] if _BREAKS.fullmatch(match[2]) else dots), data).decode()


def _plain(text: bytes) -> str:
    text = text.rstrip(b'\r').replace(b'\t', b'    ')
    return shown(_SUSPECT.sub('…'.encode(), text) if len(text) >= _LEAST_SUSPECT else text)


def path(name: bytes, hits: 'Sequence[Hit]') -> bytes:
    """The file name with every key masked that was found in it or in the file."""
    for secret in {hit.secret for hit in hits}:
        name = name.replace(secret.reveal(), secret.masked.encode())
    return name


def outside(name: bytes) -> bytes:
    """A name that no blob's findings mask: of a folder, a branch, another path of a blob. Whatever could be a key in it
    is masked. A note of git is called by the id of what it is about.
    """
    if _ID.fullmatch(name):
        return name
    return without_keys(os.fsdecode(unread_path(name))).encode('utf-8', 'surrogateescape')


def unread_path(name: bytes) -> bytes:
    """The name of a file that could not be read: nothing was found in it, so whatever looks random is masked."""
    name = _JWT.sub('…'.encode(), name)
    return _WORD.sub(lambda match: '…'.encode() if looks_random(match.group()) else match.group(), name)


def around(
    data: 'bytes | mmap', finding: 'Finding', findings: 'Sequence[Finding]', lines: int
) -> 'list[tuple[int, str]]':
    """So many lines before and after those of the finding, each with its number; every key in them is masked.

    ``findings`` are all of the file, with their secrets. Nothing is shown of what is no text of single bytes.
    """
    first, last = finding.span
    start, number = data.rfind(b'\n', 0, first) + 1, finding.line
    shown_lines: list[tuple[int, str]] = []
    for _ in range(lines):
        if not start:
            break
        end = start - 1
        start, number = data.rfind(b'\n', 0, end) + 1, number - 1
        shown_lines.insert(0, (number, _line(data, start, end, findings)))
    number = finding.end_line
    end = data.find(b'\n', last)
    for _ in range(lines):
        if end < 0 or end + 1 >= len(data):
            break
        start, number = end + 1, number + 1
        end = data.find(b'\n', start)
        shown_lines.append((number, _line(data, start, end if end >= 0 else len(data), findings)))
    return [] if any('\\x00' in text for _, text in shown_lines) else shown_lines


def masked(
    text: bytes,
    spans: 'Sequence[tuple[int, int]]',
    findings: 'Sequence[Finding]',
    names: 'Collection[str]' = (),
) -> str:
    """A line as it may be shown: the keys of the findings masked, at ``spans`` of the text in their order and wherever
    else they stand, and any other long word that could be one, unless it is one of ``names``.
    """
    parts, at = [], 0
    for (start, end), finding in zip(spans, findings):
        left = _named(text[at : max(at, start)], names)
        parts.append(_TAIL.sub('…', _without_tail(left)) + finding.secret.masked)
        at = end
    last = _named(text[at:], names)
    parts.append(_HEAD.sub('…', _without_head(last)) if at else last)
    return _without_parts(''.join(parts), findings)


def _named(text: bytes, names: 'Collection[str]') -> str:
    def hide(match: 're.Match[bytes]') -> bytes:
        word = match.group()
        return word if word.decode() in names else '…'.encode()

    return shown(_SUSPECT.sub(hide, text.replace(b'\t', b'    ')))


def _line(data: 'bytes | mmap', start: int, end: int, findings: 'Sequence[Finding]') -> str:
    _, end = _whole(data, start, min(end, start + _LONGEST), start, start)
    text = _masked(data, start, end, [each for each in findings if each.span[0] < end and start < each.span[1]])
    text = _without_parts(_without_body(text), findings)
    return text[:_WIDTH] + ('…' if len(text) > _WIDTH else '')
