"""A page of the guide for programs: one object, as docs/guide.md says."""

import json

from keyguard import __version__
from keyguard.guide.words import Code, Items, Page, Table, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from keyguard.guide.words import Block

SCHEMA = 1


def render(page: Page) -> str:
    """The page, ending in a newline. Words are as they are; ``code`` in them stands between backticks."""
    whole = {
        'schema': SCHEMA,
        'tool': {'name': 'keyguard', 'version': __version__},
        'kind': page.kind,
        'topic': page.topic,
        'title': page.title,
        'lead': page.lead,
        'sections': [
            {'title': section.title, 'blocks': list(map(_block, section.blocks))} for section in page.sections
        ],
        'see': [{'command': command, 'shows': shows} for command, shows in page.see],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + '\n'


def _block(block: 'Block') -> 'dict[str, Any]':
    if isinstance(block, Text):
        return {'type': 'text', 'text': block.words}
    if isinstance(block, Code):
        return {'type': 'code', 'language': block.language, 'text': block.text}
    if isinstance(block, Table):
        return {'type': 'table', 'head': list(block.head), 'rows': [list(row) for row in block.rows]}
    return _items(block)


def _items(block: Items) -> 'dict[str, Any]':
    return {'type': 'list', 'numbered': block.numbered, 'items': [list(map(_block, item)) for item in block.items]}
