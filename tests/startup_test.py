"""What a run loads. Milliseconds are noisy; modules are exact."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard import git, hook
from keyguard.baseline import Baseline
from keyguard.catalogue import one
from keyguard.samples import sample, surroundings
from testing.baselines import entry as baseline_entry
from testing.repository import Repository

HEAVY = {
    *('argparse', 'collections.abc', 'dataclasses', 'enum', 'functools', 'inspect', 'json', 'logging', 'pathlib', 're'),
    *(
        'subprocess',
        'tomllib',
        'typing',
        'yaml',
        'identify',
        'detect_secrets',
        'hashlib',
        'importlib.metadata',
        'contextlib',
    ),
}


def _loaded(tmp_path: Path, *files: str) -> tuple[int, set[str]]:
    """Exit code, and the modules that a run of the door loads beyond a bare interpreter with the same path."""
    code = (
        'import sys; before = set(sys.modules)\n'
        'from keyguard.hook import main\n'
        'code = main(sys.argv[1:])\n'
        'print("\\n" + "\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr)\n'
        'raise SystemExit(code)\n'
    )
    root = str(Path(__file__).parents[1])
    # -I -S: no site-packages hook may load modules on its own; the project's folder is put in by hand
    done = subprocess.run(
        [sys.executable, '-I', '-S', '-c', f'import sys; sys.path.insert(0, {root!r})\n{code}', *files],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, set(done.stderr.split())


def test_clean_commit_loads_the_door_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / '.git').mkdir()
    (tmp_path / 'app.py').write_text(
        'from openai import OpenAI\n\nclient = OpenAI()  # sk- and api_key are only words here\n'
    )
    code, loaded = _loaded(tmp_path, 'app.py')
    assert code == 0
    ours = {name for name in loaded if name.partition('.')[0] == 'keyguard'}
    assert ours == {
        'keyguard',
        'keyguard.disguise',
        'keyguard.hook',
        'keyguard.joints',
        'keyguard.places',
        'keyguard.prefilter',
        'keyguard.providers',
        'keyguard.providers._phonebook',
        'keyguard.tokens',
    }
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    'unwanted',
    ['argparse', 'json', 'typing', 'dataclasses', 'yaml', 'identify', 'hashlib', 'tree_sitter'],
)
def test_blocked_commit_loads_no_heavy_module(tmp_path: Path, unwanted: str) -> None:
    provider = one('openai')
    (tmp_path / '.git').mkdir()
    detector = provider.detectors[0]
    (tmp_path / 'app.py').write_bytes(surroundings(provider, detector, sample(detector)))
    code, loaded = _loaded(tmp_path, 'app.py')
    assert code == 1
    assert unwanted not in loaded


# what a commit with one key in a Python file may load besides the door and its provider; it may always be less
_BLOCKED = {
    'keyguard': 'ahead assigned blocks constants context detect errors escaped excerpt filters gaps kinds lazy locate'
    ' mentions messages model names nearby output overlaps pipeline placeholder roles secret settings spoken walk',
    'keyguard.commands': 'hook outlook scan',
    'keyguard.content': 'decoded escapes inflating replaced',
    'keyguard.git': 'calling objects tips work',
    # a login's token is one of OpenAI's kinds
    'keyguard.providers': 'jwt openai shapes',
    'keyguard.remedies': 'calling environment language pipelines place steps stores',
    'keyguard.remedies.stores': '_signs',
    'keyguard.report': 'advice hunks layout past text',
    'keyguard.rewrite': 'coded naming overwriting plan python python_calls python_given python_literal python_names'
    ' python_source syntax trees words',
    'keyguard.sources': 'files reach',
}
_DOOR = {
    *('keyguard', 'keyguard.disguise', 'keyguard.hook', 'keyguard.joints', 'keyguard.places', 'keyguard.prefilter'),
    *('keyguard.providers', 'keyguard.providers._phonebook', 'keyguard.tokens'),
}
# each of them costs as much as a tenth of a bare interpreter, or brings others with it
_NEVER = {
    *('copy', 'hashlib', 'inspect', 'json', 'locale', 'logging', 'pathlib', 'pkgutil', 'selectors', 'shutil', 'signal'),
    *('subprocess', 'tempfile', 'threading', 'tokenize', 'typing', 'weakref'),
}


def _allowed() -> set[str]:
    return {
        *_DOOR,
        *_BLOCKED,
        *(f'{package}.{name}' for package, names in _BLOCKED.items() for name in names.split()),
    }


@pytest.mark.skipif(not hasattr(os, 'posix_spawnp'), reason='git is asked by subprocess there')
@pytest.mark.parametrize('entries', [None, 0, 3000], ids=['no-baseline', 'baseline', 'large-baseline'])
def test_blocked_commit_stays_within_its_budget(entries: int | None, inside: Repository) -> None:
    detector = one('openai').detectors[0]
    (inside.folder / 'app.py').write_bytes(b'client = OpenAI(api_key="%s")\n' % sample(detector))
    inside.git('add', '.')
    allowed = _allowed()
    if entries is not None:
        made = [baseline_entry(f'kg1:{number:032x}') for number in range(entries)]
        (inside.folder / '.keyguard.baseline.json').write_text(Baseline(made).dump(), encoding='utf-8')
        allowed |= {'keyguard.baseline', 'keyguard.baseline.lookup'}
    code, loaded = _loaded(inside.folder, 'app.py')
    assert code == 1
    assert {name for name in loaded if name.partition('.')[0] == 'keyguard'} - allowed == set()
    # a small baseline is parsed whole
    assert loaded & _NEVER == ({'json'} if entries == 0 else set())


def test_blocked_commit_asks_git_three_times(inside: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    detector = one('openai').detectors[0]
    (inside.folder / 'old.py').write_text('')
    inside.git('add', '.')
    inside.git('commit', '-q', '-m', 'x')
    (inside.folder / 'app.py').write_bytes(b'client = OpenAI(api_key="%s")\n' % sample(detector))
    inside.git('add', '.')
    asked: list[str] = []
    call = git.call
    monkeypatch.setattr(
        git, 'call', lambda argv, *more: asked.append(next(w for w in argv if '-' in w[1:])) or call(argv, *more)
    )
    assert hook.main(['app.py']) == 1
    assert len(asked) == 3


def test_blocked_commit_reads_a_baseline_and_loads_nothing_that_changes_one(tmp_path: Path) -> None:
    provider = one('openai')
    (tmp_path / '.git').mkdir()
    (tmp_path / '.keyguard.baseline.json').write_text('{"schema": 1, "accepted": []}\n')
    detector = provider.detectors[0]
    (tmp_path / 'app.py').write_bytes(surroundings(provider, detector, sample(detector)))
    code, loaded = _loaded(tmp_path, 'app.py')
    assert code == 1
    assert 'keyguard.baseline' in loaded
    assert {name for name in loaded if name.startswith('keyguard.baseline.')} <= {'keyguard.baseline.lookup'}
    assert not loaded & {'detect_secrets', 'yaml', 'hashlib', 'argparse'}


def test_accepted_finding_asks_nobody_for_the_way_out(tmp_path: Path) -> None:
    provider = one('openai')
    (tmp_path / '.git').mkdir()
    detector = provider.detectors[0]
    line = surroundings(provider, detector, sample(detector)).rstrip(b'\n')
    (tmp_path / 'app.py').write_bytes(line + b'  # keyguard: allow a sample\n')
    code, loaded = _loaded(tmp_path, 'app.py')
    assert code == 0
    assert 'keyguard.detect' in loaded
    assert not loaded & {'subprocess', 'keyguard.commands.outlook', 'keyguard.rewrite.plan', 'keyguard.sources.reach'}


def test_agents_clean_call_starts_no_process_and_loads_no_way_out(tmp_path: Path) -> None:
    event = '{"hook_event_name": "PreToolUse", "tool_input": {"command": "git commit -m x"}}'
    code = (
        'import sys; from keyguard.cli import main\n'
        'code = main(["agent-hook"])\n'
        'print("\\n".join(sys.modules), file=sys.stderr)\n'
        'raise SystemExit(code)\n'
    )
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, '-I', '-S', '-c', f'import sys; sys.path.insert(0, {root!r})\n{code}'],
        cwd=tmp_path,
        input=event,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    unwanted = {'subprocess', 'yaml', 'hashlib', 'importlib.metadata', 'keyguard.git', 'keyguard.remedies'}
    assert not unwanted & set(done.stderr.split())
