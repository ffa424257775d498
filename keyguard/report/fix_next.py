"""What is to be done after a fix: words, and below them what is to be typed, for the folder where the person stands."""

import os
import re

from keyguard.excerpt import shown
from keyguard.moving.files import Failed, read
from keyguard.moving.job import Job
from keyguard.remedies import environment
from keyguard.remedies.place import word
from keyguard.report import fix_words
from keyguard.sources.reach import COMMITTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    # words ('' for what needs none), and the lines to be typed ('' for none)
    Next = tuple[str, str]

# a line that a shell and every loader read alike: nothing in it is run or replaced
_PLAIN = re.compile(
    rb'[ \t]*(?:#.*)?|(?:export )?[A-Za-z_][A-Za-z0-9_]*=(?:[A-Za-z0-9_./+=:@%,^-]*|\'[^\']*\'|"[^"$`\\\\!]*")'
)
# … and one without quotes, which fish and PowerShell take as it is
_BARE = re.compile(rb'[ \t]*(?:#.*)?|[A-Za-z_][A-Za-z0-9_]*=[A-Za-z0-9_./+=:@%,^-]*')
_HERE = 'For this shell'
# what images are made of, and what keeps a file out of them
_IMAGES = ('Dockerfile', 'Containerfile')
_LEFT_OUT = re.compile(rb'^[ \t]*(?:/|\*\*/)?(?:\.env\*?|\*|\.\*|\*\.env)[ \t]*\r?$', re.M)
_COPIES = re.compile(rb'^[ \t]*(?:COPY|ADD)[ \t]', re.M | re.I)
# what Node.js starts without being told more
_STARTED = ('.js', '.mjs', '.cjs')


def following(job: Job, stale: 'Sequence[bytes]' = ()) -> 'list[Next]':
    """All that is left to be done, in its order. ``stale`` are the files that have no key and of which a version with
    one is staged.
    """
    if not job.busy and not stale:
        return []
    adding = _adding(job, [os.fsdecode(path) for path in stale])
    made = [(_whole(job), adding), *_committed(job), *((words, code) for _, _, words, code in fix_words.filling(job))]
    made.append((fix_words.spare(job), ''))
    return [each for each in (*made, *_images(job), *_loading(job)) if any(each)]


def _adding(job: Job, stale: 'Sequence[str]') -> str:
    """The command that stages what changed, or ''."""
    if not job.root:
        return ''
    hidden = {os.fsdecode(path) for path in job.hidden}
    # from another folder than the root, git is told that the path begins there
    top = '' if os.path.realpath(job.start) == os.path.realpath(job.root) else ':/'
    paths = [*(job.shown(change.path) for change in job.changes), *stale]
    if stale and os.path.isfile(os.path.join(job.root, '.gitignore')):
        paths.insert(0, '.gitignore')  # an earlier run may have changed it
    # a file of variables that a link leads to, outside of the repository, is none of git's
    paths = [path for path in dict.fromkeys(paths) if path not in hidden and not os.path.isabs(path)]
    shared = [word(os.fsencode(top + path), environment.shell()) for path in paths]
    return f'git add -- {" ".join(shared)}' if shared else ''


def _whole(job: Job) -> str:
    """What the person has to know who staged a part of a file, or ''."""
    names = [os.fsencode(job.shown(change.path)) for change in job.changes]
    some = [shown(name) for name in names if name in job.partly]
    if not some:
        return ''
    more = f' and {len(some) - 1} more' if len(some) > 1 else ''
    return f'You staged a part of {some[0]}{more}; this stages the rest, too (git add --patch asks for each piece)'


def _committed(job: Job) -> 'Iterator[Next]':
    """How commits lose keys that are not pushed; a file of variables that git lets go of was in them, too."""
    kept = [reach for source in job.sources if source.kept for reach in source.reaches]
    every = [*(move.reach for move in job.moves), *kept]
    reaches = {reach.commit: reach for reach in every if reach.state == COMMITTED}
    if any(reach.last for reach in reaches.values()):
        yield 'So that the last commit, which is not pushed, loses it', 'git commit --amend --no-edit'
    others = [commit[:10] for commit, reach in reaches.items() if not reach.last]
    if others:
        yield f'How {", ".join(others)} loses it, before you push', 'keyguard guide leak'


