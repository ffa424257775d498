"""Jupyter notebooks: only the strings of the cells that held a key change, and the outputs that did go."""

from keyguard.rewrite import notebook_cells, python, shell
from keyguard.rewrite.notebook_cells import Cell
from keyguard.rewrite.notebook_json import CellText, Node, parsed
from keyguard.rewrite.python_source import Source
from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' for a notebook of nbformat 4, else why it is none."""
    try:
        _cells(parsed(data))
    except Unsafe as error:
        return str(error)
    return ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """The variables that the code gives the keys to, with ``%env`` too."""
    return _Notebook(data).variables(spots)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits of a notebook."""
    return _Notebook(data).edits(spots)


def _cells(notebook: Node) -> 'list[Node]':
    cells = notebook.get('cells')
    if cells is None or not cells.data.startswith(b'[', cells.start):
        old = notebook.get('worksheets') is not None
        raise Unsafe('it has the form of old notebooks: open it and save it anew' if old else 'it is no notebook')
    return cells.items


class _Notebook:
    """A notebook, its code cells as one Python file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        notebook = parsed(data)
        language = notebook.get('metadata', 'kernelspec', 'language') or notebook.get(
            'metadata', 'language_info', 'name'
        )
        self.language = language.text if language else 'python'
        self.code: list[Cell] = []
        self.prose: list[CellText] = []
        self.outputs: list[Node] = []
        start = 0
        for node in _cells(notebook):
            kind, source, outputs = node.get('cell_type'), node.get('source'), node.get('outputs')
            if outputs:
                self.outputs.append(outputs)
            if source is None:
                continue
            if kind and kind.text == 'code':
                cell = Cell(CellText(source), start)
                self.code.append(cell)
                start += len(cell.python) + bool(cell.python)
            else:
                self.prose.append(CellText(source))

    def variables(self, spots: 'Sequence[Spot]') -> 'list[str]':
        names = {}
        inside = list(self._in_code(spots))
        for spot, cell, start, end in inside:
            line = cell.line_at(start)
            given = notebook_cells.assigned(cell.text.data[slice(*line)]) if line else None
            if line and given and line[0] + given[1] == start and not cell.text.data[end : line[1]].strip():
                names[spot] = given[0]
        code = [each for each in inside if not each[1].line_at(each[2]) and each[1].shell < 0]
        if code:
            placed = [_at(spot, cell.start + start, cell.start + end) for spot, cell, start, end in code]
            names.update(zip((each[0] for each in code), python.names_in(self._source(), placed)))
        return [names.get(spot, '') for spot in spots]

    def edits(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        found: list[Edit] = []
        made: dict[Cell, list[Edit]] = {}
        code: list[Spot] = []
        inside = list(self._in_code(spots))
        scripts: dict[Cell, list[Spot]] = {}
        for spot, cell, start, end in inside:
            if cell.shell >= 0:
                scripts.setdefault(cell, []).append(_at(spot, start - cell.shell, end - cell.shell))
            elif cell.line_at(start):
                made.setdefault(cell, []).extend(self._in_line(spot, cell, start, end))
            elif cell.why:
                raise Unsafe(cell.why)
            else:
                code.append(_at(spot, cell.start + start, cell.start + end))
        for cell, moved in scripts.items():
            made.setdefault(cell, []).extend(_in_script(cell, moved))
        for edit in python.edits(self._source(), code) if code else ():
            cell, moved_edit = self._in_cell(edit)
            made.setdefault(cell, []).append(moved_edit)
        found += [cell.text.back(edit) for cell, edits in made.items() for edit in _one_each(edits)]
        done = {spot for spot, _, _, _ in inside}
        emptied: set[tuple[int, int]] = set()
        for spot in spots:
            if spot in done:
                continue
            if any(text.inside(spot.start, spot.end) for text in self.prose):
                found.append(Edit(spot.start, spot.end, spot.variable.encode()))
            else:
                emptied.add(self._output(spot))
        return sorted([*found, *self._emptied(emptied)], key=lambda edit: (edit.start, edit.end))

    def _source(self) -> Source:
        if self.language.lower() not in ('python', 'ipython'):
            raise Unsafe(f'its code is written in {self.language}' if self.language.isalnum() else 'it is no Python')
        return Source(b'\n'.join(cell.python for cell in self.code if cell.python), interactive=True)

    def _in_code(self, spots: 'Sequence[Spot]') -> 'Iterator[tuple[Spot, Cell, int, int]]':
        """The spots in code, with their cells and their places in the text of it."""
        for spot in spots:
            for cell in self.code:
                place = cell.text.inside(spot.start, spot.end)
                if place:
                    yield spot, cell, *place

    def _in_cell(self, edit: Edit) -> 'tuple[Cell, Edit]':
        """The cell that an edit of all the Python belongs to, and the edit in its text."""
        cell = next(each for each in reversed(self.code) if each.python and each.start <= edit.start)
        # the line end behind a cell is none of its own
        start, end = edit.start - cell.start, min(edit.end - cell.start, len(cell.python))
        if start == end and start < cell.head:
            start = end = cell.head
        return cell, Edit(start, end, edit.text)

    def _in_line(self, spot: Spot, cell: Cell, start: int, end: int) -> 'list[Edit]':
        """A line for IPython: a setting goes, a command reads the variable."""
        data = cell.text.data
        first, last = cell.line_at(start) or (0, 0)
        line = data[first:last]
        given = notebook_cells.assigned(line)
        if given and first + given[1] == start and not data[end:last].strip():
            if data[data.rfind(b'\n', 0, first) + 1 : first]:
                raise Unsafe(f'%env in a block of cell {self.code.index(cell) + 1}: take it out by hand')
            return [Edit(first, min(last + 1, len(data)), b'')]
        if not line.startswith(b'!'):
            raise Unsafe(f'no rewrite is known for {line.split()[0].decode()}')
        script = line.lstrip(b'!')
        skipped = first + len(line) - len(script)
        why = shell.problem(script, 'cell.sh')
        if why:
            raise Unsafe(why)
        moved = _at(spot, start - skipped, end - skipped)
        return [
            Edit(edit.start + skipped, edit.end + skipped, edit.text)
            for edit in shell.rewrite(script, [moved], 'cell.sh')
        ]

    def _output(self, spot: Spot) -> 'tuple[int, int]':
        """Which outputs of the notebook, and which one of them, the key stands in."""
        for number, outputs in enumerate(self.outputs):
            for at, output in enumerate(outputs.items):
                if output.start <= spot.start and spot.end <= output.end:
                    return number, at
        raise Unsafe('the key stands in no cell and in no output')

    def _emptied(self, gone: 'set[tuple[int, int]]') -> 'Iterator[Edit]':
        """The edits that take whole outputs out, with a comma each."""
        for number in sorted({number for number, _ in gone}):
            outputs = self.outputs[number]
            kept = [at for at in range(len(outputs.items)) if (number, at) not in gone]
            if not kept:
                yield Edit(outputs.start + 1, outputs.end - 1, b'')
                continue
            at = 0
            for following in kept:
                if following > at:
                    yield Edit(outputs.items[at].start, outputs.items[following].start, b'')
                at = following + 1
            if at < len(outputs.items):
                yield Edit(outputs.items[at - 1].end, outputs.items[-1].end, b'')


def _in_script(cell: Cell, moved: 'list[Spot]') -> 'list[Edit]':
    """The edits in a cell whose rest is a script: ``moved`` are the keys as they stand in that."""
    return [
        Edit(edit.start + cell.shell, edit.end + cell.shell, edit.text)
        for edit in shell.rewrite(cell.text.data[cell.shell :], moved, 'cell.sh')
    ]


def _one_each(edits: 'Sequence[Edit]') -> 'list[Edit]':
    """The edits in their order; what is put in where a line goes (an import) takes the place of that line."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        last = found[-1] if found else None
        if last is not None and last.start == last.end == edit.start and not edit.text:
            found[-1] = Edit(edit.start, edit.end, last.text)
        else:
            found.append(edit)
    return found


def _at(spot: Spot, start: int, end: int) -> Spot:
    """The same key at another place."""
    return Spot(start, end, spot.variable, spot.reads)
