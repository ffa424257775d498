"""What stands behind a part of a key: does it go on there, and with what? For ``walk``, which puts parts together."""

from keyguard.constants import ONE_QUOTE, OTHERS, REST, run
from keyguard.gaps import LINE_ENDS, MARK_NAMES, MARKS, calls_a_joiner
from keyguard.joints import APART, JOINERS, PREFIX_LETTERS, QUOTES, unlike_any_word
from keyguard.tokens import TOKEN

# what a part goes on with
PART, CONSTANT = 1, 2
_ENDS = (b'', *LINE_ENDS)
_BLANKS = b' \t\r\n\\'


def goes_on(data: bytes, end: int) -> int:
    """Is what stands behind the part that ends there a joint, and another part or a constant behind it?"""
    sign = data[end : end + 1]
    after = data[end + 1 : end + APART]
    if sign in QUOTES:
        return _goes_on_outside(data, end, after)
    if sign in LINE_ENDS or (sign == b'=' and after[:1] in LINE_ENDS):
        # a wrapped line: what it goes on with reads no more like words than what it breaks off with
        rest = after.lstrip(b'\r\n \t#/*>;%!|+-"\'')
        text = run(rest)
        behind = rest[len(text) : len(text) + 1]
        if behind == b'=' and len(text) > 20:
            return unlike_any_word(text)  # the end of base64, and no name
        return behind not in (b'=', b':', b'(') and (behind in _ENDS or unlike_any_word(text))
    if sign == b'\\':
        return after[:1] in LINE_ENDS
    if sign in (b'{', b'$', b'#', b'%'):
        return after[:1] in (b'{', b'}', b'"', b"'") or after[:1].isalpha() or after[:2] == b'0}'
    return data.startswith(MARKS, end)


def _goes_on_outside(data: bytes, end: int, after: bytes) -> int:
    """The same, behind the quote that ends a literal or stands within a word of the shell."""
    if after[:1] and after[:1] in TOKEN:
        return PART
    rest = after.lstrip(_BLANKS)
    if rest[:1] == b'#' or rest[:2] == b'//':
        rest = rest.partition(b'\n')[2].lstrip(_BLANKS)
    if rest[:1] in (b')', b'.') and any(joiner in rest[:80] for joiner in JOINERS):
        return PART
    if rest[:1] == b'}':
        return rest[1:2] in TOKEN
    if rest[:1] == b',':
        if not calls_a_joiner(data[max(0, end - 2 * APART) : end + 2 * APART]):
            return 0
        return CONSTANT if rest[1:].lstrip()[:1].isalpha() else PART
    signs = rest.lstrip(b'+.&~|<>_ \t\r\n\\')
    if signs[:2] == b'//':
        signs = signs.partition(b'\n')[2].lstrip(_BLANKS)
    if signs[:3].lstrip(PREFIX_LETTERS)[:1] in QUOTES:
        return PART
    return CONSTANT if len(signs) < len(rest) and signs[:1].isalpha() else 0


def rest_behind(data: bytes, end: int) -> bytes:
    """What follows behind ``end``, without the joints."""
    rest = data[end : end + REST].replace(b'`\n', b'\n').replace(b'`\r\n', b'\n')
    if rest[:2] in (b'%s', b'%v', b'{}'):
        rest = rest[2:]
    rest = rest.removeprefix(b'{0}')
    if rest[:1] in QUOTES and rest[1:2] not in TOKEN and rest[1:].lstrip(_BLANKS)[:1] != b'}':
        # what stands within quotes
        return b''.join(rest.translate(ONE_QUOTE).split(b'"')[2::2]).translate(None, OTHERS)
    if rest[:1] in (b'&', b'<'):
        for name in MARK_NAMES:
            rest = rest.replace(name, b'')
    return rest.replace(b'\n-- ', b'\n').translate(None, OTHERS)
