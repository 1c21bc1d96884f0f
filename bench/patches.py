"""Measure the saving of each set of patches: the processor time of setting pages without it, and with all.

    python -m bench.patches [--protocols N] [--every N] [NAME ...]

The pages are those of the bench's publication. For each set two processes are started, one with all patches and one
without that set; both set each page, one after the other, the first one now first and now second. The first pages
are not counted. Printed is the median, over all pages, of the time without the set divided by the time with it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import multiprocessing
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from bench import publication
from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import patches

STACK = "stack"
"""Not a patch: the contiguous interpreter stack."""

DAY = dt.date(2012, 2, 29)

WARM = 4
"""Number of pages set before the first one that counts."""


def sets() -> list[str]:
    """Return the names of all sets that only save time."""
    return [each.module for each in (*patches.RENDERING, *patches.LINKING) if not each.required] + [STACK]


def serve(folder: str, without: str, link: Connection) -> None:
    """Set each requested page without a set of patches; reply with the processor time."""
    patches.RENDERING = tuple(each for each in patches.RENDERING if each.module != without)
    patches.LINKING = tuple(each for each in patches.LINKING if each.module != without)
    files = DiskFiles(pathlib.Path(folder))
    run: Callable[..., object] = (lambda function, *given: function(*given)) if without == STACK else _in_one_piece
    while path := link.recv():
        page = HtmlPage(path=path, html=files.read(f"build/{path}").decode())
        link.send(_set(run, page, files))
        gc.collect()


def _in_one_piece(function: Callable[..., object], *given: object) -> object:
    from protocolpress.build import stack  # noqa: PLC0415 - only some of the processes need it

    return stack.in_one_piece(function, *given)


def _set(run: Callable[..., object], page: HtmlPage, files: DiskFiles) -> float:
    from protocolpress.pdf import merge, render  # noqa: PLC0415 - in the process that sets pages

    def work() -> object:
        data = render.render(page, files, day=DAY, resolve=lambda key: f"{key}.pdf")
        return merge.Part(key="en/a", title="a", data=data, locale="en").prepared()

    start = time.process_time()
    run(work)
    return time.process_time() - start


def compare(folder: pathlib.Path, pages: Sequence[str], without: str) -> list[float]:
    """Return for each page the time without a set, divided by the time with all."""
    context = multiprocessing.get_context("spawn")
    links, processes = [], []
    for left_out in ("", without):
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(str(folder), left_out, theirs))
        process.start()
        links.append(ours)
        processes.append(process)
    found = []
    for number, page in enumerate(pages):
        taken = [0.0, 0.0]
        for which in (0, 1) if number % 2 else (1, 0):
            links[which].send(page)
            taken[which] = links[which].recv()
        if number >= WARM:
            found.append(taken[1] / taken[0])
    for link, process in zip(links, processes, strict=True):
        link.send("")
        process.join()
    return found


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocols", type=int, default=100)
    parser.add_argument("--every", type=int, default=8, help="set each nth page only")
    parser.add_argument("names", nargs="*", metavar="NAME", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="protocolpress-") as place:
        folder = pathlib.Path(place)
        publication.write(folder, given.protocols)
        subprocess.run(
            [sys.executable, "-m", "protocolpress", "build", "--only", "html"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        pages = [
            path.relative_to(folder / "build").as_posix() for path in sorted((folder / "build/html").rglob("*.html"))
        ]
        for name in given.names or sets():
            found = compare(folder, pages[:: given.every], name)
            low, middle, high = statistics.quantiles(found, n=4)
            sys.stdout.write(f"| `{name}` | {middle - 1:+.1%} | {low - 1:+.1%} to {high - 1:+.1%} | {len(found)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
