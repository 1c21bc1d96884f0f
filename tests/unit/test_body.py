"""Bodies: what is numbered, what translators are told, and where each text stands."""

from __future__ import annotations

import pytest

import sample
from protocolpress import model
from protocolpress.errors import Position, Problems, SourceError
from protocolpress.localize import hand_written
from protocolpress.model import Document, Edtf, EntityRef, Heading, Message, Moment, Paragraph, PlaceRef, Table

FIRST_LINE = 6
"""The first line of a protocol's body: `sample` writes five lines above it."""


def outline(document: Document) -> list[tuple[object, ...]]:
    """Return what each block is: its words, its path, its nesting and its role."""
    found: list[tuple[object, ...]] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append((block.text.msgid, block.path, block.level, block.role))
        elif isinstance(block, Heading):
            found.append((block.text.msgid, block.path, block.level, block.anchor))
    return found


def complaints(text: str, document_id: str = sample.PROTOCOL) -> list[str]:
    with pytest.raises(SourceError) as caught:
        sample.document(text, document_id=document_id)
    return [f"{p.position.line - FIRST_LINE + 1}: {p.message} [{p.rule}]" for p in caught.value.problems]


def test_articles_paragraphs_and_what_is_nested_in_them() -> None:
    text = "Preamble.\n\n## One {#one}\n\n1. a\n   1. b\n      1. c\n   2. d\n\n## Two\n\nPlain.\n\n1. e\n"
    assert outline(sample.document(text)) == [
        ("Preamble.", (), 0, "text"),
        ("One", (1,), 2, "one"),
        ("a", (1, 1), 1, "item"),
        ("b", (1, 1, 1), 2, "item"),
        ("c", (1, 1, 1, 1), 3, "item"),
        ("d", (1, 1, 2), 2, "item"),
        ("Two", (2,), 2, "article-2"),
        ("Plain.", (), 0, "text"),
        ("e", (2, 1), 1, "item"),
    ]


def test_numbering_goes_on_after_what_interrupts_a_list_and_starts_again_in_an_article() -> None:
    text = "## A\n\n1. a\n2. b\n\nBetween.\n\n1. c\n\n| T |\n| - |\n\n7. d\n\n### Part\n\n1. e\n\n## B\n\n1. f\n"
    paths = [block.path for block in sample.document(text).blocks if isinstance(block, Paragraph) and block.path]
    assert paths == [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 1)]


def test_nested_lists_start_again_in_each_paragraph() -> None:
    text = "## A\n\n1. a\n   1. b\n\n2. c\n   1. d\n"
    paths = [block.path for block in sample.document(text).blocks if isinstance(block, Paragraph)]
    assert paths == [(1, 1), (1, 1, 1), (1, 2), (1, 2, 1)]


def test_paragraphs_without_an_article_are_numbered_too() -> None:
    assert outline(sample.document("1. a\n   1. b\n")) == [("a", (0, 1), 1, "item"), ("b", (0, 1, 1), 2, "item")]


def test_a_continuation_keeps_the_nesting_and_has_no_number() -> None:
    text = "## A\n\n1. a\n   1. b\n\n   and so on\n"
    assert outline(sample.document(text))[-1] == ("and so on", (), 1, "text")


def test_events_have_sections_and_no_articles() -> None:
    document = sample.document("## What was agreed {#agreed}\n\n- a\n\n> said\n", document_id="events/a")
    assert outline(document) == [
        ("What was agreed", (), 2, "agreed"),
        ("a", (), 1, "bullet"),
        ("said", (), 0, "quote"),
    ]


def test_clauses_have_their_roles() -> None:
    document = sample.document("{.agreed}\nhave agreed:\n\n{.closing}\nDone.\n")
    assert outline(document) == [("have agreed:", (), 0, "agreed"), ("Done.", (), 0, "closing")]


def test_a_table_of_actions_has_owners_and_dates() -> None:
    text = "{.actions}\n| What | Who | When |\n| - | - | - |\n| Cast | @onl, @guest | 2012-06 |\n"
    (table,) = sample.document(text).blocks
    assert isinstance(table, Table)
    assert table.actions
    what, owners, due = table.rows[0]
    place = Position("sources/protocols/a.md", FIRST_LINE + 3)
    assert isinstance(what, Message)
    assert (what.msgid, what.position) == ("Cast", place)
    assert owners == EntityRef(("onl", "guest"), place)
    assert due == Edtf(Moment(2012, 6))


CORRIGENDUM = "kind: corrigendum\ncorrects: protocols/b\n"


