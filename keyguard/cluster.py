"""``--scheduler ADDRESS``: a Dask cluster as an executor. The only importer of ``distributed`` (extra ``cluster``).

A task whose worker dies goes to another worker, and its future gets one result, whichever worker that comes from.
"""

from contextlib import contextmanager
from time import monotonic

from keyguard.errors import Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

# seconds that the scheduler has to answer, and the cluster to show a worker
_PATIENCE = 10
# and how long it may be without any worker before the run ends without it
_EMPTY = 60
_SCHEMES = ('', 'tcp', 'tls', 'ucx', 'ws', 'wss')


@contextmanager
def executor(address: str) -> 'Iterator[tuple[Executor, Callable[[], bool]]]':
    """The cluster of the scheduler at this address, and a word whether it has lost all of its workers for good. Raises
    ``Fatal`` where Dask is not installed, where no scheduler answers, and where it has no worker.
    """
    try:
        from distributed import Client
        from distributed import TimeoutError as Late  # the built-in one from Python 3.11 on
    except ImportError:
        raise Fatal("--scheduler needs Dask, here and on the workers: pip install 'keyguard[cluster]'") from None
    scheme, found, place = address.rpartition('://')
    if scheme not in _SCHEMES[bool(found) :] or not place.rpartition(':')[2].isdecimal():
        # Dask tries such an address for half a minute, and fails in words of its own
        raise Fatal(f'{address} is no address of a scheduler; it looks like tcp://host:8786')
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, Late) as error:
        words = type(error).__name__
        raise Fatal(
            f'the scheduler {address} cannot be reached ({words}); is it running, and its address right?'
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, Late):
            raise Fatal(f'the scheduler {address} has no workers: start some with `dask worker {address}`') from None
        seen = monotonic()

        def gone() -> bool:
            nonlocal seen
            if client.scheduler_info()['workers']:
                seen = monotonic()
            return monotonic() - seen > _EMPTY

        # pure: the same task may have another result tomorrow
        yield client.get_executor(pure=False), gone
    finally:
        client.close()
