"""The files of CI systems: the key comes from the system's own store, and a script reads it as a variable.

A secret is never put into the text of a script: what stands in it would be run, and shown where the script is shown.
"""

import re

from keyguard.rewrite.words import Edit, Spot
from keyguard.rewrite.yaml_places import File, Mapping, Node, Place, Scalar, gone
from keyguard.rewrite.yaml_scripts import in_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_UNIX = re.compile(r'(?:ubuntu|macos|linux)', re.IGNORECASE)
_MATRIX = re.compile(r'\$\{\{\s*matrix\.([\w-]+)\s*\}\}')
_SHELLS = re.compile(r'(?:/\S*/)?(?:bash|sh)\b')
# inputs of actions and tasks that are run as a script
_RUN = ('script', 'run', 'command', 'inlinescript', 'inline', 'arguments', 'args', 'cmd', 'code')

_UNKNOWN = 'it is not known that bash runs the script: give the step an env: entry, and read that'
_RUNS = 'this text is run: give the step an env: entry, and read the variable there'
_AZURE = 'make it a secret variable in the settings of the pipeline, and give that to the step with env:'


class Key:
    """A value with keys in it: its ``place``, and the ``spots`` (in bytes of the file)."""

    __slots__ = ('place', 'spots')

    def __init__(self, place: Place, spots: 'list[Spot]') -> None:
        self.place = place
        self.spots = spots

    def whole(self, file: File) -> bool:
        """Is one key all that the value says?"""
        return [file.span(spot.start, spot.end) for spot in self.spots] == [(self.place.start, self.place.end)]


def fits(path: 'Sequence[str | int]', form: str) -> bool:
    """Is the path of this form? Its steps are words and ``*`` for any one step."""
    steps = form.split()
    return len(path) == len(steps) and all(word in ('*', step) for word, step in zip(steps, path))


def references(file: File, key: Key, form: str) -> 'list[Edit]':
    """The name of the variable, in the form, in place of each key."""
    edits = []
    for spot in key.spots:
        start, end = file.span(spot.start, spot.end)
        edits.append(file.put(key.place, start, end, form.replace('@', spot.variable)))
    if len(edits) > 1 and any(edit.text.startswith(b'"') for edit in edits):
        raise file.unsafe(key.place.start, 'two keys stand too near to each other')
    return edits


_GITHUB = (
    'env *', 'jobs * env *', 'jobs * steps * env *', 'jobs * container env *', 'jobs * services * env *',
    'jobs * container credentials *', 'jobs * services * credentials *', 'jobs * secrets *', 'jobs * steps * with *',
)  # fmt: skip


def github(file: File, key: Key) -> 'list[Edit]':
    """A workflow of GitHub Actions."""
    place, path = key.place, key.place.path
    if fits(path, 'jobs * steps * run'):
        if not _github_shell(file, place):
            raise file.unsafe(place.start, _UNKNOWN)
        return in_script(file, place, key.spots) + _given(file, key, '${{ secrets.@ }}', 2)
    if not any(fits(path, form) for form in _GITHUB):
        raise file.unsafe(place.start, 'GitHub gives no secrets to this place')
    if path[-2] == 'with' and _is_run(place):
        raise file.unsafe(place.start, _RUNS)
    if '${{' in place.value:
        _outside(file, key)
    return references(file, key, '${{ secrets.@ }}')


def told(file: File, spots: 'Sequence[Spot]') -> 'list[str]':
    """Where a workflow gets no secrets by itself: called by others, or run for a fork."""
    found: dict[str, None] = {}
    for spot in spots:
        place = file.at(*file.span(spot.start, spot.end))
        if place is None:
            continue
        nodes = file.nodes[place.document]
        events = _names(nodes.get(('on',)))
        if 'workflow_call' in events and ('on', 'workflow_call', 'secrets', spot.variable) not in nodes:
            found[
                f'{spot.variable} is empty when another workflow calls this one, unless that one has "secrets: '
                f'inherit", or this one names it below on.workflow_call.secrets and that one passes it'
            ] = None
        if 'pull_request' in events:
            found[f'{spot.variable} is empty in pull requests from forks: GitHub gives those no secrets'] = None
    return list(found)


def _names(node: 'Node | None') -> 'set[str]':
    """The events that start a workflow: a word, a list of words, or the names in a mapping."""
    if isinstance(node, Scalar):
        return {str(node.value)}
    items = getattr(node, 'value', ())
    return {str(getattr(item[0] if isinstance(item, tuple) else item, 'value', '')) for item in items}


def _is_run(place: Place) -> bool:
    """Is this input of an action or a task a script?"""
    return place.style in ('|', '>') or str(place.path[-1]).lower() in _RUN


