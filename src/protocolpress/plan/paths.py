"""Outputs of documents and their paths: values shared by the list of tasks and the tasks themselves.

Nothing here imports a library: a build with nothing to do needs only this module and the traces.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

from protocolpress.files import Files
from protocolpress.project import Project, edition_locales

FOLDERS = ("actions", "akn", "compendium", "docx", "html", "large-print", "pdf", "site")
"""The folders below the output folder that builds write; other files there are not made by a build."""

COMPACT = "templates/compact.css"
"""The stylesheet that a brief may use to fit on one page."""


def html_path(edition: str, document_id: str) -> str:
    """Return the path of a page below the output folder."""
    return f"html/{edition}/{document_id}.html"


def pdf_path(edition: str, document_id: str) -> str:
    """Return the path of a PDF below the output folder."""
    return f"pdf/{edition}/{document_id}.pdf"


def akn_path(locale: str, document_id: str) -> str:
    """Return the path of an instrument in Akoma Ntoso below the output folder."""
    return f"akn/{locale}/{document_id}.xml"


def actions_path(edition: str, date: dt.date, ending: str) -> str:
    """Return the path of the register of actions below the output folder."""
    return f"actions/actions-{date.isoformat()}-{edition}.{ending}"


def docx_path(edition: str, document_id: str) -> str:
    """Return the path of a file for Word below the output folder."""
    return f"docx/{edition}/{document_id}.docx"


def large_path(edition: str, document_id: str) -> str:
    """Return the path of a large-print PDF below the output folder; large print has its own folder."""
    return f"large-print/{edition}/{document_id}.pdf"


def site_path(path: str) -> str:
    """Return where the site has its own copy of a file of the output folder."""
    return f"site/{path}"


def has_large_print(project: Project, edition: str, document_id: str) -> bool:
    """Whether a document is also made in large print, as briefs in one language are."""
    return project.layout.large_print and document_id.startswith("events/") and len(edition_locales(edition)) == 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The facts about a source that can be parsed."""

    kind: str
    day: str
    """The first day of its date, in ISO 8601."""
    named: tuple[str, ...]
    """The documents that its front matter names."""
    picture: str
    """Its picture's path below sources/, if it has one."""
    marking: str = ""
    """How it is to be handled: an id."""
    group: str = ""
    """The group that it belongs to: an id."""
    formerly: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    """The entries of the registry and parties that it names, by id."""
    decides: bool = False
    acts: bool = False
    """Whether it has decisions, and tables of actions."""
    pieces: int = 1
    """Into how many pieces its text is divided for the results of a search."""


def is_public(project: Project, survey: Survey | None) -> bool:
    """Whether a document may be in anything that is published; one with an unknown marking may not."""
    if survey is None or not survey.marking:
        return True
    marking = project.markings.get(survey.marking)
    return marking is not None and marking.public


def surveyed(data: bytes) -> Survey:
    """Read the result of `survey.make`."""
    known = json.loads(data)
    return Survey(
        **{
            **known,
            "named": tuple(known["named"]),
            "annexes": tuple(known["annexes"]),
            "formerly": tuple(known["formerly"]),
            "entries": tuple(known["entries"]),
        }
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document in one edition, and its date."""

    edition: str
    document_id: str
    day: dt.date
    compact: str = ""
    """A stylesheet that may fit it on one page."""
    large: bool = False
    """Whether it is set in large print."""

    @property
    def path(self) -> str:
        """The PDF's path below the output folder."""
        return (large_path if self.large else pdf_path)(self.edition, self.document_id)


def sheet(project: Project, edition: str, document_id: str, day: dt.date) -> Sheet:
    """Return the sheet of a document; a brief may be set more tightly if we choose the margins."""
    tighter = document_id.startswith("events/") and project.layout.margins == "standard"
    return Sheet(edition=edition, document_id=document_id, day=day, compact=COMPACT if tighter else "")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A compendium of an edition: which documents, as of which date."""

    edition: str
    ids: tuple[str, ...]
    date: dt.date
    group: str = ""
    """The group whose documents it holds; empty for those of all."""

    @property
    def path(self) -> str:
        """The file's path below the output folder."""
        whose = f"-{self.group}" if self.group else ""
        return f"compendium/compendium-{self.date.isoformat()}{whose}-{self.edition}.pdf"

    @property
    def suffix(self) -> str:
        """The end of the names of its tasks."""
        return f"{self.edition}:{self.group}" if self.group else self.edition


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """The contents of a site's list: documents, and the compendia as of a date."""

    ids: tuple[str, ...]
    volumes: tuple[Volume, ...]
    date: dt.date


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The documents with PDFs, as far as a task may ask: a new source changes nothing for unrelated tasks."""

    editions: tuple[str, ...]
    annexes: frozenset[str] = frozenset()
    """Annexes named where a document is expected; an annex has no PDF of its own."""

    def keys(self, files: Files) -> Keys:
        """Return the keys of all documents that have PDFs, as far as *files* know."""
        return Keys(self, files)


class Keys:
    """Keys of documents, "en/protocols/x"; the files are consulted on each lookup."""

    def __init__(self, published: Published, files: Files) -> None:
        """Look keys up in *files*."""
        self._published = published
        self._files = files

    def __contains__(self, key: object) -> bool:
        """Whether there is a PDF of a document in an edition."""
        edition, _, document_id = str(key).partition("/")
        known = edition in self._published.editions and document_id not in self._published.annexes
        return known and self._files.exists(f"sources/{document_id}.md")
