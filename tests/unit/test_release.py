"""A release's lists, what they say of a folder that was changed, and the folder's way to its name."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
import random
import shutil
import stat
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress import files
from protocolpress.build import keys, record, versions
from protocolpress.build.task import Dependency, Inputs, Task
from protocolpress.build.traces import Trace
from protocolpress.errors import FilesError, Problems
from protocolpress.files import MemoryFiles
from protocolpress.folders import Folder
from protocolpress.release import folder, making, manifest, provenance, verdicts, verifying
from protocolpress.release.manifest import Manifest, Released

WORDS = b"words"
DIGEST = hashlib.sha256(WORDS).hexdigest()

ODD = ("a b.txt", "back\\slash.txt", "new\nline.txt", "двадцать.txt", "*.txt", "-c", " ", "in/a folder.txt")


def described(*files: Released) -> bytes:
    return manifest.write(
        Manifest(
            date="2012-12-31",
            locales=("en", "ru"),
            editions=("en",),
            coverage=[],
            verdicts={"PDF/UA-1": False},
            tools={"Pango": "1.50"},
            inputs={"b": DIGEST, "a": DIGEST},
            files=files,
        )
    )


@pytest.fixture
def released(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a release of three files."""
    place = tmp_path / "2012-12-31"
    paths = ("index.html", "pdf/en/a.pdf", "pdf/en/b.pdf")
    for path in paths:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(WORDS)
    text = described(*(Released(path=path, size=len(WORDS), sha256=DIGEST) for path in paths))
    (place / manifest.MANIFEST).write_bytes(text)
    sums = dict.fromkeys(paths, DIGEST) | {manifest.MANIFEST: hashlib.sha256(text).hexdigest()}
    (place / manifest.SUMS).write_bytes(manifest.write_sums(sums))
    return place


def found(place: pathlib.Path) -> set[tuple[str, str]]:
    """Return the path and the rule of each problem of a release."""
    return {(problem.position.path.removeprefix(f"{place}/"), problem.rule) for problem in verifying.check(place)}


# ── the lists ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sha256sum_accepts_the_list_whatever_the_names(tmp_path: pathlib.Path) -> None:
    for number, name in enumerate(ODD):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(str(number).encode())
    sums = {name: entry.sha256 for name, entry in folder.contents(tmp_path).items()}
    assert set(sums) == set(ODD)
    (tmp_path / manifest.SUMS).write_bytes(manifest.write_sums(sums))
    check = ["sha256sum", "--check", "--strict", manifest.SUMS]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / ODD[2]).write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_what_sha256sum_writes_is_read(tmp_path: pathlib.Path) -> None:
    plain = [name for name in ODD if "\\" not in name]
    for name in plain:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(WORDS)
    done = subprocess.run(["sha256sum", "--", *plain], cwd=tmp_path, capture_output=True, check=True)
    assert manifest.read_sums(done.stdout) == dict.fromkeys(plain, DIGEST)


@given(st.dictionaries(st.text(min_size=1).filter(lambda name: "/" not in name and ":" not in name), st.just(DIGEST)))
def test_sums_are_read_as_they_were_written(sums: dict[str, str]) -> None:
    sums = {name: digest for name, digest in sums.items() if name != ".."}
    assert manifest.read_sums(manifest.write_sums(sums)) == sums


@pytest.mark.parametrize(
    "text", ["words", f"{DIGEST} a", f"{DIGEST}  ../a", f"{DIGEST}  /a", f"{DIGEST[1:]}  a", f"{DIGEST}  "]
)
def test_another_list_of_sums_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        manifest.read_sums(f"{DIGEST}  first\n{text}\n".encode())


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    files = [Released(path=f"{number}.pdf", size=number, sha256=DIGEST, made_from=("a", "b")) for number in range(9)]
    first = described(*files)
    random.Random(1).shuffle(files)  # noqa: S311 - any order
    assert described(*files) == first
    known = json.loads(first)
    assert list(known["inputs"]) == ["a", "b"]
    assert known["files"][0] == {
        "path": "0.pdf",
        "size": 0,
        "sha256": DIGEST,
        "type": "application/pdf",
        "made_from": ["a", "b"],
    }
    assert set(manifest.read(first)) == {file.path for file in files}


