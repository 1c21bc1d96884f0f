"""Layouts: which stylesheets make them, what their pages measure, and that all can be read in black and white."""

from __future__ import annotations

import datetime as dt
import functools
import io
import pathlib
import re
import shutil
from typing import Literal

import pypdf
import pytest

import support_layout as layout
from protocolpress import plan, project
from protocolpress.errors import ProjectError
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pages import document as pages
from protocolpress.pdf import blank, patches, render
from protocolpress.plan import paths
from protocolpress.project import Layout
from support import ROOT

LEAST = '[group]\nname = "G"\n'
EVENT = "events/2012-05-15-exampleton"
PROTOCOL = "protocols/2012-05-15-exampleton"
ANNEX = "protocols/2012-05-15-annex"

LAYOUTS = {
    "": "usual",
    'paper = "letter"': "letter",
    "sides = 2": "two",
    'margins = "gost"\npage_numbers = "top-center"': "gost",
    'margins = "gost-archive"\nsides = 2\npage_numbers = "top-center"': "archive",
    'paper = "letter"\nsides = 2': "letter-two",
    'page_numbers = "top-center"\nsides = 2': "top-two",
    'below = ["en-ru"]': "below",
}

MM = layout.MILLIMETRES


def read(text: str) -> Layout:
    return project.read(MemoryFiles({project.PATH: LEAST + text})).layout


def complaints(text: str) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        read(text)
    return [f"{p.position.line}: {p.message} [{p.rule}]" for p in caught.value.problems]


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_settings_pages_have_no_further_stylesheet() -> None:
    assert read("") == Layout()
    assert pages.sheets(Layout()) == ()


def test_settings() -> None:
    text = '[print]\npaper = "letter"\nsides = 2\nmargins = "gost-archive"\npage_numbers = "top-center"\nlarge_print = true\n'
    found = read(text)
    assert found == Layout(paper="letter", sides=2, margins="gost-archive", page_numbers="top-center", large_print=True)
    names = [sheet.removeprefix("templates/").removesuffix(".css") for sheet in pages.sheets(found)]
    assert names == [
        "letter",
        "two-sided",
        "gost",
        "gost-two-sided",
        "gost-archive",
        "gost-archive-two-sided",
        "numbers-top",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('print = "a4"\n', ["0: print is not a table [bad-setting]"]),
        ('[print]\npaper = "a5"\n', ["4: unknown paper a5 [bad-setting]"]),
        ("[print]\npaper = 4\n", ["4: paper is not text [bad-setting]"]),
        ('[print]\nmargins = "wide"\n', ["4: unknown margins wide [bad-setting]"]),
        ('[print]\n\npage_numbers = "top"\n', ["5: unknown page_numbers top [bad-setting]"]),
        ("[print]\nsides = 3\n", ["4: sides is neither 1 nor 2 [bad-setting]"]),
        ("[print]\nsides = true\n", ["4: sides is neither 1 nor 2 [bad-setting]"]),
        ('[print]\nbelow = ["en"]\n', ["4: en in below is no edition of two languages [bad-setting]"]),
        ('[print]\nbelow = "en-ru"\n', ["4: below is not a list of different texts [bad-setting]"]),
        ("[print]\nlarge_print = 1\n", ["4: large_print must be true or false [bad-setting]"]),
        ('[print]\nsize = "a4"\n', ["4: unknown key size [unknown-key]"]),
        (
            '[print]\npapers = "a4"\nsides = 0\n',
            ["4: unknown key papers [unknown-key]", "5: sides is neither 1 nor 2 [bad-setting]"],
        ),
    ],
)
def test_every_mistake_has_its_line(text: str, expected: list[str]) -> None:
    # in TOML a key before the first table is one of the file itself
    if text.startswith("print"):
        with pytest.raises(ProjectError) as caught:
            project.read(MemoryFiles({project.PATH: text + LEAST}))
        assert [f"{p.message} [{p.rule}]" for p in caught.value.problems] == [
            line.partition(": ")[2] for line in expected
        ]
        return
    assert complaints(text) == expected


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pathlib.Path]:
    """Make the small project of `init` in each layout, with a protocol of several pages and an annex."""
    made = {}
    for settings, name in LAYOUTS.items():
        root = tmp_path_factory.mktemp("layout") / name
        shutil.copytree(ROOT / "skeleton", root)
        with (root / project.PATH).open("a") as file:
            file.write(f"\n[print]\nlarge_print = true\n{settings}\n")
        source = (
            (root / f"sources/{PROTOCOL}.md").read_text("utf-8").replace("\ndate:", f"\nannexes: [{ANNEX}]\ndate:", 1)
        )
        more = "\n\n".join(
            f"The Parties shall measure the water on day {day} of each month, and shall say so." for day in range(1, 29)
        )
        source = source.replace("{.closing}", more + "\n\n{.closing}", 1)
        (root / f"sources/{PROTOCOL}.md").write_text(source, "utf-8")
        (root / f"sources/{ANNEX}.md").write_text(
            "---\nkind: annex\ntitle: Gauges\ndate: 2012-05-15\n---\n\nThere are three gauges.\n"
        )
        words = {
            f"The Parties shall measure the water on day {day} of each month, and shall say so.": f"Стороны измеряют уровень воды {day} числа каждого месяца и сообщают об этом."
            for day in range(1, 29)
        }
        with (root / f"locales/ru/LC_MESSAGES/{PROTOCOL}.po").open("a") as file:
            file.write("\n" + layout.catalog("ru", words).partition("\n\n")[2])
        annex = layout.catalog("ru", {"Gauges": "Посты", "There are three gauges.": "Постов три."})
        (root / f"locales/ru/LC_MESSAGES/{ANNEX}.po").write_text(annex, "utf-8")
        made[name] = root
    return made


