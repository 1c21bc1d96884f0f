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
    from protocolpress import project
    from protocolpress.errors import Problems
    from protocolpress.files import DiskFiles
    from protocolpress.plan import extraction
    from protocolpress.plan.library import Library

    files = DiskFiles(root)
    templates = extraction.templates(Library(files, project.read(files), Problems()))
    writing.write(root, {path: text.encode() for path, text in templates.items()}, check=check)
