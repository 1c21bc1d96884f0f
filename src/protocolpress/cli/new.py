"""`protocolpress new`: an id → a source with its front matter filled in.

Unknown values are examples in comments, with ids from this project; the source can be built at once.
"""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from protocolpress import errors
from protocolpress.cli import output
from protocolpress.errors import FilesError, Position

if TYPE_CHECKING:  # heavy, and `--help` does without them
    from protocolpress.model import Registry
    from protocolpress.project import Party

KINDS = ("event", "protocol")

ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@click.command("new")
@click.argument("kind", metavar="event|protocol")
@click.argument("name", metavar="ID")
@click.pass_obj
def command(root: pathlib.Path, kind: str, name: str) -> None:
    """Start a source: sources/events/ID.md or sources/protocols/ID.md.

    An ID is made of small Latin letters, digits and hyphens, and should begin with the date. Without a date, the source
    gets today's. The path of the source and what to do next go to stdout.

    \b
    Examples:
      protocolpress new event 2012-02-29-quebec
      protocolpress new protocol 2012-02-29-quebec
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import files, project
    from protocolpress.errors import Problems
    from protocolpress.sources import registry

    output.known("kind", [kind], KINDS)
    name = name.removeprefix(f"{kind}s/").removesuffix(".md")
    if not ID.fullmatch(name):
        raise click.UsageError(f"{name} is not an id: use small Latin letters, digits and hyphens, 2012-02-29-quebec")
    disk = files.DiskFiles(root)
    parties = project.read(disk).parties
    names = registry.read(disk, Problems())  # its errors are reported by the next build
    path = f"sources/{kind}s/{name}.md"
    if os.path.lexists(root / path):
        message, hint = "this source already exists", "edit it, or choose another id"
        raise FilesError(errors.error(Position(path), "source-exists", message, hint))
    text = (_event if kind == "event" else _protocol)(name, _date(name), parties, names)
    disk.write(path, text.encode(), read={path: None})
    click.echo(root / path)
    click.echo("next: fill in the front matter, write the text, then run: protocolpress update")


def _date(name: str) -> str:
    """Return the date with which an id begins, or today's."""
    for pattern, rest in ((r"\d{4}-\d{2}-\d{2}", ""), (r"\d{4}-\d{2}", "-01"), (r"\d{4}", "-01-01")):
        found = re.match(rf"({pattern})(?![0-9])", name, re.ASCII)
        if found and _is_day(found[1] + rest):
            return found[1]
    return dt.datetime.now().astimezone().date().isoformat()


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _event(name: str, date: str, parties: Mapping[str, Party], names: Registry) -> str:
    del name, parties
    return f"""---
title: Title of the event
# lead: One sentence below the title.
date: {date}    # also 2011-10 (a month), 2011-04-12/2011-04-15 (a range), 2011-05~ (about)
# place: {_one(names.places, "quebec-city")}    # an id of sources/registry/places.yaml
# participants: {_some(names.people)}    # ids of sources/registry/people.yaml
# topics: {_some(names.topics)}    # ids of sources/registry/topics.yaml
# photo:
#   file: media/name.png    # PNG or JPEG, below sources/
#   date: {date}    # of the picture; it may differ from the event's
#   description: What the picture shows, printed below it.
#   alt: The picture in words, for readers who do not see it.
#   credit: Who made the picture
# gallery: https://example.org/pictures    # more pictures of the event
# protocols: [protocols/{date}-name]    # documents offered with the event
# locale: ru    # where the source is written in another language than source_locale
---

What happened. A person or a place in the text is named by its id: [Mr. Bolden](@bolden).
""".replace("[Mr. Bolden](@bolden)", _mention(names))


def _protocol(name: str, date: str, parties: Mapping[str, Party], names: Registry) -> str:
    sides = [*parties][:2]
    people = {side: _side(parties[side], names) for side in sides}
    several = ", ".join(f"{side}: [{', '.join(ids)}]" for side, ids in people.items())
    single = ", ".join(f"{side}: {ids[0]}" for side, ids in people.items())
    return f"""---
title: Title of the protocol
# short: A short title, at the head of the pages
number: {name.upper()}    # as it is cited
date: {date}    # of signature
# place: {_one(names.places, "quebec-city")}    # an id of sources/registry/places.yaml
status: draft    # draft, record, signed or specimen
# topics: {_some(names.topics)}    # ids of sources/registry/topics.yaml
{"" if sides else "# "}parties: [{", ".join(sides or ("north", "south"))}]    # ids of protocolpress.toml
# participants: {{{several or "us: [bolden], ru: [popovkin]"}}}    # ids of sources/registry/people.yaml
# signatories: {{{single or "us: bolden, ru: popovkin"}}}
# effective: {date}    # when it takes effect
# annexes: [protocols/{name}-annex-a]    # sources with "kind: annex"
# numbering: {{en: ["Section 1.", "1.", "(a)", "(i)"]}}    # where it differs from protocolpress.toml
# locale: ru    # where the source is written in another language than source_locale
---

The Parties,

{{.agreed}}
have agreed as follows:

## Subject {{#subject}}

1. A numbered paragraph:
   1. with sub-paragraphs; and
   2. referred to by structure, as here: [](#subject/1).

{{.closing}}
Done in duplicate, in the English and Russian languages, both texts being equally authentic.
"""


def _side(party: Party, names: Registry) -> tuple[str, ...]:
    """Return a person who holds an office in a party."""
    for person in names.people.values():
        if any(office.organization in party.organizations for office in person.offices):
            return (person.id,)
    return ("id",)


def _one(entries: Iterable[str], example: str) -> str:
    return next(iter(entries), example)


def _some(entries: Iterable[str]) -> str:
    return f"[{', '.join([*entries][:2]) or 'id'}]"


def _mention(names: Registry) -> str:
    person = next(iter(names.people.values()), None)
    return f"[{person.name.msgid}](@{person.id})" if person else "`[Mr. Bolden](@bolden)`"
