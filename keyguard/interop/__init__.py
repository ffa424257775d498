"""Other tools' formats, a file each."""
