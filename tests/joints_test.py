"""The door's question: it stays open for keys in pieces, shut for ordinary text, and asks cheaply."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard import constants, joints, walk
from keyguard.catalogue import everything
from keyguard.joints import has_joint, unlike_any_word
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.tokens import Book, runs
from testing.clock import keeps_pace

DETECTORS = {detector.id: detector for provider in everything() for detector in provider.detectors}
OPENAI = sample(DETECTORS['openai-project-key'], 1).decode()
GITHUB = sample(DETECTORS['github-models-personal-access-token'], 1).decode()
HEX = sample(DETECTORS['openrouter-api-key'], 1).decode()
JWT = sample(DETECTORS['github-models-stateless-installation-token'], 1).decode()
SMALL = sample(DETECTORS['siliconflow-api-key'], 1).decode()
BAIDU = sample(DETECTORS['baidu-qianfan-api-key'], 1).decode()
WEB = JWT[JWT.index('eyJ') :]
LLAMA = sample(DETECTORS['meta-llama-api-key'], 1).decode()
GOOGLE = sample(DETECTORS['google-oauth-access-token'], 1).decode()
AZURE = sample(DETECTORS['azure-ai-search-key'], 1).decode()
BEDROCK = sample(DETECTORS['aws-bedrock-long-term-key'], 1).decode()
AUTH = sample(DETECTORS['google-gemini-auth-key'], 1).decode()
BAIDU = sample(DETECTORS['baidu-qianfan-api-key'], 1).decode()
IONET = sample(DETECTORS['io-net-api-key'], 1).decode()
MARK = JWT.index('eyJ')
WHOLE = sample(DETECTORS['qdrant-api-key'], 1).decode()
HEADER = WHOLE.index('.') + 1
# text that looks as random as a key, and is none
DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
TOKEN = 'Zx8kQ2mW7pL4vN9cR3tY6bJ1hG5fD0sA'


PIECES = {
    'plus behind the first dash': f'key = "{OPENAI[:3]}" + "{OPENAI[3:]}"',
    'adjacent behind the literal': f'key = "{OPENAI[:8]}" "{OPENAI[8:]}"',
    'adjacent in the middle': f'key = "{OPENAI[:30]}" "{OPENAI[30:]}"',
    'two short parts and plus': f'key = "{GITHUB[:20]}" + "{GITHUB[20:]}"',
    'two short parts and plus, f': f'key = "{GITHUB[:20]}" + f"{GITHUB[20:]}"',
    'two short parts and +=': f'key = "{GITHUB[:20]}"\nkey += "{GITHUB[20:]}"',
    'two short parts and U+200B': f'key {GITHUB[:20]}\u200b{GITHUB[20:]}',
    'two short parts and U+00AD': f'key {GITHUB[:20]}\u00ad{GITHUB[20:]}',
    'a name of HTML': f'key {OPENAI[:8]}&shy;{OPENAI[8:]}',
    'a comment behind plus, short part first': f'key = "{HEX[:9]}" +  # the rest\n      "{HEX[9:]}"',
    'a comment behind a literal, short part first': f'key = "{HEX[:9]}"  // the public part\n      "{HEX[9:]}"',
    'a comment behind a literal, long part first': f'key = "{HEX[:40]}"  # the public part\n      "{HEX[40:]}"',
    'a comment behind plus, long part first': f'key = "{HEX[:40]}" +  // the rest\n      "{HEX[40:]}"',
    'wrapped, behind base64 of several lines': f'{TOKEN}x\n{"aB3+" * 9}\n{"aB3/" * 9}\n{HEX[:20]}\n{HEX[20:]}\n',
    'concat': f'key = "{HEX[:40]}".concat("{HEX[40:]}")',
    'push': f'key.push("{HEX[:40]}");\nkey.push("{HEX[40:]}")',
    '%': f'key = "{HEX[:40]}%s" % "{HEX[40:]}"',
    'format': f'key = "{HEX[:40]}{{}}".format("{HEX[40:]}")',
    'join': f'key = ["{HEX[:40]}", "{HEX[40:]}"].join("")',
    'join with a name': f'key = "".join(["{HEX[:40]}", REST])',
    'literal + name': f'key = "{HEX[:40]}" + REST',
    'constant in an f-string': f'key = f"{{"{HEX[:40]}"}}{HEX[40:]}"',
    'constants in a string of Ruby': f"key = \"#{{'{HEX[:9]}'}}{HEX[9:40]}#{{'{HEX[40:]}'}}\"",
    'shell': f'KEY={HEX[:40]}"{HEX[40:]}"',
    'wbr': f'<p>{HEX[:40]}<wbr>{HEX[40:]}</p>',
    'quoted-printable': f'{HEX[:40]}=\n{HEX[40:]}',
    'comment': f'-- the key is {HEX[:40]}\n-- {HEX[40:]}',
    'backslash': f'key = "{HEX[:40]}\\\n{HEX[40:]}"',
    'name + name, the long part first': f'HEAD = "{HEX[:40]}"\nkey = HEAD + REST',
    'name + literal, the long part first': f'HEAD = "{HEX[:40]}"\nkey = HEAD + "{HEX[40:]}"',
    '+= further down': f'key = "{HEX[:9]}"\nlog("key")\nkey += "{HEX[9:]}"',
    '+= to an attribute': f'this.key = "{HEX[:9]}"\nthis.key += "{HEX[9:]}"',
    'plus, small letters alone': f'key = "{SMALL[:14]}" + "{SMALL[14:30]}" + "{SMALL[30:]}"',
    'plus, small letters on lines': f'key = "{SMALL[:9]}"\n  + "{SMALL[9:13]}"\n  + "{SMALL[13:34]}"\n  + "{SMALL[34:]}"',
    '+= to what has a sign': f'key = "{BAIDU[:30]}"\nkey += "{BAIDU[30:40]}"\nkey += "{BAIDU[40:]}"',
    'plus, a word in the middle': f'key = "{HEX[:9]}" + "beef" + "{HEX[13:]}"',
    'plus, small letters in the middle': f'key = "{GITHUB[:20]}" + "letters" + "{GITHUB[27:]}"',
    'plus, a slash in the rest': f'key = "{BAIDU[:28]}" + "{BAIDU[28:]}"',
    '+= behind a slash': f'key = "bce-v3"\nkey += "{BAIDU[6:20]}"\nkey += "{BAIDU[20:]}"',
    '+= of several parts': f'key = "{GITHUB[:20]}"\nkey += "letters" + "{GITHUB[27:]}"',
    '+= behind a sign': f'key = "{LLAMA[:24]}"\n'
    + ''.join(f'key += "{LLAMA[at : at + 20]}"\n' for at in range(24, len(LLAMA), 20)),
    'plus, words behind the rest': f'key = "{GITHUB[:20]}" + "{GITHUB[20:]} is it"',
    'append': f'key.append("{HEX[:9]}").append("{HEX[9:]}")',
    'a slash within the second part': f'key = "{BAIDU[:7]}" "{BAIDU[7:]}"',
    '+= of the shell': f'export KEY={GITHUB[:20]}\nKEY+="{GITHUB[20:]}"\n',
    'a template that a tuple fills': f'key = "{HEX[:9]}%s" % ("{HEX[9:]}",)',
    'names whose values stand in brackets': f'HEAD = ("{HEX[:9]}")\nREST = ("{HEX[9:]}")\nkey = HEAD + REST',
    'names in an f-string': f'HEAD = "{HEX[:9]}"\nREST = "{HEX[9:]}"\nkey = f"{{HEAD}}{{REST}}"',
    'names that fill a template': f'HEAD = "{HEX[:9]}"\nREST = "{HEX[9:]}"\nkey = "%s%s" % (HEAD, REST)',
    'name with a type': f'HEAD: str = "{HEX[:9]}"\nkey = HEAD + "{HEX[9:]}"',
    'name in a shell word': f'HEAD="{HEX[:9]}"\nkey="$HEAD""{HEX[9:]}"',
    'name with a type before it': f'const char HEAD = "{HEX[:9]}";\nkey = HEAD + "{HEX[9:]}"',
    'name used often': f'HEAD = "{HEX[:9]}"\nREST = "{HEX[9:]}"\n' + 'key = HEAD + REST\n' * 12,
    'JWT, short part first': f'key = "{JWT[:4]}" "{JWT[4:]}"',
    'JWT, cut in its last part': f'key = "{JWT[:-30]}" "{JWT[-30:]}"',
    'JWT, cut in the middle': f'key = "{JWT[:60]}" "{JWT[60:]}"',
    'JWT, cut behind its header': f'key = "{WHOLE[:HEADER]}" "{WHOLE[HEADER:]}"',
    'JWT behind a name': f'HEAD = "{IONET[:6]}"\nkey = "".join([HEAD, "{IONET[6:]}"])',
    'JWT in a name, behind a name': f'HEAD = "{JWT[:MARK]}"\nREST = "{JWT[MARK:]}"\nkey = HEAD + REST',
    'LLM|': f'key = "{LLAMA[:4]}" "{LLAMA[4:]}"',
    'ya29.': f'key = "{GOOGLE[:5]}" "{GOOGLE[5:]}"',
    'ya29. and more': f'key = "{GOOGLE[:90]}" "{GOOGLE[90:]}"',
    'literal inside of the key, second part': f'key = "{AZURE[:6]}" "{AZURE[6:]}"',
    'literal inside of the key, first part': f'key = "{AZURE[:-3]}" "{AZURE[-3:]}"',
    'literal inside of the key, in an argument': f'a.b({AZURE[:-3]}\\\n{AZURE[-3:]})',
    'literal inside of the key, both parts long': f'key = "{AZURE[:26]}" "{AZURE[26:]}"',
    'a line that ends as base64 does': f'the key is {BEDROCK[:110]}\n{BEDROCK[110:]} and so on',
    'AQ. in a name': f'a = "{AUTH[:26]}";\nkey = `${{a}}{AUTH[26:]}`',
    'LLM| in a name': f'a = "{LLAMA[:24]}";\nkey = `${{a}}{LLAMA[24:]}`',
    'key behind what changes it': f'key = "prefix-" "{OPENAI}"',
}


@pytest.mark.parametrize('name', PIECES)
def test_key_in_pieces_opens_the_door(name: str) -> None:
    assert has_joint(PIECES[name].encode(), BOOK)


@pytest.mark.parametrize('encoding', ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'])
def test_key_in_short_pieces_of_wide_text_is_found_and_opens_the_door(encoding: str) -> None:
    data = b'\x07' + f'key = "{GITHUB[:20]}" + "{GITHUB[20:]}"\n'.encode(encoding)
    (finding,) = run([Blob(b'a.ps1', data)], Settings()).findings
    assert finding.secret.reveal() == GITHUB.encode()
    assert doubtful(data, b'a.ps1', BOOK)


ORDINARY = {
    'nothing': '',
    'a plus': '+',
    'a literal and a plus': '"a"+',
    'a sum': 'a + b',
    'words': '"sk-" + "learn"',
    'a literal of a key and a name': 'key = "sk-proj-" + name',
    'long names': 'from keyguard.providers.openai_compatible import something_long_and_nothing_else\n',
    'long names in camelCase': 'class SomeVeryLongNameOfAClassThatIsWrittenInCamelCase(Base):\n    """x"""',
    'long names in capitals': 'OPENAI_COMPATIBLE_API_KEY_ENVIRONMENT_VARIABLE = "OPENAI_COMPATIBLE_API_KEY"',
    'a word and capitals in it': 'print("AaAaAaSomethingOrOtherThatIsNoKey")',
    'checksums': f'checksum = "{DIGEST}"\n' * 3,
    'checksums in JSON': f'"integrity": "sha512-{DIGEST}=="',
    'checksums beside names': f'- {DIGEST}  key_of_the_city.txt\n',
    'a list of checksums': f'tests = ["{DIGEST}", "{DIGEST[::-1]}"]',
    'JSON Web Tokens': f'token = "{WEB}"\ncheck(\n    "{WEB}",\n)\nlog({{"Authorization": "{WEB}"}})\n',
    'a list with a literal of a key': f'tests = ["sk-", "{DIGEST}"]',
    'arguments with a literal of a key': f'call("sk-", "{DIGEST}")',
    'calls that are added': f'foo("{TOKEN}") + bar("{TOKEN}")',
    'a value whose name begins like a key': f'key_id = "{TOKEN}"',
    'a field whose name begins like a key': f'app-name: {TOKEN}\n',
    'an address': f'url = BASE + "/{TOKEN}"',
    'a constant that is used': f'NAME = "{TOKEN}"\nprint(NAME + ".txt")\nprint(NAME)\n',
    'attributes of HTML': f'<a id="{TOKEN}" href="{TOKEN}">x</a>',
    'a named argument': f'call(name="{TOKEN}")',
    'a named argument on a line of its own': f'call(\n    name="{TOKEN}",\n)\nx = "sk-" + name',
    'base64': f'{TOKEN}/{TOKEN}/{TOKEN}\n' * 20,
    'lines of random text': f'"{TOKEN}",\n' * 20,
    'characters of other scripts': f'said: “{TOKEN}” é \ufeff',
    'what begins like a key, and a new line': f'sk-{TOKEN}\nname = 1\n',
    'what begins like a key, and another name': f'sk-lf-{TOKEN}\nOTHER_KEY={TOKEN}\n',
    'what begins like a key, and an argument': f'print("sk-lf-{TOKEN}", name)',
    'what begins like a key, and a comment': f'print("sk-lf-{TOKEN}")  # a comment',
    'what begins like a key, and a brace': f'{{"sk-lf-{TOKEN}"}} x',
    'a long word before': 'x' * 200 + f' "{TOKEN}"',
    'nothing before': f'"{TOKEN}"',
    'much before': ' ' * 200 + f'"{TOKEN}"',
    'unseen characters alone': '\u200b\u200b',
    'an unseen character before': f'a \u200b{TOKEN}',
    'an unseen character in a word': 'it\u200bself',
}


# what most commits have somewhere: it is told before the way back over the parts is loaded
TOLD_AT_ONCE = {
    'a word of a message that is added': 'text = "sk-"\ntext += "They said so"\nother += f"{name} has no key"',
    'words that are added': 'text = "hello" + "world" + "again"',
    'a name that is added': 'path += "/v1/models"\nheader += "id"\n',
    'a text that is added to an item': 'names["key"] = "sk-"\nnames["key"] += "Zx8kQ2mW7pL4"\n',
    'a digit that is added to a call': '(*value(x)) += "1"',
    'names in the code of a comment': '// the sum of `input_tokens` + `output_tokens`\n',
    'a checksum as the first argument': f'check("{DIGEST}")\n',
    'a checksum as the first element': f'sums = ["{DIGEST}"]',
    'a checksum as a further argument': f'check(name, "{DIGEST}")',
    'a checksum in JSON': f'{{"sha256": "{DIGEST}", \\"sha256\\": \\"{DIGEST}\\"}}',
    'a checksum in a path': f'open("blobs/{DIGEST}")',
    'an id in the code of a comment': ' * such as\n * `rlg_' + TOKEN + '`). It is the same\n',
    'a class with a number': 'from warnings import X, RemovedInVersion60Warning\nNextWarning = RemovedInVersion60Warning\n',
    'a constant with a number': 'DENIED = "403_PERMISSION_DENIED_BY_SERVER"\n',
    'the fragment of an address': 'see https://example.org/api.html#_CPPv415GDALColorInterpretation\n',
    'the next word': 'md5 2f9b4c1d8e7a6f5b4c3d2e1f0a9b8c7d\n',
}


@pytest.mark.parametrize(
    ('text', 'unlike'),
    [
        pytest.param('RemovedInVersion60Warning', False, id='class-with-a-number'),
        pytest.param('SomethingLongerThanOthers', False, id='class'),
        pytest.param('PERMISSION_DENIED_BY_403_SERVER', False, id='constant-with-a-number'),
        pytest.param('PERMISSIONDENIEDBY403SERVER', True, id='capitals-and-digits'),
        pytest.param('RemovedInVersion12345Warning', True, id='five-digits'),
        pytest.param('a6sQjxkz8nDfkizycy3Calmono', True, id='digits-here-and-there'),
        pytest.param('pplxMxXqaNptTuLjbpHmGeJo6', True, id='a-capital-to-each-small-letter'),
        pytest.param('removedinversion60warning', True, id='no-capital'),
        pytest.param('abcdefghijklmnopqrstuvw', True, id='letters'),
        pytest.param('some_very_long_name_of_it', False, id='name'),
    ],
)
def test_names_are_told_from_parts_of_keys(text: str, unlike: bool) -> None:
    assert unlike_any_word(text.encode()) is unlike


@pytest.mark.parametrize('name', TOLD_AT_ONCE)
def test_most_of_what_has_a_plus_or_a_checksum_is_told_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(joints, '_walk', lambda data, book: asked.append(data))
    assert not has_joint(TOLD_AT_ONCE[name].encode(), BOOK)
    assert asked == []


def test_names_that_something_is_added_to_are_looked_up_once_and_as_long_as_a_text_is_ordinary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[bytes] = []
    real = joints._is_given_a_beginning

    def look_up(data: bytes, name: bytes, book: Book) -> bool:
        looked.append(name)
        return real(data, name, book)

    monkeypatch.setattr(joints, '_is_given_a_beginning', look_up)
    text = 'a += "Zx8kQ2mW7"\n' * 9 + 'b += "Zx8kQ2mW7"\n'
    assert not has_joint(text.encode(), BOOK)
    assert looked == [b'a', b'b']
    # the real path decides on what is not looked up, and on what stands too often
    many = text + f'c = "{GITHUB[:20]}"\nc += "{GITHUB[20:]}"\n'
    monkeypatch.setattr(joints, '_NAMED', 2)
    assert has_joint(many.encode(), BOOK)
    monkeypatch.setattr(joints, '_NAMED', 64)
    monkeypatch.setattr(joints, '_USES', 1)
    assert has_joint((f'print(c)\n{"-" * 99}\nc = "{GITHUB[:20]}"\nc += "{GITHUB[20:]}"\n').encode(), BOOK)


@pytest.mark.parametrize('name', ORDINARY)
def test_ordinary_text_leaves_the_door_shut(name: str) -> None:
    assert not has_joint(ORDINARY[name].encode(), BOOK)


def test_ordinary_sources_leave_the_door_shut() -> None:
    """The standard library's own modules: fewer than one in fifty open it."""
    files = sorted(Path(os.__file__).parent.glob('*.py'))
    assert len(files) > 100
    doubtful = [path.name for path in files if has_joint(path.read_bytes(), BOOK)]
    assert len(doubtful) * 50 < len(files), doubtful


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                OPENAI[:3],
                OPENAI[3:],
                HEX[:9],
                HEX[9:],
                HEX[:40],
                HEX[40:],
                TOKEN,
                'name',
                'A',
                *'"\'`+.,;=(){}$%&<>#/\\\n -',
                ' + ',
                '" + "',
                '" "',
                'A = "',
                '{A}',
                'sk-',
                'append("',
                '\u200b',
                'é',
                '<wbr>',
                '&shy;',
                '=\n',
                '.concat("',
            ]
        ),
        max_size=25,
    ).map(lambda parts: ''.join(parts).encode())
    | st.binary(max_size=120)
)
def test_any_text_gets_an_answer_and_the_runs_do_not_change_it(data: bytes) -> None:
    assert has_joint(data, BOOK) == has_joint(data, BOOK, runs(data))


