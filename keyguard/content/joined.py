"""Keys that stand in pieces: literals that code joins, lines that were wrapped, characters that nobody sees.

What comes out is text and no program: a joint is taken out wherever two parts of a key could meet in it, whether or
not the language would join them there. Such a view is read for keys that their own literal and structure tell.
``keyguard.joints`` says what is out of reach.
"""

from array import array
from io import BytesIO

from keyguard.content.named import CLOSES, GAP, KEY, LEFT, NAME, OPENS, OWNER, RIGHT, SIGN, Names, compiled
from keyguard.content.near import near
from keyguard.content.thinned import thinned_view
from keyguard.joints import has_joint
from keyguard.lazy import Lazy
from keyguard.providers._phonebook import BOOK
from keyguard.tokens import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.named import Edit
    from keyguard.model import View
    from keyguard.tokens import Book

# How much of the text on both sides of a joint is kept: the literal and its neighbours.
AROUND = 800
# No ordinary source is as large as this: it is thinned first.
_LARGE = 1 << 20
# … and of what is larger than this, what is near the joints is enough.
_LONG_TEXT = 64 << 10
_FEW = 100
# Two runs at the end of a line and at the beginning of the next are one key when they are as long as this together;
# that much of each is looked at.
_WRAPPED = 20
_LONG = 64

# "sk-" + "…", "sk-" "…", also from line to line
_LITERALS = compiled(rf'(?<={LEFT}){CLOSES}{GAP}(?:{SIGN}{GAP})?{OPENS}(?={RIGHT})')
# .append("sk-").append("…"), strcat(key, "sk-"); strcat(key, "…"), "sk-".concat("…")
_CALLS = compiled(
    rf"""(?<={KEY}){CLOSES}(?:\s{{0,80}}\)\s{{0,8}};?)?{GAP}(?:[\w$.]{{0,80}}?(?:\.|->))?
    (?:append|Append|concat|Concat|strn?cat|push|push_str|push_back)\s{{0,4}}\(\s{{0,40}}
    (?:{OWNER}{NAME}\s{{0,40}},\s{{0,40}})?{OPENS}(?={KEY})"""
)
# a line of a string or of a shell word that goes on behind a backslash
_BACKSLASHES = compiled(rf'(?<={KEY})\\\r?\n[ \t]{{0,80}}(?={KEY})')
# sk-"proj"-…: a quote within a word of the shell
_INNER_QUOTES = Lazy(rb"""(?<=[A-Za-z0-9_-])["']{1,2}(?=[A-Za-z0-9_-])""")
# {'proj'} of an f-string, ${"sk-"}, #{"sk-"}
_CONSTANTS = compiled(rf"""[$\#]?\{{\s{{0,20}}\\{{0,3}}(["'`])({KEY}{{1,1000}})\\{{0,3}}\1\s{{0,20}}\}}""")
# the end of a line and the margin of the next: marks of quoting and of comments
_WRAPS = compiled(
    rf"""(?<={KEY})(?:=|[ \t]{{0,20}}\\?)\r?\n[ \t]{{0,80}}
    (?:(?:[>\#*;%!:]|[+|](?=[ \t])|//+|--(?=[ \t])|/\*+)[ \t]{{0,20}}){{0,6}}(?={KEY})"""
)
_UNSEEN = (
    rb'(?:\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xef\xbb\xbf|\xc2\xad'
    rb'|<[Ww][Bb][Rr]\s{0,4}/?>|&(?:shy|ZeroWidthSpace|#0{0,4}(?:8203|8204|8205|8288|173)|#[xX]0{0,4}(?:200[bBcCdD]|2060|[aA][dD]));)'
)
_HIDES = Lazy(b'(?<=%s)%s{1,40}(?=%s)' % (KEY.encode(), _UNSEEN, KEY.encode()))
_RUN = TOKEN + b'.|/+='


def readings(view: 'View', book: 'Book' = BOOK) -> 'Iterator[View]':
    """The text around joints without them: up to four views of kind ``joined`` (code, lines, lines with words at their
    ends, characters that nobody sees), none where ``has_joint`` says that no key of the ``book`` could come out.

    Linear: every pattern looks some hundred bytes ahead at most, and a view is no longer than four times the data and
    64 KiB. Of a text of more than 1 MiB, what it says again and again is left out; of one of more than 64 KiB, what is
    far from all joints.
    """
    if len(view.data) > _LARGE:
        view = thinned_view(view)
    found: list[int] | None = [] if len(view.data) > _LONG_TEXT else None
    if not has_joint(view.data, book, None, found):
        return
    # with many of them, to look around each takes longer than to read all
    if found and len(found) <= _FEW:
        view = near(view, found)
    data = view.data
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
    names = Names(data)
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
