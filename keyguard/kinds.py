"""The words of the catalogue: a Detector is one kind of key, a Provider is who issues it.

Plain classes with slots, as in ``model``: a blocked commit pays for every import.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HIGH, MEDIUM, LOW = 'high', 'medium', 'low'
CONFIDENCES = (LOW, MEDIUM, HIGH)


class Detector:
    """What one kind of key looks like.

    ``pattern``
        what ``shapes.token`` returned; it matches the key and nothing else.
    ``literals``
        parts of the key that are always there, case and all, at least three characters each. The prefilter looks for
        them before any pattern is compiled.
    ``names``
        lower-case letters and digits (``mistral``, ``coapikey``) of which one must stand near the key, written any way
        (``MISTRAL_API_KEY``, ``api.mistral.ai``). Needed where there is no literal, and where a literal is shared.
        In angle brackets a word that other words hold (``<exa>``, of "example"): it counts only as a label, a whole
        word that stands as a name does and not in a sentence (``[exa]``, ``exa: …``, ``"provider": "exa"``).
    ``check``
        takes the key, returns '' or the reason why it cannot be one (checksum, structure). A hard proof: a key that
        fails is set aside with that reason.
    ``wordlike``
        takes the key, returns '' or why it reads like an identifier or a digest, for shapes that these share. It is set
        aside with that reason; where the provider's own variable or call gets it, that is only a doubt.
    ``doubt``
        takes the key, returns '' or the reason to trust the finding less. Never drops it.
    ``claim``
        takes a text that fits the pattern, says whether its content names the provider. For a shape that others share
        (a JWT): where it says no, the detector has nothing to say.
    ``seal``
        takes a random text that fits the pattern, returns one that passes ``claim``, ``check`` and ``doubt``: for
        samples.
    ``fallback``
        speaks only where no other detector does ("OpenAI-compatible key, issuer unknown").
    ``inside``
        the literals stand inside the key; otherwise it begins with one of them.
    ``alone``
        False for what is public by design: it is never reported alone, only beside a finding of its provider.
    ``public``
        folded words (``googleservicesjson``) beside which, or in files of which name, such a key is meant to be seen:
        it is set aside there with that reason.
    ``env``
        the variable for this kind, when it is not the provider's first.
    ``in_file``
        of what is a part of a file which ``env`` names by its path (a private key): how its owner revokes it, in words
        without a full stop. It is never put into the variable itself.
    ``sources``, ``since``
        where the format was learned, and when that was last confirmed (a date).
    """

    __slots__ = (
        'alone',
        'check',
        'claim',
        'confidence',
        'doubt',
        'env',
        'fallback',
        'id',
        'in_file',
        'inside',
        'literals',
        'names',
        'pattern',
        'public',
        'seal',
        'since',
        'sources',
        'title',
        'wordlike',
    )

    def __init__(
        self,
        id: str,
        title: str,
        *,
        pattern: str,
        literals: 'Sequence[str]' = (),
        names: 'Sequence[str]' = (),
        confidence: str = HIGH,
        check: 'Callable[[bytes], str] | None' = None,
        doubt: 'Callable[[bytes], str] | None' = None,
        wordlike: 'Callable[[bytes], str] | None' = None,
        claim: 'Callable[[bytes], bool] | None' = None,
        seal: 'Callable[[bytes], bytes] | None' = None,
        fallback: bool = False,
        inside: bool = False,
        alone: bool = True,
        public: 'Sequence[str]' = (),
        env: str = '',
        in_file: str = '',
        sources: 'Sequence[str]' = (),
        since: str = '',
    ) -> None:
        self.id = id
        self.title = title
        self.pattern = pattern
        self.literals = tuple(literals)
        self.names = tuple(names)
        self.confidence = confidence
        self.check = check
        self.doubt = doubt
        self.wordlike = wordlike
        self.claim = claim
        self.seal = seal
        self.fallback = fallback
        self.inside = inside
        self.alone = alone
        self.public = tuple(public)
        self.env = env
        self.in_file = in_file
        self.sources = tuple(sources)
        self.since = since

    def __repr__(self) -> str:
        return f'<Detector {self.id}>'

    def prefix_of(self, key: bytes) -> bytes:
        """The fixed prefix of this key: the longest literal that it begins with, or nothing."""
        found = b''
        for literal in self.literals:
            head = literal.encode('ascii')
            if key.startswith(head) and len(head) > len(found):
                found = head
        return found


class Provider:
    """Who issues the keys, and what their owner can do.

    ``detectors``
        its kinds of key; none where no format is known: then only its variables and SDK calls tell.
    ``env``
        the variables that its users know, the usual one first.
    ``copied``
        others copy its API, and their keys are given to its variables too: a variable alone does not tell the issuer.
    ``calls``
        names of SDK objects that take a key (``OpenAI``, ``cohere.Client``).
    ``reads``
        language -> names of SDK objects that read the variable by themselves when the argument is left out.
    ``key_page``
        the address of the page where a key is revoked and made, or the words that lead there.
    ``revoke``, ``scopes``, ``rotation``, ``spend``, ``keyless``, ``limits``, ``leaked``, ``sdk``
        a sentence each, without a full stop, or '' where nothing is confirmed: how a key is ended, what it can be kept
        from, how it is replaced, what caps the cost, how to do without one, what can be limited for each key, what
        happens by itself to one that is public, and what the SDKs read.
    ``spend_page``, ``usage_page``
        an address or ''.
    ``likely``
        the name of one of these -> a sentence or an address that is not confirmed; whoever shows it says so.
    """

    __slots__ = (
        'calls',
        'copied',
        'detectors',
        'env',
        'hosts',
        'id',
        'key_page',
        'keyless',
        'leaked',
        'likely',
        'limits',
        'name',
        'reads',
        'revoke',
        'rotation',
        'scopes',
        'sdk',
        'spend',
        'spend_page',
        'usage_page',
    )

    def __init__(
        self,
        id: str,
        name: str,
        *,
        detectors: 'Sequence[Detector]' = (),
        copied: bool = False,
        env: 'Sequence[str]' = (),
        calls: 'Sequence[str]' = (),
        reads: 'Mapping[str, Sequence[str]] | None' = None,
        hosts: 'Sequence[str]' = (),
        key_page: str = '',
        revoke: str = '',
        scopes: str = '',
        rotation: str = '',
        spend: str = '',
        spend_page: str = '',
        keyless: str = '',
        usage_page: str = '',
        limits: str = '',
        leaked: str = '',
        sdk: str = '',
        likely: 'Mapping[str, str] | None' = None,
    ) -> None:
        self.id = id
        self.name = name
        self.detectors = tuple(detectors)
        self.copied = copied
        self.env = tuple(env)
        self.calls = tuple(calls)
        self.reads = {language: tuple(names) for language, names in (reads or {}).items()}
        self.hosts = tuple(hosts)
        self.key_page = key_page
        self.revoke = revoke
        self.scopes = scopes
        self.rotation = rotation
        self.spend = spend
        self.spend_page = spend_page
        self.keyless = keyless
        self.usage_page = usage_page
        self.limits = limits
        self.leaked = leaked
        self.sdk = sdk
        self.likely = dict(likely or {})

    def __repr__(self) -> str:
        return f'<Provider {self.id}>'
