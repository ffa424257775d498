"""A baseline of kingfisher, which is YAML. Its fingerprints are no digests of the key alone, so only places count."""

import re

import yaml

from keyguard.interop.claims import Claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KNOWN = re.compile(r'^(?:ExactFindings|repositories)[ \t]*:', re.M)
# written in C where PyYAML has it: ten times as fast
_LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)


def knows(text: str) -> bool:
    """Does it look like such a baseline?"""
    return bool(_KNOWN.search(text))


def claims(text: str) -> 'list[Claim]':
    """The places that it accepts; raises ``KeyError``, ``TypeError``, ``AttributeError`` or ``ValueError`` for what is
    no such baseline.

    kingfisher 2 has ``repositories: [{id, findings: [{path, line, rule_id}]}]``, where the id of a local one is the
    folder that the paths are seen from, its ``.git``, or the file itself; kingfisher 1 has
    ``ExactFindings: {matches: [{filepath, linenum}]}``, where paths begin as it was called, with the name of the folder
    or ``./``, and then perhaps ``.git/``.
    """
    try:
        whole: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506 (it is the safe one)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError('not valid YAML') from error
    found = []
    for repository in whole.get('repositories') or ():
        id = str(repository['id'])
        folder = id.removeprefix('local://').removesuffix('/.git') if id.startswith('local://') else ''
        for each in repository['findings']:
            found.append(_claim(str(each['path']), int(each['line']), str(each.get('rule_id') or ''), folder))
    for each in (whole.get('ExactFindings') or {}).get('matches') or ():
        # of a file that was named itself, the path ends in a slash
        path = re.sub(r'(^|/)\.git/', r'\1', str(each['filepath']).replace('\\', '/')).rstrip('/')
        found.append(_claim(path, int(each['linenum']), '', ''))
    return found


def _claim(path: str, line: int, rule: str, folder: str) -> Claim:
    reason = f'imported: in a baseline of kingfisher{f" ({rule})" if rule else ""}'
    return Claim(path, line, reason, f'{path}:{line}', folder=folder)
