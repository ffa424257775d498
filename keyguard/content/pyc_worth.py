"""Is a compiled module worth a look: could it have a key in it that a name tells?"""

from keyguard.mentions import speaks
from keyguard.providers._phonebook import BOOK
from keyguard.tokens import MIN_RUN, are_words, has_digits_and_letters, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# what says that a text of less than 256 letters comes, before its length
_SHORT_TEXTS = b'zZ'
_CALLS: 'list[list[bytes]]' = []


def is_worth(data: bytes) -> bool:
    """Is there a text that could be a key which a name tells, letters and digits and no words, and such a name? Most
    modules have neither; the names are those of the catalogue.
    """
    spans = runs(data)
    mixed = has_digits_and_letters({data[start:end] for start, end in spans})
    texts = {text for start, end in spans if data[start:end] in mixed for text in _parted(data, start, end)}
    if all(are_words(text) for text in has_digits_and_letters(texts)):
        return False
    return speaks(data, BOOK) or any(all(part in data for part in parts) for parts in _calls())


def _parted(data: bytes, start: int, end: int) -> 'Iterator[bytes]':
    """The parts of a run that are long enough for a key, without the letter and the length that stand before each."""
    begin = at = start
    while at < end:
        size = data[at - 1] if at > 1 and data[at - 2] & 0x7F in _SHORT_TEXTS else 0
        if size:
            if at - 2 - begin >= MIN_RUN:
                yield data[begin : at - 2]
            if size >= MIN_RUN:
                yield data[at : min(at + size, end)]
            begin = at + size
        at = begin if size else at + 1
    if end - begin >= MIN_RUN:
        yield data[begin:end]


def _calls() -> 'list[list[bytes]]':
    """The parts of each call that tells whose a key is, each behind its length, as a module has them:
    ``cohere.Client(`` is two.
    """
    if not _CALLS:
        parts = [call.rstrip(b'(').replace(b' ', b'.').split(b'.') for call in BOOK.calls]
        _CALLS.extend([[bytes((len(part),)) + part for part in each if part] for each in parts])
    return _CALLS
