"""After any sequence of edits, an incremental build equals a clean one, byte for byte, and reports the same problems.

The engine, the plan and every stage are the real ones, but for WeasyPrint and the merging of PDFs: a fake one makes of
a page a digest of all that the real one would read, through the same `Files`. `PROTOCOLPRESS_SEQUENCES` says how many
sequences are tried.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from protocolpress import plan, project
from protocolpress.build import cache, keys, record, run, versions
from protocolpress.build.log import Log
from protocolpress.build.recording import RecordingFiles
from protocolpress.build.run import Question
from protocolpress.build.traces import Trace
from protocolpress.errors import PressError, Problem
from protocolpress.files import DiskFiles, Files, MemoryFiles
from protocolpress.folders import Folder
from protocolpress.model import HtmlPage
from protocolpress.pdf import facts, links, merge, relocatable, relocate, render, typefaces
from protocolpress.pdf.typefaces import FONTS
from protocolpress.plan import paths
from support import ROOT

SEQUENCES = int(os.environ.get("PROTOCOLPRESS_SEQUENCES", "8"))


def picture(color: int) -> bytes:
    """Draw a picture of one colour."""
    place = io.BytesIO()
    Image.new("RGB", (4, 4), (color * 40 % 256, 0, 0)).save(place, "PNG")
    return place.getvalue()


SETTINGS = """editions = ["en", "ru"]
order = "newest"
[group]
name = "Lamps"
[print]
sides = 1
paper = "a4"
large_print = false
"""

PHOTO = "photo:\n  file: media/lamp.png\n  description: A lamp.\n  alt: A lamp.\n  credit: A hand\n"

SOURCES = {
    "events/a": f"title: A\ndate: 2012-01-05\n{PHOTO}protocols: [protocols/b]\n---\n\nA lamp is lit. See [](protocols/b).\n",
    "protocols/b": "title: B\nnumber: N\ndate: 2012-03-01\nannexes: [protocols/c]\n---\n\nA lamp is kept.\n",
    "protocols/c": "kind: annex\ntitle: C\ndate: 2012-03-01\n---\n\nThe lamp.\n",
}

CATALOG = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n# a note\nmsgid "A"\nmsgstr "А"\n'


def shipped() -> dict[str, bytes]:
    """Read what the program ships, once."""
    disk = DiskFiles(ROOT)
    paths = (
        *disk.glob("templates/*"),
        *FONTS,
        *(f"locales/{locale}/LC_MESSAGES/interface.po" for locale in ("en", "ru")),
    )
    return {path: disk.read(path) for path in paths}


SHIPPED = shipped()
BASE: Mapping[str, bytes] = {
    **SHIPPED,
    "protocolpress.toml": SETTINGS.encode(),
    "sources/media/lamp.png": picture(0),
    "locales/ru/LC_MESSAGES/events/a.po": CATALOG.encode(),
    **{f"sources/{name}.md": f"---\n{text}".encode() for name, text in SOURCES.items()},
}

# ── what stands for WeasyPrint ───────────────────────────────────────────────────────────────────────────────────────


def made_of(*parts: object) -> bytes:
    """Make something of the size of a digest."""
    return b"%PDF-fake " + hashlib.sha256(repr(parts).encode()).hexdigest().encode()


def fake_render(
    page: HtmlPage,
    files: Files,
    *,
    day: dt.date,
    resolve: links.Resolve | None = None,
    tagged: bool = True,
    compact: str = "",
    faces: Sequence[typefaces.Face] = (),
) -> bytes:
    """Read all that WeasyPrint would read, and the links that it would lead."""
    asked = sorted(
        {*re.findall(r'(?:href|src)="/((?:templates|sources)/[^"]+)"', page.html), *([compact] if compact else [])}
    )
    read = [files.read(path) for path in asked]
    fonts = [hashlib.sha256(files.read(path)).digest() for path in FONTS[:2]]
    led = [(key, resolve(key)) for key in re.findall(r'"protocolpress:([^"#]+)', page.html)] if resolve else []
    return made_of(page.html, page.attachments, read, fonts, day, led, tagged)


def fake_merge(parts: Sequence[merge.Part], **words: Any) -> bytes:  # noqa: ANN401 - as the real one
    """Take in all parts, and where their links lead."""
    resolve, ready = words.pop("resolve"), words.pop("ready")
    led = [resolve(f"en/{i}") for i in SOURCES]
    taken = [(part.key, part.title, part.data or ready(part.key)) for part in parts]
    return made_of(taken, sorted(words.items(), key=str), led)


@pytest.fixture(autouse=True)
def _no_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "render", fake_render)
    monkeypatch.setattr(merge, "merge", fake_merge)
    monkeypatch.setattr(relocate, "prepare", lambda data, **words: made_of(data, sorted(words.items())))
    monkeypatch.setattr(relocatable, "dump", lambda part: part)
    monkeypatch.setattr(relocatable, "extent", lambda data: (2 + data[-1] % 2, {}))
    monkeypatch.setattr(facts, "pages", lambda data: 2 + data[-1] % 2)
    monkeypatch.setattr(facts, "destinations", lambda _: {})
    monkeypatch.setattr("protocolpress.pdf.blank.even", lambda data: data)
    monkeypatch.setattr("protocolpress.pdf.blank.found", lambda data: (False,) * (2 + data[-1] % 2))


# ── building ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Report = tuple[bool, Mapping[str, str], tuple[Problem, ...]]


class Publication:
    """A project in memory, its cache and its outputs on the disk; lives as long as a sequence."""

    def __init__(self, root: pathlib.Path) -> None:
        """Begin with the small project, not yet built."""
        self.root = root
        self.contents = dict(BASE)
        self.done: set[str] = set()
        """What the last build did."""
        self.why: dict[str, str] = {}
        """Why it did that."""
        self.touched: set[str] = set()
        """What somebody else has put into the output folder, or changed there."""

    def build(self, output: str, root: pathlib.Path, **chosen: Any) -> Report:  # noqa: ANN401 - of Plan.choose
        """Build as the command does, with the cache in *root*."""
        files = MemoryFiles(self.contents)
        asked = RecordingFiles(files)
        self.done, self.why = set(), {}
        try:
            known = project.read(asked)
            surveys = plan.surveys(known, asked)
        except PressError as error:
            return False, {}, error.problems
        told: list[str] = []
        place = self.root / output
        question = Question(words=str(chosen), everything=not chosen, dependencies=asked.dependencies())
        with cache.opened(root, "test") as kept, run.opened(files, kept, jobs=1) as session:
            if outcome := session.unchanged(question, output=place, folders=paths.FOLDERS):
                return outcome.ok, outcome.outputs, _own(outcome.problems)
            whole = plan.make(known, session.results(surveys, explain=told.append))
            wanted = whole.choose(**{"ids": (), "editions": (), **chosen}) if chosen else None
            outcome = session.run(
                whole.tasks,
                output=place,
                folders=paths.FOLDERS,
                wanted=wanted,
                question=question,
                explain=told.append,
            )
        self.done = set(outcome.done)
        self.why = {name: reason for name, _, reason in (line.partition(": ") for line in told)}
        return outcome.ok, outcome.outputs, _own(outcome.problems)

    def tree(self, output: str) -> dict[str, bytes]:
        """Return all outputs."""
        places = (self.root / output).rglob("*")
        return {
            p.relative_to(self.root / output).as_posix(): p.read_bytes()
            for p in places
            if p.is_file() and p.name != record.NAME
        }

    def sources(self) -> list[str]:
        """Return the paths of all sources."""
        return sorted(path for path in self.contents if path.startswith(("sources/events/", "sources/protocols/")))

    def change(self, path: str, old: bytes, new: bytes) -> None:
        """Change words of a file, if it has them."""
        if path in self.contents:
            self.contents[path] = self.contents[path].replace(old, new, 1)


def _own(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Leave out that something in the output folder is not ours."""
    return tuple(problem for problem in problems if problem.rule != "not-ours")


