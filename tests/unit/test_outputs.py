"""Output folders: what is ours is replaced and removed, what is anybody else's is neither, whatever a project says."""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Mapping

import pytest

from protocolpress.build import keys, record
from protocolpress.build.keys import Key
from protocolpress.build.outputs import Outputs
from protocolpress.build.recording import digest
from protocolpress.errors import FilesError, Problems
from protocolpress.folders import Folder
from protocolpress.plan import destination

KEY = keys.passing()


def build(place: pathlib.Path, contents: Mapping[str, bytes], key: Key = KEY, root: pathlib.Path | None = None) -> str:
    """Do what a whole build does with the outputs *contents*; return its problems and what it removed."""
    problems = Problems()
    with Outputs(place, key, root=root, planned=tuple(contents)) as there:
        for path, data in contents.items():
            try:
                if not there.hold(path, digest(data)):
                    there.write(path, data, digest(data))
            except FilesError as refused:
                problems.add(*refused.problems)
        removed = there.remove_unowned(tuple(contents), problems, ["site"])
        there.keep()
    return "\n".join([*(str(problem).partition("\n")[0] for problem in problems), *(f"- {path}" for path in removed)])


def tree(place: pathlib.Path) -> dict[str, str]:
    """Return the files below *place* but the record, with their words; a link is where it leads."""
    return {
        found.relative_to(place).as_posix(): f"→ {found.readlink()}" if found.is_symlink() else found.read_text()
        for found in sorted(place.rglob("*"))
        if (found.is_symlink() or found.is_file()) and found.name != record.NAME
    }


