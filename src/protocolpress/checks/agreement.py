"""Do Russian words agree? Adjective and noun, preposition and case, subject and verb, if no reading of them agrees.

Words are read by the dictionary (`morphology`); an unknown word, or one that may be another part of speech, is left
alone. The sentence is not analysed, so a rule based on this only warns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from protocolpress.checks import morphology, raw_text
from protocolpress.checks.morphology import Reading
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity

_RUN = re.compile(r"[а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*(?:[ \u00a0]+[а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*)*")
"""Words with nothing between them."""
_JOINED = frozenset(("и", "или", "либо", "ни", "а", "также", "как", "так"))
_NOMINAL = frozenset(("NOUN", "ADJF", "PRTF"))
_SAME_CASES = {"gen2": "gent", "loc2": "loct", "acc2": "accs", "gen1": "gent", "loc1": "loct"}
_FREE = frozenset(
    ("Fixd", "Abbr", "Apro", "Anph", "Subx", "Dmns", "Init", "Surn", "Name", "Patr", "Geox", "Orgn", "Infr")
)
"""Tags of words that are not declined, or irregularly."""

GOVERNED = {
    "в соответствии с": "ablt", "в связи с": "ablt", "по сравнению с": "ablt", "наряду с": "ablt",
    "совместно с": "ablt",
    "согласно": "datv", "благодаря": "datv", "вопреки": "datv", "к": "datv", "ко": "datv", "применительно к": "datv",
    "в течение": "gent", "в целях": "gent", "для": "gent", "без": "gent", "до": "gent", "из": "gent", "от": "gent",
    "после": "gent", "путем": "gent", "кроме": "gent", "вместо": "gent", "на основании": "gent", "на основе": "gent",
    "в рамках": "gent", "в отношении": "gent", "в области": "gent", "в случае": "gent", "в интересах": "gent",
    "посредством": "gent", "относительно": "gent", "в ходе": "gent", "за исключением": "gent", "у": "gent",
    "над": "ablt", "при": "loct", "об": "loct accs", "о": "loct accs", "в": "loct accs", "на": "loct accs",
    "по": "datv accs loct", "через": "accs", "с": "gent ablt accs", "со": "gent ablt accs", "за": "ablt accs",
    "между": "ablt gent", "перед": "ablt",
}  # fmt: skip
"""The cases after prepositions (Правила русской орфографии и пунктуации; Розенталь, «Управление в русском языке»)."""

_GOVERNING = (
    *("достойн", "полн", "равн", "подобн", "свойственн", "присущ", "доступн", "известн", "верн", "необходим", "нужн"),
    *(
        "соответств",
        "переменн",
        "производн",
        "составляющ",
        "постоянн",
        "касательн",
        "друг",
        "неизвестн",
        "чужд",
        "понятн",
    ),
    *("приемлем", "выгодн", "близк", "противн", "рад", "благодарн", "обязательн", "свободн", "равнозначн", "идентичн"),
)
"""Beginnings of adjectives that govern a noun or are nouns themselves: «равный сумме», «переменная окружения»."""

_ALONE = (
    *(
        "кажд",
        "люб",
        "друг",
        "ин",
        "все",
        "сам",
        "эт",
        "тот",
        "та",
        "те",
        "котор",
        "так",
        "никак",
        "как",
        "один",
        "одн",
    ),
    *("некотор", "проч", "остальн", "мног", "след", "нижеследующ", "сво", "наш", "ваш"),
)
"""Beginnings of words that may occur without their noun."""
_NEVER_ALONE = frozenset(("настоящ",))

_LONGEST = max(len(words.split()) for words in GOVERNED)


def cases(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find nouns and adjectives in a case that their preposition never governs."""
    del context
    for words, _ in _runs(pair):
        for place, here in enumerate(words):
            preposition, wanted = _preposition(words[:place])
            if not wanted:
                continue
            found = _nominal(here) if here != "друг" else ()
            if found and not any(_case(one) in wanted for one in found):
                yield Finding(f"{here!r} is in the wrong case after {preposition!r}", "put it into the right case")


