"""Compose files, manifests of Kubernetes, and files of settings that name variables in a form of their own."""

import re

from keyguard.remedies.words import secret_name
from keyguard.rewrite.words import Edit
from keyguard.rewrite.yaml_pipelines import Key, references
from keyguard.rewrite.yaml_places import File, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.rewrite.yaml_places import Place

_WORKLOADS = frozenset((
    'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Service',
    'Rollout', 'List',
))  # fmt: skip
_STEP = 2


def compose(file: File, key: Key) -> 'list[Edit]':
    """A file of Docker Compose."""
    place = key.place
    if 'args' in place.path and 'build' in place.path:
        raise file.unsafe(
            place.start, 'what build sets stays in the image: use a secret of the build (build: secrets:)'
        )
    return references(file, key, '${@:?set @ first}')


def kubernetes(file: File, key: Key) -> 'list[Edit]':
    """A manifest: the value of a container's variable comes from a Secret."""
    place = key.place
    nodes = file.nodes[place.document]
    kind = str(getattr(nodes.get(('kind',)), 'value', ''))
    if kind == 'Secret':
        raise file.unsafe(place.start, 'a Secret in git is no secret: make it with kubectl create secret, or seal it')
    if kind == 'ConfigMap':
        raise file.unsafe(place.start, 'a ConfigMap is no place for a key: put it into a Secret')
    entry = nodes.get(place.path[:-1])
    listed = len(place.path) > 2 and place.path[-3] == 'env' and place.path[-1] == 'value'
    if kind not in _WORKLOADS or not listed or not isinstance(entry, Mapping):
        raise file.unsafe(place.start, 'Kubernetes puts a Secret only into the variables of a container')
    if len(entry.value) != 2 or not key.whole(file) or place.style in ('|', '>'):
        raise file.unsafe(place.start, 'the variable is made of the key and other text')
    name, value = file.pairs[place.document][place.path]
    variable = key.spots[0].variable
    secret = secret_name(variable)
    start, end = name.start_mark.index, value.end_mark.index
    if place.flow:
        return [file.edit(start, end, f'valueFrom: {{secretKeyRef: {{name: {secret}, key: {variable}}}}}')]
    blanks = ' ' * file.column(start)
    lines = ('valueFrom:', f'  {blanks}secretKeyRef:', f'    {blanks}name: {secret}', f'    {blanks}key: {variable}')
    return [file.edit(start, end, file.eol.join(lines))]


# in the path, or in the text: the form in which the program that reads the file takes a variable
_NAMED = (
    (r'(?:^|/)(?:application|bootstrap)[\w.-]*\.ya?ml$', '', '${@}'),  # Spring
    (r'(?:^|/)serverless[\w.-]*\.ya?ml$', r'^service:', '${env:@}'),
    (r'(?:^|/)librechat[\w.-]*\.ya?ml$', '', '${@}'),
    (r'(?:^|/)\.continue/', '', '${{ secrets.@ }}'),
    (r'(?:^|/)promptfooconfig[\w.-]*\.ya?ml$', '', '{{env.@}}'),
    (r'', r'^model_list:(?s:.*)\blitellm_params:', 'os.environ/@'),
)  # fmt: skip
# a value that is nothing but such a reference, anywhere in the file: what reads the file reads them all
_USED = (
    (re.compile(r'\$\{oc\.env:[A-Z_][A-Z0-9_]*\}'), '${oc.env:@}'),
    (re.compile(r'\$\{env:[A-Z_][A-Z0-9_]*\}'), '${env:@}'),
    (re.compile(r'\$\{[A-Z_][A-Z0-9_]*(?::[^}]*)?\}'), '${@}'),
    (re.compile(r'os\.environ/[A-Z_][A-Z0-9_]*'), 'os.environ/@'),
    (re.compile(r'%env\([A-Z_][A-Z0-9_]*\)%'), '%env(@)%'),
)  # fmt: skip
_TAGS = {'!ENV': '!ENV ${@}', '!env_var': '!env_var @', '!env': '!env @', '!EnvVar': '!EnvVar @'}
_WHOLE = ('os.environ/@',)
_SCRIPTS = ('script', 'run', 'command', 'commands', 'cmd', 'args', 'environment_variables')
_PLAIN = 'YAML cannot read a variable, and no form is known that the program which reads this file would understand'
_DEFAULT = re.compile(r'\$\{[A-Z_][A-Z0-9_]*:-?\Z')


def settings(file: File, key: Key, name: str) -> 'list[Edit]':
    """A file of settings of any other program."""
    place = key.place
    if any(step in _SCRIPTS for step in place.path):
        raise file.unsafe(place.start, 'the key stands in a command')
    form = _form(file, name)
    if not form:
        raise file.unsafe(place.start, _PLAIN)
    default = _without_default(file, key)
    if default:
        return default
    if '${' in file.text[place.start : place.end]:
        raise file.unsafe(place.start, 'the key stands beside another reference')
    if form.startswith('!') or form in _WHOLE:
        if not key.whole(file) or file.text[place.node.start_mark.index] in '!&' or place.style in ('|', '>'):
            raise file.unsafe(place.start, 'a variable takes the place of a whole value there')
        start, end = place.node.start_mark.index, place.node.end_mark.index
        quoted = place.style and not form.startswith('!')
        quote = place.style if quoted else ''
        return [file.edit(start, end, quote + form.replace('@', key.spots[0].variable) + quote)]
    return references(file, key, form)


def _form(file: File, name: str) -> str:
    """How a variable is named in this file, or ''."""
    path = name.replace('\\', '/').lower()
    for where, words, form in _NAMED:
        if re.search(where, path) and re.search(words, file.text, re.MULTILINE):
            return form
    for place in file.places:
        if place.key or any(step in _SCRIPTS for step in place.path):
            continue
        tag = _TAGS.get(str(place.node.tag))
        if tag:
            return tag
        for pattern, form in _USED:
            if pattern.fullmatch(place.value):
                return form
    return ''


def _without_default(file: File, key: Key) -> 'list[Edit]':
    """``${NAME:key}`` and ``${NAME:-key}`` without the key."""
    spot = key.spots[0]
    start, end = file.span(spot.start, spot.end)
    before = file.text[key.place.start : start]
    found = _DEFAULT.search(before)
    if len(key.spots) != 1 or not found or file.text[end : end + 1] != '}':
        return []
    if found.group().strip('${:-') != spot.variable:
        return []
    colon = key.place.start + before.rindex(':')
    return [file.edit(colon, end, '')]


def own_name(file: File, place: 'Place') -> str:
    """The variable that an entry of a container, a service or a step is called, or ''."""
    name = str(place.path[-1]) if place.path else ''
    holder = str(place.path[-2]) if len(place.path) > 1 else ''
    if place.path[-1:] == ('value',) and len(place.path) > 2 and place.path[-3] == 'env':
        beside = file.nodes[place.document].get((*place.path[:-1], 'name'))
        name, holder = str(getattr(beside, 'value', '')), 'env'
    return name if holder in ('env', 'environment', 'variables', 'environment_variables') else ''
