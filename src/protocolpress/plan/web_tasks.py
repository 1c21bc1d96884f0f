"""The tasks of what servers and other programs read of the website.

Feeds, the calendar and the map need the address of the site, and are left out if the settings do not have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocolpress.build.task import Action, Task
from protocolpress.pages.addresses import page_path
from protocolpress.plan.named import Found
from protocolpress.plan.tasks import PAGES
from protocolpress.plan.web_actions import (
    MakeCalendar,
    MakeDocumentList,
    MakeFeed,
    MakeFragment,
    MakeMissingPage,
    MakeSitemap,
    Write,
)
from protocolpress.project import Project

NEWEST, EMBEDDED = 50, 10
"""Documents in a feed, events in the list for other pages."""

FOLLOWED = ("topics", "groups")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Content Security Policy, Level 3: everything that a page of ours needs, and nothing else."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def of_language(
    project: Project, locale: str, ordered: Sequence[str], entries: Mapping[str, Mapping[str, Found]]
) -> Iterator[Task]:
    """Plan the lists of a language; *ordered* are the documents, the newest first, *entries* what they name."""
    events = tuple(i for i in ordered if i.startswith("events/"))
    api = f"site/api/{locale}"
    listed = MakeDocumentList(project=project, locale=locale, ids=tuple(ordered))
    yield _list(locale, f"{api}/documents.json", listed, ordered)
    newest = events[:EMBEDDED]
    fragment = MakeFragment(project=project, locale=locale, ids=newest)
    yield _list(locale, f"{api}/events.html", fragment, newest)
    if not project.web.url:
        return
    calendar = MakeCalendar(project=project, locale=locale, ids=events)
    yield _list(locale, f"site/{locale}/events.ics", calendar, events, "icalendar")
    yield _feed(project, locale, "", "", ordered)
    for kind in FOLLOWED:
        for entry, found in entries.get(kind, {}).items():
            yield _feed(project, locale, kind, entry, found.documents)


def _feed(project: Project, locale: str, kind: str, entry: str, ids: Sequence[str]) -> Task:
    path = f"site/{locale}/{kind}/{entry}.xml" if kind else f"site/{locale}/feed.xml"
    newest = tuple(ids[:NEWEST])
    action = MakeFeed(project=project, locale=locale, kind=kind, entry=entry, path=path, ids=newest)
    return _list(locale, path, action, newest)


def _list(locale: str, path: str, action: Action, ids: Iterable[str], *uses: str) -> Task:
    needs = tuple(f"summary:{locale}:{i}" for i in ids)
    return Task(name=f"site::{path}", action=action, needs=needs, output=path, uses=(*PAGES, *uses))


def of_site(project: Project, pages: Sequence[str], moved: Mapping[str, str]) -> Iterator[Task]:
    """Plan what is there once; *pages* are the names of all pages of a language, *moved* leads from old to new ones."""
    yield Task(name="site::404", action=MakeMissingPage(project=project), output="site/404.html", uses=PAGES)
    url, allowed = project.web.url, "Allow" if project.web.robots else "Disallow"
    robots = f"User-agent: *\n{allowed}: /\n"
    if url:
        each = (tuple((one, page_path(one, name)) for one in project.locales) for name in pages)
        known = ((("", page_path()),), *each)
        yield Task(name="site::sitemap", action=MakeSitemap(url=url, pages=known), output="site/sitemap.xml")
        robots += f"Sitemap: {url}/sitemap.xml\n"
    yield _text("robots.txt", robots)
    yield _text("_headers", _headers())
    yield _text("_redirects", "".join(f"/{old} /{new} 301\n" for old, new in moved.items()))
    yield _text("server/nginx.conf", _nginx(moved))
    yield _text("server/apache.conf", _apache(moved))


def _text(name: str, text: str) -> Task:
    return Task(name=f"site::{name}", action=Write(text=text), output=f"site/{name}")


def _headers() -> str:
    """Write the headers for hosts that read such a file."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    return "\n".join([*lines, "/api/*", "  Access-Control-Allow-Origin: *", ""])


def _nginx(moved: Mapping[str, str]) -> str:
    """Write what belongs into a `server` of nginx."""
    headers = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    return "\n".join(
        (
            "# Include in the server whose root is this website.",
            *headers,
            "error_page 404 /404.html;",
            "location /server/ { deny all; }",
            "location /api/ {",
            *(f"  {line}" for line in headers),
            '  add_header Access-Control-Allow-Origin "*" always;',
            "}",
            *(f"location = /{old} {{ return 301 /{new}; }}" for old, new in moved.items()),
            "",
        )
    )


def _apache(moved: Mapping[str, str]) -> str:
    """Write what belongs into a `VirtualHost` of Apache 2.4 with mod_headers."""
    return "\n".join(
        (
            "# Include in the virtual host whose root is this website.",
            *(f'Header always set {name} "{value}"' for name, value in HEADERS.items()),
            "ErrorDocument 404 /404.html",
            '<Location "/server/">',
            "  Require all denied",
            "</Location>",
            '<Location "/api/">',
            '  Header always set Access-Control-Allow-Origin "*"',
            "</Location>",
            *(f"Redirect permanent /{old} /{new}" for old, new in moved.items()),
            "",
        )
    )
