"""Versions of a publication by name: folders, days, revisions of git, releases; nothing is fetched or run."""

from __future__ import annotations

import datetime as dt
import io
import json
import pathlib
import shutil
import subprocess

import pytest
from pypdf import PdfWriter
from pypdf.generic import TextStringObject

from protocolpress.api import Publication, UnknownNameError
from protocolpress.api import documents as api_documents
from protocolpress.api import versions as api_versions
from protocolpress.errors import FilesError
from protocolpress.files import HeldFiles
from protocolpress.release import manifest, revisions, versions
from support import ROOT

ID = "protocols/2012-05-15-exampleton"
SOURCE = f"sources/{ID}.md"


def git(folder: pathlib.Path, *arguments: str, day: str = "2012-01-01") -> None:
    moment = f"{day}T12:00:00Z"
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    env = {
        **names,
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
    }
    subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def bulletin(tmp_path: pathlib.Path) -> pathlib.Path:
    """A publication in a folder of a repository, with two commits and a change that is not committed."""
    root = tmp_path / "inner" / "bulletin"
    shutil.copytree(ROOT / "skeleton", root)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "--quiet", "-m", "one", day="2012-01-01")
    change(root, "three days", "five days")
    git(tmp_path, "commit", "--quiet", "-a", "-m", "two", day="2012-02-01")
    change(root, "five days", "nine days")
    return root


def change(root: pathlib.Path, old: str, new: str) -> None:
    place = root / SOURCE
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


def said(root: pathlib.Path, old: str, new: str = "") -> str:
    """Return the words that were deleted and inserted in English."""
    (compared,) = Publication(root).compare(old, new).documents
    (row,) = compared.changes
    return " ".join(piece.words.strip() for piece in row.wordings[0].pieces if piece.op != "same")


def test_revisions_days_and_folders_are_versions(bulletin: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bulletin)
    assert said(bulletin, "HEAD~1", "HEAD") == "three five"
    assert said(bulletin, "HEAD") == "five nine"
    assert said(bulletin, "2012-01-15", "2012-02-15") == "three five"
    assert said(bulletin, str(ROOT / "skeleton"), ".") == "three nine"
    assert Publication(bulletin).compare(".").documents == ()
    assert [one.changes for one in Publication(bulletin).compare(".", ids=(ID,)).documents] == [()]


@pytest.mark.parametrize("name", ["HEAD~9", "2011-12-31", "2012-13-99", "--output=x", "nothing", "HEAD\0", "sources"])
def test_what_is_no_version_is_said(bulletin: pathlib.Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(bulletin)
    with pytest.raises(FilesError) as caught:
        versions.find(bulletin, name)
    assert [problem.rule for problem in caught.value.problems] == ["unknown-version"]
    assert not list(bulletin.glob("x"))


def test_an_unknown_document_is_said(bulletin: pathlib.Path) -> None:
    with pytest.raises(UnknownNameError):
        Publication(bulletin).compare("HEAD", ids=("events/none",))
    with pytest.raises(UnknownNameError):
        Publication(bulletin).compare("HEAD", edition="de")


def test_links_of_a_revision_are_left_out_and_no_program_of_a_repository_runs(bulletin: pathlib.Path) -> None:
    top = bulletin.parents[1]
    (bulletin / "sources/events/2012-01-01-link.md").symlink_to("/etc/passwd")
    touched = top / "touched"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "core.editor"):
        git(top, "config", key, f"touch {touched}")
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "link")
    touched.unlink(missing_ok=True)
    commit = revisions.find(bulletin, "HEAD")
    assert commit
    assert SOURCE in revisions.read(bulletin, commit)
    assert "sources/events/2012-01-01-link.md" not in revisions.read(bulletin, commit)
    assert revisions.on(bulletin, dt.date(2011, 1, 1)) is None
    assert not touched.exists()


def test_a_folder_without_a_repository_has_no_revisions(tmp_path: pathlib.Path) -> None:
    assert revisions.find(tmp_path, "HEAD") is None
    with pytest.raises(FilesError):
        revisions.read(tmp_path, "HEAD")


def test_held_files_have_the_shipped_ones_below_them_and_nothing_else() -> None:
    held = HeldFiles({"protocolpress.toml": "a", "templates/print.css": "own"})
    assert held.read("templates/print.css") == b"own"
    assert held.exists("templates/macros.html")
    assert b"macro" in held.read("templates/macros.html")
    assert "templates/macros.html" in held.glob("templates/*")
    assert not held.exists("sources/x.md")
    with pytest.raises(FilesError):
        held.read("sources/x.md")


