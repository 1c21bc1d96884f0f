"""What the fonts can print: both alphabets, the signs of typography, and not everything."""

from __future__ import annotations

import pathlib

import pytest

from protocolpress.files import DiskFiles
from protocolpress.localize import formats
from protocolpress.pdf import fonts


@pytest.fixture(scope="module")
def alphabet() -> frozenset[str]:
    return fonts.alphabet(DiskFiles(pathlib.Path(__file__).parent))


@pytest.mark.parametrize(
    "signs",
    [
        "ABCxyzАБВЁЙъыьэюяё0123456789",
        "“”‘’«»„–—…№§°·-()[]{}/\\&%$€±×",
        "éèêçöüÉñ",
        " \u00a0\n\u00ad\u2060\u200b",
    ],
)
def test_signs_that_can_be_printed(signs: str, alphabet: frozenset[str]) -> None:
    assert set(signs) <= alphabet


@pytest.mark.parametrize("sign", ["\u4e2d", "\u05d0", "\U0001f680", "\u202f", "\u2009", "\u2010", "\t"])
def test_signs_that_cannot(sign: str, alphabet: frozenset[str]) -> None:
    assert sign not in alphabet


def test_words_of_dates_and_numbers_can_be_printed(alphabet: frozenset[str]) -> None:
    for locale in ("en", "ru"):
        words = formats.conjoin(["a", formats.number(12345678, locale), formats.country("RU", locale)], locale)
        assert set(words) <= alphabet, locale
