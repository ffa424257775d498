"""What the message knows of the way out: the line as keyguard would make it, and how far the key has got."""

from __future__ import annotations

import base64
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from keyguard.commands import outlook
from keyguard.model import Blob, Finding, Report
from keyguard.pipeline import run
from keyguard.providers import load
from keyguard.report.text import render
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.wire import dump
from keyguard.wire import load as load_report
from testing.repository import Repository, isolated

KEYS = [sample(load(['openai'])[0].detectors[0], seed).decode() for seed in range(3)]
GROQ = sample(load(['groq'])[0].detectors[0], 1).decode()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    environment = isolated(tmp_path / 'home')
    for name in [name for name in os.environ if name.startswith('GIT_')]:
        monkeypatch.delenv(name)
    monkeypatch.setenv('GIT_CONFIG_GLOBAL', environment['GIT_CONFIG_GLOBAL'])
    made = Repository(tmp_path / 'work', environment)
    made.record('first')
    monkeypatch.chdir(made.folder)
    return made


def _looked(repository: Repository, **files: str) -> list[Finding]:
    """The findings of files (``app_py`` is app.py) with their ways."""
    names = {name.replace('_', '.'): text for name, text in files.items()}
    for name, text in names.items():
        repository.write(name, text)
    root = str(repository.folder)
    settings = Settings(root, root)
    report = run([Blob(name.encode(), text.encode()) for name, text in names.items()], settings)
    outlook.prepare(report, settings, {name.encode(): name for name in names})
    return report.blocked


@pytest.mark.parametrize(
    ('text', 'becomes', 'above'),
    [
        pytest.param('c = OpenAI(api_key="@0")\n', [('c = OpenAI()',)], '', id='the SDK reads it'),
        pytest.param('k = "@0"\n', [('k = os.environ["OPENAI_API_KEY"]',)], 'import os', id='an import comes'),
        pytest.param('import os\nk = "@0"\n', [('k = os.environ["OPENAI_API_KEY"]',)], '', id='it is there'),
        pytest.param(
            'import os\nos.environ["MY_KEY"] = "@0"\nk = "@0"\n', [('k = os.environ["MY_KEY"]',)] * 2, '', id='own name'
        ),
        pytest.param(
            'import os\na = "@0"\nb = "@1"\n',
            [('a = os.environ["OPENAI_API_KEY"]',), ('b = os.environ["OPENAI_API_KEY_2"]',)],
            '',
            id='two keys, line by line',
        ),
    ],
)
def test_line_as_keyguard_would_make_it(
    repository: Repository, text: str, becomes: list[tuple[str, ...]], above: str
) -> None:
    findings = _looked(repository, app_py=text.replace('@0', KEYS[0]).replace('@1', KEYS[1]))
    ways = [finding.way for finding in findings]
    assert [way and way.becomes for way in ways] == becomes
    assert {way and way.above for way in ways} == {above}


def test_why_it_cannot(repository: Repository) -> None:
    broken, plain = _looked(repository, app_py=f'k = ("{KEYS[0]}"\n', notes_txt=f'key: {KEYS[0]}\n')
    assert broken.way and broken.way.becomes is None and broken.way.reason
    assert plain.way and plain.way.becomes is None and 'no safe rewrite' in plain.way.reason
    assert KEYS[0][10:] not in broken.way.reason


def test_how_far_it_has_got(repository: Repository) -> None:
    def state() -> tuple[str, str]:
        way = _looked(repository, app_py=f'k = "{KEYS[0]}"\n')[0].way
        assert way
        return way.state, way.where

    assert state() == ('written', '')
    repository.stage()
    assert state() == ('staged', '')
    commit = repository.record('with a key')
    assert state() == ('committed', commit[:10])
    repository.git('update-ref', 'refs/remotes/origin/main', commit)
    assert state() == ('pushed', 'origin/main')


def test_files_that_are_gone_and_those_beyond_the_first_are_left_out(repository: Repository) -> None:
    root = str(repository.folder)
    settings = Settings(root, root)
    names = [f'f{at}.py' for at in range(12)]
    for name in names[1:]:
        repository.write(name, f'k = "{KEYS[0]}"\n')
    report = run([Blob(name.encode(), f'k = "{KEYS[0]}"\n'.encode()) for name in names], settings)
    outlook.prepare(report, settings, {name.encode(): name for name in names})
    known = [finding.path for finding in report.blocked if finding.way and finding.way.becomes is not None]
    assert b'f0.py' not in known
    assert 1 < len(known) < 10
    assert all(finding.way and finding.way.state for finding in report.blocked)


def test_a_report_without_findings_is_left_alone(repository: Repository) -> None:
    root = str(repository.folder)
    report = Report()
    outlook.prepare(report, Settings(root, root), {})
    assert report.blocked == []


_SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  OPENAI_API_KEY: @\n'
_POD = (
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: b\n    env:\n'
    '    - name: OPENAI_API_KEY\n      value: @\n'
)


def _told(findings: list[Finding]) -> str:
    report = Report()
    report.blocked = findings
    return ' '.join(render(report, 'commit blocked').split())


