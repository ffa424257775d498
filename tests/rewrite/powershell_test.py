"""PowerShell: a key becomes a read of the environment, and a script that set it asks for it."""

from __future__ import annotations

import pytest

from keyguard.rewrite import powershell
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'a.ps1'
REWRITES = [
    ('whole-literal', '$k = "@@"', '$k = $env:OPENAI_API_KEY'),
    ('verbatim', "$k = '@@'", '$k = $env:OPENAI_API_KEY'),
    ('word', 'Invoke-X -Key @@ -A 1', 'Invoke-X -Key $env:OPENAI_API_KEY -A 1'),
    ('colon-behind-the-key', 'f "@@":b', 'f ${env:OPENAI_API_KEY}:b'),
    ('part-of-a-string', '$k = "a $b @@c"', '$k = "a $b ${env:OPENAI_API_KEY}c"'),
    ('part-of-a-verbatim-string', '$k = \'it\'\'s $x "q" `n @@\'', '$k = "it\'s `$x `"q`" ``n ${env:OPENAI_API_KEY}"'),
    ('here-string', '$k = @"\na @@\n"@\n', '$k = @"\na ${env:OPENAI_API_KEY}\n"@\n'),
    ('table', '$h = @{ Authorization = "Bearer @@"; K = \'@@\' }', '$h = @{ Authorization = "Bearer ${env:OPENAI_API_KEY}"; K = $env:OPENAI_API_KEY }'),
    ('list', '$l = @(\'@@\', "@@")', '$l = @($env:OPENAI_API_KEY, $env:OPENAI_API_KEY)'),
    ('default-of-a-parameter', "param([string]$Key = '@@')\nf\n", 'param([string]$Key = $env:OPENAI_API_KEY)\nf\n'),
    ('returned', "function F { return '@@' }", 'function F { return $env:OPENAI_API_KEY }'),
    ('comparison', "if ('@@' -eq $x) { }", 'if ($env:OPENAI_API_KEY -eq $x) { }'),
    ('sets-the-variable', "$env:OPENAI_API_KEY = '@@'\n", "if (-not $env:OPENAI_API_KEY) { throw 'set OPENAI_API_KEY first' }\n"),
    ('sets-it-in-braces', 'if ($x) { ${env:OPENAI_API_KEY} = "@@" }', "if ($x) { if (-not $env:OPENAI_API_KEY) { throw 'set OPENAI_API_KEY first' } }"),
    ('sets-it-by-a-method', "[Environment]::SetEnvironmentVariable('OPENAI_API_KEY', '@@')\n", "if (-not $env:OPENAI_API_KEY) { throw 'set OPENAI_API_KEY first' }\n"),
    ('sets-another', "$env:MINE = '@@'", '$env:MINE = $env:OPENAI_API_KEY'),
    ('sets-another-by-a-method', "[Environment]::SetEnvironmentVariable('MINE', '@@')", "[Environment]::SetEnvironmentVariable('MINE', $env:OPENAI_API_KEY)"),
    ('other-method', "[A]::B('OPENAI_API_KEY', '@@')", "[A]::B('OPENAI_API_KEY', $env:OPENAI_API_KEY)"),
    ('comment', '# @@\n<# @@ #>\n$x = 1\n', '# OPENAI_API_KEY\n<# OPENAI_API_KEY #>\n$x = 1\n'),
]  # fmt: skip
REFUSED = [
    ('stored-for-the-user', "[Environment]::SetEnvironmentVariable('OPENAI_API_KEY', '@@', 'User')", 'outside of the script'),
    ('stored-by-a-command', 'setx OPENAI_API_KEY @@', 'outside of the script'),
    ('set-to-more', "$env:OPENAI_API_KEY = 'a @@'", 'in the middle'),
    ('set-by-a-method-to-more', "[Environment]::SetEnvironmentVariable('OPENAI_API_KEY', 'a @@')", 'in the middle'),
    ('attribute', "function F { param([ValidateSet('@@')][string]$k) }", 'attribute'),
    ('verbatim-here-string', "$k = @'\n@@\n'@\n", 'takes no values'),
    ('escape', '$k = "a`@@"', 'escape'),
    ('signed', '$k = "@@"\n# SIG # Begin signature block\n', 'signed'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(powershell, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(powershell, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ("$env:MINE = '@@'", 'MINE'),
        ('${env:MINE} = "@@"', 'MINE'),
        ("[Environment]::SetEnvironmentVariable('MINE', '@@')", 'MINE'),
        ("$mine = '@@'", ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(powershell, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(powershell, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(powershell, NAME)


def test_refuses_a_data_file() -> None:
    assert 'data file' in refusal(powershell, 'a.psd1', "$k = '@@'")
