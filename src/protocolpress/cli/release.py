"""`protocolpress release`: a folder for readers, checked, verified, described, and never changed again."""

from __future__ import annotations

import os
import pathlib

import click

from protocolpress.cli import build, output
from protocolpress.errors import visible


@click.command("release")
@click.option("--date", "date_text", metavar="DATE", required=True, help="The date of the release and its compendia.")
@click.option("--no-verapdf", is_flag=True, help="Skip veraPDF; the manifest says so.")
@click.option("--fresh", is_flag=True, help="Rebuild everything without the cache of earlier builds.")
@build.JOBS
@build.MEMORY
@build.TIME
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    date_text: str,
    no_verapdf: bool,
    fresh: bool,
    jobs: int | None,
    memory: int | None,
    seconds: int | None,
) -> None:
    """Check, build and verify everything, and put it into dist/DATE, whole or not at all.

    Compendia, PDFs and website, with manifest.json (each file and its inputs) and SHA256SUMS. Any warning stops the
    release. An existing folder of that date is left unchanged; if its bytes differ, that is an error. Its path goes to
    stdout.

    \b
    Examples:
      protocolpress release --date 2012-12-31
      protocolpress release --date 2012-12-31 --fresh
      protocolpress verify dist/2012-12-31
      cd dist/2012-12-31 && sha256sum --check SHA256SUMS
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    date = build.day(date_text)
    from protocolpress import api

    with build.resources(jobs, build.limits(memory, seconds)) as given:
        made = api.Publication(root).release(
            date,
            verapdf=not no_verapdf,
            fresh=fresh,
            resources=given,
            holder=f"process {os.getpid()} (a release)",
            listener=api.Listener(tell=_tell, draw=output.progress),
        )
    if not made.is_new:
        _tell(f"{made.folder} already exists, with the same bytes")
    click.echo(made.folder)


def _tell(line: str) -> None:
    click.echo(visible(line), err=True)
