"""What the text around a possible key says: whose it is, and whether it is a credential at all.

Pure functions over bytes. They look no further than ``tokens.NEAR_BEFORE`` and ``NEAR_AFTER``, so that the prefilter,
which looks as far, never misses what is found here.
"""

import re

from keyguard.tokens import LONGEST, NEAR_AFTER, NEAR_BEFORE, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.kinds import Provider

# a little less than the prefilter's: a key may begin before its longest run, or end behind it
_BEFORE, _AFTER = NEAR_BEFORE - 64, NEAR_AFTER - 64
# a call with an argument a line, a block of Terraform, a request with its headers: as far as people spread one thing
_LINES_ABOVE, _LINES_BELOW = 6, 4
# … and an address may stand on top of a request, its headers at the bottom
_ADDRESS_ABOVE = 12

# words that say "a credential comes now"; weaker ones (api, client) only make a candidate
# (not in author, passed, keyboard, or a count of tokens)
_STRONG = re.compile(
    rb'(?<!mon)(?<!tur)key(?!board|frame|note|stroke|word)|token(?!s\W{1,3}\d+\b)|secret|auth(?!or(?:s|ed|ship)?\b)|bearer|'
    rb'(?<!by)(?<!com)pass(?!e[ds]\b|ing\b|ive|enger)|cred|login|_(?:pat|sk)(?![a-z0-9])|'
    rb'(?-i:[a-z](?:Pat|Sk)(?![a-z0-9]))',
    re.I,
)
# … and words that say "a hash, an id or a revision comes now"
_HASH = re.compile(
    rb'(?:sha[-_]?\d*|md5|hash(?:ed)?[-_]?\w{0,8}|cache[-_]?key|index[-_]?(?:id[-_]?)?key|checkout|digest|checksum|'
    rb'integrity|commit|rev(?:ision)?|etag|uuid|guid|sum|[^a-z]id|(?-i:[a-z]I[dD])|blob|tree|workspace|tenant|'
    rb'organi[sz]ation|trace|span|version|(?:page|cursor|continuation|sync|csrf|xsrf)[-_]?token|csrfmiddlewaretoken)'
    rb'["\'\])\s]*(?:=>|:=|=|:|-)?\s*(?:[bru]{0,2}["\'`\\]{1,3})?$|'
    # <sha1 value="…">, <input name="csrf_token" value="…">, checksum(path) == "…"
    rb'(?:<(?:sha\d*|md5)|"(?:csrf|xsrf)\w*")\s+value=["\']$|(?:checksum|digest|hash|md5|sha\d*)\([^()]*\)\s*==\s*["\']$',
    re.I,
)
# read from a store by a program: the value is the secret's id there
_FETCHED = re.compile(
    rb'\$\(\s*(?:aws|az|bw|bws|chamber|doppler|gcloud|infisical|kubectl|lpass|op|pass|secret-tool|security|sops|vault)\s[^)]*$'
)
# files of nothing but revisions and checksums
_REVISIONS = re.compile(rb'ignore-?revs|(?:sha\d*|md5|check)sums?(?:$|\.)', re.I)
# a public key or identifier, said so by its own name (NEXT_PUBLIC_… says something else: what a browser is given)
_PUBLIC = re.compile(
    rb'(?<!next_)(?<!expo_)(?<!nuxt_)(?<!gatsby_)(?:public|publishable)[-_]?(?:api[-_]?)?(?:key|token|id)\W*$', re.I
)
# the name that the value is given to: NAME =, "name": , name=>, --name , obj["name"] =, (typed) name: str =
_TARGET = re.compile(
    rb'([A-Za-z_$@][\w.$@-]*(?:\[\s*["\']?[\w.-]+["\']?\s*\])?)["\'\])}]*'
    rb'(?:\s*:\s*[A-Za-z][\w\[\]| .]{0,30}?)?\s*(?:=>|:=|\?\?=|\|\|=|==|=|:|,|\s|\()\s*'
    rb'(?:\$?@?[bfruBFRUL]{0,2}["\'`]{1,3}|(?:Bearer|Token|Basic|Key)\s+|\\["\']|>)*$'
)
# `android:value` is taken for a typed name, `android`
_VALUES = frozenset((b'android', b'value', b'val', b'default', b'content', b'text', b'string', b'return', b'example'))
_OWN_VARIABLE = re.compile(rb'\s*(?:export |set |\$env:)?[A-Z][A-Z0-9_]+ ?[=:]')
_CREDENTIAL_VARIABLE = re.compile(
    rb'\s*(?:export |set |\$env:)?[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD)[A-Z0-9_]* ?[=:]'
)
_TAG = re.compile(rb'<\w+>')
_PROSE = re.compile(rb'\w*[.,:;]?(?: [a-z]{2,}[.,:;]?){2,} ?["\'`(]{0,2}')
_CLIENT = re.compile(rb'[Cc]lient\w*(?:(?:::|\.)\w+)?\(\s*["\'`]$')
# a user or a password without a word that says so: curl -u KEY:, https://user:KEY@host, https://KEY@host
_USER = re.compile(rb'\s(?:-u|--user)[ =]?["\']?$')
_USERINFO = re.compile(rb'://(?:[^\s/@:]*:)?$')
# echo KEY | gh secret set NAME
_PIPED = re.compile(rb'(?:echo|printf|<<<)\b[^|]*$')
_CELL = re.compile(rb'[ \t]*"?[ \t]*`?[\w .:/@-]*`?[ \t]*"?[ \t]*')
_WORDS = re.compile(rb'[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+')
# words of a name that say nothing about whose key it is
_PLAIN = frozenset(
    b'android axios azure example examples '
    b'common curl declare defaults echo export fetch format goog metadata openai print printf '
    b'putenv return send setenv yield '
    b'a access account admin ai api app application apps auth authentication authorization backup base basic '
    b'bearer bot client code cloud config const constant context cred credential credentials creds current '
    b'data def default demo dev development embedding env environ environment export file final for global '
    b'header headers http https inference internal json key keys let live llm local main master model my name '
    b'new node old or org os param params pass passwd password personal primary private prod production '
    b'project property provider public pub pwd read real request sdk secondary secret secrets self sensitive '
    b'server service session set settings shared static str string team test testing that the this tmp token '
    b'tokens type url use user username val value values var variable vars with write x your'.split()
)

