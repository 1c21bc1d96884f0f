"""`protocolpress export`: catalogs and the glossary → one file for translators and reviewers with other tools."""

from __future__ import annotations

import pathlib

import click

from protocolpress import errors, files
from protocolpress.cli import output
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder

FORMATS = ("xliff", "xliff2", "tmx", "tbx", "review-html", "review-xlsx")


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    required=True,
    help="XLIFF 1.2 or 2.0 for translation tools, TMX for memories, TBX for the glossary, or a table to review.",
)
@click.option(
    "-l", "--locale", help="The language of the translations (default: the one that the sources are not written in)."
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=pathlib.Path),
    help="Output file, or a folder for it (default: the current folder).",
)
@click.option("--force", is_flag=True, help="Overwrite an existing file that differs.")
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    ids: tuple[str, ...],
    form: str,
    locale: str | None,
    place: pathlib.Path | None,
    force: bool,
) -> None:
    """Write messages and translations as one file that other people's tools open.

    An ID is a document or registry or, if the project has its own interface words, interface (default: all). Changes in
    the file are read back with `import`, so leave the ids of its units unchanged. An existing file is not overwritten,
    because it may contain somebody's work. The path of the file goes to stdout.

    \b
    Examples:
      protocolpress export --format xliff
      protocolpress export --format review-html -o for-moscow.html protocols/2012-02-29-quebec
      protocolpress export --format tbx
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, catalogs

    if ids and form == catalogs.GLOSSARY:
        raise click.UsageError("the glossary belongs to all documents: omit the IDs")
    try:
        with output.named():
            made = catalogs.export(Publication(root), form, locale=locale or "", ids=ids)
    except catalogs.NothingTranslatedError as refused:
        raise click.UsageError(str(refused)) from None
    where = _place(place, made.name)
    _write(root, where, made.data, force=force)
    click.echo(where)


def _place(place: pathlib.Path | None, name: str) -> pathlib.Path:
    """Return the path of the file: *place*, or a file named *name* in it."""
    if place is None:
        return pathlib.Path(name)
    return place / name if place.is_dir() else place


def _write(root: pathlib.Path, place: pathlib.Path, data: bytes, *, force: bool) -> None:
    """Write the file, unless it exists."""
    base, path = files.located(root, place)
    with files.writing(str(place)), Folder(base, make=True) as folder:
        there = folder.read(path) if folder.exists(path) else None
        if there == data:
            return
        if there is not None and not force:
            message = "the file already exists, and may contain somebody's work"
            hint = "choose another name with -o, import it first, or overwrite it with --force"
            raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint))
        folder.write(path, data, fresh=there is None)
