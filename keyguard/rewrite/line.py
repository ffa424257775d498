"""The line of a key as it reads afterwards. It works on the text that may be shown, never on the key."""

import re

from keyguard.model import Finding
from keyguard.remedies import environment

# an argument that holds nothing but the key: its name, the opening quote, and what closes it
_ARGUMENT = re.compile(
    r'(?:,\s*)?(?:\b\w*(?:api_key|apiKey|ApiKey|token|Token|key|auth)\s*[=:]\s*)?(?<![\w"\'])[bruf]?["\'`]$'
)
_CLOSED = re.compile(r'^["\'`]\s*,?\s*')
# a second argument that stands in when the variable is missing
_FALLBACK = re.compile(r'(?<=["\'])\s*,\s*[bru]?["\']$')
# … in JavaScript
_OTHERWISE = re.compile(r'(?<=\w)\s*(?:\?\?|\|\|)\s*["\'`]$')
# what can hold nothing that is read at run time, and what sets the variable instead of reading it
_CONSTANT = re.compile(r'^\s*(?:[\w.]+\s+)*const\b|^\s*(?:pub\s+)?static\s|@\w+\([^)]*$|^\s*\[\w+\(')
_SETS = re.compile(
    r'setdefault\(|setenv\(|putenv\(|environ\.update\(|\$env:\w+\s*=|\bsetx?\s|\|\|=|\?\?=|environ\[[^\]]*\]\s*=', re.I
)
# what may stand in a group of constants in Go
_GROUPED = re.compile(r'^\s*\w+(?:,\s*\w+)*(?:\s+[\w.]+)?\s*=(?!=)')
_COMPILED = frozenset(('csharp', 'go', 'java', 'kotlin', 'rust', 'swift'))
_READS = re.compile(r'(?:getenv|environ\.get)\(\s*["\'][A-Z0-9_]+["\']$')
_OPENED = re.compile(r'[bruf]{0,2}(["\'`])$')


def without_key(finding: Finding, language: str, variable: str) -> 'tuple[str, str] | None':
    """(words before "line N becomes", the new line), or None where no safe form of the line is known."""
    if finding.left is None or finding.right is None or finding.line != finding.end_line:
        return None
    if '…' in finding.left + finding.right:
        return None  # the line as it may be shown is not whole
    dropped = _argument_dropped(finding, language)
    if dropped is not None:
        return f'the SDK reads {variable} by itself, so ', dropped
    read = environment.read_in(language, variable)
    if not read:
        return None
    left, right = finding.left, finding.right
    fallback = _FALLBACK.search(left)
    if fallback and right[:1] == left[-1:] and _READS.search(left[: fallback.start()]):
        return 'without a fallback ', (left[: fallback.start()] + right[1:]).strip()
    otherwise = _OTHERWISE.search(left)
    if otherwise and right[:1] == left[-1:] and left[: otherwise.start()].endswith(f'env.{variable}'):
        return 'without a fallback ', (left[: otherwise.start()] + right[1:]).strip()
    if _SETS.search(left) or (language in _COMPILED and _CONSTANT.search(left)) or constant(finding, language):
        return None
    if left.strip().removesuffix('"').rstrip(' =') == read:
        return None
    opened = _OPENED.search(left)
    if opened and right.startswith(opened.group(1)):
        line = left[: opened.start()] + read + right[1:]
    elif language in ('github-actions', 'gitlab', 'compose') or (language == 'shell' and left.endswith('=')):
        line = left + read + right
    else:
        return None
    if language == 'python':
        return '(with `import os` above) ', line.strip()
    return '', line.strip()


def constant(finding: Finding, language: str) -> bool:
    """May the line be that of a constant, for which the language asks for a value that is known beforehand?"""
    left = finding.left or ''
    grouped = language == 'go' and _GROUPED.match(left)
    return language in _COMPILED and bool(grouped or re.match(r'\s*(?:\w+\s+)*const\b', left))


def _argument_dropped(finding: Finding, language: str) -> 'str | None':
    """The line without the argument, where the SDK's call reads the variable by itself; else None."""
    left, right = finding.left or '', finding.right or ''
    calls = finding.provider.reads.get(language, ())
    argument = _ARGUMENT.search(left)
    closed = _CLOSED.match(right)
    if not argument or not closed or finding.detector.env not in ('', *finding.provider.env[:1]):
        return None
    head = left[: argument.start()]
    if head.rstrip().endswith(('=', ':')):
        return None  # the argument of another name, or a pair of a dictionary
    for call in calls:
        opened = head.rfind(call + '(')
        between = head[opened + len(call) + 1 :]
        if opened < 0 or '(' in between or ')' in between:
            continue
        rest = right[closed.end() :]
        if language == 'javascript' and between.strip() == '{' and rest.lstrip().startswith('}'):
            return (head[: opened + len(call) + 1] + rest.lstrip()[1:].lstrip()).strip()
        separator = ', ' if between.strip(' {') and not rest.startswith((')', '}', ' }')) else ''
        return (head.rstrip() + separator + rest if separator else head.rstrip(' ') + rest).strip()
    return None
