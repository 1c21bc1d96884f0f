"""The website in a real browser, from a folder on the disk: languages, colours, narrow windows, silence."""

from __future__ import annotations

import base64
import io
import json
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

import support_site

pytestmark = pytest.mark.browser

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver import Chrome, ChromeOptions, ChromeService  # noqa: E402 - only where it is there
from selenium.webdriver.common.by import By  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

EVENT = "events/2012-02-29-quebec.html"
PROTOCOL = "protocols/2012-03-30-specimen.html"
PAGES = ("index.html", *(f"{locale}/{page}" for locale in ("en", "ru") for page in ("index.html", EVENT, PROTOCOL)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Write the site of this repository's own publication below a folder with an awkward name."""
    output = tmp_path_factory.mktemp("a folder № 1")
    support_site.make(ROOT).write(output)
    return output / "site"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("Chromium is not installed: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = Chrome(options=options, service=ChromeService(driver))
    yield opened
    opened.quit()


def show(browser: Chrome, folder: pathlib.Path, page: str, *, width: int = 1280, scheme: str = "light") -> None:
    """Open a page in a window of that width, for a reader who prefers that colour scheme."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get((folder / page).as_uri())
    browser.execute_async_script("document.fonts.ready.then(arguments[arguments.length - 1].bind(null, true))")


def luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def log(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """Take what was logged since the last time."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call] # Selenium gives no types here
    return entries


@pytest.mark.parametrize("page", ["index.html", EVENT, PROTOCOL])
def test_the_language_switches_to_the_same_page_and_back(browser: Chrome, folder: pathlib.Path, page: str) -> None:
    show(browser, folder, f"en/{page}")
    places = []
    for name, locale in (("Русский", "ru"), ("English", "en")):
        switch = browser.find_element(By.CLASS_NAME, "languages")
        places.append((switch.rect["x"], switch.rect["y"]))
        switch.find_element(By.LINK_TEXT, name).click()
        assert browser.current_url == (folder / locale / page).as_uri()
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == support_site.TAGS[locale]
    assert places[0] == places[1]


def test_the_first_page_leads_to_both_languages(browser: Chrome, folder: pathlib.Path) -> None:
    for name, locale in (("English", "en"), ("Русский", "ru")):
        show(browser, folder, "index.html")
        browser.find_element(By.LINK_TEXT, name).click()
        assert browser.current_url == (folder / locale / "index.html").as_uri()


def test_nothing_leaves_the_disk_and_nothing_is_wrong(browser: Chrome, folder: pathlib.Path) -> None:
    log(browser, "performance")
    log(browser, "browser")
    for page in PAGES:
        show(browser, folder, page)
    events = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert any(url.endswith("screen.css") for url in asked)
    assert not [url for url in asked if not url.startswith("file://")]
    assert not [e["params"] for e in events if e["method"] == "Network.loadingFailed"]
    assert log(browser, "browser") == []


@pytest.mark.parametrize("page", PAGES)
def test_pictures_and_fonts_are_there(browser: Chrome, folder: pathlib.Path, page: str) -> None:
    show(browser, folder, page)
    browser.execute_script("for (const image of document.images) image.loading = 'eager'")
    browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "Promise.allSettled([...document.images].map(image => image.decode())).then(() => done(true))"
    )
    assert browser.execute_script("return [...document.images].every(image => image.naturalWidth > 0)")
    loaded = browser.execute_script(
        "return [...document.fonts].filter(font => font.status == 'loaded').map(font => font.family)"
    )
    assert {family.strip('"') for family in loaded} >= {"Press Serif", "Press Sans"}
    failed = "return [...document.fonts].filter(font => font.status == 'error').map(font => font.family.slice(-2))"
    assert set(browser.execute_script(failed)) <= {" A", " B", 'A"', 'B"'}  # faces that this machine may lack


@pytest.mark.parametrize("page", PAGES)
def test_a_narrow_window_needs_no_sideways_scrolling(browser: Chrome, folder: pathlib.Path, page: str) -> None:
    cut = (
        "return [...document.querySelectorAll('main *')].some(e => e.offsetWidth && e.getBoundingClientRect().left < 0)"
    )
    for width in (320, 360, 700, 1100, 1220):
        show(browser, folder, page, width=width)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        assert not browser.execute_script(cut), f"something is cut off at the left of {width} pixels"


@pytest.mark.parametrize("page", ["index.html", f"en/{EVENT}", f"ru/{PROTOCOL}"])
def test_a_dark_screen_gets_dark_pages_and_both_are_legible(browser: Chrome, folder: pathlib.Path, page: str) -> None:
    """Every text has the contrast of WCAG 2.2, 1.4.3 (4.5:1), in both schemes."""
    script = (
        "return [...document.querySelectorAll('body *')]"
        ".filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))"
        ".map(e => getComputedStyle(e).color)"
    )
    papers = {}
    for scheme in ("light", "dark"):
        show(browser, folder, page, scheme=scheme)
        paper = browser.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
        papers[scheme] = luminance(paper)
        assert min(contrast(paper, colour) for colour in set(browser.execute_script(script))) >= 4.5
    assert papers["dark"] < 0.05
    assert papers["light"] > 0.9


def test_lines_are_as_long_as_a_reader_wants_them(browser: Chrome, folder: pathlib.Path) -> None:
    """Around 68 characters in a line of text, in both languages."""
    for locale in ("en", "ru"):
        show(browser, folder, f"{locale}/{EVENT}")
        counts = browser.execute_script(
            "return [...document.querySelectorAll('.body p')].map(p => {"
            "const lines = Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));"
            "return [p.textContent.length, lines]})"
        )
        full = [length / lines for length, lines in counts if lines > 3]
        assert 58 <= max(full) <= 74


def test_a_linked_paragraph_is_shown_below_the_mark_and_set_off(browser: Chrome, folder: pathlib.Path) -> None:
    """The mark of a specimen stays in sight, and must not cover what a link leads to."""
    show(browser, folder, f"en/{PROTOCOL}")
    link = browser.find_element(By.CSS_SELECTOR, "a[href='#protocols.2012-03-30-specimen.exchange-4']")
    plain = browser.execute_script("return getComputedStyle(arguments[0]).backgroundColor", link)
    browser.execute_script("arguments[0].click()", link)
    target = browser.find_element(By.CSS_SELECTOR, ":target")
    mark = browser.find_element(By.CLASS_NAME, "mark")
    tops = [
        browser.execute_script("return arguments[0].getBoundingClientRect()", element) for element in (mark, target)
    ]
    assert tops[0]["top"] == 0
    assert tops[0]["bottom"] <= tops[1]["top"] < 400
    assert browser.execute_script("return getComputedStyle(arguments[0]).backgroundColor", target) != plain


def test_the_keyboard_can_skip_to_the_text(browser: Chrome, folder: pathlib.Path) -> None:
    show(browser, folder, f"ru/{EVENT}")
    browser.find_element(By.TAG_NAME, "body").send_keys("\ue004")  # Tab
    skip = browser.switch_to.active_element
    assert skip.text == "Перейти к тексту"
    assert skip.rect["x"] >= 0
    skip.send_keys("\ue007")  # Enter
    assert browser.switch_to.active_element.tag_name == "main"


def test_paper_gets_black_on_white_without_what_is_for_screens(browser: Chrome, folder: pathlib.Path) -> None:
    show(browser, folder, f"en/{PROTOCOL}", scheme="dark")
    dark = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    style = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    assert browser.execute_script(style, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert browser.execute_script(style, "html", "color") == "rgb(0, 0, 0)"
    for hidden in (".languages", ".skip", ".contents", "#pdf"):
        assert browser.execute_script(style, hidden, "display") == "none"
    assert browser.execute_script(style, ".mark", "display") == "table-header-group"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


A4 = {"paperWidth": 210 / 25.4, "paperHeight": 297 / 25.4}


def printed(browser: Chrome) -> list[str]:
    """Print the page that is shown on A4; return the words of each sheet, without spaces."""
    data = browser.execute_cdp_cmd("Page.printToPDF", {**A4, "printBackground": False})["data"]
    sheets = pypdf.PdfReader(io.BytesIO(base64.b64decode(data))).pages
    return ["".join(sheet.extract_text().split()) for sheet in sheets]


def test_each_sheet_has_its_mark_and_its_number(browser: Chrome, folder: pathlib.Path) -> None:
    show(browser, folder, f"ru/{PROTOCOL}")
    sheets = printed(browser)
    assert len(sheets) > 3
    for number, words in enumerate(sheets, 1):
        assert words.count("ОБРАЗЕЦ") == 1, number
        assert f"{number}/{len(sheets)}" in words


def test_a_brief_is_printed_on_one_sheet(browser: Chrome, folder: pathlib.Path) -> None:
    for locale in ("en", "ru"):
        show(browser, folder, f"{locale}/{EVENT}")
        assert len(printed(browser)) == 1


def test_a_wide_table_is_printed_whole_and_has_a_shadow_where_there_is_more(
    browser: Chrome, folder: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    shutil.copytree(folder, tmp_path / "site")
    page = tmp_path / "site/en" / PROTOCOL
    names = [f"Quantity{number}" for number in range(1, 15)]
    cells = "".join(f"<th>{name}</th>" for name in names)
    figures = "".join(f'<td class="right">{number}000.25</td>' for number in range(1, 15))
    table = f'<div class="scroll" tabindex="0"><table><tr>{cells}</tr><tr>{figures}</tr></table></div>'
    text = page.read_text()
    page.write_text(text.replace('<div class="body">', f'<div class="body">{table}', 1))
    show(browser, tmp_path / "site", f"en/{PROTOCOL}", width=320)
    assert browser.execute_script(
        "const one = document.querySelector('.scroll'); one.scrollLeft = 9999; return one.scrollLeft > 100"
    )
    assert "linear-gradient" in browser.execute_script(
        "return getComputedStyle(document.querySelector('.scroll')).backgroundImage"
    )
    words = "".join(printed(browser))
    for number in range(1, 15):
        assert f"Quantity{number}" in words
        assert f"{number}000.25" in words


def test_each_article_leads_to_itself_in_the_other_language(browser: Chrome, folder: pathlib.Path) -> None:
    show(browser, folder, f"en/{PROTOCOL}")
    link = browser.find_elements(By.CSS_SELECTOR, ".elsewhere a[hreflang^=ru]")[2]
    anchor = link.get_attribute("aria-describedby")
    browser.execute_script("arguments[0].click()", link)
    assert browser.current_url.startswith((folder / "ru" / PROTOCOL).as_uri())
    assert browser.find_element(By.CSS_SELECTOR, ":target").get_attribute("id") == anchor
