"""The door to the `edtf` package: a date as officials write it comes in; `model.Edtf` goes out.

Dates of known precision and closed ranges of them are accepted, exact, approximate (`~`), uncertain (`?`) or both
(`%`); anything else in ISO 8601-2 is refused by name. Calendar mistakes are named before parsing, because the parser
only says "invalid". Texts of more than 40 characters never reach it.
"""

from __future__ import annotations

import calendar
import contextlib
import dataclasses
import functools
import io
import re
import types
import warnings

from protocolpress import model

LONGEST = 40
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EXAMPLES = "write 2012-02-29, 2011-10, 2011, 2011-04-12/2011-04-15, or 2011-05~ for about that time"

ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?([~?%]?)")
LOCAL = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?: ?г\.?)?")
BOTH_ENDS = "write both ends, or one date"
TIME = "write the date alone, and below it time: 10:00-12:30"
UNSUPPORTED = (
    (re.compile(r"[{}\[\]]"), "sets of dates are not supported", EXAMPLES),
    (
        re.compile(r"(?<![A-Za-z])[XxUu]+(?![A-Za-z])"),
        "unspecified digits are not supported",
        "leave them out: 2012-06",
    ),
    (re.compile(r"^unknown\b"), "only the date of a whole document can be unknown", "write the year at least"),
    (re.compile(r"^/|/$|\.\.|^open\b|/(open|unknown)"), "open ranges are not supported", BOTH_ENDS),
    (re.compile(r"^[-+Yy]|[0-9]{5}|[EeSs][0-9]"), "years are written with four digits", EXAMPLES),
    (re.compile(r"[Tt][0-9]|:"), "a time of day has a key of its own", TIME),
)
THIRD = re.compile(r"(early|mid|late)[ -](.*)")


class DateError(ValueError):
    """An invalid date: *message* is the fact, *hint* what to do."""

    def __init__(self, message: str, hint: str = EXAMPLES) -> None:
        """Raise *message* with *hint*."""
        super().__init__(message)
        self.message = message
        self.hint = hint


@functools.lru_cache(maxsize=4096)  # the parser takes about 10 ms for a date
def parse(text: str) -> model.Edtf:
    """Parse a date or a range; surrounding spaces are ignored.

    A mark on either end of a range (`2011-05/2011-06~`) counts for the whole of it.

    Raises:
        DateError: *text* is no date, no possible one, or of a kind that documents do not need.
    """
    text = text.strip()
    if third := THIRD.fullmatch(text):
        return _third(third[1], third[2])
    if len(text) > LONGEST:
        raise DateError(f"a date has at most {LONGEST} characters")
    _refuse(text)
    ends = text.split("/")
    for end in ends[:2]:
        _check_calendar(end)
    date = _convert(text)
    if date.end and _is_before(date.end, date.start):
        raise DateError(f"the range {text} ends before it starts", f"write {ends[1]}/{ends[0]}")
    return date


def written(date: model.Edtf | None) -> str:
    """Write a date as `parse` reads it; nothing for None."""
    if date is None or date.unknown:
        return "unknown" if date else ""
    marks = "%" if date.approximate and date.uncertain else "~" if date.approximate else "?" if date.uncertain else ""
    ends = "/".join(_written(moment) for moment in (date.start, date.end) if moment)
    return f"{date.third} {ends}{marks}".strip()


def _written(moment: model.Moment) -> str:
    parts = (f"{part:02}" for part in (moment.month, moment.day) if part)
    return "-".join((f"{moment.year:04}", *parts))


def _third(which: str, rest: str) -> model.Edtf:
    """Read "late 2012-06": a third of a month or a year."""
    date = parse(rest)
    if date.start.day or date.end or date.approximate or date.uncertain or date.third:
        raise DateError(f"{which} goes with a month or a year: {which} {rest}", f"write {which} 2012-06, or the date")
    return dataclasses.replace(date, third=which)  # type: ignore[arg-type]  # the pattern has no other


