"""The blocks of a document in one locale: headings, paragraphs and tables, numbered, anchored and translated."""

from __future__ import annotations

from typing import assert_never

from protocolpress import languages, markup, numbering
from protocolpress.localize import closing, formats, phrases, references
from protocolpress.localize.names import Names
from protocolpress.model import (
    ActionState,
    Block,
    Cell,
    Edtf,
    EntityRef,
    Heading,
    Message,
    Paragraph,
    Path,
    PlaceRef,
    SourceBlock,
    Table,
    Text,
)


class Blocks:
    """Localizes the blocks of one document."""

    def __init__(self, names: Names) -> None:
        """Work for the document of *names*."""
        self.names = names
        self.document = names.document
        self.translator = names.translator
        self.anchors = references.local_anchors(names.document)

    def all(self) -> tuple[Block, ...]:
        """Localize the blocks in order, each with its article, and add the final sentences."""
        found = []
        here: Path = ()
        for block in self.document.blocks:
            if isinstance(block, Table):
                here = here[:1]
            else:
                here = block.path or here[: 1 + (block.level if isinstance(block, Paragraph) else 0)]
            self.translator.here = here
            found.append(self.block(block))
        if self.document.corrects:
            found.append(Paragraph(text=self.translator.sentence(phrases.CORRECTED)))
        if written := closing.clause(self.document, self.translator):
            found.append(Paragraph(text=written, role="closing"))
        return tuple(found)

    def block(self, block: SourceBlock) -> Block:
        """Localize one block."""
        text = self.translator.text
        match block:
            case Heading():
                return Heading(
                    text=text(block.text),
                    level=block.level,
                    path=block.path,
                    anchor=self.names.anchor(block.anchor),
                    number=self.number(block.path),
                    cited=self.cited(block.path),
                )
            case Paragraph():
                anchor = self.names.anchor(self.anchors.get(block.path, "") if block.path else block.anchor)
                number = self.number(block.path) or block.number
                if block.role == "decision":
                    number = self.decision(block.number)
                return Paragraph(
                    text=text(block.text, optional=not number),
                    role=block.role,
                    level=block.level,
                    path=block.path,
                    anchor=anchor,
                    number=number,
                )
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def decision(self, number: str) -> str:
        """Print the words before a decision: "Decision 2012/3."; a sentence begins with a capital letter."""
        words = self.translator.phrase(phrases.DECISION, number=number)
        return f"{words[:1].upper()}{words[1:]}.".replace(" ", "\u00a0")

    def table(self, table: Table[Cell]) -> Table[Text]:
        """Localize a table."""
        return Table(
            header=tuple(self.cell(cell) for cell in table.header),
            rows=tuple(tuple(self.cell(cell) for cell in row) for row in table.rows),
            align=table.align,
            actions=table.actions,
            corrections=table.corrections,
            total=table.total,
        )

    def number(self, path: Path) -> str:
        """Print the number of a block, at its own level only."""
        if not path:
            return ""
        translator = self.translator
        own = numbering.pattern(translator.scheme, len(path) - 1, translator.setting.locale)
        return numbering.printed(own, path[-1])

    def cited(self, path: Path) -> str:
        """Return the number of an article alone."""
        translator = self.translator
        own = numbering.pattern(translator.scheme, 0, translator.setting.locale)
        return numbering.bare(own, path[0]) if len(path) == 1 else ""

    def cell(self, cell: Cell) -> Text:
        """Localize a cell: words, a date, or the names of owners."""
        match cell:
            case Message():
                return self.translator.text(cell)
            case Edtf():
                return self.names.date(cell)
            case EntityRef(ids, position):
                names = [markup.plain(self.names.registered(self.names.owner(entry, position)).spans) for entry in ids]
                return self.translator.plain(formats.conjoin(names, self.translator.setting.locale))
            case PlaceRef(fragment, position):
                target = f"{self.document.corrects}#{fragment}"
                reference = Message(msgid=f"[]({target})", position=position)
                return self.translator.text(reference, self.translator.setting.locale)
            case ActionState(state):
                return self.translator.text(phrases.STATES[state], languages.DEFAULT.code)
            case _:
                assert_never(cell)
