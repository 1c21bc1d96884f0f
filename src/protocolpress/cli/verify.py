"""`protocolpress verify`: a verdict on each PDF, by the standards and by what validators let pass, and on releases."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Iterator

import click

from protocolpress.cli import output


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=pathlib.Path, exists=True))
@click.option("--no-verapdf", is_flag=True, help="Leave veraPDF out: only the program's own checks, in a moment.")
@click.pass_context
def command(context: click.Context, paths: tuple[pathlib.Path, ...], *, no_verapdf: bool) -> None:
    """Verify PDFs: PDF/UA-1, PDF/A-3a, languages, tags, links, fonts. Verify that a release is as it was released.

    PATHS are files, or folders with PDFs in them; by default what was built. In a folder of a release, and in a folder
    of several, each file that is missing, changed or extra is named too. A line on stdout is what passes; what is wrong
    goes to stderr.

    \b
    Examples:
      protocolpress verify
      protocolpress verify build/compendium
      protocolpress verify dist/2012-12-31
      protocolpress verify --no-verapdf annex-from-elsewhere.pdf
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.errors import Problems
    from protocolpress.pdf import verify
    from protocolpress.pdf.verify import verapdf
    from protocolpress.release import verifying

    root: pathlib.Path = context.obj
    places = paths or (root / "build",)
    files = [file for path in places for file in _pdfs(path)]
    releases = [place for path in places for place in _folders(path) if verifying.is_release(place)]
    if not files and not releases:
        message = "there are no PDFs; build them first: protocolpress build"
        raise click.UsageError(message, context)
    problems = Problems()
    for place in releases:
        found = verifying.check(place)
        problems.add(*found)
        if not found:
            click.echo(f"{place}: is as it was released")
    for file in files:
        problems.add(*verify.inspect(file.read_bytes(), str(file), functools.partial(_stands_beside, file)))
    if not no_verapdf:
        problems.add(*verapdf.judge(files))
    failed = {problem.position.path.split(", page ")[0] for problem in problems.errors}
    unjudged = any(problem.rule == "no-verapdf" for problem in problems)
    for file in files:
        if str(file) not in failed and not unjudged:
            click.echo(f"{file}: passes")
    output.problems(problems)
    if problems.errors:
        context.exit(1)


def _stands_beside(file: pathlib.Path, name: str) -> bool:
    return (file.parent / name).is_file()


def _pdfs(path: pathlib.Path) -> Iterator[pathlib.Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(place for place in path.rglob("*.pdf") if place.is_file())


def _folders(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give a folder and those in it; a hidden one is a release that was not finished."""
    if path.is_dir():
        yield path
        yield from sorted(place for place in path.iterdir() if place.is_dir() and not place.name.startswith("."))
