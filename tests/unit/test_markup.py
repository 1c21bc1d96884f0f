"""Markdown in, blocks and spans out; what no document may hold is found with its line."""

from __future__ import annotations

import pytest

from protocolpress import markup
from protocolpress.errors import Problems
from protocolpress.markup import (
    HeadingBlock,
    Inline,
    ListBlock,
    NoteBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
)
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span


def blocks(text: str) -> tuple[markup.MarkupBlock, ...]:
    problems = Problems()
    found = markup.blocks(text, "x.md", 1, problems)
    assert not problems, list(problems)
    return found


def complaints(text: str) -> list[str]:
    problems = Problems()
    markup.blocks(text, "x.md", 11, problems)
    return [f"{problem.position}: {problem.message} [{problem.rule}]" for problem in problems]


def paragraph(text: str, line: int, *classes: str) -> ParagraphBlock:
    return ParagraphBlock(text=Inline(text=text, line=line), classes=classes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo.", paragraph("One two.", 1)),
        ("  One  \n  two.", paragraph("One\\\ntwo.", 1)),
        ("One\\\ntwo.", paragraph("One\\\ntwo.", 1)),
        ("{.agreed}\nhave agreed:", paragraph("have agreed:", 2, "agreed")),
        ("{.a .b}\nx", paragraph("x", 2, "a", "b")),
        ("## Title {#science}", HeadingBlock(text=Inline(text="Title", line=1), level=2, anchor="science")),
        ("### Title", HeadingBlock(text=Inline(text="Title", line=1), level=3, anchor="")),
        ("\\<b>", paragraph("\\<b>", 1)),
        ("> Said.", QuoteBlock(blocks=(paragraph("Said.", 1),), line=1)),
        (
            "- one\n- two",
            ListBlock(ordered=False, items=((paragraph("one", 1),), (paragraph("two", 2),)), line=1, marks=("-", "-")),
        ),
        ("[^a]: Note.", NoteBlock(label="a", blocks=(paragraph("Note.", 1),), line=1)),
    ],
)
def test_a_block(text: str, expected: markup.MarkupBlock) -> None:
    assert blocks(text) == (expected,)


def test_lists_nest_and_items_go_on() -> None:
    (found,) = blocks("1. one\n   1. inner\n\n   more\n2. two\n")
    assert isinstance(found, ListBlock)
    inner = ListBlock(ordered=True, items=((paragraph("inner", 2),),), line=2, marks=("1.",))
    assert found.items == ((paragraph("one", 1), inner, paragraph("more", 4)), (paragraph("two", 5),))


def test_a_table_has_cells_with_their_lines_and_alignment() -> None:
    (found,) = blocks("{.actions}\n| A | B | C | D |\n| --- | :-- | :-: | --: |\n| 1 | *2* | 3 \\| 4 | |\n")
    assert isinstance(found, TableBlock)
    assert [cell.text for cell in found.header] == ["A", "B", "C", "D"]
    assert [(cell.text, cell.line) for cell in found.rows[0]] == [("1", 4), ("*2*", 4), ("3 | 4", 4), ("", 4)]
    assert found.align == ("left", "left", "center", "right")
    assert found.classes == ("actions",)


