"""A key in commits beside those of HEAD, or in messages: how branches, tags, stashes and merges lose it."""

from keyguard.remedies.history import DIGITS, seen, take_out
from keyguard.remedies.place import Place, word
from keyguard.remedies.words import RUN, Step


def reworded(commit: str, first: bool, last: bool) -> 'list[Step]':
    """A key in the message of a commit that is not pushed. ``first``: it has no parent; ``last``: none comes after."""
    short = commit[:DIGITS]
    if last:
        words = 'Git opens the message: take the key out of it, and save it. What is staged stays out of the commit:'
        steps = [Step(words, 'git commit --amend --only', checked=RUN)]
    else:
        words = (
            f'Git opens a list that begins with {short[:7]}: write reword in the place of pick there, and save it. '
            'Then it opens the message: take the key out of it, and save that. The later commits get new names:'
        )
        base = '--root' if first else f'{short}~1'
        code = f'git rebase --interactive --autostash --rebase-merges {base}'
        steps = [Step(words, code, checked=RUN)]
    return [*steps, seen(short, first)]


def asked(place: Place, tag: bytes, remote: bytes) -> 'list[Step]':
    """How to see whether a tag was pushed; nothing where there is no remote."""
    if not remote:
        return []
    words = (
        'Git keeps no note of the tags that were pushed. This prints a line where the other side has it; then the key '
        'is public, and is to be revoked first:'
    )
    code = f'git ls-remote --tags {word(remote, place.shell)} {word(tag, place.shell)}'
    return [Step(words, code, checked=RUN)]


def tag_reworded(place: Place, tag: bytes, remote: bytes = b'') -> 'list[Step]':
    """A key in the message of an annotated tag."""
    name, at = word(tag, place.shell), word(tag + b'^{}', place.shell)
    words = 'Make the tag anew; git asks for a message, without the key this time:'
    return [*asked(place, tag, remote), Step(words, f'git tag --annotate --force {name} {at}', checked=RUN)]


def switched(place: Place, branch: bytes, folder: bytes = b'') -> 'list[Step]':
    """How to get to the branch; ``folder``: another work tree has it there."""
    if folder:
        words = 'The branch is checked out in another folder. Go there:'
        return [Step(words, f'cd {word(folder, place.shell)}', checked=RUN)]
    keep = ' --no-overwrite-ignore' if place.part(dotenv=True).paths else ''
    words = (
        'Go to the branch. Where something that is not committed is in the way, git says so and does nothing: commit '
        'it, or put it aside with git stash, and bring it back at the end with git stash pop.'
    )
    return [Step(words[:-1] + ':', f'git switch{keep} {word(branch, place.shell)}', checked=RUN)]


def at_tag(place: Place, tag: bytes, remote: bytes = b'') -> 'list[Step]':
    """How to get to a commit that only a tag holds, or to do without it."""
    name = word(tag, place.shell)
    keep = ' --no-overwrite-ignore' if place.part(dotenv=True).paths else ''
    return [
        *asked(place, tag, remote),
        Step('Nobody needs the tag? Then this is enough:', f'git tag --delete {name}', checked=RUN),
        Step('Otherwise go to its commit:', f'git switch{keep} --detach {name}', checked=RUN),
    ]


def tagged(place: Place, tag: bytes) -> Step:
    """How a tag is put on the commit that is made anew."""
    words = 'Put the tag on the new commit (with --annotate, where it had a message):'
    return Step(words, f'git tag --force {word(tag, place.shell)}', checked=RUN)


def back(folder: bytes = b'') -> Step:
    """How to get back from there; ``folder`` as in ``switched``."""
    return Step('Go back:', 'cd -' if folder else 'git switch -', checked=RUN)


def unstashed(place: Place, stash: bytes) -> 'list[Step]':
    """A key in a stash. A later stash has a smaller number, so those with the largest number come first."""
    name = word(stash, place.shell)
    code = place.part(dotenv=False)
    steps = [
        Step('See which files it holds:', f'git stash show {name}', checked=RUN),
        Step('If you no longer need it, this is enough:', f'git stash drop {name}', checked=RUN),
        Step('Otherwise put it back into your files:', f'git stash pop {name}', checked=RUN),
        *take_out(place),
    ]
    if code.paths:
        # a stash keeps what is staged, too
        again = f'git add -- {code.files}\ngit stash push -- {code.files}'
        steps.append(Step('And if it shall be a stash again:', again, checked=RUN))
    return [
        *steps,
        Step(
            'The old version stays readable on this machine for two weeks or so; no push takes it along. To have it '
            'gone at once:',
            'git gc --prune=now',
            checked=RUN,
        ),
    ]


def dropped(place: Place, ref: bytes) -> 'list[Step]':
    """A key that is held by a ref which is neither branch nor tag (a note, what a rewriting left behind)."""
    name = word(ref, place.shell)
    return [
        Step('See what it is:', f'git log --oneline -n 5 {name} --', checked=RUN),
        Step('If you no longer need it, delete it:', f'git update-ref -d {name}', checked=RUN),
    ]


def unmerged(branch: str) -> 'list[Step]':
    """A merge under way whose other side holds the key in a commit."""
    return [
        Step(
            f'A merge is under way, and the commits of {branch} hold the key. Taken out here, it would still come '
            'along with them. Stop the merge:',
            'git merge --abort',
            checked=RUN,
        )
    ]
