"""The difference that is shown is the one that is made, and no key is in it."""

from __future__ import annotations

import random

import pytest

from keyguard.report.hunks import Hunk, hunks
from keyguard.rewrite.words import Edit
from testing.rewriting import draft, filled, unfilled


def shown(text: str, name: str = 'run.sh') -> tuple[list[Hunk], list[str], list[str]]:
    """The hunks, the old lines and the new ones."""
    made, values = draft(filled(text).encode(), name)
    assert made.new is not None, made.reason
    return hunks(made, set(values)), filled(text).splitlines(), made.new.decode().splitlines()


@pytest.mark.parametrize('seed', range(8))
def test_hunks_lead_from_the_old_lines_to_the_new_ones(seed: int) -> None:
    source = random.Random(seed)
    keys = ['tell "@@"', "tell 'a @a@'", 'tell @@ @a@', '# @@', 'cat <<EOF\n@@\nEOF']
    lines = [
        source.choice(keys) if source.random() < 0.1 else f'tell {number}' for number in range(source.randint(1, 90))
    ]
    text = '\n'.join([*lines, 'tell @@']) + source.choice(['', '\n'])
    found, old, new = shown(text)
    at = 0
    rebuilt: list[str] = []
    for hunk in found:
        before = [row for sign, row in hunk.rows if sign != '+']
        after = [row for sign, row in hunk.rows if sign != '-']
        assert hunk.head == f'@@ -{hunk.old},{len(before)} +{hunk.new},{len(after)} @@'
        rebuilt += old[at : hunk.old - 1]
        assert hunk.new == len(rebuilt) + 1
        rebuilt += after
        at = hunk.old - 1 + len(before)
        assert [row for sign, row in hunk.rows if sign == '+' and 'sk-' in row] == []
        for row, line in zip(before, old[hunk.old - 1 :]):
            assert row == line or 'sk-' in line
            assert unfilled(row) == row
        edges = [sign for sign, _ in hunk.rows]
        assert edges.index('-') <= 3 and edges[::-1].index('+') <= 3
    assert rebuilt + old[at:] == new


def test_lines_that_only_come_or_go() -> None:
    found, _, _ = shown('import os\nos.environ["K"] = "@@"\nx = 1\n', 'a.py')
    assert [hunk.head for hunk in found] == ['@@ -1,3 +1,2 @@']
    found, _, _ = shown('import os\nos.environ["K"] = "@@"', 'a.py')
    assert [row[0] for row in found[0].rows] == [' ', '-']
    empty = Hunk(1, 1)
    empty.rows = [('+', 'a')]
    assert empty.head == '@@ -0,0 +1,1 @@'


def test_change_of_many_lines_is_shown_whole() -> None:
    text = 'x = [\n' + '"@@",\n' * 300 + ']\n'
    found, old, new = shown(text, 'a.py')
    assert len(found) == 1
    assert sum(sign == '-' for sign, _ in found[0].rows) >= 300
    assert len(new) == len(old) + 2


def test_lines_in_between_are_shown_once() -> None:
    found, _, _ = shown('tell @@\n' + 'tell 1\n' * 6 + 'tell @@\n' + 'tell 1\n' * 7 + 'tell @@\n')
    assert [hunk.head for hunk in found] == ['@@ -1,11 +1,11 @@', '@@ -13,4 +13,4 @@']


def test_long_line_is_cut_and_other_secrets_are_masked() -> None:
    found, _, _ = shown('tell @@ ' + 'ab ' * 200 + '\ntell Zm9vYmFyMTIzNDU2Nzg5MFh5WjEyMw==\n')
    assert all(len(row) <= 301 for _, row in found[0].rows)
    assert found[0].rows[-1] == (' ', 'tell …')


def test_name_of_a_variable_is_no_secret() -> None:
    made, _ = draft(filled('tell "@@"\n').encode(), 'a.sh')
    made.edits = [Edit(6, 62, b'${AZURE_OPENAI_API_KEY_2:?}')]
    rows = hunks(made, {'AZURE_OPENAI_API_KEY_2'})[0].rows
    assert rows[1] == ('+', 'tell "${AZURE_OPENAI_API_KEY_2:?}"')