def _outside(file: File, key: Key) -> None:
    """Raises ``Unsafe`` where a key stands within an expression."""
    for spot in key.spots:
        start, _ = file.span(spot.start, spot.end)
        before = file.text[key.place.start : start]
        if before.rfind('${{') > before.rfind('}}'):
            raise file.unsafe(start, 'the key stands within an expression: name the secret there')


def _github_shell(file: File, place: Place) -> bool:
    """Does bash or sh run the step?"""
    nodes, path = file.nodes[place.document], place.path
    job = path[:2]
    for shell in ((*path[:4], 'shell'), (*job, 'defaults', 'run', 'shell'), ('defaults', 'run', 'shell')):
        if shell in nodes:
            return bool(_SHELLS.match(str(nodes[shell].value)))
    if (*job, 'container') in nodes:
        return True
    runner = nodes.get((*job, 'runs-on'))
    words = [runner] if isinstance(runner, Scalar) else [*getattr(runner, 'value', ())]
    names = [str(word.value) for word in words if isinstance(word, Scalar)]
    chosen = _MATRIX.fullmatch(names[0]) if len(names) == 1 else None
    if chosen is None:
        return any(_UNIX.match(name) for name in names)
    matrix = (*job, 'strategy', 'matrix')
    machines = [
        str(node.value)
        for path, node in nodes.items()
        if isinstance(node, Scalar)
        and (
            path[:-1] == (*matrix, chosen.group(1))
            or (path[:-2] == (*matrix, 'include') and path[-1] == chosen.group(1))
        )
    ]
    return bool(machines) and all(_UNIX.match(machine) for machine in machines)


def _given(file: File, key: Key, form: str, levels: int) -> 'list[Edit]':
    """What gives the variables to the step of a script: entries in its ``env``, unless it, or one of the ``levels``
    around it, has them already. Azure (no levels) wants the script to stand first in its step.
    """
    place = key.place
    nodes, step = file.nodes[place.document], place.path[:-1]
    mappings = [nodes.get((*step, 'env')), *(nodes.get((*step[: 2 * at], 'env')) for at in range(levels))]
    missing = []
    for variable in dict.fromkeys(spot.variable for spot in key.spots):
        known = next((value for mapping in mappings for name, value in _entries(mapping) if name == variable), None)
        reference = form.replace('@', variable)
        if known is None:
            missing.append(f'{variable}: {reference}')
        elif str(known.value).strip() != reference and not _becomes(file, known, key):
            raise file.unsafe(place.start, f'{variable} has another value there already')
    if not missing:
        return []
    own, pair = mappings[0], file.pairs[place.document][place.path]
    holder = nodes[step]
    if own is None and isinstance(holder, Mapping) and not holder.flow_style:
        blanks = ' ' * file.column(pair[0].start_mark.index)
        lines = ['env:', *(f'{blanks}  {line}' for line in missing)]
        if levels:
            at = pair[0].start_mark.index
            return [file.edit(at, at, file.eol.join([*lines, blanks]))]
        at = place.start + len(file.text[place.start : place.end].rstrip())
        at += len(file.text[at:].partition('\n')[0].rstrip('\r'))
        return [file.edit(at, at, file.eol + blanks + file.eol.join(lines))]
    if isinstance(own, Mapping) and own.value and not own.flow_style:
        at = own.value[0][0].start_mark.index
        blanks = ' ' * file.column(at)
        return [file.edit(at, at, ''.join(line + file.eol + blanks for line in missing))]
    raise file.unsafe(place.start, 'the step has its entries in braces')


def _entries(mapping: 'Node | None') -> 'list[tuple[str, Node]]':
    if not isinstance(mapping, Mapping):
        return []
    return [(str(name.value), value) for name, value in mapping.value if isinstance(name, Scalar)]


def _becomes(file: File, value: 'Node', key: Key) -> bool:
    """Is the value the same key, which is taken out as well?"""
    return any(str(value.value) == file.text[slice(*file.span(spot.start, spot.end))] for spot in key.spots)


def gitlab(file: File, key: Key) -> 'list[Edit]':
    """A pipeline of GitLab: variables of the project are there without being named."""
    place, path = key.place, key.place.path
    if _in_list(path, 'script', 'before_script', 'after_script'):
        return in_script(file, place, key.spots)
    if fits(path, 'variables *') or fits(path, '* variables *') or fits(path, '* services * variables *'):
        return _entry(file, key, '$@')
    raise file.unsafe(place.start, 'it is not known that GitLab reads a variable there')


