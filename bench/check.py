"""Measure `protocolpress check` on a publication of N protocols, in turn with another checkout of the program.

    python -m bench.check N FOLDER [--against CHECKOUT] [--runs N]

FOLDER is made if it is not there. Printed is the processor time of each run, children included, and the ratio of the
least ones; the other checkout's sources are taken with this checkout's Python.
"""

from __future__ import annotations

import argparse
import pathlib
import sys

from bench import measure, publication
from bench.engine import ROOT


def cost(checkout: pathlib.Path, folder: pathlib.Path) -> float:
    """Return the seconds of processor time of a check of *folder* by the program in *checkout*."""
    command = [sys.executable, "-m", "protocolpress", "--project", str(folder), "check"]
    return measure.run(command, cwd=folder, env={"PYTHONPATH": str(checkout / "src")}).cpu


def main() -> None:
    """Measure, and print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--against", metavar="CHECKOUT", type=pathlib.Path)
    parser.add_argument("--runs", metavar="N", type=int, default=3)
    options = parser.parse_args()
    if not options.folder.exists():
        publication.write(options.folder, options.count)
    checkouts = [ROOT, *([options.against.resolve()] if options.against else [])]
    least = dict.fromkeys(checkouts, float("inf"))
    for _ in range(options.runs):
        for checkout in checkouts:
            seconds = cost(checkout, options.folder.resolve())
            least[checkout] = min(least[checkout], seconds)
            print(f"{checkout}: {seconds:.1f} s")  # noqa: T201
    if options.against:
        print(f"ratio: {least[ROOT] / least[checkouts[1]]:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