@pytest.mark.parametrize(
    "text",
    [
        "words",
        "[]",
        '{"format": "protocolpress release 2", "files": []}',
        '{"format": "protocolpress release 1"}',
        '{"format": "protocolpress release 1", "files": {}}',
        '{"format": "protocolpress release 1", "files": [1]}',
        '{"format": "protocolpress release 1", "files": [{"path": "a", "size": 1}]}',
        f'{{"format": "protocolpress release 1", "files": [{{"path": "../a", "size": 1, "sha256": "{DIGEST}"}}]}}',
        '{"format": "protocolpress release 1", "files": [{"path": "a", "size": 1, "sha256": "0"}]}',
        "[" * 100_000,
    ],
)
def test_another_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"its? |file|Expecting"):
        manifest.read(text.encode())


# ── what something was made from ─────────────────────────────────────────────────────────────────────────────────────


def trace(*dependencies: Dependency, needs: tuple[str, ...] = ()) -> Trace:
    return Trace(
        function="f", parameters={}, needs=tuple((need, DIGEST) for need in needs), dependencies=dependencies, output=""
    )


def test_what_was_needed_was_made_from_something_too() -> None:
    traces = {
        "book": trace(("read", "cover", "2"), needs=("a", "b")),
        "a": trace(
            ("read", "a.md", "1"), ("exists", "c.md", "no"), ("glob", "*.md", "3"), ("read", "x", "-missing-file")
        ),
        "b": trace(("read", "b.md", "4"), ("read", "cover", "2")),
    }
    inputs = provenance.inputs(traces)
    assert inputs["a"] == {("a.md", "1")}
    assert inputs["book"] == {("a.md", "1"), ("b.md", "4"), ("cover", "2")}


def test_tools_are_those_that_were_used() -> None:
    traces = {
        "a": trace((versions.VERSION, "Pango", "1.50"), (versions.CODE, "", DIGEST)),
        "b": trace(("read", "b", "1")),
    }
    assert provenance.tools(traces) == {"Pango": "1.50", provenance.PROGRAM: DIGEST}


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_pdf_is_judged_and_nothing_else() -> None:
    made = [Task(name=f"t{path}", action=lambda *_: b"", output=path) for path in ("a.pdf", "", "a.html")]
    (one,) = verdicts.tasks(made)
    assert one.needs == ("ta.pdf",)
    problems = Problems()
    one.action(Inputs(files=MemoryFiles({}), needs={"ta.pdf": b"nothing"}, problems=problems))
    assert [problem.position.path for problem in problems] == ["a.pdf"]


# ── a released folder ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_release_that_nobody_touched_has_no_problem(released: pathlib.Path) -> None:
    assert verifying.is_release(released)
    assert verifying.check(released) == ()


def test_each_file_that_is_missing_changed_or_extra_is_named(released: pathlib.Path) -> None:
    (released / "index.html").unlink()
    (released / "pdf/en/a.pdf").write_bytes(b"Words")
    (released / "pdf/en/b.pdf").write_bytes(b"more words")
    (released / "pdf/c.pdf").write_bytes(WORDS)
    assert found(released) == {
        ("index.html", "missing-release-file"),
        ("pdf/en/a.pdf", "changed-release-file"),
        ("pdf/en/b.pdf", "changed-release-file"),
        ("pdf/c.pdf", "extra-release-file"),
    }
    (said,) = (problem.message for problem in verifying.check(released) if "b.pdf" in problem.position.path)
    assert said == "the file was changed: 10 bytes instead of 5"


