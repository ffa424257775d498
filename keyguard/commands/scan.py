"""What the scanning commands share: options become settings, a report becomes output and an exit code."""

import os

from keyguard import places
from keyguard.errors import Fatal
from keyguard.excerpt import shown
from keyguard.kinds import CONFIDENCES
from keyguard.model import Report
from keyguard.output import coloured, complain, write
from keyguard.report import verdict
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Options:
    """The options that all scanning commands share, as the two doors read them."""

    __slots__ = (
        *(
            'baseline',
            'color',
            'config',
            'format',
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
        self.baseline = ''
        self.color = 'auto'
        self.config = ''
        self.format = 'text'
        self.inline = True
        self.min_confidence = ''
        self.most_inside = 1 << 30
        self.only: Sequence[str] = ()
        self.output = ''
        self.quiet = False
        self.show_accepted = False
        self.skip: Sequence[str] = ()


def settings(options: Options) -> Settings:
    """The settings of a run; raises ``Fatal`` for a file that was named and is not there, and for unknown words."""
    for path, what in ((options.config, 'configuration'), (options.baseline, 'baseline')):
        if path and not os.path.isfile(path):
            raise Fatal(f'{path}: the {what} is not there; is the path right, seen from {os.getcwd()}?')
    if options.min_confidence and options.min_confidence not in CONFIDENCES:
        raise Fatal(f"--min-confidence is one of {', '.join(CONFIDENCES)}, not '{options.min_confidence}'")
    if options.color not in ('auto', 'always', 'never'):
        raise Fatal(f"--color is one of auto, always, never, not '{options.color}'")
    folder = os.getcwd()
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


def conclude(report: Report, made: Settings, options: Options, what: str) -> int:
    """Print the report and the problems; the exit code."""
    store = made.config.store if made.config else ''
    if options.format == 'json':
        from keyguard.report.json import render as render_json

        text = render_json(report, store=store)
    else:
        from keyguard.report.text import render as render_text

        text = render_text(
            report,
            what,
            colour=not options.output and coloured(options.color),
            show_accepted=options.show_accepted,
            store=store,
            help=made.config.help if made.config else '',
        )
        if options.quiet and not report.blocked:
            text = ''
    for path, reason in report.unread:
        complain(f'keyguard: {shown(path)}: not looked at: {reason}')
    if options.output:
        _save(text, options.output)
    elif text:
        write(text)
    return verdict(report)


def _save(text: str, path: str) -> None:
    # what a link points to is replaced, and a device or pipe is written to: replacing it would destroy it
    path = os.path.realpath(path)
    special = os.path.exists(path) and not os.path.isfile(path)
    temporary = path if special else f'{path}.{os.getpid()}.tmp'
    try:
        with open(temporary, 'w', encoding='utf-8', newline='\n') as file:
            file.write(text)
        if not special:
            os.replace(temporary, path)
    except OSError as error:
        if not special and os.path.exists(temporary):
            os.unlink(temporary)
        raise Fatal(f'{path}: the report cannot be written ({(error.strerror or "").lower()})') from None
