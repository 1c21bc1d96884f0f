"""`protocolpress verify` on what the program itself makes, in every edition, and on what others make."""

from __future__ import annotations

import pathlib

import pytest

import support_pdf
from protocolpress.pdf.verify import verapdf
from support import Press


@pytest.mark.slow
def test_everything_that_is_built_passes(press: Press) -> None:
    press.fill().build("-j2")
    run = press.run("verify", *(["--no-verapdf"] if verapdf.missing() else []), code=0)
    built = [path for path in press.files("build") if path.endswith(".pdf")]
    assert run.err == ""
    assert run.out == "".join(f"{path}: passes\n" for path in sorted(built, key=lambda path: path.split("/")))
    assert {path.split("/")[1] for path in built} == {"pdf", "compendium", "site"}


def test_a_foreign_file_is_named_and_a_whole_one_is_not_spoilt_by_it(press: Press) -> None:
    press.write("scans/a.pdf", support_pdf.untagged("<h1>Words"))
    press.write("scans/b.pdf", b"nothing")
    run = press.run("verify", "--no-verapdf", "scans", code=1)
    assert run.out == ""
    assert "scans/a.pdf: error: the PDF is not tagged [untagged-pdf]" in run.err
    assert "scans/b.pdf: error: cannot be read as a PDF" in run.err


def test_without_anything_to_verify_it_says_what_to_do(press: Press) -> None:
    run = press.run("verify", code=2)
    assert "build them first" in run.err


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_judged(tmp_path: pathlib.Path) -> None:
    for name in ("good.pdf", "huge.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7\n")
    with (tmp_path / "huge.pdf").open("r+b") as file:
        file.truncate((1 << 30) + 1)
    done = Press(tmp_path).run("verify", "--no-verapdf", ".", code=1)
    assert "huge.pdf: error: the file is larger than 1024 MB" in done.err
    assert "good.pdf: error: " in done.err
