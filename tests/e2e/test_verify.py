"""`protocolpress verify` on what the program itself makes, in every edition, and on what others make."""

from __future__ import annotations

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
    assert {path.split("/")[1] for path in built} == {"pdf", "compendium"}


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
