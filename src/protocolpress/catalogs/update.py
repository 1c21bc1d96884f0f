"""Update a catalog from its template: .pot and .po come in; the .po with which translators continue goes out.

Everything that need not change stays byte for byte: entries, their order, headers, comments, line endings. No word is
lost: a translation, and translators' notes on it, go with its message, or stay as an obsolete entry. No date and no
version is ever written, and a second run changes nothing. No file is read or written here, and nothing can fail: a
catalog with broken entries must not come in. A faulty translation stays as it is.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from protocolpress.catalogs import edit, entry_order, matching, places, rules, template, transfer, typo
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.memory import Memory
from protocolpress.errors import Position, Problem, Severity

NPLURALS = re.compile(r"nplurals\s*=\s*(\d{1,9})")
NOTHING = Memory()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The updated catalog, and everything worth reporting about it."""

    file: PoFile
    typos: tuple[tuple[str, str], ...] = ()
    """Texts that changed and kept their translation: the old one, the new one."""
    refused: tuple[tuple[Entry, str], ...] = ()
    """Entries whose change was declared a typo but is not one, and why."""
    recoded: bool = False
    """True if new texts did not fit the charset, and the file is now UTF-8."""


def update(
    catalog: PoFile,
    pot: PoFile,
    *,
    elsewhere: Memory = NOTHING,
    path: str = "",
    source_language: bool = False,
    is_typo: Callable[[Entry], bool] = lambda _: False,
) -> Updated:
    """Merge the messages of *pot* into *catalog*; both must be without errors.

    A message that is new takes its translation from this file's obsolete entries, then from *elsewhere* (but for this
    file's own *path* there), then, as fuzzy, from the most similar text: among those that are no longer needed here,
    all in this file, those elsewhere. With *source_language* the catalog repeats the source, except where somebody
    corrected it. A change that *is_typo* accepts keeps the translation, unless `typo` refuses.
    """
    merger = _Merger(catalog, pot, elsewhere, path, source_language=source_language)
    merger.match()
    if source_language:
        merger.repeat()
    else:
        merger.borrow()
    merger.doubt()
    merger.declare(is_typo)
    file = edit.arrange(catalog, merger.ordered())
    try:
        "".join(entry.raw for entry in file.entries).encode(file.charset, "surrogateescape")
        recoded = False
    except UnicodeEncodeError:
        file, recoded = edit.recode(file), True
    return Updated(file=file, typos=tuple(merger.typos), refused=tuple(merger.refused), recoded=recoded)


def recoded(path: str, charset: str) -> Problem:
    """Warn that the catalog *path* was in *charset* and is UTF-8 now."""
    message = f"a new text cannot be written in {charset}: the file is now UTF-8"
    hint = "tell everybody whose editor is set to another charset"
    return Problem(Position(path), Severity.WARNING, "catalog-recoded", message, hint)


