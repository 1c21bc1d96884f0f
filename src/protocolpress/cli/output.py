"""What a person sees: problems on stderr, results on stdout, a progress bar and colours on a terminal and nowhere else.

In: problems, steps of a run, words that should be known. Nothing here decides what a run comes to, but for a word that
is not known, which is a usage error.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from protocolpress.errors import Problem, Severity

if TYPE_CHECKING:  # the engine is heavy, and `--help` does without it
    from protocolpress.build.progress import Progress as Step

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def problems(found: Iterable[Problem]) -> None:
    """Print problems on stderr, sorted and each once, then how many there are in how many files.

    Notes are left out: they ask for nothing, and there may be many.
    """
    every = sorted({problem for problem in found if problem.severity is not Severity.NOTE})
    # Click leaves colours out where stderr is no terminal; https://no-color.org is for us to honour.
    color = False if os.environ.get("NO_COLOR") else None
    for problem in every:
        click.echo(_styled(problem), err=True, color=color)
    if every:
        click.echo(count(every), err=True)


def count(found: Sequence[Problem]) -> str:
    """Say how many problems there are: "2 errors, 1 warning in 2 files"."""
    parts = []
    for severity in Severity:
        number = sum(problem.severity is severity for problem in found)
        if number:
            parts.append(_many(number, severity))
    return f"{', '.join(parts)} in {_many(len({problem.position.path for problem in found}), 'file')}"


def known(what: str, given: Iterable[str], words: Sequence[str]) -> None:
    """Raise a usage error for a given word that is none of *words*; it names the nearest, or all of them."""
    for word in given:
        if word in words:
            continue
        import difflib

        near = difflib.get_close_matches(word, words, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are: {', '.join(words) or 'none'}"
        raise click.UsageError(f"there is no {what} {word}; {advice}", click.get_current_context(silent=True))


@contextlib.contextmanager
def progress(title: str, *, shown: bool = True) -> Iterator[Callable[[Step], None]]:
    """Draw a run on a terminal: how much is done, how long the rest will take, what is in work."""
    if not shown or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[running]}", style="dim", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, running="")

        def step(now: Step) -> None:
            running = ", ".join(name.partition(":")[2] for name in now.running[:2])
            bar.update(task, completed=now.done, total=now.total, running=running)

        yield step


def jobs() -> int:
    """Give how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _styled(problem: Problem) -> str:
    mark = f": {problem.severity}: "
    head, _, tail = str(problem).partition(mark)
    return head + click.style(mark, fg=COLORS[problem.severity], bold=True) + tail
