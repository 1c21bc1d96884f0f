"""`protocolpress rename`: another id for a document, with everything that refers to it."""

from __future__ import annotations

import pathlib

import click


@click.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.pass_obj
def command(root: pathlib.Path, old: str, new: str) -> None:
    """Rename a document: its source, its catalogs, and all references to it.

    The old address on the website leads to the new one. A document that a signed text names keeps its id. The paths of
    the changed files go to stdout.

    \b
    Example:
      protocolpress rename events/2012-02-29-quebec events/2012-02-29-quebec-city
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import files
    from protocolpress.api import Publication, documents
    from protocolpress.cli import output, writing
    from protocolpress.folders import Folder

    publication = Publication(root)
    with output.named():
        changes = documents.rename(publication, old, new)
    disk = publication.files
    contents = {path: data for path, data in changes.items() if data is not None}
    read = {path: disk.read(path) if disk.exists(path) else None for path in contents}
    writing.write(root, contents, check=False, read=read)
    with files.writing(str(root)), Folder(root) as folder:
        for path, data in changes.items():
            if data is None:
                folder.remove(path)
    click.echo("next: run protocolpress update")
