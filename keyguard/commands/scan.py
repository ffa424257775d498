"""What the scanning commands share: options become settings, a report becomes output and an exit code."""

import errno
import os

from keyguard import places
from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.excerpt import shown
from keyguard.kinds import CONFIDENCES
from keyguard.model import Report
from keyguard.output import coloured, complain, write
from keyguard.placeholder import without_keys
from keyguard.report import verdict
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


class Options:
    """The options that all scanning commands share, as the two doors read them. ``also`` are further formats and the
    files for them; ``in_hook``: the text is that of a blocked commit.
    """

    __slots__ = (
        *(
            'also',
            'baseline',
            'color',
            'config',
            'format',
            'in_hook',
            'inline',
            'min_confidence',
            'most_inside',
            'only',
            'output',
            'quiet',
        ),
        *('show_accepted', 'skip'),
    )

    def __init__(self) -> None:
        self.also: Sequence[tuple[str, str]] = ()
        self.baseline = ''
        self.color = 'auto'
        self.config = ''
        self.format = 'text'
        self.in_hook = False
        self.inline = True
        self.min_confidence = ''
        self.most_inside = 1 << 30
        self.only: Sequence[str] = ()
        self.output = ''
        self.quiet = False
        self.show_accepted = False
        self.skip: Sequence[str] = ()


def options(args: 'Any') -> Options:
    """The options among the words of a command line; what is not there keeps its default."""
    made = Options()
    for name in Options.__slots__:
        if name != 'also' and hasattr(args, name):
            setattr(made, name, getattr(args, name))
    made.also = outputs(getattr(args, 'also', ()))
    files = [
        os.path.realpath(path) for path in (made.output, *(path for _, path in made.also)) if path not in ('', '-')
    ]
    twice = next((path for path in files if files.count(path) > 1), '')
    if twice and (os.path.isfile(twice) or not os.path.exists(twice)):
        raise Fatal(f'{twice} is named for two reports; each takes a file of its own')
    return made


def settings(options: Options, folder: str = '') -> Settings:
    """The settings of a run that starts in ``folder``, by default the current one; raises ``Fatal`` for a file that was
    named and is not there, and for unknown words.
    """
    for path, what in ((options.config, 'configuration'), (options.baseline, 'baseline')):
        if path and not os.path.isfile(path):
            raise Fatal(f'{path}: the {what} is not there; is the path right, seen from {os.getcwd()}?')
    if options.min_confidence and options.min_confidence not in CONFIDENCES:
        raise Fatal(f"--min-confidence is one of {', '.join(CONFIDENCES)}, not '{options.min_confidence}'")
    if options.color not in ('auto', 'always', 'never'):
        raise Fatal(f"--color is one of auto, always, never, not '{options.color}'")
    folder = folder or os.getcwd()
    root, config = places.find(folder, places.CONFIG)
    made = Settings(
        folder,
        root,
        options.config or config,
        options.baseline or places.find(folder, places.BASELINE)[1],
        places.find(folder, places.DETECT_SECRETS)[1],
        options.only,
        options.skip,
        options.min_confidence,
        options.inline,
        options.most_inside,
    )
    words = [*options.only, *options.skip]
    if words:
        _known(words, made)
    return made


def _known(words: 'Sequence[str]', made: Settings) -> None:
    from keyguard.catalogue import known_ids
    from keyguard.errors import nearest

    ids = known_ids()
    if made.config:
        for provider in made.config.providers:
            ids |= {provider.id, *(detector.id for detector in provider.detectors)}
    for word in words:
        if word not in ids:
            raise Fatal(
                f"no detector or provider '{word}'{nearest(word, sorted(ids))}\n  keyguard providers lists them"
            )


def outputs(words: 'Sequence[str]') -> 'list[tuple[str, str]]':
    """Formats and files of ``FORMAT=FILE``; raises ``Fatal``."""
    from keyguard.errors import nearest
    from keyguard.report.formats import FORMATS

    found = []
    for word in words:
        format, _, path = word.partition('=')
        if format not in FORMATS or not path:
            near = nearest(format, tuple(FORMATS))
            near = near if format not in FORMATS else ''
            raise Fatal(f"--also takes FORMAT=FILE, such as sarif=keyguard.sarif, not '{word}'{near}")
        found.append((format, path))
    return found


