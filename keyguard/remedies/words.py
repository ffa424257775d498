"""The words of the way out: a Store is a place where a key may live, a Step is something that a person does."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# how a step or a snippet was checked
RUN = 'run'  # run for real, against the real tool or a local server
SOURCE = 'source'  # read in the source of the tool
DOCUMENTED = 'documented'  # read in the official documentation
UNCONFIRMED = 'unconfirmed'  # known, not confirmed: it is said with that word
CHECKS = (RUN, SOURCE, DOCUMENTED, UNCONFIRMED)

# what kind of place a store is
LOCAL, MANAGER, CLUSTER, CI, HOSTING = 'local', 'manager', 'cluster', 'ci', 'hosting'
PLACES = (LOCAL, MANAGER, CLUSTER, CI, HOSTING)

# the languages in which every store says how it is read, as far as there is a way
LANGUAGES = ('python', 'javascript', 'go', 'java', 'shell')


def _dedented(code: str) -> str:
    # only for whoever reads the catalogue of stores
    import textwrap

    return textwrap.dedent(code).strip('\n')


class Step:
    """Something that a person does: words, and what is to be typed.

    ``words``
        one or two sentences; where ``code`` follows, they end in a colon.
    ``code``
        lines to copy, '' for none; they may stand indented between two line ends, which are taken off. ``@VAR@`` is
        the variable (``OPENAI_API_KEY``), ``@ID@`` the provider's id (``openai``), ``@SECRET@`` the variable as a name
        in Kubernetes (``openai-api-key``); ``filled`` puts them in. The key itself is never in it: it comes from a
        prompt, from standard input (``printf %s "$K" |``, with ``K`` read by a prompt first) or from a file.
    ``language``
        what the code is: ``sh``, ``powershell``, ``yaml``, ``json``, ``hcl``, ``dockerfile``, ``python`` …
    ``checked``
        one of ``CHECKS``.
    """

    __slots__ = ('checked', 'code', 'language', 'words')

    def __init__(self, words: str, code: str = '', language: str = 'sh', checked: str = UNCONFIRMED) -> None:
        self.words = words
        self.code = _dedented(code)
        self.language = language
        self.checked = checked


class Snippet:
    """How a program reads the key from a store: code that runs as it stands, with what can go wrong handled.

    ``needs`` is what has to be installed (``boto3>=1.40``), '' for nothing; ``code`` and ``checked`` as in ``Step``.
    JavaScript is written as an ES module without types, so that it is TypeScript too.
    """

    __slots__ = ('checked', 'code', 'needs')

    def __init__(self, code: str, needs: str = '', checked: str = UNCONFIRMED) -> None:
        self.code = _dedented(code)
        self.needs = needs
        self.checked = checked


class Store:
    """A place where a key may live, and everything that a person has to know to use it.

    ``id``, ``name``, ``also``
        ``aws-secrets-manager``, ``AWS Secrets Manager``, other names that people use (``secretsmanager``, ``asm``).
    ``place``
        one of ``PLACES``.
    ``signs``
        names in the top folder of a repository that tell that it is used there (``fly.toml``).
    ``about``
        a sentence: for whom it is, and what it gives.
    ``put``
        how the key gets in without touching the history or the process list; ``renew``: how a new one replaces it.
    ``grant``
        how one program, and no other, may read it.
    ``read``
        language -> Snippet; a language that has no way of its own is not in it, and ``unread`` says why.
    ``variable``
        how it becomes an environment variable of the program, so that the SDK reads it by itself.
    ``errors``
        pairs: what people see, and what it means and mends it; ``errors_checked`` is the weakest check of them.
    ``pipe``
        the words of a command line that stores, under a name made of ``@VAR@`` or ``@ID@``, what it reads from
        standard input, or () where the store's own command has no such form; ``piped`` says where it then is. What
        such a command prints may hold the key: nobody may see it.
    ``fill``
        of a store that pipelines and clusters read: the lines of a shell of Unix that store there what the shell has in
        the variable ``@VAR@``, without it on a command line; '' where they are made of ``pipe``, or where there are
        none. Words in capitals are for the person to put in. ``asks``: a command that asks for the value itself.
    ``docs``
        the address of the official documentation.
    """

    __slots__ = (
        'about', 'also', 'asks', 'docs', 'errors', 'errors_checked', 'fill', 'grant', 'id', 'name', 'pipe', 'piped',
        'place', 'put', 'read', 'renew', 'signs', 'unread', 'variable',
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        name: str,
        *,
        place: str,
        about: str,
        put: 'Sequence[Step]',
        docs: str,
        also: 'Sequence[str]' = (),
        signs: 'Sequence[str]' = (),
        renew: 'Sequence[Step]' = (),
        grant: 'Sequence[Step]' = (),
        read: 'Mapping[str, Snippet] | None' = None,
        unread: str = '',
        variable: 'Sequence[Step]' = (),
        errors: 'Sequence[tuple[str, str]]' = (),
        errors_checked: str = UNCONFIRMED,
        pipe: 'Sequence[str]' = (),
        piped: str = '',
        fill: str = '',
        asks: str = '',
    ) -> None:
        self.id = id
        self.name = name
        self.also = tuple(also)
        self.signs = tuple(signs)
        self.place = place
        self.about = about
        self.put = tuple(put)
        self.renew = tuple(renew)
        self.grant = tuple(grant)
        self.read = dict(read or {})
        self.unread = unread
        self.variable = tuple(variable)
        self.errors = tuple(errors)
        self.errors_checked = errors_checked
        self.pipe = tuple(pipe)
        self.piped = piped
        # no word of these command lines needs quotes
        self.fill = _dedented(fill) or (f'printf %s "$@VAR@" | {" ".join(pipe)}' if pipe else '')
        self.asks = asks
        self.docs = docs

    def __repr__(self) -> str:
        return f'<Store {self.id}>'


def filled(text: str, variable: str, provider: str) -> str:
    """The text of a Step or a Snippet with the variable and the provider's id in it."""
    return text.replace('@VAR@', variable).replace('@ID@', provider).replace('@SECRET@', secret_name(variable))


def secret_name(variable: str) -> str:
    """The Kubernetes Secret that holds the variable: ``OPENAI_API_KEY`` is in ``openai-api-key``. The name is one that
    Kubernetes takes: small letters, digits and hyphens, none of these at its ends.
    """
    return variable.lower().replace('_', '-').strip('-') or 'key'
