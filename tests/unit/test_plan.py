"""The plan: which tasks there are, what they need, which of them are asked for, and when a compendium is dated."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Mapping

import pytest

from protocolpress import plan, project
from protocolpress.build import task
from protocolpress.build.canonical import Canon
from protocolpress.build.task import Inputs, described
from protocolpress.errors import Problems, SourceError
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.pdf.typefaces import FONTS
from protocolpress.plan import compendium_pages, documents, summaries
from protocolpress.plan.library import Library
from support import ROOT

SHIPPED = {path: DiskFiles(ROOT).read(path) for path in FONTS}

SOURCES = {
    "sources/events/a.md": "---\ntitle: A\ndate: 2012-01-05/2012-01-07\n---\n",
    "sources/protocols/b.md": "---\ntitle: B\nnumber: N\ndate: 2012-03\nannexes: [protocols/c]\n---\n",
    "sources/protocols/c.md": "---\nkind: annex\ntitle: C\ndate: 2013\n---\n",
}


def made(date: dt.date | None = None, changes: Mapping[str, str] | None = None) -> plan.Plan:
    files = MemoryFiles({"protocolpress.toml": '[group]\nname = "G"\n', **SOURCES, **(changes or {})})
    return plan.whole(project.read(files), files, date=date)


def names(whole: plan.Plan, kind: str, edition: str = "en") -> list[str]:
    return [task.name for task in whole.tasks if task.name.startswith(f"{kind}:{edition}")]


def test_every_document_has_a_page_and_a_pdf_in_every_edition_but_annexes() -> None:
    whole = made()
    assert whole.ids == ("events/a", "protocols/b")
    for edition in whole.editions:
        assert f"pdf:{edition}:protocols/b" in names(whole, "pdf", edition)
        assert f"html:{edition}:events/a" in names(whole, "html", edition)
    assert not [task.name for task in whole.tasks if "protocols/c" in task.name]


def test_a_plan_does_not_depend_on_the_order_of_files() -> None:
    files = {"protocolpress.toml": '[group]\nname = "G"\n', **dict(reversed(SOURCES.items()))}
    other = plan.whole(project.read(MemoryFiles(files)), MemoryFiles(files))
    assert [task.name for task in other.tasks] == [task.name for task in made().tasks]


def test_names_and_outputs_are_unique_and_needs_exist() -> None:
    tasks = made().tasks
    known = [task.name for task in tasks]
    outputs = [task.output for task in tasks if task.output]
    assert len(known) == len(set(known))
    assert len(outputs) == len(set(outputs))
    assert {need for task in tasks for need in task.needs} <= set(known)


ACTIONS = tuple(f"protocolpress.plan.{name}" for name in ("actions", "search_actions", "site_actions", "web_actions"))


def test_actions_are_frozen_values_that_can_be_written_down_and_sent() -> None:
    for one in made(changes={"protocolpress.toml": '[group]\nname = "G"\n[print]\nlarge_print = true\n'}).tasks:
        name, parameters = described(one.action)
        module, _, kind = name.partition(":")
        assert module in ACTIONS
        assert kind == type(one.action).__name__
        assert Canon().identity(one.action).parameters.keys() == parameters.keys()
        assert pickle.loads(pickle.dumps(one.action)) == one.action  # noqa: S301 - our own bytes
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            one.action.edition = "xx"  # type: ignore[attr-defined]  # that is the point


def test_a_plan_loads_no_stage() -> None:
    program = "import sys; import protocolpress.plan.tasks; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"jinja2", "pypdf", "weasyprint", "markdown_it", "babel", "PIL"} & {*done.stdout.split()}


def test_a_summary_is_the_document_without_its_text() -> None:
    text = "---\ntitle: A *b* [c](https://x.example)\ndate: 2012-01-05\n---\n\nText.[^n]\n\n[^n]: Note.\n"
    files = MemoryFiles(
        {**SHIPPED, **SOURCES, "sources/events/a.md": text, "protocolpress.toml": '[group]\nname = "G"\n'}
    )
    known = project.read(files)
    (task,) = (one for one in plan.whole(known, files).tasks if one.name == "summary:en-ru:events/a")
    library = Library(files, known, Problems())
    whole = library.localized(library.parse("events/a"), "en-ru")
    expected = tuple(dataclasses.replace(column, blocks=(), annexes=()) for column in whole)
    data = task.action(Inputs(files=files, needs={}, problems=Problems()))
    assert summaries.columns(data) == expected
    assert summaries.machine(data) == "2012-01-05"


def test_tasks_cross_processes() -> None:
    assert pickle.loads(pickle.dumps(made().tasks[0])).name == made().tasks[0].name  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("date", "expected", "members"),
    [
        (None, "2013-01-01", ["events/a", "protocols/b"]),
        ("2012-03-01", "2012-03-01", ["events/a", "protocols/b"]),
        ("2012-02-29", "2012-02-29", ["events/a"]),
    ],
)
def test_the_compendium_holds_what_is_dated_up_to_its_date(date: str | None, expected: str, members: list[str]) -> None:
    whole = made(dt.date.fromisoformat(date) if date else None)
    (task,) = (task for task in whole.tasks if task.name == "compendium:en")
    assert whole.date == dt.date.fromisoformat(expected)
    assert task.output == f"compendium/compendium-{expected}-en.pdf"
    assert [need for need in task.needs if need.startswith("part:")] == [f"part:en:{member}" for member in members]


@pytest.mark.parametrize(
    ("ids", "editions", "only", "expected"),
    [
        (("events/a",), ("en",), "", {"pdf:en:events/a"}),
        (("events/a",), (), "html", {f"html:{e}:events/a" for e in ("en", "ru", "en-ru", "ru-en")}),
        ((), ("ru",), "compendium", {"compendium:ru"}),
        ((), ("ru",), "pdf", {"pdf:ru:events/a", "pdf:ru:protocols/b"}),
    ],
)
def test_choosing(ids: tuple[str, ...], editions: tuple[str, ...], only: str, expected: set[str]) -> None:
    assert made().choose(ids, editions, only) == frozenset(expected)


def test_a_format_is_planned_where_it_is_asked_for_or_the_settings_have_it() -> None:
    files = MemoryFiles({"protocolpress.toml": '[group]\nname = "G"\n', **SOURCES})
    settings = project.read(files)
    found = {one.name: task.perform(one.action, files, {}).data for one in plan.surveys(settings, files)}
    expected = frozenset(f"docx:{edition}:{i}" for edition in settings.editions for i in ("events/a", "protocols/b"))
    assert names(plan.make(settings, found), "docx", "") == []
    asked = plan.make(settings, found, only="docx")
    assert set(names(asked, "docx", "")) == expected
    assert asked.choose((), (), "docx") == expected
    instruments = plan.make(settings, found, only="akn")
    assert set(names(instruments, "akn", "")) == {f"akn:{locale}:protocols/b" for locale in settings.locales}
    always = plan.make(dataclasses.replace(settings, formats=("docx",)), found)
    assert set(names(always, "docx", "")) == expected


def test_choosing_nothing_is_choosing_all() -> None:
    assert made().choose((), ()) is None


def test_a_broken_source_keeps_its_tasks() -> None:
    whole = made(changes={"sources/events/a.md": "no front matter"})
    assert "html:en:events/a" in names(whole, "html")


def test_folios_that_are_set_together_begin_on_a_right_hand_page() -> None:
    assert compendium_pages.TOGETHER % 2 == 0


def test_no_sources_is_an_error() -> None:
    files = MemoryFiles({"protocolpress.toml": '[group]\nname = "G"\n'})
    with pytest.raises(SourceError, match=r"the project has no sources \[no-sources\]"):
        plan.whole(project.read(files), files)


def test_a_date_before_all_documents_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"no document is dated 1990-01-01 or earlier, .* \[no-documents\]"):
        made(date=dt.date(1990, 1, 1))
    broken = {"sources/events/d.md": "no front matter"}  # it has no date at all
    with pytest.raises(SourceError, match=r"choose 2012-01-05 or a later date"):
        made(date=dt.date(1960, 1, 1), changes=broken)


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        ("pdf/en/events/a.pdf", "en/protocols/b", "../protocols/b.pdf"),
        ("pdf/en-ru/events/a.pdf", "ru/protocols/b", "../../ru/protocols/b.pdf"),
        ("compendium/c.pdf", "en/protocols/b", "../pdf/en/protocols/b.pdf"),
        ("pdf/en/events/a.pdf", "en/protocols/gone", None),
    ],
)
def test_where_the_pdf_of_another_document_lies(path: str, key: str, expected: str | None) -> None:
    assert documents.beside(path, frozenset({"en/protocols/b", "ru/protocols/b"}))(key) == expected
