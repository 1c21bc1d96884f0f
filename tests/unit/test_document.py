"""Localized documents: who stands first, which office a person holds, what a page is told."""

from __future__ import annotations

import dataclasses

import pytest

import sample
from protocolpress import markup
from protocolpress.errors import Position, Problems
from protocolpress.localize import phrases
from protocolpress.localize.document import localize
from protocolpress.localize.names import Names
from protocolpress.localize.translator import Translator
from protocolpress.model import (
    Document,
    Heading,
    IndexEntry,
    LocalizedDocument,
    LocalizedSide,
    Message,
    Paragraph,
    Table,
    Text,
    Translation,
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


SIGNED = "participants: {south: [mayakov, pilot], north: [keeper]}\nsignatories: {south: mayakov, north: keeper}\n"


def test_each_language_names_its_own_party_first() -> None:
    english, russian = made("en", SIGNED), made("ru", SIGNED)
    assert people(english.participants) == [("north", ["Ann Keeper"]), ("south", ["Yegor Mayakov", "Paul Pilot"])]
    assert people(russian.participants) == [("юг", ["Егор Маяков", "Paul Pilot"]), ("север", ["Анна Кипер"])]
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


def test_a_signed_protocol_lists_participants_unless_all_of_them_sign() -> None:
    front = "participants: {south: [mayakov], north: [keeper]}\nsignatories: {south: mayakov, north: keeper}\n"
    assert made("en", front).participants == ()
    assert len(made("en", SIGNED).participants) == 2
    assert len(made("en", front.partition("signatories")[0]).participants) == 2


@pytest.mark.parametrize(
    ("short", "organizations", "expected"),
    [
        ("", ("onl", "port"), [("ONL", ["Ann Keeper"]), ("Port", ["Paul Pilot"]), ("north", ["A Guest"])]),
        ("Northerners", ("onl", "port"), [("Northerners", ["Ann Keeper", "Paul Pilot", "A Guest"])]),
        ("", ("onl",), [("ONL", ["Ann Keeper", "A Guest"]), ("Port", ["Paul Pilot"])]),  # lent by another organization
    ],
)
def test_a_party_of_several_organizations(
    short: str, organizations: tuple[str, ...], expected: list[tuple[str, list[str]]]
) -> None:
    document = sample.document("", "participants: {north: [keeper, pilot, guest]}\n", "events/a")
    party = dataclasses.replace(
        sample.party("north", "en", 1, *organizations),
        short=Message(msgid=short, position=Position("protocolpress.toml")) if short else None,
    )
    setting = dataclasses.replace(sample.setting("en", document), parties={"north": party})
    problems = Problems()
    localized = localize(document, setting, problems)
    assert sorted(people(localized.participants)) == sorted(expected)
    assert not list(problems)
    owner = Names(Translator(document, setting, problems)).owner("north", document.position).msgid
    assert owner == (short or ("ONL" if organizations == ("onl",) else "north"))


def test_who_prints_without_an_office_or_a_side_is_named() -> None:
    front = sample.FRONT["events"].replace("2012-03-01", "2010-01-01")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "FRONT", sample.FRONT | {"events": front})
        patch.setitem(
            sample.REGISTRY,
            "people",
            "late: {name: L, offices: [{title: T, organization: onl, from: 2011-01-01}]}\nguest: {name: G}\n",
        )
        assert complaints("participants: [late, guest]\n", document_id="events/a") == [
            "late holds no office on the date of this document, and prints without one [no-office]",
            "guest belongs to no side, and prints without a heading [no-side]",
        ]
        assert complaints("participants: {north: [guest]}\n", document_id="events/a") == []


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
    assert [b.number for b in blocks if isinstance(b, Heading | Paragraph)] == ["Section A.", "(i)", "(a)"]


def test_actions_name_their_owners_and_dates() -> None:
    body = "{.actions}\n| What | Who | When |\n| - | - | - |\n| x | @north, @asb, @guest | 2012-06-01 |\n"
    (table,) = made("en", "", body).blocks
    assert isinstance(table, Table)
    assert [words(cell) for cell in table.rows[0]] == ["x", "ONL, ASB, and A Guest", "June\u00a01, 2012"]


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


UNTRANSLATED = "one\n\ntwo\n"


