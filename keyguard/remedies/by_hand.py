"""How a key leaves a file for which keyguard has no line of its own: what a person does there."""

from keyguard.model import Code, Finding
from keyguard.remedies import carried, environment
from keyguard.remedies.steps import aside, home_of, is_dotenv, made

_CONFIGURATION = frozenset(('yaml', 'json', 'toml', 'ini'))
_TERRAFORM = (
    'Take it out of the file: declare a variable with sensitive = true, and use it here. Terraform takes the value of '
    'a variable x from TF_VAR_x in the environment.'
)


def take_out(finding: Finding, language: str, variable: str) -> 'list[str]':
    """Lines as those of ``steps.take_out``, for the kind of file and the variable."""
    if finding.inside:
        return aside(carried.inside(finding), finding.file, finding.folder)
    words, also_aside = made(finding)
    if words:
        return aside(words, finding.path, finding.folder) if also_aside else [words]
    if home_of(finding) == 'kubernetes' and not finding.part:
        from keyguard.remedies.words import secret_name

        plainly = ', for base64 hides nothing' if finding.dressed else ''
        return [
            f'Take it out of the manifest{plainly}. A container gets it from a Secret that is not in git:',
            Code(f'valueFrom: {{secretKeyRef: {{name: {secret_name(variable)}, key: {variable}}}}}'),
        ]
    if finding.detector.in_file and language in ('json', 'text', ''):
        words = 'Keep this file outside of the repository. Git lets go of it with:'
        return aside(words, finding.path, finding.folder)
    if finding.detector.in_file:
        return ['Take the whole private key out, from BEGIN to END, and keep it in a file outside of the repository.']
    if finding.part:
        return [carried.in_notebook(finding, variable)]
    if finding.dressed:
        return [carried.dressed(finding, variable, language)]
    if language == 'dotenv-example':
        return [f'Take the value out and leave {variable}= empty: this file shows the names, never the values.']
    if language == 'notebook':
        read = environment.read_in(language, variable)
        return [f'Take it out of the cell: read {read} there. If it stands in an output, clear the outputs and save.']
    if is_dotenv(finding):
        words = 'Keep the file out of git, it is for this machine alone:'
        return aside(words, finding.path, finding.folder)
    if language == 'dockerfile' and (finding.left or '').lstrip().upper().startswith(('RUN', 'ARG')):
        return [
            f'Take it out: RUN and ARG stay readable in the image. Let the step alone that needs it have {variable}:',
            Code(f'RUN --mount=type=secret,id={variable},env={variable} …'),
            'The build gets it from your environment:',
            Code(f'docker build --secret id={variable},env={variable} .'),
        ]
    if language == 'dockerfile':
        return [
            f'Take it out: it stays readable in the image. Give {variable} to the container when it starts:',
            Code(f'docker run --env {variable} …'),
        ]
    if language == 'browser':
        return [
            'Take it out: whatever a browser loads is public. Call the API from a server of yours that has the key.'
        ]
    # only where keyguard cannot tell what becomes of the whole file
    from keyguard.rewrite.line import without_key

    way = finding.way
    unknown = ('no form is known', 'no safe rewrite is known')
    if way and way.reason and not way.parser and not any(words in way.reason for words in unknown):
        # whoever has read the whole file knows better than what is told from one line
        return _refused(way.reason, environment.read_in(language, variable))
    if way and way.parser and language != 'python':
        return _read_there(finding, language, variable)
    written = without_key(finding, language, variable)
    if written:
        lead, code = written
        return [f'Take it out of the file{":" if lead else ";"} {lead}line {finding.line} becomes:', Code(code)]
    if language == 'jenkins':
        id = f'{finding.provider.id}-api-key'
        return [
            f'Take it out of the file, and let Jenkins set {variable}, from a Secret text with the ID {id}:',
            Code(f"environment {{ {variable} = credentials('{id}') }}"),
        ]
    if language == 'terraform':
        return [_TERRAFORM]
    if language in _CONFIGURATION:
        return [f'Take it out of the file, and let the program that reads it take {variable} from the environment.']
    return _read_there(finding, language, variable)


def _read_there(finding: Finding, language: str, variable: str) -> 'list[str]':
    """What takes the key's place, for a line of which no more is known."""
    from keyguard.rewrite.line import constant

    read = environment.read_in(language, variable)
    but = ' A constant (const) cannot hold that: make it a variable.' if read and constant(finding, language) else ''
    return [f'Take it out of the file: read {read} there.{but}' if read else 'Take it out of the file.']


def _refused(reason: str, read: str) -> 'list[str]':
    """Why keyguard leaves the file as it is, which mostly says what to do instead."""
    text = f'{reason[:1].upper()}{reason[1:]}.'
    hint = f' What reads it there is {read}.' if read and 'instead' not in reason and ':' not in reason else ''
    return [f'Take it out of the file. {text}{hint}']
