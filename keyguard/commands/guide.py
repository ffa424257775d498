"""``keyguard guide``: what to do with a leaked key, and where the next one lives."""

import shutil
from importlib import import_module

from keyguard.catalogue import everything
from keyguard.commands import leak, scan
from keyguard.errors import INCOMPLETE, OK, Fatal
from keyguard.guide import found, languages, overview, practices, states, topics
from keyguard.guide import provider as provider_pages
from keyguard.guide import spots as spots_words
from keyguard.guide import store as store_pages
from keyguard.guide.words import Page, Reader
from keyguard.model import Report
from keyguard.output import coloured, complain, write
from keyguard.placeholder import without_keys
from keyguard.remedies import environment, stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from keyguard.kinds import Provider
    from keyguard.remedies.words import Store
    from keyguard.settings import Settings

FORMATS = ('text', 'markdown', 'json')
_LIKE = {
    topics.PROVIDER: 'a provider that this word may mean, too',
    topics.PRACTICE: 'a practice that this word may mean, too',
    topics.STATE: 'a state of a leak that this word may mean, too',
    topics.STORE: 'a place for keys that this word may mean, too',
}
# what a store's commands show where no provider is named
_EXAMPLE = 'openai'


def run(args: 'Namespace') -> int:
    """Print a page; the exit code. INCOMPLETE where something could not be looked at for it."""
    options = scan.options(args)
    settings = scan.settings(options)
    own = settings.config.providers if settings.config else []
    providers = [*own, *everything()]
    reader = _reader(args, settings)
    report = Report()
    words = ' '.join(args.topic)
    if words:
        page = _page(topics.named(words, providers), args.store, providers, reader, settings, report)
    elif args.store:
        page = _store(_named_store(args.store), None, reader)
    else:
        page = overview.page(providers[len(own) :], own)
    scan.name_unread(report.unread)
    for note in report.notes:
        complain(f'keyguard: note: {without_keys(note)}')
    render = import_module(f'keyguard.report.page_{args.format}').render
    colour = args.format == 'text' and not args.output and coloured(args.color)
    text = render(page, colour=True) if colour else render(page)
    if args.output:
        scan.save(text, args.output)
    else:
        write(text)
    return INCOMPLETE if report.unread else OK


def _reader(args: 'Namespace', settings: 'Settings') -> Reader:
    chosen = languages.named(args.language) if args.language else languages.of_repository(settings.folder)
    config = settings.config
    return Reader(
        environment.shell(),
        chosen,
        without_keys(config.store) if config else '',
        without_keys(config.help) if config else '',
    )


def _page(
    topic: topics.Topic,
    store: str,
    providers: 'Sequence[Provider]',
    reader: Reader,
    settings: 'Settings',
    report: Report,
) -> Page:
    if topic.meant:
        complain(f'keyguard: taken for {topic.meant}')
    if store and topic.kind != topics.PROVIDER:
        raise Fatal(f'--store goes with a provider, and {topic.id} is a {topic.kind}: keyguard guide --store {store}')
    if topic.kind == topics.PROVIDER:
        provider = next(each for each in providers if each.id == topic.id)
        page = _store(_named_store(store), provider, reader) if store else provider_pages.page(provider, reader)
    elif topic.kind == topics.PRACTICE:
        page = practices.page(practices.practice(topic.id), reader)
    elif topic.kind == topics.STORE:
        page = _store(stores.store(topic.id), None, reader)
    else:
        page = _state(topic.id, reader, settings, report)
    page.see += tuple((other.command, _LIKE[other.kind]) for other in topic.others)
    if reader.help:
        page.see += ((reader.help, 'how this team does it'),)
    return page


def _named_store(words: str) -> 'Store':
    """The store of these words. Raises ``Fatal`` with the nearest."""
    store = stores.named(words)
    if store is None:
        near = stores.nearest(words)
        hint = f"; did you mean '{near}'?" if near else ''
        raise Fatal(f"no store '{words}'{hint}\n  known: {', '.join(stores.ids())}")
    return store


def _store(store: 'Store', provider: 'Provider | None', reader: Reader) -> Page:
    if provider:
        return store_pages.page(store, provider_pages.variable(provider), provider.id, reader, provider.name)
    return store_pages.page(store, 'OPENAI_API_KEY', _EXAMPLE, reader)


def _state(state: str, reader: Reader, settings: 'Settings', report: Report) -> Page:
    """The page of a state: of the keys that are there, or in general."""
    installed = shutil.which('git-filter-repo') is not None
    spots, looked, ground = leak.look(settings, report) if settings.root else ([], '', spots_words.Ground())
    ground.installed = installed
    if state != states.LEAK:
        spots = [spot for spot in spots if spot.reach.state == state]
    if spots:
        sections = found.sections(spots, reader, ground)
        lead = f'{spots_words.summary(spots)} {looked}'
        return states.page(state, sections, lead, [spot.finding.provider.id for spot in spots])
    if state != states.LEAK:
        lead = f'{states.NONE} {looked}' if settings.root else states.ELSEWHERE
        return states.page(state, states.general(state, reader, installed), lead)
    lead = f'{states.NOTHING} {looked}' if settings.root else states.ELSEWHERE
    return states.page(state, states.nothing(bool(settings.root)), lead)