@pytest.mark.parametrize(
    ("front", "annex", "known", "place", "count", "catalogs"),
    [
        ("", "", "Title", "sources/protocols/a.md:6", "2 texts are", "protocols/a"),
        ("place: cape\n", "", "Title", "sources/protocols/a.md:7", "3 texts are", "protocols/a registry"),
        ("place: cape\n", "", "all", "sources/registry/places.yaml:2", "a text is", "registry"),
        ("annexes: [protocols/b]\n", "three\n", "all", "sources/protocols/b.md:7", "a text is", "protocols/b"),
        ("annexes: [protocols/b]\nplace: cape\n", "three\n", "", "", "5 texts are", "protocols/a protocols/b registry"),
    ],
)
def test_what_is_not_translated_is_said_once_with_its_catalogs(
    front: str, annex: str, known: str, place: str, count: str, catalogs: str
) -> None:
    others = [sample.document(annex, "kind: annex\n", document_id="protocols/b")] if annex else []
    document = sample.document(UNTRANSLATED, front)
    words = {
        "Title": "Название",
        **({"one": "раз", "two": "два"} if known == "all" else {}),
    }
    problems = Problems()
    localize(document, sample.setting("ru", document, *others, words=words if known else {}), problems)
    (problem,) = problems
    assert str(problem.position).startswith(place)
    assert problem.message == f"{count} not translated into ru; protocols/a prints as a draft"
    paths = ", ".join(f"locales/ru/LC_MESSAGES/{name}.po" for name in catalogs.split())
    assert problem.hint == f"translate {paths}; fuzzy counts as missing"


def test_the_order_of_the_edition_changes_nothing_of_what_is_said_of_it() -> None:
    document = sample.document("", "signatories: {south: [mayakov], north: [keeper]}\n")
    problems = Problems()
    for first in ("en", "ru"):
        setting = dataclasses.replace(sample.setting("ru", document, words={"Title": "Название"}), first=first)
        localize(document, setting, problems)
    assert [problem.rule for problem in problems if problem.rule == "untranslated"] == ["untranslated"]


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


# ── the alternat, the closing clause, certificates, corrigenda ───────────────────────────────────────────────────────


def original(locale: str, first: str, text: str) -> str:
    """Print a preamble in *locale*, in the original of the party whose language is *first*."""
    document = sample.document(f"{text}\n")
    problems = Problems()
    setting = dataclasses.replace(sample.setting(locale, document, words={}), first=first)
    (block,) = localize(document, setting, problems).blocks
    assert not problems.errors, list(problems)
    assert isinstance(block, Paragraph)
    return words(block.text)


NAMED = "Between [the Office](@parties/north) and [the Agency](@parties/south), both"


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        ("en", NAMED, "Between the Office and the Agency, both"),
        ("ru", NAMED, "Between the Agency and the Office, both"),
        ("en", "[the Agency](@parties/south) and *[the Office](@parties/north)*", "The Office and the Agency"),
        ("ru", "[the Office](@parties/north) (*one*)", "The Office (one)"),
        ("ru", f"{NAMED}; [north](@parties/north) to [south](@parties/south)", "Between the Agency and the Office, both; south to north"),
        ("ru", "[NASA](@parties/north) alone; [NASA](@parties/north) again", "NASA alone; NASA again"),
        ("ru", "Between [the Office](@keeper) and [the Agency](@mayakov)", "Between the Office and the Agency"),
    ],
)  # fmt: skip
def test_the_party_is_named_first_whose_original_it_is(first: str, text: str, expected: str) -> None:
    assert original("en", first, text) == expected


def test_both_columns_of_an_original_put_the_same_party_first() -> None:
    document = sample.document("", SIGNED)
    for first, expected in (("en", ["north", "south"]), ("ru", ["south", "north"])):
        for locale in ("en", "ru"):
            setting = dataclasses.replace(sample.setting(locale, document, words=RUSSIAN), first=first)
            localized = localize(document, setting, Problems())
            assert [side.party for side in localized.signatures] == expected
            assert [side.party for side in localized.participants] == expected


def test_an_unknown_party_is_an_error() -> None:
    assert complaints("", "[The moon](@parties/moon) agrees.") == ["@parties/moon names no party [unknown-id]"]


AT = "place: harbour\n"
RUSSIAN_CLAUSE = {
    phrases.DONE.msgid: "Совершено в {place} {date}, на {languages} языках.",
    "Harbour": "г. Гавани",
    "English": "английском",
    "Russian": "русском",
}


def clause(locale: str, front: str, body: str = "") -> tuple[list[str], list[str]]:
    """Return the closing clauses of a document, and its warnings."""
    document = sample.document(body, front)
    problems = Problems()
    setting = sample.setting(locale, document, words=RUSSIAN | RUSSIAN_CLAUSE if locale == "ru" else {})
    at = {("at", "Harbour"): Translation(forms=("г. Гавани",), position=Position("ru.po"))} if locale == "ru" else {}
    inflected = {
        ("in the languages", name): Translation(forms=(RUSSIAN_CLAUSE[name],), position=Position("ru.po"))
        for name in ("English", "Russian")
        if locale == "ru"
    }
    catalog = dataclasses.replace(setting.catalog, messages={**setting.catalog.messages, **at, **inflected})
    blocks = localize(document, dataclasses.replace(setting, catalog=catalog), problems).blocks
    closing = [words(one.text) for one in blocks if isinstance(one, Paragraph) and one.role == "closing"]
    return closing, [problem.message for problem in problems]


def test_the_closing_clause_is_written_from_the_data() -> None:
    (english,), problems = clause("en", SIGNED + AT)
    assert english.startswith(
        "Done at Harbour, in duplicate, on March\u00a01, 2012, in the English and Russian languages,"
    )
    assert not problems
    (russian,), _ = clause("ru", SIGNED + AT)
    assert russian.replace("\u00a0", " ") == "Совершено в г. Гавани 1 марта 2012 г., на русском и английском языках."


