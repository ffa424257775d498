"""What it costs to read what carries keys: the hook and the audit beside the same code with plain bytes alone.

``python benchmarks/carriers.py [FOLDER…] [--suffix .py] [--output FILE.md]``: over the files of each folder (the
standard library of the Python that runs this). The other side is a copy of the package whose functions for escapes,
encodings, joints, wide and packed text, notebooks, archives and documents are replaced by ones that find nothing: the
product has no switch for that. Needs a Unix (``os.wait4``).

Every round runs an empty program, the cut copy and the whole one, in turn, and a ratio is taken inside a round, of CPU
time. The audit runs in one process.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import platform
import random
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from before import HOOK, LARGEST, SIZES, SMALLEST, compared

ROOT = Path(__file__).resolve().parent.parent
# module -> (the modules that it no longer imports from, what is written behind it)
CUTS = {
    'prefilter': (
        ('keyguard.disguise', 'keyguard.joints'),
        """
def doubtful(data, path, book):
    return bool(suspects(data, path, book))

def doubt(data, path, book, carried=False):
    return IN_TEXT if suspects(data, path, book) else 0

def has_wide_run(data):
    return False

def stretches_and_controls(data):
    return runs(data), False
""",
    ),
    'messages': (
        (),
        """
def worth_a_look(texts):
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    return {bisect(starts, start) - 1 for start, _ in stretches(b'\\n'.join(texts))}
""",
    ),
    'content.__init__': (
        ('keyguard.content',),
        """
def opened(blob, most):
    yield blob

def readings(view, book=BOOK, room=None, thin=False):
    return ()
""",
    ),
}


def plain(package: Path, folder: Path) -> None:
    """A copy of the package in the folder that reads plain bytes alone, compiled."""
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns('__pycache__'))
    for name, (imports, functions) in CUTS.items():
        path = folder / package.name / (name.replace('.', '/') + '.py')
        text = path.read_text(encoding='utf-8')
        lines = text.splitlines()
        cut = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom) and node.module in imports]
        if len(cut) != len(imports):
            raise SystemExit(f'{path.name} does not import what this benchmark takes out of it')
        for node in reversed(cut):
            del lines[node.lineno - 1 : node.end_lineno]
        path.write_text('\n'.join(lines) + functions, encoding='utf-8')
    compileall.compile_dir(folder, quiet=2)


def whole(package: Path, folder: Path) -> None:
    """A copy of the package in the folder, compiled."""
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns('__pycache__'))
    compileall.compile_dir(folder, quiet=2)


def sources(folder: Path, suffix: str) -> list[str]:
    """The names of the folder's files of ordinary size, in an order of their own."""
    found = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob(f'*{suffix}')
        if path.is_file() and 'site-packages' not in path.parts and SMALLEST <= path.stat().st_size <= LARGEST
    )
    files = [name for name in found if not name.endswith(('.pyc', '.so', '.exe'))]
    random.Random(0).shuffle(files)
    return files


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables, or write them; 0, whatever they show."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('folders', type=Path, nargs='*', default=[Path(sysconfig.get_path('stdlib'))])
    parser.add_argument('--suffix', default='', help='only files that end so')
    parser.add_argument('--rounds', type=int, default=21, help='of the hook; the audit takes a third of them')
    parser.add_argument('--whole', action='store_true', help='also all files: long, generated, packed ones')
    parser.add_argument('--output', type=Path, help='write the tables here')
    options = parser.parse_args(argv)
    lines = [f'- CPython {platform.python_version()}, {platform.system()} {platform.machine()}']
    lines += ['- CPU milliseconds of the whole process, medians; the ratio is taken inside each round']
    with tempfile.TemporaryDirectory() as work:
        copies = Path(work, 'plain'), Path(work, 'whole')
        plain(ROOT / 'keyguard', copies[0])
        whole(ROOT / 'keyguard', copies[1])
        for folder in options.folders:
            corpus = folder.resolve()
            files = sources(corpus, options.suffix)
            lines += ['', f'## {folder.name}, {len(files)} files', '']
            lines += ['| case | empty program | plain bytes | all views | ratio | middle half | exit codes |']
            lines += ['|---|---|---|---|---|---|---|']
            for size in (size for size in SIZES if size <= len(files)):
                hook = [*HOOK, *files[:size]]
                lines.append(compared(f'hook, {size} files', hook, options.rounds, copies, corpus))
            shown = files[:2000]
            audit = ['-m', 'keyguard', 'audit', '--jobs', '1', '--no-ignore', *shown]
            lines.append(compared(f'audit, {len(shown)} files', audit, options.rounds // 3, copies, corpus))
            if options.whole:
                audit = ['-m', 'keyguard', 'audit', '--jobs', '1', '--no-ignore', '.']
                lines.append(compared('audit, all of it', audit, options.rounds // 7, copies, corpus))
    text = '\n'.join(lines) + '\n'
    if options.output:
        options.output.write_text(text, encoding='utf-8')
    else:
        sys.stdout.write(text)
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
