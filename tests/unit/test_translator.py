"""Translating: what is missing, what is broken in a translation, where registry entries are named."""

from __future__ import annotations

import dataclasses

import pytest

import sample
from protocolpress import markup
from protocolpress.catalogs import read
from protocolpress.errors import Position, Problem, Problems
from protocolpress.files import MemoryFiles
from protocolpress.localize import phrases, translator
from protocolpress.localize.translator import Setting, Translator
from protocolpress.model import Document, Emphasis, Link, Mention, Message, NoteCall, Passage, Plain, Text

PLACE = Position("sources/protocols/a.md", 6)


def message(msgid: str, context: str = "") -> Message:
    return Message(msgid=msgid, position=PLACE, context=context)


def translate(
    locale: str, msgid: str, translation: str = "", body: str = "x\n", **changes: object
) -> tuple[Text, Translator, list[str]]:
    """Translate a text of a document; give it, its translator, and the problems in words."""
    document = sample.document(body)
    problems = Problems()
    words = {msgid: translation} if translation else {}
    setting = sample.setting(locale, document, words=words)
    one = Translator(document, setting, problems)
    return one.text(message(msgid)), one, [f"{p.position}: {p.severity}: {p.message} [{p.rule}]" for p in problems]


INTERFACE = {
    "Article {article}({paragraph})({item})({subitem})": (
        "подпункт {subitem} подпункта {item} пункта {paragraph} статьи {article}"
    ),
    "{outer})({inner}": "{inner} подпункта {outer}",
}
DEEP = "## T {#t}\n\n" + "".join(f"{' ' * 3 * depth}1. a\n" for depth in range(6))


@pytest.mark.parametrize(
    ("fragment", "english", "russian"),
    [
        ("t/1/a/i", "Article 1(1)(a)(i)", "подпункт i подпункта «а» пункта 1 статьи 1"),
        ("t/1/a/i/A", "Article 1(1)(a)(i)(A)", "подпункт «А» подпункта i подпункта «а» пункта 1 статьи 1"),
        (
            "t/1/1/1/1/1/1",
            "Article 1(1)(a)(i)(A)(I)(1)",
            "подпункт 1 подпункта I подпункта «А» подпункта i подпункта «а» пункта 1 статьи 1",
        ),
    ],
)
def test_six_levels_are_cited(fragment: str, english: str, russian: str) -> None:
    for locale, wanted in (("en", english), ("ru", russian)):
        document = sample.document(DEEP)
        problems = Problems()
        one = Translator(
            document, sample.setting(locale, document, words=INTERFACE if locale == "ru" else {}), problems
        )
        (link,) = one.text(message(f"[](#{fragment})")).spans
        assert isinstance(link, Link)
        assert markup.plain(link.children).replace("\u00a0", " ") == wanted
        assert not problems, list(problems)


def test_a_translation_is_printed_in_its_language() -> None:
    text, one, problems = translate("ru", 'The "Parties" - both', "«Стороны» - обе")
    assert text == Text(spans=(Plain("«Стороны»\u00a0— обе"),), locale="ru")
    assert not one.missing
    assert not problems


def test_what_is_not_translated_prints_its_source_marked_and_counted() -> None:
    text, one, _ = translate("ru", 'the "Parties"')
    assert text == Text(spans=(Plain("the “Parties”"),), locale="en", translated=False)
    assert [missing.msgid for missing in one.missing] == ['the "Parties"']


def test_the_source_language_needs_no_catalog() -> None:
    text, one, _ = translate("en", "word")
    assert text == Text(spans=(Plain("word"),), locale="en")
    assert not one.missing


def test_a_russian_source_is_whole_in_russian_and_missing_in_english() -> None:
    document = sample.document("Текст.\n", "locale: ru\n")
    russian = Translator(document, sample.setting("ru", document), Problems())
    english = Translator(document, sample.setting("en", document), Problems())
    assert russian.text(message("Текст.")).translated
    assert english.text(message("Текст.")) == Text(spans=(Plain("Текст."),), locale="ru", translated=False)
    assert russian.missing == []
    assert [missing.msgid for missing in english.missing] == ["Текст."]


CATALOG = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

#, fuzzy
msgid "fuzzy"
msgstr "неточно"

msgid "empty"
msgstr ""

#~ msgid "obsolete"
#~ msgstr "устарело"

