"""A page of the guide in Markdown, as GitHub and CommonMark read it."""

import re

from keyguard.guide.words import Code, Items, Page, Section, Table, Text
from keyguard.report.layout import copied, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.guide.words import Block

# what is code, an address, or a character that means something between words
_SPECIAL = re.compile(r'(?P<code>`[^`]+`)|(?P<address>https://[^\s<>()]*[^\s<>().,;:])|(?P<sign>[\\`*_<>\[\]~|])')
# the runs of backticks in a text
_TICKS = re.compile('`{3,}')


def render(page: Page) -> str:
    """The page, ending in a newline."""
    parts = [f'# {inline(page.title)}', inline(page.lead)]
    for section in page.sections:
        parts += _section(section)
    if page.see:
        parts += ['## Go on', '\n'.join(f'- `{plain(command)}`: {inline(shows)}' for command, shows in page.see)]
    return '\n\n'.join(parts) + '\n'


def _section(section: Section) -> 'list[str]':
    return [f'## {inline(section.title)}', *map(_block, section.blocks)]


def _block(block: 'Block') -> str:
    if isinstance(block, Text):
        return inline(block.words)
    if isinstance(block, Code):
        return _code(block)
    if isinstance(block, Table):
        rule = '|' + ' --- |' * len(block.head)
        return '\n'.join([_row(block.head), rule, *map(_row, block.rows)])
    return _items(block)


def _row(cells: 'tuple[str, ...]') -> str:
    # a backslash before a bar is taken for the cell's, also inside of code
    return '| ' + ' | '.join(re.sub(r'(?<!\\)\|', r'\\|', inline(cell)) for cell in cells) + ' |'


def _code(code: Code) -> str:
    fence = max(['```', *(ticks + '`' for ticks in _TICKS.findall(code.text))], key=len)
    text = '\n'.join(map(copied, code.text.split('\n')))
    return f'{fence}{code.language}\n{text}\n{fence}'


def _items(block: Items) -> str:
    # with code among them, blank lines keep the items apart
    loose = any(len(item) > 1 for item in block.items)
    made = []
    for number, item in enumerate(block.items, 1):
        lead = f'{number}. ' if block.numbered else '- '
        text = '\n\n'.join(map(_block, item))
        made.append(lead + '\n'.join(f'{" " * len(lead)}{line}' if line else '' for line in text.split('\n')).lstrip())
    return ('\n\n' if loose else '\n').join(made)


def inline(words: str) -> str:
    """The words with what Markdown would take for its own kept as it is; code and addresses become such."""
    text = _SPECIAL.sub(_quoted, plain(words))
    # at the beginning of a line these would begin a list or a heading
    return re.sub(r'^(\d*)([-+#.)])', r'\1\\\2', text)


def _quoted(match: 're.Match[str]') -> str:
    if match['code']:
        return match['code']
    if match['address']:
        return f'<{match["address"]}>'
    return '\\' + match['sign']
