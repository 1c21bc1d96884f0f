"""The sources in the PDFs of a release: what each document was made from, as the files of a project.

In: the bytes of PDFs under their paths in a release. Out: texts by the paths that they have in a project. A PDF that
embeds no source of its own adds nothing; no embedded name leads out of the project.
"""

from __future__ import annotations

from protocolpress import project
from protocolpress.files import is_inside
from protocolpress.pdf import attached
from protocolpress.sources import finding

HOME = "dist"
"""The folder of releases, below the project's."""

MANIFEST = "manifest.json"

SHARED = ("sources/registry/*", "locales/*/LC_MESSAGES/registry.po", "locales/*/LC_MESSAGES/interface.po", project.PATH)
"""The files that no PDF embeds, and that a release shares with the publication."""

_SOURCE = "Source "
"""How the description of an embedded source begins; its id follows."""


def id_of(path: str) -> str:
    """Return the id of the document of pdf/EDITION/ID.pdf."""
    return "/".join(path.split("/")[2:]).removesuffix(".pdf")


def unpack(data: bytes, path: str, held: dict[str, bytes | str], *, place: str = "") -> set[str]:
    """Put the texts embedded in the PDF at *path* where a project has them; return the id of its document.

    Raises:
        CompendiumError: it cannot be read as a PDF; the problem names it below *place*.
    """
    texts = attached.read(data, f"{place}/{path}" if place else path)
    sources = [one for one in texts if one.description.startswith(_SOURCE) and one.name.endswith(".md")]
    ids = [one.description.removeprefix(_SOURCE) for one in sources]
    own = id_of(path)
    if own not in ids:
        return set()
    for document_id, one in zip(ids, sources, strict=True):
        target = finding.path_of(document_id)
        if is_inside(target):
            held[target] = one.text
    name = own.rpartition("/")[2]
    for one in texts:
        if one.name.startswith(f"{name}.") and one.name.endswith(".po"):
            locale = one.name.removeprefix(f"{name}.").removesuffix(".po")
            target = f"locales/{locale}/LC_MESSAGES/{own}.po"
            if is_inside(target):
                held.setdefault(target, one.text)
    return {own}
