"""TOML, which can only name a variable where the program that reads the file knows a form for it: Codex does.

https://github.com/openai/codex/blob/main/codex-rs/config/src/mcp_types.rs
"""

import re

from keyguard.rewrite.code import in_order
from keyguard.rewrite.trees import Grammar, line_of, up
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_TOML = Grammar('TOML', 'tree_sitter_toml')
_CODEX = re.compile(r'(?:^|/)\.codex/[\w.-]*config\.toml$')
_ADVICE = (
    (r'(?:^|/)wrangler[\w.-]*\.toml$', 'a variable here is public: store the key with wrangler secret put'),
    (r'(?:^|/)secrets\.toml$', 'keep it out of git, and enter the key in the settings of the app'),
    (r'(?:^|/)fly[\w.-]*\.toml$', 'what stands under [env] is public: store the key with fly secrets set'),
    (r'(?:^|/)netlify\.toml$', 'Netlify takes it as it stands: store the key in the settings of the site'),
    (r'(?:^|/)\.?mise[\w.-]*\.toml$', 'keep the key in a file that is not in git, and name it under [env] as _.file'),
)  # fmt: skip
_PLAIN = 'TOML cannot read a variable, and no form is known that the program which reads this file would understand'
_PLACE = 'Codex knows no form for a variable at this place'


def problem(data: bytes, name: str) -> str:
    """'' when the bytes are TOML, else why not. Where no rewrite is known for the name, they are not looked at."""
    return _TOML.problem(data) if _CODEX.search(_path(name)) else ''


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    path = _path(name)
    if not _CODEX.search(path):
        raise Unsafe(next((words for pattern, words in _ADVICE if re.search(pattern, path)), _PLAIN))
    root = _TOML.parse(data)
    edits = []
    for spot in spots:
        node = root.descendant_for_byte_range(spot.start, spot.end)
        if node is not None and node.type == 'comment':
            edits.append(Edit(spot.start, spot.end, spot.variable.encode()))
            continue
        pair = node.parent if node is not None and node.type == 'string' else None
        if pair is None or pair.type != 'pair' or node is None:
            raise Unsafe(f'line {line_of(data, spot.start)}: {_PLACE}')
        edits.append(_edit(data, spot, pair, node))
    return in_order(edits)


def _path(name: str) -> str:
    return name.replace('\\', '/').lower()


def _keys(data: bytes, node: 'Node') -> 'list[str]':
    """The names of a key or a table header, without quotes."""
    text = data[node.start_byte : node.end_byte].decode('utf-8')
    return [word.strip().strip('"\'') for word in text.split('.')]


def _where(data: bytes, pair: 'Node') -> 'list[str]':
    """The names from the top of the file to the pair."""
    names = _keys(data, pair.children[0])
    for around in up(pair):
        if around.type == 'pair':
            names = _keys(data, around.children[0]) + names
        elif around.type == 'table':
            names = _keys(data, around.named_children[0]) + names
    return names


def _edit(data: bytes, spot: 'Spot', pair: 'Node', value: 'Node') -> Edit:
    """The pair as the one that names the variable."""
    where = _where(data, pair)
    before = data[value.start_byte + 1 : spot.start]
    name = b'"' + spot.variable.encode() + b'"'
    whole = before == b'' and spot.end + 1 == value.end_byte
    bearer = before == b'Bearer ' and spot.end + 1 == value.end_byte
    table = pair.parent
    if whole and len(where) == 3 and where[::2] == ['model_providers', 'experimental_bearer_token']:
        return Edit(pair.start_byte, value.end_byte, b'env_key = ' + name)
    if len(where) == 4 and where[0] == 'mcp_servers' and table is not None:
        outer = table.parent
        alone = table.type == 'inline_table' and len(table.named_children) == 1
        if alone and outer is not None and outer.type == 'pair':
            if whole and where[2:] == ['env', spot.variable] and not _has(data, outer, 'env_vars'):
                return Edit(outer.start_byte, table.end_byte, b'env_vars = [' + name + b']')
            if (
                bearer
                and where[2:] == ['http_headers', 'Authorization']
                and not _has(data, outer, 'bearer_token_env_var')
            ):
                return Edit(outer.start_byte, table.end_byte, b'bearer_token_env_var = ' + name)
            if whole and where[2] == 'http_headers' and not _has(data, outer, 'env_http_headers'):
                header = data[pair.children[0].start_byte : pair.children[0].end_byte]
                return Edit(outer.start_byte, table.end_byte, b'env_http_headers = { ' + header + b' = ' + name + b' }')
    raise Unsafe(f'line {line_of(data, spot.start)}: {_PLACE}')


def _has(data: bytes, pair: 'Node', name: str) -> bool:
    """Does a pair of this name stand beside the pair?"""
    table = pair.parent
    return table is not None and any(
        other.type == 'pair' and _keys(data, other.children[0]) == [name] for other in table.named_children
    )
