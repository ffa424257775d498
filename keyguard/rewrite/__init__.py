"""A literal key becomes a read of a variable: one file a language.

Each module here that is named in ``_BY_KIND`` has

``rewrite(data: bytes, spots: Sequence[Spot], name: str) -> list[Edit]``
    the edits of a file (``name`` is its path, with ``/``) that take every one of these keys out, imports included;
    raises ``Unsafe`` where that is not known to be safe: then nothing in the file is changed.
``problem(data: bytes, name: str) -> str``
    '' when the bytes can be read as that language, else why not. The file is refused when it has a problem before, and
    the rewrite is refused when it has one afterwards.
"""
