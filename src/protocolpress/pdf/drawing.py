"""The drawing operations of an attached page, examined without drawing it, in one pass through its content.

In: a page. Out: faults, or that it draws too much, counting all repetitions. Pages may share forms, and the resources
of a form may name the form itself, as long as it does not draw itself: only actual calls count.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Iterator

from pypdf import PageObject
from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from protocolpress.errors import CompendiumError
from protocolpress.pdf import parsing

MAX_DRAWN = 256 << 20
"""Maximum bytes of content that a page may draw, counting repeated forms."""

MAX_PIXELS = 100_000_000
"""Maximum pixels of a picture: a scan of an A3 sheet at 600 dots an inch has 70 million."""

MAX_SAVED = 28
"""Maximum nesting of `q` (ISO 19005-3, 6.1.13)."""

SIDES = (3, 14_400)
"""Minimum and maximum length of a page's side, in points (6.1.13)."""

BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")

CALL = 16
"""Cost of calling a form besides its content: many calls of an empty form take time too."""

WHITE = rb"\x00\t\n\f\r "

REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"

TOKEN = re.compile(
    rb"(?P<text>\()|%[^\r\n]*"
    rb"|/(?P<name>" + REGULAR + rb"*)"
    rb"(?:[" + WHITE + rb"]+(?:[-+0-9.]+[" + WHITE + rb"]+)?(?P<use>Do|scn|SCN|gs|Tf)(?!" + REGULAR + rb"))?"
    rb"|(?<![^" + WHITE + rb")>\]}])(?P<operator>q|Q|BMC|BDC|EMC|BI)(?!" + REGULAR + rb")"
)
"""The relevant parts of a content stream (ISO 32000-1, 7.8.2), with strings and comments, which may look like them."""

OF_TEXT = re.compile(rb"\\.|[()]", re.DOTALL)

PICTURE_DATA = re.compile(rb"[" + WHITE + rb"]ID[" + WHITE + rb"]")

PICTURE_END = re.compile(rb"[" + WHITE + rb"]EI(?![^" + WHITE + rb"])")

PICTURE_SIZE = re.compile(rb"/(?:W|H|Width|Height)[" + WHITE + rb"]+([0-9]{1,12})(?![0-9])")

PLAIN = re.compile(rb"[\t\n\r -~]*")

RESOURCES = {b"Do": "/XObject", b"scn": "/Pattern", b"SCN": "/Pattern", b"gs": "/ExtGState", b"Tf": "/Font"}
"""Operators that take a name, and the resources in which it is looked up."""


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """The facts about a content stream."""

    length: int
    calls: collections.Counter[tuple[str, str]]
    """Number of uses of each name, by kind of resource."""
    faults: tuple[str, ...]
    pixels: int = 0
    """Pixels of its largest picture."""


def scan(data: bytes) -> Content:
    """Read a content stream, or all those of a page, joined."""
    calls = collections.Counter[tuple[str, str]]()
    faults: dict[str, None] = {}
    pixels: list[int] = []
    depth = collections.Counter[str]()
    place = 0
    while found := TOKEN.search(data, place):
        place = found.end()
        if found["text"]:
            place = _end_of_text(data, place)
        elif found["use"]:
            name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), found["name"])
            calls[RESOURCES[found["use"]], "/" + name.decode("utf-8", "replace")] += 1
        elif found["operator"] == b"BI":
            place = _end_of_picture(data, place, pixels)
        elif found["operator"]:
            faults.update(dict.fromkeys(_step(depth, found["operator"])))
        if place < 0:
            faults["ends inside a string or a picture"] = None
            break
    if depth["q"] > 0:
        faults["does not restore its graphics state (q without Q)"] = None
    if depth["mark"] > 0:
        faults["does not end its marked content (BMC or BDC without EMC)"] = None
    return Content(len(data), calls, tuple(faults), max(pixels, default=0))


def _step(depth: collections.Counter[str], operator: bytes) -> Iterator[str]:
    kind = "q" if operator in (b"q", b"Q") else "mark"
    depth[kind] += -1 if operator in (b"Q", b"EMC") else 1
    if depth[kind] < 0:
        depth[kind] = 0
        yield (
            "restores a graphics state that it did not save (Q without q)"
            if kind == "q"
            else "ends marked content that it did not begin (EMC without BMC or BDC)"
        )
    if kind == "q" and depth[kind] > MAX_SAVED:
        yield f"saves more than {MAX_SAVED} graphics states (nested q)"


def _end_of_text(data: bytes, place: int) -> int:
    """Return the end of the string that begins before *place*; -1 if it does not end."""
    depth = 1
    for found in OF_TEXT.finditer(data, place):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return -1


def _end_of_picture(data: bytes, place: int, pixels: list[int]) -> int:
    """Note the size of an inline picture (8.9.7), and return its end; -1 if it does not end."""
    begin = PICTURE_DATA.search(data, place)
    if begin is None:
        return -1
    sides = [int(side) for side in PICTURE_SIZE.findall(data, place, begin.start())]
    pixels.append(sides[0] * sides[1] if len(sides) > 1 else 0)
    for end in PICTURE_END.finditer(data, begin.end() - 1):
        if PLAIN.fullmatch(data, end.end(), end.end() + 10):  # not the data of a picture
            return end.end()
    return -1


