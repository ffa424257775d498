"""Does the text before a run speak of a credential? A key without a literal is a candidate only there.

Asked where a run has digits and letters and reads like no words, so many commits do not load it.
"""

from keyguard.tokens import DIGITS, are_words, fold, has_digits_and_letters, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Span

_UPPER = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
_FOLD = bytes.maketrans(_UPPER, _LOWER)
# A run is a candidate where one of these stands so close before it, in bytes, …
CLOSE_BEFORE = 100
CREDENTIAL_WORDS = (
    *(b'key', b'token', b'secret', b'auth', b'bearer', b'pass', b'cred', b'login', b'client', b'api'),
    b'subscription',
)
# CLARIFAI_PAT, qianfanSk: as the end of a name only, or every path would be one.
ENDINGS = (b'_pat', b'_PAT', b'_sk', b'_SK', b'Pat', b'Sk')
# … and these as a whole name: it is what Clarifai's own first page calls the token
_NAMES = (b'pat', b'PAT')
# In a file's name these words decide; the last two stand in those of lists of revisions and checksums.
TELLING = (b'key', b'token', b'secret', b'auth', b'bearer', b'pass', b'cred', b'login', b'revs', b'sum')
# … or hands it to a call as its only argument.
_ARGUMENT = (b'("', b"('", b'(`')
_QUOTES = (b'"', b"'", b'`')
# what a value without a name of its own is called, and what stands between that and the value
_VALUES = (b'value', b'Value')
_BEFORE_VALUES = b' "\'=:\\'
# what the cells of a table of words are made of
_CELLS = _UPPER + _LOWER + DIGITS + b' "._-:/@'
# … and what no cell holds, but the pairs of JSON do
_PAIR = b'":'
# what a long text of base64 is made of, letters and digits with two signs: nothing in it speaks of what stands behind
_SIGNLESS = bytes.maketrans(b'+/', b'aa')
# … or pipes it to a program that stores it, or logs in with it.
_HANDED = (b'echo', b'printf', b'<<<', b' -u ', b' -u"', b'--user', b'://')
# of so many runs at once it is asked what stands before them
_BATCH = 4096
# does the text before a run speak of a credential? The versions of a file in a history hardly differ in that: so many
# answers are remembered
_answers: 'tuple[dict[bytes, bool], dict[bytes, bool]]' = ({}, {})
_MOST_ANSWERS = 16_384


def speaks_of_a_credential(path: bytes) -> bool:
    """Does the file name say that the file may hold nothing but a key (``secrets/mistral_api_key``)?"""
    path = fold(path).replace(b'tokeniz', b'')
    return b'key' in path or b'token' in path or b'secret' in path or b'cred' in path or b'pass' in path


def candidates(data: bytes, spoken: bool = False, spans: 'Sequence[Span] | None' = None) -> 'list[Span]':
    """The runs that could be a key without a literal: digits and letters, no words, and a credential is spoken of
    before them. ``spoken``: the file's name speaks of one. ``spans``: the runs that do not read like words, or more of
    them, where the caller has them.
    """
    spans = runs(data) if spans is None else spans
    mixed = {text for text in has_digits_and_letters({data[start:end] for start, end in spans}) if not are_words(text)}
    return spoken_of(data, [span for span in spans if data[span[0] : span[1]] in mixed] if mixed else (), spoken)


def spoken_of(data: bytes, kept: 'Sequence[Span]', spoken: bool) -> 'list[Span]':
    """Those of the runs before which a credential is spoken of."""
    if len(kept) > _BATCH:
        # a large file has a million runs
        batches = [spoken_of(data, kept[at : at + _BATCH], spoken) for at in range(0, len(kept), _BATCH)]
        return [span for batch in batches for span in batch]
    kept = [span for span in kept if data[span[0] - 1] not in b'+/' or not _is_within_base64(data, span[0])]
    befores = [data[max(0, start - CLOSE_BEFORE) : start] for start, _ in kept]
    answers = _answers[spoken]
    known = [answers.get(before) for before in befores]
    if None in known:
        news = [before for before, answer in zip(befores, known) if answer is None]
        if len(answers) > _MOST_ANSWERS:
            answers.clear()
        at = -1
        for before, answer in zip(news, _speak(news, spoken)):
            at = known.index(None, at + 1)
            known[at] = answers[before] = answer
    return [span for span, answer in zip(kept, known) if answer]


def _is_within_base64(data: bytes, start: int) -> bool:
    """Does nothing but base64 stand close before the place?"""
    return start >= CLOSE_BEFORE and data[start - CLOSE_BEFORE : start].translate(_SIGNLESS).isalnum()


def _speak(befores: 'list[bytes]', spoken: bool) -> 'list[bool]':
    """Does each of the texts before a run speak of a credential?"""
    # lines of one length: where a word stands tells before which run
    lines = befores
    every = b''.join(lines)
    if len(every) < len(lines) * CLOSE_BEFORE:
        lines = [before.rjust(CLOSE_BEFORE, b'\n') for before in lines]
        every = b''.join(lines)
    folded = every.translate(_FOLD)
    speaking: set[int] = set()
    for word in CREDENTIAL_WORDS:
        at = folded.find(word)
        while at >= 0:
            line, place = divmod(at, CLOSE_BEFORE)
            if place + len(word) <= CLOSE_BEFORE:
                speaking.add(line)
            at = folded.find(word, (line + 1) * CLOSE_BEFORE)
    # most words stand before none of the runs: to ask for them once is cheaper than before each
    handed = [word for word in _HANDED if word in every]
    endings = [word for word in (*ENDINGS, *_NAMES) if word in every]
    values = any(word in every for word in _VALUES)
    return [
        line in speaking or _is_spoken_of(before, handed, endings, values, spoken) for line, before in enumerate(lines)
    ]


def _is_spoken_of(before: bytes, handed: 'list[bytes]', endings: 'list[bytes]', values: bool, spoken: bool) -> bool:
    """Does the text before a run speak of a credential without one of its words? ``handed`` and ``endings`` are those
    that stand before any of the runs; ``values``: one is called a value.
    """
    sign = before[-1:]
    if spoken and sign == b'\n':
        return True
    if sign in _QUOTES:
        # an argument, also on a line of its own
        if before[-2:] in _ARGUMENT or before[:-1].rstrip()[-1:] == b'(':
            return True
    elif sign == b':' and b'://' in before[-80:]:
        return True
    # loops and no any(): a million runs go through here
    if handed:
        last = before[-16:]
        for word in handed:
            if word in last:
                return True
    for ending in endings:
        at = before.rfind(ending) + len(ending)
        ends = at >= len(ending) and not before[at : at + 1].isalnum()
        # the rest of another word is no name
        if ends and not (ending in _NAMES and before[: at - len(ending)][-1:].isalnum()):
            return True
    # {"value": "…", "name": "…"}, - value: …: what it is may be told behind it
    if (
        values
        and sign in _BEFORE_VALUES
        and before.rstrip(_BEFORE_VALUES).endswith(_VALUES)
        and b'<sha' not in before[-24:]
    ):
        return True
    # a cell of a table whose heading speaks
    row = before[before.rfind(b'\n') + 1 :]
    if b'|' in row:
        return True
    signs = row.translate(None, _CELLS)
    return signs != b'' and not signs.strip(b',;\t') and _PAIR not in row
