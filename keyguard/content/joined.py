"""Keys that stand in pieces: literals that code joins, lines that were wrapped, characters that nobody sees.

What comes out is text and no program: a joint is taken out wherever two parts of a key could meet in it, whether or
not the language would join them there. Such a view is read for keys that their own literal and structure tell.
``keyguard.joints`` says what is out of reach.
"""

import re
from array import array
from bisect import bisect
from io import BytesIO

from keyguard.content.thinned import thinned_view
from keyguard.joints import has_joint
from keyguard.lazy import Lazy
from keyguard.providers._phonebook import BOOK
from keyguard.tokens import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.model import View
    from keyguard.tokens import Book, Span

    # what is taken out, and the pieces of the data that stand there instead
    Edit = tuple[int, int, Sequence[Span]]
    # where an element of a list stands, and the pieces that it stands for
    Element = tuple[Span, Sequence[Span]]

# How much of the text on both sides of a joint is kept: the literal and its neighbours.
AROUND = 800
# The longest constant that is read where its name stands, the most pieces that ``+=`` makes it of, and the most
# elements of a list that are joined.
_VALUE = 512
_PIECES = 16
_ELEMENTS = 100
# No ordinary source is as large as this: it is thinned first.
_LARGE = 1 << 20
# Two runs at the end of a line and at the beginning of the next are one key when they are as long as this together;
# that much of each is looked at.
_WRAPPED = 20
_LONG = 64

# a character of a key that may stand beside a joint
_KEY = r'[A-Za-z0-9_.|/+=-]'
# … or of a placeholder
_LEFT = r'[A-Za-z0-9_.|/+=}-]'
_RIGHT = r'[A-Za-z0-9_.|/+=${-]'
_NAME = r'[A-Za-z_]\w{0,60}'
_OWNER = r'(?:[A-Za-z_]\w{0,40}(?:\.|->|::)){0,3}'
# before a quote: r, f, b, u, L …; and the quote may be escaped itself
_OPENS = r"""(?:[fFrRbBuULs@$]{1,2}(?=\\{0,3}["'`]))?\\{0,3}["'`]"""
_CLOSES = r"""\\{0,3}["'`]"""
# blanks, the ends of lines, comments at them
_GAP = r"""(?:[\s\\]|(?:\#|//|--)[^\n"'`]{0,120}\n|_\r?\n){0,300}"""
_SIGN = r'(?:\+\+?|\.\.?|&|~|<>|<<|\|\|)'


def _compiled(pattern: str) -> Lazy:
    return Lazy(pattern.encode('ascii'), re.VERBOSE | re.MULTILINE)


