"""Could a key stand here in pieces? Told from the bytes around its parts, before any pattern is compiled.

The hook's door asks it of every clean file, so it imports nothing but ``tokens``, and looks closely only where a joint
may be: beside a run that the prefilter knows and that does not read like words, beside a ``+`` before a quote, and at
characters that nobody sees. From there it walks back over the parts to one that a key can begin with.

Out of reach, here and so for ``content.joined``:

- a key of which no part is a run of 23 characters, unless ``+`` or a character that nobody sees joins them: one of 40
  that anything else cuts into 20 and 20; ``glpat-`` and the 20 behind it;
- a cut within the first word of the literal or before its dash (``"s" + "k-…"``, ``"sk" + "-…"``), or through a literal
  that stands inside of the key;
- a template with a piece of the literal between placeholders (``"sk-%s-%s" % …``), placeholders out of order or named;
- parts that are further apart than some lines, unless a constant's name brings them together; names for names;
- what is decoded, reversed, counted or taken by an index, and a joint within a joint.
"""

from keyguard.tokens import DIGITS, LEAD, TOKEN, runs, unlike_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Book, Span


def _table(chars: bytes) -> bytes:
    """1 at each of the characters, 0 elsewhere."""
    table = bytearray(256)
    for char in chars:
        table[char] = 1
    return bytes(table)


# How far two parts of a key may stand from each other, and how many parts are walked over.
_APART = 160
_PARTS = 10
# How much is read for the rest of the key.
_REST = 800
# A file with more is not an ordinary one: how many names are looked up, at how many places each, how many of its uses
# count, how many beginnings a part may have, …
_NAMES = 64
_LOOKS = 2000
_USES = 12
_LEADS = 8
# … and from how many parts the way back is walked
_WALKS = 10_000

_QUOTES = (b'"', b"'", b'`')
_LINE_ENDS = (b'\n', b'\r')
_ENDS = (b'', *_LINE_ENDS)
_BLANKS = b' \t\r\n\\'
_BLANKS_AND_QUOTES = b' \t\r\n\\"\'`'
_ONE_QUOTE = bytes.maketrans(b"'`", b'""')
_NO_SIGNS = bytes.maketrans(b':&$*', b'    ')
_OTHERS = bytes(range(256)).translate(None, TOKEN)
_WORD = _table(TOKEN.replace(b'-', b''))
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
_CASES = bytes.maketrans(_LOWER + _LOWER.upper(), b'a' * 26 + b'A' * 26)
# r"…", f"…", L"…", $"…"
_PREFIX_LETTERS = b'fFrRbBuULs@$'
_PREFIXES = frozenset(b'f r b u l s fr rf br rb u8 F R B U L FR RF BR RB fR Rf'.split())
# the methods and functions that put a part behind another
_JOINERS = frozenset(b'append Append concat Concat strcat strncat push push_str push_back'.split())
# … and what makes one text of a list
_CALLS = (b'join', b'concat', b'strcat', b'strncat', b'implode', b'paste0', b'format', b'printf', b'%')
_TYPES = (b'As', b'as', b'str', b'string', b'String', b'char')
_UNSEEN = (b'\xe2\x80\x8b', b'\xe2\x80\x8c', b'\xe2\x80\x8d', b'\xe2\x81\xa0', b'\xef\xbb\xbf', b'\xc2\xad')
_MARKS = (b'<wbr', b'&shy;', b'&#', b'&ZeroWidthSpace;', *_UNSEEN)
_MARK_NAMES = (b'ZeroWidthSpace', b'x200B', b'x200b', b'8203', b'shy', b'wbr')
# words between two parts that are none
_SKIPPED = _JOINERS.union(_PREFIXES, _MARK_NAMES)

