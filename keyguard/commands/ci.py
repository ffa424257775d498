"""``keyguard ci``: the commits that a CI job is about, told by its host; the whole tree where it is not."""

import os

from keyguard.commands import audit
from keyguard.excerpt import escaped
from keyguard.output import complain
from keyguard.placeholder import without_keys
from keyguard.sources import ci

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

# the host -> the form that it shows beside the code, and the file that it takes
_FORMS = {'GitHub Actions': 'github', 'Azure Pipelines': 'azure'}
_FILES = {'GitLab CI': 'gitlab=gl-secret-detection-report.json'}


def run(args: 'Namespace') -> int:
    """Say what is looked at, look at it, and report in the host's own form; the exit code."""
    job = ci.job(os.environ)
    found = ci.chosen(os.getcwd(), job, args.base)
    complain(f'keyguard: {escaped(without_keys(found.told))}')
    args.range = found.words
    host = job.host if job else ''
    if not args.format:
        args.format = _FORMS.get(host, 'text')
        if host in _FILES and not args.also:
            args.also = [_FILES[host]]
    return audit.run(args)
