"""Files that are read a line at a time: settings, batch files, makefiles, Dockerfiles, Terraform."""

from __future__ import annotations

from types import ModuleType

import pytest

from keyguard.rewrite import cmd, dockerfile, ini, make, terraform
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

READ = '${OPENAI_API_KEY:?set OPENAI_API_KEY first}'
ASKS = 'if not defined OPENAI_API_KEY (echo set OPENAI_API_KEY first& exit /b 1)'
SPRING = 'src/main/resources/application-dev.properties'
REWRITES: list[tuple[str, ModuleType, str, str, str]] = [
    ('spring', ini, SPRING, '# @@\na.key=@@\r\nb : Bearer @@\n', '# OPENAI_API_KEY\na.key=${OPENAI_API_KEY}\r\nb : Bearer ${OPENAI_API_KEY}\n'),
    ('spring-default', ini, SPRING, 'a=${OPENAI_API_KEY:@@}\n', 'a=${OPENAI_API_KEY}\n'),
    ('tox', ini, 'tox.ini', '[testenv]\nsetenv =\n  K = @@\n', '[testenv]\nsetenv =\n  K = {env:OPENAI_API_KEY}\n'),
    ('comment-of-settings', ini, 'a.ini', '; @@\n! @@\n', '; OPENAI_API_KEY\n! OPENAI_API_KEY\n'),
    ('batch', cmd, 'a.bat', 'curl -H "Bearer @@" %X%\r\nset K=@@\r\n', 'curl -H "Bearer %OPENAI_API_KEY%" %X%\r\nset K=%OPENAI_API_KEY%\r\n'),
    ('batch-sets', cmd, 'a.cmd', '  set OPENAI_API_KEY=@@\r\nSET "OPENAI_API_KEY=@@"\r\n@set openai_api_key=@@', f'  {ASKS}\r\n{ASKS}\r\n@{ASKS}'),
    ('batch-comments', cmd, 'a.bat', 'rem @@\r\n:: @@\r\n@REM @@\r\n', 'rem OPENAI_API_KEY\r\n:: OPENAI_API_KEY\r\n@REM OPENAI_API_KEY\r\n'),
    ('make-asks', make, 'Makefile', 'export OPENAI_API_KEY := @@\nOPENAI_API_KEY ?= @@\n', 'export OPENAI_API_KEY ?=\nOPENAI_API_KEY ?=\n'),
    ('make-other-variable', make, 'Makefile', 'AUTH = Bearer @@\n# @@\n', 'AUTH = Bearer $(OPENAI_API_KEY)\n# OPENAI_API_KEY\n'),
    ('recipe', make, 'Makefile', 'a:\n\tcurl -H "Bearer @@" $(URL) # @@\n', f'a:\n\tcurl -H "Bearer ${READ}" $(URL) # $$OPENAI_API_KEY\n'),
    ('recipe-in-quotes', make, 'Makefile', "a:\n\t@f 'x @@' @2@\n", f"a:\n\t@f 'x '\"${READ}\" \"${READ.replace('OPENAI', 'ANTHROPIC')}\"\n"),
    ('recipe-sets', make, 'Makefile', 'a:\n\tOPENAI_API_KEY=@@ f $@\n', f'a:\n\tOPENAI_API_KEY="${READ}" f $@\n'),
    ('shell-of-unix', make, 'Makefile', 'SHELL := /bin/bash\na:\n\tf "@@"\n', f'SHELL := /bin/bash\na:\n\tf "${READ}"\n'),
    ('comment-of-an-image', dockerfile, 'Dockerfile', '# @@\nFROM x\n', '# OPENAI_API_KEY\nFROM x\n'),
    ('comment-of-terraform', terraform, 'a.tf', '// @@\n# @@\n', '// OPENAI_API_KEY\n# OPENAI_API_KEY\n'),
]  # fmt: skip
REFUSED: list[tuple[str, ModuleType, str, str, str]] = [
    ('settings-of-anything', ini, 'a.ini', 'k=@@', 'no form is known'),
    ('spring-without-a-name', ini, SPRING, '@@\n', 'no value of a setting'),
    ('spring-default-of-another', ini, SPRING, 'a=${MINE:@@}\n', 'no value of a setting'),
    ('spring-default-with-more', ini, SPRING, 'a=${OPENAI_API_KEY:@@ x}\n', 'no value of a setting'),
    ('spring-over-lines', ini, SPRING, 'a=x\\\n  b=@@\n', 'line 2: the key is no value'),
    ('spring-escape', ini, SPRING, 'a=\\@@\n', 'no value of a setting'),
    ('batch-stores', cmd, 'a.bat', 'setx K @@', 'outside of the file'),
    ('batch-registry', cmd, 'a.bat', 'reg add HKCU\\E /v K /d @@', 'outside of the file'),
    ('batch-escape', cmd, 'a.bat', 'echo ^@@', 'with an escape'),
    ('batch-percent', cmd, 'a.bat', 'echo @@%', 'with an escape'),
    ('batch-sets-more', cmd, 'a.bat', 'set OPENAI_API_KEY=@@ & f', 'more than the key'),
    ('make-override', make, 'Makefile', 'override K = @@\n', 'stands in one line'),
    ('make-define', make, 'Makefile', 'define x\n@@\nendef\n', 'between define and endef'),
    ('make-over-lines', make, 'Makefile', 'K = a \\\n  @@\n', 'stands in one line'),
    ('make-comment-behind', make, 'Makefile', 'K = a # @@\n', 'stands in one line'),
    ('make-more', make, 'Makefile', 'OPENAI_API_KEY = @@ b\n', 'more than the key'),
    ('recipe-over-lines', make, 'Makefile', 'a:\n\tf \\\n\t@@\n', 'several lines'),
    ('recipe-not-closed', make, 'Makefile', 'a:\n\tf "@@\n', 'cannot be read'),
    ('recipe-of-another-shell', make, 'Makefile', 'SHELL := pwsh.exe\na:\n\tf "@@"\n', 'shell of Unix'),
    ('image-env', dockerfile, 'Dockerfile', 'ENV A=@@', '--env'),
    ('image-env-over-lines', dockerfile, 'Dockerfile', 'ENV A=b \\\n# c\n  B=@@', 'line 3: what ENV sets'),
    ('image-arg', dockerfile, 'Dockerfile', 'arg K=@@', 'id=OPENAI_API_KEY,env=OPENAI_API_KEY'),
    ('image-run', dockerfile, 'Dockerfile', 'RUN a && \\\n b @@', '--mount=type=secret'),
    ('image-copy', dockerfile, 'Dockerfile', 'COPY @@ /x', 'a file in a layer'),
    ('image-label', dockerfile, 'Dockerfile', 'LABEL k=@@', 'a label stays'),
    ('image-other', dockerfile, 'Dockerfile', 'CMD @@', 'stays in the image'),
    ('image-document', dockerfile, 'Dockerfile', 'RUN <<A\n@@\nA', 'stays in the image'),
    ('terraform-variable', terraform, 'a.tf', 'variable "k" {\n  default = "@@"\n}', 'set TF_VAR_k in the environment'),
    ('terraform-values', terraform, 'a.tfvars', 'k = "@@"', 'take the line out, and set TF_VAR_k'),
    ('terraform-provider', terraform, 'a.tf', 'provider "a" { key = "@@" }', 'declare a variable'),
    *((f'binary-{module.__name__.rpartition(".")[2]}', module, 'x', '\0@@', 'no text') for module in (cmd, dockerfile, ini, make, terraform)),
]  # fmt: skip


