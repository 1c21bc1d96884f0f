"""Corrections that a careful editor would make in an otherwise right translation: spaces, marks, numbers.

Texts with their translations come in; findings go out. Characters that typesetting replaces when it prints (quotation
marks, dashes) are a note at most, no-break spaces nothing at all; a warning is for text that prints wrong as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protocolpress import languages, markup
from protocolpress.checks import raw_text, typography_fixes
from protocolpress.checks.rule import Context, Finding, Fix, Pair, Rule
from protocolpress.checks.typography_fixes import Slips, language
from protocolpress.errors import Severity
from protocolpress.languages.typography.common import PLACEHOLDER

INVISIBLE = "an invisible character in the text"

_ENUMERATOR = re.compile(rf"(?<![\w(])(?:\d{{1,3}}|[^\W\d_]{{1,4}}|{PLACEHOLDER})\)")
_SMILEY = re.compile(r"[:;]-?[()]")


def _rule(identifier: str, table: Slips, message: str, hint: str, severity: Severity = Severity.WARNING) -> Rule:
    """Make the rule for the slips of *table*."""
    may_be_meant = table in _OF_LAYOUT

    def check(pair: Pair, context: Context) -> Iterator[Finding]:
        del context
        raw = raw_text.cut(pair.target)
        seen: set[str] = set()
        for match, _ in typography_fixes.found(raw, table, pair.locale):
            if may_be_meant and not seen and _is_meant(pair, table):
                return
            shown = raw.excerpt(*match.span())
            if shown not in seen:
                seen.add(shown)
                yield Finding(f"{message}: {shown!r}", hint)

    fixable = any(slip.replacement is not None for kinds in table.values() for slip in kinds)
    return Rule(
        id=identifier,
        family="typography",
        severity=severity,
        check=check,
        fix=typography_fixes.fix(table) if fixable else None,
    )


_OF_LAYOUT = (
    typography_fixes.DOUBLE_SPACE,
    typography_fixes.SPACE_BEFORE,
    typography_fixes.SPACE_AFTER,
    typography_fixes.SPACE_INSIDE,
    typography_fixes.DASH_SPACE,
    typography_fixes.DOUBLE_PUNCTUATION,
)
"""Check for slips that are intended if the source has them too: a layout of spaces, the syntax of a program."""


def _is_meant(pair: Pair, table: Slips) -> bool:
    """Whether the source of a translation has the same."""
    if language(pair.source_locale) == language(pair.locale):
        return False
    return any(typography_fixes.found(raw_text.cut(pair.source), table, pair.source_locale))


def _quotes_rule(identifier: str, marks: str, fix: Fix, message: str, hint: str, severity: Severity) -> Rule:
    """Make the rule for quotation marks of the kinds *marks* that *fix* would change."""

    def check(pair: Pair, context: Context) -> Iterator[Finding]:
        del context
        if not any(mark in pair.target for mark in marks):
            return
        after = fix(pair.target, pair.locale)
        for place, (old, new) in enumerate(zip(pair.target, after, strict=True)):
            if old != new and old in marks:
                yield Finding(f"{message}: {_near(pair.target, place)!r}", hint)
                return

    return Rule(id=identifier, family="typography", severity=severity, check=check, fix=fix)


def _near(text: str, place: int) -> str:
    """Quote the words around a place."""
    start = text.rfind(" ", 0, place) + 1
    end = text.find(" ", place)
    return text[max(start, place - 20) : min(len(text) if end < 0 else end, place + 20)]


def _invisible(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find an invisible character; a soft hyphen that is not in the source came with pasted text."""
    del context
    if found := markup.invisible(pair.target, title=markup.SOFT_HYPHEN not in pair.source):
        yield Finding(f"{INVISIBLE}: {found}", "delete it, or retype the words: it came with pasted text")


