"""`protocolpress seal`: a signed document → a record of the text that was signed, in all languages."""

from __future__ import annotations

import pathlib

import click


@click.command("seal")
@click.argument("document_id", metavar="ID")
@click.pass_obj
def command(root: pathlib.Path, document_id: str) -> None:
    """Record the text of a signed document, so that a later change is an error.

    The document must have `status: signed` and be completely translated. Its text and its translations go into
    seals/ID.txt, with their digest; commit that file. Its path goes to stdout.

    \b
    Example:
      protocolpress seal protocols/2012-02-29-quebec
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, documents
    from protocolpress.cli import output

    publication = Publication(root)
    with output.named():
        path, data = documents.seal(publication, document_id)
    disk = publication.files
    disk.write(path, data, read={path: disk.read(path) if disk.exists(path) else None})
    click.echo(root / path)
