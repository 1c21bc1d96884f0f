"""What turns the sense of a legal text around, in every language that has tables, and texts that are right."""

from __future__ import annotations

import pytest

from protocolpress.catalogs.entries import Entry
from protocolpress.checks import run
from protocolpress.checks.rule import Context, Name, Pair, Term

FAULTS = [
    # unit-mismatch
    ("en", "ru", "within 30 days of the notice", "в течение 30 недель после уведомления", "unit-mismatch"),
    ("en", "fr", "within 30 days of the notice", "dans un délai de 30 semaines suivant l’avis", "unit-mismatch"),
    ("en", "de", "within 30 days of the notice", "innerhalb von 30 Wochen nach der Anzeige", "unit-mismatch"),
    ("en", "es", "within 30 days of the notice", "en un plazo de 30 semanas desde el aviso", "unit-mismatch"),
    ("en", "uk", "within 30 days of the notice", "протягом 30 тижнів після повідомлення", "unit-mismatch"),
    ("en", "kk", "within 30 days of the notice", "хабарламадан кейін 30 апта ішінде", "unit-mismatch"),
    ("fr", "es", "en langue anglaise", "en idioma francés", "unit-mismatch"),
    # limit-mismatch
    ("en", "ru", "not later than 10 days", "не ранее чем через 10 дней", "limit-mismatch"),
    ("en", "ru", "by not more than 15 days", "более чем на 15 дней", "limit-mismatch"),
    ("en", "ru", "Until their first meeting", "После их первой встречи", "limit-mismatch"),
    ("en", "fr", "at least 5 members", "au plus 5 membres", "limit-mismatch"),
    ("en", "de", "not later than 10 days after", "frühestens 10 Tage nach", "limit-mismatch"),
    ("en", "es", "not later than 10 days", "no antes de 10 días", "limit-mismatch"),
    ("en", "uk", "not later than 10 days", "не раніше ніж за 10 днів", "limit-mismatch"),
    ("en", "kk", "at least 5 members", "5 мүшеден аспайтын", "limit-mismatch"),
    # modality-mismatch
    ("en", "ru", "Either Party may end it.", "Любая из Сторон обязана его прекратить.", "modality-mismatch"),
    ("en", "fr", "Either Party may end it.", "Chaque Partie doit y mettre fin.", "modality-mismatch"),
    ("en", "de", "Either Party may end it.", "Jede Vertragspartei muss es beenden.", "modality-mismatch"),
    ("en", "es", "Each Party shall send data.", "Cada Parte podrá enviar datos.", "modality-mismatch"),
    ("en", "uk", "Each Party shall send data.", "Кожна Сторона може надсилати дані.", "modality-mismatch"),
    ("en", "ru", "The data must not be sold.", "Данные могут продаваться.", "modality-mismatch"),
    # conjunction-mismatch, last-conjunction
    ("en", "ru", "rivers and lakes", "реки или озера", "conjunction-mismatch"),
    ("en", "fr", "rivers and lakes", "les rivières ou les lacs", "conjunction-mismatch"),
    ("en", "de", "rivers or lakes", "Flüsse und Seen", "conjunction-mismatch"),
    ("en", "kk", "rivers or lakes", "өзендер және көлдер", "conjunction-mismatch"),
    ("en", "fr", "the water level; and", "le niveau de l’eau ;", "last-conjunction"),
    # opposite-meaning
    ("en", "ru", "The seller pays the tax.", "Покупатель уплачивает налог.", "opposite-meaning"),
    ("en", "es", "The seller pays the tax.", "El comprador paga el impuesto.", "opposite-meaning"),
    ("en", "uk", "in written form", "в усній формі", "opposite-meaning"),
    # clauses
    ("en", "ru", "maps, charts and photographs", "карты и фотографии", "lost-item"),
    ("en", "de", "maps, charts, and photographs", "Karten und Fotos", "lost-item"),
    ("en", "ru", "It meets in spring. It elects a chair.", "Она собирается весной.", "sentence-count"),
    ("en", "ru", "It meets in spring.", "Она собирается весной. Она избирает председателя на год.", "sentence-count"),
    # citations
    ("en", "fr", "under [](#scope/1)", "en vertu du [paragraphe](#scope/1)", "reference-number"),
    (
        "en",
        "ru",
        "under [Articles {}](#scope) and [{}](#aim)",
        "по [статьям {}](#scope) и [ей](#aim)",
        "reference-number",
    ),
    ("en", "de", "under [](#scope/1)", "nach [Artikel {}](#scope/1)", "reference-noun"),
    ("en", "ru", "under [paragraph {this}](#scope/1)", "по [подпункту {}](#scope/1)", "reference-noun"),
    # letters, words, forms
    ("en", "ru", "with the plan", "вместе c планом", "foreign-letter"),
    ("ru", "en", "в плане", "а plan", "foreign-letter"),
    ("en", "ru", "the readings of the gauges", "показания gauges", "untranslated-word"),
    ("en", "ru", "a record", "запсь показаний", "misspelled-word"),
    ("en", "ru", "for the experts", "для экспертам", "wrong-case"),
    ("en", "ru", "a common method", "общая метод", "no-agreement"),
    ("en", "ru", "in this Protocol", "в настоящем протоколе", "instrument-capital"),
]

