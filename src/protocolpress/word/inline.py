"""The inside of a paragraph: its elements come in, pieces of text go out; everything else goes to the `Findings`.

Word nests runs in hyperlinks, tracked changes, content controls, smart tags and fields; unknown elements are searched
too, so that no word is lost.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from protocolpress.word import fields
from protocolpress.word.fields import Field
from protocolpress.word.numbering import flag, value
from protocolpress.word.package import Element, Package, q
from protocolpress.word.styles import Styles
from protocolpress.word.values import Comment, Left, Picture, Piece

Changes = Literal["refuse", "accept", "reject"]
"""Treatment of tracked changes."""

INSERTED = (q("w:ins"), q("w:moveTo"))
DELETED = (q("w:del"), q("w:moveFrom"))

SIGNS = {
    q("w:tab"): " ",
    q("w:ptab"): " ",
    q("w:br"): "\n",
    q("w:cr"): "\n",
    q("w:noBreakHyphen"): "-",
}
_TEXTS = (q("w:t"), q("w:delText"))
_CALLS = {q("w:footnoteReference"): "", q("w:endnoteReference"): "e"}
"""The elements that call notes, and the prefixes of the notes' labels."""

_PASSED = frozenset(
    q(f"w:{name}")
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "softHyphen", "lastRenderedPageBreak"),
        *("instrText", "delInstrText", "footnoteRef", "endnoteRef", "annotationRef", "separator", "rubyPr", "fldData"),
    )
)
NUMBERS = ("footnote reference", "endnote reference", "footnote characters", "endnote characters")
"""The styles of note numbers, in Word and in LibreOffice."""

_MARK = re.compile(r"\d{1,4}|[*†‡]{1,4}")
"""The start of a note whose call has a custom mark."""

RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


@dataclasses.dataclass(slots=True)
class Findings:
    """Everything found in a text beside its words."""

    left: list[Left] = dataclasses.field(default_factory=list)
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    called: list[str] = dataclasses.field(default_factory=list)
    """Notes in the order of their calls."""
    bookmarks: list[str] = dataclasses.field(default_factory=list)
    """In the current paragraph."""
    comments: list[Comment] = dataclasses.field(default_factory=list)
    """In the current paragraph."""
    open: list[Field] = dataclasses.field(default_factory=list)
    """Open fields; some end paragraphs later."""
    generated: str = ""
    """The generated content that the current field holds, such as a table of contents; empty if it is text."""


@dataclasses.dataclass(frozen=True, slots=True)
class Marks:
    """The properties of an element's runs."""

    href: str = ""
    target: str = ""


