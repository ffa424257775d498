"""Finding -> how its key leaves what carries it, where it does not stand in a text as such: in an archive, a
notebook, an encoding, a picture.
"""

from keyguard.model import Finding
from keyguard.remedies import environment

# what a file is whose name says that nobody edits it as text, and how a key leaves it
_BY_NAME = (
    (
        (b'.eml', b'.mbox', b'.mht', b'.mhtml', b'.msg'),
        'It stands in a mail or its attachment: keep mails out of git, and take this one out.',
    ),
    (
        (
            b'.png',
            b'.jpg',
            b'.jpeg',
            b'.gif',
            b'.webp',
            b'.tif',
            b'.tiff',
            b'.heic',
            b'.mp3',
            b'.wav',
            b'.flac',
            b'.mp4',
        ),
        'It stands in the metadata of the picture or recording: save it without (exiftool -all= FILE).',
    ),
    (
        (b'.zip', b'.jar', b'.whl', b'.tar', b'.docx', b'.xlsx', b'.pptx', b'.odt'),
        'It stands in the archive itself, as its comment or not compressed: pack it anew without the key.',
    ),
)


def named(finding: Finding) -> str:
    """How it leaves a file whose name says that nobody edits it as text; '' for any other."""
    return next((words for suffixes, words in _BY_NAME if finding.path.lower().endswith(suffixes)), '')


def inside(finding: Finding) -> str:
    """How it leaves a file that is packed in another one, or the text of a PDF."""
    outer = finding.file
    inner = finding.path[len(outer) + 1 :]
    last = finding.path.rpartition(b'!')[2]
    if outer.lower().endswith(b'.pdf') and inner == last:
        where = 'its properties, a note or a form' if last.endswith(b'strings)') or last == b'strings' else 'its text'
        return f'Take it out of what this PDF was made from ({where}), and make it anew; or keep it out of git:'
    if last.endswith(b' (text)') or b'docProps/' in last:
        where = 'its properties' if b'docProps/' in last or b'meta.xml' in last else 'its text'
        return f'Open the document, take the key out of {where}, and save it; or keep it out of git:'
    return 'Take it out of the file inside, and pack that one anew; or keep it out of git:'


def in_notebook(finding: Finding, variable: str) -> str:
    """How it leaves a part of a notebook."""
    if finding.part == 'output':
        return 'It was printed: clear the outputs of the notebook, save it, and no longer print the key.'
    if 'metadata' in finding.part:
        what = 'of the cell' if finding.cell else 'of the notebook (a widget keeps what was typed into it)'
        return f'Take it out of the metadata {what}: clear the state of the widgets, or edit the JSON.'
    if finding.part != 'source':
        return 'Take it out of the text of the cell.'
    return f'Take it out of the cell: read {environment.read_in("notebook", variable)} there.'


def dressed(finding: Finding, variable: str, language: str) -> str:
    """How a key leaves that does not stand there in its own letters: what has to be replaced."""
    view = finding.view
    outer = view.rpartition(' in ')[2]
    if outer.startswith('base64') and language == 'yaml':
        return (
            'It stands there in base64, which hides nothing: take the value out of the manifest, and let the cluster '
            'get the secret from outside of git (External Secrets, Sealed Secrets, SOPS).'
        )
    if outer == 'base64' or outer == 'hex':
        words = 'in base64' if outer == 'base64' else 'in hex digits'
        return (
            f'It stands there {words}: replace the whole encoded value by a reference to {variable}, or encode it anew '
            'without the key.'
        )
    if outer in ('packed', 'database', 'array'):
        return f'It stands in stored data: keep this file out of git, or write it anew without the key ({variable}).'
    if outer == 'joined':
        return f'It stands there in parts: take every part out, and read {variable} instead.'
    if outer in ('escapes', 'quoted-printable'):
        return f'It is written with escapes there: take all of it out, and read {variable} instead.'
    return f'Take it out of the file, and let the program read {variable}.'
