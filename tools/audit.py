"""Compare the locks with advisories: a copy of PyPA's database comes in; its advisories on the locked versions go out.

    git clone https://github.com/pypa/advisory-database
    make audit ADVISORIES=advisory-database

Nothing is fetched. An advisory is a YAML file in OSV's form; one that was withdrawn does not count. The exit code is 1
where a locked version is affected, and 2 where the folder is no copy of the database.
Source: Open Source Vulnerability format 1.7, "affected".
"""

from __future__ import annotations

import pathlib
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from packaging.version import InvalidVersion, Version

LOCKS = pathlib.Path(__file__).resolve().parents[1] / "requirements"

LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)


def main(folder: str) -> int:
    """Print the advisories on locked versions."""
    advisories = pathlib.Path(folder) / "vulns"
    if not advisories.is_dir():
        print(f"{folder} is not a copy of the advisory database: it has no folder vulns", file=sys.stderr)  # noqa: T201
        return 2
    locked = {pair for lock in LOCKS.glob("*.txt") for pair in LOCKED.findall(lock.read_text("utf-8"))}
    looked, found = 0, []
    for name, version in sorted(locked):
        for place in sorted((advisories / name).glob("*.yaml")):
            looked += 1
            found += [f"{name} {version}: {line}" for line in known(place, name, Version(version))]
    print(*found, f"{len(locked)} locked versions, {looked} advisories, {len(found)} that apply", sep="\n")  # noqa: T201
    return int(bool(found))


def known(place: pathlib.Path, name: str, version: Version) -> Iterator[str]:
    """Yield a line if the advisory at *place* is about this version."""
    said = yaml.safe_load(place.read_text("utf-8"))
    if "withdrawn" not in said and any(
        normal(one["package"]["name"]) == name and affects(one, version) for one in said.get("affected", ())
    ):
        yield " ".join([said["id"], *said.get("aliases", ()), said.get("summary", "")]).strip()


def affects(affected: Mapping[str, Any], version: Version) -> bool:
    """Whether a version is listed, or in a range."""
    listed = (parsed(text) for text in affected.get("versions", ()))
    ranges = (one for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM")
    return version in listed or any(inside(one["events"], version) for one in ranges)


def inside(events: list[Mapping[str, str]], version: Version) -> bool:
    """Whether a version is in a range from an event "introduced" to "fixed" or "last_affected"."""
    hit = False
    for event in events:
        ((kind, text),) = event.items()
        bound = parsed(text)
        if kind == "introduced" and (text == "0" or (bound and version >= bound)):
            hit = True
        elif (kind == "fixed" and bound and version >= bound) or (
            kind == "last_affected" and bound and version > bound
        ):
            hit = False
    return hit


def parsed(text: str) -> Version | None:
    """Return a version; None if it does not conform to PEP 440."""
    try:
        return Version(str(text))
    except InvalidVersion:
        return None


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
