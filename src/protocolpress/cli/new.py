"""`protocolpress new`: an id → a source with its front matter filled in.

Unknown values are examples in comments, with ids from this project; the source can be built at once.
"""

from __future__ import annotations

import datetime as dt
import pathlib
import re

import click

from protocolpress.cli import output

ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@click.command("new")
@click.argument("kind", metavar="KIND")
@click.argument("name", metavar="ID")
@click.pass_obj
def command(root: pathlib.Path, kind: str, name: str) -> None:
    """Start a source: sources/events/ID.md or sources/protocols/ID.md.

    A KIND is event, protocol, annex, corrigendum, or a type of document, such as memorandum, minutes, report or
    note-verbale. What the publication knows is filled in: the next number, the parties, the last place.

    An ID is made of small Latin letters, digits and hyphens, and should begin with the date. Without a date, the source
    gets today's. The path of the source and what to do next go to stdout.

    \b
    Examples:
      protocolpress new event 2012-02-29-quebec
      protocolpress new minutes 2012-02-29-quebec
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, documents

    folder = documents.folder_of(kind)
    name = documents.plain_id(name).removeprefix(f"{folder}/")
    if not ID.fullmatch(name):
        raise click.UsageError(f"{name} is not an id: use small Latin letters, digits and hyphens, 2012-02-29-quebec")
    publication = Publication(root)
    with output.named():
        path, text = documents.start(publication, kind, name, _date(name))
    publication.files.write(path, text, read={path: None})
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