# the ids in a comment that accepts a finding; nothing else of the line, or a word could hide the key behind it
_ACCEPTING = re.compile(rb'keyguard:[ \t]*allow(?:-next-line)?\[[^\]\r\n]*\]')

# what may stand between a variable's name and its value
_GAP = re.compile(
    rb'["\'\])}`\s:=>,(\[{|?&$~\\-]*(?:(?:bearer|value|string|str|default|token|basic|key|type|!str|<)["\'\s:=>,({\[]*){0,2}'
    rb'(?:\\?["\'`]{0,3})$',
    re.I,
)
_CAMEL = re.compile(rb'[A-Z](?=[a-z]{2})')
_VALUE_CHARS = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=:~|'
_LONGEST_UNKNOWN = 250
_KEY_ARGUMENT = re.compile(
    rb'(?:api[_-]?key|token|auth[_-]?token|secret|key|access[_-]?key)["\']?\s*[=:]\s*[bru]?["\'`]$', re.I
)


class Context:
    """The lines around the value at ``start`` to ``end``: its own, the nearest above, the nearest below.

    ``path`` is the file's name.
    """

    __slots__ = ('above', 'addresses', 'after', 'before', 'below', 'path', 'target')

    def __init__(self, data: bytes, start: int, end: int, path: bytes) -> None:
        window = max(0, start - _BEFORE)
        # the id in a comment that accepts a finding is no name: it may not change what is found
        lines = _ACCEPTING.sub(b'', data[window:start]).split(b'\n')
        self.before = lines[-1]
        self.above = lines[-2 : -2 - _LINES_ABOVE : -1] + _parents(lines)
        self.addresses = [line for line in lines[-2 - _LINES_ABOVE : -2 - _ADDRESS_ABOVE : -1] if b'://' in line]
        rest = _ACCEPTING.sub(b'', data[end : end + _AFTER]).split(b'\n', _LINES_BELOW + 1)
        self.after = rest[0]
        self.below = b'\n'.join(rest[1 : _LINES_BELOW + 1])
        self.path = path
        match = _TARGET.search(self.before)
        self.target = match.group(1) if match else b''

    def distance(self, names: 'Iterable[str]') -> int:
        """How far the nearest of the names (as in ``Detector.names``) stands, smaller is nearer; -1 where none counts.

        A name before the value on its own line counts always, and one behind it next. One on the lines beside it does
        not when the value has a name of its own that says otherwise (``OTHER_API_KEY`` under ``MISTRAL_API_KEY``).
        """
        wanted = Names(names)
        best = wanted.last(self.before)
        if best >= 0:
            return min(999, best)
        if wanted.stand_in(self.after):
            return 1000
        if self._names_another():
            return -1
        above = self.above
        if _OWN_VARIABLE.match(self.before):
            # of a list of variables, each line speaks for itself
            above = [line for line in above if not _CREDENTIAL_VARIABLE.match(line)]
        scores = zip(range(2000, 3900, 100), [*above, *self.addresses])
        for score, text in (*scores, *((4000, line) for line in self.below.split(b'\n')), (5000, self.path)):
            if wanted.stand_in(text):
                return score
        return -1

    def speaks_of(self, words: 'Iterable[str]') -> bool:
        """Does one of the folded words stand on the value's line or the two next to it on either side, or in the file's
        name?
        """
        wanted = Names(words)
        below = self.below.split(b'\n')[:2]
        return any(map(wanted.stand_in, (self.before, self.after, *self.above[:2], *below, self.path)))

    @staticmethod
    def _strong(text: bytes) -> bool:
        """Is a credential's word there, and no sentence between it and the value (``key fix in`` a commit)?"""
        end = max((match.end() for match in _STRONG.finditer(text)), default=-1)
        return end >= 0 and not _PROSE.fullmatch(text, end)

    def _names_another(self) -> bool:
        words = [word.lower() for word in _WORDS.findall(self.target)]
        return any(word not in _PLAIN and len(word) > 3 for word in words)

    def is_argument_of(self, calls: 'Iterable[str]') -> bool:
        """Is the value handed to one of the SDK calls, ``Exa("…")`` or ``Exa(api_key="…")`` over a few lines?"""
        if any(_call(call).search(self.before) for call in calls):
            return True
        if not _KEY_ARGUMENT.search(self.before):
            return False
        return _opened(b'\n'.join([*self.above[_LINES_ABOVE - 1 :: -1], self.before]), calls)

    def is_credential(self, names: 'Iterable[str]') -> bool:
        """Does the statement say that this is a credential, and not a hash, an id or a file name?"""
        before = self.before
        # a revision or a checksum is glued to an address by # or @
        if _HASH.search(before) or _PUBLIC.search(self.target) or before.endswith((b'#', b'@')):
            return False
        if _FETCHED.search(before) or _REVISIONS.search(self.path):
            return False
        if self.after.startswith(b'](') and b'/commit' in self.after:
            return False
        if self._strong(before) or _USER.search(before) or _USERINFO.search(before) or self._under_a_heading():
            return True
        if _PIPED.search(before) and _STRONG.search(self.after):
            return True
        wanted = Names(names)
        if _CLIENT.search(before) and wanted.stand_in(before):
            return True
        nearest = next((line for line in self.above if line.strip()), b'')
        last = _WORDS.findall(self.target)[-1:]
        if last and last[0].lower() in _VALUES and any(_STRONG.search(line) for line in self.above[:4]):
            # name and value on two lines, as Kubernetes and Terraform write them
            return not _HASH.search(nearest)
        if not _TAG.sub(b'', before).strip(b' \t"\'`-*|>:=(,') and not before.strip().endswith(b'--'):
            # a value alone on its line: the line above, or the file's name, must speak
            if self.after.strip(b' \t\r"\'`,;|') and not self.after.startswith(b'</'):
                return False
            return bool(_STRONG.search(nearest) or _STRONG.search(self.path))
        if wanted.stand_in(self.target):
            return any(_STRONG.search(line) for line in self.above) or bool(_STRONG.search(self.path))
        return False

    def _under_a_heading(self) -> bool:
        """Is the value a cell of a table, and does the column's heading speak of a credential?"""
        for comma in (b'|', b',', b'\t'):
            cells = self.before.split(comma)
            if len(cells) == 1 or not all(map(_CELL.fullmatch, cells)):
                continue
            at = len(cells) - 1
            for line in self.above:
                heads = line.split(comma)
                if len(heads) > at and all(map(_CELL.fullmatch, heads)) and _STRONG.search(heads[at]):
                    return True
        return False


