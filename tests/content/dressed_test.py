"""Each carrier with each of twenty kinds of key: found, named with its view, at its place, and seen by the door."""

from __future__ import annotations

import io
import zipfile

import pytest

from keyguard.catalogue import everything
from keyguard.content.beginnings import HEAD, carrier
from keyguard.disguise import carries_files
from keyguard.hook import main
from keyguard.kinds import Detector, Provider
from keyguard.model import Blob, Finding
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.dressed import DRESSED, PACKED

IDS = [
    'openai-project-key',
    'anthropic-api-key',
    'mistral-api-key',
    'deepgram-api-key',
    'exa-api-key',
    'groq-api-key',
    'huggingface-user-token',
    'google-gemini-auth-key',
    'langfuse-secret-key',
    'xai-api-key',
    'azure-ai-key',
    'aws-bedrock-long-term-key',
    'qdrant-api-key',
    'voyage-api-key',
    'cohere-api-key',
    'perplexity-api-key',
    'replicate-api-token',
    'pinecone-api-key',
    'elevenlabs-api-key',
    'nvidia-api-key',
]
KINDS = {
    detector.id: (provider, detector)
    for provider in everything()
    for detector in provider.detectors
    if detector.id in IDS
}


def _words(provider: Provider, detector: Detector) -> tuple[str, str]:
    variable = detector.env or (provider.env[0] if provider.env else 'API_KEY')
    return variable, next((name for name in detector.names if name[0] != '<'), provider.id)


def _blocked(name: str, data: bytes) -> list[Finding]:
    report = run([Blob(name.encode(), data)], Settings())
    assert report.unread == []
    return report.blocked


def test_the_twenty_kinds_are_there() -> None:
    assert sorted(KINDS) == sorted(IDS)


@pytest.mark.parametrize('id', IDS)
@pytest.mark.parametrize('carrier', DRESSED)
def test_key_in_other_dress_is_found_at_its_place(carrier: str, id: str) -> None:
    provider, detector = KINDS[id]
    key = sample(detector, 3)
    name, data, view, carried = DRESSED[carrier](*_words(provider, detector), key.decode())
    found = [finding for finding in _blocked(name, data) if finding.secret.reveal() == key]
    assert found, 'not found'
    assert doubtful(data, name.encode(), BOOK), 'the door would call it clean'
    for finding in found:
        assert finding.detector.id == id
        start, end = finding.span
        at = data.index(carried)
        assert at <= start < end <= at + len(carried)
        assert finding.line == data.count(b'\n', 0, start) + 1
        assert finding.column == start - data.rfind(b'\n', 0, start)
    if view != 'quoted-printable':
        # a key without a sign that is escaped there is whole in the plain text, too
        assert {finding.view for finding in found} == {view}
    if view == 'notebook':
        assert [finding.cell for finding in found] == [2]
        assert [finding.cell_line for finding in found] == [3]


@pytest.mark.parametrize('carrier', DRESSED)
def test_carrier_without_a_key_is_silent(carrier: str) -> None:
    for text in (
        'a-name-with-dashes-and-nothing-else',
        'aNameInCamelCaseThatIsRatherLong',
        'changeme_changeme_changeme',
    ):
        name, data, _, _ = DRESSED[carrier]('MISTRAL_API_KEY', 'mistral', text)
        assert _blocked(name, data) == []


@pytest.mark.parametrize('name', PACKED)
@pytest.mark.parametrize('id', IDS[:4])
def test_key_in_an_archive_is_found(name: str, id: str) -> None:
    provider, detector = KINDS[id]
    variable, word = _words(provider, detector)
    key = sample(detector, 4)
    pack, path = PACKED[name]
    data = pack(f'# {word}\nDEBUG=1\n{variable}={key.decode()}\n'.encode())
    found = _blocked(name, data)
    assert {finding.path for finding in found} == {path.encode()}
    assert [(finding.detector.id, finding.line, finding.column) for finding in found] == [(id, 3, len(variable) + 2)]
    assert doubtful(data, name.encode(), BOOK)


@pytest.mark.parametrize('name', PACKED)
def test_door_opens_whatever_the_archives_open(name: str) -> None:
    data = PACKED[name][0](b'nothing')
    for text in (data, b'%PDF-1.7\n', b'a preface\n' * 90 + b'%PDF-1.7\n', data[:300]):
        assert carries_files(text) or not carrier(text[:HEAD])
    assert carries_files(b'a preface\n' * 90 + b'%PDF-1.7\n')


def test_accepted_key_in_a_package_hides_no_blocked_one_around_it() -> None:
    key = sample(KINDS['openai-project-key'][1], 7).decode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w') as archive:
        archive.writestr('a.py', f'k = "{key}"  # keyguard: allow[openai-project-key] sample\n')
        archive.comment = f'\nk = "{key}"\n'.encode()
    report = run([Blob(b'a.zip', packed.getvalue())], Settings())
    assert [finding.path for finding in report.accepted] == [b'a.zip!a.py']
    assert [finding.path for finding in report.blocked] == [b'a.zip']


def test_the_hook_blocks_an_archive_and_names_the_file_inside(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    monkeypatch.chdir(tmp_path)
    key = sample(KINDS['openai-project-key'][1], 5).decode()
    pack, path = PACKED['app.whl']
    (tmp_path / 'app.whl').write_bytes(pack(f'OPENAI_API_KEY = "{key}"\n'.encode()))
    assert main(['app.whl']) == 1
    shown = capsys.readouterr().out
    assert f'{path}:1:19' in shown and key not in shown
    (tmp_path / 'cut.whl').write_bytes((tmp_path / 'app.whl').read_bytes()[:-30])
    assert main(['cut.whl']) in (1, 3)


def test_finding_in_a_notebook_names_the_cell(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    monkeypatch.chdir(tmp_path)
    key = sample(KINDS['openai-project-key'][1], 6).decode()
    name, data, _, _ = DRESSED['notebook-source']('OPENAI_API_KEY', 'openai', key)
    (tmp_path / name).write_bytes(data)
    assert main([name]) == 1
    assert '(cell 2, line 3)' in capsys.readouterr().out
