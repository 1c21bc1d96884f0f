"""`protocolpress adopt`: a text and its translation, as they exist already → a source and its catalog."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from protocolpress import errors, files
from protocolpress.cli import given, output, writing
from protocolpress.errors import FilesError, Position

if TYPE_CHECKING:  # heavy, and `--help` does without it
    from protocolpress.plan.adopting import Adopted

FOLDERS = ("events", "protocols")

_FILE = click.Path(path_type=pathlib.Path)


@click.command("adopt")
@click.argument("document_id", metavar="ID")
@click.option("--source", "source", type=_FILE, required=True, help="The text, in Markdown.")
@click.option("--translation", "translation", type=_FILE, help="Its translation, in Markdown too.")
@click.option("--source-locale", help="The language of the text; by default, the settings' source_locale.")
@click.option("-l", "--locale", help="The language of the translation; by default, the other one.")
@click.option("--date", default="", help="The date of the document, where neither the text nor the ID has it.")
@click.option("--report", type=_FILE, help="Write all pairs, with what speaks for each, as an HTML file.")
@click.option("--force", is_flag=True, help="Write over a source and catalogs that are there and differ.")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    document_id: str,
    source: pathlib.Path,
    translation: pathlib.Path | None,
    source_locale: str | None,
    locale: str | None,
    date: str,
    report: pathlib.Path | None,
    force: bool,
    check: bool,
) -> None:
    """Make a source and its catalog of two texts that exist already.

    Blocks are paired by structure (articles, paragraphs, letters, rows, notes), then by length and by their figures,
    dates and names. A doubtful pair comes in as fuzzy and says why; a block without a partner is named. The ID is a
    document's, as protocols/2012-02-29-quebec. The paths of what is written go to stdout.

    \b
    Examples:
      protocolpress adopt protocols/2012-02-29-quebec --source en.md --translation ru.md
      protocolpress adopt protocols/2012-02-29-quebec --source en.md --translation ru.md --report pairs.html
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import project
    from protocolpress.plan import adopting

    disk = files.DiskFiles(root)
    settings = project.read(disk)
    first = source_locale or settings.source_locale
    second = locale or next((each for each in settings.locales if each != first), first)
    output.known("locale", [first, second], settings.locales)
    document_id = document_id.removeprefix("sources/").removesuffix(".md")
    if document_id.partition("/")[0] not in FOLDERS or not document_id.partition("/")[2]:
        raise click.UsageError(f"{document_id} is no id of a document: write protocols/2012-02-29-quebec")
    if first == second and translation:
        raise click.UsageError(f"both texts are in {first}: say --locale")
    data = given.read([place for place in (source, translation) if place])
    sheets = [
        adopting.Sheet(name=str(place), data=data[str(place)], locale=each)
        for place, each in ((source, first), (translation, second))
        if place
    ]
    adopted = adopting.run(settings, disk, document_id, *sheets, date=date)
    finish(root, adopted, report, force=force, check=check)


def finish(root: pathlib.Path, adopted: Adopted, report: pathlib.Path | None, *, force: bool, check: bool) -> None:
    """Say what came of it, and write it."""
    from protocolpress.plan import adopting

    disk = files.DiskFiles(root)
    if not force and (taken := adopting.taken(disk, adopted.contents)):
        hint = "it may be somebody's work: choose another ID, or write over it with --force"
        message = "something else stands here already"
        raise FilesError(*(errors.error(Position(path), "already-there", message, hint) for path in taken))
    output.problems(adopting.problems(adopted.pairs))
    if report:
        files.write(report, adopting.report(disk, adopted).encode())
    said = f"{_many(len(adopted.pairs) - len(adopted.alone), 'pair')}, {len(adopted.doubtful)} doubtful, so fuzzy; "
    click.echo(f"{said}{_many(len(adopted.alone), 'block')} without a partner", err=True)
    for key, value in adopted.added.items():
        click.echo(f"added to the front matter: {key}: {value}", err=True)
    read = {path: disk.read(path) if disk.exists(path) else None for path in adopted.contents}
    writing.write(root, adopted.contents, check=check, read=read)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
