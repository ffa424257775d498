"""A literal key becomes a read of a variable: one file a language.

Each module here that is named in ``_BY_KIND`` has

``rewrite(data: bytes, spots: Sequence[Spot], name: str) -> list[Edit]``
    the edits of a file (``name`` is its path, with ``/``) that take every one of these keys out, imports included;
    raises ``Unsafe`` where that is not known to be safe: then nothing in the file is changed. Edits do not overlap.
``problem(data: bytes, name: str) -> str``
    '' when the bytes can be read as that language, else why not. The file is refused when it has a problem before, and
    the rewrite is refused when it has one afterwards. Neither function raises anything else, whatever the bytes are.

and may have

``variables(data: bytes, spots: Sequence[Spot], name: str) -> list[str]``
    for each spot the environment variable that the file itself gives the key to, or reads before it falls back to the
    key (``os.environ["MY_KEY"] = "…"``, ``process.env.MY_KEY ?? "…"``, ``MY_KEY=…`` in a file of variables), or ''. The
    person's own name is kept then. It is asked before ``rewrite``, with spots whose ``variable`` is ''.
``homes(data: bytes, spots: Sequence[Spot], name: str) -> list[str]``
    for each spot the id of the store that the file takes the variable from once it is rewritten (``github-actions``,
    ``kubernetes``), '' for the environment of a program.
``notes(data: bytes, spots: Sequence[Spot], name: str) -> list[str]``
    sentences, without full stop, about what the file asks for once it is rewritten.
``PARTS = True``
    keys whose letters stand in several literals that are joined may be among the spots (``Spot.parts``).

The bytes are UTF-8 without a byte-order mark, or of an encoding that keeps ASCII as it is; line ends as in the file.
``plan`` takes care of byte-order marks and of wide text, and looks at the result once more: every key has to be gone.
"""

from keyguard.lazy import module as imported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

# the kind of a file, as ``language_of`` names it -> the module here that rewrites it
_BY_KIND = {
    'azure-pipelines': 'yaml',
    'bitbucket': 'yaml',
    'browser': 'javascript',
    'circleci': 'yaml',
    'cmd': 'cmd',
    'compose': 'yaml',
    'csharp': 'csharp',
    'dockerfile': 'dockerfile',
    'dotenv': 'dotenv',
    'dotenv-example': 'dotenv',
    'fish': 'shell',
    'github-actions': 'yaml',
    'gitlab': 'yaml',
    'go': 'go',
    'ini': 'ini',
    'java': 'java',
    'javascript': 'javascript',
    'json': 'json',
    'kotlin': 'kotlin',
    'make': 'make',
    'notebook': 'notebook',
    'php': 'php',
    'powershell': 'powershell',
    'python': 'python',
    'ruby': 'ruby',
    'rust': 'rust',
    'shell': 'shell',
    'terraform': 'terraform',
    'toml': 'toml',
    'yaml': 'yaml',
}


def module(kind: str) -> 'ModuleType | None':
    """The module that rewrites files of this kind, or None where there is none."""
    name = f'{__name__}.{_BY_KIND[kind]}' if kind in _BY_KIND else ''
    try:
        return imported(name) if name else None
    except ModuleNotFoundError as error:
        if error.name == name:
            return None
        raise
