"""Does the statement around a value say that it is a credential, and not a hash, an id or a revision?"""

import re

from keyguard.context import names_another
from keyguard.lazy import Lazy
from keyguard.names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.context import Context

# words that say "a credential comes now"; weaker ones (api, client) only make a candidate. Not in author, passed,
# credits, keyboard, hockey, or a count of tokens.
_STRONG = Lazy(
    rb'(?<!\bmon)(?<!\btur)(?<!\bdon)(?<!\bhoc)(?<!\bwhis)key(?!boards?\b|frames?\b|notes?\b|points?\b|strokes?\b|words?\b)|'
    rb'token(?!s\W{1,3}\d+\b)|secret(?!ar)|auth(?!or(?:s|ed|ship)?\b|entic(?:ity)?\b)|bearer|'
    rb'(?<!\bby)(?<!\bcom)(?<!\btres)pass(?!e[ds]\b|ing\b|ive|enger|age|through)|cred(?!it|ible|o\b)|login|'
    rb'subscription(?=["\']?\s{0,3}[=:])|(?:_sk|(?<![a-z0-9])pat)(?![a-z0-9])|(?-i:[a-z](?:Pat|Sk)(?![a-z0-9]))',
    re.I,
)
# a word of its own, or one of camelCase
_EDGE = rb'(?:(?<![A-Za-z])|(?-i:(?<=[a-z0-9])(?=[A-Z])))'
_END = rb'["\'\])\s]*(?:=>|:=|=|:|-)?\s*(?:[bru]{0,2}["\'`\\]{1,3})?$'
# … and words that say "a hash, an id or another kind of key comes now"
_HASH = Lazy(
    _EDGE + rb'(?:sha[-_]?\d*(?:sum)?|md5(?:sum)?|hash(?:ed)?[-_]?\w{0,8}|digest|checksums?|crc\d*|integrity|'
    rb'etag|uuid|guid|ids?|secret[-_]?version|'
    rb'(?:artifact|blob|cache|dedup\w*|foreign|idempotency|index(?:[-_]?id)?|lookup|object|partition|routing|shard|sort|'
    rb'storage)[-_]?key|'
    rb'(?:encrypted|sealed|wrapped)[-_]?(?:(?:api|auth|access)[-_]?)?(?:key|secret|token|value)|ciphertext|'
    rb'(?:page|cursor|continuation|next|resume|sync|csrf|xsrf)[-_]?token|csrfmiddlewaretoken)' + _END + rb'|'
    # <sha1 value="…">, <input name="csrf_token" value="…">, checksum(path) == "…"
    rb'(?:<(?:sha\d*|md5)|"(?:csrf|xsrf)\w*")\s+value=["\']$|(?:checksum|digest|hash|md5|sha\d*)\([^()]*\)\s*==\s*["\']$',
    re.I,
)
# … and softer ones, which a credential may carry behind its name (API_KEY_TENANT_A, DEEPGRAM_KEY_OLD_VERSION)
_REVISION = Lazy(
    _EDGE
    + rb'(?:checkout|commit|rev(?:ision)?|sum|blob|tree|workspace|tenant|organi[sz]ation|trace|span|version)'
    + _END,
    re.I,
)
# read from a store by a program: the value is the secret's id there
_FETCHED = Lazy(
    rb'\$\(\s*(?:aws|az|bw|bws|chamber|doppler|gcloud|infisical|kubectl|lpass|op|pass|secret-tool|security|sops|vault)\s'
    rb'[^)|;&]*\b(?:access|describe|find-generic-password|get|get-parameter|get-secret-value|read|show)\b[^)|;&]*$'
)
# encrypted or a digest of a password, and meant to be kept: ENC[AES256_GCM,data:…, $argon2id$…$…, $2b$12$…
_SEALED = Lazy(
    rb'(?:ENC\[AES256_GCM,(?:\w+:[^,\s]*,)*\w+:|\$(?:2[abxy]|argon2\w*|pbkdf2[\w-]*|scrypt|[156])\$[^\s"\']*)$'
)
# files of nothing but revisions and checksums
_REVISIONS = Lazy(rb'ignore-?revs$|(?:^|/)(?:sha\d*|md5|check)sums?(?:\.(?:asc|md5|sha\d*|txt))?$', re.I)
# a public key or identifier, said so by its own name (NEXT_PUBLIC_… says something else: what a browser is given)
_PUBLIC = Lazy(
    rb'(?<!next_)(?<!expo_)(?<!nuxt_)(?<!gatsby_)(?:public|publishable)[-_]?(?:api[-_]?)?(?:key|token|id)\W*$', re.I
)
# `android:value` is taken for a typed name, `android`
_VALUES = frozenset((b'android', b'value', b'val', b'default', b'content', b'text', b'string', b'return', b'example'))
_TAG = Lazy(rb'<\w+>')
# a sentence between the word and the value, as in a list of commits; one that leads up to the value ends in a colon,
# in "is", or in an assignment
_PROSE = Lazy(rb'\w*[.,:;]?(?: [a-z]{2,}[.,:;]?)+ (?!(?:are|equals|is|use|used|uses) )[a-z]{2,}[.,;]? ?["\'`(]{0,2}')
_CLIENT = Lazy(
    rb'[Cc]lient\w*(?:(?:::|\.)(?:auth|builder|configure|connect|create|from_?(?:api_?)?(?:key|token)|init|login|make|new|'
    rb'open|set|setup|with)\w*)?\(\s*["\'`]$',
    re.I,
)
# the SDK's own object, made of nothing but a key: new Deepgram("…"), Clarifai::new("…"), but not Pinecone.Index("…")
_OBJECT = Lazy(rb'(?<!\w)([A-Z]\w*?)(?:Api|API|SDK|Sdk)?(?:(?:::|\.)(?:client|new))?\(\s*["\'`]$')
# a user or a password without a word that says so: curl -u KEY:, https://user:KEY@host, https://KEY@host
_USER = Lazy(rb'\s(?:-u|--user)[ =]?["\']?(?:[\w.+-]*:)?$')
_USERINFO = Lazy(rb'://(?:[^\s/@:]*:)?$')
# … but what a Sentry address holds there is meant for browsers
_PUBLIC_HOST = Lazy(rb'@[\w.-]*sentry')
# echo KEY | gh secret set NAME, but not echo DIGEST | sha1sum -c
_PIPED = Lazy(rb'(?:echo|printf|<<<)\b[^|]*$')
_SUM = Lazy(rb'\|\s*(?:sudo\s+)?(?:(?:sha\d*|md5|b2)sum|shasum|cksum)\b')
_CELL = Lazy(rb'[\w .:/@()-]*')
_WORDS = Lazy(rb'[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+')


