"""Identify a returned file by its content, not its name, and read it.

Answers are read from XLIFF, from an exported memory or from a review table; terms are read from TBX.
"""

from __future__ import annotations

import dataclasses

from protocolpress.catalogs.exchange import saved, sheet, tmx, trees, units, xliff1, xliff2
from protocolpress.catalogs.exchange.units import STAMP, Returned
from protocolpress.errors import Position, Problems

ZIP = b"PK\x03\x04"

HINT = "use XLIFF 1.2 and 2.0, TMX, TBX 2 (martif), and review tables in HTML and XLSX"


@dataclasses.dataclass(frozen=True, slots=True)
class Glossary:
    """The tree of a returned glossary."""

    root: trees.Element


def read(data: bytes, path: str, problems: Problems) -> Returned | Glossary:
    """Read a returned file.

    Raises:
        CatalogError: its format is unknown, or it cannot be read.
    """
    if data.startswith(ZIP):
        return _stamped(sheet.read(data, path, problems), problems)
    text = trees.decode(data, path)
    if saved.OPENING in text:
        return _stamped(saved.read(text, path), problems)
    name = trees.root_name(text, path)
    if name not in ("xliff", "tmx", "martif"):
        raise trees.bad(path, 0, "the file is in an unknown format", HINT)
    root = trees.parse(text, path)
    if name == "martif":
        return Glossary(root)
    if name == "tmx":
        return tmx.answers(root, path)
    version = str(root.get("version", ""))
    module = xliff2 if version.startswith("2.") or ":2." in trees.namespace(root) else xliff1
    return _stamped(module.read(root, path), problems)


def _stamped(returned: Returned, problems: Problems) -> Returned:
    """Drop answers without a stamp and report them, because their message is unknown."""
    lost = [answer for answer in returned.answers if not STAMP.fullmatch(answer.stamp)]
    if lost:
        many = f"{len(lost)} units have" if len(lost) > 1 else "a unit has"
        message = f"{many} lost the id that export gave, beginning with {units.shown(lost[0].source)}"
        position = Position(returned.path, lost[0].line)
        problems.error(position, "bad-exchange-file", message, "use a tool that keeps the ids of units")
    kept = tuple(answer for answer in returned.answers if STAMP.fullmatch(answer.stamp))
    return dataclasses.replace(returned, answers=kept)
