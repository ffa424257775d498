"""A baseline of kingfisher, which is YAML -> the places that it accepts."""

import yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_PATHS, _LINES = ('path', 'filepath'), ('line', 'linenum')


def places(text: str) -> 'list[tuple[str, int, str]]':
    """(path, line, rule or ''); raises ``ValueError`` for what is no such baseline.

    Its second format has ``repositories: [{findings: [{path, line, rule_id}]}]``, the first one
    ``ExactFindings: {matches: [{filepath, linenum}]}``.
    """
    try:
        whole = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError('not valid YAML') from error
    if not isinstance(whole, dict) or not {'repositories', 'ExactFindings'} & whole.keys():
        raise ValueError('neither "repositories" nor "ExactFindings" in it')
    found = []
    for entry in _mappings(whole):
        path = next((entry[name] for name in _PATHS if isinstance(entry.get(name), str)), '')
        line = next((entry[name] for name in _LINES if isinstance(entry.get(name), int)), 0)
        if path and line:
            found.append((path, line, str(entry.get('rule_id') or '')))
    return found


def _mappings(value: 'Any') -> 'Iterator[dict[Any, Any]]':
    if isinstance(value, dict):
        yield value
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _mappings(inner)