def _unpaired(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find a bracket or a quotation mark without its other half, unless the source has one as well."""
    del context
    for name, count in (("bracket", _brackets), ("quotation mark", _quotes)):
        balance = count(pair.target, pair.locale)
        translated = language(pair.source_locale) != language(pair.locale)
        if balance and not (translated and count(pair.source, pair.source_locale)):
            yield Finding(f"a {name} is unpaired", "add the missing one, or delete this one")


def _brackets(text: str, locale: str) -> bool:
    """Whether round brackets are left open or closed twice, except in a), 1)."""
    del locale
    words = raw_text.cut(text).words
    if words.count("(") == words.count(")"):
        return False
    words = _SMILEY.sub("", words)
    return words.count("(") != words.count(")") and words.count("(") != _ENUMERATOR.sub("", words).count(")")


def _quotes(text: str, locale: str) -> bool:
    """Whether quotation marks are left over after pairing."""
    words = raw_text.cut(text).words
    if not any(mark in words for mark in '"“”„«»'):
        return False
    for rule in typography_fixes.quote_rules(locale):
        words = rule(words)
    lone = re.search(r'(?<!\d)"', words) is not None and words.count('"') % 2 == 1
    known = languages.of(locale)
    pairs = known.quotes if known else ()
    return lone or any(words.count(opening) != words.count(closing) for opening, closing in pairs if closing != "’")


RULES: tuple[Rule, ...] = (
    _rule(
        "double-space",
        typography_fixes.DOUBLE_SPACE,
        "two spaces in a row",
        "keep one",
    ),
    _rule(
        "space-before-punctuation",
        typography_fixes.SPACE_BEFORE,
        "a space before a punctuation mark",
        "delete it",
    ),
    _rule(
        "space-after-punctuation",
        typography_fixes.SPACE_AFTER,
        "no space after a punctuation mark",
        "add one",
    ),
    _rule(
        "space-inside-brackets",
        typography_fixes.SPACE_INSIDE,
        "a space inside a bracket",
        "delete it",
    ),
    _rule(
        "space-after-number",
        typography_fixes.SPACE_AFTER_NUMBER,
        "no space between a number and its word",
        "add one: 10 км, 2012 г.",
    ),
    _rule(
        "percent-space",
        typography_fixes.PERCENT_SPACE,
        "the percent sign is spaced as in the other language",
        "in Russian 5 %, in English 5%",
    ),
    _rule(
        "double-punctuation",
        typography_fixes.DOUBLE_PUNCTUATION,
        "two punctuation marks in a row",
        "keep the correct one",
    ),
    _rule(
        "dash-space",
        typography_fixes.DASH_SPACE,
        "a dash or hyphen has a space on one side only",
        "in Russian a dash has two spaces, in English none; a hyphen has none",
    ),
    _rule(
        "number-form",
        typography_fixes.NUMBER_FORM,
        "a number is written as in the other language",
        "in Russian 1 234 567,5; in English 1,234,567.5",
    ),
    _rule(
        "number-sign",
        typography_fixes.NUMBER_SIGN,
        "the number sign is written as in the other language",
        "in Russian № 5, in English No. 5",
    ),
    _rule(
        "ordinal-ending",
        typography_fixes.ORDINAL_ENDING,
        "a number has a wrong ending",
        "in Russian 1-й, 5-го, but 12 апреля and 20 человек; in English 1st, 2nd, 3rd, 11th",
    ),
    _rule(
        "decomposed-letter",
        typography_fixes.DECOMPOSED,
        "a letter is written as two characters",
        "retype it, or run check --fix: й and ё are single characters",
    ),
    Rule(id="invisible-character", family="typography", severity=Severity.WARNING, check=_invisible),
    Rule(id="unpaired-mark", family="typography", severity=Severity.WARNING, check=_unpaired),
    _quotes_rule(
        "foreign-quotes",
        "“”‘’„«»",
        typography_fixes.quotes,
        "wrong quotation marks for this language or level",
        "in Russian «…», inside them „…“; in English “…”, inside them ‘…’",
        Severity.WARNING,
    ),
    _quotes_rule(
        "straight-quotes",
        "\"'",
        typography_fixes.straight_quotes,
        "a quotation mark or apostrophe is straight",
        "nothing to do: it prints correctly; check --fix writes the printed form",
        Severity.NOTE,
    ),
    _rule(
        "dash-form",
        typography_fixes.DASH_FORM,
        "a dash is not in its printed form",
        "nothing to do: it prints correctly; check --fix writes the printed form",
        Severity.NOTE,
    ),
    _rule(
        "three-dots",
        typography_fixes.THREE_DOTS,
        "three full stops instead of …",
        "type …, or run check --fix",
        Severity.NOTE,
    ),
)
"""The order of the fixes."""
