"""What holds for typography whatever the text: it settles at once and touches only spaces, quotes and dashes."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies
from protocolpress import model
from protocolpress.localize import typography

CHANGEABLE = re.compile(r"[\s\-\u2010-\u2015\u2212\"'“”‘’«»„‚]")

locales = st.sampled_from(("en", "ru"))
marks = st.text('"""\'\'“”‘’«»„  \u00a0\n-–—.,:()/12аВb№{}§\ufdd0\ufdd3\u0301', max_size=30)


@given(st.data(), locales)
def test_setting_again_changes_nothing(data: st.DataObject, locale: str) -> None:
    """Text that was set once is set."""
    once = typography.typeset_string(data.draw(strategies.sentences(locale)), locale)
    assert typography.typeset_string(once, locale) == once


@given(marks, locales)
def test_setting_a_heap_of_marks_again_changes_nothing(text: str, locale: str) -> None:
    """However little sense the marks make."""
    once = typography.typeset_string(text, locale)
    assert typography.typeset_string(once, locale) == once


@given(st.data(), locales)
def test_setting_spans_again_changes_nothing(data: st.DataObject, locale: str) -> None:
    """Also where marks and words are in different spans."""
    once = typography.typeset(data.draw(strategies.spans(locale)), locale)
    assert typography.typeset(once, locale) == once


@given(st.data(), locales)
def test_only_spaces_quotes_and_dashes_change(data: st.DataObject, locale: str) -> None:
    """No letter, digit or other sign is added, lost or changed."""
    text = data.draw(strategies.sentences(locale) | marks | st.text())
    assert CHANGEABLE.sub("", typography.typeset_string(text, locale)) == CHANGEABLE.sub("", text)


@given(st.data(), locales)
def test_each_span_keeps_its_place_and_its_letters(data: st.DataObject, locale: str) -> None:
    """Addresses, targets, labels and the tree stay, and no letter moves to a neighbour."""
    before = data.draw(strategies.spans(locale))
    after = typography.typeset(before, locale)
    assert emptied(after) == emptied(before)
    for old, new in zip(strategies.texts(before), strategies.texts(after), strict=True):
        assert CHANGEABLE.sub("", new) == CHANGEABLE.sub("", old)


@given(st.data(), locales)
def test_addresses_and_placeholders_survive(data: st.DataObject, locale: str) -> None:
    """To the byte, whatever stands around them."""
    text = data.draw(strategies.sentences(locale))
    after = typography.typeset_string(text, locale)
    for kept in strategies.UNTOUCHABLE:
        assert after.count(kept) == text.count(kept)


@given(st.data(), locales)
def test_the_borders_of_spans_make_no_difference(data: st.DataObject, locale: str) -> None:
    """Emphasis on a word does not change the marks around it."""
    pieces = data.draw(strategies.pieces(locale))
    assume(not re.search(r"(?:/2011-2012|-x-|\.org)--", "".join(pieces)))  # there the hyphens belong to the address
    spans = tuple(model.Emphasis((model.Plain(piece),)) for piece in pieces)
    after = "".join(strategies.texts(typography.typeset(spans, locale)))
    assert after == typography.typeset_string("".join(pieces), locale)


@given(strategies.sentences("ru"))
def test_no_line_of_a_russian_text_starts_with_a_dash(text: str) -> None:
    """A dash inside a text has no place to break before it."""
    after = typography.typeset_string(text.lstrip(), "ru")
    assert not re.search(r"(?<=\S) +—", after)
    assert not re.search(r"(?<=[\w.,!?])—(?=\w)", after)


@pytest.mark.parametrize("locale", ["en", "ru"])
@pytest.mark.parametrize("unit", ['"', '"a ', "'a ", ' "a" ', "« ", " »", "- ", " ", "{", "А.", "1-"])
def test_a_long_text_is_set_at_all(unit: str, locale: str) -> None:
    """Finish: a rule that goes back over the text for each mark would need hours for this one."""
    text = unit * (100_000 // len(unit))
    after = typography.typeset_string(text, locale)
    assert CHANGEABLE.sub("", after) == CHANGEABLE.sub("", text)


def emptied(spans: tuple[model.Span, ...]) -> object:
    """Return the tree without its texts."""
    return re.sub(r"Plain\(text=(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)", "Plain()", repr(spans))
