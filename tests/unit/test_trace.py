"""Traces: why a task is stale, what it is in canonical form, and what is remembered of what it reads. No disk."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib.metadata
from collections.abc import Mapping

import pytest

from protocolpress.build import canonical, recording, task, traces, versions
from protocolpress.build.canonical import Canon, Identity
from protocolpress.build.task import Inputs
from protocolpress.build.traces import Trace
from protocolpress.errors import FilesError, Position
from protocolpress.files import MemoryFiles

NEEDS = (("html:en:x", "h1"), ("attachments:en:x", "o1"))
NOW = {
    ("code", ""): "c1",
    ("version", "pydyf"): "0.13.0",
    ("read", "sources/x.md"): "s1",
    ("read", "templates/own.css"): "-missing-file",
    ("exists", "locales/ru/x.po"): "no",
    ("glob", "templates/*"): "g1",
}
IDENTITY = Identity(function="plan:make_pdf", parameters={"edition": "en", "sheet": "d1"})
TRACE = Trace(
    function="plan:make_pdf",
    parameters={"edition": "en", "sheet": "d1"},
    needs=NEEDS,
    dependencies=tuple((*key, value) for key, value in NOW.items()),
    output="p1",
)


def why(
    *,
    identity: Identity = IDENTITY,
    needs: tuple[traces.Need, ...] = NEEDS,
    trace: Trace | None = TRACE,
    now: Mapping[tuple[str, str], str] | None = None,
) -> str | None:
    """Ask, with what is different *now*."""
    present = {**NOW, **(now or {})}
    return traces.why_stale(identity, needs, trace, lambda kind, name: present[kind, name])


def test_what_has_not_changed_is_not_stale() -> None:
    assert why() is None


@pytest.mark.parametrize(
    ("function", "parameters", "expected"),
    [
        ("plan:make_pdf", {"edition": "ru", "sheet": "d1"}, "its edition has changed"),
        ("plan:make_pdf", {"edition": "en", "sheet": "d2", "new": "1"}, "its new and its sheet have changed"),
        ("plan:make_pdf", {"edition": "en"}, "its sheet has changed"),
        ("plan:other", TRACE.parameters, "it is made by plan:other; before, by plan:make_pdf"),
    ],
)
def test_another_action_is_stale(function: str, parameters: Mapping[str, str], expected: str) -> None:
    assert why(identity=Identity(function=function, parameters=parameters)) == expected


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ((("html:en:x", "h2"), NEEDS[1]), "html:en:x has changed"),
        ((NEEDS[0],), "it no longer needs attachments:en:x"),
        ((*NEEDS, ("html:en:y", "h3")), "it now needs html:en:y"),
        (NEEDS[::-1], "it needs the same tasks in a different order"),
    ],
)
def test_other_needs_are_stale(needs: tuple[traces.Need, ...], expected: str) -> None:
    assert why(needs=needs) == expected


@pytest.mark.parametrize(
    ("kind", "name", "value", "expected"),
    [
        ("code", "", "c2", "the program has changed"),
        ("version", "pydyf", "0.14.0", "pydyf is 0.14.0; before, it was 0.13.0"),
        ("read", "sources/x.md", "s2", "sources/x.md has changed"),
        ("read", "sources/x.md", "-missing-file", "sources/x.md is gone"),
        ("read", "templates/own.css", "t1", "it asks for templates/own.css, which now exists"),
        ("exists", "locales/ru/x.po", "yes", "it asks for locales/ru/x.po, which now exists"),
        ("glob", "templates/*", "g2", "different files match templates/*"),
    ],
)
def test_another_world_is_stale(kind: str, name: str, value: str, expected: str) -> None:
    assert why(now={(kind, name): value}) == expected


def test_what_has_no_trace_is_new() -> None:
    assert why(trace=None) == "it is new: there is no trace of it"


# ── canonical form ───────────────────────────────────────────────────────────────────────────────────────────────────


HERE = Position("protocolpress.toml", 1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Something with a place."""

    text: str
    position: Position = HERE


def act(given: Inputs, **_: object) -> bytes:
    """Read a file that may not be there, and warn if it is."""
    if given.files.exists("a.md"):
        given.problems.warning(Position("a.md", 3), "odd", "this is odd")
        return given.files.read("a.md")
    return b""


