"""One file with keys -> its bytes without them, or the reason why not: all of its keys or nothing."""

import re

from keyguard import rewrite
from keyguard.lazy import Lazy
from keyguard.remedies.language import language_of
from keyguard.remedies.pipelines import home
from keyguard.rewrite.coded import Coded, applied
from keyguard.rewrite.overwriting import overwritten
from keyguard.rewrite.trees import MISSING
from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from keyguard.model import Finding, Report

    # bytes of the file -> what stands in them
    Scan = Callable[[bytes], Report]

# so much of a file is its head
_HEAD = 2000
_GENERATED = Lazy(
    rb'^[ \t]*(?:#|//|/\*+|\*|--|;|<!--|rem\b|%)[^\n]*?(?:@generated|auto-?(?:matically )?generated|'
    rb'generated (?:by|from|with|file|code)|do not (?:edit|modify|change))',
    re.I | re.M,
)
# what stands before, and behind, the first line of a private key, as text or in the quotes of a language
_BEGINS = Lazy(rb'-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\+[nr]|[\s"\'+`,.;#/*>|\\-]){0,120}\Z')
_GOES_ON = Lazy(rb'(?:\\+[nr]|[\s"\'+`,.;#/*>|\\-]){1,120}[A-Za-z0-9+/]{50}')
# a text goes on in the next literal, or behind a backslash at the end of the line
_JOINED = Lazy(
    rb'(?:["\'`](?:\s{0,80}(?:\+\+?|\.\.?|&(?: _)?|\|\||<>|~|`|\\)?\s{0,80}[a-zA-Z$@]?["\'`])?|\\\r?\n[ \t]{0,80})'
    rb'[A-Za-z0-9_-]{4}'
)
_SHELLS = frozenset(('cmd', 'fish', 'powershell', 'shell'))
# what a manifest of Kubernetes says
_MANIFEST = (Lazy(rb'^apiVersion:', re.M), Lazy(rb'^kind:', re.M))
# one of these stands in each of them
_WORDS = (b'generated', b'do not')
_CONFLICT = Lazy(rb'^(?:<{7} |>{7} )', re.M)


