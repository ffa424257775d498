"""The only place that runs git."""

import os
import subprocess

from keyguard.errors import INCOMPLETE, Fatal

# set while git runs a hook; they would point git at another repository or index than the folder it is started in
_FOREIGN = (
    'GIT_COMMON_DIR',
    'GIT_DIR',
    'GIT_INDEX_FILE',
    'GIT_NAMESPACE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_PREFIX',
    'GIT_WORK_TREE',
)


def run(folder: str, *arguments: str) -> bytes:
    """What ``git arguments`` prints in ``folder``; raises ``Fatal`` with git's own words when it fails."""
    try:
        done = subprocess.run(
            ['git', *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=_environment(),
        )
    except OSError as error:
        raise Fatal(
            f'git could not be started ({error.strerror}); is it installed and on the PATH?', INCOMPLETE
        ) from None
    if done.returncode:
        words = done.stderr.decode('utf-8', 'replace').strip() or f'exit code {done.returncode}'
        raise Fatal(f'git {arguments[0]} failed in {folder}: {words}', INCOMPLETE)
    return done.stdout


def _environment() -> 'dict[str, str]':
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    # an answer in English, and no lock taken only to refresh the index
    return {**kept, 'LC_ALL': 'C', 'GIT_OPTIONAL_LOCKS': '0'}


def work_tree(folder: str, paths: 'list[str]') -> 'list[bytes]':
    """The files below ``paths`` that git tracks or does not ignore, relative to ``folder``; each once.

    A file that is tracked but gone from the work tree is left out: there is nothing of it to read.
    """
    listed = run(folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', *paths)
    gone = set(run(folder, 'ls-files', '-z', '--deleted', '--', *paths).split(b'\0'))
    modules = set()
    for entry in run(folder, 'ls-files', '-z', '--stage', '--', *paths).split(b'\0'):
        if entry.startswith(b'160000 '):
            modules.add(entry.partition(b'\t')[2])
    names = dict.fromkeys(name for name in listed.split(b'\0') if name and name not in gone and name not in modules)
    # another repository inside of this one is listed as a folder; it is not this repository's content
    return [name for name in names if not name.endswith(b'/')]


def user_name(folder: str) -> str:
    """The committer's name as git knows it, or ''."""
    try:
        return run(folder, 'config', 'user.name').decode('utf-8', 'replace').strip()
    except Fatal:
        return ''
