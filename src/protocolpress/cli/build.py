"""`protocolpress build`: sources and catalogs → pages, PDFs, compendia, website."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import re

import click

from protocolpress.cli import output

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
    *,
    ids: tuple[str, ...],
    editions: tuple[str, ...],
    only: str | None,
    jobs: int | None,
    date_text: str | None,
    folder: pathlib.Path | None,
) -> None:
    """Build the publication, or only some of it.

    An ID is a source's path below sources/, without its ending. The paths of the compendia go to stdout.

    \b
    Examples:
      protocolpress build
      protocolpress build events/2012-02-29-quebec -e en-ru
      protocolpress build --only compendium --date 2012-12-31
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    date = compendium_date(date_text)
    from protocolpress import plan, project
    from protocolpress.build import run
    from protocolpress.errors import BuildError
    from protocolpress.files import DiskFiles

    files = DiskFiles(root)
    whole = plan.make(project.read(files), files, date=date)
    output.known("document", ids, whole.ids)
    output.known("edition", editions, whole.editions)
    target = folder or root / "build"
    with output.progress("Building") as step:
        outcome = run.run(
            whole.tasks,
            files,
            output=target,
            jobs=jobs or output.jobs(),
            wanted=whole.choose(ids, editions, only or ""),
            progress=step,
        )
    if not outcome.ok:
        raise BuildError(*outcome.problems)
    output.problems(outcome.problems)
    for path in outcome.outputs:
        if path.startswith("compendium/"):
            click.echo(target / path)


def compendium_date(text: str | None) -> dt.date | None:
    """Read the date of the compendium: the option, or SOURCE_DATE_EPOCH, or None; never the clock."""
    if text is not None:
        return day(text)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    if not re.fullmatch(r"[0-9]{1,11}", epoch):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch}")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()


def day(text: str) -> dt.date:
    """Read a day as ISO 8601 writes it with hyphens; anything else is a usage error."""
    try:
        # fromisoformat alone would take 20121231 and 2012-W52-1 too.
        return dt.date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
    except ValueError:
        raise click.BadParameter(f"{text} is not a date: write 2012-12-31", param_hint="--date") from None
