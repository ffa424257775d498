"""The real detect-secrets reads what keyguard writes, and the other way round."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.interop import detect_secrets_plugin as plugin
from keyguard.places import BASELINE
from keyguard.samples import sample, surroundings
from keyguard.secret import Secret
from testing.baselines import DIGESTS, KEYS, PRINTS, kept
from testing.repository import Repository, Result

ROOT = Path(__file__).parents[2]


@pytest.fixture
def work(inside: Repository) -> Repository:
    # for the commands that it starts
    inside.environment['PYTHONPATH'] = str(ROOT)
    inside.write('a.py', f'\nclient = OpenAI(api_key="{KEYS[0]}")\n')
    inside.write('b.py', f'key = "{KEYS[1]}"\n')
    inside.write('c.py', f'key = "{KEYS[2]}"\n')
    inside.record()
    return inside


def _detect_secrets(work: Repository, module: str, *arguments: str) -> Result:
    return work.run(sys.executable, '-m', module, *arguments)


def _entries(repository: Repository) -> dict[object, tuple[object, object]]:
    return {each['fingerprint']: (each['verdict'], each['reason']) for each in kept(repository)}


def test_plugin_finds_with_our_catalogue(work: Repository) -> None:
    providers = ('openai', 'groq', 'mistral', 'cohere', 'azure-openai')
    digests = {}
    for id in providers:
        provider = one(id)
        key = sample(provider.detectors[0], 1)
        work.write(f'{id}.env', surroundings(provider, provider.detectors[0], key))
        digests[f'{id}.env'] = Secret(key).sha1.removeprefix('sha1:')
    assert plugin.__file__
    result = _detect_secrets(work, 'detect_secrets', 'scan', '--all-files', '-p', plugin.__file__)
    assert result.code == 0, result
    found = json.loads(result.stdout)['results']
    for name, digest in digests.items():
        ours = [each for each in found[name] if each['type'] == plugin.SECRET_TYPE]
        assert [each['hashed_secret'] for each in ours] == [digest], name
    assert [each['line_number'] for each in found['b.py'] if each['type'] == plugin.SECRET_TYPE] == [1]


def test_call_with_a_key_is_found_without_the_filter_that_the_page_names(work: Repository) -> None:
    page = (ROOT / 'docs' / 'baseline.md').read_text(encoding='utf-8')
    (option,) = re.findall(r'`(--disable-filter [\w.]+)`', page)
    work.write('call.py', f'client = OpenAI(api_key="{KEYS[0]}")\n')
    work.stage()
    for words, found in ((), []), (option.split(), [plugin.SECRET_TYPE]):
        result = _detect_secrets(work, 'detect_secrets', 'scan', *words, '-p', str(plugin.__file__))
        told = json.loads(result.stdout)['results'].get('call.py', [])
        assert [each['type'] for each in told if each['type'] == plugin.SECRET_TYPE] == found, result


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        (f'key = "{KEYS[0]}"', [KEYS[0]]),
        (f'{KEYS[0]} {KEYS[1]}', [KEYS[0], KEYS[1]]),
        ('key = "sk-proj-your-key-here"', []),
        (f'key = "{KEYS[0]}"  # keyguard: allow', []),
    ],
    ids=['one', 'two', 'placeholder', 'comment'],
)
def test_plugin_on_a_text_alone(text: str, expected: list[str]) -> None:
    assert list(plugin.KeyguardDetector().analyze_string(text)) == expected
    found = plugin.KeyguardDetector().analyze_line('a.py', text, 7)
    assert sorted(each.secret_value for each in found) == sorted(expected)
    assert {each.line_number for each in found} <= {7}


def test_export_is_loaded_kept_and_audited(work: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for at, verdict in enumerate(('test-key', 'real')):
        assert main(['baseline', 'accept', PRINTS[at], '--reason', 'x', '--verdict', verdict]) == 0
    assert main(['baseline', 'accept', PRINTS[2], '--reason', 'x']) == 0
    (work.folder / 'c.py').unlink()
    capsys.readouterr()
    assert main(['baseline', 'export', '--output', '.secrets.baseline']) == 0
    assert f'not carried over (not in the work tree): {PRINTS[2]}' in capsys.readouterr().err
    text = work.read('.secrets.baseline')
    assert main(['baseline', 'export']) == 0
    assert capsys.readouterr().out.encode() == text
    work.record()
    # the hook loads it and finds nothing new
    hook = _detect_secrets(work, 'detect_secrets.pre_commit_hook', '--baseline', '.secrets.baseline', 'a.py', 'b.py')
    assert hook.code == 0, hook
    # a scan that brings it up to date keeps every entry and label
    before = json.loads(text)
    assert _detect_secrets(work, 'detect_secrets', 'scan', '--baseline', '.secrets.baseline').code == 0
    after = json.loads(work.read('.secrets.baseline'))
    assert after['results'] == before['results']
    labels = {each['hashed_secret']: each['is_secret'] for found in after['results'].values() for each in found}
    assert labels == {each.removeprefix('sha1:'): at == 1 for at, each in enumerate(DIGESTS[:2])}
    # and its audit finds each secret again at its line
    real = _detect_secrets(work, plugin.__name__, 'audit', '--report', '--only-real', '--json', '.secrets.baseline')
    assert real.code == 0 and KEYS[1] in real.stdout and KEYS[0] not in real.stdout
    stats = _detect_secrets(work, plugin.__name__, 'audit', '--stats', '--json', '.secrets.baseline')
    raw = json.loads(stats.stdout)[plugin.KeyguardDetector.__name__]['stats']['raw']
    assert (raw['true-positives'], raw['false-positives']) == (1, 1)


def test_round_trip_keeps_the_labels(work: Repository) -> None:
    assert main(['baseline', 'accept', PRINTS[0], '--reason', 'x']) == 0
    assert main(['baseline', 'accept', PRINTS[1], '--reason', 'x', '--verdict', 'real']) == 0
    assert main(['baseline', 'export', '--output', 'exported']) == 0
    (work.folder / BASELINE).unlink()
    assert main(['baseline', 'import', 'exported']) == 0
    assert {each: verdict for each, (verdict, _) in _entries(work).items()} == {
        PRINTS[0]: 'false-positive',
        PRINTS[1]: 'real',
    }


def _audited(work: Repository, keys: str) -> None:
    """A person labels the secrets of a new baseline in detect-secrets' own audit."""
    import pty

    (work.folder / '.secrets.baseline').write_text(
        _detect_secrets(work, 'detect_secrets', 'scan', '-p', str(plugin.__file__)).stdout
    )
    whole = json.loads(work.read('.secrets.baseline'))
    for found in whole['results'].values():
        found[:] = [each for each in found if each['type'] == plugin.SECRET_TYPE]
    work.write('.secrets.baseline', json.dumps(whole, indent=2))
    leader, follower = pty.openpty()
    os.write(leader, ''.join(f'{key}\n' for key in keys).encode())
    process = subprocess.Popen(
        [sys.executable, '-m', plugin.__name__, 'audit', '.secrets.baseline'],
        cwd=work.folder,
        env=work.environment,
        stdin=follower,
        stdout=subprocess.DEVNULL,
    )
    assert process.wait(60) == 0
    os.close(leader)
    os.close(follower)