def _refuse(text: str) -> None:
    if not text:
        raise DateError("the date is empty")
    if match := LOCAL.fullmatch(text):
        raise DateError(f"{text} is not in the order year-month-day", _suggest(*match.group(1, 3, 4)))
    for pattern, message, hint in UNSUPPORTED:
        if pattern.search(text):
            raise DateError(f"{message}: {text}", hint)


def _suggest(first: str, second: str, year: str) -> str:
    """Suggest the right spelling of a day and a month in either order, if only one is possible."""
    numbers = int(first), int(second)
    orders = (numbers, numbers[::-1])
    options = [(month, day) for day, month in orders if 1 <= month <= 12 and 1 <= day <= _days(int(year), month)]
    written = dict.fromkeys(f"{year}-{month:02}-{day:02}" for month, day in options)
    return f"write {' or '.join(written)}" if written else EXAMPLES


def _days(year: int, month: int) -> int:
    return calendar.monthrange(max(1, year), month)[1]


def _check_calendar(text: str) -> None:
    match = ISO.fullmatch(text)
    if not match:
        return
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    if year == 0:
        raise DateError("there is no year 0")
    if match[2] and 21 <= month <= 41:
        raise DateError(f"seasons are not supported: {text}", "write a range of months: 2011-06/2011-08")
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {month}: {text}", "write year-month-day: 2012-02-29")
    if not 1 <= day <= _days(year, month):
        raise DateError(f"there is no {day} {MONTHS[month - 1]} {year}", "check the day")
    if len(match[2] or "00") < 2 or len(match[3] or "00") < 2:
        parts = [match[1], *(f"{int(part):02}" for part in match.group(2, 3) if part)]
        raise DateError(f"month and day have two digits: {text}", f"write {'-'.join(parts)}{match[4]}")


def _convert(text: str) -> model.Edtf:
    if plain := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):  # most are, and the grammar takes 2 ms
        return _edtf(model.Moment(*map(int, plain.groups())), None, "")
    edtf = _library()
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the library prints debugging output
            value = edtf.parse_edtf(text)
    except Exception as problem:  # also AttributeError and others, from its grammar's own actions
        raise DateError(f"{text} is not a date") from problem
    if not isinstance(value, edtf.Interval):
        value, marks = _unmark(value)
        return _edtf(_moment(value, text), None, marks)
    (start, start_marks), (end, end_marks) = _unmark(value.lower), _unmark(value.upper)
    return _edtf(_moment(start, text), _moment(end, text), start_marks + end_marks)


def _library() -> types.ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its grammar makes pyparsing 3.3 emit warnings that are irrelevant here
        import edtf  # noqa: PLC0415 - 0.2 s, which commands that read no date are spared
    return edtf


def _unmark(value: object) -> tuple[object, str]:
    if isinstance(value, _library().UncertainOrApproximate):
        return vars(value)["date"], str(vars(value)["ua"] or "")
    return value, ""


def _moment(value: object, text: str) -> model.Moment:
    if type(value) is not _library().Date:  # its subclasses are seasons, unspecified digits and the like
        raise DateError(f"this kind of date is not supported: {text}")
    return model.Moment(*(int(getattr(value, part) or 0) for part in ("year", "month", "day")))


def _edtf(start: model.Moment, end: model.Moment | None, marks: str) -> model.Edtf:
    both = "%" in marks
    return model.Edtf(start, end, approximate=both or "~" in marks, uncertain=both or "?" in marks)


def _is_before(end: model.Moment, start: model.Moment) -> bool:
    """Compare as far as both are known: May 2011 is not before 3 May 2011."""
    pairs = zip((end.year, end.month, end.day), (start.year, start.month, start.day), strict=True)
    known = [pair for pair in pairs if all(pair)]
    return [pair[0] for pair in known] < [pair[1] for pair in known]