# "sk-" + "…", "sk-" "…", also from line to line
_LITERALS = _compiled(rf'(?<={_LEFT}){_CLOSES}{_GAP}(?:{_SIGN}{_GAP})?{_OPENS}(?={_RIGHT})')
# .append("sk-").append("…"), strcat(key, "sk-"); strcat(key, "…"), "sk-".concat("…")
_CALLS = _compiled(
    rf"""(?<={_KEY}){_CLOSES}(?:\s{{0,80}}\)\s{{0,8}};?)?{_GAP}(?:[\w$.]{{0,80}}?(?:\.|->))?
    (?:append|Append|concat|Concat|strn?cat|push|push_str|push_back)\s{{0,4}}\(\s{{0,40}}
    (?:{_OWNER}{_NAME}\s{{0,40}},\s{{0,40}})?{_OPENS}(?={_KEY})"""
)
# a line of a string or of a shell word that goes on behind a backslash
_BACKSLASHES = _compiled(rf'(?<={_KEY})\\\r?\n[ \t]{{0,80}}(?={_KEY})')
# sk-"proj"-…: a quote within a word of the shell
_INNER_QUOTES = Lazy(rb"""(?<=[A-Za-z0-9_-])["']{1,2}(?=[A-Za-z0-9_-])""")
# {'proj'} of an f-string, ${"sk-"}, #{"sk-"}
_CONSTANTS = _compiled(rf"""[$\#]?\{{\s{{0,20}}\\{{0,3}}(["'`])({_KEY}{{1,1000}})\\{{0,3}}\1\s{{0,20}}\}}""")
# {prefix}, ${prefix}, \(prefix), $prefix, $(prefix), %prefix%
_PLACEHOLDERS = _compiled(
    rf"""[$\#]?\{{\s{{0,20}}\$?{_OWNER}({_NAME})\s{{0,20}}\}}
    |\\\({_OWNER}({_NAME})\)|\$\(?({_NAME})\)?(?:["']{{1,2}}(?=[A-Za-z0-9_-]))?|%({_NAME})%"""
)
# prefix + "…", "sk-" + rest, prefix + rest, key += "…"
_NAMED = _compiled(
    rf"""(?:(?<={_KEY}){_CLOSES}|(?<!\w)({_NAME})(?!\w))({_GAP})(?:{_SIGN}{_GAP}|(?:\+|\.\.?|&|<>)=\s{{0,20}})
    (?=({_OPENS})(?={_KEY})|(\$?{_OWNER})({_NAME})(?![\w(\[.]))"""
)
# prefix = "sk-", const prefix: str = 'sk-', PREFIX=sk-, key += "…"; any other value makes the name unknown
_ASSIGNED = _compiled(
    rf"""(?<!\w)({_NAME})(?:\s{{0,20}}:\s{{0,4}}[&\w.\[\]<>?']{{1,40}}|\s{{1,4}}(?:[Aa]s\s{{1,4}})?[Ss]tring)?\s{{0,20}}
    (?:(\+|\.\.?|&|<>)|:)?=(?![=>~])
    (?:\s{{0,20}}\(?\s{{0,20}}(?:[fFrRbBuULs@$]{{1,2}}(?=["'`]))?(["'`])({_KEY}{{1,{_VALUE}}})\3
    (?!\s{{0,20}}(?:[+&~%"'`]|\.[.\s]|\|\|))|({_KEY}{{2,{_VALUE}}})(?=[\s;&]|$))?"""
)
# what begins a list whose elements are joined with nothing between
_JOINS = _compiled(
    r"""(?:""|''|``)\s{0,20}\.\s{0,20}join\s{0,20}\(\s{0,20}[\[({]
    |implode\s{0,20}\(\s{0,20}(?:''|"")\s{0,20},\s{0,20}(?:\[|array\s{0,4}\()
    |[Jj]oin\s{0,20}\(?\s{0,20}(?:""|''|[Ss]tring\.Empty)\s{0,20},\s{0,20}
     (?:new\s{0,4}\w{0,20}\s?\[\]\s{0,4}\{|[\[{(]|(?:Arrays\.asList|List\.of)\s{0,4}\()?
    |-join\s{0,20}@?\(
    |(?:strings\.Join|Enum\.join)\s{0,20}\(\s{0,20}(?:\[\]string\s{0,4}\{|\[)
    |(?:[Cc]oncat|CONCAT|concat!|paste0?|str_c)\s{0,20}\(\s{0,20}[\[{]?"""
)
# … and what ends one
_JOINED = _compiled(
    r"""\]\s{0,40}(?:\.\s{0,20}(?:join|concat)\s{0,4}(?:\(\s{0,20}(?:""|''|``)?\s{0,20}\)|(?![\w(]))|\|>\s{0,4}Enum\.join)
    |\)\s{0,40}-join\s{0,20}(?:''|"")"""
)
_ELEMENT = _compiled(
    rf"""\s{{0,200}}(?:(?:[fFrRbBuULs@$]{{1,2}}(?=["'`]))?(["'`])([^"'`\\\n]{{0,1000}})\1|\$?{_OWNER}({_NAME})(?![\w(\[.]))
    \s{{0,200}}"""
)
# "%s%s" % (…), "{}{}".format(…); what begins the arguments of a call that takes such a template first
_TEMPLATES = _compiled(r"""(["'`])([^"'`\\\n]{0,1000})\1\s{0,40}(?:%\s{0,20}\(?|\.\s{0,4}format\s{0,4}\()""")
_FORMATS = _compiled(r'(?:s?n?printf|Sprintf|[Ff]ormat!?|format_args!)\s{0,4}\(\s{0,40}')
_ARGUMENTS = Lazy(rb'%(?:\d\$)?[svd@]|\{\d?\}')
# the end of a line and the margin of the next: marks of quoting and of comments
_WRAPS = _compiled(
    rf"""(?<={_KEY})(?:=|[ \t]{{0,20}}\\?)\r?\n[ \t]{{0,80}}
    (?:(?:[>\#*;%!:]|[+|](?=[ \t])|//+|--(?=[ \t])|/\*+)[ \t]{{0,20}}){{0,6}}(?={_KEY})"""
)
_UNSEEN = (
    rb'(?:\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xef\xbb\xbf|\xc2\xad'
    rb'|<[Ww][Bb][Rr]\s{0,4}/?>|&(?:shy|ZeroWidthSpace|#0{0,4}(?:8203|8204|8205|8288|173)|#[xX]0{0,4}(?:200[bBcCdD]|2060|[aA][dD]));)'
)
_HIDES = Lazy(b'(?<=%s)%s{1,40}(?=%s)' % (_KEY.encode(), _UNSEEN, _KEY.encode()))
_RUN = TOKEN + b'.|/+='


