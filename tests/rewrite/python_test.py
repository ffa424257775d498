"""Python: what the file reads afterwards, and that the program does the same with the key from the environment."""

from __future__ import annotations

import ast
import gc
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyguard.rewrite import python, python_source
from keyguard.rewrite.python_literal import parts
from keyguard.rewrite.words import Spot, Unsafe
from testing.rewriting import draft, filled, ran, rewritten

READ = 'os.environ["OPENAI_API_KEY"]'


def case(name: str, before: str, after: str):
    return pytest.param(before, after, id=name)


TABLE = [
    # the SDK reads the variable by itself
    case('sdk', 'from openai import OpenAI\n\nc = OpenAI(api_key="@@")\n', 'from openai import OpenAI\n\nc = OpenAI()\n'),
    case('sdk-first', 'from openai import OpenAI\nc = OpenAI(api_key="@@", timeout=3)\n', 'from openai import OpenAI\nc = OpenAI(timeout=3)\n'),
    case('sdk-last', 'from openai import OpenAI\nc = OpenAI(timeout=3, api_key="@@")\n', 'from openai import OpenAI\nc = OpenAI(timeout=3)\n'),
    case('sdk-middle', 'import openai\nc = openai.OpenAI(a=1, api_key="@@", b=2)\n', 'import openai\nc = openai.OpenAI(a=1, b=2)\n'),
    case('sdk-lines-first', 'from openai import OpenAI\nc = OpenAI(\n    api_key="@@",\n    timeout=3,\n)\n', 'from openai import OpenAI\nc = OpenAI(\n    timeout=3,\n)\n'),
    case('sdk-lines-last', 'from openai import OpenAI\nc = OpenAI(\n    timeout=3,\n    api_key="@@",\n)\n', 'from openai import OpenAI\nc = OpenAI(\n    timeout=3,\n)\n'),
    case('sdk-lines-only', 'from openai import OpenAI\nc = OpenAI(\n    api_key="@@",\n)\n', 'from openai import OpenAI\nc = OpenAI()\n'),
    case('sdk-comment-stays', 'import os\nfrom openai import OpenAI\nc = OpenAI(\n    api_key="@@",  # mine\n)\n', f'import os\nfrom openai import OpenAI\nc = OpenAI(\n    api_key={READ},  # mine\n)\n'),
    case('sdk-stars', 'from openai import OpenAI\nkw = {"a": 1}\nc = OpenAI(api_key="@@", **kw)\n', 'from openai import OpenAI\nkw = {"a": 1}\nc = OpenAI(**kw)\n'),
    case('sdk-alias', 'from openai import OpenAI as Client\nc = Client(api_key="@@")\n', 'from openai import OpenAI as Client\nc = Client()\n'),
    case('sdk-module-alias', 'import openai as o\nc = o.OpenAI(api_key="@@")\n', 'import openai as o\nc = o.OpenAI()\n'),
    case('sdk-positional', 'from tavily import TavilyClient\nc = TavilyClient("@t@")\n', 'from tavily import TavilyClient\nc = TavilyClient()\n'),
    case('sdk-parentheses', 'from openai import OpenAI\nc = OpenAI(api_key=("@@"))\n', 'from openai import OpenAI\nc = OpenAI()\n'),
    case('sdk-f-string', 'from openai import OpenAI\nc = OpenAI(api_key=f"@@")\n', 'from openai import OpenAI\nc = OpenAI()\n'),
    case('sdk-two', 'from openai import OpenAI\nfrom anthropic import Anthropic\na, b = OpenAI(api_key="@@"), Anthropic(api_key="@a@")\n', 'from openai import OpenAI\nfrom anthropic import Anthropic\na, b = OpenAI(), Anthropic()\n'),
    case('sdk-second-key', 'import os\nfrom openai import OpenAI\na = OpenAI(api_key="@@")\nb = OpenAI(api_key="@2@")\n', 'import os\nfrom openai import OpenAI\na = OpenAI()\nb = OpenAI(api_key=os.environ["OPENAI_API_KEY_2"])\n'),
    case('sdk-other-argument', 'import os\nfrom openai import OpenAI\nc = OpenAI(api_key="@@", organization="@@")\n', f'import os\nfrom openai import OpenAI\nc = OpenAI(organization={READ})\n'),
    case('own-class-is-no-sdk', 'import os\nclass OpenAI:\n    def __init__(self, api_key): pass\nc = OpenAI(api_key="@@")\n', f'import os\nclass OpenAI:\n    def __init__(self, api_key): pass\nc = OpenAI(api_key={READ})\n'),
    case('sdk-two-positional', 'import os\nfrom tavily import TavilyClient\nc = TavilyClient("@t@", 3)\n', 'import os\nfrom tavily import TavilyClient\nc = TavilyClient(os.environ["TAVILY_API_KEY"], 3)\n'),
    # elsewhere
    case('module-attribute', 'import openai\n\nopenai.api_key = "@@"\n', f'import os\n\nimport openai\n\nopenai.api_key = {READ}\n'),
    case('quotes-are-the-files', "import os\nk = '@@'\n", "import os\nk = os.environ['OPENAI_API_KEY']\n"),
    case('dictionary', 'import os\nk = {"openai": "@@", "x": 1}\n', f'import os\nk = {{"openai": {READ}, "x": 1}}\n'),
    case('list', 'import os\nk = [\n  "@@",\n]\n', f'import os\nk = [\n  {READ},\n]\n'),
    case('default', 'import os\ndef f(k="@@"): return k\nr = f()\n', f'import os\ndef f(k={READ}): return k\nr = f()\n'),
    case('class-attribute', 'import os\nclass A:\n    k = "@@"\nr = A.k\n', f'import os\nclass A:\n    k = {READ}\nr = A.k\n'),
    case('decorator', 'import os\ndef d(k):\n    return lambda f: k\n@d("@@")\ndef f(): pass\n', f'import os\ndef d(k):\n    return lambda f: k\n@d({READ})\ndef f(): pass\n'),
    case('comparison', 'import os\nr = "x" == "@@"\n', f'import os\nr = "x" == {READ}\n'),
    case('return-touches', 'import os\ndef f():\n    return"@@"\nr = f()\n', f'import os\ndef f():\n    return {READ}\nr = f()\n'),
    case('in-a-text', 'h = {"Authorization": "Bearer @@"}\n', 'import os\n\nh = {"Authorization": f"Bearer {os.environ[\'OPENAI_API_KEY\']}"}\n'),
    case('in-a-text-single', "import os\nh = 'Bearer @@'\n", 'import os\nh = f\'Bearer {os.environ["OPENAI_API_KEY"]}\'\n'),
    case('in-a-text-touches', 'import os\ndef f():\n    return"a @@"if 1 else 2\nr = f()\n', 'import os\ndef f():\n    return f"a {os.environ[\'OPENAI_API_KEY\']}"if 1 else 2\nr = f()\n'),
    case('braces', 'import os\nh = \'{"k": "@@", "n": {}}\'\n', 'import os\nh = f\'{{"k": "{os.environ["OPENAI_API_KEY"]}", "n": {{}}}}\'\n'),
    case('named-character', 'import os\nh = "\\N{DASH} {x} @@"\n'.replace('DASH', 'EM DASH'), 'import os\nh = f"\\N{EM DASH} {{x}} {os.environ[\'OPENAI_API_KEY\']}"\n'),
    case('raw', 'import os\nh = r"{a\\b @@"\n', 'import os\nh = fr"{{a\\b {os.environ[\'OPENAI_API_KEY\']}"\n'),
    case('unicode-prefix', 'import os\nh = u"a @@"\n', 'import os\nh = f"a {os.environ[\'OPENAI_API_KEY\']}"\n'),
    case('escaped-quotes', 'import os\nh = "a \\"b\\\\ @@ \\n"\n', 'import os\nh = f"a \\"b\\\\ {os.environ[\'OPENAI_API_KEY\']} \\n"\n'),
    case('triple', 'import os\nh = """a\n@@ "b"\n"""\n', 'import os\nh = f"""a\n{os.environ[\'OPENAI_API_KEY\']} "b"\n"""\n'),
    case('f-string', 'import os\nx = 3\nh = f"Bearer @@ {x!r:>{x}} {{}}"\n', 'import os\nx = 3\nh = f"Bearer {os.environ[\'OPENAI_API_KEY\']} {x!r:>{x}} {{}}"\n'),
    case('f-string-fields', 'import os\nx = [1]\nh = f"{x[0]:{x[0]}}{dict(a=\'}\')}@@{\'{\'}"\n', 'import os\nx = [1]\nh = f"{x[0]:{x[0]}}{dict(a=\'}\')}{os.environ[\'OPENAI_API_KEY\']}{\'{\'}"\n'),
    case('twice-in-a-text', 'import os\nh = "@@,@a@"\n', 'import os\nh = f"{os.environ[\'OPENAI_API_KEY\']},{os.environ[\'ANTHROPIC_API_KEY\']}"\n'),
    case('side-by-side', 'import os\nh = ("a"\n     "@@"\n     "{b}")\n', 'import os\nh = ("a"\n     f"{os.environ[\'OPENAI_API_KEY\']}"\n     "{b}")\n'),
    case('sum', 'import os\nh = "Bearer " + "@@"\n', f'import os\nh = "Bearer " + {READ}\n'),
    case('format', 'import os\nh = "Bearer @@ {}".format(1)\n', 'import os\nh = f"Bearer {os.environ[\'OPENAI_API_KEY\']} {{}}".format(1)\n'),
    case('method', 'import os\nh = "@@".encode()\n', f'import os\nh = {READ}.encode()\n'),
    case('bytes', 'import os\nh = b"@@"\n', f'import os\nh = {READ}.encode()\n'),
    case('bytes-in-a-text', 'import os\nh = b"Bearer @@ \\xff".upper()\n', f'import os\nh = (b"Bearer " + {READ}.encode() + b" \\xff").upper()\n'),
    case('bytes-side-by-side', 'import os\nh = b"a" b"@@" b"b"\n', f'import os\nh = (b"a" b"" + {READ}.encode() + b"" b"b")\n'),
    case('lambda', 'import os\nr = (lambda k="@@": k)()\n', f'import os\nr = (lambda k={READ}: k)()\n'),
    case('parts', 'import os\nk = ("@@")\n'.replace('@@', '@@'), f'import os\nk = ({READ})\n'),
    # variables of the person's own
    case('getenv', 'import os\nk = os.getenv("MY_KEY", "@@")\n', 'import os\nk = os.environ["MY_KEY"]\n'),
    case('environ-get', "from os import environ as e\nk = e.get('MY_KEY', default='@@')\n", "import os\nfrom os import environ as e\nk = os.environ['MY_KEY']\n"),
    case('getenv-comment', 'import os\nk = os.getenv(  # mine\n  "MY_KEY", "@@")\n', 'import os\nk = os.getenv(  # mine\n  "MY_KEY", os.environ["MY_KEY"])\n'),
    case('getenv-or', 'import os\nk = os.getenv("MY_KEY") or "@@"\n', 'import os\nk = os.environ["MY_KEY"]\n'),
    case('getenv-or-or', 'import os\nk = os.getenv("X") or os.getenv("MY_KEY") or "@@"\n', 'import os\nk = os.getenv("X") or os.getenv("MY_KEY") or os.environ["MY_KEY"]\n'),
    case('environ-set', 'import os\nos.environ["MY_KEY"] = "@@"\nx = 1\n', 'import os\nx = 1\n'),
    case('environ-set-in-block', 'import os\nif True:\n    os.environ["MY_KEY"] = "@@"\n', 'import os\nif True:\n    pass\n'),
    case('environ-set-in-line', 'import os; os.environ["MY_KEY"] = "@@"; x = 1\n', 'import os; os.environ["MY_KEY"] = os.environ["MY_KEY"]; x = 1\n'),
    case('environ-set-comment', 'import os\nos.environ["MY_KEY"] = "@@"  # mine\n', 'import os\nos.environ["MY_KEY"] = os.environ["MY_KEY"]  # mine\n'),
    case('environ-set-twice', 'import os\nk = os.environ["MY_KEY"] = "@@"\n', f'import os\nk = os.environ["MY_KEY"] = {READ}\n'),
    case('setdefault', 'import os\nos.environ.setdefault("MY_KEY", "@@")\n', 'import os\n'),
    case('setdefault-used', 'import os\nk = os.environ.setdefault("MY_KEY", "@@")\n', 'import os\nk = os.environ.setdefault("MY_KEY", os.environ["MY_KEY"])\n'),
    case('update', 'import os\nos.environ.update(MY_KEY="@@", B="1")\n', 'import os\nos.environ.update(MY_KEY=os.environ["MY_KEY"], B="1")\n'),
    case('update-dictionary', 'import os\nos.environ.update({"MY_KEY": "@@"})\n', 'import os\nos.environ.update({"MY_KEY": os.environ["MY_KEY"]})\n'),
    case('one-key-one-name', 'import os\nfrom openai import OpenAI\nk = os.getenv("MY_KEY", "@@")\nc = OpenAI(api_key="@@")\n', 'import os\nfrom openai import OpenAI\nk = os.environ["MY_KEY"]\nc = OpenAI(api_key=os.environ["MY_KEY"])\n'),
    # where the import goes
    case('import-sorted', 'import abc\nimport sys\nk = "@@"\n', f'import abc\nimport os\nimport sys\nk = {READ}\n'),
    case('import-last', 'import abc\nk = "@@"', f'import abc\nimport os\nk = {READ}'),
    case('import-after-docstring', '"""Doc."""\nk = "@@"\n', f'"""Doc."""\n\nimport os\n\nk = {READ}\n'),
    case('import-after-docstring-blank', '"""Doc."""\n\n\nk = "@@"\n', f'"""Doc."""\n\nimport os\n\n\nk = {READ}\n'),
    case('import-after-future', '"""Doc."""\nfrom __future__ import annotations\n\nk = "@@"\n', f'"""Doc."""\nfrom __future__ import annotations\n\nimport os\n\nk = {READ}\n'),
    case('import-below-head', '#!/usr/bin/env python\n# coding: utf-8\n# Licence.\n\nk = "@@"\n', f'#!/usr/bin/env python\n# coding: utf-8\n# Licence.\n\nimport os\n\nk = {READ}\n'),
    case('import-above-comment', '#!/usr/bin/env python\n# the key\nk = "@@"\n', f'#!/usr/bin/env python\nimport os\n\n# the key\nk = {READ}\n'),
    case('import-before-use', 'k = "@@"\nimport os\n', f'import os\n\nk = {READ}\nimport os\n'),
    case('import-from-first', 'from abc import ABC\nk = "@@"\n', f'import os\nfrom abc import ABC\nk = {READ}\n'),
    case('import-own-package', 'import json\nimport zlib\n\nk = "@@"\n', f'import json\nimport os\nimport zlib\n\nk = {READ}\n'),
    case('import-alias', 'import os as system\nk = "@@"\n', 'import os as system\nk = system.environ["OPENAI_API_KEY"]\n'),
    case('import-path', 'import os.path\nk = "@@"\n', f'import os.path\nk = {READ}\n'),
    case('import-shadowed', 'os = 3\nk = "@@"\n', 'import os as _os\n\nos = 3\nk = _os.environ["OPENAI_API_KEY"]\n'),
    case('import-shadowed-argument', 'def f(os):\n    return "@@"\nr = f(1)\n', 'import os as _os\n\ndef f(os):\n    return _os.environ["OPENAI_API_KEY"]\nr = f(1)\n'),
    case('import-local-before', 'def f():\n    import os\n    return "@@"\nr = f()\n', f'import os\n\ndef f():\n    import os\n    return {READ}\nr = f()\n'),
    case('import-local-after', 'def f():\n    k = "@@"\n    import os\n    return k\nr = f()\n', 'import os as _os\n\ndef f():\n    k = _os.environ["OPENAI_API_KEY"]\n    import os\n    return k\nr = f()\n'),
    case('import-guarded', 'import sys\nif sys.path:\n    import os\nk = "@@"\n', f'import os\nimport sys\nif sys.path:\n    import os\nk = {READ}\n'),
    case('import-crlf', 'import sys\r\nk = "@@"\r\n', f'import os\r\nimport sys\r\nk = {READ}\r\n'),
    case('import-after-docstring-at-end', '"""Doc."""  # c\nk = "@@"', f'"""Doc."""  # c\n\nimport os\n\nk = {READ}'),
    case('import-before-decorated', 'import sys\n\n@staticmethod\ndef f(k="@@"): return k\n', f'import os\nimport sys\n\n@staticmethod\ndef f(k={READ}): return k\n'),
    case('import-second-block', 'import sys\n\nimport abc\nk = "@@"\n', f'import os\nimport sys\n\nimport abc\nk = {READ}\n'),
    case('import-in-line', 'import sys; import abc; k = "@@"\n', f'import os\nimport sys; import abc; k = {READ}\n'),
    # comments and texts that nothing reads
    case('comment', 'x = 1\n# OpenAI(api_key="@@")\ny = 2  # @@\n', 'x = 1\n# OpenAI(api_key="$OPENAI_API_KEY")\ny = 2  # $OPENAI_API_KEY\n'),
    case('comment-beside-texts', 'x = "#"; y = """\n#"""  # @@\n', 'x = "#"; y = """\n#"""  # $OPENAI_API_KEY\n'),
    case('comment-between-literals', 'import os\nk = ("a"  # @@\n     "b @a@")\n', 'import os\nk = ("a"  # $OPENAI_API_KEY\n     f"b {os.environ[\'ANTHROPIC_API_KEY\']}")\n'),
    case('call-of-a-call', 'import os\ndef f(): return dict\nk = f()(a="@@")\n', f'import os\ndef f(): return dict\nk = f()(a={READ})\n'),
    case('update-of-another', 'import os\nd = {}\nd.update({"A": "@@", **{}})\n', f'import os\nd = {{}}\nd.update({{"A": {READ}, **{{}}}})\n'),
    case('dictionary-of-its-own', 'import os\nr = [{"A": "@@"}]\n', f'import os\nr = [{{"A": {READ}}}]\n'),
    case('set-elsewhere', 'import os\nd = {}\nd["A"] = "@@"\n', f'import os\nd = {{}}\nd["A"] = {READ}\n'),
    case('name-that-is-none', 'import os\nx = "A"\nk = os.getenv(x, "@@")\n', f'import os\nx = "A"\nk = os.getenv(x, {READ})\n'),
    case('or-something', 'import os\nx = ""\nk = x or "@@"\n', f'import os\nx = ""\nk = x or {READ}\n'),
    case('docstring', 'def f():\n    """Use @@ here."""\n', 'def f():\n    """Use $OPENAI_API_KEY here."""\n'),
    case('latin-1', '# coding: latin-1\nname, k = "Zo\u00eb", "@@"\n', '# coding: latin-1\nimport os\n\nname, k = "Zo\u00eb", os.environ["OPENAI_API_KEY"]\n'),
    case('not-ascii', 'import os\nname, k = "Zo\u00eb \u65e5\u672c", "@@"  # \u00e9\n', f'import os\nname, k = "Zo\u00eb \u65e5\u672c", {READ}  # \u00e9\n'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), TABLE)
