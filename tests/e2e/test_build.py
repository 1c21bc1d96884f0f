"""The real command on a small publication: the same bytes everywhere, only what changed, and pages that tell the truth."""

from __future__ import annotations

import dataclasses
import functools
import gettext
import hashlib
import io
import os
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import pypdf
import pytest

from protocolpress import model
from protocolpress.pdf import facts, reading_order
from support import COMMAND, ROOT, SECONDS, Press, environment

SMALL = ROOT / "tests" / "golden" / "project"

EDITIONS = ("en", "ru", "en-ru", "ru-en")

EVENT = "events/2012-02-28-reykjavik"
PROTOCOL = "protocols/2012-03-01-lights"
MINUTES = "protocols/2012-03-02-minutes"
CORRIGENDUM = "protocols/2012-03-02-lights-corrigendum"

FONTS = ("PT-Serif", "PT-Sans")

BABEL = (sys.executable, "-m", "babel.messages.frontend")

SERIAL_EDITION = ("-e", "en", "-j", "1")
"""One language in one process: the quickest build that has everything."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts:
    """What a reader finds in a PDF."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    outline: tuple[model.Bookmark, ...]
    links: tuple[facts.Link, ...]
    places: Mapping[str, int]


def copied(place: pathlib.Path) -> Press:
    """Copy the small publication to *place*."""
    shutil.copytree(SMALL, place)
    return Press(place)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the small publication, built once for all tests; nobody changes it."""
    press = copied(tmp_path_factory.mktemp("small") / "project")
    run = press.build()
    assert run.err == ""
    return press


@pytest.fixture
def small(tmp_path: pathlib.Path, built: Press) -> Press:
    """Return the small publication, built, to be changed; files keep their times."""
    root = tmp_path / "small"
    shutil.copytree(built.root, root)
    return Press(root)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the repository's own publication, built once, with what the command said in `stderr`."""
    place = tmp_path_factory.mktemp("publication")
    own = {
        name: value for name, value in environment().items() if name != "XDG_STATE_HOME"
    }  # it has a cache of the user's
    done = subprocess.run(
        [*COMMAND, "--project", ROOT, "build", "-o", place / "build"],
        cwd=place,
        env=own,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    (place / "stderr").write_bytes(done.stderr)
    assert done.returncode == 0, done.stderr.decode()
    return Press(place)


def digests(folder: pathlib.Path) -> dict[str, str]:
    """Return the digest of each file."""
    return {
        place.relative_to(folder).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }


def times(folder: pathlib.Path) -> dict[str, int]:
    """Return the time of each file."""
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def pdfs(press: Press, pattern: str = "**") -> dict[str, bytes]:
    """Return the PDFs of a build by their path."""
    places = (press.root / "build").glob(f"{pattern}/*.pdf")
    return {place.relative_to(press.root / "build").as_posix(): place.read_bytes() for place in sorted(places)}


@functools.cache
def facts_of(data: bytes) -> Facts:
    """Read what tests ask of a PDF, once."""
    return Facts(
        texts=facts.text(data),
        labels=facts.labels(data),
        outline=facts.outline(data),
        links=facts.links(data),
        places=facts.destinations(data),
    )


def flat(text: str) -> str:
    """Return words with plain spaces, hyphens at line ends taken out."""
    return re.sub(r"\s+", " ", re.sub(r"-\n", "", text))


# ── the same bytes ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_process_place_and_time_give_the_same_bytes(built: Press, tmp_path: pathlib.Path) -> None:
    root = tmp_path / "somewhere else"
    copied(root)
    (tmp_path / "elsewhere").mkdir()
    strange = environment(PYTHONHASHSEED="4242", TZ="Pacific/Auckland", LANG="ru_RU.UTF-8", LC_ALL="C", COLUMNS="40")
    umask = os.umask(0o077)
    try:
        subprocess.run(
            [*COMMAND, "--project", root, "build", "-j", "1"],
            cwd=tmp_path / "elsewhere",
            env=strange,
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
    finally:
        os.umask(umask)
    first, second = digests(built.root / "build"), digests(root / "build")
    assert len(first) > 20
    assert second == first
    assert {path.stat().st_mode & 0o777 for path in (root / "build").rglob("*") if path.is_file()} == {0o644}


def test_nothing_of_the_machine_is_in_the_outputs(built: Press) -> None:
    for path in built.files("build"):
        assert str(built.root).encode() not in built.data(path), path


# ── only what changed ────────────────────────────────────────────────────────────────────────────────────────────────


def changed(press: Press, *arguments: str) -> set[str]:
    """Build, and give the outputs that were written or removed."""
    before = times(press.root / "build")
    press.build(*arguments)
    after = times(press.root / "build")
    both = before.keys() | after.keys()
    return {path for path in both if before.get(path) != after.get(path) and path != ".protocolpress-outputs"}


def test_a_second_build_writes_nothing(small: Press) -> None:
    assert changed(small) == set()


def test_a_changed_source_changes_its_own_outputs_and_what_holds_them(small: Press) -> None:
    small.replace(f"sources/{EVENT}.md", "Ten degrees", "Nine degrees")
    small.replace(f"locales/ru/LC_MESSAGES/{EVENT}.po", "Ten degrees", "Nine degrees")
    own = {path for path in changed(small) if not path.startswith("site/")}
    assert own == {
        *(f"html/{e}/{EVENT}.html" for e in ("en", "en-ru", "ru-en")),
        # Also in Russian, where nothing of it is printed: a PDF carries its source.
        *(f"pdf/{e}/{EVENT}.pdf" for e in EDITIONS),
        *(f"compendium/compendium-2012-03-02-{e}.pdf" for e in EDITIONS),
    }


def test_a_removed_source_takes_its_outputs_along(small: Press) -> None:
    stranger = small.write("build/notes.txt", "mine")
    (small.root / f"sources/{MINUTES}.md").unlink()
    (small.root / f"sources/{CORRIGENDUM}.md").unlink()
    small.replace(f"sources/{PROTOCOL}.md", f"corrigenda: [{CORRIGENDUM}]\n", "")
    small.build()
    left = small.files("build")
    assert not [path for path in left if "minutes" in path]
    assert not [path for path in left if "compendium-2012-03-02" in path], "the newest date is an older one now"
    assert "build/compendium/compendium-2012-03-01-en.pdf" in left
    assert f"build/pdf/en/{PROTOCOL}.pdf" in left
    assert stranger.read_text() == "mine"


# ── catalogs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def entries(pot: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the context and the msgid of each message with its comments."""
    from babel.messages import pofile  # noqa: PLC0415 - Babel takes half a second to load

    catalog = pofile.read_po(io.StringIO(pot))
    return {
        (str(m.context or ""), m.id if isinstance(m.id, str) else m.id[0]): tuple(m.auto_comments)
        for m in catalog
        if m.id
    }


def test_babels_own_command_finds_the_same_messages(small: Press) -> None:
    small.run("extract", code=0)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    method = settings["project"]["entry-points"]["babel.extractors"]["protocolpress"]
    small.write("babel.cfg", f"[extractors]\nprotocolpress = {method}\n\n[protocolpress: sources/**/*.md]\n")
    for document_id in (EVENT, PROTOCOL, f"{PROTOCOL}-annex", MINUTES):
        subprocess.run(
            [*BABEL, "extract", "-F", "babel.cfg", "-o", "one.pot", f"sources/{document_id}.md"],
            cwd=small.root,
            env=environment(),
            check=True,
            capture_output=True,
        )
        ours, babels = entries(small.read(f"locales/{document_id}.pot")), entries(small.read("one.pot"))
        assert babels.keys() == ours.keys()
        assert len(ours) > 3
        assert {key: sorted(" ".join(comments).split()) for key, comments in babels.items()} == {
            key: sorted(" ".join(comments).split()) for key, comments in ours.items()
        }


def test_extracting_again_changes_nothing(small: Press) -> None:
    first = small.run("extract", code=0)
    assert f"locales/{EVENT}.pot" in first.out
    before = digests(small.root)
    assert small.run("extract", "--check", code=0).out == ""
    assert small.run("extract", code=0).out == ""
    assert digests(small.root) == before


def test_extracting_never_touches_a_catalog(small: Press) -> None:
    before = {path: small.data(path) for path in small.files("locales")}
    small.replace(f"sources/{EVENT}.md", "Light is cheap", "Light is dear")
    small.run("extract", code=0)
    assert {path: small.data(path) for path in before} == before


def test_compiled_catalogs_speak_through_gettext(small: Press) -> None:
    small.run("compile", code=0)
    with (small.root / f"locales/ru/LC_MESSAGES/{EVENT}.mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Light is cheap.") == "Свет дёшев."
    assert small.run("compile", "--check", code=0).out == ""


# ── the compendium's date ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_date_is_the_newest_sources(built: Press) -> None:
    assert [path for path in built.files("build/compendium") if path.endswith("-en.pdf") and "ru" not in path] == [
        "build/compendium/compendium-2012-03-02-en.pdf"
    ]


@pytest.mark.parametrize(
    ("arguments", "epoch", "date", "present", "absent"),
    [
        (("--date", "2012-03-01"), "", "2012-03-01", ("The keepers meet", "Protocol on Lights"), ("Minutes",)),
        ((), "1330473600", "2012-02-29", ("The keepers meet",), ("Protocol on Lights", "Minutes")),
        (("--date", "2013-01-01"), "1330473600", "2013-01-01", ("The keepers meet", "Minutes"), ()),
    ],
)
def test_the_date_can_be_given_and_leaves_later_documents_out(
    tmp_path: pathlib.Path,
    arguments: tuple[str, ...],
    epoch: str,
    date: str,
    present: tuple[str, ...],
    absent: tuple[str, ...],
) -> None:
    press = copied(tmp_path / "project")
    command = ("build", "--only", "compendium", *SERIAL_EDITION, *arguments)
    press.run(*command, env={"SOURCE_DATE_EPOCH": epoch} if epoch else {}, code=0)
    data = press.data(f"build/compendium/compendium-{date}-en.pdf")
    titles = [bookmark.title for part in facts_of(data).outline for bookmark in part.children]
    assert set(present) <= set(titles)
    assert not set(absent) & set(titles)
    numbered = any(NUMBERS.search(text) for text in facts_of(data).texts)
    assert numbered == ("Protocol on Lights" in titles), "only what is in the volume has a page in it"


def test_a_date_that_is_none_is_a_mistake_of_usage(built: Press) -> None:
    assert built.run("build", "--date", "2012-02-30").code == 2
    assert built.run("build", env={"SOURCE_DATE_EPOCH": "yesterday"}).code == 2


# ── links, pages, numbers ────────────────────────────────────────────────────────────────────────────────────────────


def check_links(press: Press) -> int:
    """Follow every link of every PDF; give how many lead somewhere beside the PDF itself."""
    files = pdfs(press)
    places = {path: facts_of(data).places for path, data in files.items()}
    beside = 0
    for path, data in files.items():
        for link in facts_of(data).links:
            if re.match(r"https?:|mailto:", link.target):
                continue
            if link.target.startswith("#"):
                assert link.target[1:] in places[path], (path, link)
                continue
            file, _, name = link.target.partition("#")
            other = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            assert other in files, (path, link)
            assert not name or name in places[other], (path, link)
            beside += 1
    return beside


def test_every_link_leads_somewhere(built: Press) -> None:
    assert check_links(built) > 10


def test_a_compendium_keeps_its_links_inside(built: Press) -> None:
    data = built.data("build/compendium/compendium-2012-03-02-en.pdf")
    assert f"#en/{PROTOCOL}" in {link.target for link in facts_of(data).links}


def check_names(press: Press) -> None:
    """In no PDF does a name stand for two places."""
    for path, data in pdfs(press).items():
        root = pypdf.PdfReader(io.BytesIO(data)).root_object
        tree: Any = root.get("/Names", {})
        names = [str(name) for name in _names(tree.get("/Dests", {}))]
        assert len(names) == len(set(names)), path
        assert -1 not in facts_of(data).places.values(), path


def _names(node: Any) -> Iterable[Any]:  # noqa: ANN401 - pypdf's dictionaries have no types
    node = node.get_object()
    yield from node.get("/Names", [])[::2]
    for kid in node.get("/Kids", []):
        yield from _names(kid)


def test_names_are_unique(built: Press) -> None:
    check_names(built)


def check_labels(data: bytes) -> None:
    """Small Roman numbers in front, then figures from 1; each is on its page but the cover, and is not read aloud."""
    labels = facts_of(data).labels
    body = list(facts_of(data).places.values())
    first = labels.index("1")
    assert body
    assert list(labels[:first]) == ["i", "ii", "iii", "iv", "v"][:first]
    assert list(labels[first:]) == [str(number) for number in range(1, len(labels) - first + 1)]
    cover, *texts = facts_of(data).texts
    assert cover.split()[-1] != labels[0]
    for label, text in zip(labels[1:], texts, strict=True):
        assert text.split()[-1] == label, "the folio is drawn last"


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_of_a_compendium_has_its_folio(edition: str, built: Press) -> None:
    check_labels(built.data(f"build/compendium/compendium-2012-03-02-{edition}.pdf"))


def titles(bookmarks: Iterable[model.Bookmark]) -> dict[str, int]:
    """Return the page of each bookmark of the upper three levels."""
    found: dict[str, int] = {}
    for part in bookmarks:
        found.setdefault(part.title, part.page)
        for document in part.children:
            found.setdefault(document.title, document.page)
    return found


def check_contents(data: bytes) -> int:
    """Compare the page numbers of the contents with the pages; return how many there are.

    In a parallel edition the title in the first language has the number, and the other one stands below it.
    """
    labels = facts_of(data).labels
    contents = flat("\n".join(facts_of(data).texts[1 : labels.index("1")]))
    lines = re.findall(r"(\S[^.]*?)(?: \.)+ (\d+)(?= |$)(?=(.*))", contents)
    places = titles(facts_of(data).outline)
    found = 0
    for words, label, below in lines:
        named = {title: [flat(part) for part in title.split(" / ")] for title in places}
        name = next((title for title, (first, *_) in named.items() if words.endswith(first)), None)
        if name is not None:
            assert all(below.strip().startswith(other) for other in named[name][1:]), (name, below)
            assert labels[places[name]] == label, (words, label)
            found += 1
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_contents_tell_the_page(edition: str, built: Press) -> None:
    assert check_contents(built.data(f"build/compendium/compendium-2012-03-02-{edition}.pdf")) >= 3


NUMBERS = re.compile(r"\s·\s([pс]\.)\s(\d+)")
"""What a brief says behind the title of a protocol."""


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_brief_tells_the_page_of_its_protocol_in_the_same_volume(edition: str, built: Press) -> None:
    data = built.data(f"build/compendium/compendium-2012-03-02-{edition}.pdf")
    places, texts = facts_of(data).places, facts_of(data).texts
    alone = facts_of(built.data(f"build/pdf/{edition}/{EVENT}.pdf")).texts
    first = places[f"{edition}/{EVENT}"]
    brief = texts[first : first + len(alone)]
    label = facts_of(data).labels[places[f"{edition}/{PROTOCOL}"]]
    said = {"en": ("p.", label), "ru": ("с.", label)}
    assert [found for text in brief for found in NUMBERS.findall(text)] == [
        said[locale] for locale in edition.split("-")
    ]
    assert not [text for text in alone if NUMBERS.search(text)]
    without_folio = [text.rstrip("0123456789") for text in brief]
    assert [NUMBERS.sub("", text).split() for text in without_folio] == [text.split() for text in alone]


def test_the_page_of_a_protocol_is_read_where_it_stands(built: Press) -> None:
    data = built.data("build/compendium/compendium-2012-03-02-ru.pdf")
    label = facts_of(data).labels[facts_of(data).places[f"ru/{PROTOCOL}"]]
    assert f"P 'Протокол об огнях · LWG-1 · с. {label}'" in reading_order.tags(data).replace("\\xa0", " ")


INDEXED = {
    "Keeper, Ann": "Keeper",
    "Mayakov, Yegor": "Mayakov",
    "Hôte, Émile": "Hôte",
    "Cape Light": "Cape Light",
    "Reykjavik": "Reykjavik",
    "Маяков Егор": "Маяков",
    "Кипер Анна": "Кипер",
    "От Эмиль": "Эмиль От",
    "мыс Лайт": "Лайт",
    "Рейкьявик": "Рейкьявик",
}


def index_lines(data: bytes) -> dict[str, list[str]]:
    """Return the labels that the index lists, by what stands before them."""
    words = flat(facts_of(data).texts[-1])
    return {name.strip(): numbers.split(", ") for name, numbers in re.findall(r"([^\d]+?) (\d+(?:, \d+)*)(?= )", words)}


@pytest.mark.parametrize("edition", ["en", "ru"])
def test_the_index_tells_every_page_that_names_a_person_or_a_place(edition: str, built: Press) -> None:
    data = built.data(f"build/compendium/compendium-2012-03-02-{edition}.pdf")
    pages = dict(zip(facts_of(data).labels, map(flat, facts_of(data).texts), strict=True))
    found = 0
    for line, labels in index_lines(data).items():
        name = next((word for key, word in INDEXED.items() if line.endswith(key)), None)
        if name is not None:
            found += 1
            assert labels == sorted(set(labels), key=int)
            for label in labels:
                assert name in pages[label], (line, label)
    assert found == 5


def test_another_folder_is_built_with_its_name(tmp_path: pathlib.Path) -> None:
    press = copied(tmp_path / "there")
    here = Press(tmp_path)
    here.run("--project", "there", "build", PROTOCOL, *SERIAL_EDITION, code=0)
    assert press.files("build") == (f"build/html/en/{PROTOCOL}.html", f"build/pdf/en/{PROTOCOL}.pdf")
    assert facts.pages(press.data(f"build/pdf/en/{PROTOCOL}.pdf")) >= 2


def test_another_folder_sees_no_catalogs_of_the_programs_own_publication(tmp_path: pathlib.Path) -> None:
    press = copied(tmp_path / "there")
    shutil.rmtree(press.root / "locales")
    press.run("extract", code=0)
    assert "locales/ru/LC_MESSAGES/registry.po" in press.files("locales")


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("change", ["fuzzy", "missing"])
def test_what_is_not_translated_is_marked_and_every_page_says_draft(change: str, tmp_path: pathlib.Path) -> None:
    press = copied(tmp_path / "project")
    catalog = f"locales/ru/LC_MESSAGES/{PROTOCOL}.po"
    if change == "missing":
        press.replace(catalog, 'msgstr "Всё это хранится в сухости."', 'msgstr ""')
    else:
        press.replace(catalog, 'msgid "All of it is kept dry."', '#, fuzzy\nmsgid "All of it is kept dry."')
    run = press.build(PROTOCOL, "-j", "1", "-e", "ru", "-e", "en-ru", "-e", "en")
    assert "a text is not translated into ru; protocols/2012-03-01-lights prints as a draft" in run.err
    html = press.read(f"build/html/ru/{PROTOCOL}.html")
    assert '<span lang="en-US" class="untranslated">All of it is kept\u00a0dry.</span>' in html
    for edition, word in (("ru", "ПРОЕКТ"), ("en-ru", "DRAFT · ПРОЕКТ")):
        assert all(word in text for text in press.text(f"build/pdf/{edition}/{PROTOCOL}.pdf")), edition
    assert not any("DRAFT" in text for text in press.text(f"build/pdf/en/{PROTOCOL}.pdf"))


# ── the repository's own publication ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
class TestPublication:
    """What officials get."""

    def test_nothing_is_wrong_with_it(self, published: Press) -> None:
        assert published.read("stderr") == ""

    def test_a_brief_in_one_language_is_one_page(self, published: Press) -> None:
        briefs = {**pdfs(published, "pdf/en/events"), **pdfs(published, "pdf/ru/events")}
        assert len(briefs) == 8
        assert {path for path, data in briefs.items() if len(facts_of(data).texts) != 1} == set()

    def test_only_the_projects_fonts(self, published: Press) -> None:
        for path, data in pdfs(published).items():
            assert {name for name in facts.fonts(data) if not name.startswith(FONTS)} == set(), path

    @pytest.mark.parametrize(
        ("edition", "word"), [("en", "SPECIMEN"), ("ru", "ОБРАЗЕЦ"), ("en-ru", "SPECIMEN · ОБРАЗЕЦ")]
    )
    def test_every_page_of_the_specimen_says_so_and_no_other(self, edition: str, word: str, published: Press) -> None:
        for path, data in pdfs(published, f"pdf/{edition}/**").items():
            marked = [word in text for text in facts_of(data).texts]
            assert all(marked) if "specimen" in path else not any(marked), path

    def test_titles_languages_and_bookmarks(self, published: Press) -> None:
        for path, data in pdfs(published).items():
            reader = pypdf.PdfReader(io.BytesIO(data))
            edition = re.search(r"pdf/([a-z]{2})|-([a-z]{2})(?:-[a-z]{2})?\.pdf$", path)
            assert edition
            assert str(reader.root_object["/Lang"]).split("-")[0] == (edition[1] or edition[2]), path
            assert reader.metadata
            assert reader.metadata.title, path
            assert facts_of(data).outline, path
            assert not [place for place in titles(facts_of(data).outline).values() if place < 0], path
            preferences: Any = reader.root_object["/ViewerPreferences"]
            assert preferences["/DisplayDocTitle"], path

    @pytest.mark.parametrize(("edition", "pattern"), [("en", r"Page (\d+) of (\d+)"), ("ru", r"Стр\. (\d+) из (\d+)")])
    def test_pages_are_counted_right(self, edition: str, pattern: str, published: Press) -> None:
        for path, data in pdfs(published, f"pdf/{edition}/**").items():
            count = len(facts_of(data).texts)
            numbers = [re.findall(pattern, flat(text)) for text in facts_of(data).texts]
            assert numbers == [[(str(page), str(count))] for page in range(1, count + 1)], path

    def test_links_names_and_numbers(self, published: Press) -> None:
        assert check_links(published) > 20
        check_names(published)
        books = pdfs(published, "compendium")
        assert len(books) == 4
        for data in books.values():
            check_labels(data)
            assert check_contents(data) >= 6

    def test_the_compendium_is_in_order(self, published: Press) -> None:
        (data,) = (data for path, data in pdfs(published, "compendium").items() if re.search(r"\d-en\.pdf", path))
        pages = [bookmark.page for part in facts_of(data).outline for bookmark in part.children]
        assert pages == sorted(pages)
        text = flat(facts_of(data).texts[2])
        assert text.index("Quebec") < text.index("Cape Town") < text.index("Moscow"), "the newest stands first"


CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/**/*.po"))


def test_every_catalog_of_the_publication_is_whole() -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("there is no msgfmt: install gettext")
    assert len(CATALOGS) > 10
    for place in CATALOGS:
        done = subprocess.run(
            ["msgfmt", "-c", "--statistics", "-o", os.devnull, place],
            capture_output=True,
            check=False,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
        )
        said = done.stderr.decode().strip()
        assert re.fullmatch(r"\d+ translated messages?\.", said), (place, said)


@pytest.mark.parametrize("edition", ["ru", "en-ru"])
def test_a_publication_may_have_one_edition_alone(sample: Press, edition: str) -> None:
    sample.replace("protocolpress.toml", 'editions = ["en", "ru", "en-ru", "ru-en"]', f'editions = ["{edition}"]')
    sample.build("--only", "pdf")
    assert {path.split("/")[2] for path in sample.files("build/pdf")} == {edition}
