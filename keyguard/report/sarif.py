"""SARIF 2.1.0, fitted to what GitHub code scanning shows and to its limits.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html,
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning

There is no snippet, which would hold the key. ``primaryLocationLineHash`` is left out: it is a hash of the line with
the key in it, which GitHub's upload action computes by itself.
"""

import json

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.kinds import CONFIDENCES, HIGH, LOW, MEDIUM
from keyguard.model import Finding, Report
from keyguard.remedies import steps
from keyguard.report import verdict
from keyguard.report.advice import SHELL
from keyguard.report.groups import gone, grouped
from keyguard.report.layout import count, is_code, looked_at, mask, plain, set_aside
from keyguard.report.unread import why
from keyguard.report.uri import encoded, is_absolute, outer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# what GitHub takes of one run; more makes it refuse the whole file
_RESULTS = 25_000
_NOTIFICATIONS = 1_000
_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
_ROOT = '%SRCROOT%'
_LEVELS = {HIGH: 'error', MEDIUM: 'warning', LOW: 'note'}
# GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium
_SEVERITIES = {HIGH: '9.5', MEDIUM: '7.5', LOW: '5.0'}
_PRECISION = {HIGH: 'very-high', MEDIUM: 'high', LOW: 'medium'}


def render(report: Report, *, store: str = '', revision: str = '', repository: str = '') -> str:
    """The whole log, ending in a newline.

    ``store`` is where the team keeps its keys, ``revision`` and ``repository`` are the commit that was looked at and
    the address of its repository, if known.
    """
    ordered = [finding for key in grouped(report.blocked) for finding in key.findings] + report.accepted
    shown_ones = ordered[:_RESULTS]
    rules = _rules(shown_ones, store)
    index = {rule['id']: at for at, rule in enumerate(rules)}
    history = any(finding.origin is not None for finding in ordered)
    run: dict[str, Any] = {
        'tool': {
            'driver': {'name': 'keyguard', 'version': __version__, 'semanticVersion': __version__, 'rules': rules}
        },
        # two audits of one commit, with and without its history, stand beside each other
        'automationDetails': {'id': f'keyguard/{"history" if history else "tree"}/'},
        'columnKind': 'unicodeCodePoints',
        'originalUriBaseIds': {_ROOT: {'description': {'text': 'The root of the repository.'}}},
        'invocations': [_invocation(report, len(ordered) - len(shown_ones))],
        'results': [_result(finding, index) for finding in shown_ones],
        'properties': {
            'examined': {'files': report.files, 'bytes': report.bytes, 'commits': report.commits},
            'accepted': len(report.accepted),
            **({'revision': revision} if revision else {}),
        },
    }
    if repository:
        provenance = {'repositoryUri': repository, 'mappedTo': {'uriBaseId': _ROOT}}
        run['versionControlProvenance'] = [provenance | ({'revisionId': revision} if revision else {})]
    log = {'$schema': _SCHEMA, 'version': '2.1.0', 'runs': [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + '\n'


def _rules(findings: 'Iterable[Finding]', store: str) -> 'list[dict[str, Any]]':
    """A rule for every kind of key that is there, in the order of the ids."""
    chiefs: dict[str, Finding] = {}
    for finding in findings:
        known = chiefs.setdefault(finding.detector.id, finding)
        if CONFIDENCES.index(finding.confidence) > CONFIDENCES.index(known.confidence):
            chiefs[finding.detector.id] = finding
    return [_rule(chiefs[id], store) for id in sorted(chiefs)]


def _rule(finding: Finding, store: str) -> 'dict[str, Any]':
    detector, provider = finding.detector, finding.provider
    confidence = detector.confidence
    text, markdown = _help(finding, store)
    page = provider.key_page if provider.key_page.startswith('https://') else ''
    return {
        'id': detector.id,
        'name': ''.join(word.capitalize() for word in detector.id.split('-'))[:255],
        'shortDescription': {'text': _words(f'{detector.title} in the repository')[:1000]},
        'fullDescription': {
            'text': _words(
                f"{detector.title}: whoever reads it can act as its owner at {provider.name}, and spends the owner's "
                'money. Revoke it, take it out of the file, and let the program read it from a safe place.'
            )[:1000]
        },
        'help': {'text': text, 'markdown': markdown},
        **({'helpUri': page} if page else {}),
        'defaultConfiguration': {'level': _LEVELS[confidence]},
        'properties': {
            'tags': ['security', 'secret', 'external/cwe/cwe-798'],
            'precision': _PRECISION[confidence],
            'security-severity': _SEVERITIES[confidence],
            'provider': provider.id,
        },
    }


def _help(finding: Finding, store: str) -> 'tuple[str, str]':
    """The way out for one kind of key, in words and in Markdown. It stands for all files, so it names none of them."""
    variable = steps.variable_of(finding)
    blocks = [
        [f'Take it out of the file, and let the program read {variable} from the environment.'],
        steps.put_away([finding], SHELL, store),
        steps.revoke(finding),
    ]
    smaller = steps.make_smaller(finding)
    if smaller:
        blocks.append(['Make the new key a smaller loss.', *smaller])
    text, markdown = [], []
    for number, (first, *others) in enumerate(blocks, 1):
        text.append(f'{number}. ' + ' '.join([plain(first), *map(plain, others)]))
        rest = [f'`{plain(line)}`' if is_code(line) else plain(line) for line in others]
        markdown.append('\n'.join([f'{number}. {plain(first)}', *(f'   - {line}' for line in rest)]))
    return '\n'.join(text), '\n'.join(markdown)


def _result(finding: Finding, index: 'dict[str, int]') -> 'dict[str, Any]':
    origin = finding.origin
    inner = finding.file != finding.path
    away = origin is not None and not origin.in_head
    message = f'{finding.detector.title} {mask(finding)}'
    if away or inner:
        # the line is not one of the file that is shown
        message += f', at {shown(finding.path)}:{finding.line}:{finding.column}'
        message += f' ({finding.spot})' if finding.spot else ''
    elif finding.view == 'file name':
        message += ', in the file name'
    elif finding.cell:
        message += f', in cell {finding.cell}, line {finding.cell_line}'
    elif finding.view != 'plain':
        message += f', in {finding.view}'
    message += f' {gone(finding)}' if gone(finding) else ''
    message += '.'
    if origin is not None and origin.pushed:
        message += ' It was pushed: revoke it first.'
    due = origin is not None and origin.due
    if due and origin is not None:
        message += f' It is {count(origin.age, "day")} old and due for rotation.'
    if finding.note:
        message += f' Note: {plain(finding.note)}.'
    physical: dict[str, Any] = {'artifactLocation': _artifact(finding.file)}
    if not (away or inner) and finding.view != 'file name':
        physical['region'] = {
            'startLine': finding.line,
            'startColumn': finding.column,
            'endLine': finding.end_line,
            'endColumn': finding.end_column,
        }
    result: dict[str, Any] = {
        'ruleId': finding.detector.id,
        'ruleIndex': index[finding.detector.id],
        'level': _LEVELS[finding.confidence],
        'message': {'text': _words(message)},
        'locations': [{'physicalLocation': physical}],
        'partialFingerprints': {'keyguard/v1': finding.secret.fingerprint},
        'properties': _properties(finding, due),
    }
    if finding.accepted:
        result['suppressions'] = [
            {
                'kind': 'inSource' if finding.accepted.startswith('comment:') else 'external',
                'status': 'accepted',
                'justification': plain(finding.accepted),
            }
        ]
    return result


def _properties(finding: Finding, due: bool) -> 'dict[str, Any]':
    known: dict[str, Any] = {
        'provider': finding.provider.id,
        'confidence': finding.confidence,
        'masked': finding.secret.masked,
        'length': len(finding.secret),
        'path': shown(finding.path),
        'line': finding.line,
    }
    origin = finding.origin
    if origin is not None:
        known |= {
            'commit': origin.commit,
            'firstSeen': origin.date,
            'ageDays': origin.age,
            'inHead': origin.in_head,
            'pushed': origin.pushed,
            'left': origin.left,
            'due': due,
        }
    return known


def _artifact(path: bytes) -> 'dict[str, Any]':
    if is_absolute(path):
        return {'uri': f'file://{"" if path.startswith(b"/") else "/"}{encoded(path)}'}
    return {'uri': encoded(path), 'uriBaseId': _ROOT}


def _invocation(report: Report, dropped: int) -> 'dict[str, Any]':
    told: list[dict[str, Any]] = []
    if dropped:
        told.append(
            _notification(
                'warning',
                f'{count(dropped, "result")} left out, the least urgent ones: GitHub takes {_RESULTS:,} of one run. '
                'The JSON report has all of them.',
            )
        )
    told += [_notification('note', plain(note)) for note in report.notes]
    if report.accepted:
        told.append(_notification('note', f'{set_aside(report)}.'))
    told.append(_notification('note', f'{looked_at(report)}.'))
    for path, reason in report.unread[:_NOTIFICATIONS]:
        one = _notification('error', f'{shown(path)} was not looked at: {why(path, reason)}')
        one['locations'] = [{'physicalLocation': {'artifactLocation': _artifact(outer(path))}}]
        told.append(one)
    if len(report.unread) > _NOTIFICATIONS:
        more = count(len(report.unread) - _NOTIFICATIONS, 'more place')
        told.append(_notification('error', f'{more} not looked at; the JSON report names every one.'))
    return {
        'executionSuccessful': not report.unread,
        'exitCode': verdict(report),
        'toolExecutionNotifications': told,
    }


def _notification(level: str, text: str) -> 'dict[str, Any]':
    return {'level': level, 'message': {'text': _words(text)}}


def _words(text: str) -> str:
    r"""Plain words for a message of SARIF, which reads ``[…](…)`` as a link: the brackets are escaped with ``\``."""
    return text.replace('\\', '\\\\').replace('[', '\\[').replace(']', '\\]')
