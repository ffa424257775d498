"""One call of a program from beginning to end, without ``subprocess``: to load that takes longer than git takes.

A blocked commit asks git short questions. Where this cannot be done in the same way as ``subprocess.run`` does it (on
Windows, with standard streams that are closed, with much to hand over), that is what does it.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# a pipe takes as much on any system before somebody reads it
_SHORT = 4096
_PIECE = 1 << 16
# what Python ignores, and a program that it starts must not: SIGPIPE, and SIGXFSZ, as subprocess restores them
_SIGNALS = (13, 25)


def call(
    argv: 'Sequence[str | bytes]', folder: str, variables: 'Mapping[str, str]', source: bytes = b''
) -> 'tuple[int, bytes, bytes]':
    """Exit code (below 0 a signal), output and complaints of ``git …`` in ``folder``, with ``source`` on its standard
    input. Raises ``OSError`` when it does not start.
    """
    if hasattr(os, 'posix_spawnp') and len(source) <= _SHORT and os.path.isdir(folder):
        pipes = [os.pipe() for _ in range(3)]
        # a stream that is closed here leaves its number to a pipe, which would be overwritten on its way
        if min(map(min, pipes)) > 2:
            return _spawned(argv, folder, variables, source, pipes)
        for pipe in pipes:
            for handle in pipe:
                os.close(handle)
    import subprocess

    done = subprocess.run(argv, cwd=folder, input=source, capture_output=True, check=False, env=variables)
    return done.returncode, done.stdout, done.stderr


def _spawned(
    argv: 'Sequence[str | bytes]',
    folder: str,
    variables: 'Mapping[str, str]',
    source: bytes,
    pipes: 'list[tuple[int, int]]',
) -> 'tuple[int, bytes, bytes]':
    (given, giving), (output, outputting), (words, complaining) = pipes
    left = {given, giving, output, outputting, words, complaining}

    def close(*handles: int) -> None:
        for handle in handles:
            left.discard(handle)
            os.close(handle)

    process = 0
    there = [] if folder == os.getcwd() else ['-C', folder]
    try:
        if source:
            os.write(giving, source)
        close(giving)
        process = os.posix_spawnp(
            argv[0],
            [argv[0], *there, *argv[1:]],
            variables,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate((given, outputting, complaining))
            ],
            setsigdef=_SIGNALS,
        )
        close(given, outputting, complaining)
        told = _read(output, words)
        code = _ended(process)
        process = 0
        return code, *told
    finally:
        close(*left)
        if process:  # somebody interrupts the run
            os.kill(process, 9)
            _ended(process)


def _read(output: int, words: int) -> 'tuple[bytes, bytes]':
    """All that comes out of both pipes, whichever is filled first."""
    from select import POLLIN, poll

    found: dict[int, list[bytes]] = {output: [], words: []}
    waiting = poll()
    for handle in found:
        waiting.register(handle, POLLIN)
    open_ = 2
    while open_:
        for handle, _ in waiting.poll():
            part = os.read(handle, _PIECE)
            found[handle].append(part)
            if not part:
                waiting.unregister(handle)
                open_ -= 1
    return b''.join(found[output]), b''.join(found[words])


def _ended(process: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except ChildProcessError:
        # whoever started this run lets nobody wait for children
        return 0
