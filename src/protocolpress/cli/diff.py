"""`protocolpress diff`: two versions of a publication → what changed, in all languages."""

from __future__ import annotations

import click

from protocolpress.cli import output


@click.command("diff")
@click.argument("old")
@click.argument("new", default="")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="Output format.")
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 if anything changed.")
@click.option("--check", "checked", is_flag=True, help="Exit with 1 if a text changed in one language only.")
@click.pass_context
def command(
    context: click.Context, *, old: str, new: str, ids: tuple[str, ...], form: str, by_code: bool, checked: bool
) -> None:
    """Show what changed between two versions, in all languages beside each other.

    OLD and NEW are folders (of a publication or of a release), days (the release of that day in dist/, or the last
    commit until then), or revisions of git; without NEW, or with an empty one, the publication as it is now. An ID is a
    document; by default all that changed. Texts are compared by place and words: an article that was moved is a move,
    and one that was only renumbered is unchanged. A change made in one language only is named.

    \b
    Examples:
      protocolpress diff HEAD
      protocolpress diff 2012-03-01 2012-12-31 protocols/2012-02-29-quebec
      protocolpress diff ../draft-1 . --format json
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication
    from protocolpress.compare import written

    with output.named():
        ids = tuple(one.removeprefix("sources/").removesuffix(".md") for one in ids)
        found = Publication(context.obj).compare(old, new, ids=ids)
    for note in found.notes:
        click.echo(note, err=True)
    if form == "json":
        shown = {"old": found.old, "new": found.new, "documents": written.data(found.documents)}
        click.echo(output.as_json(shown))
    else:
        click.echo(written.text(found.documents), nl=False)
        click.echo(written.summary(found.documents), err=True)
    changed = any(one.changes or one.whole for one in found.documents)
    if (by_code and changed) or (checked and any(one.one_sided for one in found.documents)):
        context.exit(1)
