"""Who takes part: roles, titles, several offices, and the list of participants."""

from __future__ import annotations

import dataclasses

import pytest

import sample
from protocolpress import kinds, markup
from protocolpress.errors import Problems, SourceError
from protocolpress.files import MemoryFiles
from protocolpress.localize.document import localize
from protocolpress.localize.translator import Setting
from protocolpress.model import Document, Duty, LocalizedDocument, Side, Text
from protocolpress.sources import registry

EVENT = "events/a"

PEOPLE = """\
lead: {name: Ann Lead, title: Dr., offices: [{title: Chair, organization: onl}, {title: Dean, organization: port}]}
other: {name: Ben Other, offices: [{title: Clerk, organization: onl}]}
third: {name: Cat Third, offices: [{title: Adviser, organization: onl}]}
south: {name: Dan South, offices: [{title: Head of Beacons, organization: asb}]}
"""


def setting(document: Document, locale: str = "en", **words: str) -> Setting:
    """Return a setting with people of our own."""
    files = {f"sources/registry/{name}.yaml": text for name, text in (sample.REGISTRY | {"people": PEOPLE}).items()}
    known = registry.read(MemoryFiles(files), Problems())
    return dataclasses.replace(sample.setting(locale, document, words=words), registry=known)


def localized(front: str, locale: str = "en", document_id: str = EVENT) -> tuple[LocalizedDocument, list[str]]:
    document = sample.document("Text.\n", front, document_id)
    problems = Problems()
    found = localize(document, setting(document, locale), problems)
    return found, [f"{one.message} [{one.rule}]" for one in problems if one.rule != "untranslated"]


def said(text: Text | None) -> str:
    return markup.plain(text.spans) if text else ""


def listed(front: str) -> list[tuple[str, str, str]]:
    """Return those who take part, each with office and role."""
    found, problems = localized(front)
    assert not problems
    return [(said(one.name), said(one.office), said(one.role)) for side in found.participants for one in side.people]


def test_people_may_be_listed_with_roles() -> None:
    front = "participants:\n  north:\n    - other\n    - third: interpreter\n    - lead: {role: head, office: onl}\n"
    document = sample.document("x\n", front, EVENT)
    assert document.participants == (Side("north", ("lead", "other", "third")),)
    assert document.duties["lead"] == Duty(role="head", organizations=("onl",))
    assert listed(front) == [
        ("Dr.\u00a0Ann Lead", "Chair", "Head of delegation"),
        ("Ben Other", "Clerk", ""),
        ("Cat Third", "Adviser", "Interpreter"),
    ]


def test_a_role_of_this_event_is_words_that_are_translated() -> None:
    front = "participants: {north: [other: Rapporteur on ice]}\n"
    assert listed(front) == [("Ben Other", "Clerk", "Rapporteur on\u00a0ice")]
    words = sample.document("x\n", front, EVENT).duties["other"].words
    assert words is not None
    assert (words.msgid, words.comment) == ("Rapporteur on ice", "Event a · role of other")


def test_those_who_lead_come_first_and_observers_last() -> None:
    roles = list(kinds.ROLES)
    names = {role: f"p{number}" for number, role in enumerate(reversed(roles))}
    items = ", ".join(f"{names[role]}: {role}" for role in reversed(roles))
    document = sample.document("x\n", f"participants: {{north: [{items}]}}\n", EVENT)
    found = [document.duties[one].role for one in document.participants[0].people]
    assert [kinds.ROLES[role][1] for role in found] == sorted(kinds.ROLES[role][1] for role in roles)


@pytest.mark.parametrize(
    ("item", "message", "hint"),
    [
        ("other: haed", "unknown role haed", "did you mean head?"),
        ("other: [head]", "the role of other is a list", "write other: head"),
        ("other: {rol: head}", "unknown key rol", "did you mean role?"),
        ("other, other", "other occurs twice in participants", ""),
        ("Other: head", "participants is not a list of ids", "write participants: [first-id, second-id]"),
    ],
)
def test_mistakes_in_roles(item: str, message: str, hint: str) -> None:
    with pytest.raises(SourceError) as caught:
        sample.document("x\n", f"participants: {{north: [{item}]}}\n", EVENT)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint


def test_of_two_offices_the_source_names_one_or_both() -> None:
    assert listed("participants: {north: [lead: {office: port}]}\n")[0][1] == "Dean"
    assert listed("participants: {north: [lead: {office: [port, onl]}]}\n")[0][1] == "Dean; Chair"


def test_without_a_word_the_first_of_two_offices_prints_with_a_warning() -> None:
    found, problems = localized("participants: {north: [lead]}\n")
    assert said(found.participants[0].people[0].office) == "Chair"
    assert problems == ["lead holds two offices on the date of this document; the one in onl prints [two-offices]"]


def test_an_office_that_is_not_held_is_an_error() -> None:
    _, problems = localized("participants: {north: [other: {office: port}]}\n")
    assert problems == ["other holds no office in port on the date of this document [unknown-id]"]


def test_a_signature_says_no_role() -> None:
    front = "parties: [north, south]\nsignatories: {north: [lead: {role: head, office: port}], south: south}\n"
    found, _ = localized(front, document_id=sample.PROTOCOL)
    (one,) = found.signatures[0].people
    assert (said(one.name), said(one.office), one.role) == ("Dr.\u00a0Ann Lead", "Dean", None)


def test_the_list_of_participants_counts_through_and_has_every_anchor() -> None:
    front = "attendance: annex\nparticipants: {north: [lead: {role: head, office: onl}, other], south: [south]}\n"
    found, problems = localized(front)
    assert not problems
    rows = [[said(cell) for cell in row] for _, table in found.attendance for row in table.rows]
    assert rows == [
        ["1", "Dr.\u00a0Ann Lead", "Chair", "Head of delegation"],
        ["2", "Ben Other", "Clerk", ""],
        ["3", "Dan South", "Head of Beacons", ""],
    ]
    assert [said(cell) for cell in found.attendance[0][1].header] == ["No.", "Name", "Office", "Role"]
    assert [person.leads for side in found.participants for person in side.people] == [True, False, False]


def test_a_list_without_roles_has_no_column_for_them() -> None:
    found, _ = localized("attendance: annex\nparticipants: {north: [other]}\n")
    assert [said(cell) for cell in found.attendance[0][1].header] == ["No.", "Name", "Office"]


def test_a_title_that_is_not_translated_keeps_its_language() -> None:
    document = sample.document("x\n", "participants: {north: [lead: {office: onl}]}\n", EVENT)
    known = setting(document, "ru", **{"Ann Lead": "Анна Лид"})
    (one,) = localize(document, known, Problems()).participants[0].people
    assert said(one.name) == "Dr.\u00a0Анна Лид"
    assert one.name.locale == "ru"
    assert one.name.spans[0].lang == "en"  # type: ignore[union-attr]
