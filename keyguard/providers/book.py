"""Providers -> phone book: what the prefilter must look for, worked out from the patterns themselves.

``python -m keyguard.providers`` writes it to ``_phonebook.py`` for the built-in providers; in-house providers from a
configuration go through the same functions at run time.
"""

import sys
from functools import lru_cache

from keyguard.kinds import Detector, Provider
from keyguard.tokens import MIN_RUN, TOKEN, Book, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from keyguard.tokens import Lead, Row

    sre: Any
    sre_parser: Any
elif sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as sre_parser
else:
    import sre_constants as sre
    import sre_parse as sre_parser

_RUN = frozenset(TOKEN)
_ANY = frozenset(range(256))


# a configuration is checked with five samples of each of its patterns; the catalogue has some 260
@lru_cache(512)
def nodes(pattern: str) -> 'list[tuple[Any, Any]]':
    """The pattern's syntax tree as the standard library parses it, for everybody to read; raises ``re.error`` for a
    bad pattern.
    """
    return list(sre_parser.parse(pattern.encode('ascii')))


def charset(op: 'Any', value: 'Any') -> 'frozenset[int]':
    """The bytes that a node for one character can match; for other nodes, that any part of it can match."""
    if op is sre.LITERAL:
        return frozenset((value,))
    if op is sre.IN:
        return _class(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) or op.name == 'POSSESSIVE_REPEAT':
        return _union(value[2])
    if op is sre.SUBPATTERN:
        return _union(value[3])
    if op is sre.BRANCH:
        return frozenset().union(*(_union(part) for part in value[1]))
    if op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return frozenset()
    return _ANY


def _union(part: 'Iterable[tuple[Any, Any]]') -> 'frozenset[int]':
    return frozenset().union(*(charset(op, value) for op, value in part))


def _class(items: 'Sequence[tuple[Any, Any]]') -> 'frozenset[int]':
    chars: set[int] = set()
    negated = False
    for op, value in items:
        if op is sre.NEGATE:
            negated = True
        elif op is sre.LITERAL:
            chars.add(value)
        elif op is sre.RANGE:
            chars.update(range(value[0], value[1] + 1))
        else:
            return _ANY
    return _ANY - chars if negated else frozenset(chars)


def behind(tree: 'Sequence[tuple[Any, Any]]', text: bytes) -> 'list[list[tuple[Any, Any]]]':
    """What may follow when the pattern begins with ``text``: one list of nodes a way; empty when it cannot."""
    if not text:
        return [list(tree)]
    if not tree:
        return []
    (op, value), rest = tree[0], list(tree[1:])
    if op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return behind(rest, text)
    if op is sre.SUBPATTERN:
        return behind([*value[3], *rest], text)
    if op is sre.BRANCH:
        return [way for part in value[1] for way in behind([*part, *rest], text)]
    if op in (sre.LITERAL, sre.IN) and text[0] in charset(op, value):
        return behind(rest, text[1:])
    if op is sre.MAX_REPEAT:
        least, most, part = value
        ways = behind(rest, text) if least == 0 else []
        if most and most > 0:
            again = [(op, (max(0, least - 1), most - 1 if most is not sre.MAXREPEAT else most, part))]
            ways += behind([*part, *again, *rest], text)
        return ways
    return []


def run_behind(tree: 'Sequence[tuple[Any, Any]]') -> 'tuple[int, frozenset[int], bool]':
    """How many token characters must follow, of which alphabet, and whether the whole tree is made of them."""
    need, alphabet = 0, frozenset[int]()
    for op, value in tree:
        if op is sre.BRANCH:
            ways = [run_behind(part) for part in value[1]]
            need += min(way[0] for way in ways)
            alphabet = alphabet.union(*(way[1] for way in ways))
            if not all(way[2] for way in ways):
                return need, alphabet, False
        elif op is sre.SUBPATTERN:
            inner, chars, whole = run_behind(value[3])
            need, alphabet = need + inner, alphabet | chars
            if not whole:
                return need, alphabet, False
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) or op.name == 'POSSESSIVE_REPEAT':
            least, _, part = value
            inner, chars, whole = run_behind(part)
            if not whole:
                return need + (inner if least else 0), alphabet | chars, False
            need, alphabet = need + inner * least, alphabet | chars
        else:
            chars = charset(op, value)
            if not chars <= _RUN:
                return need, alphabet, False
            if chars:
                need, alphabet = need + 1, alphabet | chars
    return need, alphabet, True


def is_lead(literal: str) -> bool:
    """Does the literal end before the run of token characters begins (``LLM|``)?"""
    return ord(literal[-1]) not in _RUN