def is_credential(context: 'Context', names: 'Iterable[str]') -> bool:
    """Does the statement say that this is a credential, of whoever has one of the names?"""
    if not context.judged:
        context.role, context.judged = _role(context), True
    if context.role is not None:
        return context.role
    wanted = Names(names)
    if _CLIENT.search(context.before) and wanted.stand_in(context.before):
        return True
    made = _OBJECT.search(context.before)
    if made and wanted.are(made.group(1)):
        return True
    if wanted.stand_in(context.target):
        return any(_STRONG.search(line) for line in context.above) or bool(_STRONG.search(context.path))
    name = context.name_behind() if _is_value(context.target) else b''
    if name and _STRONG.search(name) and not _says_other(name + b'=', name):
        return wanted.stand_in(name) or not names_another(name)
    return False


def _role(context: 'Context') -> 'bool | None':
    """What can be told without a name: a credential (True), something else (False), not told (None)."""
    before = context.before
    # a revision or a checksum is glued to an address by # or @
    if _says_other(before, context.target) or before.endswith((b'#', b'@')):
        return False
    if _FETCHED.search(before) or _SEALED.search(before) or _REVISIONS.search(context.path):
        return False
    if context.after.startswith(b'](') and b'/commit' in context.after:
        return False
    heading = _heading(context)
    if heading:
        return not _says_other(heading, b'')
    if _speaks(before) or _USER.search(before):
        return True
    if _USERINFO.search(before) and not _PUBLIC_HOST.match(context.after):
        return True
    if _PIPED.search(before) and not _SUM.search(context.after):
        _, pipe, program = context.after.partition(b'|')
        if pipe and _STRONG.search(program):
            return True
    nearest = next((line for line in context.above if line.strip()), b'')
    if _is_value(context.target) and any(_STRONG.search(line) for line in context.above[:4]):
        # name and value on two lines, as Kubernetes and Terraform write them
        return not _says_other(nearest, b'')
    if not _TAG.sub(b'', before).strip(b' \t"\'`-*|>:=(,') and not before.strip().endswith(b'--'):
        # a value alone on its line: the line above, or the file's name, must speak
        if context.after.strip(b' \t\r"\'`,;|') and not context.after.startswith(b'</'):
            return False
        return bool(_STRONG.search(nearest) or _STRONG.search(context.path))
    return None


def _is_value(target: bytes) -> bool:
    """Is the name that the value is given to none of its own?"""
    last = _WORDS.findall(target)[-1:]
    return bool(last) and last[0].lower() in _VALUES


def _speaks(text: bytes) -> bool:
    """Is a credential's word there, and no sentence between it and the value (``key fix in`` a commit)?"""
    end = max((match.end() for match in _STRONG.finditer(text)), default=-1)
    return end >= 0 and not _PROSE.fullmatch(text, end)


def _says_other(before: bytes, target: bytes) -> bool:
    """Does the text directly before the value name something that is no credential?"""
    if _HASH.search(before) or _PUBLIC.search(target):
        return True
    return bool(_REVISION.search(before)) and not _STRONG.search(target)


def _heading(context: 'Context') -> bytes:
    """What stands over the value's column where the value is a cell of a table; empty where it is none.

    Of the rows above, the first one that says anything about credentials or ids.
    """
    for comma in (b'|', b',', b'\t', b';'):
        at = context.before.count(comma)
        # of the first column, what is behind the value tells that it is a cell: as many as the heading has
        first = not at and context.before in (b'', b'"') and context.after.lstrip(b' "').startswith(comma)
        if not (at or first) or not _is_row(context.before, comma):
            continue
        for line in context.above:
            cells = line.split(comma)
            enough = len(cells) == context.after.count(comma) + 1 if first else len(cells) > at
            if enough and _is_row(line, comma):
                heading = cells[at].strip(b' \t\r"`')
                if _STRONG.search(heading) or _says_other(heading, b''):
                    return heading
    return b''


def _is_row(line: bytes, comma: bytes) -> bool:
    return all(_CELL.fullmatch(cell.strip(b' \t\r"`')) for cell in line.split(comma))