class Draft:
    """A file with keys, on its way to one without.

    ``path`` is the file's name in reports, ``data`` its bytes, ``findings`` are the keys that are to go, in the order
    of their places, ``kind`` is that of ``language_of``. ``reason`` is '' or why nothing is changed. ``new`` is what
    comes of ``data``, None until then; ``edits`` are those of ``text``, the same as UTF-8, in which ``marks`` are the
    places of these keys and of those that stay (``others``). ``own`` are the variables that the file itself gives the
    keys to, or ''; ``homes`` are the ids of the stores that it takes them from afterwards, '' for the environment.
    ``notes`` are sentences about what the file asks for once it is rewritten. ``foreign``: no language could be asked,
    so the reason is not about the text. ``chief`` is the finding that the reason is about, as far as it is about one.
    """

    __slots__ = (
        '_coded', '_module', '_spots', 'chief', 'data', 'edits', 'findings', 'foreign', 'homes', 'kind', 'new', 'notes',
        'others', 'own', 'path', 'reason',
    )  # fmt: skip

    def __init__(
        self, path: bytes, data: bytes, findings: 'Sequence[Finding]', others: 'Sequence[Finding]' = ()
    ) -> None:
        self.path = path
        self.others = others
        self.data = data
        self.findings = sorted(findings, key=lambda finding: finding.span)
        self.kind = language_of(path.decode('utf-8', 'replace'))
        self.edits: list[Edit] = []
        self.new: bytes | None = None
        self.own = [''] * len(self.findings)
        manifest = self.kind == 'yaml' and all(word.search(data) for word in _MANIFEST)
        self.homes = [home('kubernetes' if manifest else self.kind)] * len(self.findings)
        self.chief = self.findings[0] if self.findings else None
        self.reason = ''
        self.notes: list[str] = []
        self.foreign = True
        self._module: ModuleType | None = None
        try:
            self._read()
        except Unsafe as error:
            self.reason = str(error)

    @property
    def name(self) -> str:
        return self.path.decode('utf-8', 'surrogateescape')

    @property
    def shown(self) -> str:
        """The name in the words of a report."""
        return self.path.decode('utf-8', 'backslashreplace')

    @property
    def text(self) -> bytes:
        return self._coded.data

    @property
    def marks(self) -> 'list[tuple[int, int, Finding]]':
        found: list[tuple[int, int, Finding]] = []
        for finding in (*self.findings, *self.others):
            if finding.path == self.path and finding.view != 'file name':
                start, end = finding.span
                try:
                    found.append((self._coded.there(start), self._coded.there(end), finding))
                except Unsafe:
                    pass  # within a character: it stands there in another dress, and is masked by its letters
        return sorted(found, key=lambda each: each[:2])

    @property
    def missing(self) -> str:
        """What has to be installed so that the file can be read, or ''."""
        return self.reason.partition(MISSING)[2]

    def _read(self) -> None:
        """Find the module, the spots, and the variables that the file has of its own."""
        self._module = rewrite.module(self.kind)
        for finding in self.findings:
            why = _unfit(finding, self.path)
            if why:
                self.chief = finding
                raise Unsafe(why)
        if self._module is None:
            raise Unsafe('for this kind of file no safe rewrite is known')
        self.foreign = False
        head = self.data[:_HEAD]
        if any(word in head.lower() for word in _WORDS) and _GENERATED.search(head):
            raise Unsafe('it was generated: change what generates it')
        if any(sign in self.data for sign in (b'<' * 7, b'>' * 7)) and _CONFLICT.search(self.data):
            raise Unsafe('it has conflict markers: finish the merge first')
        self._coded = Coded(self.data, any(finding.view == 'utf-16' for finding in self.findings))
        self._spots = [self._spot(finding) for finding in self.findings]
        problem = self._module.problem(self._coded.data, self.name)
        if problem:
            raise Unsafe(problem)
        if hasattr(self._module, 'variables'):
            own = self._module.variables(self._coded.data, self._spots, self.name)
            lost = {name for at, name in enumerate(own) if at in self._overwritten(name)}
            self.own = ['' if name in lost else name for name in own]
        if hasattr(self._module, 'homes'):
            self.homes = self._module.homes(self._coded.data, self._spots, self.name)

    def _overwritten(self, variable: str) -> 'set[int]':
        marks = [finding.secret.fingerprint for finding in self.findings]
        return overwritten(self.kind, self._coded.data, variable, self._spots, marks)

    def _spot(self, finding: 'Finding') -> Spot:
        start, end = map(self._coded.there, finding.span)
        parts = finding.view == 'joined'
        if parts and not getattr(self._module, 'PARTS', False):
            raise Unsafe('the key is put together of parts')
        letters = self._coded.data[start:end]
        if letters.startswith(b'MII') and _is_piece(self._coded.data, start, end):
            raise Unsafe(
                f'line {finding.line}: it is a part of a private key, which goes as a whole: keep that in a file '
                'outside of git, and let the program read that file'
            )
        if finding.detector.id.endswith('-assigned') and self._goes_on(end):
            raise Unsafe(f'line {finding.line}: the key goes on in the next literal: put it together there first')
        if not (parts or finding.part) and (len(letters) != len(finding.secret) or not finding.secret.within(letters)):
            raise Unsafe('it is written in more than one encoding')
        return Spot(start, end, '', parts=parts, part=finding.part)

    def _goes_on(self, end: int) -> bool:
        """Is the text that ends there only a part of one, so that the rest of the key would stay?"""
        joint = _JOINED.match(self._coded.data, end)
        # quotes with a blank between are two words of a shell
        return joint is not None and not (self.kind in _SHELLS and joint[0][1:2].isspace())

    def finish(self, variables: 'Sequence[str]', scan: 'Scan', before: 'Report') -> None:
        """Rewrite the file so that each of its keys is read from the variable of the same place in ``variables``.

        ``before`` is what ``scan`` told of ``data``. Sets ``new``, or ``reason`` where the result is not sure to be
        the same program without its keys.
        """
        if self.reason:
            return
        for spot, variable, finding in zip(self._spots, variables, self.findings):
            spot.variable = variable
            spot.reads = _reads(finding, self.kind, variable)
        for at, spot in enumerate(self._spots):
            if at in self._overwritten(spot.variable):
                line = self.findings[at].line
                self.reason = (
                    f'line {line}: {spot.variable} has another value elsewhere in the file: rename one of the two'
                )
                return
        module, coded = self._module, self._coded
        assert module is not None  # noqa: S101 (else there is a reason)
        try:
            edits = list(module.rewrite(coded.data, self._spots, self.name))
            text = applied(coded.data, edits)
            problem = module.problem(text, self.name)
            if problem:
                raise Unsafe(f'afterwards it could not be read ({problem})')
            new = applied(self.data, coded.back(edits))
            _check(self.findings, new, scan(new), before)
        except Unsafe as error:
            self.reason = str(error)
            return
        self.edits, self.new = edits, new
        if hasattr(module, 'notes'):
            self.notes = module.notes(coded.data, self._spots, self.name)


