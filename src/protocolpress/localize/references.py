"""Structural references: `#science/1/b` → the paragraph, its anchor, and its citation in each language."""

from __future__ import annotations

import dataclasses

from protocolpress import numbering
from protocolpress.model import Document, Heading, Paragraph, Path


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target of a reference: a path to cite (empty for a section, which has only its title) and an anchor."""

    path: Path
    anchor: str


def anchor(document_id: str, local: str) -> str:
    """Make an anchor that is unique in any compendium from the document's id and the place in it."""
    return f"{document_id.replace('/', '.')}.{local}" if local else document_id.replace("/", ".")


def local_anchors(document: Document) -> dict[Path, str]:
    """Return the anchor of every numbered block of a document by its path."""
    anchors: dict[Path, str] = {}
    article = ""
    for block in document.blocks:
        if isinstance(block, Heading) and block.path:
            article = block.anchor
            anchors[block.path] = article
        elif isinstance(block, Paragraph) and block.path:
            anchors[block.path] = "-".join([article or "paragraph", *(str(number) for number in block.path[1:])])
    return anchors


def find(document: Document, fragment: str, schemes: tuple[tuple[str, ...], ...]) -> Target | None:
    """Find the target of *fragment* in *document*, read by any of *schemes*; None if there is no such place."""
    if decision(document, fragment):
        return Target(path=(), anchor=fragment)
    first, *rest = fragment.split("/")
    heading = next((b for b in document.blocks if isinstance(b, Heading) and b.anchor and b.anchor == first), None)
    if heading is not None and not heading.path:
        return Target(path=(), anchor=heading.anchor) if not rest else None
    start: Path = heading.path if heading is not None else (0,)
    anchors = local_anchors(document)
    segments = rest if heading is not None else [first, *rest]
    for scheme in schemes:
        path = _read(start, segments, scheme)
        if path in anchors:
            return Target(path=path, anchor=anchors[path])
    return None


def decision(document: Document, fragment: str) -> str:
    """Return the number of the decision that *fragment* names, or nothing."""
    paragraphs = (block for block in document.blocks if isinstance(block, Paragraph) and block.role == "decision")
    return next((block.number for block in paragraphs if block.anchor == fragment), "")


def _read(start: Path, segments: list[str], scheme: tuple[str, ...]) -> Path:
    path = start
    for level, segment in enumerate(segments, 1):
        number = numbering.parse(segment, scheme[level] if level < len(scheme) else "1.")
        path = (*path, number or -1)
    return path