def test_file_reads_so_afterwards_and_does_the_same(before: str, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    coding = 'latin-1' if 'latin-1' in before else 'utf-8'
    made, values = draft(filled(before).encode(coding), 'app.py')
    assert made.reason == ''
    assert made.new is not None
    assert made.new.decode(coding) == after
    whole = filled(before)
    if '"_os"' not in before:
        assert ran(after, values, monkeypatch.setenv) == ran(whole, {}, monkeypatch.setenv)


@pytest.mark.parametrize(
    ('before', 'why'),
    [
        case('pattern', 'match x:\n    case "@@":\n        pass\n', 'line 2: a pattern cannot read the environment'),
        case('annotation', 'x: "@@" = 1\n', 'line 1: a type hint cannot read the environment'),
        case('literal-type', 'def f(x: Literal["@@"]): pass\n', 'line 1: a type hint cannot read the environment'),
        case('returns', 'def f() -> "@@": pass\n', 'line 1: a type hint cannot read the environment'),
        case('no-python', 'k = = "@@"\n', f'Python {sys.version_info[0]}.{sys.version_info[1]} cannot read line 1'),
        case('python-2', 'import x\nprint "@@"\n', f'Python {sys.version_info[0]}.{sys.version_info[1]} cannot read line 2'),
        case('nul', 'k = "@@"\n\0\n', 'cannot read'),
        case('bare-word', 'import x\nk = 1 # a\nraise @@\n', 'cannot read line 3'),
        case('field', 'x = f"{str(\'@@\')}"\n', 'line 1: the key stands in the field of an f-string'),
        case('backslash', 'x = "\\@@"\n', 'line 1: a backslash stands before the key'),
        case('both-names-taken', 'os = _os = 1\nk = "@@"\n', 'the names os and _os stand for something else in it'),
        case('no-line', '"""Doc."""; k = "@@"\n', 'there is no line of its own for `import os`'),
        case('coding', '# coding: nothing\nk = "@@"\n', 'it is not written in the encoding that it names'),
        case('conflict', '<<<<<<< a\nk = "@@"\n>>>>>>> b\n', 'it has conflict markers'),
        case('generated', '# Code generated by x. DO NOT EDIT.\nk = "@@"\n', 'it was generated'),
        case('deep', '(' * 300 + '"@@"' + ')' * 300, 'cannot read'),
        case('raw-bytes', 'k = rb"\\@@"\n', 'a backslash stands before the key'),
    ],
)  # fmt: skip
def test_file_is_left_alone_with_the_reason(before: str, why: str) -> None:
    assert why in rewritten(before, 'app.py')


def test_django_settings_are_not_taken_for_generated() -> None:
    before = '"""\nGenerated by \'django-admin startproject\'.\n"""\nKEY = "@@"\n'
    assert rewritten(before, 'settings.py').endswith(f'\nKEY = {READ}\n')


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        case('side-by-side', 'import os\nk = "«1»" "«2»"\n', f'import os\nk = {READ}\n'),
        case('lines', 'import os\nk = ("«1»"\n     "«2»")\n', f'import os\nk = ({READ})\n'),
        case('sum', 'import os\nk = "«1»" + "«2»"\n', f'import os\nk = {READ}\n'),
        case('sdk', 'from openai import OpenAI\nc = OpenAI(api_key="«1»" "«2»")\n', 'from openai import OpenAI\nc = OpenAI()\n'),
        case('comment', 'k = ("«1»"  # one\n     "«2»")\n', 'left: line 1: comments stand between the parts of the key'),
        case('longer', 'k = "Bearer «1»" + "«2»"\n', 'left: line 1: the key is put together of parts'),
        case('name', 'a = "«1»"\nk = a + "«2»"\n', 'left: line 1: the key is put together of parts'),
        case('statement', '"«1»" "«2»"\n', 'left: line 1: the key is put together of parts'),
    ],
)  # fmt: skip
def test_key_in_parts(before: str, after: str) -> None:
    key = filled('@@')
    made, _ = draft(before.replace('«1»', key[:20]).replace('«2»', key[20:]).encode(), 'app.py')
    assert (f'left: {made.reason}' if made.new is None else made.new.decode()) == after


