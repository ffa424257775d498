"""One file on its way: all of its keys or nothing, whatever a language's module does, in any encoding."""

from __future__ import annotations

import base64
import types

import pytest

from keyguard import rewrite
from keyguard.catalogue import one
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.rewrite import plan
from keyguard.rewrite.coded import Coded, applied
from keyguard.rewrite.naming import Use, name
from keyguard.rewrite.plan import Draft
from keyguard.rewrite.words import Edit, Unsafe
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.rewriting import draft, filled, rewritten

KEY = filled('@@').encode()
# a part of it is not told to be one, nor put together: whose it is tells a name alone
COHERE = sample(one('cohere').detectors[0], 1)
# the first part alone is a key of unknown format; | is the joint
IN_PARTS = b'"' + COHERE[:28] + b'|' + COHERE[28:] + b'"'
READ = '${OPENAI_API_KEY:?set OPENAI_API_KEY first}'


@pytest.mark.parametrize(
    ('codec', 'mark'),
    [
        ('utf-8', b'\xef\xbb\xbf'),
        ('utf-16-le', b'\xff\xfe'),
        ('utf-16-be', b'\xfe\xff'),
        ('utf-16-le', b''),
        ('utf-16-be', b''),
    ],
)
def test_encoding_and_line_ends_stay(codec: str, mark: bytes) -> None:
    before = filled('# Zo\u00eb \u65e5\U0001f511\r\ntell "@@" a\r\n')
    made, _ = draft(mark + before.encode(codec), 'run.sh')
    assert made.reason == ''
    assert made.new == mark + before.replace(filled('@@'), READ).encode(codec)


@pytest.mark.parametrize(
    ('name', 'data', 'why'),
    [
        pytest.param('a.sh', b'\xff\xfe\0\0' + b'tell ' + KEY, 'it is written in UTF-32', id='utf-32'),
        pytest.param('a.sh', b'\xff\xfe' + filled('tell "@@"').encode('utf-16-le') + b'\x00\xd8', 'it is no whole UTF-16 text', id='half-a-character'),
        pytest.param('a.sh', b'\xff\xfe' + filled('tell "@@"').encode('utf-16-le') + b'\x00', 'it is no whole UTF-16 text', id='odd-length'),
        pytest.param('a.sh', b'tell ' + KEY + b'\n' + filled('tell "@a@"').encode('utf-16-le'), 'it is written in more than one encoding', id='mixed'),
        pytest.param('a.txt', KEY, 'for this kind of file no safe rewrite is known', id='kind'),
        pytest.param('a.py', b'k = "' + base64.b64encode(b'KEY=' + KEY) + b'"', 'the key does not stand there in its own letters (base64)', id='base64'),
        pytest.param('a.sh', b'tell ' + KEY[:20] + b'\\\n' + KEY[20:], 'the key is put together of parts', id='parts'),
        pytest.param(f'{KEY.decode()}.py', b'k = 1\n', 'the key stands in the name of the file', id='name'),
        *(
            pytest.param(f'a.{end}', b'COHERE_API_KEY=' + IN_PARTS.replace(b'|', joint) + b'\n', 'line 1: the key goes on in the next literal', id=name)
            for name, end, joint in (
                ('adjacent', 'py', b'" "'),
                ('two-lines', 'py', b'"\\\n  "'),
                ('backslash', 'py', b'\\\n'),
                ('dot', 'php', b'" . "'),
                ('quotes-in-a-word', 'sh', b'""'),
            )
        ),
    ],
)  # fmt: skip
def test_file_is_left_alone_with_the_reason(name: str, data: bytes, why: str) -> None:
    made, _ = draft(data, name)
    assert made.new is None
    assert why in made.reason


def _made(path: bytes, where: str = 'work tree', packed: bytes = b'') -> Draft:
    findings = run([Blob(path + packed, b'k = "' + KEY + b'"\n', where=where)], Settings()).blocked
    return Draft(path, b'', findings)


def test_next_word_of_a_shell_is_no_part_of_a_key() -> None:
    made, _ = draft(b'COHERE_API_KEY=' + IN_PARTS.replace(b'|', b'" "'), 'a.sh')
    assert made.reason == ''


