"""What a person sees: problems on stderr, results on stdout, a progress bar on a terminal and nowhere else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from protocolpress.build.run import Progress as Step
from protocolpress.errors import Problem, Severity


def problems(found: Sequence[Problem]) -> None:
    """Print problems, sorted, and how many there are in how many files."""
    for problem in sorted(set(found)):
        click.echo(str(problem), err=True)
    if found:
        click.echo(_count(found), err=True)


def _count(found: Sequence[Problem]) -> str:
    every = set(found)
    parts = []
    for severity in Severity:
        number = sum(problem.severity is severity for problem in every)
        if number:
            parts.append(f"{number} {severity}{'s' if number > 1 else ''}")
    files = len({problem.position.path for problem in every})
    return f"{', '.join(parts)} in {files} file{'s' if files > 1 else ''}"


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[Step], None]]:
    """Draw a run on a terminal: how much is done, what is in work."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _step: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[running]}", style="dim"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, running="")

        def step(now: Step) -> None:
            running = ", ".join(name.split(":", 1)[1] for name in now.running[:2])
            bar.update(task, completed=now.done, total=now.total, running=running)

        yield step
