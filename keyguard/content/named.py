"""String constants: what a text assigns to names, and where lists, templates and operators join them to something.

For ``joined``. The parts of patterns that both write are here.
"""

import re
from bisect import bisect

from keyguard.lazy import Lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.tokens import Span

    # what is taken out, and the pieces of the data that stand there instead
    Edit = tuple[int, int, Sequence[Span]]
    # where an element of a list stands, and the pieces that it stands for
    Element = tuple[Span, Sequence[Span]]

# The longest constant that is read where its name stands, the most pieces that ``+=`` makes it of, and the most
# elements of a list that are joined.
_VALUE = 512
_PIECES = 16
_ELEMENTS = 100

# a character of a key that may stand beside a joint
KEY = r'[A-Za-z0-9_.|/+=-]'
# … or of a placeholder
LEFT = r'[A-Za-z0-9_.|/+=}-]'
RIGHT = r'[A-Za-z0-9_.|/+=${-]'
NAME = r'[A-Za-z_]\w{0,60}'
OWNER = r'(?:[A-Za-z_]\w{0,40}(?:\.|->|::)){0,3}'
# before a quote: r, f, b, u, L …; and the quote may be escaped itself
OPENS = r"""(?:[fFrRbBuULs@$]{1,2}(?=\\{0,3}["'`]))?\\{0,3}["'`]"""
CLOSES = r"""\\{0,3}["'`]"""
# blanks, the ends of lines, comments at them
GAP = r"""(?:[\s\\]|(?:\#|//|--)[^\n"'`]{0,120}\n|[_`]\r?\n){0,300}"""
SIGN = r'(?:\+\+?|\.\.?|&|~|<>|<<|\|\|)'


def compiled(pattern: str) -> Lazy:
    return Lazy(pattern.encode('ascii'), re.VERBOSE | re.MULTILINE)


