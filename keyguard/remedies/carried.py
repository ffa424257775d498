"""Finding -> how its key leaves what carries it, where it does not stand in a text as such: in an archive, a
notebook, an encoding, a picture.
"""

from keyguard.model import NO_CELL, Finding
from keyguard.remedies import environment, made

# how the names end of what an office program writes -> what it is called, and what opens it
_OFFICE = (
    ((b'.docx', b'.docm', b'.dotx', b'.dotm'), 'document', 'Word'),
    ((b'.xlsx', b'.xlsm', b'.xltx', b'.xltm', b'.xlsb'), 'workbook', 'Excel'),
    ((b'.pptx', b'.pptm', b'.potx', b'.ppsx'), 'presentation', 'PowerPoint'),
    ((b'.odt', b'.ods', b'.odp', b'.odg', b'.ott', b'.ots'), 'document', 'LibreOffice'),
)
# where a document keeps a part whose name has this in it; what is text or cells says so by its place
_PARTS = (
    (b'docProps/', 'its properties (File > Info)'),
    (b'meta.xml', 'its properties'),
    (b'omment', 'a comment'),
    (b'notesSlide', 'the notes below a slide'),
    (b'footnotes', 'a footnote'),
    (b'endnotes', 'an endnote'),
    (b'/header', 'a header'),
    (b'/footer', 'a footer'),
    (b'charts/', 'a chart'),
    (b'pivotCache', 'what a pivot table remembers of its data (refresh it)'),
    (b'connections', 'its data connections'),
    (b'customXml', 'its queries or added data'),
    (b'vbaProject', 'its macros'),
    (b'embeddings/', 'what is embedded in it'),
    (b'.rels', 'a link'),
    (b'externalLink', 'a link to another file'),
)
_WHEEL = (
    'Take it out of the source, and build the wheel anew, under a new version: its RECORD has a digest of every file. '
    'A version on an index stays as it is, so a key in one that is published has to be revoked; yank it.'
)
_BUILT = 'Take it out of the source, and build this file anew; whoever has it can unpack it and read the key.'
# what is built of a source -> the words for it
_OF_SOURCE = (
    ((b'.whl', b'.egg'), _WHEEL),
    ((b'.jar', b'.war', b'.ear', b'.aar', b'.apk', b'.aab', b'.ipa', b'.nupkg', b'.vsix', b'.crx', b'.xpi'), _BUILT),
    ((b'.deb', b'.gem', b'.rpm', b'.phar', b'.swf'), _BUILT),
)
# what a saved plan has in it
_OF_TERRAFORM = (b'tfplan', b'tfstate', b'tfstate-prev')
# where an image of a container keeps its layers
_BLOBS, _LAYER = b'blobs/sha256/', b'/layer.tar'
_IMAGE = (
    'It stands in a layer of a container image, where no later layer takes it back: take it out of what the image is '
    'built from (a build secret leaves no layer), and build it anew.'
)
_ANY_OFFICE = ((), 'document', 'the program that made it')
# how a pack's readings name what is in it
_OBJECTS = (b'blob ', b'commit ', b'tree ', b'tag ', b'delta ')
_ASIDE = ' Or keep it out of git:'


def inside(finding: Finding) -> str:
    """How it leaves a file that is packed in another one, or the text of a PDF. A command follows by which git lets go
    of the outer file.
    """
    outer = finding.file
    names = [outer, *finding.path[len(outer) + 1 :].split(b'!')]
    for at, (name, part) in enumerate(zip(names, names[1:])):
        again = ' Then pack the archive around it anew.' if at else ''
        program = next((row for row in _OFFICE if name.lower().endswith(row[0])), None)
        if program or (part.endswith(b' (text)') and not name.lower().endswith(b'.pdf')):
            _, what, opens = program or _ANY_OFFICE
            return _in_document(finding, what, opens, part) + again + _ASIDE
        if name.lower().endswith(b'.pdf'):
            where = 'its properties, a note or a form' if part.endswith((b'strings)', b'strings')) else 'its text'
            return f'Take it out of what this PDF was made from ({where}), and make it anew.{again}{_ASIDE}'
        if part.startswith(_OBJECTS) and part.rpartition(b' ')[2].isdigit():
            return _in_pack(finding)
    if names[1] in _OF_TERRAFORM and len(names) == 2:
        return made.how(b'.tfplan')[0]
    if any(part.startswith(_BLOBS) or part.endswith(_LAYER) for part in names[1:]):
        return _IMAGE + _ASIDE
    for suffixes, words in _OF_SOURCE:
        if outer.lower().endswith(suffixes):
            return words + _ASIDE
    words, aside = made.how(outer)
    if aside:
        return words
    if names[1] == outer.rpartition(b'/')[2]:
        return f'Take it out of what this file was made from, of which it is a dump or a packed copy.{_ASIDE}'
    return f'Take it out of the file inside, and pack that one anew.{_ASIDE}'


def _in_pack(finding: Finding) -> str:
    """How it leaves a bundle or a pack of git, in which nothing is edited."""
    kind, _, id = finding.spot.partition(' ')
    shows = {
        'blob': f': git log --all --find-object={id} names its commits and the file',
        'commit': f': it is in the message of commit {id}',
        'tag': f': it is in the message of a tag, {id}',
    }
    found = shows.get(kind, '; keyguard audit --history finds it there')
    return (
        f'It stands in the history of the repository that this was made from{found}. Take it out of that history '
        '(keyguard guide leak, in that repository), and make the bundle anew (git bundle create).'
        f'{_ASIDE}'
    )


def _in_document(finding: Finding, what: str, program: str, last: bytes) -> str:
    if finding.spot == NO_CELL:
        return f'Open the {what} in {program}: no cell shows it any more, so saving it anew is enough.'
    part = next((words for word, words in _PARTS if word in last), '')
    where = part or finding.spot or ('its cells' if program == 'Excel' else 'its text')
    if part and finding.spot:
        where += f' ({finding.spot})'
    keeps = {
        'Word': ' What is deleted stays in it while changes are tracked: accept those (Review > Accept).',
        'LibreOffice': ' What is deleted stays in it while changes are recorded: accept those (Edit > Track Changes).',
        'Excel': ' Hidden sheets, comments and pivot tables may hold it, too.',
        'PowerPoint': ' Notes and hidden slides may hold it, too.',
    }.get(program, '')
    return f'Open the {what} in {program}, take the key out of {where}, and save it.{keeps}'


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
    if outer == 'mail header':
        return (
            "It stands in a mail's header there, in an encoded word, which hides nothing: take the whole word out, "
            f'from =? to ?=, and write {variable} in its place if something has to stand there.'
        )
    if outer == 'image text':
        return (
            'It stands in a comment inside of the picture, which no editor of text shows: save the picture without '
            'its metadata (exiftool -all= FILE), or make it anew.'
        )
    if outer in ('packed', 'database', 'array', 'columns'):
        return f'It stands in stored data: keep this file out of git, or write it anew without the key ({variable}).'
    if outer == 'joined':
        return f'It stands there in parts: take every part out, and read {variable} instead.'
    if outer in ('escapes', 'quoted-printable'):
        return f'It is written with escapes there: take all of it out, and read {variable} instead.'
    return f'Take it out of the file, and let the program read {variable}.'