@pytest.mark.parametrize(('module', 'name', 'before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_names_the_variable(module: ModuleType, name: str, before: str, after: str) -> None:
    assert rewritten(module, name, before) == after


@pytest.mark.parametrize(('module', 'name', 'before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(module: ModuleType, name: str, before: str, words: str) -> None:
    assert words in refusal(module, name, before)


@pytest.mark.parametrize(
    ('module', 'text', 'expected'),
    [
        (ini, 'a=${MINE:@@}', 'MINE'), (ini, 'a=@@', ''), (cmd, '@set "MINE=@@"', 'MINE'), (cmd, 'set mine=@@', ''),
        (cmd, 'f @@', ''), (make, 'export MINE ?= @@', 'MINE'), (make, 'mine = @@', ''), (make, 'MINE = a @@', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(module: ModuleType, text: str, expected: str) -> None:
    assert variables(module, 'x', text) == [expected]


_BATCH = [row[3] for row in REWRITES if row[1] is cmd]
_MAKE = [row[3] for row in REWRITES if row[1] is make]
test_batch_every_key_goes_or_nothing_changes = everything_or_nothing(cmd, 'a.bat', _BATCH)
test_make_every_key_goes_or_nothing_changes = everything_or_nothing(make, 'Makefile', _MAKE)
test_spring_every_key_goes_or_nothing_changes = everything_or_nothing(ini, SPRING, [REWRITES[0][3], REWRITES[1][3]])
test_no_bytes_are_too_strange_for_batch = strange_bytes(cmd, 'a.bat')
test_no_bytes_are_too_strange_for_make = strange_bytes(make, 'Makefile')
test_no_bytes_are_too_strange_for_settings = strange_bytes(ini, SPRING)
test_no_bytes_are_too_strange_for_images = strange_bytes(dockerfile, 'Dockerfile')
test_no_bytes_are_too_strange_for_terraform = strange_bytes(terraform, 'a.tf')
