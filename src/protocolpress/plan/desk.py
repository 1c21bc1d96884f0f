"""The contents of the translator's desk: the messages of a document, each with its place, and a message in detail.

In: a library, and catalogs that have been read. Out: frozen values. Each message knows where its document prints it:
the anchor on the page, the place to cite, the words. Nothing is written.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterator, Mapping

from protocolpress import markup
from protocolpress.catalogs import edit
from protocolpress.catalogs.entries import Entry, PoFile, has_text
from protocolpress.catalogs.saving import is_editable
from protocolpress.errors import PressError, Problems
from protocolpress.localize import references
from protocolpress.localize.translator import Setting
from protocolpress.model import Document, Heading, Message, Paragraph, Path, Table
from protocolpress.plan import coverage, proofs
from protocolpress.plan.library import Library
from protocolpress.plan.proofs import Case

WORDS = re.compile(r"\s+|\w+|[^\w\s]")

PLACEHOLDER = re.compile(r"\{\w*\}|\[\^[^\]\s]+\]|\[[^\[\]]*\](?:\([^()\s]*\)|\{[^{}]*\})|\*\*?[^*]+\*\*?")
"""Markup that a translation keeps: a `{name}`, the call of a note, a reference or a link, emphasis."""

Key = tuple[str, str]
"""The context and the text of a message."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Place of a message in a document: the anchor of its block on the page, its number, and the reference to it."""

    anchor: str = ""
    path: Path = ()
    here: Path = ()
    fragment: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A message in the list of a document."""

    entry: Entry
    place: Place
    cited: str
    """The place in words, or the comment on it."""
    printed: str
    """The words on the page now."""
    words: int
    """The length of the source."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A document whose messages are translated: its source, and the document on whose page it is printed."""

    id: str
    document: Document | None
    host: Document | None
    source_locale: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place that a source refers to: its citation, and the text that a translator writes for it."""

    cited: str
    written: str


def state(entry: Entry) -> str:
    """Return the state of a message: "done", "fuzzy" or "missing"."""
    if entry.is_translated:
        return "done"
    return "fuzzy" if any(map(has_text, entry.msgstr)) and (entry.is_fuzzy or entry.unfit) else "missing"


def counts(file: PoFile) -> dict[str, coverage.Count]:
    """Count the messages of a catalog in use, and the words of their sources, by state."""
    messages, words = coverage.Count(), coverage.Count()
    for entry in file.entries:
        if is_editable(entry):
            name = {"done": "translated"}.get(found := state(entry), found)
            messages += coverage.Count(**{name: 1})
            words += coverage.Count(**{name: coverage.words(entry.msgid)})
    return {"messages": messages, "words": words}


def folder(library: Library, domain: str, hosts: Mapping[str, str]) -> Folder:
    """Return a domain with its document: none for names, words of the interface, and a source with errors."""
    source_locale = library.project.source_locale
    try:
        document = library.find(domain)
        host = library.find(hosts[domain]) if hosts.get(domain, domain) != domain else None
    except PressError:
        document = host = None
    if document is not None:
        source_locale = document.locale
    return Folder(id=domain, document=document, host=host, source_locale=source_locale)


def rows(library: Library, file: PoFile, given: Folder, locale: str, reader: str) -> Iterator[Row]:
    """List the messages of a catalog in its order; places are cited in the language of the *reader*."""
    places = dict(_places(given.document)) if given.document else {}
    setting = setting_of(library, given, locale)
    citing = setting_of(library, given, reader)
    for entry in file.entries:
        if not is_editable(entry):
            continue
        place = places.get((entry.msgctxt or "", entry.msgid), Place())
        case = case_of(given, entry, "", locale, place)
        shown = entry if entry.is_translated else dataclasses.replace(entry, msgstr=(entry.msgid,))
        (printed, *_), _ = proofs.printed(dataclasses.replace(case, entry=shown), setting)
        cited = ""
        if place.fragment and given.document and citing:
            cited = proofs.cited(given.document, given.host, place.fragment, citing)
        yield Row(
            entry=entry,
            place=place,
            cited=cited or "; ".join(_remark(line) for line in entry.extracted),
            printed=printed,
            words=coverage.words(entry.msgid),
        )


def _remark(comment: str) -> str:
    """Return what a comment says of a message's place, without the document's id and limits."""
    parts = comment.split(" · ")
    kept = [part for part in parts[1:] or parts if not part.startswith("max-length")]
    return " · ".join(kept) or parts[0]


def case_of(given: Folder, entry: Entry, path: str, locale: str, place: Place, header: Entry | None = None) -> Case:
    """Return a message as a case to be judged."""
    return Case(
        entry=entry,
        path=path,
        locale=locale,
        source_locale=given.source_locale,
        header=header,
        document=given.document,
        host=given.host,
        here=place.here,
    )


def setting_of(library: Library, given: Folder, locale: str) -> Setting | None:
    """Return the setting in which a document is localized; None if there is no document, or names have errors."""
    if given.document is None:
        return None
    try:
        return library.reporting(Problems()).setting(given.document, locale)
    except PressError:
        return None


def place_of(given: Folder, entry: Entry) -> Place:
    """Return where a message is printed first."""
    found = dict(_places(given.document)) if given.document else {}
    return found.get((entry.msgctxt or "", entry.msgid), Place())


def _places(document: Document) -> Iterator[tuple[Key, Place]]:
    """Yield the messages of a document's blocks, the last one first: of several places the first counts."""
    anchors = references.local_anchors(document)
    found: list[tuple[Key, Place]] = []
    here: Path = ()
    for block in document.blocks:
        match block:
            case Table():
                here = here[:1]
                place = Place(here=here)
                cells = (cell for row in (block.header, *block.rows) for cell in row if isinstance(cell, Message))
                found += [((cell.context, cell.msgid), place) for cell in cells]
            case Heading() | Paragraph():
                level = block.level if isinstance(block, Paragraph) else 0
                here = block.path or here[: 1 + level]
                local = anchors.get(block.path, "") if block.path else block.anchor
                place = Place(
                    anchor=references.anchor(document.id, local) if local else "",
                    path=block.path,
                    here=here,
                    fragment=_fragment(document, block.path) if block.path else "",
                )
                found.append(((block.text.context, block.text.msgid), place))
    yield from reversed(found)


