"""The way out of git's history, by how far a key has got: steps with the commands of git, the names of the files and
commits in them.

The tests run these commands in real repositories. Paths are from the root of the repository, where the commands run.
"""

from keyguard.excerpt import shown
from keyguard.remedies.language import language_of
from keyguard.remedies.words import DOCUMENTED, RUN, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# git's short form of a commit; 12 digits stay unique in large histories
_DIGITS = 12
_SAFE = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+@%,:=')


class Place:
    """What of a repository the commands name: the files that hold the key, the branch that HEAD stands on (b'' for
    none), and the person's shell, one of ``environment.shells``. ``clean``: on the disk the files are without the key
    already.
    """

    __slots__ = ('branch', 'clean', 'paths', 'shell')

    def __init__(self, paths: 'Sequence[bytes]', branch: bytes = b'', shell: str = 'bash', clean: bool = False) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self.branch = branch
        self.shell = shell
        self.clean = clean

    @property
    def files(self) -> str:
        """The files as words of a command line, behind ``--``."""
        return ' '.join(word(path, self.shell) for path in self.paths)

    def part(self, dotenv: bool) -> 'Place':
        """The files that are ``.env`` files, or the others."""
        chosen = [path for path in self.paths if _dotenv(path) is dotenv]
        return Place(chosen, self.branch, self.shell, self.clean)


def word(path: bytes, shell: str = 'bash') -> str:
    """A path as one word of a command line of the shell."""
    text = shown(path)
    if text.encode() != path and shell in ('bash', 'zsh'):
        # bytes that are no text, control characters: these two shells can spell them
        plain = ''.join(chr(byte) if chr(byte) in _SAFE or byte == 32 else f'\\x{byte:02x}' for byte in path)
        return f"$'{plain}'"
    if text and _SAFE.issuperset(text):
        return text
    if shell == 'powershell':
        return "'" + text.replace("'", "''") + "'"
    if shell == 'fish':
        text = text.replace('\\', '\\\\')
    return "'" + text.replace("'", "'\\''") + "'"


def take_out(place: Place) -> 'list[Step]':
    """How the key leaves the files: by hand or by keyguard; ``.env`` files stay as they are."""
    code = place.part(dotenv=False)
    if not code.paths or place.clean:
        return []
    many = 'each file' if len(code.paths) > 1 else 'the file'
    words = f'Take the key out of {many}, and add what keyguard names then. Without --write it only shows the change:'
    dashed = any(path.startswith(b'-') for path in code.paths)
    command = f'keyguard fix --write -- {code.files}' if dashed else f'keyguard fix {code.files} --write'
    return [Step(words, command, checked=RUN)]


def aside(place: Place) -> 'list[Step]':
    """How ``.env`` files leave git and stay on the disk; nothing where there is none."""
    files = place.part(dotenv=True)
    if not files.paths:
        return []
    ignored = [b'/' + _literal(path) for path in files.paths]
    if place.shell == 'powershell':
        # what >> writes there is UTF-16, which git does not read
        lines = [f'Add-Content .gitignore {word(line, place.shell)}' for line in ignored]
    else:
        lines = [f'echo {word(line, place.shell)} >> .gitignore' for line in ignored]
    many = 'Files like these belong' if len(files.paths) > 1 else 'A file like this belongs'
    return [
        Step(
            f'{many} in no commit. It stays on the disk, git lets go of it and ignores it from now on:',
            '\n'.join([f'git rm --cached --force --quiet -- {files.files}', *lines, 'git add .gitignore']),
            checked=RUN,
        )
    ]


def staged(place: Place, unborn: bool = False) -> 'list[Step]':
    """A key that the next commit would hold and no commit does; ``unborn``: there is no commit yet."""
    code = place.part(dotenv=False)
    steps = [*take_out(place), *aside(place)]
    if code.paths:
        steps.append(Step('Stage what it is now, and commit:', f'git add -- {code.files}\ngit commit', checked=RUN))
        unstage = 'git rm --cached --force --quiet --' if unborn else 'git restore --staged --'
        steps.append(Step('Or leave it out of this commit:', f'{unstage} {code.files}', checked=RUN))
    steps.append(
        Step(
            'The staged copy stays in .git for two weeks or so; no push takes it along. To have it gone at once:',
            'git gc --prune=now',
            checked=RUN,
        )
    )
    return steps


