"""The website: links, languages, marks, structure; made by the real tasks, without PDFs and without a browser."""

from __future__ import annotations

import itertools
import pathlib
import posixpath
import re
import shutil
import struct
import urllib.parse
import zlib

import pytest

import support_site
from protocolpress import plan, project
from protocolpress.errors import Position, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.localize import interface
from protocolpress.markup import plain
from protocolpress.model import Catalog, Edtf, Link, Moment, Plain, Translation
from protocolpress.pages import about, messages, website
from protocolpress.pages.spans import SpanWriter
from support_site import TAGS, Page, Site

ROOT = pathlib.Path(__file__).resolve().parents[2]

WITHOUT_MENU = ("site/index.html", "site/404.html")

SPECIMEN = "site/{}/protocols/2012-03-30-specimen.html"


@pytest.fixture(scope="module")
def own() -> Site:
    """Make the site of this repository's own publication."""
    return support_site.make(ROOT)


EVENT = """\
---
title: A meeting[^1]
lead: We met.
date: 2012-03-01/2012-03-02
photo: {file: "media/Фото № 1.png", description: A view, alt: Hills, credit: Ann}
---
Words with a note.[^2] And 1 < 2 & 3.

- one
- two

[^1]: On the title.
[^2]: On the words.
"""


@pytest.fixture
def small(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a project of one event, not translated."""
    (tmp_path / "sources/events").mkdir(parents=True)
    (tmp_path / "sources/media").mkdir()
    (tmp_path / "protocolpress.toml").write_text('[group]\nname = "The Group"\n')
    (tmp_path / "sources/events/2012-03-01-a.md").write_text(EVENT)
    shutil.copy(ROOT / "sources/media/rockets.png", tmp_path / "sources/media/Фото № 1.png")
    return tmp_path


SMALL = "site/{}/events/2012-03-01-a.html"

# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

ONE, MANY = "{n} page, {size}", "{n} pages, {size}"


def counted(n: int, *forms: str, locale: str = "ru") -> tuple[str, interface.Interface]:
    place = Position("ru.po", 7)
    words = {("", ONE): Translation(forms=forms, position=place)} if forms else {}
    words_of = interface.Interface({locale: Catalog(locale=locale, messages=words)}, Problems())
    (text,) = words_of.ngettext(ONE, MANY, n, size="1 KB")
    return plain(text.spans).replace("\u00a0", " "), words_of


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "1 страница"),
        (2, "2 страницы"),
        (5, "5 страниц"),
        (11, "11 страниц"),
        (21, "21 страница"),
        (22, "22 страницы"),
        (12345, "12 345 страниц"),
    ],
)
def test_russian_counts_in_three_forms(n: int, words: str) -> None:
    forms = ("{n} страница, {size}", "{n} страницы, {size}", "{n} страниц, {size}")
    assert counted(n, *forms)[0] == f"{words}, 1 KB"


@pytest.mark.parametrize(("n", "words"), [(1, "1 page"), (2, "2 pages"), (21, "21 pages")])
@pytest.mark.parametrize("forms", [(), (ONE, MANY)], ids=["no catalog", "catalog"])
def test_english_counts_in_two_forms(n: int, words: str, forms: tuple[str, ...]) -> None:
    assert counted(n, *forms, locale="en")[0] == f"{words}, 1 KB"


def test_what_is_not_translated_counts_in_english_and_is_reported() -> None:
    words, found = counted(21)
    assert words == "21 pages, 1 KB"
    assert found.incomplete
    assert [problem.rule for problem in found.problems] == ["untranslated"]


def test_a_form_that_lost_a_name_is_reported_at_its_line_and_its_source_printed() -> None:
    words, found = counted(2, "страница, {size}", "{n} страницы", "{n} страниц, {size}")
    (problem,) = found.problems
    assert str(problem) == (
        "ru.po:7: warning: the placeholders of the translation differ from those of its source, which is printed "
        "[placeholder-mismatch]\n"
        "  hint: keep every {name} of the source text: {n} pages, {size}"
    )
    assert words == "2 pages, 1 KB"
    assert found.incomplete


def test_a_form_for_one_may_leave_the_number_out() -> None:
    words, found = counted(1, "страница, {size}", "{n} страницы, {size}", "{n} страниц, {size}")
    assert words == "страница, 1 KB"
    assert not found.problems


def test_what_counts_is_extracted_with_its_plural() -> None:
    files = MemoryFiles({"templates/a.html": '\n{{ ngettext("{n} page", "{n} pages", n) }}'})
    (message,) = messages.extract(files)
    assert (message.msgid, message.plural) == ("{n} page", "{n} pages")
    assert message.position == Position("templates/a.html", 2)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def addresses(page: Page) -> list[tuple[str, str]]:
    """Return (tag, address) of all that leads or loads somewhere."""
    return [(e.tag, e[name]) for e in page.elements for name in ("href", "src") if name in e.attributes]


def test_every_link_leads_to_a_file_and_a_place_in_it(own: Site) -> None:
    """Nothing leads out of the site's folder: it is whole wherever it stands."""
    assert not own.problems
    assert own.pages
    for path, page in own.pages.items():
        if path == "site/404.html":  # served for every address, so its own begin at the root
            continue
        for tag, address in addresses(page):
            parts = urllib.parse.urlsplit(address)
            if parts.scheme:
                assert (tag, parts.scheme) in {("a", "https"), ("a", "http"), ("a", "mailto")}, address
                continue
            assert not parts.netloc, address
            assert not parts.path.startswith("/"), address
            relative = urllib.parse.unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)) if relative else path
            assert target.startswith("site/"), f"{path}: {address}"
            assert target in own.promised, f"{path}: {address}"
            if parts.fragment:
                assert urllib.parse.unquote(parts.fragment) in own.pages[target].ids, f"{path}: {address}"


