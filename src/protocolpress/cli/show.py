"""`protocolpress show`: the PDF of a document that was built, in the program that the machine opens PDFs with."""

from __future__ import annotations

import pathlib

import click

from protocolpress import errors
from protocolpress.errors import FilesError, Position


@click.command("show")
@click.argument("document_id", metavar="ID")
@click.option("-e", "--edition", default="", help="The edition (default: the first of the publication).")
@click.option("-o", "--output", "folder", default="build", help="The output folder (default: build/).")
@click.option("--path", "only_path", is_flag=True, help="Open nothing; print the path only.")
@click.pass_obj
def command(root: pathlib.Path, document_id: str, *, edition: str, folder: str, only_path: bool) -> None:
    """Open the PDF of a document that was built.

    Its path goes to stdout.

    \b
    Examples:
      protocolpress show events/2012-02-29-quebec
      protocolpress show events/2012-02-29-quebec -e en-ru
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, documents
    from protocolpress.cli import output

    with output.named():
        place = documents.pdf(Publication(root), document_id, edition=edition or "", folder=folder)
    click.echo(place)
    if not only_path and click.launch(str(place)) != 0:
        hint = "open it yourself, or see protocolpress show --path"
        path = place.relative_to(root).as_posix()
        raise FilesError(errors.error(Position(path), "system-error", "the system cannot open this PDF", hint))
