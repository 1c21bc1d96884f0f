"""Prepositions that a setting keeps with the next word."""

from __future__ import annotations

import pytest

from protocolpress.localize import typography
from protocolpress.model import Emphasis, Plain


@pytest.mark.parametrize(
    ("locale", "most", "text", "expected"),
    [
        ("ru", 1, "данные для науки", "данные для науки"),
        ("ru", 2, "данные для науки по Протоколу", "данные для науки по~Протоколу"),
        ("ru", 3, "Для науки, под «Союзом» и для того", "Для~науки, под~«Союзом» и~для того"),
        ("en-GB", 3, "of data for both, off-for of it", "of~data for~both, off-for of~it"),
        ("kk", 3, "үшін де", "үшін де"),
    ],
)
def test_as_many_letters_as_the_setting_says(locale: str, most: int, text: str, expected: str) -> None:
    (span,) = typography.typeset((Plain(text),), locale, bound=most)
    assert isinstance(span, Plain)
    assert span.text.replace("\u00a0", "~") == expected


def test_across_emphasis() -> None:
    before, after = typography.typeset((Plain("данные для "), Emphasis((Plain("науки"),))), "ru", bound=3)
    assert (before, after) == (Plain("данные для\u00a0"), Emphasis((Plain("науки"),)))
