"""What is special to clusters, pipelines and hosting platforms: their pieces fit together, and bring the key."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from keyguard.catalogue import everything
from keyguard.remedies.pieces import ASK
from keyguard.remedies.stores import store
from keyguard.remedies.stores._mounted import FROM_FILE
from keyguard.remedies.words import CI, CLUSTER, HOSTING, Step, filled

VARIABLE, PROVIDER = 'OPENAI_API_KEY', 'openai'
SECRET = f'{PROVIDER}-api-key'
STORES = (
    'aws-lambda', 'azure-app-service', 'azure-pipelines', 'bitbucket-pipelines', 'circleci', 'cloud-run',
    'cloudflare-workers', 'docker', 'fly', 'github-actions', 'gitlab-ci', 'heroku', 'jenkins', 'kubernetes', 'netlify',
    'railway', 'render', 'supabase', 'vercel',
)  # fmt: skip
SHELLS = ('sh', 'bash')
PARTS = ('put', 'renew', 'grant', 'variable')


def _steps(id: str, *parts: str) -> list[Step]:
    return [step for part in parts or PARTS for step in getattr(store(id), part)]


def _code(step: Step) -> str:
    return filled(step.code, VARIABLE, PROVIDER)


def _pieces(id: str, language: str, *parts: str) -> list[Any]:
    """What stands in the pieces of a language, read; several documents of one piece follow each other."""
    read: dict[str, Callable[[str], list[Any]]] = {
        'yaml': lambda text: list(yaml.safe_load_all(text)),
        'json': lambda text: [json.loads(text)],
        'toml': lambda text: [_toml(text)],
    }
    return [
        document for step in _steps(id, *parts) if step.language == language for document in read[language](_code(step))
    ]


def _toml(text: str) -> Any:
    # Python 3.10 has none: what is shown is the same in each
    return pytest.importorskip('tomllib', reason='this Python has no tomllib').loads(text)


def _kind(kind: str) -> Any:
    return next(piece for piece in _pieces('kubernetes', 'yaml') if piece['kind'] == kind)


# --- what is typed


@pytest.mark.parametrize('id', STORES)
def test_store_is_where_it_belongs_and_says_where_the_key_then_is(id: str) -> None:
    found = store(id)
    assert found.id == id
    assert found.place in (CLUSTER, CI, HOSTING)
    assert bool(found.pipe) == bool(found.piped)
    assert len(found.errors) >= 3


@pytest.mark.parametrize('id', STORES)
def test_key_is_asked_for_before_it_is_used_and_forgotten_afterwards(id: str) -> None:
    for part in ('put', 'renew'):
        asked = False
        for step in getattr(store(id), part):
            asked = asked or step.code == ASK.code
            if '"$K"' in step.code:
                assert asked, step.words
                assert 'unset K' in step.code, step.words


@pytest.mark.parametrize('id', STORES)
def test_key_stands_on_no_command_line(id: str) -> None:
    for step in _steps(id):
        for line in step.code.splitlines() if step.language in SHELLS else ():
            if '$K' in line:
                # printf is part of the shell: its arguments are seen by no other process
                before = line.partition('$K')[0]
                assert re.search(r'(^|&& |\{ )\s*printf \S', before), line
                assert '|' not in before.rpartition('printf')[2], line


@pytest.mark.parametrize('id', [id for id in STORES if store(id).pipe])
def test_pipe_is_what_the_guide_shows(id: str) -> None:
    words = iter(' '.join(step.code for step in store(id).put).replace('\\', ' ').split())
    assert all(word in words for word in store(id).pipe)


@pytest.mark.parametrize('id', [id for id in STORES if store(id).pipe])
def test_pipe_names_what_it_stores(id: str) -> None:
    pipe = store(id).pipe
    assert any('@VAR@' in word or '@ID@' in word for word in pipe)
    assert not any(re.search(r'[|<>$;&\s]', word) for word in pipe)


def test_ready_made_names_are_allowed_for_everything() -> None:
    for provider in everything():
        # a Kubernetes, Docker, Google or Azure name of at most 63 characters
        assert re.fullmatch(r'[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?', filled('@ID@-api-key', '', provider.id))


def test_names_that_github_refuses_are_among_the_errors() -> None:
    names = {name for provider in everything() for name in provider.env}
    refused = {name for name in names if not re.fullmatch(r'(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*', name)}
    assert all(name.startswith('GITHUB_') for name in refused)
    seen, _ = next(pair for pair in store('github-actions').errors if 'GITHUB_' in pair[0])
    assert refused, f'no provider needs the error any more: {seen}'


# --- pieces of configuration


def test_workflow_gives_the_secret_to_one_step_by_env() -> None:
    stored, keyless = _pieces('github-actions', 'yaml')
    (job,) = stored['jobs'].values()
    assert job['environment'] == 'production'
    assert [step.get('env') for step in job['steps']] == [None, {VARIABLE: '${{ secrets.OPENAI_API_KEY }}'}]
    assert stored['permissions'] == {'contents': 'read'}
    assert 'secrets.' not in str([step.get('run') for job in stored['jobs'].values() for step in job['steps']])
    assert keyless['permissions']['id-token'] == 'write'
    assert 'secrets.' not in str(keyless)


def test_gitlab_job_runs_where_protected_variables_are() -> None:
    stored, keyless = (piece['eval'] for piece in _pieces('gitlab-ci', 'yaml'))
    assert stored['rules'] == [{'if': '$CI_COMMIT_REF_PROTECTED == "true"'}]
    assert VARIABLE not in str(stored)
    assert keyless['secrets'][VARIABLE]['token'] == '$' + next(iter(keyless['id_tokens']))


def test_circleci_job_names_the_context_that_the_commands_make() -> None:
    (piece,) = _pieces('circleci', 'yaml')
    (job,) = piece['workflows']['eval']['jobs']
    (context,) = job['eval']['context']
    commands = [
        line.split() for step in _steps('circleci') for line in _code(step).splitlines() if step.language == 'sh'
    ]
    assert {words[words.index('--org') - 1] for words in commands if '--org' in words} == {context}


def test_azure_step_maps_the_variable_of_the_group() -> None:
    (piece,) = _pieces('azure-pipelines', 'yaml')
    assert piece['steps'][0]['env'] == {VARIABLE: '$(OPENAI_API_KEY)'}
    (group,) = piece['variables']
    assert f'variable-group create --name {group["group"]} ' in '\n'.join(map(_code, _steps('azure-pipelines', 'put')))


def test_bitbucket_step_names_the_deployment_or_needs_no_key() -> None:
    stored, keyless = (
        piece['pipelines']['branches']['main'][0]['step'] for piece in _pieces('bitbucket-pipelines', 'yaml')
    )
    assert stored['deployment'] == 'production'
    assert VARIABLE not in str(stored)
    assert keyless['oidc'] is True


def test_bitbucket_sends_json_that_says_secured() -> None:
    (code,) = (_code(step) for step in _steps('bitbucket-pipelines', 'put') if 'curl' in step.code)
    assert json.loads(code.split("'")[1] % 'x') == {'key': VARIABLE, 'value': 'x', 'secured': True}


@pytest.mark.parametrize('step', [step for step in _steps('jenkins') if step.language == 'groovy'])
def test_jenkins_lets_the_shell_read_the_variable(step: Step) -> None:
    code = _code(step)
    assert f"'{SECRET}'" in code
    assert VARIABLE in code
    assert code.count('{') == code.count('}')
    # double quotes would let Groovy put the key into the text
    assert '"' not in code


def test_jenkins_makes_the_credential_that_the_pipelines_read() -> None:
    (code,) = (_code(step) for step in _steps('jenkins', 'put') if 'create-credentials' in step.code)
    assert f'<id>{SECRET}</id>' in code
    assert re.findall(r'<(/?\w[\w.]*)>', code) == [
        'org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl',
        'scope', '/scope', 'id', '/id', 'description', '/description', 'secret', '/secret',
        '/org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl',
    ]  # fmt: skip


def test_kubernetes_pieces_speak_of_one_secret() -> None:
    assert SECRET in filled(' '.join(store('kubernetes').pipe), VARIABLE, PROVIDER)
    (variable,) = _kind('Deployment')['spec']['template']['spec']['containers'][0]['env']
    assert variable == {'name': VARIABLE, 'valueFrom': {'secretKeyRef': {'name': SECRET, 'key': VARIABLE}}}
    external = _kind('ExternalSecret')['spec']
    assert external['target']['name'] == SECRET
    assert [data['secretKey'] for data in external['data']] == [VARIABLE]
    assert external['secretStoreRef'] == {'name': _kind('SecretStore')['metadata']['name'], 'kind': 'SecretStore'}


def test_kubernetes_api_of_external_secrets_is_the_current_one() -> None:
    assert {_kind(kind)['apiVersion'] for kind in ('ExternalSecret', 'SecretStore')} == {'external-secrets.io/v1'}


def test_kubernetes_role_reads_this_secret_alone() -> None:
    assert _kind('Role')['rules'] == [
        {'apiGroups': [''], 'resources': ['secrets'], 'resourceNames': [SECRET], 'verbs': ['get']}
    ]
    assert _kind('RoleBinding')['roleRef']['name'] == _kind('Role')['metadata']['name']


def test_kubernetes_file_is_where_the_variable_says() -> None:
    spec = _kind('Pod')['spec']
    (container,) = spec['containers']
    (path,) = (each['value'] for each in container['env'] if each['name'] == f'{VARIABLE}_FILE')
    assert path == container['volumeMounts'][0]['mountPath'] + '/' + VARIABLE
    assert spec['volumes'][0]['secret']['secretName'] == SECRET
    assert spec['volumes'][0]['secret']['defaultMode'] == 0o440


def test_kubernetes_csi_objects_have_the_names_of_the_secret() -> None:
    spec = _kind('SecretProviderClass')['spec']
    (mounted,) = yaml.safe_load(spec['parameters']['objects'])
    (made,) = spec['secretObjects']
    assert made['secretName'] == SECRET
    assert made['data'] == [{'objectName': mounted['objectAlias'], 'key': VARIABLE}]


def test_compose_file_has_the_key_in_a_file_alone() -> None:
    (piece,) = _pieces('docker', 'yaml')
    app = piece['services']['app']
    assert piece['secrets'] == {SECRET: {'environment': VARIABLE}}
    assert app['secrets'] == [SECRET]
    assert app['environment'] == {f'{VARIABLE}_FILE': f'/run/secrets/{SECRET}'}
    assert f'/run/secrets/{SECRET}' in filled(FROM_FILE['python'].code, VARIABLE, PROVIDER)


@pytest.mark.parametrize('step', [step for step in _steps('docker') if step.language == 'dockerfile'])
def test_dockerfile_keeps_nothing_of_the_key(step: Step) -> None:
    instructions = [line.split()[0] for line in _code(step).splitlines() if not line.startswith('#')]
    assert instructions
    assert not {'ENV', 'ARG', 'ADD'} & set(instructions)


def test_dockerfile_mounts_what_the_build_is_given() -> None:
    (mount,) = re.findall(r'--mount=type=secret,(\S+)', '\n'.join(map(_code, _steps('docker'))))
    (given,) = re.findall(r'docker build --secret (\S+)', '\n'.join(map(_code, _steps('docker'))))
    assert mount == given == f'id={VARIABLE},env={VARIABLE}'


def test_cloud_run_refers_to_the_secret_that_is_made() -> None:
    assert SECRET in filled(' '.join(store('cloud-run').pipe), VARIABLE, PROVIDER)
    (piece,) = _pieces('cloud-run', 'yaml')
    (variable,) = piece['spec']['template']['spec']['containers'][0]['env']
    assert variable['name'] == VARIABLE
    assert variable['valueFrom']['secretKeyRef']['name'] == SECRET
    references = re.findall(r'--update-secrets=(\S+)', '\n'.join(map(_code, _steps('cloud-run'))))
    assert references
    assert all(reference.endswith(f'={SECRET}:latest') for reference in references)


def test_aws_pieces_speak_of_one_secret() -> None:
    assert 'llm/openai' in filled(' '.join(store('aws-lambda').pipe), VARIABLE, PROVIDER)
    (policy,) = _pieces('aws-lambda', 'json', 'grant')
    (statement,) = policy['Statement']
    assert statement['Action'] == 'secretsmanager:GetSecretValue'
    assert statement['Resource'].endswith(':secret:llm/openai-??????')
    task, service = _pieces('aws-lambda', 'json', 'variable')
    (secret,) = task['containerDefinitions'][0]['secrets']
    runner = service['ImageRepository']['ImageConfiguration']['RuntimeEnvironmentSecrets']
    assert {secret['name']: secret['valueFrom']} == runner
    assert ':secret:llm/openai-' in runner[VARIABLE]


def test_azure_reference_names_the_secret_that_is_stored() -> None:
    code = '\n'.join(map(_code, _steps('azure-app-service')))
    assert set(re.findall(r'secret set --vault-name VAULT --name (\S+)', code)) == {SECRET}
    assert set(re.findall(r'vault\.azure\.net/secrets/([\w-]+)', code)) == {SECRET}
    assert f"'{VARIABLE}=@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/{SECRET}/)'" in code


def test_files_that_are_in_git_hold_names_alone() -> None:
    (render,) = _pieces('render', 'yaml')
    assert render['services'][0]['envVars'] == [{'key': VARIABLE, 'sync': False}]
    (heroku,) = _pieces('heroku', 'json')
    assert 'value' not in heroku['env'][VARIABLE]
    (worker,) = _pieces('cloudflare-workers', 'toml')
    assert worker['secrets'] == {'required': [VARIABLE]}
    for id in ('fly', 'netlify'):
        assert VARIABLE not in str(_pieces(id, 'toml'))


# --- reading it


def _python(code: str) -> Callable[..., str]:
    names: dict[str, Any] = {}
    exec(compile(filled(code, VARIABLE, PROVIDER), 'read.py', 'exec'), names)
    read: Callable[..., str] = names['read_key']
    return read


# what the file holds -> what is read, or the words of the error
FILES = {
    'as it is': (b'dead-1', 'dead-1'),
    'a line end': (b'dead-1\n', 'dead-1'),
    'a line end of Windows': (b'dead-1\r\n', 'dead-1'),
    'empty': (b'', 'is empty'),
    'only a line end': (b'\n', 'is empty'),
    'missing': (None, 'cannot be read'),
}


@pytest.fixture(params=FILES.values(), ids=FILES)
def mounted(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    data, expected = request.param
    path = tmp_path / 'key'
    if data is not None:
        path.write_bytes(data)
    return path, expected


def test_python_reads_the_mounted_file(mounted: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    path, expected = mounted
    read = _python(FROM_FILE['python'].code)
    monkeypatch.delenv(f'{VARIABLE}_FILE', raising=False)
    if expected == 'dead-1':
        assert read(str(path)) == expected
    else:
        with pytest.raises(RuntimeError, match=re.escape(str(path)) + f'.*{expected}'):
            read(str(path))


def test_python_reads_the_file_that_the_variable_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / 'named').write_text('dead-2\n')
    monkeypatch.setenv(f'{VARIABLE}_FILE', str(tmp_path / 'named'))
    assert _python(FROM_FILE['python'].code)() == 'dead-2'


def test_python_says_that_a_file_in_another_encoding_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / 'key').write_bytes('dead-1'.encode('utf-16'))
    with pytest.raises(RuntimeError, match='cannot be read') as caught:
        _python(FROM_FILE['python'].code)(str(tmp_path / 'key'))
    assert 'dead' not in str(caught.value)


@pytest.mark.skipif(not shutil.which('sh'), reason='no POSIX shell')
def test_shell_gives_the_mounted_key_to_the_program(mounted: tuple[Path, str], tmp_path: Path) -> None:
    path, expected = mounted
    script = tmp_path / 'entrypoint.sh'
    script.write_text(filled(FROM_FILE['shell'].code, VARIABLE, PROVIDER))
    done = subprocess.run(
        ['sh', script, 'sh', '-c', f'printf "[%s]" "${VARIABLE}"'],
        env={'PATH': '/usr/bin:/bin', f'{VARIABLE}_FILE': str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if expected == 'dead-1':
        assert (done.returncode, done.stdout) == (0, '[dead-1]')
    else:
        # the program is never started without its key
        assert done.returncode
        assert done.stdout == ''
        assert done.stderr


# name -> what the extension answers
SECRETS = {'llm/openai': 'dead-1', 'line end': 'dead-1\n', 'empty': ''}


class _Extension(http.server.BaseHTTPRequestHandler):
    """The Lambda extension's one address."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        (name,) = parse_qs(asked.query)['secretId']
        status, body = 200, json.dumps({'Name': name, 'SecretString': SECRETS.get(name)})
        if self.headers['X-Aws-Parameters-Secrets-Token'] != 'token':
            status, body = 401, 'dead-1'
        elif asked.path != '/secretsmanager/get' or name not in SECRETS:
            status, body = 400, 'dead-1'
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope='module')
def extension() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(('localhost', 0), _Extension)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield str(server.server_port)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ('name', 'token', 'expected'),
    [
        ('llm/openai', 'token', 'dead-1'),
        ('line end', 'token', 'white space'),
        ('empty', 'token', 'is empty'),
        ('another', 'token', '400'),
        ('llm/openai', 'stale', '401'),
    ],
    ids=('right', 'line-end', 'empty', 'unknown', 'refused'),
)
def test_python_reads_the_key_through_the_lambda_extension(
    name: str, token: str, expected: str, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('PARAMETERS_SECRETS_EXTENSION_HTTP_PORT', extension)
    monkeypatch.setenv('AWS_SESSION_TOKEN', token)
    for proxy in ('http_proxy', 'HTTP_PROXY'):
        monkeypatch.delenv(proxy, raising=False)
    read = _python(store('aws-lambda').read['python'].code)
    if expected == 'dead-1':
        assert read(name) == expected
        return
    with pytest.raises(RuntimeError, match=expected) as caught:
        read(name)
    assert 'dead' not in str(caught.value)


def test_python_says_that_the_lambda_extension_is_not_there(extension: str, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = http.server.HTTPServer(('localhost', 0), _Extension)
    closed.server_close()
    monkeypatch.setenv('PARAMETERS_SECRETS_EXTENSION_HTTP_PORT', str(closed.server_port))
    monkeypatch.delenv('AWS_SESSION_TOKEN', raising=False)
    with pytest.raises(RuntimeError, match='cannot be asked for llm/openai'):
        _python(store('aws-lambda').read['python'].code)()


_NODE = """
import * as read from '%s';
let name = %s;
try { console.log(JSON.stringify(await read.readKey(...name))); } catch (error) { console.log('error: ' + error.message); }
"""


def _node(code: str, arguments: list[str], tmp_path: Path, **environment: str) -> str:
    (tmp_path / 'read.mjs').write_text(filled(code, VARIABLE, PROVIDER))
    (tmp_path / 'main.mjs').write_text(_NODE % ('./read.mjs', json.dumps(arguments)))
    done = subprocess.run(
        ['node', tmp_path / 'main.mjs'],
        env={'PATH': '/usr/local/bin:/usr/bin:/bin', **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.skipif(not shutil.which('node'), reason='no Node.js')
@pytest.mark.parametrize(
    ('name', 'expected'), [('llm/openai', '"dead-1"'), ('line end', 'white space'), ('another', 'does not give out')]
)
def test_javascript_reads_the_key_through_the_lambda_extension(
    name: str, expected: str, extension: str, tmp_path: Path
) -> None:
    code = store('aws-lambda').read['javascript'].code
    said = _node(code, [name], tmp_path, PARAMETERS_SECRETS_EXTENSION_HTTP_PORT=extension, AWS_SESSION_TOKEN='token')
    assert expected in said


@pytest.mark.skipif(not shutil.which('node'), reason='no Node.js')
def test_javascript_reads_the_mounted_file(tmp_path: Path) -> None:
    (tmp_path / 'key').write_text('dead-1\n')
    environment = {f'{VARIABLE}_FILE': str(tmp_path / 'key')}
    assert _node(FROM_FILE['javascript'].code, [], tmp_path, **environment) == '"dead-1"'
    (tmp_path / 'key').write_text('\n')
    assert 'is empty' in _node(FROM_FILE['javascript'].code, [], tmp_path, **environment)


@pytest.mark.skipif(not shutil.which('node'), reason='no Node.js')
@pytest.mark.parametrize(
    ('id', 'before'),
    [
        ('cloudflare-workers', 'const env = process.env;'),
        ('supabase', 'const Deno = { env: { get: (name) => process.env[name] } };'),
    ],
)
def test_javascript_of_other_runtimes_reads_the_key_or_says_that_it_is_missing(
    id: str, before: str, tmp_path: Path
) -> None:
    # their own object is stood in for: the code itself runs as it is
    code = before + '\n' + re.sub(r"import \{ env \} from 'cloudflare:workers';", '', store(id).read['javascript'].code)
    assert _node(code, [], tmp_path, **{VARIABLE: 'dead-1'}) == '"dead-1"'
    assert f'{VARIABLE} is not set' in _node(code, [], tmp_path)
