"""sources/registry/*.yaml in, a `Registry` out: people, organizations, places and topics, named once.

A missing file is an empty one. Ids are unique over all four files, so that text can name any of them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

from protocolpress.errors import Position, Problems
from protocolpress.files import Files, read_text
from protocolpress.model import (
    DocumentType,
    Form,
    Office,
    Organization,
    Original,
    Person,
    Place,
    Registry,
    Signing,
    Topic,
)
from protocolpress.sources import yaml_tree
from protocolpress.sources.fields import ID, Fields
from protocolpress.sources.yaml_tree import Mapping, Scalar, Sequence

FOLDER = "sources/registry"

MAX_ORIGINAL = 200
"""Characters of a name in another script."""

TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The tag of a language (BCP 47)."""

T = TypeVar("T")


def read(files: Files, problems: Problems) -> Registry:
    """Read the registry; every mistake is reported; faulty entries are left out or incomplete."""
    seen: dict[str, Position] = {}
    organizations = _entries(files, "organizations", seen, _organization, problems)
    people = _entries(files, "people", seen, _person, problems)
    for person in people.values():
        for office in person.offices:
            if office.organization not in organizations:
                hint = f"add it to {FOLDER}/organizations.yaml"
                message = f"unknown organization {office.organization}"
                problems.error(office.title.position, "unknown-id", message, hint)
    return Registry(
        people=people,
        organizations=organizations,
        places=_entries(files, "places", seen, _place, problems),
        topics=_entries(files, "topics", seen, _topic, problems),
        types=types(files, problems),
    )


def types(files: Files, problems: Problems) -> dict[str, DocumentType]:
    """Read the publication's own types of document; text cannot name one, so their ids may occur elsewhere."""
    return _entries(files, "types", {}, _type, problems)


def _entries(
    files: Files, name: str, seen: dict[str, Position], make: Callable[[str, Fields], T], problems: Problems
) -> dict[str, T]:
    path = f"{FOLDER}/{name}.yaml"
    if not files.exists(path):
        return {}
    tree = yaml_tree.compose(read_text(files, path), path, 1, problems)
    found: dict[str, T] = {}
    for entry, node in tree.entries.items() if tree else ():
        position = tree.keys[entry] if tree else Position(path)
        if not ID.fullmatch(entry) or "/" in entry:
            problems.error(position, "bad-id", f"{entry} is not an id", "use small Latin letters, digits and hyphens")
        elif entry in seen:
            problems.error(
                position, "duplicate-id", f"the id {entry} occurs twice", f"the first one is in {seen[entry]}"
            )
        elif not isinstance(node, Mapping):
            problems.error(position, "bad-value", f"{entry} has no keys", "write name: … below it, indented")
        else:
            seen[entry] = position
            fields = Fields(node, problems)
            found[entry] = make(entry, fields)
            fields.done()
    return found


def _person(entry: str, fields: Fields) -> Person:
    offices = fields.node("offices")
    items = offices.items if isinstance(offices, Sequence) else ()
    if offices is not None and not items:
        fields.wrong("offices", "offices is not a list", "write - title: … below it")
    name = fields.needed("name", "Name of a person")
    return Person(
        id=entry,
        name=name,
        title=fields.message("title", f"Title of {name.msgid}, before the name: Dr., H.E."),
        index=fields.message("index", f"{name.msgid}, as an index sorts it: surname first") or name,
        offices=tuple(_office(item, name.msgid, fields.problems) for item in items if isinstance(item, Mapping)),
        original=_original(fields),
    )


def _original(fields: Fields) -> Original | None:
    """Read a name in another script, with its language: {zh: 王小明}."""
    node = fields.node("original")
    if node is None:
        return None
    entries = node.entries if isinstance(node, Mapping) else {}
    lang, value = next(iter(entries.items()), ("", None))
    words = " ".join(value.text.split()) if isinstance(value, Scalar) else ""
    if len(entries) != 1 or not TAG.fullmatch(lang) or not 0 < len(words) <= MAX_ORIGINAL:
        hint = "write original: {zh: 王小明}, with the tag of the language"
        fields.wrong("original", "original is not one name with its language", hint)
        return None
    return Original(lang, words, fields.position("original"))


def _office(node: Mapping, name: str, problems: Problems) -> Office:
    fields = Fields(node, problems)
    office = Office(
        title=fields.needed("title", f"Office of {name}"),
        organization=fields.text("organization", required=True),
        start=fields.day("from"),
        end=fields.day("to"),
    )
    fields.done()
    return office


def _organization(entry: str, fields: Fields) -> Organization:
    name = fields.needed("name", "Full name of an organization")
    return Organization(id=entry, name=name, short=fields.message("short", f"Short name of {name.msgid}") or name)


def _place(entry: str, fields: Fields) -> Place:
    name = fields.needed("name", "Name of a place")
    at = fields.message(
        "at",
        f"{name.msgid}, as it follows “Done at” in a closing clause; Russian adds the preposition: «в г. …», «на …»",
    )
    return Place(
        id=entry,
        name=name,
        country=fields.text("country"),
        at=dataclasses.replace(at, context="at") if at else None,
    )


def _type(entry: str, fields: Fields) -> DocumentType:
    usual = Form()
    form = Form(
        number=fields.switch("number", default=usual.number),
        signatures=cast("Signing", fields.choice("signatures", get_args(Signing), usual.signatures)),
        headings=cast("Any", fields.choice("headings", ("articles", "chapters", "plain"), usual.headings)),
        contents=fields.switch("contents", default=usual.contents),
    )
    return DocumentType(id=entry, name=fields.needed("name", "What a type of document is called"), form=form)


def _topic(entry: str, fields: Fields) -> Topic:
    return Topic(id=entry, name=fields.needed("name", "A field of cooperation"))
