"""Measure the rules for translations: false alarms on real texts, and the planted faults that they find.

    python -m bench.checks [DATA] [--each N] [--missed]

DATA (or PROTOCOLPRESS_DATA, or ../shared/data) is a folder with po/mutt.ru.po and po/dpkg-scripts.ru.po, which are not
part of the project; without it that half is left out, and said to be. The faults are planted into our own Russian
catalogs, one at a time and in memory: 100, always the same, or with --each N up to so many of each kind. Printed are
tables in Markdown, those of docs/checks.md.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import os
import pathlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench import faults
from bench.faults import Fault
from protocolpress import project
from protocolpress.catalogs import po
from protocolpress.checks import run
from protocolpress.checks.rule import Context, Pair
from protocolpress.errors import Problem, Problems, Severity
from protocolpress.files import DiskFiles
from protocolpress.plan import checking, translations
from protocolpress.plan.library import Library

ROOT = pathlib.Path(__file__).resolve().parents[1]

CATALOGS = ("mutt.ru.po", "dpkg-scripts.ru.po")

SEED = 2012

TRUE_FAULTS = frozenset((
    ("broken-markup", "[Can't display this user ID (invalid DN)]"),  # the bracket is not closed
    ("mixed-script", "WARNING: Server certificate has expired"),  # «cрок» with a Latin c
))  # fmt: skip
"""Correct reports of errors in the catalogs, by rule and source, as judged by a person."""

GROUPS = {
    "markup": ("placeholder", "link address", "reference", "mention", "footnote", "emphasis", "structure"),
    "numbers": ("number", "number in words"),
    "dates": ("date",),
    "names": ("name",),
}
"""Rules that must find each kind of fault; other kinds are their own rules."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """The findings of the rules in a catalog."""

    messages: int
    """Checked translations: not fuzzy."""
    problems: tuple[tuple[Problem, str], ...]
    """Findings with their sources."""

    def false(self) -> list[tuple[Problem, str]]:
        """Return the errors that are false alarms."""
        return [
            (problem, source)
            for problem, source in self.problems
            if problem.severity is Severity.ERROR and (problem.rule, source) not in TRUE_FAULTS
        ]


# ── false alarms ─────────────────────────────────────────────────────────────────────────────────────────────────────


def alarms(place: pathlib.Path) -> Alarms:
    """Check a catalog, as `protocolpress check CATALOG.po` does in our own project."""
    data, path = place.read_bytes(), str(place)
    file = po.parse(data, path, Problems())
    pairs = run.pairs_of(file, path, source_locale="en", locale="ru")
    sources = {pair.line: pair.entry.msgid for pair in pairs}
    rules = {rule.id for rule in run.ALL}
    found = checking.check_catalogs(DiskFiles(ROOT), {path: data})
    problems = ((problem, sources.get(problem.position.line, "")) for problem in found if problem.rule in rules)
    return Alarms(messages=len({pair.entry.line for pair in pairs}), problems=tuple(problems))


def alarm_rows(measured: Sequence[Alarms]) -> Iterator[tuple[str, ...]]:
    """Return the table of findings, by rule, the errors first."""
    messages = sum(one.messages for one in measured)
    counts = [collections.Counter(problem.rule for problem, _ in one.problems) for one in measured]
    false = collections.Counter(problem.rule for one in measured for problem, _ in one.false())
    yield ("rule", "severity", *CATALOGS, "true faults", "false alarms", "per 1,000")
    for rule in sorted(run.ALL, key=lambda rule: ("error", "warning", "note").index(str(rule.severity))):
        found = [count[rule.id] for count in counts]
        if not sum(found):
            continue
        judged = (
            (str(sum(found) - false[rule.id]), str(false[rule.id])) if rule.severity is Severity.ERROR else ("", "")
        )
        yield (f"`{rule.id}`", str(rule.severity), *map(str, found), *judged, _per_thousand(sum(found), messages))
    for severity in Severity:
        each = [sum(problem.severity is severity for problem, _ in one.problems) for one in measured]
        judged = ("", "")
        if severity is Severity.ERROR:
            judged = (str(sum(each) - false.total()), str(false.total()))
        yield (f"all {severity}s", "", *map(str, each), *judged, _per_thousand(sum(each), messages))


def false_rate(measured: Sequence[Alarms]) -> float:
    """Return the false alarms of all error-level rules per 1,000 messages."""
    return 1000 * sum(len(one.false()) for one in measured) / sum(one.messages for one in measured)


def _per_thousand(count: int, messages: int) -> str:
    return f"{1000 * count / messages:.1f}"


# ── recall ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def ours() -> tuple[tuple[Pair, ...], Context]:
    """Return our translations into Russian, and the project's context."""
    files, problems = DiskFiles(ROOT), Problems()
    library = Library(files, project.read(files), problems)
    parsed = {path: po.parse(files.read(path), path, problems) for path in files.glob("locales/ru/*.po")}
    pairs = [
        pair
        for one in translations.catalogs(library, parsed)
        for pair in run.pairs_of(one.file, one.path, source_locale=one.source_locale, locale=one.locale)
        if one.source_locale != one.locale
    ]
    return (*pairs, *faults.extra()), translations.context(library)


