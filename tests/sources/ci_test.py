"""Which commits a CI job is about: each host's variables as its documentation has them, in real clones."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from keyguard.cli import main
from keyguard.providers import load
from keyguard.samples import sample
from keyguard.sources import ci
from testing.repository import Repository, isolated

ZEROS = '0' * 40
KEY = sample(load(['groq'])[0].detectors[0], 3).decode()


@pytest.fixture(scope='module')
def clone(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A clone of a project: ``main`` has two commits, ``topic`` two more, which brought a key and took it away;
    ``merge`` is what a host makes of both; ``before`` is main's first.
    """
    folder = tmp_path_factory.mktemp('ci')
    environment = isolated(folder / 'home')
    origin = Repository(folder / 'origin', environment)
    origin.write('readme', 'one\n')
    before = origin.record('one')
    origin.write('readme', 'two\n')
    main_ = origin.record('two')
    origin.git('checkout', '--quiet', '-b', 'topic')
    origin.write('settings.py', f'GROQ_API_KEY = "{KEY}"\n')
    middle = origin.record('a key')
    origin.write('settings.py', 'import os\n')
    topic = origin.record('no key')
    origin.git('checkout', '--quiet', 'main')
    clone = folder / 'clone'
    origin.git('clone', '--quiet', str(origin.folder), str(clone))
    found = Repository.at(clone, environment)
    found.git('checkout', '--quiet', '--detach', 'origin/topic')
    # as a host has a pull request of a fork: its last commit, and a merge of it into the branch it is for
    origin.git('update-ref', 'refs/pull/1/head', 'topic')
    merged = origin.git('commit-tree', 'topic^{tree}', '-p', 'main', '-p', 'topic', '-m', 'merge').strip()
    origin.git('update-ref', 'refs/pull/1/merge', merged)
    found.git('fetch', '--quiet', 'origin', '+refs/pull/1/merge:refs/remotes/pull/1/merge')
    shallow = folder / 'shallow'
    origin.git('clone', '--quiet', '--depth', '1', '--branch', 'topic', f'file://{origin.folder}', str(shallow))
    return SimpleNamespace(
        repository=found,
        shallow=shallow,
        folder=folder,
        merged=merged,
        before=before,
        main=main_,
        middle=middle,
        topic=topic,
    )


def _github(kind: str, event: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace], dict[str, str]]:
    def variables(clone: SimpleNamespace) -> dict[str, str]:
        path = clone.folder / f'{kind}.json'
        path.write_text(json.dumps(event(clone)))
        return {
            'GITHUB_ACTIONS': 'true',
            'GITHUB_EVENT_NAME': kind,
            'GITHUB_EVENT_PATH': str(path),
            'GITHUB_SHA': clone.topic,
        }

    return variables


