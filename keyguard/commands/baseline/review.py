"""``keyguard baseline review``: new findings and entries, one at a time. Every answer is kept as soon as it is given.

It prints lines and reads lines, so it works in any terminal, and without one.
"""

import os
import sys

from keyguard import baseline, excerpt
from keyguard.baseline import Baseline, health, writing
from keyguard.commands.baseline import common, review_answers
from keyguard.commands.baseline.prune import line as line_of_entry
from keyguard.commands.baseline.review_answers import Item
from keyguard.commands.providers import told
from keyguard.commands.scan import name_unread
from keyguard.errors import INTERRUPTED, OK, Fatal
from keyguard.model import VERDICTS, Finding
from keyguard.output import write
from keyguard.pipeline import run as scan_blobs
from keyguard.placeholder import without_keys
from keyguard.report.layout import count, cut, mask, place, plain
from keyguard.settings import today
from keyguard.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.settings import Settings

_MENU = '  [f]alse positive  [t]est key  re[v]oked  [r]eal  [s]kip  [b]ack  [q]uit  [?]'
_LETTERS = {'f': 'false-positive', 't': 'test-key', 'v': 'revoked', 'r': 'real'}
_HELP = """
  f  no key at all, or one that was never anybody's: a sample, a placeholder, a hash
  t  a key of a test system that opens nothing worth having
  v  a key that was live and is revoked by now
  r  a leak: it is recorded and keeps blocking until it is out of the files
  s  decide later    b  the one before    q  stop; what was answered is kept
  The reason and the date can be answered with b and q as well.
"""
_ALSO = 5
_LINES = 2
_BACK, _QUIT = 'b', 'q'


class _Quit(Exception):
    """No more answers."""


def run(args: 'Namespace') -> int:
    """Go through them; 0 at the end and after ``q``, 130 after Ctrl-C."""
    settings, target = common.prepared(args, judging=True)
    report = common.found(settings, [])
    name_unread(report.unread)
    items = _items(report.findings, target, args.all)
    if args.answers:
        return review_answers.run(args.answers, _items(report.findings, target, True), settings, target)
    if not items:
        write('Nothing to review: every finding has an entry, with a reason that somebody gave.\n')
        return OK
    dialogue = _Dialogue(items, settings, target)
    code = OK
    try:
        dialogue.run()
    except _Quit:
        write('\n')
    except KeyboardInterrupt:
        write('\n')
        code = INTERRUPTED
    name = common.name(target, settings)
    left = len(items) - len(dialogue.decided)
    write(f'{len(dialogue.decided):,} decided and kept in {name}, {left:,} left.\n')
    if dialogue.decided:
        write(common.stage(target, settings, 'Stage it'))
    return code


def _items(findings: 'list[Finding]', target: str, every: bool) -> 'list[Item]':
    """New findings first, then the entries that want a look (``every``: all of them)."""
    kept = baseline.load(target) if os.path.exists(target) else Baseline()
    items = {key: Item(entry) for key, entry in kept.strictest().items()}
    new: dict[tuple[str, str], Item] = {}
    for finding in findings:
        known = kept.entry(finding)
        if known is not None:
            items[baseline.key_of(known)].findings.append(finding)
        elif not finding.accepted:
            new.setdefault((finding.secret.fingerprint, finding.detector.id), Item(None)).findings.append(finding)
    day = today()
    return [
        *new.values(),
        *(
            item
            for item in items.values()
            if item.entry is not None
            and (every or health.unreviewed(item.entry) or _over(item.entry.get('until'), day))
        ),
    ]


def _over(until: 'str | None', day: str) -> bool:
    return bool(until) and str(until) < day