def test_only_a_file_is_a_file(released: pathlib.Path) -> None:
    shutil.move(released / "pdf/en/a.pdf", released.parent / "a.pdf")
    (released / "pdf/en/a.pdf").symlink_to(released.parent / "a.pdf")  # the same bytes, and not in the folder
    (released / "pdf/en/b.pdf").unlink()
    os.mkfifo(released / "pdf/en/b.pdf")
    (released / "index.html").unlink()
    (released / "index.html").mkdir()
    (released / "more").symlink_to("pdf")
    assert found(released) == {
        ("pdf/en/a.pdf", "changed-release-file"),
        ("pdf/en/b.pdf", "changed-release-file"),
        ("index.html", "missing-release-file"),
        ("more", "extra-release-file"),
    }


@pytest.mark.parametrize("name", [manifest.MANIFEST, manifest.SUMS])
def test_one_list_is_enough_to_find_what_changed(released: pathlib.Path, name: str) -> None:
    (released / name).unlink()
    (released / "pdf/en/a.pdf").write_bytes(b"other")
    assert verifying.is_release(released)
    assert found(released) == {(name, "missing-release-file"), ("pdf/en/a.pdf", "changed-release-file")}


def test_a_manifest_that_was_changed_is_found(released: pathlib.Path) -> None:
    place = released / manifest.MANIFEST
    place.write_bytes(place.read_bytes().replace(b'"1.50"', b'"1.51"'))
    assert found(released) == {(manifest.MANIFEST, "changed-release-file")}


def test_sums_that_were_changed_with_a_file_contradict_the_manifest(released: pathlib.Path) -> None:
    (released / "index.html").write_bytes(b"other")
    place = released / manifest.SUMS
    sums = manifest.read_sums(place.read_bytes()) | {"index.html": hashlib.sha256(b"other").hexdigest()}
    place.write_bytes(manifest.write_sums(sums))
    assert found(released) == {(manifest.SUMS, "bad-manifest"), ("index.html", "changed-release-file")}


def test_lists_that_are_none_are_named_and_nothing_else_can_be(released: pathlib.Path) -> None:
    (released / manifest.MANIFEST).write_bytes(b"\xff{")
    (released / manifest.SUMS).write_bytes(b"\0")
    assert found(released) == {(manifest.MANIFEST, "bad-manifest"), (manifest.SUMS, "bad-manifest")}


# ── the way to a name ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_published_is_gone_and_so_is_what_a_killed_run_left(tmp_path: pathlib.Path) -> None:
    home = tmp_path / "dist"
    (home / folder.STAGE / "pdf").mkdir(parents=True)
    with folder.staging(home) as stage:
        assert list(stage.iterdir()) == []
        (stage / "a").write_bytes(WORDS)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("whose", ["nobody's", "a stranger's", "ours"])
def test_what_nobody_recorded_in_the_stages_place_stays(tmp_path: pathlib.Path, whose: str) -> None:
    (tmp_path / folder.STAGE / "pdf").mkdir(parents=True)
    (tmp_path / folder.STAGE / "pdf/mine").write_bytes(WORDS)
    (tmp_path / "mine").write_bytes(WORDS)
    if whose != "nobody's":
        key = keys.find(None) if whose == "ours" else keys.passing()
        with Folder(tmp_path) as home:
            record.write(home, key, "", {folder.STAGE: "", "mine": ""})
    with contextlib.ExitStack() as stack:
        if whose != "ours":
            stack.enter_context(pytest.raises(FilesError, match="something else is there"))
        with folder.staging(tmp_path):
            assert whose == "ours"
    assert (tmp_path / folder.STAGE / "pdf/mine").exists() == (whose != "ours")
    assert (tmp_path / "mine").exists()


def test_what_a_killed_run_was_writing_beside_the_stage_is_removed(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".protocolpress-0123456789abcdef.part").write_bytes(b"half a record")
    (tmp_path / "notes.part").write_bytes(b"somebody's")
    with folder.staging(tmp_path):
        pass
    assert [place.name for place in tmp_path.iterdir()] == ["notes.part"]


