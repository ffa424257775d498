"""The accepted findings of a team: read, match, add.

A finding is known by its fingerprint and its detector. No line, no time, no order that depends on where the key
stands: moving a line or renaming a file changes nothing in the file, and two branches merge line by line.
"""

import json
import os

from keyguard.errors import Fatal, nearest
from keyguard.model import VERDICTS, Finding
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = 1
_FIELDS = ('fingerprint', 'detector', 'verdict', 'reason', 'by', 'path', 'until')
_REQUIRED = ('fingerprint', 'detector', 'verdict', 'reason')


class Baseline:
    """The entries of a baseline file, and whatever else stood in it. ``path`` is '' for one that is not yet a file."""

    def __init__(
        self, path: str = '', entries: 'list[dict[str, Any]] | None' = None, rest: 'dict[str, Any] | None' = None
    ):
        self.path = path
        self.entries = entries or []
        self.rest = rest or {}
        self._index: dict[tuple[str, str], dict[str, Any]] = {}
        for entry in self.entries:
            self._index[entry['fingerprint'], entry['detector']] = entry

    def entry(self, finding: Finding) -> 'dict[str, Any] | None':
        """The entry for this finding, or None."""
        secret, id = finding.secret, finding.detector.id
        return self._index.get((secret.fingerprint, id)) or self._index.get((secret.sha1, id))

    def judge(self, finding: Finding, today: str) -> 'tuple[str, str]':
        """(the reason to accept the finding or '', a note for the person when an entry does not accept it).

        ``today`` is a date as ``2027-01-31``. An entry whose date has passed and a key known to be real do not accept.
        """
        entry = self.entry(finding)
        if entry is None:
            return '', ''
        why = without_keys(entry['reason'])
        words = f'{entry["verdict"]}: {why}' + (f' (by {entry["by"]})' if entry.get('by') else '')
        until = entry.get('until')
        if entry['verdict'] == 'real':
            return '', f'the baseline knows it as a real key: {why}'
        if until and until < today:
            return '', f'accepted until {until} ({words}); that time is over'
        return f'baseline: {words}' + (f', until {until}' if until else ''), ''

    def add(self, entry: 'dict[str, Any]') -> None:
        """Take an entry in, in the place of one for the same fingerprint and detector."""
        key = (entry['fingerprint'], entry['detector'])
        old = self._index.get(key)
        if old is not None:
            self.entries[self.entries.index(old)] = entry
        else:
            self.entries.append(entry)
        self._index[key] = entry

    def dump(self) -> str:
        """The file's text: one entry a line, sorted by fingerprint."""
        lines = [
            '    ' + json.dumps(entry, ensure_ascii=False)
            for entry in sorted(self.entries, key=lambda entry: (entry['fingerprint'], entry['detector']))
        ]
        extra = ''.join(
            f',\n  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}' for key, value in self.rest.items()
        )
        body = '[\n' + ',\n'.join(lines) + '\n  ]' if lines else '[]'
        return f'{{\n  "schema": {SCHEMA},\n  "accepted": {body}{extra}\n}}\n'


def load(path: str) -> Baseline:
    """Read a baseline; raises ``Fatal`` with file, line and the way out when it cannot be trusted."""
    try:
        with open(path, 'rb') as file:
            data = file.read()
    except OSError as error:
        raise Fatal(f'{path}: the baseline cannot be read ({(error.strerror or "").lower()})') from None
    return parse(data, path)


def parse(data: bytes, path: str) -> Baseline:
    """Read a baseline from its bytes; ``path`` is for the messages. UTF-16 from a PowerShell redirect is understood."""
    encoding = 'utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig'
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Fatal(f'{path}: the baseline is not UTF-8 text; restore it from git') from None
    for number, line in enumerate(text.split('\n'), 1):
        if line.startswith(('<<<<<<< ', '>>>>>>> ', '||||||| ')):
            raise Fatal(
                f'{path}:{number}: a merge conflict stands in the baseline; keep the lines of both sides, remove the '
                'markers, and end every entry but the last with a comma'
            )
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fatal(
            f'{path}:{error.lineno}: the baseline is not valid JSON ({error.msg.lower()}, column {error.colno}); '
            'mend that line or restore the file from git'
        ) from None
    except (RecursionError, ValueError):
        # ValueError: a number of thousands of digits
        raise Fatal(
            f'{path}: the baseline is nested too deeply, or holds too large a number; restore it from git'
        ) from None
    return _checked(whole, text, path)


def _checked(whole: 'Any', text: str, path: str) -> Baseline:
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
        raise Fatal(f'{path}:{_line(text, "schema")}: "schema" must be the number {SCHEMA}')
    if schema > SCHEMA:
        raise Fatal(
            f'{path}:{_line(text, "schema")}: written by a newer keyguard (schema {schema}, this one knows {SCHEMA}); '
            'update keyguard. The file was left as it is'
        )
    entries = whole['accepted']
    if not isinstance(entries, list):
        raise Fatal(f'{path}:{_line(text, "accepted")}: "accepted" must be a list')
    for number, entry in enumerate(entries, 1):
        problem = _problem(entry)
        if problem:
            mark = entry.get('fingerprint') if isinstance(entry, dict) else None
            line = _line(text, mark) if isinstance(mark, str) and mark else _line(text, 'accepted')
            raise Fatal(f'{path}:{line}: entry {number}: {problem}')
    rest = {key: value for key, value in whole.items() if key not in ('schema', 'accepted')}
    return Baseline(path, entries, rest)


def _problem(entry: 'Any') -> str:
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
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _line(text: str, mark: str) -> int:
    at = text.find(f'"{mark}"')
    return text.count('\n', 0, max(at, 0)) + 1


def save(baseline: Baseline, path: str) -> None:
    """Write the baseline: the old file or the new one is there at any moment, never a part."""
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise Fatal(f'{path}: the baseline cannot be written (not a regular file)')
    temporary = f'{path}.{os.getpid()}.tmp'
    try:
        mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o644
        with open(temporary, 'w', encoding='utf-8', newline='\n') as file:
            file.write(baseline.dump())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise Fatal(f'{path}: the baseline cannot be written ({(error.strerror or "").lower()})') from None
