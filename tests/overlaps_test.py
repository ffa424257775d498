from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.kinds import HIGH, LOW
from keyguard.model import Hit, View
from keyguard.overlaps import _surest, settled
from keyguard.samples import sample
from keyguard.secret import Secret

PROVIDER = one('openai')
VIEWS = (View(b'x' * 60), View(b'x' * 60, 'joined'), View(b'x' * 60, base=7))


def _hit(view: int, start: int, size: int, sure: bool, reason: bool) -> Hit:
    detector = PROVIDER.detectors[0]
    secret = Secret(sample(detector, view))
    confidence, why = (HIGH if sure else LOW), ('its checksum is wrong' if reason else '')
    return Hit(VIEWS[view], PROVIDER, detector, secret, start, start + size, confidence, '', why)


@given(
    st.lists(st.builds(_hit, st.integers(0, 2), st.integers(0, 40), st.integers(1, 15), st.booleans(), st.booleans()))
)
def test_what_is_settled_group_by_group_is_what_is_settled_at_once(hits: list[Hit]) -> None:
    placed = sorted([(*hit.span, hit) for hit in hits], key=lambda each: each[:2])
    assert settled(hits) == _surest(placed)


def test_parts_in_another_order_than_in_their_key_are_settled_with_all_others() -> None:
    view = View(b'x' * 60)
    turned = view.read(b'y' * 20, 'joined', [0, 10], [40, 10], [50, 20])
    detector = PROVIDER.detectors[0]
    hits = [
        Hit(turned, PROVIDER, detector, Secret(sample(detector, 1)), 0, 20, HIGH),
        Hit(view, PROVIDER, detector, Secret(sample(detector, 2)), 5, 15, HIGH),
    ]
    assert [hit.span for hit in settled(hits)] == [(5, 15), (40, 20)]


def test_hits_in_the_name_come_last() -> None:
    name = Hit(View(b'n' * 60, 'file name'), PROVIDER, PROVIDER.detectors[0], Secret(b'a' * 40), 0, 40, HIGH)
    inside = _hit(0, 10, 30, True, False)
    assert settled([name, inside]) == [inside, name]