class _Merger:
    """One catalog while it is merged, with the messages that have entries so far."""

    def __init__(self, catalog: PoFile, pot: PoFile, elsewhere: Memory, path: str, *, source_language: bool) -> None:
        self.catalog = catalog
        self.elsewhere = elsewhere
        self.path = path
        self.source_language = source_language
        self.wanted = [entry for entry in pot.entries if entry.key != (None, "") and not entry.obsolete]
        self.places = {entry.key: place for place, entry in enumerate(self.wanted)}
        self.result: dict[int, Entry] = {}
        """By message index in the template: its entry."""
        self.stays: dict[int, int] = {}
        """By line of an entry of the catalog: the message that it now belongs to."""
        self.changed: set[int] = set()
        """The messages whose entry belonged to another text."""
        self.consumed: set[int] = set()
        """These, and the messages whose entry was an obsolete one of another text."""
        self.sound: set[int] = set()
        """The messages whose unchanged entry was checked when the file was read."""
        self.typos: list[tuple[str, str]] = []
        self.refused: list[tuple[Entry, str]] = []
        self.header = catalog.header
        self.carrier = transfer.Carrier(
            newline=edit.newline_of(catalog), nplurals=self.plurals(), source_language=source_language
        )

    def plurals(self) -> int:
        """Return the number of plural forms, 0 if unknown; add Plural-Forms to the header if it is missing."""
        fields = self.catalog.fields
        if match := NPLURALS.search(fields.get("Plural-Forms", "")):
            return min(int(match[1]), 100)
        if self.header and any(entry.msgid_plural is not None for entry in self.wanted):
            known = template.plural_forms(fields.get("Language", ""))
            if known and "Plural-Forms" not in fields:
                self.header = edit.append(
                    self.header, f"Plural-Forms: {known[1]}\n", newline=edit.newline_of(self.catalog)
                )
                return known[0]
        return 0

    def missing(self) -> list[int]:
        """Return the messages that have no entry yet."""
        return [place for place in range(len(self.wanted)) if place not in self.result]

    # ── origins of translations
    # ──────────────────────────────────────────────────────────────────────────────────────────

    def match(self) -> None:
        """Keep needed entries, restore returning ones, take those that moved here, and find changed ones."""
        for entry in self.catalog.entries:
            place = self.places.get(entry.key)
            if place is not None:
                self.result[place] = self.kept(place, entry)
                self.stays[entry.line] = place
        for place in self.missing():
            self.look_up(place)
        left = [entry for entry in self.unwanted() if not (entry.obsolete and self.source_language)]
        lines = {entry.line for entry in left}
        self.bring_back([entry for entry in left if entry.is_fuzzy and entry.previous])
        self.pair([entry for entry in self.unwanted() if entry.line in lines and any(entry.msgstr)])
        self.replace()
        self.pair(
            [entry for entry in self.unwanted() if entry.line in lines and entry.comments and not any(entry.msgstr)]
        )

    def unwanted(self) -> list[Entry]:
        """Return the entries of the catalog that belong to no message of the template, including obsolete ones."""
        return [entry for entry in self.catalog.entries if entry.line not in self.stays and not entry.is_header]

    def kept(self, place: int, entry: Entry) -> Entry:
        """Update the entry of a message from its template."""
        wanted = self.wanted[place]
        fields: edit.Fields = {}
        if entry.obsolete:
            fields["obsolete"] = False
        if entry.extracted != _extracted(entry, wanted):
            fields["extracted"] = wanted.extracted
        if entry.references != wanted.references:
            fields["references"] = wanted.references
        if entry.flags != wanted.flags:
            fields["flags"] = transfer.flags(entry, wanted)
        new = self.carrier.change(entry, fields) if fields else entry
        if entry.msgid_plural != wanted.msgid_plural:
            return self.carrier.carry(entry, new, wanted)
        if not ("flags" in fields or entry.obsolete):
            self.sound.add(place)
        return new

    def look_up(self, place: int) -> None:
        """Take a new message's translation from other catalogs with the same message."""
        wanted = self.wanted[place]
        donors = self.elsewhere.exact(wanted.key, but=self.path)
        agree = len({(d.entry.msgid_plural, d.entry.msgstr) for d in donors if d.is_confirmed}) == 1
        if not donors or (self.source_language and not agree):
            return
        donor = donors[0].entry
        moved = (d.entry.comments for d in donors if not d.wanted and d.entry.msgstr == donor.msgstr)
        entry = dataclasses.replace(self.carrier.fresh(wanted), comments=_union(moved))
        if not agree or donor.msgid_plural != wanted.msgid_plural:
            self.result[place] = self.carrier.carry(donor, entry, wanted)
            return
        self.result[place] = dataclasses.replace(entry, msgstr=donor.msgstr)

    def pair(self, donors: Sequence[Entry]) -> None:
        """Reuse entries that are no longer needed for similar messages, the most similar first."""
        missing = self.missing()

        def same_context(text: int, donor: int) -> bool:
            return self.wanted[missing[text]].msgctxt == donors[donor].msgctxt

        texts = [self.wanted[place].msgid for place in missing]
        for text, number, _ in matching.pairs(texts, [donor.msgid for donor in donors], prefer=same_context):
            self.reuse(donors[number], missing[text])

    def bring_back(self, donors: Sequence[Entry]) -> None:
        """Reuse entries whose text changed and has changed back."""
        missing = {transfer.texts_of(self.wanted[place]): place for place in self.missing()}
        for donor in donors:
            before = transfer.texts_before(donor, self.catalog.charset)
            if before in missing:
                self.reuse(donor, missing.pop(before))

    def replace(self) -> None:
        """Reuse entries for messages in the same place, however much the text has changed."""
        active = [entry for entry in self.catalog.entries if not (entry.obsolete or entry.is_header)]
        stays = {number: self.stays[entry.line] for number, entry in enumerate(active) if entry.line in self.stays}
        for number, place in places.pairs(active, self.wanted, stays=stays, missing=frozenset(self.missing())):
            donor = active[number]
            if any(donor.msgstr) or donor.comments:
                self.reuse(donor, place)

    def reuse(self, donor: Entry, place: int) -> None:
        """Make *donor*, which is no longer needed, the entry of a message."""
        self.result[place] = self.turned(donor, self.wanted[place])
        self.stays[donor.line] = place
        self.consumed.add(place)
        if not donor.obsolete:
            self.changed.add(place)

    def turned(self, donor: Entry, wanted: Entry) -> Entry:
        """Turn *donor* into the entry of another message."""
        fields: edit.Fields = {
            "obsolete": False,
            "msgctxt": wanted.msgctxt,
            "msgid": wanted.msgid,
            "extracted": _extracted(donor, wanted),
            "references": wanted.references,
            "flags": transfer.flags(donor, wanted),
        }
        return self.carrier.carry(donor, self.carrier.change(donor, fields), wanted)

    def borrow(self) -> None:
        """Fill the other new messages with the translation of the most similar text, as fuzzy; donors keep theirs."""
        places = self.missing()
        texts = [self.wanted[place].msgid for place in places]
        donors = [entry for place, entry in self.result.items() if any(entry.msgstr) and place not in self.consumed]
        near = matching.closest_each(texts, [donor.msgid for donor in donors])
        far = [text for text, best in zip(texts, near, strict=True) if best is None]
        others = iter(self.elsewhere.closest(far, but=self.path))
        for place, best in zip(places, near, strict=True):
            wanted = self.wanted[place]
            entry, donor = self.carrier.fresh(wanted), donors[best[0]] if best else None
            if donor is None and (other := next(others)):
                donor = other.entry
                entry = dataclasses.replace(entry, comments=() if other.wanted else donor.comments)
            self.result[place] = self.carrier.carry(donor, entry, wanted) if donor else entry

    def repeat(self) -> None:
        """Make the catalog of the source language repeat the source."""
        for place in self.missing():
            wanted = self.wanted[place]
            entry = self.carrier.fresh(wanted)
            self.result[place] = dataclasses.replace(entry, msgstr=self.carrier.repeated(wanted))

    def declare(self, is_typo: Callable[[Entry], bool]) -> None:
        """Keep the translations of texts with typos only, whether they changed now or in an earlier update."""
        for place, entry in self.result.items():
            if not (entry.is_fuzzy and entry.previous and is_typo(entry)):
                continue
            was = edit.previous_texts(entry, self.catalog.charset)
            old, new = was.get("msgid", ""), entry.msgid
            borrowed = (was.get("msgctxt"), old) in self.places and old != new
            if place not in self.changed and (borrowed or matching.similarity(old, new) < typo.LEAST):
                continue  # not a change of this message, or an ambiguous one
            if reason := self.against(was, entry):
                self.refused.append((entry, reason))
                continue
            self.result[place] = self.carrier.confirmed(entry)
            self.typos.append((old, new))

    def against(self, was: dict[str, str], entry: Entry) -> str:
        """Return why a change is not a typo; *was* is the text for which the translation was made."""
        if was.get("msgctxt") != entry.msgctxt or ("msgid_plural" in was) != (entry.msgid_plural is not None):
            return "the message is of a different kind"
        if not all(entry.msgstr) or self.unsound({0: self.carrier.confirmed(entry)}):
            return "the translation is incomplete"
        plural = typo.reason_against(was.get("msgid_plural", ""), entry.msgid_plural or "")
        return typo.reason_against(was.get("msgid", ""), entry.msgid) or plural

    def doubt(self) -> None:
        """Mark faulty translations as fuzzy if they were unchecked: obsolete, elsewhere or differently flagged."""
        new = {place: entry for place, entry in self.result.items() if place not in self.sound and not entry.is_fuzzy}
        for place in self.unsound(new):
            self.result[place] = self.carrier.change(new[place], {"flags": transfer.fuzzy(new[place].flags)})

    def unsound(self, entries: Mapping[int, Entry]) -> list[int]:
        """Return the translations that would be faulty in this file."""
        return rules.unsound(self.catalog, self.header, entries) if entries and self.header else []

    def ordered(self) -> list[Entry]:
        """Put everything in order; translated entries that are no longer needed become obsolete."""
        active = [self.result[place] for place in range(len(self.wanted))]
        gone = [entry for entry in self.unwanted() if not entry.obsolete and (any(entry.msgstr) or entry.comments)]
        every = entry_order.order(self.catalog, active, self.stays)
        if self.header is not self.catalog.header and self.header:
            every = [self.header if entry.is_header else entry for entry in every]
        return [*every, *(self.carrier.change(entry, {"obsolete": True}) for entry in gone)]


def _extracted(entry: Entry, wanted: Entry) -> tuple[str, ...]:
    """Return the extracted comment of *wanted*, in the lines of *entry* if the words are the same."""
    return entry.extracted if places.words(entry.extracted) == places.words(wanted.extracted) else wanted.extracted


def _union(comments: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for lines in comments for line in lines))
