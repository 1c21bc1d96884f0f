"""Measure the rules for translations: false alarms on real texts, and the planted faults that they find.

    python -m bench.checks [DATA] [--each N] [--legal] [--missed]

DATA (or PROTOCOLPRESS_DATA, or ../shared/data) is a folder with po/mutt.ru.po and po/dpkg-scripts.ru.po, which are not
part of the project; without it that half is left out, and said to be. The faults are planted into our own Russian
catalogs, one at a time and in memory: 100, always the same, or with --each N up to so many of each kind. With --legal,
faults that turn the sense of a legal text around are planted into the sentences of bench/legal.tsv, which were not used
while the rules were written: up to 60 of a kind, each in a sentence of its own. Printed are tables in Markdown, as in
docs/checks.md.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import os
import pathlib
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench import faults, legal_faults
from bench.faults import Fault
from protocolpress import project
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import run
from protocolpress.checks.rule import Context, Pair, Rule
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


# ── legal sense ──────────────────────────────────────────────────────────────────────────────────────────────────────

MOST = 60
"""Faults of a kind."""

NEW = frozenset(
    rule.id
    for rule in run.ALL
    if rule.family in ("citations", "wording", "clauses")
    or rule.id in ("lost-capital", "instrument-capital", "foreign-letter", "untranslated-word", "misspelled-word")
    or rule.id in ("wrong-case", "no-agreement")
)
"""Rules that were written for these faults; all others were there before."""


def legal() -> tuple[Pair, ...]:
    """Return the sentences of bench/legal.tsv, with their translations."""
    lines = (ROOT / "bench/legal.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple(
        dataclasses.replace(
            faults.extra()[0],
            source=source,
            target=target,
            line=number,
            entry=Entry(msgid=source, msgstr=(target,), line=number, msgstr_lines=(number,)),
        )
        for number, (source, target) in enumerate(rows, 1)
    )


def legal_rows(pairs: Sequence[Pair], context: Context, *, missed: bool) -> Iterator[tuple[str, ...]]:
    """Plant the faults, each kind at most once in a sentence, and return the table of what was found."""
    yield ("fault", "planted", "found before", "found now", "recall", "by")
    total = [0, 0, 0]
    good = {rule.id: _said(rule, pairs, context) for rule in run.ALL}
    for name, ids, plant in legal_faults.KINDS:
        chance = random.Random(SEED)  # noqa: S311 - it has to be the same every time
        there = [(place, [*dict.fromkeys(plant(pair))]) for place, pair in enumerate(pairs)]
        planted = [(place, chance.choice(texts)) for place, texts in there if texts]
        chance.shuffle(planted)
        counts = [0, 0, 0]
        for place, text in planted[:MOST]:
            bad = [*pairs]
            bad[place] = dataclasses.replace(pairs[place], target=text)
            said = {rule.id for rule in run.ALL if _says_more(rule, bad, place, context, good[rule.id])}
            counts = [counts[0] + 1, counts[1] + bool(said - NEW), counts[2] + bool(said & {*ids.split()})]
            if missed and not said & {*ids.split()}:
                print(f"{name}: {pairs[place].source!r}\n  {text!r}")  # noqa: T201
        total = [one + other for one, other in zip(total, counts, strict=True)]
        yield (
            name,
            *map(str, counts),
            f"{100 * counts[2] / counts[0]:.0f} %",
            ", ".join(f"`{one}`" for one in ids.split()),
        )
    yield ("**all**", *map(str, total), f"{100 * total[2] / total[0]:.0f} %", "")


Findings = frozenset[tuple[int, str]]


def _said(rule: Rule, pairs: Sequence[Pair], context: Context) -> Findings:
    """Return what a rule says of some texts, with their lines; notes are left out."""
    if rule.severity is Severity.NOTE:
        return frozenset()
    return frozenset((one.position.line, one.message) for one in run.run(pairs, context, (rule,)))


def _says_more(rule: Rule, pairs: Sequence[Pair], place: int, context: Context, before: Findings) -> bool:
    """Whether a rule says of the text at *place* what it did not say before; rules across texts see all of them."""
    seen = pairs if rule.across else pairs[place : place + 1]
    return any(line == pairs[place].line and (line, said) not in before for line, said in _said(rule, seen, context))


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("data", metavar="DATA", nargs="?", type=pathlib.Path, default=pathlib.Path(default))
    parser.add_argument("--each", metavar="N", type=int, help="plant up to N faults of each kind, not a hundred in all")
    parser.add_argument(
        "--legal", action="store_true", help="plant faults of legal sense into bench/legal.tsv, no others"
    )
    parser.add_argument("--missed", action="store_true", help="print the faults that were not found")
    options = parser.parse_args()
    if options.legal:
        _print(legal_rows(legal(), ours()[1], missed=options.missed))
        return
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
