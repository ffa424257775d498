"""Commands outside of any measurement, and the environment that all of them see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
ROOT = BENCHMARKS.parent


class Stop(Exception):
    """The benchmark cannot go on, and this is why."""


def environment() -> dict[str, str]:
    """Ours without what bends Python, git or a peer: bytecode is cached, and no configuration of a person applies."""
    bent = ('PYTHON', 'GIT_', 'GITLEAKS_', 'BETTERLEAKS_', 'NOGOO9_', 'VIRTUAL_ENV', 'PRE_COMMIT', 'PREK_')
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bent)}
    kept |= {'GIT_CONFIG_NOSYSTEM': '1', 'GIT_CONFIG_GLOBAL': os.devnull}
    for who in ('AUTHOR', 'COMMITTER'):
        kept |= {f'GIT_{who}_NAME': 'benchmark', f'GIT_{who}_EMAIL': 'benchmark@example.invalid'}
    return kept


def call(argv: Sequence[str | Path], folder: Path, text: str = '', codes: Sequence[int] = (0,)) -> str:
    """Standard output of a command that has to end with one of the codes."""
    words = [str(word) for word in argv]
    done = subprocess.run(
        words, cwd=folder, env=environment(), input=text, capture_output=True, text=True, encoding='utf-8', check=False
    )
    if done.returncode not in codes:
        raise Stop(f'{" ".join(words[:6])}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}')
    return done.stdout


def say(text: str) -> None:
    """Progress, out of the way of the tables."""
    print(text, file=sys.stderr, flush=True)
