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
    from protocolpress import project
    from protocolpress.cli import output
    from protocolpress.errors import Problems
    from protocolpress.files import DiskFiles
    from protocolpress.plan import sealing
    from protocolpress.plan.library import Library
    from protocolpress.sources import finding

    files = DiskFiles(root)
    library = Library(files, project.read(files), Problems())
    document_id = document_id.removeprefix("sources/").removesuffix(".md")
    output.known("document", [document_id], finding.find(files))
    data = sealing.make(library, document_id)
    path = sealing.path_of(document_id)
    files.write(path, data, read={path: files.read(path) if files.exists(path) else None})
    click.echo(root / path)
