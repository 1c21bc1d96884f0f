"""`protocolpress consolidate`: a document as its amendments have left it, which is not authentic."""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import build, output

FOLDER = "consolidated"
"""The usual folder of these files."""


@click.command("consolidate")
@click.argument("document_id", metavar="ID")
@click.option("-e", "--edition", "editions", multiple=True, help="Only this edition: en-ru; repeatable.")
@click.option("--date", "date_text", default="", help="As in force on this day, 2012-12-31 (default: all amendments).")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=pathlib.Path, file_okay=False),
    help="Folder for the PDFs (default: consolidated/ in the project).",
)
@click.pass_obj
def command(
    root: pathlib.Path, document_id: str, *, editions: tuple[str, ...], date_text: str, folder: pathlib.Path | None
) -> None:
    """Write the text of a document as amended, each changed passage with its source.

    The amendments are those that other instruments list in their front matter (`amends:`); drafts are left out. The
    text says that it is not authentic. The paths of the PDFs go to stdout.

    \b
    Examples:
      protocolpress consolidate protocols/2012-03-30-specimen
      protocolpress consolidate protocols/2012-03-30-specimen -e en-ru --date 2013-12-31
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import files
    from protocolpress.api import Publication, documents, versions

    publication = Publication(root)
    day = build.day(date_text) if date_text else None
    document_id = documents.plain_id(document_id)
    place = folder or root / FOLDER
    with output.named():
        for edition in versions.editions(publication, editions):
            data = versions.consolidated(publication, document_id, edition=edition, day=day)
            path = place / edition / f"{document_id}.pdf"
            files.write(path, data, root=root)
            click.echo(path)
