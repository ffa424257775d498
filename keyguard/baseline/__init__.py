"""The accepted findings of a team: read, match, add. ``writing`` writes them, ``merging`` joins two sides, ``health``
tells what is wrong with them; a blocked commit pays for none of these.

A finding is known by its fingerprint and its detector. No line, no time, no order that depends on where the key
stands: moving a line or renaming a file changes nothing in the file, and two branches merge line by line.
"""

import re
from functools import reduce

from keyguard.errors import Fatal, nearest
from keyguard.model import VERDICTS, Finding
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

SCHEMA = 1
_MARKS = ('<<<<<<< ', '>>>>>>> ', '||||||| ')
# the detector of an entry that came from another tool: its digest alone says which key is meant
ANY = 'any'
_FIELDS = ('fingerprint', 'detector', 'verdict', 'reason', 'by', 'path', 'until')
_REQUIRED = ('fingerprint', 'detector', 'verdict', 'reason')


class Baseline:
    """The entries of a baseline file, and in ``rest`` whatever else stood in it."""

    def __init__(self, entries: 'Iterable[dict[str, Any]]' = (), rest: 'dict[str, Any] | None' = None):
        self.rest = rest or {}
        self._entries: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._foreign = False
        for entry in entries:
            self._entries.setdefault(key_of(entry), []).append(entry)
            self._foreign = self._foreign or is_foreign(entry)

    @property
    def entries(self) -> 'list[dict[str, Any]]':
        """All of them; those for one key stand together."""
        return [entry for same in self._entries.values() for entry in same]

    def strictest(self) -> 'dict[tuple[str, str], dict[str, Any]]':
        """One entry for each fingerprint and detector."""
        return {key: _together(same) for key, same in self._entries.items()}

    def entry(self, finding: Finding) -> 'dict[str, Any] | None':
        """The entry for this finding, or None."""
        keys = keys_of(finding, self._foreign)
        found = [entry for key in keys for entry in self._entries.get(key, ())]
        return _together(found) if found else None

    def judge(self, finding: Finding, today: str) -> 'tuple[str, str]':
        """(the reason to accept the finding or '', a note for the person when an entry does not accept it).

        ``today`` is a date as ``2027-01-31``. An entry whose date has passed and a key known to be real do not accept.
        """
        entry = self.entry(finding)
        if entry is None:
            return '', ''
        why = without_keys(entry['reason'])
        words = f'{entry["verdict"]}: {why}' + (f' (by {without_keys(str(entry["by"]))})' if entry.get('by') else '')
        until = entry.get('until')
        if entry['verdict'] == 'real':
            return '', f'the baseline knows it as a real key: {why}'
        if until and until < today:
            return '', f'accepted until {until} ({words}); that time is over'
        return f'baseline: {words}' + (f', until {until}' if until else ''), ''

    def add(self, entry: 'dict[str, Any]') -> None:
        """Take an entry in, in the place of those for the same fingerprint and detector; what the first of those holds
        beyond the known fields is kept.
        """
        key = key_of(entry)
        for old in self._entries.get(key, ())[:1]:
            entry = {**{name: value for name, value in old.items() if name not in _FIELDS}, **entry}
        self._entries[key] = [entry]
        self._foreign = self._foreign or is_foreign(entry)

    def drop(self, keys: 'Iterable[tuple[str, str]]') -> None:
        """Take out the entries with these fingerprints and detectors."""
        for key in keys:
            self._entries.pop(key, None)

    def dump(self) -> str:
        """The file's text: one entry a line, sorted by fingerprint, the known fields first and in their order."""
        rows = sorted((*key_of(entry), _line_of(_ordered(entry))) for entry in self.entries)
        lines = ['    ' + line for *_, line in rows]
        extra = ''.join(f',\n  {_line_of(key)}: {_line_of(value)}' for key, value in self.rest.items())
        body = '[\n' + ',\n'.join(lines) + '\n  ]' if lines else '[]'
        return f'{{\n  "schema": {SCHEMA},\n  "accepted": {body}{extra}\n}}\n'


