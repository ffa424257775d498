"""Java: a key becomes a read of the environment, except where the language asks for a constant."""

from __future__ import annotations

import pytest

from keyguard.rewrite import java
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'A.java'
REWRITES = [
    ('whole-literal', 'class A { static final String K = "@@"; }', 'class A { static final String K = System.getenv("OPENAI_API_KEY"); }'),
    ('part-of-a-string', 'class A { String k = "Bearer @@\\n"; }', 'class A { String k = "Bearer " + System.getenv("OPENAI_API_KEY") + "\\n"; }'),
    ('key-at-the-beginning', 'class A { String k = "@@ x"; }', 'class A { String k = System.getenv("OPENAI_API_KEY") + " x"; }'),
    ('two-keys', 'class A { String k = "@@,@2@"; }', 'class A { String k = System.getenv("OPENAI_API_KEY") + "," + System.getenv("ANTHROPIC_API_KEY"); }'),
    ('method-of-a-sum', 'class A { int n = "Bearer @@".length(); }', 'class A { int n = ("Bearer " + System.getenv("OPENAI_API_KEY")).length(); }'),
    ('comparison', 'class A { boolean b = "a @@" == y; }', 'class A { boolean b = ("a " + System.getenv("OPENAI_API_KEY")) == y; }'),
    ('sum-in-a-sum', 'class A { String k = x + "a @@" + y; }', 'class A { String k = x + "a " + System.getenv("OPENAI_API_KEY") + y; }'),
    ('argument', 'class A { void f() { g("@@", "a @@"); } }', 'class A { void f() { g(System.getenv("OPENAI_API_KEY"), "a " + System.getenv("OPENAI_API_KEY")); } }'),
    ('list', 'class A { String[] k = {"@@", "a @@"}; }', 'class A { String[] k = {System.getenv("OPENAI_API_KEY"), "a " + System.getenv("OPENAI_API_KEY")}; }'),
    ('enum', 'enum A { X("@@"); A(String k) {} }', 'enum A { X(System.getenv("OPENAI_API_KEY")); A(String k) {} }'),
    ('default-of-the-environment', 'class A { String k = System.getenv().getOrDefault("OPENAI_API_KEY", "@@"); }', 'class A { String k = System.getenv("OPENAI_API_KEY"); }'),
    ('default-of-another', 'class A { String k = System.getenv().getOrDefault("MINE", "@@"); }', 'class A { String k = System.getenv().getOrDefault("MINE", System.getenv("OPENAI_API_KEY")); }'),
    ('default-of-a-map', 'class A { String k = map.getOrDefault("OPENAI_API_KEY", "@@"); }', 'class A { String k = map.getOrDefault("OPENAI_API_KEY", System.getenv("OPENAI_API_KEY")); }'),
    ('other-method', 'class A { String k = System.getenv().put("OPENAI_API_KEY", "@@"); }', 'class A { String k = System.getenv().put("OPENAI_API_KEY", System.getenv("OPENAI_API_KEY")); }'),
    ('body-of-a-case', 'class A { String f() { return switch (x) { case "a" -> "@@"; default -> "b"; }; } }', 'class A { String f() { return switch (x) { case "a" -> System.getenv("OPENAI_API_KEY"); default -> "b"; }; } }'),
    ('text-block-of-the-key-alone', 'class A { String k = f("a", "@@"); // @@\n}', 'class A { String k = f("a", System.getenv("OPENAI_API_KEY")); // OPENAI_API_KEY\n}'),
    ('documentation', '/** @@ */ class A { }', '/** OPENAI_API_KEY */ class A { }'),
]  # fmt: skip
REFUSED = [
    ('annotation', '@B("@@") class A { }', 'asks for a constant'),
    ('annotation-with-a-name', 'class A { @Value(k = "${x:@@}") String k; }', 'asks for a constant'),
    ('default-of-an-annotation', '@interface A { String k() default "@@"; }', 'asks for a constant'),
    ('case', 'class A { void f() { switch (x) { case "@@": } } }', 'asks for a constant'),
    ('constant-of-an-annotation', 'class A { static final String K = "@@"; @B("a" + K) void f() {} }', 'uses K'),
    ('constant-of-a-case', 'class A { static final String K = "@@"; void f() { switch (x) { case K: } } }', 'uses K'),
    ('text-block', 'class A { String k = """\n  a @@\n  """; }', 'text block'),
    ('android', 'import android.os.Bundle;\nclass A { String k = "@@"; }', 'built into an app'),
    ('escape', 'class A { String k = "\\@@"; }', 'escape'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(java, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(java, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('f(getOrDefault("MINE", "@@"))', 'MINE'),
        ('k = getEnv("MINE", "@@")', 'MINE'),
        ('k = f("MINE", "@@")', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(java, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(java, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(java, NAME)
