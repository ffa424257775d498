"""Practice 5: a pipeline has the key in one step, and shows it nowhere."""

from keyguard.guide.words import Code, Items, Practice, Reader, Section, Text
from keyguard.remedies import stores
from keyguard.remedies.words import CI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = """\
permissions:
  contents: read
jobs:
  evaluate:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: python evaluate.py
        env:
          OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}"""
_BUILD = """\
# syntax=docker/dockerfile:1
FROM python:3.13-slim
COPY warmup.py .
RUN --mount=type=secret,id=openai,env=OPENAI_API_KEY python warmup.py"""


def _sections(_: Reader) -> 'Sequence[Section]':
    places = [store.id for store in stores.every() if store.place == CI]
    where = f'Each system has a place for secrets: {", ".join(f"`{id}`" for id in places)}.' if places else ''
    return (
        Section(
            'Diagnosis',
            Items(
                [
                    (
                        'The key stands in the file of the workflow, or in a Dockerfile as `ARG` or `ENV`: both stay '
                        'readable in the image.'
                    ),
                    (
                        'A step puts it on a command line (`docker run -e KEY=value`), prints it (`echo $KEY`), '
                        'or traces every command (`set -x`): it is in the log.'
                    ),
                    (
                        'A workflow runs the code of a fork with secrets: `pull_request_target` together with a '
                        'checkout of the pull request.'
                    ),
                    (
                        'The key goes into what the job keeps: an artifact, a cache, a bundle for browsers '
                        '(`NEXT_PUBLIC_…`, `VITE_…`).'
                    ),
                ]
            ),
        ),
        Section(
            'Fix',
            Items(
                [
                    'Store the key as a secret of the pipeline; the command for it asks for the value. '
                    f'{where}'.strip(),
                    (
                        Text('Name it in the one step that needs it. In GitHub Actions:'),
                        Code(_STEP, 'yaml'),
                        Text(
                            'Write `${{ secrets.… }}` only under `env:`. In the text of `run:` it becomes part of the '
                            'script before the shell reads it.'
                        ),
                    ),
                    (
                        'Tie it to an environment with reviewers, or to protected branches. Forks get no '
                        'secrets: leave it so.'
                    ),
                    (
                        Text('A build takes it as a secret mount, which no layer keeps:'),
                        Code(_BUILD, 'dockerfile'),
                        Text('It is built with:'),
                        Code('docker build --secret id=openai,env=OPENAI_API_KEY .'),
                    ),
                    (
                        'Use no stored key where the pipeline can log in by itself (OIDC): GitHub Actions, GitLab '
                        'and CircleCI can, towards AWS, Google Cloud, Azure, Vault, and some providers.'
                    ),
                    (
                        Text('Look for keys there too, since `git commit --no-verify` skips every hook:'),
                        Code('keyguard ci'),
                    ),
                    'If a key was printed once: revoke it, then delete the log, the artifact and the cache.',
                ],
                numbered=True,
            ),
        ),
        Section(
            'Why it works',
            Text(
                'The value comes into one step while it runs, is masked in the log, and is in neither the repository '
                'nor the image. The mask knows the exact value alone: in base64, in JSON or cut in two, a key still '
                'shows. That is why steps should not print it in the first place.'
            ),
        ),
    )


practice = Practice(
    'ci',
    'Keep it out of the pipeline',
    also=('cicd', 'ci/cd', 'cd', 'pipeline', 'pipelines', 'ci secrets', 'workflow', 'workflows', 'docker build'),
    about='the secret of one step, masked, in no image',
    lead='For workflows, images and everything else that runs on a push.',
    sections=_sections,
    see=(('keyguard guide STORE', 'the commands for your pipeline'),),
)
