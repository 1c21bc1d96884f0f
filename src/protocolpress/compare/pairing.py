"""Units of two versions → which is which: pairs, moves, one that became several, several that became one.

Certain pairs come first (anchors that an author has named, texts that occur once), then what their positions suggest,
then similar words anywhere. A unit is moved if its neighbours kept their order and it did not; a number is never
compared, so that a unit that was only renumbered is the same.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from protocolpress.compare import alignment, tokens
from protocolpress.compare.units import Unit
from protocolpress.model import Text

NEAR = 0.3
"""Least likeness of units in the same gap."""

ALONE = 0.12
"""Least likeness of the only two units in a gap, which are at the same level."""

FAR = 0.6
"""Least likeness of units anywhere in the document."""

CERTAIN = 0.95
"""Least share of a unit's words that come from a unit that was split, if it is not to be paired with another one."""

CONTAINED = 0.7
"""Least share of a unit's words that come from the unit that was split."""

RARE = 12
"""Maximum number of units that share a word, if it is to suggest a pair."""

FEW = 3
"""Number of words that a unit needs for its likeness to count far away."""

VOTES = 0.5
"""Least share of the units below, if they are to decide what is above them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The relation of the units of two versions, by their places in each of them."""

    pairs: Mapping[int, int]
    """Old → new."""
    moved: frozenset[int]
    """The old places of units that were moved."""
    split: Mapping[int, tuple[int, ...]]
    """An old place, and the new units into which it was divided, in order; the pair of it is one of them."""
    merged: Mapping[int, tuple[int, ...]]
    """A new place, and the old units that it joins."""


def pair(old: Sequence[Unit], new: Sequence[Unit]) -> Match:
    """Pair the units of two versions."""
    pairing = _Pairing(old, new)
    pairing.certain()
    before = -1
    while before != len(pairing.pairs):  # a pair above makes others below likely
        before = len(pairing.pairs)
        pairing.elect()
        pairing.near()
        pairing.far()
    split, merged = pairing.continued(CONTAINED)
    return Match(pairs=pairing.pairs, moved=frozenset(pairing.moved()), split=split, merged=merged)


Bag = tuple[collections.Counter[str], ...]
"""The words of a unit in each language."""


def bag(unit: Unit) -> Bag:
    """Count the words of a unit; references count without their targets."""
    if unit.tables:
        return counted([[cell for row in (table.header, *table.rows) for cell in row] for table in unit.tables])
    return counted([[text] for text in unit.texts])


def counted(texts: Iterable[Iterable[Text]]) -> Bag:
    """Count the words of texts in each language."""
    return tuple(
        collections.Counter(token.key for text in column for token in tokens.read(text) if token.kind != "sign")
        for column in texts
    )


def likeness(one: Bag, other: Bag) -> float:
    """Return the share of common words, from 0 to 1, in the languages on average."""
    shares = [_share(a, b) for a, b in zip(one, other, strict=False)]
    return sum(shares) / len(shares) if shares else 0.0


def _share(one: collections.Counter[str], other: collections.Counter[str]) -> float:
    total = one.total() + other.total()
    if not total:
        return 1.0
    return 2 * (one & other).total() / total


