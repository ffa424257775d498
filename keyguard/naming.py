"""Does it matter what a file is called? Of the same bytes under several names, only some are worth another look."""

from keyguard.disguise import MAILS
from keyguard.mentions import speaks
from keyguard.prefilter import suspects
from keyguard.spoken import ENDINGS, TELLING
from keyguard.tokens import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.tokens import Book


def telling(path: bytes, book: 'Book') -> bool:
    """Could this name decide what is found in the file, or hold a key itself? Under two names that are not telling the
    same bytes have the same findings.
    """
    folded = fold(path)
    return (
        path.endswith((b'.br', *MAILS))
        or any(word in folded for word in TELLING)
        or any(ending in path for ending in ENDINGS)
        or speaks(path, book)
        or bool(suspects(path, path, book))
    )
