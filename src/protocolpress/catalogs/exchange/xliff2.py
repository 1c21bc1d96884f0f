"""XLIFF 2.0: a package → a file for translation tools, and the file that comes back → answers.

Plural messages are groups with a unit for each form; units forbid segmentation, because an answer is whole. Source:
XLIFF Version 2.0, OASIS Standard, 5 August 2014.
"""

from __future__ import annotations

from typing import Any

from translate.storage import xliff2

from protocolpress.catalogs.exchange import trees, units
from protocolpress.catalogs.exchange.trees import Element
from protocolpress.catalogs.exchange.units import Answer, Package, Returned, Unit

Segment: Any = xliff2.Xliff2Unit  # translate-toolkit has types only in part

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"

OURS = ("place", "context", "previous-source", "limit")
"""The categories of notes that are only exported."""


def write(package: Package) -> bytes:
    """Write a package, a `file` for each domain."""
    root = trees.start("xliff", NAMESPACE, version="2.0", srcLang=package.source_locale, trgLang=package.locale)
    for number, part in enumerate(package.parts, 1):
        file = trees.add(root, "file", id=f"f{number}", original=part.domain)
        group: Element = None
        for unit in part.units:
            if unit.plural and not unit.form:
                group = trees.add(file, "group", id=unit.stamp.rpartition(".")[0], type="gettext:plural")
            _unit(group if unit.plural else file, unit)
    return trees.serialize(root)


def _unit(parent: Element, unit: Unit) -> None:
    made = trees.add(parent, "unit", id=unit.stamp, canResegment="no")
    made.set(f"{trees.XML}space", "preserve")
    said = [("place", text) for text in unit.places]
    said += [("context", unit.context)] if unit.context else []
    said += [("limit", f"at most {unit.limit} characters")] if unit.limit else []
    said += [("previous-source", unit.previous)] if unit.previous else []
    said += [("translator", "\n".join(unit.comments))] if unit.comments else []
    notes = trees.add(made, "notes") if said else None
    for category, text in said:
        trees.add(notes, "note", text, category=category)
    segment = trees.add(made, "segment", state="translated" if unit.state == "translated" else "initial")
    if unit.state == "fuzzy":
        segment.set("subState", "gettext:fuzzy")
    trees.add(segment, "source", unit.source)
    if unit.target:
        trees.add(segment, "target", unit.target)


def read(root: Element, path: str) -> Returned:
    """Read the answers of a file.

    Raises:
        CatalogError: it names no language to translate into, or a unit was cut into segments.
    """
    space = trees.namespace(root)
    locale = trees.one_locale({units.language(root.get("trgLang")): None}, path)
    answers = [
        _answer(element, file.get("original", ""), space, path)
        for file in root.iterchildren(f"{space}file")
        for element in file.iterdescendants(f"{space}unit")
    ]
    return Returned(path=path, locale=locale, answers=tuple(answers))


def _answer(element: Element, domain: str, space: str, path: str) -> Answer:
    segments = list(element.iterchildren(f"{space}segment"))
    if len(segments) != 1:
        hint = "join the segments of each unit into one"
        raise trees.bad(path, element.sourceline or 0, f"a unit has {len(segments)} segments", hint)
    unit = Segment.createfromxmlElement(segments[0])
    unit.namespace = space.strip("{}")
    notes = (note for note in element.iterdescendants(f"{space}note") if note.get("category") not in OURS)
    return Answer(
        domain=domain,
        stamp=element.get("id", ""),
        source=unit.source or "",
        target=unit.target or "",
        remarks=trees.lines(notes),
        line=element.sourceline or 0,
    )
