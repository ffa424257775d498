"""What was not looked at, and why -> what a person does about it: how it can be looked at, or how it may stay."""

import os
import re

from keyguard import places
from keyguard.model import Code
from keyguard.remedies import installing
from keyguard.remedies.steps import here, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    # parts of a reason; what is done, in a sentence; what may follow it, and what is then typed, where FILE is the
    # file and NAME is what is meant, with its folders left out
    Row = tuple[tuple[str, ...], str, str, str]

# so many files are named in the line for the configuration
_FILES = 6
# what ``excerpt.unread_path`` puts in the place of a word, and what such a word is made of
_MASK, _MASKED = '…', '[A-Za-z0-9_+=.-]+'
_ELSEWHERE = 'keyguard audit FOLDER'
# how the reason begins where a file's text stands for another file
_ENCODED = 'what is in base64 or hex there:'
_SAVED = 'Save a copy of it without its password, outside of the repository, and audit that.'
_QPDF = 'qpdf --decrypt NAME ../copy.pdf && keyguard audit ../copy.pdf'
_ENCRYPTED_PDF: 'Row' = (
    ('encrypted',),
    _SAVED,
    'Many a PDF opens without a password, and is encrypted all the same; then this does it:',
    _QPDF,
)
_OPEN_PDF: 'Row' = (
    ('encrypted with AES, and it opens',),
    'It needs no password, but a program that knows AES: make a copy of it, outside of the repository, and audit that.',
    '',
    _QPDF,
)
_ZSTD: 'Row' = (('with zstd, which this Python',), 'Give keyguard the package zstandard, which reads it.', '', '')
# the first that fits is taken
_ROWS: 'tuple[Row, ...]' = (
    (
        (f'{_ENCODED} truncated', f'{_ENCODED} corrupt'),
        'The text that stands for it is damaged, or not all of it: put it in anew, whole.',
        '',
        '',
    ),
    # what is told below is for a file of its own
    ((_ENCODED,), 'Decode it outside of the repository, and audit what comes out.', '', _ELSEWHERE),
    (('encrypted Office',), _SAVED, '', 'keyguard audit COPY'),
    _OPEN_PDF,
    (
        ('encrypted',),
        'Decrypt it (unpack it with its password), outside of the repository, and audit that.',
        '',
        _ELSEWHERE,
    ),
    _ZSTD,
    (
        ('which this Python cannot read',),
        'This Python was built without it: run keyguard with another one, or unpack the file and audit that.',
        '',
        _ELSEWHERE,
    ),
    (
        ('columns are compressed', ': write it without'),
        'Write a copy of it without compression, and audit that.',
        '',
        'keyguard audit COPY',
    ),
    (
        ('unsupported compression method: streams',),
        'Write a copy of the PDF with other filters, and audit that.',
        '',
        'qpdf --stream-data=uncompress NAME ../copy.pdf && keyguard audit ../copy.pdf',
    ),
    (
        ('more fonts',),
        'Take the text out of it, outside of the repository, and audit that.',
        '',
        'pdftotext NAME ../copy.txt && keyguard audit ../copy.txt',
    ),
    (
        ('truncated', 'corrupt'),
        'It is damaged, or not whole: get it again, or make it anew, and stage that.',
        '',
        '',
    ),
    (
        # after a look at so much, what is left has to come in smaller pieces
        (
            'unpack it',
            'unsupported compression method',
            'too deep',
            'too large',
            'too many entries',
            'a bomb?',
            'keys are inside of it',
            '128 MiB of memory',
            'pack was not read',
        ),
        'Unpack it outside of the repository, and audit what comes out.',
        '',
        _ELSEWHERE,
    ),
    (('permission denied', 'operation not permitted'), 'Let whoever runs keyguard read it.', '', 'chmod u+r -- FILE'),
    (('no such file',), 'Name a file that is there, by its path from this folder.', '', ''),
    (('not a file',), 'Name files, or the folder that they are in.', '', 'keyguard audit FOLDER'),
    (('standard input',), 'Give it the text, or name the file.', '', 'keyguard audit --stdin < PATH'),
    (('is a link to', 'symbolic links'), 'Name the file that the link leads to.', '', ''),
    (('partial clone',), 'Bring what is missing, and run it again.', '', 'git fetch --refetch --no-filter'),
    (
        ('git fsck', 'git cannot read', 'git could not', 'git lacks', 'missing'),
        'See what the repository lacks or what is damaged, and take it from another clone.',
        '',
        'git fsck --full',
    ),
    (('no room',), 'Make room for it, or name another folder in TMPDIR, and run it again.', '', ''),
    (('interrupted',), 'Run it again, to its end.', '', ''),
    (('keyguard itself failed',), 'Please report it. Until then, look at it with your own eyes.', '', ''),
)
_OTHER: 'Row' = ((), 'Mend that, and run it again.', '', '')
# these tell of a file's content, which is what it is: such a file can be left out
_OF_CONTENT = _ROWS.index(next(row for row in _ROWS if 'permission denied' in row[0]))


