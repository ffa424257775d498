"""What other scanners accept -> claims; the file tells by its form which scanner it is of."""

import json

from keyguard.errors import Fatal
from keyguard.interop import betterleaks, gitleaks, kingfisher, secrets_baseline
from keyguard.interop.claims import Claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read(path: str) -> 'tuple[str, list[Claim]]':
    """(the tool, what its file accepts). Raises ``Fatal`` for a file of nobody's."""
    try:
        with open(path, 'rb') as file:
            data = file.read()
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None
    try:
        text = data.decode('utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig')
    except UnicodeDecodeError:
        raise Fatal(f'{path}: not UTF-8 text') from None
    try:
        return _read(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Fatal(
            f'{path}: not understood as a baseline of detect-secrets, an ignore file or JSON report of gitleaks or '
            'betterleaks, or a baseline of kingfisher'
        ) from None


def _read(text: str) -> 'tuple[str, list[Claim]]':
    if text.lstrip()[:1] in ('{', '['):
        return _json(text)
    if kingfisher.knows(text):
        return 'kingfisher', kingfisher.claims(text)
    lines = [(number, line.strip()) for number, line in enumerate(text.split('\n'), 1)]
    found = []
    tools = set()
    for number, line in lines:
        if line and not line.startswith('#'):
            claim = gitleaks.ignored(line, number)
            tools.add('gitleaks' if claim else 'betterleaks')
            claim = claim or betterleaks.ignored(line, number)
            found.append(claim or Claim('', 0, '', f'line {number}', problem='the line is not understood'))
    if all(claim.problem.startswith('the line') for claim in found):
        raise ValueError('no line of an ignore file')
    return ' or '.join(sorted(tools, reverse=True)), found


def _json(text: str) -> 'tuple[str, list[Claim]]':
    try:
        whole: Any = json.loads(text)
    except json.JSONDecodeError:
        # an object a line
        whole = [json.loads(line) for line in text.split('\n') if line.strip()]
    if isinstance(whole, dict) and 'results' in whole:
        return 'detect-secrets', secrets_baseline.claims(whole['results'])
    if isinstance(whole, dict) and 'findings' in whole:
        # null where there are none
        return 'betterleaks', betterleaks.report(whole['findings'] or ())
    rows = whole if isinstance(whole, list) else [whole]
    if any('schema_version' in row for row in rows):
        return 'betterleaks', betterleaks.report([row['finding'] for row in rows if 'finding' in row])
    return 'gitleaks or betterleaks', gitleaks.report(rows)
