"""What the tests share: throw-away repositories, an environment cut off from the user's, and the installed hooks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # for `testing`, which is not installed

from testing.repository import Repository, isolated, pip_settings  # noqa: E402

# the clock on the wall says how busy the machine is; what may not grow is counted, or timed on the CPU's clock
hypothesis.settings.register_profile('calm', deadline=None)
hypothesis.settings.load_profile('calm')


@pytest.fixture(scope='session')
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this whole test run, the same one for all workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if 'PYTEST_XDIST_WORKER' in os.environ else base) / 'shared'
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment for subprocesses, with a home folder of the test's own."""
    return isolated(tmp_path / 'home')


@pytest.fixture
def cut_off(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """This process sees git as the subprocesses do: nothing of the user's, and no repository of a hook."""
    for name in [name for name in os.environ if name.startswith('GIT_')]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        if name in ('HOME', 'USERPROFILE', 'NO_COLOR') or name.startswith(('GIT_CONFIG', 'XDG_')):
            monkeypatch.setenv(name, value)


@pytest.fixture
def here(cut_off: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the current one; a report that is made there always tells the same time."""
    for name in ('GITHUB_STEP_SUMMARY', 'FORCE_COLOR'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '1780000000')
    monkeypatch.setenv('PYTHONPATH', str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    """An empty git repository."""
    return Repository(tmp_path / 'repository', environment)


@pytest.fixture
def inside(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The same, and this process stands in it, cut off from the user's git as the commands of the repository are."""
    for name in [*os.environ]:
        if name not in repository.environment:
            monkeypatch.delenv(name)
    for name, value in repository.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(repository.folder)
    return repository


class Hooks:
    """The hook repository, made of what stands in this checkout, and the environment in which tools install it."""

    def __init__(self, shared: Path) -> None:
        self._drafts = shared
        self._made: dict[tuple[str, ...], Path] = {}
        self.environment = {**isolated(shared / 'home'), **pip_settings()}
        # the blank is meant: what the hooks print for copying must be quoted
        self.environment['PRE_COMMIT_HOME'] = str(shared / 'pre commit home')
        self.environment['PREK_HOME'] = str(shared / 'prek home')
        for ours, theirs in (
            ('INDEX_URL', 'DEFAULT_INDEX'),
            ('EXTRA_INDEX_URL', 'INDEX'),
            ('FIND_LINKS', 'FIND_LINKS'),
        ):
            # prek installs with uv, which does not read pip's words
            value = self.environment.get(f'PIP_{ours}')
            if value:
                self.environment.setdefault(f'UV_{theirs}', value)
        if self.environment.get('PIP_CERT'):
            self.environment.setdefault('SSL_CERT_FILE', self.environment['PIP_CERT'])
        self.folder = shared / 'hooks'
        if not self.folder.exists():
            _publish(self.folder, shared / f'hooks-{os.getpid()}', self.environment)
        self.rev = self.git('rev-parse', 'HEAD')
        self.config = (
            f'repos:\n- repo: {self.folder.as_posix()}\n  rev: {self.rev}\n  hooks:\n'
            '  - id: keyguard\n  - id: keyguard-push\n  - id: keyguard-commit-msg\n  - id: keyguard-audit\n'
        )

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ['git', *arguments], cwd=self.folder, env=self.environment, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    def configured(self, folder: Path, *install: str) -> Repository:
        """A new repository with one commit, in which the hooks are configured, and git calls them if ``install`` is a
        command that sees to it; what such a repository holds is made once, and copied.
        """
        if install not in self._made:
            draft = Repository(Path(tempfile.mkdtemp(dir=self._drafts)) / 'work', self.environment)
            draft.write('.pre-commit-config.yaml', self.config)
            draft.record('Configure the hooks')
            if install:
                result = draft.run(*install)
                assert result.code == 0, result
            self._made[install] = draft.folder
        shutil.copytree(self._made[install], folder)
        return Repository.at(folder, self.environment)


def _publish(target: Path, draft: Path, environment: dict[str, str]) -> None:
    """Commit the tracked and the untracked, not ignored files of this checkout into a repository at ``target``.

    Workers that start together each make one; the first to move it into its place wins, and all use that.
    """
    listed = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        cwd=ROOT,
        env=environment
        | {'GIT_CONFIG_COUNT': '1', 'GIT_CONFIG_KEY_0': 'safe.directory', 'GIT_CONFIG_VALUE_0': str(ROOT)},
        capture_output=True,
        check=True,
    )
    repository = Repository(draft, environment)
    for name in filter(None, os.fsdecode(listed.stdout).split('\0')):
        # gone from the work tree, or from it since it was listed: not what stands here
        try:
            data = (ROOT / name).read_bytes()
        except FileNotFoundError:
            continue
        repository.write(name, data)
    repository.git('add', '--all', '--force')
    repository.git('commit', '--quiet', '--message', 'What stands in the checkout')
    try:
        draft.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(draft, ignore_errors=True)


@pytest.fixture(scope='session')
def hooks(shared: Path) -> Hooks:
    """The hook repository; nothing is installed yet."""
    return Hooks(shared)


def _install(hooks: Hooks, folder: Path, *command: str) -> None:
    repository = hooks.configured(folder)
    result = repository.run(sys.executable, '-m', *command, timeout=300)
    if result.code:
        pytest.fail(
            f'{" ".join(command)} could not install the hooks. The end-to-end tests install keyguard with its run-time '
            f'dependencies, and need a package index that pip reaches.\n{result!r}',
            pytrace=False,
        )


@pytest.fixture(scope='session')
def pre_commit(hooks: Hooks, tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """The hooks, installed once by pre-commit (which locks its own store, so workers wait for each other there)."""
    _install(hooks, tmp_path_factory.mktemp('pre-commit') / 'repository', 'pre_commit', 'install-hooks')
    return hooks


@pytest.fixture(scope='session')
def prek(hooks: Hooks, tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """The hooks, installed once by prek."""
    pytest.importorskip('prek', reason='prek has no wheel for this system')
    _install(hooks, tmp_path_factory.mktemp('prek') / 'repository', 'prek', 'install-hooks')
    return hooks
