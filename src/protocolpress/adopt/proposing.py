"""Entries proposed for the registry: pairs of blocks come in; the organizations and people that they introduce go out.

An organization is a name for which the text gives a short form: the Office of Harbours (hereinafter the "Office"). A
person is a title followed by two names or more: Mr. John Smith. Nothing is entered automatically: proposals are to be
read and corrected.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from protocolpress import markup
from protocolpress.adopt.align import Pair

_CAPITAL = r"[^\W\d_a-zа-яё][\w’'.-]*"
_ORGANIZATION = re.compile(
    rf"((?:{_CAPITAL})(?:\s+(?:of|for|and|the|in|on|{_CAPITAL}|[а-яё][\w-]+)){{1,14}})\s*"
    r"\((?:hereinafter|далее)[^()“”«»\"]{0,40}[“«\"]([^“”«»\"()]{2,60})[”»\"]\)"
)
_PERSON = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Amb|г-н|г-жа|д-р)\.?\s+((?:{_CAPITAL}\s+){{1,3}}{_CAPITAL})(?=[\s,;.)]|$)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """An entry for a file of the registry: its id, name and short name, and their translations."""

    file: str
    id: str
    name: str
    short: str = ""
    translations: tuple[str, ...] = ()

    def yaml(self) -> str:
        """Write the entry as YAML for the registry."""
        short = f", short: {self.short}" if self.short else ""
        said = f"    # {'; '.join(self.translations)}" if self.translations else ""
        return f"{self.id}: {{name: {self.name}{short}}}{said}"


def find(pairs: Iterable[Pair]) -> tuple[Proposal, ...]:
    """Find each entry that a source introduces, once, with the words in its place in the translation."""
    found: dict[str, Proposal] = {}
    for pair in pairs:
        if pair.source is None:
            continue
        source = markup.plain(markup.inline(pair.source.text))
        target = markup.plain(markup.inline(pair.target.text)) if pair.target else ""
        for proposal in _proposals(source, target):
            found.setdefault(proposal.id, proposal)
    return tuple(found.values())


def _proposals(source: str, target: str) -> Iterator[Proposal]:
    theirs = _ORGANIZATION.findall(target)
    ours = _ORGANIZATION.findall(source)
    for number, (name, short) in enumerate(ours):
        said = theirs[number] if len(theirs) == len(ours) else ()
        yield Proposal("organizations.yaml", _id(short), _words(name), short, tuple(map(_words, said)))
    people = _PERSON.findall(target)
    named = _PERSON.findall(source)
    for number, name in enumerate(named):
        said = (people[number],) if len(people) == len(named) else ()
        yield Proposal("people.yaml", _id(name.split()[-1]), _words(name), "", tuple(map(_words, said)))


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "entry"


def _words(text: str) -> str:
    return " ".join(text.split()).removeprefix("The ")
