"""Practice 3: keys are replaced before they have to be."""

from keyguard.guide.words import Code, Items, Practice, Reader, Section, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def _sections(_: Reader) -> 'Sequence[Section]':
    return (
        Section(
            'Diagnosis',
            Text(
                'A key is older than anyone remembers, several programs share it, and nobody dares to replace it. Or '
                'it stands in an old commit: deleted there is not gone. This lists keys by age:'
            ),
            Code('keyguard audit --history --max-age 90'),
        ),
        Section(
            'Fix',
            Text('While nothing has leaked, two keys overlap, and nothing stands still:'),
            Items(
                [
                    (
                        'Make a second key on the key page, with an expiry date where one is offered '
                        '(`keyguard guide PROVIDER`).'
                    ),
                    'Put it into the store as a new version (`keyguard guide STORE`, under "Replace it").',
                    (
                        'Restart what reads it: a variable is read when a program starts, and a running '
                        'container keeps the old one.'
                    ),
                    (
                        'Check on the usage page that the old key is no longer used. A job that runs once a '
                        'month still has it.'
                    ),
                    'Revoke the old key, and see that everything still works.',
                    (
                        'Put the next date into a calendar: 90 days is a common choice. `max_age: 90` in '
                        '`.keyguard.yaml` makes audits tell which keys are due.'
                    ),
                ],
                numbered=True,
            ),
            Text(
                'When it has leaked, the order turns around: revoke first and accept the outage. Keys in public '
                'repositories are found and used within minutes.'
            ),
            Text(
                'Where a store can do it by itself, let it: Doppler rotates keys of OpenAI, Infisical those of '
                'Fireworks. Better still is a login that ends by itself; some providers take the identity of the '
                'workload instead of a key (`keyguard guide least-privilege` names them).'
            ),
        ),
        Section(
            'Why it works',
            Text(
                'A key that was copied without anyone noticing stops working on its own day. And a team that replaces '
                'keys four times a year can do it in minutes on the day of a leak.'
            ),
        ),
    )


practice = Practice(
    'rotation',
    'Replace keys regularly',
    also=('rotate', 'rotating', 'renew', 'renewal', 'expiry', 'expiration', 'replace', 'key rotation'),
    about='a lost key is worth little when it ends soon',
    lead='Rotation is for keys that are well. A key that leaked is revoked: `keyguard guide leak`.',
    sections=_sections,
    see=(
        ('keyguard guide PROVIDER', 'key page, expiry and API of a provider'),
        ('keyguard guide leak', 'when a key has got out'),
    ),
)
