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
    found = Repository.__new__(Repository)
    found.folder, found.environment = clone, environment
    found.git('checkout', '--quiet', '--detach', 'origin/topic')
    shallow = folder / 'shallow'
    origin.git('clone', '--quiet', '--depth', '1', '--branch', 'topic', f'file://{origin.folder}', str(shallow))
    return SimpleNamespace(
        repository=found, shallow=shallow, before=before, main=main_, middle=middle, topic=topic, folder=folder
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
        ('circleci', 'fetch'),
    ):
        found = ci.chosen(str(clone.shallow), ci.job(CASES[case][0](clone)))
        assert found.words == ''
        assert words in found.told


def test_a_base_that_somebody_names_comes_first(clone: SimpleNamespace) -> None:
    folder, job = str(clone.repository.folder), ci.job(CASES['circleci'][0](clone))
    assert ci.chosen(folder, job, clone.before[:9]).words == f'{clone.before}..{clone.topic}'
    lacking = ci.chosen(folder, job, 'no-such')
    assert (lacking.words, "lacks 'no-such'" in lacking.told) == ('', True)


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
