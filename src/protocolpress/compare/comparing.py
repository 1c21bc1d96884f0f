"""The columns of a document in two versions → a `Comparison`. Pure; the languages of both are the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocolpress import markup
from protocolpress.compare import pairing, tables, tokens, units, wording
from protocolpress.compare.pairing import Match
from protocolpress.compare.tables import Reading
from protocolpress.compare.tokens import Token
from protocolpress.compare.units import Unit
from protocolpress.compare.values import Comparison, Place, Row, What, Wording
from protocolpress.model import LocalizedDocument

NOTHING = Match(pairs={}, moved=frozenset(), split={}, merged={})

Columns = tuple[LocalizedDocument, ...]


def compare(old: Columns, new: Columns) -> Comparison:
    """Compare a document with its new version; a version without the document is empty, but not both.

    Both versions have the same languages in the same order. Rows are in the order of the new version; what was deleted,
    and where a moved unit was, follows the unit that it stood behind.
    """
    before, after = (units.read(one) if one else () for one in (old, new))
    match = pairing.pair(before, after) if before and after else NOTHING
    columns = new or old
    locales = tuple(column.locale for column in columns)
    return Comparison(
        document_id=columns[0].id,
        titles=tuple(markup.plain(column.title.spans) for column in columns),
        locales=locales,
        day=columns[0].day,
        rows=tuple(_Rows(locales, before, after, match).all()),
        whole="added" if not old else "deleted" if not new else "",
    )


class _Rows:
    """Makes the rows of one comparison."""

    def __init__(self, locales: tuple[str, ...], old: Sequence[Unit], new: Sequence[Unit], match: Match) -> None:
        self.locales = locales
        self.old, self.new, self.match = old, new, match
        self.back = {there: here for here, there in match.pairs.items()}
        self.reading = _reading(locales, old, new, match.pairs)
        self.carried = _carried(old, match)
        self.joined = {one for group in match.merged.values() for one in group}
        self.parts = {one: here for here, group in match.split.items() for one in group}

    def all(self) -> Iterator[Row]:
        """Yield the rows of the whole text."""
        waiting = self.waiting()
        yield from (self.gone(here) for here in waiting.get(-1, ()))
        for there in range(len(self.new)):
            if there not in self.parts:
                yield self.row(there)
            elif there == min(self.match.split[self.parts[there]]):
                yield self.row(self.match.pairs[self.parts[there]])
            yield from (self.gone(here) for here in waiting.get(there, ()))

    def waiting(self) -> dict[int, list[int]]:
        """Return the old units that are not in their place any longer, by the new unit that they stood behind."""
        found: dict[int, list[int]] = {}
        behind = -1
        for here in range(len(self.old)):
            there = self.match.pairs.get(here)
            if there is not None and here not in self.match.moved and here not in self.carried:
                group = self.match.split.get(here, (there,))
                behind = max(group)
            elif here not in self.joined or there is not None:
                found.setdefault(behind, []).append(here)
        return found

    def row(self, there: int) -> Row:
        """Make the row of a unit of the new version."""
        unit, here = self.new[there], self.back.get(there)
        if here is None:
            return self.lone(unit, "added")
        old = self.old[here]
        whats: set[What] = {"moved"} if here in self.match.moved else set()
        if here in self.match.split:
            whats.add("split")
        if there in self.match.merged:
            whats.add("merged")
        rows = tables.compare(old.tables, unit.tables, self.reading) if unit.tables else ()
        said = () if rows else self.wordings(here, there)
        every = [cell.wordings for row in rows if not row.gone for cell in row.cells] or [said]
        inner = {what for each in every for one in each if one.translated == one.was_translated for what in one.whats}
        inner |= {what for row in rows for what in row.whats if what != "moved"}
        if rows and (inner or any(row.whats for row in rows)):
            inner = (inner - {"added", "deleted"}) | {"table"}
        if inner and unit.form == "heading":
            inner.add("heading")
        return Row(
            form=unit.form,
            place=unit.place,
            wordings=said,
            table=rows,
            level=unit.level,
            role=unit.role,
            numbers=unit.numbers,
            old_numbers=old.numbers,
            whats=wording.ordered(whats | inner),
            old_place=old.place,
            move=here + 1 if here in self.match.moved or here in self.carried else 0,
            carried=here in self.carried,
            only=self.named(one.locale for each in every for one in _only(each)),
            outdated=self.named(one.locale for each in every for one in each if one.was_translated > one.translated),
            supplied=self.named(one.locale for each in every for one in each if one.translated > one.was_translated),
        )

    def named(self, locales: Iterable[str]) -> tuple[str, ...]:
        """Return languages in their order, each once."""
        known = set(locales)
        return tuple(locale for locale in self.locales if locale in known)

    def wordings(self, here: int, there: int) -> tuple[Wording, ...]:
        """Compare the texts of a pair, with what was joined to the old unit or divided from it."""
        before = sorted(self.match.merged.get(there, (here,)))
        after = sorted(self.match.split.get(here, (there,)))
        found = []
        for place, locale in enumerate(self.locales):
            old = self.tokens([self.old[one] for one in before], place, self.reading.old)
            new = self.tokens([self.new[one] for one in after], place, self.reading.new)
            translated = tuple(
                all(units_[one].texts[place].translated for one in group)
                for units_, group in ((self.old, before), (self.new, after))
            )
            found.append(wording.of(locale, old, new, (translated[0], translated[1])))
        return tuple(found)

    def tokens(self, group: Sequence[Unit], place: int, identify: tokens.Identify) -> list[Token]:
        """Return the tokens of units in one language, with a sign of a new paragraph between them."""
        found: list[Token] = []
        for unit in group:
            own = tokens.read(unit.texts[place], identify, locale=self.locales[place])
            if unit is not group[0]:
                found.append(tokens.paragraph(unit.numbers[place] if unit.numbers else ""))
                own = tuple(dataclasses.replace(one, space=one.space or " ") if one is own[0] else one for one in own)
            found += own
        return found

    def lone(self, unit: Unit, what: What) -> Row:
        """Make the row of a unit that is in one version only."""
        is_new = what == "added"
        rows = tables.compare(() if is_new else unit.tables, unit.tables if is_new else (), self.reading)
        said: tuple[Wording, ...] = ()
        if unit.texts:
            old, new = (None, unit.texts) if is_new else (unit.texts, None)
            said = tuple(tables.wordings(old, new, self.reading))
        return Row(
            form=unit.form,
            place=unit.place,
            wordings=said,
            table=rows if unit.tables else (),
            level=unit.level,
            role=unit.role,
            numbers=unit.numbers,
            old_numbers=() if is_new else unit.numbers,
            whats=(what,),
            old_place=None if is_new else unit.place,
            outdated=self.named(one.locale for one in said if is_new and not one.translated),
            only=self.named(one.locale for one in said if one.pieces) if any(not one.pieces for one in said) else (),
        )

    def gone(self, here: int) -> Row:
        """Make the row of a place that a unit left, or of a deleted unit."""
        unit, there = self.old[here], self.match.pairs.get(here)
        row = self.lone(unit, "deleted")
        if there is None:
            return row
        carried = here in self.carried
        return dataclasses.replace(
            row, whats=(), only=(), moved_to=self.new[there].place, move=here + 1, carried=carried
        )


def _carried(old: Sequence[Unit], match: Match) -> frozenset[int]:
    """Return the old places of units that were not moved themselves, but are below one that was."""
    found: set[int] = set()
    for here, unit in enumerate(old):  # what is above a unit comes before it
        if here in match.pairs and here not in match.moved and (unit.parent in match.moved or unit.parent in found):
            found.add(here)
    return frozenset(found)


def _only(wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    """Return the wordings that changed, if another one that is translated did not."""
    changed = tuple(one for one in wordings if one.changed)
    steady = any(not one.whats and one.translated and one.was_translated for one in wordings)
    return changed if steady else ()


def _reading(locales: tuple[str, ...], old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int]) -> Reading:
    """Return how both versions are read: the targets of references have one name if they are a pair."""
    named = {old[here].anchor: new[there].anchor for here, there in pairs.items() if old[here].anchor}
    kept = {unit.anchor for unit in new}

    def now(href: str) -> str:
        return href.rpartition("#")[2]

    def then(href: str) -> str:
        anchor = now(href)
        lost = anchor in kept  # the anchor now belongs to another unit
        return named.get(anchor) or (f"{anchor} before" if lost else anchor)

    return Reading(locales=locales, old=then, new=now)


def places(row: Row) -> tuple[Place, ...]:
    """Return where a change is: the old place and the new one, if they differ in more than a number."""
    if row.old_place is None or row.old_place == row.place or "moved" not in row.whats:
        return (row.place,)
    return row.old_place, row.place
