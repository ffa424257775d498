"""From a part of a key back over the joints to one that a key can begin with, and on to the rest of it.

Asked where a joint may be, so many commits do not load it. It walks over bytes and compiles no pattern, as the hook's
door does not.
"""

from keyguard.ahead import CONSTANT, goes_on, rest_behind
from keyguard.constants import OTHERS, Constants, run
from keyguard.gaps import (
    LINE_ENDS,
    SIGNS,
    SKIPPED,
    before,
    ends_the_walk,
    is_assignment,
    is_given,
    is_joined,
    may_join,
    signs_in,
)
from keyguard.joints import INNER, JOINERS, LONGEST_WORD, QUOTES, STARTS, literals_of
from keyguard.tokens import LEAD, REACH, TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Book

# how many parts are walked over, how many beginnings a part may have, and from how many parts the way back is walked:
# a file with more is not an ordinary one
_PARTS = 10
_LEADS = 8
_WALKS = 10_000

# of so many runs it is asked one by one what stands in them
_MANY = 32

_BLANKS = b' \t\r\n\\'
_BASE64 = TOKEN + b'+/=\r\n'
_DOTTED = TOKEN + b'.'
_WORDS = bytes.maketrans(b'+/=', b'   ')
# so much may stand between two runs of base64 that are long, in bytes
_LINES = 200
# behind a word that is a name and no part
_BEHIND_NAMES = (b' ', b'\t', b'.', b'(', b',', b'=', b')', b'+')

# book -> the literals that stand inside of keys, and what stands before the run that keys begin with (``LLM`` of
# ``LLM|``)
_special: 'dict[Book, tuple[tuple[bytes, ...], tuple[bytes, ...]]]' = {}


