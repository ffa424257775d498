from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from keyguard.catalogue import everything, one
from keyguard.errors import BLOCKED, INCOMPLETE, OK
from keyguard.excerpt import escaped, shown
from keyguard.model import Blob, Report, Way
from keyguard.pipeline import run
from keyguard.remedies import calling
from keyguard.report import layout, text, verdict
from keyguard.report.json import render as render_json
from keyguard.samples import sample, surroundings
from keyguard.settings import Settings

KEYS = [sample(detector, 1).decode() for detector in one('openai').detectors[:3]]
OTHER = sample(one('anthropic').detectors[0], 1).decode()


def _report(*files: tuple[str, str]) -> Report:
    return run([Blob(name.encode(), data.encode()) for name, data in files], Settings())


def _hidden(output: str, *keys: str) -> None:
    for key in keys:
        assert not any(key[at : at + 8] in output for at in range(14, len(key) - 7))


@pytest.mark.parametrize(
    ('blocked', 'unread', 'code'),
    [(0, 0, OK), (1, 0, BLOCKED), (0, 1, INCOMPLETE), (1, 1, INCOMPLETE)],
)
def test_verdict(blocked: int, unread: int, code: int) -> None:
    report = _report(('a.py', f'k = "{KEYS[0]}"')) if blocked else _report()
    report.unread += [(b'x', 'gone')] * unread
    assert verdict(report) == code


def test_several_keys_share_the_steps_of_their_provider() -> None:
    report = _report(('a.py', f'a = "{KEYS[0]}"\nb = "{KEYS[0]}"\n'), ('b.py', f'c = "{KEYS[1]}"\nd = "{OTHER}"\n'))
    out = text.render(report, 'keys found')
    assert out.startswith('keyguard: keys found, 3 keys in 2 files\n')
    assert out.count('  1 Take it out') == 2
    assert 'and likewise in 2 other places of this kind, each key under a name of its own.' in ' '.join(out.split())
    assert '  OpenAI\n' in out and '  Anthropic\n' in out
    _hidden(out, *KEYS, OTHER)


def test_many_places_are_counted() -> None:
    report = _report(('a.py', ''.join(f'k{at} = "{KEYS[0]}"\n' for at in range(60))))
    out = text.render(report, 'keys found')
    assert '… and 35 more places' in out
    assert len(json.loads(render_json(report))['findings']) == 60


def test_team_has_its_say() -> None:
    out = text.render(
        _report(('a.py', f'k = "{KEYS[0]}"')), 'x', store='HashiCorp Vault', help='https://wiki.example/x'
    )
    assert 'For production, HashiCorp Vault / OpenBao, where this team keeps its keys:\n' in out
    assert 'keyguard guide openai --store vault\n' in out
    assert 'How this team does it: https://wiki.example/x' in out


@pytest.mark.parametrize(
    ('line', 'shown_line'),
    [
        ('a = "@0"; b = "@2"', 'a = "…"; b = "…"'),
        ('@2 @0 @2', '… … …'),
        ('x' * 300 + '="@0" ' + 'y' * 300, ''),
        ('secret = "dGhpcyBpcyBiYXNlNjQgMTIzNDU2Nzg5MDEyMw==", "@0"', 'secret = "…"'),
    ],
    ids=['two-keys', 'three-keys', 'long-line', 'another-secret'],
)
def test_line_is_shown_without_any_key(line: str, shown_line: str) -> None:
    line = line.replace('@0', KEYS[0]).replace('@2', OTHER)
    out = text.render(_report(('a.py', line)), 'x')
    _hidden(out, KEYS[0], OTHER)
    row = next(row for row in out.splitlines() if row.startswith('    1 | '))
    assert len(row) < 150
    assert row.count('…') >= max(1, shown_line.count('…'))
    assert 'dGhpcyBpcyBi' not in out


def test_control_characters_of_names_and_lines_are_escaped() -> None:
    report = _report(('a\x1b[31m\n.py', f'\x1b]0;x\x07 k = "{KEYS[0]}"'))
    out = text.render(report, 'x')
    assert '\x1b' not in out and '\x07' not in out
    assert 'a\\x1b[31m\\n.py' in out
    assert escaped('a\u202eb') == 'a\\u202eb'
    assert shown(b'\xff') == '\\xff'


