"""The public interface: docs/api.md says what happens, and nothing is printed or left changed."""

from __future__ import annotations

import doctest
import os
import pathlib
import shutil
import signal

import pytest

from protocolpress.api import BuildRequest, Publication, UnknownNameError, UnsafeOutputError, verify
from protocolpress.errors import PressError
from support import ROOT

EVENT = "events/2012-05-15-exampleton"


@pytest.fixture
def bulletin(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Publication:
    shutil.copytree(ROOT / "skeleton", tmp_path / "bulletin")
    monkeypatch.chdir(tmp_path)
    return Publication("bulletin")


@pytest.mark.usefixtures("bulletin")
def test_the_examples_of_the_documentation_are_true() -> None:
    results = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False, optionflags=doctest.REPORT_NDIFF)
    assert results.attempted > 8
    assert results.failed == 0


def test_a_build_prints_nothing_and_leaves_the_process_as_it_was(
    bulletin: Publication, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (dict(os.environ), pathlib.Path.cwd(), [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)])
    request = BuildRequest(ids=(EVENT,), only="html")
    first, second = bulletin.build(request), bulletin.build(request)
    assert first.outputs == second.outputs
    assert (len(first.written), second.written) == (4, ())
    after = (dict(os.environ), pathlib.Path.cwd(), [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)])
    assert before == after
    assert capfd.readouterr() == ("", "")


def test_what_is_wrong_with_the_files_is_a_value_or_an_exception_with_all_problems(bulletin: Publication) -> None:
    source = bulletin.root / "sources" / f"{EVENT}.md"
    source.write_text(source.read_text("utf-8").replace("date:", "dat:", 1), "utf-8")
    found = bulletin.check()
    assert {"unknown-key", "missing-value"} <= {problem.rule for problem in found}
    with pytest.raises(PressError) as caught:
        bulletin.build(BuildRequest(only="html"))
    assert {problem.rule for problem in caught.value.problems} <= {problem.rule for problem in found}


@pytest.mark.parametrize(("what", "name"), [("document", "events/none"), ("edition", "de")])
def test_an_unknown_name_is_said_with_those_that_are_known(bulletin: Publication, what: str, name: str) -> None:
    request = BuildRequest(ids=(name,)) if what == "document" else BuildRequest(editions=(name,))
    with pytest.raises(UnknownNameError) as caught:
        bulletin.build(request)
    assert (caught.value.what, caught.value.name) == (what, name)
    assert (EVENT if what == "document" else "en-ru") in caught.value.known
    assert not (bulletin.root / "build" / "html").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "this is the project's own folder"),
        ("..", "the project is inside it"),
        ("sources/out", "sources/ has another purpose in a project"),
    ],
)
def test_outputs_are_not_spread_over_what_is_no_output(bulletin: Publication, name: str, reason: str) -> None:
    folder = bulletin.root / name
    before = sorted(folder.rglob("*"))
    with pytest.raises(UnsafeOutputError) as caught:
        bulletin.build(BuildRequest(only="html", output=folder))
    assert (caught.value.folder, caught.value.reason) == (folder, reason)
    assert sorted(folder.rglob("*")) == before


def test_a_file_that_is_no_pdf_does_not_pass(bulletin: Publication) -> None:
    file = bulletin.root / "x.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    verdict = verify([file], verapdf=False)
    assert (verdict.ok, verdict.files, verdict.passing) == (False, (file,), ())
