"""The numbers that Word prints: definitions of lists and paragraphs in order come in; labels go out.

ECMA-376 Part 1, 17.9: levels, starts, restarts, overrides, legal numbering, lists that belong to a style. Lists with
the same abstract definition share their counters, unless one overrides its start.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping

from protocolpress.numbering import LATIN, roman
from protocolpress.word.package import Element, q

RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
"""The letters of Word's russianLower."""

LEVELS = 9

_PLACE = re.compile(r"%([1-9])")

MAX_NUMBER = 100_000
"""Longest list; a number above this is not believed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """A level of a list."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    """0: never restarts; otherwise the level, from 1, after which it restarts; None: after any higher level."""
    legal: bool = False
    """Whether the numbers of higher levels are printed in figures."""
    style: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """The number that Word prints before a paragraph."""

    text: str
    bullet: bool
    series: str
    depth: int


@dataclasses.dataclass(slots=True)
class _List:
    """A list: its levels, and the starts that it overrides."""

    abstract: str
    levels: Mapping[int, Level]
    overrides: Mapping[int, int]


class Numbering:
    """Counts the lists of one text, paragraph by paragraph."""

    def __init__(self, root: Element | None, list_of_style: Callable[[str], str]) -> None:
        """Read the definitions; *list_of_style* returns the list of a numbering style."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, list_of_style)

    def _read(self, root: Element, list_of_style: Callable[[str], str]) -> None:
        abstracts = {value(each, "w:abstractNumId", own=True): each for each in root.iterfind(q("w:abstractNum"))}
        numbers = {value(each, "w:numId", own=True): each for each in root.iterfind(q("w:num"))}
        for key, each in numbers.items():
            abstract = value(each, "w:abstractNumId")
            for _ in range(LEVELS):  # a chain of styles ends
                link = value(abstracts[abstract], "w:numStyleLink") if abstract in abstracts else ""
                other = numbers.get(list_of_style(link)) if link else None
                if other is None:
                    break
                abstract = value(other, "w:abstractNumId")
            if abstract in abstracts:
                levels = dict(map(_level, abstracts[abstract].iterfind(q("w:lvl"))))
                overrides = {}
                for one in each.iterfind(q("w:lvlOverride")):
                    depth = number(one.get(q("w:ilvl")), 0)
                    if (level := one.find(q("w:lvl"))) is not None:
                        levels[depth] = _level(level)[1]
                    if one.find(q("w:startOverride")) is not None:
                        overrides[depth] = number(value(one, "w:startOverride"), 1)
                self._lists[key] = _List(abstract, levels, overrides)

    def depth_of(self, key: str, style: str) -> int:
        """Return the level of a list that belongs to a style; 0 if none does."""
        found = self._lists.get(key)
        return next((depth for depth, level in found.levels.items() if level.style == style), 0) if found else 0

    def label(self, key: str, depth: int) -> Label | None:
        """Count a paragraph of list *key* at a level, and return its printed label."""
        found = self._lists.get(key)
        if found is None or depth not in range(LEVELS):
            return None
        level = found.levels.get(depth, Level())
        if level.form == "bullet":
            return Label(level.pattern, True, found.abstract, depth)
        counts = self._counts.setdefault(found.abstract, {})
        fresh = depth in found.overrides and (key, depth) not in self._started
        self._started.add((key, depth))
        counts[depth] = self._start(found, depth) if fresh or depth not in counts else counts[depth] + 1
        for above in range(depth):
            counts.setdefault(above, self._start(found, above))
        for below in [each for each in counts if each > depth]:
            after = found.levels.get(below, Level()).restart
            if after is None or depth < after:
                del counts[below]
        return Label(_printed(level, found.levels, counts), False, found.abstract, depth)

    def _start(self, found: _List, depth: int) -> int:
        return found.overrides.get(depth, found.levels.get(depth, Level()).start)


def _level(element: Element) -> tuple[int, Level]:
    restart = element.find(q("w:lvlRestart"))
    return number(element.get(q("w:ilvl")), 0), Level(
        start=number(value(element, "w:start"), 1),
        form=value(element, "w:numFmt") or "decimal",
        pattern=value(element, "w:lvlText"),
        restart=None if restart is None else number(restart.get(q("w:val")), 0),
        legal=flag(element, "w:isLgl"),
        style=value(element, "w:pStyle"),
    )


def _printed(level: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def shown(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        form = levels.get(depth, Level()).form
        return written(counts.get(depth, 1), "decimal" if level.legal and form != "decimalZero" else form)

    return "" if level.form == "none" and not _PLACE.search(level.pattern) else _PLACE.sub(shown, level.pattern)


def written(count: int, form: str) -> str:
    """Write a number in one of Word's formats (17.18.59), or in figures if the format is unknown."""
    if not 0 < count <= MAX_NUMBER:
        return str(count)
    match form:
        case "upperRoman" | "lowerRoman":
            text = "m" * (count // 1000) + _hundreds(count % 1000)
            return text.upper() if form == "upperRoman" else text
        case "upperLetter" | "lowerLetter":
            return _letter(count, LATIN if form == "lowerLetter" else LATIN.upper())
        case "russianLower" | "russianUpper":
            return _letter(count, RUSSIAN if form == "russianLower" else RUSSIAN.upper())
        case "decimalZero":
            return f"{count:02}"
        case "ordinal":
            ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
            return f"{count}{ending}"
        case "none":
            return ""
        case _:
            return str(count)


def _hundreds(count: int) -> str:
    figures = ((900, "cm"), (500, "d"), (400, "cd"))
    text = ""
    for size, figure in figures:
        if count >= size:
            text, count = text + figure, count - size
    return text + roman(count)


def _letter(count: int, alphabet: str) -> str:
    """Write a number as Word does: after z comes aa, then bb."""
    times, place = divmod(count - 1, len(alphabet))
    return alphabet[place] * min(times + 1, 20)


def value(element: Element, name: str, *, own: bool = False) -> str:
    """Return the value of a property below an element, or of its own attribute."""
    if own:
        return str(element.get(q(name), ""))
    found = element.find(q(name))
    return "" if found is None else str(found.get(q("w:val"), ""))


def flag(element: Element | None, name: str) -> bool:
    """Whether an on/off property is present and on."""
    found = None if element is None else element.find(q(name))
    return found is not None and str(found.get(q("w:val"), "true")).lower() not in ("0", "false", "off", "none")


def number(text: object, default: int) -> int:
    """Read a number; *default* if there is none."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?\d{1,9}", text) else default
