"""The exchanged values: an entry of a catalog as a unit, a unit's stamp, and an answer to it.

A stamp is the id of a unit in every format: digests of the message, of the translation and of the comments at the time
of export. So an answer finds its message wherever that is by then, and changes in the meantime are noticed; the id is
the only thing in the file that a tool could drop. Texts are the same as in the catalog: `{names}` and inline Markdown
are part of the text and not inline elements, because a translator may move, inflect and nest them freely, and because
text is the one thing that every tool returns exactly.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import Literal

from protocolpress.catalogs import edit
from protocolpress.catalogs.entries import Entry, PoFile, has_text
from protocolpress.errors import Position, Problems
from protocolpress.files import CONTROL

State = Literal["new", "fuzzy", "translated"]

STAMP = re.compile(r"m([0-9a-f]{16})\.([0-9a-f]{12})\.([0-9a-f]{6})(?:\.([0-9]))?")
"""An XML name: message, translation, comments, and the form of a plural message."""

LIMIT = re.compile(r"\bmax-length:\s*([0-9]{1,6})\b")
"""A flag (in Weblate's form) or a comment for translators with the maximum number of characters."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One form of a message, shown as a row or a segment."""

    stamp: str
    source: str
    target: str
    state: State
    context: str | None = None
    form: int = 0
    forms: int = 1
    """Number of forms of the message; 1 without plural."""
    plural: bool = False
    places: tuple[str, ...] = ()
    """Place of the text, for translators."""
    files: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    previous: str = ""
    """The source text for which a fuzzy translation was made."""
    limit: int = 0
    """Maximum number of characters; 0 if unknown."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The units of one domain."""

    domain: str
    units: tuple[Unit, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The contents of a file: domains in one pair of languages."""

    source_locale: str
    locale: str
    parts: tuple[Part, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a unit; with an empty target it has no effect."""

    domain: str
    stamp: str
    source: str
    target: str
    remarks: tuple[str, ...] = ()
    line: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The contents of a returned file."""

    path: str
    locale: str
    answers: tuple[Answer, ...]
    reviewer: str = ""


def part(file: PoFile, domain: str, path: str, problems: Problems) -> Part:
    """Make the units of a catalog, in order; a text that no format can hold is reported.

    Obsolete and broken entries and the header are not exported.
    """
    units: list[Unit] = []
    for entry in file.entries:
        if entry.is_header or entry.obsolete or entry.broken:
            continue
        made = _units(entry, domain, file.charset)
        if found := next(filter(None, (CONTROL.search(text) for unit in made for text in _texts(unit))), None):
            message = f"U+{ord(found[0]):04X} is in the message; exchange files cannot contain it"
            problems.error(Position(path, entry.line), "control-character", message, "delete it")
        units += made
    return Part(domain=domain, units=tuple(units))


def _units(entry: Entry, domain: str, charset: str) -> list[Unit]:
    plural = entry.msgid_plural is not None
    stamp = f"m{message_digest(entry, domain)}.{target_digest(entry.msgstr)}.{comments_digest(entry.comments)}"
    found = LIMIT.search("\n".join((*entry.flags, *entry.extracted)))
    state: State = "new" if not any(map(has_text, entry.msgstr)) else "translated" if entry.is_translated else "fuzzy"
    previous = edit.previous_texts(entry, charset)
    return [
        Unit(
            stamp=f"{stamp}.{form}" if plural else stamp,
            source=source_of(entry, form),
            target=target,
            state=state if target else "new",
            context=entry.msgctxt,
            form=form,
            forms=len(entry.msgstr),
            plural=plural,
            places=tuple(line for line in entry.extracted if line),
            files=tuple(reference.strip("\u2068\u2069") for reference in entry.references),
            comments=tuple(line for line in entry.comments if line),
            previous=previous.get("msgid_plural" if plural and form else "msgid", ""),
            limit=int(found[1]) if found else 0,
        )
        for form, target in enumerate(entry.msgstr)
    ]


def _texts(unit: Unit) -> tuple[str, ...]:
    return (unit.source, unit.target, unit.context or "", unit.previous, *unit.places, *unit.files, *unit.comments)


def source_of(entry: Entry, form: int) -> str:
    """Return the text that *form* of a message translates: the singular for the first form, then the plural."""
    return entry.msgid_plural if form and entry.msgid_plural is not None else entry.msgid


def message_digest(entry: Entry, domain: str) -> str:
    """Return the digest that identifies a message; no context differs from an empty one."""
    return _digest(domain, repr(entry.msgctxt), entry.msgid, repr(entry.msgid_plural))[:16]


def target_digest(forms: tuple[str, ...]) -> str:
    """Return the digest of a translation, in all its forms."""
    return _digest(*forms)[:12]


def comments_digest(comments: tuple[str, ...]) -> str:
    """Return the digest of translators' comments; empty lines do not count."""
    return _digest(*(line.strip() for line in comments if line.strip()))[:6]


def _digest(*texts: str) -> str:
    framed = "".join(f"{len(text)}:{text}" for text in texts)
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()


def language(tag: str | None) -> str:
    """Return the locale for a language tag (BCP 47): ru for ru-RU and ru_RU."""
    return re.split("[-_]", tag or "", maxsplit=1)[0].lower()


def shown(text: str) -> str:
    """Quote the beginning of a text for a problem."""
    flat = " ".join(text.split())
    short = f"{flat[:60]}…" if len(flat) > 61 else flat
    return f"“{''.join(sign if sign.isprintable() else '�' for sign in short)}”"
