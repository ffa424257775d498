"""Kotlin: a key becomes a read of the environment, in a template where it is a part of a text."""

from __future__ import annotations

import pytest

from keyguard.rewrite import kotlin
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'A.kt'
REWRITES = [
    ('whole-literal', 'val k = "@@"', 'val k = System.getenv("OPENAI_API_KEY")'),
    ('part-of-a-string', 'val k = "Bearer @@ $x ${y}"', 'val k = "Bearer ${System.getenv("OPENAI_API_KEY")} $x ${y}"'),
    ('part-of-a-raw-string', 'val k = """a @@"""', 'val k = """a ${System.getenv("OPENAI_API_KEY")}"""'),
    ('raw-string', 'val k = """@@"""', 'val k = System.getenv("OPENAI_API_KEY")'),
    ('behind-a-dollar', 'val k = f("\\$@@")', 'val k = f("\\$${System.getenv("OPENAI_API_KEY")}")'),
    ('constant', 'const val K = "@@"', 'val K = System.getenv("OPENAI_API_KEY")'),
    ('constant-of-an-object', 'object A {\n    private const val K: String = "a @@"\n}', 'object A {\n    private val K: String = "a ${System.getenv("OPENAI_API_KEY")}"\n}'),
    ('constant-before-the-rest', 'object A {\n    const private val K = "@@"\n}', 'object A {\n    private val K = System.getenv("OPENAI_API_KEY")\n}'),
    ('private-value', 'private val K = "@@"', 'private val K = System.getenv("OPENAI_API_KEY")'),
    ('fallback', 'val k = System.getenv("OPENAI_API_KEY") ?: "@@"', 'val k = System.getenv("OPENAI_API_KEY")'),
    ('fallback-of-another', 'val k = System.getenv("MINE") ?: "@@"', 'val k = System.getenv("MINE") ?: System.getenv("OPENAI_API_KEY")'),
    ('default-of-a-parameter', 'fun f(k: String = "@@") = g(k)', 'fun f(k: String = System.getenv("OPENAI_API_KEY")) = g(k)'),
    ('branch', 'val k = when (x) { "@@" -> 1\n else -> 2 }', 'val k = when (x) { System.getenv("OPENAI_API_KEY") -> 1\n else -> 2 }'),
    ('comment', '// @@\nval x = 1 /* @@ */', '// OPENAI_API_KEY\nval x = 1 /* OPENAI_API_KEY */'),
]  # fmt: skip
REFUSED = [
    ('annotation', '@A("@@")\nclass B\n', 'asks for a constant'),
    ('annotation-of-a-property', 'class B {\n    @A("@@") val x = 1\n}', 'asks for a constant'),
    ('constant-of-an-annotation', 'const val K = "@@"\n@A(K)\nclass B\n', 'K is used'),
    ('constant-of-a-constant', 'object A {\n    const val K = "@@"\n    const val L = "a $K"\n}', 'K is used'),
    ('android', 'import androidx.core.A\nval k = "@@"', 'built into an app'),
    ('field-of-a-build', 'android { defaultConfig { buildConfigField("String", "K", "\\"@@\\"") } }', 'built into an app'),
    ('name', 'val @@ = 1', 'neither in a string'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(kotlin, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(kotlin, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('val k = System.getenv("MINE") ?: "@@"', 'MINE'),
        ('System.getenv().getOrDefault("MINE", "@@")', 'MINE'),
        ('val k = "@@"', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(kotlin, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(kotlin, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(kotlin, NAME)
