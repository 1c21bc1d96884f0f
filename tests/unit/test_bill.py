"""Bills of materials: what a release was made with, in a form that others read; and under which licences it is."""

from __future__ import annotations

import email
import importlib.metadata
import json
import re
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from protocolpress.build import versions
from protocolpress.release import bill
from support import ROOT

TOOLS = {name: versions.of(name) for name in (*bill.OF_SYSTEM, "WeasyPrint", "pypdf")}

COMPATIBLE = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0"),
    "PSF-2.0",  # "compatible with the GNU GPL"
    *("GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-2.0-or-later", "LGPL-2.1-or-later", "LGPL-3.0-or-later"),
    "BSD License",  # of two or three clauses, both of which will do; packages with four call them by another name
    "OFL-1.1",  # of fonts, which are beside the program and in its PDFs, and no part of it
}
"""What may be put together with a program under GPL 3 or later (gnu.org, "Various licenses and comments")."""


def made() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bill.write(TOOLS, extras=["opendataloader-pdf"]))
    return found


def test_a_bill_is_what_cyclonedx_says() -> None:
    data = bill.write(TOOLS, extras=["opendataloader-pdf"]).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(data) is None
    wrong = data.replace('"type": "library"', '"type": "book"', 1)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(wrong) is not None


def test_a_bill_names_what_is_needed_and_no_more() -> None:
    names = {part["name"] for part in made()["components"]}
    assert {"weasyprint", "pydyf", "pypdf", "babel", "fontpkg-pt-serif", "opendataloader-pdf"} <= names
    assert {"fonttools", "zopfli"} <= names  # WeasyPrint asks for fonttools[woff], which asks for zopfli
    assert {"Python", "Pango"} <= names
    assert not names & {"hatchling", "pytest", "setuptools", "colorama", "cyclonedx-python-lib"}


def test_a_bill_names_the_font_packages_of_a_project() -> None:
    found = json.loads(bill.write(TOOLS, extras=["fontpkg-noto-sans"]))
    (package,) = (part for part in found["components"] if part["name"] == "fontpkg-noto-sans")
    assert package["version"] == importlib.metadata.version("fontpkg-noto-sans")


def test_a_bill_has_versions_addresses_licences_and_the_digests_of_the_lock() -> None:
    (pypdf,) = (part for part in made()["components"] if part["name"] == "pypdf")
    version = importlib.metadata.version("pypdf")
    assert (pypdf["version"], pypdf["purl"]) == (version, f"pkg:pypi/pypdf@{version}")
    assert pypdf["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    (files,) = pypdf["externalReferences"]
    lock = (ROOT / "requirements/build.txt").read_text()
    block = re.search(r"^pypdf==.*(\n    --hash.*)*", lock, re.MULTILINE)
    assert block
    assert {one["content"] for one in files["hashes"]} == set(re.findall("[0-9a-f]{64}", block[0]))


def test_a_bill_says_what_needs_what() -> None:
    needs = {one["ref"].split("@")[0]: one["dependsOn"] for one in made()["dependencies"]}
    every = {part["bom-ref"] for part in made()["components"]}
    assert any(ref.startswith("pkg:pypi/pydyf@") for ref in needs["pkg:pypi/weasyprint"])
    assert {*needs["protocolpress"]} == every
    assert all({*refs} <= every for refs in needs.values())


def test_a_bill_has_no_time_and_no_number_of_its_own_and_is_the_same_each_time() -> None:
    data = bill.write(TOOLS)
    assert bill.write(dict(reversed(TOOLS.items()))) == data
    assert not {"serialNumber", "timestamp"} & {*json.loads(data), *json.loads(data)["metadata"]}


def test_a_version_that_the_lock_does_not_know_has_no_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill, "_lock", lambda: {"pypdf": ("0.1", ("0" * 64,))})
    (pypdf,) = (part for part in json.loads(bill.write({"pypdf": "x"}))["components"])
    assert "externalReferences" not in pypdf


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("License-Expression: Apache-2.0 OR BSD-2-Clause\nLicense: MIT", ("Apache-2.0 OR BSD-2-Clause",)),
        ("License: MIT\nClassifier: License :: OSI Approved :: BSD License", ("MIT",)),
        ("License: MIT license\nClassifier: License :: OSI Approved :: MIT License", ("MIT",)),
        (
            "License: The MIT License (MIT) Copyright (c) 2016 Somebody\nClassifier: License :: OSI Approved",
            ("OSI Approved",),
        ),
        ("License: Public domain", ("Public domain",)),
        ("Name: x", ()),
    ],
)
def test_licences_of_core_metadata(data: str, found: tuple[str, ...]) -> None:
    assert bill.licences(email.message_from_string(data)) == found


def locked() -> list[str]:
    """Return the packages that are locked for building, and are here: some are for other systems only."""
    names = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements/build.txt").read_text(), re.MULTILINE)
    return [name for name in (*names, "opendataloader-pdf") if bill.installed(name)]


def test_most_packages_of_the_lock_are_here() -> None:
    assert len(locked()) > 40


@pytest.mark.parametrize("name", locked())
def test_the_licence_of_a_package_goes_with_ours(name: str) -> None:
    part = bill.installed(name)
    assert part
    assert any(_compatible(licence) for licence in part.licences), part


def _compatible(expression: str) -> bool:
    """Whether one choice of an SPDX expression (of OR and AND) is all compatible."""
    choices = expression.replace("(", "").replace(")", "").split(" OR ")
    return any(all(one in COMPATIBLE for one in choice.split(" AND ")) for choice in choices)


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        *(("MIT", True), ("GPL-2.0-only", False), ("GPL-2.0-only OR MIT", True), ("MIT AND BSD-4-Clause", False)),
        *(("Proprietary", False), ("SSPL-1.0", False), ("MIT AND Apache-2.0", True)),
    ],
)
def test_what_counts_as_compatible(expression: str, fits: bool) -> None:
    assert _compatible(expression) == fits
