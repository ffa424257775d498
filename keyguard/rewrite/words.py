"""The words of a rewrite: a Spot is a key in a file, an Edit is what takes the place of some of its bytes."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Spot:
    """A key that stands in a file in its own letters.

    ``start``, ``end``
        where the key begins and ends, in bytes from the beginning of the file.
    ``variable``
        the environment variable that is read instead.
    ``reads``
        names of SDK objects (``OpenAI``, ``cohere.Client``) that read this variable by themselves, in the language of
        the file, when the argument is left out.
    """

    __slots__ = ('end', 'reads', 'start', 'variable')

    def __init__(self, start: int, end: int, variable: str, reads: 'Sequence[str]' = ()) -> None:
        self.start = start
        self.end = end
        self.variable = variable
        self.reads = tuple(reads)


class Edit:
    """``text`` takes the place of the bytes from ``start`` up to ``end``; where they are equal it is put in."""

    __slots__ = ('end', 'start', 'text')

    def __init__(self, start: int, end: int, text: bytes) -> None:
        self.start = start
        self.end = end
        self.text = text


class Unsafe(Exception):
    """No rewrite of this file is known to be safe; the text is the reason, a clause without full stop, never a key."""
