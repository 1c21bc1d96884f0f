"""Predicts a job's questions about the project, from similar jobs.

In: jobs, and their questions. Out: guesses. A wrong one costs a transfer, a missing one a second attempt; neither
changes the result. Jobs of one function differ in the paths among their parameters: a question that one of them asked
about its own document, another will ask about its own. For a new function, all questions of others are guesses.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Collection, Iterator, Mapping

from protocolpress.build.remote import Lookup
from protocolpress.build.task import Action, described

PATIENCE = 2
"""A guess is given up when its wrong results outnumber the right ones by more than this factor."""


@dataclasses.dataclass(slots=True)
class _Record:
    right: int = 0
    wrong: int = 0


class Predictor:
    """The learned questions; lives as long as a run. Several threads may use it."""

    def __init__(self) -> None:
        """Start without knowledge."""
        self._lock = threading.Lock()
        self._records: dict[str, dict[Lookup, _Record]] = {}
        self._known: set[str] = set()
        """Functions with a finished job, so that all their questions are known."""

    def likely(self, action: Action) -> frozenset[Lookup]:
        """Guess the questions of *action*."""
        words = dict(_words(action))
        with self._lock:
            own = function(action)
            sources = [own] if own in self._known else list(self._records)
            records = [record for source in sources for record in self._records[source].items()]
            patterns = {pattern for pattern, record in records if record.wrong <= PATIENCE * record.right}
        filled = ((kind, _fill(name, words)) for kind, name in patterns)
        return frozenset((kind, name) for kind, name in filled if "\0" not in name)

    def learn(self, action: Action, asked: Collection[Lookup], guessed: Collection[Lookup] | None = None) -> None:
        """Record the questions of *action*; when it is done, also the wrong guesses among *guessed*."""
        words = dict(_words(action))
        with self._lock:
            records = self._records.setdefault(function(action), {})
            for kind, name in asked:
                records.setdefault((kind, _empty(name, words)), _Record()).right += 1
            for kind, name in set(guessed or ()).difference(asked):
                records.setdefault((kind, _empty(name, words)), _Record()).wrong += 1
            if guessed is not None:
                self._known.add(function(action))


def function(action: Action) -> str:
    """Return the name of the function that *action* calls."""
    return described(action)[0]


def _words(action: Action) -> Iterator[tuple[str, str]]:
    """Yield the paths among the parameters of *action*, and among their fields, each with a name."""
    for name, value in described(action)[1].items():
        inner = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
        given = {name: value, **{field.name: getattr(value, field.name) for field in inner}}
        yield from ((key, word) for key, word in given.items() if isinstance(word, str) and "/" in word)


def _empty(name: str, words: Mapping[str, str]) -> str:
    for key, word in words.items():
        name = name.replace(word, f"\0{key}\0")
    return name


def _fill(name: str, words: Mapping[str, str]) -> str:
    for key, word in words.items():
        name = name.replace(f"\0{key}\0", word)
    return name
