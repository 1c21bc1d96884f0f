"""`protocolpress build`: sources and catalogs → pages, PDFs, compendia, website."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import re

import click

from protocolpress import plan, project
from protocolpress.build import run
from protocolpress.cli import output
from protocolpress.errors import BuildError
from protocolpress.files import DiskFiles

KINDS = ("html", "pdf", "compendium", "site")


@click.command("build")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-e", "--edition", "editions", multiple=True, help="Only this edition: en, ru, en-ru, ru-en; repeatable.")
@click.option("--only", type=click.Choice(KINDS), help="Only one kind of output, and what it needs.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Documents in work at once; by default, one a processor."
)
@click.option(
    "--date",
    "date_text",
    metavar="DATE",
    help="The compendium's date; by default SOURCE_DATE_EPOCH, or the newest source's.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=pathlib.Path, file_okay=False),
    help="Where to; by default build/ in the project.",
)
@click.pass_obj
def command(
    root: pathlib.Path,
    ids: tuple[str, ...],
    editions: tuple[str, ...],
    only: str | None,
    jobs: int | None,
    date_text: str | None,
    folder: pathlib.Path | None,
) -> None:
    """Build the publication, or only some of it.

    An ID is a source's path below sources/, without its ending.

    \b
    Examples:
      protocolpress build
      protocolpress build events/2012-02-29-quebec -e en-ru
      protocolpress build --only compendium --date 2012-12-31
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    files = DiskFiles(root)
    settings = project.read(files)
    whole = plan.make(settings, files, date=compendium_date(date_text))
    _known("ID", ids, whole.ids)
    _known("edition", editions, whole.editions)
    wanted = whole.choose(ids, editions, only or "")
    with output.progress("Building") as step:
        outcome = run.run(
            whole.tasks,
            files,
            output=folder or root / "build",
            jobs=jobs or os.cpu_count() or 1,
            wanted=wanted,
            progress=step,
        )
    if not outcome.ok:
        raise BuildError(*outcome.problems)
    output.problems(outcome.problems)
    for path in outcome.outputs:
        if path.startswith("compendium/"):
            click.echo(os.path.join(folder or root / "build", path))  # noqa: PTH118 - printed as it was given


def compendium_date(text: str | None) -> dt.date | None:
    """Read the date of the compendium: the option, or SOURCE_DATE_EPOCH, or None; never the clock."""
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise click.BadParameter(f"{text} is not a date: write 2012-12-31", param_hint="--date") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    if not re.fullmatch(r"\d{1,11}", epoch):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch}")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()


def _known(what: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    for word in given:
        if word not in known:
            raise click.UsageError(f"there is no {what} {word}; there are: {', '.join(known)}")
