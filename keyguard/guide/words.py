"""The words of the guide: a Page of Sections, made of blocks; the formats in ``report`` render them.

In words, ``code`` stands between backticks. A page never holds a key.
"""

from keyguard.remedies.words import CI, CLUSTER, HOSTING, LOCAL, MANAGER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    Block: TypeAlias = 'Text | Code | Table | Items'

# kind of place -> how it is called here
PLACES = {
    LOCAL: 'this machine',
    MANAGER: 'secrets managers',
    CLUSTER: 'containers',
    CI: 'pipelines',
    HOSTING: 'hosting',
}
# what is said of a fact or a command that nobody confirmed
NOT_CONFIRMED = 'not confirmed'


class Text:
    """A paragraph."""

    __slots__ = ('words',)

    def __init__(self, words: str) -> None:
        self.words = words


class Code:
    """Lines to copy; they are never wrapped. ``language`` is ``sh``, ``python``, ``yaml`` …"""

    __slots__ = ('language', 'text')

    def __init__(self, text: str, language: str = 'sh') -> None:
        self.text = text.strip('\n')
        self.language = language


class Table:
    """Rows of words below ``head``, each with as many cells; the last column is the widest."""

    __slots__ = ('head', 'rows')

    def __init__(self, head: 'Sequence[str]', rows: 'Sequence[Sequence[str]]') -> None:
        self.head = tuple(head)
        self.rows = tuple(tuple(row) for row in rows)


class Items:
    """A list, numbered where the order matters; an item is words, or blocks of which the first is a Text."""

    __slots__ = ('items', 'numbered')

    def __init__(self, items: 'Sequence[str | Sequence[Text | Code]]', numbered: bool = False) -> None:
        self.items: tuple[tuple[Text | Code, ...], ...] = tuple(
            (Text(item),) if isinstance(item, str) else tuple(item) for item in items
        )
        self.numbered = numbered


class Section:
    """A part of a page with a title of its own."""

    __slots__ = ('blocks', 'title')

    def __init__(self, title: str, *blocks: 'Text | Code | Table | Items') -> None:
        self.title = title
        self.blocks = blocks


class Page:
    """``kind`` is what it is about (``overview``, ``provider``, ``store``, ``practice``, ``state``), ``topic`` the word
    that leads to it. ``lead`` stands before the sections, ``see`` behind them: commands, each with what it shows.
    """

    __slots__ = ('kind', 'lead', 'sections', 'see', 'title', 'topic')

    def __init__(
        self,
        kind: str,
        topic: str,
        title: str,
        lead: str,
        sections: 'Sequence[Section]',
        see: 'Sequence[tuple[str, str]]' = (),
    ) -> None:
        self.kind = kind
        self.topic = topic
        self.title = title
        self.lead = lead
        self.sections = tuple(sections)
        self.see = tuple(see)


class Reader:
    """Who reads: ``shell`` is theirs (one of ``environment.shells``), ``languages`` those to show, '' in front of none
    for all; ``store`` is where their team keeps its keys, as they call it, '' where nobody said; ``help`` is the team's
    own page.
    """

    __slots__ = ('help', 'languages', 'shell', 'store')

    def __init__(self, shell: str = 'bash', languages: 'Sequence[str]' = (), store: str = '', help: str = '') -> None:
        self.shell = shell
        self.languages = tuple(languages)
        self.store = store
        self.help = help


class Practice:
    """One of the six practices. ``id`` is the word that leads to it, ``also`` are others; ``about`` is a line for the
    overview. ``sections`` makes the page for a reader: diagnosis, fix, why it works. ``see`` as in ``Page``.
    """

    __slots__ = ('about', 'also', 'id', 'lead', 'sections', 'see', 'title')

    def __init__(
        self,
        id: str,
        title: str,
        *,
        about: str,
        lead: str,
        sections: 'Callable[[Reader], Sequence[Section]]',
        also: 'Sequence[str]' = (),
        see: 'Sequence[tuple[str, str]]' = (),
    ) -> None:
        self.id = id
        self.title = title
        self.about = about
        self.lead = lead
        self.sections = sections
        self.also = tuple(also)
        self.see = tuple(see)
