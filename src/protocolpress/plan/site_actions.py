"""The actions of the tasks that make the website's lists, as typed values; see `actions`."""

from __future__ import annotations

import dataclasses
import datetime as dt

from protocolpress.build.task import Inputs
from protocolpress.pdf.webfonts import WebFont
from protocolpress.plan.paths import Volume
from protocolpress.project import Fonts, Project


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeEntryPage:
    """Make the page of an entry of the registry, or of a group, with its documents."""

    project: Project
    locale: str
    kind: str
    entry: str
    ids: tuple[str, ...]
    people: tuple[str, ...]
    volumes: tuple[Volume, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_entry(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeListPage:
    """Make the list of the entries of a kind, each with the number of its documents."""

    project: Project
    locale: str
    kind: str
    entries: tuple[tuple[str, int], ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_list(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeIndexesPage:
    """Make the page that leads to all lists, each with the number of its entries if that is known."""

    project: Project
    locale: str
    kinds: tuple[tuple[str, int], ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_indexes(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListDecisions:
    """List the decisions in a document."""

    project: Project
    locale: str
    document_id: str

    def __call__(self, given: Inputs) -> bytes:
        """Return them as JSON."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_decisions(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeDecisionsPage:
    """Make the list of all decisions in some documents."""

    project: Project
    locale: str
    ids: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_decisions_page(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListActions:
    """List the actions that a document wants done, as of a date."""

    project: Project
    locale: str
    document_id: str
    date: dt.date

    def __call__(self, given: Inputs) -> bytes:
        """Return them as JSON."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_actions(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeActionsPage:
    """Make the list of open actions as of a date, by who has to act."""

    project: Project
    locale: str
    date: dt.date

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_actions_page(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeCompendiaPage:
    """Make the list of compendia."""

    project: Project
    locale: str
    volumes: tuple[Volume, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import indexes  # noqa: PLC0415 - loaded where it is performed

        return indexes.make_compendia(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeWebFont:
    """Make a font file of the website."""

    font: WebFont

    def __call__(self, given: Inputs) -> bytes:
        """Return the font."""
        from protocolpress.plan import web_faces  # noqa: PLC0415 - loaded where it is performed

        return web_faces.make_font(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeOwnFont:
    """Make the part of a font that the project declares which the pages need."""

    fonts: Fonts
    number: int

    def __call__(self, given: Inputs) -> bytes:
        """Return the font."""
        from protocolpress.plan import web_faces  # noqa: PLC0415 - loaded where it is performed

        return web_faces.make_own(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeFontLicence:
    """Write the licence of the fonts, which each copy of them needs."""

    sources: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the licence."""
        from protocolpress.plan import web_faces  # noqa: PLC0415 - loaded where it is performed

        return web_faces.make_licence(self, given)
