"""A compendium's own pages: cover and contents, part titles, index and credits, folios."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from protocolpress import markup
from protocolpress.model import HtmlPage, LocalizedDocument, Plain, Text
from protocolpress.pages.document import Setup, shared, titled
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import SpanWriter


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A document in the contents: its columns, its first page, and the label of that page."""

    key: str
    columns: tuple[LocalizedDocument, ...]
    page: str
    annexes: tuple[str, ...] = ()
    """The label of the page of each of its annexes."""
    news: str = ""
    """"new" or "changed" since an earlier compendium; empty if it is neither, or nobody asked."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewsList:
    """The documents that are new or changed."""

    since: tuple[Text, ...]
    """The day since which they are, in each language; empty if the compendium does not say what is new."""
    entries: tuple[ContentsEntry, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the compendium: "Events" with its entries."""

    key: str
    titles: tuple[Text, ...]
    page: str
    entries: tuple[ContentsEntry, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A page number in the index: the label, and its target."""

    page: str
    target: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IndexLine:
    """A person or a place, in each language, with the pages that name it."""

    texts: tuple[Text, ...]
    marks: tuple[Mark, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CompendiumRenderer:
    """Renders the pages of one compendium."""

    renderer: HtmlRenderer
    setup: Setup
    dates: tuple[Text, ...]
    """The compendium's date, in each language."""
    day: dt.date

    def front(
        self,
        sections: Sequence[Section],
        closing: Sequence[Section],
        *,
        begun: Collection[str] = (),
        statuses: Mapping[str, int] | None = None,
        news: NewsList | None = None,
    ) -> HtmlPage:
        """Make the cover, the imprint and the contents; *closing* are the index and the credits.

        *statuses* is how many documents have which status; *news* is printed before the contents.

        Headings of the contents or of sections, by key, that are in *begun* (and the cover) are on earlier pages.
        """
        values = {"sections": sections, "closing": closing, "begun": begun, "statuses": statuses or {}, "news": news}
        return self._page("compendium-front.html", "front", titles=self.titles(), **values)

    def section(self, section: Section) -> HtmlPage:
        """Make a part's title page; that of documents with fields for signatures says that these are left out."""
        texts = (column for entry in section.entries for column in entry.columns[:1])
        signable = self.setup.fields and any(text.signatures and not text.draft for text in texts)
        return self._page("compendium-part.html", section.key, section=section, signable=signable)

    def back(
        self,
        people: Sequence[IndexLine],
        places: Sequence[IndexLine],
        pictures: Sequence[ContentsEntry],
        *,
        begun: Collection[str] = (),
    ) -> HtmlPage:
        """Make the index of people and places, and the picture credits; headings in *begun* are on earlier pages."""
        return self._page("compendium-back.html", "back", people=people, places=places, pictures=pictures, begun=begun)

    def folios(self, labels: Sequence[str], numbers: Sequence[str] = ()) -> HtmlPage:
        """Make a page for each label with nothing else on it, followed by "p. 41" for each of *numbers*.

        There is a page for each number in each language of the edition, one number after the other.
        """
        return self._page("compendium-folios.html", "folios", labels=labels, numbers=numbers)

    def title(self) -> str:
        """Return the compendium's title for the metadata of a PDF, in all languages of the edition."""
        return " / ".join(self.each_title())

    def each_title(self) -> tuple[str, ...]:
        """Return that title in each language of the edition."""
        groups = map(markup.plain, (text.spans for text in self.setup.group))
        names = (markup.plain(text.spans) for text in self.titles())
        return tuple(f"{group}: {name}" for group, name in zip(groups, names, strict=True))

    def titles(self) -> tuple[Text, ...]:
        """Return the compendium's title with its date, in each language of the edition."""
        gettext = self.setup.gettext
        found = []
        for texts in zip(gettext("Compendium"), gettext("as of {date}"), self.dates, strict=True):
            name, dated, date = (markup.plain(text.spans) for text in texts)
            words = f"{name} {dated.replace('{date}', date)}"
            found.append(dataclasses.replace(texts[0], spans=(Plain(words),)))
        return tuple(found)

    def _page(self, template: str, name: str, **values: object) -> HtmlPage:
        writer = SpanWriter(self.setup.edition, locales=self.setup.every_locale)
        html = self.renderer.render(
            template,
            **shared(self.setup, writer),
            dates=self.dates,
            day=self.day,
            **titled(self.each_title()),
            **values,
        )
        return HtmlPage(path=f"html/{self.setup.edition}/compendium/{name}.html", html=html)
