"""The parts of the README and of ``docs`` that are what the program prints. ``python -m testing.readme`` renews them.

Each stands between ``<!-- NAME:begin -->`` and ``<!-- NAME:end -->``; a test compares them with what runs today.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from keyguard.catalogue import everything, one
from keyguard.commands.providers import told
from keyguard.samples import sample, surroundings
from testing.pictures import project
from testing.repository import Repository, isolated

ROOT = Path(__file__).parents[1]
# the same report each time
_DATES = {
    'GIT_AUTHOR_DATE': '2026-01-10T12:00:00Z',
    'GIT_COMMITTER_DATE': '2026-01-10T12:00:00Z',
    'SOURCE_DATE_EPOCH': '1780000000',
}
README = ROOT / 'README.md'
PAGES = (README, *sorted((ROOT / 'docs').glob('*.md')))


def _run(folder: str, *arguments: str, answers: str = '') -> str:
    """What keyguard prints in a folder, with nothing of this machine in it."""
    kept = ('PATH', 'SYSTEMROOT', 'LD_LIBRARY_PATH')
    environment = {name: value for name, value in os.environ.items() if name in kept}
    environment |= {'SHELL': '/bin/bash', 'PYTHONPATH': str(ROOT), 'PYTHONIOENCODING': 'utf-8', 'NO_COLOR': '1'}
    done = subprocess.run(
        [sys.executable, '-m', *arguments],
        cwd=folder,
        env=environment,
        input=answers.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode('utf-8').replace('\r\n', '\n')


def blocked() -> str:
    """What a person sees whose commit is blocked: a real run over a real file, with the same sample each time."""
    with tempfile.TemporaryDirectory() as folder:
        told = project(folder).run(sys.executable, '-m', 'keyguard.hook', 'app.py')
    assert told.code == 1, told
    return '```text\n' + told.stdout.replace('\r\n', '\n') + '```\n'


def _legacy(parent: str) -> str:
    """The folder of a small project that has keys in it already."""
    folder = str(Repository(Path(parent, 'project'), isolated(Path(parent, 'home'))).folder)
    maybe = one('agentops')
    (Path(folder) / 'tests').mkdir()
    (Path(folder) / 'tests' / 'fake.env').write_bytes(
        surroundings(maybe, maybe.detectors[0], sample(maybe.detectors[0], 1))
    )
    key = sample(one('openai').detectors[0], 2).decode()
    (Path(folder) / 'app.py').write_text(f'import openai\n\nopenai.api_key = "{key}"\n', encoding='utf-8')
    return folder


def baseline() -> str:
    """How a baseline begins and how it is looked after: real runs."""
    with tempfile.TemporaryDirectory() as parent:
        folder = _legacy(parent)
        create = ['baseline', 'create', '--reason', 'the fake server of the tests']
        shown = f'$ keyguard baseline create --reason "{create[-1]}"\n{_run(folder, "keyguard", *create)}'
        (Path(folder) / 'tests' / 'fake.env').unlink()
        shown += f'\n$ keyguard baseline check\n{_run(folder, "keyguard", "baseline", "check")}'
        return f'```console\n{shown}```\n'


def check() -> str:
    """The same for programs."""
    with tempfile.TemporaryDirectory() as parent:
        folder = _legacy(parent)
        _run(folder, 'keyguard', 'baseline', 'create', '--reason', 'TODO')
        shown = ''
        for argv in (['baseline', 'check', '--format', 'json'], ['baseline', 'stats', '--format', 'json']):
            shown += f'\n$ keyguard {" ".join(argv)}\n{_run(folder, "keyguard", *argv)}'
        return f'```console{shown}```\n'


def review() -> str:
    """The first screen of the dialogue, and an answer to it."""
    with tempfile.TemporaryDirectory() as parent:
        folder = _legacy(parent)
        answers = 'r\nin the public history, being rotated\nq\n'
        return f'```text\n{_run(folder, "keyguard", "baseline", "review", answers=answers).lstrip()}```\n'


def fix() -> str:
    """A key goes from a file to where it may live: what it would do, and that it is done."""
    key = sample(one('openai').detectors[0], 2).decode()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**isolated(Path(folder, 'home')), **_DATES, 'SHELL': '/bin/bash', 'PYTHONPATH': str(ROOT)}
        repository = Repository(Path(folder, 'work'), {**environment, 'PYTHONIOENCODING': 'utf-8'})
        repository.write('app.py', f'from openai import OpenAI\n\nclient = OpenAI(api_key="{key}")\n')
        header = f'Authorization: Bearer {key}'
        repository.write('models.sh', f"#!/bin/sh\ncurl -H '{header}' https://api.openai.com/v1/models\n")
        repository.stage()
        shown = []
        for words in (['fix'], ['fix', '--write']):
            told = repository.run(sys.executable, '-m', 'keyguard', *words)
            assert told.code == (len(words) == 1), told
            shown.append(f'$ keyguard {" ".join(words)}\n{told.stdout}'.replace('\r\n', '\n'))
    return '```console\n' + '\n'.join(shown) + '```\n'


def history() -> str:
    """The audit of a history: a key that a branch still shows and HEAD does not."""
    key = sample(one('anthropic').detectors[0], 2).decode()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, 'home')
        repository = Repository(Path(folder, 'work'), {**isolated(home), **_DATES})
        repository.git('init', '--quiet', '--initial-branch=main')
        repository.write('settings.py', f'ANTHROPIC_API_KEY = "{key}"\n')
        repository.record('Settings')
        repository.git('remote', 'add', 'origin', Path(folder, 'work'))
        repository.git('fetch', '--quiet', 'origin')
        repository.write('settings.py', 'import os\n')
        repository.git('commit', '--quiet', '--all', '--message=Settings from the environment')
        done = subprocess.run(
            [sys.executable, '-m', 'keyguard', 'audit', '--history', '--max-age', '90'],
            cwd=repository.folder,
            env={**repository.environment, 'PYTHONPATH': str(ROOT), 'PYTHONIOENCODING': 'utf-8', 'SHELL': '/bin/bash'},
            capture_output=True,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    return '```text\n' + done.stdout.decode('utf-8').replace('\r\n', '\n') + '```\n'


def guide() -> str:
    """What to do about a key in the last commit: a real run in a repository with a remote."""
    key = sample(one('openai').detectors[0], 2).decode()
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder, 'work'), {**isolated(Path(folder, 'home')), **_DATES})
        repository.git('init', '--quiet', '--initial-branch=main')
        repository.write('app.py', 'import openai\n')
        repository.record('An application')
        repository.git('remote', 'add', 'origin', Path(folder, 'work'))
        repository.git('fetch', '--quiet', 'origin')
        repository.write('app.py', f'import openai\n\nclient = openai.OpenAI(api_key="{key}")\n')
        repository.record('A client')
        done = subprocess.run(
            [sys.executable, '-m', 'keyguard', 'guide', 'leak'],
            cwd=repository.folder,
            env={**repository.environment, 'PYTHONPATH': str(ROOT), 'PYTHONIOENCODING': 'utf-8', 'SHELL': '/bin/bash'},
            capture_output=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode('utf-8').replace('\r\n', '\n')
    return f'```console\n$ keyguard guide leak\n{shown}```\n'


def catalogue() -> str:
    """The table of everything that is covered."""
    lines = ['| provider | kind of key | confidence | told by |', '| --- | --- | --- | --- |']
    for provider in everything():
        for detector, how in told(provider):
            lines.append(f'| {provider.name} | {detector.title} | {detector.confidence} | {how} |')
    return '\n'.join(lines) + '\n'


PARTS: dict[str, Callable[[], str]] = {
    'blocked': blocked,
    'guide': guide,
    'fix': fix,
    'history': history,
    'baseline': baseline,
    'check': check,
    'review': review,
    'catalogue': catalogue,
}


def current(text: str) -> str:
    """The text of a page with every part that it has as it is today."""
    for name, part in PARTS.items():
        begin, end = f'<!-- {name}:begin -->\n', f'<!-- {name}:end -->'
        if begin not in text:
            continue
        head, _, rest = text.partition(begin)
        _, _, tail = rest.partition(end)
        text = f'{head}{begin}\n{part()}\n{end}{tail}'
    return text


def main() -> int:
    for page in PAGES:
        page.write_text(current(page.read_text(encoding='utf-8')), encoding='utf-8', newline='\n')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