@pytest.mark.skipif(sys.platform == 'win32', reason='no pseudo-terminals')
def test_labels_of_a_real_audit_arrive_the_right_way_round(
    work: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    work.write('a.py', f'key = "{KEYS[0]}"\n')
    # should it be committed? a.py: yes, so it is no secret; b.py: no, so it is one; c.py: not said
    _audited(work, 'yns')
    (work.folder / BASELINE).unlink(missing_ok=True)
    assert main(['baseline', 'import', '.secrets.baseline']) == 0
    assert '1 of them nobody has explained' in capsys.readouterr().out
    assert _entries(work) == {
        PRINTS[0]: ('false-positive', 'audited as no secret in detect-secrets'),
        PRINTS[1]: ('real', 'audited as a real secret in detect-secrets'),
        PRINTS[2]: ('false-positive', 'imported: in a baseline of detect-secrets, not audited'),
    }


def test_export_says_what_detect_secrets_cannot_read(work: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    work.write('c.py', f'key = "{KEYS[2]}"\n'.encode('utf-16'))
    assert main(['baseline', 'accept', PRINTS[2], '--reason', 'x']) == 0
    capsys.readouterr()
    # as in a process of its own, where no plugin is loaded yet
    get_mapping_from_secret_type_to_class.cache_clear()
    assert main(['baseline', 'export', '--plugin', 'plugins/keyguard.py']) == 0
    captured = capsys.readouterr()
    assert 'not carried over (detect-secrets does not read it)' in captured.err
    whole = json.loads(captured.out)
    assert whole['results'] == {}
    assert whole['plugins_used'][0]['path'] == 'file://plugins/keyguard.py'
