"""``.pre-commit-config.yaml``: which of our hooks are in it, and how they are put in without touching anything else."""

import os

import yaml

from keyguard import __version__
from keyguard.errors import Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

NAME = '.pre-commit-config.yaml'
# what a hook can say to get fewer files, and what stands for all of them
_NARROW = ('files', 'exclude', 'types', 'types_or', 'exclude_types')
_ALL: 'tuple[object, ...]' = (None, '', '^$', [], ['file'])
# prek takes these as well
_OTHERS = ('.pre-commit-config.yml', 'prek.toml')
# the hooks that stand in the way of a leak -> the stages that have to be installed for them
STAGES = {
    'keyguard': ('pre-commit', 'pre-merge-commit'),
    'keyguard-push': ('pre-push',),
    'keyguard-commit-msg': ('commit-msg',),
}
# a repository of its own is named where it is known; else the hooks call the keyguard that is on the PATH
_LOCAL = {
    'keyguard': (
        'name: keyguard',
        'entry: keyguard-hook',
        "args: ['--']",
        'language: system',
        'types: [file]',
        'require_serial: true',
        'stages: [pre-commit, pre-merge-commit, manual]',
    ),
    'keyguard-push': (
        'name: keyguard (push)',
        'entry: keyguard audit --quiet --push',
        'language: system',
        'pass_filenames: false',
        'always_run: true',
        'stages: [pre-push]',
    ),
    'keyguard-commit-msg': (
        'name: keyguard (commit message)',
        'entry: keyguard audit --quiet --message',
        'language: system',
        'stages: [commit-msg]',
    ),
}


def name(root: str) -> str:
    """The configuration of the repository: the one that is there, or the one to be made."""
    if not os.path.exists(os.path.join(root, NAME)):
        return next((other for other in _OTHERS if os.path.exists(os.path.join(root, other))), NAME)
    return NAME


def hooked(text: str, path: str = NAME) -> 'tuple[str, ...]':
    """Which of our hooks the configuration has; raises ``Fatal`` with the line where it is no YAML."""
    if path.endswith('.toml'):
        return tuple(id for id in STAGES if f'"{id}"' in text or f"'{id}'" in text)
    found = [hook['id'] for _, hook in _ours(text, path)]
    return tuple(id for id in STAGES if id in found)


def revision(text: str, path: str = NAME) -> str:
    """The ``rev`` under which the configuration has our hooks, '' where it names none."""
    return next((str(repo.get('rev') or '') for repo, hook in _ours(text, path)), '')


def programs(text: str, path: str = NAME) -> 'tuple[str, ...]':
    """What our hooks call from the PATH: pre-commit installs none for those."""
    local = ('system', 'unsupported', 'unsupported_script', 'script')
    entries = [hook.get('entry') for _, hook in _ours(text, path) if hook.get('language') in local]
    return tuple(dict.fromkeys(entry.split()[0] for entry in entries if isinstance(entry, str) and entry.split()))


def narrowed(text: str, path: str = NAME) -> 'tuple[str, ...]':
    """What in the configuration keeps files from our first hook: its words, as a person would look for them."""
    config = _loaded(text, path) if not path.endswith('.toml') else None
    if not isinstance(config, dict):
        return ()
    found = [f'{word}: {config[word]}' for word in ('files', 'exclude') if config.get(word) not in _ALL]
    for _, hook in _ours(text, path):
        if hook['id'] == 'keyguard':
            found += [f'{word}: {hook[word]}, of the hook' for word in _NARROW if hook.get(word) not in _ALL]
            stages = hook.get('stages')
            if isinstance(stages, list) and not {'pre-commit', 'commit'} & set(map(str, stages)):
                found.append(f'stages: {stages}, of the hook')
    return tuple(' '.join(words.split()) for words in found)


def _ours(text: str, path: str) -> 'Iterator[tuple[dict[str, Any], dict[str, Any]]]':
    """Our hooks in the configuration, each with its repository."""
    config = _loaded(text, path) if not path.endswith('.toml') else None
    repos = config.get('repos') if isinstance(config, dict) else None
    for repo in repos if isinstance(repos, list) else ():
        hooks = repo.get('hooks') if isinstance(repo, dict) else None
        for hook in hooks if isinstance(hooks, list) else ():
            if isinstance(hook, dict) and hook.get('id') in STAGES:
                yield repo, hook


def stages(ids: 'Iterable[str]') -> 'tuple[str, ...]':
    """The stages of git that these hooks are for."""
    return tuple(stage for id in STAGES if id in ids for stage in STAGES[id])


