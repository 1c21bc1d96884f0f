"""Links between documents: how a page writes them, and how a file stores them.

A page links to another document by its key, `protocolpress:en/protocols/2012-02-29-quebec#science-1`, because only the
final file knows where that is. A document's own PDF links to the other PDF beside it; a compendium links to the place
inside itself. For the compendium's sake the action in a document's PDF keeps the key, under a name that the standard
reserves for private use (ISO 32000-1, annex E: third-class names begin with XX).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pydyf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from protocolpress.errors import Position, Problem, RenderError, error
from protocolpress.pdf import objects, parsing

SCHEME = "protocolpress:"

TARGET = "XXprotocolpress"
"""The entry of an action with the target document and anchor."""

Resolve = Callable[[str], str | None]
"""Key of a document → path of its PDF relative to the file that links to it; None if there is no such PDF."""


def split(target: str) -> tuple[str, str]:
    """Split the address of a document into its key and its anchor, which may be empty."""
    key, _, anchor = target.removeprefix(SCHEME).partition("#")
    return unquote(key), unquote(anchor)


def destination(key: str, anchor: str = "") -> str:
    """Name a place in a compendium, distinct for equal anchors of two parts; without anchor, the start of a part."""
    return f"{key}#{anchor}" if anchor else key


def dead(position: Position, target: str) -> Problem:
    """Make the problem of a link without a destination."""
    hint = "link to a document and a place that exist in this edition"
    return error(position, "dead-link", f"the link to {target} leads nowhere", hint)


def finish_links(pdf: pydyf.PDF, resolve: Resolve, *, path: str) -> None:
    """Point the links of *pdf*, the document at *path*, to the PDFs beside it.

    Call it from the finisher of WeasyPrint's `write_pdf`. All other links stay as they are.

    Raises:
        RenderError: links to documents that have no PDF; all of them.
    """
    problems: list[Problem] = []
    for item in pdf.objects:
        action = item.get("A") if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" else None
        address = getattr(action.get("URI"), "string", "") if isinstance(action, pydyf.Dictionary) else ""
        if not address.startswith(SCHEME):
            continue
        key, anchor = split(address)
        file = resolve(key)
        if file is None:
            problems.append(dead(Position(path), destination(key, anchor)))
        else:
            item["A"] = _file_action(file, destination(key, anchor), anchor)
    if problems:
        raise RenderError(*dict.fromkeys(problems))


def _file_action(file: str, target: str, anchor: str) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Type": "/Action",
            "S": "/GoToR",
            "F": pydyf.String(file),
            "D": pydyf.String(anchor) if anchor else pydyf.Array([0, "/Fit"]),
            "NewWindow": "true",
            TARGET: pydyf.String(target),
        }
    )


def target_of(annotation: DictionaryObject) -> str:
    """Return the key and anchor of a link annotation's target, or nothing if it is not a document."""
    action = parsing.dictionary(annotation.get("/A"))
    address = action.get("/URI", "")
    if isinstance(address, str) and address.startswith(SCHEME):
        return destination(*split(address))
    target = action.get(f"/{TARGET}", "")
    return str(target) if isinstance(target, str) else ""


def is_own(address: object) -> bool:
    """Whether a web address is really the address of a document of the publication."""
    return isinstance(address, str) and address.strip().lower().startswith(SCHEME)


def lead(target: str, keys: frozenset[str], resolve: Resolve) -> dict[NameObject, PdfObject]:
    """Return the entries that make an annotation link to *target*: inside, if it is one of *keys*, or to its file.

    There are none if the document is neither a part nor a file.
    """
    key, _, anchor = target.partition("#")
    if key in keys:
        return {NameObject("/Dest"): objects.text(target)}
    file = resolve(key)
    if file is None:
        return {}
    action = objects.dictionary(
        Type=NameObject("/Action"),
        S=NameObject("/GoToR"),
        F=objects.text(file),
        D=objects.text(anchor) if anchor else ArrayObject([NumberObject(0), NameObject("/Fit")]),
        NewWindow=BooleanObject(value=True),
    )
    action[NameObject(f"/{TARGET}")] = objects.text(target)
    return {NameObject("/A"): action}
