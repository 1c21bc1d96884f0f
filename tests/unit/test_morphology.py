from __future__ import annotations

import pytest

from protocolpress.checks import morphology


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("станции", "станция"),
        ("Международной", "международная"),
        ("соглашениями", "соглашение"),
        ("людей", "человек"),
        ("самолётом", "самолет"),
        ("ста\u0301нций", "станция"),
    ],
)
def test_forms_of_a_russian_word_share_a_lemma(one: str, other: str) -> None:
    assert morphology.lemmas(one, "ru") & morphology.lemmas(other, "ru")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("agencies", "agency"),
        ("NASA's", "NASA"),
        ("NASA’s", "NASA"),
        ("launches", "launch"),
        ("Parties'", "party"),
        ("women", "woman"),
        ("analyses", "analysis"),
    ],
)
def test_forms_of_an_english_word_share_a_lemma(one: str, other: str) -> None:
    assert morphology.lemmas(one, "en") & morphology.lemmas(other, "en")


@pytest.mark.parametrize(
    ("one", "other", "locale"), [("funding", "fund", "en"), ("status", "statu", "en"), ("стан", "станция", "ru")]
)
def test_other_words_share_none(one: str, other: str, locale: str) -> None:
    assert not morphology.lemmas(one, locale) & morphology.lemmas(other, locale)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Болден", "Болдена Болдену Болденом Болдене"),
        ("Поповкин", "Поповкина Поповкину Поповкиным Поповкине"),
        ("Иванов", "Иванова Иванову Ивановым Иванове Ивановы"),
        ("Иванова", "Ивановой Иванову"),
        ("Достоевский", "Достоевского Достоевскому Достоевским Достоевском"),
        ("Толстой", "Толстого Толстому Толстым Толстом"),
        ("Толстая", "Толстой Толстую"),
        ("Рабинович", "Рабиновича Рабиновичу Рабиновичем"),
        ("Татикава", "Татикавы Татикаве Татикаву Татикавой"),
        ("Глушко", "Глушко"),
        ("Байерли", "Байерли"),
        ("Кравец", "Кравца Кравцу Кравцом Кравце"),
        ("Гоголь", "Гоголя Гоголю Гоголем"),
        ("Анатолий", "Анатолия Анатолию Анатолием Анатолии"),
        ("Мария", "Марии Марию Марией"),
        ("Квебек", "Квебека Квебеке Квебеком"),
        ("Роскосмос", "Роскосмоса Роскосмосу Роскосмосом Роскосмосе"),
        ("Москва", "Москвы Москве Москву Москвой"),
        ("Жан-Жак", "Жан-Жака Жан-Жаку"),
        ("Бореальское", "Бореальского Бореальскому Бореальским"),
        ("агентство", "агентства агентству агентством агентстве"),
    ],
)
def test_names_take_their_cases(name: str, forms: str) -> None:
    assert set(map(morphology.fold, forms.split())) <= morphology.forms(name, "ru")


@pytest.mark.parametrize(
    ("name", "other"), [("Болден", "Болдин"), ("Байерли", "Байерля"), ("Образцов", "образец"), ("Глушко", "Глушка")]
)
def test_names_take_no_other_form(name: str, other: str) -> None:
    assert morphology.fold(other) not in morphology.forms(name, "ru")


def test_an_english_name_takes_the_possessive() -> None:
    assert morphology.forms("Bolden", "en") == {"bolden", "bolden's", "bolden'"}


def test_what_is_too_long_to_be_a_word_is_only_itself() -> None:
    word = "аб" * 100_000
    assert morphology.lemmas(word, "ru") == morphology.forms(word, "ru") == {word}


def test_words_have_their_places() -> None:
    found = [(match[0], match.start()) for match in morphology.words("«Союз ТМА-22», Жан-Жак, don't")]
    assert found == [("Союз", 1), ("ТМА", 6), ("Жан-Жак", 15), ("don't", 24)]