def added(text: str, ids: 'Sequence[str]', repo: str = '', rev: str = '', path: str = NAME) -> str:
    """The configuration with these hooks, everything else as it was, byte for byte. Hooks that it has are left alone.

    ``repo`` and ``rev`` are where pre-commit gets keyguard from; without them the hooks call what is on the PATH.
    Raises ``Fatal`` with the lines to add by hand where there is no safe place for them.
    """
    missing = [id for id in ids if id not in hooked(text, path)]
    if not missing:
        return text
    newline = '\r\n' if '\r\n' in text else '\n'
    block = _block(missing, repo, rev)
    if path.endswith('.toml'):
        raise _by_hand(path, block, 'it is TOML (what follows is the same in YAML)')
    tree = yaml.compose(text, yaml.SafeLoader)
    if tree is None:
        made = _ended(text, newline) + newline.join(['repos:', *block]) + newline
    elif not isinstance(tree, yaml.MappingNode):
        raise _by_hand(path, block, 'it is not a mapping')
    else:
        made = _put(text, tree, missing, block, newline, path)
    _same_but(text, made, path, block)
    return made


def _put(
    text: str, tree: 'yaml.MappingNode', missing: 'Sequence[str]', block: 'list[str]', newline: str, path: str
) -> str:
    repos = next((value for key, value in tree.value if key.value == 'repos'), None)
    if repos is None:
        return _ended(text, newline) + newline.join(['repos:', *block]) + newline
    if not isinstance(repos, yaml.SequenceNode) or (repos.flow_style and repos.value):
        raise _by_hand(path, block, 'its list of repos is not one item a line')
    if not repos.value:
        start, end = repos.start_mark.index, repos.end_mark.index
        return text[:start].rstrip(' ') + newline + newline.join(block) + text[end:]
    ours = next((hooks for hooks in map(_hooks, repos.value) if hooks is not None and _is_ours(hooks)), None)
    if ours is None:
        return _behind(text, repos, block, newline)
    if ours.flow_style:
        raise _by_hand(path, block, 'its list of hooks is not one item a line')
    local = any(len(hook.value) > 3 for hook in ours.value)
    lines = [line for id in missing for line in _hook(id, local)]
    return _behind(text, ours, lines, newline)


def _hooks(repo: 'Any') -> 'Any':
    """The node of a repository's list of hooks."""
    if not isinstance(repo, yaml.MappingNode):
        return None
    return next((value for key, value in repo.value if key.value == 'hooks' and hasattr(value, 'flow_style')), None)


def _is_ours(hooks: 'Any') -> bool:
    return any(
        key.value == 'id' and value.value in STAGES
        for hook in hooks.value
        if isinstance(hook, yaml.MappingNode)
        for key, value in hook.value
    )


def _behind(text: str, items: 'Any', lines: 'list[str]', newline: str) -> str:
    """The text with the lines behind the last item of a list, at its indentation."""
    indent = ' ' * int(items.start_mark.column)
    last = _last(items)
    # a block of text ends where the next line begins
    at = last.end_mark.index
    at = at if last.end_mark.column == 0 and at else text.find('\n', at) + 1 or len(text)
    # a comment that is indented further belongs to the item
    while (line := text[at:].partition('\n')[0]).strip().startswith('#') and len(line) - len(line.lstrip()) > len(
        indent
    ):
        at += len(line) + 1
    head = _ended(text[:at], newline)
    return head + ''.join(f'{indent}{line}{newline}' for line in lines) + text[at:]


def _last(node: 'Any') -> 'Any':
    while getattr(node, 'value', None) and not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _block(ids: 'Sequence[str]', repo: str, rev: str) -> 'list[str]':
    local = not repo
    head = ['- repo: local'] if local else [f'- repo: {repo}', f'  rev: {rev or f"v{__version__}"}']
    return [*head, '  hooks:', *(f'    {line}' for id in ids for line in _hook(id, local))]


def _hook(id: str, local: bool) -> 'list[str]':
    return [f'- id: {id}', *(f'  {line}' for line in _LOCAL[id] if local)]


def _ended(text: str, newline: str) -> str:
    return text if not text or text.endswith('\n') else text + newline


def _same_but(before: str, after: str, path: str, block: 'list[str]') -> None:
    """Raise ``Fatal`` unless all that was there still means the same."""
    old, new = _loaded(before, path) or {}, _loaded(after, path)
    kept = dict(new)
    repos = kept.pop('repos')
    rest = {key: value for key, value in old.items() if key != 'repos'}
    was = old.get('repos') or []
    same = all(
        one == two
        or ({**one, 'hooks': None} == {**two, 'hooks': None} and two['hooks'][: len(one['hooks'])] == one['hooks'])
        for one, two in zip(was, repos)
    )
    if kept != rest or len(repos) - len(was) not in (0, 1) or not same:
        raise _by_hand(path, block, 'it would not mean the same afterwards')


def _by_hand(path: str, block: 'list[str]', why: str) -> Fatal:
    lines = '\n'.join(f'    {line}' for line in block)
    return Fatal(f'{path}: the hooks cannot be added here, for {why}. Add them by hand:\n{lines}')


def _loaded(text: str, path: str) -> 'Any':
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, 'problem_mark', None)
        where = f':{mark.line + 1}' if mark else ''
        raise Fatal(f'{path}{where}: this is no YAML ({getattr(error, "problem", None) or "unreadable"})') from None
