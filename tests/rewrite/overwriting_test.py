"""A variable that the file gives another value is not asked for the key after that."""

from __future__ import annotations

import pytest

from testing.rewriting import rewritten

REFUSED = 'has another value elsewhere in the file: rename one of the two'


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        ('a.sh', 'OPENAI_API_KEY=dummy\nOPENAI_API_KEY=@@\nuse\n'),
        ('a.sh', 'if x; then export OPENAI_API_KEY=dummy; else export OPENAI_API_KEY="@@"; fi\n'),
        ('a.sh', 'OPENAI_API_KEY=@@; OPENAI_API_KEY=x\nOPENAI_API_KEY=@@\n'),
        ('a.sh', 'unset OPENAI_API_KEY\nOPENAI_API_KEY=@@\n'),
        ('a.sh', 'read -r OPENAI_API_KEY < x\nOPENAI_API_KEY=@@\n'),
        ('a.sh', 'for OPENAI_API_KEY in a b; do use; done\nOPENAI_API_KEY=@@\n'),
        ('a.sh', 'OPENAI_API_KEY=@@\nuse\nOPENAI_API_KEY=@2@\nuse\nOPENAI_API_KEY=@@\n'),
        ('a.fish', 'set -gx OPENAI_API_KEY dummy\nset -gx OPENAI_API_KEY @@\n'),
        ('a.py', 'import os\nos.environ["OPENAI_API_KEY"] = "dummy"\nos.environ["OPENAI_API_KEY"] = "@@"\n'),
        ('a.py', 'import os\nos.environ["OPENAI_API_KEY"] = "dummy"\nkey = "@@"\n'),
        ('a.py', 'import os\nos.environ.pop("OPENAI_API_KEY", None)\nkey = "@@"\n'),
        ('a.js', 'process.env.OPENAI_API_KEY = "dummy";\nconst k = "@@";\n'),
        ('a.rb', 'ENV["OPENAI_API_KEY"] = "dummy"\nk = "@@"\n'),
        ('a.php', '<?php\nputenv("OPENAI_API_KEY=dummy");\n$k = "@@";\n'),
        ('a.go', 'package a\n\nimport "os"\n\nfunc f() string {\n\tos.Setenv("OPENAI_API_KEY", "x")\n\treturn "@@"\n}\n'),
        ('a.ps1', '$env:OPENAI_API_KEY = "dummy"\n$k = "@@"\n'),
        ('a.cmd', 'set OPENAI_API_KEY=dummy\r\nset OPENAI_API_KEY=@@\r\n'),
        ('a.cs', 'class A { void F() { Environment.SetEnvironmentVariable("OPENAI_API_KEY", "x"); var k = "@@"; } }\n'),
        ('a.rs', 'fn f() -> String { std::env::set_var("OPENAI_API_KEY", "x"); String::from("@@") }\n'),
        ('a.py', 'import os\ndef f():\n    return "@@"\nos.environ["OPENAI_API_KEY"] = "dummy"\nf()\n'),
        ('a.py', 'import os\nf = lambda: "@@"\nos.environ.update(OPENAI_API_KEY="dummy")\nf()\n'),
        ('a.py', 'import os\nos.environ.update({"A": "b", "OPENAI_API_KEY": "dummy"})\nk = "@@"\n'),
        ('a.py', 'import os\nos.environ.clear()\nk = "@@"\n'),
        ('a.sh', 'f() {\n  curl "@@"\n}\nOPENAI_API_KEY=dummy\nf\n'),
        ('a.sh', 'for i in 1 2; do\ncurl "@@"\nOPENAI_API_KEY=dummy\ndone\n'),
        ('a.js', 'const f = () => "@@";\nprocess.env.OPENAI_API_KEY = "dummy";\nf();\n'),
        ('a.js', 'Object.assign(process.env, { A: 1, OPENAI_API_KEY: "dummy" });\nconst k = "@@";\n'),
        ('Makefile', 'OPENAI_API_KEY = @@\nOPENAI_API_KEY = other\n'),
        ('a.ipynb', '{"cells": [{"cell_type": "code", "source": ["%env OPENAI_API_KEY=dummy\\n", "k = \'@@\'"]}], "metadata": {}, "nbformat": 4}'),
    ],
)  # fmt: skip
def test_file_is_left(path: str, text: str) -> None:
    assert rewritten(text, path).startswith('left: line ')
    assert REFUSED in rewritten(text, path)


@pytest.mark.parametrize(
    ('path', 'text', 'after'),
    [
        ('a.rb', "ENV['OPENAI_API_KEY'] = %q{@@}\n", "ENV.fetch('OPENAI_API_KEY')\n"),
        (
            'a.sh',
            'KEY=@@\nuse\nKEY=@2@\nuse\nKEY=@@\n',
            (
                'KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\nuse\n'
                'KEY="${OPENAI_API_KEY_2:?set OPENAI_API_KEY_2 first}"\nuse\n'
                'KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n'
            ),
        ),
        ('a.sh', 'API_KEY=""\nAPI_KEY=@@\n', 'API_KEY=""\nAPI_KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n'),
        (
            'a.sh',
            'for K in a b; do echo $K; done\nK=@@\n',
            'for K in a b; do echo $K; done\nK="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n',
        ),
        # what is no other value: for one command, of itself, in a comment, afterwards, of another variable
        ('a.sh', 'KEY=test pytest\nKEY=@@\n', 'KEY=test pytest\nKEY="${KEY:?set KEY first}"\n'),
        ('a.sh', 'KEY="${KEY:-}"\nKEY=@@\n', 'KEY="${KEY:-}"\nKEY="${KEY:?set KEY first}"\n'),
        ('a.sh', '# export KEY=secret\nKEY=@@\n', '# export KEY=secret\nKEY="${KEY:?set KEY first}"\n'),
        ('a.sh', 'KEY=@@\nKEY=other\n', 'KEY="${KEY:?set KEY first}"\nKEY=other\n'),
        ('a.sh', 'MY_KEY=x\nKEY=@@\n', 'MY_KEY=x\nKEY="${KEY:?set KEY first}"\n'),
        (
            'a.py',
            'import os\nos.environ["MY_KEY"] = ""\nos.environ["MY_KEY"] = "@@"\n',
            'import os\nos.environ["MY_KEY"] = ""\nos.environ["MY_KEY"] = os.environ["OPENAI_API_KEY"]\n',
        ),
        ('a.js', '// process.env.K = "x";\nprocess.env.K = "@@";\n', None),
        ('a.py', 'import os\nif os.environ["K"] == "":\n    k = "@@"\n', None),
    ],
)
def test_another_name_is_read(path: str, text: str, after: str | None) -> None:
    made = rewritten(text, path)
    assert made == after if after else '@@' not in made


@pytest.mark.parametrize(
    ('script', 'after'),
    [
        ('export OPENAI_API_KEY=dummy; a; export OPENAI_API_KEY=@@; b', None),
        (
            'KEY=x; a; KEY=@@; b',
            'KEY=x; a; KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"; b',
        ),
    ],
)
def test_script_in_a_workflow(script: str, after: str | None) -> None:
    text = f'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          {script}\n'
    made = rewritten(text, '.github/workflows/a.yml')
    if after:
        assert after in made
    else:
        assert 'OPENAI_API_KEY has another value elsewhere in the script' in made
