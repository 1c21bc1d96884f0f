"""The versions of a publication: what changed between two of them, as a document with the changes in it.

In: a publication, and versions by name, as `Publication.compare` takes them. Out: bytes of documents. Failures are
`PressError`; a name that the publication does not have is an `UnknownNameError`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from protocolpress.api import Difference, Publication, known

FORMS = ("pdf", "html", "docx")
"""The forms of a comparison as a document."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A document with the changes in it, in an edition; its path is relative to a folder of such documents."""

    path: str
    data: bytes


def editions(publication: Publication, given: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the editions *given*, or all that the publication has.

    Raises:
        PressError: the settings cannot be read.
        UnknownNameError: there is no such edition.
    """
    from protocolpress import project

    every = project.read(publication.files).editions
    known("edition", given, every)
    return tuple(given) or every


def redlines(publication: Publication, difference: Difference, *, edition: str, form: str = "pdf") -> Iterator[Redline]:
    """Yield each document of a *difference* that was compared for *edition*, in one of `FORMS`.

    Raises:
        PressError: the problems of templates, catalogs and fonts, or of setting a page.
    """
    from protocolpress import project
    from protocolpress.pages.redline import Versions
    from protocolpress.plan import redlining

    files = publication.files
    settings = project.read(files)
    request = redlining.Request(edition=edition, form=form, versions=Versions(old=difference.old, new=difference.new))
    for compared in difference.documents:
        path = f"{edition}/{compared.document_id}.{form}"
        yield Redline(path=path, data=redlining.make(files, settings, compared, request))
