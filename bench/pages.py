"""How full pages are and how their lines end: a table in docs/typography.md, measured on finished PDFs.

    python -m bench.pages                       build a long treaty and our own documents, measure, write the table
    python -m bench.pages --only PDF [PDF …]    measure these and print the table

The treaty is our specimen's articles, most of them four times, so both languages are real; nothing of the program but
the reading of `verify` is used, so PDFs of another version are measured by the same rule.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import io
import itertools
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence

import pypdf

from protocolpress.pdf import content, tag_tree

ROOT = pathlib.Path(__file__).parent.parent
SPECIMEN = "2012-03-30-specimen"
TREATY = "2012-03-31-treaty"
ONCE = ("communications", "fields", "liability", "utilization")
"""Articles that cite themselves or call footnotes occur once."""

EDITIONS = ("en", "ru", "en-ru")
MARGIN, TEXT = 25.0, 245.0
"""Millimetres of the foot's margin, and of the text block, on A4."""

PARTS = ("H1",)
"""Headings with which a document, an annex or a certificate begins, on a new page."""

MILLIMETRE = 72 / 25.4
DESCENT = 4.0
"""Depth of the last line below its baseline, in points."""

BOX = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"'
WORDS, HEIGHT, NEAR = 4, 11.0, 1.5
"""Words of a line that counts; points of its height; points by which its end may be off."""

SPACE = 2.55
"""Points of a word space of PT Serif at 10.5 points."""

