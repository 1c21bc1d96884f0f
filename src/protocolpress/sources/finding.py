"""Find sources: the files that are meant as sources, and the file of an id. Imports no library."""

from __future__ import annotations

from protocolpress.files import Files

FOLDERS = ("events", "protocols")

ENDINGS = (".md", ".markdown", ".mdown", ".txt", ".doc", ".docx", ".odt", ".rtf")
"""Extensions that may have been meant for a source; only the first is valid."""


def find(files: Files) -> tuple[str, ...]:
    """Return the ids of all sources, sorted.

    A file whose name is not a valid id is included, and `parse` refuses it.
    """
    paths = (path for folder in FOLDERS for path in files.glob(f"sources/{folder}/*"))
    meant = (path for path in paths if path.lower().endswith(ENDINGS) and not path.rpartition("/")[2].startswith("."))
    return tuple(sorted(path.removeprefix("sources/").removesuffix(".md") for path in meant))


def path_of(document_id: str) -> str:
    """Return the path of a source."""
    return f"sources/{document_id}.md"
