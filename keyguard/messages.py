"""One look at many short texts: the messages of a history are a third of its objects and hardly ever hold anything.

Where nothing in all of them is worth a closer look, none of them is; and most of what is belongs to a few of them.
"""

from bisect import bisect
from itertools import accumulate

from keyguard.disguise import CARRIERS, is_packed
from keyguard.tokens import stretches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# bytes: a longer text is none of these, and so much is looked at together
SHORT, TOGETHER = 256, 1 << 16
# the signs of what is read in another way than as it stands
_SIGNS = (b'+', b'%PDF-', b'MIME-V', b'=?', b'rintable', b'RINTABLE', b'\np')
_TEXT = bytes(char for char in range(0x20, 0x7F)) + b'\t\n\f\r\b\x1b'


def worth_a_look(texts: 'Sequence[bytes]') -> 'set[int]':
    """The numbers of those texts, none longer than ``SHORT``, that ``prefilter.doubtful`` may call so, whatever their
    files are called; it calls none of the others so.
    """
    data = b'\n'.join(texts)
    found = {at for at, text in enumerate(texts) if text.startswith(CARRIERS)}
    # all that is not ASCII, and no character of a text
    if data.translate(None, _TEXT):
        found.update(at for at, text in enumerate(texts) if text.translate(None, _TEXT) or is_packed(text))
    for sign in _SIGNS:
        if sign in data:
            found.update(at for at, text in enumerate(texts) if sign in text)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    found.update(bisect(starts, start) - 1 for start, _ in stretches(data))
    return found