# {prefix}, ${prefix}, \(prefix), $prefix, $(prefix), %prefix%
_PLACEHOLDERS = compiled(
    rf"""[$\#]?\{{\s{{0,20}}\$?{OWNER}({NAME})\s{{0,20}}\}}
    |\\\({OWNER}({NAME})\)|\$\(?({NAME})\)?(?:["']{{1,2}}(?=[A-Za-z0-9_-]))?|%({NAME})%"""
)
# prefix + "…", "sk-" + rest, prefix + rest, key += "…"
_NAMED = compiled(
    rf"""(?:(?<={KEY}){CLOSES}|(?<!\w)({NAME})(?!\w))({GAP})(?:{SIGN}{GAP}|(?:\+|\.\.?|&|<>)=\s{{0,20}})
    (?=({OPENS})(?={KEY})|(\$?{OWNER})({NAME})(?![\w(\[.]))"""
)
# prefix = "sk-", const prefix: str = 'sk-', PREFIX=sk-, key += "…"; any other value makes the name unknown
_ASSIGNED = compiled(
    rf"""(?<!\w)({NAME})(?:\s{{0,20}}:\s{{0,4}}[&\w.\[\]<>?']{{1,40}}|\s{{1,4}}(?:[Aa]s\s{{1,4}})?[Ss]tring)?\s{{0,20}}
    (?:(\+|\.\.?|&|<>)|:)?=(?![=>~])
    (?:\s{{0,20}}\(?\s{{0,20}}(?:[fFrRbBuULs@$]{{1,2}}(?=["'`]))?(["'`])({KEY}{{1,{_VALUE}}})\3
    (?!\s{{0,20}}(?:[+&~%"'`]|\.[.\s]|\|\|))|({KEY}{{2,{_VALUE}}})(?=[\s;&]|$))?"""
)
# what begins a list whose elements are joined with nothing between
_JOINS = compiled(
    r"""(?:""|''|``)\s{0,20}\.\s{0,20}join\s{0,20}\(\s{0,20}[\[({]
    |implode\s{0,20}\(\s{0,20}(?:''|"")\s{0,20},\s{0,20}(?:\[|array\s{0,4}\()
    |[Jj]oin\s{0,20}\(?\s{0,20}(?:""|''|[Ss]tring\.Empty)\s{0,20},\s{0,20}
     (?:new\s{0,4}\w{0,20}\s?\[\]\s{0,4}\{|[\[{(]|(?:Arrays\.asList|List\.of)\s{0,4}\()?
    |-join\s{0,20}@?\(
    |(?:strings\.Join|Enum\.join)\s{0,20}\(\s{0,20}(?:\[\]string\s{0,4}\{|\[)
    |(?:[Cc]oncat|CONCAT|concat!|paste0?|str_c)\s{0,20}\(\s{0,20}[\[{]?"""
)
# … and what ends one
_JOINED = compiled(
    r"""\]\s{0,40}(?:\.\s{0,20}(?:join|concat)\s{0,4}(?:\(\s{0,20}(?:""|''|``)?\s{0,20}\)|(?![\w(]))|\|>\s{0,4}Enum\.join)
    |\)\s{0,40}-join\s{0,20}(?:''|"")"""
)
_ELEMENT = compiled(
    rf"""\s{{0,200}}(?:(?:[fFrRbBuULs@$]{{1,2}}(?=["'`]))?(["'`])([^"'`\\\n]{{0,1000}})\1|\$?{OWNER}({NAME})(?![\w(\[.]))
    \s{{0,200}}"""
)
# "%s%s" % (…), "{}{}".format(…), "{0}{1}" -f …; what begins the arguments of a call that takes such a template first
_TEMPLATES = compiled(r"""(["'`])([^"'`\\\n]{0,1000})\1\s{0,40}(?:(?:%|-f\s)\s{0,20}\(?|\.\s{0,4}format\s{0,4}\()""")
_FORMATS = compiled(r'(?:s?n?printf|Sprintf|[Ff]ormat!?|format_args!)\s{0,4}\(\s{0,40}')
_ARGUMENTS = Lazy(rb'%(?:\d\$)?[svd@]|\{\d?\}')


class Names:
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
            at = _opening(self.data, match)
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


def joined_names(data: bytes, start: int, end: int) -> 'Iterator[bytes]':
    """The names there that ``Names`` looks up where it joins something to them; some more than once."""
    for match in _PLACEHOLDERS.finditer(data, start, end):
        yield match[match.lastindex or 0]
    for match in _NAMED.finditer(data, start, end):
        left, gap, _, owner, right = match.groups()
        # as in ``uses``: an attribute is not joined to its object
        if not (left and right and not gap and match.end() - match.end(1) == 1 and not owner):
            yield from filter(None, (left, right))
    for pattern in (_JOINS, _TEMPLATES, _FORMATS):
        for match in pattern.finditer(data, start, end):
            yield from _listed(data, match.end())
    for match in _JOINED.finditer(data, start, end):
        yield from _listed(data, _opening(data, match) + 1)


def _listed(data: bytes, at: int) -> 'Iterator[bytes]':
    """The names in the list whose elements begin there."""
    for _ in range(_ELEMENTS):
        match = _ELEMENT.match(data, at)
        if not match:
            return
        if match[3]:
            yield match[3]
        at = match.end() + 1
        if data[at - 1 : at] != b',':
            return


def _opening(data: bytes, match: 're.Match[bytes]') -> int:
    """Where the list begins that ends there, -1 where that is far away."""
    opening = b'(' if match.group().startswith(b')') else b'['
    return data.rfind(opening, max(0, match.start() - 4096), match.start())


def _one(found: 'Sequence[Element]') -> 'Iterator[Edit]':
    """The edit that makes one text of the elements of a list."""
    if len(found) > 1:
        yield found[0][0][0], found[-1][0][1], [piece for _, value in found for piece in value]