def written(place: Place) -> 'list[Step]':
    """A key that is in files only: git does not have it."""
    files = place.part(dotenv=True)
    steps = take_out(place)
    if files.paths:
        lines = '\n'.join(f'git check-ignore -v -- {word(path, place.shell)}' for path in files.paths)
        steps.append(Step('Is the file ignored by git? This names the rule, or prints nothing:', lines, checked=RUN))
    return steps


def amended(place: Place) -> 'list[Step]':
    """A key that the last commit brought, which is not pushed."""
    code, files = place.part(dotenv=False), place.part(dotenv=True)
    steps = [*take_out(place), *aside(place)]
    # only these files, whatever else is staged; what was taken out of git is no longer there to be named
    command = 'git commit --amend --no-edit' + ('' if files.paths else f' -- {code.files}')
    if files.paths and code.paths:
        command = f'git add -- {code.files}\n{command}'
    steps.append(Step('Replace the last commit by one without the key:', command, checked=RUN))
    return [*steps, Step('See that it is gone; this finds nothing then:', 'keyguard audit --range HEAD', checked=RUN)]


def fixed_up(place: Place, commit: str, first: bool, merges: bool) -> 'list[Step]':
    """A key that an older commit brought, which is not pushed; HEAD still has it. ``first``: the commit has no parent;
    ``merges``: there are merges after it.

    Not for ``.env`` files: on its way the rebase would write over the one on the disk, and delete it.
    """
    short, base = commit[:_DIGITS], '--root' if first else f'{commit[:_DIGITS]}~1'
    keep = ' --rebase-merges' if merges else ''
    return [
        *take_out(place),
        Step(
            'Commit that as a correction of the commit that brought the key:',
            f'git commit --fixup={short} -- {place.files}',
            checked=RUN,
        ),
        Step(
            'Join the two. The commits in between get new names, and what is not committed is kept:',
            f'git -c sequence.editor=: rebase --interactive --autosquash --autostash{keep} {base}',
            checked=RUN,
        ),
        Step(
            'If git stops at a conflict, a later commit changed the same lines: take the key out there too, then:',
            f'git add -- {place.files}\ngit -c core.editor=: rebase --continue',
            checked=RUN,
        ),
        _seen(short, first),
    ]


def joined(place: Place, commit: str, first: bool, in_head: bool) -> 'list[Step]':
    """The same without a rebase: the commit and all later ones become one. It also does for a key that HEAD no longer
    has, where there is nothing to correct.
    """
    short = commit[:_DIGITS]
    code = place.part(dotenv=False)
    back = 'git update-ref -d HEAD' if first else f'git reset --soft {short}~1'
    steps = [
        Step(
            'Take the commit and those after it back; the files stay as they are, and what they changed is staged:',
            back,
            checked=RUN,
        )
    ]
    if in_head:
        steps += [*take_out(place), *aside(place)]
    add = f'git add -- {code.files}\n' if in_head and code.paths else ''
    steps.append(Step('Commit it all as one:', f'{add}git commit', checked=RUN))
    return [*steps, _seen(short, first)]


def _seen(short: str, first: bool) -> Step:
    after = 'keyguard audit --history' if first else f'keyguard audit --range {short}~1..HEAD'
    return Step('See that it is gone; this finds nothing then:', after, checked=RUN)


def forget(place: Place) -> Step:
    """How the old commits leave this machine too."""
    # the index remembers both sides of a conflict that was resolved
    branch = f' {word(place.branch, place.shell)}' if place.branch else ''
    return Step(
        'The old version stays readable on this machine for some weeks (git reflog); no push takes it along. To have '
        'it gone at once, together with what you could have undone on this branch:',
        f'git reflog expire --expire-unreachable=now HEAD{branch}\ngit update-index --clear-resolve-undo\n'
        'git gc --prune=now',
        checked=RUN,
    )


