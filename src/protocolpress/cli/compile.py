"""`protocolpress compile`: catalogs → .mo files, for other programs; the build reads the catalogs themselves."""

from __future__ import annotations

import pathlib

import click

from protocolpress import files as disk
from protocolpress.files import DiskFiles
from protocolpress.plan import extraction


@click.command("compile")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(root: pathlib.Path, *, check: bool) -> None:
    """Write a .mo file beside every catalog of the project.

    \b
    Example:
      protocolpress compile
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    files = DiskFiles(root)
    changed = [
        (path, data)
        for path, data in extraction.compile_all(files).items()
        if not (root / path).is_file() or files.read(path) != data
    ]
    for path, data in changed:
        if not check:
            disk.write(root / path, data)
        click.echo(path)
    if check and changed:
        raise SystemExit(1)
