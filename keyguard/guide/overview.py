"""The first page: the six practices, how to go on, and everything that can be named."""

from keyguard.guide import practices
from keyguard.guide.states import ALSO, LEAK
from keyguard.guide.words import PLACES, Page, Section, Table, Text
from keyguard.kinds import Provider
from keyguard.remedies import stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def page(providers: 'Sequence[Provider]', own: 'Sequence[Provider]' = ()) -> Page:
    """The overview. ``own`` are the team's providers."""
    sections = [
        Section(
            'Six practices',
            Table(('practice', 'in a line'), [(each.id, each.about) for each in practices.every()]),
        ),
        Section(
            'Go on: keyguard guide …',
            Table(
                ('…', 'shows'),
                [
                    (LEAK, 'what to do now: looks how far the keys here have got'),
                    ('PROVIDER', 'where its keys are revoked, narrowed and capped'),
                    ('STORE', 'a place for keys: put, grant, read, replace'),
                    ('PRACTICE', 'one of the six: diagnosis, fix, why it works'),
                    ('PROVIDER --store STORE', 'the store, filled in for this provider'),
                ],
            ),
        ),
        Section('Leaks', Text(f'{LEAK}, or one of its states: {", ".join(ALSO)}')),
    ]
    rows = [
        (called, ', '.join(each.id for each in stores.every() if each.place == kind)) for kind, called in PLACES.items()
    ]
    sections.append(Section('Stores', Table(('where', 'names'), rows)))
    if own:
        sections.append(Section('Providers of your own', Text(', '.join(each.id for each in own))))
    sections.append(Section('Providers', Text(', '.join(each.id for each in providers))))
    lead = (
        'A key for an API is money and data: whoever has it, has both. This guide takes a key that got into git out of '
        'it, and the next one to a place where only its program reads it.'
    )
    return Page('overview', '', 'Where keys belong', lead, sections)