def test_link_and_package_are_left_alone() -> None:
    assert _made(b'a.py', 'symbolic link').reason == 'the key stands in what the link points to'
    assert _made(b'a.zip', packed=b'!b.py').reason == 'it stands in a file that is packed in this one'


@pytest.mark.parametrize(
    ('edits', 'why'),
    [
        pytest.param([], 'afterwards a key would still stand in line 1 (OpenAI', id='nothing'),
        pytest.param([Edit(5, 5 + len(KEY), KEY[::-1])], 'afterwards', id='reversed'),
        pytest.param([Edit(4, 6 + len(KEY), b'"a')], 'afterwards it could not be read (Python', id='broken'),
        pytest.param([Edit(0, 9, b''), Edit(5, 12, b'')], 'two changes of it do not go together', id='overlap'),
        pytest.param([Edit(9, 5, b'')], 'two changes of it do not go together', id='backwards'),
        pytest.param([Edit(0, 99999, b'')], 'two changes of it do not go together', id='behind-the-end'),
        pytest.param([Edit(5, 5 + len(KEY), filled('@a@').encode())], 'afterwards a key would still stand in line 1 (Anthropic', id='another-key'),
    ],
)  # fmt: skip
def test_what_a_module_gets_wrong_is_not_written(edits: list[Edit], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = rewrite.module('python')
    assert module is not None
    wrong = types.SimpleNamespace(problem=module.problem, rewrite=lambda *_: edits)
    monkeypatch.setattr(rewrite, 'module', lambda kind: wrong)
    made, _ = draft(b'k = "' + KEY + b'"\n', 'app.py')
    if edits and edits[0].text == KEY[::-1]:
        assert made.new is not None  # it is no key any more
    else:
        assert made.new is None
        assert why in made.reason


def test_nothing_else_may_be_found_afterwards() -> None:
    findings = run([Blob(b'a.sh', b'tell "' + KEY + b'"\n')], Settings()).blocked
    made = Draft(b'a.sh', b'tell "' + KEY + b'"\n', findings)
    after = Report()
    after.unread = [(b'a.sh', 'x')]
    made.finish(['OPENAI_API_KEY'], lambda data: after, Report())
    assert made.reason == 'afterwards something else would be found in it'


def test_accepted_key_stays_beside_one_that_goes() -> None:
    text = 'tell "@@"\n# keyguard: allow-next-line\ntell "@a@"\n'
    assert rewritten(text, 'a.sh') == text.replace('@@', READ)
    same = 'tell "@@"\n# keyguard: allow-next-line\ntell "@@"\n'
    assert rewritten(same, 'a.sh') == same.replace('@@', READ, 1)


def test_module_that_is_not_there_is_no_rewrite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rewrite._BY_KIND, 'text', 'no_such_module')
    assert rewrite.module('text') is None
    assert rewrite.module('nothing') is None


def test_error_within_a_module_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> object:
        raise ModuleNotFoundError(name='tree_sitter')

    monkeypatch.setattr(rewrite, 'imported', broken)
    with pytest.raises(ModuleNotFoundError):
        rewrite.module('python')


def test_sdk_reads_only_its_own_variable() -> None:
    finding = run([Blob(b'a.py', b'k = "' + KEY + b'"\n')], Settings()).blocked[0]
    assert plan._reads(finding, 'python', 'OPENAI_API_KEY') == plan._reads(finding, 'notebook', 'OPENAI_API_KEY')
    assert 'OpenAI' in plan._reads(finding, 'python', 'OPENAI_API_KEY')
    assert plan._reads(finding, 'python', 'MY_KEY') == ()
    assert plan._reads(finding, 'shell', 'OPENAI_API_KEY') == ()


