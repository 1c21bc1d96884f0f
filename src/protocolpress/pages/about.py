"""Facts about a document that are the same in each language, for lists and for other programs."""

from __future__ import annotations

import dataclasses
import datetime as dt

from protocolpress.model import Document, Edtf


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts about a document that are the same in each language."""

    first: dt.date
    last: dt.date
    unknown: bool
    """Whether nobody knows the date; the days then are only what it sorts by."""
    standing: str
    """As in `model.Standing`."""
    topics: tuple[str, ...]
    places: tuple[str, ...]
    group: str


def facts(source: Document) -> Facts:
    """Return the facts about a document that are the same in each language."""
    return Facts(
        first=source.date.first_day(),
        last=source.date.last_day(),
        unknown=source.date.unknown,
        standing=source.standing,
        topics=source.topics,
        places=source.places,
        group=source.group,
    )


def machine_date(date: Edtf) -> str:
    """Write a date for programs; empty for a range or what is not certain, which HTML's `time` cannot say."""
    if date.end is not None or date.approximate or date.uncertain or date.third or date.unknown:
        return ""
    parts = (f"{date.start.year:04}", *(f"{part:02}" for part in (date.start.month, date.start.day) if part))
    return "-".join(parts)
