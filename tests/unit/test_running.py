"""Running heads that are read: planted ones are found, and text that begins pages alike is not taken for one."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from protocolpress.errors import Problems
from protocolpress.pdf import content
from protocolpress.pdf.verify import running

HEIGHT, WIDTH, TOP, STEP, LINES = 842.0, 595.0, 765.0, 14.5, 48
CLAUSES = (
    "the Parties shall inform each other",
    "each Party shall bear its own costs",
    "no one shall be deprived of property",
    "data are exchanged within thirty days",
    "the Commission meets once a year",
)
Plant = Callable[[int], tuple[tuple[float, float, str], ...]]


def run(mark: int, left: float, height: float, text: str, size: float = 10.5) -> content.Run:
    return content.Run(mark, text, left, height, size)


def treaty(seed: int) -> list[list[tuple[float, str]]]:
    """Make the lines of a text whose paragraphs repeat each other, as (left edge, words)."""
    chance = random.Random(seed)  # noqa: S311 - examples
    lines: list[list[tuple[float, str]]] = []
    kinds = chance.sample(("numbered", "lettered", "plain", "two columns", "table", "alike"), 3)
    for number in range(1, 260):
        match chance.choice(kinds):
            case "numbered":
                lines.append([(85, f"{number % 6 + 1}. "), (106, chance.choice(CLAUSES))])
            case "lettered":
                lines.append([(106, f"({'abc'[number % 3]}) "), (127, chance.choice(CLAUSES))])
            case "two columns":
                lines.append([(57, "1. "), (78, chance.choice(CLAUSES)), (320, "1. "), (341, chance.choice(CLAUSES))])
            case "table":
                lines.append([(85, str(number)), (250, chance.choice(("Yes", "No"))), (400, chance.choice(CLAUSES))])
            case "alike":
                lines.append([(85, CLAUSES[0])])
            case _:
                lines.append([(85, " ".join(chance.choices(CLAUSES, k=2)))])
        if chance.random() < 0.3:
            lines.append([(106, chance.choice(CLAUSES))])
    return lines


def drawn(lines: list[list[tuple[float, str]]], plant: Plant | None = None) -> list[content.Drawn]:
    pages = []
    for number, first in enumerate(range(0, len(lines), LINES)):
        runs = [
            run(mark, left, TOP - STEP * place, text)
            for place, line in enumerate(lines[first : first + LINES])
            for mark, (left, text) in enumerate(line, 10 * place + 10)
        ]
        runs += [run(0, left, height, text, 8.5) for left, height, text in (plant(number) if plant else ())]
        pages.append(content.Drawn(tuple(runs), (), HEIGHT, (0, 0, WIDTH, HEIGHT)))
    return pages


def found(pages: list[content.Drawn], parts: Callable[[int], int] = lambda _: 0) -> list[str]:
    problems = Problems()
    marked = {(number, one.mark): parts(number) for number, page in enumerate(pages) for one in page.runs}
    running.check(pages, marked, (), "x.pdf", problems)
    return [problem.message for problem in problems]


@pytest.mark.parametrize("seed", range(20))
def test_a_long_text_has_no_running_head(seed: int) -> None:
    assert found(drawn(treaty(seed))) == []


PLANTS: dict[str, Plant] = {
    "words": lambda _: ((85, 790, "A long treaty"),),
    "from the second page": lambda page: ((85, 790, "A long treaty"),) if page else (),
    "beside the articles of the page": lambda page: (
        (85, 790, "A long treaty"),
        (450, 790, f"Articles {page * page + 3}"),
    ),
    "a title by turns": lambda page: ((85, 790, ("A long treaty", "Longer than most")[page % 2]),),
    "a folio": lambda page: ((300, 40, str(page + 1)),),
    "a folio of many": lambda page: ((300, 40, f"No. 7 · page {page + 1} of 9"),),
    "a folio beside the section": lambda page: ((85, 40, "abcdefgh"[page]), (480, 40, f"{page + 41}")),
    "not on every page": lambda page: ((85, 790, "A long treaty"),) if page != 2 else (),
}


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
@pytest.mark.parametrize("seed", range(5))
def test_what_runs_is_found(seed: int, plant: Plant) -> None:
    assert len(found(drawn(treaty(seed), plant))) == (2 if plant is PLANTS["a title by turns"] else 1)


def test_a_part_is_judged_by_its_own_pages() -> None:
    pages = drawn(treaty(1), lambda page: ((85, 790, "Annex A"),) if page > 2 else ())
    assert found(pages) == []
    assert found(pages, lambda page: int(page > 2)) == [
        f"the running text “Annex A” is read aloud on {len(pages) - 3} pages"
    ]
