"""The search in a real browser: from a disk and from a server with a strict policy, with a keyboard, without scripts."""

from __future__ import annotations

import pathlib
import urllib.parse
from collections.abc import Iterator

import pytest

import support_browser
import support_site
from support_browser import Browser, Page

pytestmark = pytest.mark.browser

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    output = tmp_path_factory.mktemp("a folder № 2")
    support_site.make(ROOT).write(output)
    return output / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with support_browser.opened() as found:
        yield found


@pytest.fixture(params=["disk", "server"])
def base(request: pytest.FixtureRequest, folder: pathlib.Path) -> Iterator[str]:
    if request.param == "disk":
        yield folder.as_uri()
        return
    with support_browser.served(folder) as address:
        yield address


def ask(page: Page, words: str) -> tuple[str, list[str]]:
    """Type a query; return what is announced, and the addresses of the results."""
    page.evaluate("document.getElementById('found').textContent = ''")
    page.fill("#query", words)
    page.press("#query", "Enter")
    page.wait_for_selector("#found:not(:empty)")
    links = page.eval_on_selector_all("#results a", "all => all.map(one => one.getAttribute('href'))")
    return page.inner_text("#found").replace("\u00a0", " "), links


def test_words_are_found_in_every_form(browser: Browser, base: str) -> None:
    page, faults = browser.new_page(), []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for locale, words, count in (
        ("ru", "людей", 2),
        ("ru", "Поповкиным", 3),
        ("ru", "вступить в силу", 1),
        ("ru", "«рабочей группы»", 5),
        ("ru", "группа рабочая", 5),
        ("ru", '"группа рабочая"', 0),
        ("ru", "STS-135", 1),
        ("ru", "шаттлами", 1),
        ("en", "cooperates", 5),
        ("en", "signature", 1),
        ("en", "the", 6),
    ):
        page.goto(f"{base}/{locale}/search.html")
        said, links = ask(page, words)
        assert said == {"ru": f"Найдено документов: {count}", "en": f"Documents found: {count}"}[locale] or not count, (
            words
        )
        assert len(links) == count, words
    assert faults == []
    page.close()


def test_what_no_document_has_finds_nothing_and_is_named(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}/ru/search.html")
    assert ask(page, "космос абракадабра") == ("Этих слов нет ни в одном документе: абракадабра", [])
    assert ask(page, "<img src=x>") == ("Этих слов нет ни в одном документе: img, src, x", [])
    assert not page.query_selector_all("main img")
    page.close()


def test_a_result_leads_to_the_paragraph_and_shows_the_words(browser: Browser, folder: pathlib.Path) -> None:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/en/search.html#q=" + urllib.parse.quote("entry into force"))
    page.wait_for_selector("#results mark")
    assert "entry" in page.eval_on_selector_all("#results mark", "all => all.map(one => one.textContent)")
    page.click("#results a")
    assert page.eval_on_selector(":target", "one => one.tagName + one.className").startswith("Pitem")
    assert "entry into force" in page.inner_text(":target")
    page.close()


def test_the_keyboard_goes_through_results_and_they_are_announced(browser: Browser, folder: pathlib.Path) -> None:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/en/search.html")
    assert page.evaluate("document.activeElement.id") == "query"
    ask(page, "meeting")
    assert page.get_attribute("#found", "role") == "status"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('#results a')].indexOf(document.activeElement)") == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.close()


def test_a_form_of_another_page_may_lead_here(browser: Browser, folder: pathlib.Path) -> None:
    with support_browser.served(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/ru/search.html?q=" + urllib.parse.quote("людей"))
        page.wait_for_selector("#results a")
        assert page.input_value("#query") == "людей"
        page.close()


def test_a_page_without_scripts_says_so_and_leads_to_all_documents(browser: Browser, folder: pathlib.Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/ru/search.html")
    assert "отключены" in page.inner_text("noscript")
    assert not page.is_visible("form")
    page.click("nav.sections a >> nth=0")
    assert page.url.endswith("/ru/index.html")
    context.close()
