"""The real commands in projects of strangers, and in folders with files of others: nothing of theirs is touched."""

from __future__ import annotations

import json
import os
import pathlib
import re
from collections.abc import Callable

import click.testing
import pytest

from protocolpress import folders
from protocolpress.build import keys, log, recording
from protocolpress.cli import clean, init
from protocolpress.errors import FilesError
from support import Press

HTML = ("build", "--only", "html", "-e", "en", "-j", "1")

PAGE = "build/html/en/protocols/2012-05-15-exampleton.html"

NOTE = "note: .cache/protocolpress/ was not made with this user's key: it is ignored and made again\n"


def outside(press: Press, name: str = "victim") -> pathlib.Path:
    """Make a folder of somebody's beside the project."""
    place = press.root.parent / name
    (place / "site").mkdir(parents=True)
    for path in ("a.txt", "site/mine.txt", ".protocolpress-0123456789abcdef.part"):
        (place / path).write_text("precious")
    return place


def is_whole(place: pathlib.Path) -> bool:
    """Whether nothing of it was touched, and nothing added."""
    found = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    return found == [".protocolpress-0123456789abcdef.part", "a.txt", "site/mine.txt"] and all(
        (place / path).read_text() == "precious" for path in found
    )


def test_a_build_into_a_folder_of_others_leaves_their_files(sample: Press) -> None:
    place = outside(sample)
    built = sample.run(*HTML, "-o", "../victim", code=0)
    assert built.err == "", "a build of a part looks at nothing else"
    sample.run("build", "--only", "site", "-o", "../victim", code=0)
    assert (place / "site/index.html").exists()
    assert (place / "site/mine.txt").read_text() == (place / "a.txt").read_text() == "precious"
    refused = sample.run("build", "-o", "sources/out", code=2)
    assert "sources/out cannot hold outputs: sources/ has another purpose in a project" in refused.err


def poison(press: Press, key: keys.Key | None = None) -> None:
    """Do what somebody can who knows the form of the cache, and not the key; or who has it."""
    folder = press.root / ".cache/protocolpress"
    lines = []
    for line in (folder / log.NAME).read_bytes().splitlines(keepends=True):
        record = json.loads(line) if line.startswith(b"[") else []
        if record[:2] == ["trace", "html:en:protocols/2012-05-15-exampleton"]:
            data = (folder / "objects" / record[6][:2] / record[6][2:]).read_bytes()
            evil = data.replace(b"within three days", b"within thirty days")
            assert evil != data
            record[6] = recording.digest(evil)
            press.write(f".cache/protocolpress/objects/{record[6][:2]}/{record[6][2:]}", evil)
            lines.append(json.dumps(record, separators=(",", ":")).encode() + b"\n")
        else:
            lines.append(line)
    sealed = (key or keys.passing()).sealer(log.PURPOSE)
    for place, line in enumerate(lines):
        if line.startswith(log.SEAL):
            lines[place] = log.SEAL + sealed.hexdigest().encode() + b"\n"
        sealed.update(lines[place])
    (folder / log.NAME).write_bytes(b"".join(lines))
    (folder / "run").unlink()


def test_a_cache_that_came_with_a_project_says_nothing(sample: Press) -> None:
    sample.run(*HTML, code=0)
    poison(sample)
    (sample.root / PAGE).unlink()
    assert sample.run(*HTML, code=0).err == NOTE
    assert "within three days" in sample.read(PAGE)
    assert "thirty" not in sample.read(PAGE)
    assert sample.run(*HTML, code=0).err == ""


def test_a_release_that_trusts_no_cache_is_built_from_nothing(sample: Press) -> None:
    """Whoever has the key, as a shared account of a CI has, can forge a cache; a fresh release does not look at it."""
    sample.run(*HTML, code=0)
    poison(sample, keys.find(None))
    (sample.root / PAGE).unlink()
    sample.run(*HTML, code=0)
    assert "thirty days" in sample.read(PAGE), "it is believed, as the key says"
    release = ("release", "--date", "2012-12-31", "--no-verapdf")
    sample.run(*release, "--fresh", code=0)
    released = [path for path in sample.files("dist") if path.endswith(".html")]
    assert released
    assert not any("thirty days" in sample.read(path) for path in released)
    assert any("within three days" in sample.read(path) for path in released)


