"""The door to icalendar: events come in, a calendar (RFC 5545) comes out, the same bytes for the same events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import icalendar

from protocolpress import markup
from protocolpress.pages.addresses import absolute, page_path
from protocolpress.pages.feeds import Item

PRODUCT = "-//protocolpress//website//EN"

STATUS = {"": "CONFIRMED", "provisional": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def events(items: Sequence[Item], name: str, url: str, locale: str) -> bytes:
    """Write the calendar of events, the oldest first; an event lasts all the days that its date can mean.

    One whose date nobody knows is left out. The time of day has no known zone, so it is only in the description. The
    stamp of an event is its first day, because the clock is never read.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for item in sorted(items, key=lambda one: (one.facts.first, one.document.id)):
        if not item.facts.unknown:
            calendar.add_component(_event(item, url, locale))
    return bytes(calendar.to_ical())


def _event(item: Item, url: str, locale: str) -> icalendar.Event:
    document, facts = item.document, item.facts
    page = absolute(url, page_path(locale, document.id))
    event = icalendar.Event()
    event.add("uid", page)
    event.add("dtstamp", dt.datetime(facts.first.year, facts.first.month, facts.first.day, tzinfo=dt.UTC))
    event.add("dtstart", facts.first)
    event.add("dtend", facts.last + dt.timedelta(days=1))  # the day after (RFC 5545, 3.6.1)
    event.add("summary", markup.plain(document.title.spans))
    event.add("status", STATUS.get(facts.standing, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    event.add("url", page)
    if document.place:
        event.add("location", markup.plain(document.place.spans))
    texts = (document.date, document.time, document.lead)
    event.add("description", "\n".join(markup.plain(text.spans) for text in texts if text))
    if document.topics:
        event.add("categories", [markup.plain(topic.spans) for topic in document.topics])
    return event
