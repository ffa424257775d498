"""The code cells of a notebook as one Python file: what is no Python in them (``%magic``, ``!command``) is blanked.

Blanked text has its length, so that places stay what they are.
"""

import re

from keyguard.rewrite.python_source import Source
from keyguard.rewrite.words import Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.rewrite.notebook_json import CellText

_FIRST = re.compile(rb'\s*%%(\w+)([^\n]*)')
# cells whose rest is the notebook's own Python, and those whose rest is a shell's
_OWN = (b'time', b'timeit', b'capture', b'prun')
_SHELLS = (b'bash', b'sh')
# a line for IPython: a magic, a command, what is assigned from one, a question for help
_LINE = re.compile(
    rb'^([ \t]*)(?:([\w.,* \t\[\]\'"]+=[ \t]*)(?=[%!]))?'
    rb'([%!][^\n]*(?:(?<=\\)\n[^\n]*)*|\?[^\n]*|[\w.]+\?{1,2}[ \t]*(?=\n|\Z))',
    re.M,
)
_VARIABLE = re.compile(rb'[ \t]*%(?:env|set_env)[ \t]+([A-Za-z_][A-Za-z0-9_]*)(?:[ \t]*=[ \t]*|[ \t]+)')


class Cell:
    """A code cell: ``text`` leads back to the file, ``python`` is its Python and as long, '' for a cell without any.

    ``lines`` are where lines for IPython stand in it, and ``head`` is where the first line may be put in. ``shell``:
    where a script begins in it, -1 for no script. ``start``: where its Python stands among that of all cells. ``why``:
    what cannot be read in it, or ''.
    """

    __slots__ = ('head', 'lines', 'python', 'shell', 'start', 'text', 'why')

    def __init__(self, text: 'CellText', start: int) -> None:
        self.text = text
        self.start = start
        self.head = 0
        self.shell = -1
        self.lines: list[tuple[int, int]] = []
        self.why = ''
        self.python = text.data
        head = _FIRST.match(self.python)
        if head and head.group(1) in _SHELLS:
            self.shell = head.end()
        elif head and head.group(1) not in _OWN:
            self.why = f'no rewrite is known for %%{head.group(1).decode()}'
        if head:
            self.lines.append((head.start(), head.end()))
            self.head = min(head.end() + 1, len(self.python))
            self.python = _blanked(self.python, head.start(), head.end()) if head.group(1) in _OWN else b''
        self._read()

    def _read(self) -> None:
        """Blank the lines for IPython where Python cannot go on: a text may have lines that look like them."""
        waiting = {self.python.count(b'\n', 0, line.start()) + 1: line.span(3) for line in _LINE.finditer(self.python)}
        while True:
            try:
                Source(self.python, interactive=True)
                return
            except Unsafe as error:
                if error.line not in waiting:
                    self.why = self.why or str(error)
                    self.python = b''
                    return
                line = waiting.pop(error.line)
            self.lines.append(line)
            self.python = _blanked(self.python, *line)

    def line_at(self, at: int) -> 'tuple[int, int] | None':
        """The line for IPython that the character stands in, or None."""
        return next((line for line in self.lines if line[0] <= at < line[1]), None)


def _blanked(data: bytes, start: int, end: int) -> bytes:
    """The data with an empty statement, or an empty value, in the place of what stands there; lines stay lines."""
    kept = bytes(sign if sign in b'\r\n' else 0x20 for sign in data[start:end])
    return data[:start] + (b'0' + kept[1:] if kept[:1] == b' ' else kept) + data[end:]


def assigned(line: bytes) -> 'tuple[str, int] | None':
    """Of ``%env NAME=value`` the name, and where the value begins; None for any other line."""
    found = _VARIABLE.match(line)
    return (found.group(1).decode(), found.end()) if found else None
