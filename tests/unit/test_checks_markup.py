from __future__ import annotations

import pathlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import markup, run, spans
from protocolpress.checks.rule import Context, Pair
from protocolpress.errors import Problems, Severity


def pair(source: str, target: str) -> Pair:
    entry = Entry(msgid=source, msgstr=(target,))
    return Pair(source=source, target=target, source_locale="en", locale="ru", path="ru.po", line=1, entry=entry)


def rules(source: str, target: str) -> list[str]:
    return [problem.rule for problem in run.run([pair(source, target)], Context(), markup.RULES)]


def messages(source: str, target: str) -> list[str]:
    return [problem.message for problem in run.run([pair(source, target)], Context(), markup.RULES)]


FINE = [
    ("Page {page} of {pages}", "Из {pages} страниц — {page}"),
    ("under [](#scope/1)", "согласно [пункту {}](#scope/1)"),
    ("[](#a) and [](#b)", "[статьями {}](#b) и [{}](#a)"),
    ("{} of {}", "{} из {}"),
    ("[Mr. Bolden](@bolden) met [Mr. Popovkin](@popovkin)", "[Г-н Поповкин](@popovkin) принял [г-на Болдена](@bolden)"),
    ("[text](https://example.org/a?b=1&c=2)", "[текст](https://example.org/a?b=1&c=2)"),
    ("see https://example.org/a.", "см. https://example.org/a;"),
    ("see <https://example.org/a>", "см. [здесь](https://example.org/a)"),
    ("write to <nobody@example.org>", "пишите на <nobody@example.org>"),
    ("[](#scope/2/b)", "[подпунктом {}](#scope/2/б)"),
    ("[](#scope/2/c/i)", "[](#scope/2/в/1)"),
    ("[](#a/i) [](#a/1)", "[](#a/1) [](#a/i)"),
    ("[](#1/b)", "[](#1/б)"),
    ("[](protocols/2012-02-29-quebec#scope/1)", "[](protocols/2012-02-29-quebec#scope/1)"),
    ("a note[^1] here", "здесь[^1] сноска"),
    ("*Recognizing* and **noting**", "**отмечая** и *признавая*"),
    ("one\\\ntwo", "один\\\nдва"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("usage: x [-f FILE]", "использование: x [-f ФАЙЛ]"),
    ("[a, b)", "[a, b)"),
    ("a file_name", "имя_файла"),
    ("a star", r"звезда \* и \[скобка"),
    ("<b> is a tag", "тег <b>"),
    ("a < b", "а < б"),
    ("1. first", "1) первый"),
    ("- item", "* пункт"),
    ("In 2012", "2012 год"),
    ("one\n\ntwo", "один\n\n\nдва"),
    ("I. Ivanov", "И. Иванов"),
    ("%d of %s", "%d из %s"),
]


@pytest.mark.parametrize(("source", "target"), FINE)
def test_these_are_fine(source: str, target: str) -> None:
    assert rules(source, target) == []


WRONG = [
    ("Page {page}", "Страница", "placeholder-mismatch"),
    ("Page {page}", "Страница {стр}", "placeholder-mismatch"),
    ("${PACKAGE} failed", "ошибка", "placeholder-mismatch"),
    ("under [](#scope/1)", "согласно пункту {} [](#scope/1)", "placeholder-mismatch"),
    ("{} of {}", "{} всего", "placeholder-mismatch"),
    ("[](#a/1) and [](#a/2)", "[пунктом {} и {}](#a/1) и [](#a/2)", "placeholder-mismatch"),
    ("[text](https://example.org/a)", "текст", "lost-link"),
    ("see https://example.org/a", "см. сайт", "lost-link"),
    ("[text](https://example.org/a)", "[текст](https://other.org/a)", "lost-link added-target"),
    ("write to <a@example.org>", "пишите", "lost-link"),
    ("[text](https://example.org/a)", "[текст](https://ru.example.org/a)", "changed-link"),
    ("[text](https://example.org/a)", "[текст](http://www.example.org/b)", "changed-link"),
    ("[](#scope/1)", "[](#scope/2)", "lost-reference added-target"),
    ("[](#scope/1) and [](#scope/1)", "[](#scope/1)", "lost-reference"),
    ("[](#scope/2/c)", "[](#scope/2/с)", "lost-reference added-target"),  # the Cyrillic letter that looks the same
    ("[](#scope/1)", "[](#scope/1/1)", "lost-reference added-target"),
    ("[](protocols/a#1/b)", "[](protocols/b#1/b)", "lost-reference added-target"),
    ("[A](@abel)", "А", "lost-mention"),
    ("[A](@abel)", "[А](@able)", "lost-mention added-target"),
    ("[A](@abel) met [A](@abel)", "[А](@abel) встретил А", "lost-mention"),
    ("A", "[А](@abel)", "added-target"),
    ("a[^1]", "а", "lost-footnote"),
    ("a[^1]", "а[1]", "lost-footnote"),
    ("*a*", "а", "lost-emphasis"),
    ("**a**", "*а*", "lost-emphasis lost-emphasis"),
    ("*Atlantis* docked", "«Атлантис» пристыковался", ""),
    ('*Atlantis* and "so on"', "Атлантис и «так далее»", "lost-emphasis"),
    ("a", "*а*", "lost-emphasis"),
    ("a\\\nb", "а б", "lost-break"),
    ("*a*", "*а", "broken-markup"),
    ("**a:** b", "**а:**б", "broken-markup"),
    ("[A](@abel)", "[А] (@abel)", "lost-mention"),
    ("[A](@abel)", "[А(@abel)", "lost-mention broken-markup"),
    ("[A](@abel)", "А](@abel)", "lost-mention broken-markup"),
    ("a", "а [б", "broken-markup"),
    ("a", "<i>а</i>", "raw-html"),
    ("a", "а <!-- б -->", "raw-html"),
    ("a", "1. а", "structure-mismatch"),
    ("a", "а) б", "structure-mismatch"),
    ("a", "# а", "structure-mismatch"),
    ("a", "- а", "structure-mismatch"),
    ("a", "| а", "structure-mismatch"),
    ("a", "> а", "structure-mismatch"),
    ("a b", "а\n\nб", "structure-mismatch"),
    ("a\n\nb", "а б", "structure-mismatch"),
]


@pytest.mark.parametrize(("source", "target", "expected"), WRONG)
def test_these_are_wrong(source: str, target: str, expected: str) -> None:
    assert rules(source, target) == expected.split()


def test_a_message_names_what_is_lost() -> None:
    assert messages("[A](@abel) under [](#scope/1)", "А по пункту 1") == [
        "the translation lacks the reference to #scope/1",
        "the translation lacks the mention @abel",
    ]
    assert messages("Page {page} of {pages}", "{страница}") == [
        "the translation lacks {page}, {pages} and has {страница}"
    ]


def test_a_long_target_is_cut_in_the_message() -> None:
    (message,) = messages(f"[a](https://example.org/{'x' * 500})", "а")
    assert len(message) < 150


WORDS = st.lists(
    st.sampled_from(
        [
            "слово",
            "*важно*",
            "**очень**",
            "[А](@abel)",
            "[](#scope/1)",
            "[a](https://example.org/a)",
            "{n}",
            "[^1]",
            "2 * 2",
        ]
    ),
    min_size=1,
)


@given(WORDS.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_words_does_not_matter(texts: tuple[list[str], list[str]]) -> None:
    source, target = (" ".join(words) for words in texts)
    assert rules(source, target) == []


@given(st.text(alphabet="ab *_[](){}<>`\\\n#@^~|!&:/-1.", max_size=60))
def test_a_text_is_its_own_translation(text: str) -> None:
    assert rules(text, text) == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_breaks_a_rule(source: str, target: str) -> None:
    rules(source, target)


@pytest.mark.parametrize(
    "piece",
    ["[", "*", "_a", "[a](", "{}", "<", "`", "](", "\n \n", "https://", "\\", "{a", "[^", "- ", "&", "![", "[](#1/1)"],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    text = (piece * 20_000)[:19_990]
    start = time.perf_counter()
    rules("a", text)
    rules(text, "a")
    spans.read.cache_clear()
    assert time.perf_counter() - start < 5


def test_real_catalogs_of_other_programs_have_hardly_a_false_alarm(data: pathlib.Path) -> None:
    errors, every = [], 0
    for name in ("mutt.ru.po", "dpkg-scripts.ru.po", "debconf.ru.po", "d-i-gpl.ru.po", "gettext-runtime.ru.po"):
        file = po.parse((data / "po" / name).read_bytes(), name, Problems())
        pairs = run.pairs_of(file, name, source_locale="en", locale="ru")
        every += len(pairs)
        errors += [p for p in run.run(pairs, Context(), markup.RULES) if p.severity is Severity.ERROR]
    assert every > 2000
    # {internal} and ${VARIABLE} that were translated, {language} that was to be replaced, and a bracket really lost
    assert [(problem.position.path, problem.rule) for problem in errors] == [
        ("mutt.ru.po", "broken-markup"),
        ("mutt.ru.po", "placeholder-mismatch"),
        ("d-i-gpl.ru.po", "placeholder-mismatch"),
        ("gettext-runtime.ru.po", "placeholder-mismatch"),
    ]
