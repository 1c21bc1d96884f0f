"""Fields for electronic signatures: whose, where, in which language, tagged, and never in a compendium."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
from html.parser import HTMLParser
from typing import Any

import pypdf
import pytest

import support_signing
from protocolpress.files import DiskFiles
from protocolpress.pdf import merge, reading_order

ROOT = pathlib.Path(__file__).parents[2]
ID = "protocols/2012-05-15-exampleton"
FILES = DiskFiles(ROOT / "skeleton")


class _Fields(HTMLParser):
    """Collects the attributes of fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.archives: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        said = dict(attrs)
        self.found += [said] if "data-signature" in said else []
        self.archives += [said["data-archive"]] if "data-archive" in said else []


def fields(html: str) -> _Fields:
    reader = _Fields()
    reader.feed(html)
    return reader


def widgets(data: bytes) -> list[Any]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    annotations = (one.get_object() for sheet in reader.pages for one in sheet.get("/Annots", ()))
    return [one for one in annotations if one["/Subtype"] == "/Widget"]


@pytest.fixture(scope="module")
def built() -> dict[bool, bytes]:
    """The PDF of the skeleton's protocol with fields and without."""
    return {wanted: support_signing.built(fields=wanted) for wanted in (True, False)}


@pytest.mark.parametrize("edition", ["en-ru", "ru-en"])
def test_each_signatory_has_a_field_in_the_order_of_the_alternat_and_the_language_of_the_party(edition: str) -> None:
    found = fields(support_signing.html(edition))
    order = ["north/sample", "south/primerov"] if edition == "en-ru" else ["south/primerov", "north/sample"]
    assert [one["data-signature"] for one in found.found] == order
    by_name = {one["data-signature"]: one for one in found.found}
    north, south = by_name["north/sample"], by_name["south/primerov"]
    assert (north["lang"], north["data-name"], north["data-signed"]) == (
        "en-US",
        "Jane Sample",
        "Signed electronically",
    )
    assert south["lang"] == "ru"
    assert south["data-name"] == "Иван Примеров"
    assert south["data-office"] == "руководитель Южного водного агентства"
    assert south["data-signed"] == "Подписано электронной подписью"
    titles = ["Signature. For the Northern Water Office: Jane Sample", "Подпись. За Северное водное бюро: Джейн Сэмпл"]
    assert north["data-title"] == " / ".join(titles if edition == "en-ru" else titles[::-1])
    assert len(found.archives) == 1
    assert set(str(found.archives[0]).split(" / ")) == {"Archive time stamp", "Архивная метка времени"}


def test_in_an_edition_without_the_language_of_a_party_its_field_is_in_that_of_the_edition() -> None:
    north = next(one for one in fields(support_signing.html("ru")).found if one["data-signature"] == "north/sample")
    assert (north["lang"], north["data-name"]) == ("ru", "Джейн Сэмпл")


@pytest.mark.parametrize("options", [{"draft": True}, {"fields": False}])
def test_a_draft_has_no_fields_and_a_publication_may_do_without(options: dict[str, bool]) -> None:
    html = support_signing.html("en-ru", **options)
    assert "data-signature" not in html
    assert "data-archive" not in html


def test_fields_are_where_the_lines_for_signatures_are_and_change_no_page(built: dict[bool, bytes]) -> None:
    first, second, archive = widgets(built[True])
    assert [one["/T"] for one in (first, second, archive)] == ["north/sample", "south/primerov", "archive"]
    (left, bottom, right, top), other = ([float(edge) for edge in one["/Rect"]] for one in (first, second))
    assert (other[1], other[3]) == (bottom, top)
    assert right < other[0]
    assert top - bottom == pytest.approx(25 / 25.4 * 72, abs=1)
    assert right - left > 200
    assert list(archive["/Rect"]) == [0, 0, 0, 0]
    for one in (first, second, archive):
        assert one["/AP"]["/N"].get_object().get_data() == b""
        assert "/StructParent" in one
        assert one["/F"] == 4
        assert "/V" not in one
    pages = [
        [sheet.get_contents().get_data() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]  # type: ignore[union-attr]
        for data in built.values()
    ]
    assert pages[0] == pages[1]
    assert not widgets(built[False])


def test_each_field_is_the_only_content_of_a_form_element_and_the_keyboard_finds_it(built: dict[bool, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(built[True]))
    root: Any = reader.root_object
    nums = list(root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    parents = dict(zip(nums[::2], nums[1::2], strict=True))
    for field in widgets(built[True]):
        element = parents[field["/StructParent"]].get_object()
        assert element["/S"] == "/Form"
        assert element["/K"]["/Type"] == "/OBJR"
        assert element["/K"]["/Obj"]["/T"] == field["/T"]
    assert {str(sheet["/Tabs"]) for sheet in reader.pages} == {"/S"}
    assert [one.get_object()["/T"] for one in root["/AcroForm"]["/Fields"]] == [
        "north/sample",
        "south/primerov",
        "archive",
    ]
    tags = reading_order.tags(built[True])
    assert tags.count("Form") == 3
    assert tags.index("Form") > tags.index("For the Northern Water Office")


def test_a_compendium_has_the_text_without_fields(built: dict[bool, bytes]) -> None:
    def joined(data: bytes) -> bytes:
        part = merge.Part(key="en-ru/p", title="Protocol", data=data, locale="en-US")
        day = dt.date(2012, 5, 15)
        return merge.merge([part], title="Compendium", locale="en-US", date=day, resolve=lambda _: None)

    book = joined(built[True])
    assert not widgets(book)
    assert "/AcroForm" not in pypdf.PdfReader(io.BytesIO(book)).root_object
    assert "Form" not in reading_order.tags(book)
    assert reading_order.tags(book) == reading_order.tags(joined(built[False]))