def test_json_report_is_the_documented_shape() -> None:
    report = _report(('a.py', f'k = "{KEYS[0]}"\nx = "{KEYS[1]}"  # keyguard: allow dead\n'))
    report.unread.append((b'big.bin', 'permission denied'))
    whole = json.loads(render_json(report))
    assert list(whole) == ['schema', 'tool', 'examined', 'findings', 'accepted', 'unread', 'notes']
    assert whole['schema'] == 1 and whole['tool']['name'] == 'keyguard'
    finding = whole['findings'][0]
    assert {
        *(
            'fingerprint',
            'provider',
            'detector',
            'title',
            'confidence',
            'path',
            'line',
            'column',
            'end_line',
            'end_column',
            'view',
        ),
        *('masked', 'length', 'commit', 'first_seen', 'age_days', 'in_head', 'remedy'),
    } <= finding.keys()
    assert (finding['line'], finding['column'], finding['end_column']) == (1, 6, 6 + len(KEYS[0]))
    assert whole['accepted'][0]['reason'] == 'comment: keyguard: allow (dead)'
    remedy = {'steps': ['Let whoever runs keyguard read it:\nchmod u+r -- big.bin'], 'exclude': None}
    assert whole['unread'] == [{'path': 'big.bin', 'reason': 'permission denied', 'remedy': remedy}]
    _hidden(render_json(report), *KEYS)


def test_accepted_findings_are_listed_on_request() -> None:
    report = _report(('a.py', f'x = "{KEYS[1]}"  # keyguard: allow dead\n'))
    assert 'keyguard: allow' not in text.render(report, 'x')
    out = text.render(report, 'x', show_accepted=True)
    assert 'accepted, 1 finding:' in out and 'comment: keyguard: allow (dead)' in out


@pytest.mark.parametrize(
    ('number', 'words'),
    [(0, '0 bytes'), (1, '1 byte'), (999, '999 bytes'), (1000, '1.0 kB'), (48_211, '48.2 kB'), (999_940, '999.9 kB'),
     (1_000_000, '1.0 MB'), (2_500_000_000, '2.5 GB'), (7_000_000_000_000, '7000.0 GB')],
)  # fmt: skip
def test_sizes(number: int, words: str) -> None:
    assert layout.size(number) == words


@pytest.mark.parametrize(
    ('shell', 'line'),
    [
        ('/bin/bash', "PATH=$PATH:'FOLDER'"),
        ('/usr/bin/fish', "set --global --append PATH 'FOLDER'"),
        ('/usr/bin/pwsh', "$env:PATH += [IO.Path]::PathSeparator + 'FOLDER'"),
    ],
    ids=['bash', 'fish', 'powershell'],
)
def test_inside_of_pre_commit_it_says_where_the_command_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, line: str
) -> None:
    folder = tmp_path / 'the bin'
    monkeypatch.setenv('PRE_COMMIT', '1')
    monkeypatch.setenv('SHELL', shell)
    monkeypatch.setenv('PATH', os.pathsep.join((str(folder), str(tmp_path))))
    monkeypatch.setattr(sys, 'executable', str(folder / 'python'))
    assert calling.searched() == ''
    name = 'keyguard.exe' if sys.platform == 'win32' else 'keyguard'
    folder.mkdir()
    (folder / name).write_text('')
    (folder / name).chmod(0o755)
    assert calling.searched() == line.replace('FOLDER', str(folder))
    assert f'  keyguard is not on your PATH; in this shell:\n        {calling.searched()}\n' in text.render(
        _report(('a.py', f'k = "{KEYS[0]}"')), 'x'
    )
    # where the person has it anyway
    (tmp_path / name).write_text('')
    (tmp_path / name).chmod(0o755)
    assert calling.searched() == ''
    (tmp_path / name).unlink()
    monkeypatch.delenv('PRE_COMMIT')
    assert calling.searched() == ''