def _loading(job: Job) -> 'Iterator[Next]':
    """How a program gets the variables."""
    if job.store:
        for id in dict.fromkeys(move.finding.provider.id for move in job.moves):
            yield 'How a program reads it there', f'keyguard guide {id} --store {job.store.id}'
        return
    programs: dict[str, str] = {}
    for source in job.sources:
        if source.draft.new is not None:
            programs.setdefault(source.draft.kind, fix_words.near(source.file, job.start))
    for place in dict.fromkeys(move.place for move in job.moves if '' in move.homes):
        path = os.path.join(job.root or job.start, place)
        near = fix_words.near(path, job.start)
        yield _in_shell(_lines(job, path), near)
        for kind, program in programs.items():
            yield from _loader(kind, near, program)


def _in_shell(lines: 'Sequence[bytes]', near: str) -> 'Next':
    """How the shell itself gets them: a file that is more than names and values it would run as a program."""
    shell = environment.shell()
    file = word(os.fsencode(near), shell)
    if shell in ('bash', 'zsh', 'sh') and all(map(_PLAIN.fullmatch, lines)):
        return _HERE, environment.load(shell, file)
    if shell not in ('bash', 'zsh', 'sh') and all(map(_BARE.fullmatch, lines)):
        return _HERE, environment.load(shell, file)
    return f'How a shell or a program reads {near}', 'keyguard guide --store dotenv'


def _loader(kind: str, near: str, program: str) -> 'Iterator[Next]':
    """How programs of that kind get them, each with what it needs."""
    shell = environment.shell()
    file, name = word(os.fsencode(near), shell), word(os.fsencode(program), shell)
    if kind == 'python':
        where = '' if near == './.env' else f'--file {file} '
        words = 'For Python, with pip install "python-dotenv[cli]" (or load_dotenv() at the top of the program)'
        yield words, f'dotenv {where}run -- python {name}'
    elif kind == 'notebook':
        yield 'In the first cell of a notebook (pip install python-dotenv)', '%load_ext dotenv\n%dotenv'
    elif kind == 'javascript':
        yield 'For Node.js 20.6 or later', f'node --env-file={file} {name if name.endswith(_STARTED) else "app.js"}'
    elif kind == 'compose':
        yield 'Docker Compose reads the .env beside it by itself.', ''


def _images(job: Job) -> 'Iterator[Next]':
    """How files of variables stay out of images that are made of the folders that they lie in."""
    top = os.path.realpath(job.root or job.start)
    shell = environment.shell()
    seen: set[str] = set()
    for place in dict.fromkeys(move.place for move in job.moves if move.moved and not job.store):
        folder = os.path.dirname(os.path.join(top, place))
        while folder == top or folder.startswith(top.rstrip(os.sep) + os.sep):
            rules = os.path.join(folder, '.dockerignore')
            copies = any(_COPIES.search(_text(os.path.join(folder, name))) for name in _IMAGES)
            if folder not in seen and copies and not _LEFT_OUT.search(_text(rules)):
                file = word(os.fsencode(fix_words.near(rules, job.start)), shell)
                code = f"printf '\\n%s\\n' '**/.env' >> {file}"
                if shell == 'powershell':
                    code = f"Add-Content {file} '', '**/.env'"
                yield f'Keep {place} out of images, into which the Dockerfile copies files', code
            seen.add(folder)
            if folder == top:
                break
            folder = os.path.dirname(folder)


def _lines(job: Job, path: str) -> 'list[bytes]':
    """The lines of a file of variables, as it is then."""
    real = os.path.realpath(path)
    new = next((change.new for change in job.changes if change.path == real), None)
    return (_text(path) if new is None else new).split(b'\n')


def _text(path: str) -> bytes:
    try:
        return read(path) or b''
    except Failed:
        return b''
