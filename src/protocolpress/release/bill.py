"""The bill of materials of a release: names of tools in, a CycloneDX document out, the same bytes for the same tools.

It lists the program, the packages that it needs and those that these need, Python, and the system libraries used by a
build. Nothing is imported for it: the metadata of installed packages (PyPA, "Core metadata") identify them, and the
shipped lock file has the digests of their accepted files. It contains no time and no serial number. Source: CycloneDX
1.6 (ECMA-424); Package URL.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import re
from collections.abc import Iterable, Mapping
from email.message import Message
from typing import Any, cast

from packaging.requirements import Requirement

from protocolpress import __version__, files
from protocolpress.build import versions

NAME = "bom.json"
"""Its file name beside manifest.json, as CycloneDX prescribes."""

LOCK = "requirements/build.txt"

LICENCE = "GPL-3.0-or-later"

OF_SYSTEM = ("Python", "zlib", *versions.SYSTEM)

SPDX = {
    "Apache Software License": "Apache-2.0",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Identifiers for names used by older packages; "BSD License" may be one of several, and is kept."""

FEW = 2
"""Files of a version in the lock file that are the same for every machine: a wheel, and the source archive."""

LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ]+)(.*(?:\n    --hash=.*)*)", re.MULTILINE)

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An installed package; *licences* are SPDX identifiers or expressions, or other names."""

    name: str
    version: str
    licences: tuple[str, ...]
    needs: tuple[tuple[str, frozenset[str]], ...]
    """The packages that it requires here, each with the extras required."""


def write(tools: Mapping[str, str], *, extras: Iterable[str] = ()) -> bytes:
    """Write the bill of a release made with *tools*, versions by name, and with the packages of *extras*."""
    lock = _lock()
    parts = closure((*tools, *extras, *_own()), lock.keys() | {normal(name) for name in extras})
    system = {name: tools[name] for name in OF_SYSTEM if tools.get(name, versions.NONE) != versions.NONE}
    own = f"protocolpress@{__version__}"
    known = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "protocolpress",
                "version": __version__,
                "licenses": _licences((LICENCE,)),
            }
        },
        "components": [
            *(_component(part, lock.get(part.name, ("", ()))) for part in parts.values()),
            *(_of_system(name, version) for name, version in sorted(system.items())),
        ],
        "dependencies": [
            {"ref": own, "dependsOn": [*map(_address, parts.values()), *map(_of_machine, sorted(system.items()))]},
            *(
                {"ref": _address(part), "dependsOn": [_address(parts[name]) for name, _ in part.needs if name in parts]}
                for part in parts.values()
            ),
        ],
    }
    return (json.dumps(known, ensure_ascii=False, indent=2) + "\n").encode()


def _own() -> tuple[str, ...]:
    """Return this program's own requirements; nothing if it runs without being installed."""
    own = installed("protocolpress")
    return tuple(name for name, _ in own.needs) if own else ()


def closure(names: Iterable[str], allowed: Iterable[str]) -> dict[str, Part]:
    """Return the packages *names* and all their requirements, by name, sorted; those not *allowed* belong to others."""
    allowed, found, asked = {*allowed}, dict[str, Part](), dict[str, frozenset[str]]()
    waiting = [(normal(name), frozenset[str]()) for name in names]
    while waiting:
        name, extras = waiting.pop()
        extras |= asked.get(name, frozenset())
        if name not in allowed or asked.get(name) == extras:
            continue
        asked[name] = extras
        if part := installed(name, extras):
            found[name] = part
            waiting += part.needs
    return dict(sorted(found.items()))


def installed(name: str, extras: frozenset[str] = frozenset()) -> Part | None:
    """Return a package's own metadata; None if it is not installed."""
    try:
        package = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    data = cast("Message", package.metadata)
    needs = _needs(package.requires or [], extras)
    return Part(name=normal(name), version=package.version, licences=licences(data), needs=needs)


def _needs(said: Iterable[str], extras: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the requirements on this machine with *extras*, by name."""
    found: dict[str, frozenset[str]] = {}
    for one in map(Requirement, said):
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found[normal(one.name)] = found.get(normal(one.name), frozenset()) | one.extras
    return tuple(sorted(found.items()))


def licences(data: Message) -> tuple[str, ...]:
    """Return the licences in core metadata: as an expression, by classifiers, or in a few words."""
    if expression := data.get("License-Expression"):
        return (str(expression),)
    classifiers = (str(text) for text in data.get_all("Classifier", []))
    named = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License :: ")]
    said = str(data.get("License", "")).strip()
    short = [said] if said and len(said) < 40 and "\n" not in said else []
    exact = [text for text in short if re.fullmatch(r"[A-Za-z0-9.-]+", text)]
    return tuple(SPDX.get(text, text) for text in exact or named or short)


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _lock() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the version and the digests of each package in the program's own lock file."""
    text = (files.shipped() / LOCK).read_text("utf-8")
    return {match[1]: (match[2], tuple(HASH.findall(match[3]))) for match in LOCKED.finditer(text)}


def _component(part: Part, locked: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(part),
        "name": part.name,
        "version": part.version,
        "licenses": _licences(part.licences),
        "purl": _address(part),
    }
    version, digests = locked
    if version == part.version and len(digests) <= FEW:
        hashes = [{"alg": "SHA-256", "content": digest} for digest in sorted(digests)]
        comment = "the files that the lock accepts"
        made["externalReferences"] = [
            {"type": "distribution", "url": _address(part), "comment": comment, "hashes": hashes}
        ]
    return made


def _of_system(name: str, version: str) -> dict[str, Any]:
    address = _of_machine((name, version))
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def _of_machine(tool: tuple[str, str]) -> str:
    name, version = tool
    return f"pkg:generic/{normal(name.replace(' ', '-'))}@{version}"


def _address(part: Part) -> str:
    return f"pkg:pypi/{part.name}@{part.version.replace('+', '%2B')}"


def _licences(names: Iterable[str]) -> list[dict[str, Any]]:
    found = [*names]
    if len(found) == 1 and re.search(" (OR|AND|WITH) ", found[0]):
        return [{"expression": found[0]}]
    return [{"license": {"id" if re.fullmatch(r"[A-Za-z0-9.-]+", name) else "name": name}} for name in found]
