"""What tests of an audit share: keys, lines that hold them, and the command with its report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.samples import sample, surroundings

if TYPE_CHECKING:
    import pytest

PROVIDER = one('openai')
DETECTOR = PROVIDER.detectors[0]
KEYS = [sample(DETECTOR, seed).decode() for seed in range(20)]


def line(number: int) -> str:
    """A line of a program with the key of that number."""
    return f'key = "{KEYS[number]}"\n'


def variable(seed: int) -> bytes:
    """The line of a file of variables, with the key of that seed."""
    return surroundings(PROVIDER, DETECTOR, sample(DETECTOR, seed))


def audit(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    """``keyguard audit``: its exit code, and its report as JSON. No key is printed."""
    code = main(['audit', '--format', 'json', *argv])
    out, err = capsys.readouterr()
    for key in KEYS:
        assert key[-20:] not in out + err
    return code, json.loads(out)


def where(report: Any) -> list[str]:
    """Where the report's findings are."""
    return [finding['path'] for finding in report['findings']]