def source(p: Publication, n: int) -> str:
    return p.sources()[n % len(p.sources())]


def edit_text(p: Publication, n: int) -> None:
    p.contents[source(p, n)] += b"\nMore of it, %d.\n" % n


def edit_comment(p: Publication, n: int) -> None:
    p.change(source(p, n), b"---\n", b"---\n# note %d\n" % n)


def break_source(p: Publication, n: int) -> None:
    p.change(source(p, n), b"date: 2012-0", b"date: 2012-9")


def mend_sources(p: Publication, _: int) -> None:
    for path in p.sources():
        p.change(path, b"date: 2012-9", b"date: 2012-0")


def add_source(p: Publication, n: int) -> None:
    text = f"---\ntitle: New {n}\ndate: 2012-0{n % 9 + 1}-01\n---\n\nA lamp, see [](events/a).\n"
    p.contents[f"sources/events/new-{n % 3}.md"] = text.encode()


def delete_source(p: Publication, n: int) -> None:
    del p.contents[source(p, n)]
    if not p.sources():
        p.contents["sources/events/a.md"] = BASE["sources/events/a.md"]


def rename_source(p: Publication, n: int) -> None:
    path = source(p, n)
    p.contents[path.replace(".md", f"-{n % 3}.md")] = p.contents.pop(path)


