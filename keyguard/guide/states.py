"""How far a key can have got -> the page for that: the way back from there, with ``FILE`` and ``COMMIT`` for the names.

``found`` makes the same of keys that are there.
"""

from keyguard.guide.store import steps as rendered
from keyguard.guide.words import Code, Items, Page, Reader, Section, Table, Text
from keyguard.remedies import history, published
from keyguard.remedies.place import Place
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, WRITTEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


# state -> other words for it
ALSO = {
    WRITTEN: ('unstaged', 'untracked', 'work tree', 'not staged'),
    STAGED: ('index', 'added', 'blocked'),
    COMMITTED: ('commit', 'commited', 'local commit', 'unpushed', 'not pushed'),
    PUSHED: ('push', 'published', 'public', 'remote', 'leaked', 'history'),
}
LEAK = 'leak'
LEAK_ALSO = ('state', 'leaks', 'help', 'emergency', 'now', 'key')
TITLES = {
    WRITTEN: 'Only in a file',
    STAGED: 'Staged, not committed',
    COMMITTED: 'Committed, not pushed',
    PUSHED: 'Pushed',
    UNKNOWN: 'Not to be told here',
}
MEANS = {
    WRITTEN: 'Git does not have it. It is enough to take it out of the file.',
    STAGED: 'The next commit would hold it. Nothing has left this machine; a new key is a good idea, and not urgent, '
    'unless something else reads along here: a coding agent, a synchronised folder, a log.',
    COMMITTED: 'A commit on this machine holds it, and the next push would publish it. A later commit without it does '
    'not help: the old one goes along. Until then nothing has left this machine, so a new key is a good idea, and not '
    'urgent.',
    PUSHED: 'Others have it, or can have it: consider it public, also in a private repository that many can read. '
    'Nothing that you do to the history takes it back.',
}
NOTHING = 'No key is found here.'
NONE = 'No key is in this state here, so FILE, COMMIT and BRANCH stand for yours.'
ELSEWHERE = 'This folder is in no git repository, so FILE, COMMIT and BRANCH stand for yours.'
# so many providers are named
_MOST_PROVIDERS = 3
_FILE, _COMMIT = b'FILE', 'COMMIT'


def rewriting(place: Place, installed: bool, remote: bytes = b'origin') -> Section:
    """The last resort for what is pushed; ``remote`` is the name of the remote that has it."""
    return Section(
        'If the history has to be clean',
        Text(
            'Once the key is revoked it is harmless where it stands, and leaving it there is usually right. Rewriting '
            'changes every commit since, and does not reach clones and forks. If a rule demands it:'
        ),
        Items(rendered(published.rewritten(place, installed, remote)), numbered=True),
    )


def general(state: str, reader: Reader, installed: bool) -> 'list[Section]':
    """The sections for a state in which there is no key here, with ``FILE`` and ``COMMIT`` for the names."""
    place = Place([_FILE], b'BRANCH', reader.shell)
    lead = Text(MEANS[state])
    if state == PUSHED:
        revoke = (
            Text('Revoke the key now, on the page of its provider:'),
            Code('keyguard guide PROVIDER'),
        )
        items = [revoke, *rendered(published.gone_on(place, 'the remote'))]
        return [Section(TITLES[state], lead, Items(items, numbered=True)), rewriting(place, installed)]
    if state != COMMITTED:
        made = history.staged(place) if state == STAGED else history.written(place)
        return [Section(TITLES[state], lead, Items(rendered(made), numbered=True))]
    return [
        Section(
            'Which case it is',
            lead,
            Text('In a repository, `keyguard guide leak` tells whether the last commit holds it, or an older one.'),
        ),
        Section('The last commit holds it', Items(rendered(history.amended(place)), numbered=True)),
        Section(
            'An older commit brought it',
            Items(rendered(history.fixed_up(place, _COMMIT, first=False, merges=False)), numbered=True),
            Text(
                'For the very first commit, write `--root` in place of `COMMIT~1`. With merges after it, add '
                '`--rebase-merges`. For a `.env` file, and where that gets long, make one commit of them all:'
            ),
            Items(rendered(history.joined(place, _COMMIT, first=False, in_head=True)), numbered=True),
        ),
        Section('In each case', Items(rendered([history.forget(place)]))),
    ]


def nothing(repository: bool) -> 'list[Section]':
    """The sections where no key was found at all; ``repository``: there was one to look through."""
    states = [(state, f'{TITLES[state]}.') for state in ALSO]
    words = Text('In everything that was ever committed, pushed or not:')
    look = [Section('Look further', words, Code('keyguard audit --history'))]
    return [
        *(look if repository else []),
        Section('If you know of one', Table(('keyguard guide …', 'a key that is'), states)),
        Section(
            'If it was pasted or logged',
            Text(
                'In a chat, a ticket, a log, an image or a package a key is as public as in a pushed commit: revoke '
                'it, and then delete it there.'
            ),
            Code('keyguard guide PROVIDER'),
        ),
    ]


def page(topic: str, sections: 'Sequence[Section]', lead: str, providers: 'Sequence[str]' = ()) -> Page:
    """A page about the state of a repository; ``providers`` are the ids of those whose keys are in it."""
    ids = list(dict.fromkeys(providers))[:_MOST_PROVIDERS] or ['PROVIDER']
    see = [
        *((f'keyguard guide {id}', 'where the key is revoked and made anew') for id in ids),
        ('keyguard guide environment', 'where the next one belongs'),
        ('keyguard audit --history', 'everything that was ever committed'),
    ]
    title = 'What to do about this leak' if topic == LEAK else f'A key that is {topic}'
    return Page('state', topic, title, lead, sections, see)
