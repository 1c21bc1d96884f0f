"""The memory of a locale's other catalogs: files come in; translations to reuse go out.

An entry counts wherever it is, obsolete or not: a text that moved to another document, or whose source is gone, is
found again. Nothing is changed here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from protocolpress.catalogs import matching
from protocolpress.catalogs.entries import Entry, PoFile

Key = tuple[str | None, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Donor:
    """A translated entry of the catalog *path*; *wanted* says whether its own template still has it."""

    path: str
    entry: Entry
    wanted: bool

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has confirmed the translation."""
        return not (self.entry.is_fuzzy or self.entry.unfit) and self.entry.is_whole


class Memory:
    """Entries of catalogs by message; made once for a locale, and queried for each of its catalogs."""

    def __init__(self, catalogs: Iterable[tuple[str, PoFile, frozenset[Key]]] = ()) -> None:
        """Use catalogs: path, file, and the messages that its own template has (none if its source is gone)."""
        self._donors: dict[Key, list[Donor]] = {}
        for path, file, wanted in catalogs:
            for entry in file.entries:
                if entry.msgid and any(entry.msgstr) and not entry.broken:
                    donor = Donor(path, entry, entry.key in wanted and not entry.obsolete)
                    self._donors.setdefault(entry.key, []).append(donor)

    def exact(self, key: Key, *, but: str) -> list[Donor]:
        """Return the entries for a message in all catalogs *but* one, the confirmed ones first."""
        donors = (donor for donor in self._donors.get(key, ()) if donor.path != but)
        return sorted(donors, key=lambda donor: not donor.is_confirmed)

    def closest(self, texts: Sequence[str], *, but: str) -> list[Donor | None]:
        """Return for each of *texts* the entry with the most similar msgid, in all catalogs *but* one."""
        if not texts:
            return []
        donors = [found[0] for key in self._donors if (found := self.exact(key, but=but))]
        best = matching.closest_each(texts, [donor.entry.msgid for donor in donors])
        return [None if place is None else donors[place[0]] for place in best]
