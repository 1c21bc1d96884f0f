"""`protocolpress compile`: catalogs → .mo files for other programs; the build reads the catalogs directly."""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import writing


@click.command("compile")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(root: pathlib.Path, *, check: bool) -> None:
    """Write a .mo file beside every catalog.

    The paths of the written files go to stdout.

    \b
    Examples:
      protocolpress compile
      protocolpress compile --check
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, catalogs

    writing.write(root, catalogs.compiled(Publication(root)), check=check)
