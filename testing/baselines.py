"""Keys, findings and entries for the tests of baselines."""

from __future__ import annotations

import json
from collections.abc import Iterable

from keyguard.baseline import load
from keyguard.catalogue import one
from keyguard.model import Finding, Hit, View
from keyguard.places import BASELINE
from keyguard.samples import sample
from keyguard.secret import Secret
from testing.repository import Repository

PROVIDER = one('openai')
DETECTOR = PROVIDER.detectors[0]
KEYS = [sample(DETECTOR, seed).decode() for seed in range(4)]
PRINTS = [Secret(key.encode()).fingerprint for key in KEYS]
DIGESTS = [Secret(key.encode()).sha1 for key in KEYS]
VERDICTS = ('false-positive', 'test-key', 'revoked', 'real')


def finding(at: int) -> Finding:
    """The finding of a key."""
    key = KEYS[at].encode()
    hit = Hit(View(key), PROVIDER, DETECTOR, Secret(key), 0, len(key), 'high')
    return Finding(hit, b'a.py', 'work tree', (1, 1), (1, 9))


def entry(print_: str | int = PRINTS[0], **changes: object) -> dict[str, object]:
    """An entry for a fingerprint or for the one with a number; a change to None takes the field away."""
    fingerprint = f'kg1:{print_:032x}' if isinstance(print_, int) else print_
    made = {'fingerprint': fingerprint, 'detector': DETECTOR.id, 'verdict': 'false-positive', 'reason': 'a sample'}
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def put(repository: Repository, *entries: object) -> None:
    """Write a baseline with these entries, one a line, sound or not."""
    lines = ',\n'.join(json.dumps(each) for each in entries)
    repository.write(BASELINE, f'{{"schema": 1, "accepted": [\n{lines}\n]}}\n')


def kept(repository: Repository) -> list[dict[str, object]]:
    """The entries of its baseline, none where it has none."""
    path = repository.folder / BASELINE
    return load(str(path)).entries if path.exists() else []


def shown(text: str, keys: Iterable[str] = KEYS) -> list[str]:
    """Whatever eight characters of a key show in the text, its prefix aside."""
    bodies = [key.removeprefix('sk-proj-') for key in keys]
    return [body[at : at + 8] for body in bodies for at in range(len(body) - 7) if body[at : at + 8] in text]
