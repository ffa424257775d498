"""Practice 1: the key comes from the environment."""

from keyguard.guide.languages import LANGUAGES, reading, title
from keyguard.guide.words import Code, Items, Practice, Reader, Section, Text
from keyguard.remedies import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = 'OPENAI_API_KEY'
_CURL = f"""\
printf 'header = "Authorization: Bearer %s"\\n' "${_NAME}" |
  curl --config - https://api.openai.com/v1/models"""


def _sections(reader: Reader) -> 'Sequence[Section]':
    languages = [each for each in reader.languages or LANGUAGES if reading(each, _NAME)]
    code: list[Text | Code] = []
    for language in languages:
        code += [Text(f'{title(language)}:'), Code(reading(language, _NAME), language)]
    return (
        Section(
            'Diagnosis',
            Text(
                'A key stands in the code as text, or in a file of its own (`.env`, `api_key.txt`, a notebook, a test) '
                'that git tracks. Every clone, fork, backup and CI job has it, and keeps it when the line is deleted: '
                'commits stay. These tell whether that is so; the second prints nothing when git does not track it:'
            ),
            Code('keyguard audit\ngit ls-files .env'),
        ),
        Section(
            'Fix',
            Items(
                [
                    (
                        Text(
                            'Let keyguard rewrite the line, or do it by hand, as below (without --write it only shows '
                            'the change):'
                        ),
                        Code('keyguard fix --write FILE'),
                    ),
                    (
                        Text('Set the variable for this shell; it asks, and nothing lands in the history:'),
                        Code(environment.ask_for(reader.shell, _NAME), _shell(reader.shell)),
                        Text(
                            'A line with the key in it, such as `export NAME=…`, would be kept in the file of the '
                            "shell's history."
                        ),
                    ),
                    (
                        'For every day, keep it in the keychain of the system or in a `.env` file that git '
                        'ignores, and commit a `.env.example` with the names alone.'
                    ),
                    (
                        Text(
                            'Child processes inherit variables: test runners, package scripts, coding agents. Start '
                            'what has no need for the key without it:'
                        ),
                        Code(f'env -u {_NAME} ./some-script'),
                    ),
                ],
                numbered=True,
            ),
            Text(
                'In code, leave the argument out where the SDK reads the variable by itself: `OpenAI()`, `Anthropic()` '
                '(`keyguard guide PROVIDER` names them). Elsewhere read it once, where the program begins, and let it '
                'stop there when it is missing:'
            ),
            *code,
            Text('On a command line, hand the key over by standard input; arguments show in the list of processes:'),
            Code(_CURL),
            Text(
                'In a browser there are no secrets. Variables that begin with `NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, '
                '`EXPO_PUBLIC_`, `NUXT_PUBLIC_` or `PUBLIC_` are built into what it loads: call the API from a server '
                'route of yours.'
            ),
        ),
        Section(
            'Why it works',
            Text(
                'The key is in neither the code nor its history, each environment can have its own, and replacing it '
                'needs no release. It does not protect the key from other programs of the same user, and nobody sees '
                'who read it; for production that is what a secrets manager adds.'
            ),
        ),
        Section(
            'What goes wrong',
            Items(
                [
                    (
                        'The program says that the variable is missing: it was set in another window, or the '
                        'editor was started before it was set.'
                    ),
                    f'`sudo` drops it: `sudo --preserve-env={_NAME} command`.',
                    (
                        'Status 401, or an illegal header: a newline came along. Use `printf %s`, not `echo`, '
                        'and strip what is read from a file.'
                    ),
                    (
                        'A `.env` file is loaded too late: some SDKs (ElevenLabs, Deepgram, DashScope) read the '
                        'variable while they are imported. Load the file first.'
                    ),
                ]
            ),
        ),
    )


def _shell(shell: str) -> str:
    return {'powershell': 'powershell', 'fish': 'fish'}.get(shell, 'sh')


practice = Practice(
    'environment',
    'Read the key from the environment',
    also=('env', 'variable', 'environment variable', 'environment variables', 'env var', 'env vars'),
    about='no key in code: the program reads a variable',
    lead='The first step out, and on the machine of a developer usually the only one needed.',
    sections=_sections,
    see=(
        ('keyguard guide PROVIDER', 'the variable of a provider, and which SDKs read it'),
        ('keyguard guide secrets-manager', 'the next step, for everything that runs on servers'),
    ),
)
