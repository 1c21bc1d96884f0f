"""Measure the merge against pypdf's plain append: the same parts, runs in turn, each in a process of its own.

    python -m bench.merge [--parts N ...] [--runs N] [--keep FOLDER]
    python -m bench.merge --folder build/pdf/en

The parts are protocols in English, the texts made up, all different and the same in every run, set by the real build:
tags, attachments, output intent, PT Serif and PT Sans. Printed are the medians: the seconds that a merge takes, the
size of its output, and how much memory the process grew by at most while it merged parts that it had read before. A
build makes each part ready once and keeps that: "link" is what is left when one has changed, and "merge" is all.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import hashlib
import io
import json
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

import pypdf

from protocolpress.pdf import merge, relocatable

ROOT = pathlib.Path(__file__).resolve().parents[1]

TEXT = """
the of and to in a Parties agency station research shall be each other cooperation results samples transfer program
crew module experiment working group commission meeting record co-chairs paragraph article annex notify information
launch vehicle responsible costs property damage exchange data scientific medical support training flight return
"""

WORDS = TEXT.split()

AIMS = {"merge": 2.5, "link": 2.5, "memory": 3.0, "size": 0.5}
"""Upper limits: time and size of both, relative to the plain append; the memory of "link", relative to its output."""


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """The result of a merge: seconds, growth of the process in bytes, size in bytes, digest of the output."""

    seconds: float
    memory: int
    size: int
    digest: str


def sentence(chance: random.Random) -> str:
    """Make a sentence."""
    return " ".join(chance.choices(WORDS, k=chance.randint(8, 40))).capitalize() + "."


def source(number: int) -> str:
    """Write the source of a protocol of two or three pages."""
    chance = random.Random(number)  # noqa: S311 - it has to be the same every time
    day = dt.date(2000, 1, 1) + dt.timedelta(days=20 * number)
    lines = [f"---\ntitle: Protocol No. {number} on {' '.join(chance.choices(WORDS, k=6))}"]
    lines += [f"number: B-{number}", f"date: {day}", "---\n", sentence(chance), ""]
    for article in range(1, 6):
        lines += [f"## {sentence(chance)[:50].rstrip('. ')} {{#a{article}}}", ""]
        for _ in range(4):
            lines += [f"1. {sentence(chance)} {sentence(chance)}", ""]
    lines += ["| What | Owner | Days |", "| --- | --- | --- |"]
    lines += [f"| {sentence(chance)} | {chance.choice(WORDS)} | {chance.randint(1, 90)} |" for _ in range(8)]
    return "\n".join(lines) + "\n"


def make(place: pathlib.Path, count: int) -> None:
    """Set *count* protocols into the folder *place*, unless they exist."""
    project = place / "project"
    if not project.exists():
        shutil.copytree(ROOT / "skeleton", project)
        shutil.rmtree(project / "sources" / "events")
        shutil.rmtree(project / "sources" / "protocols")
    (project / "sources" / "protocols").mkdir(exist_ok=True)
    for number in range(count):
        (project / "sources" / "protocols" / f"{number:04}.md").write_text(source(number), "utf-8")
    command = [sys.executable, "-m", "protocolpress", "--project", str(project), "build", "-e", "en", "--only", "pdf"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


def parts(place: pathlib.Path, count: int) -> list[pathlib.Path]:
    """Return the files of the first *count* parts."""
    return sorted((place / "project" / "build" / "pdf" / "en" / "protocols").glob("*.pdf"))[:count]


def child(kind: str, paths: Sequence[str]) -> Result:
    """Merge in this process."""
    given = [
        merge.Part(key=f"en/protocols/{number}", title=f"Protocol {number}", data=_bytes(path), locale="en")
        for number, path in enumerate(paths)
    ]
    if kind == "link":
        given = [dataclasses.replace(part, data=_ready(part, path)) for part, path in zip(given, paths, strict=True)]
    before = _resident()
    start = time.perf_counter()
    merged = _plain([part.data for part in given]) if kind == "plain" else _ours(given)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Result(seconds, peak - before, len(merged), hashlib.sha256(merged).hexdigest())


def _bytes(path: str) -> bytes:
    return pathlib.Path(path).read_bytes()


def _ready(part: merge.Part, path: str) -> bytes:
    """Return a prepared part; another process does that, because its memory must not be counted here."""
    place = pathlib.Path(path).with_suffix(".part")
    if not place.exists():
        place.write_bytes(relocatable.dump(part.prepared()))
    return place.read_bytes()


def _ours(parts: Sequence[merge.Part]) -> bytes:
    return merge.merge(parts, title="Bench", locale="en", date=dt.date(2026, 1, 1), resolve=lambda key: f"{key}.pdf")


def _plain(data: Sequence[bytes]) -> bytes:
    writer = pypdf.PdfWriter()
    for one in data:
        writer.append(io.BytesIO(one))
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _resident() -> int:
    """Return the memory that this process holds now."""
    pages = int(pathlib.Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def run(kind: str, paths: Sequence[pathlib.Path]) -> Result:
    """Merge in a process of its own."""
    command = [sys.executable, "-m", "bench.merge", "--child", kind, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    return Result(**json.loads(done.stdout))


def report(paths: Sequence[pathlib.Path], runs: int) -> bool:
    """Run all in turn, print the results, and return whether every aim is met."""
    run("link", paths)  # makes the parts ready
    found: dict[str, list[Result]] = {"plain": [], "merge": [], "link": []}
    for _ in range(runs):
        for kind, results in found.items():
            results.append(run(kind, paths))
    plain, whole, link = (_median(results) for results in found.values())
    shares = {
        "merge": whole.seconds / plain.seconds,
        "link": link.seconds / plain.seconds,
        "memory": link.memory / link.size,
        "size": link.size / plain.size,
    }
    read = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} parts, {read / 1e6:.1f} MB, {runs} runs")  # noqa: T201 - what the program is for
    for kind, result in (("plain append", plain), ("merge", whole), ("link", link)):
        line = f"  {kind:<13}{result.seconds:7.2f} s {result.memory / 1e6:7.1f} MB {result.size / 1e6:7.2f} MB"
        print(line)  # noqa: T201
    for name, share in shares.items():
        print(f"  {name:<8}{share:5.2f}, aim {AIMS[name]}")  # noqa: T201
    same = len({result.digest for kind in ("merge", "link") for result in found[kind]}) == 1
    print(f"  the same bytes in all runs: {'yes' if same else 'NO'}")  # noqa: T201
    return same and all(shares[name] <= AIMS[name] for name in AIMS)


def _median(results: Sequence[Result]) -> Result:
    return Result(
        statistics.median(result.seconds for result in results),
        int(statistics.median(result.memory for result in results)),
        results[0].size,
        "",
    )


def main() -> None:
    """Make the parts, merge them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=pathlib.Path, help="the folder for the parts; what is there is used again")
    parser.add_argument("--folder", type=pathlib.Path, help="merge all PDFs below this folder")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        kind, *paths = options.child
        print(json.dumps(dataclasses.asdict(child(kind, paths))))  # noqa: T201
        return
    if options.folder:
        report(sorted(options.folder.resolve().rglob("*.pdf")), options.runs)
        return
    with tempfile.TemporaryDirectory() as name:
        place = options.keep or pathlib.Path(name)
        place.mkdir(parents=True, exist_ok=True)
        if len(parts(place, max(options.parts))) < max(options.parts):
            make(place, max(options.parts))
        met = [report(parts(place, count), options.runs) for count in options.parts]
    if not all(met):
        raise SystemExit("an aim is missed")


if __name__ == "__main__":
    main()
