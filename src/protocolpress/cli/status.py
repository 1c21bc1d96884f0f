"""`protocolpress status`: catalogs → how much is translated, as a table, as JSON, or as a page."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output
from protocolpress.errors import Severity

if TYPE_CHECKING:  # heavy, and `--help` does not need them
    from protocolpress.api import Count, Coverage, Locale, Publication

HEAD = ("locale", "document", "messages", "translated", "fuzzy", "missing", "obsolete", "%", "words", "left", "%")
"""The columns of the table: figures of messages, then of words; percentages are of translated ones."""

TEXTS = 2
"""The columns at the left that contain words."""

DRAWN = (3, 4, 5, 7, 9)
"""The figures that fit on a terminal of 80 columns beside long names."""

TOTAL = "total"

SOURCE = " (source)"
"""Mark after the name of a catalog that repeats its source."""


@click.command("status")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(("table", "json", "html")), default="table", help="Output format.")
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=pathlib.Path, dir_okay=False),
    help="Output file (default: stdout).",
)
@click.option("-l", "--locale", "locales", multiple=True, help="Only this language: en, ru; repeatable.")
@click.pass_context
def command(
    context: click.Context,
    *,
    ids: tuple[str, ...],
    form: str,
    place: pathlib.Path | None,
    locales: tuple[str, ...],
) -> None:
    """Show how much is translated, by language and document, or by the catalogs named.

    An ID is a document, or interface, or registry. Messages are counted as they are in the sources now, words without
    markup; fuzzy messages do not count as translated. Catalogs in a source's own language are shown but not included in
    the totals. Exits with 1 if a catalog has errors or a language is below its minimum in protocolpress.toml
    ([coverage], ru = 95); the minimum applies to all documents of a language together, so it is ignored if an ID is
    given.

    \b
    Examples:
      protocolpress status
      protocolpress status -l ru events/2012-02-29-quebec
      protocolpress status --format html -o status.html
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication

    root: pathlib.Path = context.obj
    publication = Publication(root)
    with output.named():
        found = publication.coverage(locales=locales, ids=ids)
    shown = found.locales
    if form == "table" and place is None and sys.stdout.isatty():
        _draw(shown)
    else:
        _give(_text(form, publication, found, _way(root, place)), place, root)
    _advise(shown)
    output.problems(found.problems)
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        context.exit(1)


def _give(text: str, place: pathlib.Path | None, root: pathlib.Path) -> None:
    """Write *text* to stdout, or to its file, whose path then goes to stdout."""
    from protocolpress import files

    if place is None:
        click.echo(text, nl=False)
    else:
        files.write(place, text.encode(), root=root)
        click.echo(place)


def _advise(shown: Iterable[Locale]) -> None:
    """Print on stderr which command to run if catalogs do not match the sources."""
    every = [domain for each in shown for domain in (*each.domains, *each.own)]
    # A project whose templates use fewer words than the program's own still uses the program's interface catalog.
    stale = sum(domain.exists and bool(domain.new or (domain.gone and domain.id != "interface")) for domain in every)
    absent = sum(not domain.exists for domain in every)
    for number, state, remedy in ((absent, "missing", "extract"), (stale, "out of date", "update")):
        if number:
            verb = "catalog is" if number == 1 else "catalogs are"
            click.echo(f"{number} {verb} {state}: run protocolpress {remedy}", err=True)


def _text(form: str, publication: Publication, found: Coverage, folder: str) -> str:
    """Write the figures in the format *form*."""
    from protocolpress.api import catalogs

    match form:
        case "json":
            return output.as_json(catalogs.figures(publication, found)) + "\n"
        case "html":
            return catalogs.page_of_figures(publication, found, folder=folder)
        case _:
            return _plain(found.locales)


def _way(root: pathlib.Path, place: pathlib.Path | None) -> str:
    """Return the path from the page to the project; a page without a file is in the project's folder."""
    return "." if place is None else pathlib.Path(os.path.relpath(root, place.parent)).as_posix()


def _rows(shown: Iterable[Locale]) -> Iterator[tuple[str, ...]]:
    """Return the cells of the table: for each locale its documents, their total, and the sources' own catalogs."""
    for each in shown:
        for domain in each.domains:
            yield each.locale, domain.id, *_figures(domain.messages, domain.words, domain.obsolete)
        if each.domains:
            obsolete = sum(domain.obsolete for domain in each.domains)
            yield each.locale, TOTAL, *_figures(each.messages, each.words, obsolete)
        for domain in each.own:
            yield each.locale, f"{domain.id}{SOURCE}", *_figures(domain.messages, domain.words, domain.obsolete)


def _figures(messages: Count, words: Count, obsolete: int) -> tuple[str, ...]:
    return (
        *(str(number) for number in (messages.total, messages.translated, messages.fuzzy, messages.missing, obsolete)),
        str(messages.percent),
        str(words.total),
        str(words.total - words.translated),
        str(words.percent),
    )


def _plain(shown: Iterable[Locale]) -> str:
    """Write aligned columns with two spaces or more between them."""
    rows = [HEAD, *_rows(shown)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{_line(row, widths).rstrip()}\n" for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = (cell.ljust(width) for cell, width in zip(row[:TEXTS], widths, strict=False))
    numbers = (cell.rjust(width) for cell, width in zip(row[TEXTS:], widths[TEXTS:], strict=True))
    return "  ".join((*words, *numbers))


def _draw(shown: Iterable[Locale]) -> None:
    """Draw a table for each locale on a terminal, narrower than the plain one; unfinished ones stand out."""
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, highlight=False)
    for each in shown:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=each.locale, title_justify="left")
        table.add_column(HEAD[1], overflow="fold", min_width=20, header_style="dim")
        for place in DRAWN:
            table.add_column(HEAD[place], justify="right", no_wrap=True, header_style="dim")
        for row in _rows([each]):
            whole = row[HEAD.index("messages")] == row[HEAD.index("translated")]
            style = "bold" if row[1] == TOTAL else "dim" if row[1].endswith(SOURCE) else "" if whole else "yellow"
            table.add_row(row[1], *(row[place] for place in DRAWN), style=style)
        console.print(table)
        console.print()
