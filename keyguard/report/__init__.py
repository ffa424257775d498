"""Report -> text; one file a format. The format never changes the verdict."""

from keyguard.errors import BLOCKED, INCOMPLETE, OK
from keyguard.model import Report


def verdict(report: Report) -> int:
    """The exit code: what was not seen is not clean, and wins over a key that was."""
    return INCOMPLETE if report.unread else BLOCKED if report.blocked else OK
