"""Targets for authors' files: sources, their pages, dates, settings, the registry, the glossary."""

from __future__ import annotations

import dataclasses
import html.parser

from fuzz.world import SETTINGS, SKELETON, Over, demand, parts, silent
from protocolpress import model, project
from protocolpress.catalogs import po, template
from protocolpress.checks import glossary
from protocolpress.checks.rule import Term
from protocolpress.errors import Problems
from protocolpress.files import MemoryFiles
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.plan import documents
from protocolpress.plan.library import Library
from protocolpress.sources import dates, parse, registry

ID = "protocols/2012-05-15-exampleton"
SOURCE = f"sources/{ID}.md"
CATALOG = f"locales/ru/LC_MESSAGES/{ID}.po"

DANGEROUS = frozenset({"script", "iframe", "object", "embed", "form", "base", "svg", "style", "input", "button"})
"""Elements that never occur on a document's page."""

SCHEMES = ("http://", "https://", "mailto:", "#", "/", "key:")
"""Prefixes of harmless addresses on pages."""


def source(data: bytes) -> None:
    """Parse a source: its messages make a template that can be read and has all of them."""
    document = parse.parse(MemoryFiles({SOURCE: data}), ID, locales=("en", "ru"), source_locale="en")
    messages = model.messages(document)
    problems = Problems()
    file = po.parse(template.write(ID, messages).encode(), f"locales/{ID}.pot", problems)
    silent(problems, "a template with mistakes")
    known = {(entry.msgctxt or "", entry.msgid) for entry in file.entries}
    lost = {(message.context or "", message.msgid) for message in messages} - known
    demand(not lost, "messages are missing in the template", lost)


def page(data: bytes) -> None:
    """Make the page of a source with its translation: only our templates' markup is in it."""
    given = parts(data)
    files = Over({SOURCE: given.get("source", given[""]), CATALOG: given.get("catalog", SKELETON.read(CATALOG))})
    problems = Problems()
    made = documents.page(Library(files, SETTINGS, problems), HtmlRenderer(files), ID, "en-ru").html
    judge(made)


def judge(text: str) -> None:
    """Fail if a page contains more than words, our pictures, and harmless addresses."""
    reader = _Judge(convert_charrefs=True)
    reader.feed(text)
    reader.close()


class _Judge(html.parser.HTMLParser):
    """Fails at an active element or attribute."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check the start of an element."""
        demand(tag not in DANGEROUS, "an element that does something", tag, attrs)
        for name, value in attrs:
            demand(not name.startswith("on"), "an attribute that does something", tag, attrs)
            if name in ("href", "src", "action"):
                address = (value or "").strip().lower()
                schemed = ":" in address.split("/")[0]
                demand(not schemed or address.startswith(SCHEMES), "an address that does something", value)


def date(data: bytes) -> None:
    """Parse a date: the result is valid, and its written form parses to the same."""
    try:
        text = data.decode()
        found = dates.parse(text)
    except (UnicodeDecodeError, dates.DateError):
        return
    for moment in filter(None, (found.start, found.end)):
        demand(1 <= moment.year <= 9999, "no year", moment)
        demand(moment.month or not moment.day, "a day without a month", moment)
    ends = [_iso(dataclasses.astuple(moment)) for moment in filter(None, (found.start, found.end))]
    demand(dataclasses.replace(found, approximate=False, uncertain=False) == dates.parse("/".join(ends)), text)


def _iso(numbers: tuple[int, ...]) -> str:
    year, *rest = numbers
    return "-".join([f"{year:04}", *(f"{number:02}" for number in rest if number)])


def settings(data: bytes) -> None:
    """Read settings."""
    project.read(MemoryFiles({project.PATH: data}))


def registered(data: bytes) -> None:
    """Read the registry, given as its files; one without errors makes a readable template."""
    contents = {f"{registry.FOLDER}/{name}.yaml": content for name, content in parts(data).items() if name}
    problems = Problems()
    found = registry.read(MemoryFiles(contents), problems)
    if not problems.errors:
        file = po.parse(template.write("registry", model.messages(found)).encode(), "locales/registry.pot", problems)
        silent(problems, "a template with mistakes")
        demand(len(file.entries) > 0, "no header")


def terms(data: bytes) -> None:
    """Read a glossary: written and read again, it has the same terms, except for kinds of spaces."""
    problems = Problems()
    found = glossary.parse(data, problems)
    if not problems.errors and all(len(term.words) == len(project.LOCALES) for term in found):
        again = Problems()
        written = glossary.parse(glossary.write(found), again)
        demand(list(map(_plain, written)) == list(map(_plain, found)), "other terms came back", *again)
        silent(again)


def _plain(term: Term) -> tuple[dict[str, str], str]:
    return {name: " ".join(cell.split()) for name, cell in term.words.items()}, " ".join(term.note.split())
