"""Where a path stands in a repository's branches, without its name on a command line: paths can hold keys."""

import os

from keyguard import git
from keyguard.git.objects import lines, stop, temporary

# so many remote branches are looked at for a key, those of the latest commits first; in how many of them one is looked
# for falls with the number of files, and never below the least
_MOST_TIPS, _MOST_NAMES, _LEAST_TIPS = 200, 4000, 20
# so many commits are looked through for the one that brought a key
_MOST_COMMITS = 500
_REMOTES = b'refs/remotes/'
_HEX = frozenset('0123456789abcdef')


class Tips:
    """``branch`` is what HEAD stands on, b'' for none. ``remotes`` are id and name (``origin/main``) of the branches of
    remotes that this clone knows: first the one that HEAD's branch follows, then the latest; one a commit.
    ``readable``: git can read the repository.
    """

    __slots__ = ('branch', 'readable', 'remotes')

    def __init__(self, folder: str) -> None:
        self.branch = b''
        self.remotes: list[tuple[bytes, bytes]] = []
        form = '--format=%(objectname) %(refname) %(symref) %(if)%(HEAD)%(then)*%(end) %(upstream)'
        places = 'refs/heads', 'refs/remotes'
        code, listed, _ = git.ask(folder, 'for-each-ref', '--sort=-committerdate', form, *places, index=True)
        if code:  # the commit of one is missing
            code, listed, _ = git.ask(folder, 'for-each-ref', form, *places, index=True)
        self.readable = not code
        followed = b''
        found = []
        for line in listed.splitlines():
            id, name, symref, here, upstream = line.split(b' ')
            if here:
                self.branch, followed = name.removeprefix(b'refs/heads/'), upstream
            if name.startswith(_REMOTES) and not symref:
                found.append((id, name))
        found.sort(key=lambda each: each[1] != followed)
        seen = set()
        for id, name in found[:_MOST_TIPS]:
            if id not in seen:
                seen.add(id)
                self.remotes.append((id, name.removeprefix(_REMOTES)))

    def near(self, files: int) -> 'list[tuple[bytes, bytes]]':
        """Those of the remote branches in which so many files are looked for."""
        return self.remotes[: max(_LEAST_TIPS, _MOST_NAMES // max(1, files))]


def named(folder: str, names: 'list[bytes]') -> 'list[str]':
    """The id of each object that git knows by such a name (``HEAD:path``, ``:path``), '' where it has none. A name has
    no newline.
    """
    if not names:
        return []
    with temporary() as source:
        source.write(b'\n'.join(names) + b'\n')
        source.seek(0)
        form = '--batch-check=%(objectname) %(objecttype)'
        process = git.start(folder, ['cat-file', form, '--buffer'], source, index=True)
        try:
            answers = [line for part in lines(process) for line in part]
        finally:
            stop(process)
    found = []
    for answer in answers:
        id, _, kind = answer.partition(b' ')
        found.append(id.decode('ascii') if kind in (b'blob', b'commit') else '')
    return found + [''] * (len(names) - len(found))


def fetched(folder: str, names: 'list[bytes]') -> 'list[tuple[str, bytes]] | None':
    """The same, with the bytes of each object: for few and small ones. None where git does not answer to all."""
    source = b'\n'.join(names) + b'\n'
    form = '--batch=%(objectname) %(objecttype) %(objectsize)'
    code, told, _ = git.ask(folder, 'cat-file', form, '--buffer', index=True, source=source)
    found: list[tuple[str, bytes]] = []
    at = 0
    while not code and at < len(told):
        end = told.index(b'\n', at)
        words = told[at:end].split(b' ')
        at = end + 1
        if words[-1] in (b'missing', b'ambiguous') or len(words) != 3:
            found.append(('', b''))
            continue
        id, kind, length = words
        known = kind in (b'blob', b'commit')
        found.append((id.decode('ascii'), told[at : at + int(length)]) if known else ('', b''))
        at += int(length) + 1
    return found if len(found) == len(names) else None


def local(folder: str, path: bytes, tip: str = 'HEAD') -> 'dict[str, list[str]]':
    """The commits of HEAD's history (or that of ``tip``) that no remote branch has and that changed the path, the
    latest first, each with its parents among such (or the first pushed one below). ``path`` is relative to the root,
    where ``folder`` is.
    """
    with temporary() as source:
        source.write(b'--\n' + path + b'\n')
        source.seek(0)
        arguments = ['--literal-pathspecs', 'rev-list', '--parents', f'--max-count={_MOST_COMMITS}', '--stdin']
        process = git.start(folder, [*arguments, tip, '--not', '--remotes'], source, index=True)
        try:
            found = [line.decode('ascii').split(' ') for part in lines(process) for line in part]
        finally:
            stop(process)
    return {id: parents for id, *parents in found}


def parents(folder: str, commit: str) -> 'list[str]':
    """The parents of a commit."""
    _, told, _ = git.ask(folder, 'rev-list', '--no-walk', '--parents', commit, '--', index=True)
    return told.decode('ascii').split()[1:]


def since(folder: str, commit: str, tip: str = 'HEAD') -> 'tuple[int, bool]':
    """How many commits of HEAD's history (or that of ``tip``) are not in that of this commit, and whether there is a
    merge among them.
    """
    _, listed, _ = git.ask(folder, 'rev-list', '--parents', f'{commit}..{tip}', '--', index=True)
    later = listed.splitlines()
    return len(later), any(len(line.split(b' ')) > 2 for line in later)


def holders(folder: str, commit: str) -> 'list[bytes]':
    """The full names of all refs whose history holds the commit, but for names of other refs."""
    form = '--format=%(refname) %(symref)'
    _, listed, _ = git.ask(folder, 'for-each-ref', '--contains', commit, form, index=True)
    return [line[:-1] for line in listed.splitlines() if line.endswith(b' ')]


def merging() -> str:
    """The commit that git brings in, as it tells the hooks of a merge, '' for none: MERGE_HEAD comes after them."""
    told = next((name[8:] for name in os.environ if name.startswith('GITHEAD_')), '')
    return told if len(told) in (40, 64) and _HEX.issuperset(told) else ''


def renamed(folder: str) -> 'dict[bytes, bytes]':
    """The new path of each file that is moved in the index -> its path in HEAD."""
    arguments = ('diff-index', '--cached', '-M', '--diff-filter=R', '--name-status', '-z', 'HEAD', '--')
    code, listed, _ = git.ask(folder, *arguments, index=True)
    words = [] if code else listed.split(b'\0')
    return {words[at + 2]: words[at + 1] for at in range(0, len(words) - 2, 3)}
