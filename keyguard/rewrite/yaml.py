"""YAML: what takes the place of a key depends on who reads the file, which its name and its words tell."""

import re

from keyguard.remedies.language import language_of
from keyguard.remedies.pipelines import home
from keyguard.rewrite.code import in_order
from keyguard.rewrite.words import Edit, Spot, Unsafe
from keyguard.rewrite.yaml_pipelines import SYSTEMS, Key, action, removed, told
from keyguard.rewrite.yaml_places import File, Place, read
from keyguard.rewrite.yaml_scripts import script_variables
from keyguard.rewrite.yaml_settings import compose, kubernetes, own_name, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_VARIABLE = re.compile(r'[A-Z_][A-Z0-9_]*')
_LISTED = re.compile(r'(?:^|[\s"\'])([A-Z_][A-Z0-9_]*)=\Z')
_SCRIPTS = ('run', 'command', 'script', 'before_script', 'after_script', 'after-script', 'bash')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are YAML, else why not."""
    try:
        read(data)
    except Unsafe as reason:
        return str(reason)
    return ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':
    """For each spot the variable that the file itself gives the key to, or ''."""
    file, kind = read(data), _kind(name)
    return [_own(file, spot, kind) for spot in spots]


def homes(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':
    """For each spot the store that the file takes the variable from, or ''."""
    file, kind = read(data), _kind(name)
    if kind in SYSTEMS:
        return [home(kind)] * len(spots)
    places = [file.at(*file.span(spot.start, spot.end)) for spot in spots]
    return ['' if place is None or not _is_manifest(file, place, kind) else home('kubernetes') for place in places]


def notes(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':
    """What a workflow of GitHub has to be given before its secrets are there."""
    return told(read(data), spots) if _kind(name) == 'github-actions' else []


def _is_manifest(file: File, place: Place, kind: str) -> bool:
    nodes = file.nodes[place.document]
    if (kind == 'action' and ('runs',) in nodes) or (kind == 'compose' and ('services',) in nodes):
        return False
    return ('apiVersion',) in nodes and ('kind',) in nodes


def _own(file: File, spot: Spot, kind: str) -> str:
    start, end = file.span(spot.start, spot.end)
    place = file.at(start, end)
    if place is None or place.key:
        return ''
    if kind in SYSTEMS and any(step in _SCRIPTS for step in place.path[-2:]):
        return script_variables(file, place, [spot])[0]
    whole = (start, end) == (place.start, place.end)
    listed = _LISTED.search(file.text[place.start : start])
    if listed and end == place.end:
        return listed.group(1)
    name = own_name(file, place) if whole else ''
    return name if _VARIABLE.fullmatch(name) else ''


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    file, kind = read(data), _kind(name)
    edits: list[Edit] = []
    keys: dict[int, Key] = {}
    for spot in spots:
        start, end = file.span(spot.start, spot.end)
        place = file.at(start, end)
        if place is None:
            if not file.in_comment(start):
                raise file.unsafe(start, 'the key stands in no value')
            edits.append(Edit(spot.start, spot.end, spot.variable.encode()))
        elif place.key:
            raise file.unsafe(start, 'the key is the name of an entry')
        else:
            keys.setdefault(place.start, Key(place, [])).spots.append(spot)
    for key in keys.values():
        edits += _edits(file, key, kind, name)
    edits += removed(file, list(keys.values()), kind)
    return in_order(edits)


def _kind(name: str) -> str:
    """The kind of the file, as far as its name tells."""
    path = name.replace('\\', '/').lower()
    last = path.rpartition('/')[2]
    if last.endswith('.gitlab-ci.yml') or '/.gitlab/ci/' in '/' + path:
        return 'gitlab'
    if last.startswith('azure-pipelines') or re.search(r'(?:^|/)\.azure-?(?:pipelines|devops)/', path):
        return 'azure-pipelines'
    if last in ('action.yml', 'action.yaml'):
        return 'action'
    return 'compose' if 'compose' in last else language_of(name)


def _edits(file: File, key: Key, kind: str, name: str) -> 'list[Edit]':
    place: Place = key.place
    nodes = file.nodes[place.document]
    if kind in SYSTEMS:
        return SYSTEMS[kind](file, key)
    if kind == 'action' and ('runs',) in nodes:
        return action(file, key)
    if kind == 'compose' and ('services',) in nodes:
        return compose(file, key)
    if _is_manifest(file, place, kind):
        return kubernetes(file, key)
    return settings(file, key, name)
