"""Findings of one provider -> the steps out, said once: what comes first depends on how far the key has got."""

from keyguard.excerpt import shown
from keyguard.model import Code, Finding
from keyguard.remedies import environment, steps
from keyguard.report.layout import count
from keyguard.report.past import history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# for reports that are read elsewhere than where they were made
SHELL = 'bash'
# this many kinds of file get words of their own, and this many files are named
_KINDS = 6
_FILES = 4
# how commits lose keys: the commands for those of this repository
GUIDE = 'keyguard guide leak'
# what begins like an option, in quotes or not
_DASHES = ('-', "'-")
# … and so many repositories
_FOLDERS = 3
_MERGED = (
    'A merge is under way, and the commits that it brings in hold the key: taken out here, it would still come along '
    'with them. Stop the merge, and see how they lose it:'
)


def by_provider(findings: 'Iterable[Finding]') -> 'dict[str, list[Finding]]':
    """The findings of each provider, in the order in which they come."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.provider.id, []).append(finding)
    return groups


def blocks(
    findings: 'Sequence[Finding]',
    store: str,
    shell: str = '',
    near: 'Sequence[str]' = (),
    brief: bool = False,
    fix: bool = True,
) -> 'list[list[str]]':
    """The steps for the findings of one provider, each a list of lines as ``remedies.steps`` gives them.

    ``shell`` is the reader's, '' for the one that runs keyguard; ``near`` are ids of stores that the repository seems
    to use. ``brief``: what the guide can tell is left to it; ``fix``: the command by which keyguard does it is named.
    In a pushed commit the key is public: revoking comes first, and rewriting the history does not take it back.
    """
    first = next(filter(_is_pushed, findings), findings[0])
    leaked = _is_pushed(first)
    made = [steps.revoke(first, leaked=True, brief=brief)] if leaked else []
    folders = list(dict.fromkeys(each.folder for each in findings))
    told = False
    for folder in folders[:_FOLDERS]:
        same = [_inside(each) for each in findings if each.folder == folder]
        # where the commands are to be typed; paths are as they are there
        lead = [f'In {shown(folder)}:', Code(f'cd {steps.quoted(folder)}')] if folder else []
        here = [each for each in same if each.origin is None or each.origin.in_head]
        past = history(same)
        parts = [[*take_out(here), *(by_keyguard(here) if fix else [])]] if here else []
        if any(each.way and each.way.merged and each.way.state == 'committed' for each in here):
            parts = [[_MERGED, 'git merge --abort', GUIDE]]
        parts += [past] if past else []
        told = told or any(GUIDE in part for part in parts)
        made += [[*lead, *parts[0]], *parts[1:]] if parts else []
    if len(folders) > _FOLDERS:
        made[-1].append(f'and likewise in the other repositories ({len(folders) - _FOLDERS:,} more).')
    made.append(steps.put_away(findings, shell or environment.shell(), store, near, brief))
    if not leaked:
        made.append(_revoke(findings, brief, told))
    if brief:
        made.append(steps.further(first))
    else:
        smaller = steps.make_smaller(first)
        if smaller:
            made.append(['Make the new key a smaller loss.', *smaller])
    return made


def _inside(finding: Finding) -> Finding:
    """The finding as its own repository names it."""
    if not finding.folder:
        return finding
    # for what is packed in another file alone, and it loads more than all of this
    from copy import copy

    inner = copy(finding)
    inner.path = finding.path.removeprefix(finding.folder.rstrip(b'/') + b'/')
    return inner


def _is_pushed(finding: Finding) -> bool:
    return bool(finding.origin and finding.origin.pushed) or bool(finding.way and finding.way.state == 'pushed')


def _revoke(findings: 'Sequence[Finding]', brief: bool, told: bool) -> 'list[str]':
    """Revoking, and where a commit has the key already, how that loses it, if that is not ``told`` yet."""
    committed = [each for each in findings if each.way and each.way.state == 'committed']
    lines = steps.revoke((committed or findings)[0], brief=brief)
    if committed and not told:
        lines += ['How the commit loses it:', GUIDE]
    return lines


def by_keyguard(findings: 'Sequence[Finding]', lead: str = 'Or let keyguard do it') -> 'list[str]':
    """The command by which keyguard does it, where it can, below words that begin with ``lead`` and say how many of the
    keys it takes where some are left (in the place of ``{}``, if there is one). A second command is for the files that
    take a parser.
    """
    files = list(dict.fromkeys(each.path for each in findings if each.way and each.way.becomes is not None))
    dotenv = [each.path for each in findings if each.way and steps.is_dotenv(each)]
    files += [path for path in dict.fromkeys(dotenv) if path not in files]
    unread = [each for each in findings if each.way and each.way.parser]
    if not files:
        return _unread(unread, lead.format('these')) if unread else []
    # of files that nobody has looked at yet keyguard may do more
    more = any(each.way is None or (each.way.becomes is None and not each.way.variable) for each in findings)
    named = _words(files, findings[0].folder) if not (more and len(files) > 1) else ''
    does = [each for each in findings if each.path in files]
    some = '' if more or len(does) == len(findings) else f'{len(does)} of them'
    words = lead.format(some or 'these') if '{}' in lead or not some else f'{lead} for {some}'
    option = named.startswith('-- ')
    command = ' '.join(filter(None, ('keyguard fix', '' if option else named, '--write', named if option else '')))
    made = [f'{words} (without --write it only shows the change):', command]
    return [*made, *_unread(unread, 'And the others')] if unread else made


def _unread(findings: 'Sequence[Finding]', lead: str) -> 'list[str]':
    """The command that says how keyguard gets the parsers of these files."""
    languages = {steps.kind_of(each) for each in findings}
    what = 'the parser of this language' if len(languages) == 1 else 'the parsers of these languages'
    named = _words(list(dict.fromkeys(each.path for each in findings)), findings[0].folder)
    return [f'{lead}, once it has {what}; it says how:', f'keyguard fix {named}'.rstrip()]


def _words(paths: 'Sequence[bytes]', folder: bytes) -> str:
    """The files as words of a command line; '' where they are too many to be named."""
    words = [steps.here(path, folder) for path in paths]
    lead = '-- ' if any(word.startswith(_DASHES) for word in words) else ''
    return lead + ' '.join(words) if len(words) <= _FILES else ''


def take_out(findings: 'Sequence[Finding]') -> 'list[str]':
    """How the keys leave their files: said once for each kind of file, with the number of its other places."""
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        dress = finding.view if finding.dressed else ''
        # one that keyguard can take out reads otherwise than one that it cannot, in a file of the same kind, too
        becomes = bool(finding.way and finding.way.becomes is not None)
        kind = (*steps.sort_of(finding), finding.part, dress, steps.home_of(finding), becomes)
        kinds.setdefault(kind, []).append(finding)
    said: dict[tuple[str, ...], list[Finding]] = {}
    for same in kinds.values():
        said.setdefault(tuple(steps.take_out(same[0])), []).extend(same)
    lines: list[str] = []
    for words, same in list(said.items())[:_KINDS]:
        lines += _in(same[0], words) if len(said) > 1 else words
        files = len({finding.path for finding in same})
        if len(same) > 1 and (files > 1 or not steps.is_dotenv(same[0])):
            apart = ', each key under a name of its own' if len({each.secret for each in same}) > 1 else ''
            lines.append(f'and likewise in {count(len(same) - 1, "other place")} of this kind{apart}.')
    if len(said) > _KINDS:
        lines.append(f'and likewise in {count(len(said) - _KINDS, "other kind")} of file.')
    return lines


def _in(finding: Finding, words: 'Sequence[str]') -> 'list[str]':
    """The words, of which the first ones say in which file."""
    return [f'{steps.quoted(finding.path)}: {words[0][:1].lower()}{words[0][1:]}', *words[1:]]