# What can stand directly behind a part that is not the last, or that ends a literal: a quote, the end of a line, a
# placeholder, a soft line break of quoted-printable, a character that nobody sees or its name in HTML.
_STOPS = _table(b'"\'`\n\r\\{$#%<&=\xc2\xe2\xef')
# What can stand directly before a part that is not the first.
_STARTS = _table(b'"\'`\n\r \t})%=>;.|*#/$' + bytes(range(128, 256)))
# What can stand behind a ``+`` that joins literals; the letters only before a quote.
_JOINED = _table(b'"\'`\n\r=+')
# … and before one
_JOINING = _table(b'"\'`\n\r\t\\ +')
_LETTERS = _table(_PREFIX_LETTERS)
# A sign within a key, between two of its runs.
_INNER = (b'.', b'|', b'/')
# What stands between two parts, without blanks and quotes: operators and placeholders, with names beside them …
_SIGNS = frozenset(
    b'+ . .. & ~ ++ <> << || += .= ..= &= <>= , } ) % $ +$ .$ ,$ &_ }) }{ }${ }#{ }{$ ${ { {$ #{'.split()
)
# … an assignment, what is left of calls and statements, …
_ASSIGNS = (b'=', b':=', b'=(', b']=')
_BETWEEN = _SIGNS.union(_ASSIGNS, b'; ;$ ); ). ( < & &# +< _'.split())
# … the end of a placeholder before text of the template, and the margin of a line.
_HOLES = frozenset(b'} }} }) ) % $ }$ }{'.split())
_MARGIN = b'#/*>;%!|+:'
# behind a word that is a name and no part
_BEHIND_NAMES = (b' ', b'\t', b'.', b'(', b',', b'=', b')', b'+')
# before and behind a constant that is joined to something
_BEFORE_USE = (b'+', b'.', b'&', b'~', b'|', b'<', b'>', b'{', b'$', b'%')
_BEHIND_USE = (b'+', b'.', b'&', b'~', b'|', b'<', b'{', b'$', b'"', b',')
# behind a name that gets a value, or before its type
_BEFORE_VALUE = (b'=', b' =', b':', b' :', b'  ', b' A', b' a', b' S', b' s')
# what a part goes on with
_PART, _CONSTANT = 1, 2

# book -> the literals that stand inside of keys, and what stands before the run that keys begin with (``LLM`` of
# ``LLM|``)
_special: 'dict[Book, tuple[tuple[bytes, ...], tuple[bytes, ...]]]' = {}


def has_joint(data: bytes, book: 'Book', spans: 'Sequence[Span] | None' = None) -> bool:
    """Could ``data`` hold a key of the ``book`` whose parts a joint keeps apart? Never False where ``content.joined``
    shows one.

    ``spans`` are the data's runs that are ``unlike_words``, where the caller has them; to find them is most of the
    cost. Linear: a look at the byte behind each of them and each ``+``, some hundred bytes around those that may be a
    part of a key, and one pass for each of the first ``_NAMES`` names.
    """
    size = len(data)
    walk = None
    for start, end in _odd_runs(data) if spans is None else spans:
        if end == size or _STOPS[data[end]]:
            walk = walk or _Walk(data, book)
            if walk.completes(start, end, data[start:end]):
                return True
    last = size - 2
    at = data.find(b'+', 2)
    while 0 <= at < last:
        char = data[at - 1]
        if char == 32:
            char = data[at - 2]
        left, char = _JOINING[char], data[at + 1]
        if char == 32:
            char = data[at + 2]
        if not left and char != 61:
            pass  # most of all: a name before it
        elif _JOINED[char] or (_LETTERS[char] and len(data[at + 1 : at + 6].translate(None, b'"\'')) < 5):
            walk = walk or _Walk(data, book)
            if walk.joins(at):
                return True
        at = data.find(b'+', at + 1)
    # what holds NUL bytes is no text in UTF-8
    return not data.isascii() and 0 not in data and (walk or _Walk(data, book)).hides()


def _odd_runs(data: bytes) -> 'list[Span]':
    spans = runs(data)
    odd = unlike_words({data[start:end] for start, end in spans})
    return [(start, end) for start, end in spans if data[start:end] in odd]


def _unlike_words(text: bytes) -> bool:
    """Has the run a digit, do its cases change oftener than those of ``camelCase``, or is it too long for one word?"""
    if len(text.translate(None, DIGITS)) < len(text):
        return True
    if text.islower() or text.isupper():
        return text.isalpha()
    cases = text.translate(_CASES)
    return b'AaA' in cases or cases.count(b'aA') * 5 >= len(cases)


def _run(text: bytes) -> bytes:
    """The token characters at the beginning."""
    return text[: len(text) - len(text.lstrip(TOKEN))]


def _signs(gap: bytes) -> bytes:
    """What stands in the gap besides blanks and quotes; the sign that ends a part (``LLM|``) left out."""
    if gap[:1] in _INNER and gap[1:2] in _QUOTES:
        gap = gap[1:]
    return gap.translate(None, _BLANKS_AND_QUOTES)


