"""Other programs at the same work: pages made by our build, set as PDFs.

    python -m bench.peers [--every K] weasyprint|chromium|typst FOLDER

FOLDER is what `prepare` makes of a build. One program at a time, one page after the other, in the order of their paths:

- weasyprint: its own command, one process a page, with the tags and the PDF/A that our files have. No page knows of
  another, so with many it is enough to set every K-th, and to multiply;
- chromium: one browser for all pages, kept open, print to PDF over its protocol for developers, with tags;
- typst: another layout language, in one process; the page's words translated (`to_typst`), which is not measured. It is
  a limit to look at, not a rival: it knows nothing of our stylesheets.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator

from bench import to_typst
from protocolpress.files import DiskFiles
from protocolpress.pdf.typefaces import FONTS

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",  # or it does not take the fonts
)

VARIANT = "pdf/a-3a"
"""The standard of our own files, beside PDF/UA-1."""


def prepare(build: pathlib.Path, project: pathlib.Path, folder: pathlib.Path) -> int:
    """Copy the pages of a *build* with everything they need to *folder*, with addresses valid on the disk.

    Return the number of pages. For Typst, each is also translated.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project / "sources" / "media", folder / "sources" / "media")
    files = DiskFiles(project)
    for path in (*files.glob("templates/*.css"), *files.glob("templates/*.svg"), *FONTS):
        data = files.read(path)
        if path.endswith(".css"):
            data = data.replace(b"url(/fonts/", b"url(../fonts/")
        _put(folder / path, data)
    count = 0
    for place in sorted((build / "html").rglob("*.html")):
        page = place.relative_to(build)
        up = "../" * (len(page.parts) - 1)
        html = place.read_text("utf-8")
        _put(folder / page, re.sub(r'(href|src)="/(?=templates/|sources/|fonts/)', rf'\1="{up}', html).encode())
        _put((folder / page).with_suffix(".typ"), to_typst.convert(html, root=up).encode())
        count += 1
    return count


def _put(place: pathlib.Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def _pages(folder: pathlib.Path, name: str, suffix: str, every: int) -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    """Return every page, or every second or third one, and the path of its PDF."""
    for place in sorted((folder / "html").rglob(f"*{suffix}"))[::every]:
        target = folder / name / place.relative_to(folder / "html").with_suffix(".pdf")
        target.parent.mkdir(parents=True, exist_ok=True)
        yield place, target


def weasyprint(folder: pathlib.Path, every: int) -> None:
    """Start WeasyPrint once for each page."""
    for page, target in _pages(folder, "weasyprint", ".html", every):
        command = [sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", VARIANT, str(page), str(target)]
        subprocess.run(command, check=True)  # noqa: S603 - our own pages


def chromium(folder: pathlib.Path, every: int) -> None:
    """Open a browser, let it print all pages, close it."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService  # noqa: PLC0415 - only where it is used

    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    with tempfile.TemporaryDirectory() as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = Chrome(options=options, service=ChromeService(str(shutil.which("chromedriver"))))
        try:
            for page, target in _pages(folder, "chromium", ".html", every):
                browser.get(page.as_uri())
                browser.execute_async_script("document.fonts.ready.then(arguments[arguments.length - 1].bind(null, 1))")
                wanted = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True}
                printed = browser.execute_cdp_cmd("Page.printToPDF", wanted)
                target.write_bytes(base64.b64decode(printed["data"]))
        finally:
            browser.quit()


def typst(folder: pathlib.Path, every: int) -> None:
    """Compile all pages with Typst."""
    import typst as program  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - may not be installed

    for page, target in _pages(folder, "typst", ".typ", every):
        program.compile(
            str(page),
            output=str(target),
            root=str(folder),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
        )


PEERS: dict[str, Callable[[pathlib.Path, int], None]] = {"weasyprint": weasyprint, "chromium": chromium, "typst": typst}


def missing(name: str) -> str:
    """Return what is missing here for a peer; nothing if it can run."""
    if name == "chromium":
        absent = [program for program in ("chromium", "chromedriver") if not shutil.which(program)]
        absent += [] if importlib.util.find_spec("selenium") else ["selenium"]
        return f"not installed: {', '.join(absent)}" if absent else ""
    return "" if importlib.util.find_spec(name) else f"not installed: {name}"


def main() -> None:
    """Have a peer set the pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--every", metavar="K", type=int, default=1)
    options = parser.parse_args()
    PEERS[options.name](options.folder.resolve(), options.every)


if __name__ == "__main__":
    main()