@pytest.mark.parametrize("at", ["staging", "publishing"])
def test_a_linked_home_is_refused(tmp_path: pathlib.Path, at: str) -> None:
    """Be it linked before, or while the release is made."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    for place in (root, outside / folder.STAGE):
        place.mkdir(parents=True)
    (outside / folder.STAGE / "mine").write_bytes(WORDS)

    def link() -> None:
        if (root / "dist").exists():
            (root / "dist").rename(root / "away")
        (root / "dist").symlink_to(outside)

    if at == "staging":
        link()
    refused = pytest.raises(FilesError, match="a symbolic link is in the way")
    with refused, folder.staging(root / "dist", root=root) as stage:
        link()
        with pytest.raises(FilesError, match="a symbolic link is in the way"):
            files.write(stage / "a", b"a", root=root)
        folder.publish(stage, root / "dist/2012-12-31", root=root)
    assert [place.relative_to(outside).as_posix() for place in outside.rglob("*")] == [
        folder.STAGE,
        f"{folder.STAGE}/mine",
    ]


def test_a_link_in_the_place_of_a_release_is_not_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "outside").mkdir()
    with folder.staging(tmp_path / "dist") as stage:
        (stage / "a").write_bytes(WORDS)
        (tmp_path / "dist/2012-12-31").symlink_to(tmp_path / "outside")
        with pytest.raises(FilesError, match="something else is there"):
            making.publish(stage, tmp_path / "dist/2012-12-31")
    assert not [*(tmp_path / "outside").iterdir()]


def test_a_published_folder_can_be_read_by_everybody(tmp_path: pathlib.Path) -> None:
    old = os.umask(0o077)
    try:
        with folder.staging(tmp_path) as stage:
            (stage / "pdf").mkdir()
            folder.publish(stage, tmp_path / "2012-12-31")
    finally:
        os.umask(old)
    assert [place.name for place in tmp_path.iterdir()] == ["2012-12-31"]
    assert stat.S_IMODE((tmp_path / "2012-12-31/pdf").stat().st_mode) == 0o755


def test_a_folder_is_never_published_over_another(tmp_path: pathlib.Path) -> None:
    (tmp_path / "2012-12-31").mkdir()
    (tmp_path / "2012-12-31/a").write_bytes(WORDS)
    with folder.staging(tmp_path) as stage, pytest.raises(FilesError, match="not empty"):
        folder.publish(stage, tmp_path / "2012-12-31")
    assert (tmp_path / "2012-12-31/a").read_bytes() == WORDS


def test_two_releases_at_once_do_not_meet(tmp_path: pathlib.Path) -> None:
    with folder.staging(tmp_path) as stage:
        (stage / "a").write_bytes(WORDS)
        with pytest.raises(FilesError, match="another release"), folder.staging(tmp_path):
            pytest.fail("two at once")
        assert (stage / "a").exists()


def test_a_file_in_the_way_is_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "dist").write_bytes(WORDS)
    with pytest.raises(FilesError, match="something else is there"), folder.staging(tmp_path / "dist"):
        pytest.fail("no folder")


def test_whatever_differs_from_a_release_that_is_there_is_named(released: pathlib.Path, tmp_path: pathlib.Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(released, copy)
    making.publish(copy, released)  # the same bytes
    (copy / "index.html").write_bytes(b"other")
    (copy / "pdf/en/a.pdf").rename(copy / "pdf/en/c.pdf")
    with pytest.raises(FilesError) as refused:
        making.publish(copy, released)
    said = {problem.position.path.partition("2012-12-31/")[2]: problem.message for problem in refused.value.problems}
    assert said == {
        "index.html": "a release made now would change this file",
        "pdf/en/a.pdf": "a release made now would not contain this file",
        "pdf/en/c.pdf": "a release made now would add this file",
    }
    assert (released / "index.html").read_bytes() == WORDS
