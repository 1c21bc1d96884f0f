"""The review table as a spreadsheet (XLSX): units → a sheet, and the sheet that somebody filled in → answers.

Every text is written as text: nothing that begins with = + - @ becomes a formula. The sheet is protected, without a
password, except the columns to be filled in. A returned file is checked before it is unpacked, and read row by row.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from protocolpress import files
from protocolpress.catalogs.exchange import trees, units
from protocolpress.catalogs.exchange.units import Answer, Package, Returned, Unit
from protocolpress.errors import Position, Problems

MARK = "protocolpress-review-1"
"""The value of a hidden cell in the first row, next to the locale."""

WIDTHS = (5, 24, 52, 52, 52, 30, 10, 10)
"""Columns: number, place, source text, translation, correction, remark; hidden: stamp, domain."""

HEAD = 3
"""The row with the names of the columns; above it are the title and the reviewer's name."""

STYLES = ("number", "small", "text", "text", "open", "open", "small", "small")
"""The styles of cells by column; text cells keep input as text, and only open ones accept it."""

TRANSLATION, CORRECTION, REMARK, STAMPS, DOMAINS = 4, 5, 6, 7, 8

NAME_CELL = (2, 3)

MAX_PARTS = 500

MAX_ROWS = 1_048_576
"""Maximum rows of a sheet; a file may claim more, and openpyxl would count up to its number."""

XML_START = re.compile(rb"(\xef\xbb\xbf)?[ \t\r\n\0]*<|\xff\xfe|\xfe\xff")

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can record."""

FIXED = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}
"""Parts into which openpyxl writes times and versions."""

BLUE, HAIR, OPEN = "1B2A49", "B9C0CE", "FFFDF2"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of a review table, in the reviewer's language."""

    title: str
    help: str
    name: str
    columns: tuple[str, str, str, str, str, str]
    states: Mapping[str, str]
    """Words for the states of units; translated ones have none."""


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(package: Package, labels: Labels) -> bytes:
    """Write a table of all units of a package."""
    book = openpyxl.Workbook()
    for look in _styles():
        book.add_named_style(look)
    sheet: Any = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", labels.title)[:31]  # Excel's rules for names
    _put(sheet, (1, 1), labels.title, "title")
    _put(sheet, (1, STAMPS), MARK, "small")
    _put(sheet, (1, DOMAINS), package.locale, "small")
    _put(sheet, (2, 1), labels.name, "line")
    _put(sheet, NAME_CELL, "", "open")
    _put(sheet, (2, NAME_CELL[1] + 1), labels.help, "line")
    for column, label in enumerate((*labels.columns, MARK, "domain"), 1):
        _put(sheet, (HEAD, column), label, "head")
    for row, (domain, unit) in enumerate(_rows(package), HEAD + 1):
        texts = _texts(row - HEAD, domain, unit, labels)
        for column, (text, style) in enumerate(zip(texts, STYLES, strict=True), 1):
            _put(sheet, (row, column), text, style)
    _set_up(sheet)
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue())


def _styles() -> Iterator[NamedStyle]:
    """Return the styles of cells, each shared by many cells, because openpyxl compares those made for each cell."""
    pale, line = PatternFill("solid", fgColor=OPEN), Border(bottom=Side(style="thin", color=HAIR))
    blue: dict[str, Any] = {"name": "Arial", "color": BLUE}
    top: dict[str, Any] = {"alignment": Alignment(vertical="top", wrap_text=True), "border": line, "number_format": "@"}
    yield NamedStyle("title", font=Font(**blue, size=14, bold=True), number_format="@")
    yield NamedStyle("line", font=Font(**blue, size=9), number_format="@")
    yield NamedStyle(
        "head",
        font=Font(name="Arial", size=9, bold=True, color="FFFFFF"),
        fill=PatternFill("solid", fgColor=BLUE),
        alignment=Alignment(vertical="center", wrap_text=True),
        number_format="@",
    )
    yield NamedStyle("number", **{**top, "number_format": "General"}, font=Font(**blue, size=9))
    yield NamedStyle("small", **top, font=Font(**blue, size=9))
    yield NamedStyle("text", **top, font=Font(name="Arial", size=10))
    yield NamedStyle("open", **top, font=Font(name="Arial", size=10), fill=pale, protection=Protection(locked=False))


def _rows(package: Package) -> Iterator[tuple[str, Unit]]:
    return ((part.domain, unit) for part in package.parts for unit in part.units)


def _texts(number: int, domain: str, unit: Unit, labels: Labels) -> tuple[str | int, ...]:
    place = [*unit.places, *([f"({unit.context})"] if unit.context else [])] or [domain]
    place += [f"{unit.form + 1} / {unit.forms}"] if unit.plural else []
    place += [f"≤ {unit.limit}"] if unit.limit else []
    place += [labels.states[unit.state]] if unit.state in labels.states else []
    return number, "\n".join(place), unit.source, unit.target, "", "", unit.stamp, domain


def _put(sheet: Any, place: tuple[int, int], text: str | int, style: str) -> None:  # noqa: ANN401 - openpyxl has no types
    """Write a text as text, whatever it begins with."""
    cell = sheet.cell(*place)
    cell.style = style
    if isinstance(text, int):
        cell.value = text
    elif text:
        cell.value = text
        cell.data_type = "s"
        if text[0] in "=+-@\t\r":
            cell.quotePrefix = True