class _Pairing:
    """The pairs so far."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.bags, self.new_bags = [bag(unit) for unit in old], [bag(unit) for unit in new]
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take pairs, if neither has another partner and both have one form."""
        for here, there in pairs:
            if here not in self.pairs and there not in self.taken and self.old[here].form == self.new[there].form:
                self.pairs[here] = there
                self.taken.add(there)

    def certain(self) -> None:
        """Pair titles and facts by name, headings by anchor, and texts that occur once: in all languages, or in one."""
        self.add(alignment.unique([*map(_name, self.old)], [*map(_name, self.new)]))
        self.add(alignment.unique([*map(_whole, self.old)], [*map(_whole, self.new)]))
        for locale in range(len(self.old[0].texts)):
            self.add(
                alignment.unique(
                    [_one(unit, locale, place, -1) for place, unit in enumerate(self.old)],
                    [_one(unit, locale, place, 1) for place, unit in enumerate(self.new)],
                )
            )

    def elect(self) -> None:
        """Pair what is above the same units: a heading in other words is still the heading of its article."""
        votes: dict[int, collections.Counter[int]] = collections.defaultdict(collections.Counter)
        below = collections.Counter(unit.parent for unit in self.old)
        for here, there in self.pairs.items():
            above, above_new = self.old[here].parent, self.new[there].parent
            if above >= 0 and above_new >= 0 and above not in self.pairs and above_new not in self.taken:
                votes[above][above_new] += 1
        for above, counted in sorted(votes.items()):
            there, number = min(counted.items(), key=lambda item: (-item[1], item[0]))
            if number >= VOTES * below[above] and not self._differently_named(above, there):
                self.add([(above, there)])

    def _differently_named(self, here: int, there: int) -> bool:
        one, other = self.old[here], self.new[there]
        return (
            one.named
            and other.named
            and one.anchor != other.anchor
            and likeness(self.bags[here], self.new_bags[there]) < NEAR
        )

    def near(self) -> None:
        """Pair similar units in the gaps between those below the same pair."""
        below, below_new = _children(self.old), _children(self.new)
        for above, above_new in sorted(self.pairs.items()):
            old, new = below.get(above, []), below_new.get(above_new, [])
            if old and new:
                self._gaps(old, new)

    def _gaps(self, old: Sequence[int], new: Sequence[int]) -> None:
        places = {there: place for place, there in enumerate(new)}
        pairs = {
            place: places[self.pairs[here]] for place, here in enumerate(old) if self.pairs.get(here, -1) in places
        }
        for gap, gap_new in list(alignment.gaps(len(old), len(new), pairs)):
            rest = [old[place] for place in gap if old[place] not in self.pairs]
            rest_new = [new[place] for place in gap_new if new[place] not in self.taken]
            if len(rest) == len(rest_new) == 1 and self._alike(rest[0], rest_new[0]) >= ALONE:
                self.add([(rest[0], rest_new[0])])
            else:
                self.add(alignment.similar(rest, rest_new, self._alike, NEAR))

    def _alike(self, here: int, there: int) -> float:
        """Return the likeness of two units, 0 if they cannot be a pair."""
        one, other = self.old[here], self.new[there]
        if one.form != other.form or one.label != other.label:
            return 0.0
        like = likeness(self.bags[here], self.new_bags[there])
        return like + 0.05 * (one.role == other.role and one.level == other.level)

    def far(self) -> None:
        """Pair similar units anywhere, the most similar first, but for those that were certainly divided or joined."""
        split, merged = self.continued(CERTAIN)
        held = {one for group in merged.values() for one in group}
        held_new = {one for group in split.values() for one in group}
        index: dict[str, list[int]] = collections.defaultdict(list)
        for there in range(len(self.new)):
            if there not in self.taken and there not in held_new:
                for word in self._words(self.new_bags[there]):
                    index[word].append(there)
        found = []
        for here in range(len(self.old)):
            if here in self.pairs or here in held:
                continue
            near = {there for word in self._words(self.bags[here]) for there in index.get(word, [])[: RARE + 1]}
            for there in near:
                like = self._alike(here, there)
                if like >= FAR and sum(map(len, self.bags[here])) >= FEW * len(self.bags[here]):
                    found.append((-like, here, there))
        self.add((here, there) for _, here, there in sorted(found))

    @staticmethod
    def _words(one: Bag) -> set[str]:
        return {word for column in one for word in column}

    def moved(self) -> Iterator[int]:
        """Yield the old places of units that left their neighbours."""
        below = _children(self.old)
        for above, children in below.items():
            pairs = [(here, self.pairs[here]) for here in children if here in self.pairs]
            stayed = [one for one in pairs if self.new[one[1]].parent == self.pairs.get(above, -1)]
            steady = alignment.kept([there for _, there in stayed])
            for position, (here, _) in enumerate(stayed):
                if position not in steady and self._can_move(here):
                    yield here
        flat = [(here, there) for here, there in sorted(self.pairs.items()) if self._can_move(here)]
        steady = alignment.kept([there for _, there in flat])
        for position, (here, there) in enumerate(flat):
            above, above_new = self.old[here].parent, self.new[there].parent
            if self.pairs.get(above, -1) != above_new:
                around = above not in self.pairs or above_new not in self.taken
                if not (around and position in steady):  # a heading was inserted above it, say: it stayed
                    yield here

    def _can_move(self, here: int) -> bool:
        """Whether the unit has a place of its own: a title and a fact are where the page has them."""
        return self.old[here].form in ("heading", "paragraph", "table")

    def continued(self, least: float) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
        """Return the old units that were divided, with the new ones, and the new units that join old ones."""
        split = dict(_divided(self.pairs, self.new, (self.bags, self.new_bags), least))
        back = {there: here for here, there in self.pairs.items()}
        taken = {place for group in split.values() for place in group}
        joined = _divided(back, self.old, (self.new_bags, self.bags), least)
        return split, {place: group for place, group in joined if place not in taken}


