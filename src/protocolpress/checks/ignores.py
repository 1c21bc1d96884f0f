"""Apply `# protocolpress-ignore: rule-id reason` in the translator's comments of a message.

A comment silences one rule for one message. One without a reason or a rule, or that silences nothing, is reported at
its line: it would otherwise outlive its reason unnoticed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from protocolpress import errors
from protocolpress.catalogs.entries import Entry
from protocolpress.checks.rule import Found, Pair, Rule
from protocolpress.errors import Position, Problem, Problems

IGNORE = re.compile(r"protocolpress-ignore\b[ \t]*:?[ \t]*(\S*)(.*)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A comment: the rule that it silences, its reason, and its line in the catalog."""

    rule: str
    reason: str
    line: int


def read(entry: Entry) -> tuple[Ignore, ...]:
    """Return the comments of *entry* that silence a rule."""
    if not any("protocolpress-ignore" in comment for comment in entry.comments):
        return ()
    raw = entry.raw.split("\n")
    first = next((number for number, line in enumerate(raw) if line.strip()), 0)
    found = []
    for number, line in enumerate(raw[first:], entry.line):
        text = line.strip()
        comment = text[1:].strip() if text.startswith("#") and text[1:2] not in tuple(".:,|~=") else ""
        if match := IGNORE.match(comment):
            found.append(Ignore(rule=match[1], reason=match[2].strip(), line=number))
    return tuple(found)


def apply(
    pairs: Iterable[Pair], found: Iterable[Found], rules: Sequence[Rule], known: Collection[str]
) -> tuple[list[Found], Problems]:
    """Remove from *found* what the comments of *pairs* silence, and report invalid comments.

    *rules* are those that have run: a comment for another of the *known* ones is left alone.
    """
    comments = {(pair.path, pair.entry.line): read(pair.entry) for pair in pairs}
    left, used = [], set()
    for one in found:
        place = (one.pair.path, one.pair.entry.line)
        if any(ignore.rule == one.rule.id for ignore in comments[place]):
            used.add((*place, one.rule.id))
        else:
            left.append(one)
    ran = {rule.id for rule in rules}
    complaints = Problems()
    for (path, line), ignored in comments.items():
        for ignore in ignored:
            idle = ignore.rule in ran and (path, line, ignore.rule) not in used
            complaints.add(*_complaints(path, ignore, known, idle=idle))
    return left, complaints


def _complaints(path: str, ignore: Ignore, known: Collection[str], *, idle: bool) -> Iterator[Problem]:
    """Return the problems of a comment."""
    problems = Problems()
    position = Position(path, ignore.line)
    if ignore.rule not in known:
        hint = errors.nearest(ignore.rule, sorted(known), "name a rule for translations: see docs/checks.md")
        problems.warning(
            position, "unknown-rule", f"{ignore.rule or '(none)'} is not a rule that can be silenced", hint
        )
    elif idle:
        message = f"{ignore.rule} finds nothing in this message"
        problems.warning(position, "unused-ignore", message, "remove the comment")
    elif not ignore.reason:
        message = f"{ignore.rule} is silenced without a reason"
        problems.warning(position, "ignore-without-reason", message, "give the reason after the rule")
    yield from problems