class Pages:
    """Examines the pages of a file; shared content is read once."""

    def __init__(self, path: str) -> None:
        """Examine the PDF at *path*."""
        self._path = path
        self._number = 0
        self._faults: dict[str, None] = {}
        self._contents: dict[int, Content] = {}
        self._drawn: dict[tuple[int, int], int] = {}
        self._under_way: set[tuple[int, int]] = set()
        self._alive: list[PdfObject] = []
        """Objects whose identities are keys, kept alive."""

    def faults(self, page: PageObject, content: bytes, streams: Iterable[StreamObject], number: int) -> tuple[str, ...]:
        """Return the faults of a page: in its box, in its content, and forms that draw themselves.

        *streams* are those that no earlier page has.

        Raises:
            CompendiumError: it draws too much, or too large a picture.
        """
        self._number, self._faults = number, dict.fromkeys(_box(page))
        for stream in streams:
            if stream.get("/Subtype") == "/Image":
                self._check_picture(stream)
        resources = parsing.dictionary(page.get("/Resources"))
        self._alive.append(resources)
        if self._weight(self._scan(content), resources) > MAX_DRAWN:
            raise self._too_much(f"draws more than {MAX_DRAWN >> 20} MB, counting repeated forms")
        return tuple(self._faults)

    def _check_picture(self, picture: DictionaryObject) -> None:
        wide, high = (int(sum(parsing.numbers(picture.get(key)))) for key in ("/Width", "/Height"))
        if wide * high > MAX_PIXELS:
            raise self._too_much(f"has a picture of {wide} × {high} pixels")

    def _scan(self, data: bytes) -> Content:
        content = scan(data)
        self._faults.update(dict.fromkeys(content.faults))
        if content.pixels > MAX_PIXELS:
            raise self._too_much(f"has a picture of {content.pixels} pixels")
        return content

    def _too_much(self, why: str) -> CompendiumError:
        return CompendiumError(parsing.too_large(self._path, f"page {self._number} {why}"))

    def _weight(self, content: Content, resources: DictionaryObject) -> int:
        """Count the bytes drawn, including everything called; a form that calls itself is a fault."""
        total = content.length + CALL
        for (kind, name), times in content.calls.items():
            table = parsing.dictionary(resources.get(kind))
            item = table.raw_get(name) if name in table else None
            for stream in _streams(kind, item):
                total += times * self._weight_of(stream, resources)
        return min(total, MAX_DRAWN * CALL)

    def _weight_of(self, stream: StreamObject, outer: DictionaryObject) -> int:
        own = stream.get("/Resources")
        resources = outer if own is None else parsing.dictionary(own)
        key = (id(stream), id(resources))
        if key in self._under_way:
            self._faults["draws a form that draws itself"] = None
            return 0
        if key not in self._drawn:
            self._under_way.add(key)
            self._alive += stream, resources
            if id(stream) not in self._contents:
                self._contents[id(stream)] = self._scan(stream.get_data())
            self._drawn[key] = self._weight(self._contents[id(stream)], resources)
            self._under_way.remove(key)
        return self._drawn[key]


def _streams(kind: str, item: PdfObject | None) -> Iterator[StreamObject]:
    """Yield the content streams behind a name: a form, a pattern, a mask's form, the glyphs of a Type 3 font."""
    found = None if item is None else item.get_object()
    if not isinstance(found, DictionaryObject):
        return
    match kind:
        case "/XObject" if found.get("/Subtype") == "/Form":
            waiting: list[PdfObject] = [found]
        case "/Pattern":
            waiting = [found]
        case "/ExtGState":
            waiting = [*filter(None, [parsing.dictionary(found.get("/SMask")).get("/G")])]
        case "/Font" if found.get("/Subtype") == "/Type3":
            letters = parsing.dictionary(found.get("/CharProcs"))
            waiting = [letters.raw_get(letter) for letter in letters]
        case _:
            return
    for each in waiting:
        stream = each.get_object()
        if isinstance(stream, StreamObject):
            yield stream


def _box(page: PageObject) -> Iterator[str]:
    """Check the lengths of a page's sides, in points."""
    scale = sum(parsing.numbers(page.get("/UserUnit"))) or 1.0
    for name in BOXES:
        sides = parsing.numbers(page.get(name))
        if name not in page and name != BOXES[0]:
            continue
        if len(sides) != 4:
            yield f"has no box ({name} is not four numbers)"
            continue
        wide, high = abs(sides[2] - sides[0]) * scale, abs(sides[3] - sides[1]) * scale
        if not (SIDES[0] <= wide <= SIDES[1] and SIDES[0] <= high <= SIDES[1]):
            yield f"is {wide:.15g} × {high:.15g} points large ({name})"
