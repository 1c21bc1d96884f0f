"""Page numbers that documents leave room for: what is written into the room, and what stays as it is."""

from __future__ import annotations

from typing import Any, cast

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NullObject

from protocolpress.pdf import object_copy
from protocolpress.pdf.page_numbers import Numbers


class Copier:
    """Takes what it should copy for the copy."""

    def value(self, item: object) -> object:
        return item


def words(glyphs: bytes) -> pypdf.PageObject:
    page: Any = pypdf.PageObject.create_blank_page(width=100, height=100)
    content = DecodedStreamObject()
    content.set_data(b"q\n0 0 0 rg\nBT\n1 0 0 -1 0 12 Tm\n/ABCDEF 12 Tf\n[%b] TJ\nET\nQ" % glyphs)
    page[NameObject("/Contents")] = content
    fonts = DictionaryObject({NameObject("/ABCDEF"): NullObject()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return cast("pypdf.PageObject", page)


def room(whose: bytes, *, inside: bytes = b"") -> bytes:
    return (
        b"/Span\n<</MCID 7/XXprotocolpress [(%b) 530.8 856.7 11.3]>>\nBDC\nBT\n%bET\nEMC\n/Span\n<</MCID 8>>\nBDC\n"
        % (whose, inside)
    )


KNOWN = {"en:en-ru/protocols/x": words(b"<0001>0<0002>"), "ru:en-ru/protocols/\u0436": words(b"<0003>")}


def made() -> Numbers:
    return Numbers(KNOWN, cast("object_copy.Copier", Copier()))


@pytest.mark.parametrize(
    ("whose", "glyphs"), [(b"en:en-ru/protocols/x", b"<0001>0<0002>"), (b"ru:en-ru/protocols/%D0%B6", b"<0003>")]
)
def test_a_number_stands_in_its_room_in_the_size_of_the_line(whose: bytes, glyphs: bytes) -> None:
    filled, fonts = made().fill(b"before\n" + room(whose) + b"after")
    assert filled == (
        b"before\n/Span\n<</MCID 7>>\nBDC\nBT\n1 0 0 -1 530.8 856.7 Tm\n/ProtocolpressABCDEF 11.3 Tf\n[%b] TJ\nET\nEMC\n"
        b"/Span\n<</MCID 8>>\nBDC\nafter" % glyphs
    )
    assert list(fonts) == ["/ProtocolpressABCDEF"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BT\nET",
        room(b"en:en-ru/protocols/elsewhere"),
        room(b"ru:en-ru/protocols/x"),
        room(b"en:en-ru/protocols/x", inside=b"(words) Tj\n"),
        b"/XXprotocolpress [(" * 20_000,
        b"/Span\n<</MCID 1" * 20_000,
    ],
)
def test_whatever_else_is_drawn_stays_as_it_is(content: bytes) -> None:
    assert made().fill(content) == (content, {})


def test_each_room_has_its_own_number() -> None:
    filled, _ = made().fill(room(b"en:en-ru/protocols/x") * 2 + room(b"ru:en-ru/protocols/%D0%B6"))
    assert filled.count(b"[<0001>0<0002>] TJ") == 2
    assert filled.count(b"[<0003>] TJ") == 1
