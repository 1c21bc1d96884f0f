"""The results of the bench, as tables and a drawing in docs/performance.md.

Between the lines `<!-- bench -->` and `<!-- end of bench -->` the page is rewritten; the rest is written by hand.
"""

from __future__ import annotations

import json
import math
import pathlib
import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from bench import plot

START, END = "<!-- bench -->", "<!-- end of bench -->"

STEPS = {
    "cold": "everything, from nothing",
    "pdf": "… the PDFs alone",
    "nothing": "nothing to do",
    "message": "a message edited",
    "remark": "a remark added to a template",
    "rule": "a rule added to the stylesheet",
    "source": "a protocol added",
}

PEERS = {
    "weasyprint": "WeasyPrint's command, a process a page",
    "chromium": "Chromium, one browser for all",
    "typst": "Typst, one process, its own language (a limit)",
}

MINUTE = 60

Results = dict[str, Any]
"""As in results.json: machine, version, costs by size and step, sizes, peers, missing, unmeasured."""


def empty(machine: dict[str, str], version: str) -> Results:
    """Start without results."""
    return {
        "machine": machine,
        "version": version,
        **{name: {} for name in ("costs", "sizes", "peers", "missing")},
        "unmeasured": [],
    }


def load(place: pathlib.Path) -> Results:
    """Read the results."""
    return cast("Results", json.loads(place.read_text("utf-8")))


def write(page: pathlib.Path, results: Results) -> None:
    """Write the tables into *page*, which has the two lines, and the drawing beside it."""
    before, rest = page.read_text("utf-8").split(START, 1)
    after = rest.split(END, 1)[1]
    drawing = page.with_suffix(".svg")
    drawing.write_text(draw(results), "utf-8")
    page.write_text(f"{before}{START}\n\n{text(results, drawing.name)}\n{END}{after}", "utf-8")


def text(results: Results, drawing: str) -> str:
    """Return the tables, as Markdown."""
    sizes = sorted(map(int, results["costs"]))
    machine = "; ".join(f"{name} {value}" for name, value in results["machine"].items())
    parts = [f"Measured on: {machine}.", "", "### Builds", "", *table(builds(results, sizes)), ""]
    parts += ["### Memory", "", *table(memory(results, sizes)), "", f"![Time and memory against N]({drawing})", ""]
    parts += ["### Against others, at the same pages", "", *_against(results, sizes)]
    parts += ["### Aims", "", *table(aims(results)), ""]
    parts += [f"Left out: {PEERS[name]}: {why}." for name, why in results["missing"].items()]
    parts += [f"Not measured, {size:,} protocols: {what}: {why}." for size, what, why in results["unmeasured"]]
    return "\n".join(parts).rstrip() + "\n"


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows, the first of which is the head, as a Markdown table."""
    head, *rest = rows
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rest)


def builds(results: Results, sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Return the table of times, with the number of runs of each."""
    yield ("", *(f"N = {size:,}" for size in sizes))
    for row, name in (("documents", "documents"), ("PDFs of documents", "pdfs"), ("their pages", "pages")):
        found = [results["sizes"].get(str(size), {}).get(name) for size in sizes]
        yield (row, *(f"{number:,}" if number else "–" for number in found))
    for step, name in STEPS.items():
        cells = []
        for size in sizes:
            value, whole = figure(results, size, step), figure(results, size, "cold")
            runs = len(results["costs"][str(size)].get(step, ()))
            share = f", 1/{whole / value:.0f}" if value and whole and step not in {"cold", "pdf", "rule"} else ""
            cells.append(f"{seconds(value)}{share} ({runs} ×)" if value else "–")
        yield (name, *cells)


