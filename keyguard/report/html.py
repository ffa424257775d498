"""The report as one page for people who were not there: no script, nothing from elsewhere, readable on paper."""

from html import escape

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.placeholder import without_keys
from keyguard.report import advice, unread
from keyguard.report.groups import Key, grouped, some, standing
from keyguard.report.html_style import STYLE
from keyguard.report.layout import count, cut, is_code, looked_at, place, plain, set_aside, size
from keyguard.report.timeline import timeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# a page that no browser opens tells nobody anything: what is beyond is counted, and JSON has it
_KEYS = 300
_PLACES = 100
_OPEN = 8
_ROWS = 1_000
_LEGEND = (
    'A full bar: pushed. An outline: not pushed; a broken one: that cannot be told. '
    'An arrow: the key still stands there. A line at the end: the commit that took it away.'
)


def render(report: Report, *, store: str = '', help: str = '', now: str = '', show_accepted: bool = False) -> str:
    """The whole page.

    ``store`` and ``help`` are the team's own, ``now`` is the time as ``2027-01-31T12:00:00``, or '' for a page that
    does not name one. ``show_accepted`` unfolds what was accepted; it is always there.
    """
    keys = grouped(report.blocked)
    body = [*_summary(report, keys, now), *_when(keys, now)]
    if keys:
        body.append('<h2 id="keys">Keys, the most urgent first</h2>')
        body += [_article(number, key, store) for number, key in enumerate(keys[:_KEYS], 1)]
        if len(keys) > _KEYS:
            body.append(f'<p>… and {count(len(keys) - _KEYS, "more key")}; the JSON report has every one.</p>')
    if help:
        body.append(f'<p>How this team does it: {_linked(without_keys(help))}</p>')
    body += [*_unread(report), *_notes(report), *_accepted(report, show_accepted)]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<title>keyguard: {escape(_verdict(report, keys)[1])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n'
        + '\n'.join(body)
        + f'\n<footer>keyguard {escape(__version__)}. Keys are masked: no part of one is in this page.</footer>\n'
        '</main>\n</body>\n</html>\n'
    )


def _verdict(report: Report, keys: 'Sequence[Key]') -> 'tuple[str, str]':
    """The class and the words of the verdict."""
    words = f'{count(len(keys), "key")} found' if keys else 'no key found'
    pushed = sum(bool(key.pushed) for key in keys)
    if pushed:
        words += f', {pushed:,} pushed'
    unsure = sum(key.known and key.pushed is None for key in keys)
    if unsure:
        words += f', {unsure:,} perhaps pushed'
    if report.unread:
        words += ', not everything could be read'
    return 'bad' if keys else 'warn' if report.unread else 'good', words


def _summary(report: Report, keys: 'Sequence[Key]', now: str) -> 'list[str]':
    kind, words = _verdict(report, keys)
    facts = [
        ('keys', f'{len(keys):,}'),
        ('places', f'{len(report.blocked):,}'),
        ('set aside', f'{len(report.accepted):,}'),
        ('files examined', f'{report.files:,}'),
        ('read', size(report.bytes)),
        ('commits', f'{report.commits:,}'),
        ('not looked at', f'{len(report.unread):,}'),
    ]
    mark = {'bad': '✗', 'warn': '!', 'good': '✓'}[kind]
    return [
        '<header>\n<h1>keyguard report</h1>',
        f'<p class="verdict {kind}"><span aria-hidden="true">{mark}</span> {escape(words[:1].upper() + words[1:])}</p>',
        f'<p class="soft">{escape(now.replace("T", " "))} UTC</p>' if now else '',
        '<dl class="facts">',
        *(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in facts),
        f'</dl>\n<p class="soft">{escape(looked_at(report))}</p>\n</header>\n<main>',
    ]


def _when(keys: 'Sequence[Key]', now: str) -> 'list[str]':
    picture = timeline(keys[:_KEYS], now)
    if not picture:
        return []
    return [
        '<h2 id="timeline">When each key came and went</h2>\n<figure style="margin:0">',
        f'<div class="wide" tabindex="0" role="region" aria-labelledby="timeline">\n{picture}\n</div>',
        f'<figcaption class="soft">{_LEGEND}</figcaption>\n</figure>',
    ]


def _article(number: int, key: Key, store: str) -> str:
    chief = key.chief
    edge = 'bad-edge' if key.pushed else 'warn-edge' if key.known else ''
    about = f'{len(chief.secret)} characters, {chief.provider.name}'
    rows = [
        f'<article class="{edge}" aria-labelledby="key-{number}">',
        f'<h3 id="key-{number}">{number}. {escape(chief.detector.title)}</h3>',
        f'<p class="masked"><code>{escape(chief.secret.masked)}</code> <span class="soft">{escape(about)}</span></p>',
        f'<ul class="marks">{"".join(_marks(key))}</ul>',
    ]
    rows += [
        f'<p>{escape(_capital(words))}</p>' for words in (key.since, f'in {key.refs}' if key.refs else '') if words
    ]
    rows.append(_places(key))
    rows += [f'<p>Note: {escape(plain(note))}</p>' for note in key.notes[:_OPEN]]
    unfolded = ' open' if number == 1 else ''
    rows.append(f'<details{unfolded}><summary>The way out</summary>\n{_steps(key, store)}\n</details>')
    rows.append(f'<p class="soft">Fingerprint <code>{key.fingerprint}</code></p>\n</article>')
    return '\n'.join(rows)