class Inline:
    """Reads paragraphs of one part of a file."""

    def __init__(self, package: Package, part: str, styles: Styles, changes: Changes, findings: Findings) -> None:
        """Read *part* of *package*."""
        self.package = package
        self.relations = package.relations(part)
        self.styles = styles
        self.changes = changes
        self.findings = findings
        self.comments: dict[str, Comment] = {}
        self.place = ""

    def pieces(self, paragraph: Element, place: str) -> tuple[Piece, ...]:
        """Return the pieces of a paragraph, joining neighbours with the same marks."""
        self.place = place
        joined: list[Piece] = []
        for piece in self.children(paragraph, Marks()):
            last = joined[-1] if joined else None
            if last and not piece.note and not last.note and dataclasses.replace(last, text=piece.text) == piece:
                joined[-1] = dataclasses.replace(last, text=last.text + piece.text)
            elif piece.text or piece.note:
                joined.append(piece)
        return tuple(joined)

    def children(self, element: Element, marks: Marks) -> Iterator[Piece]:
        """Read the children of an element."""
        for child in element:
            yield from self.child(child, marks)

    def child(self, child: Element, marks: Marks) -> Iterator[Piece]:
        """Read one child."""
        tag = child.tag
        if tag == q("w:r"):
            yield from self.run(child, marks)
        elif tag in INSERTED + DELETED:
            if (tag in INSERTED) == (self.changes != "reject"):
                yield from self.children(child, marks)
        elif tag == q("w:bookmarkStart"):
            self.findings.bookmarks.append(str(child.get(q("w:name"), "")))
        elif tag == q("w:commentRangeStart"):
            self.comment(str(child.get(q("w:id"), "")))
        elif tag in (q("m:oMath"), q("m:oMathPara")):
            self.leave("equation", child)
        elif tag not in _PASSED:
            yield from self.inside(child, marks)

    def inside(self, child: Element, marks: Marks) -> Iterator[Piece]:
        """Read an element that contains runs: a link, a field, an alternative, or an unknown element."""
        if child.tag == q("w:hyperlink"):
            related = self.relations.get(str(child.get(q("r:id"), "")))
            href = related.target if related and related.external else ""
            yield from self.children(child, Marks(href=href, target=str(child.get(q("w:anchor"), ""))))
        elif child.tag == q("w:fldSimple"):
            self.findings.open.append(Field(str(child.get(q("w:instr"), "")), in_result=True))
            yield from self.children(child, marks)
            self.findings.open.pop()
        else:
            yield from self.children(alternative(child), marks)

    def comment(self, key: str) -> None:
        """Note a comment, once."""
        if (said := self.comments.pop(key, None)) is not None:
            self.findings.comments.append(said)

    def run(self, run: Element, marks: Marks) -> Iterator[Piece]:
        """Read a run: its texts and signs, fields, notes, drawings."""
        properties = run.find(q("w:rPr"))
        style = self.styles.of(value(properties, "w:rStyle")) if properties is not None else self.styles.of("")
        on = {
            name: usual if properties is None or properties.find(q(tag)) is None else flag(properties, tag)
            for name, tag, usual in (
                ("strong", "w:b", style.strong),
                ("emphasis", "w:i", style.emphasis),
                ("hidden", "w:vanish", style.hidden),
            )
        }
        position = value(properties, "w:vertAlign") if properties is not None else ""
        if style.name in NUMBERS and _is_mark(run):
            return
        for text, note in self.contents(run):
            words = _placed(text, position)
            if words and (on["hidden"] or self.findings.generated):
                self.leave(self.findings.generated or "hidden text", words=words)
                continue
            marks = self.marks(marks)
            if words or note:
                yield Piece(
                    text=words,
                    strong=on["strong"],
                    emphasis=on["emphasis"],
                    href=marks.href,
                    target="" if marks.href else marks.target,
                    note=note,
                )

    def marks(self, marks: Marks) -> Marks:
        """Return the marks set by the open fields."""
        for field in self.findings.open:
            if field.in_result and (field.href or field.target):
                return Marks(href=field.href, target=field.target)
        return marks

    def contents(self, run: Element) -> Iterator[tuple[str, str]]:
        """Return the texts of a run, each with the note called in its place, if any."""
        for child in run:
            tag = child.tag
            if tag in (q("w:fldChar"), q("w:instrText")):
                self.field(child)
            elif any(not field.in_result for field in self.findings.open):
                if tag in _TEXTS and child.text:
                    self.leave("instruction of a field", words=child.text)
            elif tag in _TEXTS:
                yield (child.text or "").replace("\u00ad", ""), ""
            elif tag in SIGNS:
                yield " " if child.get(q("w:type")) in ("page", "column") else SIGNS[tag], ""
            elif tag in _CALLS:
                label = f"{_CALLS[tag]}{child.get(q('w:id'), '')}"
                self.findings.called.append(label)
                yield "", label
                if child.get(q("w:customMarkFollows")) in ("1", "true", "on"):
                    return  # the rest of the run is the mark, which is printed again
            elif tag not in _PASSED:
                yield from self.thing(child)

    def thing(self, child: Element) -> Iterator[tuple[str, str]]:
        """Read an element of a run that is not text, a field or a note."""
        tag = child.tag
        if tag == q("w:commentReference"):
            self.comment(str(child.get(q("w:id"), "")))
        elif tag == q("w:sym"):
            yield from self.symbol(child)
        elif tag in (q("w:drawing"), q("w:pict"), q("w:object")):
            self.drawing(child)
        elif tag == q("mc:AlternateContent"):
            yield from self.contents(alternative(child))
        elif tag == q("w:ruby"):
            yield from ((text, "") for text in _texts(child))
        else:
            yield from ((piece.text, piece.note) for piece in self.child(child, Marks()))

    def symbol(self, child: Element) -> Iterator[tuple[str, str]]:
        """Read a character of a symbol font; those of private use mean nothing without their font."""
        code, font = str(child.get(q("w:char"), "")), str(child.get(q("w:font"), ""))
        try:
            sign = chr(int(code, 16))
        except (ValueError, OverflowError):
            sign = ""
        if not sign or "\ue000" <= sign <= "\uf8ff" or not sign.isprintable():
            self.leave(f"sign {code} of the font {font}")
        else:
            yield sign, ""

    def field(self, child: Element) -> None:
        """Begin a field or its result, end it, or read more of its instruction."""
        found = self.findings
        kind = str(child.get(q("w:fldCharType"), ""))
        if child.tag == q("w:instrText") and found.open and not found.open[-1].in_result:
            found.open[-1].instruction += child.text or ""
        if kind == "begin":
            found.open.append(Field())
        elif kind == "separate" and found.open:
            found.open[-1].in_result = True
        elif kind == "end" and found.open:
            found.open.pop()
        found.generated = next(
            (
                fields.GENERATED[field.kind]
                for field in found.open
                if field.in_result and field.kind in fields.GENERATED
            ),
            "",
        )

    def drawing(self, element: Element) -> None:
        """Read a drawing: a picture, a text box, or an object."""
        boxes = [*element.iter(q("w:txbxContent"))]
        for box in _outermost(boxes):
            self.leave("text box", box)
        described = next(element.iter(q("wp:docPr")), None)
        alt = "" if described is None else str(described.get("descr") or described.get("title") or "")
        for blip in element.iter(q("a:blip"), q("v:imagedata")):
            key = str(blip.get(q("r:embed")) or blip.get(q("r:id")) or blip.get(q("r:link")) or "")
            self.picture(key, alt or str(blip.get(q("o:title"), "")))
        if next(element.iter(q("o:OLEObject")), None) is not None:
            self.leave("embedded object", words=alt)
        elif not boxes and next(element.iter(q("a:blip"), q("v:imagedata")), None) is None:
            self.leave("drawing", words=alt)

    def picture(self, key: str, alt: str) -> None:
        """Read a picture; an external one is not fetched."""
        related = self.relations.get(key)
        if related is None or (not related.external and not self.package.has(related.target)):
            self.leave("picture missing from the file", words=alt)
        elif related.external:
            self.leave("picture outside the file, not fetched", words=f"{alt} {related.target}".strip())
        else:
            data, name = self.package.read(related.target), posixpath.basename(related.target)
            self.findings.pictures.append(Picture(name=name, data=data, alt=alt, place=self.place))

    def leave(self, what: str, element: Element | None = None, words: str = "") -> None:
        """Record content that cannot be converted; neighbouring pieces are recorded as one."""
        words = words or ("" if element is None else words_of(element))
        left = self.findings.left
        if left and element is None and (left[-1].what, left[-1].place) == (what, self.place):
            left[-1] = dataclasses.replace(left[-1], words=left[-1].words + words)
        else:
            left.append(Left(what=what, place=self.place, words=words))


