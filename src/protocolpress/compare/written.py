"""Comparisons as text for a terminal, and as values for JSON. Pure; the words of this program are English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from protocolpress.compare import comparing
from protocolpress.compare.values import Comparison, Piece, Place, Row, TableRow, Wording

AROUND = 40
"""Number of unchanged characters shown on either side of a change."""

LABELS = {
    "title": "title",
    "preamble": "preamble",
    "table": "table",
    "heading": "heading",
    "below": "text below",
    "signature": "signatures",
    "effective": "date of entry into force",
    "picture-alt": "description of the picture for readers who cannot see it",
    "picture-date": "date of the picture",
    "short": "short title",
}
"""Places without a number, where the label is not the word itself."""

MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}"), "same": ("", "")}
"""The marks around words, those of `git diff --word-diff`."""

NEW_PARAGRAPH = "¶"


def text(comparisons: Sequence[Comparison]) -> str:
    """Write what changed, one document after the other; nothing if nothing changed."""
    return "".join(f"{line}\n" for compared in comparisons for line in _document(compared))


def summary(comparisons: Sequence[Comparison]) -> str:
    """Count the changes and the documents that have some: "3 changes in 1 document, 1 in one language only"."""
    changed = [compared for compared in comparisons if compared.changes or compared.whole]
    number = sum(len(compared.changes) for compared in changed if not compared.whole)
    one_sided = sum(len(compared.one_sided) for compared in changed if not compared.whole)
    parts = [f"{_many(number, 'change')} in {_many(len(changed), 'document')}"]
    parts += [f"{one_sided} in one language only"] if one_sided else []
    parts += [
        f"{_many(count, 'document')} {kind}"
        for kind in ("added", "deleted")
        if (count := sum(compared.whole == kind for compared in changed))
    ]
    return ", ".join(parts)


def data(comparisons: Sequence[Comparison]) -> list[dict[str, object]]:
    """Return the changes as values for JSON: texts as lists of [kept, deleted or inserted, words]."""
    return [
        {
            "id": compared.document_id,
            "title": dict(zip(compared.locales, compared.titles, strict=True)),
            "whole": compared.whole,
            "changes": [_change(compared, row) for row in compared.changes],
        }
        for compared in comparisons
    ]


def place(found: Place, document_id: str, column: int = 0) -> str:
    """Write a place in the words of one column: "Article 2, 1(b)", "Article 2, table", "annex-a: title"."""
    label = LABELS.get(found.label, found.label)
    number = found.numbers[column] if found.numbers else ""
    if found.label == "below":
        words = f"{label} {number}" if number else label
    else:
        words = ", ".join(filter(None, (number, label)))
    return words if found.part == document_id else f"{found.part}: {words}"


def quoted(pieces: Iterable[Piece]) -> str:
    """Write pieces on one line: deleted words in [-…-], inserted ones in {+…+}, a note in ((…)); the rest is cut."""
    every = tuple(pieces)
    shown = []
    for number, piece in enumerate(every):
        words = cut(piece.words, first=not number, last=number == len(every) - 1) if piece.op == "same" else piece.words
        opening, closing = MARKS[piece.op]
        core = words.strip() if piece.op != "same" else words
        before = words[: len(words) - len(words.lstrip())] if piece.op != "same" else ""
        shown.append(f"{before}{opening}{core}{closing}" if core or piece.op == "same" else words)
        if piece.note and (piece.op != "same" or any(one.op != "same" for one in piece.note)):
            shown.append(f"(({quoted(piece.note)}))")
    return "".join(shown).strip()


def _document(compared: Comparison) -> Iterator[str]:
    yield f"{compared.document_id}: {compared.titles[0]}"
    if compared.whole:
        yield f"  {compared.whole}"
        return
    for row in compared.changes:
        yield f"  {_head(compared, row)}"
        yield from (f"    {line}" for line in _body(row))
    if not compared.changes:
        yield "  unchanged"


def _head(compared: Comparison, row: Row) -> str:
    """Write where a change is, and of what kind."""
    where = " → ".join(place(one, compared.document_id) for one in comparing.places(row))
    kinds = [", ".join(row.whats)] if row.whats else []
    kinds += [f"changed in one language only: {', '.join(row.only)}"] if row.only else []
    kinds += [f"no translation: {', '.join(row.outdated)}"] if row.outdated else []
    kinds += [f"translated: {', '.join(row.supplied)}"] if row.supplied else []
    return f"{where}: {'; '.join(kinds)}"


def _body(row: Row) -> Iterator[str]:
    for line in row.table:
        yield from _line(line)
    for one in row.wordings:
        if one.whats and one.translated == one.was_translated:
            yield f"{one.locale}  {quoted(one.pieces)}"


def _line(line: TableRow) -> Iterator[str]:
    """Write a changed row of a table, its cells separated by |."""
    if line.gone or (not line.whats and not any(one.whats for cell in line.cells for one in cell.wordings)):
        return
    kind = f"row {line.whats[0]}: " if line.whats else ""
    for place_, locale in enumerate(one.locale for one in line.cells[0].wordings):
        own = [cell.wordings[place_] for cell in line.cells]
        if line.whats or any(one.whats for one in own):
            yield f"{locale}  {kind}{' | '.join(quoted(one.pieces) for one in own)}"


def _change(compared: Comparison, row: Row) -> dict[str, object]:
    found: dict[str, object] = {
        "what": row.whats,
        "form": row.form,
        "place": _place(row.place, compared),
        "old_place": _place(row.old_place, compared) if row.old_place else None,
        "only": row.only,
        "outdated": row.outdated,
        "supplied": row.supplied,
    }
    if row.table:
        found["table"] = [
            {"what": line.whats, "cells": [_texts(cell.wordings) for cell in line.cells]}
            for line in row.table
            if not line.gone
        ]
    else:
        found["texts"] = _texts(row.wordings)
    return found


def _place(found: Place, compared: Comparison) -> dict[str, object]:
    numbers = dict(zip(compared.locales, found.numbers, strict=True)) if found.numbers else {}
    return {"document": found.part, "label": found.label, "number": numbers}


def _texts(wordings: Iterable[Wording]) -> dict[str, object]:
    return {one.locale: [_piece(piece) for piece in one.pieces] for one in wordings}


def _piece(piece: Piece) -> list[object]:
    return [piece.op, piece.words, *([[_piece(one) for one in piece.note]] if piece.note else [])]


def cut(words: str, *, first: bool, last: bool) -> str:
    """Shorten unchanged words to those beside a change."""
    if first and last:
        return words
    if first:
        return words if len(words) <= AROUND else f"…{words[-AROUND:]}"
    if last:
        return words if len(words) <= AROUND else f"{words[:AROUND]}…"
    return words if len(words) <= 2 * AROUND else f"{words[:AROUND]} … {words[-AROUND:]}"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
