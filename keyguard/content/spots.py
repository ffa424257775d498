"""Places in Office documents and git packs -> where a person finds them: the sheet and the cell, the slide, the object.

For findings only: what carries them is read a second time.
"""

from keyguard.content import archives
from keyguard.content.archives import Limits
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from mmap import mmap

    # the name of a part, and an offset in it
    Place = tuple[bytes, int]

_TEXT = b' (text)'
_OBJECTS = (b'blob ', b'commit ', b'tree ', b'tag ', b'delta ')
_FOLDERS = (b'xl/', b'word/', b'ppt/')
_PACKS = (b'PACK\0\0\0\2', b'PACK\0\0\0\3', b'# v2 git', b'# v3 git')


def spots(blob: Blob, places: 'Sequence[Place]', most: int) -> 'list[str]':
    """For each place inside of the blob, its path as ``archives.members`` gives it and an offset there, the words for a
    person, '' where there are none. At most ``most`` bytes come out of the blob, and out of each document in it.

    Takes the time of three more looks at the blob, whatever the number of places, and of sorting these.
    """
    holders: dict[bytes, list[int]] = {}
    for at, (path, _) in enumerate(places):
        holder, mark, last = path.rpartition(b'!')
        if mark and (last.startswith((*_FOLDERS, *_OBJECTS)) or last.removesuffix(_TEXT) == b'content.xml'):
            holders.setdefault(holder, []).append(at)
    told = [''] * len(places)

    def tell(holder: bytes, data: 'bytes | mmap') -> None:
        numbers = holders.pop(holder)
        parts = [(places[at][0][len(holder) + 1 :], places[at][1]) for at in numbers]
        for at, words in zip(numbers, _spots(data, parts, Limits(total=most, member=most))):
            told[at] = words

    if blob.path in holders:
        tell(blob.path, blob.data)
    for each in archives.members(blob, Limits(total=most, member=most)) if holders else ():
        if each.path in holders and not each.reason:
            tell(each.path, each.data)
        if not holders:
            break
    return told


def _spots(data: 'bytes | mmap', places: 'Sequence[Place]', limits: Limits) -> 'list[str]':
    if data[:8] in _PACKS:
        from keyguard.content.packs import names

        known = names(data, {name for name, _ in places}, limits)
        return [known.get(name, '') for name, _ in places]
    from keyguard.content.documents import Document

    return Document(data, limits).spots(places)
