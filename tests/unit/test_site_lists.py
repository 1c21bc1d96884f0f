"""The lists of the website: entries of the registry, groups, decisions, actions; only of public documents."""

from __future__ import annotations

import pathlib

import pytest

import support_site
from protocolpress.plan import named
from protocolpress.plan.paths import Survey
from support_site import Site

ROOT = pathlib.Path(__file__).resolve().parents[2]


def survey(day: str, *entries: str, **more: object) -> Survey:
    known = {"kind": "event", "day": day, "named": (), "picture": "", "entries": entries, **more}
    return Survey(**known)  # type: ignore[arg-type]  # as given


REGISTRY = named.Registered(
    people={"ann": (("one", "", "2011-12-31"), ("two", "2012-01-01", "")), "bob": (("two", "", ""),)},
    organizations=frozenset({"one", "two", "three"}),
    places=frozenset({"here"}),
    topics=frozenset({"lamps"}),
)


def test_entries_have_the_documents_that_name_them_the_newest_first() -> None:
    found = named.entries(
        {"events/a": survey("2011-05-01", "ann", "here"), "events/b": survey("2012-05-01", "ann", "lamps", group="g")},
        {},
        REGISTRY,
        ["g", "other"],
    )
    assert found["people"] == {"ann": named.Found(("events/b", "events/a"))}
    assert found["organizations"] == {
        "one": named.Found(("events/a",), ("ann",)),
        "two": named.Found(("events/b",), ("ann",)),
    }
    assert found["places"] == {"here": named.Found(("events/a",))}
    assert found["topics"] == {"lamps": named.Found(("events/b",))}
    assert found["groups"] == {"g": named.Found(("events/b",))}


def test_what_an_annex_names_counts_for_its_protocol() -> None:
    found = named.entries(
        {"protocols/a": survey("2012-01-01", annexes=("protocols/x",))},
        {"protocols/x": survey("2012-01-01", "three"), "protocols/y": survey("2012-01-01", "bob")},
        REGISTRY,
        (),
    )
    assert found == {"organizations": {"three": named.Found(("protocols/a",))}}


def test_without_a_registry_there_are_no_entries() -> None:
    assert named.entries({"events/a": survey("2012-01-01", "ann")}, {}, named.registered(None), ()) == {}


@pytest.fixture(scope="module")
def own() -> Site:
    return support_site.make(ROOT)


def test_a_person_has_offices_and_documents(own: Site) -> None:
    page = own.pages["site/ru/people/popovkin.html"]
    assert [e.words for e in page.all("h1")] == ["Владимир Поповкин"]
    offices = [" ".join(e.words.split()) for e in page.all("li") if "section" in e.around and "h3" not in e.around]
    assert (
        offices[0].replace("\u00a0", " ")
        == "руководитель Федерального космического агентства · Роскосмос с 29 апреля 2011 г."
    )
    links = [e["href"] for e in page.all("a") if "h3" in e.around]
    assert links == [
        "../protocols/2012-02-29-quebec.html#protocols.2012-02-29-quebec.ru-popovkin",
        "../events/2012-02-29-quebec.html#events.2012-02-29-quebec.ru-popovkin",
        "../events/2011-10-04-cape-town.html#events.2011-10-04-cape-town.ru-popovkin",
    ]


def test_people_are_sorted_as_the_language_sorts(own: Site) -> None:
    for locale, first in (("en", "Beyrle, John"), ("ru", "Байерли Джон")):
        lines = [e.words for e in own.pages[f"site/{locale}/people.html"].all("a") if e["href"].startswith("people/")]
        assert lines[0] == first
        assert len(lines) == 15


def test_a_brief_leads_to_whom_and_what_it_names(own: Site) -> None:
    page = own.pages["site/en/events/2012-02-29-quebec.html"]
    links = {e["href"] for e in page.all("a")}
    assert {"../people/bolden.html", "../places/quebec-city.html", "../topics/iss.html"} <= links


def test_open_actions_are_listed_by_who_has_to_act(own: Site) -> None:
    page = own.pages["site/en/actions.html"]
    assert [e.words for e in page.all("h2")] == ["BSO", "ASA", "Mary Muster", "Pyotr Primerov"]
    assert page.all("a", href="protocols/2012-03-30-specimen.html")


SETTINGS = """\
[group]
name = "The Group"
[groups.ice]
name = "Ice"
[markings.official]
text = "Official use only"
"""

PUBLIC = """\
---
title: A meeting
date: 2012-03-01
number: A-1
group: ice
decisions: 2012/3
participants: [ann]
---
The head of the [Office](@onl) spoke.

{.decision}
The lamps shall be *lit*.[^1]

[^1]: At night.
"""

CLOSED = """\
---
title: Zanzibar
date: 2012-06-01
number: Z-1
marking: official
participants: [zed]
decisions: 2012/9
---
{.decision}
Zanzibar shall be forgotten.

{.actions}
| What | Who | Due |
| --- | --- | --- |
| Forget Zanzibar | @zed | 2012-07 |
"""


def test_what_is_not_public_is_in_no_list(tmp_path: pathlib.Path) -> None:
    registry = tmp_path / "sources/registry"
    registry.mkdir(parents=True)
    (tmp_path / "sources/protocols").mkdir()
    (tmp_path / "protocolpress.toml").write_text(SETTINGS)
    (tmp_path / "sources/protocols/a.md").write_text(PUBLIC)
    (tmp_path / "sources/protocols/z.md").write_text(CLOSED)
    (registry / "people.yaml").write_text(
        "ann: {name: Ann, offices: [{title: Head, organization: onl}]}\n"
        "zed: {name: Zed Zanzibar, offices: [{title: Sultan of Zanzibar, organization: zan}]}\n"
    )
    (registry / "organizations.yaml").write_text("onl: {name: Office}\nzan: {name: Zanzibar}\n")
    site = support_site.make(tmp_path)
    pages = {path for path in site.files if path.startswith("site/en/") and path.endswith(".html")}
    assert pages == {
        f"site/en/{name}.html"
        for name in (
            *("index", "indexes", "search", "people", "people/ann", "organizations", "organizations/onl"),
            *("groups", "groups/ice", "decisions", "compendia", "protocols/a"),
        )
    }
    for path, data in site.files.items():
        assert b"Zanzibar" not in data, path
        assert "z" not in path.split("/")[-1].split("."), path
    decisions = site.pages["site/en/decisions.html"]
    assert decisions.all("a", href="protocols/a.html#protocols.a.decision-2012-3")
    assert not decisions.all("sup")
    assert [e["href"] for e in site.pages["site/en/groups/ice.html"].all("a", type="application/pdf")] == [
        f"../../compendium/compendium-2012-03-01-ice-{edition}.pdf" for edition in ("en", "ru", "en-ru", "ru-en")
    ]