def test_every_document_is_reached_from_the_first_page(own: Site) -> None:
    reached, waiting = set[str](), ["site/index.html"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        links = [e["href"].partition("#")[0] for e in own.pages[path].all("a")]
        found = (posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in links if link)
        waiting += [target for target in found if target in own.pages and target not in reached]
    unlinked = {"site/404.html", *(path for path in own.pages if path.startswith("site/api/"))}
    assert reached == set(own.pages) - unlinked


def test_references_keep_the_anchors_of_the_pdfs(own: Site) -> None:
    page = own.pages[SPECIMEN.format("en")]
    assert "protocols.2012-03-30-specimen.scope" in page.ids
    assert page.all("a", href="#protocols.2012-03-30-specimen.exchange-4")


def test_a_link_to_another_document_stays_in_the_language(own: Site) -> None:
    for locale in ("en", "ru"):
        page = own.pages[f"site/{locale}/events/2011-10-04-cape-town.html"]
        assert page.all("a", href="../protocols/2012-02-29-quebec.html")


def test_a_writer_leaves_links_to_a_later_stage_unless_told_where_they_lead() -> None:
    link = Link("protocolpress:protocols/b#b.c", (Plain("B"),))
    told = SpanWriter("en", resolve=lambda target: f"to/{target}")
    assert told.spans((link,), "en") == '<a href="to/protocols/b#b.c">B</a>'
    assert SpanWriter("en").spans((link,), "en") == '<a href="protocolpress:en/protocols/b#b.c">B</a>'
    assert told.href("https://example.org/") == "https://example.org/"


def test_all_four_editions_are_offered_with_pages_and_size(own: Site) -> None:
    for locale, size in (("en", "PDF, 2 pages, 120 KB"), ("ru", "PDF, 2 страницы, 120 КБ")):
        page = own.pages[SPECIMEN.format(locale)]
        pdfs = page.all("a", type="application/pdf")
        assert [a["href"] for a in pdfs] == [
            f"../../pdf/{edition}/protocols/2012-03-30-specimen.pdf" for edition in ("en", "ru", "en-ru", "ru-en")
        ]
        sizes = [e.words.replace("\u00a0", " ") for e in page.all("span", kind="size")]
        assert sizes == [size] * 4
        compendia = own.pages[f"site/{locale}/index.html"].all("a", type="application/pdf")
        assert [a["href"] for a in compendia] == [
            f"../compendium/compendium-2012-03-30-{edition}.pdf" for edition in ("en", "ru", "en-ru", "ru-en")
        ]


def test_large_print_is_offered_where_the_settings_make_it(small: pathlib.Path) -> None:
    shutil.copytree(ROOT / "locales/ru", small / "locales/ru")
    assert not [path for path in support_site.make(small).promised if "large-print/" in path]
    with (small / "protocolpress.toml").open("a") as file:
        file.write("[print]\nlarge_print = true\n")
    site = support_site.make(small)
    said = {"en": "English text in large print", "ru": "Текст на английском языке крупным шрифтом"}
    for locale, words in said.items():
        links = site.pages[SMALL.format(locale)].all("a", type="application/pdf")
        editions = [a["href"].removeprefix("../../").partition("/events/")[0] for a in links]
        assert editions == ["pdf/en", "pdf/ru", "pdf/en-ru", "pdf/ru-en", "large-print/en", "large-print/ru"]
        assert links[4].words == words
        assert links[4]["hreflang"] == "en-US"
        assert {
            f"{top}{edition}/events/2012-03-01-a.pdf" for edition in editions for top in ("", "site/")
        } <= site.promised
        assert len(site.pages[SMALL.format(locale)].all("span", kind="size")) == 6


@pytest.mark.parametrize(
    ("size", "en", "ru"),
    [
        (1, "1 KB", "1 КБ"),
        (1023 * 1024, "1,023 KB", "1023 КБ"),
        (1_900_000, "1.8 MB", "1,8 МБ"),
    ],
)
def test_sizes_are_written_as_the_language_does(small: pathlib.Path, size: int, en: str, ru: str) -> None:
    shutil.copytree(ROOT / "locales/ru", small / "locales/ru")
    site = support_site.make(small, {"pages": 21, "bytes": size})
    for locale, words in (("en", f"PDF, 21 pages, {en}"), ("ru", f"PDF, 21 страница, {ru}")):
        first = site.pages[SMALL.format(locale)].all("span", kind="size")[0]
        assert first.words.replace("\u00a0", " ") == words


# ── languages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_languages_switch_to_the_same_page_and_stand_in_the_same_order(own: Site) -> None:
    for path, page in own.pages.items():
        locale = path.split("/")[1]
        if locale not in TAGS:
            continue
        other = {"en": "ru", "ru": "en"}[locale]
        switch = [e for e in page.elements if "nav" in e.around and "header" in e.around and e["lang"]]
        assert [(e.tag, e["lang"], e.words) for e in switch] == [
            ("span" if locale == "en" else "a", TAGS["en"], "English"),
            ("span" if locale == "ru" else "a", TAGS["ru"], "Русский"),
        ]
        (link,) = [e for e in switch if e.tag == "a"]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link["href"]))
        assert target == path.replace(f"/{locale}/", f"/{other}/", 1)
        assert link["hreflang"] == TAGS[other]
        assert page.all("link", rel="alternate", hreflang=TAGS[other], href=link["href"])
        assert page.all("html")[0]["lang"] == TAGS[locale]


