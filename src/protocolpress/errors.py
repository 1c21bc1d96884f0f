"""Problems and how they are collected: what is wrong, where, and what to do about it.

Nothing is read or printed here. A stage collects problems and continues; it raises only when its result cannot be made.
"""

from __future__ import annotations

import dataclasses
import difflib
import enum
import unicodedata
from collections.abc import Iterable, Iterator

MAX_SHOWN = 1000
"""Maximum length of a path, a fact or a hint in a message, in characters."""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the project; lines and columns count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place the way editors and compilers do: path:line:column."""
        parts = [visible(self.path), *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Severity(enum.StrEnum):
    """An error fails the run, a warning only a strict one; a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fact to be fixed: lower case, no full stop; *rule* is a stable slug."""

    position: Position
    severity: Severity
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Write the problem in one line, and its hint, if any, in a second one."""
        line = f"{self.position}: {self.severity}: {visible(self.message)} [{self.rule}]"
        return f"{line}\n  hint: {visible(self.hint)}" if self.hint else line


def visible(text: str) -> str:
    """Return *text* for a line of a message, escaping invisible characters and those that reverse the line.

    Names of files and texts of sources come from strangers: an end of a line in one would forge a message, U+202E would
    turn one round. What is very long is cut.
    """
    if len(text) > MAX_SHOWN:
        text = f"{text[:MAX_SHOWN]}…"
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or unicodedata.category(one) == "Zs" else one.encode("unicode_escape").decode("ascii")
        for one in text
    )


class Problems:
    """A collector: accepts problems in any order, and returns them once each and sorted."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Start with *problems*."""
        self._problems: dict[Problem, None] = dict.fromkeys(problems)

    def error(self, position: Position, rule: str, message: str, hint: str = "") -> None:
        """Add an error."""
        self.add(Problem(position, Severity.ERROR, rule, message, hint))

    def warning(self, position: Position, rule: str, message: str, hint: str = "") -> None:
        """Add a warning."""
        self.add(Problem(position, Severity.WARNING, rule, message, hint))

    def note(self, position: Position, rule: str, message: str, hint: str = "") -> None:
        """Add a note."""
        self.add(Problem(position, Severity.NOTE, rule, message, hint))

    def add(self, *problems: Problem) -> None:
        """Add problems; duplicates are kept once."""
        self._problems.update(dict.fromkeys(problems))

    def __iter__(self) -> Iterator[Problem]:
        """Iterate over the problems by place, then by text."""
        return iter(sorted(self._problems))

    def __len__(self) -> int:
        """Return how many problems there are."""
        return len(self._problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors among the problems, sorted."""
        return tuple(problem for problem in self if problem.severity is Severity.ERROR)


class PressError(Exception):
    """The root of all errors of this program; carries every problem known when it was raised.

    PressError
    ├── ProjectError        protocolpress.toml
    ├── FilesError          a file that cannot be read or written
    ├── SourceError         sources/
    ├── CatalogError        locales/
    ├── TemplateError       templates/
    ├── RenderError         WeasyPrint: missing image or font, bad CSS
    ├── CompendiumError     merging: anchors, tags, foreign PDFs
    ├── SigningError        keys, signatures, time stamps
    └── BuildError          all of the above, from one run
    """

    def __init__(self, *problems: Problem) -> None:
        """Carry *problems*, at least one."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[PressError], tuple[Problem, ...]]:
        """Pass a process boundary with the problems, not with their text."""
        return type(self), self.problems


class ProjectError(PressError):
    """protocolpress.toml cannot be used."""


class FilesError(PressError):
    """A file is missing, unreadable, outside the project, or cannot be written."""


class SourceError(PressError):
    """A source cannot be made into a document."""


class CatalogError(PressError):
    """A catalog cannot be read."""


class TemplateError(PressError):
    """A template cannot be compiled or rendered."""


class RenderError(PressError):
    """A page cannot be made into a valid PDF."""


class CompendiumError(PressError):
    """Parts cannot be merged."""


class SigningError(PressError):
    """Something cannot be signed."""


class BuildError(PressError):
    """A run failed; it carries all the problems of the run."""


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint for an unknown *word*: the nearest of *known*; if none is near, *otherwise*, or all of them."""
    words = tuple(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f"did you mean {near[0]}?" if near else otherwise or f"known are {', '.join(words)}"


def error(position: Position, rule: str, message: str, hint: str = "") -> Problem:
    """Make an error, for raising on the spot."""
    return Problem(position, Severity.ERROR, rule, message, hint)
