"""The line as it reads afterwards: the SDK's own variable, else a read of the environment, else no promise."""

from __future__ import annotations

import ast
import base64
import io
import zipfile
from collections.abc import Callable

import pytest

from keyguard.catalogue import one
from keyguard.model import Blob, Finding
from keyguard.pipeline import run
from keyguard.remedies import environment, steps
from keyguard.remedies.language import language_of
from keyguard.rewrite import dockerfile
from keyguard.rewrite.line import without_key
from keyguard.rewrite.words import Spot, Unsafe
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 1).decode()


def _finding(text: str, name: str = 'app.py') -> Finding:
    report = run([Blob(name.encode(), text.replace('@@', KEY).encode())], Settings())
    assert len(report.blocked) == 1
    return report.blocked[0]


@pytest.mark.parametrize(
    ('line', 'becomes'),
    [
        ('client = OpenAI(api_key="@@")', 'client = OpenAI()'),
        ("client = OpenAI(api_key='@@', timeout=3)", 'client = OpenAI(timeout=3)'),
        ('client = OpenAI(timeout=3, api_key="@@")', 'client = OpenAI(timeout=3)'),
        ('client = OpenAI(timeout=3, api_key="@@", max_retries=1)', 'client = OpenAI(timeout=3, max_retries=1)'),
        ('client = ChatOpenAI(model="gpt-5", api_key="@@")', 'client = ChatOpenAI(model="gpt-5")'),
        ('llm = ChatOpenAI(openai_api_key="@@")', 'llm = ChatOpenAI()'),
        (
            'llm = ChatOpenAI(model="x", openai_api_key="@@", temperature=0)',
            'llm = ChatOpenAI(model="x", temperature=0)',
        ),
        ('client = OpenAI(api_key=f"@@")', 'client = OpenAI()'),
        ('client = OpenAI(**{"api_key": "@@"})', 'client = OpenAI(**{"api_key": os.environ["OPENAI_API_KEY"]})'),
        ('client = Wrapper(api_key="@@")', 'client = Wrapper(api_key=os.environ["OPENAI_API_KEY"])'),
        ('openai.api_key = "@@"', 'openai.api_key = os.environ["OPENAI_API_KEY"]'),
        ('KEYS = {"openai": \'@@\'}  # x', 'KEYS = {"openai": os.environ["OPENAI_API_KEY"]}  # x'),
        ('k = os.getenv("OPENAI_API_KEY", "@@")', 'k = os.getenv("OPENAI_API_KEY")'),
        ('f(OpenAI(base(), api_key="@@"))', 'f(OpenAI(base(), api_key=os.environ["OPENAI_API_KEY"]))'),
    ],
)
def test_python_line(line: str, becomes: str) -> None:
    written = without_key(_finding(line + '\n'), 'python', 'OPENAI_API_KEY')
    assert written is not None
    assert written[1] == becomes
    ast.parse(written[1])


@pytest.mark.parametrize(
    ('name', 'line', 'becomes'),
    [
        ('app.js', "const client = new OpenAI({ apiKey: '@@' });", 'const client = new OpenAI();'),
        ('app.ts', "const c = new OpenAI({ apiKey: '@@', timeout: 3 });", 'const c = new OpenAI({timeout: 3 });'),
        ('app.ts', 'const key = `@@`;', 'const key = process.env.OPENAI_API_KEY;'),
        ('main.go', 'key := "@@"', 'key := os.Getenv("OPENAI_API_KEY")'),
        ('A.java', 'String key = "@@";', 'String key = System.getenv("OPENAI_API_KEY");'),
        ('a.rb', "key = '@@'", 'key = ENV.fetch("OPENAI_API_KEY")'),
        ('run.sh', 'export OPENAI_API_KEY=@@', 'export OPENAI_API_KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"'),
        ('run.ps1', '$key = "@@"', '$key = $env:OPENAI_API_KEY'),
        ('.github/workflows/ci.yml', '  OPENAI_API_KEY: @@', 'OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}'),
        ('compose.yaml', '  - OPENAI_API_KEY=@@', '- OPENAI_API_KEY=${OPENAI_API_KEY:?set OPENAI_API_KEY first}'),
        ('app.js', 'const key = process.env.OPENAI_API_KEY || "@@";', 'const key = process.env.OPENAI_API_KEY;'),
        ('app.ts', "const key = process.env.OPENAI_API_KEY ?? '@@';", 'const key = process.env.OPENAI_API_KEY;'),
    ],
)
def test_other_languages(name: str, line: str, becomes: str) -> None:
    written = without_key(_finding(line + '\n', name), language_of(name), 'OPENAI_API_KEY')
    assert written is not None
    assert written[1] == becomes


