"""A key that is pushed: how the files go on without it, and how the history is written anew, if it has to be."""

from keyguard.remedies.history import aside, take_out
from keyguard.remedies.place import Place, word
from keyguard.remedies.words import DOCUMENTED, RUN, Step


def gone_on(place: Place, remote: str) -> 'list[Step]':
    """A key that is pushed, after it was revoked: the files go on without it, the history stays."""
    code = place.part(dotenv=False)
    steps = [*take_out(place), *aside(place)]
    add = f'git add -- {code.all}\n' if code.paths else ''
    commit = f'{add}git commit --message "Take the key from the environment"'
    steps.append(Step('Commit that:', commit, checked=RUN))
    words = 'See that the push takes no other key along; this finds nothing then:'
    steps.append(Step(words, 'keyguard audit --push', checked=RUN))
    steps.append(Step(f'Push it, so that {remote} no longer shows the key:', 'git push', checked=RUN))
    return steps


def rewritten(place: Place, installed: bool, remote: bytes = b'origin') -> 'list[Step]':
    """How a pushed history is written anew; ``installed``: git-filter-repo is there."""
    address = f'"$(git remote get-url {word(remote, place.shell)})"'
    # the address may be a path from the root
    top = 'cd "$(git rev-parse --show-toplevel)"\n' if place.at else ''
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
            f'{top}git clone {address} ../rewritten\ncd ../rewritten',
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
