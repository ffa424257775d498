"""What else a commit may have: a key in it, a baseline, a configuration file, providers of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from keyguard.baseline import Baseline
from keyguard.places import BASELINE, CONFIG
from keyguard.secret import Secret
from speed.groups.hook import folder_of
from speed.groups.rows import base, hooks
from speed.measuring import Case, Plan, Row
from speed.room import DETECTOR, Room, add, key, staged, total

TITLE = 'A commit with more to it: ten files'
COUNT = 10
ENTRIES = 100_000
_CONFIG = """\
skip: [openai-ephemeral-key]
exclude: ['^vendor/', '^third_party/']
min_confidence: medium
store: HashiCorp Vault
"""
_LEAK = b"\nclient = OpenAI(api_key='%s')\n" % key(1)


def baseline(entries: int, accepted: list[bytes]) -> str:
    """The text of a baseline of keyguard's with so many entries; those of the accepted keys are spread over it."""
    step = max(1, entries // max(1, len(accepted)))
    made = [
        {
            'fingerprint': f'kg1:{number * (2**128 // max(1, entries)):032x}',
            'detector': DETECTOR.id,
            'verdict': 'false-positive',
            'reason': 'a sample of the documentation',
            'by': 'A. Person',
            'path': f'docs/part{number % 100}/page{number}.md',
        }
        for number in range(entries)
    ]
    for number, value in enumerate(accepted):
        made[number * step]['fingerprint'] = Secret(value).fingerprint
    return Baseline(made).dump()


def gitleaks_baseline(entries: int) -> str:
    """A report of gitleaks, which is what it takes for a baseline."""
    return json.dumps(
        [
            {
                'RuleID': 'generic-api-key',
                'Description': 'a key',
                'StartLine': number,
                'EndLine': number,
                'StartColumn': 1,
                'EndColumn': 40,
                'Match': 'REDACTED',
                'Secret': 'REDACTED',
                'Commit': '',
                'File': f'docs/page{number}.md',
                'SymlinkFile': '',
                'Entropy': 4.5,
                'Author': '',
                'Email': '',
                'Date': '',
                'Message': '',
                'Tags': [],
                'Fingerprint': f'docs/page{number}.md:generic:{number}',
            }
            for number in range(entries)
        ]
    )


def betterleaks_ignored(entries: int) -> str:
    """The fingerprints of values, one a line."""
    return ''.join(f'{hashlib.sha256(b"%d" % number).hexdigest()}\n' for number in range(entries))


def detect_secrets_baseline(entries: int) -> str:
    """What ``detect-secrets scan`` writes, with two of its plugins."""
    results = {
        f'docs/page{number}.md': [
            {
                'type': 'Secret Keyword',
                'filename': f'docs/page{number}.md',
                'line_number': 1,
                'hashed_secret': hashlib.sha1(b'%d' % number).hexdigest(),
                'is_verified': False,
            }
        ]
        for number in range(entries)
    }
    plugins = [{'name': 'KeywordDetector', 'keyword_exclude': ''}, {'name': 'Base64HighEntropyString', 'limit': 4.5}]
    return json.dumps({'version': '1.5.0', 'plugins_used': plugins, 'filters_used': [], 'results': results}, indent=2)


def _write(folder: Path, entries: int) -> None:
    """The baselines of all, beside the repository: it is no file of theirs that is staged."""
    (folder / BASELINE).write_text(baseline(entries, []), encoding='utf-8')
    beside = folder / '.git' / 'beside'
    beside.mkdir()
    (beside / 'gitleaks.json').write_text(gitleaks_baseline(entries), encoding='utf-8')
    (beside / 'betterleaks').write_text(betterleaks_ignored(entries), encoding='utf-8')
    (beside / 'detect-secrets.json').write_text(detect_secrets_baseline(entries), encoding='utf-8')


def _with_baseline(rows: list[Row]) -> list[Row]:
    words = {
        'gitleaks': ['--baseline-path', '.git/beside/gitleaks.json'],
        'betterleaks': ['--ignore-file', '.git/beside/betterleaks'],
        'detect-secrets': ['--baseline', '.git/beside/detect-secrets.json'],
    }
    found = []
    for row in rows:
        # a baseline of kingfisher's is written by kingfisher alone
        if row.id in words:
            argv = [row.argv[0], *words[row.id], *row.argv[1:]]
            if row.id != 'detect-secrets':
                argv = [*row.argv, *words[row.id]]
            found.append(Row(row.id, f'{row.label} with its baseline', argv, row.codes, row.rounds))
    return found


def providers(count: int = 50) -> str:
    """A configuration file with so many providers of a team."""
    lines = ['providers:']
    for number in range(count):
        lines.append(
            f'  - {{id: acme-{number}, name: ACME {number}, key_page: "https://keys.example/{number}", '
            f'env: ACME_{number}_KEY, detectors: [{{id: acme-{number}-key, title: ACME {number} key, '
            f"literals: [acme{number}_], pattern: 'acme{number}_[a-z0-9]{{40}}'}}]}}"
        )
    return '\n'.join([*lines, ''])


def leaking(room: Room, name: str, entries: int) -> Path:
    """Ten files staged, a key in the last, and baselines of so many entries that do not accept it."""
    pool = room.pool

    def fill(folder: Path) -> None:
        staged(folder, pool, pool.clean[:COUNT], _LEAK)
        if entries:
            _write(folder, entries)

    return room.made(name, fill)


def _finding(room: Room, entries: int) -> Case:
    tool, files = room.tool, room.pool.clean[:COUNT]
    folder = leaking(room, f'finding-{entries}', entries)
    theirs = hooks(tool, files)
    rows = [
        base(tool),
        Row('keyguard', '`keyguard-hook -- FILES`', [tool.hook, '--', *files], (1,)),
        *(_with_baseline(theirs) if entries else theirs),
    ]
    told = f', a baseline of {entries:,} entries' if entries else ''
    return Case(f'one key in one of the files{told}', folder, rows, room.rounds, total(folder, files))


def _clean(room: Room, name: str, title: str, file: str, text: Callable[[], str]) -> Case:
    tool, pool = room.tool, room.pool
    files = pool.clean[:COUNT]

    def fill(folder: Path) -> None:
        staged(folder, pool, files)
        (folder / file).write_text(text(), encoding='utf-8')
        add(folder)

    folder = room.made(name, fill)
    without = [tool.hook, '--', *files]
    rows = [
        base(tool),
        Row('plain', '`keyguard-hook -- FILES` without it', without, folder=folder_of(room, COUNT)),
        Row('keyguard', '`keyguard-hook -- FILES`', [tool.hook, '--', *files]),
    ]
    return Case(title, folder, rows, room.rounds, total(folder, files))


def plans(room: Room) -> list[Plan]:
    """With a key, with a key and a baseline; clean, with a baseline, a configuration file, fifty providers."""
    entries = 1000 if room.quick else ENTRIES
    large = f'clean, a baseline of {entries:,} entries'
    return [
        Plan('ways-finding', partial(_finding, room, 0)),
        Plan('ways-finding-baseline', partial(_finding, room, entries)),
        Plan('ways-baseline', partial(_clean, room, 'baseline', large, BASELINE, partial(baseline, entries, []))),
        Plan('ways-config', partial(_clean, room, 'config', 'clean, a configuration file', CONFIG, lambda: _CONFIG)),
        Plan('ways-providers', partial(_clean, room, 'own', 'clean, fifty providers of the team', CONFIG, providers)),
    ]
