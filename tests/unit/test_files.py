"""The door to the disk: nothing outside the project, whole files or none."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pickle
import socket
import subprocess
import sys
import time

import pytest

from protocolpress import files
from protocolpress.errors import FilesError, SourceError
from protocolpress.files import DiskFiles, MemoryFiles


@pytest.mark.parametrize("path", ["a", "a/b.md", "a..b/c", "...", "a:b/c"][:4])
def test_paths_inside(path: str) -> None:
    assert files.is_inside(path)


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../../b", "a/..", "a\\b", "file:a", "https://a", "C:/a"])
def test_paths_outside(path: str) -> None:
    assert not files.is_inside(path)


@pytest.mark.parametrize("path", ["../x.txt", "/etc/passwd", "link.txt", "linked/x.txt"])
def test_nothing_outside_is_read(path: str, tmp_path: pathlib.Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "x.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "x.txt")
    (root / "linked").symlink_to(tmp_path)
    with pytest.raises(FilesError) as caught:
        DiskFiles(root).read(path)
    assert [problem.rule for problem in caught.value.problems] == ["outside-project"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("b.txt", "a.txt"),
        ("b.txt", "f/g/../../a.txt"),
        ("b.txt", "./f//up/a.txt"),  # f/up leads back
        ("b.txt", "{root}/a.txt"),
        ("b.txt", "{alias}/a.txt"),
        ("f/g/b.txt", "../../a.txt"),
        ("f/g/b.txt", "../../../project/a.txt"),
    ],
)
def test_a_link_that_stays_inside_is_followed(tmp_path: pathlib.Path, path: str, target: str) -> None:
    root = tmp_path / "project"
    (root / "f/g").mkdir(parents=True)
    (root / "f/up").symlink_to("..")
    (root / "a.txt").write_text("a")
    (tmp_path / "alias").symlink_to(root)
    (root / path).symlink_to(target.format(root=root, alias=tmp_path / "alias"))
    disk = DiskFiles(tmp_path / "alias")
    if target.startswith("../../../"):  # out, and in again: by the project's own folder there is no such way
        with pytest.raises(FilesError, match=r"\[outside-project\]"):
            disk.read(path)
        return
    assert disk.read(path) == b"a"
    assert disk.exists(path)
    assert disk.is_own(path)
    assert path in disk.glob("*.txt")


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "nowhere", "circle", "device"])
def test_what_is_no_file_is_not_read_and_not_waited_for(
    tmp_path: pathlib.Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "x.md"
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    match kind:
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as one:
                one.bind("x.md")
        case "nowhere":
            place.symlink_to("nowhere")
        case "circle":
            place.symlink_to("x.md")
        case _:
            place.symlink_to("/dev/zero")
    rule = "outside-project" if kind == "device" else "unreadable-file"
    disk = DiskFiles(tmp_path)
    with pytest.raises(FilesError, match=rf"\[{rule}\]"):
        disk.read("x.md")
    if kind != "device":
        assert not disk.exists("x.md")


def test_a_project_travels_to_a_worker_without_its_descriptor(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    disk = DiskFiles(tmp_path)
    assert disk.read("a.txt") == b"a"
    assert pickle.loads(pickle.dumps(disk)).read("a.txt") == b"a"  # noqa: S301 - our own


def test_a_folder_that_may_not_be_seen_is_not_the_project(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    place = tmp_path / "secret/x.html"
    assert files.located(tmp_path, place) == (tmp_path, "secret/x.html")
    monkeypatch.setattr(pathlib.Path, "samefile", refuse)
    assert files.located(tmp_path, place) == (tmp_path / "secret", "x.html")


def test_no_descriptor_is_left_open(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f/g").mkdir(parents=True)
    (tmp_path / "f/g/a.txt").write_text("a")
    (tmp_path / "out").symlink_to("/etc")

    def below() -> list[str]:
        """Return where this process's descriptors lead below the project: other tests' may be closed meanwhile."""
        found = []
        for descriptor in pathlib.Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(str(descriptor.readlink()))
        return [place for place in found if pathlib.Path(place).is_relative_to(tmp_path)]

    disk = DiskFiles(tmp_path)
    for path in ("f/g/a.txt", "f/g", "f/none", "f/g/a.txt/b", "out/passwd", "nul\0", "x" * 300):
        for ask in (disk.read, disk.exists, disk.is_own, disk.glob):
            with contextlib.suppress(FilesError):
                ask(path)
    with contextlib.suppress(FilesError):
        disk.write("f/g", b"x", read={})
    disk.write("f/h/i/a.txt", b"x", read={})
    assert below() == [str(tmp_path)]  # the project's own
    del disk, ask
    assert below() == []


FLIP = """
import os, sys
real, link, name = sys.argv[1:]
print("ready", flush=True)
while not os.path.exists(name + ".stop"):
    os.rename(name, real); os.rename(link, name)
    os.rename(name, link); os.rename(real, name)
"""


@pytest.mark.parametrize("swapped", ["a.md", "f"])
def test_nothing_outside_is_read_or_written_while_links_come_and_go(tmp_path: pathlib.Path, swapped: str) -> None:
    """Another process swaps a file, or a folder on the way, for a link that leads out, as fast as it can."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    for folder in (root / "f", outside):
        folder.mkdir(parents=True)
    path = "f/a.md" if swapped == "f" else "a.md"
    (root / path).write_text("mine")
    (outside / "a.md").write_text("secret")
    (root / "link").symlink_to(outside if swapped == "f" else outside / "a.md")
    name = str(root / swapped)
    arguments = [sys.executable, "-c", FLIP, str(root / "real"), str(root / "link"), name]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        disk, found, end = DiskFiles(root), set(), time.monotonic() + 0.7
        while time.monotonic() < end:
            with contextlib.suppress(FilesError):
                found.add(disk.read(path))
            with contextlib.suppress(FilesError):
                assert "f/secret.md" not in disk.glob("f/*")
            with contextlib.suppress(FilesError):
                disk.write(path, b"mine", read={})
        pathlib.Path(f"{name}.stop").touch()
    assert found == {b"mine"}
    assert (outside / "a.md").read_text() == "secret"
    assert [place.name for place in outside.iterdir()] == ["a.md"]


