"""``keyguard agent-hook``: a coding agent hands over what it is about to write, run or send, and is stopped where a key
is in it.

What holds no key is left to the agent's own rules. Where keyguard cannot look, the agent is stopped as well.
"""

import os
import sys

from keyguard import places
from keyguard.commands import scan
from keyguard.crash import code_for
from keyguard.errors import INCOMPLETE, Fatal
from keyguard.model import Blob, Report
from keyguard.output import complain, write
from keyguard.pipeline import run as scan_blobs
from keyguard.report import agent as answer
from keyguard.sources import agent, bypass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.model import Finding
    from keyguard.settings import Settings
    from keyguard.sources.agent import Call

# how a report calls what is no file's
_TEXT = b'(text)'


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
    folder = os.path.abspath(call.folder) if os.path.isdir(call.folder) else os.getcwd()
    settings = scan.settings(scan.options(args), folder)
    found = _findings(call, settings)
    if found:
        return answer.stop(answer.why(found, call), call)
    skipped = bypass.without_hooks(call.command) if call.command else ''
    return answer.ask(answer.bypass(skipped), call) if skipped else answer.go(call)


def _findings(call: 'Call', settings: 'Settings') -> 'list[Finding]':
    """The keys in what is to be written, run or said, without those that stand in what is replaced."""
    files = {_path(path, settings): path for path, _ in call.texts if path}
    report = _scan([(_path(path, settings), text) for path, text in call.texts], settings)
    blocked = report.blocked
    if blocked and call.old:
        before = _scan([(_path(path, settings), text) for path, text in call.old], settings)
        there = {(finding.path, finding.secret) for finding in before.findings if finding.view != 'file name'}
        there |= {(_TEXT, secret) for _, secret in there}
        blocked = [finding for finding in blocked if (finding.path, finding.secret) not in there]
    ignored = {path for path in {finding.path for finding in blocked} if _ignored(files.get(path, ''), settings)}
    found = [finding for finding in blocked if finding.path not in ignored]
    if report.unread and not found:
        raise Fatal(report.unread[0][1], INCOMPLETE)
    return found


def _scan(texts: 'list[tuple[bytes, str]]', settings: 'Settings') -> Report:
    report = Report()
    blobs = [Blob(path, text.encode('utf-8', 'surrogatepass'), where='agent') for path, text in texts]
    scan_blobs((blob for blob in blobs if not settings.excludes(blob.path)), settings, report)
    return report


def _path(path: str, settings: 'Settings') -> bytes:
    if not path:
        return _TEXT
    # `samples/../app.py` is not in `samples`
    whole = os.fsencode(os.path.normpath(path))
    return places.shown(whole, os.fsencode(settings.folder), os.fsencode(settings.root))


def _ignored(path: str, settings: 'Settings') -> bool:
    """Is it a file that git leaves alone: the `.env` that the person is told to use?

    git is asked where the file really lies: in another work tree, in a submodule, behind a link. Outside of any
    repository nobody can say that it stays on this machine.
    """
    if not path:
        return False
    from keyguard import git  # an agent waits for every call, and few hold a key

    whole = os.path.realpath(os.path.join(settings.folder, path))
    folder = os.path.dirname(whole)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)  # the agent makes the folder with the file
    try:
        return git.ask(folder, 'check-ignore', '--quiet', '--', whole)[0] == 0
    except Fatal:  # there is no git
        return False


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
