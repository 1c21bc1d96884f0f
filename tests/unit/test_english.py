"""Plain English: no word-for-word translations of German or Russian syntax in docstrings, messages and docs.

CONTRIBUTING.md has the convention. Only what is certainly wrong is listed; everything else needs a reader.
"""

from __future__ import annotations

import ast
import pathlib
import re
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = ROOT / "src/protocolpress"

OTHERS: tuple[str, ...] = ()
"""Folders that have not been revised yet."""

OPENINGS = re.compile(r"Gives?\b|Tells? (?:whether|if)\b|(?:What|Where|Who|Whose|Whom|Why|When|Which)\b")
"""Docstrings begin with a verb ("Return …"), with "Whether" or with a noun phrase, never with a clause without a head."""

CALQUES = {
    r"\b[Mm]end(?:s|ed|ing)?\b": "fix, correct or repair",
    r"\bha(?:s|ve) not the\b": "has no, or lacks the",
    r"\bany more\b": "no longer",
    r"\botherwise than\b": "differently from",
    r"\b(?:is|are) another one\b": "differs",
    r"\bnobody hears of\b": "is discarded",
    r"\b(?:is|are) told of\b": "is reported",
    r"\bmade anew\b": "made again, or rebuilt",
    r"\bmade ready\b": "prepared",
    r"\bby turns\b": "in turn, or alternating",
    r"\bbrought over\b": "converted",
    r"\bwords? parted\b": "divided",
    r"\bfor ever\b": "forever",
    r"\bcolours (?:for|of) (?:a )?printing press": "CMYK colours",
    r"\bwithout a word\b": "silently",
    r"\bwhat stands\b": "the text, or the words",
    r"\bis no (?:DOCX|text|PDF|figure|sheet)\b": "is not a",
    r"\bthe processor's time\b|\bseconds of the processor\b": "processor time",
    r"\bnobody says\b": "unknown, or by default",
    r"\bvouch(?:es)? for\b": "authenticates",
    r"\bbreaks off\b": "is truncated",
    r"\bas good as not there\b": "counts as missing",
    r"\bwhat (?:no|nobody)\b": "a noun, as in: obsolete outputs",
    r"\bsees to it\b": "checks, or makes sure",
    r"\b(?:its|their) like\b": "a counterpart",
    r"\bthose of the source\b": "the same as in the source",
    r"\bthe words of agreement\b": "the agreement formula",
    r"\blives? as long as that\b": "while …, or nothing",
    r"\bwhat builds have made\b": "the outputs of builds",
}
"""Expressions that are never right here, with better ones."""


def strings(path: pathlib.Path) -> Iterator[tuple[int, str, bool]]:
    """Yield each string of a module with its line, and whether it is a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, id(node) in alone


def revised() -> list[pathlib.Path]:
    return [path for path in sorted(SOURCES.rglob("*.py")) if path.relative_to(SOURCES).parts[0] not in OTHERS]


def faults(text: str) -> list[str]:
    """Return each calque in a text, with what to write instead."""
    words = " ".join(text.split())
    return [f"{match[0]}: write {better}" for calque, better in CALQUES.items() for match in re.finditer(calque, words)]


def test_the_expressions_are_found() -> None:
    assert faults("a table has not\nthe columns, and is mended") == [
        "mended: write fix, correct or repair",
        "has not the: write has no, or lacks the",
    ]
    assert not faults("a table lacks the columns, and is fixed; recommended, amendment")
    assert OPENINGS.match("Give the path.")
    assert not OPENINGS.match("Given a path, return it.")
    assert OPENINGS.match("What a run came to.")
    assert OPENINGS.match("Where the text begins, by level.")
    assert not OPENINGS.match("Whether the text is empty.")


def test_docstrings_begin_with_a_verb_or_a_noun() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"
        for path in revised()
        for line, text, is_docstring in strings(path)
        if is_docstring and OPENINGS.match(text)
    ]
    assert not found, "begin with a verb, Whether or a noun:\n" + "\n".join(found)


def test_messages_and_docstrings_have_no_calques() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in revised()
        for line, text, _ in strings(path)
        for fault in faults(text)
    ]
    assert not found, "\n".join(found)


def test_docs_have_no_calques() -> None:
    pages = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    found = [
        f"{page.relative_to(ROOT)}: {fault}"
        for page in pages
        if not page.name.endswith(".ru.md")
        for fault in faults(page.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)
