"""Two versions of a document, compared without a disk: words, tables, notes, moves, and what only one language says."""

from __future__ import annotations

import time

import pytest

import sample
from protocolpress.compare import comparing, tokens, wording, written
from protocolpress.compare.values import Comparison, Row
from protocolpress.errors import Problems
from protocolpress.localize.document import localize
from protocolpress.model import LocalizedDocument, Plain, Text

FIRST = "One period of three months begins on the day of signature."
SECOND = "Two reports are sent to the other side before the end of the year."
THIRD = "Three experts meet in the place that the host names in its letter."


def text(words: str, locale: str = "en", *, translated: bool = True) -> Text:
    return Text(spans=(Plain(words),), locale=locale, translated=translated)


def columns(body: str, words: dict[str, str] | None = None, front: str = "") -> tuple[LocalizedDocument, ...]:
    """Localize a protocol in English and, where it is translated, in Russian; upper case stands for a translation."""
    document = sample.document(body, front)
    translated = {message: message.upper() for message in _messages(body)} | (words or {})
    settings = [sample.setting("en", document), sample.setting("ru", document, words=translated)]
    return tuple(localize(document, setting, Problems()) for setting in settings)


def _messages(body: str) -> list[str]:
    lines = (line.strip().lstrip("#0123456789. ").split(" {#")[0] for line in body.splitlines())
    cells = (cell.strip() for line in body.splitlines() if line.startswith("|") for cell in line.strip("|").split("|"))
    return ["Title", *filter(None, lines), *cells]


def changes(old: str, new: str, words: dict[str, str] | None = None) -> tuple[Row, ...]:
    return comparing.compare(columns(old), columns(new, words)).changes


def quoted(old: str, new: str, locale: str = "en") -> str:
    return written.quoted(wording.compare(locale, text(old, locale), text(new, locale)).pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("within 60 days", "within 90 days", "within [-60-] {+90+} days"),
        ("mass of 1,234.5 kg", "mass of 1,235.5 kg", "mass of [-1,234.5-] {+1,235.5+} kg"),
        ("on March 1, 2012, at noon", "on March 2, 2012, at noon", "on [-March 1, 2012-] {+March 2, 2012+}, at noon"),
        ("by {name} and ____", "by {other} and ____", "by [-{name}-] {+{other}+} and ____"),
        ("5 % of all", "6 % of all", "[-5 %-]{+6 %+} of all"),
        ("the co-chairs’ letter", "the co-chair’s letter", "the [-co-chairs’-] {+co-chair’s+} letter"),
        ("see https://a.example/1", "see https://a.example/2", "see [-https://a.example/1-] {+https://a.example/2+}"),
        ("a b c d", "x y c z w", "[-a b-]{+x y+} c [-d-] {+z w+}"),
        ("one of two", "three of four", "[-one-]{+three+} of [-two-] {+four+}"),
        ("one big of two small", "three tiny of four vast", "[-one big of two small-]{+three tiny of four vast+}"),
        ("same", "same", "same"),
        ("no break\u00a0here", "no break here", "no break here"),
    ],
)
def test_words_are_compared_with_figures_dates_and_placeholders_whole(old: str, new: str, expected: str) -> None:
    assert (
        quoted(old.replace("5 %", "5\u00a0%").replace("6 %", "6\u00a0%"), new.replace("6 %", "6\u00a0%")).replace(
            "\u00a0", " "
        )
        == expected
    )


def test_a_date_in_words_is_whole_in_each_language() -> None:
    assert quoted("до 1 марта 2012 года", "до 2 марта 2012 года", "ru") == "до [-1 марта 2012-] {+2 марта 2012+} года"
    kinds = [token.kind for token in tokens.read(text("am 3. Mai 2012 um 10:00", "de"))]
    assert "date" in kinds
    assert tokens.read(text("3 mai", "xx"))  # a language without tables


def test_a_moved_article_is_one_move_and_what_is_renumbered_is_unchanged() -> None:
    a, b, c = (
        f"## {word} {{#{word}}}\n\n1. {said}\n" for word, said in zip("abc", (FIRST, SECOND, THIRD), strict=True)
    )
    (found,) = changes(f"{a}\n{b}\n{c}", f"{c}\n{a}\n{b}")
    assert (found.form, found.whats, found.only) == ("heading", ("moved",), ())
    assert [place.numbers[0] for place in comparing.places(found)] == ["Article 3", "Article 1"]


def test_a_moved_article_without_a_name_of_its_own_is_known_by_its_words() -> None:
    a, b, c = (f"## {word}\n\n1. {said}\n" for word, said in zip(("X", "Y", "Z"), (FIRST, SECOND, THIRD), strict=True))
    (found,) = changes(f"{a}\n{b}\n{c}", f"{b}\n{c}\n{a}")
    assert (found.form, found.whats) == ("heading", ("moved",))


def test_a_paragraph_with_what_is_below_it_moves_as_one() -> None:
    with_items = f"1. {FIRST}\n   1. alpha beta gamma delta;\n   2. epsilon zeta eta theta.\n"
    old = f"## A {{#a}}\n\n{with_items}2. {SECOND}\n3. {THIRD}\n"
    new = f"## A {{#a}}\n\n1. {SECOND}\n2. {THIRD}\n{with_items.replace('1. One', '3. One')}"
    assert [row.whats for row in changes(old, new)] == [("moved",)]


