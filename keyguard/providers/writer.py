"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'writer',
    'Writer (Palmyra)',
    env=('WRITER_API_KEY',),
    hosts=('api.writer.com',),
)
