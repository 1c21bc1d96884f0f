"""The locks against advisories: which versions an advisory is about, and what the command says."""

from __future__ import annotations

import importlib.metadata
import pathlib
import subprocess
import sys

import pytest

from support import ROOT, environment

VERSION = importlib.metadata.version("lxml")

ADVISORY = """
id: PYSEC-2012-1
summary: a fault
aliases: [CVE-2012-0001]
{more}
affected:
- package: {{name: {name}, ecosystem: PyPI}}
  ranges: [{{type: {kind}, events: [{events}]}}]
  versions: [{versions}]
"""


def audit(folder: pathlib.Path) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / "tools" / "audit.py"), str(folder)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("events", "versions", "more", "name", "kind", "hit"),
    [
        ("introduced: '0'", "", "", "lxml", "ECOSYSTEM", True),
        ("introduced: '0'", "", "", "LXML", "ECOSYSTEM", True),
        ("introduced: '0', fixed: '1.0'", "", "", "lxml", "ECOSYSTEM", False),
        (f"introduced: '0', fixed: '{VERSION}'", "", "", "lxml", "ECOSYSTEM", False),
        (f"introduced: '0', last_affected: '{VERSION}'", "", "", "lxml", "ECOSYSTEM", True),
        ("introduced: '0', fixed: '1.0', introduced: '2.0'", "", "", "lxml", "ECOSYSTEM", True),
        ("introduced: '9999'", "", "", "lxml", "ECOSYSTEM", False),
        ("introduced: '0'", "", "", "lxml", "GIT", False),
        ("introduced: '0'", "", "", "another", "ECOSYSTEM", False),
        ("introduced: '0'", "", "withdrawn: 2012-01-01", "lxml", "ECOSYSTEM", False),
        ("introduced: '9999'", f"'0.1', no-version, '{VERSION}'", "", "lxml", "ECOSYSTEM", True),
    ],
)
def test_an_advisory_is_about_some_versions(
    tmp_path: pathlib.Path, *, events: str, versions: str, more: str, name: str, kind: str, hit: bool
) -> None:
    listed = ", ".join(f"{{{event}}}" for event in events.split(", "))
    text = ADVISORY.format(events=listed, versions=versions, more=more, name=name, kind=kind)
    (tmp_path / "vulns/lxml").mkdir(parents=True)
    (tmp_path / "vulns/lxml/PYSEC-2012-1.yaml").write_text(text)
    code, said = audit(tmp_path)
    assert code == int(hit), said
    assert (f"lxml {VERSION}: PYSEC-2012-1 CVE-2012-0001 a fault\n" in said) == hit
    assert said.endswith(f" locked versions, 1 advisories, {int(hit)} that apply\n")


def test_a_folder_that_is_no_database_is_said(tmp_path: pathlib.Path) -> None:
    code, said = audit(tmp_path)
    assert (code, said) == (2, f"{tmp_path} is not a copy of the advisory database: it has no folder vulns\n")
