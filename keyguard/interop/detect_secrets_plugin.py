"""keyguard's catalogue as a plugin of detect-secrets: ``detect-secrets scan -p FILE``, where FILE is this one.

It is one plugin with one type of secret, not one a provider: detect-secrets deletes the entries of a type that it does
not know, so a type that is renamed in the catalogue would lose what its users audited. detect-secrets hands over a line
at a time with five lines to each side; what is split over more lines than these, and what it does not read (UTF-16,
archives), only ``keyguard audit`` finds.

``detect-secrets audit`` looks its plugins up before it reads from the baseline which there are, and fails with any
that is not its own (1.5.0, https://github.com/Yelp/detect-secrets/issues/611). So this module is also a way to start
it: ``python -m keyguard.interop.detect_secrets_plugin audit .secrets.baseline``.
"""

from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.plugins.base import BasePlugin

from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from detect_secrets.util.code_snippet import CodeSnippet

SECRET_TYPE = 'Key of an LLM provider (keyguard)'  # noqa: S105 (a title)


class KeyguardDetector(BasePlugin):
    """Every kind of key that keyguard knows."""

    secret_type = SECRET_TYPE

    def __init__(self) -> None:
        self._settings = Settings()

    def analyze_string(self, string: str) -> 'Generator[str, None, None]':
        """The keys in a text that stands alone, as they are written there."""
        data = string.encode('utf-8', 'surrogateescape')
        for finding in run([Blob(b'', data)], self._settings).blocked:
            yield data[slice(*finding.span)].decode('utf-8', 'surrogateescape')

    def analyze_line(
        self,
        filename: str,
        line: str,
        line_number: int = 0,
        context: 'CodeSnippet | None' = None,
        **_: 'Any',
    ) -> 'set[PotentialSecret]':
        """The secrets that begin on the line; ``context`` are the lines around it."""
        lines, target = ([*context.lines], context.target_index) if context else ([line], 0)
        data = '\n'.join(each.rstrip('\r\n') for each in lines).encode('utf-8', 'surrogateescape')
        found = set()
        for finding in run([Blob(filename.encode('utf-8', 'surrogateescape'), data)], self._settings).blocked:
            if finding.line != target + 1 or finding.view == 'file name':
                continue
            written = data[slice(*finding.span)].decode('utf-8', 'surrogateescape')
            secret = PotentialSecret(self.secret_type, filename, written, line_number)
            # of a key in base64 it is the key that is known by its digest, not the way it is written here
            secret.secret_hash = finding.secret.sha1.removeprefix('sha1:')
            found.add(secret)
        return found


def main() -> int:
    """detect-secrets itself, its command line and all, with this plugin among its own."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.main import main as detect_secrets

    known: dict[str, Any] = get_mapping_from_secret_type_to_class()
    known[SECRET_TYPE] = KeyguardDetector
    return int(detect_secrets())


if __name__ == '__main__':
    raise SystemExit(main())
