"""The house's layers, read from the syntax trees: a layer imports only from the layers below it."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

import keyguard

ROOT = Path(keyguard.__file__).parent
# from the top down; a name stands for a module or for everything in a package
LAYERS = (
    ('hook', 'cli', '__main__'),
    ('commands',),
    ('workers', 'cluster', 'options'),
    ('pipeline', 'report', 'progress'),
    ('moving',),
    ('settings', 'rewrite', 'guide', 'install', 'messages', 'naming'),
    (
        'sources',
        'content',
        'prefilter',
        'detect',
        'locate',
        'filters',
        'baseline',
        'config',
        'configured',
        'catalogue',
        'remedies',
        'wire',
        'excerpt',
        'overlaps',
    ),
    (
        'samples',
        'interop',
        'git',
        'context',
        'roles',
        'assigned',
        'cache',
        'placeholder',
        'output',
        'replacing',
        'locks',
        'crash',
        'places',
        'providers',
    ),
    (
        *('names', 'mentions', 'nearby', 'disguise', 'blocks', 'escaped', 'joints', 'walk', 'gaps', 'constants'),
        *('packing', 'narrow', 'spoken', 'ahead'),
    ),
    ('tokens', 'model', 'origin', 'secret', 'kinds', 'errors', 'lazy', '__init__'),
)
# what stands beside another in its own layer, on purpose
SIDEWAYS = {
    'hook': {'prefilter', 'places', 'providers', 'commands', 'errors', 'crash'},
    '__main__': {'cli'},
    'config': {'configured', 'providers'},
    'content': {'prefilter'},
    'catalogue': {'detect', 'providers'},
    'wire': {'detect'},
    'remedies': {'excerpt', 'rewrite'},
    'providers.check': {'samples'},
    'samples': {'placeholder', 'providers'},
    'crash': {'output'},
    'output': {'placeholder'},
    'escaped': {'disguise'},
    'disguise': {'blocks'},
    'blocks': {'disguise'},
    'joints': {'gaps', 'walk'},
    'walk': {'ahead', 'constants', 'gaps', 'joints'},
    'ahead': {'constants', 'gaps', 'joints'},
    'gaps': {'joints'},
    'constants': {'gaps', 'joints'},
    'nearby': {'mentions'},
    'packing': {'disguise'},
    # a door too: detect-secrets opens it
    'interop.detect_secrets_plugin': {'pipeline', 'settings'},
    'roles': {'context'},
}


@functools.cache
def _modules() -> dict[str, Path]:
    return {
        '.'.join(path.relative_to(ROOT).with_suffix('').parts): path
        for path in sorted(ROOT.rglob('*.py'))
        if path.name != '__init__.py' or path.parent != ROOT
    }


def _layer(module: str) -> int:
    head = module.partition('.')[0]
    return next(at for at, names in enumerate(LAYERS) if head in names)


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding='utf-8'))


@functools.cache
def _imports(path: Path) -> frozenset[str]:
    """The keyguard modules that a file imports anywhere, function bodies included, type checking left out."""
    found: set[str] = set()
    tree = _tree(path)
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == 'TYPE_CHECKING'
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split('.')[0] == 'keyguard':
            parts = node.module.split('.')[1:]
            found |= {'.'.join([*parts, alias.name]) for alias in node.names} if not parts else {'.'.join(parts)}
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition('.')[2] for alias in node.names if alias.name.startswith('keyguard.')}
    return frozenset(name for name in found if name and name != '__version__')


@pytest.mark.parametrize('module', _modules())
def test_module_imports_only_from_the_layers_below(module: str) -> None:
    own = _layer(module)
    allowed = SIDEWAYS.get(module, set()) | SIDEWAYS.get(module.partition('.')[0], set())
    for name in _imports(_modules()[module]):
        head = name.partition('.')[0]
        same_package = head == module.partition('.')[0]
        assert same_package or head in allowed or _layer(name) > own, f'{module} imports {name}'


@pytest.mark.parametrize('module', [name for name in _modules() if name.startswith('providers.')])
def test_provider_file_reaches_nothing_but_words_and_shapes(module: str) -> None:
    if module.rpartition('.')[2] in ('__init__', '__main__', '_phonebook', 'book', 'check', 'jwt', 'shapes'):
        pytest.skip('a tool of the catalogue, not a provider')
    path = _modules()[module]
    assert _imports(path) <= {'kinds', 'providers.jwt', 'providers.shapes'}
    others = {
        (node.module or '') if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert {name for name in others if not name.startswith('keyguard')} <= {'base64', 'binascii', 'zlib'}


def test_pattern_boundaries_are_never_written_in_a_provider() -> None:
    for module, path in _modules().items():
        if module.startswith('providers.') and module != 'providers.check':
            assert r'\b' not in path.read_text(encoding='utf-8').replace(r'``\\b``', ''), module


def test_only_these_places_let_a_key_out() -> None:
    """A secret has one unmasked way out; whoever takes it is listed here."""
    callers = {module for module, path in _modules().items() if '.reveal()' in path.read_text(encoding='utf-8')}
    assert callers == {'excerpt', 'filters', 'moving.place'}


def test_only_what_reads_yaml_imports_it_and_nobody_opens_a_socket() -> None:
    for module, path in _modules().items():
        tree = _tree(path)
        names = {
            alias.name.partition('.')[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        names |= {(node.module or '').partition('.')[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & {'socket', 'ssl', 'http', 'urllib', 'requests'}, module
        readers = ('config', 'install.precommit', 'interop.kingfisher', 'rewrite.yaml_places')
        assert 'yaml' not in names or module in readers, module
        assert 'detect_secrets' not in names or module.startswith('interop.'), module
