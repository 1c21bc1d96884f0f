"""A new source has what the publication knows: the next number, the parties, the last place."""

from __future__ import annotations

import pytest

import sample
from protocolpress.files import MemoryFiles
from protocolpress.model import Document
from protocolpress.plan import starting
from protocolpress.sources import parse


@pytest.mark.parametrize(
    ("number", "year", "expected"),
    [
        ("WG-2013-1", "2013", "WG-2013-2"),
        ("WG-2013-9", "2013", "WG-2013-10"),
        ("WG-2013-4", "2014", "WG-2014-1"),
        ("WG-2013-04", "2014", "WG-2014-01"),
        ("7", "2014", "8"),
        ("007", "2014", "008"),
        ("5/Corr.", "2014", "6/Corr."),
        ("A", "2014", ""),
        ("2012/9", "2012", "2012/10"),
    ],
)
def test_the_number_after_a_number(number: str, year: str, expected: str) -> None:
    assert starting.following(number, year) == expected


DOCUMENTS = (
    sample.document_of("protocols/a", "title: A\nnumber: WG-2012-1\ndate: 2012-03-01\nparties: [south, north]\n"),
    sample.document_of("protocols/b", "title: B\nnumber: WG-2012-2\ndate: 2012-05-01\nstatus: signed\n"),
    sample.document_of("protocols/s", "title: S\nnumber: SPECIMEN-1\ndate: 2012-06-01\nstatus: specimen\n"),
    sample.document_of("protocols/r", "title: R\nnumber: R-4\ndate: 2012-06-01\ntype: report\n"),
    sample.document_of("events/e", "title: E\ndate: 2012-02-01\nplace: reykjavik\n"),
    sample.document_of(
        "protocols/m",
        "title: M\ntype: minutes\ndate: 2012-01-01\ndecisions: 2012/3\n",
        "{.decision}\nOne.\n\n{.decision}\nTwo.\n",
    ),
)


def test_what_is_known_comes_from_the_newest_document_of_its_kind() -> None:
    known = starting.known(DOCUMENTS, "protocol", "2012-07-01")
    assert (known.number, known.place, known.parties) == ("WG-2012-3", "reykjavik", ("south", "north"))
    assert known.decisions == "2012/5"
    assert known.corrects is DOCUMENTS[1]
    assert starting.known(DOCUMENTS, "report", "2012-07-01").number == "R-5"
    assert starting.known(DOCUMENTS, "minutes", "2013-07-01").decisions == "2013/1"


def test_nothing_is_known_of_the_first_document() -> None:
    assert starting.known((), "protocol", "2012-07-01") == starting.Known(decisions="2012/1")


@pytest.mark.parametrize("kind", starting.KINDS)
@pytest.mark.parametrize("documents", [DOCUMENTS, ()])
def test_every_kind_can_be_parsed_as_it_is(kind: str, documents: tuple[Document, ...]) -> None:
    """With the suggestions in comments, and with those that need nothing else."""
    known = starting.known(documents, kind, "2012-07-01")
    parties = {
        name: sample.party(name, "en", 1, organization) for name, organization in (("north", "onl"), ("south", "asb"))
    }
    text = starting.text(kind, "2012-07-01-new", "2012-07-01", known, parties, sample.names())
    folder = "events" if kind == "event" else "protocols"
    files = MemoryFiles({f"sources/{folder}/new.md": text})
    found = parse.parse(files, f"{folder}/new", locales=sample.LOCALES, source_locale="en")
    assert found.type == (kind if kind not in ("event", "protocol", "annex", "corrigendum") else "")
    assert "  \n" not in text
    if kind == "corrigendum" and documents:
        assert (found.corrects, found.number) == ("protocols/b", "WG-2012-2/Corr.1")
    if kind == "protocol" and documents:
        assert (found.number, found.places, found.parties) == ("WG-2012-3", ("reykjavik",), ("south", "north"))
