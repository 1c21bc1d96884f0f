"""Dates as officials write them: what is taken, and what is said about the rest."""

from __future__ import annotations

import pytest

from protocolpress.model import Edtf, Moment
from protocolpress.sources import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012-02-29", Edtf(Moment(2012, 2, 29))),
        (" 2011-10 ", Edtf(Moment(2011, 10))),
        ("2011", Edtf(Moment(2011))),
        ("2011-07/2011-08", Edtf(Moment(2011, 7), Moment(2011, 8))),
        ("2011-04-12/2011-04-15", Edtf(Moment(2011, 4, 12), Moment(2011, 4, 15))),
        ("2009/2012", Edtf(Moment(2009), Moment(2012))),
        ("2011-05/2011-05-03", Edtf(Moment(2011, 5), Moment(2011, 5, 3))),
        ("2011-05-03/2011-05", Edtf(Moment(2011, 5, 3), Moment(2011, 5))),
        ("2011-05~", Edtf(Moment(2011, 5), approximate=True)),
        ("2011-05-12?", Edtf(Moment(2011, 5, 12), uncertain=True)),
        ("2011%", Edtf(Moment(2011), approximate=True, uncertain=True)),
        ("2011-05/2011-06~", Edtf(Moment(2011, 5), Moment(2011, 6), approximate=True)),
        ("2011-05?/2011-06~", Edtf(Moment(2011, 5), Moment(2011, 6), approximate=True, uncertain=True)),
    ],
)
def test_a_date_is_read(text: str, expected: Edtf) -> None:
    assert dates.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2011-02-30", "there is no 30 February 2011", "check the day"),
        ("2011-02-29", "there is no 29 February 2011", "check the day"),
        ("2011-04-12/2011-04-31", "there is no 31 April 2011", "check the day"),
        ("2011-13", "there is no month 13: 2011-13", "write year-month-day: 2012-02-29"),
        ("2011-00", "there is no month 0: 2011-00", "write year-month-day: 2012-02-29"),
        ("0000", "there is no year 0", dates.EXAMPLES),
        ("29.02.2012", "29.02.2012 is not in the order year-month-day", "write 2012-02-29"),
        ("29.02.2012 г.", "29.02.2012 г. is not in the order year-month-day", "write 2012-02-29"),
        ("02/29/2012", "02/29/2012 is not in the order year-month-day", "write 2012-02-29"),
        ("04/05/2012", "04/05/2012 is not in the order year-month-day", "write 2012-05-04 or 2012-04-05"),
        ("99.99.2012", "99.99.2012 is not in the order year-month-day", dates.EXAMPLES),
        ("2011-2-3~", "month and day have two digits: 2011-2-3~", "write 2011-02-03~"),
        ("2011-08/2011-07", "the range 2011-08/2011-07 ends before it starts", "write 2011-07/2011-08"),
        ("2011-21", "seasons are not supported: 2011-21", "write a range of months: 2011-06/2011-08"),
        ("2011-XX", "unspecified digits are not supported: 2011-XX", "leave them out: 2012-06"),
        ("201X", "unspecified digits are not supported: 201X", "leave them out: 2012-06"),
        ("2012-0XXXXXX2-7", "unspecified digits are not supported: 2012-0XXXXXX2-7", "leave them out: 2012-06"),
        ("2012-0XXeXXX2-7", "2012-0XXeXXX2-7 is not a date", dates.EXAMPLES),
        ("{2011,2012}", "sets of dates are not supported: {2011,2012}", dates.EXAMPLES),
        ("[2011,2012]", "sets of dates are not supported: [2011,2012]", dates.EXAMPLES),
        ("2011/..", "open ranges are not supported: 2011/..", dates.BOTH_ENDS),
        ("2011/", "open ranges are not supported: 2011/", dates.BOTH_ENDS),
        ("2011/open", "open ranges are not supported: 2011/open", dates.BOTH_ENDS),
        ("Y20000", "years are written with four digits: Y20000", dates.EXAMPLES),
        ("-0100", "years are written with four digits: -0100", dates.EXAMPLES),
        ("1950S2", "years are written with four digits: 1950S2", dates.EXAMPLES),
        ("2012-02-29T10:00", "a time of day has a key of its own: 2012-02-29T10:00", dates.TIME),
        ("?2011-05", "this kind of date is not supported: ?2011-05", dates.EXAMPLES),
        ("2011~-05", "this kind of date is not supported: 2011~-05", dates.EXAMPLES),
        ("2011/2012/2013", "2011/2012/2013 is not a date", dates.EXAMPLES),
        ("вчера", "вчера is not a date", dates.EXAMPLES),
        ("٢٠١١", "٢٠١١ is not a date", dates.EXAMPLES),
        ("", "the date is empty", dates.EXAMPLES),
        ("(" * 40, f"{'(' * 40} is not a date", dates.EXAMPLES),
        ("2011/" * 10_000, "a date has at most 40 characters", dates.EXAMPLES),
    ],
)
def test_what_is_no_date_is_named(text: str, message: str, hint: str) -> None:
    with pytest.raises(dates.DateError) as raised:
        dates.parse(text)
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_whatever_the_library_raises_or_prints_is_a_date_that_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "UNSUPPORTED", ())
    with pytest.raises(dates.DateError, match=r"^2012-0XXXXXX2-7 is not a date$"):
        dates.parse("2012-0XXXXXX2-7 ")
    assert capsys.readouterr() == ("", "")