def literal_row(detector: Detector, literal: str) -> 'tuple[bytes, int, bytes]':
    """What the prefilter looks for: the literal's part in a run, how many characters must follow, their alphabet.

    Raises ``ValueError`` with the reason when the prefilter could miss a key of this detector.
    """
    text = literal.encode('ascii')
    shown = text[max((at + 1 for at, char in enumerate(text) if char not in _RUN), default=0) :]
    if len(shown) < 3:
        raise ValueError(f'{detector.id}: the literal {literal!r} must end in three or more of A-Z a-z 0-9 _ -')
    if detector.inside:
        return shown, 0, bytes(sorted(_RUN))
    ways = behind(nodes(detector.pattern), text)
    if not ways:
        raise ValueError(f'{detector.id}: the pattern does not begin with the literal {literal!r}')
    measured = [run_behind(way) for way in ways]
    need = min(way[0] for way in measured)
    if len(shown) + need < MIN_RUN:
        raise ValueError(
            f'{detector.id}: {literal!r} and what must follow it make a run of {len(shown) + need} token characters; '
            f'the prefilter sees runs of {MIN_RUN} or more'
        )
    return shown, need, bytes(sorted(frozenset().union(*(way[1] for way in measured))))


def build(providers: 'Iterable[Provider]') -> Book:
    """The phone book of these providers; raises ``ValueError`` as ``literal_row`` does."""
    literals: dict[bytes, dict[tuple[int, bytes, tuple[bytes, ...]], list[str]]] = {}
    names: dict[bytes, list[str]] = {}
    calls: dict[bytes, list[str]] = {}
    leads: dict[bytes, dict[tuple[bytes, ...], list[str]]] = {}
    labels: dict[bytes, list[str]] = {}
    public: set[bytes] = set()
    for provider in providers:
        for detector in provider.detectors:
            public.update(word.encode('ascii') for word in detector.public)
            near = tuple(sorted(name.encode('ascii') for name in detector.names))
            for literal in detector.literals:
                if is_lead(literal):
                    _add(leads.setdefault(literal.encode('ascii'), {}), near, provider.id)
                    continue
                shown, need, alphabet = literal_row(detector, literal)
                _add(literals.setdefault(shown, {}), (need, alphabet, near), provider.id)
            if not detector.literals:
                for name in near:
                    if name[:1] == b'<':
                        _add(labels, name[1:-1], provider.id)
                    else:
                        _add(names, name, provider.id)
        for variable in provider.env:
            _add(names, fold(variable.encode('ascii')), provider.id)
        for call in provider.calls:
            # with the bracket, or `Exa` would stand in every `Example`
            _add(calls, f'{call}('.encode('ascii'), provider.id)
    rows: dict[bytes, tuple[Row, ...]] = {
        literal: tuple((*key, tuple(ids)) for key, ids in sorted(entries.items()))
        for literal, entries in sorted(literals.items())
    }
    led: dict[bytes, tuple[Lead, ...]] = {
        lead: tuple((near, tuple(ids)) for near, ids in sorted(entries.items()))
        for lead, entries in sorted(leads.items())
    }
    return Book(rows, _frozen(names), _frozen(calls), led, _frozen(labels), tuple(sorted(public)))


def _add(table: 'dict[Any, list[str]]', key: 'Any', id: str) -> None:
    ids = table.setdefault(key, [])
    if id not in ids:
        ids.append(id)


def _frozen(table: 'dict[bytes, list[str]]') -> 'dict[bytes, tuple[str, ...]]':
    return {key: tuple(ids) for key, ids in sorted(table.items())}


def join(first: Book, second: Book) -> Book:
    """Both phone books as one."""
    literals = {**first.literals}
    for literal, rows in second.literals.items():
        literals[literal] = (*literals.get(literal, ()), *rows)
    leads = {**first.leads}
    for lead, ways in second.leads.items():
        leads[lead] = (*leads.get(lead, ()), *ways)
    names, calls, labels = {**first.names}, {**first.calls}, {**first.labels}
    for table, other in ((names, second.names), (calls, second.calls), (labels, second.labels)):
        for key, ids in other.items():
            table[key] = (*table.get(key, ()), *ids)
    return Book(literals, names, calls, leads, labels, (*first.public, *second.public))


def source(book: Book) -> str:
    """The text of ``_phonebook.py``."""
    alphabets: dict[bytes, str] = {}
    for rows in book.literals.values():
        for _, alphabet, _, _ in rows:
            alphabets.setdefault(alphabet, f'_{len(alphabets)}')
    lines = [
        '# GENERATED by `python -m keyguard.providers` from the files beside it; a test compares. Do not edit.',
        'from keyguard.tokens import Book',
        '',
        *(f'{name} = {alphabet!r}' for alphabet, name in alphabets.items()),
        '',
        'LITERALS = {',
        *(
            f'    {literal!r}: ('
            + ' '.join(f'({need}, {alphabets[alphabet]}, {near!r}, {ids!r}),' for need, alphabet, near, ids in rows)
            + '),'
            for literal, rows in book.literals.items()
        ),
        '}',
        'NAMES = {',
        *(f'    {name!r}: {ids!r},' for name, ids in book.names.items()),
        '}',
        'CALLS = {',
        *(f'    {call!r}: {ids!r},' for call, ids in book.calls.items()),
        '}',
        'LEADS = {',
        *(f'    {lead!r}: {rows!r},' for lead, rows in book.leads.items()),
        '}',
        'LABELS = {',
        *(f'    {label!r}: {ids!r},' for label, ids in book.labels.items()),
        '}',
        f'PUBLIC = {tuple(book.public)!r}',
        'BOOK = Book(LITERALS, NAMES, CALLS, LEADS, LABELS, PUBLIC)',
    ]
    return '\n'.join(lines) + '\n'
