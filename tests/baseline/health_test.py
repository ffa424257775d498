"""What is wrong with the entries of a baseline."""

from __future__ import annotations

import json

import pytest

from keyguard.baseline import health
from keyguard.catalogue import known_ids
from testing.baselines import PRINTS, entry

TODAY = '2026-06-01'


@pytest.mark.parametrize(
    ('entries', 'prints', 'problems'),
    [
        pytest.param([entry()], {PRINTS[0]}, [], id='sound'),
        pytest.param([entry()], None, [], id='nobody-looked'),
        pytest.param([entry()], set(), [('stale', 2)], id='stale'),
        pytest.param([entry(until='2026-05-31')], None, [('expired', 2)], id='expired'),
        pytest.param([entry(until='2026-06-01')], None, [], id='last-day'),
        pytest.param([entry(verdict='real')], set(), [('real', 2)], id='real-is-not-stale'),
        pytest.param([entry(reason=None)], None, [('unreviewed', 2)], id='no-reason'),
        pytest.param([entry(reason='TODO: ask Ann')], None, [('unreviewed', 2)], id='todo'),
        pytest.param([entry(reason='imported: not audited')], None, [('unreviewed', 2)], id='imported'),
        pytest.param([entry(reason='...')], None, [('unreviewed', 2)], id='dots'),
        pytest.param([entry(reason='todos of the demo app')], None, [], id='word-that-begins-alike'),
        pytest.param([entry(), entry(path='b.py')], None, [('duplicate', 3)], id='duplicate'),
        pytest.param([entry(detector='openai-project-kee')], None, [('malformed', 2)], id='unknown-detector'),
        pytest.param([entry(fingerprint='kg1:12')], None, [('malformed', 2)], id='fingerprint'),
        pytest.param([entry(verdict='fine')], None, [('malformed', 2)], id='verdict'),
        pytest.param([entry(), 7], None, [('malformed', 3)], id='no-object'),
        pytest.param([entry('sha1:' + 'a' * 40, detector='any')], None, [], id='digest-of-another-tool'),
        pytest.param([entry('sha1:' + 'a' * 40)], None, [], id='digest-of-another-tool-and-our-kind'),
        pytest.param([entry('sha1:' + 'a' * 40, detector='all')], None, [('malformed', 2)], id='digest-and-no-kind'),
        pytest.param([entry(detector='any')], None, [('malformed', 2)], id='any-kind-of-our-own-digest'),
        pytest.param(
            [entry(until='2026-01-01', reason='TODO')],
            set(),
            [('expired', 2), ('unreviewed', 2), ('stale', 2)],
            id='several',
        ),
    ],
)
def test_check_tells(entries: list[object], prints: set[str] | None, problems: list[tuple[str, int]]) -> None:
    lines = ',\n'.join(json.dumps(entry) for entry in entries)
    text = f'{{"schema": 1, "accepted": [\n{lines}\n]}}\n'
    number, found = health.examined(text.encode(), 'b', TODAY, known_ids(), prints)
    assert number == len(entries)
    assert [(problem.kind, problem.line) for problem in found] == problems
