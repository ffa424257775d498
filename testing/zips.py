"""Zips made at run time, each the same whenever it is made."""

from __future__ import annotations

import io
import zipfile


def zipped(*files: tuple[str, bytes]) -> bytes:
    """The bytes of a zip with these members, each a name and what is in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