def _marks(key: Key) -> 'Iterable[str]':
    if key.status:
        yield f'<li class="{"bad" if key.pushed else "warn"}">{escape(key.status)}</li>'
    if key.due:
        yield f'<li class="bad">due for rotation, older than {count(key.allowed, "day")}</li>'
    yield f'<li class="soft">confidence {key.confidence}</li>'


def _places(key: Key) -> str:
    findings = key.findings
    history = any(finding.origin is not None for finding in findings)
    files = count(len({finding.path for finding in findings}), 'file')
    caption = f'{count(len(findings), "place")} in {files}'
    text = _table(caption, findings[:_OPEN], history)
    rest = findings[_OPEN:_PLACES]
    if rest:
        beyond = len(findings) - _PLACES
        more = f'<p>… and {count(beyond, "more place")}; the JSON report has every one.</p>' if beyond > 0 else ''
        text += f'\n<details><summary>{count(len(findings) - _OPEN, "more place")}</summary>\n'
        text += _table(f'Places from {_OPEN + 1} on', rest, history) + more + '</details>'
    names = {finding.path for finding in findings}
    others = [path for path in key.paths if path not in names]
    return text + (f'\n<p>Also as <span class="path">{escape(some(others))}</span></p>' if others else '')


def _table(caption: str, findings: 'Sequence[Finding]', history: bool) -> str:
    when = '<th scope="col">In the history</th>' if history else ''
    rows = []
    for finding in findings:
        line = f'<br><code>{escape(cut(finding))}</code>' if finding.text else ''
        past = f'<td>{escape(standing(finding))}</td>' if history else ''
        rows.append(f'<tr><td><span class="path">{escape(place(finding))}</span>{line}</td>{past}</tr>')
    return (
        f'<table><caption>{escape(caption)}</caption>\n'
        f'<thead><tr><th scope="col">Place</th>{when}</tr></thead>\n<tbody>' + '\n'.join(rows) + '</tbody></table>'
    )


def _steps(key: Key, store: str) -> str:
    return _listed(advice.blocks(key.findings, store, advice.SHELL))


def _listed(blocks: 'Sequence[Sequence[str]]') -> str:
    items = []
    for block in blocks:
        parts = [
            f'<pre><code>{escape(plain(line))}</code></pre>' if at and is_code(line) else f'<p>{_linked(line)}</p>'
            for at, line in enumerate(block)
        ]
        items.append(f'<li>{"".join(parts)}</li>')
    return f'<ol class="steps">{"".join(items)}</ol>'


def _unread(report: Report) -> 'list[str]':
    if not report.unread:
        return []
    rows = [
        f'<tr><td class="path">{escape(shown(path))}</td><td>{escape(plain(reason))}</td></tr>'
        for path, reason in report.unread[:_ROWS]
    ]
    more = f'<p>… and {len(report.unread) - _ROWS:,} more.</p>' if len(report.unread) > _ROWS else ''
    return [
        f'<h2>Not looked at, {count(len(report.unread), "place")}</h2>',
        '<p>What could not be read is not known to be clean.</p>',
        '<table><thead><tr><th scope="col">Place</th><th scope="col">Reason</th></tr></thead>\n<tbody>',
        *rows,
        f'</tbody></table>{more}',
        _listed(unread.blocks(report)),
    ]


def _notes(report: Report) -> 'list[str]':
    if not report.notes:
        return []
    return ['<h2>Notes</h2>\n<ul>', *(f'<li>{escape(plain(note))}</li>' for note in report.notes), '</ul>']


def _accepted(report: Report, unfolded: bool) -> 'list[str]':
    if not report.accepted:
        return []
    rows = [
        f'<tr><td class="path">{escape(place(each))}</td><td>{escape(each.detector.title)}<br>'
        f'<code>{escape(each.secret.masked)}</code></td><td>{escape(plain(each.accepted))}</td></tr>'
        for each in report.accepted[:_ROWS]
    ]
    columns = [f'<th scope="col">{name}</th>' for name in ('Place', 'Kind', 'Reason')]
    more = f'<p>… and {len(report.accepted) - _ROWS:,} more.</p>' if len(report.accepted) > _ROWS else ''
    return [
        f'<h2>Set aside</h2>\n<p>{escape(set_aside(report))}</p>',
        f'<details{" open" if unfolded else ""}><summary>Every one, with its reason</summary>',
        f'<table><thead><tr>{"".join(columns)}</tr></thead>\n<tbody>',
        *rows,
        f'</tbody></table>{more}</details>',
    ]


def _linked(text: str) -> str:
    """The words, with an address of the web as a link."""
    words = []
    for word in plain(text).split(' '):
        address = word.rstrip('.,;:')
        if address.startswith('https://'):
            words.append(
                f'<a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>{escape(word[len(address) :])}'
            )
        else:
            words.append(escape(word))
    return ' '.join(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
