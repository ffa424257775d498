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
from keyguard.install import agents, parts, precommit
from keyguard.remedies.steps import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

GOOD, WARNING, PROBLEM = 'good', 'warning', 'problem'
# the catalogue learns new formats with each version
_OLD_DAYS = 180
_PATH = 'install keyguard with pipx, or activate its environment where these are started'
_PYTHON = re.compile(r"^INSTALL_PYTHON=(?:'([^']*)'|(\S+))", re.M)
# pre-commit's script names the configuration that it was installed with
_CONFIG = re.compile(r'--config=(?:\'([^\']*)\'|([^\s)]+))')


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
    name = precommit.name(root)
    try:
        text = parts.read(os.path.join(root, name))
        ids = precommit.hooked(text, name)
        narrowed = precommit.narrowed(text, name)
        programs = precommit.programs(text, name)
        rev = precommit.revision(text, name)
    except Fatal as error:
        yield Check(PROBLEM, str(error), 'mend the file: no hook of pre-commit runs until then')
        return ()
    if not text:
        yield Check(PROBLEM, f'there is no {name}', 'keyguard init')
    elif 'keyguard' not in ids:
        yield Check(PROBLEM, f'{name} has no hook `keyguard`', 'keyguard init')
    else:
        missing = [id for id in precommit.STAGES if id not in ids]
        if missing:
            words = f'{name} has {" and ".join(ids)}, not {" and ".join(missing)}'
            yield Check(WARNING, f'{words}: what no commit hook sees goes by', 'keyguard init')
        else:
            yield Check(GOOD, f'{name} has {", ".join(ids)}')
        lost = [program for program in programs if not shutil.which(program)]
        if lost:
            words = f'the hooks call {" and ".join(lost)}, which {"is" if len(lost) == 1 else "are"} not on the PATH'
            yield Check(PROBLEM, words, _PATH)
        for what in narrowed:
            way = 'take that out, or leave files out with `exclude` in .keyguard.yaml, which reports count'
            yield Check(WARNING, f'{name} leaves files out: {what}', way)
        if rev and re.fullmatch(r'v?\d+(\.\d+)+', rev) and rev.lstrip('v') != __version__:
            yield Check(WARNING, f'{name} takes keyguard {rev}, and this is {__version__}', 'pre-commit autoupdate')
    return ids


def _called(root: str, ids: 'Collection[str]') -> 'Iterator[Check]':
    """Does git call the hooks: the files that it runs, whether it looks for them there, and what they call."""
    folder, tool = parts.elsewhere(root), parts.framework()
    if folder:
        yield Check(
            WARNING, f'core.hooksPath is {folder}: git runs the hooks there and no others, and pre-commit installs none'
        )
    for stage in precommit.stages(ids):
        text = parts.hook_of(root, stage)
        call = f'have {folder or ".git/hooks"}/{stage} call:  {parts.CALLS[stage]}'
        framed = parts.installed(root, stage)
        if not text:
            install = f'{tool or "pipx install pre-commit, then pre-commit"} install --hook-type {stage}'
            tell = f'git has no hook for {stage} in this clone'
            yield Check(PROBLEM if stage == 'pre-commit' else WARNING, tell, call if folder else install)
        elif not framed and 'keyguard' not in text:
            tell = f'the hook of git for {stage} calls neither pre-commit nor keyguard'
            again = '' if folder else f', or reinstall: {tool or "pre-commit"} install --hook-type {stage}'
            yield Check(PROBLEM, tell, call + again)
        else:
            yield _python(stage, text) or _other(root, stage, text) or Check(GOOD, f'git runs them at {stage}')
    if ids and not tool and any(parts.installed(root, stage) for stage in precommit.stages(ids)):
        yield Check(WARNING, 'neither pre-commit nor prek is on the PATH', 'pipx install pre-commit')


def _other(root: str, stage: str, text: str) -> 'Check | None':
    """A hook that was installed with another configuration runs what that one says."""
    match = _CONFIG.search(text)
    other = (match.group(1) or match.group(2)) if match and 'keyguard' not in text else ''
    if not other or other == precommit.name(root):
        return None
    words = f'the hook of git for {stage} reads {shown(os.fsencode(other))}, and not {precommit.name(root)}'
    return Check(PROBLEM, words, f'pre-commit install --overwrite --hook-type {stage}')


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
    if not parts.ignored(root):
        words = 'no .gitignore here has git ignore .env, where keys of this machine belong'
        yield Check(WARNING, words, 'keyguard init')


def _skipped() -> 'Iterator[Check]':
    for name in ('SKIP', 'PREK_SKIP'):
        if 'keyguard' in os.environ.get(name, ''):
            yield Check(PROBLEM, f'{name} is set in this shell and leaves out keyguard', f'unset {name}')


def _agents(root: str) -> 'Iterator[Check]':
    called = []
    for agent in agents.here(root):
        try:
            missing = agents.missing(parts.read(os.path.join(root, agent.file)), agent)
        except Fatal as error:
            yield Check(
                WARNING,
                str(error).partition('. Add them')[0],
                f'add `{agents.COMMAND}` to {agent.file}, as docs/agents.md of keyguard shows',
            )
            continue
        if not missing:
            called.append(agent.name)
            yield Check(GOOD, f'{agent.name} asks keyguard before it acts')
        else:
            words = f'{agent.name} works here, and {agent.file} does not call keyguard at {", ".join(missing)}'
            yield Check(WARNING, words, 'keyguard init')
    if called and not shutil.which('keyguard'):
        words = (
            f'keyguard is not on the PATH, where {" and ".join(called)} look{"s" if len(called) == 1 else ""} for it'
        )
        yield Check(PROBLEM, words, _PATH)
