"""The documents of a publication: start one, adopt an existing text, rename it, seal it, find its PDF.

In: a publication, and the id of a document. Out: new contents by path, which the caller writes; None removes the file.
Failures are `PressError`; a name that the publication does not have is an `UnknownNameError`.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from protocolpress import errors
from protocolpress.api import Publication, known
from protocolpress.errors import FilesError, Position, Problems

if TYPE_CHECKING:  # heavy: each function imports its own needs
    from protocolpress.plan.adopting import Adopted as Adopted
    from protocolpress.word.inline import Changes as Changes

FOLDERS = ("events", "protocols")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A file with a text that exists already, and its language."""

    name: str
    data: bytes
    locale: str = ""


def plain_id(given: str) -> str:
    """Return the id of a document that was *given* as an id or as the path of its source."""
    return given.removeprefix("sources/").removesuffix(".md")


def start(publication: Publication, kind: str, name: str, date: str) -> tuple[str, bytes]:
    """Return the path and the text of a new source, with the front matter that is known, for the day *date*.

    Raises:
        PressError: the source exists already, or the settings cannot be read.
        UnknownNameError: there is no such kind.
    """
    from protocolpress import project
    from protocolpress.model import Document
    from protocolpress.plan import starting
    from protocolpress.plan.library import Library

    known("kind", [kind], starting.KINDS)
    files = publication.files
    library = Library(files, project.read(files), Problems())  # its mistakes are the next build's business
    path = f"sources/{folder_of(kind)}/{name}.md"
    if os.path.lexists(publication.root / path):
        message, hint = "this source already exists", "edit it, or choose another id"
        raise FilesError(errors.error(Position(path), "source-exists", message, hint))
    facts = starting.known((one for one in library.documents().values() if isinstance(one, Document)), kind, date)
    return path, starting.text(kind, name, date, facts, library.project.parties, library.registry).encode()


def folder_of(kind: str) -> str:
    """Return the folder of the sources of a kind."""
    return FOLDERS[kind != "event"]


def rename(publication: Publication, old: str, new: str) -> dict[str, bytes | None]:
    """Return the files that change when the document *old* gets the id *new*, with everything that refers to it.

    Raises:
        PressError: the new id cannot be used, or a file cannot be read.
        UnknownNameError: there is no such document.
    """
    from protocolpress import project
    from protocolpress.plan import renaming
    from protocolpress.sources import finding

    files = publication.files
    project.read(files)
    known("document", [plain_id(old)], finding.find(files))
    return renaming.changes(files, plain_id(old), plain_id(new))


def seal(publication: Publication, document_id: str) -> tuple[str, bytes]:
    """Return the path and contents of the record of a signed document's text, in all languages.

    Raises:
        PressError: the document is not signed, or has mistakes.
        UnknownNameError: there is no such document.
    """
    from protocolpress import project
    from protocolpress.plan import sealing
    from protocolpress.plan.library import Library
    from protocolpress.sources import finding

    files = publication.files
    library = Library(files, project.read(files), Problems())
    known("document", [plain_id(document_id)], finding.find(files))
    return sealing.path_of(plain_id(document_id)), sealing.make(library, plain_id(document_id))


def pdf(publication: Publication, document_id: str, *, edition: str = "", folder: str = "build") -> pathlib.Path:
    """Return the PDF of a document that was built into *folder*, by default in the first edition.

    Raises:
        FilesError: it has not been built.
        UnknownNameError: there is no such document or edition.
    """
    from protocolpress import project
    from protocolpress.plan import paths
    from protocolpress.sources import finding

    files = publication.files
    editions = project.read(files).editions
    known("document", [plain_id(document_id)], finding.find(files))
    known("edition", [edition or editions[0]], editions)
    path = f"{folder}/{paths.pdf_path(edition or editions[0], plain_id(document_id))}"
    if not (publication.root / path).is_file():
        hint = f"run: protocolpress build {plain_id(document_id)}; an annex is in the PDF of its protocol"
        raise FilesError(errors.error(Position(path), "missing-file", "this PDF has not been built", hint))
    return publication.root / path


def locales_of_texts(publication: Publication, source: str | None, target: str | None) -> tuple[str, str]:
    """Return the locales of a text and its translation: as given, or the first of the settings that are left.

    Raises:
        PressError: the settings cannot be read.
        UnknownNameError: there is no such locale.
    """
    from protocolpress import project

    settings = project.read(publication.files)
    first = source or settings.source_locale
    other = target or next((each for each in settings.locales if each != first), first)
    known("locale", [first, other], settings.locales)
    return first, other


def adopt(publication: Publication, document_id: str, texts: Sequence[Text], facts: Mapping[str, str]) -> Adopted:
    """Return the source and the catalog made of one or two *texts* in our Markdown; *facts* has its date and title.

    Raises:
        PressError: the problems of the settings and of the texts.
    """
    from protocolpress import project
    from protocolpress.plan import adopting

    files = publication.files
    sheets = [adopting.Sheet(name=text.name, data=text.data, locale=text.locale) for text in texts]
    second = sheets[1] if sheets[1:] else None
    return adopting.run(project.read(files), files, document_id, sheets[0], second, facts)


def adopt_word(
    publication: Publication, document_id: str, texts: Sequence[Text], facts: Mapping[str, str], *, changes: Changes
) -> Adopted:
    """Return the same as `adopt` of one or two DOCX files; *changes* says what to do with tracked changes.

    Raises:
        PressError: the problems of the settings and of the files.
    """
    from protocolpress import project
    from protocolpress.plan import adopting, wording

    files = publication.files
    settings = project.read(files)
    given = [wording.Given(name=text.name, data=text.data, locale=text.locale) for text in texts]
    brought = wording.bring(settings, files, document_id, given, changes=changes)
    adopted = adopting.run(settings, files, document_id, brought.source, brought.target, facts)
    return wording.complete(adopted, brought)


def taken(publication: Publication, adopted: Adopted) -> tuple[str, ...]:
    """Return the paths of *adopted* where a different file exists already."""
    from protocolpress.plan import adopting

    return adopting.taken(publication.files, adopted.contents)


def doubts(adopted: Adopted) -> Problems:
    """Return the problems of an adoption: doubtful pairs, blocks without a partner, what could not be converted."""
    from protocolpress.plan import adopting

    return adopting.problems(adopted)


def report(publication: Publication, adopted: Adopted) -> str:
    """Return an HTML page with every block, its partner, and the reason."""
    from protocolpress.plan import adopting

    return adopting.report(publication.files, adopted)