def test_stores_that_the_repository_uses_come_first() -> None:
    report = _report(('a.py', f'k = "{KEYS[0]}"'))
    out = text.render(report, 'x', near=('github-actions', 'fly'))
    assert 'program may read:\n        keyguard guide openai --store fly\n' in out
    assert 'For the pipeline:\n        keyguard guide openai --store github-actions\n' in out
    assert 'aws-secrets-manager, google-secret-manager' in out
    assert 'keyguard guide openai --store aws-secrets-manager' in text.render(report, 'x')


@pytest.mark.parametrize(
    ('state', 'where', 'first', 'words'),
    [
        ('written', '', '  1 Take it out', 'Git knows of no push of this file with it.'),
        ('staged', '', '  1 Take it out', 'Git knows of no push of this file with it.'),
        ('committed', 'abcdef0123', '  1 Take it out', 'It is in commit abcdef0123, which is not pushed.'),
        ('pushed', 'origin/main', '  1 Revoke it first, for it was pushed to origin/main', 'does not take that back'),
        ('unknown', '', '  1 Take it out', 'If it was ever pushed, pasted or logged, revoke it first'),
    ],
)
def test_what_comes_first_depends_on_how_far_the_key_has_got(state: str, where: str, first: str, words: str) -> None:
    report = _report(('a.py', f'k = "{KEYS[0]}"'))
    report.blocked[0].way = way = Way()
    way.state, way.where = state, where
    out = text.render(report, 'x')
    assert next(line for line in out.splitlines() if line.startswith('  1 ')).startswith(first)
    assert words in ' '.join(out.split())
    assert ('keyguard guide leak' in out) == (state == 'committed')
    assert json.loads(render_json(report))['findings'][0]['state'] == state


def test_many_providers_stay_on_a_screen() -> None:
    kinds = [(each, each.detectors[0]) for each in everything() if each.detectors][:30]
    data = b''.join(surroundings(provider, kind, sample(kind, 5)) for provider, kind in kinds)
    report = _report(('a.env', data.decode()))
    out = text.render(report, 'x')
    providers = len({finding.provider.id for finding in report.blocked})
    assert providers > 20
    assert out.count('  2 Put it where it belongs') == 2
    assert 'and likewise:' in out
    assert f'… and {providers - 14} more providers' in out
    assert len(out.splitlines()) < 90


def test_no_output_of_files_with_every_kind_of_key_holds_a_part_of_one() -> None:
    """Each in a line of its own, and many in one line; a few files, for the work grows with names times keys."""
    keys = [(detector, sample(detector, 7).decode()) for provider in everything() for detector in provider.detectors]
    files = []
    for at in range(0, len(keys), 50):
        part = keys[at : at + 50]
        data = '\n'.join(
            f'# {detector.names[0] if detector.names else ""}\nAPI_KEY = "{key}"' for detector, key in part
        )
        files += [(f'a{at}.py', data), (f'b{at}.py', data.replace('\n', ' '))]
    report = _report(*files)
    assert len(report.findings) > 1.8 * len(keys)
    parts = {}
    for detector, key in keys:
        start = len(detector.prefix_of(key.encode()))
        parts.update({key[at : at + 8]: detector.id for at in range(start, len(key) - 7)})
    for output in (text.render(report, 'x', show_accepted=True), render_json(report)):
        # what every JWT begins with is shown, and is no secret
        output = output.replace('eyJhbGciOi', '')
        shown_ones = {output[at : at + 8] for at in range(len(output) - 7)}
        assert {parts[part] for part in shown_ones & parts.keys()} == set()


def test_key_beside_the_base64_of_itself_is_not_shown() -> None:
    import base64

    line = f'k = "{KEYS[0]}"  # {base64.b64encode(KEYS[0].encode()).decode()} {KEYS[0].encode().hex()}'
    out = text.render(_report(('a.py', line)), 'x')
    assert base64.b64encode(KEYS[0].encode()).decode()[20:32] not in out
    assert KEYS[0].encode().hex()[20:32] not in out
