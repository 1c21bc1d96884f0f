"""`protocolpress extract`: sources, registry and templates → templates for translators."""

from __future__ import annotations

import pathlib

import click

from protocolpress import files as disk
from protocolpress import project
from protocolpress.files import DiskFiles
from protocolpress.plan import extraction


@click.command("extract")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(root: pathlib.Path, *, check: bool) -> None:
    """Write locales/*.pot, and start a catalog for each language that has none yet.

    A catalog that exists is never touched.

    \b
    Example:
      protocolpress extract
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    files = DiskFiles(root)
    changed = [
        (path, text.encode())
        for path, text in extraction.templates(project.read(files), files).items()
        if not (root / path).is_file() or files.read(path) != text.encode()
    ]
    for path, data in changed:
        if not check:
            disk.write(root / path, data)
        click.echo(path)
    if check and changed:
        raise SystemExit(1)