@functools.cache
def sheets(root: pathlib.Path, edition: str, document_id: str, *, large: bool = False) -> tuple[layout.Sheet, ...]:
    return layout.setup(root, edition, document_id, large=large)


@pytest.mark.parametrize("document_id", [EVENT, PROTOCOL])
@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", LAYOUTS.values())
def test_nothing_is_off_the_page_or_over_another(
    projects: dict[str, pathlib.Path], name: str, edition: str, document_id: str
) -> None:
    found = sheets(projects[name], edition, document_id)
    assert layout.faults(found) == []
    assert any(sheet.pieces for sheet in found)


@pytest.mark.parametrize(
    ("name", "size"), [("usual", (210, 297)), ("letter", (215.9, 279.4)), ("letter-two", (215.9, 279.4))]
)
def test_paper(projects: dict[str, pathlib.Path], name: str, size: tuple[float, float]) -> None:
    for edition in ("en", "en-ru"):
        for sheet in sheets(projects[name], edition, PROTOCOL):
            assert (sheet.width, sheet.height) == pytest.approx(size)


@pytest.mark.parametrize("edition", ["en", "en-ru"])
@pytest.mark.parametrize(("name", "left"), [("gost", 20), ("archive", 30)])
def test_margins_of_gost(projects: dict[str, pathlib.Path], name: str, left: float, edition: str) -> None:
    for sheet in sheets(projects[name], edition, PROTOCOL):
        verso = name == "archive" and sheet.number % 2 == 0
        sides = (sheet.left, sheet.width - sheet.right)
        assert sides == pytest.approx((10, left) if verso else (left, 10))
        assert (sheet.top, sheet.height - sheet.bottom) == pytest.approx((20, 20))


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", ["gost", "archive", "top-two"])
def test_numbers_stand_at_the_top_in_the_middle_from_the_second_page(
    projects: dict[str, pathlib.Path], name: str, edition: str
) -> None:
    found = sheets(projects[name], edition, PROTOCOL)
    assert len(found) > 2
    for sheet in found:
        numbers = [piece for piece in sheet.of("margin") if piece.words.strip().isdigit()]
        if sheet.number == 1 or not sheet.of("text"):
            assert numbers == []
            continue
        (number,) = numbers
        assert number.words == str(sheet.number)
        assert number.top >= 10
        assert (number.left + number.right) / 2 == pytest.approx((sheet.left + sheet.right) / 2, abs=0.5)


def test_one_language_stands_below_the_other_in_the_editions_that_say_so(projects: dict[str, pathlib.Path]) -> None:
    assert pages.sheets(Layout(below=("en-ru",)), "en-ru") == ("templates/below.css",)
    assert pages.sheets(Layout(below=("en-ru",)), "ru-en") == ()
    found = sheets(projects["below"], "en-ru", PROTOCOL)
    said = [(sheet.number, piece) for sheet in found for piece in sheet.of("text")]
    beginnings = (("This Protocol takes", "Настоящий Протокол"), ("Until their first", "До первой"))
    for pair in beginnings:
        (page, above), (other, under) = (next(one for one in said if one[1].words.startswith(words)) for words in pair)
        assert page == other
        assert above.bottom < under.top
        assert abs(under.left - above.left) < 8


