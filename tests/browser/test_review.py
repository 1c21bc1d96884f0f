"""The review table in a real browser, from a folder on the disk: filled in, saved, opened again, imported."""

from __future__ import annotations

import json
import pathlib
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support import Press

pytestmark = pytest.mark.browser

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver import Chrome, ChromeOptions, ChromeService  # noqa: E402 - only where it is there
from selenium.webdriver.common.by import By  # noqa: E402

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")

WORDS = 'Лодка <b>"и"</b>\nвесло\u00a0№ 1 </script><!-- &lt; \\u003c 😀'


@pytest.fixture
def downloads(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def browser(tmp_path: pathlib.Path, downloads: pathlib.Path) -> Iterator[Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("Chromium is not installed: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = Chrome(options=options, service=ChromeService(driver))
    yield opened
    opened.quit()


def fill(browser: Chrome, selector: str, text: str) -> None:
    """Type a text; chromedriver cannot type what is beyond the basic plane, so the script of the page is told."""
    script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
    browser.execute_script(script, browser.find_element(By.CSS_SELECTOR, selector), text)


def saved(browser: Chrome, downloads: pathlib.Path) -> pathlib.Path:
    """Press the button, and wait for the file."""
    before = {*downloads.iterdir()}
    browser.find_element(By.ID, "save").click()
    for _ in range(100):
        fresh = [place for place in downloads.iterdir() if place not in before and place.suffix == ".html"]
        if fresh:
            return fresh[0]
        time.sleep(0.1)
    pytest.fail("nothing was saved")


def value(browser: Chrome, selector: str) -> object:
    return browser.find_element(By.CSS_SELECTOR, selector).get_property("value")


def test_fill_in_save_open_again_and_import(sample: Press, browser: Chrome, downloads: pathlib.Path) -> None:
    sample.run("export", "--format", "review-html", code=0)
    browser.get((sample.root / "review-ru.html").as_uri())
    fill(browser, "#reviewer", "И. Петров")
    fill(browser, "tr:nth-child(1) .correction", WORDS)
    fill(browser, "tr:nth-child(2) .remark", "Проверьте <число>")
    assert browser.find_element(By.ID, "count").text.startswith("2 / ")
    browser.find_element(By.CSS_SELECTOR, "tr:nth-child(3) .correction").click()
    browser.find_element(By.CSS_SELECTOR, "tr:nth-child(3) .entry button").click()
    browser.find_element(By.CSS_SELECTOR, "tr:nth-child(3) .correction").send_keys(" точно")
    first = saved(browser, downloads)
    browser.get(first.as_uri())
    assert value(browser, "tr:nth-child(1) .correction") == WORDS
    assert value(browser, "#reviewer") == "И. Петров"
    again = saved(browser, downloads)
    assert again.read_text("utf-8") == first.read_text("utf-8")
    entries: Any = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own
    assert [entry["message"] for entry in entries] == []
    network: Any = browser.get_log("performance")  # type: ignore[no-untyped-call]  # selenium's own
    requests = (json.loads(entry["message"])["message"] for entry in network)
    urls = [each["params"]["request"]["url"] for each in requests if each["method"] == "Network.requestWillBeSent"]
    assert not [url for url in urls if url.startswith(("http", "ws", "ftp"))]

    done = sample.run("import", str(first), code=0)
    text = sample.read(done.out.split()[0])
    assert 'msgstr ""\n"Лодка <b>\\"и\\"</b>\\n"\n"весло\u00a0№ 1 </script><!-- &lt; \\\\u003c 😀"\n' in text
    assert "# review: Проверьте <число>\n# reviewed: И. Петров\n" in text
    assert ' точно"\n' in text
    assert done.err.startswith("2 translations, as fuzzy, and 1 remark came in")
    assert sample.run("import", str(again), code=0).out == ""


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_is_cut_off(width: int, sample: Press, browser: Chrome) -> None:
    sample.run("export", "--format", "review-html", code=0)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get((sample.root / "review-ru.html").as_uri())
    fill(browser, "tr:nth-child(1) .correction", "слово " * 200)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    area = "const a = document.querySelector('tr:nth-child(1) .correction'); return a.scrollHeight - a.clientHeight"
    assert browser.execute_script(area) <= 0
