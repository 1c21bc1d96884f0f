"""Measure builds of publications of N protocols, alone and against others at the same pages; write docs/performance.md.

    python -m bench.build [--sizes N ...] [--minutes M] [--jobs N] [--runs N] [--no-peers] [--fresh] [--report]

Sizes are measured in increasing order. Each measurement is kept in build/bench/results.json as soon as it is there: a
bench that was interrupted goes on where it was, unless the program, the bench or the machine has changed, or with
--fresh. When M minutes are over, or a measurement would not end within them, it is left out, and said to be. --report
measures nothing and writes docs/performance.md from what is there.

Peers are measured up to 100 protocols, in turn with our own builds. More than 1,000 protocols are built as pages only.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator

from bench import engine, measure, peers, report
from bench.engine import ROOT, Subject
from bench.measure import Cost

FOLDER = ROOT / "build" / "bench"

SIZES = (10, 100, 1000, 10_000)

PEERS_UP_TO = 100

EVERY = {"weasyprint": 8}
"""For a hundred protocols or more, a peer with one process for each page sets every eighth page."""

RUNS = {"cold": 3, "pdf": 3, "rule": 3, "weasyprint": 3}
"""Number of runs of a step; others are run five times."""

MANY = 100
"""From this number of protocols on, everything is measured three times."""

FEW = {"cold": 1, "remark": 1}
"""… and from a thousand on, where a run takes minutes, these steps once."""

Step = Callable[[], Cost]


class Bench:
    """A run of the bench: its results, and the remaining time."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Read the results of an earlier run, if they are still valid."""
        self.options = options
        self._end = time.monotonic() + options.minutes * 60 if options.minutes else None
        self._place = FOLDER / "results.json"
        self.results = report.empty(measure.machine(), version())
        if not options.fresh and self._place.is_file():
            known = report.load(self._place)
            if (known["machine"], known["version"]) == (self.results["machine"], self.results["version"]):
                self.results = known
        self.results["unmeasured"] = []

    def go(self) -> None:
        """Measure all sizes."""
        for size in sorted(self.options.sizes):
            try:
                self._size(Subject(FOLDER / str(size), size))
            except measure.Failed as failed:
                say(str(failed))
                self._leave(size, "what was left of this size", "a command failed; the bench has printed what it said")
            self._keep()

    def _size(self, subject: Subject) -> None:
        say(f"{subject.count} protocols: writing the project")
        subject.make()
        steps = dict(self._steps(subject))
        for run in range(engine.RUNS_AT_MOST):
            for name, step in steps.items():
                known = self.results["costs"].setdefault(str(subject.count), {}).setdefault(name, [])
                if len(known) != run or run >= self._runs(subject.count, name):
                    continue
                if reason := self._no_time(subject.count, name):
                    self._leave(subject.count, f"{name}, run {run + 1}", reason)
                    continue
                cost = step(run)
                known.append(dataclasses.asdict(cost))
                say(f"{subject.count} protocols: {name} {run + 1}: {cost.seconds:.2f} s, {cost.cpu:.2f} s of processor")
                self._keep()

    def _steps(self, subject: Subject) -> Iterator[tuple[str, Callable[[int], Cost]]]:
        """Return the steps of a run in order; each leaves the project built."""
        jobs = self.options.jobs
        built = False

        def cold(_run: int, *options: str) -> Cost:
            nonlocal built
            engine.restore(subject)
            subject.forget()
            cost = subject.build(*options, jobs=jobs)
            built = not options
            if built:
                self.results["sizes"][str(subject.count)] = subject.sizes()
            return cost

        def again(change: engine.Change | None) -> Callable[[int], Cost]:
            def step(run: int) -> Cost:
                nonlocal built
                if not built:
                    engine.restore(subject)
                    subject.build(jobs=jobs)
                    built = True
                if change is not None:
                    change(subject, run)
                return subject.build(jobs=jobs)

            return step

        if subject.count <= PEERS_UP_TO:
            yield "pdf", lambda run: cold(run, "--only=pdf")
        yield "cold", cold
        yield "nothing", again(None)
        yield "message", again(engine.message)
        yield "remark", again(engine.remark)
        if subject.count <= PEERS_UP_TO:
            yield "rule", again(engine.rule)
        yield "source", again(engine.source)
        if subject.count <= PEERS_UP_TO and not self.options.no_peers:
            yield from self._peers(subject)

    def _peers(self, subject: Subject) -> Iterator[tuple[str, Callable[[int], Cost]]]:
        folder = subject.folder / "peers"

        def step(name: str) -> Callable[[int], Cost]:
            def run(_run: int) -> Cost:
                if name == first:
                    engine.restore(subject)
                    subject.build(jobs=self.options.jobs)
                    peers.prepare(subject.project / "build", subject.project, folder)
                every = EVERY.get(name, 1) if subject.count >= MANY else 1
                command = [sys.executable, "-m", "bench.peers", "--every", str(every), name, str(folder)]
                shutil.rmtree(folder / name, ignore_errors=True)
                cost = measure.run(command, cwd=ROOT)
                found = {what: number * every for what, number in engine.count_pages(folder / name).items()}
                self.results["peers"].setdefault(str(subject.count), {})[name] = found
                return dataclasses.replace(cost, seconds=cost.seconds * every, cpu=cost.cpu * every)

            return run

        there = []
        for name in peers.PEERS:
            if lack := peers.missing(name):
                self.results["missing"][name] = lack
                say(f"{name} is left out: {lack}")
            else:
                self.results["missing"].pop(name, None)
                there.append(name)
        first = there[0] if there else ""
        yield from ((name, step(name)) for name in there)

    def _runs(self, size: int, name: str) -> int:
        usual = RUNS.get(name, 5) if size < MANY else FEW.get(name, 3) if size >= engine.HTML_ONLY else 3
        return min(usual, self.options.runs or usual)

    def _no_time(self, size: int, name: str) -> str:
        """Return why a step can no longer be measured; nothing if it can."""
        if self._end is None:
            return ""
        left = self._end - time.monotonic()
        if left <= 0:
            return "the time was up"
        expected = self._expected(size, name)
        return f"it takes about {expected / 60:.0f} minutes, and {left / 60:.0f} were left" if expected > left else ""

    def _expected(self, size: int, name: str) -> float:
        """Estimate the time of a step from the largest measured size, among them this one.

        Where only pages are made, all of them take what they took after a remark in their template.
        """
        if size > engine.HTML_ONLY and name == "cold" and not self.results["costs"].get(str(size), {}).get(name):
            name = "remark"
        for known in sorted((int(text) for text in self.results["costs"]), reverse=True):
            costs = self.results["costs"][str(known)].get(name, [])
            if known <= size and costs:
                return float(costs[-1]["seconds"]) * size / known
        return 0

    def _leave(self, size: int, what: str, why: str) -> None:
        self.results["unmeasured"].append([size, what, why])
        say(f"{size} protocols: {what} is not measured: {why}")

    def _keep(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = self._place.with_suffix(".part")
        part.write_text(json.dumps(self.results, indent=1, ensure_ascii=False), "utf-8")
        part.replace(self._place)


def version() -> str:
    """Return a digest of all that the numbers depend on, beside the machine."""
    bench = (ROOT / "bench" / name for name in ("publication.py", "stock.txt", "engine.py", "peers.py", "to_typst.py"))
    return engine.digest(ROOT / "src", ROOT / "templates", *bench)


def say(line: str) -> None:
    """Print the progress."""
    print(time.strftime("%H:%M:%S"), line, file=sys.stderr, flush=True)  # noqa: T201 - the program's output


def parser() -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--sizes", metavar="N", type=int, nargs="+", default=list(SIZES))
    made.add_argument("--minutes", metavar="M", type=float, default=0, help="no limit by default")
    made.add_argument("--jobs", metavar="N", type=int, default=len(os.sched_getaffinity(0)))
    made.add_argument("--runs", metavar="N", type=int, default=0, help="maximum number of runs of a step")
    made.add_argument("--no-peers", action="store_true")
    made.add_argument("--fresh", action="store_true", help="discard earlier results")
    made.add_argument("--report", action="store_true", help="measure nothing, and write the page from existing results")
    made.add_argument("--page", metavar="FILE", type=pathlib.Path, default=ROOT / "docs" / "performance.md")
    return made


def main() -> None:
    """Measure, and write the results into docs/performance.md."""
    options = parser().parse_args()
    if options.report:
        results = report.load(FOLDER / "results.json")
    else:
        bench = Bench(options)
        bench.go()
        results = bench.results
    report.write(options.page, results)
    say(f"{options.page.name} is written")


if __name__ == "__main__":
    main()