def _divided(
    pairs: Mapping[int, int], others: Sequence[Unit], both: tuple[Sequence[Bag], Sequence[Bag]], least: float
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each unit of one version that continues in unpaired neighbours of its partner, with all of them."""
    own, bags = both
    taken = set(pairs.values())
    used: set[int] = set()
    for here, there in sorted(pairs.items()):
        if others[there].form != "paragraph":
            continue
        rest = _without(own[here], bags[there])
        group = [there]
        for step in (1, -1):
            place = there + step
            while 0 <= place < len(others) and place not in taken and place not in used:
                if others[place].form != "paragraph" or _contained(bags[place], rest) < least:
                    break
                rest = _without(rest, bags[place])
                used.add(place)
                group.append(place)
                place += step
        if len(group) > 1:
            yield here, tuple(sorted(group))


def _name(unit: Unit) -> Hashable:
    """Return what names a unit in every version: a title's document, a fact's label, a heading's anchor."""
    if unit.form == "title":
        return unit.part, "title", ""
    if unit.label:
        return unit.part, "label", unit.label
    return (unit.part, "anchor", unit.anchor) if unit.named else (id(unit), "", "")


def _whole(unit: Unit) -> Hashable:
    """Return everything that a unit says, in all languages; without words, it is like no other."""
    said = tuple(_keys(text) for text in _texts(unit))
    return (unit.form, unit.role, said) if any(said) else id(unit)


def _one(unit: Unit, locale: int, place: int, sign: int) -> Hashable:
    """Return what a unit says in one language, if that is enough to know it."""
    said = _keys(unit.texts[locale]) if unit.texts and unit.texts[locale].translated else ()
    return (unit.form, said) if len(said) > FEW else (sign * (place + 1), ())


def _texts(unit: Unit) -> Iterator[Text]:
    yield from unit.texts
    for table in unit.tables:
        for row in (table.header, *table.rows):
            yield from row


def _keys(text: Text) -> tuple[str, ...]:
    return tuple(token.key for token in tokens.read(text))


def _children(units: Sequence[Unit]) -> dict[int, list[int]]:
    """Return the places of the units below each unit, by its place."""
    found: dict[int, list[int]] = collections.defaultdict(list)
    for place, unit in enumerate(units):
        found[unit.parent].append(place)
    return found


def _without(one: Bag, other: Bag) -> Bag:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _contained(one: Bag, other: Bag) -> float:
    """Return the share of the words of *one* that are in *other*, in the languages on average."""
    if any(column.total() < FEW - 1 for column in one):
        return 0.0
    shares = [(a & b).total() / a.total() for a, b in zip(one, other, strict=True)]
    return sum(shares) / len(shares)
