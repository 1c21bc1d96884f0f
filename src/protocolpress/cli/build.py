"""`protocolpress build`: sources and catalogs → pages, PDFs, compendia, website."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pathlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output
from protocolpress.errors import visible

if TYPE_CHECKING:  # the engine is heavy, and `--help` does not need it
    from protocolpress.api import JobServer, Limits, Resources

KINDS = ("html", "pdf", "docx", "akn", "actions", "compendium", "site")

JOBS = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Number of parallel jobs (default: make's -j, or the number of processors).",
)
"""The option -j of every command that builds."""

MEMORY = click.option(
    "--memory",
    type=click.IntRange(min=100, max=10_000_000),
    metavar="MB",
    envvar="PROTOCOLPRESS_MEMORY",
    help="Memory limit for each document (default: 4096). Also: PROTOCOLPRESS_MEMORY.",
)
"""The option --memory of every command that builds."""

TIME = click.option(
    "--time",
    "seconds",
    type=click.IntRange(min=1, max=10_000_000),
    metavar="SECONDS",
    envvar="PROTOCOLPRESS_TIME",
    help="Processor time limit for each document (default: 1800). Also: PROTOCOLPRESS_TIME.",
)
"""The option --time of every command that builds."""


@click.command("build")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-e", "--edition", "editions", multiple=True, help="Only this edition: en, ru, en-ru, ru-en; repeatable.")
@click.option("--only", type=click.Choice(KINDS), help="Build only this kind of output, and what it needs.")
@JOBS
@click.option(
    "--date",
    "date_text",
    metavar="DATE",
    help="The compendium's date (default: SOURCE_DATE_EPOCH, or the newest source's).",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=pathlib.Path, file_okay=False),
    help="Output folder (default: build/ in the project).",
)
@click.option("--explain", is_flag=True, help="Print on stderr why each step that runs is out of date.")
@click.option("--no-wait", is_flag=True, help="Fail at once if another build of this project is running.")
@MEMORY
@TIME
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Build on a Dask cluster: tcp://HOST:PORT of its scheduler, or tls://…; see docs/cluster.md.",
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
    explain: bool,
    no_wait: bool,
    memory: int | None,
    seconds: int | None,
    cluster: str | None,
) -> None:
    """Build the publication, or part of it: what has changed since the last build, and what depends on it.

    An ID is a source's path below sources/, without its ending. The paths of the compendia go to stdout. Only files
    made by earlier builds of the project are replaced or removed; all other files in the output folder stay.

    \b
    Examples:
      protocolpress build
      protocolpress build events/2012-02-29-quebec -e en-ru
      protocolpress build --only compendium --date 2012-12-31
      protocolpress build --explain
      protocolpress build --cluster tcp://build.example.org:8786
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    date = compendium_date(date_text)
    _check_cluster(cluster)
    from protocolpress import api

    request = api.BuildRequest(ids=ids, editions=editions, only=only or "", date=date, output=folder)
    listener = api.Listener(
        tell=_tell,
        explain=_tell if explain else lambda _: None,
        draw=lambda title: output.progress(title, shown=not explain),
    )
    with resources(jobs, limits(memory, seconds), cluster) as given, output.named():
        outcome = api.Publication(root).build(
            request, resources=given, wait=not no_wait, holder=_holder(), listener=listener
        )
    output.problems(outcome.problems)
    for path in outcome.outputs:
        if path.startswith("compendium/"):
            click.echo((folder or root / "build") / path)


@contextlib.contextmanager
def resources(jobs: int | None, limits: Limits, cluster: str | None = None) -> Iterator[Resources]:
    """Return the resources of a run: a cluster, or as given by options or make, or one document for each processor."""
    from protocolpress import api

    if cluster is not None:
        yield api.Resources(jobs=jobs, limits=limits, cluster=cluster)
        return
    with share(jobs) as (most, server):
        yield api.Resources(jobs=most, limits=limits, server=server)


def limits(memory: int | None, seconds: int | None) -> Limits:
    """Return the limits of a document: as given by the options, or the defaults."""
    from protocolpress import api

    return api.limits(memory, seconds)


def _check_cluster(cluster: str | None) -> None:
    if cluster is not None and not re.fullmatch(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}", cluster):
        raise click.BadParameter(f"{cluster} is not an address: write tcp://HOST:PORT", param_hint="--cluster")


@contextlib.contextmanager
def share(jobs: int | None) -> Iterator[tuple[int, JobServer | None]]:
    """Return how many documents may be built at once: as given by the option, by make, or one for each processor."""
    from protocolpress.build import jobserver

    where = None if jobs else jobserver.address(os.environ.get("MAKEFLAGS", ""))
    if where is None:
        yield jobs or output.jobs(), None
        return
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(jobserver.joined(where))
        except jobserver.NoJobServerError as reason:
            advice = "one document at a time; mark the line of the makefile with +, or use -j"
            _tell(f"note: make's job server cannot be reached ({reason}): {advice}")
            yield 1, None
        else:
            yield where.jobs or output.jobs(), server


def _holder() -> str:
    """Return this run's name for another build that waits for it."""
    return f"process {os.getpid()} (since {dt.datetime.now():%H:%M:%S})"  # noqa: DTZ005 - people's own clock


def _tell(line: str) -> None:
    """Print a message on stderr; it may contain file names, and another process's text from the lock."""
    click.echo(visible(line), err=True)


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
    """Parse a day in ISO 8601 with hyphens; anything else is a usage error."""
    try:
        # fromisoformat alone would accept 20121231 and 2012-W52-1 too.
        return dt.date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
    except ValueError:
        raise click.BadParameter(f"{text} is not a date: write 2012-12-31", param_hint="--date") from None
