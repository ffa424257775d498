"""``python engines.py ENGINE audit …``: ``keyguard audit`` with another way to look for what keys begin with.

Run by the Python of an environment with keyguard and ahocorasick_rs. ``today``: as it is. ``automaton``: over the runs,
in the place of the words and stems that are looked for. ``free``: what that place costs at all, since nothing is looked
for there. ``literals``: the automaton over all bytes, in the place of the whole door; it finds no key without a literal
and no key in another dress.
"""

import sys
from importlib import import_module
from types import ModuleType

from keyguard import pipeline, prefilter
from keyguard.cli import main
from keyguard.providers._phonebook import BOOK
from keyguard.tokens import TOKEN


def _put(module: ModuleType, name: str, function: object) -> None:
    if name not in vars(module):
        raise SystemExit(f'{module.__name__} has no {name} any more: nothing would be tried')
    vars(module)[name] = function


def _automaton(engine: str) -> None:
    rs = import_module('ahocorasick_rs')
    literals = list(BOOK.literals)
    every = rs.BytesAhoCorasick(literals, implementation=rs.Implementation.DFA, matchkind=rs.MatchKind.Standard)
    longest = rs.BytesAhoCorasick(
        literals, implementation=rs.Implementation.DFA, matchkind=rs.MatchKind.LeftmostLongest
    )

    def begin(joined: bytes, *_: object) -> 'list[bytes]':
        return [literals[at] for at in {at for at, _, _ in every.find_matches_as_indexes(joined, overlapping=True)}]

    def doubt(data: bytes, path: bytes, *_: object) -> int:
        for at, _, end in longest.find_matches_as_indexes(data):
            rest = data[end : end + 20]
            if BOOK.literals[literals[at]][0][0] and len(rest) == 20 and not rest.strip(TOKEN):
                return prefilter.IN_TEXT if prefilter.suspects(data, path, BOOK) else 0
        return 0

    if engine == 'automaton':
        _put(prefilter, 'begin', begin)
    else:
        _put(pipeline, 'doubt', doubt)


def run(engine: str, argv: 'list[str]') -> int:
    """The exit code of the command."""
    if engine in ('automaton', 'literals'):
        _automaton(engine)
    elif engine == 'free':
        _put(prefilter, 'begin', lambda *_: [])
    return main(argv)


if __name__ == '__main__':
    raise SystemExit(run(sys.argv[1], sys.argv[2:]))
