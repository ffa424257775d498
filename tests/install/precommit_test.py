"""Our hooks in somebody's configuration: everything that was there stays as it was, comments and order too."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from keyguard.errors import Fatal
from keyguard.install import precommit

ALL = tuple(precommit.STAGES)
URL, REV = 'https://example.invalid/keyguard', 'v1.2.3'
MANIFEST = Path(__file__).resolve().parents[2] / '.pre-commit-hooks.yaml'

# what is there -> what has to be there afterwards, ours as HOOKS
CASES = {
    'nothing': ('', 'repos:\n- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS'),
    'only-comments': ('# ours\n', '# ours\nrepos:\n- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS'),
    'no-repos': ('fail_fast: true', 'fail_fast: true\nrepos:\n- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS'),
    'empty-list': ('repos: []\nci: {}\n', 'repos:\n- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS\nci: {}\n'),
    'behind-the-last': (
        'repos:\n# style\n- repo: a\n  rev: 1.0  # pinned\n  hooks:\n  - id: x  # mine\n\n# the end\nci:\n  skip: [x]\n',
        (
            'repos:\n# style\n- repo: a\n  rev: 1.0  # pinned\n  hooks:\n  - id: x  # mine\n'
            '- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS\n\n# the end\nci:\n  skip: [x]\n'
        ),
    ),
    'indented': (
        'repos:\n  -   repo: a\n      rev: 1.0\n      hooks:\n        -   id: x\n            args: [a,\n              b]\n',
        (
            'repos:\n  -   repo: a\n      rev: 1.0\n      hooks:\n        -   id: x\n            args: [a,\n              b]\n'
            '  - repo: URL\n    rev: v1.2.3\n    hooks:\nHOOKS4'
        ),
    ),
    'a-comment-of-the-last': (
        'repos:\n- repo: a\n  rev: 1.0\n  hooks:\n  - id: x\n    # why: because\n# outside\n',
        (
            'repos:\n- repo: a\n  rev: 1.0\n  hooks:\n  - id: x\n    # why: because\n'
            '- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS\n# outside\n'
        ),
    ),
    'a-block-of-text': (
        'repos:\n- repo: a\n  rev: 1.0\n  hooks:\n  - id: x\n    entry: |\n      one\n      two\nci: {}\n',
        (
            'repos:\n- repo: a\n  rev: 1.0\n  hooks:\n  - id: x\n    entry: |\n      one\n      two\n'
            '- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS\nci: {}\n'
        ),
    ),
    'no-end-of-line': (
        'repos:\n- repo: a\n  rev: 1.0\n  hooks: [{id: x}]',
        'repos:\n- repo: a\n  rev: 1.0\n  hooks: [{id: x}]\n- repo: URL\n  rev: v1.2.3\n  hooks:\nHOOKS',
    ),
    'windows': (
        'repos:\r\n- repo: a\r\n  rev: 1.0\r\n  hooks:\r\n  - id: x\r\nci: {}\r\n',
        (
            'repos:\r\n- repo: a\r\n  rev: 1.0\r\n  hooks:\r\n  - id: x\r\n'
            '- repo: URL\r\n  rev: v1.2.3\r\n  hooks:\r\nHOOKS\r\nci: {}\r\n'
        ),
    ),
}


def _hooks(indent: int, newline: str, ids: tuple[str, ...] = ALL) -> str:
    return newline.join(f'{" " * indent}- id: {id}' for id in ids)


@pytest.mark.parametrize(('before', 'after'), CASES.values(), ids=CASES)
def test_hooks_are_added_and_nothing_else_changes(before: str, after: str) -> None:
    newline = '\r\n' if '\r\n' in before else '\n'
    expected = after.replace('URL', URL).replace('HOOKS4', _hooks(6, newline)).replace('HOOKS', _hooks(4, newline))
    made = precommit.added(before, ALL, URL, REV)
    assert made.rstrip() == expected.rstrip()
    assert precommit.hooked(made) == ALL
    assert precommit.added(made, ALL, URL, REV) == made


def test_what_is_missing_joins_what_is_there() -> None:
    before = f'repos:\n- repo: {URL}\n  rev: v1\n  hooks:\n  - id: keyguard\n    args: [--]  # so\n- repo: b\n  rev: 2\n  hooks: []\n'
    made = precommit.added(before, ALL)
    assert made == before.replace('# so\n', '# so\n  - id: keyguard-push\n  - id: keyguard-commit-msg\n')
    assert precommit.revision(made) == 'v1'


def test_without_an_address_the_hooks_are_those_of_the_manifest() -> None:
    made = yaml.safe_load(precommit.added('', ALL))
    assert [repo['repo'] for repo in made['repos']] == ['local']
    manifest = {hook['id']: hook for hook in yaml.safe_load(MANIFEST.read_text())}
    for hook in made['repos'][0]['hooks']:
        known = {
            k: v for k, v in manifest[hook['id']].items() if k not in ('description', 'minimum_pre_commit_version')
        }
        assert hook == {**known, 'language': 'system'}
        assert set(precommit.STAGES[hook['id']]) <= set(hook['stages'])


def test_what_is_missing_joins_hooks_that_call_the_path() -> None:
    first = precommit.added('', ALL[:1])
    made = precommit.added(first, ALL)
    assert made.startswith(first)
    assert [hook['id'] for hook in yaml.safe_load(made)['repos'][0]['hooks']] == list(ALL)
    assert all(hook['language'] == 'system' for hook in yaml.safe_load(made)['repos'][0]['hooks'])


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        pytest.param('repos: [{repo: a, rev: b, hooks: []}]\n', 'not one item a line', id='a flow list'),
        pytest.param('repos: {}\n', 'not one item a line', id='a mapping'),
        pytest.param('- repo: a\n', 'not a mapping', id='the form before 1.0'),
        pytest.param('repos:\n- repo: a\n  hooks: [{id: keyguard}]\n', 'hooks is not one item', id='hooks on a line'),
    ],
)
def test_where_there_is_no_safe_place_it_says_what_to_add(text: str, words: str) -> None:
    with pytest.raises(Fatal, match=words) as told:
        precommit.added(text, ALL, URL, REV)
    assert '- id: keyguard-push' in str(told.value)


@pytest.mark.parametrize('text', ['repos:\n- repo: [\n', 'a: b: c\n'])
def test_what_is_no_yaml_is_named_with_its_line(text: str) -> None:
    with pytest.raises(Fatal, match=r'\.pre-commit-config\.yaml:\d+: this is no YAML'):
        precommit.hooked(text)


@pytest.mark.parametrize('text', ['', 'repos:\n', 'repos: 5\n', '[]\n', 'repos:\n- a\n- hooks: [b]\n- hooks:\n'])
def test_odd_configurations_have_no_hooks(text: str) -> None:
    assert precommit.hooked(text) == ()
    assert precommit.revision(text) == ''


_WORDS = st.sampled_from(['a', 'b-c', "'d e'", '"f"'])
_HOOK = st.fixed_dictionaries({'id': _WORDS}, optional={'args': st.lists(_WORDS, max_size=2), 'name': _WORDS})
_REPOS = st.lists(
    st.fixed_dictionaries({'repo': _WORDS, 'hooks': st.lists(_HOOK, min_size=1, max_size=3)}), min_size=1, max_size=3
)


@given(_REPOS, st.integers(2, 5), st.sampled_from(['', '# end\n', '\n\n', 'ci: {a: b}\n']), st.booleans())
def test_any_configuration_keeps_its_lines_and_its_meaning(
    repos: list[object], indent: int, tail: str, crlf: bool
) -> None:
    before = yaml.safe_dump({'fail_fast': True, 'repos': repos}, sort_keys=False, indent=indent) + tail
    if crlf:
        before = before.replace('\n', '\r\n')
    after = precommit.added(before, ALL, URL, REV)
    lines = iter(after.splitlines(keepends=True))
    assert all(line in lines for line in before.splitlines(keepends=True))
    made = yaml.safe_load(after)
    assert made['repos'][:-1] == yaml.safe_load(before)['repos']
    assert made['repos'][-1] == {'repo': URL, 'rev': REV, 'hooks': [{'id': id} for id in ALL]}
