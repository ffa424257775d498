"""A provider -> its page: how its keys end, how the next one is a smaller loss, and how a program reads it."""

from keyguard.detect import unknown_format
from keyguard.guide.languages import reading, title
from keyguard.guide.words import NOT_CONFIRMED, PLACES, Code, Items, Page, Reader, Section, Table, Text
from keyguard.kinds import Provider
from keyguard.remedies import environment, stores
from keyguard.remedies.words import LANGUAGES, filled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# what the owner of a key can do, and how it is called here
_ABOUT = (
    ('scopes', 'least privilege'),
    ('rotation', 'rotation'),
    ('limits', 'limits per key'),
    ('spend', 'spending'),
    ('keyless', 'without a key'),
)
# so many kinds of key are listed, more are counted
_MOST_KINDS = 12


def variable(provider: Provider) -> str:
    """The variable that its key belongs into."""
    return provider.env[0] if provider.env else f'{provider.id.replace("-", "_").upper()}_API_KEY'


def page(provider: Provider, reader: Reader) -> Page:
    """Everything about the keys of one provider."""
    name = variable(provider)
    sections = [
        Section('If a key got out: pushed, pasted, logged', Items(_leaked(provider), numbered=True)),
        Section('Make the next key a smaller loss', *_smaller(provider)),
        Section('Put it where it belongs', *_put(provider, reader, name)),
        Section('Read it', *_read(provider, reader, name)),
        Section('Kinds of key', Items(_kinds(provider, name))),
    ]
    see = [
        ('keyguard guide leak', 'the state of this repository, and the git commands for it'),
        (f'keyguard providers {provider.id}', 'how these keys are told from other texts'),
    ]
    lead = f'Keys of {provider.name}: how to end one that got out, and how the next one does less harm.'
    return Page('provider', provider.id, provider.name, lead, sections, see)


def sentence(words: str) -> str:
    """The words of the catalogue as a sentence of its own."""
    # a command or a name at the beginning stays as it is written
    first = words.partition(' ')[0]
    start = (
        words if first != first.lower() or any(not char.isalpha() for char in first) else words[:1].upper() + words[1:]
    )
    return start if start.endswith(('.', '!', '?')) else f'{start}.'


def _unsure(words: str) -> str:
    return f'{sentence(words)} ({NOT_CONFIRMED})'


def where(provider: Provider) -> 'list[str]':
    """The way to the page where its keys are revoked and made."""
    likely = provider.likely.get('key_page', '')
    lines = []
    if provider.key_page:
        lines.append(f'The page for that: {provider.key_page}')
        if likely:
            lines.append(f'It may have moved to {likely} ({NOT_CONFIRMED}).')
    elif likely:
        lines.append(f'The page for that is probably {likely} ({NOT_CONFIRMED}).')
    elif provider.env or provider.calls:
        lines.append(
            f'The address of the page is not known here: look for "API keys" in the settings of {provider.name}.'
        )
    return lines


def _leaked(provider: Provider) -> 'list[Sequence[Text | Code]]':
    revoke = ['Revoke it, before anything else.', *where(provider)]
    if provider.revoke:
        revoke.append(sentence(provider.revoke))
    items: list[Sequence[Text | Code]] = [tuple(map(Text, revoke))]
    if provider.leaked:
        items[0] = (*items[0], Text(sentence(provider.leaked)))
    elif 'leaked' in provider.likely:
        items[0] = (*items[0], Text(_unsure(provider.likely['leaked'])))
    use = 'Look at its use for what is not yours: models, regions, hours, new keys and members.'
    if provider.usage_page:
        use += f' {provider.usage_page}'
    elif 'usage_page' in provider.likely:
        use += f' Probably at {provider.likely["usage_page"]} ({NOT_CONFIRMED}).'
    items.append((Text(use),))
    items.append(
        (Text('Take it out of the repository; what that needs depends on how far it got:'), Code('keyguard guide leak'))
    )
    return items


