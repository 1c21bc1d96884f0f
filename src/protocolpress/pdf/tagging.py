"""Boxes of a laid-out document → its structure tree (ISO 32000-1, 14.7 and 14.8), in place of WeasyPrint's own.

Details that validators do not check but a listener notices: a passage has its own language; a paragraph that continues
on the next page is one element; running heads, and repeated table heads, are artifacts; header cells have a scope; a
footnote is read where it is called; a figure's box is in points; a link has its text; an abbreviation, what it stands
for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from protocolpress.pdf import links, lists, signature_fields
from protocolpress.pdf.nodes import Mark, Node
from protocolpress.pdf.patches.patch import Patch

POINTS = 0.75
"""Points in a CSS pixel."""

DOTS = "Dots"
"""Leaders from a title to its page number, which are not read."""

TAGS = {
    "article": "Art",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "div": "Div",
    "figcaption": "Caption",
    "figure": "Div",
    "img": "Figure",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "a": "Link",
    "abbr": "Span",
    "del": "Span",
    "ins": "Span",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
"""Standard structure types (ISO 32000-1, 14.8.4); the words of any other element belong to its parent.

What is deleted or inserted is a Span with the line through or under it (14.8.5.4).
"""

KEPT = ("TR", "TH", "TD")
"""Elements that are kept even if empty; without them a table's columns would not line up."""


