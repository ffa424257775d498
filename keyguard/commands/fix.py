"""``keyguard fix``: takes keys out of files and puts them where they may live. It shows what it would do first."""

import os

from keyguard import places, workers
from keyguard.commands import scan
from keyguard.commands.examine import files
from keyguard.commands.leak import reached
from keyguard.errors import BLOCKED, INCOMPLETE, OK, USAGE, Fatal, nearest
from keyguard.git import work
from keyguard.model import Blob, Report
from keyguard.moving import doing, undo
from keyguard.moving.files import Failed
from keyguard.moving.job import Job
from keyguard.moving.place import command, pushed
from keyguard.moving.words import Source
from keyguard.output import coloured, write
from keyguard.pipeline import run as look
from keyguard.placeholder import without_keys
from keyguard.progress import Progress
from keyguard.remedies import stores
from keyguard.remedies.steps import quoted
from keyguard.report import fix_json, fix_text
from keyguard.rewrite.plan import Draft
from keyguard.sources import files as source_files
from keyguard.sources import index
from keyguard.sources.reach import PUSHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from keyguard.model import Finding
    from keyguard.remedies.words import Store
    from keyguard.settings import Settings
    from keyguard.sources.files import File
    from keyguard.sources.reach import Reach


def run(args: 'Namespace') -> int:
    """Look, plan, show; with ``--write`` do it. The exit code."""
    settings = scan.settings(scan.options(args))
    if args.undo:
        return _undo(args, settings)
    if not settings.root and not args.paths and work.bare(settings.folder):
        raise Fatal('this is a bare repository: there are no files in it; fix the files of a clone', USAGE)
    store = _store(args.store)
    report = Report()
    found, named = _found(args.paths, settings, report)
    if not args.write or not found:
        return _fixed(args, settings, store, report, _sources(found, named, settings))
    # what was found is read once more, now that no other run can change it
    with doing.alone(settings.root, settings.folder):
        return _fixed(args, settings, store, report, _sources(found, named, settings))


def _fixed(
    args: 'Namespace', settings: 'Settings', store: 'Store | None', report: Report, sources: 'list[Source]'
) -> int:
    """Plan and tell, and do it where that was asked for."""
    findings = [each for source in sources for each in source.findings]
    told = _reached(findings, settings)
    for source in sources:
        source.reaches = [told.pop(0) for _ in source.findings]
    job = Job(settings.root, settings.folder, sources, store)
    job.plan()
    missing = _missing(job)
    if settings.root and job.changes:
        # asked now, for what fix writes is not staged either
        job.partly = work.partly(settings.root)
    failed = doing.do(job) if args.write else []
    stale = _stale(args.paths, settings, sources)
    scan.name_unread(report.unread)
    if args.format == 'json':
        text = fix_json.render(job, report, args.write, failed, stale)
    else:
        words = [*args.paths, *(['--store', store.id] if store else [])]
        text = fix_text.render(
            job,
            report,
            written=args.write,
            failed=failed,
            missing=missing,
            stale=stale,
            again=' '.join(quoted(os.fsencode(word)) for word in words),
            team=settings.config.store if settings.config else '',
            colour=coloured(args.color),
        )
    if not (args.quiet and not sources and args.format == 'text'):
        write(text)
    return BLOCKED if stale and not sources and not report.unread else _verdict(job, report, args.write, failed)


def _reached(findings: 'list[Finding]', settings: 'Settings') -> 'list[Reach]':
    """How far the keys have got, in whatever file: one that was pushed in another file is pushed."""
    told = reached(settings.root, findings, settings)
    left = [finding.secret for finding, reach in zip(findings, told) if reach.state != PUSHED]
    elsewhere = pushed(settings.root, left) if settings.root and left else {}
    for finding, reach in zip(findings, told):
        ref = elsewhere.get(finding.secret.fingerprint)
        if ref and reach.state != PUSHED:
            reach.state, reach.refs = PUSHED, (ref,)
    return told


def _verdict(job: Job, report: Report, written: bool, failed: 'list[tuple[str, str]]') -> int:
    if report.unread:
        return INCOMPLETE
    left = [source for source in job.sources if not source.kept and source.draft.new is None]
    waiting = [source for source in job.sources if not written and (source.done or source.draft.new is not None)]
    return BLOCKED if left or waiting or failed else OK


def _store(name: str) -> 'Store | None':
    """The store of this name, None for a file of variables; raises ``Fatal``."""
    if not name:
        return None
    found = stores.named(name)
    if found is None:
        raise Fatal(f"no store '{without_keys(name)}'{nearest(name, stores.ids())}")
    if found.id == 'dotenv':
        return None
    if not found.pipe:
        raise Fatal(
            f'{found.name} has no command that takes a key from standard input, so fix cannot put it there; '
            f'`keyguard guide --store {found.id}` tells how it gets there by hand'
        )
    return found


