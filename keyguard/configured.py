"""What a team set, and the plain way to write it: ``word: text`` and lists of texts, as nearly all configurations have
it. To load YAML for that takes as long as to start Python; whatever is not so plain is left to ``config``, complaints
above all.
"""

import re

from keyguard.kinds import CONFIDENCES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from keyguard.kinds import Provider

_LISTS = ('skip', 'exclude')
_TEXTS = ('min_confidence', 'store', 'help', 'max_age')
# no sign that means anything in YAML where it stands; and what stands in quotes
_PLAIN = r'[A-Za-z0-9_./^](?:[A-Za-z0-9_./^$()+-]| (?=[A-Za-z0-9_./^$()+-]))*'
_TEXT = rf"(?:({_PLAIN})|'([^'\n]*)'|\"([^\"\\\n]*)\")"
_VALUE = re.compile(_TEXT)
_FLOW = re.compile(rf'\[ *{_TEXT}(?: *, *{_TEXT})* *\]')
_ENTRY = re.compile(r'([a-z_]+):(?: +(.*?))? *')
_ITEM = re.compile(r'( *)- +(.*?) *')
_NOTHING = ('null', 'Null', 'NULL')
DAYS = '[1-9][0-9]{0,5}'


class Config:
    """What a team set. The defaults are what holds without a file."""

    __slots__ = ('exclude', 'help', 'max_age', 'min_confidence', 'path', 'providers', 'skip', 'store')

    def __init__(self, path: str = '') -> None:
        self.path = path
        self.providers: list[Provider] = []
        self.skip: list[str] = []
        self.exclude: list[re.Pattern[str]] = []
        self.min_confidence = CONFIDENCES[0]
        self.store = ''
        self.help = ''
        self.max_age = 0

    def excludes(self, path: str) -> bool:
        """Does a pattern of ``exclude`` match the path, searched as pre-commit does?"""
        return any(pattern.search(path) for pattern in self.exclude)


def plain(path: str, knower: 'Callable[[], Callable[[str], bool]]') -> 'Config | None':
    """The configuration in the file where it is written in the plain way, without providers, and sound; else None.
    ``knower`` gives what tells whether there is a provider or detector with an id.
    """
    try:
        with open(path, 'rb') as file:
            text = file.read().decode('ascii')
    except (OSError, UnicodeDecodeError):
        return None
    found = _entries(text)
    if found is None:
        return None
    config = Config(path)
    config.skip = found.pop('skip', [])
    if config.skip and not all(map(knower(), config.skip)):
        return None
    try:
        config.exclude = [re.compile(pattern) for pattern in found.pop('exclude', [])]
    except re.error:
        return None
    texts = {word: values[0] for word, values in found.items() if len(values) == 1}
    if len(texts) < len(found) or texts.get('min_confidence', config.min_confidence) not in CONFIDENCES:
        return None
    if not re.fullmatch(DAYS, texts.get('max_age', '1')):
        return None
    config.min_confidence = texts.get('min_confidence', config.min_confidence)
    config.store, config.help = texts.get('store', ''), texts.get('help', '')
    config.max_age = int(texts.get('max_age', '0'))
    return config


def _entries(text: str) -> 'dict[str, list[str]] | None':
    """Word -> the texts that it is given."""
    found: dict[str, list[str]] = {}
    word = indent = ''
    if not text.replace('\n', '').isprintable():
        return None
    for line in text.split('\n'):
        if not line.strip() or line.lstrip().startswith('#'):
            continue
        item = _ITEM.fullmatch(line)
        if item:
            values = _values(item[2], flow=False)
            # all of a list stand below each other, and below its word
            if not word or values is None or (found[word] and item[1] != indent):
                return None
            indent = item[1]
            found[word] += values
            continue
        entry = _ENTRY.fullmatch(line)
        if not entry or (word and not found[word]) or entry[1] in found or entry[1] not in (*_LISTS, *_TEXTS):
            return None
        values = _values(entry[2], flow=entry[1] in _LISTS) if entry[2] else []
        if values is None or not (values or entry[1] in _LISTS):
            return None
        found[entry[1]] = values
        word = '' if values else entry[1]
    return None if word and not found[word] else found


def _values(text: str, flow: bool) -> 'list[str] | None':
    """The text, or those of a list in brackets where it may be one."""
    if flow and text.startswith('['):
        matches = list(_VALUE.finditer(text)) if _FLOW.fullmatch(text) else []
    else:
        matches = list(filter(None, (_VALUE.fullmatch(text),)))
    if not matches or any(match[1] in _NOTHING for match in matches):
        return None
    return [match[match.lastindex or 0] for match in matches]