def test_utf_8_mark_stays() -> None:
    made, _ = draft(b'\xef\xbb\xbf' + filled('k = "@@"\n').encode(), 'app.py')
    assert made.new == b'\xef\xbb\xbfimport os\n\nk = ' + READ.encode() + b'\n'


def test_what_is_no_literal_of_a_text_is_refused() -> None:
    data = b'x = 12345678\n'
    with pytest.raises(Unsafe, match='line 1: the key stands in no text'):
        python.rewrite(data, [Spot(4, 12, 'X')], 'a.py')
    assert python.variables(data, [Spot(4, 12, '')], 'a.py') == ['']


@pytest.mark.parametrize(
    'binding',
    [
        'os = 1', 'import a as os', 'from a import os', 'def os(): pass', 'class os: pass', 'for os in x: pass',
        'try: pass\nexcept E as os: pass', 'match x:\n    case [*os]: pass', 'match x:\n    case {**os}: pass',
        'match x:\n    case os: pass', 'async def f(*os): pass', 'del os', 'with x as os: pass', '(os := 1)',
    ],
)  # fmt: skip
def test_name_that_stands_for_something_else_is_not_read(binding: str) -> None:
    assert rewritten(f'k = "@@"\n{binding}\n', 'a.py') == (
        f'import os as _os\n\nk = _os.environ["OPENAI_API_KEY"]\n{binding}\n'
    )


