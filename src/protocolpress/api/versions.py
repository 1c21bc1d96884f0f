"""The versions of a publication: what changed between two of them, as a document with the changes in it.

In: a publication, and versions by name, as `Publication.compare` takes them. Out: bytes of documents. Failures are
`PressError`; a name that the publication does not have is an `UnknownNameError`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from protocolpress.api import Difference, Publication, known, pdfs, signatures
from protocolpress.errors import Position, Problems, error
from protocolpress.files import MAX_BYTES, read_named

if TYPE_CHECKING:  # heavy: each function imports its own needs
    from protocolpress.release.history import Entry as Entry
    from protocolpress.release.history import History as History

FORMS = ("pdf", "html", "docx")
"""The forms of a comparison as a document."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A document with the changes in it, in an edition; its path is relative to a folder of such documents."""

    path: str
    data: bytes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A signed file that begins with a released PDF of a document, and the judgement of its signatures."""

    path: pathlib.Path
    report: signatures.Report


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


def consolidated(publication: Publication, document_id: str, *, edition: str, day: dt.date | None = None) -> bytes:
    """Return the PDF of a document's consolidated text, with the amendments in force on *day*, by default all.

    Raises:
        PressError: nothing amends the document, or something is wrong with its sources, catalogs or templates.
        UnknownNameError: there is no such document or edition.
    """
    from protocolpress import project
    from protocolpress.plan import consolidating
    from protocolpress.sources import finding

    files = publication.files
    settings = project.read(files)
    known("document", (document_id,), finding.find(files))
    known("edition", (edition,), settings.editions)
    return consolidating.make(files, settings, document_id, edition, day)


def history(publication: Publication, document_id: str) -> History:
    """Return the versions of a document: those of its releases, the oldest first, and the publication as it is now.

    Raises:
        PressError: a release cannot be read, or a version of the document has errors.
        UnknownNameError: neither the publication nor a release has the document.
    """
    from protocolpress.release import history as releases
    from protocolpress.sources import finding

    found = releases.read(publication.root, document_id)
    if not found.entries:
        known("document", (document_id,), finding.find(publication.files))
    return found


def originals(
    publication: Publication, document_id: str, places: Sequence[pathlib.Path]
) -> tuple[tuple[Original, ...], Problems]:
    """Return the signed originals of a document among *places*, and the problems of their signatures.

    *places* are PDFs, or folders with PDFs. A file in a folder counts if it begins with the bytes of a PDF of the
    document in a release in dist/; a file that is named and does not is a problem, and so are signatures that cannot be
    judged because the extra `sign` is missing.
    """
    found, problems = list[Original](), Problems()
    for file in dict.fromkeys(one for place in places for one in pdfs(place)):
        data = read_named(file, most=MAX_BYTES)
        report = signatures.judged(data, file, root=publication.root, trusting=None, releases=())
        if report is not None and report.released.endswith(f"/{document_id}.pdf"):
            found.append(Original(path=file, report=report))
            problems.add(*report.problems)
        elif report is not None and not report.judged:
            problems.add(*report.problems)
        elif file in places:
            message = f"this is no signed copy of a released PDF of {document_id}"
            hint = f"sign a file of dist/: protocolpress sign dist/DATE/pdf/EDITION/{document_id}.pdf"
            problems.add(error(Position(str(file)), "not-released", message, hint))
    return tuple(found), problems


def data(found: History, signed: Sequence[Original] = ()) -> dict[str, object]:
    """Return a history as values for JSON."""
    from protocolpress.compare import written

    return {
        "id": found.id,
        "versions": [
            {
                "name": entry.name,
                "status": entry.status,
                "signatories": entry.signatories,
                "changes": written.data([entry.difference])[0]["changes"] if entry.difference else [],
                "files": [{"path": path, "sha256": digest} for path, digest in entry.files],
            }
            for entry in found.entries
        ],
        "originals": [_original(one) for one in signed],
        "seal": {"sha256": found.seal, "holds": found.holds} if found.seal else None,
        "corrigenda": [dataclasses.asdict(one) for one in found.corrigenda],
    }


def _original(one: Original) -> dict[str, object]:
    known = [
        {
            "kind": each.kind,
            "signer": each.signer,
            "organization": each.organization,
            "party": each.signatory.party if each.signatory else "",
            "level": each.level,
            "moment": each.moment.isoformat() if each.moment else "",
            "proven_by": each.proven_by,
            "valid": each.is_valid,
        }
        for each in one.report.judged
    ]
    return {"path": str(one.path), "released": one.report.released, "signatures": known}