@pytest.mark.parametrize("edition", ["en", "en-ru"])
def test_two_sides_mirror_the_margins(projects: dict[str, pathlib.Path], edition: str) -> None:
    first, second = sheets(projects["two"], edition, PROTOCOL)[:2]
    assert first.left == pytest.approx(second.width - second.right)
    assert first.left != pytest.approx(second.left)
    assert first.width - first.right > first.left if edition == "en" else first.left > first.width - first.right


def test_numbers_stand_outside(projects: dict[str, pathlib.Path]) -> None:
    for sheet in sheets(projects["two"], "en", PROTOCOL):
        if sheet.of("text"):
            (number,) = (piece for piece in sheet.of("margin") if piece.words.startswith("Page "))
            assert (number.left < sheet.width / 2) == (sheet.number % 2 == 0)


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", ["two", "archive", "letter-two"])
def test_an_annex_begins_on_a_right_hand_page_and_the_page_before_may_be_blank(
    projects: dict[str, pathlib.Path], name: str, edition: str
) -> None:
    found = sheets(projects[name], edition, PROTOCOL)
    (start,) = {sheet.number for sheet in found if any("annex-label" in piece.classes for piece in sheet.pieces)}
    assert start % 2 == 1
    for sheet in found:
        assert sheet.of("text") or not sheet.pieces, "a blank page says nothing"


@pytest.mark.parametrize("kind", ["single", "parallel"])
@pytest.mark.parametrize("sides", [1, 2])
def test_a_blank_page_has_no_head(sides: Literal[1, 2], kind: str) -> None:
    """An annex that would begin on the back of a sheet leaves it empty: no head, no foot, no number."""
    chosen = ("templates/print.css", *pages.sheets(Layout(sides=sides)))
    links = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in chosen)
    running = " ".join(f'data-{name}="x"' for name in ("left", "right", "foot", "status"))
    numbers = " ".join(
        f'data-{side}-{part}="x"' for side in ("first", "last") for part in ("before", "middle", "after")
    )
    body = f'<div class="running" {running} {numbers}></div><p>one</p><section class="annex"><p>two</p></section>'
    html = f'<html lang="en"><head><title>T</title>{links}</head><body class="protocol {kind}">{body}'
    found = layout.lay_out(HtmlPage(path="html/x.html", html=html), DiskFiles(ROOT))
    said = [[piece.words for piece in sheet.of("text")] for sheet in found]
    assert said == ([["one"], ["two"]] if sides == 1 else [["one"], [], ["two"]])
    assert [bool(sheet.of("margin")) for sheet in found] == [bool(words) for words in said]


@pytest.mark.parametrize("sides", [1, 2])
@pytest.mark.parametrize("kind", ["single", "parallel"])
def test_articles_are_named_with_the_number_at_the_top(kind: str, sides: Literal[1, 2]) -> None:
    """From the second page on: above the text, or with the titles of a parallel edition below it."""
    chosen = ("templates/print.css", *pages.sheets(Layout(sides=sides, page_numbers="top-center")))
    links = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in chosen)
    ranges = 'data-first-one="Article {first}" data-first-many="Articles {first}–{last}"'
    running = f'<div class="running" data-left="T" data-right="R" data-foot="F" data-status="" {ranges}></div>'
    articles = (
        f'<h2 class="article" data-article="{n}" style="break-before: page">A</h2><p>one</p>' for n in (1, 2, 3)
    )
    html = f'<html lang="en"><head><title>T</title>{links}</head><body class="protocol {kind} ranged">{running}<p>T</p>{"".join(articles)}'
    with patches.rendering():
        found = layout.lay_out(HtmlPage(path="html/x.html", html=html), DiskFiles(ROOT))
    said = [" ".join(piece.words for piece in sheet.of("margin")) for sheet in found]
    assert ["Article" in words for words in said] == [False, True, True, True]
    assert "Article 2" in said[2]


@pytest.mark.parametrize("edition", ["en", "ru"])
@pytest.mark.parametrize("name", ["usual", "letter", "gost", "archive"])
def test_large_print(projects: dict[str, pathlib.Path], name: str, edition: str) -> None:
    found = sheets(projects[name], edition, EVENT, large=True)
    assert layout.faults(found) == []
    text = [piece for sheet in found for piece in sheet.of("text") if piece.words and "banner" not in piece.classes]
    assert text
    # what stands between ascent and descent of 18 points: 0.96 of the size
    assert min(piece.bottom - piece.top for piece in text) > 0.95 * 18 * 25.4 / 72
    assert not any(piece.words.endswith(("\u00ad", "\u2010")) for piece in text)