def memory(results: Results, sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Return the table of peaks."""
    yield ("cold, MiB", *(f"N = {size:,}" for size in sizes))
    for name, key in (("main process", "main"), ("largest worker", "worker"), ("all together", "together")):
        yield (name, *(_whole(figure(results, size, "cold", key, max)) for size in sizes))


def _against(results: Results, sizes: Sequence[int]) -> Iterator[str]:
    for size in sizes:
        if not any(figure(results, size, name) for name in PEERS):
            continue
        yield f"N = {size:,}; the ratio is to our build of everything, then to our build of PDFs alone."
        yield ""
        yield from table(_peers(results, size))
        yield ""


def _peers(results: Results, size: int) -> Iterator[tuple[str, ...]]:
    yield ("", "seconds", "processor", "pages", "MiB", "times ours", "times our PDFs")
    ours = {"cold": "this build: pages, PDFs, compendia, site", "pdf": "this build: pages and PDFs"}
    whole, pdf = (figure(results, size, step) for step in ours)
    for step, name in (*ours.items(), *PEERS.items()):
        value = figure(results, size, step)
        if not value:
            continue
        known = results["sizes"].get(str(size), {}) if step in ours else results["peers"][str(size)][step]
        ratios = (f"{value / base:.2f}" if base and step not in ours else "" for base in (whole, pdf))
        cpu, peak = (figure(results, size, step, key) for key in ("cpu", "together"))
        yield (name, f"{value:.1f}", f"{cpu:.1f}", f"{known.get('pages', 0):,}", _whole(peak), *ratios)


def aims(results: Results) -> Iterator[tuple[str, ...]]:
    """Return the table of aims: the aim, the measured value, and whether it is met."""
    yield ("aim", "measured", "met")

    def ratio(one: float | None, other: float | None) -> float | None:
        return one / other if one and other else None

    cold = figure(results, 100, "cold")
    weasyprint, chromium, message = (figure(results, 100, step) for step in ("weasyprint", "chromium", "message"))
    beyond = max(
        (size for size in map(int, results["costs"]) if size > 100 and _is_rendered(results, size)), default=1000
    )
    growth = ratio(figure(results, beyond, "cold"), cold)
    wanted: tuple[tuple[str, float | None, float, str], ...] = (
        ("N = 100, cold: 4.5 × faster than WeasyPrint's command", ratio(weasyprint, cold), 4.5, "×"),
        ("N = 100, cold: 1.5 × faster than Chromium, everything", ratio(chromium, cold), 1.5, "×"),
        ("… the same pages as PDFs alone", ratio(chromium, figure(results, 100, "pdf")), 1.5, "×"),
        ("N = 100: a message edited in less than 1/25 of cold", ratio(cold, message), 25, "1/"),
        ("N = 100: nothing to do, under 0.5 s", figure(results, 100, "nothing"), -0.5, "s"),
        ("N = 1,000: nothing to do, under 2 s", figure(results, 1000, "nothing"), -2, "s"),
        (f"growth from 100 to {beyond:,} no worse than N^1.1", growth and math.log(growth, beyond / 100), -1.1, "N^"),
        ("N = 1,000: main process under 500 MB", figure(results, 1000, "cold", "main", max), -500, "MiB"),
        ("a worker under 400 MB, always", _largest(results), -400, "MiB"),
    )  # fmt: skip
    for name, value, bound, unit in wanted:
        if value is None:
            yield (name, "not measured", "?")
            continue
        shown = f"{value:.0f}" if unit in {"MiB", "1/"} else f"{value:.2f}"
        shown = f"{unit}{shown}" if unit in {"1/", "N^"} else f"{shown} {unit}"
        yield (name, shown, "yes" if (value <= -bound if bound < 0 else value >= bound) else "**no**")


def _is_rendered(results: Results, size: int) -> bool:
    """Whether everything was built for a size; for the largest, only pages are."""
    return size <= 1000 and figure(results, size, "cold") is not None


def _largest(results: Results) -> float | None:
    """Return the highest peak of one of our workers."""
    every = (figure(results, int(size), step, "worker", max) for size in results["costs"] for step in STEPS)
    return max(filter(None, every), default=None)


def draw(results: Results) -> str:
    """Draw time and memory against N."""
    sizes = [int(size) for size in results["costs"] if int(size) <= 1000]

    def line(step: str, key: str = "seconds") -> list[tuple[float, float]]:
        found = ((size, figure(results, size, step, key)) for size in sizes)
        return [(size, value) for size, value in found if value]

    names = {"cold": "cold", "source": "source added", "message": "message edited", "nothing": "nothing to do"}
    times = {name: line(step) for step, name in names.items()}
    times |= {PEERS[name].partition(",")[0].removesuffix("'s command"): line(name) for name in PEERS}
    peaks = {name: line("cold", key) for key, name in (("main", "main process"), ("worker", "largest worker"))}
    panels = [plot.Panel(title="seconds", lines=times), plot.Panel(title="peak of memory, MiB", lines=peaks)]
    return plot.svg(panels, across="protocols (N)")


def figure(results: Results, size: int, step: str, key: str = "seconds", of: Any = statistics.median) -> float | None:  # noqa: ANN401 - median or max
    """Return the median, or the maximum, of the costs of a step's runs; None if there were none."""
    costs = results["costs"].get(str(size), {}).get(step, ())
    return float(of(cost[key] for cost in costs)) if costs else None


def seconds(value: float) -> str:
    """Write a time."""
    if value < 100:
        return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"
    return f"{value / MINUTE:.1f} min"


def _whole(value: float | None) -> str:
    return f"{value:,.0f}" if value else "–"
