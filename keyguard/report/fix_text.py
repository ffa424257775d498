"""What a fix would do, or did, for people: the difference with every key masked, where the keys go, what is next."""

import os

from keyguard.excerpt import shown
from keyguard.model import Code, Report
from keyguard.moving.job import Job
from keyguard.moving.undo import Undone
from keyguard.moving.words import Source
from keyguard.placeholder import without_keys
from keyguard.remedies import installing, steps
from keyguard.remedies.words import filled
from keyguard.report import fix_next, fix_words
from keyguard.report.hunks import hunks
from keyguard.report.layout import Style, count, inert, is_code, looked_at, mask, plain, wrapped
from keyguard.sources.reach import PUSHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_COLOURS = {'-': '31', '+': '32'}


def render(
    job: Job,
    report: Report,
    *,
    written: bool,
    failed: 'Sequence[tuple[str, str]]' = (),
    missing: str = '',
    stale: 'Sequence[bytes]' = (),
    again: str = '',
    team: str = '',
    colour: bool = False,
) -> str:
    """The whole report. ``written``: it was done, but for what ``failed``. ``missing``: why the store takes nothing.
    ``stale``: files without a key, of which a version with one is staged.
    ``again``: the words of the command line; ``team``: where the team keeps its keys.
    """
    style = Style(colour)
    changed = [source for source in job.sources if source.draft.new is not None]
    lines: list[str] = []
    if not job.sources:
        verdict = 'no key to take out' if report.files or not report.unread else 'nothing could be looked at'
        if stale:
            names = ', '.join(plain(shown(path)) for path in stale)
            has = 'they have' if len(stale) > 1 else 'it has'
            verdict = f'no key in the files, but what is staged of {names} still has one: stage what {has} now'
        lines = [*wrapped(f'keyguard fix: {verdict}', ''), '', f'  {looked_at(report)}']
        lines += _following(fix_next.following(job, stale)) if stale else []
        return '\n'.join(map(inert, lines)) + '\n'
    if not written:
        for source in changed:
            lines += _difference(job, source, style)
    lines += [style('1', _verdict(job, changed, written, failed)), *_keys(job)]
    lines += _kept(job, written)
    lines += _wrote(job) if written else _others(job)
    told = {job.shown(source.file) for source in job.sources}
    lines += [f'  {plain(path)}  could not be changed: {plain(why)}' for path, why in failed if path not in told]
    lines += _left(job)
    for block in fix_words.revoking(job.moves):
        lines += ['', *_block(block)]
    lines += _next(job, written, missing, again, team, stale)
    return '\n'.join(map(inert, lines)) + '\n'


def _verdict(job: Job, changed: 'Sequence[Source]', written: bool, failed: 'Sequence[tuple[str, str]]') -> str:
    keys = len({finding.secret for source in changed for finding in source.findings})
    files = count(len(changed), 'file')
    if not changed:
        return 'keyguard fix: no file can be changed' if any(map(_is_left, job.sources)) else 'keyguard fix'
    if not written:
        return f'keyguard fix: would take {count(keys, "key")} out of {files}'
    return f'keyguard fix: {count(keys, "key")} taken out of {files}' + (', not all went well' if failed else '')


def _difference(job: Job, source: Source, style: Style) -> 'list[str]':
    name = plain(source.draft.path.decode('utf-8', 'backslashreplace'))
    lines = [style('1', f'--- {name}'), style('1', f'+++ {name}')]
    for hunk in hunks(source.draft, fix_words.names(job)):
        lines.append(style('36', hunk.head))
        lines += [style(_COLOURS[sign], sign + text) if sign in _COLOURS else sign + text for sign, text in hunk.rows]
    return [*lines, '']


def _keys(job: Job) -> 'list[str]':
    lines = []
    for move in job.moves:
        lines.append(f'  {move.variable}  {mask(move.finding)}  {move.finding.secret.fingerprint}')
        lines.append(f'      {fix_words.goes(move, job)}  ({fix_words.standing(move.reach)})')
    lines += [line for words in job.said for line in wrapped(plain(words), '  ')]
    for move in job.moves:
        if job.store and move.moved:
            # also what becomes of a value that stands there already
            lines += wrapped(plain(filled(job.store.piped, move.variable, move.id)), '  ')
    return lines


def _kept(job: Job, written: bool) -> 'list[str]':
    lines = []
    for source in job.sources:
        if source.kept:
            name = plain(source.draft.path.decode('utf-8', 'backslashreplace'))
            words = ' and '.join(filter(None, [', '.join(source.done[:-1]), *source.done[-1:]]))
            words = words or 'git leaves it alone already'
            tense = '' if written or not source.done else 'would stay on this machine: '
            lines += wrapped(f'{name}  {tense or "stays on this machine: "}{words}', '  ')
            if job.path_of(source.file) in job.forget:
                # who pulls a commit in which a file is deleted loses the file
                lines.append('      whoever pulls that commit has to keep a copy of their own')
            pushed = [each for each in source.reaches if each.state == PUSHED]
            if pushed:
                lines.append(f'      its key was {fix_words.standing(pushed[0])}: put the new one there')
                lines += [f'      {plain(line)}' for line in steps.revoke(source.findings[0], leaked=True)]
    return lines


