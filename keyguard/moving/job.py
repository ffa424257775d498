"""Drafts -> what is to be done: which key goes where under which name, which files change, in which order."""

import os

from keyguard import places
from keyguard.git import work
from keyguard.moving import variables
from keyguard.moving.files import Change, Failed, open_to_others, read, unfit, with_lines
from keyguard.moving.place import into_file
from keyguard.moving.variables import Variables
from keyguard.remedies.steps import variable_of
from keyguard.rewrite.naming import Use, name
from keyguard.secret import Secret
from keyguard.sources.reach import PUSHED, STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.model import Finding, Report
    from keyguard.remedies.words import Store
    from keyguard.rewrite.plan import Draft, Scan
    from keyguard.sources.reach import Reach


class Source:
    """A file with keys: ``draft`` is what becomes of it, ``file`` its name for the system, ``before`` what was found in
    it, ``scan`` looks at other bytes of it. ``reaches`` are how far its keys have got, in the order of the draft.
    ``uses`` are the variables of its keys.

    ``kept``: it is a file of variables, which stays as it is and out of git; then ``done`` says what is to be done.
    """

    __slots__ = ('before', 'done', 'draft', 'file', 'kept', 'reaches', 'scan', 'uses')

    def __init__(self, draft: 'Draft', file: str, before: 'Report', scan: 'Scan') -> None:
        self.draft = draft
        self.file = file
        self.before = before
        self.scan = scan
        self.kept = False
        self.done: list[str] = []
        self.reaches: Sequence[Reach] = ()
        self.uses: list[Use] = []

    @property
    def findings(self) -> 'Sequence[Finding]':
        return self.draft.findings


class Move:
    """One key under one name: ``moved`` says that the value itself goes to ``place`` (a file's name, or a store's);
    otherwise the variable is left empty there for the new key, unless it has a value (``there``). ``reach`` is the
    worst of its states, ``id`` the provider's id, with a number for a second key. ``homes`` are the ids of the stores
    that files take it from, '' among them where a program reads it from its environment.
    """

    __slots__ = ('finding', 'homes', 'id', 'moved', 'path', 'place', 'reach', 'there', 'variable')

    def __init__(self, finding: 'Finding', variable: str, reach: 'Reach', place: str) -> None:
        self.finding = finding
        self.variable = variable
        self.reach = reach
        self.place = place
        self.moved = reach.state != PUSHED
        self.id = finding.provider.id
        self.there = False
        self.homes: dict[str, None] = {}
        # the file of variables that it is read from, '' for none
        self.path = ''