def add_tags(pdf: pydyf.PDF, document: Any, _version: object, streams: list[Any]) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Write the structure tree of *document* into *pdf*; *streams* are the contents of its pages, already drawn."""
    walk = _Walk(pdf, document)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        walk.page(number, page, stream._tags)  # noqa: SLF001 - the drawn content is available only there
        _hide(stream, walk.artifacts)
        _tell(stream, walk.slots)
    _write(pdf, walk, len(document.pages))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Walk:
    """Walks through the boxes of all pages, in page order."""

    def __init__(self, pdf: pydyf.PDF, document: Any) -> None:  # noqa: ANN401 - as above
        self.pdf = pdf
        self.document = document
        self.root = Node("Document", None, document.metadata.lang or "")
        self.owners: dict[Mark, Node] = {}
        self.annotations: list[tuple[Node, pydyf.Dictionary]] = []
        """Links and fields, with their elements."""
        self.artifacts: dict[int, str] = {}
        """Marked-content ids of the current page that are artifacts, with their kinds."""
        self.slots: dict[int, pydyf.Array] = {}
        """Marked-content ids of the slots for page numbers, with their documents, places and sizes."""
        self._nodes: dict[tuple[int, str], Node] = {}
        self._number = 0
        self._notes = 0
        self._marks: dict[Any, Any] = {}
        self._lists = lists.Lists()
        self._archived = False

    def page(self, number: int, page: Any, marks: dict[Any, Any]) -> None:  # noqa: ANN401 - as above
        """Read the boxes of a page; *marks* has the content drawn for each of them."""
        self._number, self._marks, self.artifacts, self.slots = number, marks, {}, {}
        for child in page._page_box.children:  # noqa: SLF001 - the boxes are there only
            if isinstance(child, boxes.MarginBox):
                self._hide(child, "Header" if "top" in child.at_keyword else "Footer")
            else:
                self._box(child, self.root)

    def _box(self, box: Any, node: Node) -> None:  # noqa: ANN401 - as above
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - the box of this one
        if isinstance(box, boxes.TextBox):
            self._mark(box, node)
            return
        if self._is_repeated(box):
            self._hide(box, "Header")
            return
        if box.is_leader:
            for part in (box, *box.descendants()):
                self._annotate(part, node)
            self._hide(box, DOTS)
            return
        own = self._node(box, node)
        self._annotate(box, own)
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._box(child, own)
        if isinstance(box, boxes.ReplacedBox):
            self._mark(box, own)
        if own.tag == "Form" and box.element_tag == "div":
            self._field(box, own)
        elif box.element_tag == "table" and own is not node:  # a table has a box around it, of the same element
            self._archive(box.element, node)

    def _annotate(self, box: Any, node: Node) -> None:  # noqa: ANN401 - as above
        """Return a link's annotation to *node*."""
        if annotation := box.link_annotation:
            self._own(node, annotation)
            number = box.element.get("data-number") if "::" in box.element_tag else None
            annotation["Contents"] = pydyf.String(number or _words(box.element))

    def _field(self, box: Any, node: Node) -> None:  # noqa: ANN401 - as above
        """Put a field for a signature where *box* is."""
        left, top = box.padding_box_x(), box.padding_box_y()
        right, bottom = left + box.padding_width(), top + box.padding_height()
        height = self.document.pages[self._number].height
        place = (left * POINTS, (height - bottom) * POINTS, right * POINTS, (height - top) * POINTS)
        self._own(node, signature_fields.add(self.pdf, self._number, box.element, place))

    def _archive(self, table: Any, node: Node) -> None:  # noqa: ANN401 - as above
        """Put the field for a time stamp below the *table* of signatures, where *node* is; once if it is divided."""
        if not self._archived and (title := table.get("data-archive")):
            self._archived = True
            field = signature_fields.add_archive(self.pdf, self._number, title)
            self._own(node.child("Form", page=self._number), field)

    def _own(self, node: Node, annotation: pydyf.Dictionary) -> None:
        """Make *annotation*, on the current page, content of *node*."""
        page = self.pdf.page_references[self._number]
        node.kids.append(pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page}))
        self.annotations.append((node, annotation))

    def _mark(self, box: Any, node: Node) -> None:  # noqa: ANN401 - as above
        if drawn := self._marks.pop(box, None):
            mark = (self._number, drawn["mcid"])
            node.kids.append(mark)
            self.owners[mark] = node
            if whose := box.element.get("data-page-of"):
                place = (box.position_x, box.position_y + box.baseline, box.style["font_size"])
                self.slots[drawn["mcid"]] = pydyf.Array([pydyf.String(quote(whose, safe="/:")), *place])

    def _hide(self, box: Any, what: str) -> None:  # noqa: ANN401 - as above
        """Make the content drawn for *box* an artifact, of pagination or of layout."""
        if drawn := self._marks.pop(box, None):
            self.artifacts[drawn["mcid"]] = what
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._hide(child, what)

    def _is_repeated(self, box: Any) -> bool:  # noqa: ANN401 - as above
        """Whether *box* is the head or the foot of a table that continues from the previous page."""
        known = self._nodes.get((id(box.element), box.element_tag)) if box.element_tag in ("thead", "tfoot") else None
        return known is not None and known.page != self._number

    def _node(self, box: Any, node: Node) -> Node:  # noqa: ANN401 - as above
        """Return the element of *box*: a new one below *node*, a continued one, or *node* itself."""
        element, name = box.element, box.element_tag
        if element is None or name in ("html", "body"):
            return node
        key = (id(element), name)
        if key not in self._nodes:
            self._nodes[key] = self._new(box, element, name, node)
        return self._nodes[key]

    def _new(self, box: Any, element: Any, name: str, node: Node) -> Node:  # noqa: ANN401 - as above
        lang = box.style["lang"] or node.lang
        match name.partition("::")[::2]:
            case "li", "marker":
                item = node.parent if node.tag == "LBody" else node
                label = Node("Lbl", item, lang, page=self._number)
                (item or node).kids.insert(0, label)
                return label
            case base, "footnote-call":
                self._nodes[id(element), base] = note = Node("Note", node, lang, page=self._number)
                self._notes += 1
                note.facts["ID"] = pydyf.String(f"note-{self._notes}")
                call = node.child("Reference", lang, self._number)
                node.kids.append(note)
                return call.child("Link", lang, self._number) if box.link_annotation else call
            case _, "footnote-marker":
                label = node.child("Lbl", lang, self._number)
                return label.child("Link", lang, self._number) if box.link_annotation else label
            case (("span" | "p"), "") if own := self._lists.part(element, name, node, lang, self._number):
                return own
            case (("ul" | "li"), "") if kind := _of_contents(element, node):
                return node.child(kind, lang, self._number)
            case "div", "" if element.get("data-signature"):
                return node.child("Form", lang, self._number)
            case _, "" if tag := TAGS.get(name):
                new = node.child(tag, lang, self._number)
                new.facts.update(_facts(box, element, tag, self.document.pages[self._number].height))
                return new.child("LBody", lang, self._number) if tag == "LI" else new
            case _:
                return node if lang == node.lang else node.child("Span", lang, self._number)


