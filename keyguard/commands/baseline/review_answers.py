"""What is reviewed, and answers from a file: all of them are kept, or none where a line is wrong."""

from keyguard.baseline import Baseline, key_of, writing
from keyguard.commands.baseline import common
from keyguard.errors import OK, Fatal, nearest
from keyguard.kinds import CONFIDENCES
from keyguard.model import VERDICTS, Finding
from keyguard.output import write
from keyguard.placeholder import without_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from keyguard.settings import Settings


class Item:
    """A key with its places (none, when an entry is all that is left of it) and its entry, or None."""

    __slots__ = ('entry', 'findings')

    def __init__(self, entry: 'dict[str, Any] | None') -> None:
        self.entry = entry
        self.findings: list[Finding] = []

    @property
    def chief(self) -> 'Finding | None':
        """The place that tells most surely what it is, or None."""
        return max(self.findings, key=lambda each: CONFIDENCES.index(each.confidence), default=None)

    @property
    def fingerprint(self) -> str:
        return self.chief.secret.fingerprint if self.chief else str((self.entry or {})['fingerprint'])

    def known(self, kept: Baseline) -> 'dict[str, Any] | None':
        """What a baseline says of it."""
        return kept.entry(self.chief) if self.chief else kept.strictest().get(key_of(self.entry or {}))

    def made(self, verdict: str, why: str, by: str, end: str) -> 'dict[str, Any]':
        """The entry for this answer."""
        if self.chief is not None:
            return common.entry(self.chief, verdict, why, by, end)
        kept = {name: value for name, value in (self.entry or {}).items() if name not in ('until', 'by')}
        return {
            **kept,
            'verdict': verdict,
            'reason': why,
            **({'by': by} if by else {}),
            **({'until': end} if end else {}),
        }


def run(path: str, items: 'list[Item]', settings: 'Settings', target: str) -> int:
    """Take the answers of a file: ``FINGERPRINT VERDICT [until=DATE] REASON`` a line; raises ``Fatal``."""
    try:
        with open(path, encoding='utf-8-sig') as file:
            lines = file.read().split('\n')
    except (OSError, UnicodeDecodeError) as error:
        words = (error.strerror or '').lower() if isinstance(error, OSError) else 'not UTF-8 text'
        raise Fatal(f'{path}: the answers cannot be read ({words})') from None
    by = common.user(settings)
    answers: list[tuple[Item, dict[str, Any]]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith('#'):
            continue
        try:
            answers += _answer(line, items, by)
        except Fatal as error:
            raise Fatal(f'{path}:{number}: {error}; nothing was written') from None

    def change(kept: Baseline) -> None:
        for item, made in answers:
            common.take(kept, item.chief, made)

    writing.update(target, change)
    write(f'{len(answers):,} decided and kept in {common.name(target, settings)}.\n')
    return OK


def _answer(line: str, items: 'list[Item]', by: str) -> 'list[tuple[Item, dict[str, Any]]]':
    print_, _, rest = line.strip().partition(' ')
    verdict, _, why = rest.strip().partition(' ')
    meant = [item for item in items if item.fingerprint == print_]
    if not meant:
        raise Fatal(f"neither a finding nor an entry: '{without_keys(print_)}'")
    if verdict not in VERDICTS:
        word = without_keys(verdict)
        raise Fatal(
            f"FINGERPRINT VERDICT [until=DATE] REASON is expected, and '{word}' is no verdict{nearest(word, VERDICTS)}"
        )
    end = ''
    if why.strip().startswith('until='):
        end, _, why = why.strip().removeprefix('until=').partition(' ')
    try:
        why, end = common.reason(why), common.until(end)
    except Fatal as error:
        raise Fatal(common.said(error)) from None
    return [(item, item.made(verdict, why, by, end)) for item in meant]
