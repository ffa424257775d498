"""Hit -> the reason to accept it, or ''. Each filter answers in words, because people ask why."""

from keyguard.kinds import CONFIDENCES
from keyguard.lazy import Lazy
from keyguard.model import Hit
from keyguard.placeholder import placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

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
    if hit.reason:
        return f'not a key: {hit.reason}'
    if hit.public:
        return 'public by design: such a key is meant to be seen in this configuration'
    key = hit.secret.reveal()
    if hit.detector.inside and hit.detector.literals:
        # what stands before an inner literal may be the name of a kind or of a project
        head, _, tail = key.rpartition(hit.detector.literals[0].encode('ascii'))
        stand_in = placeholder(tail if len(tail) >= 8 else head)
    else:
        stand_in = placeholder(key, hit.detector.prefix_of(key))
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
        for match in _OURS.finditer(text) if b'keyguard:' in text else ():
            ids = [id.strip().decode('latin-1') for id in (match.group(2) or b'').split(b',') if id.strip()]
            if bool(match.group(1)) == wants_next and (not ids or hit.detector.id in ids or hit.provider.id in ids):
                why = _LONG_WORD.sub('…'.encode(), _CLOSERS.sub(b'', match.group(3))).strip()[:120]
                return 'comment: keyguard: allow' + (f' ({why.decode("utf-8", "ignore")})' if why else '')
    if not any(sign in line or sign in above for sign in _SIGNS):
        return ''
    other = _OTHERS.search(line) or _OTHERS_NEXT.search(above)
    return f'comment: {" ".join(other.group().decode("latin-1").split())}' if other else ''
