"""Regressions: each of these was wrong once."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard import detect
from keyguard.catalogue import everything, one
from keyguard.cli import main
from keyguard.hook import main as hook
from keyguard.model import Blob, Finding, Report
from keyguard.pipeline import run
from keyguard.report.json import render as render_json
from keyguard.report.text import render as render_text
from keyguard.samples import sample
from keyguard.settings import Settings

MISTRAL = sample(one('mistral').detectors[0], 1).decode()
OPENAI = sample(one('openai').detectors[0], 1).decode()


def _report(text: str, name: str = 'app.py') -> Report:
    return run([Blob(name.encode(), text.encode())], Settings())


def _ids(text: str, name: str = 'app.py') -> list[str]:
    return [finding.detector.id for finding in _report(text, name).blocked]


def _user_keys() -> list[bytes]:
    detector = next(each for each in one('openai').detectors if each.id == 'openai-user-key')
    return [sample(detector, seed) for seed in range(40)]


def test_kind_before_an_inner_literal_is_no_placeholder() -> None:
    keys = [key for key in _user_keys() if not key.startswith(b'sk-None-')]
    for name in ('None', 'my', 'demo', 'test', 'the'):
        assert _ids(f'k = "sk-{name}-{keys[0][3:].decode()}"') != []


def test_many_inner_literals_in_one_run_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how many stretches are searched grows with the bytes, not with the literals."""
    looked = []
    real = detect._stretch
    monkeypatch.setattr(detect, '_stretch', lambda data, at: looked.append(at) or real(data, at))
    _report('T3BlbkFJ' * 4000)
    detectors = sum(detector.inside for detector in one('openai').detectors)
    assert len(looked) <= detectors * (8 * 4000 // 500 + 2)


@pytest.mark.parametrize('name', ['logs/@.txt', 'x@.txt', '@', '@/a.py'])
def test_key_of_the_content_is_masked_in_the_file_name(name: str) -> None:
    for key in (MISTRAL, OPENAI):
        report = _report(f'MISTRAL_API_KEY={key}\n', name.replace('@', key))
        assert report.blocked
        for output in (render_text(report, 'x'), render_json(report)):
            assert not any(key[at : at + 8] in output for at in range(8, len(key) - 7))


@pytest.mark.parametrize(
    'name', ['src/components/UserProfileSettingsCardTwo.tsx', 'a' * 60 + '.py', 'main.3f2a9c1b7d2e4f6a8b0c2d4e.js']
)
def test_name_of_a_file_that_was_read_stays_whole(name: str) -> None:
    assert name in render_text(_report(f'k = "{OPENAI}"', name), 'x')


def test_name_of_a_file_that_is_not_there_is_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / '.git').mkdir()
    for key in (MISTRAL, OPENAI):
        assert hook([f'nope-{key}']) == 3
        assert main(['audit', '--format', 'json', f'nope/{key}']) == 3
        captured = capsys.readouterr()
        assert not any(key[at : at + 8] in captured.out + captured.err for at in range(8, len(key) - 7))


@pytest.mark.parametrize('name', ['secrets/mistral_api_key', 'mistral.key', 'run/secrets/MISTRAL_TOKEN'])
def test_file_that_holds_nothing_but_a_key(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ids(MISTRAL, name) == ['mistral-api-key']
    assert _ids(MISTRAL + '\n', name) == ['mistral-api-key']
    monkeypatch.chdir(tmp_path)
    (tmp_path / '.git').mkdir()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(MISTRAL)
    assert hook([name]) == 1


@pytest.mark.parametrize('words', range(0, 200, 7))
def test_reason_of_a_comment_is_masked_before_it_is_cut(words: int) -> None:
    accepted: list[Finding] = _report(f'/* keyguard: allow {"v" * words} KEY="{OPENAI}" */').accepted
    assert not any(OPENAI[at : at + 8] in finding.accepted for finding in accepted for at in range(8, len(OPENAI) - 7))


def test_acceptance_with_a_broken_list_accepts_nothing() -> None:
    assert _ids(f'k = "{OPENAI}"  # keyguard: allow[groq') == ['openai-project-key']


def test_reason_that_holds_a_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'a.py').write_text(f'k = "{OPENAI}"\n')
    assert main(['baseline', 'accept', 'a.py:1', '--reason', f'it is {OPENAI}']) == 2
    assert main(['baseline', 'accept', f'kg1:{OPENAI}', '--reason', 'x']) == 2
    captured = capsys.readouterr()
    assert not any(OPENAI[at : at + 8] in captured.out + captured.err for at in range(8, len(OPENAI) - 7))
    assert not (tmp_path / '.keyguard.baseline.json').exists()


@pytest.mark.parametrize(
    'text',
    [
        'MISTRAL_API_KEY=\nSECRET_KEY=@@', 'MISTRAL_API_KEY=\nJWT_SECRET=@@', 'MISTRAL_API_KEY=\nSESSION_SECRET=@@',
        'mistral_cache_key = "@@"', 'mistral login --relogin; git checkout @@', 'mistral_index_id_key = "@@"',
    ],
)  # fmt: skip
def test_secret_of_another_owner_is_not_the_neighbours(text: str) -> None:
    assert _ids(text.replace('@@', MISTRAL), '.env') == []


@pytest.mark.parametrize(
    'text',
    [
        'variable "mistral_api_key" {\n  type = string\n  default = "@@"\n}', '<key>MISTRAL_API_KEY</key>\n<string>@@</string>',
        'MISTRAL_BASE_URL=https://api.mistral.ai\nAPI_KEY=@@', '\x1b[38;5;208mMISTRAL_API_KEY=@@',
    ],
)  # fmt: skip
def test_key_in_these_places_is_found(text: str) -> None:
    assert _ids(text.replace('@@', MISTRAL)) == ['mistral-api-key']


def test_every_kind_of_key_in_a_file_name_beside_its_content() -> None:
    for provider in everything():
        for detector in provider.detectors:
            key = sample(detector, 2).decode()
            if '/' in key or not detector.alone:
                continue
            variable = detector.env or (provider.env[0] if provider.env else 'API_KEY')
            word = detector.names[0] if detector.names else 'service'
            report = _report(f'# {word}\n{variable}={key}\n', f'a/{key}.txt')
            start = len(detector.prefix_of(key.encode()))
            output = render_text(report, 'x') + render_json(report)
            assert not any(key[at : at + 8] in output for at in range(start, len(key) - 7)), detector.id


@pytest.mark.parametrize('size', [8, 12, 15, 19])
def test_pieces_of_the_key_on_its_own_line_are_not_shown(size: int) -> None:
    pieces = ' '.join(OPENAI[at : at + size] for at in range(8, len(OPENAI) - size, size))
    report = _report(f'a = "{pieces}"; k = "{OPENAI}"  # {pieces}')
    output = render_text(report, 'x') + render_json(report)
    assert not any(OPENAI[at : at + 8] in output for at in range(8, len(OPENAI) - 7))


@pytest.mark.parametrize('provider', ['github-models', 'vercel', 'cloudflare-ai'])
def test_key_whose_checksum_fails_is_no_key_in_its_own_variable_either(provider: str) -> None:
    detector = one(provider).detectors[0]
    key = sample(detector, 1).decode()
    broken = key[:10] + ('a' if key[10] != 'a' else 'b') + key[11:]
    report = _report(f'{one(provider).env[0]} = "{broken}"\n')
    assert report.blocked == []
    assert [finding.accepted.partition(':')[0] for finding in report.accepted] == ['not a key']