def restore_source(p: Publication, n: int) -> None:
    path = f"sources/{list(SOURCES)[n % 3]}.md"
    p.contents[path] = BASE[path]


def edit_catalog(p: Publication, n: int) -> None:
    name = list(SOURCES)[n % 3]
    text = CATALOG.replace('"A"', f'"{name[-1].upper()}"').replace('"А"', f'"А {n}"')
    p.contents[f"locales/ru/LC_MESSAGES/{name}.po"] = text.encode()


def comment_catalog(p: Publication, n: int) -> None:
    p.change("locales/ru/LC_MESSAGES/events/a.po", b"# a note\n", b"# a note\n# %d\n" % n)


def remove_catalog(p: Publication, _: int) -> None:
    p.contents.pop("locales/ru/LC_MESSAGES/events/a.po", None)


def edit_template(p: Publication, n: int) -> None:
    path = sorted(path for path in SHIPPED if path.startswith("templates/"))[n % 20]
    p.contents[path] = SHIPPED[path] + (b"/* %d */" if path.endswith(".css") else b"<!-- %d -->") % n


def shipped_templates(p: Publication, _: int) -> None:
    p.contents |= SHIPPED


def edit_setting(p: Publication, n: int) -> None:
    old, new = (
        (b'editions = ["en", "ru"]', b'editions = ["en-ru", "en"]'),
        (b'"newest"', b'"oldest"'),
        (b'"Lamps"', b'"Lights"'),
        (b"sides = 1", b"sides = 2"),
        (b'"a4"', b'"letter"'),
        (b"large_print = false", b"large_print = true"),
    )[n % 6]
    p.change("protocolpress.toml", *((old, new) if old in p.contents["protocolpress.toml"] else (new, old)))


def comment_settings(p: Publication, n: int) -> None:
    p.contents["protocolpress.toml"] = b"# %d\n" % n + p.contents["protocolpress.toml"]


def change_picture(p: Publication, n: int) -> None:
    p.contents["sources/media/lamp.png"] = picture(n)


def change_font(p: Publication, n: int) -> None:
    p.contents[FONTS[n % 2]] = SHIPPED[FONTS[n % 3]]


def delete_output(p: Publication, n: int) -> None:
    outputs = sorted(p.tree("build"))
    if outputs:
        (p.root / "build" / outputs[n % len(outputs)]).unlink()


def tamper_with_output(p: Publication, n: int) -> None:
    outputs = sorted(p.tree("build"))
    if outputs:
        p.touched.add(outputs[n % len(outputs)])
        place = p.root / "build" / outputs[n % len(outputs)]
        place.write_bytes(bytes(reversed(place.read_bytes())))


def add_foreign_output(p: Publication, n: int) -> None:
    p.touched.add(f"html/foreign-{n}.html")
    place = p.root / "build" / "html" / f"foreign-{n}.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"mine")


