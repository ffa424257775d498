"""Reports for the tests of the formats: with and without history, with everything that a format has to tell."""

from __future__ import annotations

from functools import cache

from keyguard.catalogue import everything, one
from keyguard.model import Blob, Finding, Report
from keyguard.origin import Origin
from keyguard.pipeline import run
from keyguard.samples import sample, surroundings
from keyguard.settings import Settings

NOW = '2026-06-30T12:00:00'
OPENAI, OPENAI_OTHER = (sample(one('openai').detectors[at], 1).decode() for at in (0, 1))
ANTHROPIC = sample(one('anthropic').detectors[0], 1).decode()
GROQ = sample(one('groq').detectors[0], 1).decode()
KEYS = [OPENAI, OPENAI_OTHER, ANTHROPIC, GROQ]
ODD = [
    b'::error file=x::pwned.py',
    b'a\n::set-output name=x::y.py',
    b'a\r\n::add-mask::x.py',
    b'##[error]x.py',
    b'a,line=9:b%0A.py',
    b'<script>alert(1)</script>.py',
    b'"><img src=x onerror=alert(1)>&amp;.py',
    b"]]>'--><b>.py",
    b'\x1b[31m\x00\x07\x0b.py',
    b'\xff\xfe.py',
    '\u202e\u2028ü ‥ \ufffe\U0001f600.py'.encode(),
    b'| a | `b` [c](javascript:x) {0}.py',
]


def scanned(*files: tuple[str | bytes, str]) -> Report:
    return run(
        [Blob(name if isinstance(name, bytes) else name.encode(), data.encode()) for name, data in files], Settings()
    )


def origin(
    date: str = '2026-01-31',
    age: int = 150,
    pushed: bool | None = True,
    in_head: bool = True,
    left: str = '',
    commit: str = '',
    branches: tuple[bytes, ...] = (b'main',),
    tags: tuple[bytes, ...] = (),
    paths: tuple[bytes, ...] = (),
    max_age: int = 0,
) -> Origin:
    made = Origin()
    made.date, made.age, made.pushed, made.left = date, age, pushed, left
    made.standing = (b'a.py',) if in_head else ()
    made.commit = commit or (date.replace('-', '') * 5)
    made.local = branches
    made.branches, made.tags, made.paths, made.max_age = branches, tags, paths, max_age
    return made


def plain_report() -> Report:
    """Without history: two keys of one provider, one of another, one accepted, one placeholder, two unread, a note."""
    report = scanned(
        ('app/main.py', f'from openai import OpenAI\nclient = OpenAI(api_key="{OPENAI}")\n'),
        ('app/other.py', f'x = "{OPENAI}"\ny = "{OPENAI}"\n'),
        ('.env', f'ANTHROPIC_API_KEY={ANTHROPIC}\n'),
        ('docs/quickstart.md', f'`{OPENAI_OTHER}` <!-- keyguard: allow published <sample> & dead -->\n'),
        ('config.json', '{"key": "sk-proj-' + 'x' * 48 + '"}\n'),
    )
    report.unread += [(b'big<1>.bin', 'permission denied'), (b'a\nb', 'broken & <encrypted>')]
    report.notes.append('a shallow clone: commits before 2026-01-01 are <not> there')
    report.excluded = 3
    return report


def history_report() -> Report:
    """With history and an age that keys may have: pushed and standing, pushed and gone, local, one whose way cannot be
    told.
    """
    report = scanned(
        ('app/main.py', f'client = OpenAI(api_key="{OPENAI}")\n'),
        ('old/settings.py', f'KEY = "{OPENAI}"\n'),
        ('old/a.py', f'x = "{OPENAI_OTHER}"\n'),
        ('lib/b.py', f'y = "{ANTHROPIC}"\n'),
        ('lib/c.py', f'z = "{GROQ}"\n'),
        ('docs/d.md', f'`{GROQ}` <!-- keyguard: allow dead -->\n'),
    )
    origins = {
        b'app/main.py': origin('2026-02-01', 149, tags=(b'v1.0',), paths=(b'app/main.py', b'app/older.py')),
        b'old/settings.py': origin('2025-12-01', 211, in_head=False, left='2026-03-01', branches=(b'main', b'dev')),
        b'old/a.py': origin('2025-06-01', 394, in_head=False, left='2025-09-01'),
        b'lib/b.py': origin('2026-06-29', 1, pushed=False, in_head=True),
        b'lib/c.py': origin('2026-06-01', 29, pushed=None, in_head=False, left='2026-06-10'),
        b'docs/d.md': origin('2026-06-01', 29),
    }
    for finding in report.findings:
        finding.origin = origins[finding.path]
        finding.origin.max_age = 90
    report.commits = 42
    report.unread.append((b'vendor/x.zip', 'encrypted'))
    report.notes.append('2 remotes were not asked')
    return report


def odd_report() -> Report:
    """File names that want to be more than names, in findings, accepted findings and among the unread."""
    report = scanned(*((name, f'k = "{OPENAI}"\n') for name in ODD))
    for finding in report.blocked[::3]:
        finding.origin = origin(in_head=False, branches=tuple(ODD), tags=tuple(ODD), paths=tuple(ODD))
    for finding in report.blocked[1::3]:
        finding.accepted = 'comment: keyguard: allow (\x1b<b>\n::error::x)'
        finding.note = '\n::error::x <i>'
        report.accepted.append(finding)
    for finding in report.blocked[::2]:
        finding.spot = 'sheet "::error::<b>]]>|`[x](javascript:y)\U0001f600 ##[error]%0A", cell A1'
    report.blocked = [finding for finding in report.blocked if not finding.accepted]
    report.unread += [(name, 'odd\n::error::x <b> \udcff') for name in ODD]
    report.notes += ['odd\n::error::x <b> \udcff']
    return report


def every_kind() -> Report:
    """Every kind of key of the catalogue, each in a file of its own and in one with all of them."""
    report, cached = Report(), _every_kind()
    report.blocked = [_copy(finding) for finding in cached.blocked]
    report.accepted = [_copy(finding) for finding in cached.accepted]
    report.files, report.bytes = cached.files, cached.bytes
    return report


@cache
def _every_kind() -> Report:
    lines = [
        surroundings(provider, detector, sample(detector, 7))
        for provider in everything()
        for detector in provider.detectors
    ]
    apart = [(f'{at}/.env', line.decode()) for at, line in enumerate(lines)]
    return scanned(*apart, ('all.env', b''.join(lines).decode()))


def many(number: int) -> Report:
    """So many findings, of one key in a hundred places each."""
    report = scanned(('a.py', f'k = "{OPENAI}"\nj = "{ANTHROPIC}"\n'))
    template = report.blocked
    report.blocked = []
    for at in range(number):
        finding = _copy(template[at // 100 % len(template)])
        finding.path = b'src/%05d.py' % at
        report.blocked.append(finding)
    return report


def _copy(finding: Finding) -> Finding:
    made = Finding.__new__(Finding)
    for name in Finding.__slots__:
        setattr(made, name, getattr(finding, name))
    return made


def unique(report: Report) -> set[str]:
    return {finding.secret.fingerprint for finding in report.blocked}
