"""What the documents show is what runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from keyguard import __version__, baseline, places
from keyguard.catalogue import known_ids, one
from keyguard.cli import parser
from keyguard.config import load
from keyguard.hook import OPTIONS
from keyguard.samples import sample
from keyguard.secret import Secret
from testing import pictures, readme
from testing.repository import Repository, isolated

ROOT = Path(__file__).parents[1]
TEXT = readme.README.read_text(encoding='utf-8')


def test_readme_shows_what_the_program_prints_today() -> None:
    assert readme.current(TEXT) == TEXT, 'run: python -m testing.readme'


@pytest.mark.parametrize('name', pictures.PICTURES)
def test_pictures_show_what_the_program_prints_today(name: str) -> None:
    shown = (pictures.FOLDER / name).read_text(encoding='utf-8')
    assert shown == pictures.PICTURES[name](), 'run: python -m testing.pictures'
    assert f'](docs/{name})' in TEXT


def test_ci_runs_the_readmes_own_line() -> None:
    line = re.search(r'<!-- test:begin -->\s*```sh\n(.*?)\n```', TEXT, re.S)
    assert line and 'pytest' in line.group(1)
    assert 'test:begin' in (ROOT / '.ci' / 'run').read_text(encoding='utf-8')


def test_readme_configuration_is_read(tmp_path: Path) -> None:
    block = re.search(r'## Configuration.*?```yaml\n(.*?)```', TEXT, re.S)
    assert block
    path = tmp_path / '.keyguard.yaml'
    path.write_text(block.group(1), encoding='utf-8')
    assert load(str(path), known_ids).store == 'HashiCorp Vault'


def test_readme_hooks_are_the_manifests() -> None:
    manifest = yaml.safe_load((ROOT / '.pre-commit-hooks.yaml').read_text(encoding='utf-8'))
    block = re.search(r'```yaml\n(repos:.*?)```', TEXT, re.S)
    assert block
    shown = yaml.safe_load(block.group(1))['repos'][0]
    assert [hook['id'] for hook in shown['hooks']] == [hook['id'] for hook in manifest]
    assert shown['rev'] == f'v{__version__}'


def test_readme_names_every_command_and_common_option() -> None:
    commands = next(action.choices for action in parser()._actions if action.dest == 'command')
    assert commands
    for command in commands:
        assert f'`keyguard {command}' in TEXT, command
    for option in OPTIONS.keys() - {'--help', '--version'}:
        assert option in TEXT, option


def test_readme_names_every_action_on_a_baseline_and_shows_commands_that_exist() -> None:
    whole = parser()
    commands = next(action.choices for action in whole._actions if action.dest == 'command')
    assert commands
    actions = next(action.choices for action in commands['baseline']._actions if action.dest == 'action')
    for name in actions:
        assert f'`keyguard baseline {name}' in TEXT, name
    for line in re.findall(r'^\$ keyguard (.*)$|`keyguard (baseline [a-z]+(?: --[a-z-]+)*)`', TEXT, re.M):
        words = shlex.split(line[0] or line[1])
        needed = {'import': ['FILE'], 'merge': ['--repair']}.get(words[1] if words[1:] else '', [])
        whole.parse_args([*words, *needed])


def test_readme_merge_driver_is_what_git_is_told(tmp_path: Path) -> None:
    block = re.search(r'```sh\n(echo .*?)```', TEXT, re.S)
    assert block
    repository = Repository(tmp_path / 'work', isolated(tmp_path / 'home'))
    assert repository.run('sh', '-euc', block.group(1)).code == 0
    assert repository.git('config', 'merge.keyguard.driver').strip() == 'keyguard baseline merge %O %A %B %P'
    told = repository.git('check-attr', 'merge', '--', places.BASELINE)
    assert told.strip() == f'{places.BASELINE}: merge: keyguard'


def test_example_baseline_holds_dead_samples() -> None:
    example = baseline.load(str(ROOT / 'baseline.example.json'))
    assert {entry['verdict'] for entry in example.entries} == set(baseline.VERDICTS)
    for entry in example.entries:
        detector = next(
            each for each in one(entry['detector'].partition('-')[0]).detectors if each.id == entry['detector']
        )
        assert entry['fingerprint'] == Secret(sample(detector, 0)).fingerprint
    assert (ROOT / 'baseline.example.json').read_text(encoding='utf-8') == example.dump()
