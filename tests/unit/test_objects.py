"""Objects as they are written: texts and names come back as they were, whatever is in them."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import NameObject, TextStringObject, read_object

from protocolpress.pdf import objects


def read_back(written: bytes) -> object:
    return read_object(io.BytesIO(written), None)


@given(st.one_of(st.text(st.characters(max_codepoint=126)), st.text()))
def test_a_text_comes_back(words: str) -> None:
    found = read_back(objects.written(objects.text(words)))
    assert str(found) == str(TextStringObject(words))


def test_printable_ascii_stands_as_it_is() -> None:
    assert objects.written(objects.text("en/events/x#a-1 (b) \\")) == b"(en/events/x#a-1 \\(b\\) \\\\)"
    assert objects.text("en/x").get_encoded_bytes() == b"en/x"
    assert b"\x01" not in objects.written(objects.text("a\x01b"))  # a mark for the linker must not come from a text


def test_a_name_is_written_the_same_each_time() -> None:
    for _ in range(2):
        assert objects.written(NameObject("/a b#ж")) == b"/a#20b#23#D0#B6"