def test_a_table_of_corrections_names_places_or_says_where() -> None:
    text = "{.corrections}\n| Where | For | Read |\n| - | - | - |\n| #oil/1/б | a | b |\n| Title | c | d |\n"
    (table,) = sample.document(text, CORRIGENDUM).blocks
    assert isinstance(table, Table)
    assert table.corrections
    place, _, read = table.rows[0]
    assert place == PlaceRef("oil/1/б", Position("sources/protocols/a.md", FIRST_LINE + 5))
    assert isinstance(read, Message)
    assert isinstance(table.rows[1][0], Message)
    assert (read.msgid, table.rows[1][0].msgid) == ("b", "Title")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("| a | b |\n| - | - |", "a table of corrections has three columns [bad-corrections]"),
        ("| a | b | c |\n| - | - | - |\n| # oil | x | y |", "# oil is not a place in a document [bad-corrections]"),
        ("| a | b | c |\n| - | - | - |\n| #x](y | x | y |", "#x](y is not a place in a document [bad-corrections]"),
    ],
)
def test_mistakes_of_a_table_of_corrections(table: str, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        sample.document(f"{{.corrections}}\n{table}\n", CORRIGENDUM)
    assert [f"{problem.message} [{problem.rule}]" for problem in caught.value.problems] == [expected]


COMMENTED = """\
Before.

## One {#one}

Plain.[^n]

1. a
   1. b
      1. c

   rest
- d

> e

| f |
| - |
| g |

### h

{.closing}
i

[^n]: j
"""


def test_translators_are_told_where_a_text_stands() -> None:
    document = sample.document(COMMENTED, "short: S\nlead: L\n")
    assert {message.msgid: message.comment for message in model.messages(document)} == {
        "Title": "Protocol a · title",
        "S": "Protocol a · short title, at the head of the pages · max-length:80",
        "L": "Protocol a · lead sentence",
        "Before.": "Protocol a · preamble",
        "One": "Protocol a · Article 1 · heading",
        "Plain.[^n]": "Protocol a · Article 1",
        "a": "Protocol a · Article 1 · paragraph 1",
        "b": "Protocol a · Article 1 · paragraph 1(a)",
        "c": "Protocol a · Article 1 · paragraph 1(a)(i)",
        "rest": "Protocol a · Article 1 · paragraph 1",
        "d": "Protocol a · Article 1 · list item",
        "e": "Protocol a · Article 1",
        "f": "Protocol a · Article 1 · table, heading of a column",
        "g": "Protocol a · Article 1 · table",
        "h": "Protocol a · heading",
        "i": "Protocol a · Article 1 · closing clause",
        "j": "Protocol a · footnote n",
    }


def test_comments_of_events_and_annexes() -> None:
    event = sample.document("Text.\n\n## Part\n\n- x\n", document_id="events/2012-02-29")
    assert [message.comment for message in model.messages(event)] == [
        "Event 2012-02-29 · title",
        "Event 2012-02-29",
        "Event 2012-02-29 · heading",
        "Event 2012-02-29 · list item",
    ]
    annex = sample.document("1. x\n", "kind: annex\n")
    assert [message.comment for message in model.messages(annex)] == ["Annex a · title", "Annex a · paragraph 1"]


def test_every_text_knows_its_line() -> None:
    document = sample.document(COMMENTED)
    lines = {m.msgid: m.position.line - FIRST_LINE + 1 for m in model.messages(document) if m.msgid != "Title"}
    own = COMMENTED.splitlines()
    for msgid, line in lines.items():
        assert msgid in own[line - 1], (msgid, line)
    assert document.title.position == Position("sources/protocols/a.md", 2, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A", ["1: a heading is not allowed here [bad-heading]"]),
        ("#### A", ["1: a heading is not allowed here [bad-heading]"]),
        ("1. ## A", ["1: a list item does not start with a paragraph [bad-item]"]),
        ("1. a\n\n   ## A", ["3: a heading is not allowed here [bad-heading]"]),
        ("> ## A", ["1: a heading is not allowed here [bad-heading]"]),
        ("> > a", ["1: a quotation inside a quotation [too-deep]"]),
        ("\n".join(f"{' ' * 3 * n}1. a" for n in range(7)), ["7: lists nest deeper than 6 levels [too-deep]"]),
        ("1. - a", ["1: a list item does not start with a paragraph [bad-item]"]),
        ("## A {#x}\n\n## B {#x}", ["3: the anchor x occurs twice [duplicate-anchor]"]),
        (
            "## A {#scope-2}\n\n## B {#scope}\n\n1. a\n2. b",
            ["1: the anchor scope-2 is also that of the paragraph in line 11 [duplicate-anchor]"],
        ),
        ("| a |\n| - |\n| ^^ |", ["3: cells cannot be merged (^^) [bad-cell]"]),
        ("| a |\n| - |\n| - b - c |", ["3: a cell cannot hold a list [bad-cell]"]),
        ("{.action}\nx", ["2: unknown attribute .action [unknown-attribute]"]),
        ("{.actions}\n| a |\n| - |", ["2: a table of actions has three or four columns [bad-actions]"]),
        ("{.corrections}\n| a | b | c |\n| - | - | - |", ["2: unknown attribute .corrections [unknown-attribute]"]),
        (
            "{.actions}\n| a | b | c |\n| - | - | - |\n| x | onl | 2012-13 |",
            ["4: the owner onl is not an id [bad-actions]", "4: there is no month 13: 2012-13 [bad-date]"],
        ),
        ("a[^1]", ["1: there is no footnote 1 [unknown-footnote]"]),
        ("a\n\n[^1]: b", ["3: footnote 1 is never called [unused-footnote]"]),
        (
            "a[^1]\n\n[^1]: b\n\n    c",
            ["3: footnote 1 is not one paragraph [bad-footnote]", "1: there is no footnote 1 [unknown-footnote]"],
        ),
    ],
)
def test_mistakes_have_their_line(text: str, expected: list[str]) -> None:
    assert sorted(complaints(text)) == sorted(expected)