@pytest.mark.parametrize("link", [".cache/protocolpress/lock", ".cache", "build", "build/html", PAGE])
def test_links_of_a_project_lead_nowhere_when_it_is_built(sample: Press, link: str) -> None:
    place = outside(sample)
    (sample.root / link).parent.mkdir(parents=True, exist_ok=True)
    (sample.root / link).symlink_to(place / "a.txt" if link.endswith(("lock", "html")) else place)
    done = sample.run(*HTML)
    assert done.code == (0 if "cache" in link else 1)
    assert "a symbolic link is in the way" in done.err
    assert "Traceback" not in done.err
    sample.run("clean")
    assert is_whole(place)
    assert (sample.root / link).is_symlink()


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("sources/events", ("new", "event", "2012-03-01-x")),
        ("locales/en", ("extract",)),
        ("locales/events/2012-05-15-exampleton.pot", ("extract",)),
        ("locales/ru/LC_MESSAGES", ("compile",)),
        ("out", ("export", "--format", "xliff", "-o", "out/ru.xlf")),
        ("out.html", ("status", "--format", "html", "-o", "out.html")),
    ],
)
def test_links_of_a_project_lead_nowhere_when_it_is_written(sample: Press, link: str, command: tuple[str, ...]) -> None:
    place = outside(sample)
    there = sample.root / link
    if there.exists():
        there.rename(sample.root / "away")
    is_file = link.endswith(("pot", "html"))
    there.parent.mkdir(parents=True, exist_ok=True)
    there.symlink_to(place / "new.txt" if is_file else place)
    done = sample.run(*command, code=1)
    assert re.search(r"\[(cannot-write|outside-project)\]", done.err)
    assert "Traceback" not in done.err
    assert is_whole(place)


def test_catalogs_outside_a_project_are_merged_where_they_are_named_and_through_no_link(press: Press) -> None:
    place = outside(press)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for name, words in (("base", ""), ("ours", "один"), ("theirs", "")):
        press.write(f"{name}.po", f'{head}msgid "one"\nmsgstr "{words}"\n')
    press.write("theirs.po", press.read("theirs.po") + '\nmsgid "two"\nmsgstr "два"\n')
    (press.root / "link.po").symlink_to("ours.po")
    (press.root / "folder").symlink_to(place)
    refused = press.run("merge-po", "base.po", "link.po", "theirs.po", code=1)
    assert "link.po: error: cannot write the file: a symbolic link is in the way" in refused.err
    assert "два" not in press.read("ours.po")
    press.run("merge-po", "base.po", "ours.po", "theirs.po", code=0)
    assert "два" in press.read("ours.po")
    assert is_whole(place)


def test_cleaning_leaves_what_is_not_ours(sample: Press) -> None:
    sample.run(*HTML, code=0)
    for path in ("build/mine.txt", "build/html/en/mine.txt", ".cache/protocolpress/mine.txt"):
        sample.write(path, "mine")
    sample.replace(PAGE, "within three days", "signed by hand")
    done = sample.run("clean", code=0)
    assert set(sample.files("build")) == {"build/mine.txt", "build/html/en/mine.txt", PAGE}
    assert sample.files(".cache") == (".cache/protocolpress/mine.txt",)
    assert "build: warning: no build has recorded html, mine.txt: left unchanged [not-ours]" in done.err
    assert ".cache/protocolpress: warning: no build has recorded mine.txt: left unchanged [not-ours]" in done.err


@pytest.mark.parametrize("fault", ["", "the copy breaks off"])
def test_what_appears_while_a_project_is_made_stays(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """In the same folder, and in the place of a file that is still to be made."""
    write: Callable[..., None] = folders.Folder.write
    made: list[str] = []

    def appear(self: folders.Folder, path: str, data: bytes, **options: bool) -> None:
        if not made:
            (tmp_path / "new/mine.txt").write_text("mine")
            if not fault:
                (tmp_path / "new/protocolpress.toml").unlink(missing_ok=True)
                (tmp_path / "new" / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / "new" / path).write_text("mine")
        if fault and len(made) == 3:
            raise OSError(28, "No space left on device")
        made.append(path)
        write(self, path, data, **options)

    monkeypatch.setattr(folders.Folder, "write", appear)
    done = click.testing.CliRunner().invoke(init.command, [str(tmp_path / "new")])
    assert isinstance(done.exception, FilesError)
    left = {
        place.relative_to(tmp_path / "new").as_posix() for place in (tmp_path / "new").rglob("*") if place.is_file()
    }
    assert left == ({"mine.txt"} if fault else {"mine.txt", made[0]})
    assert {(tmp_path / "new" / path).read_text() for path in left} == {"mine"}


def test_nothing_is_cleaned_in_a_folder_that_is_no_project(tmp_path: pathlib.Path) -> None:
    (tmp_path / "build").mkdir()
    done = click.testing.CliRunner().invoke(clean.command, [], obj=tmp_path)
    assert done.exception is not None
    assert os.listdir(tmp_path) == ["build"]  # noqa: PTH208 - names are enough
