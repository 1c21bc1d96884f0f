"""Pairs → the entries of a catalog: sure ones translated, doubtful ones fuzzy with their reasons, others empty."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from protocolpress.adopt.align import Pair
from protocolpress.catalogs import po, template
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Problems


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A translation and the reasons why somebody must check it."""

    text: str
    doubts: tuple[str, ...]


def translations(pairs: Iterable[Pair]) -> dict[str, Words]:
    """Return the translation of every text that has one; two different translations of one text are a doubt."""
    found: dict[str, Words] = {}
    for pair in pairs:
        if pair.source is None or pair.target is None or not (pair.source.text and pair.target.text):
            continue
        words = Words(pair.target.text, pair.doubts)
        before = found.get(pair.source.text)
        if before and before.text != words.text:
            doubt = f"the same text is also translated as: {words.text}"
            words = Words(before.text, (*before.doubts, doubt))
        elif before:
            words = Words(words.text, before.doubts and words.doubts)
        found[pair.source.text] = words
    return found


def fill(fresh: str, words: Mapping[str, Words], remarks: Mapping[str, tuple[str, ...]]) -> str:
    """Put translations into the text of a fresh catalog, and the *remarks* on each text as comments."""
    parsed = po.parse(fresh.encode(), "fresh.po", Problems())
    return template.render(
        _filled(entry, words.get(entry.msgid), remarks.get(entry.msgid, ())) for entry in parsed.entries
    )


def _filled(entry: Entry, words: Words | None, remarks: tuple[str, ...]) -> Entry:
    if entry.is_header or not (words or remarks):
        return entry
    doubts = tuple(f"adopted, please check: {doubt}" for doubt in words.doubts) if words else ()
    lines = tuple(" ".join(line.split()) for line in (*remarks, *doubts))
    flags = ("fuzzy", *entry.flags) if doubts else entry.flags
    forms = (words.text,) if words else entry.msgstr
    return dataclasses.replace(entry, msgstr=forms, comments=(*entry.comments, *lines), flags=flags)
