"""Which variable of the environment a text is given to, and where none can be read."""

import _ast as ast
import re

from keyguard.rewrite.python_calls import argument
from keyguard.rewrite.python_names import Names
from keyguard.rewrite.python_source import Source

_VARIABLE = re.compile(r'[A-Za-z_][A-Za-z0-9_]*')
# what asks for a variable, and has something else where there is none
_ASKS = ('os.getenv', 'os.environ.get')
_DEFAULT = 'os.environ.setdefault'
_SETS = (_DEFAULT, 'os.putenv', 'monkeypatch.setenv')


def forbidden(node: ast.AST, parent: ast.AST) -> str:
    """Why no expression may stand there, or ''."""
    if isinstance(parent, ast.pattern):
        return 'a pattern cannot read the environment'
    hints = [getattr(parent, name, None) for name in ('annotation', 'returns')]
    if node in hints or type(parent).__name__ in ('TypeAlias', 'TypeVar'):
        return 'a type hint cannot read the environment'
    return ''


def taker(source: Source, names: Names, node: ast.expr) -> 'ast.AST | None':
    """What a text that is given to a variable is one with: the question that it is the fallback of, the statement that
    sets the variable; else None.
    """
    call, _ = argument(source, node)
    parent = source.parents[node]
    if call is not None:
        whole = names.whole(call.func)
        if whole in _ASKS:
            return call
        statement = source.parents[call]
        return statement if whole == _DEFAULT and isinstance(statement, ast.Expr) else None
    if isinstance(parent, ast.BoolOp):
        return parent if len(parent.values) == 2 else None
    return parent if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None


def given_to(source: Source, names: Names, node: ast.expr) -> str:
    """The variable of the environment that the text is given to, or stands in for; else ''."""
    parent = source.parents[node]
    call, given = argument(source, node)
    if call is not None:
        whole = names.whole(call.func)
        if whole in (*_ASKS, *_SETS) and len(call.args) + len(call.keywords) == 2 and call.args[:1] != [given]:
            return _constant(call.args[0]) if call.args else ''
        return (given.arg or '') if whole == 'os.environ.update' and isinstance(given, ast.keyword) else ''
    if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[-1] is node:
        asked = parent.values[-2]
        if isinstance(asked, ast.Call) and names.whole(asked.func) in _ASKS and len(asked.args) == 1:
            return '' if asked.keywords else _constant(asked.args[0])
    elif isinstance(parent, ast.Assign):
        first = parent.targets[0]
        if isinstance(first, ast.Subscript) and names.whole(first.value) == 'os.environ':
            return _constant(first.slice)
    elif isinstance(parent, ast.Dict) and _updates(names, source.parents[parent], parent):
        return next(_constant(key) for key, value in zip(parent.keys, parent.values) if value is node and key)
    return ''


def _updates(names: Names, call: ast.AST, given: ast.Dict) -> bool:
    """Does the call put what is in the dictionary into the environment?"""
    if not isinstance(call, ast.Call) or given not in call.args:
        return False
    whole = names.whole(call.func)
    patches = whole.endswith('patch.dict') and names.whole(call.args[0]) == 'os.environ'
    return whole == 'os.environ.update' or patches


def _constant(node: ast.AST) -> str:
    """The name of a variable that is written out, or ''."""
    value = node.value if isinstance(node, ast.Constant) else ''
    return value if isinstance(value, str) and _VARIABLE.fullmatch(value) else ''
