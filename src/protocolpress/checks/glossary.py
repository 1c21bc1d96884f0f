"""The glossary: locales/glossary.tsv comes in, terms go out, and back; all mistakes in the file are reported at once.

The file is UTF-8 text with one term on each line and tabs between cells. Its first line names the columns: locales and
`note`, in any order. Empty lines and lines that start with # are skipped. A cell may hold several terms, separated by "
/ " or "; ", and an abbreviation in parentheses: "International Space Station (ISS)". A project without the file has no
terms.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from protocolpress.checks.rule import Term
from protocolpress.errors import Position, PressError, Problems
from protocolpress.files import CONTROL, Files
from protocolpress.project import LOCALES, USUAL

PATH = "locales/glossary.tsv"

NOTE = "note"

COLUMNS = (*LOCALES, NOTE)

FORMULA = ("=", "+", "-", "@")
"""First characters of a cell that a spreadsheet program would evaluate when opening the glossary."""

MAX_TERMS = 20_000

MAX_CELL = 500
"""Maximum length of a cell: a term, not a text."""


def read(files: Files, problems: Problems) -> tuple[Term, ...]:
    """Return the terms of the project's glossary in file order; none if there is no glossary."""
    try:
        if not files.exists(PATH):
            return ()
        data = files.read(PATH)
    except PressError as mistake:
        problems.add(*mistake.problems)
        return ()
    return parse(data, problems)


def parse(data: bytes, problems: Problems, path: str = PATH) -> tuple[Term, ...]:
    """Read the bytes of a glossary; a faulty line is reported and gives no term."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        problems.error(Position(path, line), "bad-glossary", "the glossary is not UTF-8 text", "save it as UTF-8")
        return ()
    rows = list(_rows(text))
    if not rows:
        problems.error(Position(path, 1), "bad-glossary", "the glossary is empty", _head_hint())
        return ()
    head_line, head = rows[0]
    if wrong := _head_mistake(head):
        problems.error(Position(path, head_line), "bad-glossary", wrong, _head_hint())
        return ()
    if len(rows) > MAX_TERMS + 1:
        message, hint = f"the glossary has more than {MAX_TERMS} terms", "keep only the terms that these texts use"
        problems.error(Position(path, rows[MAX_TERMS + 1][0]), "bad-glossary", message, hint)
        return ()
    terms = []
    for line, cells in rows[1:]:
        if wrong := _row_mistake(head, cells):
            hint = f"write {_shown(head)}, with one tab between them"
            problems.error(Position(path, line), "bad-glossary", wrong, hint)
            continue
        found = {name: cell for name, cell in zip(head, cells, strict=False) if cell}
        note = found.pop(NOTE, "")
        terms.append(Term(words=found, note=note))
    return tuple(terms)


def write(terms: Iterable[Term]) -> bytes:
    """Write *terms* as a glossary, in order; `parse` reads the same terms from it.

    Tabs, line ends and other control characters in a cell become spaces. There is a column for each language with
    terms.
    """
    terms = tuple(terms)
    used = {locale for term in terms for locale in term.words}
    locales = [locale for locale in LOCALES if locale in used] if used else list(USUAL)
    lines = ["\t".join((*locales, NOTE))]
    for term in terms:
        cells = [_flat(term.words.get(locale, "")) for locale in locales]
        line = "\t".join((*cells, _flat(term.note)))
        # Cells are stripped when read: a space keeps a term such as "#1" from becoming a comment.
        lines.append(f" {line}" if line.startswith("#") else line)
    return "".join(f"{line}\n" for line in lines).encode()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the number and the cells of every line that is not blank."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.removesuffix("\r").split("\t")]


def _head_mistake(head: Sequence[str]) -> str:
    """Return the mistake in the column names; nothing if they are right."""
    if unknown := [name for name in head if name not in COLUMNS]:
        return f"unknown column {unknown[0][:40]!r}"
    if len({*head}) < len(head):
        return "a column occurs twice"
    return "" if len({*head} & {*LOCALES}) > 1 else "the glossary is not in two languages"


def _row_mistake(head: Sequence[str], cells: Sequence[str]) -> str:
    """Return the mistake in a line; nothing if it is right."""
    if any(cells[len(head) :]):
        return f"{len(cells)} cells, but there are {len(head)} columns"
    if any(len(cell) > MAX_CELL or CONTROL.search(cell) for cell in cells):
        return f"a cell is longer than {MAX_CELL} characters, or has a control character in it"
    if formulas := [cell for cell in cells if cell.startswith(FORMULA)]:
        return f"a cell begins with {formulas[0][0]}, like a spreadsheet formula"
    given = dict(zip(head, cells, strict=False))
    lacking = [name for name in head if name != NOTE and not re.search(r"\w", given.get(name, ""))]
    return f"the term has no words in column {lacking[0]}" if lacking else ""


def _head_hint() -> str:
    return f"start the file with the line {_shown((*USUAL, NOTE))}, with one tab between them"


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", CONTROL.sub(" ", text)).strip()
