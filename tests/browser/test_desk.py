"""The translator's desk in a real browser: a day's work, crashes, conflicts, hostile texts and sites, and who cannot see."""

from __future__ import annotations

import http.server
import os
import pathlib
import re
import signal
import threading
from collections.abc import Iterator

import pytest

import support_browser
import support_desk
from support import ROOT, Press
from support_browser import Browser, FrameLocator, Locator, Page
from support_desk import Desk, until

pytestmark = pytest.mark.browser

EVENT = "events/2012-05-15-exampleton"
PROTOCOL = "protocols/2012-05-15-exampleton"
CATALOG = f"locales/ru/LC_MESSAGES/{EVENT}.po"
STATIC = ROOT / "src/protocolpress/desk/static"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with support_browser.opened() as found:
        yield found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Press:
    root = tmp_path_factory.mktemp("desk") / "project"
    root.mkdir()
    press = Press(root).fill()
    path = f"locales/ru/LC_MESSAGES/{PROTOCOL}.po"
    blank(press, path, 3)
    return press


def blank(press: Press, path: str, count: int) -> None:
    """Remove some translations of texts that have a number."""
    entries = press.read(path).split("\n\n")
    places = [n for n, entry in enumerate(entries) if "paragraph" in entry][:count]
    for n in places:
        entries[n] = re.sub(r"msgstr (?:\".*\"\n?)+$", 'msgstr ""', entries[n])
    press.write(path, "\n\n".join(entries))


@pytest.fixture(scope="module")
def desk(project: Press) -> Iterator[Desk]:
    with support_desk.opened(project) as found:
        found.begin()
        yield found


def put(press: Press, path: str, text: str) -> None:
    """Replace a file as editors do: it is never half there."""
    press.write(f"{path}.new", text).replace(press.root / path)


class Reader:
    """Somebody at the desk, in a browser that must not complain and must ask nobody else."""

    def __init__(self, browser: Browser, desk: Desk, locale: str = "en-US", **context: object) -> None:
        self.desk = desk
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(locale=locale, **context)  # type: ignore[arg-type]  # given by name
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(1000 * support_desk.SECONDS)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on(
            "response",
            lambda answer: self.complaints.append(f"{answer.status} {answer.url}") if answer.status == 404 else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, domain: str, locale: str = "ru") -> None:
        self.page.goto(f"{self.desk.address}#/{locale}/{domain}")
        self.page.wait_for_selector(".editor .inserts button")

    def choose(self, words: str) -> None:
        """Open the message whose row has some words."""
        if words not in self.page.locator(".editor").inner_text():
            self.page.locator("button.row", has_text=words).first.click()
        self.page.wait_for_selector(f".editor:has-text('{words}')")

    @property
    def field(self) -> Locator:
        return self.page.locator(".editor textarea").first

    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe.page:not(.coming)")

    def saved(self) -> None:
        self.page.wait_for_selector("#status:has-text('Saved')")


@pytest.fixture
def reader(browser: Browser, desk: Desk) -> Iterator[Reader]:
    found = Reader(browser, desk)
    yield found
    found.context.close()
    assert found.complaints == []
    assert [one for one in found.asked if not one.startswith((desk.address, "blob:", "chrome-extension:"))] == []


def test_the_day_of_a_translator(reader: Reader, project: Press) -> None:
    page, path = reader.page, f"locales/ru/LC_MESSAGES/{PROTOCOL}.po"
    page.goto(reader.desk.address)
    page.fill("#name", "Anna")
    page.locator("#name").blur()
    page.locator(f"a[href='#/ru/{PROTOCOL}']").click()
    page.wait_for_selector(".editor .inserts button")
    assert "Messages left: 3" in page.locator(".left").inner_text()
    # The first message without a translation is open, and its passage is marked on the page.
    for text in ("Первый перевод.", "Второй перевод.", "Третий  перевод."):
        reader.field.fill("")
        reader.field.press_sequentially(text)
        page.keyboard.press("Control+Enter")
        reader.saved()
        if text != "Третий  перевод.":
            until(lambda: reader.field.input_value() == "")
    until(lambda: "Complete" in page.locator(".left").inner_text())
    for text in ("Первый перевод.", "Второй перевод.", "Третий  перевод."):
        assert text in project.read(path)
    reader.frame().locator("text=Второй перевод.").wait_for()
    # A click on the passage opens its message.
    reader.frame().locator("text=Третий перевод.").click()
    until(lambda: reader.field.input_value() == "Третий  перевод.")
    # The finding has a fix, which the field's own undo takes back.
    page.locator(".finding", has_text="two spaces").locator("button").click()
    assert reader.field.input_value() == "Третий перевод."
    page.keyboard.press("Control+Z")
    assert reader.field.input_value() == "Третий  перевод."
    page.locator(".finding", has_text="two spaces").locator("button").click()
    page.keyboard.press("Control+S")
    reader.saved()
    until(lambda: "Третий перевод." in project.read(path))
    page.select_option("#filter", "With findings")
    page.select_option("#filter", "All")


