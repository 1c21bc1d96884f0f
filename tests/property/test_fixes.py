"""What holds for every fix, whatever the text: it settles at once, and touches neither markup nor what programs read."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import strategies
from protocolpress import markup
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import raw_text, rule, run, sense, typography
from protocolpress.localize import typography as typesetting

RULES = tuple(one for one in (*typography.RULES, *sense.RULES) if one.fix)
FIXES = [(one.id, one.fix) for one in RULES if one.fix]

MARKED = (
    "*", "**", "_", "[слово](@bolden)", "[](#science/1/б)", "[пунктом {}](#science/1)", "[^1]", "[^prim,]", "\\\n", "\\*", "\n",
    "`a  b`", "<br>", "&nbsp;", "{name}", "{{x ,y}}", "%s", "%(name)s", "5 %d", '[a](https://example.org/a,b--c "t  t")',
    "https://example.org/1,234.5--a", "www.example.org/а,б", "a-b@example.org", "(", "[", "]", ")", "(слово )", "( a",
)  # fmt: skip
SLIPS = (
    "  ", " ,", " .", "слово,слово", "конец.Начало", "г.Москва", "2012г.", "10км", "10km", "5%", "5 %", "5%-ный", ",,", "..", ";;",
    "—", " —", "— ", " - ", "--", "...", "?..", "1,234,567.5", "1,234", "3.5 км", "2.1", "No. 5", "№ 5", "N5", "1-ый", "20-ти", "21th",
    "12-го апреля", "5-тилетний", "и\u0306", "а\u0301", '"', "'", "«", "»", "“", "”", "„", "cрок", "Сopy", "URLы", "don't", "О'Киф",
)  # fmt: skip

ENTRY = Entry(msgid="")

locales = st.sampled_from(("en", "ru"))
pieces = st.lists(st.sampled_from((*MARKED, *SLIPS, *SLIPS, " ", " ", "слово", "word", "в", "5")), max_size=10).map(
    "".join
)
heaps = st.text(" \u00a0,.;:!?-–—\"'“”„«»()[]{}*_`^%№аВbC15\\\n\u0306\ufdd0\ufdd3", max_size=24)
texts = st.one_of(pieces, heaps, *(strategies.sentences(locale) for locale in ("en", "ru")))


@pytest.mark.parametrize(("name", "fix"), FIXES)
@given(text=texts, locale=locales)
def test_mending_again_changes_nothing(name: str, fix: rule.Fix, text: str, locale: str) -> None:
    once = fix(text, locale)
    assert fix(once, locale) == once


@given(texts, locales)
def test_all_fixes_together_settle(text: str, locale: str) -> None:
    """In a few rounds: one may make work for another."""
    before = text
    for _ in range(4):
        after = every(before, locale)
        if after == before:
            return
        before = after
    pytest.fail(before)


@given(texts, locales)
def test_markup_targets_and_placeholders_stay(text: str, locale: str) -> None:
    after = every(text, locale)
    assert shape(after) == shape(text)
    for found in (r"\{\w*\}", r"%[sd]", r"%\(name\)s", r"\[\^[^\]\s]+\]", r"\]\([^ )]*"):
        assert re.findall(found, after) == re.findall(found, text)


@given(st.lists(st.sampled_from((*MARKED, "слово", " ", "word")), max_size=10).map("".join))
def test_what_was_put_aside_comes_back(text: str) -> None:
    raw = raw_text.cut(text)
    assert raw.restore(raw.line) == text


LETTERS = {"ordinal-ending", "number-sign", "mixed-script", "decomposed-letter"}
"""Rules that change letters, each in its documented way."""


@pytest.mark.parametrize(("name", "fix"), [one for one in FIXES if one[0] not in LETTERS])
@given(text=texts, locale=locales)
def test_letters_and_digits_stay(name: str, fix: rule.Fix, text: str, locale: str) -> None:
    assert re.sub(r"[\W_]", "", fix(text, locale)) == re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize(("name", "fix"), [one for one in FIXES if one[0] in LETTERS])
@given(text=texts, locale=locales)
def test_digits_stay_where_letters_may_change(name: str, fix: rule.Fix, text: str, locale: str) -> None:
    assert re.sub(r"\D", "", fix(text, locale)) == re.sub(r"\D", "", text)


@given(text=pieces, locale=locales)
def test_letters_are_fixed_one_for_one(text: str, locale: str) -> None:
    after = sense.one_script(text, locale)
    assert [unicodedata.category(letter) for letter in after] == [unicodedata.category(letter) for letter in text]


@pytest.mark.parametrize("name", ["straight-quotes", "foreign-quotes", "dash-form"])
@given(locale=locales, data=st.data())
def test_the_build_prints_the_same_words(name: str, locale: str, data: st.DataObject) -> None:
    """What is written as it prints has the same letters on the page."""
    text = data.draw(strategies.sentences(locale))
    fix = dict(FIXES)[name]
    printed, fixed = (typesetting.typeset_string(words, locale) for words in (text, fix(text, locale)))
    assert re.findall(r"\w", printed) == re.findall(r"\w", fixed)


LONG = (
    *" \n.,;:-—\"'«»“„([])`*_&<%\\{1aаN№", "a ", "а ", "« ", "» ", '" ', " ,", ",,", "1,", "1.", "a.", "aа", "и\u0306", "[^", "](", "](a",
    "``", "a@", "&a", "<a", "*а ", "**", "слово,", "1-ый", "- ", " —", "the ", "{a}", "%s", "[а](b)", "://", "www.", "a/", ": ",
)  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "ru"])
@pytest.mark.parametrize("unit", LONG)
def test_a_long_text_is_fixed_at_all(unit: str, locale: str) -> None:
    """Finish: a rule that goes back over the text for each mark would need minutes for this one."""
    text = (unit * markup.MAX_TEXT)[: markup.MAX_TEXT]
    if markup.mistake(text) is None:
        every(text, locale)
        for source, one in itertools.product(("", text), (*typography.RULES, *sense.RULES)):
            pair = rule.Pair(
                source=source, target=text, source_locale="de", locale=locale, path="", line=0, entry=ENTRY
            )
            list(
                one.check(pair, rule.Context())
                if one.check
                else one.across([pair], rule.Context())
                if one.across
                else ()
            )


def every(text: str, locale: str) -> str:
    """Apply all fixes, in their order."""
    for _, fix in FIXES:
        text = fix(text, locale)
    return text


def shape(text: str) -> str:
    """Return the tree of a text without its words."""
    spans = markup.inline(text, re.findall(r"\[\^([^\]\s]+)\]", text))
    return re.sub(r"Plain\(text=(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)", "Plain()", repr(spans))


@pytest.mark.parametrize("one", [one for one in run.ALL if one.compares], ids=lambda one: one.id)
@given(texts)
@example("5, 12,5 and (")
@example("3")
@example("[a](#b) *c* {}\n\n- d")
def test_a_rule_that_compares_finds_nothing_in_a_copy(one: rule.Rule, text: str) -> None:
    pair = rule.Pair(source=text, target=text, source_locale="en", locale="en", path="", line=0, entry=ENTRY)
    assert one.check is not None
    assert not list(one.check(pair, rule.Context()))
