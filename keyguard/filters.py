"""Hit -> the reason to accept it, or ''. Each filter answers in words, because people ask why."""

from keyguard.kinds import CONFIDENCES
from keyguard.lazy import Lazy
from keyguard.model import Hit
from keyguard.placeholder import placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OURS = Lazy(rb'keyguard:[ \t]*allow(-next-line)?(?![\w-])(?:\[([^\]\r\n]*)\]|(?!\[))[ \t]*([^\r\n]*)')
# what people have in their files already, and what it means there
_OTHERS = Lazy(
    rb'pragma:[ \t]*(?:allowlist|whitelist)[ \t]+secret|gitleaks:allow|betterleaks:allow|trufflehog:ignore|'
    rb'kingfisher:ignore|secretlint-disable-line'
)
_OTHERS_NEXT = Lazy(rb'pragma:[ \t]*(?:allowlist|whitelist)[ \t]+nextline[ \t]+secret|secretlint-disable-next-line')
# one of these is in each of them, and in no other line worth a look
_SIGNS = (b'pragma:', b'leaks:allow', b':ignore', b'secretlint-')
# the end of a comment is not a part of the reason, nor is anything that could be a key
_CLOSERS = Lazy(rb'[ \t]*(?:\*/|-->|--%>|#\}|\}\}|%\}|\*\)|["\',;\\]+|\\n.*)+[ \t]*$')
_LONG_WORD = Lazy(rb'[A-Za-z0-9_+/=-]{16,}')


def by_value(hit: Hit) -> str:
    """Told from the key alone: a proof that failed, a stand-in."""
    return by_values([hit])[0]


def by_values(hits: 'Sequence[Hit]') -> 'list[str]':
    """The same for many hits, at once."""
    stand_ins = placeholders([_judged(hit) for hit in hits])
    return [_by_value(hit, stand_in) for hit, stand_in in zip(hits, stand_ins)]


def _judged(hit: Hit) -> 'tuple[bytes, bytes]':
    """What of the key may be a stand-in, and its prefix."""
    key = hit.secret.reveal()
    if hit.detector.inside and hit.detector.literals:
        # what stands before an inner literal may be the name of a kind or of a project
        head, _, tail = key.rpartition(hit.detector.literals[0].encode('ascii'))
        return tail if len(tail) >= 8 else head, b''
    return key, hit.detector.prefix_of(key)


def _by_value(hit: Hit, stand_in: str) -> str:
    if hit.reason:
        return f'not a key: {hit.reason}'
    if hit.public:
        return 'public by design: such a key is meant to be seen in this configuration'
    return f'placeholder: {stand_in}' if stand_in else ''


def by_settings(hit: Hit, skip: 'Iterable[str]', least: str) -> str:
    """Told from the configuration: a detector that the team switched off, too little confidence."""
    if hit.detector.id in skip or hit.provider.id in skip:
        return 'configuration: this detector is switched off'
    if CONFIDENCES.index(hit.confidence) < CONFIDENCES.index(least):
        return f'configuration: confidence {hit.confidence} is below {least}'
    return ''


def by_comment(hit: Hit, line: bytes, above: bytes) -> str:
    """Told from a comment on the key's line or the line above: ours, or one that another scanner's users wrote."""
    for text, wants_next in ((line, False), (above, True)):
        if b'keyguard:' not in text:
            continue
        for match in _OURS.finditer(text):
            ids = [id.strip().decode('latin-1') for id in (match.group(2) or b'').split(b',') if id.strip()]
            if bool(match.group(1)) == wants_next and (not ids or hit.detector.id in ids or hit.provider.id in ids):
                why = _LONG_WORD.sub('…'.encode(), _CLOSERS.sub(b'', match.group(3))).strip()[:120]
                return 'comment: keyguard: allow' + (f' ({why.decode("utf-8", "ignore")})' if why else '')
    if not _has_sign(line) and not _has_sign(above):
        return ''
    other = _OTHERS.search(line) or _OTHERS_NEXT.search(above)
    return f'comment: {" ".join(other.group().decode("latin-1").split())}' if other else ''


def _has_sign(text: bytes) -> bool:
    if b':' not in text and b'secretlint-' not in text:
        return False
    return any(sign in text for sign in _SIGNS)