def written(value: object) -> str:
    return canonical.text(value, set())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (frozenset(("a", "b", "c")), frozenset(("c", "b", "a"))),
        (Value(text="a"), Value(text="a", position=Position("protocolpress.toml", 9))),
        (["a"], ("a",)),
    ],
)
def test_equal_parameters_are_written_equally(one: object, other: object) -> None:
    assert written(one) == written(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (True, 1),
        (None, "None"),
        (("a", "b"), ("ab",)),
        (("a", ("b",)), (("a", "b"),)),
        ({"a": "b"}, ("a", "b")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (dt.date(2012, 3, 1), "2012-03-01"),
        (Value(text="a"), Value(text="b")),
    ],
)
def test_different_parameters_are_written_differently(one: object, other: object) -> None:
    assert written(one) != written(other)


def test_an_object_without_a_form_is_our_own_mistake() -> None:
    with pytest.raises(TypeError, match="cannot be a object"):
        written(object())


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    edition: str
    value: Value

    def __call__(self, given: Inputs) -> bytes:
        return given.files.read("a.md")


@pytest.mark.parametrize("kind", ["value", "partial"])
def test_an_identity_keeps_short_words_and_digests_of_long_ones(kind: str) -> None:
    value = Value(text="x" * 200)
    partial = functools.partial(act, edition="en", value=value)
    action: task.Action = Act(edition="en", value=value) if kind == "value" else partial
    identity = Canon().identity(action)
    assert identity.parameters["edition"] == "en"
    assert len(identity.parameters["value"]) == 64
    assert identity.places == {"protocolpress.toml"}
    assert identity.function.casefold().endswith(":act")


# ── what is remembered ───────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_asking_and_listing_are_remembered_and_so_is_what_is_missing() -> None:
    files = MemoryFiles({"a.md": "A"})
    seen = recording.RecordingFiles(files)
    seen.read("a.md")
    seen.exists("b.md")
    seen.glob("*.md")
    with pytest.raises(FilesError):
        seen.read("c.md")
    dependencies = {(kind, name): value for kind, name, value in seen.dependencies()}
    assert dependencies == {
        ("read", "a.md"): recording.digest(b"A"),
        ("exists", "b.md"): "no",
        ("glob", "*.md"): recording.digest_of_names(("a.md",)),
        ("read", "c.md"): "-missing-file",
    }
    assert all(recording.now(files, kind, name) == value for (kind, name), value in dependencies.items())


def test_a_file_that_changes_under_a_task_never_looks_as_it_was() -> None:
    contents: dict[str, bytes | str] = {"a.md": "A"}
    files = MemoryFiles(contents)
    seen = recording.RecordingFiles(files)
    seen.read("a.md")
    files._contents["a.md"] = b"B"  # noqa: SLF001 - the file changes
    seen.read("a.md")
    files._contents["a.md"] = b"A"  # noqa: SLF001 - and changes back
    ((kind, name, value),) = seen.dependencies()
    assert recording.now(files, kind, name) != value


def test_a_task_with_problems_has_read_the_files_that_they_name() -> None:
    files = MemoryFiles({"a.md": "A", "protocolpress.toml": "T"})
    made = task.perform(act, files, {}, places=("protocolpress.toml",))
    assert ("read", "protocolpress.toml", recording.digest(b"T")) in made.dependencies
    quiet = task.perform(act, MemoryFiles({"protocolpress.toml": "T"}), {}, places=("protocolpress.toml",))
    assert [dependency[:2] for dependency in quiet.dependencies] == [("exists", "a.md")]


def test_the_versions_of_libraries_are_those_that_importlib_tells() -> None:
    for name in ("WeasyPrint", "Jinja2", "jinja2", "pypdf", "markdown-it-py", "mdit_py_plugins", "PyYAML"):
        assert versions.of(name) == importlib.metadata.version(name)
    assert versions.of("no-such-library") == "none"


# ── large files ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_large_file_has_the_digest_of_its_bytes_whatever_it_was_before() -> None:
    first, other = bytes(recording.LARGE), b"x" * recording.LARGE
    for data in (first, first, other, first):
        assert recording.digest_of_file("fonts/large", data) == recording.digest(data)


def test_not_all_large_files_are_kept() -> None:
    for number in range(40):
        recording.digest_of_file(f"sources/media/{number}.png", bytes([number]) * (1 << 20))
    assert sum(len(data) for data, _ in recording._digested.values()) <= recording.MOST  # noqa: SLF001 - nothing else tells
