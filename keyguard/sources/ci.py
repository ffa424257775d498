"""Where a CI job runs, and which commits it is about: told by the variables of its host, one function a host.

The names of the variables are those of the hosts' documentation:
https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows,
https://docs.gitlab.com/ci/variables/predefined_variables/, https://circleci.com/docs/reference/variables/,
https://learn.microsoft.com/azure/devops/pipelines/build/variables,
https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
https://plugins.jenkins.io/git/, https://buildkite.com/docs/pipelines/configure/environment-variables
(merge queues: https://buildkite.com/docs/tutorials/github-merge-queue).
"""

import json
import os

from keyguard import git
from keyguard.errors import INCOMPLETE, Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Variables = Mapping[str, str]

_ABBREVIATED = 10
# where nobody says which branch is the one that others are made from
_DEFAULTS = ('origin/HEAD', 'origin/main', 'origin/master')
_FETCH = {
    'GitHub Actions': '`fetch-depth: 0` at actions/checkout',
    'GitLab CI': '`GIT_DEPTH: 0` among the variables of the job',
    'CircleCI': '`method: full` at the checkout step',
    'Azure Pipelines': '`fetchDepth: 0` at the checkout step',
    'Bitbucket Pipelines': '`clone: depth: full`',
}


class Job:
    """What a host says of a job: ``head`` is the commit that it is about, ``bases`` are those that were there before,
    the one to be preferred first, ``branch`` is the one that it is to be merged into or was made from, ``tree`` is what
    the host checks out that has the contents of ``head`` in it, a merge of its own for example. Each is as the host
    names it, and '' where it does not. ``what`` is a word for people, such as ``a pull request``.
    """

    __slots__ = ('bases', 'branch', 'head', 'host', 'tree', 'what')

    def __init__(
        self, host: str, what: str, head: str, bases: 'tuple[str, ...]' = (), branch: str = '', tree: str = ''
    ) -> None:
        self.host = host
        self.what = what
        self.head = head
        self.bases = tuple(base for base in bases if base.strip('0'))
        self.branch = branch.removeprefix('refs/heads/')
        self.tree = tree or head


class Range:
    """``words`` is what ``keyguard audit --range`` takes, '' for the whole tree; ``told`` says to people what is looked
    at, and why it is the whole tree where it is.
    """

    __slots__ = ('told', 'words')

    def __init__(self, words: str, told: str) -> None:
        self.words = words
        self.told = told


def job(variables: 'Variables') -> 'Job | None':
    """The job that these variables are of, None where no known host has set them."""
    return next((read(variables) for sign, read in _HOSTS if variables.get(sign)), None)


def chosen(folder: str, job: 'Job | None', base: str = '') -> Range:
    """The commits that a job is about, as far as the clone has them; ``base`` is the one before them, when somebody
    says so. Raises ``Fatal`` where there is no repository, and (3) where neither the commits nor what they end in are
    here: nothing that the job is about could be looked at.
    """
    git.ready(folder)
    host = job.host if job else 'on no known CI host'
    what = f'{host}, {job.what}' if job else host
    here = _commit(folder, 'HEAD')
    if not here:
        return Range('', f'{host}: there is no commit, so the whole tree is looked at')
    head = _commit(folder, job.head) if job and job.head else here
    if not head:
        if job and _commit(folder, job.tree) != here:
            raise Fatal(
                f'{what}: the clone lacks the commit that it is about, and what is checked out is another one: check '
                'out the commit, with all that it is based on',
                INCOMPLETE,
            )
        return Range('', f'{what}: the clone lacks its last commit; {_instead(host)}')
    words = [*(job.bases if job else ()), *_branches(job)]
    found = next((id for id in (_commit(folder, word) for word in [base, *words]) if id), '')
    lacking = f"the clone lacks '{base}'" if base and not _commit(folder, base) else ''
    if not found:
        return Range('', f'{what}: {lacking or "the clone lacks the commits before it"}; {_instead(host)}')
    commits = git.run(folder, 'rev-list', f'{found}..{head}').decode('ascii').split()
    if _cut(folder).intersection(commits):
        return Range('', f'{what}: the clone does not reach back to where it began; {_instead(host)}')
    since = found[:_ABBREVIATED]
    if not commits:
        return Range('', f'{what}: it brings no commit that {since} lacks, so the whole tree is looked at')
    count = f'{len(commits):,} commit{"" if len(commits) == 1 else "s"}'
    told = f'{what}: {count}, from {since} (not included) to {head[:_ABBREVIATED]}'
    return Range(f'{found}..{head}', f'{told}; {lacking}' if lacking else told)


def _cut(folder: str) -> 'frozenset[str]':
    """The commits that a shallow clone ends with: what was before them is not here."""
    name = git.run(folder, 'rev-parse', '--git-path', 'shallow').decode('utf-8', 'surrogateescape').rstrip('\n')
    try:
        with open(os.path.join(folder, name), encoding='ascii') as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()


def _branches(job: 'Job | None') -> 'list[str]':
    return [f'origin/{job.branch}', job.branch] if job and job.branch else list(_DEFAULTS)


def _instead(host: str) -> str:
    how = _FETCH.get(host, 'fetch more of the history')
    return f'the whole tree is looked at instead ({how} brings them)'


def _commit(folder: str, word: str) -> str:
    """The id of a commit that is here, or ''. What comes from outside is never an option."""
    if not word or word.startswith('-'):
        return ''
    code, id, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', f'{word}^{{commit}}')
    return '' if code else id.decode('ascii', 'replace').strip()


_PUSH = 'a push'


