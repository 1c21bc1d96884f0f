"""`protocolpress extract`: sources, registry and page templates → templates for translators."""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import writing


@click.command("extract")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(root: pathlib.Path, *, check: bool) -> None:
    """Write locales/*.pot, and start a catalog for each language without one.

    Existing catalogs are never changed. The paths of the written files go to stdout.

    \b
    Examples:
      protocolpress extract
      protocolpress extract --check
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, catalogs

    writing.write(root, catalogs.extract(Publication(root)), check=check)
