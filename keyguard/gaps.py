"""What stands between two parts of a key: joints, and what only looks like some. For ``walk``."""

from keyguard.joints import APART, INNER, JOINERS, QUOTES, UNSEEN, literals_of
from keyguard.tokens import CLASS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.tokens import Book

BLANKS_AND_QUOTES = b' \t\r\n\\"\'`'

LINE_ENDS = (b'\n', b'\r')
_PREFIXES = frozenset(b'f r b u l s fr rf br rb u8 F R B U L FR RF BR RB fR Rf'.split())
# … and what makes one text of a list
_CALLS = (b'join', b'concat', b'strcat', b'strncat', b'implode', b'paste0', b'format', b'printf', b'%', b' -f ')
MARKS = (b'<wbr', b'&shy;', b'&#', b'&ZeroWidthSpace;', *UNSEEN)
MARK_NAMES = (b'ZeroWidthSpace', b'x200B', b'x200b', b'8203', b'shy', b'wbr')
# words between two parts that are none
SKIPPED = _PREFIXES.union(JOINERS, MARK_NAMES, (b'format',))

# What stands between two parts, without blanks and quotes: operators and placeholders, with names beside them …
SIGNS = frozenset(b'+ . .. & ~ ++ <> << || += .= ..= &= <>= , } ) % $ +$ .$ ,$ &_ }) }{ }${ }#{ }{$ ${ { {$ #{'.split())
# … an assignment, what is left of calls and statements, …
_ASSIGNS = (b'=', b':=', b'=(', b']=')
_BETWEEN = SIGNS.union(_ASSIGNS, b'; ;$ ); ). ( < & &# +< _ {}. }.'.split())
# … the end of a placeholder before text of the template, and the margin of a line.
_HOLES = frozenset(b'} }} }) ) % $ }$ }{'.split())
_MARGIN = b'#/*>;%!|+:'


def follows(data: bytes, start: int, book: 'Book') -> bool:
    """Could the long run, with no literal of the book in it, follow on another part of a key? False where what stands
    before it is no joint: most of all, an argument, an element of a list, the next word.
    """
    word, gap, _ = before(data, start)
    if gap == b'/':
        # a path, or a key that has the sign
        return bool(literals_of(word, book))
    if not word or not (gap in INNER or may_join(word, gap)):
        return False
    return is_joined(data, signs_in(gap), start)


def before(data: bytes, at: int) -> 'tuple[bytes, bytes, int]':
    """The word before ``at``, what stands between, and where the word ends; no word where that is far away."""
    low = max(0, at - APART)
    text = data[low:at]
    classes = text.translate(CLASS)
    stop = classes.rfind(b'a') + 1
    gap = text[stop:]
    if b'\n' in gap:
        # a comment may stand behind the part, at the end of its line
        line = text.rfind(b'\n', 0, stop) + 1
        for mark in (b'#', b'//'):
            cut = text.find(mark, line, stop)
            if cut >= 0 and text[line:cut].rstrip(b' \t+.&~|,')[-1:] in QUOTES:
                stop = classes.rfind(b'a', 0, cut) + 1
                gap = text[stop:cut] + gap
    return text[classes.rfind(b' ', 0, stop) + 1 : stop], gap, low + stop


def is_joined(data: bytes, signs: bytes, at: int) -> bool:
    """Does what stands at ``at``, behind or before these signs, make one text with its neighbour? The elements of a
    list do where a call joins them or a template takes them.
    """
    return signs[:1] != b',' or calls_a_joiner(data[max(0, at - APART) : at + 2 * APART])


def signs_in(gap: bytes) -> bytes:
    """What stands in the gap besides blanks and quotes; the sign that ends a part (``LLM|``) left out."""
    if gap[:1] in INNER and gap[1:2] in QUOTES:
        gap = gap[1:]
    return gap.translate(None, BLANKS_AND_QUOTES)


def may_join(word: bytes, gap: bytes) -> bool:
    """Could the gap between a word and a long run be a joint, or the end of one?"""
    if gap in UNSEEN or word in SKIPPED:
        return True
    if not word.strip(b'-_'):
        return gap[:1] != b'>'  # no arrow
    signs = signs_in(gap)
    if gap[-1:] in QUOTES:
        return not signs or signs in SIGNS or signs in _ASSIGNS
    if b'\n' in gap or b'\r' in gap:
        return not signs.strip(_MARGIN) or signs == b'='
    return signs in _HOLES or (signs in _ASSIGNS and gap[:1] not in QUOTES)


def calls_a_joiner(near: bytes) -> bool:
    """Does the text call what makes one text of a list?"""
    near = near.lower()
    for call in _CALLS:  # noqa: SIM110 (a generator costs three times as much)
        if call in near:
            return True
    return False


def is_assignment(gap: bytes) -> bool:
    """Does the gap make a name of what stands before it? A soft line break (``=`` and a new line) does not."""
    return signs_in(gap) in _ASSIGNS and gap[:1] not in QUOTES and gap[1:2] not in LINE_ENDS


def is_given(gap: bytes) -> bool:
    """Is what stands behind the gap a value by itself: of a name, an argument or an element (``["name"] = ``)?"""
    return signs_in(gap) in _ASSIGNS and gap[1:2] not in LINE_ENDS


def ends_the_walk(word: bytes, gap: bytes) -> bool:
    """Is what stands behind the word no part of a joint?"""
    signs = signs_in(gap)
    return signs not in _BETWEEN and bool(signs.strip(_MARGIN)) and word not in SKIPPED and gap not in UNSEEN