def keys_of(finding: Finding, foreign: bool) -> 'list[tuple[str, str]]':
    """What the entries for a finding have as ``key_of``; those by digests of other tools only with ``foreign``: OpenSSL
    takes 3 ms to start, so SHA-1 is asked for only where an entry has one.
    """
    secret, id = finding.secret, finding.detector.id
    return [(secret.fingerprint, id)] + ([(secret.sha1, id), (secret.sha1, ANY)] if foreign else [])


def is_foreign(entry: 'dict[str, Any]') -> bool:
    """Does the entry know its key by a digest of another tool?"""
    return bool(entry['fingerprint'].startswith('sha1:'))


def key_of(entry: 'dict[str, Any]') -> 'tuple[str, str]':
    """What makes an entry this one and no other."""
    return entry['fingerprint'], entry['detector']


def stricter(one: 'dict[str, Any]', other: 'dict[str, Any]') -> 'dict[str, Any]':
    """Of two entries the one that accepts less: the more serious verdict, then the earlier end, then, so that the order
    of the two never matters, the one whose text comes first.
    """
    return min(one, other, key=lambda entry: (-VERDICTS.index(entry['verdict']), _end(entry), _line_of(entry)))


def _together(same: 'list[dict[str, Any]]') -> 'dict[str, Any]':
    """What several entries for a key come to: the strictest of them, with the earliest end of all."""
    entry = reduce(stricter, same)
    end = min(map(_end, same))
    return entry if end == _end(entry) else {**entry, 'until': end}


def _end(entry: 'dict[str, Any]') -> str:
    # no date is later than any date
    return entry.get('until') or '~'


def _ordered(entry: 'dict[str, Any]') -> 'dict[str, Any]':
    return {name: entry[name] for name in _FIELDS if name in entry} | entry


def _line_of(value: object) -> str:
    import json  # a blocked commit looks a key up without it

    text = json.dumps(value, ensure_ascii=False)
    # half of a character, written as an escape, cannot be written as UTF-8
    return text if text.isprintable() or not any('\ud800' <= char <= '\udfff' for char in text) else json.dumps(value)


def load(path: str) -> Baseline:
    """Read a baseline; raises ``Fatal`` with file, line and the way out when it cannot be trusted."""
    return parse(contents(path), path)


def contents(path: str) -> bytes:
    """The bytes of a baseline; raises ``Fatal``."""
    try:
        with open(path, 'rb') as file:
            return file.read()
    except OSError as error:
        raise Fatal(f'{path}: the baseline cannot be read ({(error.strerror or "").lower()})') from None


def decoded(data: bytes, path: str) -> str:
    """The text of a baseline: UTF-8 with or without a mark, or UTF-16 from a PowerShell redirect; else ``Fatal``."""
    encoding = 'utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig'
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Fatal(f'{path}: the baseline is not UTF-8 text; restore it from git') from None


def parse(data: bytes, path: str) -> Baseline:
    """Read a baseline from its bytes; ``path`` is for the messages. Raises ``Fatal`` when it cannot be trusted."""
    return parsed(decoded(data, path), path)


def parsed(text: str, path: str) -> Baseline:
    """The same for its text."""
    entries, rest = opened(text, path)
    for number, entry in enumerate(entries, 1):
        problem = problem_of(entry)
        if problem:
            line = lines_of(text, number)[-1]
            raise Fatal(f'{path}:{line}: entry {number}: {problem}; `keyguard baseline check` lists every problem')
    return Baseline(entries, rest)


