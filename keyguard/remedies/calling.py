"""How a person calls keyguard: within the environment of pre-commit it is not on their PATH."""

import os
import sys

from keyguard.remedies.environment import shell as of_person
from keyguard.remedies.steps import quoted

# shell -> the line that adds the folder FOLDER to what is searched, in this shell
_ADD = {
    'fish': 'set --global --append PATH FOLDER',
    'powershell': '$env:PATH += [IO.Path]::PathSeparator + FOLDER',
}


def searched(shell: str = '') -> str:
    """The line that makes ``keyguard`` known in the person's shell, '' where it is.

    A hook of pre-commit runs with the folder of its environment before the person's own PATH.
    """
    if not os.environ.get('PRE_COMMIT'):
        return ''
    folder = os.path.dirname(sys.executable)
    own = [entry for entry in os.environ.get('PATH', '').split(os.pathsep) if entry and not _same(entry, folder)]
    name = 'keyguard' + ('.exe' if os.name == 'nt' else '')
    # as shutil.which finds it, without what that loads
    if not os.path.exists(os.path.join(folder, name)) or any(map(_starts, (os.path.join(each, name) for each in own))):
        return ''
    line = _ADD.get(shell or of_person(), 'PATH=$PATH:FOLDER')
    word = quoted(os.fsencode(folder))
    if line is _ADD['powershell'] and not word.startswith("'"):
        word = f"'{word}'"
    return line.replace('FOLDER', word)


def _starts(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _same(one: str, two: str) -> bool:
    return os.path.normcase(os.path.normpath(one)) == os.path.normcase(os.path.normpath(two))