class Job:
    """All that one run is to do. ``root`` is the repository's root or '', ``start`` the folder that the run is in.

    ``sources`` are the files, ``moves`` the keys, ``said`` sentences about names, ``changes`` the files in the order in
    which they are written, ``forget`` what the index is to forget, with its entries. ``hidden`` are the files of
    variables that git must ignore by then, ``relied`` those that have to be there as they are, with their bytes.
    """

    def __init__(self, root: str, start: str, sources: 'Sequence[Source]', store: 'Store | None') -> None:
        self.root = root
        self.start = start
        self.sources = sources
        self.store = store
        self.moves: list[Move] = []
        self.said: list[str] = []
        self.changes: list[Change] = []
        self.forget: dict[bytes, bytes] = {}
        self.hidden: list[bytes] = []
        self.relied: list[tuple[str, bytes | None]] = []
        self._targets: dict[str, Variables] = {}
        self._worst: dict[str, Reach] = {}

    def plan(self) -> None:
        """Decide everything; nothing is written. Files that cannot be changed get their reason."""
        for source in self.sources:
            for finding, reach in zip(source.findings, source.reaches):
                mark = finding.secret.fingerprint
                worst = self._worst.setdefault(mark, reach)
                if STATES.index(reach.state) > STATES.index(worst.state):
                    self._worst[mark] = reach
        for source in self.sources:
            outside = self._outside(source.file)
            source.kept = source.draft.kind == 'dotenv' and self.store is None and _stands_in_it(source)
            source.kept = source.kept and not outside
            if source.kept:
                source.draft.reason = ''
            elif not source.draft.reason:
                source.draft.reason = outside or unfit(source.file) or self._elsewhere(source)
        self._name()
        for source in self.sources:
            if not source.kept:
                source.draft.finish([use.variable for use in source.uses], source.scan, source.before)
        self._move()
        self._write()

    def for_shells(self, place: str) -> bool:
        """May a shell read the file of variables of this place as its own?"""
        texts = [target.new for target in self._targets.values() if self.shown(target.path) == place]
        return all(variables.for_shells(text or b'') for text in texts)

    def target(self, file: str) -> str:
        """The file of variables for the keys of this file: the nearest one above it, else one at the top."""
        top = os.path.realpath(self.root or self.start)
        folder = os.path.dirname(os.path.realpath(file))
        inside = folder == top or folder.startswith(top.rstrip(os.sep) + os.sep)
        first = folder
        while inside:
            if os.path.isfile(os.path.join(folder, variables.NAME)) or folder == top:
                return os.path.join(folder, variables.NAME)
            folder = os.path.dirname(folder)
        return os.path.join(first, variables.NAME)

    def _outside(self, file: str) -> str:
        """Why the file is none of this run's, or ''."""
        own = places.find(os.path.dirname(os.path.realpath(file)), places.CONFIG)[0]
        if own == (os.path.realpath(self.root) if self.root else ''):
            return ''
        return (
            'it belongs to another repository: run keyguard fix there' if own else 'it lies outside of the repository'
        )

    def _elsewhere(self, source: Source) -> str:
        """Why the keys of this file cannot go where they should, or ''."""
        if self.store is not None:
            return ''
        try:
            self._opened(self.target(source.file))
        except Failed as error:
            return f'its keys should go to {self.shown(self.target(source.file))}, but {error}'
        return ''

    def _opened(self, path: str) -> Variables:
        if path not in self._targets:
            found = Variables(path)
            if self._outside(found.path) and places.find(os.path.dirname(found.path), places.CONFIG)[0]:
                # its rules are not this repository's, and it may be tracked there
                raise Failed(f'it is a link to {self.shown(found.path)}, which belongs to another repository')
            self._targets[path] = found
        return self._targets[path]

    def shown(self, path: str) -> str:
        """A file as it is called from the root."""
        try:
            near = os.path.relpath(path, os.path.realpath(self.root or self.start))
        except ValueError:  # another drive
            near = path
        return (path if near.startswith('..' + os.sep) else near).replace(os.sep, '/')

    def _name(self) -> None:
        """Give every key its variable."""
        used: list[Use] = []
        for source in self.sources:
            for finding, own in zip(source.findings, source.draft.own):
                target = self._targets.get(self.target(source.file))
                there = target.called(finding.secret.fingerprint) if target else ''
                use = Use(finding.secret.fingerprint, own or there, variable_of(finding))
                source.uses.append(use)
                if not source.kept and not source.draft.reason:
                    used.append(use)
        self.said += name(used, self._taken)

    def _taken(self, variable: str, fingerprint: str) -> bool:
        """Does another value than this key have the name where it would go? A new key may be there already."""
        worst = self._worst[fingerprint]
        for target in self._targets.values():
            value = target.get(variable)
            if value and worst.state != PUSHED and Secret(value).fingerprint != fingerprint:
                return True
        return False

    def _move(self) -> None:
        """Put the keys of all files that change where they go, on paper."""
        seen: dict[tuple[str, str, str], Move] = {}
        numbers: dict[str, int] = {}
        for source in self.sources:
            if source.kept or source.draft.new is None:
                continue
            for finding, use, home in zip(source.findings, source.uses, source.draft.homes):
                path = '' if self.store else self.target(source.file)
                known = seen.get((use.fingerprint, use.variable, path))
                if known:
                    known.homes[home] = None
                    continue
                place = self.store.name if self.store else self.shown(path)
                move = Move(finding, use.variable, self._worst[use.fingerprint], place)
                move.homes[home] = None
                seen[use.fingerprint, use.variable, path] = move
                if path and (move.moved or '' in move.homes):
                    move.path = self._targets[path].path
                self.moves.append(move)
                if self.store:
                    numbers[move.id] = numbers.get(move.id, 0) + 1
                    move.id += f'-{numbers[move.id]}' if numbers[move.id] > 1 else ''
                elif move.moved:
                    into_file(self._targets[path], use.variable, finding.secret)
        for (_, variable, path), move in seen.items():
            # of a key that is not kept the file is no way into another place
            if path and not move.moved and '' in move.homes:
                move.there = bool(self._targets[path].get(variable))
                if self._targets[path].get(variable) is None:
                    self._targets[path].set(variable, b'')

    def _write(self) -> None:
        """The changes in their order: what git ignores, the values, the files, the examples."""
        kept = [source for source in self.sources if source.kept]
        # one that has the key already is kept out of git, too
        used = {move.path for move in self.moves}
        filled = [target for target in self._targets.values() if target.new != target.old or target.path in used]
        filled = [target for target in filled if target.new is not None]
        examples: dict[str, tuple[bytes | None, bytes]] = {}
        try:
            ignoring = self._keep_out(kept, filled)
        except Failed as error:
            for source in self.sources:
                source.draft.reason = source.draft.reason or f'.gitignore cannot be changed: {error}'
                source.draft.new, source.kept = None, False
            self.moves = []
            return
        changed = [source for source in self.sources if source.draft.new is not None]
        new = {source.file: source.draft.new for source in changed}
        for target in filled:
            path = f'{target.path}.example'
            if os.path.isfile(path) or self.path_of(target.path) in self.forget:
                self._example(path, [*target.names(), *self._added(target)], new, examples)
        for source in kept:
            if self.path_of(source.file) in self.forget and b'\0' not in source.draft.data:
                self._example(f'{source.file}.example', variables.names_in(source.draft.data), new, examples)
        self.changes += ignoring
        self.changes += [target.change for target in filled if target.new != target.old or open_to_others(target.path)]
        changing = {change.path for change in self.changes}
        self.relied = [(target.path, target.old) for target in filled if target.path not in changing]
        self.changes += [Change(source.file, source.draft.data, new[source.file]) for source in changed]
        self.changes += [Change(path, old, text) for path, (old, text) in examples.items() if old != text]

    def _added(self, target: Variables) -> 'list[bytes]':
        """What programs read: a variable on its way into another place is none of these."""
        shown = self.shown(target.path)
        return [move.variable.encode() for move in self.moves if move.place == shown and '' in move.homes]

    def _example(
        self,
        path: str,
        names: 'Sequence[bytes]',
        new: 'dict[str, bytes | None]',
        examples: 'dict[str, tuple[bytes | None, bytes]]',
    ) -> None:
        """Put names into an example of a file of variables, which may be one of the files that lose a key."""
        if path in new:
            new[path] = variables.example(new[path], names)
            return
        try:
            old = examples[path][0] if path in examples else read(path)
        except Failed:
            return
        examples[path] = old, variables.example(examples[path][1] if path in examples else old, names)

    def path_of(self, file: str) -> bytes:
        """A file as git knows it."""
        return os.fsencode(os.path.relpath(os.path.realpath(file), os.path.realpath(self.root or self.start)))

    def _keep_out(self, kept: 'Sequence[Source]', filled: 'Sequence[Variables]') -> 'list[Change]':
        """What keeps files of variables out of git: the index forgets them, and ``.gitignore`` names them."""
        paths = list(dict.fromkeys(map(self.path_of, [*(each.file for each in kept), *(each.path for each in filled)])))
        paths = [path for path in paths if not path.startswith(b'..')]
        if not self.root or not paths:
            return []
        self.forget = work.entries(self.root, paths)
        known = work.ignored(self.root, paths)
        self.hidden = paths
        lines = [_pattern(path) for path in paths if path not in known]
        for source in kept:
            path = self.path_of(source.file)
            source.done += ['git no longer tracks it'] * (path in self.forget)
            source.done += ['.gitignore names it'] * (path not in known)
        if not lines:
            return []
        rules = os.path.join(self.root, '.gitignore')
        old = read(rules)
        why = unfit(rules)
        if why:
            raise Failed(why)
        return [Change(rules, old, with_lines(old, dict.fromkeys(lines)))]


def _stands_in_it(source: Source) -> bool:
    """Do all keys stand in the file itself, and not in its name or in what a link says?"""
    return bool(source.before.blocked) and all(
        finding.view != 'file name' and finding.where != 'symbolic link' and finding.path == source.draft.path
        for finding in source.findings
    )


def _pattern(path: bytes) -> bytes:
    """The line of ``.gitignore`` for a file, and for every other ``.env`` too."""
    name = os.fsencode(variables.NAME)
    if path == name or path.endswith(b'/' + name):
        return name
    for sign in (b'\\', b'*', b'?', b'['):
        path = path.replace(sign, b'\\' + sign)
    return b'/' + path.replace(os.fsencode(os.sep), b'/')
