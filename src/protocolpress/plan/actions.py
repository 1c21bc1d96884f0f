"""The actions of tasks as typed values: each has its parameters and names the module that performs it.

A plan is made of these without loading the stages: each imports its stage when performed, so a build with nothing to do
loads no library. The fields are everything that a task depends on beside the files it reads.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from protocolpress.build.task import Inputs
from protocolpress.plan.paths import Holdings, Published, Sheet, Volume
from protocolpress.project import Fonts, Project


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SurveySource:
    """Find the facts about a source that the plan needs."""

    document_id: str
    locales: tuple[str, ...]
    source_locale: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the survey."""
        from protocolpress.plan import survey  # noqa: PLC0415 - loaded where it is performed

        return survey.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRegistry:
    """Find the entries of the registry."""

    def __call__(self, given: Inputs) -> bytes:
        """Return their ids."""
        from protocolpress.plan import survey  # noqa: PLC0415 - loaded where it is performed

        return survey.make_registry(given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeHtml:
    """Make the page of a document in an edition."""

    project: Project
    edition: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import documents  # noqa: PLC0415 - loaded where it is performed

        return documents.make_html(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CollectAttachments:
    """Collect the attachments of a document's PDF."""

    project: Project
    edition: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the attachments."""
        from protocolpress.plan import attachments  # noqa: PLC0415 - loaded where it is performed

        return attachments.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakePdf:
    """Typeset the page of a document; links to *published* documents lead to the PDFs beside it."""

    sheet: Sheet
    published: Published
    fonts: Fonts

    def __call__(self, given: Inputs) -> bytes:
        """Return the PDF."""
        from protocolpress.plan import documents  # noqa: PLC0415 - loaded where it is performed

        return documents.make_pdf(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeDocx:
    """Make the file for Word of a document in an edition."""

    project: Project
    edition: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the DOCX."""
        from protocolpress.plan import word_files  # noqa: PLC0415 - loaded where it is performed

        return word_files.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeAkn:
    """Write an instrument in Akoma Ntoso in a language."""

    project: Project
    locale: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the XML."""
        from protocolpress.plan import law_files  # noqa: PLC0415 - loaded where it is performed

        return law_files.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeRegister:
    """List the actions of some documents, as of a date: those to be done as a page, or all as CSV."""

    project: Project
    edition: str
    ids: tuple[str, ...]
    date: dt.date
    table: bool

    def __call__(self, given: Inputs) -> bytes:
        """Return the page, or the CSV."""
        from protocolpress.plan import register  # noqa: PLC0415 - loaded where it is performed

        return register.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SetRegister:
    """Set the page of the register of actions."""

    edition: str
    date: dt.date
    published: Published
    fonts: Fonts

    def __call__(self, given: Inputs) -> bytes:
        """Return the PDF."""
        from protocolpress.plan import register  # noqa: PLC0415 - loaded where it is performed

        return register.make_pdf(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Summarize:
    """Localize a document without its text, for contents and lists."""

    project: Project
    edition: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the summary."""
        from protocolpress.plan import summaries  # noqa: PLC0415 - loaded where it is performed

        return summaries.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PreparePart:
    """Prepare a document for linking into a compendium."""

    edition: str
    document_id: str
    both_sides: bool

    def __call__(self, given: Inputs) -> bytes:
        """Return the part."""
        from protocolpress.plan import compendium_parts  # noqa: PLC0415 - loaded where it is performed

        return compendium_parts.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeasureExtent:
    """Find the extent of a document in a compendium: its pages and anchors."""

    edition: str
    document_id: str
    both_sides: bool

    def __call__(self, given: Inputs) -> bytes:
        """Return the extent."""
        from protocolpress.plan import compendium_parts  # noqa: PLC0415 - loaded where it is performed

        return compendium_parts.make_extent(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeCompendiumPages:
    """Make the compendium's own pages, which belong to no document."""

    project: Project
    volume: Volume

    def __call__(self, given: Inputs) -> bytes:
        """Return the pages, ready to be linked."""
        from protocolpress.plan import compendium_pages  # noqa: PLC0415 - loaded where it is performed

        return compendium_pages.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LinkCompendium:
    """Link the documents of an edition into its compendium."""

    volume: Volume
    published: Published

    def __call__(self, given: Inputs) -> bytes:
        """Return the PDF."""
        from protocolpress.plan import compendium  # noqa: PLC0415 - loaded where it is performed

        return compendium.make(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CountPages:
    """Count the pages and bytes of a PDF."""

    def __call__(self, given: Inputs) -> bytes:
        """Return them as JSON."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_facts(given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CountCompendiumPages:
    """Count the pages and bytes of a compendium."""

    def __call__(self, given: Inputs) -> bytes:
        """Return them as JSON."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_volume_facts(given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSitePage:
    """Make the page of a document in one language."""

    project: Project
    locale: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_document(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSidePage:
    """Make the page of a document in the two languages of an edition, side by side."""

    project: Project
    edition: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_side(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSiteIndex:
    """Make the list of documents in one language."""

    project: Project
    locale: str
    holdings: Holdings

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_index(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSiteSearch:
    """Make the page of the search in one language."""

    project: Project
    locale: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_search(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSiteStart:
    """Make the start page, which offers the languages."""

    project: Project

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_start(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Lead from the old address of a page to its new one, which is relative to it."""

    address: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        del given
        head = f'<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={self.address}">'
        body = f'<p><a href="{self.address}">{self.address}</a></p>'
        head += f"<title>{self.address}</title>"
        return f'<!DOCTYPE html>\n<html lang="zxx"><head>{head}</head><body>{body}</body></html>\n'.encode()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TakeAsset:
    """Copy a file unchanged."""

    path: str

    def __call__(self, given: Inputs) -> bytes:
        """Return its bytes."""
        return given.files.read(self.path)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeScreenSheet:
    """Make the stylesheet of a website, with the rules that load its fonts: of declared ones, what its pages need."""

    path: str
    fonts: Fonts

    def __call__(self, given: Inputs) -> bytes:
        """Return its bytes."""
        from protocolpress.plan import web_faces  # noqa: PLC0415 - as above

        return web_faces.make_sheet(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Put what another task has made into the site, too: its folder is whole wherever it stands."""

    def __call__(self, given: Inputs) -> bytes:
        """Return the same bytes."""
        (data,) = given.needs.values()
        return data


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TakePicture:
    """Copy a document's picture, if it is a valid one."""

    project: Project
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return its bytes."""
        from protocolpress.plan import website  # noqa: PLC0415 - loaded where it is performed

        return website.make_picture(self, given)