RIGHT = [
    ("en", "ru", "within 24 hours", "в течение суток"),
    ("en", "ru", "The Parties shall meet twice a year.", "Стороны встречаются два раза в год."),
    ("en", "ru", "No Party may disclose the data.", "Ни одна из Сторон не может раскрывать данные."),
    ("en", "ru", "The meeting in May was short.", "Заседание, прошедшее в мае, было коротким."),
    ("en", "ru", "not later than the end of the day shown", "не позднее конца указанного дня"),
    ("en", "ru", "at least twice a year", "не реже двух раз в год"),
    ("en", "ru", "They record it, in both languages, and leave.", "Они записывают это на обоих языках и уезжают."),
    ("ru", "en", "уровень воды;", "the water level; and"),
    ("en", "ru", "any activity and its costs", "какую-либо деятельность и расходы на нее"),
    ("en", "ru", "The following steps are taken before June.", "До июня принимаются следующие меры."),
    ("en", "ru", "[Articles {}](#use) and [{}](#aim)", "[статьи {}](#use) и [{}](#aim)"),
    ("en", "ru", "the [Annex](#annex)", "[приложение](#annex)"),
    ("en", "ru", "in [](#preamble)", "в [преамбуле](#preamble)"),
    ("en", "ru", "in the first and second articles", "в первой и второй статьях"),
    ("en", "ru", "3 calendar days, two new stations", "3 календарных дня, две новые станции"),
    ("en", "ru", "on the part of a third party", "со стороны третьей стороны"),
    ("en", "ru", "vitamin C and plan A", "витамин C и план A"),
    ("en", "ru", "the variables of the environment, all equal to the sum", "переменные окружения, равные сумме"),
    (
        "en",
        "ru",
        "A Party, directly or by agents, may act.",
        "Сторона может действовать непосредственно или через агентов.",
    ),
    (
        "en",
        "fr",
        "Each Party shall send data by March 1.",
        "Chaque Partie envoie des données au plus tard le 1er mars.",
    ),
    ("en", "de", "not later than 10 days before the meeting", "spätestens 10 Tage vor der Sitzung"),
    ("en", "es", "within 30 days after the notice", "en un plazo de 30 días después del aviso"),
    ("en", "uk", "at least 5 members and experts", "щонайменше 5 членів та експертів"),
    ("en", "kk", "within 30 days", "30 күн ішінде"),
]

KNOWN = Context(
    terms=(Term(words={"en": "Party", "ru": "Сторона"}),),
    parties=(
        Name(id="parties/north", kind="organization", forms={"ru": ("Северное водное бюро",)}),
        Name(id="parties/south", kind="organization", forms={"ru": ("Южное водное агентство",)}),
    ),
)
LEGAL = tuple(rule for rule in run.ALL if rule.family in ("citations", "wording", "clauses", "terms", "sense"))


def found(source_locale: str, locale: str, source: str, target: str) -> set[str]:
    entry = Entry(msgid=source, msgstr=(target,))
    pair = Pair(
        source=source, target=target, source_locale=source_locale, locale=locale, path="a.po", line=1, entry=entry
    )
    return {problem.rule for problem in run.run((pair,), KNOWN, LEGAL)}


@pytest.mark.parametrize(("source_locale", "locale", "source", "target", "rule"), FAULTS)
def test_a_fault_is_found(source_locale: str, locale: str, source: str, target: str, rule: str) -> None:
    assert rule in found(source_locale, locale, source, target)


@pytest.mark.parametrize(("source_locale", "locale", "source", "target"), RIGHT)
def test_nothing_is_said_of_what_is_right(source_locale: str, locale: str, source: str, target: str) -> None:
    assert not found(source_locale, locale, source, target)


def test_parties_whose_targets_are_swapped_are_found_in_any_case() -> None:
    source = "[North](@parties/north) informs [South](@parties/south)."
    right = "[Северное водное бюро](@parties/north) уведомляет [Южное водное агентство](@parties/south)."
    wrong = "[Южным водным агентством](@parties/north) уведомлено [Северное водное бюро](@parties/south)."
    assert "wrong-side" not in found("en", "ru", source, right)
    assert "wrong-side" in found("en", "ru", source, wrong)


def test_a_defined_term_without_its_capital_is_found_and_other_words_are_not_taken_for_it() -> None:
    source = "The Parties consult each other."
    assert "lost-capital" in found("en", "ru", source, "Все стороны консультируются друг с другом.")
    assert "lost-capital" not in found("en", "ru", source, "Стороны, со своей стороны, консультируются.")
    assert "lost-capital" not in found("en", "ru", "a third party", "третья сторона")
