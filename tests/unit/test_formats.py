"""Dates, numbers, lists and names as an editor of either language would write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocolpress.errors import ProjectError
from protocolpress.localize import formats
from protocolpress.model import Edtf, Moment

APRIL = Moment(2011, 4, 12), Moment(2011, 4, 15)
SUMMER = Moment(2011, 7), Moment(2011, 8)

# a no-break space is written as _
DATES = [
    (Edtf(Moment(2012, 2, 29)), "February_29, 2012", "29_февраля 2012_г."),
    (Edtf(Moment(2011, 10)), "October 2011", "октябрь 2011_г."),
    (Edtf(Moment(2011)), "2011", "2011_г."),
    (Edtf(*APRIL), "April_12–15, 2011", "12–15_апреля 2011_г."),
    (Edtf(Moment(2011, 3, 26), Moment(2011, 4, 8)), "March_26–April_8, 2011", "26_марта_– 8_апреля 2011_г."),
    (
        Edtf(Moment(2011, 12, 30), Moment(2012, 1, 3)),
        "December_30, 2011–January_3, 2012",
        "30_декабря 2011_г._– 3_января 2012_г.",
    ),
    (Edtf(*SUMMER), "July–August 2011", "июль_– август 2011_г."),
    (
        Edtf(Moment(2011, 12), Moment(2012, 1)),
        "December 2011–January 2012",
        "декабрь 2011_г._– январь 2012_г.",
    ),
    (Edtf(Moment(2009), Moment(2012)), "2009–2012", "2009–2012_гг."),
    (Edtf(Moment(2011, 5), Moment(2011, 6, 12)), "May 2011–June_12, 2011", "май 2011_г._– 12_июня 2011_г."),
    (Edtf(Moment(2011, 5), Moment(2011, 5)), "May 2011", "май 2011_г."),
    (Edtf(Moment(2011, 5), approximate=True), "about May 2011", "около_мая 2011_г."),
    (Edtf(Moment(2011), approximate=True), "about 2011", "около_2011_г."),
    (Edtf(Moment(2012, 2, 29), approximate=True), "about February_29, 2012", "около_29_февраля 2012_г."),
    (Edtf(*SUMMER, approximate=True), "about July–August 2011", "июль_– август 2011_г. (приблизительно)"),
    (Edtf(Moment(2011, 5), uncertain=True), "May 2011 (uncertain)", "май 2011_г. (предположительно)"),
    (
        Edtf(Moment(2011, 5), approximate=True, uncertain=True),
        "about May 2011 (uncertain)",
        "около_мая 2011_г. (предположительно)",
    ),
    (
        Edtf(*APRIL, approximate=True, uncertain=True),
        "about April_12–15, 2011 (uncertain)",
        "12–15_апреля 2011_г. (предположительно)",
    ),
]


@pytest.mark.parametrize(("value", "english", "russian"), DATES)
def test_a_date_reads_as_an_editor_writes_it(value: Edtf, english: str, russian: str) -> None:
    assert formats.date(value, "en").replace("\u00a0", "_") == english
    assert formats.date(value, "ru").replace("\u00a0", "_") == russian


@pytest.mark.parametrize("month", range(1, 13))
def test_about_takes_the_genitive_of_every_month(month: int) -> None:
    genitive = formats.date(Edtf(Moment(2011, month, 5)), "ru").replace("\u00a0", " ").split(" ")[1]
    assert formats.date(Edtf(Moment(2011, month), approximate=True), "ru") == f"около\u00a0{genitive} 2011\u00a0г."


def test_another_locale_gets_cldrs_words_and_the_marks_of_edtf() -> None:
    assert formats.date(Edtf(*APRIL), "it") == "12–15\u00a0aprile 2011"
    assert formats.date(Edtf(*SUMMER, approximate=True, uncertain=True), "it") == "~luglio–agosto 2011 (?)"


@pytest.mark.parametrize("locale", ["en", "ru", "fr", "de", "kk"])
def test_no_sign_comes_out_that_the_fonts_lack(locale: str) -> None:
    texts = [formats.date(value, locale) for value, _, _ in DATES]
    texts += [formats.number(value, locale) for value in (1234567, -12345, Decimal("12345.678"))]
    assert not set("".join(texts)) & set("\u202f\u2009")


def test_numbers_keep_all_their_digits() -> None:
    assert formats.number(1234, "en") == "1,234"
    assert formats.number(Decimal("1234567.5"), "en") == "1,234,567.5"
    assert formats.number(9999, "ru") == "9999"
    assert formats.number(-9999, "ru") == "-9999"
    assert formats.number(10000, "ru") == "10\u00a0000"
    assert formats.number(Decimal("1234567.56789"), "ru") == "1\u00a0234\u00a0567,56789"


def test_lists() -> None:
    assert [formats.conjoin(("A", "B", "C")[:n], "en") for n in range(4)] == ["", "A", "A and B", "A, B, and C"]
    assert [formats.conjoin(("A", "B", "C")[:n], "ru") for n in range(4)] == ["", "A", "A и B", "A, B и C"]


def test_countries() -> None:
    assert formats.country("RU", "en") == "Russia"
    assert formats.country("US", "ru") == "США"
    assert formats.country("XQ", "ru") == "XQ"


def test_plural_forms_are_numbered_as_in_catalogs() -> None:
    assert [formats.plural_index(n, "en") for n in (0, 1, 2, 21)] == [1, 0, 1, 1]
    russian = [
        0 if n % 10 == 1 and n % 100 != 11 else 1 if 2 <= n % 10 <= 4 and n // 10 % 10 != 1 else 2 for n in range(201)
    ]
    assert [formats.plural_index(n, "ru") for n in range(201)] == russian


def test_an_unknown_locale_is_a_problem() -> None:
    assert [formats.is_known(locale) for locale in ("en", "ru", "pt_BR", "xx", "", "../en", "e" * 999)] == [
        *(True, True, True),
        *(False, False, False, False),
    ]
    with pytest.raises(ProjectError, match="unknown locale xx"):
        formats.number(1, "xx")


def test_an_index_is_sorted_as_readers_look_things_up() -> None:
    words = ["Яков", "елка", "Ёж", "ёлки", "Жук", "Bolden, Charles", "élan", "elan", "йод", "иней", "2001", "«Мир»"]
    russian = ["2001", "Ёж", "елка", "ёлки", "Жук", "иней", "йод", "«Мир»", "Яков", "Bolden, Charles", "elan", "élan"]
    english = ["2001", "Bolden, Charles", "elan", "élan", "Ёж", "елка", "ёлки", "Жук", "иней", "йод", "«Мир»", "Яков"]
    assert sorted(words, key=lambda word: formats.sort_key(word, "ru")) == russian
    assert sorted(words, key=lambda word: formats.sort_key(word, "en")) == english
