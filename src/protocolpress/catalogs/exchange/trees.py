"""Read and write XML safely: bytes that may come from anywhere → a tree, and a tree → always the same bytes.

The text is decoded here, so that the checks see what the parser gets. A document type may be named, as TMX and TBX
files do, but must not have declarations, and the parser never sees it: there are no entities to expand and nothing to
fetch. libxml2's own limits (depth 256, 10 MB for a text) stay on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # part of translate-toolkit, without types
from translate.misc import xml_helpers

from protocolpress.errors import CatalogError, Position, error

Element = Any
"""An element of lxml, which has no types."""

text_of: Any = xml_helpers.getText
"""(element, default of `xml:space`) → its text; typed here, because its functions have types only in part."""

XML = "{http://www.w3.org/XML/1998/namespace}"

ENCODINGS = ("utf-8", "utf-16", "ascii", "cp1251", "cp1252", "koi8-r", "iso8859-1", "iso8859-5")
"""Python's names of the encodings of exchange files."""

DECLARATION = re.compile(r"""<\?xml\s[^<>]{0,100}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,30})["']""")
DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+\w+\s+(?:SYSTEM|PUBLIC)\s+["'][^"'<>\[\]]{0,200}["']"""
    r"""(?:\s+["'][^"'<>\[\]]{0,200}["'])?\s*>"""
)
WHITE = re.compile(r"\s*")
ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")


def bad(path: str, line: int, message: str, hint: str = "") -> CatalogError:
    """Make the error of a returned file that cannot be used."""
    hint = hint or "return the file that export wrote, or save it again in the same format"
    return CatalogError(error(Position(path, line), "bad-exchange-file", message, hint))


def decode(data: bytes, path: str) -> str:
    """Return the text of a file, without its byte order mark; raise `CatalogError` if it is not text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif data.startswith((b"<\0", b"\0<")):
        name = "utf-16-le" if data[0] else "utf-16-be"
    else:
        declared = DECLARATION.match(data[:200].removeprefix(codecs.BOM_UTF8).decode("latin-1"))
        name = _codec(declared[1] if declared else "utf-8", path)
    try:
        return data.decode("utf-8-sig" if name == "utf-8" else name)
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        raise bad(path, line, f"the file is not {name} text", "save it as UTF-8") from mistake


def _codec(declared: str, path: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if name not in ENCODINGS:
        raise bad(path, 1, f"unknown encoding {declared}", "save it as UTF-8")
    return (
        "utf-8" if name == "utf-16" else name
    )  # declared in bytes that are not UTF-16: conversion tools forget to change the line


def prolog(text: str, path: str) -> int:
    """Return where the root element starts; raise `CatalogError` for a document type with declarations."""
    place = 0
    while True:
        place = WHITE.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing, too
        for start, end in (("<?", "?>"), ("<!--", "-->")):
            if text.startswith(start, place):
                found = text.find(end, place + len(start))
                if found < 0:
                    raise bad(path, _line(text, place), "the file ends inside its head")
                place = found + len(end)
                break
        else:
            if not text.startswith("<!", place):
                return place
            found_type = DOCTYPE.match(text, place)
            if not found_type:
                message = "a document type with declarations is not allowed, because it could define entities"
                raise bad(path, _line(text, place), message, "delete the lines from <!DOCTYPE to ]>")
            place = found_type.end()


def root_name(text: str, path: str) -> str:
    """Return the name of the root element, empty if there is none."""
    found = ROOT.match(text, prolog(text, path))
    return found[1].rpartition(":")[2] if found else ""


def parse(text: str, path: str) -> Element:
    """Return the root element of a decoded file; raise `CatalogError` with the line if it is not well-formed."""
    start = prolog(text, path)
    body = "\n" * text.count("\n", 0, start) + text[start:]
    try:
        return xml_helpers.parse_xml(body.encode("utf-8", "surrogatepass"), encoding="utf-8")
    except SyntaxError as mistake:  # lxml's XMLSyntaxError is a subclass
        message = re.sub(r", line \d+, column \d+.*", "", str(mistake.msg or ""))[:100]
        raise bad(path, mistake.lineno or 0, f"not well-formed XML: {message[:1].lower()}{message[1:]}") from mistake
    except Exception as mistake:  # errors that lxml does not foresee
        raise bad(path, 0, f"the file cannot be read as XML: {type(mistake).__name__}") from mistake


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def namespace(root: Element) -> str:
    """Return the namespace of an element in braces, as names begin in a tree."""
    tag = str(root.tag)
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def start(name: str, space: str = "", /, **attributes: str) -> Element:
    """Make a root element in the namespace *space*."""
    made = etree.Element(f"{{{space}}}{name}" if space else name, nsmap={None: space} if space else None)
    for key, value in attributes.items():
        made.set(key, value)
    return made


def add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element below *parent*, in its namespace; attributes with an empty value are left out."""
    made = etree.SubElement(parent, namespace(parent) + name)
    for key, value in attributes.items():
        if value:
            made.set(key.replace("_", "-"), value)
    made.text = text
    return made


def serialize(root: Element) -> bytes:
    """Write a tree, indented, in UTF-8."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def lines(elements: Iterable[Element]) -> tuple[str, ...]:
    """Return the lines of text in some elements, without empty ones."""
    return tuple(
        line.strip() for element in elements for line in text_of(element, "preserve").split("\n") if line.strip()
    )


def one_locale(locales: Collection[str], path: str) -> str:
    """Return the only one of *locales*; raise `CatalogError` if there is none, or several."""
    named = [locale for locale in locales if locale]
    if len(named) == 1 == len(locales):
        return named[0]
    message = "the file is in several languages" if named else "the file does not name its target language"
    raise bad(path, 1, message)
