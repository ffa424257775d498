"""``keyguard guide``, from the command line to the page."""

from __future__ import annotations

import base64
import json
import os
import shutil
from pathlib import Path

import pytest

from keyguard import cli
from keyguard.catalogue import one
from keyguard.errors import INCOMPLETE, OK, USAGE
from keyguard.guide import states
from keyguard.samples import sample, surroundings
from testing.repository import Repository

OPENAI, GROQ = one('openai'), one('groq')
KEYS = [sample(OPENAI.detectors[0], seed) for seed in range(12)]
ACME = """\
providers:
  - id: acme-llm
    name: ACME gateway
    key_page: https://vault.acme.example/llm
    env: ACME_LLM_KEY
    limits: each key has its own
    detectors: [{id: acme-llm-key, title: ACME gateway key, literals: [acme_], pattern: 'acme_[a-z0-9]{40}'}]
"""


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setenv('SHELL', '/bin/bash')
    monkeypatch.setenv('COLUMNS', '80')
    for name in ('NO_COLOR', 'FORCE_COLOR'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def guide(capsys: pytest.CaptureFixture[str], *words: str, code: int = OK) -> str:
    """What it prints; what it complains of is behind a line of dashes."""
    assert cli.main(['guide', *words]) == code
    told = capsys.readouterr()
    return told.out + ('---\n' + told.err if told.err else '')


def test_without_a_word_everything_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    text = guide(capsys)
    # the practices and how to go on come before a screen is full
    assert text.split('\n').index('Providers') < 50 and 'least-privilege' in text.split('Go on')[0]
    assert all(word in text for word in ('openai', 'vault', 'leak', 'staged, committed, pushed'))


def test_provider_store_and_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert guide(capsys, 'openai').startswith('OpenAI\n')
    assert 'kv put -cas=0 -mount=secret llm/openai OPENAI_API_KEY=-' in guide(capsys, 'vault')
    text = guide(capsys, 'groq', '--store', 'hashicorp vault')
    assert 'llm/groq GROQ_API_KEY=-' in text and 'Filled in for Groq.' in text
    assert guide(capsys, '--store', 'vault') == guide(capsys, 'vault')
    assert guide(capsys, '--store', 'vercel').startswith('Vercel environment variables')
    assert '  keyguard guide --store vercel' in guide(capsys, 'vercel')


def test_language_is_that_of_the_repository_or_the_one_that_is_named(
    capsys: pytest.CaptureFixture[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'const key' in guide(capsys, 'openai') and 'os.environ' in guide(capsys, 'openai')
    repository.write('a.py', b'')
    repository.stage()
    monkeypatch.chdir(repository.folder)
    assert 'const key' not in guide(capsys, 'openai') and 'os.environ' in guide(capsys, 'openai')
    assert 'const key' in guide(capsys, 'openai', '--language', 'ts')
    assert 'const key' in guide(capsys, 'openai', '--language', 'all')
    assert "no language 'cobol'" in guide(capsys, 'openai', '--language', 'cobol', code=USAGE)


def test_providers_store_and_help_of_the_team(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = ACME + 'store: vault\nhelp: https://wiki.acme.example/keys\n'
    (tmp_path / '.keyguard.yaml').write_text(text, encoding='utf-8')
    page = guide(capsys, 'acme-llm')
    assert page.startswith('ACME gateway\n') and 'https://vault.acme.example/llm' in page
    assert 'Each key has its own.' in page and 'Your team keeps its keys in HashiCorp Vault' in page
    assert 'keyguard guide acme-llm --store vault' in page and 'https://wiki.acme.example/keys' in page
    assert 'Providers of your own\n  acme-llm' in guide(capsys)
    assert 'Your team keeps its keys in vault: use that.' in guide(capsys, 'secrets-manager')
    (tmp_path / 'other.yaml').write_text('store: the safe\n', encoding='utf-8')
    assert 'keeps its keys in the safe.' in guide(capsys, 'openai', '--config', 'other.yaml')


@pytest.mark.parametrize(
    ('words', 'message'),
    [
        (['zzzz'], "keyguard: nothing is called 'zzzz'"),
        (['openai', '--store', 'valt'], "no store 'valt'; did you mean 'vault'?"),
        (['openai', '--store', 'zzzzzz'], "no store 'zzzzzz'\n  known: 1password"),
        (['rotation', '--store', 'vault'], '--store goes with a provider, and rotation is a practice'),
        (['openai', '--config', 'not-there.yaml'], 'the configuration is not there'),
    ],
)
def test_words_that_do_not_fit(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert message in guide(capsys, *words, code=USAGE)


def test_misspelt_word_is_taken_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, err = guide(capsys, 'opnai').partition('---\n')
    assert out.startswith('OpenAI\n') and err == 'keyguard: taken for openai\n'


def test_key_that_is_typed_as_a_word_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    key = KEYS[0].decode()
    for words in ([key], ['openai', '--store', key], ['openai', '--language', key]):
        text = guide(capsys, *words, code=USAGE)
        assert not any(key[at : at + 8] in text for at in range(8, len(key) - 8))


def test_formats_and_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert guide(capsys, 'rotation', '--format', 'markdown').startswith('# Replace keys regularly\n')
    assert json.loads(guide(capsys, 'rotation', '--format', 'json'))['topic'] == 'rotation'
    assert guide(capsys, 'rotation', '--output', 'page.txt', '--color', 'always') == ''
    assert (tmp_path / 'page.txt').read_text(encoding='utf-8') == guide(capsys, 'rotation')
    assert guide(capsys, 'rotation', '--color', 'always').startswith('\x1b[1mReplace')
    assert '\x1b' not in guide(capsys, 'rotation', '--color', 'always', '--format', 'json')


class Story:
    """A repository with keys in every state."""

    def __init__(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = repository
        monkeypatch.chdir(repository.folder)
        repository.git('init', '-q', '--bare', '../remote')
        repository.git('remote', 'add', 'origin', '../remote')
        repository.write('x', b'')
        repository.record()
        self.push()

    def write(self, name: str, seed: int, more: bytes = b'') -> None:
        self.at.write(name, b'KEY = "' + KEYS[seed] + b'"\n' + more)

    def push(self) -> None:
        self.at.git('push', '-q', '-u', 'origin', 'HEAD')


@pytest.fixture
def story(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(repository, monkeypatch)


def _none_shows(text: str) -> bool:
    keys = [key.decode() for key in KEYS]
    return not any(key[at : at + 8] in text for key in keys for at in range(8, len(key) - 8))


def test_every_state_at_once_the_worst_first(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.write('pushed.py', 1)
    story.at.record()
    story.push()
    story.write('older.py', 2)
    older = story.at.record()[:12]
    story.write('last.py', 3)
    last = story.at.record()[:12]
    story.write("it's staged.py", 4)
    story.at.stage()
    story.write('new.py', 5)
    text = guide(capsys, 'leak')
    places = [
        text.index(words)
        for words in (
            'Pushed: 1 key',
            'pushed.py:1 OpenAI project key',
            '(in origin/main)',
            'Revoke it now, at OpenAI.',
            'https://platform.openai.com/settings/organization/api-keys',
            "git restore --staged -- 'it'\\''s staged.py'",
            f'Committed, not pushed: commit {last}',
            "printf '\\n%s\\n' .env >> .gitignore",
            'git add -- .gitignore last.py\n',
            'git commit --amend --no-edit -- .gitignore last.py',
            f'Committed, not pushed: commit {older}',
            f'git commit --fixup={older} -- older.py',
            f'--autostash {older}~1\n',
            'Staged, not committed: 1 key',
            'Only in a file: 1 key',
            'keyguard fix --write new.py',
            'Last: go on without the pushed key',
            'keyguard fix --write pushed.py',
            'keyguard audit --push\n',
            'git push\n',
            'If the history has to be clean',
        )
    ]
    assert places == sorted(places) and _none_shows(text) and text.count('>> .gitignore') == 1
    summary = 'There is 1 key pushed, 2 keys committed and not pushed, 1 key staged and 1 key in a file only.'
    assert summary in text.replace('\n', ' ')
    staged = guide(capsys, 'staged')
    assert 'Staged, not committed: 1 key' in staged and 'Pushed' not in staged and 'new.py' not in staged
    assert '--amend' in guide(capsys, 'committed') and 'older.py' in guide(capsys, 'unpushed')


def test_commits_with_keys_in_one_file_are_one_thing_to_do(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.write('a.py', 1)
    first = story.at.record()[:12]
    story.write('a.py', 1, b'OTHER = "' + KEYS[2] + b'"\n')
    story.at.record()
    text = guide(capsys, 'leak')
    assert text.count('Committed, not pushed') == 1 and f'git reset --soft {first}~1' in text


@pytest.mark.parametrize('name', ['.env', 'a.py'])
def test_key_that_only_an_older_commit_has(capsys: pytest.CaptureFixture[str], story: Story, name: str) -> None:
    story.write(name, 1)
    commit = story.at.record()[:12]
    story.at.git('tag', 'v1')
    story.at.write(name, b'')
    story.at.record()
    text = guide(capsys, 'leak').replace('\n', ' ')
    assert '(no longer in HEAD)' in ' '.join(text.split()) and f'git reset --soft {commit}~1' in text
    assert 'held by: tag v1.' in text and 'keyguard fix' not in text


def test_key_in_the_message_of_a_commit(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.at.record('A key: ' + KEYS[1].decode())
    text = guide(capsys, 'leak')
    assert 'In the message of commit' in text and 'git commit --amend --only\n' in text and _none_shows(text)


def test_in_a_folder_of_the_repository_names_are_seen_from_there(
    capsys: pytest.CaptureFixture[str], story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.write('sub/a.py', 1)
    monkeypatch.chdir(story.at.folder / 'sub')
    text = guide(capsys, 'leak')
    assert 'keyguard fix --write a.py\n' in text and '>> ../.gitignore' in text and 'sub/a.py:1' in text
    monkeypatch.setenv('SHELL', '/usr/bin/pwsh')
    assert "Add-Content ../.gitignore '', '.env'" in guide(capsys, 'leak')


@pytest.mark.parametrize('state', ['staged', 'committed', 'pushed'])
def test_file_that_is_clean_on_the_disk_is_not_to_be_fixed(
    capsys: pytest.CaptureFixture[str], story: Story, state: str
) -> None:
    story.write('a.py', 1)
    story.at.stage()
    if state != 'staged':
        story.at.record()
    if state == 'pushed':
        story.push()
    assert 'keyguard fix --write a.py' in guide(capsys, state)
    story.at.write('a.py', b'')
    text = guide(capsys, state)
    assert 'keyguard fix' not in text and 'a.py' in text
    assert (
        'git commit --amend --no-edit -- a.py' if state == 'committed' else 'git add -- a.py'
    ) in text or state == 'pushed'


def test_file_that_is_deleted_and_not_committed_is_still_in_head(
    capsys: pytest.CaptureFixture[str], story: Story
) -> None:
    story.write('a.py', 1)
    story.at.write('.keyguard.yaml', b"exclude: ['^b']\n")
    story.write('b.py', 2)
    story.at.record()
    story.push()
    (story.at.folder / 'a.py').unlink()
    (story.at.folder / 'b.py').unlink()
    text = guide(capsys, 'leak')
    assert 'Pushed: 1 key' in text and 'a.py:1 OpenAI project key' in text and 'keyguard fix' not in text


def test_key_in_base64_is_followed_into_its_commit(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.at.write('a.txt', b'data: ' + base64.b64encode(b'OPENAI_API_KEY=' + KEYS[1]) + b'\n')
    commit = story.at.record()[:12]
    assert f'Committed, not pushed: commit {commit}' in guide(capsys, 'leak')


def test_many_keys_are_counted(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    for seed in range(12):
        story.write(f'f{seed:02}.py', seed)
    text = guide(capsys, 'leak')
    assert 'and 4 more: `keyguard audit` lists them' in text and 'Only in a file: 12 keys' in text


def test_repository_without_a_remote_and_before_its_first_commit(
    capsys: pytest.CaptureFixture[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder)
    repository.write('a.py', KEYS[1])
    repository.stage()
    assert 'git rm --cached --force --quiet -- a.py' in guide(capsys, 'leak')
    commit = repository.record()[:12]
    repository.write('a.py', b'')
    repository.record()
    text = guide(capsys, 'leak')
    assert f'Committed, not pushed: commit {commit}' in text and 'git update-ref -d HEAD' in text


def test_long_history_without_a_remote_is_left_to_the_audit(
    capsys: pytest.CaptureFixture[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder)
    monkeypatch.setattr('keyguard.commands.past.MOST_LOCAL', 1)
    repository.write('a.py', KEYS[1])
    repository.record()
    repository.write('a.py', b'')
    repository.record()
    text = guide(capsys, 'leak')
    assert 'No key is found here.' in text and 'There are older commits, which were not looked at' in ' '.join(
        text.split()
    )


def test_pushed_and_gone_from_head_leaves_nothing_to_commit(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.write('a.py', 1)
    story.at.record()
    story.push()
    story.at.write('a.py', b'')
    story.at.record()
    story.write('a.py', 1)
    story.at.record()
    story.at.git('push', '-q', 'origin', 'HEAD~1:main')
    story.at.git('reset', '-q', '--hard', 'HEAD~1')
    story.write('b.py', 2)
    text = guide(capsys, 'leak')
    assert (
        'Only in a file: 1 key' in text and 'Pushed: 1 key' in text and '(no longer in HEAD)' in ' '.join(text.split())
    )
    assert 'git commit' not in text and 'git push\n' not in text


def test_accepted_and_excluded_keys_are_no_leak(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.at.write('.keyguard.yaml', b"exclude: ['^vendor/']\n")
    story.write('vendor/a.py', 1)
    story.at.write('b.py', b'KEY = "' + KEYS[2] + b'"  # keyguard: allow\n')
    story.at.record()
    assert 'No key is found here.' in guide(capsys, 'leak')


def test_file_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    os.mkfifo(story.at.folder / 'pipe.py')
    story.at.write('a.py', b'')
    story.at.stage('a.py')
    (story.at.folder / 'a.py').unlink()
    os.mkfifo(story.at.folder / 'a.py')
    text = guide(capsys, 'leak', code=INCOMPLETE)
    assert 'a.py: not looked at: a named pipe' in text.partition('---\n')[2]


def test_bare_repository_has_no_files_to_look_at(
    capsys: pytest.CaptureFixture[str], story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(story.at.folder.parent / 'remote')
    assert 'This folder is in no git repository' in guide(capsys, 'leak').replace('\n', ' ')


@pytest.mark.parametrize('state', [*states.ALSO, states.LEAK])
def test_outside_of_a_repository_the_names_stand_for_others(capsys: pytest.CaptureFixture[str], state: str) -> None:
    text = guide(capsys, state)
    assert 'in no git repository' in text.replace('\n', ' ')
    assert ('FILE' in text.split('Go on')[0]) and 'Look further' not in text


def test_state_in_which_there_is_no_key_here(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    text = guide(capsys, 'committed')
    assert 'No key is in this state here' in text and 'git commit --fixup=COMMIT -- FILE' in text
    text = ' '.join(guide(capsys, 'leak').split())
    assert 'No key is found here. Looked at: the files, what is staged, 1 commit that remotes have (on any' in text


def test_tool_that_rewrites_is_named_where_it_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, 'which', lambda name: None)
    assert 'pipx install git-filter-repo' in guide(capsys, 'pushed')
    monkeypatch.setattr(shutil, 'which', lambda name: f'/bin/{name}')
    assert 'pipx install git-filter-repo' not in guide(capsys, 'pushed')


def test_several_providers_are_each_revoked(capsys: pytest.CaptureFixture[str], story: Story) -> None:
    story.at.write('a.env', surroundings(OPENAI, OPENAI.detectors[0], KEYS[1]))
    story.at.write('b.env', surroundings(GROQ, GROQ.detectors[0], sample(GROQ.detectors[0], 1)))
    story.at.record()
    story.push()
    text = guide(capsys, 'leak')
    assert 'Revoke it now, at OpenAI.' in text and 'Revoke it now, at Groq.' in text
    assert text.startswith('What to do about this leak\n\nThere are 2 keys pushed. Looked at: ')
    assert '  keyguard guide groq ' in text and 'guide PROVIDER' not in text
