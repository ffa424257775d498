"""The arguments of a call: which one is the key's own, and how it goes without a trace."""

import _ast as ast
import re

from keyguard.rewrite.python_source import Source
from keyguard.rewrite.words import Edit

_KEY_ARGUMENT = re.compile(r'(?:^|_)(?:api_?key|token|key|auth)$', re.I)
_BLANKS = b' \t\r\n\f\\'


def argument(source: Source, node: ast.expr) -> 'tuple[ast.Call | None, ast.expr | ast.keyword]':
    """The call that the text is an argument of, and that argument: itself, or the keyword with it."""
    parent = source.parents[node]
    if isinstance(parent, ast.keyword):
        call = source.parents[parent]
        return (call, parent) if isinstance(call, ast.Call) else (None, parent)
    return (parent, node) if isinstance(parent, ast.Call) and node in parent.args else (None, node)


def may_drop(source: Source, call: ast.Call, given: 'ast.expr | ast.keyword') -> bool:
    """Is it the key's own argument, does none behind it change its place, and is there no comment among them?"""
    if isinstance(given, ast.keyword):
        named = given.arg is not None and bool(_KEY_ARGUMENT.search(given.arg))
    else:
        named = call.args == [given]
    gaps = []
    at = source.span(call.func)[1]
    for first, last in _spans(source, call):
        gaps.append(source.data[at:first].translate(None, _BLANKS))
        at = last
    gaps.append(source.data[at : source.span(call)[1]].translate(None, _BLANKS))
    return (
        named
        and gaps[0] in (b'(', b'(*', b'(**')
        and gaps[-1] in (b')', b',)')
        and all(gap in (b',', b',*', b',**') for gap in gaps[1:-1])
    )


def drop(source: Source, call: ast.Call, given: 'list[ast.expr | ast.keyword]') -> 'list[Edit]':
    """The edits that take arguments out of a call, with the comma and the blanks that belong to them."""
    going = {source.span(each) for each in given}
    every = _spans(source, call)
    kept = [at for at, span in enumerate(every) if span not in going]
    if not kept:
        opened = source.data.index(b'(', source.span(call.func)[1]) + 1
        return [Edit(opened, source.span(call)[1] - 1, b'')]
    found = []
    at = 0
    for following in kept:
        if following > at:
            found.append(Edit(every[at][0], _begin(source.data, every[following][0]), b''))
        at = following + 1
    if at < len(every):
        # up to the end of the last one: a comma behind it stays
        found.append(Edit(every[at - 1][1], every[-1][1], b''))
    return found


def _spans(source: Source, call: ast.Call) -> 'list[tuple[int, int]]':
    """Where the arguments stand, in order."""
    return sorted([*map(source.span, call.args), *map(source.span, call.keywords)])


def _begin(data: bytes, start: int) -> int:
    """Where an argument begins, with the stars before it."""
    head = data[:start].rstrip(_BLANKS)
    stars = len(head) - len(head.rstrip(b'*'))
    return len(head) - stars if stars else start
