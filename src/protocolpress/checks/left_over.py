"""Does a translation contain remains of the source? Its words, and letters of its alphabet as whole words.

Only languages of two alphabets are compared: a word of the other one is a name, a code, or a slip.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterator, Sequence

from protocolpress import languages
from protocolpress.checks import raw_text, scripts
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity
from protocolpress.languages.language import Script

_TOKEN = re.compile(r"(?<![\w@#/\\.'’_-])[^\W\d_]+(?![\w@#/\\'’_-]|\.\w)")


def letters(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find words of one or two letters that look right but are typed in the other alphabet: a Latin "c" for «с»."""
    del context
    script, other = scripts.of(pair.locale), scripts.of(pair.source_locale)
    words = raw_text.cut(pair.target).words
    if script == other or not _strange(script).search(words):
        return
    for match in _strange(script).finditer(words):
        meant = _retyped(match[0], script)
        if meant.lower() in _short(pair.locale) and not _is_listed(match):
            message = f"{match[0]!r} is typed in {_OTHER[script]} letters"
            yield Finding(message, f"retype it in {script} letters: {meant}")


_OTHER: dict[str, Script] = {"Latin": "Cyrillic", "Cyrillic": "Latin"}


@functools.cache
def _strange(script: Script) -> re.Pattern[str]:
    """Match a word of one or two letters that look like those of *script*, beside words of it."""
    own, looks = (scripts.CYRILLIC, scripts.TO_CYRILLIC) if script == "Cyrillic" else (scripts.LATIN, scripts.TO_LATIN)
    letters = "".join(looks)
    return re.compile(rf"(?:(?<=[{own}] )|(?<=[{own}], )|^)[{letters}]{{1,2}}(?= [«“(\[]?[{own}])")


def _retyped(word: str, script: Script) -> str:
    looks = scripts.TO_CYRILLIC if script == "Cyrillic" else scripts.TO_LATIN
    return "".join(looks[letter] for letter in word)


def _short(locale: str) -> frozenset[str]:
    language = languages.of(locale)
    return language.wording.short if language and language.wording else frozenset()


def _is_listed(match: re.Match[str]) -> bool:
    """Whether a letter names something: "point A", «вектор a»."""
    return match[0].isupper() and match.start() > 0


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def words(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find words of the source that are left in one translation, but translated in others."""
    del context
    if not pairs or scripts.of(pairs[0].locale) == scripts.of(pairs[0].source_locale):
        return
    script = scripts.of(pairs[0].source_locale)
    left = [(pair, _left(pair, script)) for pair in pairs]
    if not any(found for _, found in left):
        return
    kept = collections.Counter(word for _, found in left for word in {*found})
    said = collections.Counter(word for pair in pairs for word in {*_TOKEN.findall(pair.source)})
    for pair, found in left:
        for word in dict.fromkeys(found):
            if kept[word] == 1 and (said[word] > 1 or _is_common(word, pair.source_locale)):
                yield pair, Finding(f"a word of the source is not translated: {word!r}", "translate it")


def _left(pair: Pair, script: Script) -> list[str]:
    """Return lower-case words that both texts have, unless they are quoted or beside others of their alphabet."""
    raw = raw_text.cut(pair.target)
    if pair.source == pair.target or raw.is_laid_out:
        return []
    target = raw.words
    runs = [run for run in scripts.runs(target, script) if run.islower() and len(run) > 2]
    if not runs:
        return []
    there = {*_TOKEN.findall(raw_text.cut(pair.source).words)}
    label = target.partition(":")[0]
    alone = {match[0] for match in _TOKEN.finditer(target) if not _is_quoted(target, match)}
    return [run for run in runs if run in there and run in alone and run != label]


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return around.strip(" ,.;:") != ""


_SHORT = 4


@functools.lru_cache(maxsize=1 << 12)
def _is_common(word: str, locale: str) -> bool:
    """Whether a word is in the tables of its language, or ends like its words, and so is not a name."""
    language = languages.of(locale)
    endings = language.wording.endings if language and language.wording else ()
    return word in _table_words(locale) or (len(word) > _SHORT and word.endswith(endings))


@functools.cache
def _table_words(locale: str) -> frozenset[str]:
    language = languages.of(locale)
    wording = language.wording if language else None
    if wording is None:
        return frozenset()
    tables = (*wording.units.values(), wording.limits, wording.modality, wording.conjunctions)
    entries = (entry for table in tables for each in table.values() for entry in each.split(" | "))
    pairs = (entry for one in wording.opposites.values() for each in one for entry in each.split(" | "))
    return wording.common.union(word.rstrip("*") for entry in (*entries, *pairs) for word in entry.split())


RULES = (
    Rule(id="foreign-letter", family="sense", severity=Severity.ERROR, check=letters, compares=True, needs="wording"),
    Rule(id="untranslated-word", family="sense", severity=Severity.WARNING, across=words),
)
