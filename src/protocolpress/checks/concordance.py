"""Rules of concordance: do a text and its translation have the same numbers, dates, amounts, names and negations?

Both texts are read into language-independent facts (`facts`), each with its language's own tables; the facts are
compared here, and each rule reports its own kind. A language without tables is not judged. No text is refused.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from protocolpress import languages
from protocolpress.checks import dates, facts, figures, names, negation
from protocolpress.checks.facts import Fact
from protocolpress.checks.rule import Context, Finding, Name, Pair, Rule
from protocolpress.errors import Severity

MAX_SHOWN = 5
"""Maximum number of facts listed in a message."""

_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")

Facts = tuple[Fact, ...]


@functools.lru_cache(maxsize=8)
def read(text: str, locale: str) -> Facts:
    """Return the numbers, dates, amounts and percentages of *text*."""
    found, rest = dates.find(facts.visible(text), locale)
    return (*found, *figures.find(rest, locale))


@functools.lru_cache(maxsize=4)
def _compare(source: str, target: str, source_locale: str, locale: str, plural: bool) -> tuple[Facts, Facts]:
    """Return the facts that the translation lacks, and those that only it has.

    All rules ask for the same pair in turn.
    """
    left, right = read(source, source_locale), read(target, locale)
    missing, extra = facts.difference(left, right)
    missing, extra = dates.agree(missing, extra, left, right)
    missing, extra = figures.agree(missing, extra)
    if plural:  # "1 file" is a form of "{count} files"
        missing = [fact for fact in missing if fact.value not in ("0", "1")]
    return tuple(missing), tuple(extra)


def _figures(
    mine: Callable[[Sequence[Fact]], Sequence[Fact]], what: str, hint: str
) -> Callable[[Pair, Context], Iterator[Finding]]:
    """Make a check of the facts selected by *mine*."""

    def check(pair: Pair, context: Context) -> Iterator[Finding]:
        del context
        if pair.source == pair.target and _LETTER.search(pair.source):  # not translated: for another rule
            return
        plural = pair.entry.msgid_plural is not None
        lost, gained = _compare(pair.source, pair.target, pair.source_locale, pair.locale, plural)
        missing, extra = mine(lost), mine(gained)
        if missing or extra:
            said = _sentence(what, [fact.shown for fact in missing], [fact.shown for fact in extra])
            yield Finding(said, _as_written(missing, extra, pair.locale) or hint)

    return check


def _as_written(missing: Iterable[Fact], extra: Iterable[Fact], locale: str) -> str:
    """Explain figures that were copied and mean another number in the language of the translation: 10,000."""
    there = {fact.written: fact for fact in extra if fact.kind == "number"}
    for fact in missing:
        copy = there.get(fact.written)
        if copy and fact.kind == "number" and fact.value.isdigit():
            language, tables = languages.known(locale), languages.facts(locale).figures
            mark = "." if tables.point_groups else " " if tables.decimal_comma else ","
            grouped = len(fact.value) < SPELLED and int(fact.value) >= language.house.grouped_from
            right = f"{int(fact.value):,}".replace(",", mark) if grouped else fact.value
            point = "comma" if tables.decimal_comma else "point"
            return f"in {language.english}, {fact.written} has decimals after the {point}: write {right}"
    return ""


SPELLED = 20
"""Digits of a number that a hint writes."""


def _sentence(what: str, missing: Sequence[str], extra: Sequence[str]) -> str:
    """Report missing and additional facts."""
    if missing and extra:
        return f"the translation lacks the {what} {_list(missing)} and has {_list(extra)}"
    if missing:
        return f"the translation lacks the {what} {_list(missing)}"
    return f"the translation has the {what} {_list(extra)}; the source does not"


def _list(words: Sequence[str]) -> str:
    more = len(words) - MAX_SHOWN
    return ", ".join(words[:MAX_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _is_year(fact: Fact) -> bool:
    return fact.kind == "number" and _YEAR.fullmatch(fact.value) is not None and fact.written.isdigit()


def _dates(found: Sequence[Fact]) -> Sequence[Fact]:
    return [fact for fact in found if fact.kind in ("date", "weekday") or _is_year(fact)]


def _numbers(found: Sequence[Fact]) -> Sequence[Fact]:
    return [fact for fact in found if fact.kind == "number" and not _is_year(fact)]


def _percentages(found: Sequence[Fact]) -> Sequence[Fact]:
    return [fact for fact in found if fact.kind == "percent"]


def _amounts(found: Sequence[Fact]) -> Sequence[Fact]:
    return [fact for fact in found if fact.kind.isupper()]


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _names(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare full names and mentions; a mention may use other words, but not somebody else's name."""
    yield from _named(pair, context, sure=True)
    yield from _strangers(pair, context, _known(pair, context))


