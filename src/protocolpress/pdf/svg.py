"""SVG drawings of templates, examined before WeasyPrint draws them: some draw too much, or themselves.

In: the bytes of a file, or a tree. Out: its fault. Drawn elements are counted with all repetitions: the target of
`use`, a pattern, a mask, a marker on each point of a line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

MAX_DRAWN = 100_000
"""Maximum number of drawn elements, counting repetitions; a map of a river basin has a tenth of them."""

MAX_DEPTH = 100
"""Maximum nesting of elements."""

MAX_LOOKS = 20_000_000
"""Maximum number of elements examined to resolve references: for each, WeasyPrint searches the drawing."""

MAX_NUMBERS = 50_000
"""Numbers in one attribute, as in a line's points: WeasyPrint copies the rest of the text after each."""

MAX_MATCHES = 2_000_000
"""Rules of the drawing's stylesheets, times its elements: each is tried with each."""

REPEATS = ("repeat", "reflect")
"""Permitted continuation of a gradient beyond its ends: WeasyPrint writes each repetition, however narrow."""

XLINK = "{http://www.w3.org/1999/xlink}href"

IS_DRAWING = re.compile(rb"<\x00?(?:[\w.-]\x00?)*s\x00?v\x00?g\x00?[\s>/:]")

BEFORE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
"""Permitted before the first element: byte order marks, white space."""

DECLARED = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")

ADDRESS = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")

POINTS = ("d", "points")

RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")

NUMBER = re.compile(r"[0-9.]+")


def fault_of_file(data: bytes, suffix: str) -> str:
    """Return the fault of a file that is a drawing.

    Nothing if it is not a drawing, or not XML, which is reported elsewhere.
    """
    if not data.lstrip(BEFORE).startswith(b"<") or not IS_DRAWING.search(data):
        return ""
    if suffix != ".svg":
        return "the name of a drawing ends in .svg"
    if DECLARED.search(data):
        return "it declares entities"
    try:
        root = ET.fromstring(data)  # noqa: S314 - without declarations there is nothing to expand
    except (ET.ParseError, ValueError, LookupError):
        return ""
    return fault(root)


def fault(root: ET.Element) -> str:
    """Return the fault of a drawing, or nothing."""
    if _depth(root) > MAX_DEPTH:
        return f"its elements nest more than {MAX_DEPTH} deep"
    return _unfit(root) or _unbounded(root)


def _unfit(root: ET.Element) -> str:
    """Return what a single look at each element finds."""
    if any(_takes_in(element) for element in root.iter()):
        return "it includes another drawing"
    if any(element.get("spreadMethod", "").strip() in REPEATS for element in root.iter()):
        return "it has a gradient that repeats (spreadMethod); write out its stops"
    if any(_is_long(value) for element in root.iter() for value in element.attrib.values()):
        return f"it has more than {MAX_NUMBERS} numbers in one attribute; divide that line"
    if _matches(root) > MAX_MATCHES:
        return "its stylesheet has too many rules for so many elements"
    return ""


def _unbounded(root: ET.Element) -> str:
    """Return what following all references finds."""
    counter = _Counter(root)
    try:
        drawn = counter.weight(root)
    except _CircleError as circle:
        return f"its element {circle} contains itself"
    if drawn > MAX_DRAWN:
        return f"it draws more than {MAX_DRAWN} elements, counting repetitions"
    if counter.looks > MAX_LOOKS:
        return "it refers to too many of its elements"
    return ""


class _CircleError(Exception):
    """An element is part of what it draws."""


class _Counter:
    """Counts drawn elements; each is examined once, however many refer to it."""

    def __init__(self, root: ET.Element) -> None:
        self._named: dict[str, ET.Element] = {}
        for element in root.iter():
            self._named.setdefault(element.get("id", ""), element)
        self._size = sum(1 for _ in root.iter())
        self._rules = tuple(_rules(root))
        self._weights: dict[ET.Element, int] = {}
        self._under_way: set[ET.Element] = set()
        self._found: set[str] = set()

    @property
    def looks(self) -> int:
        """The number of elements examined to resolve references."""
        return len(self._found) * self._size

    def weight(self, element: ET.Element) -> int:
        """Count the elements drawn for one.

        Raises:
            _CircleError: it is part of what it draws.
        """
        if element in self._under_way:
            raise _CircleError(element.get("id", ""))
        if element not in self._weights:
            self._under_way.add(element)
            targets = (*_targets(element), *(found for rule in self._rules for found in rule.targets(element)))
            repeated = sum(times * self._of(target) for target, times in targets)
            self._weights[element] = min(1 + repeated + sum(map(self.weight, element)), MAX_DRAWN * MAX_DRAWN)
            self._under_way.remove(element)
        return self._weights[element]

    def _of(self, target: str) -> int:
        self._found.add(target)
        element = self._named.get(target)
        return 0 if element is None else self.weight(element)


def _takes_in(element: ET.Element) -> bool:
    """Whether an element includes another file that may be a drawing."""
    address = (element.get(XLINK) or element.get("href") or "#").strip()
    raster = address.lower().endswith((".png", ".jpg", ".jpeg"))
    return _name(element) != "a" and not address.startswith("#") and not (_name(element) == "image" and raster)


def _targets(element: ET.Element) -> Iterator[tuple[str, int]]:
    """Yield the targets of an element, and how often it draws each."""
    for key, value in element.items():
        if key in ("href", XLINK) and value.startswith("#"):
            yield value[1:], 1
        for target in ADDRESS.findall(value):
            yield target, _corners(element) if "marker" in key or "marker" in value else 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Rule:
    """A stylesheet rule with references; it may be assumed to match more elements than it does."""

    name: str
    ids: frozenset[str]
    classes: frozenset[str]
    body: str

    def targets(self, element: ET.Element) -> Iterator[tuple[str, int]]:
        """Yield the targets of *element* through the rule, and how often it draws each."""
        of_name = self.name in ("", "*", _name(element))
        if of_name and self.ids <= {element.get("id", "")} and self.classes <= {*element.get("class", "").split()}:
            for target in ADDRESS.findall(self.body):
                yield target, _corners(element) if "marker" in self.body else 1


def _rules(root: ET.Element) -> Iterator[_Rule]:
    for sheet in root.iter():
        if _name(sheet) == "style":
            for selectors, body in RULE.findall("".join(sheet.itertext())):
                for selector in selectors.split(",") if ADDRESS.search(body) else ():
                    last = re.sub(r"\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?", "", re.split(r"[\s>+~]", selector.strip())[-1])
                    yield _Rule(
                        re.match(r"[\w*-]*", last)[0],  # type: ignore[index]  # it can also match nothing
                        frozenset(re.findall(r"#([\w-]+)", last)),
                        frozenset(re.findall(r"\.([\w-]+)", last)),
                        body,
                    )


def _is_long(value: str) -> bool:
    """Whether a value has more numbers than may be read; each has a figure and something between it and the next."""
    return len(value) > 2 * MAX_NUMBERS and sum(1 for _ in NUMBER.finditer(value)) > MAX_NUMBERS


def _matches(root: ET.Element) -> int:
    """Count the selectors of all stylesheets, times the elements."""
    sheets = ["".join(sheet.itertext()) for sheet in root.iter() if _name(sheet) == "style"]
    return sum(sheet.count("{") + sheet.count(",") for sheet in sheets) * sum(1 for _ in root.iter())


def _corners(element: ET.Element) -> int:
    """Return the maximum number of points of a line."""
    return 2 + sum(len(NUMBER.findall(element.get(key, ""))) for key in POINTS)


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _depth(root: ET.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= MAX_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth
