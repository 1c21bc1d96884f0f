"""Whatever a translator writes: placeholders are kept or missed, and nothing else in a text means anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import sample
from protocolpress import markup
from protocolpress.errors import Position, Problems
from protocolpress.localize import phrases
from protocolpress.localize.translator import Translator
from protocolpress.model import Message

words = st.text("abcдеё {}<>&*_[]()#@^\\|`~!'\"-1", max_size=40)

SOURCE = Message(msgid="Article {article}({paragraph})", position=Position("phrases.py"))


@given(words, words, words)
def test_a_kept_placeholder_gets_its_value(before: str, between: str, after: str) -> None:
    text = f"{before} {{a}} {between} {{b}} {after}"
    filled = phrases.fill(text, {"a": "\ue000", "b": "\ue001"})
    assert filled.count("\ue000") >= 1
    assert filled.count("\ue001") >= 1
    assert filled.replace("\ue000", "{a}").replace("\ue001", "{b}") == text


@given(st.lists(st.sampled_from(["{article}", "{paragraph}", "{other}", "слово", " "]), max_size=6).map("".join))
def test_a_lost_or_added_placeholder_is_an_error(translation: str) -> None:
    document = sample.document("x\n")
    problems = Problems()
    one = Translator(document, sample.setting("ru", document, words={SOURCE.msgid: translation}), problems)
    one.phrase(SOURCE, article="1", paragraph="2")
    whole = not translation or phrases.names(translation) == {"article", "paragraph"}
    assert bool(problems) is not whole


@given(words)
def test_any_translation_prints(text: str) -> None:
    """It may be wrong; it never breaks the program, and braces stay."""
    document = sample.document("x\n")
    problems = Problems()
    source = Message(msgid="source", position=Position("a.md", 1))
    one = Translator(document, sample.setting("ru", document, words={"source": text}), problems)
    printed = markup.plain(one.text(source).spans)
    if not set(text) & set("*_[]()#@^\\|`~!<>&"):
        assert printed.count("{") == text.count("{")
