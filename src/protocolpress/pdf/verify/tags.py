"""Faults that a listener would notice: languages, headings, tables, pictures, untagged text, running heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from protocolpress import languages
from protocolpress.errors import Position, Problems
from protocolpress.pdf import content, parsing, tag_tree
from protocolpress.pdf.verify import running

CYRILLIC_WORD = re.compile(r"[А-яЁёІіЇїЄєЎў]{3,}")
LATIN_WORDS = re.compile(r"(?:\b[a-z]{2,}\b[ \u00a0,]+){2,}[a-z]{2,}\b")
"""Three short words in a row; names, codes and addresses are not passages."""

NEAR = 2
"""Number of elements before and after a heading on its page that belong to it, such as the number of an annex."""

COVERED = 0.5
"""Minimum share of a figure's box covered by its picture; a picture may be cropped."""


def check(tree: tag_tree.Tree, path: str, problems: Problems) -> None:
    """Report the faults in the tags of the PDF at *path*."""
    drawn, elements = tree.pages, tuple(tree.root)
    marked = {mark: element.part for element in elements for mark in element.marks}
    _languages(elements, path, problems)
    _stray(drawn, marked, path, problems)
    heads = {mark for element in elements if element.tag == "TH" for mark in element.marks}
    unheaded = {mark: part for mark, part in marked.items() if mark not in heads}
    running.check(drawn, unheaded, _titles(elements), path, problems)
    _headings(elements, path, problems)
    _tables(elements, path, problems)
    _columns(elements, path, problems)
    _figures(drawn, elements, path, problems)


def _languages(elements: Iterable[tag_tree.Element], path: str, problems: Problems) -> None:
    for element in elements:
        if element.told:
            continue
        text = " ".join(passage.words for passage in element.passages)
        other = foreign(text, element.lang)
        if other:
            message = (
                f"“{content.shown(text)}” is tagged as {element.lang or 'no language'} and written in {other} letters"
            )
            hint = "give the passage its language: lang=… in the page, /Lang in the tag"
            problems.error(_at(path, element.page), "wrong-language", message, hint)


def foreign(text: str, lang: str) -> str:
    """Return the script of *text* if it is not that of *lang*: "Cyrillic", "Latin", or nothing."""
    if languages.script(lang) == "Cyrillic":
        return "Latin" if LATIN_WORDS.search(text) and not CYRILLIC_WORD.search(text) else ""
    return "Cyrillic" if CYRILLIC_WORD.search(text) else ""


def _stray(drawn: Sequence[content.Drawn], marked: Mapping[content.Mark, int], path: str, problems: Problems) -> None:
    for number, page in enumerate(drawn):
        for run in page.runs:
            if run.mark != content.ARTIFACT and (number, run.mark) not in marked:
                message = f"“{content.shown(run.text)}” is neither in the structure tree nor an artifact"
                problems.error(_at(path, number), "stray-content", message, "tag it, or mark it as an artifact")


def _titles(elements: Sequence[tag_tree.Element]) -> set[content.Mark]:
    """Return the marks of headings, and of the elements near them."""
    read = [element for element in elements if element.marks]
    pages = [element.marks[0][0] if re.fullmatch("H[1-6]?", element.tag) else None for element in read]
    return {
        mark
        for place, element in enumerate(read)
        if element.marks[0][0] in pages[max(0, place - NEAR) : place + NEAR + 1]
        for mark in element.marks
    }


def _headings(elements: Iterable[tag_tree.Element], path: str, problems: Problems) -> None:
    before = 0
    for element in elements:
        if match := re.fullmatch(r"H([1-6])", element.tag):
            level = int(match[1])
            if level > before + 1:
                message = f"a heading of level {level} follows {f'one of level {before}' if before else 'no heading'}"
                problems.error(_at(path, element.page), "heading-level", message, "do not skip heading levels")
            before = level


def _tables(elements: Iterable[tag_tree.Element], path: str, problems: Problems) -> None:
    for element in elements:
        if element.tag == "TH" and not any("/Scope" in item for item in element.attributes):
            message, hint = "a header cell does not say whether it heads a row or a column", "give it a Scope"
            problems.error(_at(path, element.page), "missing-scope", message, hint)


def _columns(elements: Iterable[tag_tree.Element], path: str, problems: Problems) -> None:
    """Report a cell in another language than its column, as declared by the column heading.

    Scripts cannot tell two languages apart that share one; the headings of parallel columns can.
    """
    heads: list[str] = []
    row: list[tag_tree.Element] = []
    for element in (*(one for one in elements if one.tag in ("Table", "TR", "TH", "TD")), None):
        if element is not None and element.tag in ("TH", "TD"):
            row.append(element)
            continue
        languages_ = [cell.lang for cell in row]
        if row and all(cell.tag == "TH" for cell in row):
            heads = languages_ if len({*languages_}) == len(row) > 1 else []
        elif heads and len(row) == len(heads):
            for cell, declared in zip(row, heads, strict=True):
                if cell.lang != declared:
                    message = f"a cell in {cell.lang or 'no language'} is in the column of {declared}"
                    hint = "put the text into its column, or give the cell its language"
                    problems.error(_at(path, cell.page), "wrong-column", message, hint)
        row = []
        if element is not None and element.tag == "Table":
            heads = []


def _figures(
    drawn: Sequence[content.Drawn], elements: Iterable[tag_tree.Element], path: str, problems: Problems
) -> None:
    for element in (element for element in elements if element.tag == "Figure"):
        position = _at(path, element.page)
        if not element.alternative.strip():
            problems.error(
                position, "missing-alt", "a picture has no alternative text", "describe what the picture shows"
            )
        box = next((item["/BBox"] for item in element.attributes if "/BBox" in item), None)
        edges = [float(str(edge)) for edge in parsing.array(box)]
        pictures = [
            place
            for page, mark in element.marks
            if 0 <= page < len(drawn)
            for own, place in drawn[page].pictures
            if own == mark
        ]
        page = drawn[element.page].box if 0 <= element.page < len(drawn) else None
        if page and not _is_box(edges, page, pictures):
            message, hint = "the box of a picture is not where the picture is", "give it in points from the lower left"
            problems.error(position, "figure-box", message, hint)


def _is_box(edges: Sequence[float], page: content.Box, pictures: Sequence[content.Box]) -> bool:
    if len(edges) != len(page) or edges[0] >= edges[2] or edges[1] >= edges[3]:
        return False
    inside = _shared(edges, page) >= 0.99 * _area(edges)
    return inside and (not pictures or sum(_shared(edges, place) for place in pictures) >= COVERED * _area(edges))


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Sequence[float], other: Sequence[float]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _at(path: str, page: int) -> Position:
    return Position(f"{path}, page {page + 1}" if page >= 0 else path)
