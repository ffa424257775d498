"""Practice 2: a secrets manager gives the key to the program that may have it, and to nobody else."""

from keyguard.guide.words import Code, Items, Practice, Reader, Section, Table, Text
from keyguard.remedies import stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# where a program runs -> the stores that fit
_FITS = (
    ('AWS', ('aws-secrets-manager', 'aws-parameter-store')),
    ('Google Cloud', ('google-secret-manager',)),
    ('Azure', ('azure-key-vault',)),
    ('Kubernetes', ('kubernetes', 'vault')),
    ('several clouds, own servers', ('vault', 'infisical', 'doppler')),
    ('laptops of a team', ('1password', 'bitwarden', 'doppler', 'infisical')),
    ('a repository alone', ('sops',)),
)


def _sections(reader: Reader) -> 'Sequence[Section]':
    known = set(stores.ids())
    rows = [
        (where, ', '.join(f'`{id}`' for id in ids if id in known)) for where, ids in _FITS if known.intersection(ids)
    ]
    here = (
        Text(f'Your team keeps its keys in {reader.store}: use that.')
        if reader.store
        else Text('Use what your platform has; a second system is a second thing to look after.')
    )
    return (
        Section(
            'Diagnosis',
            Text(
                'The key of production lies in a file that people copy from machine to machine, in an image, in '
                'Terraform, in `serverless.yml`, or in a Kubernetes manifest, where base64 hides nothing. Nobody can '
                'tell who has it, and to replace it means to find every copy.'
            ),
        ),
        Section(
            'Fix',
            here,
            *([Table(('It runs on', 'Store'), rows)] if rows else []),
            Items(
                [
                    (
                        'Make a new key at the provider for it (`keyguard guide PROVIDER`). The one that leaked is not '
                        'worth keeping.'
                    ),
                    (
                        Text(
                            'Put it in by a prompt or by standard input, never as an argument. The commands, step by '
                            'step:'
                        ),
                        Code('keyguard guide STORE'),
                        Text(
                            'Write it with `printf %s`: `echo` and most editors add a newline, and the key is refused.'
                        ),
                    ),
                    (
                        'Let one identity read this one secret: the role or service account of the program, not '
                        'a person, not the whole project.'
                    ),
                    (
                        'Read it where the program begins and keep it in memory; when that fails, stop with the '
                        'reason. A fallback in the code would be the next leak.'
                    ),
                    'Switch on the log of who reads it, and have it tell when somebody else does.',
                    'Keep files such as `.env` for local work, with keys that can do little.',
                ],
                numbered=True,
            ),
        ),
        Section(
            'Why it works',
            Text(
                'The key is stored encrypted, given out by identity and not by owning a copy, every read is on '
                'record, and it is replaced in one place. The program still holds it in memory while it runs: what you '
                'gain is control over who gets it, and a trace of who did.'
            ),
        ),
    )


practice = Practice(
    'secrets-manager',
    'Keep it in a secrets manager',
    also=('secrets', 'secret manager', 'secrets managers', 'secret store', 'store', 'stores', 'manager', 'vaults'),
    about='one place that knows who may read it',
    lead='For every program that runs somewhere else than on your own machine.',
    sections=_sections,
    see=(
        ('keyguard guide PROVIDER --store STORE', 'the store with the names of this provider filled in'),
        ('keyguard guide rotation', 'how a key is replaced without an outage'),
    ),
)
