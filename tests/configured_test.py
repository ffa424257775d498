from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyguard.catalogue import knower, known_ids
from keyguard.config import load
from keyguard.configured import Config, plain
from keyguard.errors import Fatal


def _write(tmp_path: Path, text: str) -> str:
    path = tmp_path / '.keyguard.yaml'
    path.write_bytes(text.encode())
    return str(path)


def _told(config: Config) -> tuple[object, ...]:
    return (
        *(config.skip, [pattern.pattern for pattern in config.exclude], config.min_confidence),
        *(config.store, config.help, config.max_age, config.path, config.providers),
    )


PLAIN = {
    'nothing': '',
    'comment': '# nothing yet\n\n',
    'all': (
        "skip: [openai, 'google-api-key' , \"azure-ai-key\"]\nexclude: ['^vendor/', ^third_party/]\nmax_age: 90\n"
        "min_confidence: medium\nstore: HashiCorp Vault\nhelp: 'https://wiki.acme.example/leaked-key'\n"
    ),
    'block': "exclude:\n  - '^vendor/'\n\n  # theirs\n  - ^third party/\nskip:\n- openai\n",
    'one': 'skip: openai-assigned\nexclude: "^a b/"\nstore: vault   ',
    'odd-words': "store: yes\nhelp: 1.0\nexclude: [2026-01-31, '']\n",
    'comma-in-quotes': "exclude: ['^a{1,2}/', 'b, c']\n",
}


@pytest.mark.parametrize('name', PLAIN)
def test_plain_configuration_is_read_as_yaml_reads_it(name: str, tmp_path: Path) -> None:
    path = _write(tmp_path, PLAIN[name])
    found = plain(path, knower)
    assert found is not None
    assert _told(found) == _told(load(path, known_ids))


@pytest.mark.parametrize(
    'text',
    [
        *('providers: []', 'skip: [nobody]', 'skip: [openai', 'skip: []', 'skip:', 'skip:\n  -\n', 'skip: openai\n- b'),
        *("exclude: ['(']", 'exclude: [a, null]', 'exclude: {a: b}', "exclude: 'it''s'", 'exclude: [a # b]'),
        *('exclude:\n  - a\n - b', 'exclude:\n  - a: b', 'exclude:\nstore: a', 'exclude: [[a]]', '- a', '{}', '---'),
        *('store:vault', 'store: a\n  b', 'store: a # b', 'store: null', 'store:', 'store: a\nstore: b', 'stoer: a'),
        *('store: |\n  a', 'store: "a\\n"', 'store: &a b', 'store: *a', 'store: !!str a', 'store: [a]', 'store:\n- a'),
        *('store: a: b', 'store: \ta', 'store: a\r\n', 'store: caf\xe9', 'store: a\x85b', ' store: a', 'store : a'),
        *('min_confidence: much', 'max_age: 0', 'max_age: 1e3', 'max_age: -1'),
    ],
)
def test_anything_else_is_left_to_yaml(text: str, tmp_path: Path) -> None:
    assert plain(_write(tmp_path, text), knower) is None


def test_file_that_is_not_there_is_left_to_who_complains(tmp_path: Path) -> None:
    assert plain(str(tmp_path / 'none.yaml'), knower) is None


_PIECES = (
    *('skip', 'exclude', 'store', 'help', 'max_age', 'min_confidence', 'openai', 'medium', '90', 'null', '^a/', 'a b'),
    *(
        ':',
        ': ',
        ' ',
        '  ',
        '\n',
        '\n- ',
        '\n  - ',
        '[',
        ']',
        ', ',
        ',',
        "'",
        '"',
        '#',
        ' # x',
        '-',
        '{',
        '}',
        '$',
        '.',
    ),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.lists(st.sampled_from(_PIECES), max_size=8).map(''.join),
            st.tuples(
                st.sampled_from(_PIECES[:6]), st.sampled_from((': ', ':\n  - ', ': [')), st.sampled_from(_PIECES)
            ).map(''.join),
        ),
        max_size=4,
    ).map('\n'.join)
)
def test_whatever_is_read_plainly_is_what_yaml_reads(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path, text)
    found = plain(path, knower)
    if found is None:
        return
    try:
        expected = load(path, known_ids)
    except Fatal as error:
        pytest.fail(f'{text!r} is refused: {error}')
    assert _told(found) == _told(expected)
