"""Apply rules to translations: pairs of texts come in; problems at the lines of their catalogs go out.

A rule sees every pair; findings silenced by a message's `protocolpress-ignore` comments are removed at the end. Nothing
is read or written, and no rule knows the origin of its pairs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Iterator, Sequence

from protocolpress import markup as inline
from protocolpress.catalogs import edit
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.checks import (
    agreement,
    capitals,
    citations,
    clauses,
    concordance,
    ignores,
    left_over,
    markup,
    sense,
    spelling,
    terms,
    typography,
    wording,
)
from protocolpress.checks.rule import Check, Context, Finding, Found, Pair, Rule
from protocolpress.errors import Position, Problem, Severity, error

ALL: tuple[Rule, ...] = (
    *markup.RULES,
    *citations.RULES,
    *concordance.RULES,
    *wording.RULES,
    *clauses.RULES,
    *terms.RULES,
    *capitals.RULES,
    *typography.RULES,
    *sense.RULES,
    *left_over.RULES,
    *spelling.RULES,
    *agreement.RULES,
)
"""Every rule for a translation, family by family."""

JUDGING = tuple(rule for rule in ALL if rule.needs)
"""Rules that need tables: they judge some languages and are silent in others."""

ISOLATES = "\u2068\u2069"
"""Characters that gettext puts around a path with spaces."""

LEFT_OUT = "\\"
"""A translation that is only a backslash leaves its block out: there is nothing to compare."""

NUMBERED = " · paragraph "
"""The part of a message's comment that means that its block has a number; such a block cannot be left out."""

ROUNDS = 3
"""Rounds of fixes for one text, because one fix may require another."""


def pairs_of(file: PoFile, path: str, *, source_locale: str, locale: str) -> tuple[Pair, ...]:
    """Return each translation of *file* with its source, in order, and each form of a plural message.

    Only translations that a build would print are included: nothing fuzzy, empty, obsolete or broken. The first form of
    a plural is paired with msgid, the others with msgid_plural.
    """
    return tuple(
        pair
        for entry in file.entries
        if entry.is_translated and entry.msgid
        for pair in _forms(entry, path, source_locale, locale)
    )


def _forms(entry: Entry, path: str, source_locale: str, locale: str) -> Iterator[Pair]:
    for form, target in enumerate(entry.msgstr):
        yield Pair(
            source=entry.msgid_plural if form and entry.msgid_plural is not None else entry.msgid,
            target=target,
            source_locale=source_locale,
            locale=locale,
            path=path,
            line=entry.msgstr_lines[form],
            entry=entry,
            form=form,
        )


def run(pairs: Iterable[Pair], context: Context, rules: Sequence[Rule] = ALL) -> Iterator[Problem]:
    """Apply *rules* to *pairs*; a text too long for any document has this problem only."""
    whole = []
    for pair in pairs:
        if wrong := inline.mistake(pair.target) or inline.mistake(pair.source):
            yield error(Position(pair.path, pair.line), *wrong)
        elif not _is_left_out(pair):
            whole.append(pair)
    found = [*_each(whole, context, rules), *_across(whole, context, rules)]
    left, complaints = ignores.apply(whole, found, rules, frozenset(rule.id for rule in (*ALL, *rules)))
    yield from (_problem(one) for one in left)
    yield from complaints


def _is_left_out(pair: Pair) -> bool:
    return pair.target.strip() == LEFT_OUT and not any(NUMBERED in line for line in pair.entry.extracted)


def fix(file: PoFile, *, source_locale: str, locale: str, rules: Sequence[Rule] = ALL) -> PoFile:
    """Apply safe fixes to the translations of *file*, except those silenced by a comment.

    Text that no rule finds, because the source has it too, is intended and stays. In the catalog of the source's own
    language, text that agrees with the source stays.
    """
    newline = edit.newline_of(file)
    entries = tuple(
        entry
        if (locale == source_locale and _is_copy(entry)) or not (entry.is_translated and entry.msgid)
        else _fixed(entry, tuple(_forms(entry, "", source_locale, locale)), rules, newline, file.charset)
        for entry in file.entries
    )
    return dataclasses.replace(file, entries=entries)


