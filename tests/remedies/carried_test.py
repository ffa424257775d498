"""How a key leaves what carries it: the words are those of whoever has to do it, whatever reading showed the key."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import struct
import tarfile
import zlib
from pathlib import Path

import pytest

from keyguard.catalogue import one
from keyguard.hook import main as hook
from keyguard.model import Blob, Finding
from keyguard.pipeline import run
from keyguard.remedies import made, steps
from keyguard.report.advice import by_keyguard, take_out
from keyguard.report.json import render as render_json
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.repository import Repository
from testing.tables import cpio, page, parquet, rpm, snappy
from testing.zips import zipped

KEY = sample(one('openai').detectors[0], 1)
OTHER = sample(one('openai').detectors[0], 2)
ASIDE = 'git rm --cached --ignore-unmatch -- '


def office(name: str, text: bytes) -> bytes:
    return zipped(('[Content_Types].xml', b'<Types/>'), (name, text))


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def dumped(data: bytes) -> bytes:
    """What ``xxd`` shows of it."""
    rows = (data[at : at + 16] for at in range(0, len(data), 16))
    return b''.join(b'%08x: %s\n' % (16 * at, row.hex(' ', 2).encode()) for at, row in enumerate(rows))


def _finding(name: str, data: bytes) -> Finding:
    (finding,) = run([Blob(name.encode(), data)], Settings()).blocked
    return finding


WHOLE = b'<w:p><w:r><w:t>%s</w:t></w:r></w:p>' % KEY
RUNS = b'<w:p><w:r><w:t>%s</w:t></w:r><w:r><w:t>%s</w:t></w:r></w:p>' % (KEY[:30], KEY[30:])
CELL = b'<c r="B7" t="inlineStr"><is><t>%s</t></is></c>' % KEY
WORD = 'Open the document in Word, take the key out of'
TRACKED = 'What is deleted stays in it while changes are tracked'


@pytest.mark.parametrize(
    ('name', 'data', 'words'),
    [
        pytest.param('a.docx', office('word/document.xml', WHOLE), f'{WORD} paragraph 1, and save it. {TRACKED}', id='one-run'),
        pytest.param('a.docx', office('word/document.xml', RUNS), f'{WORD} paragraph 1, and save it. {TRACKED}', id='runs'),
        pytest.param('a.docm', office('word/footnotes.xml', WHOLE), f'{WORD} a footnote, and save it.', id='footnote'),
        pytest.param('a.docx', office('word/comments.xml', RUNS), f'{WORD} a comment, and save it.', id='comment-in-runs'),
        pytest.param('a.docx', office('docProps/core.xml', b'<dc:title>%s</dc:title>' % KEY), f'{WORD} its properties', id='properties'),
        pytest.param('a.docx', office('word/_rels/document.xml.rels', b'<x Target="https://x/?k=%s"/>' % KEY), f'{WORD} a link', id='link'),
        pytest.param('a.docx', office('word/styles.xml', WHOLE), f'{WORD} its text, and save it.', id='anywhere'),
        pytest.param('a.xlsx', office('xl/worksheets/sheet1.xml', CELL), 'Open the workbook in Excel, take the key out of cell B7, and save it. Hidden sheets', id='cell'),
        pytest.param('a.xlsx', office('xl/connections.xml', b'<c>%s</c>' % KEY), 'out of its data connections, and', id='connection'),
        pytest.param('a.xlsx', office('xl/comments1.xml', b'<comment ref="C3"><t>%s</t></comment>' % KEY), 'out of a comment (cell C3), and', id='comment-of-a-cell'),
        pytest.param('a.xlsx', office('xl/other.xml', b'<c>%s</c>' % KEY), 'out of its cells, and', id='somewhere-in-a-workbook'),
        pytest.param('a.pptx', office('ppt/slides/slide1.xml', b'<a:t>%s</a:t>' % KEY), 'Open the presentation in PowerPoint, take the key out of its text', id='slide'),
        pytest.param('a.ods', office('content.xml', b'<text:p>%s</text:p>' % KEY), 'Open the document in LibreOffice, take the key out of paragraph 1', id='opendocument'),
        pytest.param('a.bin', office('x.xml', RUNS), 'Open the document in the program that made it, take the key out of its text', id='document-of-unknown-name'),
        pytest.param('a.zip', zipped(('d/a.docx', office('word/document.xml', WHOLE))), 'paragraph 1, and save it. What is deleted stays in it while changes are tracked: accept those (Review > Accept). Then pack the archive around it anew. Or', id='document-in-an-archive'),
        pytest.param('a.docx', office('word/embeddings/b.xlsx', office('xl/worksheets/sheet1.xml', CELL)), f'{WORD} what is embedded in it (cell B7), and', id='workbook-in-a-document'),
        pytest.param('a.whl', zipped(('a/b.py', b'k = "%s"' % KEY)), 'build the wheel anew, under a new version', id='wheel'),
        pytest.param('a.jar', zipped(('a/b.txt', KEY)), 'build this file anew', id='jar'),
        pytest.param('a.zip', zipped(('.env', b'K=%s' % KEY)), 'Take it out of the file inside, and pack that one anew. Or keep', id='archive'),
        pytest.param('a.rpm', rpm(cpio({'.env': b'K=%s' % KEY})), 'build this file anew', id='rpm'),
        pytest.param('a.parquet', parquet([[('v', 6, page([KEY], snappy))]], 1), 'Write it anew without the key, or keep', id='table'),
        pytest.param('plan.out', zipped(('tfplan', b'\0' + KEY)), 'Nobody edits a state of Terraform', id='plan-of-any-name'),
        pytest.param('a.tar', tarred('blobs/sha256/ab12', tarred('app/.env', b'K=%s\n' % KEY)), 'It stands in a layer of a container image', id='image'),
        pytest.param('a.tar', tarred('ab12/layer.tar', tarred('app/.env', b'K=%s\n' % KEY)), 'It stands in a layer of a container image', id='image-of-older-form'),
        pytest.param('a.hex', dumped(b'K=%s\n' % KEY), 'of which it is a dump', id='dump'),
        pytest.param('a.warc.gz', gzip.compress(b'K=%s\n' % KEY), 'It stands in recorded traffic', id='compressed-traffic'),
        pytest.param('x.tfplan', zipped(('tfplan', KEY)), 'Nobody edits a state of Terraform', id='plan'),
    ],
)  # fmt: skip
def test_packed_file_is_taken_out_by_the_program_that_makes_it(name: str, data: bytes, words: str) -> None:
    lines = steps.take_out(_finding(name, data))
    assert words in lines[0]
    assert lines[0].endswith(':') and lines[1].startswith(f'{ASIDE}{name} && ')


def _bundle(*objects: tuple[int, bytes]) -> bytes:
    head = b'# v2 git bundle\n' + b'a' * 40 + b' HEAD\n\nPACK\0\0\0\2' + len(objects).to_bytes(4, 'big')
    parts = [head]
    for kind, text in objects:
        size = bytes((kind << 4 | len(text) & 15 | 0x80, len(text) >> 4 & 127 | 0x80, len(text) >> 11))
        parts.append(size + b'i' * 20 * (kind == 7) + zlib.compress(text))
    return b''.join(parts)


@pytest.mark.parametrize(
    ('kind', 'words'),
    [
        pytest.param(3, r'git log --all --find-object=[0-9a-f]{12} names its commits and the file\.', id='file'),
        pytest.param(1, r'it is in the message of commit [0-9a-f]{12}\.', id='commit'),
        pytest.param(4, r'it is in the message of a tag, [0-9a-f]{12}\.', id='tag'),
        pytest.param(7, r'made from; keyguard audit --history finds it there\.', id='difference-to-what-is-not-there'),
    ],
)
def test_bundle_leads_to_the_repository_that_it_was_made_from(kind: int, words: str) -> None:
    text, command = steps.take_out(_finding('a.bundle', _bundle((kind, b'x %s\n' % KEY))))
    assert re.search(words, text) and 'git bundle create' in text
    assert command.startswith(f'{ASIDE}a.bundle')


def test_string_of_a_workbook_that_no_cell_shows() -> None:
    (words, _) = steps.take_out(
        _finding('a.xlsx', office('xl/sharedStrings.xml', b'<sst><si><t>%s</t></si></sst>' % KEY))
    )
    assert 'no cell shows it any more, so saving it anew is enough' in words


@pytest.mark.parametrize(
    ('name', 'text', 'words', 'aside'),
    [
        ('terraform.tfstate', b'{"a": "%s"}', 'Nobody edits a state of Terraform', True),
        ('env/terraform.tfstate.backup', b'{"a": "%s"}', 'a remote backend and out of git', True),
        ('terraform.tfstate.1699999999.backup', b'"user_data": "%s"', 'write-only argument', True),
        (
            'tests/cassettes/test_a.yaml',
            b'    authorization:\n    - Bearer %s\n',
            "filter_headers=['authorization']",
            False,
        ),
        ('spec/vcr_cassettes/a.json', b'{"authorization": "%s"}', 'filter_sensitive_data', False),
        ('a.har', b'{"name": "authorization", "value": "%s"}', 'the recorded traffic of a browser', True),
        ('static/app.js.map', b'{"sourcesContent": ["%s"]}', 'A build made this file', False),
        ('dump.sql', b"INSERT INTO a VALUES ('%s');", '--exclude-table-data=TABLE', True),
        ('p/a_0.indexeddb.leveldb/000003.log', b'\0\1key\1%s\1', 'a program remembers (LevelDB)', True),
        ('a.pcap', b'\0\1Authorization: Bearer %s\r\n', 'recorded traffic', True),
        ('demo.cast', b'[1.0, "o", "key %s"]', 'the recording of a terminal', False),
        ('a.postman_collection.json', b'{"value": "%s"}', 'write {{vault:NAME}}', False),
        ('app/src/main/res/values/strings.xml', b'<string name="k">%s</string>', 'built into an app', False),
        ('Secrets.xcconfig', b'K = %s\n', 'built into an app', False),
        ('run.log', b'key %s', 'No longer log the key', True),
        ('run.log.3', b'key %s', 'No longer log the key', True),
        ('records.jsonl', b'{"k": "%s"}', 'the records of a program', True),
        ('.netrc', b'machine a login b password %s', 'belongs into your home folder', True),
        ('home/.git-credentials', b'https://a:%s@example.org', 'belongs into your home folder', True),
        ('.bash_history', b'export A=%s', 'the history of a shell', True),
        ('.streamlit/secrets.toml', b'a = "%s"', 'Streamlit reads this file', True),
        ('a.eml', b'Subject: %s\n\nhi\n', 'keep mails out of git', True),
        ('a.sqlite', b'\0\0%s\0', 'VACUUM of SQLite', True),
        ('__pycache__/a.cpython-311.pyc', b'\0\0%s\0', 'keep __pycache__ out of git', True),
        ('a.drawio', b'<mxfile><diagram>%s</diagram></mxfile>', 'Open the diagram in draw.io', False),
        ('a.mat', b'MATLAB 5.0\0%s', 'It stands in stored data', True),
        ('a.rtf', b'{\\rtf1 %s}', 'Open it in the program that made it', False),
    ],
)
def test_file_that_nobody_edits_says_what_to_do_instead(name: str, text: bytes, words: str, aside: bool) -> None:
    lines = steps.take_out(_finding(name, text % KEY))
    assert words in lines[0]
    assert [line.startswith(ASIDE) for line in lines[1:]] == [True] * aside
    assert lines[0].endswith(':' if aside else '.')


@pytest.mark.parametrize(
    'path',
    [
        'a.yaml',
        'cassettes.py',
        'cassettes/a.py',
        'b/map.js',
        'secrets.toml',
        'netrc',
        'log',
        'a.sql.py',
        'tfstate',
        '3',
        '',
    ],
)
def test_file_that_a_person_writes_is_none_of_these(path: str) -> None:
    assert made.how(path.encode()) == ('', False)


def test_words_are_one_sentence_after_another_and_end_before_a_command() -> None:
    for each in made._EVERY:
        assert each.words.endswith(':' if each.aside else '.')
        assert not any(ending != ending.lower() for ending in (*each.endings, *each.names))


def test_state_says_so_in_whatever_dress_the_key_is() -> None:
    text = b'"user_data_base64": "%s"' % base64.b64encode(b'export OPENAI_API_KEY=' + KEY)
    assert 'Nobody edits a state' in steps.take_out(_finding('a.tfstate', text))[0]


def test_kinds_are_told_apart() -> None:
    files = {
        'a.har': KEY,
        '.netrc': KEY,
        'b.har': KEY,
        'a.docx': office('word/document.xml', WHOLE),
        'a.zip': zipped(('a', KEY)),
    }
    report = run([Blob(name.encode(), data) for name, data in files.items()], Settings())
    words = ' '.join(take_out(report.blocked))
    for part in ('recorded traffic', 'your home folder', 'open the document in Word', 'pack that one anew'):
        assert words.lower().count(part.lower()) == 1
    assert 'and likewise in 1 other place of this kind' in words


def _picture(comment: bytes) -> bytes:
    """A PNG with a compressed comment."""
    parts = (
        (b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0)),
        (b'zTXt', b'Comment\0\0' + zlib.compress(comment)),
    )
    chunks = (
        struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data)) for kind, data in parts
    )
    return b'\x89PNG\r\n\x1a\n' + b''.join(chunks)


WORD_OF_A_MAIL = b'Subject: =?utf-8?b?%s?=\n' % base64.b64encode(b'key ' + KEY)


@pytest.mark.parametrize(
    ('name', 'data', 'view', 'words'),
    [
        pytest.param('a.png', _picture(KEY), 'image text', 'save it without (exiftool -all= FILE).', id='picture'),
        pytest.param('a.dat', _picture(KEY), 'image text', 'save the picture without its metadata (exiftool -all= FILE)', id='picture-of-another-name'),
        pytest.param('a.eml', WORD_OF_A_MAIL, 'mail header', 'keep mails out of git', id='mail'),
        pytest.param('a.txt', WORD_OF_A_MAIL, 'mail header', 'take the whole word out, from =? to ?=,', id='header-of-a-mail-in-a-text'),
        pytest.param('a.bin', b'ARROW1\0\0' + bytes(56) + struct.pack('<4i', 0, 1, 1 + len(KEY), 2 + len(KEY)) + b'a' + KEY + b'b', 'columns', 'It stands in stored data', id='columns'),
    ],
)  # fmt: skip
def test_place_that_no_editor_shows_is_explained(name: str, data: bytes, view: str, words: str) -> None:
    finding = _finding(name, data)
    assert finding.view == view
    assert words in steps.take_out(finding)[0]


def test_terraform_is_told_of_its_variables() -> None:
    assert 'from TF_VAR_x in the environment' in steps.take_out(_finding('main.tf', b'  key = "%s"\n' % KEY))[0]


# --- what cannot work is not printed


def _hook(repository: Repository, capsys: pytest.CaptureFixture[str], name: str) -> str:
    repository.stage()
    assert hook([name]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize('inner', ['.env', 'conf/.env', 'a.py'])
def test_no_command_for_what_is_packed(inside: Repository, capsys: pytest.CaptureFixture[str], inner: str) -> None:
    inside.write('b.zip', zipped((inner, b'OPENAI_API_KEY="%s"\n' % KEY)))
    out = _hook(inside, capsys, 'b.zip')
    assert f'b.zip!{inner}:1:' in out and 'keyguard fix' not in out and 'allow' not in out
    # a .env of the work tree has it still
    inside.write('.env', b'OPENAI_API_KEY=%s\n' % OTHER)
    assert 'keyguard fix .env --write' in _hook(inside, capsys, '.env')


@pytest.mark.parametrize(
    ('name', 'data', 'words'),
    [
        pytest.param('.env', b'OPENAI_API_KEY=%s\n' % KEY, 'Keep the file out of git, it is for this machine alone.', id='dotenv'),
        pytest.param('a.zip', zipped(('a.py', b'k = "%s"' % KEY)), 'Take it out of the file inside, and pack that one anew.', id='archive'),
        pytest.param('a.sqlite', b'\0\0%s\0' % KEY, 'Write it anew without the key.', id='stored-data'),
        pytest.param('a.har', b'{"value": "%s"}' % KEY, 'and holds other headers, addresses and bodies.', id='traffic'),
    ],
)  # fmt: skip
def test_no_command_of_git_where_there_is_no_repository(
    name: str, data: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (told,) = steps.take_out(_finding(name, data))
    assert told.endswith(words)
    # a folder that begins the path is a repository
    finding = _finding(f'b/{name}', data)
    finding.folder = b'b'
    assert steps.take_out(finding)[1].startswith(ASIDE)
    # what stands outside of the repository is none of its files
    (tmp_path / '.git').mkdir()
    assert steps.take_out(_finding(name, data))[1].startswith(ASIDE)
    assert len(steps.take_out(_finding(f'/elsewhere/{name}', data))) == 1


def test_programs_are_told_of_no_such_command_either(inside: Repository) -> None:
    from keyguard.commands import outlook

    inside.write('b.zip', zipped(('.env', b'OPENAI_API_KEY=%s\n' % KEY)))
    inside.write('.env', b'OPENAI_API_KEY=%s\n' % KEY)
    made_of = {name: Path(name).read_bytes() for name in ('b.zip', '.env')}
    settings = Settings(str(inside.folder), str(inside.folder))
    report = run([Blob(name.encode(), data) for name, data in made_of.items()], settings)
    outlook.prepare(report, settings, {name.encode(): name for name in made_of})
    commands = {each['path']: each['remedy']['commands']['fix'] for each in json.loads(render_json(report))['findings']}
    assert commands == {'b.zip!.env': None, '.env': 'keyguard fix --write -- .env'}
    assert by_keyguard(report.blocked)[1] == 'keyguard fix .env --write'


def test_output_of_a_notebook_is_cleared(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    output = {'output_type': 'stream', 'name': 'stdout', 'text': ['a\n', f'OPENAI_API_KEY={KEY.decode()}\n']}
    cell = {'cell_type': 'code', 'metadata': {}, 'execution_count': 1, 'source': ['!env'], 'outputs': [output]}
    text = json.dumps({'cells': [cell], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 4}, indent=1)
    inside.write('lab.ipynb', text.encode())
    out = _hook(inside, capsys, 'lab.ipynb')
    assert '1 It was printed: clear the outputs of the notebook' in out and 'keyguard fix lab.ipynb --write' in out
    assert 'becomes' not in out and 'by itself' not in out
