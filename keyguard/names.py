"""Names of providers in lines of text: ``mistral`` in any spelling, ``exa`` as a label only, ``01ai`` as the beginning
of a word.
"""

import re

from keyguard.tokens import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Names:
    """Words to look for in lines, as ``Detector.names`` writes them."""

    __slots__ = ('_folded', '_labels', '_owners')

    def __init__(self, names: 'Iterable[str]') -> None:
        self._folded: list[bytes] = []
        # labels on the value's own line, and on the lines beside it
        self._labels: list[re.Pattern[bytes]] = []
        self._owners: list[re.Pattern[bytes]] = []
        for name in names:
            if name.startswith('<'):
                label, owner = _patterns(name[1:-1])
                self._labels.append(label)
                self._owners.append(owner)
            elif name in _HELD or name[:1].isdigit():
                pattern = _begun(name)
                self._labels.append(pattern)
                self._owners.append(pattern)
            else:
                self._folded.append(name.encode('ascii'))

    def last(self, text: bytes) -> int:
        """How many letters and digits before the end of the value's own line, or what is left of it, the last of them
        begins; -1 where none does.
        """
        folded = fold(text)
        at = max((folded.rfind(name) for name in self._folded), default=-1)
        for label in self._labels:
            for match in label.finditer(text):
                at = max(at, len(fold(text[: match.start(1)])))
        return len(folded) - at if at >= 0 else -1

    def stand_in(self, text: bytes) -> bool:
        """Does one of them stand in the value's own line?"""
        return self._is_there(text, self._labels)

    def are(self, word: bytes) -> bool:
        """Is the word one of them, and nothing else?"""
        return fold(word) in self._folded or any(label.fullmatch(word) for label in self._labels)

    def stand_over(self, text: bytes) -> bool:
        """Does one of them stand in a line beside it, so that the line speaks of what comes below?

        A label counts as a section, a parent, a heading or the provider's name: not as one of a list of words.
        """
        return self._is_there(text, self._owners)

    def _is_there(self, text: bytes, labels: 'list[re.Pattern[bytes]]') -> bool:
        folded = fold(text)
        return any(name in folded for name in self._folded) or any(label.search(text) for label in labels)


def _patterns(word: str) -> 'tuple[re.Pattern[bytes], re.Pattern[bytes]]':
    patterns = _compiled.get(word)
    if patterns is None:
        name = word.encode('ascii')
        # between punctuation or the ends of the line, or as the program that a line runs
        label = (
            rb'(?:^\s*|[^\w\s]\s*|\b(?:for|from|of|by|my|our)\s+)(?<!\w)('
            + name
            + rb')(?=\s*(?:$|[^\w\s]|\s(?:auth|config|key|login|set)\b))'
        )
        owner = (
            # [exa], exa:, "exa": {, exa = {, # Exa, ## Exa API
            rb'^\s*(?:(?:#+|//|--|;|\*\*)\s*)?[\[\x22\x27]*(?:[\w-]+\.)*'
            + name
            + rb'[\]\x22\x27]*\s*(?:$|[:=\]{(*]|\.\w+\]|(?:api|key|token)s?\b)|'
            # enum Exa {, Exa.configure do |config|, Exa.builder()
            rb'^\s*(?:\w+\s+){0,4}?(?:class|enum|interface|module|namespace|object|struct|trait)\s+'
            + name
            + rb'\s*(?:$|[{:(])|'
            rb'(?<![\w.])' + name + rb'\.(?:configure\b|builder\()|'
            # provider: exa, {"name": "exa", model: exa/large, a comment for exa, import exa
            rb'(?<![\w-])(?:provider|vendor|service|name|backend|engine|source|issuer|llm|model|id)[\x22\x27]?\s*(?:=>|[:=])\s*'
            rb'[\x22\x27]?' + name + rb'(?:[/:]|[\x22\x27]?\s*(?:[,;}\])>]|$))|'
            rb'^\s*(?:#+|//|--|;|\*).*\b(?:for|from|of)\s+' + name + rb'\s*(?:$|[:.,)])|'
            rb'^\s*(?:import|from|use|using)\s+\{?\s*' + name + rb'(?![\w-])|'
            rb'(?:require|from|import)[\s(]+[\x22\x27]' + name + rb'[\x22\x27]|'
            # Exa(, new Exa(, exa.Config{: the call that the value is handed to a few lines below
            rb'(?<![\w.])' + name + rb'(?:\(|\.\w+[({])\s*[{(]*\s*$'
        )
        patterns = _compiled[word] = re.compile(label, re.I), re.compile(owner, re.I)
    return patterns


def _begun(name: str) -> 're.Pattern[bytes]':
    """The name where a word begins, of camelCase too, and does not go on as another."""
    pattern = _words.get(name)
    if pattern is None:
        letters = _HELD.get(name) or _SIGNS.join(re.escape(letter.encode('ascii')) for letter in name)
        hump = name[0].upper().encode('ascii')
        # in data, the length of a text may be a letter that stands before it
        start = rb'(?<![A-Za-z0-9])|(?<=[^\t\n\r\x20-\x7e][A-Za-z0-9])'
        if hump.isalpha():
            start += rb'|(?-i:(?<=[a-z0-9])(?=' + hump + rb'[a-z]))'
        pattern = _words[name] = re.compile(b'(?:' + start + b')(' + letters + b')', re.I)
    return pattern


_SIGNS = rb'[^A-Za-z0-9\n]{0,2}'
# names that everyday words hold, or make where they meet (tackling, keys unordered, link up, newApiKey), and what of
# them is the name; of those that begin with a digit, a digest does so (…01a, id)
_HELD = {
    'cohere': rb'cohere(?!n[ct]|d(?![a-z]))',
    'dify': rb'dify',
    'gladia': rb'gladia(?!t)',
    'hume': rb'hume(?!d|r(?!c))',
    'kagi': rb'kagi(?!n)',
    'kimi': rb'kimi',
    'kling': rb'kling',
    'lighton': rb'lighton',
    'linkup': rb'linkup(?!s(?![a-z]))',
    'lunary': rb'lunary',
    'morph': rb'morph(?![deios])',
    'newapi': rb'new[-_]?api(?![-_]?(?:key|secret|token))',
    'oneapi': rb'one[-_]?api(?![-_]?(?:key|secret|token))',
    'opik': rb'opik',
    'playht': rb'play' + _SIGNS + rb'ht(?!m|tp)',
    'rekaai': rb'reka' + _SIGNS + rb'ai',
    'rekaapi': rb'reka' + _SIGNS + rb'api',
    'stability': rb'stability',
    'suno': rb'suno(?!s(?![a-z]))',
    'wandb': rb'wandb',
}
_words: 'dict[str, re.Pattern[bytes]]' = {}
_compiled: 'dict[str, tuple[re.Pattern[bytes], re.Pattern[bytes]]]' = {}