def _stale(paths: 'list[str]', settings: 'Settings', sources: 'list[Source]') -> 'list[bytes]':
    """The files that have no key, while the version that the next commit would hold has one."""
    if not settings.root:
        return []
    folder, root = os.fsencode(settings.folder), os.fsencode(settings.root)
    tops = [places.shown(os.fsencode(path), folder, root).rstrip(b'/') for path in paths]
    known = {source.draft.path for source in sources}

    def wanted(_: str, path: bytes) -> bool:
        inside = not tops or any(top in (b'', b'.', path) or path.startswith(top + b'/') for top in tops)
        return inside and path not in known and not settings.excludes(path)

    part = Report()
    workers.scan(index.staged(settings.root, Report(), wanted), settings, part, 1)
    return sorted({finding.path.partition(b'!')[0] for finding in part.blocked})


def _missing(job: Job) -> str:
    """Why the store's command would not start, or ''."""
    try:
        if job.store:
            command(job.store, 'NAME', 'id')
    except Failed as error:
        return str(error)
    return ''


def _found(
    paths: 'list[str]', settings: 'Settings', report: Report
) -> 'tuple[dict[bytes, list[Finding]], dict[bytes, str]]':
    """The keys of each file, and what the system calls each file that was looked at."""
    named: dict[bytes, str] = {}
    progress = Progress(True)
    try:
        workers.scan(_noted(files(paths, settings, report), named), settings, report, workers.cores(), progress)
    finally:
        progress.done()
    report.unread += _links(paths, settings, named)
    found: dict[bytes, list[Finding]] = {}
    for finding in report.blocked:
        found.setdefault(_outer(finding.path, named), []).append(finding)
    return found, named


def _links(paths: 'list[str]', settings: 'Settings', named: 'dict[bytes, str]') -> 'Iterator[tuple[bytes, str]]':
    """The links among the paths that lead to files which were not looked at under their own names."""
    links = [path for path in paths if os.path.islink(os.path.join(settings.folder, path))]
    files = [os.path.join(settings.folder, name) for name in named.values()] if links else []
    looked = {os.path.realpath(file) for file in files if not os.path.islink(file)}
    for path in links:
        file = os.path.join(settings.folder, path)
        if os.path.isfile(file) and os.path.realpath(file) not in looked:
            own = os.path.relpath(os.path.realpath(file), os.path.realpath(settings.folder))
            yield os.fsencode(path), f'it is a link to {without_keys(own)}: name that file'


def _sources(found: 'dict[bytes, list[Finding]]', named: 'dict[bytes, str]', settings: 'Settings') -> 'list[Source]':
    """Every file with keys in it, read once more: other processes keep the keys that they find to themselves."""
    made = [_source(path, named.get(path, ''), findings, settings) for path, findings in sorted(found.items())]
    return [source for source in made if source.findings]


def _noted(found: 'Iterator[File]', named: 'dict[bytes, str]') -> 'Iterator[File]':
    for file in found:
        named[file.path] = os.fsdecode(file.name)
        yield file


def _outer(path: bytes, named: 'dict[bytes, str]') -> bytes:
    """The file that a finding's path leads to: of what is packed in a file, that file."""
    parts = path.split(b'!')
    lengths = range(len(parts), 0, -1)
    return next((b'!'.join(parts[:length]) for length in lengths if b'!'.join(parts[:length]) in named), path)


def _source(path: bytes, name: str, findings: 'list[Finding]', settings: 'Settings') -> Source:
    """The file as it is now; ``findings`` are those of the first look, for one that cannot be read again."""
    blob = source_files.read(os.fsencode(name), path) if name else Blob(path, reason='its name holds a key')

    def scanned(data: bytes) -> Report:
        return look([Blob(path, data, where=blob.where)], settings)

    before = Report() if blob.reason else scanned(bytes(blob.data[:]))
    draft = Draft(path, bytes(blob.data[:]), findings if blob.reason else before.blocked, before.accepted)
    draft.reason = blob.reason or draft.reason
    return Source(draft, os.path.join(settings.folder, name), before, scanned)


def _undo(args: 'Namespace', settings: 'Settings') -> int:
    if args.paths or args.write or args.store:
        raise Fatal('--undo puts everything back that the last --write changed, and takes nothing else', USAGE)
    place = undo.folder(settings.root, settings.folder)
    with doing.alone(settings.root, settings.folder):
        done = undo.put_back(undo.last(place), settings.root, place)
    write(fix_text.undone(done))
    return BLOCKED if done.left else OK
