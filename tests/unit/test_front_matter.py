"""Front matter: every key of the two kinds of sources, and defaults."""

from __future__ import annotations

import pytest

import sample
from protocolpress.errors import Problems, SourceError
from protocolpress.files import MemoryFiles
from protocolpress.model import Edtf, Moment, Side
from protocolpress.sources import front_matter, parse

EVENT = """\
short: S
lead: >-
  Two
  lines
place: reykjavik
participants: [keeper, guest]
topics: [lamps]
photo: {file: media/x.png, date: 2012-03, description: D, alt: A, credit: C}
gallery: https://example.org/x
protocols: [protocols/a]
"""

PROTOCOL = """\
status: signed
parties: [north, south]
participants: {south: [mayakov], north: [keeper]}
signatories: {north: keeper}
effective: 2012-04-01~
annexes: [protocols/b]
corrigenda: [c]
certificates: [conformity, true-copy]
numbering: {ru: ["Раздел I.", "1."]}
locale: ru
"""


def test_an_event() -> None:
    document = sample.document("", EVENT, "events/a")
    assert (document.kind, document.locale, document.date) == ("event", "en", Edtf(Moment(2012, 3, 1)))
    assert document.short
    assert document.lead
    assert (document.short.msgid, document.lead.msgid) == ("S", "Two lines")
    assert document.participants == (Side("", ("keeper", "guest")),)
    assert (document.places, document.topics, document.protocols) == (("reykjavik",), ("lamps",), ("protocols/a",))
    assert document.gallery == "https://example.org/x"
    assert document.photo
    assert (document.photo.file, document.photo.date) == ("media/x.png", Edtf(Moment(2012, 3)))
    assert document.photo.alt.comment == "Event a · the picture in words, for readers who do not see it"


def test_a_protocol() -> None:
    document = sample.document("", PROTOCOL)
    assert (document.kind, document.locale, document.number, document.status) == ("protocol", "ru", "N-1", "signed")
    assert document.participants == (Side("south", ("mayakov",)), Side("north", ("keeper",)))
    assert document.signatories == (Side("north", ("keeper",)),)
    assert document.effective == Edtf(Moment(2012, 4, 1), approximate=True)
    assert document.annexes == ("protocols/b",)
    assert document.corrigenda == ("protocols/c",)
    assert document.certificates == ("conformity", "true-copy")
    assert document.numbering == {"ru": ("Раздел I.", "1.")}


def test_a_corrigendum_names_what_it_corrects() -> None:
    document = sample.document("", "kind: corrigendum\ncorrects: b\n")
    assert (document.kind, document.corrects) == ("corrigendum", "protocols/b")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("kind: corrigendum\n", "corrects is missing [missing-value]"),
        ("kind: corrigendum\ncorrects: [a, b]\n", "a corrigendum corrects one document [bad-value]"),
        ("corrects: b\n", "unknown key corrects [unknown-key]"),
        ("certificates: [apostille]\n", "unknown certificate apostille [bad-value]"),
    ],
)
def test_mistakes_about_corrigenda_and_certificates(front: str, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        sample.document("", front)
    assert [f"{problem.message} [{problem.rule}]" for problem in caught.value.problems] == [expected]


def test_one_language_conforms_to_no_other() -> None:
    text = f"---\n{sample.FRONT['protocols']}certificates: [true-copy, conformity]\n---\n"
    files = MemoryFiles({parse.path_of("protocols/a"): text})
    with pytest.raises(SourceError) as caught:
        parse.parse(files, "protocols/a", locales=("en",), source_locale="en")
    assert [problem.message for problem in caught.value.problems] == ["a text in one language conforms to no other"]


def test_defaults() -> None:
    document = sample.document("")
    assert (document.status, document.places, document.photo, document.short) == ("record", (), None, None)


def test_every_mistake_of_a_file_is_reported_at_once() -> None:
    text = "---\ntitel: x\ndate: 2012-13\nstatus: sined\nplace: {a: b}\n---\n<b>x</b>\n"
    with pytest.raises(SourceError) as caught:
        parse.parse(MemoryFiles({"sources/protocols/a.md": text}), "protocols/a", locales=("en",), source_locale="en")
    assert [(p.position.line, p.rule) for p in sorted(caught.value.problems)] == [
        (2, "missing-value"),
        (2, "missing-value"),
        (2, "unknown-key"),
        (3, "bad-date"),
        (4, "bad-value"),
        (5, "bad-value"),
        (7, "raw-html"),
        (7, "raw-html"),
    ]


@pytest.mark.parametrize(
    ("text", "front", "body", "line"),
    [
        ("---\na: 1\n---\nx", "a: 1\n", "x", 4),
        ("---  \na: 1\nb: 2\n---\n\nx", "a: 1\nb: 2\n", "\nx", 5),
        ("---\n---\n", "", "", 3),
        ("---\na: 1\n---", "a: 1\n", "", 3),
    ],
)
def test_a_source_is_cut_in_two(text: str, front: str, body: str, line: int) -> None:
    split = front_matter.split(text, "x.md", Problems())
    assert split
    assert (split.front, split.body, split.body_line) == (front, body, line)


def test_sources_are_found_in_their_folders() -> None:
    paths = ("events/b.md", "events/a.md", "protocols/c.md", "media/d.md", "registry/f.yaml")
    assert parse.find(MemoryFiles({f"sources/{path}": "" for path in paths})) == ("events/a", "events/b", "protocols/c")


def test_what_a_text_refers_to() -> None:
    document = sample.document("[x](protocols/b) [](#y) [](protocols/c#z/1) [again](protocols/b)\n\n## Y {#y}\n")
    assert parse.referred(document) == ("protocols/b", "protocols/c")


@pytest.mark.parametrize(
    "written", ["№ 5/2012", "No. 5/2012", "№5/2012", "Nr. 5/2012", "N° 5/2012", "# 5/2012", "5/2012"]
)
def test_a_number_loses_its_sign_which_each_language_prints(written: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sample.FRONT, "protocols", f"title: Title\nnumber: '{written}'\ndate: 2012-03-01\n")
        assert sample.document("").number == "5/2012"


def test_a_number_that_begins_with_letters_keeps_them() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sample.FRONT, "protocols", "title: Title\nnumber: NO-5\ndate: 2012-03-01\n")
        assert sample.document("").number == "NO-5"
