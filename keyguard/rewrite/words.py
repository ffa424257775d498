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
        the file, when the argument is left out; none where the SDK would read another variable than this one.
    ``parts``
        the key stands there in several literals that are joined; ``start`` is in the first, ``end`` in the last.
    ``part``
        of a notebook: ``source``, ``markdown``, ``raw`` or ``output``; '' elsewhere.
    """

    __slots__ = ('end', 'part', 'parts', 'reads', 'start', 'variable')

    def __init__(
        self,
        start: int,
        end: int,
        variable: str,
        reads: 'Sequence[str]' = (),
        *,
        parts: bool = False,
        part: str = '',
    ) -> None:
        self.start = start
        self.end = end
        self.variable = variable
        self.reads = tuple(reads)
        self.parts = parts
        self.part = part


class Edit:
    """``text`` takes the place of the bytes from ``start`` up to ``end``; where they are equal it is put in."""

    __slots__ = ('end', 'start', 'text')

    def __init__(self, start: int, end: int, text: bytes) -> None:
        self.start = start
        self.end = end
        self.text = text


class Unsafe(Exception):
    """No rewrite of this file is known to be safe; the text is the reason, a clause without full stop, never a key.

    ``line`` is the line that could not be read, from 1, or 0.
    """

    line = 0