@pytest.mark.parametrize(
    ('name', 'line'),
    [
        ('a.json', '{"k": "@@"}'),
        ('run.sh', 'echo x@'),
        ('a.py', 'x = """@@ and more"""'),
        ('a.ps1', '$env:OPENAI_API_KEY = "@@"'),
        ('main.go', 'const key = "@@"'),
        ('main.rs', 'const KEY: &str = "@@";'),
        ('main.rs', 'pub static KEY: &str = "@@";'),
        ('Main.cs', 'private const string Key = "@@";'),
        ('Main.cs', '[Obsolete("@@")]'),
        ('Main.kt', 'const val KEY = "@@"'),
        ('Main.java', '@Value("@@")'),
        ('app.py', 'os.environ.setdefault("OPENAI_API_KEY", "@@")'),
        ('app.py', 'os.environ.update({"OPENAI_API_KEY": "@@"})'),
        ('main.go', 'os.Setenv("OPENAI_API_KEY", "@@")'),
        ('app.rb', "ENV['OPENAI_API_KEY'] ||= '@@'"),
        ('run.ps1', "$env:OPENAI_API_KEY = '@@'"),
        ('run.bat', 'setx OPENAI_API_KEY "@@"'),
    ],
)
def test_no_promise_where_no_safe_form_is_known(name: str, line: str) -> None:
    text = line.replace('x@', '"a @@"')
    assert without_key(_finding(text, name), language_of(name), 'OPENAI_API_KEY') is None


def test_admin_key_is_not_dropped_for_a_variable_that_is_not_its_own() -> None:
    admin = sample(next(each for each in one('openai').detectors if each.id == 'openai-admin-key')).decode()
    report = run([Blob(b'a.py', f'client = OpenAI(api_key="{admin}")\n'.encode())], Settings())
    text = ' '.join(steps.take_out(report.blocked[0]))
    assert 'os.environ["OPENAI_ADMIN_KEY"]' in text


