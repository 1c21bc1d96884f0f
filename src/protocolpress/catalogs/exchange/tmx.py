"""TMX 1.4: translated messages → a translation memory, and memories → pairs of texts, or answers.

A memory written by export has stamps, and changes in it are imported like any other answers. Any memory gives pairs of
texts, for `suggest`. Source: TMX 1.4b Specification, OSCAR/LISA, 26 April 2005.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

from translate.storage import tmx

from protocolpress import languages
from protocolpress.catalogs.exchange import trees, units
from protocolpress.catalogs.exchange.trees import Element
from protocolpress.catalogs.exchange.units import STAMP, Answer, Package, Returned, Unit

Segment: Any = tmx.tmxunit  # translate-toolkit has types only in part

ALL = "*all*"
"""The value by which a memory says that each of its languages may be the source."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A text and its translation from a memory."""

    source_locale: str
    source: str
    locale: str
    target: str
    origin: str
    """The memory's own note about it, or the file that it came from; may be empty."""


def write(package: Package) -> bytes:
    """Write the translated units of a package."""
    root = trees.start("tmx", version="1.4")
    trees.add(
        root,
        "header",
        creationtool="protocolpress",
        creationtoolversion="1",  # required by the format; the program's own version would change every file
        segtype="block",
        o_tmf="po",
        adminlang=languages.DEFAULT.code,
        srclang=package.source_locale,
        datatype="plaintext",
    )
    body = trees.add(root, "body")
    for part in package.parts:
        for unit in part.units:
            if unit.state == "translated":
                _unit(body, unit, part.domain, package)
    return trees.serialize(root)


def _unit(body: Element, unit: Unit, domain: str, package: Package) -> None:
    made = trees.add(body, "tu", tuid=unit.stamp)
    for text in unit.places:
        trees.add(made, "note", text)
    properties = [("x-domain", domain), *(("x-file", path) for path in unit.files)]
    properties += [("x-context", unit.context)] if unit.context else []
    for kind, text in properties:
        trees.add(made, "prop", text, type=kind)
    for locale, text in ((package.source_locale, unit.source), (package.locale, unit.target)):
        variant = trees.add(made, "tuv")
        variant.set(f"{trees.XML}lang", locale)
        trees.add(variant, "seg", text)


def read(data: bytes, path: str) -> tuple[Memory, ...]:
    """Return every translated pair of a memory, each language once per unit.

    Raises:
        CatalogError: the bytes are not a memory.
    """
    text = trees.decode(data, path)
    if trees.root_name(text, path) != "tmx":
        raise trees.bad(path, 1, "this is not a translation memory", "use a TMX file")
    root = trees.parse(text, path)
    header = root.find("header")
    srclang = header.get("srclang", ALL) if header is not None else ALL
    return tuple(pair for element in root.iter("tu") for pair in _pairs(element, element.get("srclang", srclang)))


def _pairs(element: Element, srclang: str) -> Iterator[Memory]:
    texts = _texts(element)
    note, prop = element.findtext("note") or "", element.findtext("prop[@type='x-file']") or ""
    sources = texts if srclang.lower() == ALL else [units.language(srclang)]
    for source, target in itertools.product(sources, texts):
        if source != target and texts.get(source, "").strip() and texts[target].strip():
            yield Memory(
                source_locale=source,
                source=texts[source],
                locale=target,
                target=texts[target],
                origin=" ".join((note or prop).split()),
            )


def _texts(element: Element) -> dict[str, str]:
    """Return the text in each language; the first of several variants in one language counts."""
    unit = Segment.createfromxmlElement(element)
    texts: dict[str, str] = {}
    for variant in unit.getlanguageNodes():
        locale = units.language(variant.get(f"{trees.XML}lang") or variant.get("lang"))
        texts.setdefault(locale, unit.getNodeText(variant) or "")
    return texts


def answers(root: Element, path: str) -> Returned:
    """Read the answers of a memory written by export.

    Raises:
        CatalogError: no unit has a stamp, or there are more than two languages.
    """
    header = root.find("header")
    source = units.language(header.get("srclang") if header is not None else None)
    locales: dict[str, None] = {}
    found: list[Answer] = []
    for element in root.iter("tu"):
        if not STAMP.fullmatch(element.get("tuid", "")):
            continue
        texts = _texts(element)
        locales |= dict.fromkeys(locale for locale in texts if locale != source)
        target = next((text for locale, text in texts.items() if locale != source), "")
        domain = element.findtext("prop[@type='x-domain']") or ""
        found.append(
            Answer(
                domain=domain,
                stamp=element.get("tuid"),
                source=texts.get(source, ""),
                target=target,
                line=element.sourceline or 0,
            )
        )
    if not found:
        hint = f"take suggestions from it: protocolpress suggest --tmx {path}"
        raise trees.bad(path, 1, "this memory was not written by export", hint)
    return Returned(path=path, locale=trees.one_locale(locales, path), answers=tuple(found))
