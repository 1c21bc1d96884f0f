"""The texts that are embedded in one of our PDFs: its sources, and the catalog entries that it was translated with.

In: the bytes of a PDF, which need not be trusted. Out: texts, within limits of size and number. Raises
`CompendiumError` if the bytes are not a PDF, or hold more than that.
"""

from __future__ import annotations

import dataclasses

from pypdf.generic import DictionaryObject, StreamObject

from protocolpress.errors import CompendiumError
from protocolpress.pdf import object_copy, parsing, trees

MOST = 1000
"""Maximum number of embedded texts; a document has one for each of its annexes, and one for each language."""

TEXTS = (".md", ".po")
"""Extensions of the texts."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A text in a PDF, under its name and its description there."""

    name: str
    description: str
    text: str


def read(data: bytes, path: str) -> tuple[Attached, ...]:
    """Return the sources and catalogs embedded in the PDF at *path*, in its order; other files are left out.

    Raises:
        CompendiumError: it cannot be read as a PDF, or exceeds the limits.
    """
    with parsing.guarded(), parsing.naming(path):
        reader = parsing.opened(data, path)
        names = parsing.dictionary(reader.root_object.get("/Names"))
        if "/EmbeddedFiles" not in names:
            return ()
        found: list[Attached] = []
        size = 0
        for number, (_, entry) in enumerate(trees.pairs(names.raw_get("/EmbeddedFiles"), "/Names")):
            specification = parsing.dictionary(entry)
            stream = parsing.resolved(parsing.dictionary(specification.get("/EF")), "/F")
            name = _words(specification, "/UF") or _words(specification, "/F")
            if not isinstance(stream, StreamObject) or not name.endswith(TEXTS):
                continue
            content = stream.get_data()
            size += len(content)
            if number >= MOST or size > parsing.MAX_UNPACKED:
                raise CompendiumError(parsing.too_large(path, "it has too many embedded files"))
            text = content.decode("utf-8", "replace")
            found.append(Attached(name=name, description=_words(specification, "/Desc"), text=text))
        return tuple(found)


def _words(owner: DictionaryObject, key: str) -> str:
    found = parsing.resolved(owner, key)
    return object_copy.words(found) if found is not None else ""
