"""What servers and other programs read: feeds, calendar, map, addresses for search engines, headers, redirects."""

from __future__ import annotations

import json
import pathlib
import shutil
import xml.etree.ElementTree as ET

import pytest

import support_site
from protocolpress import project
from protocolpress.errors import ProjectError
from protocolpress.files import MemoryFiles
from protocolpress.pages import spans
from support_site import Site

ROOT = pathlib.Path(__file__).resolve().parents[2]

URL = "https://example.org/group"

ATOM = "{http://www.w3.org/2005/Atom}"

EVENT = "events/2012-02-29-quebec"

EXTRA = """\
---
title: Later <&> so
date: 2012-05/2012-06
status: cancelled
topics: [iss]
formerly: [events/2012-05-old]
---
Text.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Make the site of our own publication with an address and one more event."""
    root = tmp_path_factory.mktemp("web")
    for name in ("sources", "locales"):
        shutil.copytree(ROOT / name, root / name)
    settings = (ROOT / "protocolpress.toml").read_text()
    (root / "protocolpress.toml").write_text(f'{settings}\n[site]\nurl = "{URL}/"\nfeedback = "mailto:a@example.org"\n')
    (root / "sources/events/2012-05-later.md").write_text(EXTRA)
    return support_site.make(root)


@pytest.fixture(scope="module")
def plain() -> Site:
    return support_site.make(ROOT)


def test_a_feed_has_the_newest_documents_with_their_links(site: Site) -> None:
    feed = ET.fromstring(site.files["site/ru/feed.xml"])  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}id") == f"{URL}/ru/feed.xml"
    assert feed.findtext(f"{ATOM}updated") == "2012-05-01T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 7
    assert entries[0].findtext(f"{ATOM}title") == "Later <&> so"
    quebec = next(one for one in entries if one.findtext(f"{ATOM}id") == f"{URL}/ru/{EVENT}.html")
    links = [
        (one.get("rel"), one.get("type"), one.get("hreflang"), one.get("href")) for one in quebec.findall(f"{ATOM}link")
    ]
    assert links[0] == ("alternate", "text/html", "ru", f"{URL}/ru/{EVENT}.html")
    assert ("related", "application/pdf", "en-US", f"{URL}/pdf/en/{EVENT}.pdf") in links
    assert [one.get("term") for one in quebec.findall(f"{ATOM}category")][:1] == ["iss"]


def test_a_topic_has_a_feed_that_its_page_names(site: Site) -> None:
    feed = ET.fromstring(site.files["site/en/topics/iss.xml"])  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == f"{URL}/en/events/2012-05-later.html"
    assert site.pages["site/en/topics/iss.html"].all("link", type="application/atom+xml", href="iss.xml")
    assert site.pages["site/en/index.html"].all("a", type="text/calendar", href="events.ics")


def test_the_calendar_has_ranges_and_what_was_cancelled(site: Site) -> None:
    text = site.files["site/en/events.ics"].decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    events = text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    assert len(events) == 5
    later = events[-1].split("\r\n")
    assert {
        *("SUMMARY:Later <&> so", "DTSTART;VALUE=DATE:20120501", "DTEND;VALUE=DATE:20120701", "STATUS:CANCELLED"),
        *(f"UID:{URL}/en/events/2012-05-later.html", "DTSTAMP:20120501T000000Z"),
    } <= {*later}
    assert "DTEND;VALUE=DATE:20120301" in events[-2].split("\r\n")


def test_the_map_has_each_page_with_its_translations(site: Site) -> None:
    found = ET.fromstring(site.files["site/sitemap.xml"])  # noqa: S314 - our own
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = [one.findtext(f"{space}loc") for one in found.findall(f"{space}url")]
    assert len(places) == len(set(places)) > 40
    for place in places:
        assert place is not None
        path = place.removeprefix(f"{URL}/")
        assert f"site/{path}index.html" in site.files or f"site/{path}" in site.files
    links = found.findall(f"{space}url")[1].findall("{http://www.w3.org/1999/xhtml}link")
    assert [(one.get("hreflang"), one.get("href")) for one in links] == [("en-US", f"{URL}/en/"), ("ru", f"{URL}/ru/")]
    assert f"Sitemap: {URL}/sitemap.xml" in site.files["site/robots.txt"].decode()


