"""Words in another script: which they are, and in which language."""

from __future__ import annotations

import pytest

from protocolpress.languages import scripts

BOTH = ("en", "ru")


def shown(text: str, lang: str, locales: tuple[str, ...] = BOTH) -> str:
    """Show the pieces of *text* that are in another language, as [lang:words]."""
    found = list(scripts.pieces(text, lang, locales))
    assert "".join(words for words, _ in found) == text
    return "".join(words if other == lang else f"[{other}:{words}]" for words, other in found)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "the word «союз» means union", "the word «[ru:союз]» means union"),
        ("en", "Мария Мустер, and К-1", "[ru:Мария Мустер], and К-1"),
        ("en", "Words alone.", "Words alone."),
        ("en", "", ""),
        ("ru", "сайт space cooperation working group здесь", "сайт [en:space cooperation working group] здесь"),
        ("ru", "термин payload и спутник Landsat", "термин [en:payload] и спутник Landsat"),
        ("ru", "исправлен ab initio, а не de facto", "исправлен [la:ab initio], а не [la:de facto]"),
        ("ru", "MODIS, STS-135, netCDF и JAXA", "MODIS, STS-135, netCDF и JAXA"),
        ("ru", "см. portal.example.org/readings", "см. portal.example.org/readings"),
        ("ru", "пишите на secretariat@example.org", "пишите на secretariat@example.org"),
        ("ru", "Office of the Legal Adviser, Moscow", "[en:Office of the Legal Adviser, Moscow]"),
    ],
)
def test_words_of_another_script(lang: str, text: str, expected: str) -> None:
    assert shown(text, lang) == expected


def test_the_other_language_is_one_of_the_publication() -> None:
    assert shown("the word сөз", "en", ("en", "kk")) == "the word [kk:сөз]"
    assert shown("слово parole", "ru", ("fr", "ru")) == "слово [fr:parole]"
    assert shown("the word слово", "en", ("en", "fr")) == "the word [ru:слово]"


def test_a_long_text_is_split_at_all() -> None:
    assert len(list(scripts.pieces("word " * 20_000 + "portal.example", "ru", BOTH))) == 1