def _may_join(word: bytes, gap: bytes) -> bool:
    """Could the gap between a word and a long run be a joint, or the end of one?"""
    if gap in _UNSEEN or word in _SKIPPED:
        return True
    if not word.strip(b'-_'):
        return gap[:1] != b'>'  # no arrow
    signs = _signs(gap)
    if gap[-1:] in _QUOTES:
        return not signs or signs in _SIGNS or signs in _ASSIGNS
    if b'\n' in gap or b'\r' in gap:
        return not signs.strip(_MARGIN) or signs == b'='
    return signs in _HOLES or (signs in _ASSIGNS and gap[:1] not in _QUOTES)


def _is_assignment(gap: bytes) -> bool:
    """Does the gap make a name of what stands before it? A soft line break (``=`` and a new line) does not."""
    return _signs(gap) in _ASSIGNS and gap[:1] not in _QUOTES and gap[1:2] not in _LINE_ENDS


class _Walk:
    """The way from a part of a key to its first one, and a look at what follows."""

    __slots__ = ('book', 'data', 'dead', 'last', 'leads', 'places', 'unmarked', 'values', 'walks', 'within')

    def __init__(self, data: bytes, book: 'Book') -> None:
        self.data = data
        self.book = book
        # where parts end that no key begins before, and the last of them that is long
        self.dead: set[int] = set()
        self.last = 0
        self.walks = 0
        # name -> where it stands, what is assigned to it, what stands before it
        self.places: dict[bytes, list[int]] = {}
        self.values: dict[bytes, list[bytes]] = {}
        self.leads: dict[bytes, list[bytes]] = {}
        if book not in _special:
            rows = book.literals.items()
            within = [literal for literal, row in rows if any(not need and not names for need, _, names, _ in row)]
            _special[book] = tuple(within), tuple(lead.rstrip(_OTHERS) for lead in book.leads)
        self.within, self.unmarked = _special[book]

    # ---- where a joint may be ----

    def completes(self, start: int, end: int, text: bytes) -> bool:
        """Is the long run a part of a key, and not all of it?"""
        if not _unlike_words(text):
            return False
        literals = self._literals(text)
        if not literals:
            inside = _STARTS[self.data[start - 1]]
            if not inside and not self._holds_one(text):
                return False  # most of all: a checksum
            if self._is_dead(start, end):
                return False
            if not inside:
                return self._goes_on(end) > 0
        word, gap, stop = self._before(start)
        joint = bool(word) and (_may_join(word, gap) or (gap in _INNER and self._is_inner(word, gap, start)))
        joint = joint and self._is_joined(_signs(gap), start)
        named = joint and _is_assignment(gap)
        if literals and self._is_first(text, end, joint, self._name(stop) if named else b''):
            return True
        if self._holds_one(text) and (joint or self._goes_on(end)):
            return True
        if joint:
            self.walks += 1
            leads = self._used_behind(self._name(stop)) if named else self._leads(start)
            if self.walks > _WALKS or any(self._begins(lead + text, self._rest(end)) for lead in leads):
                return True
        self.dead.add(end)
        self.last = end
        return False

    def joins(self, at: int) -> bool:
        """Does the ``+`` join two parts?"""
        behind = self.data[at + 1 : at + _APART]
        rest = behind.lstrip(b'+= \t\r\n\\')
        opening = rest[:3].lstrip(_PREFIX_LETTERS)
        if opening[:1] not in _QUOTES:
            return False
        before = self.data[max(0, at - _APART) : at].rstrip(b'+ \t\r\n\\')
        if behind[:1] != b'=' and (before[-1:] not in _QUOTES or before[-2:-1] not in TOKEN):
            return False
        return self._is_part(at + 2 + len(behind) - len(rest) + len(rest[:3]) - len(opening))

    def hides(self) -> bool:
        """Does a character that nobody sees stand between two parts?"""
        data = self.data
        # by their first bytes: to search for each of them whole takes three times as long
        for first in (b'\xe2', b'\xc2', b'\xef'):
            at = data.find(first)
            while at >= 0:
                if data[at : at + 3] in _UNSEEN or data[at : at + 2] in _UNSEEN:
                    start = at + (2 if first == b'\xc2' else 3)
                    if at and data[at - 1] in TOKEN and self._is_part(start):
                        return True
                at = data.find(first, at + 1)
        return False

    # ---- is it a part? ----

    def _is_part(self, start: int) -> bool:
        """Do the token characters from ``start`` on follow on a part that a key begins with?"""
        text = _run(self.data[start : start + 200])
        if not text or (text.isalpha() and text.islower() and len(text) < 20):
            return False
        end = start + len(text)
        self.walks += 1
        if self.walks > _WALKS or any(self._begins(lead + text, self._rest(end)) for lead in self._leads(start)):
            return True
        self.dead.add(end)
        return False

    def _is_first(self, text: bytes, end: int, joint: bool, name: bytes) -> bool:
        """Is the run, which begins like a key, its first part; or all of it, and what stands before it changes it?
        ``name`` is the constant whose value it is.
        """
        goes_on = self._goes_on(end)
        if goes_on == _CONSTANT and self._begins(text, None):
            return True
        if goes_on and self._begins(text, self._rest(end)):
            return True
        if any(self._begins(text, rest) for rest in self._used_before(name)):
            return True
        return joint and self._begins(text, b'')

    def _is_inner(self, word: bytes, gap: bytes, start: int) -> bool:
        """Does the run begin behind a sign that stands within a key?"""
        if (gap == b'.' and len(word) > 19) or self._literals(word):
            return True
        near = self.data[max(0, start - 2 * LEAD) : start]
        return gap != b'/' and any(lead in near for lead in self.book.leads)

    def _is_dead(self, start: int, end: int) -> bool:
        """Does nothing but signs stand between this run and one that no key begins before?"""
        gap = self.data[self.last : start]
        dead = self.last > 0 and len(gap) < 40 and not gap.strip(_OTHERS)
        if dead:
            self.dead.add(end)
            self.last = end
        return dead

    def _holds_one(self, text: bytes) -> bool:
        """Does one of the literals stand in it that stand inside of keys?"""
        for literal in self.within:  # noqa: SIM110 (a generator costs three times as much)
            if literal in text:
                return True
        return False

    def _literals(self, word: bytes) -> 'Sequence[bytes]':
        """The literals that the word may begin with."""
        head, dash, _ = word.replace(b'-', b'_').partition(b'_')
        if dash and head in self.book.heads:
            return self.book.heads[head]
        return self.book.plain.get(word[:3], ())

    def _begins(self, text: bytes, rest: 'bytes | None') -> bool:
        """Do a literal and enough of the right characters begin the text, which goes on with ``rest``? That is None
        where it is not known.
        """
        for literal in self._literals(text):
            if text.startswith(literal):
                first = len(literal)
                whole = text + (rest or b'')
                for need, alphabet, names, _ in self.book.literals[literal]:
                    body = whole[first : first + need]
                    if need and not names and (rest is None or len(body) == need) and not body.strip(alphabet):
                        return True
        return text.startswith(self.unmarked)

    # ---- back ----

    def _before(self, at: int) -> 'tuple[bytes, bytes, int]':
        """The word before ``at``, what stands between, and where the word ends; no word where that is far away."""
        low = max(0, at - _APART)
        text = self.data[low:at]
        kept = text.rstrip(_OTHERS)
        gap = text[len(kept) :]
        if b'\n' in gap:
            # a comment may stand behind the part, at the end of its line
            line = kept.rfind(b'\n') + 1
            for mark in (b'#', b'//'):
                cut = kept.find(mark, line)
                if cut >= 0 and kept[line:cut].rstrip(b' \t+.&~|,')[-1:] in _QUOTES:
                    left = kept[:cut]
                    kept = left.rstrip(_OTHERS)
                    gap = left[len(kept) :] + gap
        return kept[len(kept.rstrip(TOKEN)) :], gap, low + len(kept)

    def _leads(self, at: int) -> 'list[bytes]':
        """What may stand before ``at``, without the joints, and begins like a key."""
        data = self.data
        found: list[bytes] = []
        glued = b''
        method = False
        plain: set[bytes] = set()
        for _ in range(_PARTS):
            word, gap, stop = self._before(at)
            if not word:
                break
            at = stop - len(word)
            signs = _signs(gap)
            if signs not in _BETWEEN and signs.strip(_MARGIN) and word not in _SKIPPED and gap not in _UNSEEN:
                break
            if self._literals(word) or word + gap[:1] in self.book.leads:
                found.append(word + glued)
            quoted = gap[:1] in _QUOTES
            if data[at - 1 : at] == b'$' or (not quoted and self._is_name(word, gap, at)):
                found += [value + glued for value in self._assigned(word)]
            if stop in self.dead or len(found) >= _LEADS:
                break
            if word in _SKIPPED or (not quoted and not word.strip(b'-_')):
                method = word in _JOINERS
                continue
            if gap[:1] not in _BEHIND_NAMES or (gap in _INNER and not method) or gap[1:2] in _LINE_ENDS:
                glued = word + glued
            method = False
            if word.isalpha() and gap[:1] != b'-' and glued[len(word) : len(word) + 1] not in b'-_':
                plain.add(word)
                if len(plain) > 2:
                    break
        return found[:_LEADS]

    def _is_name(self, word: bytes, gap: bytes, at: int) -> bool:
        """Could the word at ``at``, before the gap, be a constant that is joined to what follows?"""
        signs = _signs(gap)
        if signs not in _SIGNS or word[:1].isdigit():
            return False
        if signs == b'.':
            # no attribute, and no end of a sentence
            return gap[:1] in (b' ', b'\t', b'\n') or gap[1:2] in _QUOTES
        if signs == b'%':
            return self.data[max(0, at - 1) : at] == b'%'
        if signs == b')':
            return self.data[max(0, at - 2) : at] in (b'\\(', b'$(')
        return self._is_joined(signs, at)

    def _is_joined(self, signs: bytes, at: int) -> bool:
        """Does what stands at ``at``, behind or before these signs, make one text with its neighbour? The elements of a
        list do where a call joins them or a template takes them.
        """
        if signs[:1] != b',':
            return True
        near = self.data[max(0, at - _APART) : at + 2 * _APART].lower()
        return any(call in near for call in _CALLS)

    # ---- on ----

    def _goes_on(self, end: int) -> int:
        """Is what stands behind the part that ends there a joint, and another part or a constant behind it?"""
        data = self.data
        sign = data[end : end + 1]
        after = data[end + 1 : end + _APART]
        if sign in _QUOTES:
            return self._goes_on_outside(end, after)
        if sign in _LINE_ENDS or (sign == b'=' and after[:1] in _LINE_ENDS):
            # a wrapped line: what it goes on with reads no more like words than what it breaks off with
            rest = after.lstrip(b'\r\n \t#/*>;%!|+-"\'')
            text = _run(rest)
            behind = rest[len(text) : len(text) + 1]
            return behind not in (b'=', b':', b'(') and (behind in _ENDS or _unlike_words(text))
        if sign == b'\\':
            return after[:1] in _LINE_ENDS
        if sign in (b'{', b'$', b'#', b'%'):
            return after[:1] in (b'{', b'}', b'"', b"'") or after[:1].isalpha()
        return data.startswith(_MARKS, end)

    def _goes_on_outside(self, end: int, after: bytes) -> int:
        """The same, behind the quote that ends a literal or stands within a word of the shell."""
        if after[:1] and after[:1] in TOKEN:
            return _PART
        rest = after.lstrip(_BLANKS)
        if rest[:1] == b'#' or rest[:2] == b'//':
            rest = rest.partition(b'\n')[2].lstrip(_BLANKS)
        if rest[:1] in (b')', b'.') and any(joiner in rest[:80] for joiner in _JOINERS):
            return _PART
        if rest[:1] == b'}':
            return rest[1:2] in TOKEN
        if rest[:1] == b',':
            near = self.data[max(0, end - 2 * _APART) : end + 2 * _APART].lower()
            if not any(call in near for call in _CALLS):
                return 0
            return _CONSTANT if rest[1:].lstrip()[:1].isalpha() else _PART
        signs = rest.lstrip(b'+.&~|<>_ \t\r\n\\')
        if signs[:2] == b'//':
            signs = signs.partition(b'\n')[2].lstrip(_BLANKS)
        if signs[:3].lstrip(_PREFIX_LETTERS)[:1] in _QUOTES:
            return _PART
        return _CONSTANT if len(signs) < len(rest) and signs[:1].isalpha() else 0

    def _rest(self, end: int) -> bytes:
        """What follows behind ``end``, without the joints."""
        rest = self.data[end : end + _REST]
        if rest[:2] in (b'%s', b'%v', b'{}'):
            rest = rest[2:]
        if rest[:1] in _QUOTES and rest[1:2] not in TOKEN and rest[1:].lstrip(_BLANKS)[:1] != b'}':
            # what stands within quotes
            return b''.join(rest.translate(_ONE_QUOTE).split(b'"')[2::2]).translate(None, _OTHERS)
        if rest[:1] in (b'&', b'<'):
            for name in _MARK_NAMES:
                rest = rest.replace(name, b'')
        return rest.replace(b'\n-- ', b'\n').translate(None, _OTHERS)

    # ---- names ----

    def _name(self, stop: int) -> bytes:
        """The name to which a value is assigned; what ends at ``stop`` is the name, or its type."""
        line = self.data[max(0, stop - 100) : stop]
        line = line[line.rfind(b'\n') + 1 :]
        # a type may stand behind it
        line = line.partition(b':')[0]
        if len(line.translate(None, b'<(,{[')) < len(line):
            # an attribute or an argument, which is used nowhere
            return b''
        words = line.translate(_NO_SIGNS).split()
        if len(words) == 1 and line[:1].isspace() and self.data[stop : stop + 1] == b'=':
            # the same, on a line of its own
            return b''
        while len(words) > 1 and words[-1] in _TYPES:
            words.pop()
        return words[-1] if words else b''

    def _assigned(self, name: bytes) -> 'list[bytes]':
        """What is assigned to the name somewhere and begins like a key."""
        found = self.values.get(name)
        if found is None:
            found = self.values[name] = []
            for at in self._places(name):
                if self.data.startswith(_BEFORE_VALUE, at + len(name)):
                    value = self._value(at + len(name))
                    if self._literals(value) and value not in found and len(found) < _LEADS:
                        found.append(value)
        return found

    def _value(self, stop: int) -> bytes:
        """The token characters that the value begins with which is assigned to the name that ends there."""
        text = self.data[stop : stop + _APART].lstrip(b' \t')
        equals = text.find(b'=', 0, 48)
        # a type may stand between
        if equals < 0 or (equals > 2 and not (text[:1] == b':' or text[:1].isalpha())):
            return b''
        value = text[equals + 1 :].lstrip(b' \t(')
        opening = value[:3].lstrip(_PREFIX_LETTERS)
        return _run(value[len(value[:3]) - len(opening) + 1 :] if opening[:1] in _QUOTES else value)

    def _used_behind(self, name: bytes) -> 'list[bytes]':
        """What begins like a key and stands before a constant where it is used."""
        found = self.leads.get(name)
        if found is None:
            found = self.leads[name] = []
            for at in self._places(name)[-_USES:]:
                before = self.data[max(0, at - 8) : at].rstrip(_BLANKS_AND_QUOTES)[-1:]
                if before in _BEFORE_USE or (before == b',' and self._is_joined(b',', at)):
                    found += self._leads(at)
                if len(found) >= _LEADS:
                    break
        return found

    def _used_before(self, name: bytes) -> 'list[bytes | None]':
        """What follows on a constant where it is used; None for another constant."""
        found: list[bytes | None] = []
        for at in self._places(name)[-_USES:]:
            rest = self.data[at + len(name) : at + len(name) + _REST]
            after = rest.lstrip(b' })%')
            if len(after) < len(rest) or after[:1] in _BEHIND_USE:
                found.append(rest.translate(None, _OTHERS))
                found.append(b''.join(rest.translate(_ONE_QUOTE).split(b'"')[1::2]).translate(None, _OTHERS))
                if after.lstrip(b' +.&~|<>{$,')[:1].isalpha():
                    found.append(None)
        return found

    def _places(self, name: bytes) -> 'list[int]':
        """Where the name stands as a word of its own."""
        found = self.places.get(name)
        if found is None:
            found = self.places[name] = []
            data = self.data
            size = len(data)
            looks = _LOOKS if name and len(self.places) <= _NAMES else 0
            at = data.find(name) if looks else -1
            while at >= 0 and looks:
                looks -= 1
                stop = at + len(name)
                if not ((at and _WORD[data[at - 1]]) or (stop < size and _WORD[data[stop]])):
                    found.append(at)
                at = data.find(name, stop)
        return found
