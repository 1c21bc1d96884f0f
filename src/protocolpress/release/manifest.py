"""The contents of a release: manifest.json for people and programs, SHA256SUMS for `sha256sum -c`.

In: values. Out: bytes, the same for the same values; and back. Nothing is read from a disk here. A manifest need not be
trusted: one in another format is a `ValueError`, and none of its paths leads out of its folder.
"""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

from protocolpress import files

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.p7s"
"""A detached signature of `SUMS`, added after the release was made."""

FORMAT = "protocolpress release 1"
"""The version of the format of manifest.json."""

TYPES = {
    "": "text/plain",
    ".conf": "text/plain",
    ".css": "text/css",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Media types by file extension (IANA). Python's `mimetypes` would depend on the machine."""

ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
"""Escapes of `sha256sum` for characters in a name; a line with one of them begins with a backslash."""

DIGEST = re.compile("[0-9a-f]{64}")

LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A file of a release."""

    path: str
    size: int
    sha256: str
    made_from: tuple[str, ...] = ()
    """The files of the project from which it was made, sorted, including fonts and the program's own templates."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The contents of manifest.json."""

    date: str
    locales: tuple[str, ...]
    editions: tuple[str, ...]
    coverage: list[dict[str, object]]
    """The figures of `status --format json`."""
    verdicts: Mapping[str, bool]
    """The validators of the PDFs; False for one that was skipped."""
    tools: Mapping[str, str]
    inputs: Mapping[str, str]
    """The digests of all input files."""
    files: tuple[Released, ...]


def write(manifest: Manifest) -> bytes:
    """Write manifest.json: paths sorted, one fact on each line."""
    known = {
        "format": FORMAT,
        "date": manifest.date,
        "locales": manifest.locales,
        "editions": manifest.editions,
        "verdicts": manifest.verdicts,
        "tools": dict(sorted(manifest.tools.items())),
        "coverage": manifest.coverage,
        "inputs": dict(sorted(manifest.inputs.items())),
        "files": [_record(file) for file in sorted(manifest.files, key=lambda file: file.path)],
    }
    return (json.dumps(known, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes) -> dict[str, Released]:
    """Return the files listed in a manifest.json, by path.

    Raises:
        ValueError: it has another form; the text says which.
    """
    try:
        known = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(known, dict) or known.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT!r}")
    records = known.get("files")
    if not isinstance(records, list):
        raise ValueError("it has no list of files")  # noqa: TRY004 - a file's form, not a caller's mistake
    return {file.path: file for file in map(_released, records)}


def write_sums(sums: Mapping[str, str]) -> bytes:
    """Write SHA256SUMS: digests by path, as `sha256sum` does."""
    lines = []
    for path in sorted(sums):
        name = "".join(ESCAPES.get(letter, letter) for letter in path)
        mark = "" if name == path else "\\"
        lines.append(f"{mark}{sums[path]}  {name}\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


def read_sums(data: bytes) -> dict[str, str]:
    """Return the digests in a SHA256SUMS, by path.

    Raises:
        ValueError: a line has another form.
    """
    sums = {}
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        if not line:
            continue
        found = LINE.fullmatch(line)
        path = found and (_unescaped(found[3]) if found[1] else found[3])
        if not found or not path or not files.is_inside(path.replace("\\", "_")):
            raise ValueError(f"line {number} is not an entry of a list of SHA-256 digests")
        sums[path] = found[2]
    return sums


def _record(file: Released) -> dict[str, object]:
    kind = TYPES.get(posixpath.splitext(file.path)[1].lower(), "application/octet-stream")
    return {
        "path": file.path,
        "size": file.size,
        "sha256": file.sha256,
        "type": kind,
        "made_from": file.made_from,
    }


def _released(record: Any) -> Released:  # noqa: ANN401 - any JSON value
    match record:
        case {"path": str(path), "size": int(size), "sha256": str(digest)} if files.is_inside(
            path
        ) and DIGEST.fullmatch(digest):
            return Released(path=path, size=size, sha256=digest)
    raise ValueError("a file in it lacks its path, its size or its digest")


def _unescaped(name: str) -> str:
    letters = {written: letter for letter, written in ESCAPES.items()}
    return re.sub(r"\\[\\nr]", lambda found: letters[found[0]], name)


def sums_of(found: Iterable[Released]) -> dict[str, str]:
    """Return the digests of files by path."""
    return {file.path: file.sha256 for file in found}