@pytest.fixture
def out(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return an output folder with a file of somebody's in a folder of ours."""
    place = tmp_path / "out"
    (place / "site").mkdir(parents=True)
    (place / "site/mine.txt").write_text("mine")
    (place / "notes.txt").write_text("mine")
    return place


def test_files_of_others_stay_and_are_told_of(out: pathlib.Path) -> None:
    told = f"{out}: warning: no build of this project has recorded site/mine.txt; nothing there is changed [not-ours]"
    assert build(out, {"site/a": b"a", "site/b/c": b"c"}) == told
    assert build(out, {"site/a": b"a"}) == f"{told}\n- site/b/c"
    assert tree(out) == {"notes.txt": "mine", "site/a": "a", "site/mine.txt": "mine"}
    assert not (out / "site/b").exists(), "an empty folder of ours goes"


def test_many_files_of_others_are_counted(out: pathlib.Path) -> None:
    for number in range(5):
        (out / f"site/{number}").mkdir()
        (out / f"site/{number}/x").write_text("mine")
    (out / "site/link").symlink_to("nowhere")
    assert "recorded site/0/x, site/1/x, site/2/x and 4 more;" in build(out, {"site/a": b"a"})
    assert (out / "site/link").is_symlink()


def test_a_file_of_others_in_an_outputs_place_stays(out: pathlib.Path) -> None:
    for _ in range(2):
        assert build(out, {"site/mine.txt": b"ours", "site/a": b"a"}) == (
            f"{out}/site/mine.txt: error: it was not made by a build of this project; it is left unchanged [not-ours]"
        )
    assert tree(out) == {"notes.txt": "mine", "site/a": "a", "site/mine.txt": "mine"}
    (out / "site/mine.txt").unlink()
    assert not build(out, {"site/mine.txt": b"ours", "site/a": b"a"})
    assert not build(out, {"site/mine.txt": b"newer", "site/a": b"a"})
    assert tree(out)["site/mine.txt"] == "newer"


def test_what_appears_before_it_is_written_stays(tmp_path: pathlib.Path) -> None:
    """And does not count as ours for the next build, though it was planned."""
    with Outputs(tmp_path, KEY, planned=["site/a", "site/b"]) as there:
        there.write("site/a", b"a", digest(b"a"))
        (tmp_path / "site/b").write_text("mine")
        with pytest.raises(FilesError, match=r"\[not-ours\]"):
            there.write("site/b", b"b", digest(b"b"))  # and now the run is killed
    with pytest.raises(FilesError, match=r"\[not-ours\]"), Outputs(tmp_path, KEY) as there:
        there.write("site/b", b"b", digest(b"b"))
    assert "site/b" not in build(tmp_path, {}).replace("no build of this project has recorded site/b", "")
    assert tree(tmp_path) == {"site/b": "mine"}


def test_what_a_killed_run_has_written_is_ours(tmp_path: pathlib.Path) -> None:
    build(tmp_path, {"site/old": b"old"})
    with Outputs(tmp_path, KEY, planned=["site/a", "site/old", "site/never"]) as there:
        there.write("site/a", b"half of the run", "d")
        there.write("site/old", b"newer", "d")
    assert build(tmp_path, {"site/c": b"c"}) == "- site/a\n- site/old"
    assert tree(tmp_path) == {"site/c": "c"}


def test_an_output_that_was_changed_is_restored_and_when_no_longer_an_output_stays(tmp_path: pathlib.Path) -> None:
    build(tmp_path, {"site/a": b"a", "site/b": b"b"})
    (tmp_path / "site/a").write_text("signed by hand")
    assert not build(tmp_path, {"site/a": b"a", "site/b": b"b"})
    assert tree(tmp_path)["site/a"] == "a"
    (tmp_path / "site/a").write_text("signed by hand")
    assert "recorded site/a;" in build(tmp_path, {"site/b": b"b"})
    assert tree(tmp_path) == {"site/a": "signed by hand", "site/b": "b"}


@pytest.mark.parametrize("loss", ["removed", "torn", "of another user"])
def test_without_its_record_nothing_is_removed_and_what_is_right_is_ours_again(
    tmp_path: pathlib.Path, loss: str
) -> None:
    build(tmp_path, {"site/a": b"a", "site/b": b"b"}, KEY if loss != "of another user" else keys.passing())
    place = tmp_path / record.NAME
    if loss == "removed":
        place.unlink()
    elif loss == "torn":
        place.write_bytes(place.read_bytes()[:-20])
    assert "recorded site/b;" in build(tmp_path, {"site/a": b"a"})
    assert tree(tmp_path) == {"site/a": "a", "site/b": "b"}
    assert build(tmp_path, {"site/c": b"c"}).endswith("- site/a")
    assert tree(tmp_path) == {"site/b": "b", "site/c": "c"}


def forged(place: pathlib.Path, outputs: Mapping[str, str], owner: str = "") -> None:
    """Write a record as somebody without the key does."""
    with Folder(place) as folder:
        record.write(folder, keys.passing(), owner, outputs)


def test_a_forged_record_removes_nothing(out: pathlib.Path) -> None:
    forged(out, {"site/mine.txt": digest(b"mine"), "notes.txt": "", "site/../notes.txt": ""})
    assert "recorded site/mine.txt;" in build(out, {"site/a": b"a"})
    assert tree(out) == {"notes.txt": "mine", "site/a": "a", "site/mine.txt": "mine"}


def test_a_forged_record_replaces_only_what_its_author_knows(out: pathlib.Path) -> None:
    """As a container does that has another key each time: what it made is replaced by its newer self."""
    (out / "site/known").write_text("made")
    forged(out, {"site/mine.txt": "", "site/known": digest(b"made")})
    told = build(out, {"site/mine.txt": b"ours", "site/known": b"newer"})
    assert "mine.txt: error" in told
    assert tree(out) == {"notes.txt": "mine", "site/known": "newer", "site/mine.txt": "mine"}


@pytest.mark.parametrize("path", ["../x", "/x", "site/../../x", "", "a\\..\\x"])
def test_a_record_cannot_name_what_is_outside(tmp_path: pathlib.Path, path: str) -> None:
    (tmp_path / "x").write_text("mine")
    (tmp_path / "out").mkdir()
    with Folder(tmp_path / "out") as folder:
        record.write(folder, KEY, "", {path: "", "site/a": ""})
    assert not build(tmp_path / "out", {})
    assert (tmp_path / "x").exists()


@pytest.mark.parametrize("data", [b"", b"\n", b"x\n{}", b"x\n[]", b'x\n{"project": 1, "outputs": [1]}', b"[" * 9999])
def test_what_is_no_record_is_none(tmp_path: pathlib.Path, data: bytes) -> None:
    (tmp_path / record.NAME).write_bytes(data)
    assert not build(tmp_path, {"site/a": b"a"})


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_record_is_a_file(tmp_path: pathlib.Path, kind: str) -> None:
    (tmp_path / "out").mkdir()
    build(tmp_path, {"site/a": b"a"})
    place = tmp_path / "out" / record.NAME
    if kind == "link":
        place.symlink_to(tmp_path / record.NAME)
    else:
        (os.mkfifo if kind == "pipe" else os.mkdir)(place)
    with contextlib.suppress(FilesError):
        build(tmp_path / "out", {"site/b": b"b"})
    with Folder(tmp_path) as folder:
        assert list(record.read(folder, KEY, "").outputs) == ["site/a"]


def test_the_folder_of_another_project_is_refused(tmp_path: pathlib.Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    build(tmp_path / "out", {"site/a": b"a"}, root=tmp_path / "one")
    with pytest.raises(FilesError, match=rf"output folder of another project, {tmp_path}/one \[not-ours\]"):
        build(tmp_path / "out", {"site/a": b"b"}, root=tmp_path / "two")
    assert tree(tmp_path / "out") == {"site/a": "a"}


def test_a_project_that_moves_takes_its_outputs_along(tmp_path: pathlib.Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    build(root / "build", {"site/a": b"a", "site/b": b"b"}, root=root)
    root.rename(tmp_path / "moved")
    root = tmp_path / "moved"
    assert build(root / "build", {"site/a": b"newer"}, root=root) == "- site/b"
    assert tree(root / "build") == {"site/a": "newer"}


@pytest.mark.parametrize("link", ["build", "build/site", "build/site/a", "build/site/inner"])
def test_no_link_is_followed_in_outputs(tmp_path: pathlib.Path, link: str) -> None:
    """Nothing is written, removed or swept behind it, even where the record says that it is ours."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    names = ("a", "site/a", "site/inner/a", "inner/a", ".protocolpress-0123456789abcdef.part")
    contents = {"site/a": b"made", "site/inner/a": b"made"}
    root.mkdir()
    build(root / "build", contents, root=root)
    for name in names:
        (outside / name).parent.mkdir(parents=True, exist_ok=True)
        (outside / name).write_text("made")
    (root / link).rename(tmp_path / "away")
    if link == "build":
        (outside / record.NAME).write_bytes((tmp_path / "away" / record.NAME).read_bytes())
    (root / link).symlink_to(outside / "a" if link.endswith("/a") else outside)
    for made in (dict.fromkeys(contents, b"newer"), {}):
        with contextlib.suppress(FilesError):
            build(root / "build", made, root=root)
        with contextlib.suppress(FilesError), Outputs(root / "build", KEY, root=root) as there:
            there.sweep()
            there.clear(Problems())
    assert {outside.joinpath(name).read_text() for name in names} == {"made"}
    assert (root / link).is_symlink()


def test_a_project_may_be_reached_through_a_link_and_so_may_a_folder_elsewhere(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "project").symlink_to(tmp_path / "real")
    (tmp_path / "disk").mkdir()
    (tmp_path / "www").symlink_to(tmp_path / "disk")
    assert not build(tmp_path / "project/build", {"site/a": b"a"}, root=tmp_path / "project")
    assert not build(tmp_path / "www", {"site/a": b"a"}, root=tmp_path / "project")
    assert tree(tmp_path / "real/build") == tree(tmp_path / "disk") == {"site/a": "a"}


@pytest.mark.parametrize(
    "name", ["/", "~", ".", "..", "sources", "sources/x", "dist/2012", "locales", ".git/x", ".cache"]
)
def test_folders_that_are_no_output_folders(tmp_path: pathlib.Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = tmp_path / "home/press/project"
    root.mkdir(parents=True)
    (tmp_path / "alias").symlink_to(root)
    for base in (root, tmp_path / "alias"):
        assert destination.refusal(root, pathlib.Path.home() if name == "~" else base / name)


@pytest.mark.parametrize("name", ["build", "out", ".out", "sourcesx", "../out", "../sources", "../.hidden"])
def test_folders_that_may_be_output_folders(tmp_path: pathlib.Path, name: str) -> None:
    (tmp_path / "project").mkdir()
    assert destination.refusal(tmp_path / "project", tmp_path / "project" / name) == ""


def test_what_has_two_names_keeps_its_bytes_under_the_other(tmp_path: pathlib.Path) -> None:
    build(tmp_path / "out", {"site/a": b"a"})
    os.link(tmp_path / "out/site/a", tmp_path / "kept")
    build(tmp_path / "out", {"site/a": b"newer"})
    assert (tmp_path / "kept").read_text() == "a"
