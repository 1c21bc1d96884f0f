"""Word's own lists for the numbers of a document: real numbering where Word counts as we do, typed numbers elsewhere.

A column has one list, whose levels are those of the numbering scheme. Where our numbers restart and Word's would
continue, another list overrides the start.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from protocolpress import numbering
from protocolpress.model import Block, Heading, Paragraph, Path
from protocolpress.word.numbering import written

FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "а": "russianLower",
    "А": "russianUpper",
    "а…з": "russianLower",
    "А…З": "russianUpper",
}
"""Word's number formats, by the first number of a pattern."""

BULLETS = 1
"""The number of the list of bullets."""

INDENT = 567
"""Additional indent of each level, 10 mm, in twentieths of a point."""


@dataclasses.dataclass(slots=True)
class Counter:
    """Counts the numbers of one column as Word would, while the column is written."""

    key: int
    """The list's number in the file; the lists that override its start have other numbers."""
    patterns: tuple[str, ...]
    real: tuple[bool, ...]
    """By level, whether Word prints the same numbers as we do."""
    lists: Lists
    counts: dict[int, int] = dataclasses.field(default_factory=dict)

    def place(self, path: Path) -> tuple[int, int] | None:
        """Return the list and the level of a numbered block; None if its number must be typed."""
        level = len(path) - 1
        if level >= len(self.real) or not self.real[level]:
            return None
        expected = self.counts.get(level, 0) + 1
        if path[-1] != expected:
            self.key = self.lists.override(self.key, level, path[-1])
        self.counts = {depth: count for depth, count in self.counts.items() if depth < level} | {level: path[-1]}
        return self.key, level


class Lists:
    """The lists of one file, and the part that defines them."""

    def __init__(self) -> None:
        """Start with the list of bullets only."""
        self._abstract: list[tuple[str, ...]] = []
        self._nums: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]

    def column(self, scheme: Sequence[str], blocks: Iterable[Block]) -> Counter:
        """Begin the list of a column."""
        patterns = (*scheme, *("1.",) * (4 - len(scheme)))
        used: dict[int, set[tuple[int, str]]] = {}
        for block in blocks:
            if isinstance(block, Heading | Paragraph) and block.number:
                used.setdefault(len(block.path) - 1, set()).add((block.path[-1], block.number))
        real = tuple(
            all(_word(pattern, number) == printed for number, printed in used.get(level, ()))
            for level, pattern in enumerate(patterns)
        )
        self._abstract.append(patterns)
        self._nums.append((len(self._abstract), ()))
        return Counter(key=len(self._nums), patterns=patterns, real=real, lists=self)

    def override(self, key: int, level: int, start: int) -> int:
        """Make a list that restarts at *start* from a level on."""
        abstract, _ = self._nums[key - 1]
        self._nums.append((abstract, ((level, start),)))
        return len(self._nums)

    def part(self) -> str:
        """Write the inside of the part that defines the lists."""
        bullets = "".join(_level(depth, "bullet", "–", 1) for depth in range(6))
        abstracts = [_abstract(0, bullets)]
        for key, patterns in enumerate(self._abstract, 1):
            levels = "".join(
                _level(depth, _form(pattern), _template(pattern, depth), depth)
                for depth, pattern in enumerate(patterns)
            )
            abstracts.append(_abstract(key, levels))
        nums = (_num(key, abstract, overrides) for key, (abstract, overrides) in enumerate(self._nums, 1))
        return "".join((*abstracts, *nums))


def _num(key: int, abstract: int, overrides: Iterable[tuple[int, int]]) -> str:
    inside = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in overrides
    )
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{inside}</w:num>'


def _abstract(key: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


def _level(depth: int, form: str, template: str, steps: int) -> str:
    """Write a level; the heading of an article has no indent, a paragraph's number hangs to the left of its text."""
    if steps == 0 and form != "bullet":
        place = '<w:suff w:val="space"/>{}<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    else:
        left = INDENT * (depth + 1 if form == "bullet" else steps)
        place = f'{{}}<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{INDENT}"/></w:pPr>'
    shown = f'<w:lvlText w:val="{template}"/>'
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{place.format(shown)}</w:lvl>'


def _form(pattern: str) -> str:
    return FORMS.get(numbering.match_style(pattern), "decimal")


def _template(pattern: str, depth: int) -> str:
    """Write a pattern as Word does: "(a)" at the third level is "(%3)"."""
    return _with(pattern, f"%{depth + 1}").replace("&", "&amp;").replace('"', "&quot;")


def _word(pattern: str, number: int) -> str:
    """Print a number as Word does."""
    return _with(pattern, written(number, _form(pattern)))


def _with(pattern: str, number: str) -> str:
    """Replace the number in a pattern."""
    first = re.escape(numbering.match_style(pattern))
    return re.sub(rf"(?<!\w){first}(?!\w)", number, pattern, count=1)
