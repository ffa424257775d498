"""The page: whole, without script or anything from elsewhere, its names escaped, readable by every sense and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from keyguard.excerpt import shown
from keyguard.model import Report
from keyguard.report import html
from keyguard.report.groups import grouped
from keyguard.report.html_style import STYLE
from keyguard.report.timeline import timeline
from testing import reports as made

EMPTY = {'meta', 'br'}
KNOWN = {
    *(
        'a',
        'article',
        'body',
        'caption',
        'code',
        'dd',
        'desc',
        'details',
        'div',
        'dl',
        'dt',
        'figcaption',
        'figure',
        'footer',
    ),
    *(
        'h1',
        'h2',
        'h3',
        'head',
        'header',
        'html',
        'li',
        'line',
        'main',
        'meta',
        'ol',
        'p',
        'path',
        'pre',
        'rect',
        'span',
    ),
    *('style', 'summary', 'svg', 'table', 'tbody', 'td', 'text', 'th', 'thead', 'title', 'tr', 'ul', 'br'),
}


class Page(HTMLParser):
    """Reads a page and complains about what is not closed, not known, or reaches out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ''
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        given = dict(attrs)
        assert not any(name.startswith('on') or name in ('src', 'srcset', 'action', 'data') for name in given), given
        href = given.get('href')
        assert href is None or href.startswith(('https://', '#')), href
        self.tags.append((tag, given))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    'report',
    [Report, made.plain_report, made.history_report, made.odd_report, made.every_kind],
    ids=['empty', 'plain', 'history', 'odd-names', 'every-kind'],
)
def test_page_is_whole_and_reaches_nowhere(report: Callable[[], Report]) -> None:
    text = html.render(report(), now=made.NOW, help='https://wiki.example/<x>')
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    policy = [given['content'] for tag, given in page.tags if given.get('http-equiv') == 'Content-Security-Policy']
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert 'url(' not in STYLE and '@import' not in STYLE
    ids = [given['id'] for _, given in page.tags if 'id' in given]
    assert len(ids) == len(set(ids))
    for _, given in page.tags:
        for name in (given.get('aria-labelledby') or '').split():
            assert name in ids
        if (given.get('href') or '').startswith('#'):
            assert (given['href'] or '')[1:] in ids


def test_names_are_words_and_no_markup() -> None:
    page = Page(html.render(made.odd_report(), show_accepted=True))
    for name in made.ODD:
        assert shown(name) in page.words
    assert 'odd\\n::error::x <b> \\udcff' in page.words


def test_headings_go_down_one_step_at_a_time_and_tables_have_heads() -> None:
    page = Page(html.render(made.history_report()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch('h[1-6]', tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    heads = [given for tag, given in page.tags if tag == 'th']
    assert heads and all(given.get('scope') == 'col' for given in heads)


def test_page_tells_everything_of_a_key() -> None:
    words = Page(html.render(made.history_report(), now=made.NOW)).words
    for part in (
        '4 keys found, 2 pushed, 1 perhaps pushed, not everything could be read', 'pushed, still in HEAD', 'due for rotation, older than 90 days',
        'since 2025-06-01 (commit 2025060120, 394 days), gone 2025-09-01', 'In branches dev, main; tag v1.0', 'Also as app/older.py',
        'in commit 2025120120, gone 2026-03-01', 'Revoke it first, for it was pushed', 'keyguard guide leak',
        'vendor/x.zip', '2 remotes were not asked', 'comment: keyguard: allow (dead)', '2026-06-30 12:00:00 UTC',
    ):  # fmt: skip
        assert part.lower() in words.lower(), part


def test_clean_page_says_so() -> None:
    page = Page(html.render(Report()))
    assert 'No key found' in page.words and 'Keys, the most urgent first' not in page.words


def test_folded_parts_are_unfolded_on_paper() -> None:
    assert '@media print' in STYLE and 'details::details-content { content-visibility: visible' in STYLE


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize('number', [0, 1, 2], ids=['light', 'dark', 'print'])
def test_contrast(number: int) -> None:
    block = re.findall(r':root \{([^}]*)\}', STYLE)[number]
    colours = dict(re.findall(r'--(\w+): (#[0-9a-f]{6})', block))
    for back in ('back', 'card', 'code'):
        for front in ('text', 'soft', 'bad', 'warn', 'good', 'link'):
            assert _contrast(colours[back], colours[front]) >= 4.5, (back, front)


def test_many_places_are_folded_and_those_beyond_are_counted() -> None:
    report = made.scanned(('a.py', ''.join(f'k{at} = "{made.OPENAI}"\n' for at in range(130))))
    words = Page(html.render(report)).words
    assert '122 more places' in words and '… and 30 more places' in words
    assert 'a.py:100:' in words and 'a.py:101:' not in words


def test_keys_and_rows_beyond_the_limits_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, '_KEYS', 2)
    monkeypatch.setattr(html, '_ROWS', 1)
    report = made.history_report()
    report.unread += [(b'x', 'gone')] * 2
    report.accepted *= 3
    words = Page(html.render(report)).words
    assert '… and 2 more keys' in words
    assert words.count('… and 2 more.') == 2


def test_timeline_draws_a_bar_a_key_from_its_first_day_to_its_last() -> None:
    picture = timeline(grouped(made.history_report().blocked), made.NOW)
    bars = re.findall(r'<rect class="bar (\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', picture)
    assert [kind for kind, _, _ in bars] == ['pushed', 'pushed', 'unknown', 'private']
    ends = [float(x) + float(width) for _, x, width in bars]
    assert ends[0] > 820 > ends[1]
    assert picture.count('class="end"') == 2 and picture.count('class="stands"') == 2
    # without the day of today, the age of the keys tells it
    assert timeline(grouped(made.history_report().blocked)) == picture


@pytest.mark.parametrize(
    ('date', 'left', 'age', 'there'),
    [
        ('', '', -1, False),
        ('no date', '', 3, False),
        ('2026-06-30', '', 0, True),
        ('2026-06-28', '2026-06-29', -1, True),
        ('2027-01-01', '2026-01-01', 5, True),
    ],
    ids=['no-day', 'odd-day', 'today', 'no-age', 'gone-before-it-came'],
)
def test_timeline_of_odd_days(date: str, left: str, age: int, there: bool) -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    report.blocked[0].origin = made.origin(date, age, left=left, commit='a' * 40)
    for now in ('', '2026-06-30T00:00:00'):
        picture = timeline(grouped(report.blocked), now)
        assert bool(picture) is there
        assert all(float(width) > 0 for width in re.findall('class="bar.*?width="([-0-9.]+)"', picture))


def test_timeline_is_bounded_and_cuts_long_masks() -> None:
    report = made.every_kind()
    for finding in report.blocked:
        finding.origin = made.origin()
    picture = timeline(grouped(report.blocked))
    assert picture.count('<rect') == 40 and 'The first 40 of' in picture