def readings(view: 'View', book: 'Book' = BOOK) -> 'Iterator[View]':
    """The text around joints without them: up to four views of kind ``joined`` (code, lines, lines with words at their
    ends, characters that nobody sees), none where ``has_joint`` says that no key of the ``book`` could come out.

    Linear: every pattern looks some hundred bytes ahead at most, and a view is no longer than four times the data and
    64 KiB. Of a text of more than 1 MiB, what it says again and again is left out.
    """
    if len(view.data) > _LARGE:
        view = thinned_view(view)
    data = view.data
    if not has_joint(data, book):
        return
    for edits in (_code(data), *_wraps(data, book), _hidden(data)):
        if edits:
            yield _without(view, edits)


def _without(view: 'View', edits: 'list[Edit]') -> 'View':
    """The neighbourhoods of the edits with the edits done, a newline between them."""
    data = view.data
    out = BytesIO()
    starts, origins, stops = array('I'), array('I'), array('I')
    size = 0

    def add(first: int, last: int, text: bytes) -> None:
        nonlocal size
        if text:
            out.write(text)
            starts.append(size)
            origins.append(first)
            stops.append(last)
            size += len(text)

    # constants that are read over and over may not grow without end
    room = 2 * len(data) + (64 << 10)
    last = -1
    for start, end, pieces in edits:
        if last < 0:
            last = max(0, start - AROUND)
        elif start - last > 2 * AROUND:
            add(last, last + AROUND, data[last : last + AROUND])
            add(last + AROUND, last + AROUND, b'\n')
            last = start - AROUND
        add(last, start, data[last:start])
        for first, stop in pieces:
            room -= stop - first
            if room > 0:
                add(first, stop, data[first:stop])
        last = end
    add(last, min(last + AROUND, len(data)), data[last : last + AROUND])
    return view.read(out.getvalue(), 'joined', starts, origins, stops)


def _in_order(edits: 'list[Edit]') -> 'list[Edit]':
    """The edits from first to last; of those that overlap, the one that begins first, then the longest."""
    edits.sort(key=lambda edit: (edit[0], -edit[1]))
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _hidden(data: bytes) -> 'list[Edit]':
    return [(*match.span(), ()) for match in _HIDES.finditer(data)]


def _wraps(data: bytes, book: 'Book') -> 'Iterator[list[Edit]]':
    """The lines that could be one, without those that a plain word ends or begins, and then with them."""
    sure: list[Edit] = []
    every: list[Edit] = []
    for match in _WRAPS.finditer(data):
        start, end = match.span()
        before, after = data[max(0, start - _LONG) : start], data[end : end + _LONG]
        left = before[len(before.rstrip(_RUN)) :]
        right = after[: len(after) - len(after.lstrip(_RUN))]
        if len(left) + len(right) >= _WRAPPED:
            every.append((start, end, ()))
            soft = match.group().startswith(b'=')
            if soft or not (_is_word(right) or (_is_word(left) and left not in book.literals)):
                sure.append((start, end, ()))
    yield sure
    if len(sure) < len(every):
        yield every


def _is_word(run: bytes) -> bool:
    """Does it read like a word of a sentence, with or without the sign behind it?"""
    word = run.rstrip(b'.')
    return word.isalpha() and word[1:].islower() and len(word) < _WRAPPED


def _code(data: bytes) -> 'list[Edit]':
    """The joints of literals, shell words and templates."""
    edits: list[Edit] = []
    for pattern in (_LITERALS, _CALLS, _BACKSLASHES):
        edits += [(*match.span(), ()) for match in pattern.finditer(data)]
    edits += [(*match.span(), [match.span(2)]) for match in _CONSTANTS.finditer(data)]
    edits += _inner_quotes(data)
    names = _Names(data)
    edits += names.uses()
    edits += names.lists()
    edits += names.templates()
    return _in_order(edits)


def _inner_quotes(data: bytes) -> 'Iterator[Edit]':
    last = -1
    for match in _INNER_QUOTES.finditer(data):
        start, end = match.span()
        before = data[max(0, start - 64) : start]
        rest = before.rstrip(TOKEN)
        word = before[len(rest) :]
        # not the r of r"…", not don't; but KEY=abc"…", and a quote that closes what was opened within the same word
        opened = last >= 0 and not data[last:start].strip(TOKEN)
        if opened or data[end] in b'-_' or (len(word) > 2 and (rest[-1:] == b'=' or not word.isalpha())):
            yield start, end, ()
            last = end


