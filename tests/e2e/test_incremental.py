"""The real command, the real renderer: only what changed is done, and the result is that of a clean build."""

from __future__ import annotations

import pathlib
import re
import shutil
import struct
import subprocess
import sys
import zlib

import pytest

from support import COMMAND, Press, digests, environment

EDITION = ("-e", "en-ru", "-j", "2")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return a project that was built once."""
    press = Press(tmp_path_factory.mktemp("project")).fill()
    press.build()
    return press


@pytest.fixture
def built(first: Press, tmp_path: pathlib.Path) -> Press:
    """Return a copy of it, to be changed."""
    root = tmp_path / "copy"
    shutil.copytree(first.root, root)
    return Press(root)


def event(press: Press) -> str:
    """Return the id of its event."""
    (path,) = (path for path in press.files("sources/events") if path.endswith(".md"))
    return path.removeprefix("sources/").removesuffix(".md")


def explained(press: Press, *arguments: str) -> dict[str, str]:
    """Build, and give why each task was done."""
    told = press.build("--explain", *arguments).err
    return dict(re.findall(r"^(\w+:\S+): (.*)$", told, re.MULTILINE))


def test_nothing_changed_nothing_done_and_nothing_heavy_loaded(built: Press) -> None:
    assert explained(built) == {}
    script = (
        "import sys; from protocolpress import cli; sys.argv[1:] = ['build'];\n"
        "try: cli.main()\n"
        "finally: print(sorted({'weasyprint', 'pypdf', 'jinja2', 'babel', 'fontTools'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=built.root, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_comment_stops_at_the_page(built: Press) -> None:
    document = event(built)
    source = built.read(f"sources/{document}.md")
    built.write(f"sources/{document}.md", source.replace("---\n", "---\n# somebody's note\n", 1))
    why = explained(built)
    assert why[f"html:en:{document}"] == f"sources/{document}.md has changed"
    assert not [name for name in why if name.startswith(("pdf:", "compendium:"))]


def test_it_is_explained_what_led_to_what(built: Press) -> None:
    document = event(built)
    source = built.read(f"sources/{document}.md")
    built.write(f"sources/{document}.md", f"{source}\nOne more thing.\n")
    why = explained(built)
    assert why[f"pdf:en:{document}"] == f"html:en:{document} has changed"
    assert re.fullmatch(rf"(part|pdf):en:{document} has changed", why["compendium:en"])
    assert {name for name in why if name.startswith("pdf:")} == {
        f"pdf:{e}:{document}" for e in ("en", "ru", "en-ru", "ru-en")
    }


def test_a_template_of_ones_own_is_seen(built: Press) -> None:
    shipped = pathlib.Path(__file__).parents[2] / "templates" / "compact.css"
    built.write("templates/compact.css", shipped.read_bytes() + b"/* ours */")
    why = explained(built)
    assert set(why.values()) <= {"templates/compact.css has changed", *(f"{name} has changed" for name in why)}


def test_warnings_are_replayed(built: Press) -> None:
    document = event(built)
    source = built.read(f"sources/{document}.md")
    built.write(f"sources/{document}.md", f"{source}\nNot translated.\n")
    first, second = built.build(), built.build()
    assert "is not translated" in first.err
    assert second.err == first.err


def test_edits_give_what_a_clean_build_gives(built: Press, tmp_path: pathlib.Path) -> None:
    document = event(built)
    source = built.read(f"sources/{document}.md")
    built.write(f"sources/{document}.md", f"{source}\nOne more thing.\n")
    built.build("--only", "pdf", "-e", "en")
    built.write("sources/events/2012-06-01-new.md", "---\ntitle: New\ndate: 2012-06-01\n---\n\nNew.\n")
    next((built.root / "build" / "pdf").rglob("*.pdf")).write_bytes(b"tampered with")
    told = built.build()
    traces = built.root / ".cache/protocolpress/traces"
    traces.write_bytes(traces.read_bytes()[:-777])
    for place in list((built.root / ".cache/protocolpress/objects").rglob("*"))[::3]:
        if place.is_file():
            place.write_bytes(b"damaged")
    again = built.build()
    assert again.err == told.err
    clean = Press(tmp_path / "clean")
    shutil.copytree(built.root, clean.root, ignore=shutil.ignore_patterns("build", ".cache"))
    assert clean.build().err == told.err
    assert digests(built.root / "build") == digests(clean.root / "build")


def test_two_builds_at_once_do_not_disturb_each_other(built: Press) -> None:
    shutil.rmtree(built.root / ".cache")
    shutil.rmtree(built.root / "build")
    command = [*COMMAND, "build", *EDITION]
    one = subprocess.Popen(command, cwd=built.root, env=environment(), stdout=subprocess.DEVNULL)
    lock = built.root / ".cache/protocolpress/lock"
    while one.poll() is None and not (lock.exists() and lock.read_text()):
        pass
    refused = built.build(*EDITION, "--no-wait", code=1)
    assert re.search(
        rf"error: process {one.pid} \(since [0-9:]+\) is already running in this project \[build-at-work\]", refused.err
    )
    two = built.build(*EDITION)
    assert one.wait() == 0
    assert two.code == 0
    assert built.files("build/pdf")


def test_cleaning_removes_the_cache_and_nothing_beside_it(built: Press) -> None:
    built.write(".cache/other/mine", "mine")
    built.run("clean", code=0)
    assert not [path for path in built.files() if path.startswith(("build/", ".cache/protocolpress"))]
    assert built.read(".cache/other/mine") == "mine"


def large_picture(side: int) -> bytes:
    """Make a picture that is small on the disk, and four bytes a pixel in memory."""
    packed = zlib.compressobj(1)
    rows = [packed.compress(bytes(1 + 4 * side)) for _ in range(side)]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)),
        (b"IDAT", b"".join([*rows, packed.flush()])),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def test_a_document_that_takes_too_much_memory_is_named_and_the_others_are_made(sample: Press) -> None:
    """A worker holds some 120 MB; the picture, which is not too large to be printed, another 196."""
    large = event(sample)
    sample.write("sources/media/gauge.png", large_picture(7000))
    run = sample.build("--memory", "220", "-e", "en", "--only", "pdf", "-j", "2", code=1)
    named = re.findall(
        r"^(.*): error: the worker process of the task \w+:en:(\S+) (.*) \[worker-died\]$", run.err, re.MULTILINE
    )
    assert named
    assert {document for _, document, _ in named} == {large}
    assert {how for _, _, how in named} == {"exceeded its memory limit of 220 MB"}
    assert "Traceback" not in run.err
    assert sample.files("build/pdf") == ("build/pdf/en/protocols/2012-05-15-exampleton.pdf",)
