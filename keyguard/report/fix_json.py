"""What a fix would do, or did, for programs. It holds no key."""

import json

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.model import Report
from keyguard.moving.job import Job
from keyguard.moving.words import Source
from keyguard.remedies import installing, steps
from keyguard.report import fix_next, fix_words
from keyguard.report.hunks import hunks
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

SCHEMA = 1


def render(
    job: Job, report: Report, written: bool, failed: 'Sequence[tuple[str, str]]', stale: 'Sequence[bytes]' = ()
) -> str:
    """The whole plan, ending in a newline. ``written``: it was done, but for what ``failed``."""
    names = fix_words.names(job)
    filling = fix_words.filling(job)
    whole = {
        'schema': SCHEMA,
        'tool': {'name': 'keyguard', 'version': __version__},
        'written': written,
        'store': job.store.id if job.store else None,
        'files': [_file(source, names) for source in job.sources],
        'keys': [
            {
                'fingerprint': move.finding.secret.fingerprint,
                'provider': move.finding.provider.id,
                'detector': move.finding.detector.id,
                'masked': move.finding.secret.masked,
                'variable': move.variable,
                'place': move.place,
                'moved': move.moved,
                'state': move.reach.state,
                'standing': fix_words.standing(move.reach),
                'revoke_first': not move.moved,
                'key_page': move.finding.provider.key_page,
                'fill': [{'store': store.id, 'command': code} for each, store, _, code in filling if each is move],
            }
            for move in job.moves
        ],
        'notes': [plain(words) for words in job.said],
        'changes': [plain(job.shown(change.path)) for change in job.changes],
        'untracked': [shown(path) for path in job.forget],
        'failed': [{'path': plain(path), 'reason': plain(why)} for path, why in failed],
        'stale': [shown(path) for path in stale],
        'next': [_told(words, code) for words, code in fix_next.following(job, stale)],
        'undo': 'keyguard fix --undo' if written and job.busy else None,
        'unread': [{'path': shown(path), 'reason': plain(reason)} for path, reason in report.unread],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + '\n'


def _told(words: str, code: str) -> str:
    return plain(f'{words}:  {code}'.replace('\n', ' ') if words and code else words or code)


def _steps(source: Source) -> 'list[str]':
    missing, chief = source.draft.missing, source.draft.chief or source.findings[0]
    return [*steps.take_out(chief), *(installing.steps([missing]) if missing else [])]


def _file(source: Source, names: 'set[str]') -> 'dict[str, Any]':
    draft = source.draft
    status = 'kept' if source.kept else 'fixed' if draft.new is not None else 'left'
    made: dict[str, Any] = {
        'path': shown(draft.path),
        'status': status,
        'reason': plain(draft.reason) or None,
        'findings': [
            {
                'fingerprint': finding.secret.fingerprint,
                'detector': finding.detector.id,
                'line': finding.line,
                'column': finding.column,
                'variable': use.variable or None,
                'state': reach.state,
            }
            for finding, use, reach in zip(source.findings, source.uses, source.reaches)
        ],
        'edits': [],
        'done': source.done,
        'steps': [plain(line) for line in _steps(source)] if status == 'left' else [],
    }
    if status == 'fixed':
        for hunk in hunks(draft, names):
            made['edits'].append(
                {
                    'line': hunk.old,
                    'before': [text for sign, text in hunk.rows if sign != '+'],
                    'after': [text for sign, text in hunk.rows if sign != '-'],
                }
            )
    return made