def opened(text: str, path: str) -> 'tuple[list[Any], dict[str, Any]]':
    """The entries of a baseline's text, as they are, and what else stands in it; raises ``Fatal`` for another file."""
    import json

    # to look for a mark takes a tenth of the time that it takes to count 100,000 lines
    marked = any(mark in text for mark in _MARKS)
    for number, line in enumerate(text.split('\n') if marked else (), 1):
        if line.startswith(_MARKS):
            raise Fatal(
                f'{path}:{number}: a merge conflict stands in the baseline; `keyguard baseline merge --repair` joins '
                'both sides'
            )
    if not text.strip():
        raise Fatal(f'{path}:1: the baseline is empty; restore it from git, or remove it')
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fatal(
            f'{path}:{error.lineno}: the baseline is not valid JSON ({error.msg.lower()}, column {error.colno}); '
            'mend that line, try `keyguard baseline merge --repair`, or restore the file from git'
        ) from None
    except (RecursionError, ValueError):
        # ValueError: a number of thousands of digits
        raise Fatal(
            f'{path}: the baseline is nested too deeply, or holds too large a number; restore it from git'
        ) from None
    if not isinstance(whole, dict) or 'accepted' not in whole:
        other = nearest('accepted', list(whole)) if isinstance(whole, dict) else ''
        kind = (
            ' It looks like a baseline of detect-secrets, which is read from .secrets.baseline.'
            if (isinstance(whole, dict) and 'results' in whole)
            else ''
        )
        raise Fatal(f'{path}:1: no keyguard baseline: "schema" and "accepted" are expected{other}.{kind}')
    schema = whole.get('schema')
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise Fatal(f'{path}:{line_of(text, "schema")}: "schema" must be the number {SCHEMA}')
    if schema > SCHEMA:
        raise Fatal(
            f'{path}:{line_of(text, "schema")}: written by a newer keyguard (schema {schema}, this one knows {SCHEMA})'
            '; update keyguard. The file was left as it is'
        )
    entries = whole['accepted']
    if not isinstance(entries, list):
        raise Fatal(f'{path}:{line_of(text, "accepted")}: "accepted" must be a list')
    rest = {key: value for key, value in whole.items() if key not in ('schema', 'accepted')}
    return entries, rest


def problem_of(entry: 'Any') -> str:
    """'' or why this is no entry of a baseline."""
    if not isinstance(entry, dict):
        return 'an entry is an object in { }'
    for field in _REQUIRED:
        if not isinstance(entry.get(field), str) or not entry[field].strip():
            others = [name for name in entry if name not in _FIELDS]
            return f'"{field}" is missing or empty{nearest(field, others)}'
    if entry['verdict'] not in VERDICTS:
        return f'verdict "{entry["verdict"]}" is not one of {", ".join(VERDICTS)}{nearest(entry["verdict"], VERDICTS)}'
    until = entry.get('until')
    if until is not None and not is_date(until):
        return '"until" must be a date such as 2027-01-31'
    return ''


def is_date(value: object) -> bool:
    """True for a date that exists, written ``2027-01-31``."""
    from datetime import date

    try:
        # newer Pythons read 2027-W01-1 too, and dates are compared as texts
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def line_of(text: str, mark: str) -> int:
    """The line on which a quoted word stands first, from 1."""
    at = text.find(f'"{mark}"')
    return text.count('\n', 0, max(at, 0)) + 1


def lines_of(text: str, number: int) -> 'list[int]':
    """The line on which each of the first entries of a baseline's text begins, from 1."""
    from json import JSONDecoder

    decoder = JSONDecoder()
    list_ = re.search(r'"accepted"\s*:\s*\[', text)
    at = list_.end() if list_ else 0
    value = re.compile(r'[^\s,]')
    line = text.count('\n', 0, at) + 1
    lines = []
    for _ in range(number):
        next_ = value.search(text, at)
        begin = next_.start() if next_ else len(text)
        line += text.count('\n', at, begin)
        lines.append(line)
        try:
            _, at = decoder.raw_decode(text, begin)
        except ValueError:
            # another list of this name stands before it
            at = begin
        line += text.count('\n', begin, at)
    return lines