def conclude(
    report: Report, made: Settings, options: Options, what: str, told: 'Mapping[str, str] | None' = None
) -> int:
    """Print the report and the problems; the exit code. ``told`` is what the formats may know besides.

    Raises ``Fatal`` when a file cannot be written, after everything else was: the report is printed then.
    """
    # they tell of folders and files that nobody looked for keys in the names of
    report.notes = list(map(without_keys, report.notes))
    words = {
        'what': what,
        'show_accepted': options.show_accepted,
        'store': made.config.store if made.config else '',
        'help': made.config.help if made.config else '',
        'near': _near(made) if report.blocked else (),
        **(told or {}),
    }
    if options.output == '-':
        options.output = ''
    colour = not options.output and coloured(options.color)
    text = _rendered(options.format, options.in_hook, report, {**words, 'colour': colour})
    if options.quiet and not report.blocked and options.format == 'text':
        text = ''
    if report.unread:
        name_unread(report.unread, brief=bool(text))
    unsaved = []
    if options.output:
        try:
            save(text, options.output)
        except Fatal as error:
            unsaved.append(error)
            write(text)  # what was found in an hour is not lost for the sake of a full disk
    elif text:
        write(text)
    for format, file in options.also:
        try:
            save(_rendered(format, False, report, {**words, 'colour': False}), file)
        except Fatal as error:
            unsaved.append(error)
    if 'github' in (options.format, *(format for format, _ in options.also)):
        _summarise(report, options)
    for other in unsaved[1:]:
        complain(f'keyguard: {other}')
    if unsaved:
        raise unsaved[0]
    return verdict(report)


def name_unread(unread: 'Sequence[tuple[bytes, str]]', brief: bool = False) -> None:
    """Name what was not looked at, and the way out; ``brief``: that stands in the report."""
    if brief:
        lines = [f'keyguard: {shown(path)}: not looked at: {reason}' for path, reason in unread]
    else:
        # most runs have nothing to name
        from keyguard.report.unread import why

        lines = [f'keyguard: {shown(path)}: not looked at: {why(path, reason)}' for path, reason in unread]
    for line in lines:
        complain(line)


def _near(made: Settings) -> 'tuple[str, ...]':
    """The stores that the repository seems to use."""
    from keyguard.remedies import stores

    return stores.used(made.root) if made.root else ()


def _rendered(format: str, in_hook: bool, report: Report, words: 'dict[str, Any]') -> str:
    if in_hook and format == 'text':
        from keyguard.report.text import render as render_text

        known = ('what', 'colour', 'show_accepted', 'store', 'help', 'near')
        return render_text(report, **{name: words[name] for name in known})
    from keyguard.report.formats import render

    return render(format, report, **words, now=now())


def now() -> str:
    """The time that reports tell, UTC, as ``2027-01-31T12:00:00``; whoever wants the same report each time says with
    ``SOURCE_DATE_EPOCH`` when it was.
    """
    import time

    said = os.environ.get('SOURCE_DATE_EPOCH', '')
    return time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(int(said) if said.isdecimal() else None))


def _summarise(report: Report, options: Options) -> None:
    """The page of a job on GitHub gets a summary, where there is such a page."""
    path = os.environ.get('GITHUB_STEP_SUMMARY', '')
    if path:
        from keyguard.report.github import summary

        try:
            with open(path, 'a', encoding='utf-8', errors='backslashreplace') as file:
                file.write(summary(report, show_accepted=options.show_accepted))
        except OSError as error:
            complain(f'keyguard: {path}: the summary cannot be written ({(error.strerror or "").lower()})')


def save(text: str, path: str) -> None:
    """Write a report into a file, ``-`` for standard output; raises ``Fatal``."""
    if path == '-':
        write(text)
        return
    # what a link points to is replaced, and a device or pipe is written to: replacing it would destroy it
    path = os.path.realpath(path)
    special = os.path.exists(path) and not os.path.isfile(path)
    try:
        if special:
            with open(path, 'w', encoding='utf-8', newline='\n') as file:
                file.write(text)
        else:
            # most reports go to standard output
            from keyguard.replacing import replace

            replace(path, text.encode('utf-8'), f'{path}.{os.getpid()}.tmp')
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)
        why = (error.strerror or '').lower()
        raise Fatal(f'{path}: the report cannot be written ({why})', INCOMPLETE if full else USAGE) from None
