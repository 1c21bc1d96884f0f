"""Texts for other programs: Atom feeds (RFC 4287), lists as JSON, a map of the site (sitemaps.org).

Nothing here reads a clock: an entry is as new as its document. Addresses are absolute where a format asks for it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from protocolpress import languages, markup
from protocolpress.files import CONTROL
from protocolpress.model import LocalizedDocument, Text
from protocolpress.pages.about import Facts
from protocolpress.pages.addresses import absolute, page_path

NEWEST = 50
"""Documents in a feed; a reader who subscribes later finds the others in the lists."""

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

VERSION = 1
"""Version of the JSON: a change that breaks a reader's program raises it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document, what is known of it in each language, and its PDFs if they are known."""

    document: LocalizedDocument
    facts: Facts
    machine: str
    pdfs: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The path of its PDF in each edition."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its path below the output folder, the page that it follows, its title, and whose it is."""

    path: str
    page: str
    title: str
    author: str
    locale: str


def atom(feed: Feed, items: Sequence[Item], url: str) -> bytes:
    """Write a feed of the newest documents."""
    newest = sorted(items, key=lambda one: (one.facts.first, one.document.id), reverse=True)[:NEWEST]
    updated = max((one.facts.first for one in newest), default=dt.date(1970, 1, 1))
    tag = languages.tag(feed.locale)
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(tag)}>',
        f"<title>{_text(feed.title)}</title>",
        f"<id>{_text(absolute(url, feed.path))}</id>",
        f"<updated>{_stamp(updated)}</updated>",
        f"<author><name>{_text(feed.author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(absolute(url, feed.path))}/>',
        f'<link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(absolute(url, feed.page))}/>',
        *(line for item in newest for line in _entry(item, url)),
        "</feed>",
    ]
    return (HEAD + "\n".join(lines) + "\n").encode()


def _entry(item: Item, url: str) -> Iterator[str]:
    document = item.document
    page = absolute(url, page_path(document.locale, document.id))
    tag = languages.tag(document.locale)
    yield "<entry>"
    yield f"<title>{_text(markup.plain(document.title.spans))}</title>"
    yield f"<id>{_text(page)}</id>"
    yield f"<published>{_stamp(item.facts.first)}</published>"
    yield f"<updated>{_stamp(item.facts.first)}</updated>"
    yield f'<link rel="alternate" type="text/html" hreflang={quoteattr(tag)} href={quoteattr(page)}/>'
    for edition, path in item.pdfs.items():
        what = f"title={quoteattr(edition)}" if "-" in edition else f"hreflang={quoteattr(languages.tag(edition))}"
        yield f'<link rel="related" type="application/pdf" {what} href={quoteattr(absolute(url, path))}/>'
    for name, topic in zip(item.facts.topics, document.topics, strict=True):
        yield f"<category term={quoteattr(name)} label={quoteattr(_clean(markup.plain(topic.spans)))}/>"
    yield f"<summary>{_text(_summary(document))}</summary>"
    yield "</entry>"


def _summary(document: LocalizedDocument) -> str:
    texts = (document.date, document.place, document.lead)
    return " · ".join(markup.plain(text.spans) for text in texts if text)


def _stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _clean(text: str) -> str:
    return CONTROL.sub("", text)


def _text(text: str) -> str:
    return escape(_clean(text))


def sitemap(pages: Iterable[Mapping[str, str]], url: str) -> bytes:
    """Write the map of a site; each page is its paths by locale, which are translations of each other."""
    lines = ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">']
    for page in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(languages.tag(locale))} '
            f"href={quoteattr(absolute(url, path))}/>"
            for locale, path in page.items()
            if locale
        )
        lines += [f"<url><loc>{_text(absolute(url, path))}</loc>{others}</url>" for path in page.values()]
    return (HEAD + "\n".join([*lines, "</urlset>"]) + "\n").encode()


def documents(items: Sequence[Item], url: str) -> bytes:
    """Write the list of documents as JSON, the newest first; addresses are relative to it unless *url* is known."""
    newest = sorted(items, key=lambda one: (one.facts.first, one.document.id), reverse=True)
    value = {"version": VERSION, "documents": [_described(one, url) for one in newest]}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _described(item: Item, url: str) -> dict[str, object]:
    document, facts = item.document, item.facts

    def plain(text: Text | None) -> str | None:
        return markup.plain(text.spans) if text else None

    def address(path: str) -> str:
        return absolute(url, path) if url else f"../../{urllib.parse.quote(path.removeprefix('site/'))}"

    return {
        "id": document.id,
        "kind": document.kind,
        "type": plain(document.type),
        "number": document.number or None,
        "title": plain(document.title),
        "summary": plain(document.lead),
        "date": None if facts.unknown else item.machine or f"{facts.first.isoformat()}/{facts.last.isoformat()}",
        "date_text": plain(document.date),
        "standing": facts.standing or None,
        "status": document.status,
        "draft": document.draft,
        "places": list(facts.places),
        "place_text": plain(document.place),
        "topics": list(facts.topics),
        "group": facts.group or None,
        "language": languages.tag(document.locale),
        "page": address(page_path(document.locale, document.id)),
        "pdf": {edition: address(path) for edition, path in item.pdfs.items()},
    }