class Names:
    """Words to look for in lines, as ``Detector.names`` writes them."""

    __slots__ = ('_folded', '_labels')

    def __init__(self, names: 'Iterable[str]') -> None:
        self._folded: list[bytes] = []
        self._labels: list[re.Pattern[bytes]] = []
        for name in names:
            if name.startswith('<'):
                self._labels.append(_label(name[1:-1]))
            else:
                self._folded.append(name.encode('ascii'))

    def last(self, text: bytes) -> int:
        """How many letters and digits before the end the last of them begins, or -1."""
        folded = fold(text)
        at = max((folded.rfind(name) for name in self._folded), default=-1)
        for label in self._labels:
            for match in label.finditer(text):
                at = max(at, len(fold(text[: match.start(1)])))
        return len(folded) - at if at >= 0 else -1

    def stand_in(self, text: bytes) -> bool:
        """Does one of them stand there?"""
        folded = fold(text)
        return any(name in folded for name in self._folded) or any(label.search(text) for label in self._labels)


def _label(word: str) -> 're.Pattern[bytes]':
    """The word as a label: between punctuation or the ends of the line, or as the program that a line runs."""
    pattern = _labels.get(word)
    if pattern is None:
        name = word.encode('ascii')
        pattern = _labels[word] = re.compile(
            rb'(?:^\s*|[^\w\s]\s*|\b(?:for|from|of|by|my|our)\s+)(?<!\w)('
            + name
            + rb')(?=\s*(?:$|[^\w\s]|\s(?:auth|config|key|login|set)\b))',
            re.I,
        )
    return pattern


