"""Files that a program makes, or that are for one person alone -> how a key leaves them: nobody edits these."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_OUT = 'Git lets go of this one with:'
# the number of a log or a state that was put aside
_NUMBERED = '0123456789.-_'


class _Made:
    """``words`` say how a key leaves such a file; ``aside``: a command follows them by which git lets go of it. It is
    told by its whole name, or by how that ends, and by a ``word`` in its path besides, all in small letters.
    """

    __slots__ = ('aside', 'endings', 'names', 'word', 'words')

    def __init__(
        self,
        words: str,
        endings: 'Sequence[str]' = (),
        names: 'Sequence[str]' = (),
        word: str = '',
        aside: bool = False,
    ) -> None:
        self.words = words
        self.endings = tuple(endings)
        self.names = names
        self.word = word
        self.aside = aside


_EVERY = (
    _Made(
        'Nobody edits a state of Terraform, for the next apply writes the key into it again. Keep states in a remote '
        'backend and out of git. Let the resource take the key by a write-only argument from an ephemeral value '
        f'(Terraform 1.11), or let the program read it from a store: then no state holds it. {_OUT}',
        ('.tfstate', '.tfplan'),
        aside=True,
    ),
    _Made(
        "It stands in a recorded request. Let the recorder leave it out (VCR.py: filter_headers=['authorization'], and "
        'before_record_request or before_record_response for the rest; VCR of Ruby: filter_sensitive_data), delete '
        'this file, and record it anew.',
        ('.yaml', '.yml', '.json'),
        word='cassette',
    ),
    _Made(
        'It stands in the recorded traffic of a browser: keep such files out of git. To give one to others, export it '
        'without sensitive data. What Chrome calls sanitized lacks cookies and the header Authorization, and holds '
        f'other headers, addresses and bodies. {_OUT}',
        ('.har',),
        aside=True,
    ),
    _Made(
        'It stands in recorded traffic: keep such files out of git, and record with a key that you revoke then. '
        f'{_OUT}',
        ('.pcap', '.pcapng', '.cap', '.saz', '.warc', '.warc.gz'),
        aside=True,
    ),
    _Made(
        'It stands in the recording of a terminal: record it anew, and let the program read the key without showing '
        'it.',
        ('.cast',),
    ),
    _Made(
        'Take it out in Postman: keep the key in the vault, which is not exported, write {{vault:NAME}} where the key '
        'stands, and export the file anew.',
        ('.postman_collection.json', '.postman_environment.json'),
    ),
    _Made(
        'Take it out: whatever is built into an app can be read by whoever has the app. Call the API from a server of '
        'yours that has the key.',
        ('res/values/strings.xml', '.xcconfig', 'info.plist'),
    ),
    _Made(
        'A build made this file: take the key out of its source, and build it anew. Whatever a browser loads is '
        'public, so call the API from a server of yours that has the key.',
        ('.js.map', '.mjs.map', '.cjs.map', '.ts.map', '.css.map', '.min.js', '.bundle.js', '.chunk.js'),
    ),
    _Made(
        'Is it a dump of a database? Take the key out of the database, or leave its table out of the dump (pg_dump '
        '--exclude-table-data=TABLE, mysqldump --ignore-table=DATABASE.TABLE), and make it anew. If a person wrote '
        'it, take the key out. Where it need not be in git:',
        ('.sql', '.dump'),
        aside=True,
    ),
    _Made(
        'It stands in what a browser or a program remembers (LevelDB), where what is deleted stays for a while: keep '
        f'such folders out of git. {_OUT}',
        ('.log', '.ldb'),
        word='leveldb',
        aside=True,
    ),
    _Made(f'It stands in a log. No longer log the key, and keep logs out of git. {_OUT}', ('.log',), aside=True),
    _Made(
        'It stands in the records of a program: let that leave the key out, and write them anew. Where they need not '
        'be in git:',
        ('.jsonl', '.ndjson'),
        aside=True,
    ),
    _Made(
        'It stands in the history of a shell. Delete that line, let the shell ask for keys instead, and keep '
        f'histories out of git. {_OUT}',
        names=('.bash_history', '.zsh_history', '.sh_history', '.python_history', '.psql_history'),
        aside=True,
    ),
    _Made(
        'Such a file holds credentials, for you and this machine alone: it belongs into your home folder, and into no '
        f'repository. {_OUT}',
        names=('.netrc', '_netrc', '.git-credentials', '.pypirc'),
        aside=True,
    ),
    _Made(
        'Streamlit reads this file on your machine alone; where the app is deployed, its settings hold the secrets. '
        f'{_OUT}',
        ('.streamlit/secrets.toml',),
        aside=True,
    ),
    _Made(
        f'It stands in a mail or its attachment: keep mails out of git. {_OUT}',
        ('.eml', '.mbox', '.mht', '.mhtml', '.msg'),
        aside=True,
    ),
    _Made(
        'It stands in the metadata of the picture or recording: save it without (exiftool -all= FILE).',
        (
            *('.png', '.jpg', '.jpeg', '.gif', '.webp', '.tif', '.tiff', '.heic'),
            *('.mp3', '.wav', '.flac', '.mp4'),
        ),
    ),
    _Made(
        'Open it in the program that made it, take the key out of its text, its cells or its properties, and save it. '
        'What is deleted may stay in it while changes are tracked: accept those first.',
        ('.rtf', '.doc', '.xls', '.ppt'),
    ),
    _Made(
        'Open the diagram in draw.io, take the key out of its text, its links or the data of a shape, and save it.',
        ('.drawio', '.dio'),
    ),
    _Made(
        'It stands in stored data, where what is deleted may stay until the file is written anew (VACUUM of SQLite). '
        'Write it anew without the key, or keep it out of git:',
        (
            *('.sqlite', '.sqlite3', '.db', '.pkl', '.pickle', '.joblib', '.npy', '.npz', '.parquet', '.feather'),
            *('.db-wal', '.sqlite-wal', '.sqlite3-wal'),
            *('.arrow', '.arrows', '.avro', '.orc', '.msgpack', '.bson', '.cbor', '.h5', '.hdf5', '.mat'),
        ),
        aside=True,
    ),
    _Made(
        f'Python compiled this from a source: take the key out of that, and keep __pycache__ out of git. {_OUT}',
        ('.pyc',),
        aside=True,
    ),
    _Made(
        'It stands in the archive itself, as its comment or not compressed: pack it anew without the key.',
        ('.zip', '.jar', '.whl', '.tar', '.docx', '.xlsx', '.pptx', '.odt'),
    ),
)


def how(path: bytes) -> 'tuple[str, bool]':
    """How a key leaves the file of this path, and whether a command is to follow by which git lets go of the file; ''
    for a file that people edit.
    """
    lowered = path.decode('utf-8', 'replace').replace('\\', '/').lower()
    name = lowered.rpartition('/')[2]
    plain = name.removesuffix('.backup').rstrip(_NUMBERED)
    for made in _EVERY:
        ends = lowered.endswith(made.endings) or plain.endswith(made.endings) if made.endings else False
        if name in made.names or (ends and made.word in lowered):
            return made.words, made.aside
    return '', False
