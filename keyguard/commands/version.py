"""``--version``: the tool's and the catalogue's age."""

from keyguard import __version__


def line() -> str:
    """One line: version, how much the catalogue holds, when it was last confirmed."""
    from keyguard.catalogue import everything

    providers = everything()
    detectors = [detector for provider in providers for detector in provider.detectors]
    since = max(detector.since for detector in detectors)
    return f'keyguard {__version__} (catalogue of {since}: {len(providers)} providers, {len(detectors)} kinds of key)\n'