def test_large_print_is_made_of_briefs_in_one_language() -> None:
    settings = project.read(MemoryFiles({project.PATH: LEAST + "[print]\nlarge_print = true\n"}))
    assert paths.has_large_print(settings, "en", EVENT)
    assert not paths.has_large_print(settings, "en-ru", EVENT)
    assert not paths.has_large_print(settings, "en", PROTOCOL)
    assert not paths.has_large_print(project.read(MemoryFiles({project.PATH: LEAST})), "en", EVENT)


def test_large_print_is_planned_and_chosen_with_its_brief(projects: dict[str, pathlib.Path]) -> None:
    files = DiskFiles(projects["usual"])
    settings = project.read(files)
    made = plan.whole(settings, files)
    outputs = {task.name: task.output for task in made.tasks if task.name.startswith("large:")}
    assert outputs == {f"large:{edition}:{EVENT}": f"large-print/{edition}/{EVENT}.pdf" for edition in ("en", "ru")}
    chosen = made.choose([EVENT], ["en"])
    assert chosen is not None
    assert {f"pdf:en:{EVENT}", f"large:en:{EVENT}"} == chosen


# ── black and white ──────────────────────────────────────────────────────────────────────────────────────────────────


def contrast(color: str) -> float:
    """Return the contrast of a colour on white (WCAG 2.2, relative luminance)."""
    values = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


PRINTED = (
    "print",
    "compact",
    "compendium",
    "compendium-plain",
    "letter",
    "two-sided",
    "gost",
    "gost-two-sided",
    "gost-archive",
    "gost-archive-two-sided",
    "numbers-top",
    "below",
    "large-print",
)


@pytest.mark.parametrize("name", PRINTED)
def test_text_has_a_contrast_of_seven_to_one(name: str) -> None:
    css = (ROOT / f"templates/{name}.css").read_text("utf-8")
    css = css.replace("#000;", "#000000;").replace("#000 ", "#000000 ")
    colors = re.findall(r"(?<![-\w])(?:color|--ink|--blue): *(#[0-9a-f]{6})", css)
    assert [color for color in colors if contrast(color) < 7] == []
    backgrounds = re.findall(r"background: *(#[0-9a-f]{6})", css)
    assert [color for color in backgrounds if contrast("#000000") / contrast(color) < 7] == []
    named = re.findall(r"(?<![-\w])color: *([a-z]+)", css)
    assert {*named} <= {"inherit", "var"}


def test_contrast() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)


# ── what finds faults finds them ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p>one</p><p style="margin-top: -10pt">two</p><p>three</p>', "lies over"),
        ('<p style="margin-left: -30mm">one</p>', "off the page"),
        ('<p style="margin-left: -10mm">one</p>', "outside its area"),
        ('<p style="white-space: nowrap">' + "word " * 60 + "</p>", "off the page"),
        ("<p>one</p>" * 3 + '<h2>Head</h2><p style="break-before: page">one</p>', "a heading at the foot"),
        ('<p>one</p><p style="break-before: page">two</p>', "only 1 lines"),
    ],
)
def test_faults_are_found(body: str, expected: str) -> None:
    face = '@font-face { font-family: "PT Serif"; src: url(/fonts/PT_Serif-Web-Regular.ttf) }'
    style = f'<style>{face} @page {{ margin: 20mm }} body {{ font: 10pt/12pt "PT Serif" }} p {{ margin: 0 }}</style>'
    page = HtmlPage(
        path="html/x.html",
        html=f'<html lang="en"><head><title>T</title><link rel="stylesheet" href="/templates/letter.css">{style}</head><body>{body}',
    )
    found = layout.faults(layout.lay_out(page, DiskFiles(ROOT)))
    assert any(expected in fault for fault in found), found


# ── blank pages ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_blank_page_follows_an_odd_number_of_pages() -> None:
    html = '<html lang="en"><head><title>T</title><link rel="stylesheet" href="/templates/print.css"></head><body><h1>One</h1>'
    page = HtmlPage(path="html/x.html", html=html)
    data = render.render(page, DiskFiles(ROOT), day=dt.date(2012, 3, 1))
    even = blank.even(data)
    reader = pypdf.PdfReader(io.BytesIO(even))
    assert [one.mediabox for one in reader.pages] == [reader.pages[0].mediabox] * 2
    assert "/StructTreeRoot" in reader.root_object
    assert blank.found(even) == (False, True)
    assert blank.even(even) is even
    assert blank.even(data) == even
