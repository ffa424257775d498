"""The way out of git's history, by how far a key has got: steps with the commands of git, the names of the files and
commits in them.

The tests run these commands in real repositories. They are for the folder where the person stands.
"""

from keyguard.remedies.place import RULES, Place, added, literal, near, word
from keyguard.remedies.words import RUN, Step

# git's short form of a commit; 12 digits stay unique in large histories
DIGITS = 12
_WHOLE = 'all of the file, with whatever else you changed in it'


def take_out(place: Place) -> 'list[Step]':
    """How the key leaves the files: by hand or by keyguard; ``.env`` files stay as they are."""
    code = place.part(dotenv=False)
    if not code.paths or place.clean:
        return []
    many = 'each file' if len(code.paths) > 1 else 'the file'
    lead = '-- ' if any(near(path, place.at).startswith(b'-') for path in code.paths) else ''
    words = (
        f'Take the key out of {many}. keyguard does it where it can, and says otherwise what to do by hand (without '
        '--write it only shows the change):'
    )
    steps = [Step(words, f'keyguard fix --write {lead}{code.files}', checked=RUN)]
    if place.ignore:
        lines = added([b'.env'], place)
        steps.insert(0, Step('Let git ignore .env, into which keyguard puts the key:', lines, checked=RUN))
    return steps


def aside(place: Place) -> 'list[Step]':
    """How ``.env`` files leave git and stay on the disk; nothing where there is none."""
    files = place.part(dotenv=True)
    if not files.paths:
        return []
    unruled = [b'/' + literal(path) for path in files.paths if path not in place.ruled]
    rules = f'{added(unruled, place)}\n' if unruled else ''
    many = 'Files like these belong' if len(files.paths) > 1 else 'A file like this belongs'
    return [
        Step(
            f'{many} in no commit. It stays on the disk, git lets go of it and ignores it from now on:',
            # what has left the index already is no mistake
            f'git rm --cached --force --quiet --ignore-unmatch -- {files.files}\n{rules}git add -- {place.near(RULES)}',
            checked=RUN,
        )
    ]


def staged(place: Place, unborn: bool = False) -> 'list[Step]':
    """A key that the next commit would hold and no commit does; ``unborn``: there is no commit yet."""
    code = place.part(dotenv=False)
    steps = [*take_out(place), *aside(place)]
    if code.paths:
        steps.append(Step('Stage what it is now, and commit:', f'git add -- {code.all}\ngit commit', checked=RUN))
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
        lines = '\n'.join(f'git check-ignore -v -- {place.near(path)}' for path in files.paths)
        steps.append(Step('Is the file ignored by git? This names the rule, or prints nothing:', lines, checked=RUN))
    return steps


def amended(place: Place) -> 'list[Step]':
    """A key that the last commit brought, which is not pushed."""
    code, files = place.part(dotenv=False), place.part(dotenv=True)
    steps = [*take_out(place), *aside(place)]
    # only these files, whatever else is staged; what was taken out of git is no longer there to be named
    command = 'git commit --amend --no-edit' + ('' if files.paths else f' -- {code.all}')
    if code.paths and (files.paths or place.rules):
        command = f'git add -- {code.all}\n{command}'
    words = 'Replace the last commit by one without the key'
    words += f' ({_WHOLE}):' if code.paths else ':'
    steps.append(Step(words, command, checked=RUN))
    return [*steps, Step('See that it is gone; this no longer finds it:', 'keyguard audit --range HEAD', checked=RUN)]


def fixed_up(place: Place, commit: str, first: bool, merges: bool) -> 'list[Step]':
    """A key that an older commit brought, which is not pushed; HEAD still has it. ``first``: the commit has no parent;
    ``merges``: there are merges after it.

    Not for ``.env`` files: on its way the rebase would write over the one on the disk, and delete it.
    """
    short, base = commit[:DIGITS], '--root' if first else f'{commit[:DIGITS]}~1'
    keep = ' --rebase-merges' if merges else ''
    steps = [
        *take_out(place),
        Step(
            f'Commit that as a correction of the commit that brought the key ({_WHOLE}):',
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
    ]
    if place.rules:
        # the old commit may know nothing of .gitignore, so that the correction would not fit there
        rules = place.near(RULES)
        lines = f'git add -- {rules}\ngit commit --message "Ignore .env" -- {rules}'
        steps.append(Step('Commit the rule for .env, too:', lines, checked=RUN))
    return [*steps, seen(short, first)]


def joined(place: Place, commit: str, first: bool, in_head: bool) -> 'list[Step]':
    """The same without a rebase: the commit and all later ones become one. It also does for a key that HEAD no longer
    has, where there is nothing to correct.
    """
    short = commit[:DIGITS]
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
    add = f'git add -- {code.all}\n' if in_head and code.paths else ''
    steps.append(Step('Commit it all as one:', f'{add}git commit', checked=RUN))
    return [*steps, seen(short, first)]


def seen(short: str, first: bool) -> Step:
    """How to see that the commit no longer has the key. ``short`` is the commit, ``first``: it has no parent."""
    after = 'keyguard audit --history' if first else f'keyguard audit --range {short}~1..HEAD'
    return Step('See that it is gone; this no longer finds it:', after, checked=RUN)


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
