"""The registry: four files, ids that are unique over all of them, offices over time."""

from __future__ import annotations

import pytest

import sample
from protocolpress import model
from protocolpress.errors import Problems
from protocolpress.files import MemoryFiles
from protocolpress.sources import dates, registry


def complaints(**files: str) -> list[str]:
    problems = Problems()
    registry.read(MemoryFiles({f"sources/registry/{name}.yaml": text for name, text in files.items()}), problems)
    return [f"{p.position.path.rpartition('/')[2]}:{p.position.line}: {p.message} [{p.rule}]" for p in problems]


def test_what_the_files_say() -> None:
    found = sample.names()
    assert list(found.people) == ["keeper", "mayakov", "pilot", "guest"]
    assert found.people["keeper"].index.msgid == "Keeper, Ann"
    assert found.people["guest"].index == found.people["guest"].name
    assert found.organizations["onl"].short.msgid == "ONL"
    assert (found.places["reykjavik"].country, found.places["cape"].country) == ("IS", "")
    assert found.topics["lamps"].name.msgid == "Lamps"


def test_no_file_is_an_empty_registry() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("day", "title"),
    [("2000-01-01", "Deputy"), ("2012-02-29", "Deputy"), ("2012-03-01", "Head"), ("2030-01-01", "Head")],
)
def test_an_office_is_held_from_its_first_to_its_last_day(day: str, title: str) -> None:
    (office,) = sample.names().people["keeper"].offices_in(dates.parse(day))
    assert office.title.msgid == title


@pytest.mark.parametrize(
    ("date", "title"),
    [
        ("2011-04-27/2011-05-03", "Second"),  # begins within the range
        ("2011-04", "Second"),  # a month counts to its last day
        ("2011", "Second"),
        ("2011-04-29/2012-04-29", "Second"),  # held on the first day, whatever begins later
        ("2011-04-27", None),
        ("2011-04-20/2011-04-28", None),
        ("2010-12/2014", "Second"),  # the first that begins, wherever the file lists it
        ("2013-02", "Third"),
    ],
)
def test_a_range_counts_whole(date: str, title: str | None) -> None:
    person = "one: {name: One, offices: [{title: Third, organization: onl, from: 2013-01-01}, "
    person += "{title: Second, organization: onl, from: 2011-04-29, to: 2012-12-31}]}"
    files = MemoryFiles(
        {"sources/registry/people.yaml": person, "sources/registry/organizations.yaml": "onl: {name: O}"}
    )
    offices = registry.read(files, Problems()).people["one"].offices_in(dates.parse(date))
    assert [office.title.msgid for office in offices] == ([title] if title else [])


def test_translators_get_every_name_with_what_it_is() -> None:
    comments = {message.msgid: message.comment for message in model.messages(sample.names())}
    assert comments["Ann Keeper"] == "Name of a person"
    assert comments["Keeper, Ann"] == "Ann Keeper, as an index sorts it: surname first"
    assert comments["Deputy"] == "Office of Ann Keeper"
    assert comments["ONL"] == "Short name of Office of Northern Lights"
    assert comments["Reykjavik"] == "Name of a place"
    assert comments["Lamps"] == "A field of cooperation"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"people": "a: {name: A}\n", "places": "a: {name: A}\n"},
            "places.yaml:1: the id a occurs twice [duplicate-id]",
        ),
        ({"people": "A: {name: A}\n"}, "people.yaml:1: A is not an id [bad-id]"),
        ({"people": "a/b: {name: A}\n"}, "people.yaml:1: a/b is not an id [bad-id]"),
        ({"people": "a: A\n"}, "people.yaml:1: a has no keys [bad-value]"),
        ({"people": "a: {nam: A, name: B}\n"}, "people.yaml:1: unknown key nam [unknown-key]"),
        ({"people": "a: {}\n"}, "people.yaml:1: name is missing [missing-value]"),
        (
            {"people": "a:\n  name: A\n  offices:\n    - {title: T, organization: none}\n"},
            "people.yaml:4: unknown organization none [unknown-id]",
        ),
        (
            {"people": "a:\n  name: A\n  offices:\n    - {title: T, organization: o, from: 2012/2013}\n"},
            "people.yaml:4: from is a range [bad-value]",
        ),
    ],
)
def test_mistakes(files: dict[str, str], expected: str) -> None:
    assert expected in complaints(**files)


def test_a_name_in_another_script_has_its_language() -> None:
    files = MemoryFiles({"sources/registry/people.yaml": "wang: {name: Wang Xiaoming, original: {zh: 王  小明}}"})
    own = registry.read(files, Problems()).people["wang"].original
    assert own is not None
    assert (own.lang, own.words) == ("zh", "王 小明")


@pytest.mark.parametrize(
    "original", ["王小明", "{}", "{zh: 王小明, ja: 王小明}", "{Chinese: 王小明}", "{zh: []}", "{zh: ''}"]
)
def test_a_name_in_another_script_without_a_language_is_an_error(original: str) -> None:
    said = complaints(people=f"wang: {{name: Wang, original: {original}}}")
    assert said == ["people.yaml:1: original is not one name with its language [bad-value]"]