def kept_files(p: Publication) -> list[pathlib.Path]:
    return sorted(place for place in (p.root / cache.FOLDER).rglob("*") if place.is_file())


def corrupt_cache(p: Publication, n: int) -> None:
    for place in kept_files(p)[n % 5 :: 5]:
        data = bytearray(place.read_bytes())
        if data:
            data[n * 997 % len(data)] ^= 1 + n % 255
            place.write_bytes(data)


def tear_cache(p: Publication, n: int) -> None:
    for place in kept_files(p):
        if place.name == "traces":
            place.write_bytes(place.read_bytes()[: -1 - n * 100])


def remove_objects(p: Publication, n: int) -> None:
    for place in kept_files(p)[n % 2 :: 2]:
        if place.name not in ("traces", "lock"):
            place.unlink()


def remove_cache(p: Publication, _: int) -> None:
    shutil.rmtree(p.root / ".cache", ignore_errors=True)


def build_pages(p: Publication, _: int) -> None:
    p.build("build", p.root, only="html")


def build_one(p: Publication, n: int) -> None:
    p.build("build", p.root, ids=(source(p, n).removeprefix("sources/").removesuffix(".md"),))


def build_elsewhere(p: Publication, _: int) -> None:
    p.build("elsewhere", p.root)


Edit = Callable[[Publication, int], None]
EDITS: tuple[Edit, ...] = (
    *(edit_text, edit_comment, break_source, mend_sources, add_source, delete_source, rename_source, restore_source),
    *(edit_catalog, comment_catalog, remove_catalog, edit_template, shipped_templates, edit_setting, comment_settings),
    *(change_picture, change_font, delete_output, tamper_with_output, add_foreign_output),
    *(corrupt_cache, tear_cache, remove_objects, remove_cache, build_pages, build_one, build_elsewhere),
)

STEPS = st.lists(
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 30)), min_size=1, max_size=3), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def start() -> Iterator[pathlib.Path]:
    """Return the small project, built: every sequence begins with a copy."""
    with tempfile.TemporaryDirectory() as folder:
        yield pathlib.Path(folder)


def check(steps: Sequence[Sequence[tuple[Edit, int]]], start: pathlib.Path) -> None:
    """Edit and build, again and again; in the end, compare with a build that knows nothing of all that."""
    if not (start / "build").exists():
        Publication(start).build("build", start)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "project"
        shutil.copytree(start, root)
        publication = Publication(root)
        report: Report = (False, {}, ())
        for step in steps:
            for edit, number in step:
                edit(publication, number)
            report = publication.build("build", root)
        clean = publication.build("clean", pathlib.Path(folder) / "nothing")
        assert report == clean
        if report[0]:
            left = publication.tree("build").items()
            mine = {path: data for path, data in left if path in report[1] or path not in publication.touched}
            assert mine == publication.tree("clean")
        assert not [path for path in publication.tree("build") if path.endswith(".part")]


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_an_incremental_build_equals_a_clean_one(
    start: pathlib.Path, steps: Sequence[Sequence[tuple[Edit, int]]]
) -> None:
    check(steps, start)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_each_edit_alone(start: pathlib.Path, edit: Edit) -> None:
    check([[(edit, 4)]], start)


# ── exactly what depends on it ───────────────────────────────────────────────────────────────────────────────────────

PDFS = {f"pdf:{edition}:{i}" for edition in ("en", "ru") for i in ("events/a", "protocols/b")}
COMPENDIA = {"compendium:en", "compendium:ru"}
FACTS = {name.replace("pdf:", "facts:") for name in PDFS} | {"facts:en:compendium", "facts:ru:compendium"}
OF_A = {name for name in PDFS if name.endswith("a")}


def pdfs_done(p: Publication) -> set[str]:
    """Return what was done and is dear."""
    return {name for name in p.done if name.startswith(("pdf:", "large:", "compendium:"))}