_labels: 'dict[str, re.Pattern[bytes]]' = {}


def _parents(lines: 'list[bytes]') -> 'list[bytes]':
    """Of the lines further up, those that the last one is indented under: ``mistral:`` above ``api_key: …``."""
    found = []
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    for line in lines[-2:0:-1]:
        words = line.lstrip()
        if words and len(line) - len(words) < indent:
            indent = len(line) - len(words)
            found.append(line)
    return found


def assigned_value(data: bytes, start: int, end: int, provider: 'Provider') -> 'tuple[int, int] | None':
    """The span of the value around the run, when one of the provider's variables or SDK calls gets it; else None."""
    first, last = start, min(end, start + LONGEST)
    floor, ceiling = max(0, start - 64), min(len(data), start + LONGEST)
    while first > floor and data[first - 1] in _VALUE_CHARS:
        first -= 1
    # what belongs to the assignment, not to the value: NAME=value, name:value
    lead = max(data.rfind(b'=', first, start), data.rfind(b':', first, start), first - 1) + 1
    first = lead if lead > first else first
    while last < ceiling and data[last] in _VALUE_CHARS:
        last += 1
    # a sealed or encrypted value is far longer than any key, and meant to be committed
    if (
        last - first > _LONGEST_UNKNOWN
        or data[last : last + 1] in (b'(', b'[', b'{', b'$')
        or b'://' in data[first:last]
    ):
        return None
    before = data[max(0, start - NEAR_BEFORE) : first]
    # the value's own line and the one above it (Kubernetes writes name and value on two)
    before = b'\n'.join(before.rsplit(b'\n', 2)[-2:])
    for name in provider.env:
        at = _rfind_name(before, name)
        if at >= 0 and _GAP.fullmatch(before, at):
            return first, last
    if _KEY_ARGUMENT.search(before):
        text = data[max(0, start - NEAR_BEFORE) : first]
        if _opened(text, provider.calls):
            return first, last
    return None


def _opened(text: bytes, calls: 'Iterable[str]') -> bool:
    """Is one of the calls open at the end of the text?"""
    for call in calls:
        opened = text.rfind(call.encode() + b'(')
        before = text[max(0, opened - 1) : max(0, opened)]
        alone = not before.isalnum() and before != b'_'
        if opened >= 0 and alone and b')' not in text[opened:].replace(b'()', b''):
            return True
    return False


def _rfind_name(text: bytes, name: str) -> int:
    """Where the last mention of a variable ends in the text, in any spelling (``openaiApiKey``), or -1."""
    parts = name.lower().split('_')
    pattern = _spelled.get(name)
    if pattern is None:
        pattern = _spelled[name] = re.compile(b'[_. -]?'.join(re.escape(part.encode()) for part in parts), re.I)
    end = -1
    for match in pattern.finditer(text):
        before, first = text[match.start() - 1 : match.start()], text[match.start() : match.start() + 1]
        # not the end of another name: ARK_API_KEY in SPARK_API_KEY; but OpenaiApiKey in myOpenaiApiKey
        if not before.isalpha() or (before.islower() and first.isupper()):
            end = match.end()
    return end


_spelled: 'dict[str, re.Pattern[bytes]]' = {}
_called: 'dict[str, re.Pattern[bytes]]' = {}


def _call(call: str) -> 're.Pattern[bytes]':
    pattern = _called.get(call)
    if pattern is None:
        pattern = _called[call] = re.compile(rb'(?<![A-Za-z0-9_])' + re.escape(call.encode()) + rb'\(\s*["\'`]$')
    return pattern


def looks_random(value: bytes) -> bool:
    """Does the value change between lower case, upper case and digits as often as a random one, and vary enough?"""
    # the capital that begins a word of camelCase is no change
    value = _CAMEL.sub(b'a', value)
    classes = bytes(
        0 if 0x30 <= char <= 0x39 else 1 if 0x41 <= char <= 0x5A else 2
        for char in value
        if chr(char).isalnum() and char < 0x80
    )
    if len(classes) < 20 or len(set(value)) < 10 or 0 not in classes:
        return False
    changes = sum(a != b for a, b in zip(classes, classes[1:]))
    return changes * 4 >= len(classes)
