"""XLIFF 1.2: a package → a file for translation tools, and the file that comes back → answers.

Plural messages are groups as translate-toolkit's po2xliff writes them, so tools that know gettext show them as one;
others show each form as a segment of its own.
Source: XLIFF 1.2 Specification, OASIS Standard, 1 February 2008, and its Representation Guide for Gettext PO.
"""

from __future__ import annotations

from typing import Any

from translate.storage import xliff

from protocolpress.catalogs.exchange import trees, units
from protocolpress.catalogs.exchange.trees import Element
from protocolpress.catalogs.exchange.units import Answer, Package, Returned, Unit

Segment: Any = xliff.xliffunit  # translate-toolkit has types only in part

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"

STATES = {"new": "new", "translated": "translated", "fuzzy": "needs-review-translation"}

OURS = ("developer", "previous")
"""The author of notes that are only exported."""


def write(package: Package) -> bytes:
    """Write a package, a `file` for each domain."""
    root = trees.start("xliff", NAMESPACE, version="1.2")
    for part in package.parts:
        file = trees.add(
            root,
            "file",
            original=part.domain,
            source_language=package.source_locale,
            target_language=package.locale,
            datatype="po",
        )
        body = trees.add(file, "body")
        group: Element = None
        for unit in part.units:
            if unit.plural and not unit.form:
                group = trees.add(body, "group", restype="x-gettext-plurals", id=unit.stamp.rpartition(".")[0])
            _unit(group if unit.plural else body, unit)
    return trees.serialize(root)


def _unit(parent: Element, unit: Unit) -> None:
    """Write a unit; the order of its children is the schema's."""
    approved = "yes" if unit.state == "translated" else "no"
    made = trees.add(parent, "trans-unit", id=unit.stamp, approved=approved)
    made.set(f"{trees.XML}space", "preserve")
    if unit.limit:
        made.set("maxwidth", str(unit.limit))
        made.set("size-unit", "char")
    trees.add(made, "source", unit.source)
    state = "needs-adaptation" if unit.previous and unit.state == "fuzzy" else STATES[unit.state]
    trees.add(made, "target", unit.target or None, state=state)
    if unit.context is not None:
        group = trees.add(made, "context-group", name="po-entry", purpose="information")
        trees.add(group, "context", unit.context, context_type="x-po-msgctxt")
    for path in unit.files:
        group = trees.add(made, "context-group", name="po-reference", purpose="location")
        trees.add(group, "context", path, context_type="sourcefile")
    for text in unit.places:
        trees.add(made, "note", text, **{"from": "developer"})
    if unit.context:
        trees.add(made, "note", f"context: {unit.context}", **{"from": "developer"})
    if unit.comments:
        trees.add(made, "note", "\n".join(unit.comments), **{"from": "translator"})
    if unit.previous and unit.target:
        before = trees.add(made, "alt-trans", alttranstype="previous-version")
        trees.add(before, "source", unit.previous)
        trees.add(before, "target", unit.target)


def read(root: Element, path: str) -> Returned:
    """Read the answers of a file; raise `CatalogError` if it names no target language, or two."""
    space = trees.namespace(root)
    locales: dict[str, None] = {}
    answers: list[Answer] = []
    for file in root.iterchildren(f"{space}file"):
        locales[units.language(file.get("target-language"))] = None
        domain = file.get("original", "")
        answers += [_answer(element, domain, space) for element in file.iterdescendants(f"{space}trans-unit")]
    return Returned(path=path, locale=trees.one_locale(locales, path), answers=tuple(answers))


def _answer(element: Element, domain: str, space: str) -> Answer:
    unit = Segment.createfromxmlElement(element)
    unit.namespace = space.strip("{}")
    notes = (note for note in element.iterchildren(f"{space}note") if note.get("from") not in OURS)
    return Answer(
        domain=domain,
        stamp=element.get("id", ""),
        source=unit.source or "",
        target=unit.target or "",
        remarks=trees.lines(notes),
        line=element.sourceline or 0,
    )
