"""Keys of every kind in the catalogue, made at run time, and what no output may show of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from keyguard.catalogue import everything
from keyguard.kinds import Detector, Provider
from keyguard.samples import sample, surroundings
from testing.repository import Result

KINDS = [(provider, detector) for provider in everything() for detector in provider.detectors]
EVERY_KIND = pytest.mark.parametrize(('provider', 'detector'), [pytest.param(*kind, id=kind[1].id) for kind in KINDS])
# the kind for tests that need only one
PROVIDER, DETECTOR = next(kind for kind in KINDS if kind[1].id == 'openai-project-key')
KEY = sample(DETECTOR, 1).decode()
OTHER_KEY = sample(DETECTOR, 2).decode()
CALL = f'from openai import OpenAI\n\nclient = OpenAI(api_key="{KEY}")\n'
CLEAN = 'from openai import OpenAI\n\nclient = OpenAI()\n'

HOOK = Path(sys.executable).with_name('keyguard-hook' + ('.exe' if sys.platform == 'win32' else ''))
KEYGUARD = HOOK.with_name(HOOK.name.replace('-hook', ''))


def specimen(provider: Provider, detector: Detector, comment: bool = False) -> tuple[str, bytes, int, int]:
    """(key, a dotenv file that holds it, the key's line and column).

    What is public by design is reported only beside a secret of its provider, so that one stands above it. With
    ``comment``, each key's line ends in a comment that accepts it.
    """
    text = b''
    if not detector.alone:
        mate = next(other for other in provider.detectors if other.alone)
        text = _line(provider, mate, sample(mate, 3), comment)
    key = sample(detector, 3)
    text += _line(provider, detector, key, comment)
    at = text.rindex(key)
    return key.decode(), text, text.count(b'\n', 0, at) + 1, at - text.rfind(b'\n', 0, at)


def _line(provider: Provider, detector: Detector, key: bytes, comment: bool) -> bytes:
    line = surroundings(provider, detector, key)
    tail = f'  # keyguard: allow[{detector.id}] made for a test\n'.encode() if comment else b'\n'
    return line.rstrip(b'\n') + tail


def assert_masked(text: str, key: str = KEY, prefix: str = 'sk-proj-') -> None:
    """No run of eight characters of the key stands in the text, past the key's fixed prefix."""
    for at in range(len(prefix), len(key) - 7):
        assert key[at : at + 8] not in text, f'{key[at : at + 8]} of the key is printed'


def assert_blocked(result: Result, *places: str, detector: Detector = DETECTOR, key: str = KEY) -> None:
    """The hook, or what called it, failed with 1 and names each place (``path:line:column``) with the key's kind."""
    assert result.code == 1, result
    assert 'keyguard: commit blocked' in result.text, result
    for place in places:
        assert re.search(rf'^ *{re.escape(place)}  {re.escape(detector.title)}  ', result.text, re.M), result
    assert_masked(result.text, key, detector.prefix_of(key.encode()).decode())


def accept_line(result: Result) -> str:
    """The command that the hook prints for accepting a finding, with a real reason put in."""
    lines = [line.partition('Not a key?')[2].strip() for line in result.text.splitlines() if 'Not a key?' in line]
    assert len(lines) == 1, result
    assert '--reason "…"' in lines[0]
    words = lines[0].replace('"…"', '"made for a test"')
    _, found, rest = result.text.partition('keyguard is not on your PATH; in this shell:\n')
    return f'{rest.splitlines()[0].strip()}; {words}' if found else words


def shell(line: str) -> tuple[str, str, str]:
    """The command that runs a line as a person's shell does."""
    return ('cmd', '/c', line) if sys.platform == 'win32' else ('sh', '-c', line)