def _each(pairs: Iterable[Pair], context: Context, rules: Sequence[Rule]) -> Iterator[Found]:
    """Apply the rules that look at one pair; a text that stands in many documents is judged once for all of them."""
    known: dict[Hashable, tuple[tuple[Rule, Finding], ...]] = {}
    concerned: dict[Hashable, tuple[Rule, ...]] = {}
    for pair in pairs:
        if (judged := pair.judged) not in known:
            own = pair.locale == pair.source_locale and _is_copy(pair.entry)
            kind = (pair.source_locale, pair.locale, own, pair.is_copy)
            if kind not in concerned:
                concerned[kind] = tuple(_concerning(pair, rules, own=own))
            known[judged] = tuple(
                (rule, finding)
                for rule in concerned[kind]
                if rule.check
                for finding in _findings(rule.check, pair, context)
            )
        yield from (Found(pair=pair, rule=rule, finding=finding) for rule, finding in known[judged])


def _concerning(pair: Pair, rules: Sequence[Rule], *, own: bool) -> Iterator[Rule]:
    """Return the rules that apply to texts like *pair*.

    Notes tell what `fix` would do, which is nothing if a message is its *own* source in the same language.
    """
    for rule in rules:
        if rule.check is None or (own and rule.severity is Severity.NOTE) or (pair.is_copy and rule.compares):
            continue
        if rule.judges(pair.source_locale, pair.locale):
            yield rule


def _findings(check: Check, pair: Pair, context: Context) -> list[Finding]:
    """Apply a rule to a pair; a form of a plural is right if it is right beside one of its two sources."""
    findings = list(check(pair, context))
    if findings and any(not any(check(other, context)) for other in _others(pair)):
        return []
    return findings


def _is_copy(entry: Entry) -> bool:
    """Whether a message repeats its source, as all do in a fresh catalog of the source's own language."""
    return {*entry.msgstr} <= {entry.msgid, entry.msgid_plural}


def _others(pair: Pair) -> Iterator[Pair]:
    """Return a plural form with its other source: only in the one for "one file" may the number be left out."""
    entry = pair.entry
    if entry.msgid_plural is not None:
        other = entry.msgid if pair.source == entry.msgid_plural else entry.msgid_plural
        yield dataclasses.replace(pair, source=other)


def _across(pairs: Iterable[Pair], context: Context, rules: Sequence[Rule]) -> Iterator[Found]:
    """Apply rules for all texts of a locale; texts translated from different languages are separate sets."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair.source_locale, pair.locale), []).append(pair)
    for rule in rules:
        if rule.across is not None:
            for (source_locale, locale), group in groups.items():
                if rule.judges(source_locale, locale):
                    yield from (Found(pair=pair, rule=rule, finding=one) for pair, one in rule.across(group, context))


def _problem(found: Found) -> Problem:
    pair, rule, finding = found.pair, found.rule, found.finding
    hint = "; ".join(filter(None, (finding.hint, _source(pair.entry))))
    return Problem(Position(pair.path, pair.line), rule.severity, rule.id, finding.message, hint)


def _source(entry: Entry) -> str:
    """Return the place of a message's source, if its catalog gives it."""
    return f"the source is in {entry.references[0].strip(ISOLATES)}" if entry.references else ""


def _fixed(entry: Entry, forms: Iterable[Pair], rules: Sequence[Rule], newline: str, charset: str) -> Entry:
    kept = {ignore.rule for ignore in ignores.read(entry)}
    fixing = [rule for rule in rules if rule.fix is not None and rule.id not in kept]
    msgstr = tuple(_fixed_text(pair, fixing) for pair in forms)
    try:
        return edit.change(entry, newline=newline, charset=charset, msgstr=msgstr)
    except UnicodeEncodeError:  # a dash or a quotation mark that is missing from the charset of the file
        return entry


def _fixed_text(pair: Pair, rules: Iterable[Rule]) -> str:
    context = Context()  # no rule with a fix uses names or terms
    for _ in range(ROUNDS if not (inline.mistake(pair.target) or inline.mistake(pair.source)) else 0):
        before = pair
        for rule in rules:
            fixed = rule.fix(pair.target, pair.locale) if rule.fix else pair.target
            if fixed != pair.target and rule.check and _findings(rule.check, pair, context):
                pair = dataclasses.replace(pair, target=fixed)
        if pair is before:
            break
    return pair.target
