"""Localized documents: who stands first, which office a person holds, what a page is told."""

from __future__ import annotations

import pytest

import sample
from protocolpress import markup
from protocolpress.errors import Problems
from protocolpress.localize.document import localize
from protocolpress.model import (
    Document,
    Heading,
    IndexEntry,
    LocalizedDocument,
    LocalizedSide,
    Paragraph,
    Table,
    Text,
)

RUSSIAN = {
    "Title": "Название",
    "north": "север",
    "For north": "За север",
    "south": "юг",
    "For south": "За юг",
    "Ann Keeper": "Анна Кипер",
    "Yegor Mayakov": "Егор Маяков",
    "Head": "глава",
    "Deputy": "заместитель",
    "Head of Beacons": "глава маяков",
    "Keeper, Ann": "Кипер Анна",
    "Reykjavik": "Рейкьявик",
    "{place}, {country}": "{place}, {country}",
}


def made(
    locale: str, front: str = "", body: str = "", *others: Document, document_id: str = sample.PROTOCOL
) -> LocalizedDocument:
    problems = Problems()
    document = sample.document(body, front, document_id)
    words = RUSSIAN if locale == "ru" else {}
    localized = localize(document, sample.setting(locale, document, *others, words=words), problems)
    assert not problems.errors, list(problems)
    return localized


def complaints(front: str = "", body: str = "", document_id: str = sample.PROTOCOL) -> list[str]:
    problems = Problems()
    document = sample.document(body, front, document_id)
    localize(document, sample.setting("en", document), problems)
    return [f"{p.message} [{p.rule}]" for p in problems]


def words(text: Text | None) -> str:
    return markup.plain(text.spans) if text else ""


def people(sides: tuple[LocalizedSide, ...]) -> list[tuple[str, list[str]]]:
    return [(words(side.name), [words(one.name) for one in side.people]) for side in sides]


SIGNED = "participants: {south: [mayakov], north: [keeper]}\nsignatories: {south: mayakov, north: keeper}\n"


def test_each_language_names_its_own_party_first() -> None:
    english, russian = made("en", SIGNED), made("ru", SIGNED)
    assert people(english.participants) == [("north", ["Ann Keeper"]), ("south", ["Yegor Mayakov"])]
    assert people(russian.participants) == [("юг", ["Егор Маяков"]), ("север", ["Анна Кипер"])]
    assert people(english.signatures) == [("For north", ["Ann Keeper"]), ("For south", ["Yegor Mayakov"])]
    assert people(russian.signatures) == [("За юг", ["Егор Маяков"]), ("За север", ["Анна Кипер"])]


def test_participants_are_grouped_by_the_side_that_they_serve() -> None:
    event = made("en", "participants: [pilot, mayakov, guest, keeper]\n", document_id="events/a")
    assert people(event.participants) == [
        ("ONL", ["Ann Keeper"]),
        ("ASB", ["Yegor Mayakov"]),
        ("Port", ["Paul Pilot"]),
        ("", ["A Guest"]),
    ]


@pytest.mark.parametrize(
    ("date", "office"),
    [("2012-02-29", "Deputy"), ("2012-03-01", "Head"), ("2012-02-29/2012-03-02", "Deputy"), ("1999", "Deputy")],
)
def test_an_office_is_the_one_held_on_the_first_day(date: str, office: str) -> None:
    text = sample.FRONT["events"].replace("2012-03-01", date)
    document = sample.document("", "participants: [keeper]\n", document_id="events/a")
    assert "2012-03-01" in sample.FRONT["events"]
    changed = sample.FRONT | {"events": text}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "FRONT", changed)
        document = sample.document("", "participants: [keeper]\n", document_id="events/a")
    ((one,),) = (side.people for side in localize(document, sample.setting("en", document), Problems()).participants)
    assert words(one.office) == office


def test_a_person_without_an_office_has_none() -> None:
    ((one,),) = (side.people for side in made("en", "participants: [guest]\n", document_id="events/a").participants)
    assert one.office is None


