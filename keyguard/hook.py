"""DOOR 1: ``keyguard-hook FILE…``, what pre-commit calls.

A clean commit should cost what starting Python costs. So this door imports the prefilter and the phone book, nothing
else, and may say just one thing: "nothing here". Whatever is suspicious, unreadable or configured is walked through
to ``commands.hook``, which reads it again and is the one truth.
"""

import gc
import os
import sys

from keyguard.places import CONFIG, find, shown
from keyguard.prefilter import doubtful, suspects
from keyguard.providers._phonebook import BOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# option -> does a value follow?
OPTIONS = {
    '--baseline': True,
    '--color': True,
    '--config': True,
    '--help': False,
    '--min-confidence': True,
    '--no-inline': False,
    '--only': True,
    '--quiet': False,
    '--show-accepted': False,
    '--skip': True,
    '--version': False,
}
_FLAGS = os.O_RDONLY | getattr(os, 'O_BINARY', 0) | getattr(os, 'O_NONBLOCK', 0) | getattr(os, 'O_NOFOLLOW', 0)
_REGULAR = 0o100000
# a larger file is read by the real path, a window at a time
_LARGE = 8 << 20


def program() -> int:
    """``keyguard-hook``: the exit code. Where all is said, the process ends here: what Python puts away at its end
    takes a tenth of such a run, and there is nothing to put away.
    """
    code = main()
    # somebody measures or watches the process, or it has something to do at its end
    if not sys.modules.keys() & {'atexit', 'threading'} and _flushed():
        os._exit(code)
    return code


def _flushed() -> bool:
    """Has all that was said left the process? Python itself tells of what cannot."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


def main(argv: 'Sequence[str] | None' = None) -> int:
    """The exit code for these staged files."""
    # nothing that the door makes refers to itself; looking for such garbage costs a twentieth of its time
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _main(list(sys.argv[1:] if argv is None else argv))
    except BaseException as error:  # noqa: BLE001 (whatever ends the run gets its exit code there)
        from keyguard.crash import code_for

        return code_for(error)
    finally:
        if collecting:
            gc.enable()


def _main(argv: 'list[str]') -> int:
    options, files = split(argv)
    folder = os.getcwd()
    root, config = find(folder, CONFIG)
    if config or not options.keys() <= {'--quiet', '--no-inline', '--show-accepted'}:
        return _walk_through(options, files, 0, 0)
    handed_on, read, size = _handed_on(files, os.fsencode(folder), os.fsencode(root))
    if handed_on:
        return _walk_through(options, handed_on, read, size)
    if read and '--quiet' not in options:
        _say(f'keyguard: no key in {read:,} file{"" if read == 1 else "s"}, {size:,} bytes\n')
    return 0


def _say(text: str) -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def split(argv: 'list[str]') -> 'tuple[dict[str, list[str]], list[str]]':
    """Options and file names. pre-commit puts no ``--`` before the names, and one of them may begin with ``-``.

    So the first word that is no option of ours is a file, if there is such a file, and all that follow are files too.
    """
    options: dict[str, list[str]] = {}
    at = 0
    while at < len(argv) and argv[at].startswith('-'):
        word = argv[at]
        at += 1
        if word == '--':
            break
        name, equals, value = word.partition('=')
        if name not in OPTIONS or (equals and not OPTIONS[name]):
            if os.path.lexists(word):
                at -= 1
                break
            from keyguard.errors import Fatal, nearest

            if name in OPTIONS:
                raise Fatal(f"'{name}' takes no value")
            raise Fatal(f"unknown option '{name}'{nearest(name, list(OPTIONS))}\n  keyguard-hook --help shows them")
        if OPTIONS[name] and not equals:
            if at == len(argv):
                from keyguard.errors import Fatal

                raise Fatal(f"'{name}' needs a value")
            value = argv[at]
            at += 1
        options.setdefault(name, []).append(value)
    return options, argv[at:]


def _handed_on(files: 'list[str]', folder: bytes, root: bytes) -> 'tuple[list[str], int, int]':
    """(the files that the real path must look at, how many of the others were read, their bytes)."""
    handed_on = []
    count = total = 0
    names = []
    for file in files:
        path = shown(os.fsencode(file), folder, root)
        names.append(path)
        data = _read(file)
        if data is None or doubtful(data, path, BOOK):
            handed_on.append(file)
        else:
            count += 1
            total += len(data)
    # a file name can hold a key too; together they take one look
    if suspects(b'\n'.join(names), b'', BOOK):
        return files, 0, 0
    return handed_on, count, total


def _read(file: str) -> 'bytes | None':
    """The bytes of a regular file of ordinary size; None for anything else."""
    try:
        handle = os.open(file, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if status.st_mode & 0o170000 != _REGULAR or status.st_size > _LARGE:
            return None
        data = os.read(handle, status.st_size + 1)
        return data if len(data) == status.st_size else None
    except OSError:
        return None
    finally:
        os.close(handle)


def _walk_through(options: 'dict[str, list[str]]', files: 'list[str]', read: int, size: int) -> int:
    from keyguard.commands.hook import run

    # what was loaded stays: nobody has to look through it
    gc.freeze()
    gc.enable()
    try:
        return run(options, files, read, size)
    finally:
        gc.unfreeze()


if __name__ == '__main__':
    raise SystemExit(program())
