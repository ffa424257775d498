"""What is wrong with the entries of a baseline, each with its line: told from the file, and from what was found."""

import re

from keyguard.baseline import ANY, decoded, key_of, lines_of, opened, problem_of
from keyguard.errors import nearest
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

# in the order of their weight
KINDS = ('malformed', 'duplicate', 'real', 'expired', 'unreviewed', 'stale')
_PRINT = re.compile('kg1:[0-9a-f]{32}|sha1:[0-9a-f]{40}')
# what stands there when nobody has said why
_NO_REASON = re.compile(r'(?:todo|fixme|tbd|xxx)\b.*|imported:.*|reason|why|none|n/?a|unknown|[\W_]*', re.I | re.S)


class Problem:
    """``kind`` is a word of ``KINDS``, ``words`` what is wrong and what to do; the rest is the entry's, '' where it has
    none. ``number`` is that of the entry and ``line`` its line, both from 1.
    """

    __slots__ = ('detector', 'fingerprint', 'kind', 'line', 'number', 'path', 'words')

    def __init__(self, kind: str, line: int, number: int, entry: 'Any', words: str) -> None:
        fields = entry if isinstance(entry, dict) else {}
        self.kind = kind
        self.line = line
        self.number = number
        self.fingerprint = print_of(fields)
        self.detector = without_keys(str(fields.get('detector') or ''))
        self.path = without_keys(str(fields.get('path') or ''))
        self.words = words


def examined(
    data: bytes, path: str, today: str, detectors: 'Collection[str]', prints: 'Collection[str] | None'
) -> 'tuple[int, list[Problem]]':
    """(the number of entries, what is wrong with them in the order of the file).

    ``detectors`` are all ids there are; ``prints`` every fingerprint and SHA-1 digest of what was found, None where
    nobody looked: then no entry is stale. Raises ``Fatal`` for a file that is no baseline at all.
    """
    text = decoded(data, path)
    entries, _ = opened(text, path)
    lines = lines_of(text, len(entries))
    first: dict[tuple[str, str], int] = {}
    problems = []
    for number, (entry, line) in enumerate(zip(entries, lines), 1):
        for kind, words in _of(entry, line, today, detectors, prints, first):
            problems.append(Problem(kind, line, number, entry, words))
    return len(entries), problems


def print_of(entry: 'dict[str, Any]') -> str:
    """An entry's fingerprint, safe to print: what is none may be the key itself."""
    print_ = str(entry.get('fingerprint') or '')
    return print_ if _PRINT.fullmatch(print_) else without_keys(print_)


def unreviewed(entry: 'dict[str, Any]') -> bool:
    """Has nobody said why this is accepted?"""
    return bool(_NO_REASON.fullmatch(entry['reason'].strip()))


def _of(
    entry: 'Any',
    line: int,
    today: str,
    detectors: 'Collection[str]',
    prints: 'Collection[str] | None',
    first: 'dict[tuple[str, str], int]',
) -> 'list[tuple[str, str]]':
    problem = problem_of(entry)
    if problem:
        nothing_said = isinstance(entry, dict) and not problem_of({**entry, 'reason': 'x'})
        return [('unreviewed' if nothing_said else 'malformed', f'{without_keys(problem)}; the hook refuses the file')]
    found = []
    print_, detector = key_of(entry)
    if not _PRINT.fullmatch(print_):
        found.append(('malformed', 'the fingerprint is not kg1: and 32 hex digits, and fits no key'))
    if detector not in detectors and not (detector == ANY and print_.startswith('sha1:')):
        near = nearest(detector, sorted(detectors))
        found.append(('malformed', f"no detector '{without_keys(detector)}'{near}; the entry fits no key"))
    if key_of(entry) in first:
        found.append(
            ('duplicate', f'the same as on line {first[key_of(entry)]}; the stricter verdict and the earlier end count')
        )
    first.setdefault(key_of(entry), line)
    until = entry.get('until')
    if entry['verdict'] == 'real':
        found.append(('real', 'a known leak, which blocks until it is out of the files; revoke it'))
    elif until and until < today:
        found.append(('expired', f'accepted until {until}, and blocks since: accept it anew, or take the key out'))
    if unreviewed(entry):
        found.append(
            ('unreviewed', f'nobody has said why ("{without_keys(entry["reason"])}"): keyguard baseline review')
        )
    if prints is not None and print_ not in prints and entry['verdict'] != 'real':
        found.append(('stale', 'no such key any more: keyguard baseline prune'))
    return found
