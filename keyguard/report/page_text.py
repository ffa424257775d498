"""A page of the guide for a terminal: 80 columns, but for code and addresses, which are to be copied whole."""

import re

from keyguard.guide.words import Code, Items, Page, Section, Table, Text
from keyguard.report.layout import Style, copied, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.guide.words import Block

WIDTH = 80
# a first column that is wider than this has its row below it
_FIRST = 28
# words that belong together: what stands between backticks, as long as a line can take it
_PIECES = re.compile(r'(?:[^\s`]*`[^`]{1,56}`[^\s`]*)+|\S+')


def render(page: Page, *, colour: bool = False) -> str:
    """The page, ending in a newline."""
    style = Style(colour)
    lines = [style('1', plain(page.title)), '', *wrapped(page.lead)]
    for section in page.sections:
        lines += _section(section, style)
    if page.see:
        lines += ['', style('1', 'Go on')]
        width = max(len(command) for command, _ in page.see) + 4
        for command, shows in page.see:
            if width < WIDTH // 2:
                lines += wrapped(shows, f'  {command:{width - 2}}')
            else:
                lines += [f'  {plain(command)}', *wrapped(shows, '      ')]
    return '\n'.join(lines) + '\n'


def _section(section: Section, style: Style) -> 'list[str]':
    lines = ['', style('1', plain(section.title))]
    before: Block | None = None
    for block in section.blocks:
        # code belongs to the words above it; everything else stands apart
        if before is not None and not (isinstance(block, Code) and isinstance(before, Text)):
            lines.append('')
        lines += _block(block)
        before = block
    return lines


def _block(block: 'Block') -> 'list[str]':
    if isinstance(block, Text):
        return wrapped(block.words, '  ')
    if isinstance(block, Code):
        return _code(block, '      ')
    if isinstance(block, Table):
        return _table(block)
    return _items(block)


def _code(code: Code, lead: str) -> 'list[str]':
    return [(lead + copied(line)).rstrip() for line in code.text.split('\n')]


def _items(block: Items) -> 'list[str]':
    lines: list[str] = []
    width = len(str(len(block.items)))
    for number, item in enumerate(block.items, 1):
        lead = f'  {number:{width}} ' if block.numbered else '  - '
        for at, part in enumerate(item):
            if isinstance(part, Code):
                lines += _code(part, ' ' * len(lead) + '    ')
            else:
                lines += wrapped(part.words, ' ' * len(lead) if at else lead)
    return lines


def _table(table: Table) -> 'list[str]':
    first = max(len(row[0]) for row in table.rows)
    if len(table.head) > 2 or first > _FIRST:
        return _stacked(table)
    # what two columns are, their rows say
    return [line for row in table.rows for line in wrapped(row[1], f'  {plain(row[0]):{first}}  ')]


def _stacked(table: Table) -> 'list[str]':
    """Each row below its first cell."""
    lines: list[str] = []
    for row in table.rows:
        lines += wrapped(row[0], '  ')
        for name, cell in zip(table.head[1:], row[1:]):
            if cell:
                lines += wrapped(cell if len(row) == 2 else f'{name}: {cell}', '      ')
    return lines


def wrapped(words: str, lead: str = '') -> 'list[str]':
    """The words in lines of 80 columns, the later ones under the first word; what is longer than a line stays whole."""
    pieces: Sequence[str] = _PIECES.findall(plain(words))
    lines, line, space = [], lead, ''
    for piece in pieces:
        if space and len(line) + 1 + len(piece) > WIDTH:
            lines.append(line)
            line, space = ' ' * len(lead), ''
        line += space + piece
        space = ' '
    return [*lines, line.rstrip() if not space else line]
