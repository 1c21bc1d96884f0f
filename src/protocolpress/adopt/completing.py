"""A text in our Markdown, with or without front matter → a complete source, and what was added to it.

Only what the text, its id or the caller provides is added; if the date or the title cannot be found, parsing reports
it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![0-9])", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A text with complete front matter."""

    text: str
    added: Mapping[str, str]
    """Keys that were missing."""
    shift: int
    """Number of lines by which its body has moved down."""


def complete(text: str, keys: Mapping[str, str]) -> Whole:
    """Return *text* with its missing front matter added.

    A first heading of level 1 becomes the title. *keys* are values for other missing keys.
    """
    match = _FRONT.match(text)
    front, body = (match[1], text[match.end() :]) if match else ("", text)
    present = set(re.findall(r"^([a-z]+)[ \t]*:", front, re.MULTILINE))
    added: dict[str, str] = {}
    if "title" not in present and (title := _TITLE.match(body)):
        added["title"] = title[1]
        body = body[title.end() :]
    added |= {key: value for key, value in keys.items() if key not in present and key not in added and value}
    if not added and match:
        return Whole(text=text, added={}, shift=0)
    lines = "".join(f"{key}: {_yaml(value)}\n" for key, value in added.items())
    body = body if body.startswith("\n") else f"\n{body}"
    whole = f"---\n{lines}{front}---\n{body}"
    return Whole(text=whole, added=added, shift=whole.count("\n") - text.count("\n"))


def from_id(document_id: str) -> dict[str, str]:
    """Return what an id tells about its document: the date that it begins with and, for a protocol, its number."""
    name = document_id.rpartition("/")[2]
    found = _DATE.match(name)
    keys = {"date": found[0] if found else ""}
    return keys if document_id.startswith("events/") else {"number": name.upper(), **keys, "status": "draft"}


def _yaml(value: str) -> str:
    """Write a value, quoted unless it is a plain word, a number or a date."""
    return value if re.fullmatch(r"[\w-]+(?:/[\w-]+)*", value) else json.dumps(value, ensure_ascii=False)