@pytest.mark.parametrize(
    ('name', 'language'),
    [
        ('a.py', 'python'), ('A.PY', 'python'), ('x/Dockerfile', 'dockerfile'), ('Dockerfile.dev', 'dockerfile'), ('.env', 'dotenv'),
        ('.env.local', 'dotenv'), ('prod.env', 'dotenv'), ('.github/workflows/x.yml', 'github-actions'), ('.circleci/config.yml', 'circleci'),
        ('docker-compose.prod.yml', 'compose'), ('a.yaml', 'yaml'), ('.gitlab-ci.yml', 'gitlab'), ('a.ipynb', 'notebook'), ('a.tsx', 'javascript'),
        ('page.html', 'browser'), ('Jenkinsfile', 'jenkins'), ('unknown.zzz', ''), ('noending', ''), ('BUILD.bazel', ''), ('.bashrc', 'shell'),
        ('a.bats', 'shell'), ('win\\app.py', 'python'),
    ],
)  # fmt: skip
def test_language_of(name: str, language: str) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(
    ('shell', 'name', 'expected'),
    [
        ('/bin/bash', 'posix', 'bash'), ('/usr/bin/zsh', 'posix', 'zsh'), ('/usr/bin/fish', 'posix', 'fish'), ('/bin/dash', 'posix', 'sh'),
        ('', 'posix', 'bash'), ('/usr/bin/pwsh', 'posix', 'powershell'), ('', 'nt', 'powershell'), ('C:/bin/bash.exe', 'nt', 'bash'),
    ],
)  # fmt: skip
def test_shell_is_the_persons_own(shell: str, name: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('SHELL', shell)
    monkeypatch.setattr(environment, '_OS', name)
    assert environment.shell() == expected


@pytest.mark.parametrize('shell', environment.shells())
def test_asking_names_the_variable_and_never_takes_it_as_an_argument(shell: str) -> None:
    line = environment.ask_for(shell, 'OPENAI_API_KEY')
    assert line.count('OPENAI_API_KEY') >= 2
    assert 'NAME' not in line


@pytest.mark.parametrize(
    ('name', 'text', 'words'),
    [
        ('.env', 'OPENAI_API_KEY=@@\n', 'git rm --cached --ignore-unmatch -- .env'),
        ('.env.example', 'OPENAI_API_KEY=@@\n', 'leave OPENAI_API_KEY= empty'),
        ('lab.ipynb', '{"source": ["k = \\"@@\\""]}', 'clear the outputs'),
        ('Dockerfile', 'ENV OPENAI_API_KEY=@@\n', 'docker run --env OPENAI_API_KEY'),
        ('index.html', '<script>key = "@@"</script>\n', 'whatever a browser loads is public'),
        ('a.yaml', 'key: @@\n', 'take OPENAI_API_KEY from the environment'),
        ('notes.txt', '@@\n', 'Take it out of the file.'),
        ('main.go', 'f(`x @@`)\n', 'read os.Getenv("OPENAI_API_KEY") there'),
        ('main.go', 'const (\n\tA = "@@"\n)\n', 'A constant (const) cannot hold that: make it a variable.'),
        ('main.go', 'const (\n\tA string = B + "@@"\n)\n', 'os.Getenv("OPENAI_API_KEY") there. A constant (const)'),
        ('main.go', 'k := "@@"\n', 'line 1 becomes: k := os.Getenv("OPENAI_API_KEY")'),
        ('a.kt', 'const val K = "@@"\n', 'A constant (const) cannot hold that'),
        ('a.js', 'const k = "@@"\n', 'line 1 becomes: const k = process.env.OPENAI_API_KEY'),
        (
            'Jenkinsfile',
            'sh \'curl -H "Authorization: Bearer @@" https://api.openai.com\'\n',
            "the ID openai-api-key: environment { OPENAI_API_KEY = credentials('openai-api-key') }",
        ),
    ],
)
def test_way_out_fits_the_file(name: str, text: str, words: str) -> None:
    assert words in ' '.join(steps.take_out(_finding(text, name)))


def test_message_and_fix_name_one_secret_of_a_build() -> None:
    finding = _finding('RUN OPENAI_API_KEY=@@ make\n', 'Dockerfile')
    told = ' '.join(steps.take_out(finding))
    with pytest.raises(Unsafe) as refused:
        dockerfile.rewrite(f'RUN OPENAI_API_KEY={KEY} make\n'.encode(), [Spot(*finding.span, 'OPENAI_API_KEY')], '')
    reason = str(refused.value)
    for words in ('type=secret,id=OPENAI_API_KEY,env=OPENAI_API_KEY', '--secret id=OPENAI_API_KEY,env=OPENAI_API_KEY'):
        assert words in told and words in reason


def zip_with_comment(comment: bytes, data: bytes = b'') -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('a.env', data)
        archive.comment = comment
    return out.getvalue()


def pdf(key: bytes) -> bytes:
    page = b'BT (KEY=' + key + b') Tj ET'
    return b'%%PDF-1.7\n1 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n%%%%EOF\n' % (len(page), page)


@pytest.mark.parametrize(
    ('name', 'data', 'words'),
    [
        pytest.param('a.txt', lambda key: b'x: ' + base64.b64encode(b'KEY=' + key), 'It stands there in base64', id='base64'),
        pytest.param('a.txt', lambda key: (b'KEY=' + key).hex().encode(), 'in hex digits', id='hexadecimal'),
        pytest.param(
            'secret.yaml', lambda key: b'kind: Secret\ndata:\n  OPENAI_API_KEY: ' + base64.b64encode(key), 'the manifest',
            id='kubernetes-secret',
        ),
        pytest.param('a.eml', lambda key: b'Subject: key ' + key + b'\n\nhi\n', 'It stands in a mail', id='mail'),
        pytest.param('a.jpg', lambda key: b'\xff\xd8\0 key ' + key + b'\0', 'the metadata of the picture', id='image'),
        pytest.param('a.zip', lambda key: zip_with_comment(b'key ' + key), 'the archive itself', id='archive-comment'),
        pytest.param('a.json', lambda key: b'"' + key.replace(b'-', b'\\u002d') + b'"', 'written with escapes', id='escapes'),
        pytest.param('a.py', lambda key: b'k = "' + key[:20] + b'" + "' + key[20:] + b'"', 'in parts', id='joined'),
        pytest.param('a.bin', lambda key: b'\0\x8c' + bytes((len(key),)) + key + b'q\0', 'in stored data', id='packed'),
        pytest.param('a.pdf', pdf, 'what this PDF was made from', id='pdf'),
        pytest.param('a.zip', lambda key: zip_with_comment(b'', b'KEY=' + key), 'pack that one anew', id='archive'),
    ],
)  # fmt: skip
def test_way_out_fits_what_carries_the_key(name: str, data: Callable[[bytes], bytes], words: str) -> None:
    report = run([Blob(name.encode(), data(KEY.encode()))], Settings())
    assert report.blocked
    assert words in ' '.join(steps.take_out(report.blocked[0]))


def test_pipeline_files_are_told_where_their_secrets_live() -> None:
    finding = _finding('env:\n  OPENAI_API_KEY: @@\n', '.github/workflows/ci.yml')
    assert 'gh secret set OPENAI_API_KEY' in ' '.join(steps.put_away([finding], 'bash', ''))
    assert 'For production' not in ' '.join(steps.put_away([finding], 'bash', ''))
    told = ' '.join(steps.put_away([finding], 'bash', 'vault'))
    assert 'For production, HashiCorp Vault / OpenBao, where this team keeps its keys:' in told
    assert 'keyguard guide openai --store vault' in told
    assert 'For production: our safe, where this team' in ' '.join(steps.put_away([finding], 'bash', 'our safe'))


@pytest.mark.parametrize(
    ('name', 'comment'),
    [
        ('a.py', '# keyguard'),
        ('a.js', '// keyguard'),
        ('a.html', '<!-- keyguard'),
        ('a.json', ''),
        ('a.cmd', ''),
        ('a.ipynb', ''),
        ('a.yaml', '# '),
    ],
)
def test_comment_that_accepts_is_in_the_files_own_style(name: str, comment: str) -> None:
    written = steps.comment_of(_finding('key = "@@"\n', name))
    assert written.startswith(comment) and bool(written) == bool(comment)


@pytest.mark.parametrize(
    ('path', 'quoted'), [(b'a/b.py', 'a/b.py'), (b'a b', "'a b'"), (b"it's", "'it'\\''s'"), (b'', "''")]
)
def test_paths_are_quoted_for_a_shell(path: bytes, quoted: str) -> None:
    assert steps.quoted(path) == quoted
