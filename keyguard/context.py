"""The lines around a possible key, and whose names stand in them.

Pure functions over bytes. They look no further than ``tokens.NEAR_BEFORE`` and ``NEAR_AFTER``, so that the prefilter,
which looks as far, never misses what is found here.
"""

import re

from keyguard.lazy import Lazy
from keyguard.names import Names
from keyguard.tokens import NEAR_AFTER, NEAR_BEFORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# a little less than the prefilter's: a key may begin before its longest run, or end behind it
_BEFORE, _AFTER = NEAR_BEFORE - 64, NEAR_AFTER - 64
# a call with an argument a line, a block of Terraform, a request with its headers: as far as people spread one thing
_LINES_ABOVE, _LINES_BELOW = 6, 4
# … and an address may stand on top of a request, its headers at the bottom, or the other way round
_ADDRESS_ABOVE = _ADDRESS_BELOW = 12

# the name that the value is given to: NAME =, "name": , name=>, --name , obj["name"] =, (typed) name: str =
# (it begins where no letter stands before it: whatever began later in the same name would be found from there, too)
_TARGET = Lazy(
    rb'(?<![A-Za-z_$@])([A-Za-z_$@][\w.$@-]*(?:\[\s*["\']?[\w.-]+["\']?\s*\])?)["\'\])}]*'
    rb'(?:\s*:\s*[A-Za-z][\w\[\]| .]{0,30}?)?\s*(?:=>|:=|\?\?=|\|\|=|==|=|:|,|\s|\()\s*'
    rb'(?:\$?@?[bfruBFRUL]{0,2}["\'`]{1,3}|(?:Bearer|Token|Basic|Key)\s+|\\["\']|>)*$'
)
_OWN_VARIABLE = Lazy(rb'\s*(?:export |set |\$env:)?[A-Z][A-Z0-9_]+ ?[=:]')
_CREDENTIAL_VARIABLE = Lazy(rb'\s*(?:export |set |\$env:)?[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD)[A-Z0-9_]* ?[=:]')
_WORDS = Lazy(rb'[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+')
# the name that stands behind a value, in the same pair of braces, tag or item of a list
_BEHIND = Lazy(
    rb'(?:(?!\n\s{0,40}-\s)[^{}\[\]<>]){0,160}?[\s"\',](?:name|key|variable)\\?["\']?\s?[:=]\s?\\?["\']?([\w.$@-]+)',
    re.I,
)
# words of a name that say nothing about whose key it is
_PLAIN = frozenset(
    b'android axios azure example examples '
    b'common curl declare defaults echo export fetch format goog metadata openai print printf '
    b'putenv return send setenv yield '
    b'a access account admin ai api app application apps auth authentication authorization backup base basic '
    b'bearer bot client code cloud config const constant context cred credential credentials creds current '
    b'data def default demo dev development embedding env environ environment export file final for global '
    b'header headers http https inference internal json key keys let live llm local main master model my name '
    b'new node old or org os param params pass passwd password personal primary private prod production '
    b'project property provider public pub pwd read real request sdk secondary secret secrets self sensitive '
    b'server service session set settings shared static str string team test testing that the this tmp token '
    b'tokens type url use user username val value values var variable vars with write x your'.split()
)
# the ids in a comment that accepts a finding; nothing else of the line, or a word could hide the key behind it
_ACCEPTING = Lazy(rb'keyguard:[ \t]*allow(?:-next-line)?\[[^\]\r\n]*\]')
# a whole file may stand in one line of another, with its line ends as escapes: a source map, a bundle, a JSON string
_LINE_END = Lazy(rb'\n|\\n')
# what stands there instead: without it, what is left and right would grow together to a name
_CUT = b' keyguard '


