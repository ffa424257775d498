"""YAML: what takes the place of a key is told by who reads the file, and everything else in it stays."""

from __future__ import annotations

from textwrap import dedent

import pytest
import yaml as reader

from keyguard.rewrite import yaml
from keyguard.rewrite.words import Spot, Unsafe
from testing.planted import KEYS, everything_or_nothing, refusal, rewritten, strange_bytes, variables
from testing.rewriting import draft, filled

GITHUB, GITLAB, CIRCLE = '.github/workflows/ci.yml', '.gitlab-ci.yml', '.circleci/config.yml'
AZURE, BITBUCKET = 'azure-pipelines.yml', 'bitbucket-pipelines.yml'
SECRET = '${{ secrets.OPENAI_API_KEY }}'
READ = '${OPENAI_API_KEY:?set OPENAI_API_KEY first}'
STEP = 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n'
MATRIX = (
    'jobs:\n  a:\n    strategy:\n      matrix:\n        os: [ubuntu-22.04, macos-14]\n        include:\n        - os: ubuntu-24.04\n'
    '    runs-on: ${{ matrix.os }}\n    steps:\n    - '
)
POD = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - name: a\n    env:\n'
MODEL = 'model_list:\n- model_name: a\n  litellm_params:\n    api_key: @@\n'