def test_a_projects_own_template_wins(tmp_path: pathlib.Path) -> None:
    shipped = DiskFiles(tmp_path).read("templates/print.css")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "print.css").write_text("own")
    assert DiskFiles(tmp_path).read("templates/print.css") == b"own"
    assert shipped != b"own"
    assert "templates/document.html" in DiskFiles(tmp_path).glob("templates/*.html")


def test_both_kinds_of_files_find_the_same(tmp_path: pathlib.Path) -> None:
    contents = {"sources/events/a.md": "a", "sources/b.md": "b", "sources/events/.hidden/c.md": "c"}
    for path in list(contents)[:2]:
        files.write(tmp_path / path, contents[path].encode())
    memory = MemoryFiles({path: contents[path] for path in list(contents)[:2]})
    disk = DiskFiles(tmp_path)
    for pattern in ("sources/*.md", "sources/events/*.md", "other/*"):
        assert disk.glob(pattern) == memory.glob(pattern)
    assert disk.read("sources/b.md") == memory.read("sources/b.md")
    for reader in (disk, memory):
        assert not reader.exists("sources/none.md")
        with pytest.raises(FilesError, match=r"there is no such file \[missing-file\]"):
            reader.read("sources/none.md")


@pytest.mark.parametrize("data", [b"a\r\nb\rc\n", b"\xef\xbb\xbfa\nb\nc\n"])
def test_text_has_one_kind_of_line_end_and_no_mark(data: bytes) -> None:
    assert files.read_text(MemoryFiles({"x": data}), "x") == "a\nb\nc\n"


def test_text_in_another_encoding_names_the_line() -> None:
    with pytest.raises(SourceError, match=r"^x:2: error: the file is not UTF-8 text \[not-utf-8\]"):
        files.read_text(MemoryFiles({"x": "a\nСтр\n".encode("cp1251")}), "x")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: pathlib.Path) -> None:
    place = tmp_path / "new" / "x.txt"
    files.write(place, b"one")
    files.write(place, b"two")
    assert place.read_bytes() == b"two"
    (tmp_path / "folder").mkdir()
    with pytest.raises(FilesError, match=r"\[cannot-write\]"):
        files.write(tmp_path / "folder", b"x")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["folder", "new", "x.txt"]


def test_a_file_that_is_written_again_keeps_its_mode_but_no_more_than_that(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.po").write_bytes(b"old")
    (tmp_path / "x.po").chmod(0o4660)
    DiskFiles(tmp_path).write("x.po", b"new", read={"x.po": b"old"})
    assert (tmp_path / "x.po").read_bytes() == b"new"
    assert (tmp_path / "x.po").stat().st_mode & 0o7777 == 0o660


@pytest.mark.parametrize("target", ["real/x.po", "../outside.po"])
@pytest.mark.parametrize("path", ["x.po", "linked/x.po"])
def test_a_project_is_written_through_no_link(tmp_path: pathlib.Path, path: str, target: str) -> None:
    """Not even through one that stays in the project, from which it is read."""
    (tmp_path / "project/real").mkdir(parents=True)
    for place in (tmp_path / "outside.po", tmp_path / "project/real/x.po"):
        place.write_bytes(b"old")
    (tmp_path / "project/x.po").symlink_to(target)
    (tmp_path / "project/linked").symlink_to(tmp_path / "project/real" if target[0] == "r" else tmp_path)
    with pytest.raises(FilesError, match=r"a symbolic link is in the way \[cannot-write\]"):
        DiskFiles(tmp_path / "project").write(path, b"new", read={})
    assert {place.read_bytes() for place in tmp_path.rglob("*.po")} == {b"old"}


@pytest.mark.parametrize(("was", "now"), [(b"old", b"other"), (b"old", None), (None, b"other")])
def test_what_is_not_what_was_read_is_not_overwritten(
    tmp_path: pathlib.Path, was: bytes | None, now: bytes | None
) -> None:
    if now is not None:
        (tmp_path / "x.po").write_bytes(now)
    with pytest.raises(FilesError, match=r"^x\.po: error: .* in the meantime.*\[changed-meanwhile\]"):
        DiskFiles(tmp_path).write("x.po", b"new", read={"x.po": was})
    assert [place.read_bytes() for place in tmp_path.iterdir()] == ([] if now is None else [now])


def test_nothing_is_written_outside_the_project(tmp_path: pathlib.Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "outside.po").write_bytes(b"old")
    with pytest.raises(FilesError, match=r"\[outside-project\]"):
        DiskFiles(tmp_path / "project").write("../outside.po", b"new", read={})
    assert (tmp_path / "outside.po").read_bytes() == b"old"


def test_what_a_killed_run_left_is_swept(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".protocolpress-0123456789abcdef.part").touch()
    (tmp_path / ".other.part").touch()
    files.sweep(tmp_path)
    files.sweep(tmp_path / "none")
    assert [place.name for place in tmp_path.iterdir()] == [".other.part"]
