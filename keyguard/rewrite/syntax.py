"""What the module ``ast`` knows of trees. Python's own trees need no more than ``_ast``, and a commit waits for the two
milliseconds that ``ast`` takes to load.
"""

import _ast as ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(tree: ast.AST) -> 'Iterator[ast.AST]':
    """The node and all that are below it, level by level, as ``ast.walk`` gives them."""
    nodes = [tree]
    for node in nodes:
        for name in node._fields:
            field = getattr(node, name, None)
            if isinstance(field, list):
                nodes += [each for each in field if isinstance(each, ast.AST)]
            elif isinstance(field, ast.AST):
                nodes.append(field)
        yield node


def begins_with_words(tree: ast.Module) -> bool:
    """Is there a docstring?"""
    first = tree.body[0] if tree.body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
