"""The body of a DOCX: title block, text, signatures and annexes, in one column or in two.

In columns each block is a row of a table; tables and pictures span the page, and the table of columns continues below
them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

from protocolpress.model import (
    Heading,
    LocalizedDocument,
    LocalizedPerson,
    LocalizedSide,
    NoteCall,
    Paragraph,
    Plain,
    Table,
    Text,
)
from protocolpress.word import elements
from protocolpress.word.lists import BULLETS, Counter, Lists
from protocolpress.word.texts import Texts, name_of, said

LINE = "_" * 30
"""Place for a signature."""

STYLES = {"agreed": "Agreed", "closing": "Closing", "decision": "Normal", "quote": "Quote", "text": "Normal"}


class Body:
    """Writes one body, keeping track of the table of columns that is open."""

    def __init__(
        self,
        columns: tuple[LocalizedDocument, ...],
        schemes: tuple[tuple[str, ...], ...],
        words: Callable[..., tuple[Text, ...]],
        names: Mapping[str, str],
    ) -> None:
        """Write a document in its columns."""
        self.columns = columns
        self.doc = columns[0]
        self.locales = tuple(column.locale for column in columns)
        self.schemes = schemes
        self.words = words
        self.names = names
        self.lists = Lists()
        self.texts = Texts(parallel=len(columns) > 1)
        self._done: list[str] = []
        self._rows: list[str] = []

    def write(self, picture: tuple[int, int] | None) -> str:
        """Write it all; *picture* is the size of the document's picture, if it has one."""
        self._front()
        if picture:
            self._flush()
            self._photo(picture)
        self._blocks(self.columns, "b")
        self._after()
        self._flush()
        return "".join(self._done)

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _add(self, cells: Sequence[str]) -> None:
        """Add the same content in each column."""
        if len(self.columns) == 1:
            self._done.append(cells[0])
        else:
            self._rows.append(elements.row([(cell, elements.WIDTH // len(cells)) for cell in cells]))

    def _flush(self) -> None:
        """End the table of columns, if one is open."""
        if self._rows:
            width = elements.WIDTH // len(self.columns)
            names = (elements.run(self.names.get(locale, locale), locale) for locale in self.locales)
            head = elements.row([(elements.paragraph(name, "TableHead"), width) for name in names], head=True)
            title = " / ".join(said(column.title) for column in self.columns)
            rows, self._rows = self._rows, []
            self._whole(elements.table([head, *rows], [width] * len(self.columns), "Columns", description=title))

    def _whole(self, element: str) -> None:
        """Add content that spans the page; two tables are separated by a paragraph, or Word would join them."""
        self._done.append(element)
        if element.startswith("<w:tbl>"):
            self._done.append(elements.paragraph("", "Between"))

    def _line(self, texts: Sequence[Text], style: str, key: str = "", anchor: str = "") -> None:
        """Add one text in each language; with a *key* it can be read back, with an *anchor* it can be referred to."""
        inside = [self.texts.text(text, locale, key) for text, locale in zip(texts, self.locales, strict=True)]
        inside[0] = self.texts.mark(name_of(anchor), inside[0]) if anchor else inside[0]
        self._add([elements.paragraph(each, style) for each in inside])

    def _said(self, parts: Sequence[Sequence[Text | None]], style: str) -> None:
        """Add several texts on one line, in each language, with a dot between them."""
        lines = (" · ".join(said(text) for text in texts if text) for texts in zip(*parts, strict=True))
        pairs = zip(lines, self.locales, strict=True)
        self._add([elements.paragraph(elements.run(line, locale), style) for line, locale in pairs])

    # ── above the text
    # ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _front(self) -> None:
        """Write the title block."""
        doc = self.doc
        kind = [self._kind()]
        kind += [self.words("No. {number}", number=doc.number)] if doc.number else []
        self._said(kind, "Dateline")
        self._line([column.title for column in self.columns], "Title", "title", self.doc.anchor)
        if doc.lead:
            self._line([column.lead for column in self.columns if column.lead], "Lead", "lead")
        dates: list[Sequence[Text | None]] = [
            [column.date for column in self.columns],
            *([[column.time for column in self.columns]] if doc.time else []),
            [column.place for column in self.columns],
        ]
        effective = [column.effective for column in self.columns if column.effective]
        if effective:
            forms = [self.words("Date of entry into force: {date}", date=said(date)) for date in effective]
            dates.append([form[at] for at, form in enumerate(forms)])
        self._said(dates, "Dateline")
        if doc.participants and not doc.attendance:
            self._add(["".join(self._sides(column)) for column in self.columns])

    def _kind(self) -> tuple[Text, ...]:
        """Return the kind of the document, in words."""
        if self.doc.corrects:
            number = self.doc.corrects.number
            return self.words("Corrigendum to No. {number}", number=number) if number else self.words("Corrigendum")
        types = tuple(column.type for column in self.columns if column.type)
        if types:
            return types
        name = "Event brief" if self.doc.kind == "event" else "Record" if self.doc.status == "record" else "Protocol"
        return self.words(name)

    def _sides(self, column: LocalizedDocument) -> Iterator[str]:
        """Write the participants."""
        for side in column.participants:
            if said(side.name):
                yield elements.paragraph(self.texts.text(side.name, column.locale), "TableHead")
            for person in side.people:
                yield elements.paragraph(self._person(person, column.locale), "Dateline")

    def _person(self, person: LocalizedPerson, locale: str) -> str:
        """Write a person's name and office."""
        said_of = (self.texts.text(text, locale) for text in (person.office, person.role) if text)
        return self.texts.text(person.name, locale) + "".join(elements.run(", ", locale) + each for each in said_of)

    def _photo(self, size: tuple[int, int]) -> None:
        """Write the picture and its caption."""
        photos = [(column.photo, column.locale) for column in self.columns if column.photo]
        alt = " / ".join(said(photo.alt) for photo, _ in photos)
        self._whole(elements.paragraph(elements.picture("rId7", size, alt), "Normal", properties="<w:keepNext/>"))
        for photo, locale in photos:
            description = self.texts.text(photo.description, locale, "photo.description")
            date = elements.run(f"{said(photo.date)} · ", locale) if photo.date else ""
            self._whole(elements.paragraph(description, "Caption"))
            self._whole(elements.paragraph(date + self.texts.text(photo.credit, locale, "photo.credit"), "Caption"))

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, columns: Sequence[LocalizedDocument], prefix: str) -> None:
        """Write the blocks of a document, or of an annex of it."""
        schemes = zip(self.schemes, columns, strict=True)
        counters = [self.lists.column(scheme, column.blocks) for scheme, column in schemes]
        for index, cells in enumerate(zip(*(column.blocks for column in columns), strict=True)):
            key = f"{prefix}{index}"
            if isinstance(cells[0], Table):
                self._flush()
                self._whole(self._table([cell for cell in cells if isinstance(cell, Table)], key))
            else:
                pairs = zip(cells, counters, strict=True)
                blocks = [(cell, counter) for cell, counter in pairs if not isinstance(cell, Table)]
                self._add([self._block(cell, counter, key) for cell, counter in blocks])

    def _block(self, block: Heading[Text] | Paragraph[Text], counter: Counter, key: str) -> str:
        """Write a heading or a paragraph; one that is missing in a language leaves its cell empty."""
        words = said(block.text).strip()
        if not block.number and words in ("", "\\") and not any(isinstance(s, NoteCall) for s in block.text.spans):
            return ""
        place = counter.place(block.path) if block.number else None
        inside = self.texts.text(block.text, block.text.locale, key)
        if block.number and place is None:
            inside = elements.run(f"{block.number} ", block.text.locale) + inside
        if block.anchor:  # in columns only the first one has it: a name may occur once
            inside = self.texts.mark(name_of(block.anchor), inside)
        if isinstance(block, Heading):
            return elements.paragraph(inside, f"Heading{block.level}", numbered=place)
        if block.role == "bullet":
            place = (BULLETS, block.level - 1)
            return elements.paragraph(inside, elements.leveled("ListBullet", block.level), numbered=place)
        if block.role == "item":
            return elements.paragraph(inside, elements.leveled("ListNumber", block.level), numbered=place)
        continued = elements.leveled("ListContinue", block.level) if block.level else STYLES[block.role]
        return elements.paragraph(inside, continued)

    def _table(self, tables: Sequence[Table[Text]], key: str) -> str:
        """Write a table; each cell has its text in all languages, or once if they are the same."""
        one = tables[0]
        width = elements.WIDTH // len(one.header)
        rows = []
        for line in range(len(one.rows) + 1):
            cells = []
            for column, align in enumerate(one.align):
                texts = [(table.rows[line - 1] if line else table.header)[column] for table in tables]
                texts = texts[:1] if len({said(text) for text in texts}) == 1 else texts
                justified = f'<w:jc w:val="{align}"/>' if align != "left" else ""
                style = "TableText" if line else "TableHead"
                inside = (self.texts.text(text, text.locale, f"{key}.{line}.{column}") for text in texts)
                cells.append("".join(elements.paragraph(each, style, properties=justified) for each in inside))
            rows.append(elements.row([(cell, width) for cell in cells], head=not line, whole=True))
        description = "; ".join(said(cell) for cell in one.header)
        return elements.table(rows, [width] * len(one.header), "Grid", description=description)

    # ── below the text
    # ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _after(self) -> None:
        """Write everything below the text: next steps, documents, signatures, annexes."""
        if self.doc.steps:
            self._line(self.words("Next steps"), "Heading2")
            self._flush()
            for number in range(len(self.doc.steps)):
                self._whole(self._table([column.steps[number] for column in self.columns], f"s{number}"))
        if self.doc.related:
            self._line(self.words("Documents"), "Heading2")
            for number in range(len(self.doc.related)):
                self._line([column.related[number].title for column in self.columns], "Normal")
        self._flush()
        if self.doc.signatures:
            self._whole(self._signatures())
        for number in range(len(self.doc.annexes)):
            self._annex([column.annexes[number] for column in self.columns], number)
        if self.doc.attendance:
            self._attendance()

    def _attendance(self) -> None:
        """Write the list of participants on a page of its own."""
        self._flush()
        self._whole(elements.paragraph("", "Between", properties="<w:pageBreakBefore/>"))
        self._line(self.words("List of participants"), "Heading1")
        for number, (name, _) in enumerate(self.doc.attendance):
            if said(name):
                self._line([column.attendance[number][0] for column in self.columns], "Heading2")
            self._flush()
            self._whole(self._table([column.attendance[number][1] for column in self.columns], f"p{number}"))

    def _annex(self, annexes: Sequence[LocalizedDocument], number: int) -> None:
        """Write an annex, starting on a new page; an attached file is only named."""
        several = len(self.doc.annexes) > 1
        label = self.words("Annex {number}", number=str(number + 1)) if several else self.words("Annex")
        self._flush()
        self._whole(elements.paragraph("", "Between", properties="<w:pageBreakBefore/>"))
        self._line(list(map(_attached, label, annexes)), "Dateline")
        self._line([annex.title for annex in annexes], "Heading1", f"a{number}.title", annexes[0].anchor)
        if annexes[0].file:
            self._line([Text(spans=(Plain(annex.file),), locale=annex.locale) for annex in annexes], "Normal")
        self._blocks(annexes, f"a{number}.b")

    def _signatures(self) -> str:
        """Write the signature blocks, a column for each party."""
        sides = self.doc.signatures
        width = elements.WIDTH // len(sides)
        cells = [("".join(self._signature(side)), width) for side in sides]
        return elements.table([elements.row(cells, whole=True)], [width] * len(cells), "Columns")

    def _signature(self, side: LocalizedSide) -> Iterator[str]:
        """Write the signature lines of one party, in each language."""
        own = [next(each for each in column.signatures if each.party == side.party) for column in self.columns]
        for each, locale in zip(own, self.locales, strict=True):
            yield elements.paragraph(self.texts.text(each.name, locale), "Signature")
        for number in range(len(side.people)):
            yield elements.paragraph(elements.run(LINE, self.locales[0]), "Signature")
            for each, locale in zip(own, self.locales, strict=True):
                yield elements.paragraph(self._person(each.people[number], locale), "Signature")


def _attached(label: Text, annex: LocalizedDocument) -> Text:
    """Let the name of the instrument follow the word "Annex"."""
    return (
        dataclasses.replace(label, spans=(*label.spans, Plain(" "), *annex.attached.spans)) if annex.attached else label
    )
