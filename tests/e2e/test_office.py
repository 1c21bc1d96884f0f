"""LibreOffice and our files for Word: it opens, prints and saves them, and what it saved still says the same."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess

import pypdf
import pytest

from protocolpress.word import reader
from protocolpress.word.values import Block, Paragraph
from support import Press

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not (OFFICE and os.environ.get("PROTOCOLPRESS_OFFICE")), reason="asked for by: make office"),
]

ID = "protocols/2012-05-15-exampleton"


def convert(place: pathlib.Path, form: str, folder: pathlib.Path) -> pathlib.Path:
    """Have LibreOffice save a file in another format, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = (str(OFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(place))
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{place.stem}.{form.partition(':')[0]}"


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Return the words of blocks with their numbers, in order."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(" ".join(f"{block.label} {block.text}".split()))
        else:
            found += [line for row in block.rows for cell in row for line in lines(cell.blocks)]
    return [line for line in found if line]


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
def test_libreoffice_prints_and_saves_what_we_wrote(press: Press, tmp_path: pathlib.Path, edition: str) -> None:
    press.fill()
    press.run("build", "--only", "docx", "-e", edition, ID, code=0)
    place = press.root / f"build/docx/{edition}/{ID}.docx"
    before = reader.read(place.read_bytes(), "before.docx")
    printed = " ".join(
        "".join(page.extract_text() for page in pypdf.PdfReader(convert(place, "pdf", tmp_path)).pages).split()
    )
    assert all(line.split()[0] in printed for line in lines(before.blocks))
    saved = convert(place, "docx:MS Word 2007 XML", tmp_path)
    after = reader.read(saved.read_bytes(), "after.docx")
    assert lines(after.blocks) == lines(before.blocks)
    assert len(after.notes) == len(before.notes)
    run = press.run("import", str(saved), code=0)
    assert (run.out, run.err) == ("", "")