def _preposition(words: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the preposition that *words* end with, and its cases."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        written = " ".join(words[-length:]).lower().replace("ё", "е")
        if written in GOVERNED:
            return written, frozenset(GOVERNED[written].split())
    return "", frozenset()


def agreement(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find adjectives before nouns, and subjects before verbs, that do not agree in any reading."""
    del context
    for words, before in _runs(pair):
        for place, (one, other) in enumerate(itertools.pairwise(words)):
            counted = _is_numeral(words[place - 1]) if place else before.rstrip()[-1:].isdigit()
            joined = _is_joined(words[:place]) if place else before.endswith(", ")
            if not counted and _disagree(one, other, joined=joined):
                yield Finding(f"{one!r} and {other!r} do not agree", "put both into one case, number and gender")
    yield from _subjects(pair)


def _disagree(adjective: str, noun: str, *, joined: bool) -> bool:
    found, right = _nominal(adjective), _nominal(noun)
    left = tuple(one for one in found if one.part == "ADJF")
    if not left or not right or any(one.part != "NOUN" for one in right):
        return False
    if all(one.case == "ablt" for one in right) or adjective.lower().startswith(_GOVERNING):
        return False  # «допустимый законом», «достойный человека»
    alone = adjective.lower().startswith(_ALONE) or (len(left) < len(found) and adjective[:7] not in _NEVER_ALONE)
    if alone and any(one.case == "gent" for one in right):
        return False  # «каждая стороны», «данных Стороны»: what stands alone, or is a noun itself
    return not any(_agree(one, other, joined=joined) for one in left for other in right)


def _agree(adjective: Reading, noun: Reading, *, joined: bool) -> bool:
    """Whether two words agree; of two adjectives that share a noun, «первой и второй статей», only in case."""
    if _case(adjective) != _case(noun):
        return False
    if joined:
        return True
    if adjective.animacy and noun.animacy and adjective.animacy != noun.animacy and _case(noun) == "accs":
        return False
    return adjective.number == noun.number and (
        adjective.number == "plur" or not adjective.gender or not noun.gender or adjective.gender == noun.gender
    )


def _is_joined(before: Sequence[str]) -> bool:
    """Whether an adjective follows another and a conjunction."""
    return (
        len(before) > 1
        and before[-1] in _JOINED
        and any(one.part in _NOMINAL for one in morphology.readings(before[-2]))
    )


def _is_numeral(word: str) -> bool:
    return bool(word) and any(one.part == "NUMR" for one in morphology.readings(word))


def _subjects(pair: Pair) -> Iterator[Finding]:
    """Find a noun at the beginning of a sentence, certainly its subject, with a verb in the other number."""
    for words, _ in _runs(pair):
        if not words[0][0].isupper() or len(words) < 2:
            continue
        subject = morphology.readings(words[0])
        if not subject or any(one.part != "NOUN" or one.case != "nomn" for one in subject):
            continue
        for word in words[1:]:
            found = morphology.readings(word)
            if found and all(one.part == "VERB" for one in found):
                numbers = {one.number for one in found}
                if numbers.isdisjoint({one.number for one in subject}):
                    yield Finding(f"{words[0]!r} and {word!r} do not agree", "put both into one number")
                break
            if not any(one.case == "gent" for one in found):
                break


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _runs(pair: Pair) -> Iterator[tuple[Sequence[str], str]]:
    """Return runs of words, and the two characters before each."""
    if pair.target == pair.source:
        return
    text = raw_text.cut(pair.target).words
    for match in _RUN.finditer(text):
        yield match[0].split(), text[max(0, match.start() - 2) : match.start()]


def _nominal(word: str) -> tuple[Reading, ...]:
    """Return the readings of a noun or an adjective; nothing for a word that may be another part of speech."""
    if len(word) < 3 or word.isupper():
        return ()
    found = morphology.readings(word)
    if any(one.part not in _NOMINAL or not one.case or not _FREE.isdisjoint(one.marks - {"Apro"}) for one in found):
        return ()
    return found


def _case(reading: Reading) -> str:
    return _SAME_CASES.get(reading.case, reading.case)


RULES = (
    Rule(id="wrong-case", family="sense", severity=Severity.WARNING, check=cases, compares=True, needs="dictionary"),
    Rule(
        id="no-agreement", family="sense", severity=Severity.WARNING, check=agreement, compares=True, needs="dictionary"
    ),
)