class _Names:
    """The string constants of a text, and the places where they are joined to something."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        # name -> where values are assigned, and the pieces of each
        self.places: dict[bytes, list[int]] = {}
        self.values: dict[bytes, list[Sequence[Span]]] = {}
        for match in _ASSIGNED.finditer(data):
            name, adds, _, quoted, bare = match.groups()
            value: Sequence[Span] = []
            if quoted or bare:
                value = [match.span(4 if quoted else 5)]
            if adds and value:
                before = self.value(name, match.start())
                value = [*before, *value] if before and len(before) < _PIECES else []
            self.places.setdefault(name, []).append(match.end())
            self.values.setdefault(name, []).append(value)

    def value(self, name: 'bytes | None', at: int) -> 'Sequence[Span]':
        """The pieces of the value that was last assigned to the name before ``at``; none where it is not known."""
        places = self.places.get(name or b'', ())
        last = bisect(places, at)
        return self.values[name or b''][last - 1] if last else ()

    def uses(self) -> 'Iterator[Edit]':
        """Names in templates and beside operators."""
        for match in _PLACEHOLDERS.finditer(self.data):
            value = self.value(match[match.lastindex or 0], match.start())
            if value:
                yield (*match.span(), value)
        for match in _NAMED.finditer(self.data):
            left, gap, opens, owner, right = match.groups()
            start, end = (match.end(1) if left else match.start()), match.end()
            first = self.value(left, match.start())
            second = self.value(right, match.start())
            # an attribute is not joined to its object
            dotted = left and right and not gap and end - start == 1 and not owner
            if (left and not first) or (right and not second) or not (first or second) or dotted:
                continue
            if left:
                yield (*match.span(1), first)
            yield start, end + len(opens or owner or b''), ()
            if right:
                yield (*match.span(5), second)

    def lists(self) -> 'Iterator[Edit]':
        """Lists whose elements are joined."""
        last = 0
        for match in _JOINS.finditer(self.data):
            if match.end() >= last:
                found, last = self.elements(match.end())
                yield from _one(found)
        seen = set()
        for match in _JOINED.finditer(self.data):
            opening = b'(' if match.group().startswith(b')') else b'['
            at = self.data.rfind(opening, max(0, match.start() - 4096), match.start())
            if at >= 0 and at not in seen:
                seen.add(at)
                found, last = self.elements(at + 1)
                # blanks may follow on the last comma
                if last <= match.start() and not self.data[last : match.start()].strip():
                    yield from _one(found)

    def templates(self) -> 'Iterator[Edit]':
        """Templates whose placeholders are filled with literals and constants."""
        last = 0
        for match in _TEMPLATES.finditer(self.data):
            if match.end() >= last and _ARGUMENTS.search(match[2]):
                found, last = self.elements(match.end())
                yield from self.filled(match.span(2), found)
        last = 0
        for match in _FORMATS.finditer(self.data):
            if match.end() >= last:
                found, last = self.elements(match.end())
                if found:
                    yield from self.filled(found[0][0], found[1:])

    def filled(self, template: 'Span', found: 'Sequence[Element]') -> 'Iterator[Edit]':
        """The edit that makes one text of a template and what fills it."""
        start, end = template
        at, pieces = start, []
        for match, (place, value) in zip(_ARGUMENTS.finditer(self.data, start, end), found):
            pieces += [(at, match.start()), *value]
            at, last = match.end(), place[1]
        if pieces:
            yield start, last, [*pieces, (at, end)]

    def elements(self, at: int) -> 'tuple[list[Element], int]':
        """The elements of the list that begins there, as far as they are literals or known, and where they end."""
        found: list[Element] = []
        while len(found) < _ELEMENTS:
            match = _ELEMENT.match(self.data, at)
            value = match and ([match.span(2)] if match[1] else self.value(match[3], at))
            if not match or not value:
                break
            found.append((match.span(2 if match[1] else 3), value))
            at = match.end()
            if self.data[at : at + 1] != b',':
                break
            at += 1
        return found, at


def _one(found: 'Sequence[Element]') -> 'Iterator[Edit]':
    """The edit that makes one text of the elements of a list."""
    if len(found) > 1:
        yield found[0][0][0], found[-1][0][1], [piece for _, value in found for piece in value]