def test_edits_come_back_to_their_bytes() -> None:
    coded = Coded(b'\xff\xfe' + '\u00e9ab'.encode('utf-16-le'))
    assert coded.data == '\u00e9ab'.encode()
    assert [(edit.start, edit.end, edit.text) for edit in coded.back([Edit(2, 3, b'x')])] == [(4, 6, b'x\0')]
    with pytest.raises(Unsafe, match='more than one encoding'):
        Coded(b'\xff\xfe\x00\xd8\x00\xdc').there(4)
    assert applied(b'abc', [Edit(3, 3, b'd'), Edit(0, 1, b'')]) == b'bcd'


# --- names


def named(*uses: tuple[str, str, str], taken: tuple[tuple[str, str], ...] = ()) -> tuple[list[str], list[str]]:
    made = [Use(*use) for use in uses]
    said = name(made, lambda variable, use: (variable, use.fingerprint) in taken)
    return [use.variable for use in made], list(said.values())


@pytest.mark.parametrize(
    ('uses', 'taken', 'names', 'said'),
    [
        pytest.param([('1', '', 'A')], (), ['A'], [], id='usual'),
        pytest.param([('1', '', 'A'), ('1', '', 'A')], (), ['A', 'A'], [], id='one-key'),
        pytest.param([('1', '', 'A'), ('2', '', 'A')], (), ['A', 'A_2'], ['another key has the name A already, so a key is called A_2'], id='two-keys'),
        pytest.param([('1', '', 'A'), ('1', 'MINE', 'A')], (), ['MINE', 'MINE'], [], id='own-name-first'),
        pytest.param([('1', 'ONE', 'A'), ('1', 'TWO', 'A'), ('1', '', 'A')], (), ['ONE', 'TWO', 'ONE'], [], id='two-own-names'),
        pytest.param([('1', 'MINE', 'A'), ('2', 'MINE', 'A')], (), ['MINE', 'MINE_2'], ['another key has the name MINE already, so a key is called MINE_2'], id='own-name-of-two'),
        pytest.param([('1', '', 'A')], (('A', '1'), ('A_2', '1')), ['A_3'], ['another value has the name A already, so a key is called A_3'], id='taken'),
        pytest.param([('1', 'hf_AbCdEfGhIjKlMnOpQrStUvWxYz123456', 'A')], (), ['A'], [], id='name-that-is-a-key'),
        pytest.param([('1', 'Path', 'A')], (), ['A'], [], id='name-of-the-system'),
        pytest.param([('1', 'NO-NAME', 'A')], (), ['A'], [], id='no-name'),
    ],
)  # fmt: skip
def test_names(
    uses: list[tuple[str, str, str]], taken: tuple[tuple[str, str], ...], names: list[str], said: list[str]
) -> None:
    assert named(*uses, taken=taken) == (names, said)


@pytest.mark.parametrize(
    ('name', 'text', 'joint'),
    [
        pytest.param('a.py', 'k = """@"""\n', '\n', id='lines'),
        pytest.param('a.py', 'k = "-----BEGIN RSA PRIVATE KEY-----\\n"\\\n    "@"\n', '\\n" "', id='literals'),
        pytest.param('a.js', 'const k = "-----BEGIN RSA PRIVATE KEY-----\\n@";\n', '\\n', id='escapes'),
        pytest.param('a.sh', "k='-----BEGIN RSA PRIVATE KEY-----\n@'\n", '\n', id='script'),
        pytest.param('a.yml', 'k: |\n  -----BEGIN RSA PRIVATE KEY-----\n  @\n', '\n  ', id='block'),
        pytest.param('a.py', 'k = "-----BEGIN RSA PRIVATE KEY-----@"\n', '', id='head-alone'),
    ],
)
def test_first_line_of_a_private_key_does_not_go_alone(name: str, text: str, joint: str) -> None:
    key = sample(one('oracle-genai').detectors[0], 0).decode()
    lines = [key[at : at + 64] for at in range(0, 192, 64)]
    text = f'{"//" if name.endswith("js") else "#"} ocid1.user.oc1\n{text}'
    made, _ = draft(text.replace('@', joint.join(lines)).encode(), name)
    assert len(made.findings) == 1
    assert made.reason.endswith(
        'goes as a whole: keep that in a file outside of git, and let the program read that file'
    )
    assert made.new is None
