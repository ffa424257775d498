"""Is the hook really going to run? Each check looks at one thing that can keep it from that, and knows the way out."""

import os
import re
import shutil
import sys
from datetime import date

from keyguard import __version__, git, places
from keyguard.baseline import health
from keyguard.errors import Fatal
from keyguard.excerpt import shown
from keyguard.install import parts, precommit
from keyguard.remedies.steps import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

GOOD, WARNING, PROBLEM = 'good', 'warning', 'problem'
# the catalogue learns new formats with each version
_OLD_DAYS = 180
# what says that an agent works here -> the file of its hooks, and what it is called
_AGENTS = (
    ('.claude', '.claude/settings.json', 'Claude Code'),
    ('.cursor', '.cursor/hooks.json', 'Cursor'),
    ('.gemini', '.gemini/settings.json', 'Gemini CLI'),
    ('.codex', '.codex/hooks.json', 'Codex'),
    ('.windsurf', '.windsurf/hooks.json', 'Windsurf'),
)
_PYTHON = re.compile(r"^INSTALL_PYTHON=(?:'([^']*)'|(\S+))", re.M)


class Check:
    """``state`` is one of the three words above, ``words`` say what is seen, ``way`` how it is mended."""

    __slots__ = ('state', 'way', 'words')

    def __init__(self, state: str, words: str, way: str = '') -> None:
        self.state = state
        self.words = words
        self.way = way


def every(root: str, since: str, today: str, detectors: 'Collection[str]') -> 'Iterator[Check]':
    """All checks of the repository at ``root``; ``since`` is the day of the catalogue, ``detectors`` are all ids."""
    yield _versions(since, today)
    ids = yield from _configured(root)
    yield from _called(root, ids)
    yield from _baseline(root, today, detectors)
    yield from _merging(root)
    yield from _ignored(root)
    yield from _skipped()
    yield from _agents(root)


def _versions(since: str, today: str) -> Check:
    words = f'keyguard {__version__}, Python {".".join(map(str, sys.version_info[:3]))}, catalogue of {since}'
    days = (date.fromisoformat(today) - date.fromisoformat(since)).days
    if days > _OLD_DAYS:
        return Check(
            WARNING, f'{words}: {days} days old', 'install a newer keyguard: `pre-commit autoupdate`, `pip install -U`'
        )
    return Check(GOOD, words)


def _configured(root: str) -> 'Generator[Check, None, tuple[str, ...]]':
    """Is pre-commit told of the hooks? It returns which of them."""
    path = os.path.join(root, precommit.NAME)
    try:
        text = parts.read(path)
        ids = precommit.hooked(text, precommit.NAME)
    except Fatal as error:
        yield Check(PROBLEM, str(error), 'mend the file: no hook of pre-commit runs until then')
        return ()
    if not text:
        yield Check(PROBLEM, f'there is no {precommit.NAME}', 'keyguard init')
    elif 'keyguard' not in ids:
        yield Check(PROBLEM, f'{precommit.NAME} has no hook `keyguard`', 'keyguard init')
    else:
        missing = [id for id in precommit.STAGES if id not in ids]
        if missing:
            words = f'{precommit.NAME} has {" and ".join(ids)}, not {" and ".join(missing)}'
            yield Check(WARNING, f'{words}: what no commit hook sees goes by', 'keyguard init')
        else:
            yield Check(GOOD, f'{precommit.NAME} has {", ".join(ids)}')
        rev = precommit.revision(text)
        if rev and re.fullmatch(r'v?\d+(\.\d+)+', rev) and rev.lstrip('v') != __version__:
            yield Check(
                WARNING, f'{precommit.NAME} takes keyguard {rev}, and this is {__version__}', 'pre-commit autoupdate'
            )
    return ids


