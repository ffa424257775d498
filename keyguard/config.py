""".keyguard.yaml -> Config. The only importer of yaml; what is written plainly, ``configured`` reads.

Every word is checked here: a misspelt option in a security tool must not be passed over in silence.
"""

import re

import yaml

from keyguard.configured import DAYS, Config
from keyguard.errors import Fatal, nearest
from keyguard.kinds import CONFIDENCES, HIGH, Detector, Provider
from keyguard.providers import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Node = yaml.nodes.Node

_DETECTOR = ('id', 'title', 'pattern', 'literals', 'names', 'confidence', 'env', 'sources', 'since')
_PROVIDER = (
    *('id', 'name', 'detectors', 'env', 'calls', 'hosts', 'key_page', 'revoke'),
    *('scopes', 'rotation', 'spend', 'spend_page', 'keyless', 'usage_page', 'limits', 'leaked', 'sdk'),
)


class _Reader:
    """Walks the YAML's nodes, so that every complaint can name the line."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, node: 'Node', problem: str) -> Fatal:
        return Fatal(f'{self.path}:{node.start_mark.line + 1}: {problem}')

    def mapping(self, node: 'Node', words: 'tuple[str, ...]', what: str) -> 'dict[str, Node]':
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f'{what} must be a mapping (word: value)')
        found: dict[str, Node] = {}
        for key, value in node.value:
            word = str(key.value)
            if word not in words:
                raise self.fail(
                    key, f"unknown word '{word}' in {what}{nearest(word, words)}; known: {', '.join(words)}"
                )
            if word in found:
                raise self.fail(key, f"'{word}' stands twice in {what}")
            found[word] = value
        return found

    def text(self, node: 'Node', what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag == 'tag:yaml.org,2002:null':
            raise self.fail(node, f"'{what}' must be a text")
        return node.value if isinstance(node.value, str) else str(node.value)

    def texts(self, node: 'Node', what: str) -> 'list[str]':
        """A list of texts; one text alone is taken as a list of one."""
        if isinstance(node, yaml.ScalarNode):
            return [self.text(node, what)]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, f"'{what}' must be a list of texts")
        return [self.text(item, what) for item in node.value]

    def choice(self, node: 'Node', what: str, words: 'tuple[str, ...]') -> str:
        word = self.text(node, what)
        if word not in words:
            raise self.fail(node, f"'{what}' must be one of {', '.join(words)}, not '{word}'{nearest(word, words)}")
        return word

    def number(self, node: 'Node', what: str) -> int:
        word = self.text(node, what)
        if not re.fullmatch(DAYS, word):
            raise self.fail(node, f"'{what}' must be a whole number of days, not '{word}'")
        return int(word)


def load(path: str, known: 'Callable[[], set[str]]', knows: 'Callable[[str], bool] | None' = None) -> Config:
    """Read and check a configuration.

    ``known`` gives the ids of the built-in providers and detectors; ``knows`` may tell sooner whether an id is one of
    them. Raises ``Fatal`` with file, line and the nearest valid word.
    """
    reader = _Reader(path)
    try:
        with open(path, 'rb') as file:
            data = file.read()
        root = _composed(data)
    except OSError as error:
        raise Fatal(f'{path}: the configuration cannot be read ({(error.strerror or "").lower()})') from None
    except yaml.YAMLError as error:
        mark = getattr(error, 'problem_mark', None)
        line = f':{mark.line + 1}' if mark else ''
        problem = getattr(error, 'problem', None) or getattr(error, 'reason', None) or 'it cannot be parsed'
        raise Fatal(f'{path}{line}: not valid YAML ({problem})') from None
    except (RecursionError, ValueError):
        raise Fatal(f'{path}: not valid YAML (it cannot be parsed)') from None
    config = Config(path)
    if root is None:
        return config
    words = ('providers', 'skip', 'exclude', 'min_confidence', 'store', 'help', 'max_age')
    found = reader.mapping(root, words, 'the configuration')
    if 'providers' in found:
        config.providers = _providers(reader, found['providers'], known, knows)
    if 'skip' in found:
        own = {provider.id for provider in config.providers}
        own |= {detector.id for provider in config.providers for detector in provider.detectors}
        items = found['skip'].value if isinstance(found['skip'], yaml.SequenceNode) else [found['skip']]
        for item in items:
            id = reader.text(item, 'skip')
            if not (id in own or (knows and knows(id)) or id in known()):
                raise reader.fail(item, f"no detector or provider '{id}'{nearest(id, sorted(known() | own))}")
            config.skip.append(id)
    if 'exclude' in found:
        items = found['exclude'].value if isinstance(found['exclude'], yaml.SequenceNode) else [found['exclude']]
        for item in items:
            try:
                config.exclude.append(re.compile(reader.text(item, 'exclude')))
            except re.error as error:
                raise reader.fail(item, f"'exclude' holds a bad regular expression: {error}") from None
    if 'min_confidence' in found:
        config.min_confidence = reader.choice(found['min_confidence'], 'min_confidence', CONFIDENCES)
    if 'store' in found:
        config.store = reader.text(found['store'], 'store')
    if 'help' in found:
        config.help = reader.text(found['help'], 'help')
    if 'max_age' in found:
        config.max_age = reader.number(found['max_age'], 'max_age')
    return config


def _composed(data: bytes) -> 'Node | None':
    """The tree of the YAML; raises ``yaml.YAMLError``, ``RecursionError`` and ``ValueError``."""
    # the one in C takes a tenth of the time, and words its complaints in another way
    fast = getattr(yaml, 'CSafeLoader', None)
    if fast:
        try:
            return yaml.compose(data, Loader=fast)
        except (yaml.YAMLError, ValueError):
            pass
    return yaml.compose(data, Loader=yaml.SafeLoader)


def _providers(
    reader: _Reader, node: 'Node', known: 'Callable[[], set[str]]', knows: 'Callable[[str], bool] | None'
) -> 'list[Provider]':
    if not isinstance(node, yaml.SequenceNode):
        raise reader.fail(node, "'providers' must be a list")
    taken = set() if knows else known()
    providers = []
    for item in node.value:
        found = reader.mapping(item, _PROVIDER, 'a provider')
        for word in ('id', 'name', 'detectors'):
            if word not in found:
                raise reader.fail(item, f"a provider needs '{word}'")
        provider = _provider(reader, found)
        for reason in check.problems(provider):
            raise reader.fail(item, reason)
        for id in (provider.id, *(detector.id for detector in provider.detectors)):
            if id in taken or (knows and knows(id)):
                raise reader.fail(item, f"the id '{id}' is taken; choose another")
            taken.add(id)
        providers.append(provider)
    return providers


def _provider(reader: _Reader, found: 'dict[str, Node]') -> Provider:
    nodes = found['detectors']
    if not isinstance(nodes, yaml.SequenceNode) or not nodes.value:
        raise reader.fail(nodes, "'detectors' must be a list with at least one detector")
    id = reader.text(found['id'], 'id')
    texts = {
        word: reader.text(found[word], word)
        for word in _PROVIDER
        if word in found and word not in ('id', 'name', 'detectors', 'env', 'calls', 'hosts')
    }
    lists = {word: reader.texts(found[word], word) for word in ('env', 'calls', 'hosts') if word in found}
    return Provider(
        id,
        reader.text(found['name'], 'name'),
        detectors=[_detector(reader, node) for node in nodes.value],
        env=lists.get('env', ()),
        calls=lists.get('calls', ()),
        hosts=lists.get('hosts', ()),
        **texts,  # type: ignore[arg-type]
    )


def _detector(reader: _Reader, node: 'Node') -> Detector:
    found = reader.mapping(node, _DETECTOR, 'a detector')
    for word in ('id', 'title', 'pattern'):
        if word not in found:
            raise reader.fail(node, f"a detector needs '{word}'")
    id = reader.text(found['id'], 'id')
    written = reader.text(found['pattern'], 'pattern')
    literals = reader.texts(found['literals'], 'literals') if 'literals' in found else []
    try:
        pattern = check.bounded(written, bare=not literals)
    except ValueError as error:
        raise reader.fail(found['pattern'], f"detector '{id}': {error}") from None
    return Detector(
        id,
        reader.text(found['title'], 'title'),
        pattern=pattern,
        literals=literals,
        names=[name.lower() for name in reader.texts(found['names'], 'names')] if 'names' in found else (),
        confidence=reader.choice(found['confidence'], 'confidence', CONFIDENCES) if 'confidence' in found else HIGH,
        env=reader.text(found['env'], 'env') if 'env' in found else '',
        sources=reader.texts(found['sources'], 'sources') if 'sources' in found else ('in-house',),
        since=reader.text(found['since'], 'since') if 'since' in found else '',
    )
