"""Rows that several groups have: the base, and what each peer is asked for the same files."""

from __future__ import annotations

from speed.measuring import Row
from speed.room import Room
from speed.tools import Tools

BASE = '`python -I -c pass`'
# how often a peer runs where keyguard runs more often: they are far apart
PEER_ROUNDS = 5
# nothing found, or something; anything else is an error, and the time of one that failed is no time
CODES = {'betterleaks': (0, 1), 'gitleaks': (0, 1), 'kingfisher': (0, 200, 205), 'detect-secrets': (0, 1, 3)}


def base(tool: Tools) -> Row:
    """Starting Python, in the environment that keyguard is in."""
    return Row('base', BASE, [str(tool.python), '-I', '-c', 'pass'])


def hooks(tool: Tools, files: list[str], rounds: int = PEER_ROUNDS, slow: bool = True) -> list[Row]:
    """The hooks of the peers, as their own ``.pre-commit-hooks.yaml`` or documentation runs them."""
    peers = tool.peers
    options = {
        'betterleaks': ['git', '--staged', '--redact', '--no-banner'],
        'gitleaks': ['git', '--pre-commit', '--redact', '--staged', '--no-banner'],
        'kingfisher': ['scan', '.', '--staged', '-n', '--no-update-check'],
        'detect-secrets': ['-n', *files],
    }
    found = []
    for name, words in options.items():
        if name in peers and (slow or name != 'detect-secrets'):
            shown = ' '.join(word for word in words if word not in files)
            called = 'detect-secrets-hook' if name == 'detect-secrets' else name
            given = ' FILES' if name == 'detect-secrets' else ''
            found.append(Row(name, f'`{called} {shown}{given}`', [str(peers[name]), *words], CODES[name], rounds))
    return found


def folders(tool: Tools, where: str = '.', rounds: int = PEER_ROUNDS) -> list[Row]:
    """The peers over a folder or a file, without git."""
    options = {
        'betterleaks': ['fs', where, '--redact', '--no-banner'],
        'gitleaks': ['dir', '--no-banner', '--redact', where],
        'kingfisher': ['scan', where, '--git-history', 'none', '-n', '--no-update-check'],
    }
    return [
        Row(name, f'`{name} {words[0]}`', [str(tool.peers[name]), *words], CODES[name], rounds)
        for name, words in options.items()
        if name in tool.peers
    ]


def histories(tool: Tools, rounds: int = PEER_ROUNDS) -> list[Row]:
    """The peers over a whole history."""
    options = {
        'betterleaks': ['git', '.', '--redact', '--no-banner'],
        'gitleaks': ['git', '--no-banner', '--redact', '.'],
        'kingfisher': ['scan', '.', '--git-history', 'full', '-n', '--no-update-check'],
    }
    return [
        Row(name, f'`{name} {words[0]}`', [str(tool.peers[name]), *words], CODES[name], rounds)
        for name, words in options.items()
        if name in tool.peers
    ]


def ripgrep(room: Room, *where: str, one_core: bool = False) -> list[Row]:
    """ripgrep for the beginnings of all keys: how fast the files can be read and searched for texts that are known."""
    program = room.tool.peers.get('rg')
    if not program:
        return []
    words = ['--no-config', '-c', '-F', '-uu', '-a', '-f', str(room.literals)]
    argv = [str(program), *words, *(['-j1'] if one_core else []), '--', *where]
    return [Row('rg', '`rg -c -F -f LITERALS`', argv, (0, 1), one_core=one_core)]
