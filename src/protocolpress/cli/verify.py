"""`protocolpress verify`: verdicts on PDFs, by the standards and by our own checks, and on releases."""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import output


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=pathlib.Path, exists=True))
@click.option("--no-verapdf", is_flag=True, help="Skip veraPDF: run only the program's own quick checks.")
@click.pass_context
def command(context: click.Context, paths: tuple[pathlib.Path, ...], *, no_verapdf: bool) -> None:
    """Verify PDFs: PDF/UA-1, PDF/A-3a, languages, tags, links, fonts. Verify that a release is unchanged.

    PATHS are files, or folders with PDFs in them (default: the build's outputs). In a release folder, or a folder of
    several, each missing, changed or extra file is reported too. Files that pass are printed on stdout; problems go to
    stderr.

    \b
    Examples:
      protocolpress verify
      protocolpress verify build/compendium
      protocolpress verify dist/2012-12-31
      protocolpress verify --no-verapdf annex-from-elsewhere.pdf
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import api

    root: pathlib.Path = context.obj
    verdict = api.verify(paths or (root / "build",), verapdf=not no_verapdf)
    if not verdict.files and not verdict.releases:
        message = "there are no PDFs; build them first: protocolpress build"
        raise click.UsageError(message, context)
    for place in verdict.passing:
        click.echo(f"{place}: unchanged since its release" if place in verdict.releases else f"{place}: passes")
    output.problems(verdict.problems)
    if not verdict.ok:
        context.exit(1)