def test_a_page_says_its_address_in_each_language(site: Site) -> None:
    page = site.pages[f"site/ru/{EVENT}.html"]
    assert [one["href"] for one in page.all("link", rel="canonical")] == [f"{URL}/ru/{EVENT}.html"]
    assert {one["hreflang"]: one["href"] for one in page.all("link", rel="alternate")} == {
        "en-US": f"{URL}/en/{EVENT}.html",
        "ru": f"{URL}/ru/{EVENT}.html",
        "x-default": f"{URL}/en/{EVENT}.html",
    }
    graph = {one["property"]: one["content"] for one in page.all("meta") if one["property"]}
    assert graph["og:title"].replace("\u00a0", " ") == "Встреча сопредседателей в Квебеке"
    assert graph["og:image"] == f"{URL}/assets/media/quebec.png"
    (script,) = page.all("script", type="application/ld+json")
    value = json.loads(script.words)
    assert (value["@type"], value["startDate"], value["eventStatus"]) == (
        "Event",
        "2012-02-29",
        "https://schema.org/EventScheduled",
    )
    assert page.all("a", href="mailto:a@example.org")


def test_words_cannot_end_the_data_of_a_page(site: Site) -> None:
    assert "<" not in spans.data({"a": "</script><!--&"})
    (script,) = site.pages["site/en/events/2012-05-later.html"].all("script", type="application/ld+json")
    assert json.loads(script.words)["name"] == "Later <&> so"


def test_old_addresses_are_told_to_each_server(site: Site) -> None:
    moved = "/en/events/2012-05-old.html /en/events/2012-05-later.html"
    assert f"{moved} 301\n" in site.files["site/_redirects"].decode()
    assert f"Redirect permanent {moved}\n" in site.files["site/server/apache.conf"].decode()
    assert "location = /ru/events/2012-05-old.html { return 301 " in site.files["site/server/nginx.conf"].decode()
    for name in ("_headers", "server/nginx.conf", "server/apache.conf"):
        assert "script-src 'self';" in site.files[f"site/{name}"].decode()
    assert b"noindex" in site.files["site/404.html"]
    assert b'href="/group/assets/screen.css"' in site.files["site/404.html"]


def test_programs_get_the_documents_with_or_without_an_address(site: Site, plain: Site) -> None:
    value = json.loads(site.files["site/api/ru/documents.json"])
    assert value["version"] == 1
    assert [one["id"] for one in value["documents"]][:2] == ["events/2012-05-later", "protocols/2012-03-30-specimen"]
    later = value["documents"][0]
    assert (later["date"], later["standing"], later["topics"]) == ("2012-05-01/2012-06-30", "cancelled", ["iss"])
    assert later["page"] == f"{URL}/ru/events/2012-05-later.html"
    own = json.loads(plain.files["site/api/ru/documents.json"])["documents"][0]
    assert own["page"] == "../../ru/protocols/2012-03-30-specimen.html"
    assert own["pdf"]["en-ru"] == "../../pdf/en-ru/protocols/2012-03-30-specimen.pdf"
    fragment = site.pages["site/api/en/events.html"]
    assert fragment.all("a")[0]["href"] == f"{URL}/en/events/2012-05-later.html"
    assert fragment.all("ul", kind="protocolpress-events")[0]["lang"] == "en-US"


def test_without_an_address_nothing_that_needs_one_is_made(plain: Site) -> None:
    assert not [path for path in plain.promised if path.endswith((".xml", ".ics"))]
    for path, page in plain.pages.items():
        assert not page.all("link", rel="canonical"), path
        assert not page.all("script", type="application/ld+json"), path


def test_search_engines_can_be_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "sources/events").mkdir(parents=True)
    (tmp_path / "protocolpress.toml").write_text('[group]\nname = "G"\n[site]\nrobots = false\n')
    (tmp_path / "sources/events/a.md").write_text("---\ntitle: A\ndate: 2012-03-01\n---\nx\n")
    made = support_site.make(tmp_path)
    assert made.files["site/robots.txt"] == b"User-agent: *\nDisallow: /\n"
    for path, page in made.pages.items():
        assert path.startswith("site/api/") or page.all("meta", name="robots", content="noindex"), path


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('url = "example.org"', "the address of the website is not one"),
        ('url = "https://example.org/a b"', "the address of the website is not one"),
        ('url = "https://example.org/?a"', "the address of the website is not one"),
        ('url = "javascript:alert(1)"', "the address of the website is not one"),
        ('robots = "no"', "robots is neither true nor false"),
        ('feedback = "javascript:alert(1)"', "the address for readers is not one"),
        ('adress = "https://example.org"', "unknown key adress"),
    ],
)
def test_mistakes_in_settings(settings: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        project.read(MemoryFiles({"protocolpress.toml": f'[group]\nname = "G"\n[site]\n{settings}\n'}))