def test_a_review_sends_back_with_a_remark_under_the_reviewers_name(reader: Reader, project: Press) -> None:
    page = reader.page
    page.goto(reader.desk.address)
    page.fill("#name", "Boris")
    page.locator("#name").blur()
    reader.open(EVENT)
    reader.choose("Drawing made for this example")
    page.click("text=Review")
    page.fill("#remark", "Which example?")
    page.click("text=Send back")
    reader.saved()
    until(lambda: "# Boris: Which example?" in project.read(CATALOG))
    assert re.search(r"# Boris: Which example\?\n(#.*\n)*#, fuzzy\n", project.read(CATALOG))


def test_a_field_keeps_what_is_typed_while_the_list_is_drawn_again(reader: Reader, project: Press) -> None:
    reader.open(EVENT)
    reader.choose("A bridge of two arches")
    reader.field.fill("")
    for number in range(4):
        put(project, CATALOG, f"# {number}\n" + project.read(CATALOG))
        reader.page.keyboard.type(f"слово{number} ", delay=60)
    assert reader.field.input_value() == "слово0 слово1 слово2 слово3 "
    reader.page.click("text=Discard")
    put(project, CATALOG, project.read(CATALOG).replace("# 3\n# 2\n# 1\n# 0\n", ""))


def test_a_conflict_shows_both_texts_and_asks(reader: Reader, project: Press) -> None:
    reader.open(EVENT)
    reader.choose("Working Group holds its first meeting")
    old = reader.field.input_value()
    reader.field.fill("Мой заголовок")
    project.replace(CATALOG, old, "Чужой заголовок")
    reader.page.wait_for_timeout(400)
    reader.page.keyboard.press("Control+S")
    box = reader.page.locator(".conflict")
    box.wait_for()
    assert "Чужой заголовок" in box.inner_text()
    assert "Мой заголовок" in box.inner_text()
    assert "Чужой заголовок" in project.read(CATALOG)
    box.locator("text=Keep mine").click()
    reader.saved()
    until(lambda: "Мой заголовок" in project.read(CATALOG))
    reader.complaints[:] = [one for one in reader.complaints if "409" not in one]


def test_two_people_see_each_other_and_both_are_saved(browser: Browser, desk: Desk, project: Press) -> None:
    readers = [Reader(browser, desk) for _ in ("Anna", "Boris")]
    for reader, name in zip(readers, ("Anna", "Boris"), strict=True):
        reader.page.goto(desk.address)
        reader.page.fill("#name", name)
        reader.page.locator("#name").blur()
        reader.open(PROTOCOL)
    anna, boris = readers
    anna.choose("Protocol of the first meeting of")
    boris.page.locator("button.row", has_text="Cooperation of Experts").first.click()
    boris.page.locator("button.row", has_text="Anna is here").wait_for()
    for reader, text in zip(readers, ("Заголовок Анны", "Заголовок Бориса"), strict=True):
        reader.field.fill(text)
    for reader in readers:
        reader.page.keyboard.press("Control+S")
    for reader in readers:
        reader.saved()
    text = project.read(f"locales/ru/LC_MESSAGES/{PROTOCOL}.po")
    assert "Заголовок Анны" in text
    assert "Заголовок Бориса" in text
    anna.page.locator("button.row", has_text="Заголовок Бориса").wait_for()
    for reader in readers:
        assert reader.complaints == []
        reader.context.close()


def test_find_and_replace_shows_what_it_would_do(reader: Reader, project: Press) -> None:
    reader.open(EVENT)
    reader.page.keyboard.press("Control+H")
    reader.page.fill("#wanted", "водомерн")
    reader.page.fill("#replacement", "ВОДОМЕРН")
    reader.page.locator("dialog button", has_text="Preview").click()
    reader.page.wait_for_selector(".result ins")
    assert "ВОДОМЕРН" not in project.read(CATALOG)
    reader.page.locator("dialog button.first").click()
    until(lambda: "ВОДОМЕРН" in project.read(CATALOG))


