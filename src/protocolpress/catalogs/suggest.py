"""Suggest translations: a catalog and known translations come in; the catalog with missing messages filled goes out.

A suggestion is always fuzzy, and a comment says where it is from; nothing that has a translation, fuzzy or not, is
touched, so running it twice changes nothing more. A suggestion is not adapted: the translator corrects differing
placeholders and targets. Nothing is read or written here, and nothing can fail.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from protocolpress.catalogs import edit, matching
from protocolpress.catalogs.entries import Entry, PoFile, has_text
from protocolpress.errors import Position

MARK = "suggested: "
"""Prefix of the comment with the origin of a translation."""


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A message with its translation and origin."""

    entry: Entry
    position: Position


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """A known translation of a text, or of a similar one, and their similarity."""

    known: Known
    percent: int


Store = Mapping[str, Sequence[Known]]
"""Known translations by source text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A catalog with suggestions in it."""

    file: PoFile
    recoded: bool = False
    """True if a suggestion did not fit the charset, and the file is now UTF-8."""


def store(known: Iterable[Known]) -> Store:
    """Index known translations by source text, keeping their order."""
    found: dict[str, list[Known]] = {}
    for each in known:
        found.setdefault(each.entry.msgid, []).append(each)
    return found


def donors(file: PoFile, path: str) -> list[Known]:
    """Return the translations of a catalog that may be suggested: complete and confirmed, obsolete ones last."""
    entries = [entry for entry in file.entries if _is_confirmed(entry)]
    entries.sort(key=lambda entry: entry.obsolete)
    return [Known(entry, Position(path, entry.msgid_line)) for entry in entries]


def turned(known: Iterable[Known]) -> list[Known]:
    """Reverse translations for the other direction, except those with plural forms or a context."""
    return [
        Known(Entry(msgid=each.entry.msgstr[0], msgstr=(each.entry.msgid,)), each.position)
        for each in known
        if each.entry.msgid_plural is None and each.entry.msgctxt is None
    ]


def missing(file: PoFile) -> dict[int, Entry]:
    """Return the entries without any translation, by their index in *file*."""
    return {place: entry for place, entry in enumerate(file.entries) if _is_missing(entry)}


def match(entries: Sequence[Entry], known: Store) -> list[Match | None]:
    """Find for each entry the translation of the same text, or else of the most similar one.

    All entries of a run are handled at once, because searching the known translations takes most of the time.
    """
    inexact = [entry.msgid for entry in entries if entry.msgid not in known]
    texts = [*known]
    near = iter(matching.closest_each(inexact, texts))
    found: list[Match | None] = []
    for entry in entries:
        if entry.msgid in known:
            found.append(Match(_first(known[entry.msgid], entry), 100))
        elif (best := next(near)) is not None:
            found.append(Match(_first(known[texts[best[0]]], entry), min(99, int(100 * best[1]))))
        else:
            found.append(None)
    return found


def offers(entry: Entry, known: Store, *, most: int) -> list[Match]:
    """Find up to *most* known translations of the same text or similar ones, each text once, the most similar first."""
    texts = [*known]
    found: dict[tuple[str, ...], Match] = {}
    for place, likeness in matching.nearest(entry.msgid, texts, most=most):
        percent = 100 if texts[place] == entry.msgid else min(99, int(100 * likeness))
        for each in known[texts[place]]:
            found.setdefault(each.entry.msgstr, Match(each, percent))
    return [*found.values()][:most]


def fill(file: PoFile, matches: Mapping[int, Match]) -> Filled:
    """Fill the missing entries at some indexes of *file* with the matches found for them, as fuzzy.

    If the text or its context differs, it is put after `#|`.
    """
    newline = edit.newline_of(file)
    entries = [
        _suggested(entry, matches[place], newline) if place in matches else entry
        for place, entry in enumerate(file.entries)
    ]
    result = dataclasses.replace(file, entries=tuple(entries))
    if _fits(result):
        return Filled(file=result)
    return Filled(file=edit.recode(result), recoded=True)


def _is_confirmed(entry: Entry) -> bool:
    fit = not (entry.broken or entry.unfit or entry.is_fuzzy or entry.is_header)
    return fit and bool(entry.msgid) and entry.is_whole


def _is_missing(entry: Entry) -> bool:
    fit = not (entry.broken or entry.is_fuzzy or entry.is_header or entry.obsolete)
    return fit and bool(entry.msgid) and not any(map(has_text, entry.msgstr))


def _first(known: Sequence[Known], entry: Entry) -> Known:
    """Choose among translations of one text; one with the same context, and of the same kind, comes first."""
    return min(
        known,
        key=lambda each: (
            (each.entry.msgctxt or "") != (entry.msgctxt or ""),
            (each.entry.msgid_plural is None) != (entry.msgid_plural is None),
        ),
    )


def _suggested(entry: Entry, match: Match, newline: str) -> Entry:
    donor = match.known.entry
    kept = (line for line in entry.comments if not line.startswith(MARK))
    texts = ((each.msgctxt or "", each.msgid, each.msgid_plural) for each in (donor, entry))
    return edit.change(
        entry,
        newline=newline,
        comments=(*kept, f"{MARK}{match.known.position} ({match.percent} %)"),
        flags=("fuzzy", *entry.flags),
        previous=() if len({*texts}) == 1 else edit.previous(donor),
        msgstr=forms(donor.msgstr, len(entry.msgstr)),
    )


def forms(texts: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return as many forms as the message has: repeat a single one, pad or truncate several."""
    return texts * count if len(texts) == 1 else (*texts, *[""] * count)[:count]


def _fits(file: PoFile) -> bool:
    try:
        "".join(entry.raw for entry in file.entries).encode(file.charset, "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
