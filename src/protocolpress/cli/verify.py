"""`protocolpress verify`: a verdict on each PDF, by the standards and by what validators let pass."""

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
    """Verify PDFs: PDF/UA-1, PDF/A-3a, languages, tags, links, fonts.

    PATHS are files, or folders with PDFs in them; by default what was built. A line on stdout is a file that passes;
    what is wrong goes to stderr.

    \b
    Examples:
      protocolpress verify
      protocolpress verify build/compendium
      protocolpress verify --no-verapdf annex-from-elsewhere.pdf
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.errors import Problems
    from protocolpress.pdf import verify
    from protocolpress.pdf.verify import verapdf

    root: pathlib.Path = context.obj
    files = [file for path in paths or (root / "build",) for file in _pdfs(path)]
    if not files:
        message = "there are no PDFs; build them first: protocolpress build"
        raise click.UsageError(message, context)
    problems = Problems()
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
        yield from sorted(path.rglob("*.pdf"))
