"""The page of the register of actions: a table for each who has something to do."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal

from protocolpress import markup
from protocolpress.model import HtmlPage, Table, Text
from protocolpress.pages.document import Setup, shared
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import SpanWriter

ALIGN: tuple[Literal["left"], ...] = ("left", "left", "left", "left", "left")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The actions of one party, organization or person, in each language of an edition."""

    names: tuple[Text, ...]
    tables: tuple[Table[Text], ...]


def render(renderer: HtmlRenderer, setup: Setup, *, sections: Sequence[Section], dates: tuple[Text, ...]) -> HtmlPage:
    """Make the page of an edition, as of a date in each language."""
    writer = SpanWriter(setup.edition, locales=setup.every_locale)
    title = " / ".join(markup.plain(one.spans) for one in setup.gettext("Open actions"))
    html = renderer.render(
        "register.html", **shared(setup, writer), sections=sections, dates=dates, title=title, titled=()
    )
    return HtmlPage(path=f"html/{setup.edition}/actions.html", html=html)
