"""Parts made ready for compendia: what they hold survives a file, and linking them is merging their PDFs."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt

import pytest

import support_pdf
from protocolpress import errors
from protocolpress.pdf import merge, reading_order, relocatable, relocate

PICTURE = f'<img alt="A square" src="data:image/png;base64,{base64.b64encode(support_pdf.picture()).decode()}">'
BRIEF = support_pdf.tagged(
    '<h1 id="top">Meeting in Québec</h1><p>See <a href="#end">the end</a> and'
    ' <a href="protocolpress:en/protocols/one#a">the protocol</a>.</p>'
    f'<p lang="ru">Встреча</p><p>{PICTURE}</p>'
    '<p id="end" style="break-before: page">End.</p>'
)
PROTOCOL = support_pdf.tagged(f'<h1 id="a">Протокол</h1><p>{PICTURE}</p>')
PARTS = (
    merge.Part(key="en/events/quebec", title="Meeting", data=BRIEF, locale="en"),
    merge.Part(key="en/protocols/one", title="Protocol", data=PROTOCOL, locale="en"),
)


def linked(*parts: merge.Part) -> bytes:
    """Merge *parts*."""
    return merge.merge(parts, title="Compendium", locale="en", date=dt.date(2026, 1, 1), resolve=lambda _: None)


def ready(part: merge.Part) -> merge.Part:
    """Return *part* with what was made ready in place of its PDF."""
    return dataclasses.replace(part, data=relocatable.dump(part.prepared()))


def test_parts_made_ready_give_the_bytes_that_their_pdfs_give() -> None:
    assert linked(*map(ready, PARTS)) == linked(*PARTS) == linked(ready(PARTS[0]), PARTS[1])


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_a_file_holds_all_of_a_part(part: merge.Part) -> None:
    made = part.prepared()
    assert relocatable.load(relocatable.dump(made)) == made
    assert relocatable.dump(part.prepared()) == relocatable.dump(made)


def test_a_part_may_stand_anywhere() -> None:
    first, second = (ready(part) for part in PARTS)
    words = [reading_order.reading(linked(*order)) for order in ((first, second), (second, first))]
    assert sorted(words[0].split()) == sorted(words[1].split())
    assert words[0] != words[1]


def test_a_link_leads_where_the_compendium_has_it() -> None:
    with pytest.raises(errors.CompendiumError, match="the link to en/protocols/one#a leads nowhere"):
        linked(ready(PARTS[0]))
    book = support_pdf.catalog(
        merge.merge(
            [ready(PARTS[0])], title="C", locale="en", date=dt.date(2026, 1, 1), resolve=lambda key: f"../{key}.pdf"
        )
    )
    actions = [
        note.get_object().get("/A") for page in book["/Pages"]["/Kids"] for note in page.get_object().get("/Annots", ())
    ]
    assert "../en/protocols/one.pdf" in [action["/F"] for action in actions if action]


def test_a_picture_of_two_parts_is_kept_once() -> None:
    one, both = linked(ready(PARTS[1])), linked(*map(ready, PARTS[::-1]))
    assert 0 < both.count(b"/Subtype /Image") == one.count(b"/Subtype /Image")


def test_what_is_said_of_a_part_is_part_of_it() -> None:
    made = {
        relocate.prepare(BRIEF, key=key, title=title, locale=locale).digest
        for key, title, locale in (("a", "A", "en"), ("b", "A", "en"), ("a", "B", "en"), ("a", "A", "ru"))
    }
    assert len(made) == 4


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7", relocatable.MAGIC, relocatable.MAGIC + bytes(8)])
def test_what_is_no_part_is_refused(damage: bytes) -> None:
    with pytest.raises(errors.CompendiumError, match="en/events/quebec: error: cannot be read as a PDF"):
        linked(dataclasses.replace(PARTS[0], data=damage))