def _is_piece(data: bytes, start: int, end: int) -> bool:
    """Is it one line of a private key, whose other lines would stay?"""
    return bool(_BEGINS.search(data, max(0, start - 300), start) or _GOES_ON.match(data, end))


def _unfit(finding: 'Finding', path: bytes) -> str:
    """Why no language can be asked to take this key out, or ''."""
    if finding.view == 'file name':
        return 'the key stands in the name of the file: give it another one'
    if finding.where == 'symbolic link':
        return 'the key stands in what the link points to'
    if finding.path != path:
        return 'it stands in a file that is packed in this one'
    if finding.detector.in_file:
        return (
            f'it is a part of a private key, which goes as a whole: keep the file outside of git, and let '
            f'{finding.detector.env} say where it is'
        )
    if finding.part == 'output':
        return ''
    if finding.part and finding.view == 'notebook' and 'metadata' not in finding.part:
        return ''
    if finding.part:
        return f'the key stands in the {finding.part}'
    if finding.view in ('plain', 'utf-16', 'joined'):
        return ''
    return f'line {finding.line}: the key does not stand there in its own letters ({finding.view})'


def _reads(finding: 'Finding', kind: str, variable: str) -> 'tuple[str, ...]':
    """The SDK objects that read this variable by themselves."""
    provider = finding.provider
    if finding.detector.env not in ('', *provider.env[:1]) or variable not in provider.env[:1]:
        return ()
    return provider.reads.get('python' if kind == 'notebook' else kind, ())


def _check(findings: 'Sequence[Finding]', new: bytes, after: 'Report', before: 'Report') -> None:
    """Raises ``Unsafe`` unless all of these keys are gone and nothing else is found than before."""
    accepted = _kinds(before.accepted)
    left = {finding.secret for finding in before.accepted}
    stays = next((finding for finding in findings if finding.secret not in left and finding.secret.within(new)), None)
    stays = stays or next(iter(after.blocked), None)
    if stays is not None:
        # lines may have moved: where it stands now is where a person finds it
        line = next((each.line for each in before.blocked if each.secret == stays.secret), stays.line)
        raise Unsafe(
            f'afterwards a key would still stand in line {line} ({stays.detector.title}): take that one out by hand, '
            'and run it again'
        )
    if _kinds(after.accepted) - accepted or len(after.unread) > len(before.unread):
        raise Unsafe('afterwards something else would be found in it')


def _kinds(findings: 'Sequence[Finding]') -> 'Counter[tuple[str, str]]':
    from collections import Counter

    return Counter((finding.secret.fingerprint, finding.detector.id) for finding in findings)
