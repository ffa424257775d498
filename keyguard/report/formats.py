"""The formats of an audit's report. A new one is a file here with ``render``, and a row."""

from importlib import import_module

from keyguard.model import Report

# the name that people give -> the module; every render takes the report and, by name, what it needs of ``told``
FORMATS = {
    'text': 'audit_text',
    'json': 'json',
    'sarif': 'sarif',
    'gitlab': 'gitlab',
    'github': 'github',
    'junit': 'junit',
    'html': 'html',
    'azure': 'azure',
}


def render(format: str, report: Report, **told: 'object') -> str:
    """The report in this format, which takes of what it is told the words that it knows; the same for the same input.

    ``what`` (the first word of the verdict), ``colour``, ``show_accepted``, ``store``, ``help``, ``near`` (ids of
    stores), ``now`` (UTC, as ``2027-01-31T12:00:00``), ``revision`` (the commit that was looked at) and ``repository``
    (its address).
    """
    made = import_module(f'keyguard.report.{FORMATS[format]}').render
    known = made.__kwdefaults__ or {}
    return str(made(report, **{name: value for name, value in told.items() if name in known}))