def test_names_are_looked_up_as_long_as_a_text_is_ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f'HEAD = "{HEX[:9]}"\n' + f'key = OTHER + "{TOKEN}"\n' + f'key = HEAD + "{HEX[9:]}"\n'
    assert has_joint(text.encode(), BOOK)
    monkeypatch.setattr(constants, '_NAMES', 1)
    assert not has_joint(text.encode(), BOOK)
    monkeypatch.setattr(constants, '_NAMES', 64)
    monkeypatch.setattr(constants, '_LOOKS', 0)
    assert not has_joint(text.encode(), BOOK)


def test_text_of_nothing_but_joints_is_left_to_the_real_path(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ('"sk-1" + ' * 100, f'"sk-1" "{TOKEN}" \n;\n' * 100):
        assert not has_joint(text.encode(), BOOK)
        monkeypatch.setattr(walk, '_WALKS', 50)
        assert has_joint(text.encode(), BOOK)
        monkeypatch.undo()


def test_it_imports_nothing_but_the_tokens() -> None:
    tree = ast.parse(Path(joints.__file__).read_text(encoding='utf-8'))
    found = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert found == {'keyguard.tokens'}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


HOSTILE = {
    'literals and plus': '"sk-1"+',
    'sums': 'k = "sk-"\nk += "a1"\n',
    'names': 'a = "sk-x"\na + "b1"\n',
    'constants': f'X = "{TOKEN}"\n',
    'many constants': f'x% = "{TOKEN}"\n',
    'literals': f'"sk-proj-{TOKEN}",',
    'constants that begin like keys': f'K = "sk-proj-{TOKEN}"\n',
    'runs': f'"{TOKEN}", ',
    'lines': f'{TOKEN}\n',
    'unseen': 'a1\u200b',
    'blanks': f'"{TOKEN}"' + ' ' * 150,
    'one line': f'{TOKEN}="{TOKEN}" ',
}


@pytest.mark.parametrize('unit', HOSTILE)
def test_nothing_but_joints_takes_linear_time(unit: str) -> None:
    def made(size: int) -> bytes:
        text = HOSTILE[unit]
        return ''.join(text.replace('%', str(at)) for at in range(size // len(text) + 1)).encode()

    few, many = made(30_000), made(480_000)
    # sixteen times the text: a quadratic step would take 256 times as long
    assert keeps_pace(lambda: has_joint(few, BOOK), lambda: has_joint(many, BOOK), 48, 0.1)


@pytest.mark.parametrize('sign', ['\u200b', '\u2060', '\u00ad', '\ufeff'])
@pytest.mark.parametrize('before', ['', '—', '\u2026é，' * 100], ids=['alone', 'once', 'many'])
def test_character_that_nobody_sees_is_found_among_others_that_begin_like_it(before: str, sign: str) -> None:
    data = f'{before}\nkey = {GITHUB[:20]}{sign}{GITHUB[20:]}\n{before}'.encode()
    assert has_joint(data, BOOK)
    assert not has_joint(data.replace(sign.encode(), b' '), BOOK)
