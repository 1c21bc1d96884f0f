"""`protocolpress history`: the versions of a document by releases, with their digests, its seal and its corrigenda."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output, verify
from protocolpress.errors import visible

if TYPE_CHECKING:  # heavy, and `--help` does not need it
    from protocolpress.api.versions import Entry, History, Original


@click.command("history")
@click.argument("document_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="Output format.")
@click.option(
    "--signed",
    "places",
    type=click.Path(path_type=pathlib.Path, exists=True),
    multiple=True,
    metavar="PATH",
    help="A signed PDF, or a folder with signed PDFs, whose signatures are shown. May be repeated.",
)
@click.pass_context
def command(context: click.Context, document_id: str, *, form: str, places: tuple[pathlib.Path, ...]) -> None:
    """Show the versions of a document: each release that has it, and the publication now.

    For each version: its status, what changed since the one before it, and the digests of its PDFs, as in the release's
    manifest. Then the signed originals with --signed: who signed, when, and whether that is valid. Then the seal of the
    signed text, whether the text is still the same, and the corrigenda. Exits with 1 if a signature is not valid.

    \b
    Examples:
      protocolpress history protocols/2012-02-29-quebec
      protocolpress history protocols/2012-02-29-quebec --signed signed/
      protocolpress history protocols/2012-02-29-quebec --format json
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, documents, versions

    publication = Publication(context.obj)
    with output.named():
        found = versions.history(publication, documents.plain_id(document_id))
        signed, problems = versions.originals(publication, found.id, places)
    if form == "json":
        click.echo(output.as_json(versions.data(found, signed)))
    else:
        click.echo("".join(f"{line}\n" for line in _lines(found, signed)), nl=False)
    output.problems(problems)
    if problems.errors:
        context.exit(1)


def _lines(found: History, signed: Sequence[Original]) -> Iterator[str]:
    """Write a history for a terminal."""
    yield found.id
    for entry in found.entries:
        yield f"  {entry.name}: {', '.join(_said(entry))}"
        yield from (f"    {digest}  {path}" for path, digest in entry.files)
    for one in signed:
        yield f"  {visible(str(one.path))}:"
        yield from (f"    {visible(line)}" for line in verify.told(one.report))
    if found.seal:
        state = "the text is unchanged" if found.holds else "the text has CHANGED since it was signed"
        yield f"  sealed: {found.seal}; {state}"
    yield from (f"  corrected by {one.id} ({one.date}): {one.title}" for one in found.corrigenda)


def _said(entry: Entry) -> Iterator[str]:
    yield entry.status
    if entry.difference is None:
        yield "the first version"
    elif not entry.difference.changes:
        yield "unchanged"
    else:
        number, one_sided = len(entry.difference.changes), len(entry.difference.one_sided)
        yield f"{number} change" if number == 1 else f"{number} changes"
        if one_sided:
            yield f"{one_sided} in one language only"