def in_short(path: bytes, reason: str) -> str:
    """What is done about it, in a sentence; '' where the reason says it."""
    return '' if 'audit' in reason else _row(path, reason)[1]


def steps(path: bytes, reason: str) -> 'list[str]':
    """What is done about it, and what is typed: lines as ``steps.take_out`` gives them."""
    row = _row(path, reason)
    _, words, more, code = row
    if row is _ZSTD:
        return [words, *installing.steps(['zstandard'], core=False)]
    if not code:
        return [words]
    file = outer(path)
    inner = path[len(file) + 1 :]
    name = quoted(inner.rpartition(b'!')[2].rpartition(b'/')[2]) if inner else here(file)
    # a name may have such a word in it
    typed = Code(code.replace('FILE', here(file)) if 'FILE' in code else code.replace('NAME', name))
    return [words, more, typed] if more else [f'{words[:-1]}:', typed]


def exclusion(path: bytes, reason: str) -> str:
    """The pattern that leaves this file out, as ``exclude`` of the configuration takes it; '' where that is no way: for
    a place that is no file, or one that can be mended.
    """
    if _row(path, reason) not in _ROWS[:_OF_CONTENT] and not _is_pdf(path, reason):
        return ''
    return pattern(outer(path))


def pattern(path: bytes) -> str:
    """The regular expression for this file alone; '' for a name that cannot be written in a line."""
    name = os.fsdecode(path)
    return '^' + re.escape(name).replace(_MASK, _MASKED) + '$' if name.isprintable() else ''


def excluding(patterns: 'Sequence[str]') -> str:
    """The line of the configuration that leaves out what these patterns match."""
    return 'exclude: [' + ', '.join("'" + each.replace("'", "''") + "'" for each in patterns) + ']'


def left_out(unread: 'Sequence[tuple[bytes, str]]') -> 'list[str]':
    """How what was looked at by other means may stay: lines as ``steps`` gives them, none where that is no way."""
    patterns = list(dict.fromkeys(filter(None, (exclusion(path, reason) for path, reason in unread))))
    if not patterns:
        return []
    words = (
        'You have looked at it by other means, and it may stay as it is? Leave it out by its name, with this line'
        if len(patterns) == 1
        else 'You have looked at some of them by other means, and these may stay as they are? Leave them out by their '
        'names, with a line like this one'
    )
    return [f'{words} in {places.CONFIG}:', Code(excluding(patterns[:_FILES]))]


def outer(path: bytes) -> bytes:
    """The file on the disk that the path leads to: of what is packed in a file, that file. A file may have an
    exclamation mark in its own name.
    """
    parts = path.split(b'!')
    if len(parts) == 1:
        return path
    top = os.fsencode(places.find(os.getcwd(), places.CONFIG)[0])
    names = (b'!'.join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((name for name in names if os.path.lexists(os.path.join(top, name))), parts[0])


def _row(path: bytes, reason: str) -> 'Row':
    if _is_pdf(path, reason):
        return _ENCRYPTED_PDF
    return next((row for row in _ROWS if any(part in reason for part in row[0])), _OTHER)


def _is_pdf(path: bytes, reason: str) -> bool:
    return reason == 'encrypted' and path.lower().endswith(b'.pdf')
