"""A file's bytes as the text that languages are rewritten in, and the way back: byte-order marks, wide text."""

from keyguard.rewrite.words import Edit, Unsafe

_UTF_8 = b'\xef\xbb\xbf'
_MARKS = ((b'\xff\xfe', 'utf-16-le'), (b'\xfe\xff', 'utf-16-be'))


class Coded:
    """``data`` is the text: the file's bytes without their mark, or UTF-16 as UTF-8.

    Raises ``Unsafe`` for wide text that is none.
    """

    def __init__(self, whole: bytes, wide: bool = False) -> None:
        self.mark = b''
        self._codec = ''
        if whole.startswith((b'\xff\xfe\0\0', b'\0\0\xfe\xff')):
            raise Unsafe('it is written in UTF-32')
        if whole.startswith(_UTF_8):
            self.mark = _UTF_8
        for mark, codec in _MARKS:
            if whole.startswith(mark):
                self.mark, self._codec = mark, codec
        if wide and not self._codec:
            # text in ASCII has its NULs in the odd places, or in the even ones
            self._codec = 'utf-16-le' if whole[1::2].count(0) >= whole[::2].count(0) else 'utf-16-be'
        self._body = whole[len(self.mark) :]
        self.data = self._body
        if self._codec:
            try:
                self.data = self._body.decode(self._codec).encode()
            except UnicodeError:
                raise Unsafe('it is no whole UTF-16 text') from None

    def there(self, at: int) -> int:
        """Where in ``data`` the file's byte ``at`` stands; raises ``Unsafe`` for one within a character."""
        at -= len(self.mark)
        try:
            # of a character with its big end first, a view knows the second byte
            return len(self._body[: at - at % 2].decode(self._codec).encode()) if self._codec else at
        except UnicodeError:
            raise Unsafe('it is written in more than one encoding') from None

    def back(self, edits: 'list[Edit]') -> 'list[Edit]':
        """Edits of ``data`` as edits of the file's bytes."""
        return [Edit(self._back(edit.start), self._back(edit.end), self.written(edit.text)) for edit in edits]

    def written(self, text: bytes) -> bytes:
        """UTF-8 as it stands in the file."""
        return text.decode().encode(self._codec) if self._codec else text

    def _back(self, at: int) -> int:
        if self._codec:
            at = len(self.data[:at].decode().encode(self._codec))
        return at + len(self.mark)


def applied(data: bytes, edits: 'list[Edit]') -> bytes:
    """The bytes with all edits made; raises ``Unsafe`` where two of them change the same bytes."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < at or edit.end < edit.start or edit.end > len(data):
            raise Unsafe('two changes of it do not go together')
        parts += [data[at : edit.start], edit.text]
        at = edit.end
    return b''.join([*parts, data[at:]])