def _fragment(document: Document, path: Path) -> str:
    """Return the reference to a numbered block: "science/1/2"; figures are read in every scheme."""
    heading = next(
        (block.anchor for block in document.blocks if isinstance(block, Heading) and block.path == path[:1]), ""
    )
    return "/".join((*filter(None, (heading,)), *map(str, path[1:])))


def placeholders(msgid: str) -> tuple[str, ...]:
    """Return the markup of a source that a translation keeps, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(msgid)))


def referred(library: Library, given: Folder, entry: Entry, locale: str) -> tuple[Reference, ...]:
    """Return the places that a message refers to, cited in *locale*; the case of the noun is left to the translator."""
    setting = setting_of(library, given, locale)
    if setting is None or given.document is None:
        return ()
    found = []
    for target in proofs.targets(entry.msgid):
        case = case_of(given, dataclasses.replace(entry, msgstr=(f"[]({target})",)), "", locale, place_of(given, entry))
        (cited, *_), wrong = proofs.printed(case, setting)
        if cited and not wrong:
            noun, space, rest = cited.partition("\u00a0")
            written = f"[{noun} {{}}]({target})" if space and rest and not noun[-1:].isdigit() else f"[]({target})"
            found.append(Reference(cited=cited, written=written))
    return tuple(found)


def differences(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Compare two texts word by word: pieces of both in order, each "same", "gone" or "new"."""
    if markup.mistake(old) or markup.mistake(new):
        return (("gone", old), ("new", new))
    before, after = WORDS.findall(old), WORDS.findall(new)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        found += [(name, "".join(part)) for name, part in (("gone", before[a:b]), ("new", after[c:d])) if part]
    return tuple(found)


def previous(entry: Entry, charset: str) -> str:
    """Return the source for which a fuzzy translation was made; empty if it is not known."""
    return edit.previous_texts(entry, charset).get("msgid", "") if entry.previous and not entry.broken else ""
