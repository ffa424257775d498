"""Findings of a history -> what is to be done about the commits, tags, notes and stashes that hold their keys."""

from keyguard.model import Code, Finding
from keyguard.remedies import steps
from keyguard.report.layout import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keyguard.origin import Origin

# so many tags, stashes and notes get a command each
_MOST = 6
_STASH, _NOTES = b'stash@{', b'refs/notes/'
# the same, in the commands of git for each commit of the repository
_GUIDE = ('Step by step, with the names that are here:', Code('keyguard guide leak'))


def history(findings: 'Sequence[Finding]') -> 'list[str]':
    """The steps for the places of one provider's keys, lines as ``remedies.steps`` gives them; none where no history
    was looked at. In a pushed commit there is nothing to be done.
    """
    tagged = [each for each in findings if each.where == 'tag message' and not _of(each).pushed]
    origins = [_of(each) for each in findings if each.origin is not None and each not in tagged]
    lines = []
    if any(origin.pushed for origin in origins):
        lines.append(
            'Leave what is pushed as it is: once the key is revoked it is harmless there, and whoever has a clone '
            'keeps what was rewritten.'
        )
    lines += _tags(tagged)
    private = [origin for origin in origins if not origin.pushed]
    private.sort(key=lambda origin: (origin.date, origin.commit))
    lines += _stashes(private)
    lines += _notes([each for each in findings if each.origin in private])
    lines += _tips(private)
    lines += _loose([origin for origin in private if not (origin.branches or origin.tags)])
    return lines + _commits([origin for origin in private if origin.commit and origin.local])


def _of(finding: Finding) -> 'Origin':
    assert finding.origin is not None  # noqa: S101  # asked only of finds of a history
    return finding.origin


def _tags(findings: 'Sequence[Finding]') -> 'Iterable[str]':
    for path in sorted({each.path for each in findings})[:_MOST]:
        tag = steps.quoted(path.removeprefix(b'tag '))
        yield 'The tag has it in its message: make it anew, without the key.'
        yield Code(f'git tag --annotate --force {tag} {tag}^{{}}')


def _stashes(origins: 'Sequence[Origin]') -> 'list[str]':
    numbers = {int(name[len(_STASH) : -1]) for origin in origins for name in origin.branches if name.startswith(_STASH)}
    if not numbers:
        return []
    # the last one first: the others keep their numbers
    code = [Code(f"git stash drop 'stash@{{{number}}}'") for number in sorted(numbers, reverse=True)[:_MOST]]
    return ['A stash has it. When you need nothing of it any more:', *code]


def _notes(findings: 'Sequence[Finding]') -> 'list[str]':
    code = []
    for each in findings:
        origin = _of(each)
        for ref in (name for name in origin.branches if name.startswith(_NOTES)):
            # notes of many commits lie in folders
            names = (path.replace(b'/', b'') for path in (each.path, *origin.paths))
            commit = next((name for name in names if len(name) in (40, 64)), b'')
            if commit:
                code.append(Code(f'git notes --ref={steps.quoted(ref)} edit {commit.decode("ascii", "replace")}'))
    if not code:
        return []
    return ['A note has it; git keeps what the note was, until it is pruned:', *list(dict.fromkeys(code))[:_MOST]]


def _tips(origins: 'Sequence[Origin]') -> 'list[str]':
    """What only a tag holds."""
    names = dict.fromkeys(name for origin in origins if not origin.branches for name in origin.tags)
    if not names:
        return []
    code = [Code(f'git tag --delete {steps.quoted(name)}') for name in list(names)[:_MOST]]
    return ['Only a tag still holds it. When nobody needs that one:', *code]


def _loose(origins: 'Sequence[Origin]') -> 'list[str]':
    if not origins:
        return []
    where = 'No branch leads to its commit any more' if any(origin.commit for origin in origins) else 'No commit has it'
    return [
        f'{where}. It goes for good, with all else that no branch leads to:',
        Code('git reflog expire --expire-unreachable=now --all && git gc --prune=now'),
    ]


def _commits(origins: 'Sequence[Origin]') -> 'list[str]':
    """How a commit of a branch of one's own loses it."""
    if not origins:
        return []
    first = origins[0]
    number = len({origin.commit for origin in origins})
    if first.pushed is None:
        lead = f'If {first.commit[:10]} was never pushed, take'
    else:
        are = 'is' if number == 1 else 'are'
        lead = f'It is in {count(number, "commit")} that {are} not pushed: before you push, take'
    lines = [f'{lead} it out of the commit.']
    if not first.here:
        branch = first.local[0]
        lines += [f'It is in the branch {steps.quoted(branch)}:', Code(f'git switch {steps.quoted(branch)}')]
    lines += ['When it is the last commit, amend it:', Code('git commit --amend')]
    if first.merge:
        how = 'Otherwise put a line "break" behind the merge, take the key out there, amend the merge, and continue:'
        return [*lines, how, Code(f'git rebase --rebase-merges --interactive {first.commit[:10]}^'), *_GUIDE]
    how = 'Otherwise mark the commit "edit", take the key out there, and continue (--root for the very first one):'
    return [*lines, how, Code(f'git rebase --interactive {first.commit[:10]}^'), *_GUIDE]
