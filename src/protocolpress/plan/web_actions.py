"""The actions of the tasks that make what servers and other programs read, as typed values; see `actions`."""

from __future__ import annotations

import dataclasses

from protocolpress.build.task import Inputs
from protocolpress.project import Project


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeFeed:
    """Make a feed of the newest documents: of all, of a topic or of a group."""

    project: Project
    locale: str
    kind: str
    entry: str
    path: str
    ids: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the feed."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_feed(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeCalendar:
    """Make the calendar of events."""

    project: Project
    locale: str
    ids: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the calendar."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_calendar(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeDocumentList:
    """List the documents for other programs."""

    project: Project
    locale: str
    ids: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return JSON."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_list(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeFragment:
    """Make a list of the newest events to be embedded in another page."""

    project: Project
    locale: str
    ids: tuple[str, ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return HTML without a head."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_fragment(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeSitemap:
    """Make the map of the site; each page is its locales and paths."""

    url: str
    pages: tuple[tuple[tuple[str, str], ...], ...]

    def __call__(self, given: Inputs) -> bytes:
        """Return the map."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_sitemap(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MakeMissingPage:
    """Make the page for addresses that do not exist."""

    project: Project

    def __call__(self, given: Inputs) -> bytes:
        """Return the page."""
        from protocolpress.plan import publishing  # noqa: PLC0415 - loaded where it is performed

        return publishing.make_missing(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Write a text that the plan knows."""

    text: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the text."""
        del given
        return self.text.encode()
