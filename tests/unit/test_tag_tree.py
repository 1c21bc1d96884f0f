"""Tags are read once, in order, with what they inherit; a tree made to hold a reader up is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

import support_pdf
from protocolpress.errors import CompendiumError
from protocolpress.pdf import reading_order, tag_tree, verify

PAGE = support_pdf.tagged(
    '<h1>Title</h1><p>One <a href="https://example.org/">two <em>three</em> four <b lang="ru">пять</b>.</a> Six</p>'
    '<p style="break-before: page">Seven</p>'
)


def read(data: bytes) -> tag_tree.Tree:
    return tag_tree.read(pypdf.PdfReader(io.BytesIO(data)))


def element(role: str, *kids: Any) -> DictionaryObject:  # noqa: ANN401 - anything that an array may hold
    entries = {"/Type": NameObject("/StructElem"), "/S": NameObject(f"/{role}"), "/K": ArrayObject(kids)}
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def with_tags(change: Callable[[Any], None]) -> bytes:
    """Return the page after *change* was done to its topmost element."""
    return support_pdf.changed(PAGE, lambda catalog: change(catalog["/StructTreeRoot"]["/K"][0].get_object()))


def test_words_and_elements_come_in_the_order_of_reading() -> None:
    (link,) = (one for one in read(PAGE).root if one.tag == "Link")
    assert [child.tag if isinstance(child, tag_tree.Element) else child.words for child in link.children] == [
        "two ",
        "NonStruct",
        " four ",
        "NonStruct",
        ".",
    ]
    assert " ".join(link.words().split()) == "two three four пять."


def test_a_link_says_its_words_in_the_order_of_reading() -> None:
    (_, words), *_ = reading_order.links(pypdf.PdfReader(io.BytesIO(PAGE)))
    assert words == "two three four пять."


def test_an_element_has_what_it_inherits() -> None:
    def change(document: Any) -> None:  # noqa: ANN401 - as deep as a test needs
        document["/K"][1].get_object()[NameObject("/Lang")] = TextStringObject("ru")

    tree = read(with_tags(change))
    assert len(tree.pages) == 2
    found = [(one.words().strip(), one.lang, one.page, one.depth) for one in tree.root if one.tag == "Span"]
    assert found == [
        ("Title", "en", 0, 2),
        ("One", "ru", 0, 2),
        ("three", "ru", 0, 4),
        ("пять", "ru", 0, 4),
        ("Six", "ru", 0, 2),
        ("Seven", "en", 1, 2),
    ]


def test_roles_stand_for_standard_tags_and_pictures_tell_what_is_in_them() -> None:
    def change(document: Any) -> None:  # noqa: ANN401 - as deep as a test needs
        figure = element("Bild", element("P"))
        figure[NameObject("/ActualText")] = TextStringObject("a sign")
        figure[NameObject("/Alt")] = TextStringObject("a drawing")
        document["/K"].extend([element("Part", figure), element("Part")])
        document["/P"][NameObject("/RoleMap")] = DictionaryObject({NameObject("/Bild"): NameObject("/Figure")})

    *_, part, figure, inner, other = read(with_tags(change)).root
    assert [one.part for one in (part, figure, inner, other)] == [1, 1, 1, 2]
    assert (figure.role, figure.tag, figure.alternative) == ("Bild", "Figure", "a drawing")
    assert [one.told for one in (part, figure, inner, other)] == [False, True, True, False]


def test_a_pdf_without_tags_has_words_and_no_elements() -> None:
    tree = read(support_pdf.untagged("<p>Words"))
    assert list(tree.root) == []
    assert "".join(tree.pages[0].words.values()).strip() == "Words"


def test_a_number_below_nought_is_no_mark() -> None:
    def change(document: Any) -> None:  # noqa: ANN401
        document["/K"].append(element("P", NumberObject(-1), NumberObject(-2)))

    *_, last = read(with_tags(change)).root
    assert last.children == ()


# ── what is made to hold a reader up ─────────────────────────────────────────────────────────────────────────────────


def in_a_circle(document: Any) -> None:  # noqa: ANN401
    document["/K"].append(document.indirect_reference)


def deep(levels: int) -> Callable[[Any], None]:
    def change(document: Any) -> None:  # noqa: ANN401
        add = document.indirect_reference.pdf._add_object  # noqa: SLF001 - no public way
        inner = add(element("P"))
        for _ in range(levels - 2):
            inner = add(element("Div", inner))
        document["/K"].append(inner)

    return change


def round_through_an_array(document: Any) -> None:  # noqa: ANN401
    """An element that is in an array, and whose children are that array: no reference to it comes twice."""
    kids = document["/K"]
    shared = document.indirect_reference.pdf._add_object(kids)  # noqa: SLF001
    document[NameObject("/K")] = shared
    inner = element("Div")
    inner[NameObject("/K")] = shared
    kids.append(inner)


def test_a_circle_is_gone_round_once() -> None:
    assert reading_order.tags(with_tags(in_a_circle)) == reading_order.tags(PAGE)
    assert verify.inspect(with_tags(in_a_circle), "x.pdf") == verify.inspect(PAGE, "x.pdf")


def test_a_tree_as_deep_as_a_document_is_read() -> None:
    assert max(one.depth for one in read(with_tags(deep(tag_tree.DEPTH))).root) == tag_tree.DEPTH - 1


@pytest.mark.parametrize("change", [deep(tag_tree.DEPTH + 1), round_through_an_array])
def test_a_tree_that_is_too_deep_is_refused(change: Callable[[Any], None]) -> None:
    data = with_tags(change)
    message = f"the PDF is too large or too deep to be read: its tags are nested more than {tag_tree.DEPTH} deep"
    assert [(one.rule, one.message) for one in verify.inspect(data, "x.pdf")] == [("pdf-too-large", message)]
    with pytest.raises(CompendiumError, match="too deep to be read"):
        reading_order.tags(data)


def test_a_tree_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:  # noqa: ANN401
        marks = document.indirect_reference.pdf._add_object(ArrayObject(map(NumberObject, range(30))))  # noqa: SLF001
        for _ in range(30):
            document["/K"].append(element("P"))
            document["/K"][-1][NameObject("/K")] = marks

    monkeypatch.setattr(tag_tree, "MOST", 500)
    (problem,) = verify.inspect(with_tags(change), "x.pdf")
    assert problem.rule == "pdf-too-large"
    assert problem.message.endswith("its tags hold more than 500 items")
