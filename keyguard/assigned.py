"""A value that is given to a provider's own variable or SDK call, whatever it looks like."""

import re
from operator import ne

from keyguard.blocks import from_base64
from keyguard.lazy import Lazy
from keyguard.tokens import DIGITS, LONGEST, NEAR_BEFORE, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from keyguard.kinds import Provider

# what may stand between a variable's name and its value
_GAP = Lazy(
    # OPENAI_API_KEYS, OPENAI_API_KEY_2, OPENAI_API_KEY_PROD
    rb'(?:s|_(?:\d\d?|backup|dev(?:elopment)?|local|main|new|old|primary|prod(?:uction)?|secondary|stag(?:e|ing)|test))?'
    rb'["\'\])}`\s:=>,(\[{|?&$~\\-]*(?:(?:bearer|value|string|str|default|token|basic|key|type|!str|<)["\'\s:=>,({\[]*){0,2}'
    rb'(?:\\?["\'`]{0,3})$',
    re.I,
)
_CAMEL = Lazy(rb'[A-Z](?=[a-z]{2})')
_VALUE_CHARS = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=:~|'
# a digit, a capital and a small letter
_CLASSES = bytes(0 if 0x30 <= char <= 0x39 else 1 if 0x41 <= char <= 0x5A else 2 for char in range(256))
_NOT_ALNUM = bytes(char for char in range(256) if char >= 0x80 or not chr(char).isalnum())
_QUOTES = (b'"', b"'", b'`')
_OPENING = (*_QUOTES, b' ')
_LONGEST_UNKNOWN = 250
# how far before a value the name of an argument may begin
_ARGUMENT = 120
_KEY_ARGUMENT = Lazy(
    rb'(?:api[_-]?key|token|auth[_-]?token|secret|key|access[_-]?key)["\']?\s*[=:]\s*[bru]?["\'`]$', re.I
)


class Value:
    """The value around the run from ``start`` to ``end``, and what it is given to.

    ``span``: the value, with what stands around the run and belongs to it (``abc.def``), or None where it is no
    literal (a call, an address, a sealed text of more than 250 characters). ``looks_random``: does it?
    """

    __slots__ = ('_folded', '_lines', '_named', '_text', 'looks_random', 'span')

    def __init__(self, data: bytes, start: int, end: int) -> None:
        first, last = start, min(end, start + LONGEST)
        floor, ceiling = max(0, start - 64), min(len(data), start + LONGEST)
        while first > floor and data[first - 1] in _VALUE_CHARS:
            first -= 1
        # what belongs to the assignment, not to the value: NAME=value, name:value; but not the colon of NAME=id:secret
        lead = data.rfind(b'=', first, start)
        colon = data.rfind(b':', max(first, lead), start)
        opened = lead >= 0 or data[first - 1 : first] in _OPENING
        if colon >= 0 and not (opened and _has_digit(data[max(first, lead + 1) : colon])):
            lead = colon
        first = max(first, lead + 1)
        while last < ceiling and data[last] in _VALUE_CHARS:
            last += 1
        # a sealed or encrypted value is far longer than any key, and meant to be committed
        literal = (
            last - first <= _LONGEST_UNKNOWN
            and data[last : last + 1] not in (b'(', b'[', b'{', b'$')
            and b'://' not in data[first:last]
        )
        self.span = (first, last) if literal else None
        self.looks_random = literal and looks_random(data[first:last]) and not _is_text(data[first:last])
        self._text = data[max(0, start - NEAR_BEFORE) : first] if literal else b''
        # the value's own line and the one above it (Kubernetes writes name and value on two)
        self._lines = b'\n'.join(self._text.rsplit(b'\n', 2)[-2:])
        self._folded = fold(self._lines)
        # is it the argument of that name to some call?
        self._named: bool | None = None

    def is_given_to(self, provider: 'Provider', variable: str = '') -> bool:
        """Is it a literal, and does one of the provider's variables, or the other variable, or an SDK call get it?"""
        if not self.span:
            return False
        for name in (*provider.env, variable) if variable else provider.env:
            # most names stand nowhere
            at = _rfind_name(self._lines, name) if _letters(name) in self._folded else -1
            if at >= 0 and _GAP.fullmatch(self._lines, at) and _in_one_column(self._lines, at):
                return True
        if not provider.calls:
            return False
        if self._named is None:
            self._named = _is_named(self._text)
        return self._named and _is_open(self._text, provider.calls)


