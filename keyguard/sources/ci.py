"""Where a CI job runs, and which commits it is about: told by the variables of its host, one function a host.

The names of the variables are those of the hosts' documentation:
https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows,
https://docs.gitlab.com/ci/variables/predefined_variables/, https://circleci.com/docs/reference/variables/,
https://learn.microsoft.com/azure/devops/pipelines/build/variables,
https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
https://plugins.jenkins.io/git/, https://buildkite.com/docs/pipelines/configure/environment-variables
"""

import json

from keyguard import git

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
    'Azure Pipelines': '`fetchDepth: 0` at the checkout step',
    'Bitbucket Pipelines': '`clone: depth: full`',
}


class Job:
    """What a host says of a job: ``head`` is the commit that it is about, ``bases`` are those that were there before,
    the one to be preferred first, ``branch`` is the one that it is to be merged into or was made from, each as the host
    names it and '' where it does not; ``what`` is a word for people, such as ``a pull request``.
    """

    __slots__ = ('bases', 'branch', 'head', 'host', 'what')

    def __init__(self, host: str, what: str, head: str, bases: 'tuple[str, ...]' = (), branch: str = '') -> None:
        self.host = host
        self.what = what
        self.head = head
        self.bases = tuple(base for base in bases if base.strip('0'))
        self.branch = branch.removeprefix('refs/heads/')


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
    says so. Raises ``Fatal`` where there is no repository.
    """
    git.ready(folder)
    host = job.host if job else 'on no known CI host'
    head = _commit(folder, job.head if job and job.head else 'HEAD')
    if not head:
        head = _commit(folder, 'HEAD')
        if not head:
            return Range('', f'{host}: there is no commit, so the whole tree is looked at')
        if job and job.what != _PUSH:
            return Range('', f'{host}, {job.what}: the clone lacks its last commit; {_instead(host)}')
    words = [base] if base else [*(job.bases if job else ()), *_branches(job)]
    found = next((id for id in (_commit(folder, word) for word in words) if id), '')
    what = f'{host}, {job.what}' if job else host
    if base and not found:
        return Range('', f"{what}: the clone lacks '{base}'; {_instead(host)}")
    if not found:
        return Range('', f'{what}: the clone lacks the commits before it; {_instead(host)}')
    count = git.run(folder, 'rev-list', '--count', f'{found}..{head}').decode('ascii').strip()
    shallow = git.run(folder, 'rev-parse', '--is-shallow-repository').strip() == b'true'
    if shallow and git.ask(folder, 'merge-base', found, head)[0]:
        return Range('', f'{what}: the clone does not reach back to where it began; {_instead(host)}')
    if count == '0':
        return Range(
            '', f'{what}: it brings no commit that {found[:_ABBREVIATED]} lacks, so the whole tree is looked at'
        )
    commits = f'{count} commit{"" if count == "1" else "s"}'
    return Range(
        f'{found}..{head}', f'{what}: {commits}, from {found[:_ABBREVIATED]} (not included) to {head[:_ABBREVIATED]}'
    )


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
    host, kind = 'GitHub Actions', variables.get('GITHUB_EVENT_NAME', '')
    event = _event(variables.get('GITHUB_EVENT_PATH', ''))
    asked = event.get('pull_request') or {}
    group = event.get('merge_group') or {}
    if asked:
        base, head = _part(asked, 'base'), _part(asked, 'head')
        # pull_request_target checks out the base; the head is looked at where it was fetched
        return Job(host, 'a pull request', _word(head, 'sha'), (_word(base, 'sha'),), _word(base, 'ref'))
    if group:
        return Job(host, 'a merge queue', _word(group, 'head_sha'), (_word(group, 'base_sha'),))
    default = _word(_part(event, 'repository'), 'default_branch')
    if kind == 'push':
        return Job(
            host, _PUSH, _word(event, 'after') or variables.get('GITHUB_SHA', ''), (_word(event, 'before'),), default
        )
    return Job(host, kind or 'a job', variables.get('GITHUB_SHA', ''), (), default)


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
    base = get('CI_MERGE_REQUEST_DIFF_BASE_SHA', '')
    head = get('CI_COMMIT_SHA', '')
    if base or get('CI_MERGE_REQUEST_IID'):
        # of a pipeline for the merged result CI_COMMIT_SHA is a commit of GitLab's own
        mine = get('CI_MERGE_REQUEST_SOURCE_BRANCH_SHA') or head
        return Job(host, 'a merge request', mine, (base,), get('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', ''))
    return Job(host, _PUSH, head, (get('CI_COMMIT_BEFORE_SHA', ''),), get('CI_DEFAULT_BRANCH', ''))


def _circleci(variables: 'Variables') -> Job:
    # the commit before is only known to the pipeline: `keyguard ci --base << pipeline.git.base_revision >>`
    return Job('CircleCI', _PUSH, variables.get('CIRCLE_SHA1', ''))


def _azure(variables: 'Variables') -> Job:
    host, get = 'Azure Pipelines', variables.get
    target = get('SYSTEM_PULLREQUEST_TARGETBRANCH', '')
    if target:
        mine = get('SYSTEM_PULLREQUEST_SOURCECOMMITID') or get('BUILD_SOURCEVERSION', '')
        return Job(host, 'a pull request', mine, (), target)
    return Job(host, _PUSH, get('BUILD_SOURCEVERSION', ''))


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