@pytest.mark.parametrize('text', ['"abc', 'f"{a', 'f"{a:', 'x', '"a" x "b"', "f'{\"a}'", 'f"{a # c"', '"a" '])
def test_literal_that_is_none(text: str) -> None:
    with pytest.raises(Unsafe, match='a text is written in a way that is not known'):
        parts(text.encode(), 0, len(text))


@pytest.mark.parametrize(
    ('text', 'fields'),
    [
        pytest.param('f"{a}{{}}{b}"', ['{a}', '{b}'], id='braces'),
        pytest.param('f"{a["k"]}"', ['{a["k"]}'], id='same-quotes'),
        pytest.param('f"{f"{a}" + rb"}"}x"', ['{f"{a}" + rb"}"}'], id='literals-inside'),
        pytest.param('f"{a:{w}.{p}}"', ['{a:{w}.{p}}'], id='specification'),
        pytest.param('f"""{a # }\n}"""', ['{a # }\n}'], id='comment'),
        pytest.param('f"{d[1:2]:>3}{ {1: 2} }"', ['{d[1:2]:>3}', '{ {1: 2} }'], id='colons'),
        pytest.param(r'f"\N{DASH}\{a}\\{b}"', ['{a}', '{b}'], id='backslashes'),
        pytest.param(r'rf"\{a}\"{b}"', ['{a}', '{b}'], id='raw'),
    ],
)
def test_fields_of_an_f_string(text: str, fields: list[str]) -> None:
    found, commented = parts(text.encode(), 0, len(text))
    assert [text[start:end] for start, end in found[0].fields] == fields
    assert not commented


