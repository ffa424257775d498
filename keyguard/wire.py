"""A report, or a part of one, as bytes for another process, and back. The keys stay where they were found: what
arrives has their masks and fingerprints.

Providers and their detectors go by their ids: both sides have the catalogue, and the configuration. Where the other
side does not have the configuration, in-house providers go as they are.
"""

import io
import pickle

from keyguard.detect import unknown_format
from keyguard.kinds import Detector, Provider
from keyguard.model import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Named = tuple[str, str, str]


class _Packer(pickle.Pickler):
    owners: 'dict[int, str]'
    own: 'Collection[str]'

    def persistent_id(self, obj: object) -> 'Named | None':
        if isinstance(obj, Provider):
            return None if obj.id in self.own else ('provider', obj.id, '')
        if isinstance(obj, Detector):
            # a detector that no finding has is part of an in-house provider
            owner = self.owners.get(id(obj), '')
            return None if not owner or owner in self.own else ('detector', owner, obj.id)
        return None


# all that a report is made of
_PARTS = {
    ('builtins', 'bytearray'),
    ('keyguard.kinds', 'Detector'),
    ('keyguard.kinds', 'Provider'),
    ('keyguard.model', 'Finding'),
    ('keyguard.model', 'Report'),
    ('keyguard.origin', 'Origin'),
    ('keyguard.secret', 'Mask'),
}


class _Unpacker(pickle.Unpickler):
    provider: 'Callable[[str], Provider]'

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _PARTS:
            raise pickle.UnpicklingError(f'{module}.{name} is no part of a report')
        return super().find_class(module, name)

    def persistent_load(self, pid: 'Named') -> 'Provider | Detector':
        kind, id, inner = pid
        owner = self.provider(id)
        if kind == 'provider':
            return owner
        return next((each for each in owner.detectors if each.id == inner), None) or unknown_format(owner)


def dump(report: Report, own: 'Collection[str]' = ()) -> bytes:
    """The report as bytes; no key is in them. ``own`` are the ids of providers that the other side does not have."""
    file = io.BytesIO()
    packer = _Packer(file, protocol=pickle.HIGHEST_PROTOCOL)
    packer.own = own
    packer.owners = {id(finding.detector): finding.provider.id for finding in report.findings}
    packer.dump(report)
    return file.getvalue()


def load(data: bytes, provider: 'Callable[[str], Provider]') -> Report:
    """What ``dump`` made; ``provider`` gives the provider of an id. Raises ``UnpicklingError`` for bytes that make
    anything but a report.
    """
    unpacker = _Unpacker(io.BytesIO(data))
    unpacker.provider = provider
    report = unpacker.load()
    assert isinstance(report, Report)  # noqa: S101 (nothing else is ever dumped)
    return report