msgid "done"
msgstr "готово"
"""


@pytest.mark.parametrize(
    ("msgid", "words", "counted"),
    [("fuzzy", "fuzzy", True), ("empty", "empty", True), ("obsolete", "obsolete", True), ("done", "готово", False)],
)
def test_only_finished_translations_count(msgid: str, words: str, counted: bool) -> None:
    problems = Problems()
    catalog = read.catalog(MemoryFiles({"ru.po": CATALOG}), "ru", ["ru.po"], problems)
    document = sample.document("x\n")
    given = sample.setting("ru", document)
    setting = Setting(**{name: getattr(given, name) for name in given.__slots__} | {"catalog": catalog})
    one = Translator(document, setting, problems)
    text = one.text(message(msgid))
    assert markup.plain(text.spans) == words
    assert text.translated is not counted
    assert bool(one.missing) is counted
    assert not problems, list(problems)


def test_context_tells_messages_apart() -> None:
    document = sample.document("x\n")
    one = Translator(document, sample.setting("ru", document, words={"Annex": "приложение"}), Problems())
    assert one.text(message("Annex", "citation")).translated
    assert not one.text(message("Annex", "title")).translated


def test_a_mention_has_an_anchor_and_goes_into_the_index() -> None:
    text, one, problems = translate("en", "[Ann](@keeper) of *[the cape](@cape)*, [Ann](@keeper)")
    first, _, emphasis, _, second = text.spans
    assert first == Mention("keeper", (Plain("Ann"),), "protocols.a.en-keeper-1")
    assert emphasis == Emphasis((Mention("cape", (Plain("the cape"),), "protocols.a.en-cape-2"),))
    assert second == Mention("keeper", (Plain("Ann"),), "protocols.a.en-keeper-3")
    assert one.mentions == [
        ("keeper", "protocols.a.en-keeper-1"),
        ("cape", "protocols.a.en-cape-2"),
        ("keeper", "protocols.a.en-keeper-3"),
    ]
    assert not problems


def test_a_footnote_is_translated_at_its_call() -> None:
    text, _, problems = translate("ru", "a[^n]", "б[^n]", body="a[^n]\n\n[^n]: Note.\n")
    assert text.spans == (
        Plain("б"),
        NoteCall("n", Text(spans=(Plain("Note."),), locale="en", translated=False), 1, "protocols.a.ru-note-1"),
    )
    assert not problems


def test_footnotes_are_numbered_by_the_calls_of_each_language() -> None:
    text, _, problems = translate(
        "ru", "a[^n] b[^m]", "м[^m] н[^n] м[^m]", body="a[^n] b[^m]\n\n[^n]: N.\n\n[^m]: M.\n"
    )
    calls = [span for span in text.spans if isinstance(span, NoteCall)]
    assert [(call.label, call.number) for call in calls] == [("m", 1), ("n", 2), ("m", 1)]
    assert len({call.anchor for call in calls}) == 3
    assert not problems


@pytest.mark.parametrize("address", ["https://example.org/x", "http://example.org", "mailto:a@example.org"])
def test_addresses_that_may_be_followed(address: str) -> None:
    text, _, problems = translate("en", f"[x]({address})")
    assert text.spans == (Link(address, (Plain("x"),)),)
    assert not problems


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("[x](javascript:alert)", "error: a link may not lead to javascript: [link-scheme]"),
        ("[x](file:///etc/passwd)", "error: a link may not lead to file: [link-scheme]"),
        ("[x](data:text/html,x)", "error: a link may not lead to data: [link-scheme]"),
        ("[x](../../etc/passwd)", "error: ../../etc/passwd is outside the project [outside-project]"),
        ("[x](/etc/passwd)", "error: /etc/passwd is outside the project [outside-project]"),
        ("[x](protocols/z)", "error: there is no document protocols/z [unknown-reference]"),
        ("[x](#z/1)", "error: there is no place #z/1 in protocols/a [unknown-reference]"),
        ("[x](@nobody)", "error: @nobody is not in the registry [unknown-id]"),
        ("x[^z]", "error: there is no footnote z [unknown-footnote]"),
        ("x <b>y</b>", "warning: HTML in a translation: <b> [raw-html]"),
    ],
)
def test_mistakes_of_a_translation_stand_in_the_catalog(translation: str, expected: str) -> None:
    text, _, problems = translate("ru", "source", translation)
    assert problems == [f"ru.po:10: {expected}"]
    assert markup.plain(text.spans).startswith("x"), "the words are printed all the same"


def test_html_and_templates_in_a_translation_are_characters() -> None:
    text, _, _ = translate("ru", "source", "<script>x</script> {{ y }} {% z %}")
    assert markup.plain(text.spans) == "<script>x</script> {{ y }} {% z %}"


def test_a_mistake_of_the_source_stands_in_the_source() -> None:
    assert translate("en", "[x](@nobody)")[2] == [f"{PLACE}: error: @nobody is not in the registry [unknown-id]"]


def test_a_passage_keeps_its_language_and_an_unknown_one_is_an_error() -> None:
    text, _, problems = translate("en", "the [слово]{lang=ru} and [x]{lang=qqq}")
    assert text.spans == (Plain("the "), Passage("ru", (Plain("слово"),)), Plain(" and\u00a0"), Plain("x"))
    assert problems == [f"{PLACE}: error: unknown locale qqq [unknown-locale]"]


def test_a_mistake_of_a_translation_names_the_source() -> None:
    document = sample.document("x\n")
    problems = Problems()
    Translator(document, sample.setting("ru", document, words={"a": "[x](#z)"}), problems).text(message("a"))
    assert [problem.hint for problem in problems] == [
        "write #article/1/b: the article's {#anchor}, then numbers or letters; the source is in sources/protocols/a.md:6"
    ]


def printed(words: str, alphabet: str) -> tuple[Text, list[Problem]]:
    document = sample.document("x\n")
    given = sample.setting("en", document)
    setting = Setting(**{name: getattr(given, name) for name in given.__slots__} | {"alphabet": frozenset(alphabet)})
    problems = Problems()
    return Translator(document, setting, problems).text(message(words)), list(problems)


def test_letters_that_the_fonts_lack_are_named() -> None:
    _, problems = printed("a\u202fb\u2010c\u4e2d", "abc ")
    assert [problem.message for problem in problems] == [
        "the fonts have no glyph for '中' (U+4E2D CJK UNIFIED IDEOGRAPH-4E2D)"
    ]


def test_letters_with_marks_are_composed() -> None:
    text, problems = printed("и\u0306, е\u0308, E\u0301", "йё,É ")
    assert (text.spans, problems) == ((Plain("й, ё, É"),), [])


@pytest.mark.parametrize("sign", ["\ufeff", "\v", "\u200e", "\u200b"])
def test_a_sign_that_cannot_be_seen_is_to_be_deleted(sign: str) -> None:
    (problem,) = printed(f"a{sign}b", "ab")[1]
    assert problem.hint == "delete it: it is invisible and has no effect here"


def phrase(translation: str) -> tuple[str, list[str]]:
    document = sample.document("x\n")
    problems = Problems()
    source = message("Article {article}({paragraph})")
    one = Translator(document, sample.setting("ru", document, words={source.msgid: translation}), problems)
    return one.phrase(source, article="2", paragraph="1"), [f"{p.message} [{p.rule}]" for p in problems]


@pytest.mark.parametrize(
    ("translation", "words", "problems"),
    [
        ("", "Article 2(1)", []),
        ("пункт {paragraph} статьи {article}", "пункт 1 статьи 2", []),
        ("статья {article}", "Article 2(1)", ["the translation lacks {paragraph} [placeholder-mismatch]"]),
        (
            "пункт {пункт} статьи {article}",
            "Article 2(1)",
            ["the translation lacks {paragraph} and has {пункт} [placeholder-mismatch]"],
        ),
    ],
)
def test_placeholders(translation: str, words: str, problems: list[str]) -> None:
    assert phrase(translation) == (words, problems)


def test_markup_in_a_value_is_characters() -> None:
    document = sample.document("x\n")
    one = Translator(document, sample.setting("en", document), Problems())
    given = "[x](javascript:alert) *y* {date}"
    text = one.sentence(message("*Done* at {place}"), place=given)
    assert text.spans == (Emphasis((Plain("Done"),)), Plain(f" at {given}"))


def test_values_are_not_read_again() -> None:
    assert phrases.fill("{a} and {b} {c}", {"a": "{b}", "b": "2"}) == "{b} and 2 {c}"


def scheme(front: str, locale: str) -> tuple[str, ...]:
    document: Document = sample.document("x\n", front)
    return translator.scheme_of(document, {"en": ("Article 1.",), "ru": ("Статья 1.",)}, locale)


def test_a_documents_own_numbering_wins_in_its_language() -> None:
    front = 'numbering: {ru: ["Раздел I."]}\n'
    assert scheme(front, "ru") == ("Раздел I.",)
    assert scheme(front, "en") == ("Article 1.",)


def test_a_name_outside_any_document() -> None:
    setting = sample.setting("ru", words={"Group": "Группа"})
    assert translator.name(message("Group"), setting.catalog, "en") == Text(spans=(Plain("Группа"),), locale="ru")
    assert translator.name(message("Board"), setting.catalog, "en") == Text(
        spans=(Plain("Board"),), locale="en", translated=False
    )


@pytest.mark.parametrize(("translation", "place"), [("a → b", "sources/protocols/a.md:6"), ("a ↓ b", "en.po:10")])
def test_a_mistake_that_the_own_catalog_only_repeats_stands_in_the_source(translation: str, place: str) -> None:
    document, problems = sample.document("x\n"), Problems()
    setting = sample.setting("en", document, words={"a → b": translation})
    one = Translator(document, dataclasses.replace(setting, alphabet=frozenset("ab ")), problems)
    one.text(message("a → b"))
    assert [str(problem.position) for problem in problems] == [place]
