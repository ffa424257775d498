"""Two sides of a baseline -> one, entry by entry; and a baseline with conflict markers or bad commas -> a sound one."""

import re

from keyguard.baseline import Baseline, decoded, opened, parse, parsed, stricter
from keyguard.errors import Fatal
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Entry = dict[str, Any]

_ABSENT = object()
_STATEMENT = ('verdict', 'reason', 'by')
# a list of entries that lost a comma, or has one too many
_MISSING = re.compile(r'\}(\s*)\{')
_SPARE = re.compile(r',(\s*[\]}])')


def merged(base: Baseline, ours: Baseline, theirs: Baseline) -> 'tuple[Baseline, list[str]]':
    """(what both sides made of the base, what to tell people). For the entries the order of the sides does not matter.

    What one side alone changed, added or dropped is so in the end. An entry that one side dropped and the other
    changed stays. Where both changed an entry, each field that one side alone changed is taken from it; of the rest
    the stricter entry is right (``real`` before ``revoked``, ``test-key`` and ``false-positive``), and the earlier end.
    """
    before, one, other = base.strictest(), ours.strictest(), theirs.strictest()
    entries, words = [], []
    for key in sorted({*before, *one, *other}):
        old, left, right = before.get(key), one.get(key), other.get(key)
        if left == right or right == old:
            entry = left
        elif left == old:
            entry = right
        elif left is None or right is None:
            entry = left or right
            words.append(f'{_name(entry)}: dropped on one side, changed on the other; it stays')
        else:
            entry = _both(old or {}, left, right)
            end = f'until {entry["until"]}' if entry.get('until') else 'without an end'
            said = f'{entry["verdict"]}, {end}, "{without_keys(entry["reason"])}"'
            words.append(f'{_name(entry)}: changed on both sides; it is now {said}')
        if entry is not None:
            entries.append(entry)
    rest: dict[str, Any] = {}
    for name in dict.fromkeys((*ours.rest, *theirs.rest)):
        value = _field(name, base.rest, ours.rest, theirs.rest, ours.rest)
        if value is not _ABSENT:
            rest[name] = value
    return Baseline(entries, rest), words


def _both(old: 'Entry', left: 'Entry', right: 'Entry') -> 'Entry':
    chosen = stricter(left, right)
    other = right if chosen is left else left
    # these three are one statement of one person
    said, says = (tuple(each.get(name) for name in _STATEMENT) for each in (old, chosen))
    speaker = other if says == said else chosen
    entry = {}
    for name in dict.fromkeys((*chosen, *other)):
        if name in _STATEMENT:
            value = speaker.get(name, _ABSENT)
        elif name == 'until' and old.get('until') not in (left.get('until'), right.get('until')):
            value = min((each['until'] for each in (left, right) if each.get('until')), default=_ABSENT)
        else:
            value = _field(name, old, chosen, other, chosen)
        if value is not _ABSENT:
            entry[name] = value
    return entry


def _field(name: str, old: 'Entry', left: 'Entry', right: 'Entry', chosen: 'Entry') -> 'Any':
    before, one, other = old.get(name, _ABSENT), left.get(name, _ABSENT), right.get(name, _ABSENT)
    if one == other or other == before:
        return one
    if one == before:
        return other
    return chosen.get(name, one if other is _ABSENT else other)


def _name(entry: 'Entry | None') -> str:
    return f'{entry["fingerprint"]} ({without_keys(entry["detector"])})' if entry else ''


# ---- repair ----


def repaired(data: bytes, path: str) -> 'tuple[Baseline, list[str]]':
    """A baseline with conflict markers, or with commas that a merge line by line lost or left, and what to tell of it.

    Raises ``Fatal`` where a side cannot be read even so: nothing is guessed.
    """
    text = decoded(data, path)
    sides, conflicts = _sides(text, path)
    ours = _side(sides[0], path, bool(conflicts))
    base, theirs = (None if side is None else _side(side, path, True) for side in sides[1:])
    if theirs is None:
        return ours, [] if _sound(text, path) else ['commas were mended']
    # without a base, what is on one side only was added there
    whole, words = merged(base if base is not None else _common(ours, theirs), ours, theirs)
    return whole, [f'{conflicts} conflict{"" if conflicts == 1 else "s"} joined', *words]


def _sound(text: str, path: str) -> bool:
    try:
        parsed(text, path)
    except Fatal:
        return False
    return True


def _common(ours: Baseline, theirs: Baseline) -> Baseline:
    left, right = ours.strictest(), theirs.strictest()
    return Baseline(entry for key, entry in left.items() if right.get(key) == entry)


def _sides(text: str, path: str) -> 'tuple[tuple[str, str | None, str | None], int]':
    """((our text, the base's where the markers tell it, their text or None where there are no markers), conflicts)."""
    parts: dict[str, list[str]] = {'ours': [], 'base': [], 'theirs': []}
    every = tuple(parts)
    into: tuple[str, ...] = every
    conflicts, with_base = 0, False
    # at line feeds alone: a reason may hold another character that ends a line
    for number, line in enumerate(text.split('\n'), 1):
        mark = line[:7]
        if line[7:8] not in ('', ' ', '\r'):
            mark = ''
        turn = {'<<<<<<<': (every, ('ours',)), '=======': (('ours',), ('theirs',)), '>>>>>>>': (('theirs',), every)}
        if mark == '|||||||' and into == ('ours',):
            into, with_base = ('base',), True
        elif mark in turn:
            before, after = turn[mark]
            if into != before and not (mark == '=======' and into == ('base',)):
                raise Fatal(
                    f'{path}:{number}: conflict markers out of order; mend the file by hand or take it from git'
                )
            into = after
            conflicts += mark == '<<<<<<<'
        else:
            for name in into:
                parts[name].append(line)
    if into != every:
        raise Fatal(f'{path}: a conflict that does not end; mend the file by hand or restore it from git')
    ours, base, theirs = ('\n'.join(parts[name]) for name in every)
    return (ours, base if with_base else None, theirs if conflicts else None), conflicts


def _side(text: str, path: str, in_conflict: bool) -> Baseline:
    """One side, its commas put right where it cannot be read otherwise."""
    try:
        return parsed(text, path)
    except Fatal:
        mended = _mended(text)
        try:
            opened(mended, path)
        except Fatal:
            what, how = ('one side of it', ' --ours or --theirs') if in_conflict else ('it', '')
            raise Fatal(
                f'{path}: {what} is broken beyond its commas; take it from git (git checkout{how}), and accept what is '
                'missing then anew'
            ) from None
        return parsed(mended, path)


def _mended(text: str) -> str:
    """The text with a comma between entries and none behind the last; what stands inside of strings is left alone."""
    strings: list[str] = []

    def put_aside(match: 're.Match[str]') -> str:
        strings.append(match.group())
        return f'"{len(strings) - 1}"'

    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', put_aside, text)
    bare = _SPARE.sub(r'\1', _MISSING.sub(r'},\1{', bare))
    bare = re.sub(r'([\]}])(\s*")', r'\1,\2', re.sub(r'(["\w])(\s*\n\s*")', r'\1,\2', bare))
    bare = re.sub(r',(\s*,)+', ',', bare)
    return re.sub(r'"(\d+)"', lambda match: strings[int(match[1])], bare)


def side(data: bytes, path: str) -> Baseline:
    """A side of a merge from its bytes, an empty one from none, as the base of a file that both sides made; raises
    ``Fatal``.
    """
    return parse(data, path) if data.strip() else Baseline()
