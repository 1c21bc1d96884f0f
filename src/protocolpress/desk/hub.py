"""Tells the open pages of the desk what happens, by server-sent events, and knows who is where.

In: events, as values for JSON. Out: a stream for each page. A page that does not read loses the oldest events, never
more than that. Used by the server's own thread only.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Callable, Mapping

MOST = 100
"""Maximum number of open pages, and of events that wait for one of them."""

SILENCE = 15.0
"""Seconds after which a silent stream sends a comment, so that one that is gone is noticed."""


@dataclasses.dataclass(slots=True, eq=False)
class Page:
    """An open page: the document that it shows, in which language, and whose it is."""

    locale: str
    domain: str
    edition: str
    name: str
    tab: str
    message: str = ""
    """The message that is being edited: its id on the page."""
    events: asyncio.Queue[str] = dataclasses.field(default_factory=lambda: asyncio.Queue(MOST))


class Hub:
    """The open pages; lives as long as the server."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.pages: list[Page] = []
        self.closed = asyncio.Event()

    def tell(self, kind: str, value: Mapping[str, object], *, domain: str = "") -> None:
        """Send an event to all pages, or to those of a *domain*."""
        text = f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"
        for page in self.pages:
            if not domain or page.domain == domain:
                if page.events.full():
                    page.events.get_nowait()
                page.events.put_nowait(text)

    def people(self) -> None:
        """Tell every page who is where."""
        self.tell(
            "people",
            {
                "people": [
                    {
                        "tab": one.tab,
                        "name": one.name,
                        "locale": one.locale,
                        "domain": one.domain,
                        "message": one.message,
                    }
                    for one in self.pages
                ]
            },
        )

    def move(self, tab: str, message: str) -> None:
        """Note that a page's reader is now at *message*."""
        for page in self.pages:
            if page.tab == tab and page.message != message:
                page.message = message
                self.people()

    async def stream(self, page: Page, joined: Callable[[], None]) -> AsyncIterator[str]:
        """Yield the events for *page* until it goes away or the server closes; call *joined* when it is there."""
        self.pages.append(page)
        try:
            self.people()
            joined()
            yield "retry: 1000\n\n"
            closed = asyncio.ensure_future(self.closed.wait())
            while not closed.done():
                event = asyncio.ensure_future(page.events.get())
                await asyncio.wait({event, closed}, timeout=SILENCE, return_when=asyncio.FIRST_COMPLETED)
                if event.done():
                    yield event.result()
                else:
                    event.cancel()
                    if not closed.done():
                        yield ": still here\n\n"
            closed.cancel()
        finally:
            self.pages.remove(page)
            self.people()
