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
README = readme.README.read_text(encoding='utf-8')
# the README, and the pages that go further
PAGES = {page.name: page.read_text(encoding='utf-8') for page in readme.PAGES}
TEXT = '\n'.join(PAGES.values())


@pytest.mark.parametrize('page', PAGES)
def test_page_shows_what_the_program_prints_today(page: str) -> None:
    assert readme.current(PAGES[page]) == PAGES[page], 'run: python -m testing.readme'


@pytest.mark.parametrize('part', readme.PARTS)
def test_each_part_that_the_program_prints_stands_in_one_page(part: str) -> None:
    assert [TEXT.count(f'<!-- {part}:{edge} -->\n') for edge in ('begin', 'end')] == [1, 1]


def test_the_readme_shows_a_blocked_commit_and_is_short_enough_to_be_read() -> None:
    assert '<!-- blocked:begin -->' in README
    assert README.count('\n') <= 600


@pytest.mark.parametrize('page', [*PAGES, 'CONTRIBUTING.md', 'CHANGELOG.md'])
def test_every_link_to_a_file_leads_to_it_and_to_the_heading_that_it_names(page: str) -> None:
    path = next((each for each in readme.PAGES if each.name == page), ROOT / page)
    for link in re.findall(r'\]\(([^)#\s]*)(#[^)\s]*)?\)', path.read_text(encoding='utf-8')):
        name, anchor = link
        if '://' in name:
            continue
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), name
        if anchor:
            headings = re.findall(r'^#+ (.*)$', target.read_text(encoding='utf-8'), re.M)
            assert anchor[1:] in [re.sub(r'[^a-z0-9 -]', '', each.lower()).replace(' ', '-') for each in headings]


@pytest.mark.parametrize('page', [name for name in PAGES if name != 'README.md'])
def test_the_readme_leads_to_every_page(page: str) -> None:
    assert f'](docs/{page})' in README


@pytest.mark.parametrize('name', pictures.PICTURES)
def test_pictures_show_what_the_program_prints_today(name: str) -> None:
    shown = (pictures.FOLDER / name).read_text(encoding='utf-8')
    assert shown == pictures.PICTURES[name](), 'run: python -m testing.pictures'
    assert f'](docs/{name})' in README


def test_ci_runs_the_readmes_own_line() -> None:
    line = re.search(r'<!-- test:begin -->\s*```sh\n(.*?)\n```', README, re.S)
    assert line and 'pytest' in line.group(1)
    assert 'test:begin' in (ROOT / '.ci' / 'run').read_text(encoding='utf-8')


def test_readme_configuration_is_read(tmp_path: Path) -> None:
    block = re.search(r'## Configuration.*?```yaml\n(.*?)```', README, re.S)
    assert block
    path = tmp_path / '.keyguard.yaml'
    path.write_text(block.group(1), encoding='utf-8')
    assert load(str(path), known_ids).store == 'HashiCorp Vault'


def test_readme_hooks_are_the_manifests() -> None:
    manifest = yaml.safe_load((ROOT / '.pre-commit-hooks.yaml').read_text(encoding='utf-8'))
    block = re.search(r'```yaml\n(repos:.*?)```', README, re.S)
    assert block
    shown = yaml.safe_load(block.group(1))['repos'][0]
    assert [hook['id'] for hook in shown['hooks']] == [hook['id'] for hook in manifest]
    assert shown['rev'] == f'v{__version__}'


def test_readme_names_every_command_and_common_option() -> None:
    commands = next(action.choices for action in parser()._actions if action.dest == 'command')
    assert commands
    for command in commands:
        assert f'`keyguard {command}' in README, command
    for option in OPTIONS.keys() - {'--help', '--version'}:
        assert option in README, option


def test_readme_names_every_action_on_a_baseline_and_the_pages_show_commands_that_exist() -> None:
    whole = parser()
    commands = next(action.choices for action in whole._actions if action.dest == 'command')
    assert commands
    actions = next(action.choices for action in commands['baseline']._actions if action.dest == 'action')
    for name in actions:
        assert f'`keyguard baseline {name}' in README, name
    for line in re.findall(r'^\$ keyguard (.*)$|`keyguard (baseline [a-z]+(?: --[a-z-]+)*)`', TEXT, re.M):
        words = shlex.split(line[0] or line[1])
        needed = {'import': ['FILE'], 'merge': ['--repair']}.get(words[1] if words[1:] else '', [])
        whole.parse_args([*words, *needed])


def test_merge_driver_of_the_pages_is_what_git_is_told(tmp_path: Path) -> None:
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