def missed(planted: Iterable[Fault], context: Context) -> Iterator[Fault]:
    """Return the faults for which no rule of their kind reports more than for the good translation."""
    for fault in planted:
        before, after = (
            {(one.rule, one.message) for one in run.run([pair], context)} for pair in (fault.good, fault.bad)
        )
        if not any(rule in fault.kind.rules for rule, _ in after - before):
            yield fault


def recall(planted: Sequence[Fault], lost: Sequence[Fault]) -> dict[str, tuple[int, int]]:
    """Return how many were planted and found, by kind and by group."""
    there, gone = (collections.Counter(fault.kind.name for fault in each) for each in (planted, lost))
    counted = {name: (there[name], there[name] - gone[name]) for name in there}
    for group, names in GROUPS.items():
        counted[group] = (
            sum(counted[name][0] for name in names if name in counted),
            sum(counted[name][1] for name in names if name in counted),
        )
    counted["all"] = (len(planted), len(planted) - len(lost))
    return counted


def recall_rows(counted: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    """Return the table of faults, by kind."""
    rules = {kind.name: ", ".join(f"`{rule}`" for rule in sorted(kind.rules)) for kind in faults.KINDS}
    rules["typography"] = "any rule of typography"
    yield ("fault", "planted", "found", "recall", "by")
    for name, (planted, found) in counted.items():
        shown = f"**{name}**" if name in (*GROUPS, "all") else name
        yield (shown, str(planted), str(found), f"{100 * found / planted:.0f} %", rules.get(name, ""))


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("data", metavar="DATA", nargs="?", type=pathlib.Path, default=pathlib.Path(default))
    parser.add_argument("--each", metavar="N", type=int, help="plant up to N faults of each kind, not a hundred in all")
    parser.add_argument("--missed", action="store_true", help="print the faults that were not found")
    options = parser.parse_args()
    places = [options.data / "po" / name for name in CATALOGS]
    absent = [str(place) for place in places if not place.is_file()]
    if absent:
        print(f"false alarms are not measured: there is no {', '.join(absent)}", file=sys.stderr)  # noqa: T201
    else:
        measured = [alarms(place) for place in places]
        counts = " and ".join(f"{one.messages} of {name}" for one, name in zip(measured, CATALOGS, strict=True))
        print(f"Messages: {counts}. False alarms of errors per 1,000: {false_rate(measured):.1f}.\n")  # noqa: T201
        _print(alarm_rows(measured))
    pairs, context = ours()
    there = faults.every(pairs)
    planted = faults.choose(there, SEED, options.each)
    lost = list(missed(planted, context))
    _print(recall_rows(recall(planted, lost)))
    for fault in lost if options.missed else ():
        print(f"{fault.kind.name}: {fault.good.source!r}\n  {fault.bad.target!r}")  # noqa: T201


def _print(rows: Iterable[Sequence[str]]) -> None:
    head, *rest = rows
    for row in (head, ["---"] * len(head), *rest):
        print(f"| {' | '.join(row)} |")  # noqa: T201
    print()  # noqa: T201


if __name__ == "__main__":
    main()
