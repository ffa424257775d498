from __future__ import annotations

import base64
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.excerpt import around
from keyguard.model import Blob, Finding
from keyguard.pipeline import run
from keyguard.report.layout import cut
from keyguard.samples import sample
from keyguard.settings import Settings

OPENAI = sample(one('openai').detectors[0], 1).decode()
# a part of it is not told to be one, nor put together: whose it is tells a name alone
COHERE = sample(one('cohere').detectors[0], 1)
LEAD = 'MIIEv' + 'QIBADANBgkqhkiG9w0BAQEFAASC'
BEGIN, END = (f'-----{word} PRIVATE KEY-----' for word in ('BEGIN', 'END'))
# all but the last eight of the thousand bytes that are read from the beginning of a key on
WIDE = ' ' * ((990 - len(OPENAI)) % 2) + 'x ' * ((990 - len(OPENAI)) // 2)
WORDS = frozenset(
    f'k type service_account private_key private_key_id client_email id BEGIN END PRIVATE KEY {"x" * 9}'.split()
)


def _findings(text: str, encoding: str = 'utf-8') -> list[Finding]:
    return run([Blob(b'k.py', text.encode(encoding))], Settings()).findings


def _pem(seed: int, size: int, line: int, end: str) -> str:
    body = LEAD + base64.b64encode(random.Random(seed).randbytes(size)).decode().replace('-', 'x')
    return end.join([BEGIN, *(body[at : at + line] for at in range(0, len(body), line)), END, ''])


def _told(shown: str) -> set[str]:
    """The words that an excerpt shows, beside what masks a key and the ends of lines in a string."""
    return {word.strip('_-+/=') for word in re.findall(r'[\w+/=-]+', re.sub(r'\\+[nr]', ' ', shown))} - {'', 'n', 'r'}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 1 << 32),
    size=st.integers(60, 1300),
    line=st.sampled_from([64, 76]),
    end=st.sampled_from(['\\n', '\\r\\n', '\\\\n', ' ']),
    lead=st.integers(0, 1100),
    encoding=st.sampled_from(['utf-8', 'utf-8', 'utf-16']),
    behind=st.booleans(),
)
def test_nothing_of_the_body_of_a_private_key_is_shown(
    seed: int, size: int, line: int, end: str, lead: int, encoding: str, behind: bool
) -> None:
    account = f'"type": "service_account", "private_key": "{_pem(seed, size, line, end)}", "client_email": "id"'
    other = f'"private_key_id": "{OPENAI}"'
    pair = (account, other) if behind else (other, account)
    text = f'k = {{"type": "{"x" * 9 + " " * lead}", {", ".join(pair)}}}\n'
    found = _findings(text, encoding)
    assert 'google-service-account-key' in {finding.detector.id for finding in found}
    for finding in found:
        masks = {word for each in found for word in _told(each.secret.masked)}
        assert _told(f'{finding.left} {finding.right}') <= WORDS | masks
        # what a screen's width leaves of a word is a part of one that may be shown
        assert all(any(word in each for each in WORDS | masks) for word in _told(cut(finding)))


@pytest.mark.parametrize('after', ['', ' # ' + 'w ' * 3000], ids=['short', 'long'])
def test_line_around_a_finding_shows_no_half_of_a_word(after: str) -> None:
    half = 'aB3dE5' * 4
    text = f'{half} {"y " * 1987}{half}{after}\nk = "{OPENAI}"\n'
    (finding,) = _findings(text)
    ((_, line),) = around(text.encode(), finding, [finding], 1)
    assert _told(line) == {'y'}


@pytest.mark.parametrize(
    ('text', 'left', 'right'),
    [
        pytest.param('@ = 1', '', ' = 1', id='at-the-start'),
        pytest.param('\ufeffNAME=@', 'NAME=', '', id='behind-a-mark'),
        pytest.param('x' * 990 + 'ab1' * 5 + ' = "@"', '… = "', '"', id='half-a-word-before'),
        pytest.param('k = "@" ' + WIDE + 'abc1' * 5, 'k = "', f'" {WIDE}…', id='half-a-word-behind'),
        pytest.param('k = "@" ' + WIDE + '.' * 99 + 'abc1', 'k = "', f'" {WIDE}' + '.' * 8, id='cut-between-words'),
    ],
)
def test_words_are_shown_whole_or_not_at_all(text: str, left: str, right: str) -> None:
    (finding,) = _findings(text.replace('@', OPENAI))
    assert (finding.left, finding.right) == (left, right)


@pytest.mark.parametrize(
    ('left', 'right', 'shown'),
    [
        pytest.param('COHERE_API_KEY=', '""@', '""…', id='quotes-in-a-word'),
        pytest.param('COHERE_API_KEY = "', '" "@"', '" "…"', id='adjacent'),
        pytest.param("COHERE_API_KEY = '", "' || '@';", "' || '…';", id='sql'),
        pytest.param('COHERE_API_KEY = "', '" .. "@"', '" .. "…"', id='lua'),
        pytest.param('COHERE_API_KEY = "', '", "model5"', '", "model5"', id='next-argument'),
        pytest.param('COHERE_API_KEY = "', '" "words"', '" "words"', id='words'),
        pytest.param('COHERE_API_KEY = "', '" # 2 words', '" # 2 words', id='comment'),
    ],
)
def test_other_half_of_a_key_is_not_shown(left: str, right: str, shown: str) -> None:
    key = COHERE.decode()
    (finding,) = _findings(left + key[:28] + right.replace('@', key[28:]) + '\n')
    assert (finding.left, finding.right) == (left, shown)