def _in_one_column(lines: bytes, at: int) -> bool:
    """Does the value stand below the name that ends at ``at``, where both are cells of a table?"""
    head, line, own = lines.rpartition(b'\n')
    # names and values of JSON or YAML are no table
    if not line or at > len(head) or head.translate(None, b':={}[]()') != head:
        return True
    commas = (b',', b'\t', b';', b'|')
    return all(head[:at].count(comma) == own.count(comma) for comma in commas if comma in head)


def is_argument_of(text: bytes, calls: 'Collection[str]') -> bool:
    """Does the text before a value hand it to one of the SDK calls, as ``api_key="…"`` over a few lines or as its
    first argument, ``Exa("…")``?
    """
    # most values are no argument: nothing quoted behind a bracket or a name
    head = text.removesuffix(b'\n')
    if not calls or head[-1:] not in _QUOTES:
        return False
    if head[:-1].rstrip().endswith(b'(') and any(_call(call).search(text) for call in calls):
        return True
    return _is_named(text) and _is_open(text, calls)


def _is_named(text: bytes) -> bool:
    return bool(_KEY_ARGUMENT.search(text, max(0, len(text) - _ARGUMENT)))


def _is_open(text: bytes, calls: 'Iterable[str]') -> bool:
    """Is one of the calls open at the end of the text?"""
    for call in calls:
        opened = text.rfind(call.encode() + b'(')
        before = text[max(0, opened - 1) : max(0, opened)]
        alone = not before.isalnum() and before != b'_'
        if opened >= 0 and alone and b')' not in text[opened:].replace(b'()', b''):
            return True
    return False


def _letters(name: str) -> bytes:
    found = _folded.get(name)
    if found is None:
        found = _folded[name] = fold(name.encode())
    return found


def _rfind_name(text: bytes, name: str) -> int:
    """Where the last mention of a variable ends in the text, in any spelling (``openaiApiKey``), or -1."""
    parts = name.lower().split('_')
    pattern = _spelled.get(name)
    if pattern is None:
        pattern = _spelled[name] = re.compile(b'[_. -]?'.join(re.escape(part.encode()) for part in parts), re.I)
    end = -1
    for match in pattern.finditer(text):
        before, first = text[match.start() - 1 : match.start()], text[match.start() : match.start() + 1]
        # not the end of another name: ARK_API_KEY in SPARK_API_KEY; but OpenaiApiKey in myOpenaiApiKey
        if not before.isalpha() or (before.islower() and first.isupper()):
            end = match.end()
    return end


_folded: 'dict[str, bytes]' = {}
_spelled: 'dict[str, re.Pattern[bytes]]' = {}
_called: 'dict[str, re.Pattern[bytes]]' = {}


def _call(call: str) -> 're.Pattern[bytes]':
    pattern = _called.get(call)
    if pattern is None:
        pattern = _called[call] = re.compile(rb'(?<![A-Za-z0-9_])' + re.escape(call.encode()) + rb'\(\s*["\'`]$')
    return pattern


def _is_text(value: bytes) -> bool:
    """Is it base64 of plain text? What that says is read in a view of its own."""
    text = from_base64(value)
    return len(text) >= 16 and text.isascii() and text.decode('ascii').strip().isprintable()


def _has_digit(text: bytes) -> bool:
    return len(text) >= 8 and text.translate(None, DIGITS) != text


def looks_random(value: bytes) -> bool:
    """Does the value change between lower case, upper case and digits as often as a random one, and vary enough?"""
    # the capital that begins a word of camelCase is no change
    value = _CAMEL.sub(b'a', value)
    classes = value.translate(_CLASSES, _NOT_ALNUM)
    if len(classes) < 20 or len(set(value)) < 10 or 0 not in classes:
        return False
    changes = sum(map(ne, classes, classes[1:]))
    return bool(changes * 4 >= len(classes))