@pytest.mark.parametrize(
    ("edit", "number", "expected"),
    [
        (edit_text, 0, OF_A | COMPENDIA),
        (edit_text, 2, {name for name in PDFS if name.endswith("b")} | COMPENDIA),
        (edit_comment, 0, set()),
        (comment_catalog, 0, set()),
        (comment_settings, 0, set()),
        (edit_catalog, 0, {"pdf:ru:events/a", "compendium:ru"}),
        (change_picture, 1, OF_A | COMPENDIA),
        (edit_setting, 1, set()),  # the order of one event and one protocol
        (edit_setting, 2, {*PDFS, *COMPENDIA}),
        (edit_setting, 5, {"large:en:events/a", "large:ru:events/a"}),
        (delete_output, 0, set()),
        (tamper_with_output, 3, set()),
        (remove_objects, 0, set()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_only_what_depends_on_it_is_done(start: pathlib.Path, edit: Edit, number: int, expected: set[str]) -> None:
    if not (start / "build").exists():
        assert Publication(start).build("build", start)[0]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "project"
        shutil.copytree(start, root)
        publication = Publication(root)
        publication.build("build", root)
        assert publication.done == set()
        edit(publication, number)
        assert publication.build("build", root)[0]
        assert pdfs_done(publication) == expected
        publication.build("build", root)
        assert publication.done == set()


def traces(root: pathlib.Path) -> Mapping[str, Trace]:
    """Return all traces of a project."""
    with Folder(root / cache.FOLDER) as folder:
        kept = Log(folder, keys.find(root))
        kept.close()
    return kept._traces  # noqa: SLF001 - nobody else wants all of them


@pytest.mark.parametrize(
    ("kind", "name", "reader", "other"),
    [
        ("read", FONTS[0], "html:en:events/a", "facts:en:events/a"),
        ("read", "templates/print.css", "pdf:en:events/a", "html:en:events/a"),
        ("read", "templates/screen.css", "site::screen.css", "pdf:en:events/a"),
        ("read", "templates/event.html", "html:en:events/a", "html:en:protocols/b"),
        ("read", "templates/site-document.html", "site:en:events/a", "html:en:events/a"),
        ("read", "sources/media/lamp.png", "pdf:en:events/a", "pdf:en:protocols/b"),
        ("read", "locales/ru/LC_MESSAGES/events/a.po", "html:ru:events/a", "html:en:events/a"),
        ("version", "Jinja2", "html:en:events/a", "pdf:en:events/a"),
        ("version", "WeasyPrint", "pdf:en:events/a", "html:en:events/a"),
    ],
)
def test_whatever_changes_sets_anew_exactly_what_has_read_it(
    start: pathlib.Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str, reader: str, other: str
) -> None:
    """And what needs that, where it is different then; the program says which of both it is."""
    if not (start / "build").exists():
        assert Publication(start).build("build", start)[0]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "project"
        shutil.copytree(start, root)
        publication = Publication(root)
        readers = {
            task
            for task, trace in traces(root).items()
            for dependency in trace.dependencies
            if dependency[:2] == (kind, name)
        }
        assert reader in readers
        assert other not in readers
        if kind == "version":
            of = versions.of
            monkeypatch.setattr(versions, "of", lambda asked: "99" if asked == name else of(asked))
        elif name.endswith(".png"):
            publication.contents[name] = picture(3)
        else:
            publication.contents[name] += {"css": b"/**/", "html": b"<!-- -->", "ttf": b"", "po": b"\n# n\n"}.get(
                name.rpartition(".")[2], b""
            ) or b"\0"
        assert publication.build("build", root)[0]
        direct = {task for task, why in publication.why.items() if name in why}
        assert direct <= readers
        for task in publication.why.keys() - direct:
            assert publication.why[task].removesuffix(" has changed") in publication.why
        assert set(publication.why) >= readers


def test_a_new_source_sets_no_other_document_anew(start: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        publication = Publication(root)
        assert publication.build("build", root)[0]
        add_source(publication, 0)
        assert publication.build("build", root)[0]
        assert pdfs_done(publication) == {"pdf:en:events/new-0", "pdf:ru:events/new-0"} | COMPENDIA
        del publication.contents["sources/events/new-0.md"]
        assert publication.build("build", root)[0]
        assert pdfs_done(publication) == COMPENDIA
