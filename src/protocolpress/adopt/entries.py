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
    """What a text is translated with, and why somebody has to look at it."""

    text: str
    doubts: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def translations(pairs: Iterable[Pair], remarks: Mapping[int, tuple[str, ...]] | None = None) -> dict[str, Words]:
    """Return the translation of every text that has one; two different ones of the same text are a doubt.

    *remarks* are comments on the source and the translation, by line of the translation.
    """
    found: dict[str, Words] = {}
    for pair in pairs:
        if pair.source is None or pair.target is None or not (pair.source.text and pair.target.text):
            continue
        said = (remarks or {}).get(pair.target.position.line, ())
        words = Words(pair.target.text, pair.doubts, said)
        before = found.get(pair.source.text)
        if before and before.text != words.text:
            doubt = f"the same text is also translated: {words.text}"
            words = Words(before.text, (*before.doubts, doubt), (*before.remarks, *said))
        elif before:
            words = Words(words.text, before.doubts and words.doubts, (*before.remarks, *said))
        found[pair.source.text] = words
    return found


def fill(fresh: str, words: Mapping[str, Words]) -> str:
    """Put translations into the text of a fresh catalog."""
    parsed = po.parse(fresh.encode(), "fresh.po", Problems())
    return template.render(_filled(entry, words.get(entry.msgid)) for entry in parsed.entries)


def _filled(entry: Entry, words: Words | None) -> Entry:
    if entry.is_header or words is None:
        return entry
    doubts = tuple(f"adopted, to be checked: {doubt}" for doubt in words.doubts)
    lines = tuple(" ".join(line.split()) for line in (*words.remarks, *doubts))
    flags = ("fuzzy", *entry.flags) if words.doubts else entry.flags
    return dataclasses.replace(entry, msgstr=(words.text,), comments=(*entry.comments, *lines), flags=flags)
