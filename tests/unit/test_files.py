"""The door to the disk: nothing outside the project, whole files or none."""

from __future__ import annotations

import pathlib

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


def test_a_link_inside_is_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert DiskFiles(tmp_path).read("b.txt") == b"a"


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


def test_a_file_that_is_written_again_keeps_its_mode_and_its_link(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/x.po").write_bytes(b"old")
    (tmp_path / "real/x.po").chmod(0o660)
    (tmp_path / "x.po").symlink_to("real/x.po")
    DiskFiles(tmp_path).write("x.po", b"new", read={"x.po": b"old"})
    assert (tmp_path / "x.po").is_symlink()
    assert (tmp_path / "real/x.po").read_bytes() == b"new"
    assert (tmp_path / "real/x.po").stat().st_mode & 0o777 == 0o660


@pytest.mark.parametrize(("was", "now"), [(b"old", b"other"), (b"old", None), (None, b"other")])
def test_what_is_not_what_was_read_is_not_overwritten(
    tmp_path: pathlib.Path, was: bytes | None, now: bytes | None
) -> None:
    if now is not None:
        (tmp_path / "x.po").write_bytes(now)
    with pytest.raises(FilesError, match=r"^x\.po: error: .* meanwhile.*\[changed-meanwhile\]"):
        DiskFiles(tmp_path).write("x.po", b"new", read={"x.po": was})
    assert [place.read_bytes() for place in tmp_path.iterdir()] == ([] if now is None else [now])


def test_nothing_is_written_outside_the_project(tmp_path: pathlib.Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "outside.po").write_bytes(b"old")
    (tmp_path / "project/x.po").symlink_to("../outside.po")
    for path in ("x.po", "../outside.po"):
        with pytest.raises(FilesError, match=r"\[outside-project\]"):
            DiskFiles(tmp_path / "project").write(path, b"new", read={})
    assert (tmp_path / "outside.po").read_bytes() == b"old"


def test_what_a_killed_run_left_is_swept(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".protocolpress-x.part").touch()
    (tmp_path / ".other.part").touch()
    files.sweep(tmp_path)
    files.sweep(tmp_path / "none")
    assert [place.name for place in tmp_path.iterdir()] == [".other.part"]
