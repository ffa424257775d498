"""Practice 4: a key can do what its program does, and nothing else."""

from keyguard.catalogue import everything
from keyguard.guide.words import Items, Practice, Reader, Section, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def _sections(_: Reader) -> 'Sequence[Section]':
    providers = everything()
    scoped = ', '.join(provider.id for provider in providers if provider.scopes)
    keyless = ', '.join(provider.id for provider in providers if provider.keyless)
    return (
        Section(
            'Diagnosis',
            Items(
                [
                    (
                        'An application has a key that administers: `sk-admin-…` (OpenAI), `sk-ant-admin…` '
                        '(Anthropic), a management key, the Global API Key of Cloudflare.'
                    ),
                    (
                        'It has the token of a person: a classic `ghp_…` of GitHub, an `lsv2_pt_…` of LangSmith, '
                        'a Hugging Face token that may write. It reaches what that person reaches, and dies '
                        'when they leave.'
                    ),
                    (
                        'One key serves everything, from the laptop to production: nobody can tell which program '
                        'used it, and to revoke it stops them all.'
                    ),
                ]
            ),
        ),
        Section(
            'Fix',
            Items(
                [
                    (
                        'One key for each program and each environment, named after it. A laptop never has the key of '
                        'production.'
                    ),
                    'Make it in a project or workspace of its own, as a service account where there is one.',
                    (
                        'Choose the narrowest kind: only the endpoints and models that are used, only reading '
                        'where that is enough, only known addresses.'
                    ),
                    'Give it an end: an expiry date, a budget, or both.',
                    'In the store, let one identity read it. In CI, let one step of one job have it.',
                    (
                        'Keep keys that administer out of code altogether: a person uses them, or a job that does only '
                        'that.'
                    ),
                ],
                numbered=True,
            ),
            Text(f'What providers offer for that is known of these (`keyguard guide NAME`): {scoped}.'),
            Text(f'These can do without a key in some places: {keyless}.'),
        ),
        Section(
            'Why it works',
            Text(
                'Whoever finds the key can do no more than its program: a key for embeddings cannot read files, one '
                'with a budget of 20 dollars cannot cost more. And it can be revoked without stopping anything else.'
            ),
        ),
    )


practice = Practice(
    'least-privilege',
    'Give each key little to do',
    also=('privilege', 'privileges', 'least privileges', 'scopes', 'scope', 'permissions', 'roles', 'lp', 'polp'),
    about='one key a program, which can do only what that needs',
    lead='It makes the next leak a small one.',
    sections=_sections,
    see=(
        ('keyguard guide PROVIDER', 'what can be narrowed there, and how'),
        ('keyguard guide monitoring', 'caps and alerts for what is left'),
    ),
)
