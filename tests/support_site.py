"""The website of a project without its PDFs: the real tasks, with invented facts about PDFs; and what is in a page."""

from __future__ import annotations

import dataclasses
import html.parser
import json
import pathlib
from collections.abc import Mapping, Sequence

from protocolpress import plan, project
from protocolpress.build import task
from protocolpress.errors import Problem
from protocolpress.files import DiskFiles

FACTS = {"pages": 2, "bytes": 120 * 1024}

PRINTED = ("facts:", "pdf:", "large:", "compendium:", "html:")
"""Tasks that are not performed: what they make is replaced by the facts."""

TAGS = {"en": "en-US", "ru": "ru"}
"""The language tag of each locale, as pages write it."""

VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the tasks of a site came to."""

    files: Mapping[str, bytes]
    """Outputs by path below the output folder."""
    pages: Mapping[str, Page]
    """Those that are pages, read."""
    promised: frozenset[str]
    """All paths that a whole build would make, PDFs included."""
    problems: tuple[Problem, ...]

    def write(self, folder: pathlib.Path) -> None:
        """Write everything below *folder*, with an empty file for each PDF."""
        for path in self.promised:
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(self.files.get(path, b""))


def make(root: pathlib.Path, facts: Mapping[str, int] | None = None) -> Site:
    """Make the site of the project in *root*; each PDF has the same *facts*."""
    files = DiskFiles(root)
    every = plan.whole(project.read(files), files)
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    known = json.dumps(facts or FACTS).encode()
    tasks = {one.name: one for one in every.tasks}
    done: dict[str, task.Made] = {}

    def perform(name: str) -> task.Made:
        if name not in done:
            needs = {n: known if n.startswith(PRINTED) else perform(n).data for n in tasks[name].needs}
            whole = {n: data for n, data in needs.items() if data is not None}
            failed = len(whole) < len(needs)
            done[name] = task.Made(data=None, problems=()) if failed else task.perform(tasks[name].action, files, whole)
        return done[name]

    for one in every.tasks:
        if one.name.startswith("site:"):
            result = perform(one.name)
            problems += result.problems
            if result.data is not None:
                made[one.output] = result.data
    promised = frozenset(one.output for one in every.tasks if one.output)
    pages = {path: read(data.decode()) for path, data in made.items() if path.endswith(".html")}
    return Site(files=made, pages=pages, promised=promised, problems=tuple(dict.fromkeys(problems)))


@dataclasses.dataclass(slots=True)
class Element:
    """A tag with its attributes, the names of the tags around it, and the words inside it."""

    tag: str
    attributes: Mapping[str, str]
    around: tuple[str, ...]
    words: str = ""

    def __getitem__(self, name: str) -> str:
        """Return an attribute; empty if it is not there."""
        return self.attributes.get(name, "")


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page as its elements, in reading order."""

    elements: Sequence[Element]

    def all(self, *tags: str, kind: str = "", **attributes: str) -> list[Element]:
        """Return the elements of some tags, of a class, with given attributes."""
        return [
            element
            for element in self.elements
            if (not tags or element.tag in tags)
            and (not kind or kind in element["class"].split())
            and all(element[name] == value for name, value in attributes.items())
        ]

    @property
    def ids(self) -> list[str]:
        """The ids, in order."""
        return [element["id"] for element in self.elements if element["id"]]


def read(text: str) -> Page:
    """Read a page; every tag that is opened must be closed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open, f"not closed: {[element.tag for element in reader.open]}"
    return Page(reader.elements)


class _Reader(html.parser.HTMLParser):
    """Reads one page; lives as long as that."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"an attribute is there twice: {attrs}"
        element = Element(tag, values, tuple(one.tag for one in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words += data