class Walk:
    """The way from a part of a key to its first one, and a look at what follows."""

    __slots__ = (
        *('asked', 'book', 'constants', 'data', 'dead', 'gaps', 'last', 'leads', 'unmarked', 'values', 'walks'),
        'within',
    )

    def __init__(self, data: bytes, book: 'Book') -> None:
        self.data = data
        self.book = book
        # where parts end that no key begins before, and the last of them that is long
        self.dead: set[int] = set()
        self.last = 0
        self.walks = self.asked = 0
        # name -> what is assigned to it, what stands before it
        self.values: dict[bytes, list[bytes]] = {}
        self.leads: dict[bytes, list[bytes]] = {}
        self.constants = Constants(data)
        # what stands between words and runs -> the signs in it, is it an assignment, is what follows a value by itself
        self.gaps: dict[bytes, tuple[bytes, bool, bool]] = {}
        if book not in _special:
            rows = book.literals.items()
            within = [literal for literal, row in rows if any(not need and not names for need, _, names, _ in row)]
            _special[book] = tuple(within), tuple(lead.rstrip(OTHERS) for lead in book.leads)
        self.within, self.unmarked = _special[book]

    # ---- where a joint may be ----

    def completes(self, start: int, end: int, text: bytes) -> bool:
        """Is the long run, which is ``unlike_any_word``, a part of a key, and not all of it?"""
        literals = literals_of(text, self.book)
        holds = self._holds_one(text)
        if not literals:
            inside = STARTS[self.data[start - 1]]
            # most of all: a checksum; but the first part of a key whose literal stands inside of it reads like nothing
            if not holds and (not inside or self._is_dead(start, end)):
                return False
            if not inside:
                return goes_on(self.data, end) > 0
        word, gap, stop = before(self.data, start)
        joint = bool(word) and (may_join(word, gap) or (gap in INNER and self._is_inner(word, gap, start)))
        # most gaps are the same
        if gap not in self.gaps:
            self.gaps[gap] = signs_in(gap), is_assignment(gap), is_given(gap)
        signs, named, given = self.gaps[gap]
        joint = joint and is_joined(self.data, signs, start)
        named = named and joint
        name = self.constants.name(stop) if named else b''
        if given and joint and literals and self._is_whole(text, literals, holds):
            # most of all: a key that nobody cut
            return self._is_put_together(end, name or (word if named else b''))
        if literals and self._is_first(text, end, joint, name):
            return True
        if holds and (joint or goes_on(self.data, end)):
            return True
        if joint and not (gap == b'.' and self._ends_a_token(start, end)):
            self.walks += 1
            leads = self._used_behind(name) if named else self._leads(start)
            if self.walks > _WALKS or any(self._begins(lead + text, rest_behind(self.data, end)) for lead in leads):
                return True
        self.dead.add(end)
        self.last = end
        return False

    def _ends_a_token(self, start: int, end: int) -> bool:
        """Is the run the last part of a JSON Web Token that nobody cut?"""
        near = self.data[max(0, start - REACH) : start]
        token = near[len(near.rstrip(_DOTTED)) :]
        if token[:3] != b'eyJ' or token.count(b'.') != 2 or goes_on(self.data, end):
            return False
        begin = start - len(token)
        word, gap, stop = before(self.data, begin)
        if is_given(gap):
            return not self._used_behind(self.constants.name(stop) or word)
        return not (may_join(word, gap) and is_joined(self.data, signs_in(gap), begin))

    # ---- is it a part? ----

    def is_part(self, start: int) -> bool:
        """Do the token characters from ``start`` on follow on a part that a key begins with?"""
        text = run(self.data[start : start + 200])
        if not text or (text.isalpha() and text.islower() and len(text) < LONGEST_WORD):
            return False
        end = start + len(text)
        self.walks += 1
        if self.walks > _WALKS or any(
            self._begins(lead + text, rest_behind(self.data, end)) for lead in self._leads(start)
        ):
            return True
        self.dead.add(end)
        return False

    def _is_first(self, text: bytes, end: int, joint: bool, name: bytes) -> bool:
        """Is the run, which begins like a key, its first part; or all of it, and what stands before it changes it?
        ``name`` is the constant whose value it is.
        """
        further = goes_on(self.data, end)
        if further == CONSTANT and self._begins(text, None):
            return True
        if further and self._begins(text, rest_behind(self.data, end)):
            return True
        if any(self._begins(text, rest) for rest in self.constants.followers(name)):
            return True
        return joint and self._begins(text, b'')

    def _is_whole(self, text: bytes, literals: 'Sequence[bytes]', holds: bool) -> bool:
        """Could the run be all of a key? ``literals`` are those that it may begin with; ``holds``: in it is one
        of those that stand inside of keys.
        """
        return self._begins(text, b'') or (holds and text.startswith(tuple(literals)))

    def _is_put_together(self, end: int, name: bytes) -> bool:
        """Is the run, which may be all of a key, joined to something: directly, or where its constant is used?"""
        if goes_on(self.data, end):
            return True
        if not name:
            return False
        for at, sign in self.constants.uses_before(name):
            if sign != b',' or is_joined(self.data, sign, at):
                return True
        return bool(self._used_behind(name))

    def _is_inner(self, word: bytes, gap: bytes, start: int) -> bool:
        """Does the run begin behind a sign that stands within a key?"""
        if (gap == b'.' and len(word) > 19) or literals_of(word, self.book):
            return True
        near = self.data[max(0, start - 2 * LEAD) : start]
        return gap != b'/' and any(lead in near for lead in self.book.leads)

    def _is_dead(self, start: int, end: int) -> bool:
        """Does nothing but signs, or base64, stand between this run and one that no key begins before?"""
        dead = self.last > 0 and start - self.last < _LINES
        gap = self.data[self.last : start] if dead else b''
        if dead and gap.strip(OTHERS):
            # a line of base64 is cut by these two; no key has one of them and then another run of it
            dead = (b'+' in gap or b'/' in gap) and not gap.translate(None, _BASE64) and not self._may_begin(gap)
        elif dead:
            dead = len(gap) < 40
        if dead:
            self.dead.add(end)
            self.last = end
        return dead

    def _may_begin(self, gap: bytes) -> bool:
        """Does a word in the base64 begin like a key? What is short is nothing but the end of a line of it."""
        if len(gap) < 40:
            return False
        for word in gap.translate(_WORDS).split():  # noqa: SIM110 (a generator costs three times as much)
            if literals_of(word, self.book):
                return True
        return False

    def _holds_one(self, text: bytes) -> bool:
        """Does one of the literals stand in it that stand inside of keys?"""
        self.asked += 1
        if self.asked == _MANY:
            # a list of checksums has thousands of runs, and none of these literals
            self.within = tuple([literal for literal in self.within if literal in self.data])
        for literal in self.within:  # noqa: SIM110 (a generator costs three times as much)
            if literal in text:
                return True
        return False

    def _begins(self, text: bytes, rest: 'bytes | None') -> bool:
        """Do a literal and enough of the right characters begin the text, which goes on with ``rest``? That is None
        where it is not known.
        """
        for literal in literals_of(text, self.book):
            if text.startswith(literal):
                first = len(literal)
                whole = text + (rest or b'')
                for need, alphabet, names, _ in self.book.literals[literal]:
                    body = whole[first : first + need]
                    if need and not names and (rest is None or len(body) == need) and not body.strip(alphabet):
                        return True
        return text.startswith(self.unmarked)

    # ---- back ----

    def _leads(self, at: int) -> 'list[bytes]':
        """What may stand before ``at``, without the joints, and begins like a key."""
        data = self.data
        found: list[bytes] = []
        glued = b''
        method = False
        plain: set[bytes] = set()
        for _ in range(_PARTS):
            word, gap, stop = before(self.data, at)
            if not word:
                break
            at = stop - len(word)
            if ends_the_walk(word, gap):
                break
            if literals_of(word, self.book) or word + gap[:1] in self.book.leads:
                found.append(word + glued)
            quoted = gap[:1] in QUOTES
            if data[at - 1 : at] == b'$' or (not quoted and self._is_name(word, gap, at)):
                found += [value + glued for value in self._assigned(word)]
            if stop in self.dead or len(found) >= _LEADS:
                break
            if gap[:1] == b'}' and word.isdigit():
                continue  # the number of a placeholder
            # one letter in quotes of its own is a part, and no mark of the next string
            part = quoted and len(gap) > 1 and data[at - 1 : at] == gap[:1]
            if (word in SKIPPED and not part) or (not quoted and not word.strip(b'-_')):
                method = word in JOINERS
                continue
            if gap[:1] not in _BEHIND_NAMES or (gap in INNER and not method) or gap[1:2] in LINE_ENDS:
                glued = word + glued
            method = False
            if word.isalpha() and gap[:1] != b'-' and glued[len(word) : len(word) + 1] not in b'-_':
                plain.add(word)
                if len(plain) > 2:
                    break
        return found[:_LEADS]

    def _is_name(self, word: bytes, gap: bytes, at: int) -> bool:
        """Could the word at ``at``, before the gap, be a constant that is joined to what follows?"""
        signs = signs_in(gap)
        if signs not in SIGNS or word[:1].isdigit():
            return False
        if signs == b'.':
            # no attribute, and no end of a sentence
            return gap[:1] in (b' ', b'\t', b'\n') or gap[1:2] in QUOTES
        if signs == b'%':
            return self.data[max(0, at - 1) : at] == b'%'
        if signs == b')':
            return self.data[max(0, at - 2) : at] in (b'\\(', b'$(')
        return is_joined(self.data, signs, at)

    # ---- names ----

    def _assigned(self, name: bytes) -> 'list[bytes]':
        """What is assigned to the name somewhere and begins like a key."""
        found = self.values.get(name)
        if found is None:
            found = self.values[name] = []
            for value in self.constants.values(name):
                begins = literals_of(value, self.book) or value in self.unmarked
                if begins and value not in found and len(found) < _LEADS:
                    found.append(value)
        return found

    def _used_behind(self, name: bytes) -> 'list[bytes]':
        """What begins like a key and stands before a constant where it is used."""
        found = self.leads.get(name)
        if found is None:
            found = self.leads[name] = []
            for at, sign in self.constants.uses(name):
                if sign != b',' or is_joined(self.data, b',', at):
                    found += self._leads(at)
                if len(found) >= _LEADS:
                    break
        return found