def test_a_document_stands_side_by_side_in_the_rows_of_its_pdf(own: Site) -> None:
    for edition, first, second in (("en-ru", "en", "ru"), ("ru-en", "ru", "en")):
        page = own.pages[SPECIMEN.format(edition)]
        assert page.all("html")[0]["lang"] == TAGS[first]
        cells = [e["lang"] for e in page.all("div") if e["lang"]]
        assert len(cells) > 100
        assert cells == [TAGS[first], TAGS[second]] * (len(cells) // 2)
        alone = {one["id"] for one in own.pages[SPECIMEN.format(first)].all("p", "h2") if "specimen" in one["id"]}
        assert {one for one in alone if "-annex-" not in one} <= set(page.ids)
        switch = [e["href"] for e in page.elements if "nav" in e.around and e["hreflang"]]
        assert switch == [f"../../{locale}/protocols/2012-03-30-specimen.html" for locale in ("en", "ru")]
        alone_page = own.pages[SPECIMEN.format(first)]
        assert [e["href"] for e in alone_page.all("a", kind="beside")] == [
            f"../../{edition}/protocols/2012-03-30-specimen.html"
        ]


def test_each_number_of_an_article_or_a_paragraph_leads_to_itself(own: Site) -> None:
    for locale in ("en", "ru"):
        page = own.pages[SPECIMEN.format(locale)]
        numbers = page.all("a", kind="number")
        assert len(numbers) > 20
        assert {e["href"].removeprefix("#") for e in numbers} <= set(page.ids)
        assert not [e for e in page.all("span", kind="number") if e.words.strip("– \u00a0")]


def test_the_first_page_offers_each_language_in_its_own_words(own: Site) -> None:
    page = own.pages["site/index.html"]
    links = page.all("a")
    assert [(a["href"], a["hreflang"], a.words) for a in links] == [
        ("en/index.html", TAGS["en"], "English"),
        ("ru/index.html", TAGS["ru"], "Русский"),
    ]
    assert [(e["lang"], e.words) for e in page.all("span", kind="line") if "h1" in e.around] == [
        (TAGS["en"], "Space Cooperation Working Group"),
        (TAGS["ru"], "Рабочая группа по космическому сотрудничеству"),
    ]


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_specimen_says_so_on_its_page_and_in_the_list(own: Site) -> None:
    for locale, word in (("en", "SPECIMEN"), ("ru", "ОБРАЗЕЦ")):
        assert [e.words for e in own.pages[SPECIMEN.format(locale)].all("p", kind="mark")] == [word]
        assert [e.words for e in own.pages[f"site/{locale}/index.html"].all("strong")] == [word]
        record = own.pages[f"site/{locale}/protocols/2012-02-29-quebec.html"]
        assert not record.all("p", kind="mark")


def test_what_is_not_translated_is_marked_tagged_and_explained(small: pathlib.Path) -> None:
    """The site's own words are translated: the program ships them."""
    pages = support_site.make(small).pages
    page = pages[SMALL.format("ru")]
    assert [e.words for e in page.all("p", kind="mark")] == ["ПРОЕКТ"]
    assert "еще не переведены" in page.all("p", kind="remark")[0].words
    marked = page.all("span", kind="untranslated")
    assert {e["lang"] for e in marked} == {TAGS["en"]}
    assert "We met." in [e.words for e in marked]
    assert [e.words for e in pages["site/ru/index.html"].all("strong")] == ["ПРОЕКТ"]
    assert not pages[SMALL.format("en")].all("p", kind="mark")


def test_a_word_of_the_site_that_is_not_translated_makes_its_page_a_draft(small: pathlib.Path) -> None:
    text = (ROOT / "locales/ru/LC_MESSAGES/interface.po").read_text()
    folder = small / "locales/ru/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "interface.po").write_text(re.sub(r'(msgid "Language"\nmsgstr )".*"', r'\1""', text))
    site = support_site.make(small)
    assert "'Language' is not translated" in [problem.message for problem in site.problems]
    assert site.pages["site/ru/index.html"].all("p", kind="mark")
    assert not site.pages["site/en/index.html"].all("p", kind="mark")


# ── structure ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_are_built_as_a_screen_reader_wants_them(own: Site) -> None:
    for path, page in own.pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        if path.startswith("site/api/"):
            continue
        levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
        assert len(page.all("main")) == 1, path
        assert all("alt" in image.attributes for image in page.all("img")), path
        assert all(cell["scope"] for cell in page.all("th")), path
        assert not page.all("iframe", "object", "style"), path
        assert all(script["src"] and not script.words for script in page.all("script")), path
        assert not page.all("form") or path.endswith("/search.html"), path
        assert not [e for e in page.elements if any(name.startswith("on") for name in e.attributes)], path
        nested = [e for e in page.elements if "a" in e.around and e.tag not in ("span", "sup", "wbr")]
        assert not nested, f"{path}: something is nested in a link"
        assert page.all("meta", name="viewport"), path


def test_every_page_but_the_first_begins_with_a_way_to_its_text(own: Site) -> None:
    for path, page in own.pages.items():
        if path not in WITHOUT_MENU and not path.startswith("site/api/"):
            assert page.all("a")[0]["href"] == "#text"
            assert page.all("main")[0]["id"] == "text"


def test_footnotes_stand_at_the_end_and_lead_back(small: pathlib.Path) -> None:
    page = support_site.make(small).pages[SMALL.format("en")]
    calls = [e for e in page.all("a") if "sup" in e.around]
    assert [(e["id"], e["href"], e.words) for e in calls] == [
        ("note-call-1", "#note-1", "1"),
        ("note-call-2", "#note-2", "2"),
    ]
    notes = [e for e in page.all("li") if e["id"].startswith("note-")]
    assert [e.words.split(" ↑")[0].strip() for e in notes] == ["On the title.", "On the words."]
    assert [e["href"] for e in page.all("a", kind="back")] == ["#note-call-1", "#note-call-2"]
    assert page.elements.index(calls[-1]) < page.elements.index(notes[0])


def test_a_list_shows_titles_without_their_footnotes(small: pathlib.Path) -> None:
    page = support_site.make(small).pages["site/en/index.html"]
    assert [e.words.strip() for e in page.all("h3")] == ["A meeting"]
    assert not page.all("sup")


def test_bullets_are_a_list_and_signs_of_html_are_words(small: pathlib.Path) -> None:
    page = support_site.make(small).pages[SMALL.format("en")]
    assert "1 < 2 & 3" in page.all("main")[0].words.replace("\u00a0", " ")
    (bullets,) = page.all("ul", kind="bullets")
    assert bullets.words.split() == ["one", "two"]


def test_the_newest_stand_first(own: Site) -> None:
    page = own.pages["site/en/index.html"]
    links = [e["href"] for e in page.all("a") if "h3" in e.around]
    assert links == [
        "events/2012-02-29-quebec.html",
        "events/2011-10-04-cape-town.html",
        "events/2011-07-08-launch.html",
        "events/2011-04-15-moscow.html",
        "protocols/2012-03-30-specimen.html",
        "protocols/2012-02-29-quebec.html",
    ]
    assert page.all("time")[0]["datetime"] == "2012-02-29"


def test_many_events_are_divided_into_years_of_which_the_newest_is_open(small: pathlib.Path) -> None:
    first = (small / "sources/events/2012-03-01-a.md").read_text()
    for number in range(website.MANY):
        day = f"{2009 + number % 3}-05-{number + 1:02}"
        (small / f"sources/events/{day}-x.md").write_text(first.replace("2012-03-01", day))
    page = support_site.make(small).pages["site/en/index.html"]
    years = page.all("details", kind="year")
    assert [year["id"] for year in years] == ["year-2012", "year-2011", "year-2010", "year-2009"]
    assert ["open" in year.attributes for year in years] == [True, False, False, False]
    assert [e.words for e in page.all("h3") if "summary" in e.around] == ["2012", "2011", "2010", "2009"]
    assert len([e for e in page.all("a") if "h4" in e.around]) == website.MANY + 1


@pytest.mark.parametrize(
    ("date", "machine"),
    [
        (Edtf(Moment(2012, 2, 9)), "2012-02-09"),
        (Edtf(Moment(2012, 2)), "2012-02"),
        (Edtf(Moment(812)), "0812"),
        (Edtf(Moment(2012), Moment(2013)), ""),
        (Edtf(Moment(2012, 5), approximate=True), ""),
        (Edtf(Moment(2012, 5), uncertain=True), ""),
    ],
)
def test_programs_are_told_a_date_only_where_it_is_one(date: Edtf, machine: str) -> None:
    assert about.machine_date(date) == machine


# ── shared files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_found_whatever_its_name(small: pathlib.Path) -> None:
    site = support_site.make(small)
    assert site.files["site/assets/media/Фото № 1.png"].startswith(b"\x89PNG")
    (image,) = site.pages[SMALL.format("en")].all("img")
    assert image["src"] == "../../assets/" + urllib.parse.quote("media/Фото № 1.png")
    assert image["alt"] == "Hills"


def test_a_picture_is_published_without_its_metadata(small: pathlib.Path) -> None:
    place = small / "sources/media/Фото № 1.png"
    data = place.read_bytes()
    chunk = b"tEXtAuthor\0Jane Secret"
    note = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    place.write_bytes(data[:33] + note + data[33:] + b"Jane Secret")
    assert b"Secret" not in support_site.make(small).files["site/assets/media/Фото № 1.png"]


def test_a_missing_picture_is_one_problem_of_its_document(small: pathlib.Path) -> None:
    (small / "sources/media/Фото № 1.png").unlink()
    site = support_site.make(small)
    errors = [problem for problem in site.problems if problem.severity == "error"]
    assert [(problem.rule, problem.position.path) for problem in errors] == [
        ("missing-picture", "sources/events/2012-03-01-a.md")
    ]
    assert not [path for path in site.files if "media" in path]


def test_the_stylesheet_asks_only_for_what_the_site_has(own: Site) -> None:
    style = own.files["site/assets/screen.css"].decode()
    assert "@import" not in style
    urls = set(re.findall(r"url\(([^)]*)\)", style))
    assert urls
    assert {f"site/assets/{url}" for url in urls} <= set(own.files)


def test_only_the_site_can_be_chosen(small: pathlib.Path) -> None:
    files = DiskFiles(small)
    chosen = plan.whole(project.read(files), files).choose((), (), only="site")
    assert chosen is not None
    assert {"site::index", "site:en:index", "site:ru:events/2012-03-01-a", "site::screen.css"} <= chosen
    assert {name.split(":")[0] for name in chosen} == {"site"}


def test_the_same_sources_make_the_same_site(small: pathlib.Path) -> None:
    assert support_site.make(small).files == support_site.make(small).files