def _in_list(path: 'Sequence[str | int]', *names: str) -> bool:
    """Is it the value of one of these names, or an item of its list?"""
    steps = [step for step in path if isinstance(step, str)]
    return bool(steps) and steps[-1] in names


def _entry(file: File, key: Key, form: str) -> 'list[Edit]':
    """An entry of the same name goes, since the system has the variable; another one names it in the ``form``."""
    place = key.place
    if place.path[-1] != key.spots[0].variable:
        if not form:
            raise file.unsafe(place.start, 'the text is taken there as it stands')
        return references(file, key, form)
    if not key.whole(file):
        raise file.unsafe(place.start, 'the variable is made of the key and other text')
    return []  # with the others of its mapping, in ``removed``


def removed(file: File, keys: 'Sequence[Key]', kind: str) -> 'list[Edit]':
    """The entries that go, a mapping at a time."""
    names: dict[tuple[int, tuple[str | int, ...]], list[str]] = {}
    for key in keys:
        path = key.place.path
        own = kind in ('gitlab', 'circleci') and path[-1:] == (key.spots[0].variable,)
        if own and len(path) > 1 and path[-2] in ('variables', 'environment'):
            names.setdefault((key.place.document, path[:-1]), []).append(str(path[-1]))
    return [edit for (document, path), each in names.items() for edit in gone(file, document, path, each)]


_CIRCLE = (
    'jobs * environment *', 'executors * environment *', 'jobs * steps * run environment *',
    'jobs * docker * environment *', 'executors * docker * environment *',
)  # fmt: skip


def circleci(file: File, key: Key) -> 'list[Edit]':
    """A pipeline of CircleCI: variables of a project or a context are there without being named."""
    place, path = key.place, key.place.path
    if path[-1:] == ('run',) or path[-2:] == ('run', 'command'):
        shell = file.nodes[place.document].get((*path[:-1], 'shell')) if path[-1] == 'command' else None
        foreign = shell is not None and not _SHELLS.match(str(shell.value))
        if foreign or re.search(r'\bwin(?:dows)?\b|powershell', file.text):
            raise file.unsafe(place.start, 'it is not known that bash runs the script')
        return in_script(file, place, key.spots)
    if any(fits(path, form) for form in _CIRCLE) and ('docker' not in path or path[path.index('docker') + 1] == 0):
        return _entry(file, key, '')
    raise file.unsafe(place.start, 'CircleCI takes the text there as it stands: put the key into a context')


def azure(file: File, key: Key) -> 'list[Edit]':
    """A pipeline of Azure: a secret variable is given to each step that needs it."""
    place, path = key.place, key.place.path
    if 'steps' not in path:
        raise file.unsafe(place.start, _AZURE)
    step = path[path.index('steps') + 2 :]
    if step in (('bash',), ('script',)):
        if step == ('script',) and not _azure_unix(file, place):
            raise file.unsafe(place.start, 'it is not known that a shell of Unix runs the script: use bash:')
        return in_script(file, place, key.spots) + _given(file, key, '$(@)', 0)
    if len(step) == 2 and step[0] in ('env', 'inputs'):
        if step[0] == 'inputs' and _is_run(place):
            raise file.unsafe(place.start, _RUNS)
        return references(file, key, '$(@)')
    raise file.unsafe(place.start, _AZURE)


def _azure_unix(file: File, place: Place) -> bool:
    """Is the machine of the step one of Unix?"""
    nodes = file.nodes[place.document]
    for end in range(len(place.path), -1, -1):
        for name in (('pool', 'vmImage'), ('vmImage',), ('pool',)):
            node = nodes.get((*place.path[:end], *name))
            if isinstance(node, Scalar):
                return bool(_UNIX.match(str(node.value)))
    return False


def bitbucket(file: File, key: Key) -> 'list[Edit]':
    """A pipeline of Bitbucket: variables of the repository are there without being named."""
    place, path = key.place, key.place.path
    if _in_list(path, 'script', 'after-script'):
        return in_script(file, place, key.spots)
    if len(path) > 2 and path[-2] == 'variables' and isinstance(path[-3], int) and 'script' in path:
        return references(file, key, '$@')
    raise file.unsafe(place.start, 'it is not known that Bitbucket reads a variable there')


SYSTEMS = {
    'github-actions': github, 'gitlab': gitlab, 'circleci': circleci, 'azure-pipelines': azure, 'bitbucket': bitbucket,
}  # fmt: skip


def action(file: File, key: Key) -> 'list[Edit]':
    """The file of an action, which has no secrets."""
    reason = 'an action has no secrets of its own: give it an input, and pass the secret from the workflow'
    raise file.unsafe(key.place.start, reason)
