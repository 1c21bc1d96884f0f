"""Read a DOCX: its bytes come in, a `WordText` goes out: blocks in order, numbered as Word prints them."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator

from protocolpress.errors import Position, SourceError, error
from protocolpress.word import inline
from protocolpress.word.inline import Changes, Findings, Inline
from protocolpress.word.numbering import Label, Numbering, number, value
from protocolpress.word.package import Element, Package, q
from protocolpress.word.styles import Style, Styles, outline_of
from protocolpress.word.values import Block, Cell, Comment, Left, Paragraph, Table, WordText

MAX_PARAGRAPHS = 50_000

MAX_NESTING = 8
"""Maximum depth of tables within tables."""

_CHANGES = (*inline.INSERTED, *inline.DELETED)
_CONTAINERS = (q("w:sdtContent"), q("w:customXml"), q("w:sdt"), q("w:ins"), q("w:moveTo"), q("w:smartTag"))


def read(data: bytes, name: str, *, changes: Changes = "refuse") -> WordText:
    """Read the bytes of the file *name*.

    Tracked changes are accepted or rejected; if neither was chosen, the file is refused.

    Raises:
        SourceError: it is not a DOCX, cannot be read within the limits, or has unresolved changes.
    """
    package = Package(data, name)
    count = sum(len(root.findall(f".//{tag}")) for root in _texts(package) for tag in _CHANGES)
    if count and changes == "refuse":
        message = f"the text has {count} tracked change{'s' * (count > 1)}"
        hint = "accept or reject them in Word, or use --changes accept or --changes reject"
        raise SourceError(error(Position(name), "tracked-changes", message, hint))
    return _Reader(package, changes).text(count)


def _texts(package: Package) -> Iterator[Element]:
    yield package.tree(package.main)
    for kind in ("footnotes", "endnotes"):
        for part in package.related(package.main, kind):
            yield package.tree(part)


class _Reader:
    """Reads one file, counting its lists and paragraphs."""

    def __init__(self, package: Package, changes: Changes) -> None:
        self.package = package
        self.changes = changes
        self.styles = Styles(self.first("styles"))
        self.numbering = Numbering(self.first("numbering"), self.styles.list_of)
        self.findings = Findings()
        self.count = 0
        self.languages: collections.Counter[str] = collections.Counter()

    def first(self, kind: str) -> Element | None:
        """Return the tree of the first part of a kind; None if there is none."""
        found = self.package.related(self.package.main, kind)
        return self.package.tree(found[0]) if found else None

    def text(self, count: int) -> WordText:
        """Read the whole text."""
        main = Inline(self.package, self.package.main, self.styles, self.changes, self.findings)
        main.comments = self.comments()
        body = self.package.tree(self.package.main).find(q("w:body"))
        blocks = _merged(tuple(self.blocks(body, main, 0))) if body is not None else ()
        notes = self.notes(main.comments)
        for each in main.comments.values():
            self.findings.left.append(Left(what="comment", place="nowhere", words=f"{each.author}: {each.text}"))
        self.rest()
        common = self.languages.most_common(1)
        return WordText(
            name=self.package.name,
            blocks=blocks,
            notes=notes,
            left=tuple(self.findings.left),
            pictures=tuple(self.findings.pictures),
            locale=common[0][0] if common else self.styles.of(self.styles.default).locale or self.styles.locale,
            changes=count,
        )

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, parent: Element, reader: Inline, nesting: int) -> Iterator[Block]:
        """Go through the blocks of an element."""
        for child in parent:
            if child.tag == q("w:p"):
                yield self.paragraph(child, reader)
            elif child.tag == q("w:tbl"):
                yield self.table(child, reader, nesting + 1)
            elif child.tag == q("mc:AlternateContent"):
                yield from self.blocks(inline.alternative(child), reader, nesting)
            elif child.tag == q("w:sdt") and _is_contents(child):
                reader.place = f"paragraph {self.count + 1}"
                reader.leave("table of contents", child)
            elif child.tag == q("w:altChunk"):
                reader.place = f"paragraph {self.count + 1}"
                reader.leave("embedded document")
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child, reader, nesting)
            elif child.tag in (q("m:oMathPara"), q("m:oMath")):
                reader.leave("equation", child)

    def paragraph(self, element: Element, reader: Inline) -> Paragraph:
        """Read a paragraph and count it."""
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            message = f"the text has more than {MAX_PARAGRAPHS} paragraphs"
            raise SourceError(self.package.bad(message, "split it"))
        found = self.findings
        found.bookmarks, found.comments = [], []
        properties = element.find(q("w:pPr"))
        style = self.styles.of((properties is not None and value(properties, "w:pStyle")) or self.styles.default)
        pieces = reader.pieces(element, f"paragraph {self.count}")
        label = self.label(properties, style)
        outline = value(properties, "w:outlineLvl") if properties is not None else ""
        align = value(properties, "w:jc") if properties is not None else ""
        return Paragraph(
            pieces=pieces,
            place=self.count,
            style=style.name,
            outline=outline_of(outline) if outline else style.outline,
            label=label.text if label else "",
            bullet=label is not None and label.bullet,
            depth=label.depth if label else 0,
            series=label.series if label else "",
            centered=align == "center" if align else style.centered,
            bookmarks=tuple(found.bookmarks),
            comments=tuple(found.comments),
            locale=self.language(element, style),
            authors=tuple(dict.fromkeys(str(each.get(q("w:author"), "")) for each in element.iter(*_CHANGES))),
            joined=_is_joined(properties, self.changes),
        )

    def label(self, properties: Element | None, style: Style) -> Label | None:
        """Count a paragraph in its list, if it is in one."""
        numbered = None if properties is None else properties.find(q("w:numPr"))
        key = style.list
        depth = style.depth
        if numbered is not None:
            key = value(numbered, "w:numId") or key
            depth = number(value(numbered, "w:ilvl"), depth or 0)
        if key in ("", "0"):
            return None
        if depth is None:
            depth = self.numbering.depth_of(key, style.list_style if numbered is None else style.id)
        return self.numbering.label(key, depth)

    def language(self, element: Element, style: Style) -> str:
        """Return the language with which most letters of a paragraph are marked."""
        counted: collections.Counter[str] = collections.Counter()
        usual = style.locale or self.styles.locale
        for run in element.iter(q("w:r")):
            properties = run.find(q("w:rPr"))
            marked = value(properties, "w:lang") if properties is not None else ""
            counted[marked or usual] += sum(len(each.text or "") for each in run.iter(q("w:t")))
        self.languages.update(counted)
        return counted.most_common(1)[0][0] if counted else ""

    def table(self, element: Element, reader: Inline, nesting: int) -> Block:
        """Read a table; of deeply nested tables only the words are read."""
        start = self.count + 1
        if nesting > MAX_NESTING:
            reader.leave("table in tables", element)
            return Paragraph(pieces=(), place=self.count)
        rows = []
        for row in _below(element, "w:tr"):
            properties = row.find(q("w:trPr"))
            if properties is not None and _is_gone(properties, self.changes):
                continue
            cells: list[Cell] = []
            for cell in _below(row, "w:tc"):
                cells.append(Cell(blocks=_merged(tuple(self.blocks(cell, reader, nesting)))))
                settings = cell.find(q("w:tcPr"))
                span = number(value(settings, "w:gridSpan"), 1) if settings is not None else 1
                cells += [Cell(blocks=())] * min(max(0, span - 1), 60)
            rows.append(tuple(cells))
        return Table(rows=tuple(rows), place=start)

    # ── outside the text
    # ────────────────────────────────────────────────────────────────────────────────────────────────

    def notes(self, comments: dict[str, Comment]) -> dict[str, tuple[Paragraph, ...]]:
        """Read footnotes and endnotes in the order of their calls; notes without a call are listed as left out."""
        every: dict[str, tuple[Paragraph, ...]] = {}
        for kind, tag, prefix in (("footnotes", "w:footnote", ""), ("endnotes", "w:endnote", "e")):
            for part in self.package.related(self.package.main, kind):
                reader = Inline(self.package, part, self.styles, self.changes, self.findings)
                reader.comments = comments
                for each in self.package.tree(part).iterfind(q(tag)):
                    if each.get(q("w:type"), "normal") == "normal":
                        blocks = _merged(tuple(self.blocks(each, reader, 0)))
                        every[f"{prefix}{each.get(q('w:id'), '')}"] = tuple(_paragraphs(blocks))
        called = [label for label in dict.fromkeys(self.findings.called) if label in every]
        for label, paragraphs in every.items():
            if label not in called and (words := " ".join(each.text for each in paragraphs).strip()):
                self.findings.left.append(Left(what="footnote without a call", place="footnotes", words=words))
        return {label: every[label] for label in called}

    def comments(self) -> dict[str, Comment]:
        """Read the comments by their ids."""
        root = self.first("comments")
        found = {}
        for each in () if root is None else root.iterfind(q("w:comment")):
            said = " ".join(inline.words_of(each).split())
            found[str(each.get(q("w:id"), ""))] = Comment(author=str(each.get(q("w:author"), "")), text=said)
        return found

    def rest(self) -> None:
        """List the content outside the text: headers, footers, macros."""
        for kind in ("header", "footer"):
            for part in self.package.related(self.package.main, kind):
                if words := inline.words_of(self.package.tree(part)).strip():
                    self.findings.left.append(Left(what=kind, place=part, words=words))
        for part in self.package.parts():
            if part.lower().endswith("vbaproject.bin"):
                self.findings.left.append(Left(what="macros", place=part))


def _below(element: Element, name: str) -> Iterator[Element]:
    """Return the rows of a table, or the cells of a row, including those in content controls and the like."""
    for child in element:
        if child.tag == q(name):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _below(child, name)


def _is_contents(element: Element) -> bool:
    gallery = element.find(f"{q('w:sdtPr')}/{q('w:docPartObj')}/{q('w:docPartGallery')}")
    return gallery is not None and gallery.get(q("w:val")) == "Table of Contents"


def _is_gone(properties: Element, changes: Changes) -> bool:
    """Whether a row, or the end of a paragraph, no longer exists once the changes are resolved."""
    return properties.find(q("w:ins" if changes == "reject" else "w:del")) is not None


def _is_joined(properties: Element | None, changes: Changes) -> bool:
    """Whether the end of a paragraph was deleted, so that it is joined with the next one."""
    mark = None if properties is None else properties.find(q("w:rPr"))
    return mark is not None and _is_gone(mark, changes)


def _merged(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Join each paragraph whose end was deleted with the next one, whose properties apply."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and last.joined:
            found[-1] = dataclasses.replace(
                block,
                pieces=(*last.pieces, *block.pieces),
                bookmarks=(*last.bookmarks, *block.bookmarks),
                comments=(*last.comments, *block.comments),
                authors=tuple(dict.fromkeys((*last.authors, *block.authors))),
            )
        else:
            found.append(block)
    return tuple(found)


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Return the paragraphs of blocks, including those of tables."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from _paragraphs(cell.blocks)