def release(root: pathlib.Path, day: str, **texts: str) -> pathlib.Path:
    """Make a folder that looks like a release: a PDF with embedded texts, and a manifest."""
    place = root / "dist" / day
    path = f"pdf/en/{ID}.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, text in texts.items():
        added = writer.add_attachment(name.replace("__", "."), text.encode())
        if name.endswith("__md"):
            added.description = TextStringObject(f"Source {ID}")
    data = io.BytesIO()
    writer.write(data)
    (place / path).parent.mkdir(parents=True)
    (place / path).write_bytes(data.getvalue())
    files = [{"path": path, "size": 1, "sha256": "0" * 64}]
    inputs = {"protocolpress.toml": "1" * 64}
    known = {"format": manifest.FORMAT, "files": files, "inputs": inputs}
    (place / manifest.MANIFEST).write_text(json.dumps(known), "utf-8")
    return place


def test_a_release_is_compared_by_the_sources_in_its_pdfs(bulletin: pathlib.Path) -> None:
    text = (bulletin / SOURCE).read_text("utf-8")
    for day, words in (("2012-03-01", "two days"), ("2012-04-01", "ten days")):
        release(bulletin, day, **{"2012-05-15-exampleton__md": text.replace("nine days", words)})
    assert said(bulletin, "2012-03-01", "2012-04-01") == "two ten"
    found = Publication(bulletin).compare("2012-03-01", "2012-04-01")
    assert ["protocolpress.toml" in note for note in found.notes] == [True, True]
    assert [place.name for place in versions.releases(bulletin)] == ["2012-03-01", "2012-04-01"]


def test_the_history_of_a_document_is_told_by_its_releases(bulletin: pathlib.Path) -> None:
    text = (bulletin / SOURCE).read_text("utf-8")
    catalog = (bulletin / f"locales/ru/LC_MESSAGES/{ID}.po").read_text("utf-8")
    for day, words in (("2012-03-01", "two days"), ("2012-04-01", "ten days"), ("2012-05-01", "ten days")):
        texts = {"2012-05-15-exampleton__ru__po": catalog}
        release(bulletin, day, **texts, **{"2012-05-15-exampleton__md": text.replace("nine days", words)})
    found = api_versions.history(Publication(bulletin), ID)
    assert [entry.name for entry in found.entries] == ["2012-03-01", "2012-04-01", "2012-05-01", "now"]
    assert [len(entry.difference.changes) if entry.difference else None for entry in found.entries] == [None, 1, 0, 1]
    assert {entry.status for entry in found.entries} == {"specimen"}
    assert found.entries[0].signatories == ("sample", "primerov")
    assert found.entries[0].files == ((f"pdf/en/{ID}.pdf", "0" * 64),)
    assert (found.seal, found.holds, found.corrigenda) == ("", True, ())
    known = api_versions.data(found)
    assert json.loads(json.dumps(known))["versions"][1]["files"][0]["sha256"] == "0" * 64
    with pytest.raises(UnknownNameError):
        api_versions.history(Publication(bulletin), "protocols/none")


def test_the_history_says_whether_a_signed_text_is_still_the_sealed_one(bulletin: pathlib.Path) -> None:
    change(bulletin, "status: specimen", "status: signed")
    for path, old, new in (("locales/ru", "three days", "nine days"),):
        place = bulletin / path / f"LC_MESSAGES/{ID}.po"
        place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")
    path, data = api_documents.seal(Publication(bulletin), ID)
    (bulletin / path).parent.mkdir(parents=True)
    (bulletin / path).write_bytes(data)
    assert api_versions.history(Publication(bulletin), ID).holds
    change(bulletin, "twice a year", "once a year")
    found = api_versions.history(Publication(bulletin), ID)
    assert (len(found.seal), found.holds) == (64, False)


def test_a_release_whose_pdfs_have_no_source_is_refused(bulletin: pathlib.Path) -> None:
    place = release(bulletin, "2012-03-01", other__txt="x")
    with pytest.raises(FilesError, match="no PDF of this release has its source"):
        versions.find(bulletin, "2012-03-01")
    (place / manifest.MANIFEST).write_text("[" * 100_000, "utf-8")
    with pytest.raises(FilesError, match="bad-manifest"):
        versions.find(bulletin, "2012-03-01")
    (place / f"pdf/en/{ID}.pdf").write_bytes(b"no PDF")
    (place / manifest.MANIFEST).write_text(
        json.dumps({"format": manifest.FORMAT, "files": [{"path": f"pdf/en/{ID}.pdf", "size": 1, "sha256": "0" * 64}]}),
        "utf-8",
    )
    with pytest.raises(FilesError, match="broken-pdf"):
        versions.find(bulletin, "2012-03-01")


def test_embedded_names_lead_nowhere_else(bulletin: pathlib.Path) -> None:
    texts = {"2012-05-15-exampleton__md": "---\ntitle: T\n---\n", "2012-05-15-exampleton__../../x__po": "bad"}
    release(bulletin, "2012-03-01", **texts)
    found = versions.find(bulletin, "2012-03-01")
    assert all(".." not in path for path in found.files.glob("*"))
