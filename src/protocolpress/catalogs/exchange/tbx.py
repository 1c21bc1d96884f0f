"""TBX: the glossary → a file for terminology tools, and the returned file → the glossary with the changes.

The glossary is text with one term for each line and tabs between cells; the first line names the columns. Its lines are
identified by digests, as messages are by stamps: unchanged lines and everything around them stay byte for byte. Source:
ISO 30042:2008 (TBX), as translate-toolkit writes it: martif, termEntry, langSet, tig.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from translate.storage import tbx

from protocolpress.catalogs.exchange import trees, units
from protocolpress.catalogs.exchange.trees import Element
from protocolpress.errors import Position, Problems
from protocolpress.files import CONTROL

Concept: Any = tbx.tbxunit  # translate-toolkit has types only in part

NOTE = "note"

FORMULA = ("=", "+", "-", "@")
"""First characters of a cell that a spreadsheet program would evaluate when opening the glossary."""

LONGEST = 500
"""Maximum length of a cell, as in the glossary's own reader."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the glossary; cells by column, without empty ones; no cells if the line is not a term."""

    raw: str
    cells: Mapping[str, str]


def write(data: bytes, source_locale: str) -> bytes:
    """Write the valid glossary *data*, with a concept for each term."""
    root = trees.start("martif", type="TBX")
    root.set(f"{trees.XML}lang", source_locale)
    description = trees.add(trees.add(root, "martifHeader"), "fileDesc")
    trees.add(trees.add(description, "sourceDesc"), "p", "locales/glossary.tsv")
    body = trees.add(trees.add(root, "text"), "body")
    for key, cells in {stamp(line.cells): line.cells for line in split(data)[1] if line.cells}.items():
        concept = trees.add(body, "termEntry", id=key)
        if NOTE in cells:
            trees.add(concept, "note", cells[NOTE])
        for locale in sorted(cells.keys() - {NOTE}, key=lambda name: (name != source_locale, name)):
            language = trees.add(concept, "langSet")
            language.set(f"{trees.XML}lang", locale)
            trees.add(trees.add(language, "tig"), "term", cells[locale])
    return trees.serialize(root)


def update(data: bytes, root: Element, path: str, glossary: str, problems: Problems) -> bytes:
    """Import the terms of a returned file into the glossary *data*, read from *glossary*.

    A new term is added at the end. One that was changed on both sides is refused.
    """
    columns, rows = split(data)
    tag = units.language(root.get(f"{trees.XML}lang"))
    source = tag if tag in columns and tag != NOTE else next(name for name in columns if name != NOTE)
    book = _Glossary(rows, columns, source, glossary)
    for element in root.iter(f"{trees.namespace(root)}termEntry"):
        cells = _cells(element, columns)
        position = Position(path, element.sourceline or 0)
        if wrong := _mistake(cells, columns):
            problems.error(position, "bad-exchange-file", wrong, "correct the term and import the file again")
            continue
        key = element.get("id", "")
        if key in book.places:
            book.change(book.places[key], cells)
        elif stamp(cells) != key:  # one that is returned unchanged was changed or removed here, and stays so
            book.add(cells, position, problems)
    return "".join(row.raw for row in rows).encode("utf-8", "surrogateescape")


