"""Where a name is taken by something else, or the key stands where nothing is read, the file stays as it is."""

from __future__ import annotations

import pytest

from testing.rewriting import rewritten

OS = 'something other than the package is called os'
PROCESS = 'something other than the process of Node is called process there'


@pytest.mark.parametrize(
    ('path', 'text', 'why'),
    [
        ('a.js', 'function f(process) { return "@@"; }\n', PROCESS),
        ('a.js', 'const process = createProcess();\nconst k = "@@";\n', PROCESS),
        ('a.mjs', 'import process from "./process.js";\nconst k = "@@";\n', PROCESS),
        ('a.mjs', 'import { process } from "./x.js";\nconst k = "@@";\n', PROCESS),
        ('a.js', 'const { process } = lib;\nconst k = "@@";\n', PROCESS),
        ('a.js', 'const f = process => "@@";\n', PROCESS),
        ('a.ts', 'function f(process: Job): string { return "@@"; }\n', PROCESS),
        ('a.go', 'package a\n\nimport (\n\t"fmt"\n\tos "path"\n)\n\nvar k = fmt.Sprint("@@", os.Base("x"))\n', OS),
        ('a.go', 'package a\n\ntype os struct{}\n\nvar k = "@@"\n', OS),
        ('a.go', 'package a\n\nvar x [len("@@")]int\n', 'the language asks for a fixed text there'),
        ('Makefile', 'define X\nexport K=@@\nendef\nall:\n\t$(X)\n', 'between define and endef'),
        ('Makefile', 'ifdef X\n\tK = @@\nendif\n', 'no rule stands above it'),
    ],
)
def test_file_is_left(path: str, text: str, why: str) -> None:
    made = rewritten(text, path)
    assert made.startswith('left: ') and why in made


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        ('a.mjs', 'import process from "node:process";\nconst k = "@@";\n'),
        ('a.js', 'const process = require("process");\nconst k = "@@";\n'),
        ('a.js', 'work(process, "@@");\n'),
        ('a.go', 'package a\n\nvar x = []string{"@@"}\n'),
        ('Makefile', 'define X\nendef\nA := b\nall:\n\tuse @@\n'),
    ],
)
def test_file_is_rewritten(path: str, text: str) -> None:
    made = rewritten(text, path)
    assert not made.startswith('left: ') and '@@' not in made