def test_markup_in_sources_and_translations_never_runs(reader: Reader, project: Press) -> None:
    evil = '<img src=x onerror="window.evil=1"><script>window.evil=2</script></textarea><b>'
    reader.open(EVENT)
    reader.choose("The two offices agreed")
    reader.field.fill(evil)
    reader.page.keyboard.press("Control+S")
    reader.saved()
    reader.frame().locator("text=onerror").first.wait_for()
    reader.page.reload()
    reader.page.wait_for_selector(".editor .inserts button")
    reader.page.wait_for_selector("button.row:has-text('onerror')")
    assert reader.page.evaluate("window.evil") is None
    assert reader.page.locator("main img, main script, main b[onclick]").count() == 0
    reader.frame().locator("text=onerror").first.wait_for()
    frame = next(one for one in reader.page.frames if "/preview/" in one.url)
    assert frame.evaluate("document.querySelectorAll('script, img[onerror], a[href^=javascript]').length") == 0


def test_what_is_typed_outlives_the_server_and_the_browser(
    browser: Browser, sample: Press, tmp_path: pathlib.Path
) -> None:
    profile = tmp_path / "profile"
    program = support_browser.program()
    with support_desk.opened(sample) as desk:
        port = int(desk.host.rpartition(":")[2])
        first = browser.browser_type.launch_persistent_context(
            profile, executable_path=program, args=[*support_browser.FLAGS, "--remote-debugging-port=0"], headless=True
        )
        page = first.new_page()
        page.goto(f"{desk.address}#/ru/{EVENT}")
        page.wait_for_selector(".editor .inserts button")
        page.locator("button.row", has_text="Drawing made for").click()
        page.locator(".editor textarea").first.fill("Не сохранено")
        page.wait_for_selector(".editor .state:has-text('not saved')")
        page.wait_for_timeout(200)
        desk.end(signal.SIGKILL)
        for process in chromium(profile):
            os.kill(process, signal.SIGKILL)
    with support_desk.opened(sample, port=port) as again:
        second = browser.browser_type.launch_persistent_context(
            profile, executable_path=program, args=[*support_browser.FLAGS], headless=True
        )
        page = second.new_page()
        page.goto(f"{again.address}#/ru/{EVENT}")
        page.wait_for_selector(".notice:has-text('This text was not saved')")
        assert page.locator(".editor textarea").first.input_value() == "Не сохранено"
        page.keyboard.press("Control+S")
        until(lambda: "Не сохранено" in sample.read(CATALOG))
        second.close()


def chromium(profile: pathlib.Path) -> list[int]:
    """Return the processes of a browser, by its profile."""
    found = []
    for place in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(profile).encode() in place.read_bytes():
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


