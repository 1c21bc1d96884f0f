"""Tables of number words: the parts shared by languages. Pure functions; nothing here knows a language."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress.languages.language import Word


def counted(words: Mapping[int, str], *, hint: bool = False, last: bool = False) -> dict[str, Word]:
    """Return the words of each number, whose forms are given in one string."""
    return {form: Word(value, hint=hint, last=last) for value, forms in words.items() for form in forms.split()}


def scales(words: Mapping[int, str]) -> dict[str, Word]:
    """Return words that multiply the preceding number; on their own they may be anything."""
    return {form: Word(value, hint=True, times=True) for value, forms in words.items() for form in forms.split()}


def inflected(stems: Mapping[int, str], endings: str, *, last: bool = False) -> dict[str, Word]:
    """Return the words made of stems and endings; an underscore is an empty one. The first two ordinals are hints."""
    return {
        stem + ending.strip("_"): Word(value, hint=last and value < 4, last=last)
        for value, each in stems.items()
        for stem in each.split()
        for ending in endings.split()
    }
