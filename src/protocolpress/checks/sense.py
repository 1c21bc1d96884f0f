"""Is a translation plausible? Untranslated words, letters of the wrong alphabet, sentences cut short.

Texts with their translations come in; findings go out; two rules examine all texts of a locale together. Names, codes,
addresses, placeholders and markup are set aside first (`raw_text`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from protocolpress.checks import raw_text, scripts
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.checks.typography_fixes import language
from protocolpress.errors import Severity
from protocolpress.languages.typography.common import BREAK, GUARDED, OBJECT, PLACEHOLDER

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CODE = re.compile(r"^@|[\d_=/\\|<>?]\S|\w\.\w|--")
"""Text that is not in a language: options, file names, version numbers."""
_UNSPEAKABLE = re.compile(r"[bcdfghjklmnpqrstvwxz]{4}|[бвгджзйклмнпрстфхцчшщ]{5}", re.IGNORECASE)
"""The letters of a list of keys, "esabpfco"."""


def unchanged(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find a text that was copied instead of translated.

    A single name, an abbreviation or a code may be the same in both languages; in one script any name may.
    """
    if pair.target.strip() != pair.source.strip() or language(pair.locale) == language(pair.source_locale):
        return
    if scripts.of(pair.locale) == scripts.of(pair.source_locale) and _is_name(pair.source, context):
        return
    text = raw_text.cut(pair.target).words
    words = [word for chunk in text.split() if not _CODE.search(chunk) for word in _WORD.findall(chunk)]
    plain = [word for word in words if len(word) > 1 and word[1:].islower() and not _UNSPEAKABLE.search(word)]
    is_phrase = len(words) + text.count(PLACEHOLDER) > 1
    if plain and (is_phrase or (len(plain[0]) > 3 and plain[0].islower())):
        yield Finding("the translation is the same as the source", "translate it")


def _is_name(text: str, context: Context) -> bool:
    words = sorted(_WORD.findall(text))  # "Sample, Jane" is Jane Sample
    every = (form for name in context.names for forms in name.forms.values() for form in forms)
    return any(sorted(_WORD.findall(form)) == words for form in every)


