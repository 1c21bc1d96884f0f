"""Values of the belt: the texts in them are found wherever they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import sample
from protocolpress import model
from protocolpress.errors import Position
from protocolpress.model import Document, Message, Photo


def message(text: str) -> Message:
    return Message(msgid=text, position=Position("sources/events/a.md"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """What no stage knows of: a kind of front matter made here."""

    name: Message
    rooms: tuple[Message, ...] = ()
    floors: Mapping[int, Message] = dataclasses.field(default_factory=dict)
    remark: Message | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDocument(Document):
    """A document with one field more."""

    venue: Venue


def test_a_text_of_a_new_field_is_found_by_its_type() -> None:
    document = sample.document("One\n\nTwo[^n]\n\n[^n]: Note\n")
    known = {field.name: getattr(document, field.name) for field in dataclasses.fields(document)}
    venue = Venue(
        name=message("Hall"), rooms=(message("A"), message("B")), floors={2: message("Second"), 1: message("")}
    )
    found = model.messages(MeetingDocument(**known, venue=venue))
    assert [one.msgid for one in found] == ["Title", "One", "Two[^n]", "Note", "Hall", "A", "B", "Second"]


def test_texts_come_in_reading_order_and_empty_ones_not_at_all() -> None:
    photo = Photo(
        file="x.jpg", description=message("A boat"), alt=message("Boat"), credit=message(""), position=Position("a")
    )
    document = dataclasses.replace(sample.document("Text\n"), lead=message("Lead"), short=message("Short"), photo=photo)
    assert [one.msgid for one in model.messages(document)] == ["Title", "Short", "Lead", "A boat", "Boat", "Text"]


def test_what_stands_for_an_annex_from_elsewhere_is_translated_too() -> None:
    document = dataclasses.replace(sample.document(""), alt=message("Two maps of the lake"))
    assert "Two maps of the lake" in [one.msgid for one in model.messages(document)]