def _smaller(provider: Provider) -> 'list[Text | Table]':
    rows, unknown = [], []
    for field, called in _ABOUT:
        parts = [sentence(getattr(provider, field))] if getattr(provider, field) else []
        if field in provider.likely:
            parts.append(_unsure(provider.likely[field]))
        if field == 'spend':
            parts += _pages(provider)
        if parts:
            rows.append((called, ' '.join(parts)))
        elif field != 'keyless':
            unknown.append(called)
    blocks: list[Text | Table] = [Table(('what', 'how'), rows)] if rows else []
    if unknown:
        listed = unknown[0] if len(unknown) == 1 else f'{", ".join(unknown[:-1])} and {unknown[-1]}'
        blocks.append(
            Text(
                f'Nothing is confirmed here about {listed}: see what the settings of {provider.name} offer. In any '
                'case, make one key for each program and each environment.'
            )
        )
    return blocks


def _pages(provider: Provider) -> 'list[str]':
    if provider.spend_page:
        return [provider.spend_page]
    likely = provider.likely.get('spend_page', '')
    return [f'Probably at {likely} ({NOT_CONFIRMED}).'] if likely else []


def _put(provider: Provider, reader: Reader, name: str) -> 'list[Text | Code | Table]':
    blocks: list[Text | Code | Table] = [
        Text('In this shell; it asks for the key, and nothing lands in the history:'),
        Code(environment.ask_for(reader.shell, name), 'powershell' if reader.shell == 'powershell' else 'sh'),
    ]
    own = stores.named(reader.store) if reader.store else None
    if own:
        blocks.append(Text(f'Your team keeps its keys in {own.name}. {_filled(own.put[0].words, provider, name)}'))
        if own.put[0].code:
            blocks.append(Code(_filled(own.put[0].code, provider, name), own.put[0].language))
        blocks.append(Text('All of the steps:'))
        blocks.append(Code(f'keyguard guide {provider.id} --store {own.id}'))
    elif reader.store:
        blocks.append(Text(f'Your team keeps its keys in {reader.store}.'))
    rows = [
        (called, ', '.join(store.id for store in stores.every() if store.place == place))
        for place, called in PLACES.items()
    ]
    if not own:
        blocks.append(Text('Where it lives from then on, with the commands for this key:'))
        blocks.append(Code(f'keyguard guide {provider.id} --store NAME'))
        blocks.append(Table(('where', 'NAME'), rows))
    return blocks


def _filled(text: str, provider: Provider, name: str) -> str:
    return filled(text, name, provider.id)


def _read(provider: Provider, reader: Reader, name: str) -> 'list[Text | Code]':
    blocks: list[Text | Code] = []
    languages = reader.languages or LANGUAGES
    for language in languages:
        objects = provider.reads.get(language, ())
        if objects:
            named = ', '.join(f'`{each}()`' for each in objects)
            verb, own = ('reads', 'itself') if len(objects) == 1 else ('read', 'themselves')
            blocks.append(Text(f'{title(language)}: {named} {verb} {name} by {own}; leave the argument out.'))
    if provider.sdk:
        blocks.append(Text(sentence(provider.sdk)))
    elif 'sdk' in provider.likely:
        blocks.append(Text(_unsure(provider.likely['sdk'])))
    blocks.append(Text(f'{"Where nothing does that, read" if blocks else "Read"} it where the program begins:'))
    for language in languages:
        blocks += [Text(f'{title(language)}:'), Code(reading(language, name), language)]
    return blocks


def _kinds(provider: Provider, name: str) -> 'list[str]':
    known = provider.detectors or (unknown_format(provider),)
    lines = [
        detector.title + (f': {detector.env}' if detector.env not in ('', name) else '')
        for detector in known[:_MOST_KINDS]
    ]
    return [*lines, f'and {len(known) - _MOST_KINDS} more'] if len(known) > _MOST_KINDS else lines