def _called(root: str, ids: 'Collection[str]') -> 'Iterator[Check]':
    """Does git call the hooks: the files that it runs, whether it looks for them there, and what they call."""
    code, value, _ = git.ask(root, 'config', '--get', 'core.hooksPath')
    if not code:
        folder = value.decode('utf-8', 'replace').strip()
        yield Check(
            WARNING,
            f'core.hooksPath is {folder}: git runs the hooks there and no others, and pre-commit installs none',
            f'have {folder}/pre-commit call `pre-commit run`, or `git config --unset core.hooksPath`',
        )
    if not ids:
        return
    tool = next((name for name in ('pre-commit', 'prek') if shutil.which(name)), '')
    for stage in precommit.stages(ids):
        text = parts.hook_of(root, stage)
        if not text:
            tell = f'git has no hook for {stage} in this clone'
            way = f'{tool or "pip install pre-commit, then pre-commit"} install --hook-type {stage}'
            yield Check(PROBLEM if stage == 'pre-commit' else WARNING, tell, way)
        elif not parts.installed(root, stage) and 'keyguard' not in text:
            tell = f'the hook of git for {stage} calls neither pre-commit nor keyguard'
            yield Check(
                PROBLEM,
                tell,
                f'have it call `pre-commit run --hook-stage {stage}`, or reinstall: pre-commit install -t {stage}',
            )
        else:
            yield _python(stage, text) or Check(GOOD, f'git runs them at {stage}')
    if not tool:
        words = 'neither pre-commit nor prek is on the PATH'
        yield Check(WARNING, words, 'pipx install pre-commit')


def _python(stage: str, text: str) -> 'Check | None':
    """The environment that a hook of pre-commit was installed from can be gone since."""
    match = _PYTHON.search(text)
    python = (match.group(1) or match.group(2)) if match else ''
    if python and not os.path.exists(python) and not shutil.which('pre-commit'):
        words = f'the hook of git for {stage} starts {shown(os.fsencode(python))}, which is gone'
        return Check(PROBLEM, words, f'pre-commit install --hook-type {stage}')
    return None


def _baseline(root: str, today: str, detectors: 'Collection[str]') -> 'Iterator[Check]':
    path = os.path.join(root, places.BASELINE)
    if not os.path.lexists(path):
        return
    try:
        with open(path, 'rb') as file:
            entries, problems = health.examined(file.read(), places.BASELINE, today, detectors, None)
    except OSError as error:
        yield Check(
            PROBLEM, f'{places.BASELINE} cannot be read ({(error.strerror or "").lower()})', 'mend its permissions'
        )
        return
    except Fatal as error:
        yield Check(PROBLEM, str(error), 'keyguard baseline merge --repair, or git checkout -- ' + places.BASELINE)
        return
    told = f'{places.BASELINE}: {entries:,} {"entry" if entries == 1 else "entries"}'
    if problems:
        yield Check(WARNING, f'{told}, {len(problems):,} with something to look at', 'keyguard baseline check')
    else:
        yield Check(GOOD, told)


def _merging(root: str) -> 'Iterator[Check]':
    said = 'merge=keyguard' in parts.read(os.path.join(root, '.gitattributes'))
    driver = not git.ask(root, 'config', '--get', 'merge.keyguard.driver')[0]
    if said and not driver:
        yield Check(WARNING, 'the merge driver of the baseline is not set in this clone', 'keyguard init')
    elif said:
        yield Check(GOOD, 'the baseline merges without conflicts')


def _ignored(root: str) -> 'Iterator[Check]':
    tracked = git.ask(root, 'ls-files', '-z', '--', '.env', '*/.env')[1].split(b'\0')[:-1]
    for name in tracked[:5]:
        way = f'git rm --cached -- {quoted(name)}'
        yield Check(WARNING, f'{shown(name)} is tracked by git: keys that are put there are committed', way)
    if git.ask(root, 'check-ignore', '--quiet', '--no-index', '.env')[0]:
        yield Check(WARNING, 'git does not ignore .env, where keys of this machine belong', 'keyguard init')


def _skipped() -> 'Iterator[Check]':
    for name in ('SKIP', 'PREK_SKIP'):
        if 'keyguard' in os.environ.get(name, ''):
            yield Check(PROBLEM, f'{name} is set in this shell and leaves out keyguard', f'unset {name}')


def _agents(root: str) -> 'Iterator[Check]':
    for folder, file, name in _AGENTS:
        if not os.path.isdir(os.path.join(root, folder)):
            continue
        try:
            text = parts.read(os.path.join(root, file))
        except Fatal as error:
            yield Check(WARNING, str(error), 'mend the file')
            continue
        if 'keyguard agent-hook' in text:
            yield Check(GOOD, f'{name} asks keyguard before it writes')
        else:
            way = f'add `keyguard agent-hook` to {file}, as the README shows'
            yield Check(WARNING, f'{name} works here, and its hooks do not call keyguard', way)