class Context:
    """The lines around the value at ``start`` to ``end``: its own, the nearest above, the nearest below.

    ``path`` is the file's name, ``target`` the name that the value is given to.
    """

    __slots__ = (
        'above',
        'addresses',
        'addresses_below',
        'after',
        'before',
        'below',
        'judged',
        'parents',
        'path',
        'role',
        'target',
        'text',
    )

    def __init__(self, data: bytes, start: int, end: int, path: bytes) -> None:
        window = max(0, start - _BEFORE)
        # the id in a comment that accepts a finding is no name: it may not change what is found
        lines = _LINE_END.split(_ACCEPTING.sub(_CUT, data[window:start]))
        self.before = lines[-1]
        self.above = lines[-2 : -2 - _LINES_ABOVE : -1]
        self.parents = _parents(lines)
        self.above += self.parents
        self.addresses = [line for line in lines[-2 - _LINES_ABOVE : -2 - _ADDRESS_ABOVE : -1] if b'://' in line]
        rest = _LINE_END.split(_ACCEPTING.sub(_CUT, data[end : end + _AFTER]), _ADDRESS_BELOW + 1)
        self.after = rest[0]
        self.below = b'\n'.join(rest[1 : _LINES_BELOW + 1])
        self.addresses_below = [line for line in rest[_LINES_BELOW + 1 : _ADDRESS_BELOW + 1] if b'://' in line]
        self.path = path
        # what roles.py found, once for all providers
        self.role: bool | None = None
        self.judged = False
        # the value's line and the nearest above, as they stand
        self.text = b'\n'.join(lines[-1 - _LINES_ABOVE :])
        match = _TARGET.search(self.before)
        self.target = match.group(1) if match else b''

    def distance(self, names: 'Iterable[str]') -> int:
        """How far the nearest of the names (as in ``Detector.names``) stands, smaller is nearer; -1 where none counts.

        A name before the value on its own line counts always, and one behind it next. One on the lines beside it does
        not when the value has a name of its own that says otherwise (``OTHER_API_KEY`` under ``MISTRAL_API_KEY``).
        """
        wanted = Names(names)
        best = wanted.last(self.before)
        if best >= 0:
            return min(999, best)
        if wanted.stand_in(self.after):
            return 1000
        if self._names_another():
            return -1
        above = self.above
        if _OWN_VARIABLE.match(self.before):
            above = _of_a_list(above[: len(above) - len(self.parents)]) + self.parents
        scores = zip(range(2000, 3900, 100), [*above, *self.addresses])
        below = [(4000, line) for line in self.below.split(b'\n')]
        # the nearest of them is the request's own
        below += zip(range(4100, 5000, 10), self.addresses_below)
        for score, text in (*scores, *below, (5000, self.path)):
            if wanted.stand_over(text):
                return score
        return -1

    def speaks_of(self, words: 'Iterable[str]') -> bool:
        """Does one of the folded words stand on the value's line or the two next to it on either side, or in the file's
        name?
        """
        wanted = Names(words)
        below = self.below.split(b'\n')[:2]
        return any(map(wanted.stand_in, (self.before, self.after, *self.above[:2], *below, self.path)))

    def name_behind(self) -> bytes:
        """The name that is told behind a value: ``{"value": "…", "name": "MISTRAL_API_KEY"}``."""
        match = _BEHIND.match(self.after + b'\n' + self.below)
        return match.group(1) if match else b''

    def _names_another(self) -> bool:
        return names_another(self.target)


def names_another(name: bytes) -> bool:
    """Does a word of the name say whose it is, or what?"""
    words = [word.lower() for word in _WORDS.findall(name)]
    return any(len(word) > 3 and not _is_plain(word) for word in words)


def _is_plain(word: bytes) -> bool:
    """Does the word say nothing about whose it is? Nor do two such words in one: ``apikey``, ``authtoken``."""
    if word in _PLAIN:
        return True
    return any(word[:at] in _PLAIN and word[at:] in _PLAIN for at in range(2, len(word) - 1))


def _of_a_list(above: 'list[bytes]') -> 'list[bytes]':
    """Of the lines above a variable, the nearest first, those that may speak of it: each variable of a list speaks for
    itself, and what stands over another's (``# Mistral`` over ``MISTRAL_API_KEY=``) is the other's.
    """
    found = []
    for line in above:
        if not _CREDENTIAL_VARIABLE.match(line):
            found.append(line)
        elif names_another(line.partition(b'=')[0].partition(b':')[0]):
            break
    return found


def _parents(lines: 'list[bytes]') -> 'list[bytes]':
    """Of the lines further up, those that the last one is indented under: ``mistral:`` above ``api_key: …``."""
    found = []
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    for line in lines[-2:0:-1]:
        words = line.lstrip()
        if words and len(line) - len(words) < indent:
            indent = len(line) - len(words)
            found.append(line)
    return found
