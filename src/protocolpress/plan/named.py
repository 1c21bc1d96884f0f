"""Entries of the registry that public documents name: each of them has a page on the website.

In: surveys. Out: for each kind, its entries with their documents, the newest first. An entry that only other documents
name is not here.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence

from protocolpress.plan.paths import Survey

KINDS = ("people", "organizations", "places", "topics", "groups")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The ids of the registry by kind; of people, each office: its organization, its first and its last day, or ""."""

    people: Mapping[str, tuple[tuple[str, str, str], ...]]
    organizations: frozenset[str]
    places: frozenset[str]
    topics: frozenset[str]

    def organizations_of(self, person: str, day: str = "") -> tuple[str, ...]:
        """Return the organizations in which a person holds an office on a *day*, or ever."""
        offices = self.people.get(person, ())
        return tuple(o for o, start, end in offices if not day or (start <= day and (not end or day <= end)))


def registered(data: bytes | None) -> Registered:
    """Read the survey of the registry; None if it has errors."""
    known = json.loads(data) if data else {"people": {}, "organizations": [], "places": [], "topics": []}
    return Registered(
        people={person: tuple(map(tuple, offices)) for person, offices in known["people"].items()},
        **{kind: frozenset(known[kind]) for kind in ("organizations", "places", "topics")},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The documents of an entry, the newest first, and the people of an organization."""

    documents: tuple[str, ...]
    people: tuple[str, ...] = ()


def entries(
    surveys: Mapping[str, Survey], annexes: Mapping[str, Survey], registry: Registered, groups: Sequence[str]
) -> dict[str, dict[str, Found]]:
    """Return the entries that documents name, by kind and id; a kind without entries is left out."""
    ordered = sorted(surveys, key=lambda i: (surveys[i].day, i), reverse=True)
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
    staff: dict[str, set[str]] = {}
    for document_id in ordered:
        survey = surveys[document_id]
        own = {*survey.entries, *(entry for a in survey.annexes if a in annexes for entry in annexes[a].entries)}
        people = sorted(own & registry.people.keys())
        at = {o for person in people for o in registry.organizations_of(person, survey.day)}
        for person in people:
            for organization in registry.organizations_of(person):
                staff.setdefault(organization, set()).add(person)
        kinds = {
            "people": people,
            "organizations": sorted((own | at) & registry.organizations),
            "places": sorted(own & registry.places),
            "topics": sorted(own & registry.topics),
            "groups": [survey.group] if survey.group in groups else [],
        }
        for kind, names in kinds.items():
            for name in names:
                found[kind].setdefault(name, []).append(document_id)
    for organization in sorted(staff.keys() & registry.organizations):  # of an office that nobody held on these days
        found["organizations"].setdefault(organization, [])
    return {
        kind: {name: Found(tuple(ids), tuple(sorted(staff.get(name, ())))) for name, ids in sorted(named.items())}
        for kind, named in found.items()
        if named
    }