def _short_names(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare surnames and short names on their own, which may be ordinary words."""
    yield from _named(pair, context, sure=False)


def _named(pair: Pair, context: Context, *, sure: bool) -> Iterator[Finding]:
    """Compare names; *sure* findings include a full name or a mention."""
    if pair.source == pair.target:
        return
    source = names.find(pair.source, context.names, pair.source_locale)
    target = names.find(pair.target, context.names, pair.locale)
    if not source and not target:
        return
    known = _known(pair, context)
    missing = _unmatched(source, target, known, (pair.target, pair.locale))
    extra = _unmatched(target, source, known, (pair.source, pair.source_locale))
    marked = {name for text in (pair.source, pair.target) for _, name in names.mentions(text)}
    found = (*missing.values(), *extra.values())
    if found and sure == any(sighting.sure or sighting.ids & marked for sighting in found):
        hint = "name the same people, organizations and places in both languages"
        yield Finding(_sentence("name", [*missing], [*extra]), hint)


def _known(pair: Pair, context: Context) -> Mapping[str, Name]:
    return {name.id: name for name in context.names if {pair.source_locale, pair.locale} <= name.forms.keys()}


def _unmatched(
    mine: Iterable[names.Sighting], its: Iterable[names.Sighting], known: Mapping[str, Name], other: tuple[str, str]
) -> dict[str, names.Sighting]:
    """Return the names that are less frequent in the *other* text, as they are written here."""
    text, locale = other
    there = collections.Counter(name for sighting in its for name in sighting.ids)
    mentioned = {
        name
        for words, name in names.mentions(text)
        if name in known and names.is_description(words, known[name], locale)
    }
    lost: dict[str, names.Sighting] = {}
    for sighting in mine:
        name = max(sighting.ids, key=lambda one: there[one])
        if there[name] > 0:
            there[name] -= 1
        elif (
            sighting.ids <= known.keys()
            and not sighting.ids & mentioned
            and not any(names.is_adjective(text, known[one], locale) for one in sighting.ids)
        ):
            lost.setdefault(sighting.written, sighting)
    return lost


def _strangers(pair: Pair, context: Context, known: Mapping[str, Name]) -> Iterator[Finding]:
    """Find mentions whose words are the name of another entry of the same kind."""
    for words, mentioned in names.mentions(pair.target):
        if name := known.get(mentioned):
            there = [its.ids for its in names.find(words, context.names, pair.locale) if its.kind == name.kind]
            if there and not any(mentioned in ids for ids in there):
                yield Finding(
                    f"the mention @{mentioned} has someone else's name: {words[: facts.SHOWN]}",
                    "name the person or body that it mentions",
                )


# ── negation ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _negation(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find negations on one side that the other cannot contain, or limits that the other does not set."""
    del context
    if pair.source == pair.target:
        return
    source = negation.read(facts.visible(pair.source), pair.source_locale)
    target = negation.read(facts.visible(pair.target), pair.locale)
    for mine, its, one, other in (
        (source, target, "source", "translation"),
        (target, source, "translation", "source"),
    ):
        hint = "compare the meaning of both sentences"
        if mine.denies_more(its):
            yield Finding(f"the {one} has a negation; the {other} does not", hint)
        if mine.limits_more(its):
            yield Finding(f'the {one} sets a limit, such as "not more than"; the {other} does not', hint)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_SAME = "make both languages agree"

RULES = (
    Rule(
        id="number-mismatch",
        family="concordance",
        severity=_ERROR,
        needs="facts",
        compares=True,
        check=_figures(_numbers, "number", f"{_SAME}, each as its language writes it: 1,234.5 is 1 234,5"),
    ),
    Rule(
        id="date-mismatch",
        family="concordance",
        severity=_ERROR,
        needs="facts",
        compares=True,
        check=_figures(_dates, "date", f"{_SAME}: February 29, 2012 is 29 февраля 2012 г."),
    ),
    Rule(
        id="amount-mismatch",
        family="concordance",
        severity=_ERROR,
        needs="facts",
        compares=True,
        check=_figures(_amounts, "amount", f"{_SAME}, in the same currency"),
    ),
    Rule(
        id="percent-mismatch",
        family="concordance",
        severity=_ERROR,
        needs="facts",
        compares=True,
        check=_figures(_percentages, "percentage", _SAME),
    ),
    Rule(id="name-mismatch", family="concordance", severity=_ERROR, check=_names, needs="inflection"),
    Rule(
        id="short-name-mismatch",
        family="concordance",
        severity=_WARNING,
        check=_short_names,
        needs="inflection",
        compares=True,
    ),
    Rule(
        id="negation-mismatch",
        family="concordance",
        severity=_WARNING,
        check=_negation,
        needs="negation",
        compares=True,
    ),
)
