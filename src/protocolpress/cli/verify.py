"""`protocolpress verify`: verdicts on PDFs, by the standards and by our own checks, on signatures, and on releases."""

from __future__ import annotations

import datetime as dt
import pathlib
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output
from protocolpress.cli.sign import trust_options
from protocolpress.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from protocolpress.api.signatures import Judged, Report

FOLDER = click.Path(path_type=pathlib.Path, exists=True, file_okay=False)


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=pathlib.Path, exists=True))
@click.option("--no-verapdf", is_flag=True, help="Skip veraPDF: run only the program's own quick checks.")
@trust_options
@click.option(
    "--release", "releases", type=FOLDER, multiple=True, help="What was signed must be a file of this release."
)
@click.option("--at", "at", metavar="DATE", help="Judge signatures as of this date (default: now).")
@click.option("--online", is_flag=True, help="Ask the authorities whether certificates were revoked.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[pathlib.Path, ...],
    *,
    no_verapdf: bool,
    roots: tuple[pathlib.Path, ...],
    intermediates: tuple[pathlib.Path, ...],
    releases: tuple[pathlib.Path, ...],
    at: str | None,
    online: bool,
) -> None:
    """Verify PDFs: PDF/UA-1, PDF/A-3a, languages, tags, links, fonts, signatures. Verify that a release is unchanged.

    PATHS are files, or folders with PDFs in them (default: the build's outputs). In a release folder, or a folder of
    several, each missing, changed or extra file is reported too. Files that pass are printed on stdout; problems go to
    stderr. Of a signed file it is said who signed, when, trusted by whom, and which released file it begins with;
    nothing is fetched without --online.

    \b
    Examples:
      protocolpress verify
      protocolpress verify build/compendium
      protocolpress verify dist/2012-12-31
      protocolpress verify --no-verapdf annex-from-elsewhere.pdf
      protocolpress verify --root trust/root.pem --release dist/2012-12-31 x.us.ru.pdf
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import api
    from protocolpress.api import signatures
    from protocolpress.cli import build, given

    root: pathlib.Path = context.obj
    moment = dt.datetime.combine(build.day(at), dt.time(12), dt.UTC) if at else None
    trusting = signatures.Trusting(
        roots=given.read(roots),
        intermediates=given.read(intermediates),
        at=moment,
        online=online,
        releases=releases,
    )
    verdict = api.verify(paths or (root / "build",), verapdf=not no_verapdf, root=root, trusting=trusting)
    if not verdict.files and not verdict.releases:
        message = "there are no PDFs; build them first: protocolpress build"
        raise click.UsageError(message, context)
    for place in verdict.passing:
        click.echo(f"{place}: unchanged since its release" if place in verdict.releases else f"{place}: passes")
    for place, report in verdict.signatures.items():
        for line in told(report):
            click.echo(f"{place}: {visible(line)}")
    output.problems(verdict.problems)
    if not verdict.ok:
        context.exit(1)


def told(report: Report) -> Iterator[str]:
    """Say of a signed file who signed it, when, and what is behind the signature."""
    for one in report.judged:
        yield from _said(one)
    if report.judged and (last := report.judged[-1]).kind == "time stamp" and last.is_valid and last.end:
        yield f"  add another time stamp before its certificate ends, {last.end:%Y-%m-%d}"
    for field in report.unsigned:
        who = field.signatory
        yield f"not signed: {who.name if who else field.name}, for {who.party if who else 'nobody'}"
    if report.judged:
        yield f"begins with the bytes of {report.released}" if report.released else "not found among released files"


def _said(one: Judged) -> Iterator[str]:
    state = "valid" if one.is_valid else "NOT VALID"
    who = f"{one.signer}, {one.organization}" if one.organization else one.signer
    party = f", for {one.signatory.party}" if one.signatory else ""
    yield f"{state}: {one.kind} of {who}{party}{f', {one.level}' if one.level else ''}"
    if one.moment:
        when = f"{one.moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
        proof = f"a time stamp of {one.proven_by} proves" if one.proven_by else "the signatory says"
        yield f"  made {when}, as {proof}"
    yield f"  trusted by {one.root}" if one.root else "  trusted by nobody"
    if one.is_valid:
        yield f"  afterwards came only {', '.join(one.later)}" if one.later else "  nothing was changed afterwards"
