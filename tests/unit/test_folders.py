"""Folders held by their descriptors: real links, pipes and hard links, there from the beginning or suddenly."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

import pytest

from protocolpress import folders
from protocolpress.errors import FilesError
from protocolpress.files import DiskFiles
from protocolpress.folders import Folder, LinkError, OtherKindError


@pytest.fixture
def outside(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder with somebody's files, to which links of the folder `own` lead; there are real ones beside."""
    place = tmp_path / "outside"
    (place / "f").mkdir(parents=True)
    for name in ("a", "f/a", ".protocolpress-0123456789abcdef.part"):
        (place / name).write_text("precious")
    own = tmp_path / "own"
    own.mkdir()
    (own / "a").symlink_to(place / "a")
    (own / "f").symlink_to(place / "f")
    (own / "new").symlink_to(place / "new")
    (own / "sweep").symlink_to(place)
    (own / "deep").mkdir()
    (own / "deep/f").symlink_to(place / "f")
    return place


ACTS: dict[str, Callable[[Folder, str], object]] = {
    "write": lambda folder, path: folder.write(path, b"x"),
    "write fresh": lambda folder, path: folder.write(path, b"x", fresh=True),
    "make": lambda folder, path: folder.handle(path, make=True),
    "truncate": lambda folder, path: os.close(folder.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)),
    "read": lambda folder, path: folder.read(path),
    "list": lambda folder, path: folder.entries(path),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("path", ["a", "f", "f/a", "deep/f/a", "new", "new/a"])
def test_no_link_is_followed(tmp_path: pathlib.Path, outside: pathlib.Path, act: str, path: str) -> None:
    with Folder(tmp_path / "own") as folder, pytest.raises((LinkError, FileExistsError)):
        ACTS[act](folder, path)
    assert sorted(place.name for place in outside.rglob("*")) == [".protocolpress-0123456789abcdef.part", "a", "a", "f"]
    assert {place.read_text() for place in outside.rglob("*") if place.is_file()} == {"precious"}


def test_a_link_itself_is_removed_and_nothing_behind_it(tmp_path: pathlib.Path, outside: pathlib.Path) -> None:
    with Folder(tmp_path / "own") as folder:
        folder.remove("a")
        with pytest.raises(LinkError):
            folder.remove("deep/f/a")
        with pytest.raises(NotADirectoryError):
            folder.remove_folder("f")
        folder.sweep("sweep")
    assert len([*outside.rglob("*")]) == 4


def test_walking_stays_inside(tmp_path: pathlib.Path, outside: pathlib.Path) -> None:
    with Folder(tmp_path / "own") as folder:
        assert list(folder.walk()) == [("deep", ["f"]), ("", ["a", "f", "new", "sweep"])]


def test_a_folder_below_a_link_is_refused_and_the_way_to_the_root_is_trusted(
    tmp_path: pathlib.Path, outside: pathlib.Path
) -> None:
    (tmp_path / "alias").symlink_to(tmp_path / "own")
    with Folder.below(tmp_path / "alias", "deep") as folder:
        folder.write("b", b"x")
    assert (tmp_path / "own/deep/b").read_bytes() == b"x"
    with pytest.raises(LinkError):
        Folder.below(tmp_path / "alias", "deep/f")


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_is_neither_opened_nor_replaced(tmp_path: pathlib.Path, kind: str) -> None:
    (os.mkfifo if kind == "pipe" else os.mkdir)(tmp_path / "a")
    with Folder(tmp_path) as folder:
        for act in ("write", "truncate", "read"):
            with pytest.raises(OtherKindError):
                ACTS[act](folder, "a")
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


def test_another_name_of_a_file_keeps_the_old_bytes(tmp_path: pathlib.Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "own").mkdir()
    os.link(tmp_path / "precious", tmp_path / "own/a")
    with Folder(tmp_path / "own") as folder:
        folder.write("a", b"x")
    assert (tmp_path / "precious").read_text() == "precious"
    assert (tmp_path / "own/a").read_bytes() == b"x"


@pytest.mark.parametrize("has_links", [True, False])
@pytest.mark.parametrize("appears", ["file", "link", "nowhere"])
def test_what_appears_at_the_last_moment_is_not_replaced(
    tmp_path: pathlib.Path, appears: str, has_links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "precious").write_text("precious")
    place = tmp_path / "own/a"

    def appear() -> None:
        if appears == "file":
            place.write_text("precious")
        else:
            place.symlink_to(tmp_path / ("precious" if appears == "link" else "nowhere"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not has_links:  # as file systems of cameras and sticks
        monkeypatch.setattr(os, "link", refuse)
    with Folder(tmp_path / "own", make=True) as folder:
        folder.write("b", b"x", fresh=True)
        with pytest.raises(FileExistsError):
            folder.write("a", b"x", fresh=True, unchanged=appear)
    assert (tmp_path / "precious").read_text() == "precious"
    assert sorted(found.name for found in (tmp_path / "own").iterdir()) == ["a", "b"]
    assert not (tmp_path / "nowhere").exists()


def test_a_link_that_appears_at_the_last_moment_is_not_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "precious").write_text("precious")
    with Folder(tmp_path / "own", make=True) as folder:
        folder.write("a", b"x", unchanged=lambda: (tmp_path / "own/a").symlink_to(tmp_path / "precious"))
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_folder_that_is_swapped_for_a_link_is_written_where_it_was_opened(tmp_path: pathlib.Path) -> None:
    (tmp_path / "outside").mkdir()

    def swap() -> None:
        (tmp_path / "own/f").rename(tmp_path / "own/moved")
        (tmp_path / "own/f").symlink_to(tmp_path / "outside")

    with Folder(tmp_path / "own", make=True) as folder:
        folder.write("f/a", b"x", unchanged=swap)
    assert (tmp_path / "own/moved/a").read_bytes() == b"x"
    assert not [*(tmp_path / "outside").iterdir()]


def test_a_folder_that_was_removed_is_made_again(tmp_path: pathlib.Path) -> None:
    with Folder(tmp_path) as folder:
        folder.write("f/g/a", b"x")
        shutil.rmtree(tmp_path / "f")
        folder.write("f/g/b", b"x")
    assert (tmp_path / "f/g/b").exists()


def test_a_tree_that_has_no_bottom_is_refused(tmp_path: pathlib.Path) -> None:
    """By descriptors, folders can be made deeper than any path can say."""
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    try:
        with Folder(tmp_path) as folder, pytest.raises(OSError, match="nested too deeply"):
            list(folder.walk())
        with pytest.raises(FilesError, match=r"nested too deeply \[unreadable-file\]"):
            DiskFiles(tmp_path).glob("d/*")
    finally:
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


def test_any_number_of_folders_takes_a_few_descriptors(tmp_path: pathlib.Path) -> None:
    before = len([*pathlib.Path("/proc/self/fd").iterdir()])
    deep = "/".join("abcdefghij")
    with Folder(tmp_path) as folder:
        for number in range(100):
            folder.write(f"{number}/{deep}/a", b"x", durable=False)
        assert folder.read(f"0/{deep}/a") == b"x"
        assert len([*pathlib.Path("/proc/self/fd").iterdir()]) <= before + folders.MOST_OPEN
    assert len([*pathlib.Path("/proc/self/fd").iterdir()]) == before
