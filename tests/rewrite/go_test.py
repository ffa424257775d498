"""Go: a key becomes a read of the environment, with the import that it takes, as gofmt would set it."""

from __future__ import annotations

import pytest

from keyguard.rewrite import go
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'main.go'
REWRITES = [
    ('import-is-added-below-the-package', 'package main\n\nfunc f() { g("@@") }\n', 'package main\n\nimport "os"\n\nfunc f() { g(os.Getenv("OPENAI_API_KEY")) }\n'),
    ('import-beside-a-single-one', 'package main\n\nimport "fmt"\n\nvar k = "@@"\n', 'package main\n\nimport "fmt"\nimport "os"\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-in-its-order', 'package main\n\nimport (\n\t"fmt"\n\t"strings"\n\n\t"x.com/y"\n)\n\nvar k = "@@"\n', 'package main\n\nimport (\n\t"fmt"\n\t"os"\n\t"strings"\n\n\t"x.com/y"\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-before-the-first', 'package main\n\nimport (\n\t"strings"\n)\n\nvar k = "@@"\n', 'package main\n\nimport (\n\t"os"\n\t"strings"\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-in-a-group-of-its-own', 'package main\n\nimport (\n\t"x.com/y"\n)\n\nvar k = "@@"\n', 'package main\n\nimport (\n\t"os"\n\n\t"x.com/y"\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-into-an-empty-list', 'package main\n\nimport ()\n\nvar k = "@@"\n', 'package main\n\nimport (\n\t"os"\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-is-there', 'package main\n\nimport "os"\n\nvar k = "@@"\n', 'package main\n\nimport "os"\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-under-another-name', 'package main\n\nimport sys "os"\n\nvar k = "@@"\n', 'package main\n\nimport sys "os"\n\nvar k = sys.Getenv("OPENAI_API_KEY")\n'),
    ('import-without-a-name', 'package main\n\nimport . "os"\n\nvar k = "@@"\n', 'package main\n\nimport . "os"\n\nvar k = Getenv("OPENAI_API_KEY")\n'),
    ('import-for-nothing', 'package main\n\nimport _ "os"\n\nvar k = "@@"\n', 'package main\n\nimport _ "os"\nimport "os"\n\nvar k = os.Getenv("OPENAI_API_KEY")\n'),
    ('import-with-carriage-returns', 'package main\r\n\r\nimport (\r\n\t"fmt"\r\n)\r\n\r\nvar k = "@@"\r\n', 'package main\r\n\r\nimport (\r\n\t"fmt"\r\n\t"os"\r\n)\r\n\r\nvar k = os.Getenv("OPENAI_API_KEY")\r\n'),
    ('part-of-a-string', 'package main\n\nimport "os"\n\nvar k = "Bearer @@\\n"\n', 'package main\n\nimport "os"\n\nvar k = "Bearer " + os.Getenv("OPENAI_API_KEY") + "\\n"\n'),
    ('part-of-a-raw-string', 'package main\n\nimport "os"\n\nvar k = f(`{"k": "@@"}`)\n', 'package main\n\nimport "os"\n\nvar k = f(`{"k": "` + os.Getenv("OPENAI_API_KEY") + `"}`)\n'),
    ('sum-in-parentheses', 'package main\n\nimport "os"\n\nvar k = "a @@" == x\n', 'package main\n\nimport "os"\n\nvar k = ("a " + os.Getenv("OPENAI_API_KEY")) == x\n'),
    ('sum-in-a-sum', 'package main\n\nimport "os"\n\nvar k = x + "a @@" + y\n', 'package main\n\nimport "os"\n\nvar k = x + "a " + os.Getenv("OPENAI_API_KEY") + y\n'),
    ('key-of-a-map', 'package main\n\nimport "os"\n\nvar m = map[string]int{"@@": 1, "a @@": 2}\n', 'package main\n\nimport "os"\n\nvar m = map[string]int{os.Getenv("OPENAI_API_KEY"): 1, "a " + os.Getenv("OPENAI_API_KEY"): 2}\n'),
    ('constant', 'package main\n\nimport "os"\n\nconst k string = "@@"\n', 'package main\n\nimport "os"\n\nvar k string = os.Getenv("OPENAI_API_KEY")\n'),
    ('constant-of-a-sum', 'package main\n\nimport "os"\n\nconst k = "a" + "@@"\n', 'package main\n\nimport "os"\n\nvar k = "a" + os.Getenv("OPENAI_API_KEY")\n'),
    ('constant-alone-in-its-group', 'package main\n\nimport "os"\n\nconst (\n\tk = "a @@"\n)\n', 'package main\n\nimport "os"\n\nvar (\n\tk = "a " + os.Getenv("OPENAI_API_KEY")\n)\n'),
    ('constant-out-of-its-group', 'package main\n\nimport "os"\n\nconst (\n\ta = 1\n\tk string = "@@" // mine\n\tb = 2\n)\n', 'package main\n\nimport "os"\n\nconst (\n\ta = 1\n\tb = 2\n)\n\nvar k string = os.Getenv("OPENAI_API_KEY") // mine\n'),
    ('two-constants-out-of-their-group', 'package main\n\nimport "os"\n\nconst (\n\ta = 1\n\tk = "@@"\n\tl = "@2@"\n)\n', 'package main\n\nimport "os"\n\nconst (\n\ta = 1\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\n\nvar l = os.Getenv("ANTHROPIC_API_KEY")\n'),
    ('constant-of-a-function', 'package main\n\nimport "os"\n\nfunc f() {\n\tconst k = "@@"\n\tg(k)\n}\n', 'package main\n\nimport "os"\n\nfunc f() {\n\tvar k = os.Getenv("OPENAI_API_KEY")\n\tg(k)\n}\n'),
    ('case', 'package main\n\nimport "os"\n\nfunc f() {\n\tswitch x {\n\tcase "@@":\n\t}\n}\n', 'package main\n\nimport "os"\n\nfunc f() {\n\tswitch x {\n\tcase os.Getenv("OPENAI_API_KEY"):\n\t}\n}\n'),
    ('comment', 'package main\n\n// @@\nvar x = 1 /* @@ */\n', 'package main\n\n// OPENAI_API_KEY\nvar x = 1 /* OPENAI_API_KEY */\n'),
    ('sets-the-variable', 'package main\n\nimport "os"\n\nfunc f() {\n\tos.Setenv("OPENAI_API_KEY", "@@")\n}\n', 'package main\n\nimport "os"\n\nfunc f() {\n\tif os.Getenv("OPENAI_API_KEY") == "" {\n\t\tpanic("set OPENAI_API_KEY first")\n\t}\n}\n'),
    ('sets-another', 'package main\n\nimport "os"\n\nfunc f() { os.Setenv("MINE", "@@") }\n', 'package main\n\nimport "os"\n\nfunc f() { os.Setenv("MINE", os.Getenv("OPENAI_API_KEY")) }\n'),
    ('first-that-is-set', 'package main\n\nimport (\n\t"cmp"\n\t"os"\n)\n\nvar k = cmp.Or(os.Getenv("OPENAI_API_KEY"), "@@")\nvar c = cmp.Compare\n', 'package main\n\nimport (\n\t"cmp"\n\t"os"\n)\n\nvar k = os.Getenv("OPENAI_API_KEY")\nvar c = cmp.Compare\n'),
    ('last-use-of-a-package', 'package main\n\nimport (\n\t"cmp"\n\t"os"\n)\n\nvar k = cmp.Or(os.Getenv("OPENAI_API_KEY"), "@@")\n', 'package main\n\nimport (\n\t"cmp"\n\t"os"\n)\n\nvar k = cmp.Or(os.Getenv("OPENAI_API_KEY"), os.Getenv("OPENAI_API_KEY"))\n'),
    ('default-of-a-helper', 'package main\n\nvar k = getEnv("OPENAI_API_KEY", "@@")\n', 'package main\n\nvar k = getEnv("OPENAI_API_KEY", "")\n'),
    ('array-of-texts', 'package main\n\nimport "os"\n\nvar x = [2]string{"@@"}\n', 'package main\n\nimport "os"\n\nvar x = [2]string{os.Getenv("OPENAI_API_KEY")}\n'),
    ('uses-of-os-are-no-names', 'package main\n\nimport "os"\n\nfunc f(a os.File, n int) os.File { return g("@@", os.Args) }\n', 'package main\n\nimport "os"\n\nfunc f(a os.File, n int) os.File { return g(os.Getenv("OPENAI_API_KEY"), os.Args) }\n'),
    ('helper-of-another', 'package main\n\nimport "os"\n\nvar k = getEnv("MINE", "@@")\n', 'package main\n\nimport "os"\n\nvar k = getEnv("MINE", os.Getenv("OPENAI_API_KEY"))\n'),
]  # fmt: skip
REFUSED = [
    ('tag', 'package main\n\ntype T struct {\n\tA string `json:"@@"`\n}\n', 'fixed text'),
    ('import-path', 'package main\n\nimport "@@"\n', 'fixed text'),
    ('counted-group', 'package main\n\nconst (\n\ta = iota\n\tk = "@@"\n)\n', 'beside others'),
    ('repeated-group', 'package main\n\nconst (\n\ta = 1\n\tb\n\tk = "@@"\n)\n', 'beside others'),
    ('group-in-one-line', 'package main\n\nconst (\n\ta = 1; k = "@@"\n)\n', 'beside others'),
    ('sum-in-a-group', 'package main\n\nconst (\n\ta = 1\n\tk = "a" + "@@"\n)\n', 'part of a constant'),
    ('two-names', 'package main\n\nconst a, b = "@@", 1\n', 'beside others'),
    ('other-constant', 'package main\n\nconst k = "@@"\nconst l = "a" + k\n', 'another constant is made of k'),
    ('size-of-an-array', 'package main\n\nconst k = "@@"\nvar a [len(k)]int\n', 'another constant is made of k'),
    ('never-used', 'package main\n\nfunc f() {\n\tconst k = "@@"\n}\n', 'never used'),
    ('other-os', 'package main\n\nfunc f(os int) { g("@@") }\n', 'called os'),
    ('other-os-in-a-loop', 'package main\n\nfunc f() {\n\tfor os := range x {\n\t\tg("@@")\n\t}\n}\n', 'called os'),
    ('other-os-in-a-variable', 'package main\n\nfunc f() {\n\tos := 1\n\tg("@@", os)\n}\n', 'called os'),
    ('other-os-as-an-import', 'package main\n\nimport (\n\t"fmt"\n\tos "path"\n)\n\nvar k = "@@"\n', 'called os'),
    ('other-os-by-its-path', 'package main\n\nimport "x.com/os"\n\nvar k = "@@"\n', 'called os'),
    ('other-os-as-a-type', 'package main\n\ntype os struct{}\n\nvar k = "@@"\n', 'called os'),
    ('other-os-as-a-second-name', 'package main\n\nfunc f(a, os int) { g("@@") }\n', 'called os'),
    ('other-os-as-a-type-parameter', 'package main\n\nfunc f[os any](a os) { g("@@") }\n', 'called os'),
    ('other-os-in-a-list', 'package main\n\nvar a, os = 1, 2\n\nvar k = "@@"\n', 'called os'),
    ('length-of-an-array', 'package main\n\nvar x [len("@@")]int\n', 'fixed text'),
    ('set-in-the-middle', 'package main\n\nfunc f() error { return os.Setenv("OPENAI_API_KEY", "@@") }\n', 'in the middle'),
    ('set-in-a-test', 'package main\n\nfunc f(t *T) { t.Setenv("OPENAI_API_KEY", "@@") }\n', 'in the middle'),
    ('rune', "package main\n\nvar x = '@@'\n", 'cannot be read as Go'),
    ('name', 'package main\n\nvar @@ = 1\n', 'cannot be read as Go'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(go, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(go, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('x := os.Setenv("MINE", "@@")', 'MINE'),
        ('cmp.Or(os.Getenv("MINE"), "@@")', 'MINE'),
        ('getEnv("MINE", `@@`)', 'MINE'),
        ('f("MINE", "@@")', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(go, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(go, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(go, NAME)
