"""Files that get their variables from a place of their own: pipelines from the CI system, manifests from the cluster.

A ``.env`` is of no use to them, so a key that leaves such a file has to be put into that place, once.
"""

from keyguard.remedies import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.remedies.words import Store

# the kind of a file, as ``language_of`` names it, or ``kubernetes`` -> the store that its variables come from
_STORES = {
    'azure-pipelines': 'azure-pipelines',
    'bitbucket': 'bitbucket-pipelines',
    'circleci': 'circleci',
    'github-actions': 'github-actions',
    'gitlab': 'gitlab-ci',
    'jenkins': 'jenkins',
    'kubernetes': 'kubernetes',
}
# shells whose lines can be those of a store, and which read a file of variables
_UNIX = ('bash', 'zsh', 'sh')


def home(kind: str) -> str:
    """The id of the store that the variables of such a file come from; '' for one that the environment gives them."""
    return _STORES.get(kind, '')


def from_file(store: 'Store', variable: str, id: str, file: str, shell: str, plain: bool = True) -> str:
    """The lines that put the variable's value from a file of variables (as the shell is told it) into the store, in
    a shell of their own that forgets it; '' where there are none for this shell. ``plain``: a shell may read the whole
    file as its own; otherwise this one line is taken out of it.
    """
    from keyguard.remedies.words import filled

    taken = f"{variable}=$(sed -n 's/^{variable}=//p' {file} | tr -d '\\r')"
    lines = f'{f". {file}" if plain else taken}; {filled(store.fill, variable, id)}'
    if store.fill and shell == 'fish':
        quoted = lines.replace('\\', '\\\\').replace("'", "\\'")
        return f"sh -c '{quoted}'"
    return f'({lines})' if store.fill and shell in _UNIX else ''


def anew(store: 'Store', variable: str, id: str, shell: str) -> str:
    """The lines that ask for the key and put it into the store, nothing shown; '' where there are none."""
    from keyguard.remedies.words import filled

    if store.asks:
        return filled(store.asks, variable, id)
    if not store.fill or shell not in _UNIX:
        return ''
    return f'({environment.ask_for(shell, variable)};\n {filled(store.fill, variable, id)})'
