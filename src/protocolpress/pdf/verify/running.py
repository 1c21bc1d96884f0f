"""Running heads and feet that a listener would hear on every page, because they are not marked as artifacts.

Running text is in one place on nearly all pages of a part, and hardly anywhere else: the same words, or words with a
number that counts with the pages. Text at the beginning of several pages is not running text.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from protocolpress.errors import Position, Problems
from protocolpress.pdf import content

EDGE = 0.12
"""Share of a page's height, at the top and at the bottom, in which heads and feet are found."""

FEWEST = 3
"""Minimum number of pages; a text on fewer is not running text."""

NEARLY_ALL = 0.8
"""Minimum share of a part's pages, or of its left or right ones, that have the same running head."""

GAP = 30.0
"""Distance in points between unrelated texts on a line: the ends of a head, two columns."""

WIDTH = 0.55
"""Average width of a character as a share of the font size, to estimate the width of a text."""

Place = tuple[str, int, int]
"""The words, the height, and the part."""


def check(
    drawn: Sequence[content.Drawn],
    marked: Mapping[content.Mark, int],
    titles: Container[content.Mark],
    path: str,
    problems: Problems,
) -> None:
    """Report the running texts in *marked*, which has the part of each text.

    Text that always comes with a heading, one of *titles*, is not running text: "Annex 1", "Annex 2", each on its own
    page.
    """
    places = collections.defaultdict[Place, dict[int, str]](dict)
    everywhere = collections.Counter[tuple[str, int]]()
    alone = set[Place]()
    pages = collections.defaultdict[int, set[int]](set)
    for number, page in enumerate(drawn):
        for part, height, texts in _lines(page, number, marked):
            pages[part].add(number)
            for runs in texts:
                text = " ".join("".join(run.text for run in runs).split())
                names = {text, *_counted(text, number)}
                everywhere.update((name, part) for name in names)
                if EDGE < (height - page.box[1]) / page.height < 1 - EDGE:
                    continue
                for place in ((name, round(height), part) for name in names):
                    places[place].setdefault(number, text)
                    if any((number, run.mark) not in titles for run in runs):
                        alone.add(place)
    said = set[tuple[int, ...]]()
    for place, words in places.items():
        name, height, part = place
        rare = everywhere[name, part] < 2 * len(words)
        key = (height, part, *words)
        if place in alone and rare and key not in said and _runs(words, pages[part]):
            said.add(key)
            _report(words, path, problems)


def _report(texts: Mapping[int, str], path: str, problems: Problems) -> None:
    first, second = (f"“{content.shown(text)}”" for text in list(texts.values())[:2])
    what = f"the running text {first} is" if first == second else f"the running texts {first}, {second} and so on are"
    message = f"{what} read aloud on {len(texts)} pages"
    place = Position(f"{path}, page {min(texts) + 1}")
    problems.error(place, "running-head", message, "mark running heads and feet as artifacts")


def _lines(
    page: content.Drawn, number: int, marked: Mapping[content.Mark, int]
) -> Iterator[tuple[int, float, list[list[content.Run]]]]:
    """Return the lines of a page, each with its part and height, split at wide gaps."""
    lines = collections.defaultdict[tuple[int, int], list[content.Run]](list)
    for run in page.runs:
        part = marked.get((number, run.mark))
        if part is not None and page.height:
            lines[part, round(run.height)].append(run)
    for (part, _), runs in lines.items():
        yield part, runs[0].height, list(_texts(sorted(runs, key=lambda run: run.left)))


def _texts(line: Iterable[content.Run]) -> Iterator[list[content.Run]]:
    text: list[content.Run] = []
    for run in line:
        if text and run.left - (text[-1].left + WIDTH * text[-1].size * len(text[-1].text)) > GAP:
            yield text
            text = []
        text.append(run)
    yield text


def _counted(text: str, page: int) -> Iterator[str]:
    """Replace each number by its difference from the page number, which is constant for a folio."""
    for match in re.finditer(r"\d{1,5}", text):
        yield f"{text[: match.start()]}#{int(match[0]) - page:+}{text[match.end() :]}"


def _runs(places: Iterable[int], pages: Iterable[int]) -> bool:
    """Whether *places* are nearly all of *pages*, of those on one side, or of all but the first."""
    every, found = set(pages), set(places)
    sides = ({page for page in every if page % 2 == side} for side in (0, 1))
    return len(found) >= FEWEST and any(
        len(found & some) >= max(FEWEST, NEARLY_ALL * len(some)) for some in (every, every - {min(every)}, *sides)
    )
