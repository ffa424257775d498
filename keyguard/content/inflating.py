"""How much of one file may be inflated. Apart from what inflates: most files have nothing of that."""

# what may come out of the compressed blocks of one file
MOST = 16 << 20


class Room:
    """How many bytes may still be inflated, and whether that was too little: then something was not read. ``unread``
    says why a file inside of base64 could not be opened.
    """

    __slots__ = ('left', 'spent', 'unread')

    def __init__(self) -> None:
        self.left = MOST
        self.spent = False
        self.unread: list[str] = []
