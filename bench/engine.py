"""The subject of measurements: a project of N protocols, changes to it, and the command that builds it."""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib
import shutil
import sys
from collections.abc import Callable

import pypdf

from bench import measure, publication
from bench.measure import Cost

ROOT = pathlib.Path(__file__).resolve().parents[1]

HTML_ONLY = 1000
"""For more protocols than this, only pages are made."""

AGREED = "согласились о нижеследующем"

RUNS_AT_MOST = 9

Change = Callable[["Subject", int], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """A project of *count* protocols in its own folder."""

    folder: pathlib.Path
    count: int

    @property
    def project(self) -> pathlib.Path:
        """The project."""
        return self.folder / "project"

    @property
    def html_only(self) -> bool:
        """Whether it is too large for PDFs."""
        return self.count > HTML_ONLY

    def make(self) -> None:
        """Write the project, unless the same program has already written it."""
        stamp = self.folder / "made-by"
        version = digest(ROOT / "bench" / "publication.py", ROOT / "bench" / "stock.txt")
        if stamp.is_file() and stamp.read_text("ascii") == version:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        publication.write(self.project, self.count)
        shutil.copytree(ROOT / "templates", self.project / "templates")
        stamp.write_text(version, "ascii")

    def build(self, *options: str, jobs: int) -> Cost:
        """Build it, and measure the build."""
        command = [sys.executable, "-m", "protocolpress", "--project", str(self.project), "build", f"-j{jobs}"]
        if self.html_only:
            options = ("--only", "html")
        return measure.run([*command, *options], cwd=ROOT)

    def forget(self) -> None:
        """Remove everything that was built."""
        for name in ("build", ".cache"):
            shutil.rmtree(self.project / name, ignore_errors=True)

    def sizes(self) -> dict[str, int]:
        """Count the documents, their PDFs and the pages of these."""
        found = count_pages(self.project / "build" / "pdf")
        return {"documents": len(list((self.project / "sources").glob("*/*.md"))), **found}


def count_pages(folder: pathlib.Path) -> dict[str, int]:
    """Count the PDFs below a folder, and their pages."""
    places = list(folder.rglob("*.pdf"))
    return {"pdfs": len(places), "pages": sum(len(pypdf.PdfReader(place).pages) for place in places)}


def digest(*places: pathlib.Path) -> str:
    """Return one digest of files, and of all files below folders."""
    total = hashlib.sha256()
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return total.hexdigest()


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def message(subject: Subject, run: int) -> None:
    """Edit a translation, in one protocol."""
    name = publication.name_of(subject.count // 2, "protocols")
    place = subject.project / f"locales/ru/LC_MESSAGES/{name}.po"
    lines = place.read_text("utf-8").splitlines(keepends=True)
    changed = [f'msgstr "{AGREED}{", а именно" * (run + 1)}:"\n' if AGREED in line else line for line in lines]
    place.write_text("".join(changed), "utf-8")


def remark(subject: Subject, run: int) -> None:
    """Add a comment to the template of all documents: their pages are made again, with the same result."""
    _write(subject, "document.html", f"{{# {run} #}}")


def rule(subject: Subject, run: int) -> None:
    """Add a rule to the stylesheet of all documents: every PDF is set again."""
    _write(subject, "print.css", f".bench-{run} {{ color: black }}\n")


def source(subject: Subject, run: int) -> None:
    """Add a protocol with its catalogs, and remove the one of the previous run."""
    _remove(subject, run)
    made = publication.protocol(subject.count + run + 1)
    publication.source(subject.project, made)


def restore(subject: Subject) -> None:
    """Undo the changes, so that each cold build is of the same project."""
    message(subject, -1)
    for name in ("document.html", "print.css"):
        _write(subject, name)
    for run in range(RUNS_AT_MOST + 1):
        _remove(subject, run)


def _remove(subject: Subject, run: int) -> None:
    name = publication.name_of(subject.count + run, "protocols")
    paths = [f"sources/{name}.md", f"locales/{name}.pot"]
    paths += [f"locales/{locale}/LC_MESSAGES/{name}.po" for locale in ("en", "ru")]
    for path in paths if run else ():
        (subject.project / path).unlink(missing_ok=True)


def _write(subject: Subject, name: str, before: str = "") -> None:
    """Write a template of ours with a prefix; a suffix would keep the end of the last line."""
    place = subject.project / "templates" / name
    place.write_text(before + (ROOT / "templates" / name).read_text("utf-8"), "utf-8")
