"""A report, or a part of one, as bytes for another process, and back. The keys stay where they were found: what
arrives has their masks and fingerprints.
"""

import io
import pickle

from keyguard.detect import unknown_format
from keyguard.kinds import Detector, Provider
from keyguard.model import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Named = tuple[str, str, str]


class _Packer(pickle.Pickler):
    """Providers and their detectors go by their ids: both sides have the catalogue and the configuration."""

    def persistent_id(self, obj: object) -> 'Named | None':
        if isinstance(obj, Provider):
            return 'provider', obj.id, ''
        return ('detector', self._owner(obj), obj.id) if isinstance(obj, Detector) else None

    def _owner(self, detector: Detector) -> str:
        return self.owners[id(detector)]

    owners: 'dict[int, str]'


class _Unpacker(pickle.Unpickler):
    provider: 'Callable[[str], Provider]'

    def persistent_load(self, pid: 'Named') -> 'Provider | Detector':
        kind, id, inner = pid
        owner = self.provider(id)
        if kind == 'provider':
            return owner
        return next((each for each in owner.detectors if each.id == inner), None) or unknown_format(owner)


def dump(report: Report) -> bytes:
    """The report as bytes; no key is in them."""
    file = io.BytesIO()
    packer = _Packer(file, protocol=pickle.HIGHEST_PROTOCOL)
    packer.owners = {id(finding.detector): finding.provider.id for finding in report.findings}
    packer.dump(report)
    return file.getvalue()


def load(data: bytes, provider: 'Callable[[str], Provider]') -> Report:
    """What ``dump`` made; ``provider`` gives the provider of an id. It unpickles: for bytes of our own alone."""
    unpacker = _Unpacker(io.BytesIO(data))
    unpacker.provider = provider
    report = unpacker.load()
    assert isinstance(report, Report)  # noqa: S101 (nothing else is ever dumped)
    return report