def test_what_can_be_taken_out_and_what_cannot_each_have_their_words(repository: Repository) -> None:
    files = {'dep_yaml': _POD.replace('@', KEYS[0]), 'secret_yaml': _SECRET.replace('@', KEYS[1])}
    told = _told(_looked(repository, **files))
    assert 'dep.yaml: take it out of the file; line 11 becomes: valueFrom: secretKeyRef:' in told
    assert 'secret.yaml: take it out of the manifest. A container gets it from a Secret that is not in git' in told
    assert 'and likewise' not in told
    assert (
        'Or let keyguard do it for 1 of them (without --write it only shows the change): keyguard fix dep.yaml' in told
    )
    files['secret_yaml'] = _SECRET.replace('@', GROQ)
    assert 'keyguard can take 1 of them out (without' in _told(_looked(repository, **files))


@pytest.mark.parametrize(
    ('files', 'words'),
    [
        pytest.param(
            {'m_js': '@0', 'main_go': '@1'},
            [
                'Or let keyguard do it, once it has the parsers of these languages; it says how: keyguard fix m.js main.go '
            ],
            id='two-languages',
        ),
        pytest.param(
            {'m_js': '@0', 'n_js': '@1'},
            ['Or let keyguard do it, once it has the parser of this language; it says how: keyguard fix m.js n.js '],
            id='one-language',
        ),
        pytest.param(
            {'m_js': '@0', 'n_js': '@g'},
            [
                'keyguard can take these out, once it has the parser of this language; it says how: keyguard fix m.js n.js '
            ],
            id='two-providers',
        ),
        pytest.param(
            {'p_py': '@0', 'z_go': '@1', 'a_ts': '@g'},
            [
                'keyguard can take 1 of them out (without --write it only shows the change): keyguard fix p.py --write ',
                'And the others, once it has the parsers of these languages; it says how: keyguard fix a.ts z.go ',
            ],
            id='beside-one-that-needs-none',
        ),
        pytest.param(
            {f'{name}_js': '@0' for name in 'abcde'},
            ['once it has the parser of this language; it says how: keyguard fix 2 Put it'],
            id='many-files',
        ),
        pytest.param(
            {'-p_py': '@0', 'q_py': '@g'},
            [
                'keyguard can take these out (without --write it only shows the change): keyguard fix --write -- -p.py q.py '
            ],
            id='like-an-option',
        ),
        pytest.param(
            {'-m_js': '@0'},
            ['once it has the parser of this language; it says how: keyguard fix -- -m.js '],
            id='like-an-option-without-parser',
        ),
    ],
)
def test_every_file_that_keyguard_can_mend_is_named(
    repository: Repository, files: dict[str, str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'tree_sitter', None)
    keys = {'@0': KEYS[0], '@1': KEYS[1], '@g': GROQ}
    forms = {'py': 'k = "@"\n', 'js': 'const k = "@"\n', 'ts': 'const k = "@"\n', 'go': 'package m\n\nvar k = "@"\n'}
    texts = {name: forms[name.partition('_')[2]].replace('@', keys[key]) for name, key in files.items()}
    told = _told(_looked(repository, **texts))
    assert all(each in told for each in words), told


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr(name, data)
    return out.getvalue()


_FILES = {
    'plain.py': f'k = "{KEYS[0]}"\nl = "{KEYS[1]}"\n'.encode(),
    'wide.py': f'k = "{KEYS[0]}"\n'.encode('utf-16'),
    'kept.py': f'k = "{KEYS[0]}"\nl = "{KEYS[1]}"  # keyguard: allow[openai-project-key] a sample\n'.encode(),
    'code.yaml': b'value: ' + base64.b64encode(f'key = "{KEYS[2]}" # and more than that'.encode()) + b'\n',
    'long.py': b'x = 1\n' * 20_000 + f'k = "{KEYS[1]}"\n'.encode() + b'y = 2\n' * 20_000,
    'two.zip': _zip('in/a!b.env', f'OPENAI_API_KEY={KEYS[2]}\n'.encode()),
}


@pytest.mark.parametrize('most', [outlook._BYTES, 10], ids=['looked at whole', 'looked at around the key'])
@pytest.mark.parametrize('name', _FILES)
def test_who_found_it_makes_no_difference(
    name: str, most: int, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(name, _FILES[name])
    repository.stage()
    root = str(repository.folder)
    settings = Settings(root, root)

    def told(away: bool) -> object:
        report = run([Blob(name.encode(), _FILES[name])], settings)
        if away:
            report = load_report(dump(report), settings.provider)
            assert not any(finding.secret.here for finding in report.findings)
            monkeypatch.setattr(outlook, '_BYTES', most)
        names = {finding.path: os.path.join(root, os.fsdecode(finding.path)) for finding in report.findings}
        outlook.prepare(report, settings, names)
        assert all(finding.secret.here for finding in report.findings)
        monkeypatch.undo()
        monkeypatch.chdir(root)
        return [
            (finding.secret.masked, finding.way and finding.way.state, finding.way and finding.way.becomes)
            for finding in report.findings
        ]

    whole = told(False)
    assert whole
    if most == 10:
        # nothing is said of how a large file would change, only how far its keys have got
        assert [each[:2] for each in told(True)] == [each[:2] for each in whole]  # type: ignore[attr-defined]
    else:
        assert told(True) == whole


def test_key_that_is_gone_since_it_was_found_stays_masked(repository: Repository) -> None:
    root = str(repository.folder)
    settings = Settings(root, root)
    report = load_report(dump(run([Blob(b'a.py', f'k = "{KEYS[0]}"\n'.encode())], settings)), settings.provider)
    for text in (None, 'k = 1\n'):
        if text:
            repository.write('a.py', text)
        outlook.prepare(report, settings, {b'a.py': os.path.join(root, 'a.py')})
        assert [finding.secret.here for finding in report.blocked] == [False]
