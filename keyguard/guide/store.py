"""A store -> its page: how a key gets in, who may read it, how it is read, and what goes wrong."""

from keyguard.guide.languages import title
from keyguard.guide.words import NOT_CONFIRMED, Code, Items, Page, Reader, Section, Table, Text
from keyguard.remedies.words import DOCUMENTED, LANGUAGES, RUN, SOURCE, UNCONFIRMED, Snippet, Step, Store, filled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Fill = Callable[[str], str]

_CHECKED = ((RUN, 'run'), (SOURCE, "read in the tool's source"), (DOCUMENTED, 'read in its documentation'))
# shell -> how a person gets from there into one that the lines are for
_SHELLS = {'fish': 'type bash', 'sh': 'type bash', 'powershell': 'on Windows open Git Bash or WSL'}
# what stands in front of what nobody confirmed
_CARE = f'({NOT_CONFIRMED.capitalize()}; try it with a made-up value first.)'


def page(store: Store, variable: str, provider: str, reader: Reader, who: str = '') -> Page:
    """The page of a store. ``variable`` and ``provider`` (an id) are what its commands are filled with; ``who`` is the
    provider's name, '' where these are only an example.
    """

    def fill(text: str) -> str:
        return filled(text, variable, provider)

    sections = [Section('Put the key in', Items(steps(store.put, fill), numbered=True))]
    if store.grant:
        sections.append(Section('Let one program read it', Items(steps(store.grant, fill), numbered=True)))
    sections += _reads(store, reader, fill)
    if store.variable:
        sections.append(Section('As a variable of the program', Items(steps(store.variable, fill), numbered=True)))
    if store.renew:
        sections.append(Section('Replace it', Items(steps(store.renew, fill), numbered=True)))
    if store.errors:
        rows = [(fill(seen), fill(means)) for seen, means in store.errors]
        care = [Text(f'({NOT_CONFIRMED.capitalize()}.)')] if store.errors_checked == UNCONFIRMED else []
        sections.append(Section('What goes wrong', *care, Table(('You see', 'It means'), rows)))
    sections.append(Section('Documentation', Text(store.docs), Text(_told(store))))
    lead = fill(store.about)
    lead += f' Filled in for {who}.' if who else f' Filled in for {variable}, as an example.'
    if reader.shell not in ('bash', 'zsh') and any(step.language in ('sh', 'bash') for step in store.put if step.code):
        lead += f' The lines are for bash or zsh; {_SHELLS.get(reader.shell, "start one of them")} first.'
    see = [('keyguard guide rotation', 'when and how the key is replaced')]
    if who:
        see.insert(0, (f'keyguard guide {provider}', f'key page, limits and alerts of {who}'))
    else:
        see.insert(0, (f'keyguard guide PROVIDER --store {store.id}', 'the same for the keys of a provider'))
    return Page('store', store.id, store.name, lead, sections, see)


def steps(steps: 'Sequence[Step]', fill: 'Fill' = str) -> 'list[Sequence[Text | Code]]':
    """The items of a list of steps; what nobody confirmed is said to be so."""
    made: list[Sequence[Text | Code]] = []
    for step in steps:
        item: list[Text | Code] = []
        if step.checked == UNCONFIRMED:
            item.append(Text(_CARE))
        item.append(Text(fill(step.words)))
        if step.code:
            item.append(Code(fill(step.code), step.language))
        made.append(item)
    return made


def _reads(store: Store, reader: Reader, fill: 'Fill') -> 'list[Section]':
    # scripts stand beside every program, and start it with the variable set
    wanted = tuple(dict.fromkeys([*reader.languages, 'shell'])) if reader.languages else LANGUAGES
    sections = []
    for language in wanted:
        if language in store.read:
            sections.append(Section(f'Read it in {title(language)}', *_snippet(store.read[language], language, fill)))
    missing = [title(language) for language in wanted if language not in store.read]
    if missing and store.unread:
        sections.append(
            Section(f'Read it in {" and ".join(missing)}' if sections else 'Read it', Text(fill(store.unread)))
        )
    elif missing and reader.languages:
        words = f'There is no way of its own for {" and ".join(missing)} here: let it become a variable, as below.'
        sections.append(Section('Read it', Text(words)))
    return sections


def _snippet(snippet: Snippet, language: str, fill: 'Fill') -> 'list[Text | Code]':
    blocks: list[Text | Code] = [Text(_CARE)] if snippet.checked == UNCONFIRMED else []
    if snippet.needs:
        blocks.append(Text(f'Needs {fill(snippet.needs)}.'))
    return [*blocks, Code(fill(snippet.code), language)]


def _told(store: Store) -> str:
    """How the commands and snippets of the page were checked."""
    counts: dict[str, int] = {}
    all: list[Step | Snippet] = [*store.put, *store.renew, *store.grant, *store.variable, *store.read.values()]
    for each in all:
        if each.code:
            counts[each.checked] = counts.get(each.checked, 0) + 1
    parts = [f'{counts[check]} {words}' for check, words in _CHECKED if counts.get(check)]
    if counts.get(UNCONFIRMED):
        parts.append(f'{counts[UNCONFIRMED]} {NOT_CONFIRMED}')
    return f'How the commands and programs above were checked: {", ".join(parts)}.' if parts else ''