def gone_on(place: Place, remote: str) -> 'list[Step]':
    """A key that is pushed, after it was revoked: the files go on without it, the history stays."""
    code = place.part(dotenv=False)
    steps = [*take_out(place), *aside(place)]
    add = f'git add -- {code.files}\n' if code.paths else ''
    push = f'{add}git commit --message "Take the key from the environment"\ngit push'
    steps.append(Step(f'Commit and push that, so that {remote} no longer shows it:', push, checked=RUN))
    return steps


def rewritten(place: Place, installed: bool, remote: bytes = b'origin') -> 'list[Step]':
    """How a pushed history is written anew; ``installed``: git-filter-repo is there."""
    address = f'"$(git remote get-url {word(remote, place.shell)})"'
    steps = [
        Step(
            'Tell everybody who has a clone to push what they have, and to stop. Branches that are protected must '
            'allow a forced push for the moment.',
            checked=DOCUMENTED,
        )
    ]
    if not installed:
        steps.append(
            Step('Install git-filter-repo, 2.47 or later:', 'pipx install git-filter-repo', checked=DOCUMENTED)
        )
    steps += [
        Step(
            'Work in a fresh clone:',
            f'git clone {address} ../rewritten\ncd ../rewritten',
            checked=RUN,
        ),
        _expressions(place.shell),
        Step(
            'Files that are no text stay as they are (take such a file out with --invert-paths --path FILE). In all '
            'others, and in the messages of commits, put REMOVED in the place of the key:',
            'git filter-repo --sensitive-data-removal --replace-text ../expressions.txt --replace-message '
            '../expressions.txt',
            checked=RUN,
        ),
        Step(
            'See that it is gone; then publish it, and delete the file with the key:',
            _publish(place.shell),
            checked=RUN,
        ),
        Step(
            'Let everybody clone anew. A pull into an old clone, and a push from there, would bring the key back.',
            checked=DOCUMENTED,
        ),
        Step(
            'GitHub keeps the commits for pull requests (refs/pull/… are refused, which is expected), forks and '
            'caches. Give its support the "First Changed Commit(s)" that git-filter-repo printed. Look through '
            'logs and caches of CI, releases, packages and images yourself.',
            checked=DOCUMENTED,
        ),
    ]
    return steps


def _expressions(shell: str) -> Step:
    words = (
        'Write the key into a file outside of the clone, once for each key; it asks, and nothing lands in the history:'
    )
    if shell == 'powershell':
        code = (
            "$s = Read-Host Key -AsSecureString; $k = [Net.NetworkCredential]::new('', $s).Password\n"
            '[IO.File]::AppendAllText("$PWD/../expressions.txt", "$k==>REMOVED`n"); Remove-Variable k, s'
        )
        return Step(words, code, 'powershell', DOCUMENTED)
    if shell == 'fish':
        code = (
            "read --silent --local --prompt-str 'Key: ' K\n"
            "umask 077; printf '%s==>REMOVED\\n' $K >> ../expressions.txt; umask 022"
        )
        return Step(words, code, 'fish', DOCUMENTED)
    if shell == 'zsh':
        ask = "read -rs 'K?Key: ' && echo"
    elif shell == 'bash':
        ask = "read -rsp 'Key: ' K && echo"
    else:
        ask = "stty -echo; printf 'Key: '; IFS= read -r K; stty echo; echo"
    code = f'{ask}\n(umask 077; printf \'%s==>REMOVED\\n\' "$K" >> ../expressions.txt); unset K'
    return Step(words, code, 'sh', RUN)


def _publish(shell: str) -> str:
    delete = 'Remove-Item ../expressions.txt' if shell == 'powershell' else 'rm ../expressions.txt'
    return f'keyguard audit --history\ngit push --force --mirror origin\n{delete}'


def _dotenv(path: bytes) -> bool:
    return language_of(path.decode('utf-8', 'replace')) == 'dotenv'


def _literal(path: bytes) -> bytes:
    """A path as .gitignore has to say it: without a pattern in it."""
    for sign in (b'\\', b'*', b'?', b'['):
        path = path.replace(sign, b'\\' + sign)
    return path
