"""How documents are to be handled: the settings, what is printed, and that nothing public knows of what is not."""

from __future__ import annotations

import dataclasses

import pytest

import sample
from protocolpress import markup, plan, project
from protocolpress.build import task
from protocolpress.errors import Position, Problems, ProjectError
from protocolpress.files import MemoryFiles
from protocolpress.localize.document import localize
from protocolpress.model import Document, Message
from protocolpress.project import Marking

TOML = """
[group]
name = "G"
[markings.official]
text = "Official use only"
[markings.open]
text = "For all"
public = true
"""

SOURCES = {
    "sources/events/open.md": "---\ntitle: Open\ndate: 2012-01-05\nmarking: open\n---\n",
    "sources/events/plain.md": "---\ntitle: Plain\ndate: 2012-01-06\n---\n",
    "sources/events/closed.md": "---\ntitle: Closed\ndate: 2014-01-07\nmarking: official\n---\n",
    "sources/events/unknown.md": "---\ntitle: Unknown\ndate: 2012-01-07\nmarking: official-use\n---\n",
    "sources/protocols/closed.md": (
        "---\ntitle: Closed\nnumber: 1\ndate: 2012-01-08\nmarking: official\nannexes: [annex]\n---\n"
    ),
    "sources/protocols/annex.md": "---\nkind: annex\ntitle: Annex\ndate: 2012-01-08\n---\n",
}

PUBLIC = (
    *("site", "compendium", "compendium-pages", "part", "extent", "facts"),
    *("words", "index", "lexicon", "forms", "decisions", "deeds"),
)
"""Kinds of tasks whose results anybody may see."""

CLOSED = ("events/closed", "events/unknown", "protocols/closed", "protocols/annex")


def made(*, public: bool = False) -> tuple[plan.Plan, frozenset[str]]:
    files = MemoryFiles({"protocolpress.toml": TOML, **SOURCES})
    settings = project.read(files)
    found = {one.name: task.perform(one.action, files, {}).data for one in plan.surveys(settings, files)}
    return plan.make(settings, found, public=public), plan.closed(settings, found)


def marking(*, public: bool = False) -> dict[str, Marking]:
    text = Message(msgid="Official use only", position=Position("protocolpress.toml", 4))
    return {"official": Marking(id="official", text=text, public=public)}


def reported(document: Document, *others: Document, public: bool = False) -> list[str]:
    problems = Problems()
    setting = dataclasses.replace(sample.setting("en", document, *others), markings=marking(public=public))
    localize(document, setting, problems)
    return [f"{one.message} [{one.rule}]" for one in problems]


def test_no_public_task_knows_of_what_is_not_public() -> None:
    whole, closed = made()
    assert closed == frozenset(CLOSED)
    for one in whole.tasks:
        kind = one.name.partition(":")[0]
        if kind in PUBLIC:
            assert not any(document in repr(one) for document in CLOSED), one.name


def test_what_is_not_public_has_pages_and_pdfs_of_its_own() -> None:
    names = {one.name for one in made()[0].tasks}
    assert {"pdf:en:events/closed", "html:en:protocols/closed"} <= names


def test_a_public_plan_leaves_out_what_is_not_public() -> None:
    whole, _ = made(public=True)
    assert whole.ids == ("events/open", "events/plain")
    assert not [one.name for one in whole.tasks if any(document in repr(one) for document in CLOSED)]


def test_the_date_of_a_compendium_is_that_of_what_is_in_it() -> None:
    assert made()[0].date.isoformat() == "2012-01-06"


def test_the_marking_is_printed_and_translated() -> None:
    document = sample.document("x\n", "marking: official\ncopy: 3\ndistribution: [Archive, The Office]\n")
    setting = sample.setting("ru", document, words={"Official use only": "Для служебного пользования"})
    found = localize(document, dataclasses.replace(setting, markings=marking()), Problems())
    assert found.marking is not None
    assert markup.plain(found.marking.spans) == "Для служебного пользования"
    assert [markup.plain(one.spans) for one in found.distribution] == ["Archive", "The Office"]
    assert found.copy == "3"


def test_an_unknown_marking_is_an_error() -> None:
    (problem,) = reported(sample.document("x\n", "marking: secret\n"))
    assert problem.startswith("secret is not a marking of protocolpress.toml")


@pytest.mark.parametrize(
    ("front", "body"),
    [("protocols: [b]\n", "x\n"), ("", "See [it](protocols/b).\n"), ("", "See [](protocols/b#one).\n")],
)
def test_a_public_document_names_nothing_that_is_not(front: str, body: str) -> None:
    other = sample.document("## One {#one}\n", "marking: official\n", "protocols/b")
    event = sample.document(body, front, "events/a")
    told = "protocols/b is not public, and must not be named in a public document [not-public]"
    assert told in reported(event, other)
    assert told not in reported(event, other, public=True)
    marked = sample.document(body, f"{front}marking: official\n", "events/a")
    assert told not in reported(marked, other)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[markings.a]\n", "the marking has no text"),
        ('[markings.a]\ntext = "A"\npublic = "no"\n', "public is neither true nor false"),
        ('[markings.a]\ntext = "A"\ncolour = "red"\n', "unknown key colour"),
        ('[markings]\na = "A"\n', "markings.a is not a table"),
    ],
)
def test_mistakes_in_settings(settings: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        project.read(MemoryFiles({"protocolpress.toml": f'[group]\nname = "G"\n{settings}'}))