_DEFAULT = {'repository': {'default_branch': 'main'}}
# what is told -> the commit before the range; None for the whole tree
CASES = {
    'github-pull-request': (
        _github('pull_request', lambda c: {'pull_request': {'base': {'sha': c.main, 'ref': 'main'}, 'head': {'sha': c.topic}}}),
        'main',
    ),
    'github-push': (_github('push', lambda c: {'before': c.middle, 'after': c.topic, **_DEFAULT}), 'middle'),
    'github-new-branch': (_github('push', lambda c: {'before': ZEROS, 'after': c.topic, **_DEFAULT}), 'main'),
    'github-forced-push': (_github('push', lambda c: {'before': 'ab' * 20, 'after': c.topic, **_DEFAULT}), 'main'),
    'github-merge-queue': (
        _github('merge_group', lambda c: {'merge_group': {'base_sha': c.main, 'head_sha': c.topic}}),
        'main',
    ),
    'github-merge-queue-without-its-event': (_github('merge_group', lambda c: {'merge_group': {'base_sha': c.middle}}), 'middle'),
    'github-tag': (_github('push', lambda c: {'before': ZEROS, 'after': 'ab' * 20, 'ref': 'refs/tags/v1', **_DEFAULT}), 'main'),
    'github-schedule': (_github('schedule', lambda c: {'schedule': '0 0 * * *', **_DEFAULT}), 'main'),
    'github-base-fetched': (
        _github('pull_request_target', lambda c: {'pull_request': {'base': {'sha': c.main, 'ref': 'main'}, 'head': {'sha': c.topic}}}),
        'main',
    ),
    'github-after-another': (
        _github('workflow_run', lambda c: {'workflow_run': {'head_sha': c.topic, 'head_branch': 'topic'}, **_DEFAULT}),
        'main',
    ),
    'github-by-hand': (_github('workflow_dispatch', lambda c: _DEFAULT), 'main'),
    'github-without-its-event': (
        lambda c: {'GITHUB_ACTIONS': 'true', 'GITHUB_EVENT_NAME': 'push', 'GITHUB_EVENT_PATH': '/no/such', 'GITHUB_SHA': c.topic},
        'main',
    ),
    'github-odd-event': (_github('push', lambda c: ['no', 'object']), 'main'),
    'github-head-not-fetched': (
        _github('pull_request', lambda c: {'pull_request': {'base': {'sha': c.main}, 'head': {'sha': 'cd' * 20}}}),
        None,
    ),
    'gitlab-merge-request': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_MERGE_REQUEST_IID': '7',
            'CI_MERGE_REQUEST_DIFF_BASE_SHA': c.main,
            'CI_COMMIT_SHA': c.topic,
            'CI_COMMIT_BEFORE_SHA': ZEROS,
        },
        'main',
    ),
    'gitlab-merged-result': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_MERGE_REQUEST_IID': '7',
            'CI_MERGE_REQUEST_DIFF_BASE_SHA': c.main,
            'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA': c.topic,
            'CI_COMMIT_SHA': 'ef' * 20,
        },
        'main',
    ),
    'gitlab-merge-train': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_PIPELINE_SOURCE': 'merge_request_event',
            'CI_MERGE_REQUEST_EVENT_TYPE': 'merge_train',
            'CI_MERGE_REQUEST_IID': '7',
            'CI_MERGE_REQUEST_DIFF_BASE_SHA': c.main,
            'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA': c.topic,
            'CI_MERGE_REQUEST_TARGET_BRANCH_NAME': 'main',
            'CI_COMMIT_SHA': c.merged,
            'CI_COMMIT_BEFORE_SHA': ZEROS,
        },
        'main',
    ),
    'gitlab-external-pull-request': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_EXTERNAL_PULL_REQUEST_IID': '7',
            'CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA': c.main,
            'CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA': c.topic,
            'CI_COMMIT_SHA': c.topic,
        },
        'main',
    ),
    'gitlab-schedule': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_PIPELINE_SOURCE': 'schedule',
            'CI_COMMIT_SHA': c.topic,
            'CI_COMMIT_BEFORE_SHA': ZEROS,
            'CI_DEFAULT_BRANCH': 'main',
        },
        'main',
    ),
    'gitlab-push': (
        lambda c: {'GITLAB_CI': 'true', 'CI_COMMIT_SHA': c.topic, 'CI_COMMIT_BEFORE_SHA': c.middle},
        'middle',
    ),
    'gitlab-new-branch': (
        lambda c: {
            'GITLAB_CI': 'true',
            'CI_COMMIT_SHA': c.topic,
            'CI_COMMIT_BEFORE_SHA': ZEROS,
            'CI_DEFAULT_BRANCH': 'main',
        },
        'main',
    ),
    'circleci': (lambda c: {'CIRCLECI': 'true', 'CIRCLE_SHA1': c.topic, 'CIRCLE_BRANCH': 'topic'}, 'main'),
    'azure-pull-request': (
        lambda c: {
            'TF_BUILD': 'True',
            'BUILD_REASON': 'PullRequest',
            'BUILD_SOURCEVERSION': 'ef' * 20,
            'SYSTEM_PULLREQUEST_TARGETBRANCH': 'refs/heads/main',
            'SYSTEM_PULLREQUEST_SOURCECOMMITID': c.topic,
        },
        'main',
    ),
    'azure-push': (lambda c: {'TF_BUILD': 'True', 'BUILD_SOURCEVERSION': c.topic}, 'main'),
    'bitbucket-pull-request': (
        lambda c: {
            'BITBUCKET_BUILD_NUMBER': '1',
            'BITBUCKET_COMMIT': c.topic,
            'BITBUCKET_PR_DESTINATION_BRANCH': 'main',
            'BITBUCKET_PR_DESTINATION_COMMIT': c.main[:12],
        },
        'main',
    ),
    'bitbucket-push': (lambda c: {'BITBUCKET_BUILD_NUMBER': '1', 'BITBUCKET_COMMIT': c.topic}, 'main'),
    'jenkins-change': (
        lambda c: {'JENKINS_URL': 'http://ci.invalid', 'GIT_COMMIT': c.topic, 'CHANGE_TARGET': 'main'},
        'main',
    ),
    'jenkins-branch': (
        lambda c: {'JENKINS_URL': 'http://ci.invalid', 'GIT_COMMIT': c.topic, 'GIT_PREVIOUS_SUCCESSFUL_COMMIT': c.middle},
        'middle',
    ),
    'buildkite-pull-request': (
        lambda c: {
            'BUILDKITE': 'true',
            'BUILDKITE_COMMIT': c.topic,
            'BUILDKITE_PULL_REQUEST': '12',
            'BUILDKITE_PULL_REQUEST_BASE_BRANCH': 'main',
        },
        'main',
    ),
    'buildkite-push': (
        lambda c: {
            'BUILDKITE': 'true',
            'BUILDKITE_COMMIT': c.topic,
            'BUILDKITE_PULL_REQUEST': 'false',
            'BUILDKITE_PULL_REQUEST_BASE_BRANCH': '',
            'BUILDKITE_PIPELINE_DEFAULT_BRANCH': 'main',
        },
        'main',
    ),
    'buildkite-merge-queue': (
        lambda c: {
            'BUILDKITE': 'true',
            'BUILDKITE_COMMIT': c.topic,
            'BUILDKITE_PULL_REQUEST': 'false',
            'BUILDKITE_MERGE_QUEUE_BASE_COMMIT': c.middle,
            'BUILDKITE_MERGE_QUEUE_BASE_BRANCH': 'main',
        },
        'middle',
    ),
    'no-host': (lambda c: {'CI': 'true'}, 'main'),
    'hostile-branch': (
        lambda c: {'JENKINS_URL': 'x', 'GIT_COMMIT': c.topic, 'CHANGE_TARGET': '--output=/tmp/x', 'CHANGE_ID': '1'},
        None,
    ),
    'nothing-new': (
        lambda c: {'GITLAB_CI': 'true', 'CI_COMMIT_SHA': c.topic, 'CI_COMMIT_BEFORE_SHA': c.topic},
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(('variables', 'base'), CASES.values(), ids=CASES)
def test_the_commits_that_a_host_tells(
    clone: SimpleNamespace, variables: Callable[[SimpleNamespace], dict[str, str]], base: str | None
) -> None:
    told = variables(clone)
    found = ci.chosen(str(clone.repository.folder), ci.job(told))
    assert found.words == (f'{getattr(clone, base)}..{clone.topic}' if base else '')
    if base:
        assert f'from {getattr(clone, base)[:10]} (not included) to {clone.topic[:10]}' in found.told
    else:
        assert 'whole tree' in found.told


def test_a_shallow_clone_is_looked_at_whole_and_says_what_brings_the_rest(clone: SimpleNamespace) -> None:
    for case, words in (
        ('github-pull-request', 'fetch-depth: 0'),
        ('gitlab-push', 'GIT_DEPTH: 0'),
        ('circleci', 'method: full'),
        ('azure-pull-request', 'fetchDepth: 0'),
        ('bitbucket-pull-request', 'clone: depth: full'),
        ('jenkins-change', 'fetch more of the history'),
        ('buildkite-pull-request', 'fetch more of the history'),
    ):
        found = ci.chosen(str(clone.shallow), ci.job(CASES[case][0](clone)))
        assert found.words == ''
        assert words in found.told


def test_commits_behind_the_end_of_a_shallow_clone_are_not_passed_over(clone: SimpleNamespace, tmp_path: Path) -> None:
    """The base is there, and so is the last commit, but not all of what is between them."""
    source = Repository(tmp_path / 'source', clone.repository.environment)
    base = source.record('base')
    source.git('checkout', '--quiet', '-b', 'topic')
    for number in range(5):
        source.record(f'number {number}')
    source.git(
        'merge',
        '--quiet',
        '--no-ff',
        '--message',
        'together',
        source.git('commit-tree', 'HEAD^{tree}', '-p', base, '-m', 'x').strip(),
    )
    head = source.head()
    source.git('clone', '--quiet', '--depth', '3', '--branch', 'topic', f'file://{source.folder}', tmp_path / 'cut')
    variables = {'GITLAB_CI': 'true', 'CI_COMMIT_SHA': head, 'CI_COMMIT_BEFORE_SHA': base}
    whole, cut = ci.chosen(str(source.folder), ci.job(variables)), ci.chosen(str(tmp_path / 'cut'), ci.job(variables))
    assert whole.words == f'{base}..{head}'
    assert (cut.words, 'does not reach back' in cut.told) == ('', True)


def test_a_base_that_somebody_names_comes_first(clone: SimpleNamespace) -> None:
    folder, job = str(clone.repository.folder), ci.job(CASES['circleci'][0](clone))
    assert ci.chosen(folder, job, clone.before[:9]).words == f'{clone.before}..{clone.topic}'
    # after a forced push the commit before is in no branch any more
    lacking = ci.chosen(folder, job, 'no-such')
    assert (lacking.words, "; the clone lacks 'no-such'" in lacking.told) == (f'{clone.main}..{clone.topic}', True)
    nothing = ci.chosen(str(clone.shallow), job, 'no-such')
    assert (nothing.words, "the clone lacks 'no-such'; the whole tree" in nothing.told) == ('', True)


def test_before_the_first_commit_there_is_only_the_tree(tmp_path: Path, clone: SimpleNamespace) -> None:
    empty = Repository(tmp_path / 'empty', clone.repository.environment)
    found = ci.chosen(str(empty.folder), ci.job({'GITLAB_CI': 'true', 'CI_COMMIT_SHA': 'ab' * 20}))
    assert (found.words, 'there is no commit' in found.told) == ('', True)


def _asked(kind: str, head: str, here: str) -> Callable[[SimpleNamespace], dict[str, str]]:
    made = _github(kind, lambda c: {'pull_request': {'base': {'sha': c.main, 'ref': 'main'}, 'head': {'sha': head}}})
    return lambda clone: {**made(clone), 'GITHUB_SHA': here}


@pytest.mark.parametrize(
    'case',
    [
        # what is checked out is the branch that it is for
        pytest.param(lambda c: _asked('pull_request_target', 'cd' * 20, c.topic)(c), id='pull_request_target'),
        pytest.param(
            lambda c: _github('workflow_run', lambda c: {'workflow_run': {'head_sha': 'cd' * 20}, **_DEFAULT})(c),
            id='workflow_run',
        ),
        # something else was checked out
        pytest.param(lambda c: _asked('pull_request', 'cd' * 20, 'ef' * 20)(c), id='another-commit'),
        pytest.param(lambda c: {'GITLAB_CI': 'true', 'CI_COMMIT_SHA': 'cd' * 20}, id='another-push'),
    ],
)
def test_the_tree_of_another_commit_is_not_taken_for_the_jobs(
    clone: SimpleNamespace,
    case: Callable[[SimpleNamespace], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _keyguard(monkeypatch, clone, case(clone)) == 3
    assert 'what is checked out is another one' in capsys.readouterr().err


def test_a_pull_request_of_a_fork_is_seen_as_what_it_brings(
    clone: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Checked out is a merge that nobody made; the commits between are those of the fork, and no others."""
    clone.repository.git('checkout', '--quiet', '--detach', clone.merged)
    try:
        variables = _asked('pull_request', clone.topic, clone.merged)(clone)
        assert _keyguard(monkeypatch, clone, variables, '--format', 'text') == 1
        out, err = capsys.readouterr()
        assert 'a pull request: 2 commits, from' in err
        assert 'settings.py:1:17' in out
        assert 'examined 4 files' in out  # two contents and two messages
    finally:
        clone.repository.git('checkout', '--quiet', '--detach', clone.topic)


def _keyguard(monkeypatch: pytest.MonkeyPatch, clone: SimpleNamespace, variables: dict[str, str], *words: str) -> int:
    for name in [name for name in os.environ if name.startswith(('GIT', 'CI', 'PRE_COMMIT'))]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(clone.repository.folder)
    return main(['ci', *words])


@pytest.mark.parametrize(
    'case', ['github-pull-request', 'gitlab-merge-request', 'azure-pull-request', 'circleci', 'jenkins-change']
)
def test_finds_what_a_local_run_over_the_same_commits_finds(
    clone: SimpleNamespace, case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = CASES[case][0](clone)
    assert _keyguard(monkeypatch, clone, variables, '--format', 'json') == 1
    out, err = capsys.readouterr()
    assert f'from {clone.main[:10]} (not included) to {clone.topic[:10]}' in err
    assert main(['audit', '--format', 'json', '--range', f'{clone.main}..{clone.topic}']) == 1
    assert json.loads(out) == json.loads(capsys.readouterr().out)


def test_each_host_gets_its_own_form(
    clone: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    summary = tmp_path / 'summary.md'
    github = {**CASES['github-pull-request'][0](clone), 'GITHUB_STEP_SUMMARY': str(summary)}
    with monkeypatch.context() as patch:
        assert _keyguard(patch, clone, github) == 1
    out = capsys.readouterr().out
    assert out.startswith('::error file=settings.py,title=')
    assert 'Groq' in summary.read_text()
    with monkeypatch.context() as patch:
        assert _keyguard(patch, clone, CASES['azure-pull-request'][0](clone)) == 1
    out = capsys.readouterr().out
    assert '##vso[task.logissue type=error;sourcepath=settings.py;code=groq-api-key]Groq' in out
    assert 'keyguard: keys found, 1 key in 1 file' in out
    report = clone.repository.folder / 'gl-secret-detection-report.json'
    with monkeypatch.context() as patch:
        assert _keyguard(patch, clone, CASES['gitlab-merge-request'][0](clone)) == 1
    assert len(json.loads(report.read_text())['vulnerabilities']) == 1
    report.unlink()
    assert KEY[8:] not in out


def test_the_whole_tree_where_the_commits_are_not_there(
    clone: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _keyguard(monkeypatch, clone, CASES['github-head-not-fetched'][0](clone), '--format', 'text') == 0
    out, err = capsys.readouterr()
    assert 'the whole tree is looked at instead' in err
    assert 'examined 2 files' in out
