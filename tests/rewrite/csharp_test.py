"""C#: a key becomes a read of the environment that fails at once where the variable is not set."""

from __future__ import annotations

import pytest

from keyguard.rewrite import csharp
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'A.cs'
REWRITES = [
    ('whole-literal', 'using System;\nclass A { string k = "@@"; }', 'using System;\nclass A { string k = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('without-the-namespace', 'class A { string k = "@@"; }', 'class A { string k = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new System.InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('global-namespace', 'global using System;\nclass A { string k = "@@"; }', 'global using System;\nclass A { string k = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('other-environment', 'using System;\nclass A { IHost Environment { get; } string k = "@@"; }', 'using System;\nclass A { IHost Environment { get; } string k = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new System.InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('member-of-another-environment', 'using System;\nclass A { void F() { G("@@", Environment.IsDevelopment()); } }', 'using System;\nclass A { void F() { G(System.Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new System.InvalidOperationException("set OPENAI_API_KEY first"), Environment.IsDevelopment()); } }'),
    ('part-of-a-string', 'using System;\nclass A { string k = "Bearer @@"; }', 'using System;\nclass A { string k = "Bearer " + Environment.GetEnvironmentVariable("OPENAI_API_KEY"); }'),
    ('part-of-a-verbatim-string', 'using System;\nclass A { string k = @"a ""@@""\\b"; }', 'using System;\nclass A { string k = @"a """ + Environment.GetEnvironmentVariable("OPENAI_API_KEY") + @"""\\b"; }'),
    ('part-of-an-interpolated-string', 'using System;\nclass A { string k = $"a {b} @@\\n"; }', 'using System;\nclass A { string k = $"a {b} {Environment.GetEnvironmentVariable("OPENAI_API_KEY")}\\n"; }'),
    ('raw-string-of-the-key-alone', 'using System;\nclass A { string k = """@@"""; }', 'using System;\nclass A { string k = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('method-of-the-key', 'using System;\nclass A { int n = "@@".Length; }', 'using System;\nclass A { int n = (Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first")).Length; }'),
    ('method-of-a-sum', 'using System;\nclass A { int n = "a @@".Length; }', 'using System;\nclass A { int n = ("a " + Environment.GetEnvironmentVariable("OPENAI_API_KEY")).Length; }'),
    ('arguments', 'using System;\nclass A { void F() { G("@@", x: "@@"); } }', 'using System;\nclass A { void F() { G(Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"), x: Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first")); } }'),
    ('constant-of-a-class', 'using System;\nclass A { private const string K = "@@"; }', 'using System;\nclass A { private static readonly string K = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('constant-of-a-method', 'using System;\nclass A { void F() { const string k = "a @@"; G(k); } }', 'using System;\nclass A { void F() { string k = "a " + Environment.GetEnvironmentVariable("OPENAI_API_KEY"); G(k); } }'),
    ('fallback', 'using System;\nclass A { string k = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "@@"; }', 'using System;\nclass A { string k = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('fallback-in-full', 'class A { string k = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "@@"; }', 'class A { string k = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new System.InvalidOperationException("set OPENAI_API_KEY first"); }'),
    ('sets-the-variable', 'using System;\nclass A { void F() { Environment.SetEnvironmentVariable("OPENAI_API_KEY", "@@"); } }', 'using System;\nclass A { void F() { if (Environment.GetEnvironmentVariable("OPENAI_API_KEY") == null) throw new InvalidOperationException("set OPENAI_API_KEY first"); } }'),
    ('sets-the-variable-at-the-top', 'using System;\nEnvironment.SetEnvironmentVariable("OPENAI_API_KEY", "@@");', 'using System;\nif (Environment.GetEnvironmentVariable("OPENAI_API_KEY") == null) throw new InvalidOperationException("set OPENAI_API_KEY first");'),
    ('sets-another', 'using System;\nclass A { void F() { Environment.SetEnvironmentVariable("MINE", "@@"); } }', 'using System;\nclass A { void F() { Environment.SetEnvironmentVariable("MINE", Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first")); } }'),
    ('property', 'using System;\nclass A { string K => "@@"; string L { get; } = "@@"; }', 'using System;\nclass A { string K => Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first"); string L { get; } = (Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("set OPENAI_API_KEY first")); }'),
    ('comment', '// @@\nclass A { }', '// OPENAI_API_KEY\nclass A { }'),
]  # fmt: skip
REFUSED = [
    ('attribute', '[B("@@")] class A { }', 'asks for a constant'),
    ('default-of-a-parameter', 'class A { void F(string k = "@@") { } }', 'asks for a constant'),
    ('case', 'class A { void F() { switch (x) { case "@@": break; } } }', 'asks for a constant'),
    ('pattern', 'class A { bool F() => x is "@@"; }', 'asks for a constant'),
    ('arm-of-a-switch', 'class A { int F() => x switch { "@@" => 1 }; }', 'asks for a constant'),
    ('constant-of-an-attribute', 'class A { const string K = "@@"; [B(K)] int x; }', 'K is used'),
    ('constant-of-a-constant', 'class A { const string K = "@@"; const string L = "a" + K; }', 'K is used'),
    ('two-constants', 'class A { const string K = "@@", L = "b"; }', 'beside others'),
    ('interpolated-verbatim', 'class A { string k = $@"a {b} @@"; }', 'verbatim or raw'),
    ('part-of-a-raw-string', 'class A { string k = """a @@"""; }', 'raw string'),
    ('set-for-the-machine', 'class A { void F() { Environment.SetEnvironmentVariable("OPENAI_API_KEY", "@@", T.User); } }', 'whole machine'),
    ('escape', 'class A { string k = "\\@@"; }', 'cannot be read'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(csharp, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(csharp, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('var k = Environment.GetEnvironmentVariable("MINE") ?? "@@"', 'MINE'),
        ('Environment.SetEnvironmentVariable("MINE", "@@")', 'MINE'),
        ('F("MINE", "@@")', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(csharp, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(csharp, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(csharp, NAME)