def test_lines_count_from_the_first_line_of_the_file() -> None:
    problems = Problems()
    (_, second) = markup.blocks("One.\n\nTwo.", "x.md", 20, problems)
    assert second == paragraph("Two.", 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a <b>c</b>",
            ["x.md:11: raw HTML is not allowed: </b> [raw-html]", "x.md:11: raw HTML is not allowed: <b> [raw-html]"],
        ),
        ("One\ntwo <br> three", ["x.md:12: raw HTML is not allowed: <br> [raw-html]"]),
        ("\n<div>\nx\n</div>", ["x.md:12: raw HTML is not allowed: <div> [raw-html]"]),
        ("<!-- hidden -->", ["x.md:11: raw HTML is not allowed: <!-- hidden --> [raw-html]"]),
        ("| a |\n| - |\n| <i> |", ["x.md:13: raw HTML is not allowed: <i> [raw-html]"]),
        ("![alt](x.png)", ["x.md:11: pictures are not allowed in the text [picture-in-text]"]),
        ("***", ["x.md:11: a rule is not allowed in a document [unsupported-block]"]),
        ("```\nx\n```", ["x.md:11: a code block is not allowed in a document [unsupported-block]"]),
        ("    x", ["x.md:11: a code block (four spaces of indent) is not allowed in a document [unsupported-block]"]),
        ("## A {#Big}", ["x.md:11: bad anchor Big [bad-anchor]"]),
    ],
)
def test_what_no_document_may_hold(text: str, expected: list[str]) -> None:
    assert complaints(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("word", (Plain("word"),)),
        ("*a* **b**", (Emphasis((Plain("a"),)), Plain(" "), Emphasis((Plain("b"),), strong=True))),
        ("***a***", (Emphasis((Emphasis((Plain("a"),), strong=True),)),)),
        ("a\\\nb", (Plain("a"), Break(), Plain("b"))),
        (
            "the [слово *да*]{lang=ru}.",
            (Plain("the "), Passage("ru", (Plain("слово "), Emphasis((Plain("да"),)))), Plain(".")),
        ),
        (
            "[[слово](https://a.example)]{lang=sr-Cyrl}",
            (Passage("sr-Cyrl", (Link("https://a.example", (Plain("слово"),)),)),),
        ),
        ("[a]{lang=} [b]{#x} [c] {lang=ru}", (Plain("[a]{lang=} [b]{#x} [c] {lang=ru}"),)),
        ("a\nb", (Plain("a b"),)),
        ("\\*a\\* &amp; 2\\. {{ x }} {name}", (Plain("*a* & 2. {{ x }} {name}"),)),
        ("<b>bold</b>", (Plain("<b>bold</b>"),)),
        ("`code`", (Plain("code"),)),
        ("![a picture](x.png)", (Plain("a picture"),)),
        ("[x](https://example.org/a_b?c=1)", (Link("https://example.org/a_b?c=1", (Plain("x"),)),)),
        ("<https://example.org>", (Link("https://example.org", (Plain("https://example.org"),)),)),
        ("[x](javascript:alert)", (Link("javascript:alert", (Plain("x"),)),)),
        ("[*x*](#a/1/b)", (Reference("#a/1/b", (Emphasis((Plain("x"),)),)),)),
        ("[](#a)", (Reference("#a", ()),)),
        ("[](#oil/1/б)", (Reference("#oil/1/б", ()),)),
        ("[x](protocols/a#b)", (Reference("protocols/a#b", (Plain("x"),)),)),
        ("[x](../../etc/passwd)", (Reference("../../etc/passwd", (Plain("x"),)),)),
        ("[Mr. B](@bolden)", (Mention("bolden", (Plain("Mr. B"),)),)),
        ("a[^1]b", (Plain("a"), NoteCall("1"), Plain("b"))),
        ("a[^2]", (Plain("a[^2]"),)),
    ],
)
def test_inline(text: str, expected: tuple[Span, ...]) -> None:
    assert markup.inline(text, ["1"]) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <b>c</b>", "<b>"),
        ("a \\<b>", ""),
        ("2 < 3 > 1", ""),
        ("<https://example.org>", ""),
        ("a <!-- x -->", "<!-- x -->"),
    ],
)
def test_html_is_found_in_a_translation(text: str, html: str) -> None:
    assert markup.raw_html(text) == html


def test_words_without_markup() -> None:
    spans = markup.inline("A *b [c](#d)*\\\n[e](@f)[^1] [g](https://h.example)", ["1"])
    assert markup.plain(spans) == "A b c e g"


def test_deep_nesting_ends() -> None:
    assert markup.plain(markup.inline("*a **b " * 300)).count("a") == 300
    assert blocks("> " * 300 + "deep")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("10^-3^", (Plain("10"), Emphasis((Plain("-3"),), script="superscript"))),
        ("CO~2~", (Plain("CO"), Emphasis((Plain("2"),), script="subscript"))),
        ("**m^2^**", (Emphasis((Plain("m"), Emphasis((Plain("2"),), script="superscript")), strong=True),)),
        ("^a^b^", (Emphasis((Plain("a"),), script="superscript"), Plain("b^"))),
        *(
            (text, (Plain(text),))
            for text in ("~5 km, ~6 km", "2^n and 3^m", "~~gone~~", "[^a][^b]", "x^a[^b]c", "^^a^^", "^ a^")
        ),
        ("x\\^2\\^", (Plain("x^2^"),)),
    ],
)
def test_signs_above_and_below_the_line(text: str, spans: tuple[Span, ...]) -> None:
    assert markup.inline(text) == spans


def test_calls_of_notes_are_no_superscript() -> None:
    assert [type(span) for span in markup.inline("a[^x][^y]^2^", ("x", "y"))] == [Plain, NoteCall, NoteCall, Emphasis]
