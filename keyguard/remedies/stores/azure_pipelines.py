"""Azure Pipelines: secret variables, and variable groups that Key Vault fills.

The commands are read in the source of the azure-devops extension: the value is asked for in a terminal, or taken from a
variable of the environment; a @- after --value is read from standard input by az itself (az 2.91). The pipeline is
checked against its schema (check-jsonschema 0.39).
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, SOURCE, UNCONFIRMED, Step, Store

store = Store(
    'azure-pipelines',
    'Azure Pipelines',
    also=('azure devops', 'az pipelines', 'ado', 'vsts', 'variable group'),
    place=CI,
    signs=('azure-pipelines.yml',),
    about='For pipelines on Azure DevOps: a secret variable of a group, or better, one that comes from Key Vault.',
    put=(
        Step(
            'Best in Key Vault (keyguard guide --store azure-key-vault): under Pipelines > Library make a variable '
            'group llm and link it to the vault. It keeps the names alone, and each run fetches the newest value.',
            checked=DOCUMENTED,
        ),
        Step(
            'Else in the group itself, locked. az asks for the key and shows nothing; not with --value and the key, '
            'which puts it on the command line:',
            """
            az pipelines variable-group create --name llm --variables kept=here --authorize false
            az pipelines variable-group variable create --group-id ID --name @VAR@ --secret true
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'For one pipeline alone it needs no group, and no line in the file besides the env: of the step:',
            'az pipelines variable create --pipeline-name PIPELINE --name @VAR@ --secret true',
            'sh',
            SOURCE,
        ),
        ASK,
        Step(
            'From a script, after that prompt, through standard input:',
            """
            printf %s "$K" | az pipelines variable-group variable create --group-id ID \\
              --name @VAR@ --secret true --value @-
            unset K
            """,
            'sh',
            SOURCE,
        ),
    ),
    renew=(
        Step(
            'In Key Vault store a new version: the next run has it. In a group:',
            """
            az pipelines variable-group variable update --group-id ID --name @VAR@ --secret true \\
              --prompt-value true
            """,
            'sh',
            SOURCE,
        ),
        Step('When no run with the old key is left, revoke it at the provider.', checked=DOCUMENTED),
    ),
    grant=(
        Step(
            'A group made with --authorize false is open to no pipeline: allow the one that needs it, under '
            'Library > llm > Pipeline permissions.',
            checked=SOURCE,
        ),
        Step(
            'Under Approvals and checks of the group a person can be asked before each run. Leave the secrets closed '
            'to builds of forks.',
            checked=UNCONFIRMED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'Secret variables do not become environment variables by themselves: map it in the step that needs it:',
            """
            trigger: none
            pool:
              vmImage: ubuntu-latest
            variables:
              - group: llm
            steps:
              - script: python eval.py
                env:
                  @VAR@: $(@VAR@)
            """,
            'yaml',
            DOCUMENTED,
        ),
    ),
    errors=(
        ('The variable is empty', 'The step lacks the mapping under env: secret variables are not handed on without.'),
        (
            'The program gets the text $(@VAR@)',
            'No variable has that name here: the group is missing under variables, or its name is another one.',
        ),
        (
            'A resource authorization issue, or: this pipeline needs permission',
            'The pipeline may not use the group: allow it under Library > llm > Pipeline permissions.',
        ),
        ("Variable '@VAR@' already exists", 'create never overwrites: use variable update, as for renewing.'),
        (
            'For non-interactive consoles set environment variable AZURE_DEVOPS_EXT_PIPELINE_VAR_@VAR@',
            'There is no terminal that could be asked: give --value @- and the key through standard input.',
        ),
    ),
    fill="""
    printf %s "$@VAR@" |
      az pipelines variable create --pipeline-name PIPELINE \\
        --name @VAR@ --secret true --value @-
    """,
    asks='az pipelines variable create --pipeline-name PIPELINE --name @VAR@ --secret true',
    docs='https://learn.microsoft.com/azure/devops/pipelines/process/set-secret-variables',
)
