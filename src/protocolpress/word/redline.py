"""A comparison → a DOCX with tracked changes: accepting all gives the new version, rejecting all the old one.

What was moved in one column is tracked as a move; in two columns each unit is a row of a table, which Word can only
insert and delete. Numbers are typed, because Word would count those of deleted paragraphs too. The same comparison
gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from protocolpress.compare.values import Comparison, Piece, Row, TableRow, Wording
from protocolpress.word import elements, writing
from protocolpress.word.bodies import STYLES
from protocolpress.word.writing import Contents, Words

NEW_PARAGRAPH = "¶"
"""How the words of a piece begin where a paragraph was divided or joined."""

TAGS = {"deleted": "del", "inserted": "ins", "from": "moveFrom", "to": "moveTo"}
"""The elements of tracked changes (ECMA-376, 17.13.5), by what they say."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything a file is made from."""

    compared: Comparison
    locales: tuple[str, ...]
    """The languages of the edition, which are the first of the comparison."""
    words: Words
    names: Mapping[str, str]
    """The languages' own names."""
    author: str
    """The author of the file."""
    version: str
    """The name of the new version, which Word shows as the author of the changes."""
    edition: str
    looks: Mapping[str, str]
    paper: str = "a4"
    marking: str = ""


def write(sheet: Sheet) -> bytes:
    """Make the file."""
    body = _Body(sheet)
    inside = body.write()
    count = len(sheet.locales)
    titles = sheet.compared.titles[:count]
    return writing.pack(
        Contents(
            document_id=sheet.compared.document_id,
            edition=sheet.edition,
            title=" / ".join(titles),
            author=sheet.author,
            locale=sheet.locales[0],
            day=sheet.compared.day,
            body=inside,
            notes=body.notes,
            links={},
            numbering="",
            header=writing.header(
                [(title[:110], locale) for title, locale in zip(titles, sheet.locales, strict=True)], sheet.marking
            ),
            footer=writing.footer(sheet.words, "", sheet.locales[0]),
            looks=sheet.looks,
            paper=sheet.paper,
        )
    )


