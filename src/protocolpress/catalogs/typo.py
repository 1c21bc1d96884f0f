"""Is a change of a source text only a typo? Two texts come in; the reason why not goes out, or nothing.

A declared typo keeps the translation, so a change that could affect the meaning is refused: figures and numbers,
negations, placeholders and link targets, and a change of more than a few letters. Nothing else is checked.
"""

from __future__ import annotations

import re

from protocolpress.catalogs import matching

LEAST = 0.8
"""Minimum similarity of the two texts."""

WORD = re.compile(r"[\w'’]+")
NUMBER = re.compile(r"(?:(?<!\w)[-−+])?\d+(?:[.,:/][0-9]+)*|\b[IVXLCDM]{2,}\b")
NUMERAL = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred|thousand|million|half|both|"
    r"first|second|third|fourth|fifth|один|одна|одно|одного|одной|два|две|двух|три|трёх|трех|четыре|пять|шесть|семь|"
    r"восемь|девять|десять|сто|тысяча|миллион|оба|обе|первый|второй|третий"
)
NEGATION = re.compile(
    r"no|not|none|nor|never|neither|nobody|nothing|nowhere|without|unless|except|cannot|\w+n['’]t|"
    r"не|ни|нет|без|никто|ничто|ничего|никогда|нигде|никакой|нельзя|кроме|если"
)
PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "не", "без", "бес")
OBJECT = re.compile(r"\{[^{}]*\}|\]\([^()\s]*\)|\[\^[^\]]*\]|<[^<>]*>|%[-+ #0-9.]*[a-zA-Z]")


def reason_against(old: str, new: str) -> str:
    """Return why the change from *old* to *new* is not a typo; empty if it may be one."""
    if matching.similarity(old, new) < LEAST:
        return "the text is entirely different"
    if OBJECT.findall(old) != OBJECT.findall(new):
        return "a placeholder or a link changes"
    before, after = WORD.findall(old.lower()), WORD.findall(new.lower())
    if NUMBER.findall(old) != NUMBER.findall(new) or _only(before, NUMERAL) != _only(after, NUMERAL):
        return "a number changes"
    if _only(before, NEGATION) != _only(after, NEGATION):
        return "a negation is added or removed"
    gone, come = set(before) - set(after), set(after) - set(before)
    if any(f"{prefix}{word}" in come for word in gone for prefix in PREFIXES) or any(
        f"{prefix}{word}" in gone for word in come for prefix in PREFIXES
    ):
        return "a word turns into its opposite"
    return ""


def _only(words: list[str], chosen: re.Pattern[str]) -> list[str]:
    return [word for word in words if chosen.fullmatch(word)]