def _set_up(sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no types
    """Set widths, frozen rows, protection and printing."""
    for column, width in enumerate(WIDTHS, 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = width
        dimension.hidden = column in (STAMPS, DOMAINS)
    sheet.freeze_panes = sheet.cell(HEAD + 1, 1)
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # false means not protected
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.print_area = f"A1:F{max(sheet.max_row, HEAD)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.oddFooter.right.text = "&P / &N"


def _fixed(data: bytes) -> bytes:
    """Pack the parts again, without times and versions."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            made.writestr(zipfile.ZipInfo(name, EPOCH), FIXED.get(name) or packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# ── in ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(data: bytes, path: str, problems: Problems) -> Returned:
    """Read the rows with filled-in cells; a cell that is not text is reported.

    A translation that was typed over is read as its correction: its unit's stamp shows it.

    Raises:
        CatalogError: the file is not an exported sheet, or is too large when unpacked.
    """
    _look(data, path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        every = enumerate(book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=DOMAINS), 1)
        rows, retyped = _filled((number, cells) for number, cells in every if number <= HEAD or len(cells) == DOMAINS)
    except Exception as mistake:  # openpyxl may raise anything for a broken file
        raise trees.bad(path, 0, "the file cannot be read as a spreadsheet") from mistake
    texts = {row: [_text(cell, path, row, problems) for cell in cells] for row, cells in rows.items()}
    first = texts.get(1, [""] * DOMAINS)
    if first[STAMPS - 1] != MARK:
        raise trees.bad(path, 1, "this is not a review table")
    name = texts.get(NAME_CELL[0], [""] * DOMAINS)[NAME_CELL[1] - 1]
    answers = (_answer(row, cells, retyped=row in retyped) for row, cells in texts.items() if row > HEAD)
    return Returned(path=path, locale=first[DOMAINS - 1], reviewer=name.strip(), answers=tuple(answers))


def _filled(rows: Iterable[tuple[int, tuple[Any, ...]]]) -> tuple[dict[int, tuple[Any, ...]], frozenset[int]]:
    """Return the rows above the table and those that somebody filled in, by their numbers, and the retyped ones."""
    kept: dict[int, tuple[Any, ...]] = {}
    forms: dict[re.Match[str], tuple[int, tuple[Any, ...]]] = {}
    for number, cells in rows:
        if number <= HEAD or any(cell.value not in (None, "") for cell in cells[CORRECTION - 1 : REMARK]):
            kept[number] = cells
        if number > HEAD and (stamp := units.STAMP.fullmatch(str(cells[STAMPS - 1].value))):
            forms[stamp] = number, cells
    retyped = _retyped(forms)
    kept |= {number: cells for number, cells in forms.values() if number in retyped}
    return dict(sorted(kept.items())), retyped


def _retyped(forms: Mapping[re.Match[str], tuple[int, tuple[Any, ...]]]) -> frozenset[int]:
    """Return the rows of the messages whose translation, in all its forms, is not the exported one."""
    messages: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for stamp, (number, cells) in forms.items():
        value = cells[TRANSLATION - 1].value
        if value is None or isinstance(value, str):  # anything else, a spreadsheet made of it
            messages.setdefault((stamp[1], stamp[2]), []).append((int(stamp[4] or 0), _unix(value or ""), number))
    return frozenset(
        number
        for (_, digest), found in messages.items()
        if units.target_digest(tuple(text for _, text, _ in sorted(found))) != digest
        for _, text, number in found
        if text.strip()
    )


def _unix(text: str) -> str:
    """Write the ends of lines as catalogs have them."""
    return text.replace("\r\n", "\n").replace("_x000D_\n", "\n")


def _text(cell: Any, path: str, row: int, problems: Problems) -> str:  # noqa: ANN401 - openpyxl has no types
    """Return the text of a cell; whole numbers are texts that a spreadsheet converted to numbers."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str) and cell.data_type != "f":
        return _unix(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    what = "a formula" if cell.data_type == "f" else "not text: it is a date, a number or an error"
    hint = "format the cell as text and type the words again"
    problems.error(Position(path, row), "bad-exchange-file", f"cell {cell.coordinate} is {what}", hint)
    return ""


def _answer(row: int, cells: Sequence[str], *, retyped: bool) -> Answer:
    remark, correction, translation = cells[REMARK - 1], cells[CORRECTION - 1], cells[TRANSLATION - 1]
    if retyped and correction.strip():
        remark += f"\ntranslation typed over: {translation}"
    return Answer(
        domain=cells[DOMAINS - 1],
        stamp=cells[STAMPS - 1],
        source=cells[2],
        target=correction if correction.strip() or not retyped else translation,
        remarks=tuple(line.strip() for line in remark.split("\n") if line.strip()),
        line=row,
    )


def _look(data: bytes, path: str) -> None:
    """Refuse an archive that unpacks to an impossible size, or whose XML has declarations, before openpyxl sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > files.MAX_BYTES:
                raise trees.bad(path, 0, f"the spreadsheet is larger than {files.MAX_BYTES >> 20} MB when unpacked")
            for content in map(packed.read, parts):
                if XML_START.match(content):  # whatever the part's name
                    trees.prolog(trees.decode(content, path), path)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        EOFError,
        zlib.error,
    ) as mistake:
        raise trees.bad(path, 0, "the file is damaged, or encrypted") from mistake
