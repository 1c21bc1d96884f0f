"""The history of a document: its versions by releases, their digests, its seal, and its corrigenda.

In: a project's folder and the id of a document. Out: a `History`. Each release is compared with the one before it, and
the publication as it is now with the last one. Whether the files of a release are still those of its manifest is a
question for `verify`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib

from protocolpress import markup, project
from protocolpress.compare.values import Comparison
from protocolpress.errors import Problems
from protocolpress.files import MAX_BYTES, read_named
from protocolpress.plan import comparing, sealing
from protocolpress.plan.comparing import Version
from protocolpress.plan.library import Library
from protocolpress.release import manifest, versions
from protocolpress.sources import dates


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version of a document."""

    name: str
    """The date of its release, or "now"."""
    status: str
    """"draft", "record", "signed" or "specimen"."""
    signatories: tuple[str, ...]
    """The ids of those who signed, or are to sign."""
    difference: Comparison | None
    """The comparison with the version before it; None for the first one."""
    files: tuple[tuple[str, str], ...] = ()
    """The PDFs of the document in a release: path and SHA-256 digest."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Corrigendum:
    """A document that corrects this one."""

    id: str
    date: str
    """As in its source (EDTF)."""
    title: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The versions of a document, the oldest first."""

    id: str
    entries: tuple[Entry, ...]
    seal: str
    """The SHA-256 digest of the sealed text; empty if there is no seal."""
    holds: bool
    """Whether the text is still the sealed one."""
    corrigenda: tuple[Corrigendum, ...]


def read(root: pathlib.Path, document_id: str) -> History:
    """Return the history of a document that the publication has now, or that a release has.

    Raises:
        PressError: a release cannot be read, or a version of the document has errors.
    """
    every = [versions.release(root, place, ids=(document_id,)) for place in versions.releases(root)]
    every = [one for one in every if document_id in (one.only or ())]
    now = versions.find(root, "")
    every += [now] if document_id in comparing.documents(now) else []
    entries: list[Entry] = []
    before: Version | None = None
    for one in every:
        entries.append(_entry(document_id, before, one))
        before = one
    library = Library(now.files, project.read(now.files), Problems(), printed=False)
    seal, holds = _seal(library, document_id)
    return History(
        id=document_id,
        entries=tuple(entries),
        seal=seal,
        holds=holds,
        corrigenda=tuple(_corrigenda(library, document_id)),
    )


def _entry(document_id: str, before: Version | None, version: Version) -> Entry:
    library = Library(version.files, project.read(version.files), Problems(), printed=False)
    document = library.parse(document_id)
    difference = comparing.compare(before, version, ids=(document_id,)) if before else ()
    place = pathlib.Path(version.name)
    return Entry(
        name=version.name if version.name == versions.NOW else place.name,
        status=document.status,
        signatories=tuple(person for side in document.signatories for person in side.people),
        difference=difference[0] if difference else None,
        files=() if version.name == versions.NOW else tuple(_files(place, document_id)),
    )


def _files(place: pathlib.Path, document_id: str) -> list[tuple[str, str]]:
    """Return the PDFs of a document in a release, with the digests of its manifest."""
    listed = manifest.read(read_named(place / manifest.MANIFEST, most=MAX_BYTES))
    ending = f"/{document_id}.pdf"
    return [
        (path, file.sha256)
        for path, file in sorted(listed.items())
        if path.startswith("pdf/") and path.endswith(ending)
    ]


def _seal(library: Library, document_id: str) -> tuple[str, bool]:
    """Return the digest of a document's seal, and whether the text is still the same."""
    path = sealing.path_of(document_id)
    if not library.files.exists(path):
        return "", True
    digest = hashlib.sha256(library.files.read(path)).hexdigest()
    document = library.find(document_id)
    if document is None:
        return digest, False
    problems = Problems()
    sealing.check(library.reporting(problems), document)
    return digest, not problems.errors


def _corrigenda(library: Library, document_id: str) -> list[Corrigendum]:
    document = library.find(document_id)
    found = []
    for other in document.corrigenda if document else ():
        one = library.find(other)
        if one is not None:
            title = markup.plain(markup.inline(one.title.msgid))
            found.append(Corrigendum(id=other, date=dates.written(one.date), title=title))
    return found
