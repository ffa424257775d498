"""What a run loads. Milliseconds are noisy; modules are exact."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.catalogue import one
from keyguard.samples import sample, surroundings

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
    # git is asked how far the key has got, so subprocess is there
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
