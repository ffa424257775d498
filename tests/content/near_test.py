"""Of a long text, what is near a joint is enough: the same keys come out as of all of it."""

from __future__ import annotations

import random

import pytest

from keyguard import content
from keyguard.catalogue import one
from keyguard.content import joined, named, near
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 3).decode()
FIRST, LAST = KEY[:12], KEY[12:]
FAR = '\n\n{far}\n\n'
# what is joined, and how: ``{far}`` is a long way
TEXTS = {
    'two literals': f'key = "{FIRST}" + "{LAST}"',
    'a constant far away': f'prefix = "{FIRST}"{FAR}key = prefix + "{LAST}"',
    'a typed constant far away': f"const prefix: str = '{FIRST}'{FAR}key = prefix + '{LAST}'",
    'the rest far away': f'rest = "{LAST}"{FAR}key = "{FIRST}" + rest',
    'both far away': f'rest = "{LAST}"{FAR}prefix = "{FIRST}"{FAR}key = prefix + rest',
    'in the shell': f'PREFIX={FIRST}{FAR}export KEY="${{PREFIX}}{LAST}"',
    'in a template': f'prefix = "{FIRST}"{FAR}key = f"{{prefix}}{LAST}"',
    'in a format': f'prefix = "{FIRST}"{FAR}key = "%s%s" % (prefix, "{LAST}")',
    'in a list': f'prefix = "{FIRST}"{FAR}key = "".join([prefix, "{LAST}"])',
    'in a list that is joined behind it': f'prefix = "{FIRST}"{FAR}key = [prefix, "{LAST}"].join("")',
    'the last value counts': f'prefix = "xx-"{FAR}prefix = "{FIRST}"{FAR}key = prefix + "{LAST}"',
    'another value in between': f'prefix = "{FIRST}"{FAR}prefix = other(){FAR}key = prefix + "{LAST}"',
    'a wrapped line': f'key: {KEY[:40]}\\\n{KEY[40:]}',
    'nobody sees it': f'key = "{KEY[:20]}\u200b{KEY[20:]}"',
}


def _filler(source: random.Random, size: int) -> str:
    """Lines of a program, with names, calls, constants and sums of its own."""
    words = [''.join(source.choices('abcdefghij_', k=source.randint(3, 9))) for _ in range(200)]
    forms = (
        '    {} = {}({}, "{}")\n',
        "    self.{} = '{}' + {} + {}\n",
        '    return {}.{}[{}] # {}\n',
        '{}: "{}", "{}" {}\n',
    )
    lines = []
    while size > 0:
        line = source.choice(forms).format(*source.choices(words, k=4))
        lines.append(line)
        size -= len(line)
    return ''.join(lines)


def _text(form: str, seed: int) -> bytes:
    source = random.Random(seed)
    parts = form.split('{far}') if '{far}' in form else [form]
    told = _filler(source, 60_000)
    for number, part in enumerate(parts):
        told += ('\n' if not number else '') + part + '\n' + _filler(source, 90_000)
    return told.encode()


def _joined(data: bytes) -> set[str]:
    report = run([Blob(b'app.py', data)], Settings())
    return {finding.secret.reveal().decode() for finding in report.blocked}


@pytest.mark.parametrize('name', TEXTS)
def test_same_keys_come_out_as_of_the_whole_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _text(TEXTS[name], len(name))
    found = _joined(data)
    monkeypatch.setattr(joined, 'near', lambda view, places: view)
    assert found == _joined(data)
    assert found == (set() if name == 'another value in between' else {KEY})


def test_little_of_a_long_text_is_read() -> None:
    prose = b'a line of words and of nothing else, again and again\n' * 4000
    first = b'prefix = "%s"\n' % FIRST.encode()
    view = View(first + prose + b'x = other\nkey = prefix + "%s"\n' % LAST.encode() + prose)
    part = near.near(view, [view.data.index(b'prefix +')])
    assert len(part.data) * 20 < len(view.data)
    assert part.data.startswith(first)
    at = part.data.index(LAST.encode())
    assert part.origin(at) == view.data.index(LAST.encode())


def test_text_full_of_joints_is_read_whole() -> None:
    view = View(('key = "a" + b\n' * 20_000).encode())
    assert near.near(view, range(0, len(view.data), 10_000)) is view


def test_constant_that_is_used_everywhere_means_the_whole_text() -> None:
    view = View(f'key = "{LAST}"\n'.encode() + b'x = "a" + key\n' * 20_000)
    assert near.near(view, [7]) is view


def test_long_line_is_cut_between_words() -> None:
    line = (b'word-after_word ' * 20_000)[:200_000]
    view = View(line + b'"' + FIRST.encode() + b'" + "' + LAST.encode() + b'" ' + line)
    part = near.near(view, [len(line)]).data
    assert set(part.split()[1:-4]) <= {b'word-after_word', *view.data[len(line) :].split()[:3]}
    assert part.startswith(b'word-after_word') and part.endswith(b'word-after_word')


def test_run_without_an_end_is_cut_where_it_must() -> None:
    view = View(b'a' * 100_000 + b' "b" + "c" ' + b'a' * 100_000)
    assert len(near.near(view, [100_001]).data) < 30_000


@pytest.mark.parametrize('at', range(4))
def test_base64_of_one_long_line_is_read_in_every_window(at: int) -> None:
    import base64

    source = random.Random(at)
    text = ''.join(
        f'{_filler(source, 9_000)}OPENAI_API_KEY="{sample(one("openai").detectors[0], n).decode()}"\n'
        for n in range(30)
    )
    data = b'x' * at + b': ' + base64.b64encode(text.encode())
    views = [*content.windows(Blob(b'a.txt', data), 70_001, 30_000)][1:]
    assert len(views) > 3
    found = set()
    for view in views:
        for hit in run([Blob(b'a.txt', view.data)], Settings()).blocked:
            found.add(hit.secret.reveal())
    assert len(found) == 30


def test_names_that_are_joined_are_told() -> None:
    text = b'a + "x"\n"%s%s" % (c, d)\n"".join([e, f])\n[g, h].join("")\nf"{i}"\nk.l\nsprintf("%s", m)\nn([o, p])'
    assert set(named.joined_names(text, 0, len(text))) == {*b'a c d e f g h i m s'.split()}