def _github(variables: 'Variables') -> Job:
    host, kind, here = 'GitHub Actions', variables.get('GITHUB_EVENT_NAME', ''), variables.get('GITHUB_SHA', '')
    event = _event(variables.get('GITHUB_EVENT_PATH', ''))
    default = _word(_part(event, 'repository'), 'default_branch')
    asked, group, run = (_part(event, name) for name in ('pull_request', 'merge_group', 'workflow_run'))
    if asked:
        base, head = _part(asked, 'base'), _part(asked, 'head')
        # what pull_request_target checks out is the base, and GITHUB_SHA of the others a merge of both
        tree = '' if kind == 'pull_request_target' else here
        return Job(host, 'a pull request', _word(head, 'sha'), (_word(base, 'sha'),), _word(base, 'ref'), tree)
    if group:
        return Job(host, 'a merge queue', _word(group, 'head_sha') or here, (_word(group, 'base_sha'),), default)
    if run:
        # GITHUB_SHA is the last commit of the default branch, and the job is about what another one ran for
        return Job(host, 'a run after another', _word(run, 'head_sha'), (), default)
    if kind == 'push':
        # of a tag with a message, `after` is the tag
        return Job(host, _PUSH, here or _word(event, 'after'), (_word(event, 'before'),), default)
    return Job(host, kind or 'a job', here, (), default)


def _event(path: str) -> 'dict[str, Any]':
    """The event that a workflow runs for; nothing where there is none to read."""
    try:
        with open(path, encoding='utf-8') as file:
            event = json.load(file)
    except (OSError, ValueError):
        return {}
    return event if isinstance(event, dict) else {}


def _part(event: 'Any', name: str) -> 'Any':
    return (event.get(name) or {}) if isinstance(event, dict) else {}


def _word(event: 'Any', name: str) -> str:
    value = _part(event, name)
    return value if isinstance(value, str) else ''


def _gitlab(variables: 'Variables') -> Job:
    host, get = 'GitLab CI', variables.get
    here, source = get('CI_COMMIT_SHA', ''), get('CI_PIPELINE_SOURCE', 'push')
    for kind, before in (('MERGE_REQUEST', 'DIFF_BASE_SHA'), ('EXTERNAL_PULL_REQUEST', 'TARGET_BRANCH_SHA')):
        base = get(f'CI_{kind}_{before}', '')
        if base or get(f'CI_{kind}_IID'):
            # of a pipeline for the merged result, or of a merge train, CI_COMMIT_SHA is a commit of GitLab's own
            mine = get(f'CI_{kind}_SOURCE_BRANCH_SHA') or here
            branch = get(f'CI_{kind}_TARGET_BRANCH_NAME', '')
            return Job(host, f'a {kind.lower().replace("_", " ")}', mine, (base,), branch, here)
    what = _PUSH if source == 'push' else source
    return Job(host, what, here, (get('CI_COMMIT_BEFORE_SHA', ''),), get('CI_DEFAULT_BRANCH', ''))


def _circleci(variables: 'Variables') -> Job:
    # the commit before is only known to the pipeline: `keyguard ci --base << pipeline.git.base_revision >>`
    return Job('CircleCI', _PUSH, variables.get('CIRCLE_SHA1', ''))


def _azure(variables: 'Variables') -> Job:
    host, get = 'Azure Pipelines', variables.get
    here = get('BUILD_SOURCEVERSION', '')
    target = get('SYSTEM_PULLREQUEST_TARGETBRANCH', '')
    if target:
        # BUILD_SOURCEVERSION is a merge of both
        mine = get('SYSTEM_PULLREQUEST_SOURCECOMMITID') or here
        return Job(host, 'a pull request', mine, (), target, here)
    return Job(host, _PUSH, here)


def _bitbucket(variables: 'Variables') -> Job:
    host, get = 'Bitbucket Pipelines', variables.get
    head, target = get('BITBUCKET_COMMIT', ''), get('BITBUCKET_PR_DESTINATION_BRANCH', '')
    if target:
        return Job(host, 'a pull request', head, (get('BITBUCKET_PR_DESTINATION_COMMIT', ''),), target)
    return Job(host, _PUSH, head)


def _jenkins(variables: 'Variables') -> Job:
    host, get = 'Jenkins', variables.get
    head, target = get('GIT_COMMIT', ''), get('CHANGE_TARGET', '')
    if target:
        return Job(host, 'a change request', head, (), target)
    before = get('GIT_PREVIOUS_SUCCESSFUL_COMMIT') or get('GIT_PREVIOUS_COMMIT', '')
    return Job(host, _PUSH, head, (before,))


def _buildkite(variables: 'Variables') -> Job:
    host, get = 'Buildkite', variables.get
    head, target = get('BUILDKITE_COMMIT', ''), get('BUILDKITE_PULL_REQUEST_BASE_BRANCH', '')
    if target and get('BUILDKITE_PULL_REQUEST', 'false') != 'false':
        return Job(host, 'a pull request', head, (), target)
    queue = get('BUILDKITE_MERGE_QUEUE_BASE_COMMIT', '')
    if queue:
        return Job(host, 'a merge queue', head, (queue,), get('BUILDKITE_MERGE_QUEUE_BASE_BRANCH', ''))
    return Job(host, _PUSH, head, (), get('BUILDKITE_PIPELINE_DEFAULT_BRANCH', ''))


# the variable that tells a host -> how its jobs are read
_HOSTS: 'tuple[tuple[str, Callable[[Variables], Job]], ...]' = (
    ('GITHUB_ACTIONS', _github),
    ('GITLAB_CI', _gitlab),
    ('CIRCLECI', _circleci),
    ('TF_BUILD', _azure),
    ('BITBUCKET_BUILD_NUMBER', _bitbucket),
    ('BUILDKITE', _buildkite),
    ('JENKINS_URL', _jenkins),
)
