"""The words above an annex: its instrument, in the case that the preposition asks for."""

from __future__ import annotations

import pytest

from protocolpress.languages import attached


@pytest.mark.parametrize(
    ("locale", "title", "expected"),
    [
        ("en", "Protocol on Lights", "to the Protocol on Lights"),
        ("en-GB", "Agreement between A and B", "to the Agreement between A and B"),
        ("en", "Protocols of all meetings", None),
        ("en", "On Lights", None),
        ("ru", "Протокол об огнях", "к\u00a0Протоколу об огнях"),
        ("ru", "Исполнительное соглашение о данных", "к\u00a0Исполнительному соглашению о данных"),
        ("ru", "Протоколы заседаний", None),
        ("uk", "Угода про дані", "до Угоди про дані"),
        ("fr", "Accord sur les données", "à\u00a0l’Accord sur les données"),
        ("es", "Protocolo de datos", "al Protocolo de datos"),
        ("de", "Vereinbarung über Daten", "zur Vereinbarung über Daten"),
        ("kk", "Деректер туралы хаттама", None),
    ],
)
def test_a_title_follows_the_word_annex(locale: str, title: str, expected: str | None) -> None:
    assert attached.named(title, locale) == expected