class _Dialogue:
    """``decided`` are the numbers of the items that have an answer."""

    def __init__(self, items: 'list[Item]', settings: 'Settings', target: str) -> None:
        self.items = items
        self.decided: set[int] = set()
        self._settings = settings
        self._target = target
        self._by = common.user(settings)

    def run(self) -> None:
        at = 0
        while at < len(self.items):
            write(self._screen(at))
            answer = self._answer()
            if answer == 's':
                at += 1
            elif answer == _BACK:
                at = max(0, at - 1)
            elif self._decide(at, answer):
                at += 1

    def _answer(self) -> str:
        while True:
            word = _ask('> ').lower()
            if word == _QUIT or word == 'quit':
                raise _Quit
            if word in ('s', 'skip', ''):
                return 's'
            if word in (_BACK, 'back'):
                return _BACK
            if word in _LETTERS or word in VERDICTS:
                return _LETTERS.get(word, word)
            write(_HELP + '\n' + _MENU + '\n' if word == '?' else f'  {_MENU.strip()}\n')

    def _decide(self, at: int, verdict: str) -> bool:
        """Ask for the rest and keep it; False when the person wants to choose anew."""
        item = self.items[at]
        why = self._reason(item)
        if why is None:
            return False
        end = '' if verdict == 'real' else self._until(item)
        if end is None:
            return False
        made = item.made(verdict, why, self._by, end)

        mine = False

        def change(kept: Baseline) -> None:
            nonlocal mine
            # what somebody else has said since it was shown is not overwritten unseen
            mine = item.known(kept) == item.entry
            if mine:
                common.take(kept, item.chief, made)
            item.entry = item.known(kept)

        writing.update(self._target, change)
        if not mine:
            write('  Meanwhile it was answered elsewhere, so yours was not kept.\n')
            return False
        self.decided.add(at)
        write(f'  kept: {verdict}{f", until {end}" if end else ""}\n')
        return True

    def _reason(self, item: Item) -> 'str | None':
        old = str(item.entry['reason']) if item.entry and not health.unreviewed(item.entry) else ''
        while True:
            word = _ask(f'  Reason{f" [{plain(without_keys(old))}]" if old else ""}: ')
            if word == _QUIT:
                raise _Quit
            if word == _BACK:
                return None
            try:
                return common.reason(word or old)
            except Fatal as error:
                write(f'  {common.said(error)}\n')

    def _until(self, item: Item) -> 'str | None':
        old = str(item.entry.get('until') or '') if item.entry else ''
        old = '' if _over(old, today()) else old
        while True:
            hint = f'[{old}], - for no end' if old else 'empty for no end'
            word = _ask(f'  Until which day (2027-01-31; {hint}): ')
            if word == _QUIT:
                raise _Quit
            if word == _BACK:
                return None
            try:
                return common.until('' if word == '-' else word or old)
            except Fatal as error:
                write(f'  {common.said(error)}\n')

    # ---- what is shown ----

    def _screen(self, at: int) -> str:
        item = self.items[at]
        what = 'new finding' if item.entry is None else 'entry'
        lines = ['', f'---- {at + 1:,} of {len(self.items):,}, {what} ----', '']
        finding = item.chief
        if finding is None:
            lines += [f'  {line_of_entry(item.entry or {})}', '  no longer in the work tree']
        else:
            lines.append(f'  {finding.detector.title}  {mask(finding)}  {finding.secret.fingerprint}')
            how = dict(told(finding.provider)).get(finding.detector, 'told by where it stands')
            lines.append(f'  {finding.confidence} confidence: {how}')
            lines += [f'  note: {plain(note)}' for note in dict.fromkeys(each.note for each in item.findings) if note]
            lines += ['', f'  {place(finding)}', *self._lines(finding)]
            others = [place(each) for each in item.findings if each is not finding]
            if others:
                more = f' and {len(others) - _ALSO:,} more' if len(others) > _ALSO else ''
                lines += ['', f'  also in {count(len(others), "place")}: {", ".join(others[:_ALSO])}{more}']
            if item.entry is not None:
                until = f', until {item.entry["until"]}' if item.entry.get('until') else ''
                by = f' (by {item.entry["by"]})' if item.entry.get('by') else ''
                words = f'{item.entry["verdict"]}: {item.entry["reason"]}{by}{until}'
                lines += ['', f'  so far: {plain(without_keys(words))}']
        return '\n'.join([*lines, '', _MENU]) + '\n'

    def _lines(self, finding: Finding) -> 'list[str]':
        """The finding's line between its neighbours."""
        if not finding.text:
            return []
        numbered = [(finding.line, cut(finding))]
        name = os.path.join(os.fsencode(self._settings.root or self._settings.folder), finding.path)
        blob = files.read(name, finding.path)
        if not blob.reason:
            # once more, in this process: what another one found comes without its key, and so could not be masked
            here = scan_blobs([blob], self._settings).findings
            same = [each for each in here if (each.span, each.path) == (finding.span, finding.path)]
            for each in same[:1]:
                numbered += excerpt.around(blob.data, each, here, _LINES)
        numbered.sort()
        width = len(str(numbered[-1][0]))
        return [f'  {">" if at == finding.line else " "} {at:>{width}} | {text}'.rstrip() for at, text in numbered]


def _ask(question: str) -> str:
    write(question)
    line = sys.stdin.readline() if sys.stdin is not None else ''
    if not line:
        raise _Quit
    if not sys.stdin.isatty():
        # where no terminal echoes the answer, the record of it would be hard to read
        write(f'{plain(without_keys(line.strip()))}\n')
    return line.strip()
