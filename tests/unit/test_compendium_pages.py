"""Contents and index of a large compendium: set in pieces that read as one, with the right page for each document."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import pathlib
import re

import pytest

from protocolpress import project
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage, Plain, Text
from protocolpress.pages.compendium import CompendiumRenderer, IndexLine, Mark
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import INTERNAL
from protocolpress.pdf import facts, merge, relocatable, render
from protocolpress.plan import bundles, compendium_pages
from protocolpress.plan import news as plan_news
from protocolpress.plan.actions import MakeCompendiumPages, Summarize
from protocolpress.plan.library import Library
from protocolpress.plan.paths import Volume

FILES = DiskFiles(pathlib.Path(__file__).parents[2])
EDITION = "en-ru"
PAGES = 8


class Made:
    """The pages around so many protocols, copies of one of ours, with people of their own."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, count: int, *, both_sides: bool = False, news: tuple[str, ...] = ()
    ) -> None:
        self.parts: list[merge.Part] = []
        self.html = ""
        ready, set_page = compendium_pages._ready, render.render  # noqa: SLF001 - a part before it is made ready

        def seen(part: merge.Part) -> merge.Part:
            self.parts.append(part)
            return ready(part)

        def told(page: HtmlPage, *given: object, **named: object) -> bytes:
            self.html += page.html
            return set_page(page, *given, **named)  # type: ignore[arg-type]

        settings = project.read(FILES)
        (path,) = FILES.glob("sources/protocols/*.md")[:1]
        known = f"protocols/{pathlib.PurePosixPath(path).stem}"
        given = Inputs(files=FILES, needs={}, problems=Problems())
        summary = Summarize(project=settings, edition=EDITION, document_id=known)(given)
        needs, ids = {}, []
        for number in range(count):
            ids.append(f"{known}-{number}")
            columns = json.loads(summary)
            for column in columns["columns"]:
                column["id"] = ids[-1]
                for entry in column["index"]:
                    entry["entry"] += f"-{number}"
            places = {entry["anchor"]: 2 for column in columns["columns"] for entry in column["index"]}
            extent = {"pages": PAGES, "own": PAGES, "blank": [], "places": places}
            needs[f"summary:{EDITION}:{ids[-1]}"] = json.dumps(columns).encode()
            needs[f"extent:{EDITION}:{ids[-1]}"] = json.dumps(extent).encode()
        with monkeypatch.context() as patched:
            patched.setattr(compendium_pages, "_ready", seen)
            patched.setattr(render, "render", told)
            layout = dataclasses.replace(settings.layout, sides=2 if both_sides else 1)
            settings = dataclasses.replace(settings, layout=layout)
            if news:
                fresh = dict(zip(ids, news, strict=False))
                patched.setattr(plan_news, "find", lambda *_: fresh)
                settings = dataclasses.replace(settings, news_since=dt.date(2012, 3, 1))
            volume = Volume(edition=EDITION, ids=tuple(ids), date=dt.date(2012, 3, 30))
            given = Inputs(files=FILES, needs=needs, problems=Problems())
            self.bundle = bundles.load(MakeCompendiumPages(project=settings, volume=volume)(given))

    def pieces(self, key: str) -> list[merge.Part]:
        return [part for part in self.parts if part.data and part.key.startswith(key)]

    def texts(self, key: str) -> list[str]:
        return [page for part in self.pieces(key) for page in facts.text(part.data)]

    def starts(self) -> dict[str, int]:
        """Where each part begins, counted from the first page behind the front matter."""
        page, found = 1, {}
        for part in self.bundle.parts:
            if part.label != "roman":
                found[part.key] = page
                page += relocatable.extent(part.data)[0] if part.data else PAGES
        return found


@pytest.mark.parametrize("both_sides", [False, True])
def test_a_long_list_in_pieces_reads_as_if_it_were_set_as_one(
    both_sides: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Made(monkeypatch, 50, both_sides=both_sides)
    monkeypatch.setattr(compendium_pages, "PIECE", 34)  # less than the index has on a page
    parts = Made(monkeypatch, 50, both_sides=both_sides)
    assert len(whole.pieces("front")) == 1
    for key in ("front", "back"):
        assert len(parts.pieces(key)) > 1
        assert [part.continued for part in parts.pieces(key)] == [False, *[True] * (len(parts.pieces(key)) - 1)]
    assert " ".join(parts.texts("back")).split() == " ".join(whole.texts("back")).split()
    *full, closing = filter(None, whole.texts("front"))
    *same, other = filter(None, parts.texts("front"))
    assert same == full
    assert re.sub(r"\d", "", other) == re.sub(r"\d", "", closing)  # the index may take another line of a page
    if both_sides:
        assert all(facts.pages(part.data) % 2 == 0 for part in parts.parts if part.data)


def test_what_is_new_is_listed_before_the_contents_and_marked_there(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, 3, news=("new", "changed"))
    head, _, contents = made.html.partition('id="contents"')
    assert "What is new since March 1, 2012" in head.replace("\u00a0", " ")
    assert "Новое с 1 марта 2012" in head.replace("\u00a0", " ")
    assert len(re.findall(r'class="entry"><a href="protocolpress:', head)) == 2
    assert len(re.findall(r"<strong>(?:new|revised)</strong>", contents)) == 2
    assert "What is new" not in Made(monkeypatch, 3).html


def test_the_contents_name_the_page_on_which_each_document_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The title of a section lists its documents: with fifty it takes two pages."""
    made = Made(monkeypatch, 50)
    starts = made.starts()
    named = dict(re.findall(rf'href="{INTERNAL}([^"#]+)" data-page="(\d+)"', made.html))
    assert len(named) == 51
    assert {key: int(page) for key, page in named.items()} == {key: starts[key] for key in named}
    assert starts[f"{made.bundle.parts[2].key}"] == 3


def test_an_index_line_of_any_length_stays_on_its_page() -> None:
    """A name is followed by as many numbers as fit in its line, and the rest is in the next ones."""
    library = Library(FILES, settings := project.read(FILES), Problems())
    edition = settings.source_locale
    setup = library.setup(edition, library.interface(edition), "")
    day = dt.date(2012, 12, 31)
    dated = (Text(spans=(Plain("31 December 2012"),), locale=edition),)
    maker = CompendiumRenderer(renderer=HtmlRenderer(FILES), setup=setup, dates=dated, day=day)
    names = ["Hill, Peter", "Longfellow, Maximiliane"]
    lines = [
        IndexLine(
            texts=(Text(spans=(Plain(name),), locale=edition),),
            marks=tuple(Mark(page=str(page), target="events/x#x") for page in range(start, 7 * count + start, 7)),
        )
        for name in names
        for count in range(1, 30)
        for start in (1, 80)
    ]
    text = "\n".join(facts.text(render.render(maker.back(lines, (), ()), FILES, day=day)))
    assert "Hill, Peter" in text
    assert not re.search(r"^(Hill|Longfellow),\s*$", text, re.MULTILINE)