REWRITES = [
    # id, name, before, after
    ('github-variables', GITHUB, 'env:\n  OPENAI_API_KEY: @@  # mine\n', f'env:\n  OPENAI_API_KEY: {SECRET}  # mine\n'),
    ('github-quotes-stay', GITHUB, 'env:\n  K: "Bearer @@"\n  L: \'@@\'\n', f'env:\n  K: "Bearer {SECRET}"\n  L: \'{SECRET}\'\n'),
    ('github-behind-an-escape', GITHUB, 'env:\n  K: "\\\\@@\\n"\n', f'env:\n  K: "\\\\{SECRET}\\n"\n'),
    ('github-braces-need-quotes', GITHUB, 'env: {A: @@, B: x @@}\n', f'env: {{A: "{SECRET}", B: "x {SECRET}"}}\n'),
    ('github-input', GITHUB, STEP + '    - uses: a/b@v1\n      with:\n        api-key: @@\n', STEP + f'    - uses: a/b@v1\n      with:\n        api-key: {SECRET}\n'),
    ('github-beside-an-expression', GITHUB, 'env:\n  K: ${{ github.sha }}:@@\n', f'env:\n  K: ${{{{ github.sha }}}}:{SECRET}\n'),
    ('github-script', GITHUB, STEP + '    - run: curl "@@"\n', STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: curl "{READ}"\n'),
    ('github-script-of-a-named-step', GITHUB, STEP + "    - name: x\n      run: |\n        # @@\n        f '@@'\n        g\n",
     STEP + f'    - name: x\n      env:\n        OPENAI_API_KEY: {SECRET}\n      run: |\n        # $OPENAI_API_KEY\n        f "{READ}"\n        g\n'),
    ('github-script-with-variables', GITHUB, STEP + '    - env:\n        A: b\n      run: f @@\n',
     STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n        A: b\n      run: f "{READ}"\n'),
    ('github-script-has-the-variable', GITHUB, f'env:\n  OPENAI_API_KEY: {SECRET}\n' + STEP + '    - run: f @@\n', f'env:\n  OPENAI_API_KEY: {SECRET}\n' + STEP + f'    - run: f "{READ}"\n'),
    ('github-script-gets-the-variable', GITHUB, STEP + '    - env:\n        OPENAI_API_KEY: @@\n      run: f @@\n', STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: f "{READ}"\n'),
    ('github-script-with-two-keys', GITHUB, STEP + '    - run: f "@@" "@2@"\n',
     STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n        ANTHROPIC_API_KEY: ${{{{ secrets.ANTHROPIC_API_KEY }}}}\n      run: f "{READ}" "{READ.replace("OPENAI", "ANTHROPIC")}"\n'),
    ('github-script-in-double-quotes', GITHUB, STEP + '    - run: "f \'@@\' \\"x\\""\n', STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: "f \\"{READ}\\" \\"x\\""\n'),
    ('github-script-in-single-quotes', GITHUB, STEP + "    - run: 'f ''a @@'' b'\n", STEP + f"    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: 'f ''a ''\"{READ}\" b'\n"),
    ('github-script-with-escapes', GITHUB, STEP + '    - run: "f \\x22a @@\\x22 \'\\u0061 @@\'"\n',
     STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: "f \\x22a {READ}\\x22 \'\\u0061 \'\\"{READ}\\""\n'),
    ('github-script-folded', GITHUB, STEP + '    - run: >-\n        f\n        "@@"\n', STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: >-\n        f\n        "{READ}"\n'),
    ('github-script-with-a-document', GITHUB, STEP + "    - run: |\n        cat <<'E'\n        @@\n        E\n", STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: |\n        cat <<E\n        {READ}\n        E\n'),
    ('github-script-with-umlauts', GITHUB, STEP + '    - run: |\n        # ä\n        f @@\n', STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: |\n        # ä\n        f "{READ}"\n'),
    ('github-script-with-carriage-returns', GITHUB, (STEP + '    - run: |\n        f @@\n').replace('\n', '\r\n'),
     (STEP + f'    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: |\n        f "{READ}"\n').replace('\n', '\r\n')),
    ('github-windows-with-bash', GITHUB, 'jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n    - run: f @@\n      shell: bash\n',
     f'jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: f "{READ}"\n      shell: bash\n'),
    ('github-container', GITHUB, 'jobs:\n  a:\n    runs-on: x\n    container: y\n    steps:\n    - run: f @@\n', f'jobs:\n  a:\n    runs-on: x\n    container: y\n    steps:\n    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: f "{READ}"\n'),
    ('github-own-machine', GITHUB, 'jobs:\n  a:\n    runs-on: [self-hosted, Linux]\n    steps:\n    - run: f @@\n', f'jobs:\n  a:\n    runs-on: [self-hosted, Linux]\n    steps:\n    - env:\n        OPENAI_API_KEY: {SECRET}\n      run: f "{READ}"\n'),
    ('github-matrix-of-unix', GITHUB, MATRIX + 'run: f @@\n', MATRIX + f'env:\n        OPENAI_API_KEY: {SECRET}\n      run: f "{READ}"\n'),
    ('gitlab-entry-goes', GITLAB, 'variables:\n  A: b\n  OPENAI_API_KEY: "@@" # x\n\na:\n  script: f\n', 'variables:\n  A: b\n\na:\n  script: f\n'),
    ('gitlab-mapping-goes', GITLAB, 'a:\n  variables:\n    OPENAI_API_KEY: @@\n    ANTHROPIC_API_KEY: @2@\n  script: f\n', 'a:\n  script: f\n'),
    ('gitlab-other-entry', GITLAB, 'a:\n  variables:\n    K: Bearer @@\n', 'a:\n  variables:\n    K: Bearer $OPENAI_API_KEY\n'),
    ('gitlab-script', GITLAB, 'a:\n  script:\n  - export OPENAI_API_KEY=@@\n  - f "@@"\n', f'a:\n  script:\n  - export OPENAI_API_KEY="{READ}"\n  - f "{READ}"\n'),
    ('gitlab-included', 'ci/b.gitlab-ci.yml', 'a:\n  before_script: f "@@"\n', f'a:\n  before_script: f "{READ}"\n'),
    ('circleci-entry-goes', CIRCLE, 'jobs:\n  a:\n    environment:\n      OPENAI_API_KEY: @@\n    docker:\n    - image: x\n      environment:\n        A: b\n        OPENAI_API_KEY: @@\n',
     'jobs:\n  a:\n    docker:\n    - image: x\n      environment:\n        A: b\n'),
    ('circleci-script', CIRCLE, 'jobs:\n  a:\n    steps:\n    - run: f "@@"\n    - run:\n        shell: /bin/bash -e\n        command: |\n          f @@\n', f'jobs:\n  a:\n    steps:\n    - run: f "{READ}"\n    - run:\n        shell: /bin/bash -e\n        command: |\n          f "{READ}"\n'),
    ('azure-entry', AZURE, 'steps:\n- task: X@1\n  inputs:\n    apiKey: @@\n  env:\n    K: @@\n', 'steps:\n- task: X@1\n  inputs:\n    apiKey: $(OPENAI_API_KEY)\n  env:\n    K: $(OPENAI_API_KEY)\n'),
    ('azure-script-stays-first', AZURE, 'pool:\n  vmImage: ubuntu-latest\nsteps:\n- script: f "@@" # x\n  displayName: y\n', f'pool:\n  vmImage: ubuntu-latest\nsteps:\n- script: f "{READ}" # x\n  env:\n    OPENAI_API_KEY: $(OPENAI_API_KEY)\n  displayName: y\n'),
    ('azure-block', AZURE, 'jobs:\n- job: a\n  pool: ubuntu\n  steps:\n  - bash: |\n      f @@\n\n  - script: g\n', f'jobs:\n- job: a\n  pool: ubuntu\n  steps:\n  - bash: |\n      f "{READ}"\n    env:\n      OPENAI_API_KEY: $(OPENAI_API_KEY)\n\n  - script: g\n'),
    ('bitbucket', BITBUCKET, 'pipelines:\n  default:\n  - step:\n      script:\n      - f "@@"\n      - pipe: a/b:1\n        variables:\n          K: @@\n', f'pipelines:\n  default:\n  - step:\n      script:\n      - f "{READ}"\n      - pipe: a/b:1\n        variables:\n          K: $OPENAI_API_KEY\n'),
    ('compose-mapping', 'compose.yml', 'services:\n  a:\n    environment:\n      OPENAI_API_KEY: @@\n    command: f --key @@\n', f'services:\n  a:\n    environment:\n      OPENAI_API_KEY: {READ}\n    command: f --key {READ}\n'),
    ('compose-list', 'docker-compose.prod.yaml', 'services:\n  a:\n    environment:\n    - K=@@\n    - "L=@@"\n    labels: [a=@@]\n', f'services:\n  a:\n    environment:\n    - K={READ}\n    - "L={READ}"\n    labels: ["a={READ}"]\n'),
    ('kubernetes', 'deploy.yaml', POD + '    - name: OPENAI_API_KEY\n      value: @@ # x\n    - {name: B, value: "@@"}\n',
     POD + '    - name: OPENAI_API_KEY\n      valueFrom:\n        secretKeyRef:\n          name: openai-api-key\n          key: OPENAI_API_KEY # x\n    - {name: B, valueFrom: {secretKeyRef: {name: openai-api-key, key: OPENAI_API_KEY}}}\n'),
    ('kubernetes-second-document', 'deploy.yaml', 'apiVersion: v1\nkind: Service\n---\n' + POD + '    - value: "@@"\n      name: A\n',
     'apiVersion: v1\nkind: Service\n---\n' + POD + '    - valueFrom:\n        secretKeyRef:\n          name: openai-api-key\n          key: OPENAI_API_KEY\n      name: A\n'),
    ('spring', 'src/application-dev.yml', 'a:\n  key: @@\n  b: ${OPENAI_API_KEY:@@}\n', 'a:\n  key: ${OPENAI_API_KEY}\n  b: ${OPENAI_API_KEY}\n'),
    ('litellm', 'config.yaml', MODEL, MODEL.replace('@@', 'os.environ/OPENAI_API_KEY')),
    ('litellm-in-quotes', 'config.yaml', MODEL.replace('@@', "'@@'"), MODEL.replace('@@', "'os.environ/OPENAI_API_KEY'")),
    ('serverless', 'serverless.yml', 'service: a\nprovider:\n  environment:\n    K: @@\n', 'service: a\nprovider:\n  environment:\n    K: ${env:OPENAI_API_KEY}\n'),
    ('librechat', 'librechat.yaml', 'apiKey: "@@"\n', 'apiKey: "${OPENAI_API_KEY}"\n'),
    ('continue', '.continue/config.yaml', 'models:\n- apiKey: @@\n', f'models:\n- apiKey: {SECRET}\n'),
    ('promptfoo', 'promptfooconfig.yaml', 'a: @@\nb: x @@\n', 'a: "{{env.OPENAI_API_KEY}}"\nb: x {{env.OPENAI_API_KEY}}\n'),
    ('as-others-in-the-file', 'c.yaml', 'a: ${OTHER}\nb: Bearer @@\nc: ${OPENAI_API_KEY:-@@}\n', 'a: ${OTHER}\nb: Bearer ${OPENAI_API_KEY}\nc: ${OPENAI_API_KEY}\n'),
    ('as-hydra', 'c.yaml', 'a: ${oc.env:OTHER}\nb: [@@, x @@]\n', 'a: ${oc.env:OTHER}\nb: ["${oc.env:OPENAI_API_KEY}", "x ${oc.env:OPENAI_API_KEY}"]\n'),
    ('as-the-collector', 'c.yaml', 'a: ${env:OTHER}\nb: @@\n', 'a: ${env:OTHER}\nb: ${env:OPENAI_API_KEY}\n'),
    ('as-symfony', 'c.yaml', "a: '%env(OTHER)%'\nb: @@\n", "a: '%env(OTHER)%'\nb: \"%env(OPENAI_API_KEY)%\"\n"),
    ('as-litellm', 'c.yaml', 'a: os.environ/OTHER\nb: "@@"\n', 'a: os.environ/OTHER\nb: "os.environ/OPENAI_API_KEY"\n'),
    ('as-a-tag', 'c.yaml', 'a: !ENV ${OTHER}\nb: "@@"\n', 'a: !ENV ${OTHER}\nb: !ENV ${OPENAI_API_KEY}\n'),
    ('as-home-assistant', 'c.yaml', 'a: !env_var OTHER\nb: @@\n', 'a: !env_var OTHER\nb: !env_var OPENAI_API_KEY\n'),
    ('text-of-many-lines', 'c.yaml', 'a: ${OTHER}\nb: |\n  x\n  @@\n', 'a: ${OTHER}\nb: |\n  x\n  ${OPENAI_API_KEY}\n'),
    ('comment', 'c.yaml', '# @@\na: "x # y" # @@\nb: | # @@\n  x\n', '# OPENAI_API_KEY\na: "x # y" # OPENAI_API_KEY\nb: | # OPENAI_API_KEY\n  x\n'),
    ('anchor-and-tag', 'librechat.yaml', 'a: &x !!str "@@"\nb: *x\n', 'a: &x !!str "${OPENAI_API_KEY}"\nb: *x\n'),
    ('umlauts-before-the-key', 'librechat.yaml', 'ä: öß # ü\nb: "@@" # é @@\n', 'ä: öß # ü\nb: "${OPENAI_API_KEY}" # é OPENAI_API_KEY\n'),
]  # fmt: skip
REFUSED = [
    ('github-place-without-secrets', GITHUB, 'jobs:\n  a:\n    if: "@@"\n', 'gives no secrets'),
    ('github-input-of-a-workflow', GITHUB, 'jobs:\n  a:\n    uses: b\n    with:\n      k: @@\n', 'gives no secrets'),
    ('github-windows', GITHUB, 'jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n    - run: f @@\n', 'not known that bash'),
    ('github-unknown-machine', GITHUB, 'jobs:\n  a:\n    runs-on: ${{ matrix.os }}\n    steps:\n    - run: f @@\n', 'not known that bash'),
    ('github-matrix-with-windows', GITHUB, MATRIX.replace('ubuntu-24.04', 'windows-2022') + 'run: f @@\n', 'not known that bash'),
    ('github-no-machine', GITHUB, 'jobs:\n  a:\n    steps:\n    - run: f @@\n', 'not known that bash'),
    ('github-default-shell', GITHUB, 'defaults:\n  run:\n    shell: pwsh\n' + STEP + '    - run: f @@\n', 'not known that bash'),
    ('github-default-shell-of-the-job', GITHUB, STEP.replace('steps', 'defaults:\n      run:\n        shell: python\n    steps') + '    - run: f @@\n', 'not known that bash'),
    ('github-text-that-is-run', GITHUB, STEP + '    - uses: a\n      with:\n        script: f("@@")\n', 'this text is run'),
    ('github-expression', GITHUB, "env:\n  K: ${{ inputs.k || '@@' }}\n", 'within an expression'),
    ('github-other-value', GITHUB, 'env:\n  OPENAI_API_KEY: test\n' + STEP + '    - run: f @@\n', 'another value'),
    ('github-step-in-braces', GITHUB, 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: "f @@"}]\n', 'in braces'),
    ('github-variables-in-braces', GITHUB, STEP + '    - env: {A: b}\n      run: f @@\n', 'in braces'),
    ('github-script-without-quotes', GITHUB, STEP + '    - run: @@\n', 'without quotes'),
    ('github-script-not-closed', GITHUB, STEP + '    - run: |\n        f "@@\n', 'the script cannot be read'),
    ('github-script-in-backticks', GITHUB, STEP + '    - run: f `g @@`\n', 'in a script, '),
    ('github-folded-document', GITHUB, STEP + "    - run: >\n        cat <<'E'\n\n        @@\n\n        E\n", 'cannot be followed'),
    ('github-escape', GITHUB, 'env:\n  M: "\\@@"\n', 'cannot be read'),
    ('action', 'action.yml', 'runs:\n  steps:\n  - run: @@\n', 'no secrets of its own'),
    ('gitlab-other-place', GITLAB, 'a:\n  image: @@\n', 'not known that GitLab'),
    ('gitlab-more-than-the-key', GITLAB, 'variables:\n  OPENAI_API_KEY: x @@\n', 'the key and other text'),
    ('gitlab-nothing-left', GITLAB, 'variables:\n  OPENAI_API_KEY: @@\n', 'nothing would be left'),
    ('gitlab-comment-in-what-goes', GITLAB, 'a:\n  variables:\n    # mine\n    OPENAI_API_KEY: @@\n  script: f\n', 'nothing would be left'),
    ('gitlab-in-one-line', GITLAB, 'a: b\nvariables: {A: b, OPENAI_API_KEY: @@}\n', 'line of their own'),
    ('gitlab-block', GITLAB, 'variables:\n  A: b\n  OPENAI_API_KEY: |-\n    @@\n', ''),
    ('gitlab-mapping-behind-a-dash', GITLAB, 'a:\n  services:\n  - variables:\n      OPENAI_API_KEY: @@\n    name: x\n', 'nothing would be left'),
    ('circleci-other-entry', CIRCLE, 'jobs:\n  a:\n    environment:\n      K: @@\n', 'as it stands'),
    ('circleci-second-image', CIRCLE, 'jobs:\n  a:\n    docker:\n    - image: x\n    - environment:\n        OPENAI_API_KEY: @@\n', 'context'),
    ('circleci-windows', CIRCLE, 'orbs:\n  win: circleci/windows@5\njobs:\n  a:\n    steps:\n    - run: f @@\n', 'not known that bash'),
    ('circleci-other-shell', CIRCLE, 'jobs:\n  a:\n    steps:\n    - run:\n        shell: python\n        command: f @@\n', 'not known that bash'),
    ('azure-variables', AZURE, 'variables:\n  K: @@\n', 'secret variable'),
    ('azure-name', AZURE, 'steps:\n- bash: f\n  displayName: @@\n', 'secret variable'),
    ('azure-unknown-machine', AZURE, 'steps:\n- script: f @@\n', 'shell of Unix'),
    ('azure-windows', AZURE, 'pool:\n  vmImage: windows-2022\nsteps:\n- script: f @@\n', 'shell of Unix'),
    ('azure-text-that-is-run', AZURE, 'steps:\n- task: X@1\n  inputs:\n    inlineScript: f @@\n', 'this text is run'),
    ('bitbucket-other-place', BITBUCKET, 'image: @@\n', 'not known that Bitbucket'),
    ('compose-build', 'compose.yml', 'services:\n  a:\n    build:\n      args:\n        K: @@\n', 'stays in the image'),
    ('compose-two-keys-in-a-list', 'compose.yml', 'services:\n  a:\n    labels: [@@ @@]\n', ''),
    ('compose-backslash-in-a-list', 'compose.yml', 'services:\n  a:\n    labels: [\\a @@]\n', 'beside quotes'),
    ('kubernetes-secret', 'a.yaml', 'apiVersion: v1\nkind: Secret\nstringData:\n  a: @@\n', 'no secret'),
    ('kubernetes-map', 'a.yaml', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: @@\n', 'no place for a key'),
    ('kubernetes-argument', 'a.yaml', 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - args: ["@@"]\n', 'variables of a container'),
    ('kubernetes-own-kind', 'a.yaml', 'apiVersion: x/v1\nkind: Mine\nenv:\n- name: A\n  value: @@\n', 'variables of a container'),
    ('kubernetes-more-than-the-key', 'a.yaml', POD + '    - name: A\n      value: x @@\n', 'the key and other text'),
    ('unknown-program', 'a.yaml', 'k: @@\n', 'no form is known'),
    ('command', 'a.yaml', 'a: ${OTHER}\ncommand: f @@\n', 'in a command'),
    ('litellm-variables', 'config.yaml', MODEL.replace('@@', 'os.environ/A') + 'environment_variables:\n  A: @@\n', 'in a command'),
    ('litellm-part', 'config.yaml', MODEL.replace('@@', 'Bearer @@'), 'a whole value'),
    ('tag-on-a-tag', 'c.yaml', 'a: !ENV ${OTHER}\nb: !ENV "@@"\n', 'a whole value'),
    ('beside-another-reference', 'c.yaml', 'a: ${OTHER}\nb: ${OTHER} @@\n', 'another reference'),
    ('default-of-another', 'c.yaml', 'a: ${OTHER}\nb: ${MINE:-@@}\n', 'another reference'),
    ('name', 'a.yaml', '@@: a\n', 'the name of an entry'),
    ('name-that-is-no-text', 'a.yaml', '? [a, @@]\n: b\n', 'no value'),
    ('syntax-error', 'a.yaml', 'a: [@@\n', 'line 2 cannot be read as YAML'),
    ('unknown-alias', 'a.yaml', 'a: *b\nc: @@\n', 'line 1 cannot be read as YAML'),
    ('control-character', 'a.yaml', 'a: \x01@@\n', 'it cannot be read as YAML'),
    ('too-deep', 'a.yaml', '[' * 600 + '@@' + ']' * 600, 'too deeply'),
]  # fmt: skip


@pytest.mark.parametrize(('name', 'before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_names_the_variable(name: str, before: str, after: str) -> None:
    out = rewritten(yaml, name, before)
    assert out == after
    _loads(out)


@pytest.mark.parametrize(('name', 'before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(name: str, before: str, words: str) -> None:
    assert words in refusal(yaml, name, before)


class _Any(reader.SafeLoader):
    """Tags of any program are read as what they stand at."""


_Any.add_multi_constructor('!', lambda loader, tag, node: f'{tag} {node.value}')


def _loads(text: str) -> list[object]:
    return list(reader.load_all(text, _Any))


@pytest.mark.parametrize(('name', 'before'), [pytest.param(*row[1:3], id=row[0]) for row in REWRITES])
def test_only_the_values_of_keys_change(name: str, before: str) -> None:
    key = KEYS['@@'].decode()

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [each for name, inner in value.items() for each in (str(name), *texts(inner))]
        if isinstance(value, list):
            return [each for inner in value for each in texts(inner)]
        return [str(value)]

    was = texts(_loads(before.replace('@@', key).replace('@2@', key)))
    kept = [each for each in was if key not in each]
    now = texts(_loads(rewritten(yaml, name, before)))
    gone = {'variables', 'environment', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'value'}
    assert set(kept) - set(now) <= gone


def test_a_text_that_is_not_utf_8_is_refused() -> None:
    assert yaml.problem(b'a: \xff', 'a.yaml') == 'it is not written in UTF-8'


@pytest.mark.parametrize(
    ('name', 'text', 'expected'),
    [
        (GITHUB, 'env:\n  MINE: @@\n', 'MINE'), (GITHUB, 'env:\n  mine: @@\n', ''), (GITHUB, 'env:\n  MINE: a @@\n', ''),
        (GITHUB, 'name: @@\n', ''), (GITHUB, '@@: a\n', ''), (GITHUB, '# @@\na: b\n', ''), ('a.yaml', '@@\n', ''),
        (GITHUB, STEP + '    - run: export MINE=@@\n', 'MINE'), (GITHUB, STEP + '    - run: f "@@\n', ''),
        (GITHUB, STEP + '    - run: "\\x61 @@ \\x22 @@"\n', ''),
        ('compose.yml', 'services:\n  a:\n    environment:\n    - MINE=@@\n', 'MINE'), ('deploy.yaml', POD + '    - name: MINE\n      value: @@\n', 'MINE'),
        ('a.yaml', 'k: @@\n', ''), ('a.yaml', 'a: MINE=@@ x\n', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(name: str, text: str, expected: str) -> None:
    assert set(variables(yaml, name, text)) == {expected}


def test_a_key_that_an_escape_takes_a_part_of_is_refused() -> None:
    with pytest.raises(Unsafe, match='escape'):
        yaml.rewrite(b'a: "\\x41bcdef"', [Spot(6, 12, 'X')], 'librechat.yaml')


def test_an_alias_is_written_where_its_anchor_stands() -> None:
    text = 'services:\n  a: &a\n    environment: &e\n      K: @@\n  b:\n    <<: *a\n    environment: *e\n'
    assert rewritten(yaml, 'compose.yml', text) == text.replace('@@', READ)


def test_a_message_has_the_line() -> None:
    assert refusal(yaml, 'a.yaml', dedent('a: b\nc:\n  - d\n  - @@\n')).startswith('line 4: ')


test_github_every_key_goes_or_nothing_changes = everything_or_nothing(
    yaml, GITHUB, [row[2] for row in REWRITES if row[1] == GITHUB and row[2].startswith(STEP)], '\n---\n'
)
test_settings_every_key_goes_or_nothing_changes = everything_or_nothing(
    yaml, 'c.yaml', [row[2] for row in REWRITES if row[1] == 'c.yaml'], '\n---\n'
)
test_no_bytes_are_too_strange_for_settings = strange_bytes(yaml, 'c.yaml')
test_no_bytes_are_too_strange_for_pipelines = strange_bytes(yaml, GITHUB)


@pytest.mark.parametrize(
    ('events', 'words'),
    [
        pytest.param('on: push', [], id='push'),
        pytest.param('on: workflow_call', ['is empty when another workflow calls this one'], id='called'),
        pytest.param('on: [push, pull_request]', ['is empty in pull requests from forks'], id='list'),
        pytest.param(
            'on:\n  workflow_call:\n    secrets:\n      OPENAI_API_KEY:\n        required: true\n  pull_request:',
            ['is empty in pull requests from forks'],
            id='declared',
        ),
        pytest.param(
            'on:\n  workflow_call:\n    secrets:\n      OTHER:\n        required: true',
            ['is empty when another workflow calls this one'],
            id='another-is-declared',
        ),
    ],
)
def test_where_a_workflow_gets_no_secrets(events: str, words: list[str]) -> None:
    text = f'{events}\nenv:\n  OPENAI_API_KEY: @@  # @@\njobs:\n  a:\n    env:\n      OPENAI_API_KEY: @@\n'
    made, _ = draft(filled(text).encode(), '.github/workflows/a.yml')
    assert [note.startswith('OPENAI_API_KEY ' + word) for note, word in zip(made.notes, words, strict=True)] == [
        True for _ in words
    ]
    assert draft(filled('k: @@\n').encode(), 'a/values.yml')[0].notes == []
