"""PHP: a key becomes a read of the environment, in the way in which the file reads its variables."""

from __future__ import annotations

import pytest

from keyguard.rewrite import php
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'a.php'
REWRITES = [
    ('whole-literal', "<?php $k = '@@';", "<?php $k = getenv('OPENAI_API_KEY');"),
    ('quotes-stay', '<?php $k = "@@";', '<?php $k = getenv("OPENAI_API_KEY");'),
    ('part-of-a-string', "<?php $k = 'a \\' @@ b';", "<?php $k = 'a \\' ' . getenv('OPENAI_API_KEY') . ' b';"),
    ('part-of-a-string-with-values', '<?php $k = "a $b @@ {$c}";', '<?php $k = "a $b " . getenv("OPENAI_API_KEY") . " {$c}";'),
    ('comparison', '<?php $k = "a @@" == $x;', '<?php $k = ("a " . getenv("OPENAI_API_KEY")) == $x;'),
    ('sum-in-a-sum', "<?php f('x' . 'a @@');", "<?php f('x' . 'a ' . getenv('OPENAI_API_KEY'));"),
    ('array', "<?php $k = ['@@' => 'a @@'];", "<?php $k = [getenv('OPENAI_API_KEY') => 'a ' . getenv('OPENAI_API_KEY')];"),
    ('define', "<?php define('K', '@@');", "<?php define('K', getenv('OPENAI_API_KEY'));"),
    ('page', '<p><?= "@@" ?></p>', '<p><?= getenv("OPENAI_API_KEY") ?></p>'),
    ('case', "<?php switch ($x) { case '@@': break; }", "<?php switch ($x) { case getenv('OPENAI_API_KEY'): break; }"),
    ('function-in-a-constant-place', "<?php class A { function f() { return '@@'; } }", "<?php class A { function f() { return getenv('OPENAI_API_KEY'); } }"),
    ('environment-of-the-framework', "<?php return ['a' => env('X'), 'k' => '@@'];", "<?php return ['a' => env('X'), 'k' => env('OPENAI_API_KEY')];"),
    ('array-of-the-environment', "<?php $a = $_ENV['X']; $k = '@@';", "<?php $a = $_ENV['X']; $k = $_ENV['OPENAI_API_KEY'];"),
    ('default-of-the-framework', "<?php return ['k' => env('OPENAI_API_KEY', '@@')];", "<?php return ['k' => env('OPENAI_API_KEY')];"),
    ('default-of-another', "<?php return ['k' => env('MINE', '@@')];", "<?php return ['k' => env('MINE', env('OPENAI_API_KEY'))];"),
    ('or', "<?php $k = getenv('OPENAI_API_KEY') ?: '@@';", "<?php $k = getenv('OPENAI_API_KEY');"),
    ('condition', "<?php $k = getenv('OPENAI_API_KEY') ? 'a' : '@@';", "<?php $k = getenv('OPENAI_API_KEY') ? 'a' : getenv('OPENAI_API_KEY');"),
    ('nullish', "<?php $k = $_ENV['OPENAI_API_KEY'] ?? '@@';", "<?php $k = $_ENV['OPENAI_API_KEY'];"),
    ('sets-the-variable', "<?php putenv('OPENAI_API_KEY=@@');", "<?php if (!getenv('OPENAI_API_KEY')) { throw new \\RuntimeException('set OPENAI_API_KEY first'); }"),
    ('other-function', "<?php f('OPENAI_API_KEY=@@');", "<?php f('OPENAI_API_KEY=' . getenv('OPENAI_API_KEY'));"),
    ('sets-another', '<?php putenv("MINE=@@");', '<?php putenv("MINE=" . getenv("OPENAI_API_KEY"));'),
    ('sets-the-array', "<?php $_ENV['OPENAI_API_KEY'] = '@@';", "<?php $_ENV['OPENAI_API_KEY'] = getenv('OPENAI_API_KEY');"),
    ('comment', '<?php // @@\n# @@\n/* @@ */', '<?php // OPENAI_API_KEY\n# OPENAI_API_KEY\n/* OPENAI_API_KEY */'),
]  # fmt: skip
REFUSED = [
    ('text-of-the-page', '<p>@@</p>', 'text of the page'),
    ('constant', "<?php const K = '@@';", 'asks for a constant'),
    ('constant-of-a-class', "<?php class A { const K = '@@'; }", 'asks for a constant'),
    ('property', "<?php class A { private $k = 'a @@'; }", 'asks for a constant'),
    ('parameter', "<?php function f($k = '@@') {}", 'asks for a constant'),
    ('attribute', "<?php #[A('@@')] class B {}", 'asks for a constant'),
    ('enum', "<?php enum E: string { case A = '@@'; }", 'asks for a constant'),
    ('static', "<?php function f() { static $k = '@@'; }", 'asks for a constant'),
    ('heredoc', '<?php $k = <<<T\n@@\nT;\n', 'heredoc'),
    ('nowdoc', "<?php $k = <<<'T'\n@@\nT;\n", 'heredoc'),
    ('prefix', "<?php $k = b'@@';", 'prefix'),
    ('value-in-a-string', '<?php $k = "a $b[@@]";', 'cannot be read'),
    ('set-under-a-condition', "<?php if ($x) putenv('OPENAI_API_KEY=@@');", 'in the middle'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(php, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(php, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ("$k = getenv('MINE') ?: '@@'", 'MINE'),
        ("env('MINE', '@@')", 'MINE'),
        ("$_ENV['MINE'] ??= '@@'", 'MINE'),
        ("$_SERVER['MINE'] ?? '@@'", 'MINE'),
        ("putenv('MINE=@@')", 'MINE'),
        ("f('MINE', '@@')", ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(php, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(php, NAME, [row[1] for row in REWRITES], '\n?>\n')
test_no_bytes_are_too_strange = strange_bytes(php, NAME)
