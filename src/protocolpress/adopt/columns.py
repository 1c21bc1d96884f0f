"""A bilingual text → one text a language, and which blocks share a row: two columns, or alternating paragraphs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress import languages
from protocolpress.word.values import Block, Cell, Paragraph, Table, WordText

MOST = 0.7
"""Minimum share of the rows of a two-column table that have both columns filled, each in its own language."""

LEAST = 0.2
"""Minimum share of letters in either language for a text to count as bilingual."""

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclasses.dataclass(frozen=True, slots=True)
class Halves:
    """A text split by language: a text for each and, by paragraph, its row or turn."""

    texts: tuple[WordText, WordText]
    groups: dict[int, int]


def language(text: str, marked: str, locales: tuple[str, str]) -> str:
    """Return which of two languages a text is in: by its letters, or else by its mark; empty if neither decides."""
    first, second = (languages.script(locale) == "Cyrillic" for locale in locales)
    if first != second:
        cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
        if cyrillic != latin:
            return locales[0] if first == (cyrillic > latin) else locales[1]
    return next((locale for locale in locales if marked.split("-", maxsplit=1)[0].lower() == locale), "")


def is_bilingual(text: WordText, locales: tuple[str, str]) -> bool:
    """Whether a text is bilingual: a fair share of it is in each language."""
    sizes = dict.fromkeys(locales, 0)
    for paragraph in paragraphs(text.blocks):
        if found := language(paragraph.text, paragraph.locale, locales):
            sizes[found] += len(paragraph.text)
    return min(sizes.values()) > LEAST * max(1, sum(sizes.values()))


def main_language(text: WordText, locales: tuple[str, ...]) -> str:
    """Return the locale that most of a text is in; empty if it cannot be told."""
    sizes = dict.fromkeys(locales, 0)
    for paragraph in paragraphs(text.blocks):
        for other in locales:
            if other != locales[0] and (found := language(paragraph.text, paragraph.locale, (locales[0], other))):
                sizes[found] += len(paragraph.text)
    return max(sizes, key=lambda locale: sizes[locale]) if any(sizes.values()) else ""


def split(text: WordText, locales: tuple[str, str]) -> Halves:
    """Split a bilingual text by language."""
    halves: dict[str, list[Block]] = {locale: [] for locale in locales}
    groups: dict[int, int] = {}
    row, now = 1, locales[0]
    for block in text.blocks:
        if isinstance(block, Table) and (order := _columns(block, locales)):
            for cells in block.rows:
                row += 1
                for cell, locale in zip(cells, order, strict=False):
                    halves[locale] += cell.blocks
                    groups |= {paragraph.place: row for paragraph in paragraphs(cell.blocks)}
            continue
        if isinstance(block, Table) and (both := _cells(block, locales)):
            row += 1
            for locale, table in zip(locales, both, strict=True):
                halves[locale].append(table)
            groups[block.place] = row
            continue
        words = " ".join(paragraph.text for paragraph in paragraphs((block,)))
        if words.strip() and not re.search(r"[^\W\d_]", words):  # a signature line or a figure is for both
            for locale in locales:
                halves[locale].append(block)
            continue
        marked = next((paragraph.locale for paragraph in paragraphs((block,)) if paragraph.text.strip()), "")
        found = language(words, marked, locales) or now
        row += (now, found) == locales[::-1]
        now = found
        halves[found].append(block)
        groups |= {paragraph.place: row for paragraph in paragraphs((block,))}
    first, second = (_half(text, tuple(halves[locale])) for locale in locales)
    return Halves((first, dataclasses.replace(second, left=(), pictures=())), groups)


def _columns(table: Table, locales: tuple[str, str]) -> tuple[str, str] | None:
    """Return the languages of the columns of a two-column table; None if it is an ordinary table of the text."""
    votes: list[tuple[str, str]] = []
    for cells in table.rows:
        if len(cells) != len(locales):
            return None
        said = [list(paragraphs(cell.blocks)) for cell in cells]
        words = [" ".join(paragraph.text for paragraph in each) for each in said]
        if all(re.search(r"[^\W\d_]", each) for each in words):
            first, second = (
                language(each, found[0].locale if found else "", locales)
                for each, found in zip(words, said, strict=True)
            )
            votes.append((first, second))
    for order in (locales, locales[::-1]):
        if votes and sum(vote == order for vote in votes) >= MOST * len(votes):
            return order
    return None


def _cells(table: Table, locales: tuple[str, str]) -> tuple[Table, Table] | None:
    """Split a table whose cells each say everything in both languages; None if it is in one language.

    Text that appears once, such as a figure or an abbreviation, goes to both.
    """
    cells = [cell for row in table.rows for cell in row]
    spoken = [{_spoken(each, locales) for each in paragraphs(cell.blocks)} - {""} for cell in cells]
    if sum(len(each) > 1 for each in spoken) < MOST * sum(bool(each) for each in spoken) or not any(spoken):
        return None

    def half(locale: str) -> Table:
        rows = tuple(
            tuple(
                Cell(
                    blocks=tuple(
                        block
                        for block in cell.blocks
                        if not isinstance(block, Paragraph)
                        or len(cell.blocks) == 1
                        or not re.search(r"[^\W_]", block.text)
                        or language(block.text, block.locale, locales) in ("", locale)
                    )
                )
                for cell in row
            )
            for row in table.rows
        )
        return dataclasses.replace(table, rows=rows)

    return half(locales[0]), half(locales[1])


def _spoken(block: Paragraph, locales: tuple[str, str]) -> str:
    """Return the language of a paragraph; one without letters has none, whatever it is marked with."""
    return language(block.text, block.locale, locales) if re.search(r"[^\W\d_]", block.text) else ""


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Return the paragraphs of blocks, including those in tables."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def _half(text: WordText, blocks: tuple[Block, ...]) -> WordText:
    called = {piece.note for paragraph in paragraphs(blocks) for piece in paragraph.pieces if piece.note}
    notes = {label: note for label, note in text.notes.items() if label in called}
    return dataclasses.replace(text, blocks=blocks, notes=notes)
