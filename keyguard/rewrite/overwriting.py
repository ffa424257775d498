"""Does the file itself give a variable another value than the key that is to be read from it?

A key that is read from ``OPENAI_API_KEY`` is another one after ``OPENAI_API_KEY=dummy``. The order is that of the text,
as far as that can be told: what stands in a function or in a loop may come after what is written below it.
"""

import re

from keyguard.lazy import Lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

_QUOTE = r'\\?["\']'
_PYTHON = (
    rf'environ\s*\[\s*{_QUOTE}@{_QUOTE}\s*\]\s*\+?=(?!=)|environ\.pop\(\s*{_QUOTE}@{_QUOTE}|putenv\(\s*{_QUOTE}@{_QUOTE}'
    rf'|environ\.update\([^()]{{0,300}}?(?:{_QUOTE}@{_QUOTE}\s*:|\b@\s*=)|(?:set|del)env\(\s*{_QUOTE}@{_QUOTE}'
    rf'|environ\.clear\(\)|\bdel\s+os\.environ\s*\[\s*{_QUOTE}@{_QUOTE}|%(?:set_)?env\s+@[ =]'
)
_SHELL = (
    r'(?:^|(?<=[\s;&|(]))'
    r'(?:(?:(?:export|readonly|local|declare|typeset)[ \t]+(?:-\w+[ \t]+)*)@=(?!["\']?\$\{?@\b)'
    # before a command it is a value for that command alone
    r'|@=(?!["\']?\$\{?@\b)(?!(?:"[^"\n]*"|\'[^\'\n]*\'|[^\s;&|"\'])*[ \t]+[^\s;&|#)])'
    r'|(?:unset|for|read\b[^\n;|&]{0,100}?|getopts[ \t]+\S+|printf[ \t]+-v)[ \t]+@(?![\w]))'
)
# kind of file -> what gives the variable @ a value, or takes its value away
_SETS = {
    'cmd': r'(?i:\bset\s+(?:/p\s+|/a\s+)?"?@=)',
    'csharp': r'SetEnvironmentVariable\(\s*"@"',
    'fish': r'(?:^|(?<=[\s;&|(]))(?:set(?:[ \t]+-[-\w]+)*|for|read\b[^\n;|&]{0,100}?)[ \t]+@(?![\w])',
    'go': r'\b(?:Setenv|Unsetenv)\(\s*"@"',
    'javascript': rf'process\.env(?:\.@|\[\s*{_QUOTE}@{_QUOTE}\s*\])\s*=(?![=>])|\bdelete\s+process\.env\.@\b'
    rf'|\bBun\.env\.@\s*=(?![=>])|Object\.assign\(\s*process\.env\b[^()]{{0,300}}?\b@{_QUOTE}?\s*:'
    rf'|(?:stubEnv|env\.(?:set|delete))\(\s*{_QUOTE}@{_QUOTE}',
    'make': r'^[ \t]*(?:(?:export|override|define|undefine)[ \t]+)*@[ \t]*(?:[:+?]*=|$)',
    'notebook': _PYTHON,
    'php': rf'putenv\(\s*{_QUOTE}@\b|\$_(?:ENV|SERVER)\[\s*{_QUOTE}@{_QUOTE}\s*\]\s*=(?![=>])',
    'powershell': r'(?i:\$env:@\s*\+?=(?!=)|SetEnvironmentVariable\(\s*["\']@["\']'
    r'|Remove-Item\s+(?:-Path\s+)?env:\\?@\b)',
    'python': _PYTHON,
    'ruby': rf'\bENV\[\s*{_QUOTE}@{_QUOTE}\s*\]\s*(?:\|\|)?=(?![=~>])|\bENV\.(?:delete|store)\(\s*{_QUOTE}@{_QUOTE}',
    'rust': r'\b(?:set_var|remove_var)\(\s*"@"',
    'shell': _SHELL,
}  # fmt: skip
_COMMENT = Lazy(rb'[ \t]*(?:#|//|::|(?i:rem)\s)')
# a script of lines comes back to one of them only where something like this stands above
_LOOPS = {
    'cmd': Lazy(rb'\b(?:goto|for)\b', re.I),
    'fish': Lazy(rb'^[ \t]*(?:function|while|for)\b', re.M),
    'make': Lazy(rb''),
    'notebook': Lazy(rb''),
    'shell': Lazy(rb'(?:^|[;&|][ \t]*)[ \t]*(?:function\b|[\w-]+[ \t]*\(\)|(?:while|until|for|trap)\b)', re.M),
}
_INNER = Lazy(rb'[{]|=>|->|\b(?:def|fn|func|function|lambda|proc)\b')
# what may stand between that and a key
_BETWEEN = Lazy(rb'[\s"\'`\\({,=]*(?:[rbuf]{1,2}\\?["\']|r#+"|[@$]{1,2}["\']\s*|%[qQ]?[\[({<|!])?\Z')


def overwritten(kind: str, data: bytes, variable: str, spots: 'Sequence[Spot]', marks: 'Sequence[str]') -> 'set[int]':
    """The indices of the spots that may find another value in the variable than their key; ``marks`` tell which key
    each one is.
    """
    if kind not in _SETS or not variable:
        return set()
    pattern = re.compile(_SETS[kind].replace('@', re.escape(variable)).encode(), re.M)
    found: set[int] = set()
    for match in pattern.finditer(data):
        line = data.rfind(b'\n', 0, match.start()) + 1
        if _COMMENT.match(data, line, match.start()):
            continue
        given = next((at for at, spot in enumerate(spots) if _stands_there(data, match.end(), spot)), None)
        for at, spot in enumerate(spots):
            if at == given or (given is not None and marks[at] == marks[given]):
                continue
            if match.start() < spot.start or _comes_again(kind, data, spot):
                found.add(at)
    return found


def _comes_again(kind: str, data: bytes, spot: 'Spot') -> bool:
    """May the place be reached after what is written below it?"""
    if kind in _LOOPS:
        return bool(_LOOPS[kind].search(data, 0, spot.start))
    line = data.rfind(b'\n', 0, spot.start) + 1
    return data[line : line + 1] in (b' ', b'\t') or bool(_INNER.search(data, line, spot.start))


def _stands_there(data: bytes, end: int, spot: 'Spot') -> bool:
    return end <= spot.start and spot.start - end < 100 and bool(_BETWEEN.match(data, end, spot.start))