class _Body:
    """Writes one body, numbering changes, moves and notes."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.parallel = len(sheet.locales) > 1
        self.notes: list[str] = []
        self._changes = 0
        moment = f"{max(sheet.compared.day, dt.date(1980, 1, 1)).isoformat()}T00:00:00Z"
        self._who = f"w:author={elements.attribute(sheet.version)} w:date={quoteattr(moment)}"
        self._rows: list[str] = []
        self._done: list[str] = []

    def write(self) -> str:
        """Write all rows."""
        for row in self.sheet.compared.rows:
            if row.table:
                self.flush()
                self.add(self.table(row))
            elif self.parallel:
                self._rows += self.columns(row)
            else:
                self._done += self.unit(row, 0, self.kind(row))
        self.flush()
        return "".join(self._done)

    def add(self, table: str) -> None:
        """Add a table, and the paragraph that separates it from the next one."""
        self._done += [table, elements.paragraph("", "Between")]

    def flush(self) -> None:
        """End the table of columns, if one is open."""
        if self._rows:
            width = elements.WIDTH // len(self.sheet.locales)
            names = (elements.run(self.sheet.names.get(locale, locale), locale) for locale in self.sheet.locales)
            head = elements.row([(elements.paragraph(name, "TableHead"), width) for name in names], head=True)
            rows, self._rows = self._rows, []
            title = " / ".join(self.sheet.compared.titles[: len(self.sheet.locales)])
            self.add(elements.table([head, *rows], [width] * len(self.sheet.locales), "Columns", description=title))

    # ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def mark(self, kind: str, inside: str | None = None) -> str:
        """Write the element of a tracked change, around *inside* or empty."""
        self._changes += 1
        tag = f'w:{TAGS[kind]} w:id="{self._changes}" {self._who}'
        return f"<{tag}/>" if inside is None else f"<{tag}>{inside}</w:{TAGS[kind]}>"

    def kind(self, row: Row) -> str:
        """Return what became of a whole unit: nothing, "deleted", "inserted", "from" or "to"."""
        if row.moved_to is not None:
            return "deleted" if self.parallel else "from"
        if "moved" in row.whats or row.carried:
            return "inserted" if self.parallel else "to"
        return "inserted" if "added" in row.whats else "deleted" if "deleted" in row.whats else ""

    # ── units ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def columns(self, row: Row) -> Iterator[str]:
        """Write a unit as a row of two cells."""
        kind = self.kind(row)
        width = elements.WIDTH // len(self.sheet.locales)
        cells = [("".join(self.unit(row, at, kind)), width) for at in range(len(self.sheet.locales))]
        yield self.tracked(elements.row(cells), kind)

    def tracked(self, line: str, kind: str) -> str:
        """Mark a row of a table as inserted or deleted."""
        if not kind:
            return line
        mark = self.mark(kind)
        if "<w:trPr>" in line:
            return line.replace("</w:trPr>", f"{mark}</w:trPr>", 1)
        return line.replace("<w:tr>", f"<w:tr><w:trPr>{mark}</w:trPr>", 1)

    def unit(self, row: Row, at: int, kind: str) -> Iterator[str]:
        """Write the paragraphs of a unit in one language."""
        one = row.wordings[at]
        numbers = row.old_numbers if kind in ("deleted", "from") else row.numbers
        number = f"{numbers[at]} " if numbers and numbers[at] else "– " if row.role == "bullet" else ""
        if not one.pieces and not number:
            yield from [elements.paragraph("", "Normal")] if self.parallel else []
            return
        inside = self.run(Piece(op="same", words=number), one.locale, kind) if number else ""
        style = _style(row)
        for piece in one.pieces:
            if piece.words.strip().startswith(NEW_PARAGRAPH) and piece.op != "same":
                yield self.ended(inside, style, piece.op)
                inside = self.run(
                    dataclasses.replace(piece, words=piece.words.strip().removeprefix(NEW_PARAGRAPH).lstrip()),
                    one.locale,
                    kind,
                )
                continue
            inside += self.run(piece, one.locale, kind)
        paragraph = self.ended(inside, style, kind)
        yield self.range(row, kind, paragraph)

    def range(self, row: Row, kind: str, paragraph: str) -> str:
        """Mark both places of a moved paragraph with one name, by which Word knows that they belong together."""
        if kind not in ("from", "to"):
            return paragraph
        self._changes += 1
        tag, key = TAGS[kind], self._changes
        start = f'<w:{tag}RangeStart w:id="{key}" {self._who} w:name="move{row.move}"/>'
        return f'{start}{paragraph}<w:{tag}RangeEnd w:id="{key}"/>'

    def ended(self, inside: str, style: str, kind: str) -> str:
        """Write a paragraph whose end was inserted, deleted or moved, if it was."""
        if kind in ("", "same"):
            return elements.paragraph(inside, style)
        return elements.paragraph(inside, style, properties=f"<w:rPr>{self.mark(kind)}</w:rPr>")

    def run(self, piece: Piece, locale: str, kind: str) -> str:
        """Write words; new words of a moved paragraph are inserted there, and deleted ones stay where it was."""
        if (
            not piece.words
            or (kind == "to" and piece.op == "deleted")
            or (kind == "inserted" and piece.op == "deleted")
        ):
            return ""
        if kind in ("deleted", "from") and piece.op == "inserted":
            return ""
        op = kind if kind and piece.op == "same" else "" if piece.op == "same" else piece.op
        op = kind if kind in ("from", "inserted", "deleted") else op
        inside = self.note(piece, op) if piece.note else _run(piece, locale)
        if not op:
            return inside
        return self.mark(
            op, inside.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>") if op == "deleted" else inside
        )

    def note(self, piece: Piece, op: str) -> str:
        """Call a footnote; what changed in it is tracked there."""
        key = len(self.notes) + 1
        self.notes.append("")
        call = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        inner = "".join(
            self.run(
                one, self.sheet.locales[0], "" if one.op != "same" else op if op in ("inserted", "deleted") else ""
            )
            for one in piece.note
        )
        inside = f"<w:r>{call}<w:footnoteRef/></w:r>{inner}"
        self.notes[key - 1] = f'<w:footnote w:id="{key}">{elements.paragraph(inside, "FootnoteText")}</w:footnote>'
        return f'<w:r>{call}<w:footnoteReference w:id="{key}"/></w:r>'

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def table(self, row: Row) -> str:
        """Write a table; each cell has its text in all languages, or once if they are the same."""
        kind = self.kind(row)
        kind = {"from": "deleted", "to": "inserted"}.get(kind, kind)
        width = elements.WIDTH // max(1, len(row.table[0].cells))
        lines = [self.line(line, kind, width) for line in row.table]
        description = "; ".join(_said(cell.wordings[0]) for cell in row.table[0].cells)
        return elements.table(lines, [width] * len(row.table[0].cells), "Grid", description=description)

    def line(self, line: TableRow, kind: str, width: int) -> str:
        """Write a row; one that was moved is deleted where it was, and inserted where it is."""
        own = "deleted" if line.gone or "deleted" in line.whats else "inserted" if line.whats else ""
        own = kind or own
        cells = []
        for cell in line.cells:
            wordings = cell.wordings[: len(self.sheet.locales)]
            if len({_said(one) + _said(one, old=True) for one in wordings}) == 1:
                wordings = wordings[:1]
            style = "TableHead" if cell.head else "TableText"
            texts = ("".join(self.run(piece, one.locale, own) for piece in one.pieces) for one in wordings)
            cells.append(("".join(self.ended(text, style, own) for text in texts), width))
        head = bool(line.cells) and line.cells[0].head
        return self.tracked(elements.row(cells, head=head, whole=True), own)


def _run(piece: Piece, locale: str) -> str:
    return elements.run(
        piece.words, piece.lang or locale, strong=piece.strong, emphasis=piece.emphasis, script=piece.script
    )


def _said(one: Wording, *, old: bool = False) -> str:
    gone = "inserted" if old else "deleted"
    return "".join(piece.words for piece in one.pieces if piece.op != gone)


def _style(row: Row) -> str:
    """Return the style of a unit."""
    if row.form == "title":
        return "Title"
    if row.form == "heading":
        return f"Heading{min(max(row.level, 1), 3)}"
    if row.form in ("fact", "signature"):
        return "Dateline" if row.form == "fact" else "Signature"
    if row.role in ("item", "bullet") or row.level:
        return elements.leveled("ListContinue", row.level)
    return STYLES.get(row.role, "Normal")
