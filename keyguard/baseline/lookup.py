"""Entries of a baseline, looked up in its text: a blocked commit does not wait until 100,000 of them are parsed.

What is answered is what ``parse`` would answer, errors included, for any file. Each line of a file as keyguard writes
it is an entry by itself, so it is enough to see that every line has such a form, and to read those with a fingerprint
that is asked for. A line of another form (edited by hand, with escapes or fields that we do not know) is read by
itself; where one of these is no sound entry, or the file begins or ends in another way, the whole file is parsed.
"""

import json
import re

from keyguard.baseline import Baseline, decoded, is_foreign, keys_of, parsed, problem_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from keyguard.model import Finding

# in bytes; of a smaller file everything is parsed in the time that the pattern takes to compile
_LARGE = 1 << 18
# each question takes a look through the whole text; so many take as long as parsing it
_MANY = 64
# in characters; so many lines of another form are soon read
_FEW = 1 << 16
_HEAD, _TAIL = '{\n  "schema": 1,\n  "accepted": [\n', '\n  ]\n}\n'
_START = '\n    {"fingerprint": "'
_TEXT = r'[^"\\\x00-\x1f]*'
_WORDS = rf'[^\s"\\\x00-\x1f]{_TEXT}'
_DATE = (
    r'(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|'
    r'02-(?:0[1-9]|1[0-9]|2[0-8]))'
)
_LINE = (
    r'^    \{"fingerprint": "(?:kg1:[0-9a-f]{32}|sha1:[0-9a-f]{40})", '
    rf'"detector": "{_WORDS}", "verdict": "(?:false-positive|test-key|revoked|real)", "reason": "{_WORDS}"'
    rf'(?:, "(?:by|path)": "{_TEXT}")*(?:, "until": "{_DATE}")?\}},\n'
)


class Lookup:
    """A baseline that is only asked: from its bytes, with its ``path`` for the messages. Raises ``Fatal`` as ``parse``
    does.
    """

    def __init__(self, data: bytes, path: str) -> None:
        text = decoded(data, path)
        lines = text if len(data) > _LARGE else ''
        if '\r' in lines:
            # as a checkout on Windows has it; nowhere else may a carriage return stand in JSON and mean something
            lines = lines.replace('\r\n', '\n')
        odd = _odd(lines)
        self._whole = parsed(text, path) if odd is None else None
        self._path, self._text, self._odd = path, lines, odd or []
        self._foreign = f'{_START}sha1:' in lines or any(map(is_foreign, self._odd))
        self._asked = 0

    def judge(self, finding: 'Finding', today: str) -> 'tuple[str, str]':
        """As ``Baseline.judge``."""
        self._asked += 1
        if self._whole is None and self._asked > _MANY:
            self._whole = parsed(self._text, self._path)
        return (self._whole or Baseline(self._about(finding))).judge(finding, today)

    def _about(self, finding: 'Finding') -> 'list[dict[str, Any]]':
        """All entries that may be about the finding."""
        prints = {print_ for print_, _ in keys_of(finding, self._foreign)}
        found = [entry for entry in self._odd if entry['fingerprint'] in prints]
        for print_ in prints:
            start = f'{_START}{print_}", '
            at = self._text.find(start)
            while at >= 0:
                end = self._text.index('\n', at + 1)
                found.append(json.loads(self._text[at:end].removesuffix(',')))
                at = self._text.find(start, end)
        return found


def _odd(text: str) -> 'list[dict[str, Any]] | None':
    """The entries on lines of another form than we write; None where the text is not one entry a line, all of them
    sound.
    """
    if not (text.startswith(_HEAD) and text.endswith(_TAIL)):
        return None
    # the last line has no comma, and so is always left over
    rest = re.sub(_LINE, '', text, flags=re.M)
    if len(rest) > _FEW + len(text) // 8:
        # so many lines take longer one by one than all at once
        return None
    rest = rest[len(_HEAD) : -len(_TAIL)] + ',\n'
    found = []
    for line in rest.split('\n')[:-1]:
        try:
            entry: Any = json.loads(line.removesuffix(',')) if line.endswith(',') else None
        except (ValueError, RecursionError):
            return None
        if problem_of(entry):
            return None
        found.append(entry)
    return found