class _Evil(http.server.BaseHTTPRequestHandler):
    """Another site, on another port of this machine, that tries to read and write."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>evil</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


TRIES = """async address => {
  const ways = [
    () => fetch(address + 'api/documents', {credentials: 'include'}),
    () => fetch(address + 'api/save', {method: 'POST', credentials: 'include', body: '{}'}),
    () => fetch(address + 'api/save', {method: 'POST', credentials: 'include', body: '{}', headers: {'content-type': 'application/json'}}),
    () => fetch(address + 'preview/ru/EVENT.html', {mode: 'no-cors', credentials: 'include'}).then(r => { if (r.type !== 'opaque' || r.status) throw r }),
    () => new Promise((good, bad) => { const e = new EventSource(address + 'events', {withCredentials: true}); e.onopen = good; e.onerror = bad }),
    () => new Promise((good, bad) => { const s = document.createElement('script'); s.src = address + 'static/desk.js'; s.onload = good; s.onerror = bad; document.head.append(s) }),
    () => new Promise((good, bad) => { const i = document.createElement('iframe'); i.src = address; i.onload = () => { try { i.contentDocument.title ? good() : bad() } catch { bad() } }; document.body.append(i); setTimeout(bad, 3000) }),
  ];
  return Promise.all(ways.map(way => way().then(() => 'done', () => 'refused')));
}"""


def test_another_site_can_neither_read_nor_write(browser: Browser, desk: Desk, project: Press) -> None:
    before = project.data(CATALOG)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Evil)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(desk.address)  # somebody works here
        page.wait_for_selector(".documents")
        for host in ("127.0.0.1", "localhost"):
            page.goto(f"http://{host}:{server.server_port}/")
            assert set(page.evaluate(TRIES.replace("EVENT", EVENT), desk.address)) == {"refused"}
            page.evaluate(
                "address => { const f = document.createElement('form'); f.method = 'POST'; f.action = address + 'api/save';"
                "f.enctype = 'text/plain'; document.body.append(f); f.submit() }",
                desk.address,
            )
            page.wait_for_url(f"{desk.address}api/save")
            assert "another site asked for this" in page.inner_text("body")
    finally:
        context.close()
        server.shutdown()
        server.server_close()
        thread.join()
    assert project.data(CATALOG) == before


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("ru-RU", "dark")])
def test_axe_finds_nothing(browser: Browser, desk: Desk, locale: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415

    reader = Reader(browser, desk, locale, color_scheme=scheme)
    page = reader.page
    page.add_init_script("localStorage.setItem('side', 'none')")  # the page beside it is the website's, tested there
    for address in ("", f"#/ru/{EVENT}", f"#/en/{EVENT}"):
        page.goto("about:blank")
        page.goto(desk.address + address)
        page.wait_for_selector(".documents, .editor .inserts button, pre.text")
        page.wait_for_timeout(300)
        assert Axe().run(page).response["violations"] == []
    page.goto(f"{desk.address}#/ru/{EVENT}")
    page.wait_for_selector(".editor .inserts button")
    for keys in ("F1", "Control+H"):
        page.keyboard.press(keys)
        page.wait_for_selector("dialog[open]")
        assert Axe().run(page).response["violations"] == []
        page.keyboard.press("Escape")
    reader.context.close()


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, reader: Reader) -> None:
        self.page, self.press, self.type = reader.page, reader.page.keyboard.press, reader.page.keyboard.type

    def reach(self, selector: str) -> None:
        """Press Tab until an element has the focus, and see that it shows."""
        for _ in range(150):
            self.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                outline = "getComputedStyle(document.activeElement).outlineStyle"
                assert self.page.evaluate(outline) != "none", selector
                return
        pytest.fail(f"Tab never reaches {selector}")


def test_a_message_is_translated_without_a_mouse(browser: Browser, sample: Press) -> None:
    path = f"locales/ru/LC_MESSAGES/{PROTOCOL}.po"
    blank(sample, path, 1)
    with support_desk.opened(sample) as desk:
        reader = Reader(browser, desk)
        translate(reader, sample, path)
        reader.context.close()
    assert reader.complaints == []


def translate(reader: Reader, press: Press, path: str) -> None:
    keys, page = Keys(reader), reader.page
    page.goto(reader.desk.address)
    page.wait_for_selector(".documents")
    keys.reach("#name")
    keys.type("Vera")
    keys.reach(f"a[href='#/ru/{PROTOCOL}']")
    keys.press("Enter")
    page.wait_for_selector(".editor .inserts button")
    keys.press("Alt+Shift+ArrowDown")
    until(lambda: reader.field.input_value() == "" and reader.field.evaluate("one => one === document.activeElement"))
    keys.type("Перевод без мыши")
    keys.press("Control+M")
    keys.press("1")
    until(lambda: reader.field.input_value() != "Перевод без мыши")
    keys.press("Control+Z")
    assert reader.field.input_value() == "Перевод без мыши"
    keys.press("Control+S")
    reader.saved()
    until(lambda: "Перевод без мыши" in press.read(path))
    keys.press("F1")
    page.wait_for_selector("dialog[open]")
    keys.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    keys.reach("#filter")
    rows = page.locator("button.row").count()
    keys.press("ArrowDown")
    until(lambda: page.locator("button.row").count() < rows)


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("en-US", ('textbox "Translation"', 'combobox "Show"', 'button "Save and next"')),
        ("ru-RU", ('textbox "Перевод"', 'combobox "Показать"', 'button "Сохранить и далее"')),
    ],
)
def test_a_screen_reader_hears_the_names_of_fields(
    browser: Browser, desk: Desk, locale: str, names: tuple[str, ...]
) -> None:
    reader = Reader(browser, desk, locale)
    reader.open(EVENT)
    heard = reader.page.locator("body").aria_snapshot()
    assert [name for name in names if name not in heard] == [], heard
    reader.context.close()


def test_a_narrow_window_needs_no_sideways_scrolling(browser: Browser, desk: Desk) -> None:
    reader = Reader(browser, desk, "ru-RU", viewport={"width": 320, "height": 700})
    for address in ("", f"#/ru/{EVENT}", f"#/en/{EVENT}"):
        reader.page.goto("about:blank")
        reader.page.goto(desk.address + address)
        reader.page.wait_for_selector(".documents, .editor .inserts button, pre.text")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320
    reader.context.close()


def test_every_word_of_the_script_is_on_the_page_and_every_word_of_the_page_is_used() -> None:
    script = "\n".join(place.read_text("utf-8") for place in STATIC.glob("*.js"))
    page = (ROOT / "templates/desk.html").read_text("utf-8")
    words = re.findall(r'w\("([^"]+)", _\("([^"]+)"\)\)', page)
    assert all(one == other for one, other in words)
    known = {one for one, _ in words}
    assert set(re.findall(r'[^\w]_\("([^"]+)"', script)) <= known
    severities = {"error", "warning", "note"}
    assert [one for one in known - severities if f'"{one}"' not in script] == []