def test_an_author_may_write_the_closing_clause() -> None:
    assert clause("en", SIGNED + AT, "{.closing}\nDone.\n") == (["Done."], [])


@pytest.mark.parametrize(
    ("front", "lack"),
    [
        (SIGNED, "place is missing"),
        (SIGNED + "place: cape\n", "the place cape has no key at"),
        ("signatories: {north: keeper}\n" + AT, "fewer than two parties sign"),
    ],
)
def test_a_closing_clause_that_lacks_data_is_not_written(front: str, lack: str) -> None:
    assert clause("en", front) == ([], [f"there is no closing clause: {lack}"])


def test_what_nobody_signs_has_no_closing_clause() -> None:
    assert clause("en", AT) == ([], [])


CORRECTED = sample.document("## Fog {#fog}\n\n1. One.\n   1. Two.\n", "corrigenda: [protocols/b]\n")
CORRIGENDUM = "kind: corrigendum\ncorrects: protocols/a\n"
TABLE = "{.corrections}\n| Where | For | Read |\n| - | - | - |\n| #fog/1/a | lamp | bell |\n| Title | x | y |\n"


def test_a_corrigendum_cites_the_places_that_it_corrects() -> None:
    for locale, place in (("en", "Article 1(1)(a)"), ("ru", "подпункт «а» пункта 1 статьи 1")):
        document = sample.document(TABLE, CORRIGENDUM, "protocols/b")
        setting = sample.setting(locale, document, CORRECTED, words=CITED if locale == "ru" else {})
        problems = Problems()
        localized = localize(document, setting, problems)
        table, effect = localized.blocks
        assert isinstance(table, Table)
        assert isinstance(effect, Paragraph)
        assert words(effect.text).endswith("replaces the defective text ab initio.")
        assert words(table.rows[0][0]).replace("\u00a0", " ") == place
        assert words(table.rows[1][0]) == "Title"
        assert localized.corrects is not None
        assert localized.corrects.id == "protocols/a"
        assert not problems.errors


CITED = {"Article {article}({paragraph})({item})": "подпункт {item} пункта {paragraph} статьи {article}"}


def test_the_corrected_document_names_its_corrigenda() -> None:
    other = sample.document(TABLE, CORRIGENDUM, "protocols/b")
    localized = localize(CORRECTED, sample.setting("en", CORRECTED, other), Problems())
    assert [one.id for one in localized.corrigenda] == ["protocols/b"]


def test_a_corrigendum_and_what_it_corrects_name_each_other() -> None:
    problems = Problems()
    stranger = sample.document("", CORRIGENDUM.replace("protocols/a", "protocols/z"), "protocols/b")
    localize(CORRECTED, sample.setting("en", CORRECTED, stranger), problems)
    localize(stranger, sample.setting("en", stranger), problems)
    assert [problem.message for problem in problems] == [
        "protocols/b is not a corrigendum of protocols/a",
        "protocols/z is not a source",
    ]


def test_a_corrigendum_corrects_a_protocol() -> None:
    event = sample.document("", "", "events/a")
    document = sample.document("", "kind: corrigendum\ncorrects: events/a\n", "protocols/b")
    problems = Problems()
    localize(document, sample.setting("en", document, event), problems)
    assert [problem.message for problem in problems] == ["events/a is not a protocol"]


def test_certificates_name_the_languages_their_own_first() -> None:
    document = sample.document("", "certificates: [conformity, true-copy]\n")
    localized = localize(document, sample.setting("en", document), Problems())
    assert localized.certificates == ("conformity", "true-copy")
    assert words(localized.languages) == "English and Russian"


ACTIONS = "{.actions}\n| What | Who | When |\n| - | - | - |\n| See [](#oil) | @north | 2012-06-01 |\n"
PROTOCOLS = "protocols: [protocols/a]\n"


def steps(body: str = "") -> tuple[list[list[str]], bool]:
    """Return the next steps of an event that names a protocol, and whether its Russian page is a draft."""
    protocol = sample.document(f"## Oil {{#oil}}\n\n{ACTIONS}")
    event = sample.document(body, PROTOCOLS, "events/a")
    english = localize(event, sample.setting("en", event, protocol), Problems())
    russian = localize(event, sample.setting("ru", event, protocol, words={"Title": "x"}), Problems())
    assert not [span for table in english.steps for row in table.rows for cell in row for span in cell.spans[1:]]
    rows = [[words(cell).replace("\u00a0", " ") for cell in row] for table in english.steps for row in table.rows]
    return rows, russian.draft


def test_the_next_steps_of_an_event_are_what_its_protocols_want_done() -> None:
    assert steps() == ([["See Article 1", "ONL", "June 1, 2012"]], True)


def test_an_event_with_steps_of_its_own_has_no_others() -> None:
    assert steps(ACTIONS.replace("[](#oil)", "it"))[0] == []