def test_a_change_in_one_language_is_named_and_so_is_a_lost_translation() -> None:
    (found,) = changes(f"{FIRST}\n", f"{FIRST}\n", {FIRST: FIRST.upper().replace("THREE", "FOUR")})
    assert (found.whats, found.only, found.outdated) == (("words",), ("ru",), ())
    (found,) = changes(f"{FIRST}\n", f"{FIRST}\n", {FIRST: ""})
    assert (found.whats, found.only, found.outdated) == ((), (), ("ru",))
    (found,) = comparing.compare(columns(FIRST, {FIRST: ""}), columns(FIRST)).changes
    assert (found.whats, found.only, found.supplied) == ((), (), ("ru",))


def test_a_paragraph_that_one_language_leaves_out_is_a_change_in_that_language() -> None:
    (found,) = changes(f"{FIRST}\n", f"{FIRST}\n", {FIRST: "\\"})
    assert found.only == ("ru",)


TABLE = "| Thing | Number |\n| --- | --- |\n| lamp | 40 |\n| buoy | 50 |\n| mast | 60 |\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("| buoy | 50 |", "| buoy | 55 |", ["buoy | [-50-]{+55+}"]),
        ("| buoy | 50 |\n", "", ["row deleted: [-buoy-] | [-50-]"]),
        ("| mast", "| flag | 70 |\n| mast", ["row added: {+flag+} | {+70+}"]),
        ("| lamp | 40 |\n| buoy | 50 |", "| buoy | 50 |\n| lamp | 40 |", ["row moved: "]),
        ("| lamp | 40 |", "| lamp or candle | 40 |", ["lamp {+or candle+} | 40"]),
        (
            "| Thing | Number |\n| --- | --- |\n| lamp | 40 |\n| buoy | 50 |\n| mast | 60 |",
            "| Thing | Owner | Number |\n| --- | --- | --- |\n| lamp | us | 40 |\n| buoy | us | 50 |\n| mast | you | 60 |",
            ["Thing | {+Owner+} | Number", "lamp | {+us+} | 40", "buoy | {+us+} | 50", "mast | {+you+} | 60"],
        ),
    ],
)
def test_a_table_is_compared_by_rows_and_cells(old: str, new: str, lines: list[str]) -> None:
    compared = comparing.compare(columns(TABLE), columns(TABLE.replace(old, new)))
    (found,) = compared.changes
    assert found.whats[0] == "table"
    shown = [line[8:] for line in written.text([compared]).splitlines() if line.startswith("    en")]
    assert [line.startswith(start) for line, start in zip(shown, lines, strict=True)] == [True] * len(lines)


def test_a_new_footnote_is_told_from_the_words_around_it() -> None:
    (found,) = changes(f"{FIRST}\n", f"{FIRST}[^a]\n\n[^a]: Or later.\n", {f"{FIRST}[^a]": f"{FIRST.upper()}[^a]"})
    assert found.whats == ("footnote",)
    assert "{+1+}(({+Or later.+}))" in written.quoted(found.wordings[0].pieces)


def test_a_document_in_one_version_only_is_wholly_new_or_gone() -> None:
    own = columns(f"{FIRST}\n")
    assert comparing.compare((), own).whole == "added"
    assert comparing.compare(own, ()).whole == "deleted"
    assert written.summary([comparing.compare((), own)]) == "0 changes in 1 document, 1 document added"


def test_the_facts_of_the_front_matter_are_compared_as_printed() -> None:
    old, new = columns("x", front="place: cape\n"), columns("x", front="place: harbour\n")
    (found,) = comparing.compare(old, new).changes
    assert (found.form, found.place.label) == ("fact", "place")


def test_what_is_in_both_versions_is_unchanged_however_often_it_is_said() -> None:
    body = "".join(f"## A\n\n1. {FIRST}\n1. {FIRST}\n\n" for _ in range(5))
    assert changes(body, body) == ()
    assert [row.whats for row in changes(body, body + f"1. {FIRST}\n")] == [("added",)]


def test_long_and_monotonous_texts_are_compared_in_time() -> None:
    old, new = "a b " * 5000, "b a " * 5000
    begun = time.process_time()
    assert quoted(f"{old}.", f"c {new}.")
    body = "".join(f"1. {'word ' * 4}{number}\n" for number in range(600))
    assert changes(body, body.replace("word ", "term "))
    assert time.process_time() - begun < 20


def test_the_text_names_place_kind_and_languages() -> None:
    old = f"## A {{#a}}\n\n1. {FIRST}\n2. {SECOND}\n"
    compared: Comparison = comparing.compare(columns(old), columns(old, {FIRST: FIRST.upper().replace("THREE", "3")}))
    assert written.text([compared]).splitlines() == [
        "protocols/a: Title",
        "  Article 1, 1: number, words; changed in one language only: ru",
        "    ru  ONE PERIOD OF [-THREE-] {+3+} MONTHS BEGINS ON THE DAY OF SIGNATURE.",
    ]
    assert written.summary([compared]) == "1 change in 1 document, 1 in one language only"
    (shown,) = written.data([compared])
    assert shown["id"] == "protocols/a"
