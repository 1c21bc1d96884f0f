"""When and where an event was, as far as EDTF does not reach: thirds of months, times, unknown dates, several places."""

from __future__ import annotations

import datetime as dt

import pytest

import sample
from protocolpress import languages, markup
from protocolpress.errors import Problems, SourceError
from protocolpress.localize import formats
from protocolpress.localize.document import localize
from protocolpress.model import LocalizedDocument, Text
from protocolpress.sources import dates

NBSP = "\u00a0"


def localized(
    front: str, document_id: str = "events/2012-06-talks", locale: str = "en", **words: str
) -> LocalizedDocument:
    """Localize an event of which *front* is the front matter, without a title."""
    text = sample.document_of(document_id, f"title: Title\n{front}")
    return localize(text, sample.setting(locale, text, words=words), Problems())


def said(text: Text | None) -> str:
    return markup.plain(text.spans) if text else ""


@pytest.mark.parametrize(
    ("text", "english", "russian", "first", "last"),
    [
        ("late 2012-06", "late June 2012", f"конец июня 2012{NBSP}г.", "2012-06-21", "2012-06-30"),
        ("mid 2012-06", "mid-June 2012", f"середина июня 2012{NBSP}г.", "2012-06-11", "2012-06-30"),
        ("early-2012-06", "early June 2012", f"начало июня 2012{NBSP}г.", "2012-06-01", "2012-06-30"),
        ("late 2012", "late 2012", f"конец 2012{NBSP}г.", "2012-09-01", "2012-12-31"),
    ],
)
def test_a_third_of_a_month_or_a_year(text: str, english: str, russian: str, first: str, last: str) -> None:
    date = dates.parse(text)
    assert formats.date(date, "en") == english
    assert formats.date(date, "ru") == russian
    assert (date.first_day(), date.last_day()) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("locale", languages.LANGUAGES)
def test_every_language_says_the_thirds_in_words_of_its_own(locale: str) -> None:
    found = {formats.date(dates.parse(f"{third} 2012-06"), locale) for third in ("early", "mid", "late")}
    assert len(found) == 3
    assert not any("/3" in text for text in found)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("late 2012-06-12", "late goes with a month or a year", "write late 2012-06"),
        ("mid 2012-05/2012-06", "mid goes with a month or a year", "write mid 2012-06"),
        ("early June", "June is not a date", "write 2012-02-29"),
        ("2012-06-XX", "unspecified digits are not supported", "leave them out: 2012-06"),
        ("unknown", "only the date of a whole document can be unknown", "write the year at least"),
        ("2012-06/open", "open ranges are not supported", "write both ends, or one date"),
        ("2012-06-12T10:00", "a time of day has a key of its own", "below it time: 10:00-12:30"),
    ],
)
def test_what_cannot_be_said_has_a_message_and_a_way_out(text: str, message: str, hint: str) -> None:
    with pytest.raises(dates.DateError) as caught:
        dates.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("time: 10:00-12:30\n", "10:00–12:30"),
        ("time: 9.00 – 10.30\nzone: Moscow time\n", "09:00–10:30, Moscow time"),
        ("time: 10:00\n", "10:00"),
        ("", ""),
    ],
)
def test_a_time_of_day(front: str, expected: str) -> None:
    assert said(localized(f"date: 2012-06-12\n{front}").time) == expected


def test_whose_time_it_is_is_translated() -> None:
    words = {"Moscow time": "по московскому времени", "{time}, {zone}": "{time} {zone}"}
    found = localized("date: 2012-06-12\ntime: 10:00\nzone: Moscow time\n", locale="ru", **words)
    assert said(found.time).replace(NBSP, " ") == "10:00 по московскому времени"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("25:00", "25:00 is not a time of day"),
        ("noon", "noon is not"),
        ("12:00-10:00", "12:00-10:00 ends before it begins"),
    ],
)
def test_mistakes_in_times(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        localized(f"date: 2012-06-12\ntime: {text}\n")


@pytest.mark.parametrize("standing", ["provisional", "postponed", "cancelled"])
def test_what_has_become_of_a_date(standing: str) -> None:
    assert said(localized(f"date: 2012-06-12\nstatus: {standing}\n").date) == f"June{NBSP}12, 2012 ({standing})"


def test_an_event_has_no_status_of_a_protocol() -> None:
    with pytest.raises(SourceError, match="unknown status signed"):
        localized("date: 2012-06-12\nstatus: signed\n")


def test_an_unknown_date_sorts_by_the_name() -> None:
    found = localized("date: unknown\n")
    assert (said(found.date), found.day) == ("date unknown", dt.date(2012, 6, 1))
    assert said(localized("date: unknown\nstatus: cancelled\n").date) == "date unknown (cancelled)"
    with pytest.raises(SourceError, match="nothing says where a document of unknown date belongs"):
        localized("date: unknown\n", "events/talks")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", ""),
        ("place: reykjavik\n", "Reykjavik, Iceland"),
        ("place: [reykjavik, cape]\n", "Reykjavik, Iceland and Cape Light"),
        ("video: yes\n", "By video conference"),
        ("place: cape\nvideo: yes\n", "Cape Light, and by video conference"),
    ],
)
def test_places(front: str, expected: str) -> None:
    assert said(localized(f"date: 2012-06-12\n{front}").place) == expected


def test_each_of_several_places_is_in_the_index() -> None:
    found = localized("date: 2012-06-12\nplace: [reykjavik, cape]\n")
    assert [(one.entry, one.anchor == found.place_anchor) for one in found.index] == [
        ("reykjavik", True),
        ("cape", True),
    ]