def test_an_escaped_call_is_no_call() -> None:
    assert sample.document("a\\[^1]").notes == {}


# ── quotations, and numbers typed by hand ────────────────────────────────────────────────────────────────────────────


def warnings(text: str) -> list[str]:
    problems = Problems()
    hand_written.check(sample.document(text), problems)
    return [f"{p.position.line - FIRST_LINE + 1}: {p.message}" for p in problems]


def test_a_quotation_keeps_its_numbers_and_counts_nothing() -> None:
    text = "## A\n\n1. One:\n\n> Title\n>\n> 3. Third.\n>    1. Inner.\n> 4) Fourth.\n>\n>    More.\n>\n> - Bullet.\n\n2. Two.\n"
    document = sample.document(text)
    found = [
        ("" if b.path else b.number, b.text.msgid, b.role, b.level, b.path)
        for b in document.blocks
        if isinstance(b, Paragraph)
    ]
    assert found == [
        ("", "One:", "item", 1, (1, 1)),
        ("", "Title", "quote", 0, ()),
        ("3.", "Third.", "quote", 1, ()),
        ("1.", "Inner.", "quote", 2, ()),
        ("4)", "Fourth.", "quote", 1, ()),
        ("", "More.", "quote", 1, ()),
        ("–", "Bullet.", "quote", 1, ()),
        ("", "Two.", "item", 1, (1, 2)),
    ]
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5. Five.\n", ["1: the paragraph typed as 5. is printed with the number 1"]),
        ("1. One.\n\n> 3. Quoted.\n\n5. Five.\n", ["5: the paragraph typed as 5. is printed with the number 2"]),
        ("1. a\n1. b\n\nText.\n\n1. c\n", []),  # the usual way to let the program count
        ("1. a\n2. b\n\nText.\n\n3. c\n4. d\n", []),
        ("1. a\n2. b\n\nText.\n\n1. c\n2. d\n", ["7: the paragraph typed as 2. is printed with the number 4"]),
        ("1. a\n\n   4. b\n", ["3: the paragraph typed as 4. is printed with the number 1"]),
    ],
)  # fmt: skip
def test_a_typed_number_that_is_not_printed(text: str, expected: list[str]) -> None:
    assert warnings(text) == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("(a) the Party", "(a)"),
        ("b) the Party", "b)"),
        ("а) Сторона", "а)"),
        ("(iv) the Party", "(iv)"),
        ("(1) The Party", "(1)"),
        ("1\\. The Party", "1."),
        ("1.1. The Party", "1.1."),
        ("1.1 The Party", "1.1"),
        ("2.3.1 the Party", "2.3.1"),
        ("IV. Final provisions", "IV."),
        ("• the Party", "•"),
        ("## Article 1. Scope", "Article 1."),
        ("## ARTICLE 2", "ARTICLE 2"),
        ("## Статья 3. Предмет", "Статья 3."),
        ("1. (a) the Party", "(a)"),
        ("- • the Party", "•"),
    ],
)
def test_a_mark_typed_as_text(text: str, mark: str) -> None:
    assert warnings(text + "\n") == [f"1: the text begins with {mark}, typed by hand"]


@pytest.mark.parametrize(
    "text",
    [
        *("Article 5 of the Agreement applies.", "1.5 million rubles are paid.", "10.30 Opening of the meeting", "12.04.2012"),
        *("(or both) apply", "I. Petrov spoke.", "г. Москва", "3 metres", "2012 was a good year.", "V. Popovkin", "A dash – here"),
        *("> (a) quoted", "> Article 1. Quoted", "(a)ttached", "Annex 1."),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mark(text: str) -> None:
    assert warnings(text + "\n") == []


def test_a_backslash_breaks_the_line_in_a_cell_and_the_last_row_may_be_a_total() -> None:
    (table,) = sample.document("{.total}\n| Oil \\ liters | *x* \\\\ y |\n| --- | --- |\n| Total | - 5 |\n").blocks
    assert isinstance(table, Table)
    assert [cell.msgid for cell in table.header if isinstance(cell, Message)] == ["Oil\\\nliters", "*x* \\\\ y"]
    assert table.total