def _others(job: Job) -> 'list[str]':
    """The files that change besides."""
    sources = {source.file for source in job.sources}
    names = [job.shown(each.path) for each in job.changes if each.path not in sources and not each.private]
    return [*_untracked(job, False), *([f'  also changed: {", ".join(map(plain, names))}'] if names else [])]


def _wrote(job: Job) -> 'list[str]':
    names = [plain(job.shown(each.path)) for each in job.changes]
    return [*_untracked(job, True), '', f'  changed: {", ".join(names)}'] if names else _untracked(job, True)


def _untracked(job: Job, written: bool) -> 'list[str]':
    """The files of variables that git lets go of, but for those that hold a key: of these it is said already."""
    told = {job.path_of(source.file) for source in job.sources if source.kept}
    names = [plain(path.decode('utf-8', 'backslashreplace')) for path in job.forget if path not in told]
    if not names:
        return []
    tense = 'git no longer tracks it' if written else 'git would no longer track it'
    # who pulls a commit in which a file is deleted loses the file
    words = f'{", ".join(names)}  {tense}: whoever pulls that commit has to keep a copy of their own'
    return wrapped(words, '  ')


def _is_left(source: Source) -> bool:
    return not source.kept and source.draft.new is None


def _left(job: Job) -> 'list[str]':
    """The files that stay as they are, with what a person can do."""
    left = [source for source in job.sources if _is_left(source)]
    lines = ['', '  Left as they are:'] if left else []
    for source in left:
        name = plain(source.draft.path.decode('utf-8', 'backslashreplace'))
        lines += wrapped(f'{name}  {plain(source.draft.reason)}.', '    ')
        chief = source.draft.chief or source.findings[0]
        if source.draft.foreign:
            lines += _block(steps.take_out(chief), '      ')
        for home in filter(None, dict.fromkeys(source.draft.homes)):
            guide = Code(f'keyguard guide {chief.provider.id} --store {home}')
            lines += _block(['Where it belongs, and how the file gets it from there:', guide], '      ')
    missing = [source.draft.missing for source in left if source.draft.missing]
    if missing:
        lines += ['', '  The missing parsers can be installed.', *_block(installing.steps(missing))]
    return lines


def _block(block: 'Sequence[str]', lead: str = '  ') -> 'list[str]':
    lines: list[str] = []
    for text in block:
        code = isinstance(text, Code) or (text is not block[0] and is_code(text))
        lines += [f'{lead}    {plain(text)}'] if code else wrapped(plain(text), lead)
    return lines


def _next(job: Job, written: bool, missing: str, again: str, team: str, stale: 'Sequence[bytes]') -> 'list[str]':
    if not job.busy:
        return _following(fix_next.following(job, stale)) if stale else []
    if not written:
        words = ' '.join(['fix', *([plain(again)] if again else []), '--write'])
        lines = ['', f'  But {plain(missing)}' if missing else f'  Do it:  keyguard {words}']
        store = fix_words.straight(job)
        if store:
            lines.append(f'  Straight into {store.name}:  keyguard {_with(words, store.id)}')
        if team and not job.store:
            lines.append(f'  This team keeps its keys in {plain(without_keys(team))}: see --store.')
        return lines
    return [*(_following(fix_next.following(job, stale)) or ['']), '  Undo:  keyguard fix --undo']


def _following(pairs: 'Sequence[tuple[str, str]]') -> 'list[str]':
    """Words, and below them what is to be typed: a line that is copied holds nothing else."""
    lines = ['', '  Next:'] if pairs else []
    for words, code in pairs:
        lines += wrapped(plain(words) + (':' if code else ''), '    ') if words else []
        lines += [f'{"      " if words else "    "}{plain(line)}' for line in code.splitlines()]
    return lines


def _with(words: str, store: str) -> str:
    return f'{words.removesuffix("--write")}--store {store} --write'


def undone(done: Undone) -> str:
    """What --undo did."""
    lines = [f'keyguard fix: {count(len(done.restored), "file")} as before the last --write']
    lines += [f'  {plain(path.replace(os.sep, "/"))}' for path in done.restored]
    lines += [f'  {plain(path.replace(os.sep, "/"))}  stays as it is now: {plain(why)}' for path, why in done.left]
    lines += [f'  {plain(done.note)}'] * bool(done.note)
    return '\n'.join(map(inert, lines)) + '\n'