def foreign_words(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find four or more words of the source unchanged in the translation, in the other alphabet."""
    del context
    if pair.target == pair.source or scripts.of(pair.locale) == scripts.of(pair.source_locale):
        return
    raw = raw_text.cut(pair.target)
    for run in scripts.runs(raw.words, scripts.of(pair.source_locale)):
        words = _WORD.findall(run)
        small = [word for word in words if word.islower() and len(word) > 2]
        if len(words) > 3 and len(small) > 1 and run in raw_text.cut(pair.source).words:
            yield Finding(f"words of the source are not translated: {_short(run)!r}", "translate them")


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def mixed_scripts(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find words with a look-alike letter of the other alphabet."""
    del context
    for word, strangers, script in scripts.mixed(raw_text.cut(pair.target).words):
        named = ", ".join(f"{letter} is {scripts.name(letter)} (U+{ord(letter):04X})" for letter in strangers)
        hint = f"retype the word in {script} letters" if script else "retype the word in letters of one alphabet"
        yield Finding(f"{word!r} has letters of two alphabets: {named}", hint)


def one_script(text: str, locale: str) -> str:
    """Replace letters of the wrong alphabet with look-alikes, if the rest of the word shows which alphabet is meant."""
    del locale
    return raw_text.fixed(text, scripts.fixed)


_DOUBLED = re.compile(rf"(?<![\w{GUARDED}-])([^\W\d_]+)[ \u00a0{BREAK}]+(\1)(?![\w{GUARDED}-])", re.IGNORECASE)
_MAY_DOUBLE = re.compile(
    "had|that|that's|long|very|is|bye|что|да|нет|то|так|очень|чуть|еле|едва|ещ[её]|вот|только|сам|самого|мало|много",
    re.IGNORECASE,
)


def doubled_words(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find a word repeated in a row, unless the source repeats one too."""
    del context
    if _is_translation(pair) and any(_doubled(pair.source)):
        return
    for match in _doubled(pair.target):
        yield Finding(f"a word is repeated: {_short(match[0])!r}", "delete one")


def _doubled(text: str) -> Iterator[re.Match[str]]:
    words = raw_text.cut(text).words
    for match in _DOUBLED.finditer(words):
        initial = len(match[1]) == 1 and (match[1] != match[2] or words[match.end() : match.end() + 1] == ".")
        if not initial and not _MAY_DOUBLE.fullmatch(match[1]):
            yield match


# ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_CLOSERS = f"»”“’\"')]}}*_`{OBJECT}{BREAK}"
_ABBREVIATION = re.compile(
    r"(?:\b(?:гг?|вв?|др|пр|т|д|п|руб|долл|тыс|стр|с|ст|рис|им|обл|кв|мин|сек|чел|экз|напр|см|etc|[Ii]nc|[Cc]o|[Ll]td|[Cc]orp"
    r"|[Nn]o|[Vv]ol|[Ee]d|[Jj]r|[Ss]r|[Ss]t|vs|al|cf|min|sec|max|[A-Za-zА-ЯЁа-яё]))\.\Z"
)


def ends(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare the marks that end a sentence, after which quotation marks, brackets and calls of notes may follow."""
    del context
    before, after = _end(pair.source), _end(pair.target)
    if after == ":" and before != ":" and pair.target.split()[-1].strip(_CLOSERS + "«„“") in pair.source:
        return  # the name of a field: От, From:
    if before != after and None not in {before, after}:
        source, target = (f"ends with {end}" if end else "has no final punctuation" for end in (before, after))
        yield Finding(f"the source {source}, the translation {target}", "end it as the source does")


def _end(text: str) -> str | None:
    """Return the mark at the end of a text.

    None if a full stop may belong to an abbreviation, or nothing can be said.
    """
    words = raw_text.cut(text).words.rstrip()
    stripped = words.rstrip(_CLOSERS + " \u00a0")
    if not stripped or (len(stripped) < len(words) and stripped[-1] in ",;"):
        return None
    if stripped[-1] == ":" and stripped != words:
        return ""  # a name that has a colon, in quotation marks: «Template:»
    if stripped.endswith(("...", "…", "?..", "!..")):
        return "…"
    if stripped[-1] == "." and _ABBREVIATION.search(stripped[-8:]):
        return None
    return stripped[-1] if stripped[-1] in ".?!:" else ""


def edge_spaces(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare spaces at the beginning and at the end, where programs join texts."""
    del context
    for where, before, after in (
        ("begin", pair.source[:1], pair.target[:1]),
        ("end", pair.source[-1:], pair.target[-1:]),
    ):
        if (before in _SPACES) != (after in _SPACES):
            who = "the source" if before in _SPACES else "the translation"
            yield Finding(f"only {who} {where}s with a space", f"make both {where} alike")


_SPACES = frozenset(" \u00a0\t")

# ── lengths ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def too_long(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare the length of the printed text with `max-length:N` in a flag (Weblate's form) or an extracted comment."""
    del context
    if pair.limits:
        words = raw_text.printed(pair.target)
        length = sum(1 for letter in words if not unicodedata.combining(letter))
        if length > min(pair.limits):
            yield Finding(f"{length} characters, but there is room for {min(pair.limits)}", "use fewer words")


# ── across ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def inconsistent(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find texts translated in different ways in one context; case and punctuation do not make texts different."""
    del context
    first: dict[object, Pair] = {}
    for pair in pairs:
        taken = raw_text.cut(pair.source).taken
        key = (" ".join(_words(pair.source)), taken, pair.entry.msgctxt or "", pair.entry.msgid_plural, pair.form)
        found = first.setdefault(key, pair)
        if found.target != pair.target and _core(found.target) != _core(pair.target):
            message = f"the same text has a different translation in {_place(found)}: {_short(found.target)!r}"
            yield pair, Finding(message, "choose one; if both are needed, distinguish them in the source")


def same(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find texts of different meaning with the same translation."""
    del context
    first: dict[object, Pair] = {}
    for pair in pairs:
        core = _core(pair.target)
        if not core or pair.entry.msgid_plural is not None or not _is_translation(pair):
            continue
        found = first.setdefault((core, raw_text.cut(pair.target).taken, pair.entry.msgctxt), pair)
        if found.source != pair.source and not _says_more(found.source, pair.source):
            message = f"another text has the same translation, in {_place(found)}: {_short(found.source)!r}"
            yield pair, Finding(message, "distinguish them, if they say different things")


_TELLING = re.compile(
    rf"not|no|never|nor|neither|without|except|unless|не|ни|нет|без|кроме|.*[{GUARDED}{PLACEHOLDER}].*"
)
"""Words that change the meaning of a text: negations, or words for something else."""


def _says_more(first: str, other: str) -> bool:
    """Whether one text is the other with one or two more words: Create, Create a list."""
    shorter, longer = sorted((_core(first).split(), _core(other).split()), key=len)
    rest = iter(longer)
    more = Counter(longer) - Counter(shorter)
    is_part = all(word in rest for word in shorter)
    return is_part and more.total() <= 2 and not any(map(_TELLING.fullmatch, more))


def _core(text: str) -> str:
    """Reduce a text to its essential words, without articles and plural endings."""
    return " ".join(word.removesuffix("s") for word in _words(text) if word not in {"the", "a", "an"})


def _words(text: str) -> list[str]:
    """Return the words of a text, without case, punctuation and list conjunctions."""
    words = re.findall(rf"[\w{GUARDED}{PLACEHOLDER}]+", raw_text.cut(text).words.casefold().replace("ё", "е"))
    while words and words[-1] in {"and", "or", "и", "или"}:
        words.pop()
    return words


def _is_translation(pair: Pair) -> bool:
    return language(pair.locale) != language(pair.source_locale)


def _place(pair: Pair) -> str:
    return f"{pair.path}:{pair.line}"


def _short(text: str) -> str:
    words = re.sub(rf"[{GUARDED}{PLACEHOLDER}{OBJECT}{BREAK}]", "…", " ".join(text.split()))
    return words if len(words) <= 60 else f"{words[:59]}…"


RULES: tuple[Rule, ...] = (
    Rule(id="mixed-script", family="sense", severity=Severity.ERROR, check=mixed_scripts, fix=one_script),
    Rule(id="too-long-translation", family="sense", severity=Severity.ERROR, check=too_long),
    Rule(id="unchanged-text", family="sense", severity=Severity.WARNING, check=unchanged, compares=True),
    Rule(id="untranslated-words", family="sense", severity=Severity.WARNING, check=foreign_words, compares=True),
    Rule(id="doubled-word", family="sense", severity=Severity.WARNING, check=doubled_words),
    Rule(id="end-punctuation", family="sense", severity=Severity.WARNING, check=ends, compares=True),
    Rule(id="edge-space", family="sense", severity=Severity.WARNING, check=edge_spaces, compares=True),
    Rule(id="inconsistent-translation", family="sense", severity=Severity.WARNING, across=inconsistent),
    Rule(id="same-translation", family="sense", severity=Severity.WARNING, across=same),
)
