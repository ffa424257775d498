"""Keys planted in a text, and taken out by a module of keyguard.rewrite: what a table of rewrites is made of.

In a text ``@@`` stands for a key that belongs to OPENAI_API_KEY and ``@2@`` for one of ANTHROPIC_API_KEY.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.rewrite.words import Edit, Spot, Unsafe
from keyguard.samples import sample

VARIABLES = {'@@': 'OPENAI_API_KEY', '@2@': 'ANTHROPIC_API_KEY'}
KEYS = {'@@': sample(one('openai').detectors[0], 1), '@2@': sample(one('anthropic').detectors[0], 1)}


def planted(text: str, reads: Sequence[str] = (), own: bool = False) -> tuple[bytes, list[Spot]]:
    """The text with its keys, and where they stand. ``own``: their variables are not known yet."""
    data = text.encode('utf-8')
    for mark, key in KEYS.items():
        data = data.replace(mark.encode(), key)
    spots = []
    for mark, key in KEYS.items():
        at = data.find(key)
        while at >= 0:
            spots.append(Spot(at, at + len(key), '' if own else VARIABLES[mark], reads))
            at = data.find(key, at + 1)
    return data, sorted(spots, key=lambda spot: spot.start)


def applied(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes with the edits made; they are in order and do not overlap."""
    out, at = b'', 0
    for edit in edits:
        assert at <= edit.start <= edit.end <= len(data)
        out += data[at : edit.start] + edit.text
        at = edit.end
    return out + data[at:]


def rewritten(module: ModuleType, name: str, text: str, reads: Sequence[str] = ()) -> str:
    """The text of a file without its keys; raises ``Unsafe`` where the module does."""
    data, spots = planted(text, reads)
    trouble = module.problem(data, name)
    if trouble:
        raise Unsafe(f'before: {trouble}')
    out = applied(data, module.rewrite(data, spots, name))
    assert not any(key in out for key in KEYS.values())
    assert module.problem(out, name) == ''
    return out.decode('utf-8')


def variables(module: ModuleType, name: str, text: str) -> list[str]:
    """The variables that the file itself gives its keys to."""
    data, spots = planted(text, own=True)
    found: list[str] = module.variables(data, spots, name)
    return found


def refusal(module: ModuleType, name: str, text: str, reads: Sequence[str] = ()) -> str:
    """Why the file is left as it is; fails where it is not."""
    try:
        out = rewritten(module, name, text, reads)
    except Unsafe as reason:
        words = str(reason)
        assert words and not words.endswith('.')
        assert not any(key[:12].decode() in words for key in KEYS.values())
        return words
    raise AssertionError(f'it was rewritten: {out}')


def holds(module: ModuleType, name: str, data: bytes, spots: Sequence[Spot]) -> bool:
    """The property of every rewrite: nothing at all, or every key gone, the file readable, and edits that are small.
    True when the file was rewritten.
    """
    if module.problem(data, name):
        return False
    try:
        edits = module.rewrite(data, spots, name)
    except Unsafe:
        return False
    out = applied(data, edits)
    assert not any(key in out for key in KEYS.values())
    assert module.problem(out, name) == ''
    return True


def everything_or_nothing(
    module: ModuleType, name: str, texts: Sequence[str], glue: str = '\n', reads: Sequence[str] = ()
) -> Callable[[], None]:
    """A test: whatever of these texts stands together in a file, with either line end, the property holds."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from(list(texts)), min_size=1, max_size=4), st.sampled_from(['\n', '\r\n']))
    def test(chosen: list[str], eol: str) -> None:
        data, spots = planted(glue.join(chosen).replace('\n', eol), reads)
        holds(module, name, data, spots)

    return test


def strange_bytes(module: ModuleType, name: str) -> Callable[[], None]:
    """A test: no bytes bring the module to raise anything of its own, and none name a variable by chance."""

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=60), st.integers(0, 40))
    def test(data: bytes, start: int) -> None:
        spot = Spot(min(start, len(data)), min(start + 5, len(data)), 'OPENAI_API_KEY')
        try:
            module.rewrite(data, [spot], name)
        except Unsafe:
            pass
        holds(module, name, data, [spot])
        try:
            names = module.variables(data, [spot], name) if hasattr(module, 'variables') else ['']
        except Unsafe:
            names = ['']
        assert [type(each) for each in names] == [str]

    return test