@pytest.mark.parametrize('error', [ValueError, RecursionError, MemoryError])
def test_python_that_gives_up(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(python_source, 'compile', gives_up, raising=False)
    assert 'cannot read it' in python.problem(b'k = 1\n', 'a.py')


class _Parses:
    """Garbage that parses when it is collected, as whoever formats a traceback in Python 3.11 does."""

    def __init__(self) -> None:
        self.self = self

    def __del__(self) -> None:
        ast.parse('a + b')


def test_garbage_does_not_break_a_tree_that_is_being_made() -> None:
    data = b'x = 1\n' * 20_000
    for _ in range(20):
        _Parses()
    assert len(python_source.Source(data).tree.body) == 20_000


@pytest.mark.parametrize('data', [b'x = 1\n', b'x = \n', b'x = \xff\n'], ids=['read', 'broken', 'no-text'])
@pytest.mark.parametrize('collects', [True, False])
def test_garbage_is_collected_afterwards_as_it_was_before(data: bytes, collects: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        try:
            python_source.Source(data)
        except Unsafe:
            assert data != b'x = 1\n'
        assert gc.isenabled() == collects
    finally:
        (gc.enable if was else gc.disable)()


def test_encoding_that_does_not_come_back() -> None:
    assert 'more than one way' in python.problem(b'# coding: utf-7\nk = "+AGE-"\n', 'a.py')


# --- any file, any keys

_NAMES = st.sampled_from(['a', 'k', 'value'])
_TEXTS = st.sampled_from(['', 'x ', 'Bearer ', '{', '}}', '\\\\', "\\'", '\\n', '\u00e9 ', '# ', '%s '])


@st.composite
def _literals(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(['', '', 'f', 'r', 'b', 'rb', 'u']))
    quote = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(_TEXTS)
        if 'f' in prefix:
            text = text.replace('{', '{{').replace('}}', '}}}}') + draw(st.sampled_from(['', '{1!r}', '{2:>{3}}']))
        if 'r' in prefix:
            text = text.replace('\\n', ' ').replace('\\', '').replace("'", '')
        if 'b' in prefix:
            text = text.replace('\u00e9', 'e')
        parts.append(text + draw(st.sampled_from(['', ' @@ ', '@@', ' @a@'])))
    return prefix + quote + ' '.join(parts) + quote


@st.composite
def _programs(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from([[], ['"""Doc."""'], ['import os'], ['from openai import OpenAI'], ['# c', '']]))
    lines = [*lines]
    for _ in range(draw(st.integers(1, 5))):
        form = draw(
            st.sampled_from(
                [
                    '{n} = {l}', '{n} = [{l}, {l}]', 'def {n}(x={l}): return x', '{n} = ({l}\n     {l})', '# {l}', '{l}',
                    '{n} = {{"a": {l}}}', 'class {n}:\n    x = {l}', '{n} = len({l})', 'import sys', 'if {l}:\n    {n} = 1',
                    'def {n}():\n    return {l}',
                ]
            )
        )  # fmt: skip
        text = form.replace('{{', '«').replace('}}', '»').replace('{n}', draw(_NAMES))
        while '{l}' in text:
            text = text.replace('{l}', draw(_literals()).replace('\n', ' '), 1)
        lines.append(text.replace('«', '{').replace('»', '}'))
    return '\n'.join(lines) + draw(st.sampled_from(['\n', '']))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_programs())
def test_file_stays_or_loses_every_key_and_nothing_else(text: str) -> None:
    data = filled(text).encode()
    made, values = draft(data, 'app.py')
    if made.new is None or not made.findings:
        assert made.reason or not made.findings
        return
    for key in (filled('@@'), filled('@a@')):
        assert key.encode() not in made.new
    statements = _statements(data, made.findings)
    at = 0
    for edit in sorted(made.edits, key=lambda each: each.start):
        inside = any(start <= edit.start and edit.end <= end for start, end in statements)
        assert inside or (edit.start == edit.end and b'import os' in edit.text)
        assert edit.start >= at
        at = edit.end
    try:
        compile(data, 'a.py', 'exec')
    except SyntaxError:
        return
    with pytest.MonkeyPatch.context() as patch:
        try:
            before = ran(data.decode(), {}, patch.setenv)
        except Exception as error:  # noqa: BLE001 (whatever a random program does, the new one does too)
            with pytest.raises(type(error)):
                ran(made.new.decode(), values, patch.setenv)
        else:
            assert ran(made.new.decode(), values, patch.setenv) == before


def _statements(data: bytes, findings) -> list[tuple[int, int]]:
    """Where the statements and the comments with keys stand, their lines included."""
    starts = [0]
    for line in data.split(b'\n'):
        starts.append(starts[-1] + len(line) + 1)
    spans = []
    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.stmt):
            spans.append((starts[node.lineno - 1], starts[node.end_lineno or 1]))
    found = []
    for finding in findings:
        first, last = finding.span
        line = starts[finding.line - 1], starts[finding.line]
        found += [span for span in [*spans, line] if span[0] <= first and last <= span[1]]
    return found
