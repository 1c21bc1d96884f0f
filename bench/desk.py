"""Measure the translator's desk: the list, an edit until it is on the page, saves, memory.

    python -m bench.desk FOLDER [EDITS]

FOLDER is a publication (bench.publication makes one); its catalogs are changed. Times are milliseconds as the browser
sees them: from sending a save until it is answered, and until a page with the new words can be fetched.
"""

from __future__ import annotations

import argparse
import http.client
import pathlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests"))

import support_desk
from support import Press
from support_desk import Desk

OPENED = 30
"""Edits after which the server has loaded all that it needs: memory is compared with that."""


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def memory(process: int) -> int:
    """Return the resident memory of a process, in MiB."""
    lines = pathlib.Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) >> 10


def timed(action: Callable[[], object]) -> float:
    """Return the milliseconds that an action takes."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def row(name: str, times: Sequence[float]) -> str:
    """Write the median, the 95th percentile and the maximum of some times."""
    p95 = sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]
    return f"{name:<28}{statistics.median(times):8.0f}{p95:8.0f}{max(times):8.0f}  ms ({len(times)})"


def seen(desk: Desk, domain: str, words: str) -> None:
    """Wait until the Russian page of a document has some words."""
    while words not in desk.ask(f"/preview/ru/{domain}.html")[2].decode():
        time.sleep(0.01)


def edits(desk: Desk, domain: str, count: int) -> tuple[list[float], list[float], list[int]]:
    """Save a message again and again; return the times of saving, of seeing it, and the server's memory."""
    saves, views, sizes = [], [], []
    messages = [
        one for one in desk.get("document", locale="ru", domain=domain)["messages"] if "paragraph" in one["notes"][0]
    ]
    for number in range(count):
        message = messages[number % len(messages)]
        text = f"Правка {number}."
        start = time.perf_counter()
        status, answer = desk.save("ru", domain, message, text)
        if status != 200:
            raise RuntimeError(answer)
        saves.append(1000 * (time.perf_counter() - start))
        message["base"] = answer["message"]["base"]
        if number < 40:
            seen(desk, domain, text)
            views.append(1000 * (time.perf_counter() - start))
        else:
            time.sleep(0.05)  # no more than the guard allows
        sizes.append(memory(desk.process.pid))
    return saves, views, sizes


def main() -> None:
    """Measure the publication named on the command line, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("edits", type=int, nargs="?", default=100)
    given = parser.parse_args()
    with support_desk.opened(Press(given.folder)) as desk:
        desk.begin()
        say(row("list, first time", [timed(lambda: desk.get("documents"))]))
        say(row("list, again", [timed(lambda: desk.get("documents")) for _ in range(10)]))
        ids = [one["id"] for one in desk.get("documents")["documents"] if one["id"].startswith("protocols/")]
        domain = ids[len(ids) // 2]
        say(row("document, first time", [timed(lambda: desk.get("document", locale="ru", domain=domain))]))
        say(
            row("document, again", [timed(lambda: desk.get("document", locale="ru", domain=domain)) for _ in range(10)])
        )
        connection = http.client.HTTPConnection(desk.host)
        connection.request("GET", f"/events?locale=ru&domain={domain}", headers={"cookie": desk.cookie})
        stream = connection.getresponse()
        first = time.perf_counter()
        while desk.ask(f"/preview/ru/{domain}.html")[0] != 200:
            time.sleep(0.02)
        say(f"first page                  {1000 * (time.perf_counter() - first):8.0f}")
        saves, views, sizes = edits(desk, domain, given.edits)
        say(row("save", saves))
        say(row("save, until on the page", views))
        say(f"memory: {sizes[min(OPENED, len(sizes) - 1)]} MiB after {OPENED} edits, {sizes[-1]} after {len(sizes)}")
        stream.close()
        connection.close()


if __name__ == "__main__":
    main()