def _facts(box: Any, element: Any, tag: str, height: float) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """Return the dictionary entries of an element besides its type; *height* is its page's, in pixels."""
    if tag == "Figure":
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        place = (left * POINTS, (height - bottom) * POINTS, right * POINTS, (height - top) * POINTS)
        yield "A", pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(place)})
        yield "Alt", pydyf.String(element.get("alt") or "")
    if element.tag == "abbr":
        yield "E", pydyf.String(element.get("title") or "")
    if element.tag in ("del", "ins"):
        line = "/LineThrough" if element.tag == "del" else "/Underline"
        yield "A", pydyf.Dictionary({"O": "/Layout", "TextDecorationType": line})
    if tag in ("TH", "TD"):
        table = pydyf.Dictionary({"O": "/Table"})
        if tag == "TH":
            table["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        if box.colspan != 1:
            table["ColSpan"] = box.colspan
        if box.rowspan != 1:
            table["RowSpan"] = box.rowspan
        if len(table) > 1:
            yield "A", table


def _of_contents(element: Any, node: Node) -> str:  # noqa: ANN401 - as above
    """Return the type of an element in a table of contents; nothing in other lists."""
    if node.tag == "TOC":
        return "TOCI"
    return "TOC" if "entries" in (element.get("class") or "").split() else ""


def _words(element: Any) -> str:  # noqa: ANN401 - as above
    """Return the text of a link: its words, the alternative text of its picture, or its title."""
    words = " ".join("".join(element.itertext()).split())
    pictures = (picture.get("alt") or "" for picture in element.iter("img"))
    return words or " ".join(filter(None, pictures)) or str(element.get("title") or element.get("href") or "")


def _hide(stream: Any, artifacts: dict[int, str]) -> None:  # noqa: ANN401 - as above
    """Write marked content that is not real content as artifacts (ISO 32000-1, 14.8.2.2)."""
    for place, operand in enumerate(stream.stream):
        if isinstance(operand, pydyf.Dictionary) and (what := artifacts.get(operand.get("MCID", -1))):
            stream.stream[place - 1] = "/Artifact"
            of_page = {"Type": "/Pagination", "Subtype": f"/{what}"}
            stream.stream[place] = pydyf.Dictionary({"Type": "/Layout"} if what == DOTS else of_page)


def _tell(stream: Any, slots: dict[int, pydyf.Array]) -> None:  # noqa: ANN401 - as above
    """Write the data for `page_numbers` with the marked content that is a slot for a number."""
    for operand in stream.stream if slots else ():
        if isinstance(operand, pydyf.Dictionary) and (slot := slots.get(operand.get("MCID", -1))):
            operand[links.TARGET] = slot


# ── dictionaries ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _write(pdf: pydyf.PDF, walk: _Walk, pages: int) -> None:
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    written: dict[Node, pydyf.Dictionary] = {}
    root["K"] = pydyf.Array([_element(pdf, walk.root, root.reference, written).reference])
    numbers = pydyf.Array()
    last = [max((mcid for at, mcid in walk.owners if at == page), default=-1) for page in range(pages)]
    for page in range(pages):
        owners = (walk.owners.get((page, mcid)) for mcid in range(last[page] + 1))
        numbers += [page, pydyf.Array(written[owner].reference if owner else "null" for owner in owners)]
    for number, (node, annotation) in enumerate(walk.annotations, pages):
        annotation["StructParent"] = number
        numbers += [number, written[node].reference]
    tree = pydyf.Dictionary({"Nums": numbers})
    pdf.add_object(tree)
    root["ParentTree"] = tree.reference
    root["ParentTreeNextKey"] = pages + len(walk.annotations)
    pdf.catalog["StructTreeRoot"] = root.reference


def _element(pdf: pydyf.PDF, node: Node, parent: bytes, written: dict[Node, pydyf.Dictionary]) -> pydyf.Dictionary:
    """Write *node* and what is below it."""
    element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.tag}", "P": parent, **node.facts})
    pdf.add_object(element)
    written[node] = element
    if node.parent is None or node.lang != node.parent.lang:
        element["Lang"] = pydyf.String(node.lang)
    marks = [kid for kid in node.kids if isinstance(kid, tuple)]
    page = marks[0][0] if marks else node.page
    element["Pg"] = pdf.page_references[page]
    kids = pydyf.Array(_kids(pdf, node, page, written))
    element["K"] = kids[0] if node.tag == "Form" else kids
    return element


def _kids(pdf: pydyf.PDF, node: Node, page: int, written: dict[Node, pydyf.Dictionary]) -> Iterator[Any]:
    for kid in node.kids:
        match kid:
            case Node():
                if _has_content(kid):
                    yield _element(pdf, kid, written[node].reference, written).reference
            case (at, mcid):
                place = {"Type": "/MCR", "Pg": pdf.page_references[at], "MCID": mcid}
                yield mcid if at == page else pydyf.Dictionary(place)
            case annotation:
                yield annotation


def _has_content(node: Node) -> bool:
    return node.tag in KEPT or any(not isinstance(kid, Node) or _has_content(kid) for kid in node.kids)


PATCHES = (Patch("weasyprint.pdf", "add_tags", add_tags, "f0e74575b0bafaf3"),)