@pytest.mark.parametrize(
    ("locale", "place", "expected"),
    [
        ("en", "reykjavik", "Reykjavik, Iceland"),
        ("ru", "reykjavik", "Рейкьявик, Исландия"),
        ("en", "cape", "Cape Light"),
    ],
)
def test_a_place_has_its_country(locale: str, place: str, expected: str) -> None:
    localized = made(locale, f"place: {place}\n")
    assert words(localized.place) == expected
    assert localized.place_anchor == f"protocols.a.{locale}-{place}"


def test_an_untranslated_place_stays_whole_in_its_own_language() -> None:
    localized = made("ru", "place: cape\n")
    assert localized.place == Text(
        spans=localized.place.spans if localized.place else (), locale="en", translated=False
    )


def test_numbers_are_printed_as_each_language_writes_them() -> None:
    body = "## One\n\n1. a\n   1. b\n      1. c\n\nx\n"
    numbers = {
        locale: [block.number for block in made(locale, "", body).blocks if isinstance(block, Heading | Paragraph)]
        for locale in ("en", "ru")
    }
    assert numbers == {
        "en": ["Article 1.", "1.", "(a)", "(i)", ""],
        "ru": ["Статья 1.", "1.", "а)", "i)", ""],
    }


def test_a_documents_own_scheme_numbers_it() -> None:
    front = 'numbering: {en: ["Section A.", "(i)"]}\n'
    blocks = made("en", front, "## One\n\n1. a\n   1. b\n").blocks
    assert [b.number for b in blocks if isinstance(b, Heading | Paragraph)] == ["Section A.", "(i)", "1."]


def test_actions_name_their_owners_and_dates() -> None:
    body = "{.actions}\n| What | Who | When |\n| - | - | - |\n| x | @north, @asb, @guest | 2012-06-01 |\n"
    (table,) = made("en", "", body).blocks
    assert isinstance(table, Table)
    assert [words(cell) for cell in table.rows[0]] == ["x", "north, ASB, and A Guest", "June\u00a01, 2012"]


def test_anchors_begin_with_the_document() -> None:
    localized = made("en", SIGNED + "place: cape\n", "## One {#one}\n\n1. [a](@keeper)\n")
    heading, paragraph = localized.blocks
    assert localized.anchor == "protocols.a"
    assert isinstance(heading, Heading)
    assert heading.anchor == "protocols.a.one"
    assert isinstance(paragraph, Paragraph)
    assert paragraph.anchor == "protocols.a.one-1"
    assert [side.people[0].anchor for side in localized.participants] == [
        "protocols.a.en-keeper",
        "protocols.a.en-mayakov",
    ]
    assert [side.people[0].anchor for side in localized.signatures] == [
        "protocols.a.en-signature-keeper",
        "protocols.a.en-signature-mayakov",
    ]


def test_the_index_lists_people_and_places_as_it_sorts_them() -> None:
    annex = sample.document("[x](@cape)\n", "kind: annex\n", document_id="protocols/b")
    front = "place: reykjavik\nparticipants: {north: [keeper]}\nsignatories: {north: keeper}\nannexes: [protocols/b]\n"
    index = made("en", front, "[she](@keeper) of [ONL](@onl)\n", annex).index
    assert [(entry.entry, entry.kind, words(entry.text), entry.anchor) for entry in index] == [
        ("reykjavik", "place", "Reykjavik", "protocols.a.en-reykjavik"),
        ("keeper", "person", "Keeper, Ann", "protocols.a.en-keeper"),
        ("keeper", "person", "Keeper, Ann", "protocols.a.en-signature-keeper"),
        ("keeper", "person", "Keeper, Ann", "protocols.a.en-keeper-1"),
        ("cape", "place", "Cape Light", "protocols.b.en-cape-1"),
    ]


def test_a_person_without_an_index_form_is_sorted_by_the_name() -> None:
    index = made("en", "participants: [mayakov]\n", document_id="events/a").index
    assert isinstance(index[0], IndexEntry)
    assert words(index[0].text) == "Yegor Mayakov"