class _Glossary:
    """The lines of a glossary while it is changed, with the place of each term."""

    def __init__(self, rows: list[Line], columns: Sequence[str], source: str, path: str) -> None:
        self.rows = rows
        self.columns = columns
        self.places = {stamp(row.cells): number for number, row in enumerate(rows) if row.cells}
        self.terms: dict[str, list[Mapping[str, str]]] = {}
        self._source = source
        self._path = path
        self._newline = "\r\n" if rows and rows[0].raw.endswith("\r\n") else "\n"
        for row in rows:
            if row.cells:
                self._know(row.cells)

    def change(self, place: int, cells: dict[str, str]) -> None:
        """Write the cells of a line that differ; the others stay byte for byte."""
        row = self.rows[place]
        if row.cells == cells:
            return
        body = row.raw.rstrip("\r\n")
        texts = body.split("\t")
        texts += [""] * (len(self.columns) - len(texts))
        for number, name in enumerate(self.columns):
            if row.cells.get(name) != cells.get(name):
                texts[number] = cells.get(name, "")
        self.rows[place] = Line(raw=_said("\t".join(texts)) + row.raw[len(body) :], cells=cells)
        self._know(cells)

    def add(self, cells: dict[str, str], position: Position, problems: Problems) -> None:
        """Add a term at the end, unless it exists; one that exists with other words is reported."""
        same = self.terms.get(cells[self._source].lower(), [])
        locales = [name for name in self.columns if name != NOTE]
        if any(all(row.get(name) == cells[name] for name in locales) for row in same):
            return
        if same:
            now, theirs = (", ".join(units.shown(each[name]) for name in locales) for each in (same[0], cells))
            message = f"the glossary has {now}; the file has {theirs}"
            hint = f"choose one, and write the term in {self._path}"
            problems.error(position, "translation-changed", message, hint)
            return
        if self.rows and not self.rows[-1].raw.endswith("\n"):
            self.rows[-1] = dataclasses.replace(self.rows[-1], raw=self.rows[-1].raw + self._newline)
        line = _said("\t".join(cells.get(name, "") for name in self.columns))
        self.rows.append(Line(raw=line + self._newline, cells=cells))
        self._know(cells)

    def _know(self, cells: Mapping[str, str]) -> None:
        self.terms.setdefault(cells.get(self._source, "").lower(), []).append(cells)


def split(data: bytes) -> tuple[tuple[str, ...], list[Line]]:
    """Return the columns of a glossary and all its lines."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8", "surrogateescape"))
    columns: tuple[str, ...] = ()
    rows = []
    for raw in lines:
        texts = [cell.strip() for cell in raw.removeprefix("\ufeff").rstrip("\r\n").split("\t")]
        told = not raw.startswith("#") and any(texts)
        cells = {name: text for name, text in zip(columns, texts, strict=False) if text} if told else {}
        if told and not columns:
            columns = tuple(texts)
        rows.append(Line(raw=raw, cells=cells))
    return columns, rows


def stamp(cells: Mapping[str, str]) -> str:
    """Return the id of a line: a name in XML."""
    text = "\0".join(f"{name}\0{cells[name]}" for name in sorted(cells))
    return f"t{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _cells(element: Element, columns: Sequence[str]) -> dict[str, str]:
    """Read a concept: the first term of each language that is a column, and the notes."""
    unit = Concept.createfromxmlElement(element)
    unit.namespace = trees.namespace(element).strip("{}")
    cells: dict[str, str] = {}
    for node in unit.getlanguageNodes():
        locale = units.language(node.get(f"{trees.XML}lang"))
        text = _flat(unit.getNodeText(node) or "")
        if locale in columns and locale != NOTE and text:
            cells.setdefault(locale, text)
    if NOTE in columns and (note := _flat(unit.getnotes())):
        cells[NOTE] = note
    return cells


def _flat(text: str) -> str:
    return " ".join(text.split())


def _mistake(cells: Mapping[str, str], columns: Sequence[str]) -> str:
    lacking = [name for name in columns if name != NOTE and not re.search(r"\w", cells.get(name, ""))]
    if lacking:
        return f"a term has no words in {lacking[0]}"
    if any(len(text) > LONGEST or CONTROL.search(text) for text in cells.values()):
        return f"a term or its note is longer than {LONGEST} characters, or has a control character in it"
    if formulas := [text for text in cells.values() if text.lstrip().startswith(FORMULA)]:
        return f"a term or its note begins with {formulas[0].lstrip()[0]}, like a spreadsheet formula"
    return ""


def _said(line: str) -> str:
    """Keep a line from becoming a comment, which starts with #; cells are stripped when read."""
    return f" {line}" if line.startswith("#") else line
