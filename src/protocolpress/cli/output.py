"""Output for people: problems on stderr, results on stdout, a progress bar and colours only on a terminal.

In: problems, steps of a run, words that should be known. Nothing here decides the outcome of a run, except for an
unknown word, which is a usage error.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from protocolpress.errors import Problem, Severity, nearest, visible

if TYPE_CHECKING:  # the engine is heavy, and `--help` does not need it
    from protocolpress.api import Progress as Step

DOCUMENTS = ("pdf", "large", "compendium")
"""Kinds of tasks that produce documents; other kinds are counted only if there are none."""

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def problems(found: Iterable[Problem]) -> None:
    """Print problems on stderr, sorted and each once, followed by their number and that of the files.

    Notes are left out: they require no action, and there may be many.
    """
    every = sorted({problem for problem in found if problem.severity is not Severity.NOTE})
    # Click drops colours if stderr is not a terminal; https://no-color.org is up to us.
    color = False if os.environ.get("NO_COLOR") else None
    for problem in every:
        click.echo(_styled(problem), err=True, color=color)
    if every:
        click.echo(count(every), err=True)


def count(found: Sequence[Problem]) -> str:
    """Return the number of problems: "2 errors, 1 warning in 2 files"."""
    parts = []
    for severity in Severity:
        number = sum(problem.severity is severity for problem in found)
        if number:
            parts.append(_many(number, severity))
    return f"{', '.join(parts)} in {_many(len({problem.position.path for problem in found}), 'file')}"


def known(what: str, given: Iterable[str], words: Sequence[str]) -> None:
    """Raise a usage error for a given word that is not one of *words*; it suggests the nearest, or lists all."""
    for word in given:
        if word not in words:
            advice = nearest(word, words, f"known are: {', '.join(words) or 'none'}")
            raise click.UsageError(
                f"there is no {what} {visible(word)}; {advice}", click.get_current_context(silent=True)
            )


@contextlib.contextmanager
def named() -> Iterator[None]:
    """Raise a usage error for a request that the publication does not have, or for an unsafe output folder."""
    from protocolpress.api import UnknownNameError, UnsafeOutputError

    try:
        yield
    except UnknownNameError as unknown:
        known(unknown.what, [unknown.name], unknown.known)
    except UnsafeOutputError as unsafe:
        raise click.BadParameter(f"{unsafe}; choose a new folder", param_hint="-o") from None


@contextlib.contextmanager
def progress(title: str, *, shown: bool = True) -> Iterator[Callable[[Step], None]]:
    """Draw a run on a terminal: documents done, those in progress, and the estimated remaining time."""
    if not shown or not sys.stderr.isatty():
        yield lambda _step: None
        return
    with contextlib.ExitStack() as stack:
        draw: Callable[[Step], None] | None = None

        def step(now: Step) -> None:
            # A run with nothing to do draws nothing, and need not load the library for it.
            nonlocal draw
            draw = draw or stack.enter_context(_bar(title))
            draw(now)

        yield step


@contextlib.contextmanager
def _bar(title: str) -> Iterator[Callable[[Step], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[kind]},"),
        TimeRemainingColumn(),
        TextColumn("left;"),
        # The running tasks are shortened if the line is narrow.
        TextColumn("{task.fields[running]}", "dim", markup=False, table_column=Column(ratio=1, no_wrap=True)),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task(title, kind="", running="")

        def step(now: Step) -> None:
            kinds = [kind for kind in DOCUMENTS if kind in now.total]
            done, total = (sum(count.get(kind, 0) for kind in kinds or now.total) for count in (now.done, now.total))
            running = f"{len(now.running)} running: {', '.join(now.running)}" if now.running else ""
            bar.update(task, completed=done, total=total, kind="documents" if kinds else "steps", running=running)

        yield step


def as_json(value: object) -> str:
    """Return *value* as JSON with all characters visible: letters as they are, invisible ones by number."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(
        r"[^\n\x20-\x7e]",
        lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1],
        text,
    )


def jobs() -> int:
    """Return the number of processors available to this process."""
    return len(os.sched_getaffinity(0))


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _styled(problem: Problem) -> str:
    mark = f": {problem.severity}: "
    head, _, tail = str(problem).partition(mark)
    return head + click.style(mark, fg=COLORS[problem.severity], bold=True) + tail