@pytest.mark.parametrize(
    ("locale", "front", "body", "draft"),
    [
        ("en", "", "x", False),
        ("ru", "", "", False),
        ("ru", "", "x", True),
        ("en", "status: draft\n", "", True),
        ("ru", "status: draft\n", "", True),
        ("en", "locale: ru\n", "Текст", True),
        ("ru", "locale: ru\n", "Текст", False),
        ("ru", "place: cape\n", "", True),
        ("ru", "place: reykjavik\n", "", False),
    ],
)
def test_what_is_a_draft(locale: str, front: str, body: str, draft: bool) -> None:
    assert made(locale, front, body).draft is draft


def test_a_protocol_is_a_draft_where_its_annex_is() -> None:
    annex = sample.document("untranslated\n", "kind: annex\n", document_id="protocols/b")
    assert made("ru", "annexes: [protocols/b]\n", "", annex).draft


def test_a_draft_is_reported_once_with_the_number_of_texts() -> None:
    problems = Problems()
    document = sample.document("one\n\ntwo\n\none\n")
    localize(document, sample.setting("ru", document, words={"Title": "Название"}), problems)
    (problem,) = problems
    assert str(problem) == (
        "sources/protocols/a.md:6: warning: 2 texts are not translated into ru; protocols/a prints as a draft "
        "[untranslated]\n"
        "  hint: translate locales/ru/LC_MESSAGES/protocols/a.po; fuzzy counts as missing"
    )


def test_a_document_drafted_in_russian() -> None:
    document = sample.document("## Раздел\n\n1. Текст\n", "locale: ru\n")
    text = {"Title": "A title", "Раздел": "Section", "Текст": "Text"}
    problems = Problems()
    english = localize(document, sample.setting("en", document, words=text), problems)
    russian = localize(document, sample.setting("ru", document), problems)
    assert not problems
    assert [words(b.text) for b in english.blocks if not isinstance(b, Table)] == ["Section", "Text"]
    assert [words(b.text) for b in russian.blocks if not isinstance(b, Table)] == ["Раздел", "Текст"]
    assert (english.draft, russian.draft) == (False, False)
    assert (words(english.title), words(russian.title)) == ("A title", "Title")


def test_columns_of_two_languages_have_the_same_blocks() -> None:
    body = "x\n\n## A\n\n1. b\n   1. c\n\n   d\n\n| e |\n| - |\n| f |\n"
    english, russian = made("en", "", body), made("ru", "", body)
    assert [(type(b), getattr(b, "path", ())) for b in english.blocks] == [
        (type(b), getattr(b, "path", ())) for b in russian.blocks
    ]


@pytest.mark.parametrize(
    ("front", "document_id", "expected"),
    [
        ("place: atlantis\n", "events/a", "atlantis is not a place of sources/registry/places.yaml [unknown-id]"),
        ("topics: [tea]\n", "events/a", "tea is not a topic of sources/registry/topics.yaml [unknown-id]"),
        ("participants: [nobody]\n", "events/a", "nobody is not a person of sources/registry/people.yaml [unknown-id]"),
        ("participants: {east: [keeper]}\n", "protocols/a", "east is not a party of protocolpress.toml [unknown-id]"),
        ("parties: [east]\n", "protocols/a", "east is not a party of protocolpress.toml [unknown-id]"),
        ("protocols: [protocols/z]\n", "events/a", "protocols/z is not a source [unknown-id]"),
        (
            "annexes: [protocols/z]\n",
            "protocols/a",
            "protocols/z is not an annex (a source with kind: annex) [unknown-id]",
        ),
    ],
)
def test_ids_that_name_nothing(front: str, document_id: str, expected: str) -> None:
    assert expected in complaints(front, "", document_id)


def test_an_annex_of_another_document_is_not_referred_to() -> None:
    annex = sample.document("1. x", "kind: annex\n", document_id="protocols/b")
    document = sample.document("[](protocols/b)\n")
    problems = Problems()
    localize(document, sample.setting("en", document, annex), problems)
    assert [problem.message for problem in problems] == ["protocols/b is an annex of another document"]


def test_related_documents_have_title_and_number() -> None:
    other = sample.document("", document_id="protocols/b")
    event = made("en", "protocols: [protocols/b]\n", "", other, document_id="events/a")
    assert [(one.id, words(one.title), one.number) for one in event.related] == [("protocols/b", "Title", "N-1")]
