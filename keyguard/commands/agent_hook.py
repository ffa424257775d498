"""``keyguard agent-hook``: a coding agent hands over what it is about to write, run or send, and is stopped where a key
is in it.

It never answers "allowed": what holds no key is left to the agent's own rules. Where keyguard cannot look, the agent is
stopped as well.
"""

import os
import sys

from keyguard import git, places
from keyguard.commands import scan
from keyguard.crash import code_for
from keyguard.errors import INCOMPLETE, Fatal
from keyguard.model import Blob, Report
from keyguard.output import complain, write
from keyguard.pipeline import run as scan_blobs
from keyguard.report import agent as answer
from keyguard.sources import agent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.model import Finding
    from keyguard.settings import Settings
    from keyguard.sources.agent import Call


def run(args: 'Namespace') -> int:
    """Answer the agent in its own form. The exit code is the one that it understands: 2 stops most of them, others read
    standard output; 3 for what no known agent says.
    """
    data = sys.stdin.buffer.read()
    try:
        call = agent.read(data)
    except agent.Unknown as reason:
        return _unknown(data, str(reason), args)
    try:
        code, out, err = _judge(call, args)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (an exit code of our own would let the agent go on)
        code_for(error)  # says what failed
        code, out, err = answer.stop('keyguard: stopped, for it could not look at this; the person sees why', call)
    if out:
        write(out)
    if err:
        complain(err)
    return code


def _judge(call: 'Call', args: 'Namespace') -> 'tuple[int, str, str]':
    folder = call.folder if call.folder and os.path.isdir(call.folder) else os.getcwd()
    settings = scan.settings(scan.options(args), folder)
    found = _findings(call, settings)
    if found:
        return answer.stop(answer.why(found, call), call)
    skipped = agent.without_hooks(call.command) if call.command else ''
    return answer.ask(answer.bypass(skipped), call) if skipped else answer.go(call)


def _findings(call: 'Call', settings: 'Settings') -> 'list[Finding]':
    """The keys in what is to be written, run or said, without those that stand in what is replaced."""
    report = _scan([(_path(path, settings), text) for path, text in call.texts], settings)
    blocked = [finding for finding in report.blocked if not _ignored(finding.path, settings)]
    if blocked and call.old:
        before = {finding.secret for finding in _scan([(b'', text) for text in call.old], settings).findings}
        blocked = [finding for finding in blocked if finding.secret not in before]
    if report.unread:
        raise Fatal(f'{report.unread[0][1]}', INCOMPLETE)
    return blocked


def _scan(texts: 'list[tuple[bytes, str]]', settings: 'Settings') -> Report:
    report = Report()
    blobs = [Blob(path or b'(text)', text.encode('utf-8', 'surrogatepass'), where='agent') for path, text in texts]
    scan_blobs((blob for blob in blobs if not settings.excludes(blob.path)), settings, report)
    return report


def _path(path: str, settings: 'Settings') -> bytes:
    return places.shown(os.fsencode(path), os.fsencode(settings.folder), os.fsencode(settings.root)) if path else b''


def _ignored(path: bytes, settings: 'Settings') -> bool:
    """Is it a file that git leaves alone: the `.env` that the person is told to use?"""
    if not settings.root or path == b'(text)':
        return False
    return git.ask(settings.root, 'check-ignore', '--quiet', '--', path)[0] == 0


def _unknown(data: bytes, reason: str, args: 'Namespace') -> int:
    """Look at the bytes as they are; a key in them stops an agent that is stopped as most are."""
    settings = scan.settings(scan.options(args))
    report = Report()
    scan_blobs([Blob(b'(standard input)', data, where='agent')], settings, report)
    if report.blocked:
        complain(answer.why(report.blocked, agent.Call(agent.CLAUDE, '', '')))
        return answer.STOP
    complain(f'keyguard: standard input was not understood: {reason}; see `keyguard agent-hook --help`')
    return INCOMPLETE