TABLE = re.compile(r"(?<=<!-- pages -->\n).*?(?=<!-- end of pages -->)", re.DOTALL)
HEAD = (
    "| document | edition | pages | empty foot, mm | least full page | hyphens in a row | divided last words | "
    "wide word spaces |"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """The measurements of a PDF; the foot of a part's last page is not counted."""

    pages: int
    feet: tuple[float, ...]
    ladder: int
    divided: int
    wide: float
    """The share of justified lines whose word spaces are over twice the normal."""

    def row(self, name: str, edition: str) -> str:
        """Write a row of the table."""
        foot = f"{sum(self.feet) / len(self.feet):.1f}" if self.feet else "-"
        full = f"{1 - max(self.feet) / TEXT:.0%}" if self.feet else "-"
        lines = f"{self.ladder} | {self.divided} | {self.wide:.1%}"
        return f"| {name} | {edition} | {self.pages} | {foot} | {full} | {lines} |"


def measure(data: bytes) -> Measure:
    """Measure a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    tree = tag_tree.read(reader)
    drawn, elements = tree.pages, tuple(tree.root)
    lowest = [min((run.height for run in page.runs if run.mark >= 0), default=0.0) for page in drawn]
    first = {element.page for element in elements if element.tag in PARTS} | {len(drawn)}
    feet = tuple(
        max(0.0, (low - DESCENT) / MILLIMETRE - MARGIN) for number, low in enumerate(lowest, 1) if number not in first
    )
    ladder = divided = 0
    for element in elements:
        lines = list(_lines(element, drawn))
        ends = "".join("-" if line.endswith("-") else "." for line in lines)
        ladder = max(ladder, *(len(run) for run in re.findall("-*", ends)))
        divided += len(lines) > 1 and ends[-2] == "-" and " " not in lines[-1]
    return Measure(len(reader.pages), feet, ladder, divided, wide(data))


def wide(data: bytes) -> float:
    """Return the share of lines set to the edge of their column whose word spaces are over twice the normal.

    Words are placed by poppler. A line counts if it is as high as text, has four words, and ends where most lines do.
    """
    command = ("pdftotext", "-bbox-layout", "-", "-")
    found = subprocess.run(command, input=data, check=True, capture_output=True).stdout.decode()  # noqa: S603 - a command of ours
    lines = []
    for words in re.findall(r"<line [^>]*>(.*?)</line>", found, re.DOTALL):
        boxes = [tuple(map(float, box)) for box in re.findall(BOX, words)]
        if len(boxes) >= WORDS and boxes[0][3] - boxes[0][1] >= HEIGHT:
            lines.append(boxes)
    edges = collections.Counter(round(boxes[-1][2]) for boxes in lines)
    if not edges:
        return 0.0
    edge = edges.most_common(1)[0][0]
    full = [boxes for boxes in lines if abs(boxes[-1][2] - edge) < NEAR]
    gaps = [statistics.median(after[0] - before[2] for before, after in itertools.pairwise(boxes)) for boxes in full]
    return sum(gap > 2 * SPACE for gap in gaps) / len(gaps)


def _lines(element: tag_tree.Element, drawn: Sequence[content.Drawn]) -> Iterator[str]:
    """Return the lines of an element, in order."""
    lines: dict[tuple[int, int], str] = {}
    for number, mark in element.marks:
        for run in drawn[number].runs if 0 <= number < len(drawn) else ():
            if run.mark == mark:
                place = (number, round(run.height))
                lines[place] = lines.get(place, "") + run.text
    for line in lines.values():
        yield line.replace("\u00a0", " ").strip()


def treaty(root: pathlib.Path) -> None:
    """Write into the publication at *root* a treaty of forty articles, most of them four times."""
    source = (root / f"sources/protocols/{SPECIMEN}.md").read_text("utf-8")
    head, *articles = re.split(r"(?m)^(?=## )", source)
    notes = re.search(r"(?m)^\[\^1\]:.*\Z", articles[-1], re.DOTALL)
    last = articles[-1][: notes.start()] if notes else articles[-1]
    every = [*articles[:-1], last]
    again = [article for article in every if not any(f"{{#{anchor}}}" in article for anchor in ONCE)]
    copies = [re.sub(r"\{#(\w+)\}", rf"{{#\1-{letter}}}", article) for letter in "bcd" for article in again]
    text = (
        head.replace("number: SPECIMEN-1", "number: SPECIMEN-40")
        + "".join([*every, *copies])
        + (notes[0] if notes else "")
    )
    (root / f"sources/protocols/{TREATY}.md").write_text(text, "utf-8")
    for locale in ("en", "ru"):
        folder = root / f"locales/{locale}/LC_MESSAGES/protocols"
        shutil.copy(folder / f"{SPECIMEN}.po", folder / f"{TREATY}.po")


def build(root: pathlib.Path) -> Iterator[tuple[str, str, pathlib.Path]]:
    """Build the measured documents at *root*."""
    names = (f"protocols/{TREATY}", f"protocols/{SPECIMEN}")
    editions = [word for edition in EDITIONS for word in ("-e", edition)]
    command = (
        sys.executable,
        "-m",
        "protocolpress",
        "--project",
        str(root),
        "build",
        "--only",
        "pdf",
        *editions,
        *names,
    )
    subprocess.run(command, check=True)  # noqa: S603 - ourselves
    for name in names:
        for edition in EDITIONS:
            yield name.rpartition("/")[2], edition, root / f"build/pdf/{edition}/{name}.pdf"


def rows(found: Iterable[tuple[str, str, pathlib.Path]]) -> str:
    """Measure PDFs and write the table."""
    lines = [measure(path.read_bytes()).row(name, edition) for name, edition, path in found]
    return "\n".join([HEAD, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |", *lines, ""])


def main() -> None:
    """Measure, and write the table into the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", type=pathlib.Path, help="measure these PDFs and print the table")
    only = parser.parse_args().only
    if only:
        sys.stdout.write(rows((path.stem, path.parent.parent.name, path) for path in only))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "publication"
        for name in ("sources", "locales", "protocolpress.toml"):
            place = ROOT / name
            (shutil.copytree if place.is_dir() else shutil.copy)(place, _made(root) / name)
        treaty(root)
        table = rows(build(root))
    page = ROOT / "docs/typography.md"
    page.write_text(TABLE.sub(lambda _: table, page.read_text("utf-8")), "utf-8")


def _made(root: pathlib.Path) -> pathlib.Path:
    root.mkdir(exist_ok=True)
    return root


if __name__ == "__main__":
    main()
