"""Drafts -> what is to be done: which key goes where under which name, which files change, in which order."""

import os
import re

from keyguard import places
from keyguard.git import work
from keyguard.moving import variables
from keyguard.moving.files import Change, Failed, exposed, read, unfit, with_lines
from keyguard.moving.place import into_file
from keyguard.moving.variables import Variables
from keyguard.moving.words import Move, Source
from keyguard.remedies.steps import variable_of
from keyguard.rewrite.naming import Use, name
from keyguard.secret import Secret
from keyguard.sources.reach import PUSHED, STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.remedies.words import Store
    from keyguard.sources.reach import Reach


# files that only tell of programs: names are given to those first
_ASIDE = re.compile(
    rb'(?:^|/)(?:docs?|examples?|samples?|demos?|tests?|specs?|__tests__|fixtures?|testdata)/|'
    rb'(?:^|/)(?:test_[^/]*|[^/]*[_.](?:test|spec)\.\w+|conftest\.py|[^/]*\.(?:example|sample|template|dist|md|rst|txt))$',
    re.I,
)


class Job:
    """All that one run is to do. ``root`` is the repository's root or '', ``start`` the folder that the run is in.

    ``sources`` are the files, ``moves`` the keys, ``said`` sentences about names, ``changes`` the files in the order in
    which they are written, ``checks`` the files of variables that are relied upon as they are, and that their owner
    alone may read by then. ``forget`` is what the index is to forget, with its entries. ``hidden`` are the files of
    variables that git must ignore by then. ``partly`` are files of which a part is staged.
    """

    def __init__(self, root: str, start: str, sources: 'Sequence[Source]', store: 'Store | None') -> None:
        self.root = root
        self.start = start
        self.sources = sources
        self.store = store
        self.moves: list[Move] = []
        self.said: list[str] = []
        self.changes: list[Change] = []
        self.checks: list[Change] = []
        self.busy = False  # is there anything to be done?
        self.forget: dict[bytes, bytes] = {}
        self.hidden: list[bytes] = []
        self.partly: set[bytes] = set()
        self._targets: dict[str, Variables] = {}
        self._worst: dict[str, Reach] = {}
        self._relied: dict[str, None] = {}
        self._said: dict[str, str] = {}

    def is_source(self, change: Change) -> bool:
        """Is it a file that loses a key?"""
        return any(source.file == change.path for source in self.sources)

    def leave(self, change: Change, why: str) -> None:
        """The change could not be made after all."""
        self.changes.remove(change)
        for source in self.sources:
            if source.file == change.path:
                source.draft.new, source.draft.reason = None, f'it could not be changed: {why}'

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
            late = bool(_ASIDE.search(source.draft.path))
            path = '' if self.store else self.target(source.file)
            target = self._targets.get(path)
            for finding, own in zip(source.findings, source.draft.own):
                there = target.called(finding.secret.fingerprint) if target else ''
                use = Use(finding.secret.fingerprint, own or there, variable_of(finding), source.file, path, late)
                source.uses.append(use)
                if not source.kept and not source.draft.reason:
                    used.append(use)
        self._said = name(used, self._taken)

    def _taken(self, variable: str, use: Use) -> bool:
        """Does another value than this key have the name where it would go? A new key may be there already."""
        target = self._targets.get(use.place)
        value = target.get(variable) if target else None
        pushed = self._worst[use.fingerprint].state == PUSHED
        return bool(value) and not pushed and Secret(value or b'').fingerprint != use.fingerprint

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
            if path and (move.moved or '' in move.homes):
                self._relied[path] = None
        variables = {move.variable for move in self.moves}
        self.said = [words for variable, words in self._said.items() if variable in variables]
        for source in self.sources:
            if source.draft.new is not None:
                self.said += [f'{source.draft.shown}: {words}' for words in source.draft.notes]
                if _links(source.file) > 1:
                    self.said.append(
                        f'{source.draft.shown} has a second name on this disk (a hard link): the key stays in that one'
                    )

    def _write(self) -> None:
        """The changes in their order: what git ignores, the values, the files, the examples."""
        kept = [source for source in self.sources if source.kept]
        relied = [self._targets[path] for path in self._relied]
        filled = [target for target in relied if target.new != target.old]
        examples: dict[str, tuple[bytes | None, bytes]] = {}
        try:
            ignoring = self._keep_out(kept, relied)
        except Failed as error:
            for source in self.sources:
                source.draft.reason = source.draft.reason or f'.gitignore cannot be changed: {error}'
                source.draft.new, source.kept = None, False
            self.moves, self.said = [], []
            return
        changed = [source for source in self.sources if source.draft.new is not None]
        new = {source.file: source.draft.new for source in changed}
        for target in relied:
            path = f'{target.path}.example'
            if os.path.isfile(path) or self.path_of(target.path) in self.forget:
                self._example(path, [*target.names(), *self._added(target)], new, examples)
        for source in kept:
            if self.path_of(source.file) in self.forget and b'\0' not in source.draft.data:
                self._example(f'{source.file}.example', variables.names_in(source.draft.data), new, examples)
        self.changes += ignoring
        self.changes += [target.change for target in filled]
        self.checks += [target.change for target in relied if target not in filled]
        self.checks += [Change(os.path.realpath(each.file), each.draft.data, each.draft.data, True) for each in kept]
        self.changes += [Change(source.file, source.draft.data, new[source.file]) for source in changed]
        self.changes += [Change(path, old, text) for path, (old, text) in examples.items() if old != text]
        self.busy = bool(self.changes or self.forget or any(exposed(check.path) for check in self.checks))

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

    def _keep_out(self, kept: 'Sequence[Source]', relied: 'Sequence[Variables]') -> 'list[Change]':
        """What keeps files of variables out of git: the index forgets them, and ``.gitignore`` names them."""
        paths = list(dict.fromkeys(map(self.path_of, [*(each.file for each in kept), *(each.path for each in relied)])))
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
            source.done += ['its owner alone can read it'] * exposed(source.file)
        if not lines:
            return []
        rules = os.path.join(self.root, '.gitignore')
        old = read(rules)
        why = unfit(rules)
        if why:
            raise Failed(why)
        return [Change(rules, old, with_lines(old, dict.fromkeys(lines)))]


def _links(file: str) -> int:
    try:
        return os.stat(file).st_nlink
    except OSError:
        return 1


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