def _is_mark(run: Element) -> bool:
    """Whether a run in the style of note numbers is the one at the head of a note, which calls no note."""
    return not any(each.tag in _CALLS for each in run) and _MARK.fullmatch(words_of(run)) is not None


def alternative(element: Element) -> Element:
    """Choose the first alternative of an element that has several; return others unchanged."""
    return next((each for each in element if each.tag in (q("mc:Choice"), q("mc:Fallback"))), element)


def words_of(element: Element) -> str:
    """Return all words of an element, with a space between its paragraphs."""
    paragraphs = [
        "".join(_texts(each)) for each in element.iter(q("w:p")) if each.find(f".//{q('w:txbxContent')}") is None
    ]
    rest = "".join(each.text or "" for each in element.iter(q("m:t")))
    return " ".join(filter(None, (*paragraphs, rest))) or "".join(_texts(element))


def _texts(element: Element) -> Iterable[str]:
    for each in element.iter(*_TEXTS, *SIGNS):
        yield each.text or "" if each.tag in _TEXTS else " "


def _outermost(elements: list[Element]) -> list[Element]:
    """Return the outermost elements; of two alternatives of one thing, the first."""
    found = []
    for each in elements:
        above = list(each.iterancestors())
        if any(one in elements for one in above):
            continue
        if any(one.tag == q("mc:Fallback") for one in above):
            continue
        found.append(each)
    return found


def _placed(text: str, position: str) -> str:
    """Raise or lower figures, using Unicode characters where they exist."""
    signs = {"superscript": RAISED, "subscript": LOWERED}.get(position)
    if signs and text and all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text)
    return text
