"""A variable that the file gives another value is not asked for the key after that."""

from __future__ import annotations

import pytest

from testing.rewriting import rewritten

REFUSED = 'gets another value in the file before that: rename one of them'


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
    ],
)  # fmt: skip
def test_file_is_left(path: str, text: str) -> None:
    assert rewritten(text, path).startswith('left: line ')
    assert REFUSED in rewritten(text, path)


@pytest.mark.parametrize(
    ('path', 'text', 'after'),
    [
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
