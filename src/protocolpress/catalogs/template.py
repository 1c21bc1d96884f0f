"""Write translators' starting point: messages come in; the text of a .pot template or of a fresh .po catalog goes out.

The same messages give the same text: no dates, no versions, first-seen order. Lines are broken where GNU msgcat 0.21
breaks them, so that saving the file with a GNU tool changes only the user's own changes.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable

import babel
import babel.messages.plurals

from protocolpress import model
from protocolpress.catalogs import entries, po
from protocolpress.errors import CatalogError, Position, Problems, error

WIDTH = 79
"""The longest line written by msgcat."""

ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\t": "\\t",
        "\r": "\\r",
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\v": "\\v",
    }
)
ESCAPE = re.compile(r"\\.")
# No possessive groups: Python 3.11.2, which Debian 12 has, matches them wrongly (its issue gh-106052).
PORTION = re.compile(r"(?:(?!\\n)(?:\\.|[^\\]))*\\n|(?:(?!\\n)(?:\\.|[^\\]))+")
"""A part that msgcat breaks into lines separately: escaped text up to a newline."""


def write(domain: str, messages: Iterable[model.Message], *, project: str = "protocolpress") -> str:
    """Write the template of *domain*: an entry for each context and msgid, in first-seen order.

    Identical messages join their comments, files and plural, each kept once. *project* goes into Project-Id-Version.
    """
    entries = join(messages)
    plural = any(entry.msgid_plural is not None for entry in entries)
    fields = {"Project-Id-Version": project, "Language": "", **_mime()}
    if plural:
        fields["Plural-Forms"] = "nplurals=INTEGER; plural=EXPRESSION;"
    return render([_header(fields, f"Messages of {domain}."), *entries])


def join(messages: Iterable[model.Message]) -> list[entries.Entry]:
    """Make the entries of a template: one for each context and msgid, in first-seen order."""
    merged: dict[tuple[str, str], list[model.Message]] = {}
    for message in messages:
        merged.setdefault((message.context, message.msgid), []).append(message)
    return [_join(same) for same in merged.values() if same[0].msgid]


def to_po(pot: str, locale: str, *, source: bool = False) -> str:
    """Make the catalog of *locale* from a template: untranslated, or, for the *source* language, with the source texts.

    Raises:
        CatalogError: the template has mistakes, or CLDR does not know the locale.
    """
    problems = Problems()
    template = po.parse(pot.encode(), "template.pot", problems)
    if problems.errors:
        raise CatalogError(*problems.errors)
    plural = plural_forms(locale)
    if plural is None:
        message = f"CLDR does not know the locale {locale}"
        raise CatalogError(error(Position(""), "unknown-locale", message, "use a locale such as en, ru, de, pt_BR"))
    fields = {
        "Project-Id-Version": template.fields.get("Project-Id-Version", ""),
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": locale,
        **_mime(),
        "Plural-Forms": plural[1],
    }
    comment = template.header.comments[:1] if template.header else ()
    entries = [
        dataclasses.replace(entry, msgstr=_forms(entry, plural[0], source=source))
        for entry in template.entries
        if not (entry.is_header or entry.obsolete)
    ]
    return render([_header(fields, *comment), *entries])


def plural_forms(locale: str) -> tuple[int, str] | None:
    """Return the number of plural forms of *locale* and its Plural-Forms, None if CLDR does not know it."""
    try:
        plural = babel.messages.plurals.get_plural(locale)
    except (babel.UnknownLocaleError, ValueError):
        return None
    return plural.num_plurals, str(plural)


def excerpt(locale: str, translations: Iterable[tuple[str, str, tuple[str, ...]]]) -> str:
    """Write a catalog of translations alone: context, msgid and forms of each; nothing if there are none.

    Only the first form of a plural message is known to have a source text, so only that is written.
    """
    found = [
        entries.Entry(msgid=msgid, msgctxt=context or None, msgstr=forms[:1]) for context, msgid, forms in translations
    ]
    return render([_header({"Language": locale, **_mime()}), *found]) if found else ""


def render(entries: Iterable[entries.Entry]) -> str:
    """Write *entries* as msgcat does, with an empty line between them; their `raw` lines are ignored."""
    return "\n".join("".join(f"{line}\n" for line in lines(entry)) for entry in entries)


def _mime() -> dict[str, str]:
    return {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _header(fields: dict[str, str], *comments: str) -> entries.Entry:
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return entries.Entry(msgid="", msgstr=(text,), comments=comments)


def _join(messages: list[model.Message]) -> entries.Entry:
    plural = next((message.plural for message in messages if message.plural), None)
    comments = (line for message in messages for line in message.comment.splitlines() if line)
    return entries.Entry(
        msgid=messages[0].msgid,
        msgid_plural=plural,
        msgstr=("",) if plural is None else ("", ""),
        msgctxt=messages[0].context or None,
        extracted=tuple(dict.fromkeys(comments)),
        references=tuple(dict.fromkeys(_reference(message.position.path) for message in messages)),
    )


def _reference(path: str) -> str:
    """Mark a path with a space as one name, as gettext does since 0.22."""
    return f"\u2068{path}\u2069" if " " in path else path


def _forms(entry: entries.Entry, count: int, *, source: bool) -> tuple[str, ...]:
    if entry.msgid_plural is None:
        return (entry.msgid if source else "",)
    return (entry.msgid, *[entry.msgid_plural] * (count - 1)) if source else ("",) * count


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines(entry: entries.Entry) -> Iterable[str]:
    """Write an entry, without line endings; its `raw` is ignored."""
    for mark, texts in (("#", entry.comments), ("#.", entry.extracted)):
        yield from (comment_line(f"{mark} ", text) for text in texts)
    yield from reference_lines(entry.references)
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    yield from (f"#{'~' * entry.obsolete}| {text}" for text in entry.previous)
    mark = "#~ " if entry.obsolete else ""
    if entry.msgctxt is not None:
        yield from string_lines(f"{mark}msgctxt", entry.msgctxt, mark)
    yield from string_lines(f"{mark}msgid", entry.msgid, mark)
    if entry.msgid_plural is not None:
        yield from string_lines(f"{mark}msgid_plural", entry.msgid_plural, mark)
    for number, text in enumerate(entry.msgstr):
        index = "" if entry.msgid_plural is None else f"[{number}]"
        yield from string_lines(f"{mark}msgstr{index}", text, mark)


def comment_line(mark: str, text: str) -> str:
    """Write a line of a comment; a final backslash is followed by a space, because it would join the next line."""
    line = f"{mark}{text}".rstrip()
    return f"{line} " if line.endswith("\\") else line


def reference_lines(references: tuple[str, ...]) -> Iterable[str]:
    """Write the `#:` lines of an entry."""
    line = "#:"
    for reference in references:
        if line != "#:" and len(line) + 1 + len(reference) > WIDTH:
            yield line
            line = "#:"
        line += f" {reference}"
    if references:
        yield line


def string_lines(keyword: str, text: str, mark: str) -> Iterable[str]:
    """Write *text* after *keyword*; each line starts with *mark* (`#~ `, `#| `), with which *keyword* also starts."""
    escaped = text.translate(ESCAPES)
    portions = PORTION.findall(escaped)
    if len(portions) <= 1 and len(keyword) + 3 + _width(escaped) <= WIDTH:
        yield f'{keyword} "{escaped}"'
        return
    yield f'{keyword} ""'
    for portion in portions:
        yield from (f'{mark}"{line}"' for line in _fill(portion, WIDTH - 2 - len(mark)))


def _fill(portion: str, width: int) -> Iterable[str]:
    """Break *portion* into lines of at most *width* columns; unbreakable text stays longer."""
    closed = {place for match in ESCAPE.finditer(portion) for place in range(match.start() + 1, match.end())}
    if portion.endswith("\\n"):
        closed.add(len(portion) - 2)
    start = last = columns = 0
    for place in [*(place for place in _breaks(portion) if place not in closed), len(portion)]:
        more = _width(portion[last:place])
        if last > start and columns + more > width:
            yield portion[start:last]
            start, columns = last, 0
        last, columns = place, columns + more
    yield portion[start:]


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


@functools.lru_cache(maxsize=4096)
def _columns(sign: str) -> int:
    """Count columns: combining marks have none, wide characters of East Asia two."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "FW" else 1


# ── line breaks: Unicode Annex 14 as msgcat 0.21 follows it, for alphabetic scripts ──────────────────────────────────
# The library that does this (gettext_wrap of unicode-segmentation-rs) differs from msgcat in 41 of 4591 real messages.

CLASSES = {
    sign: name
    for name, signs in {
        "SP": " ",
        "HY": "-",
        "BA": "\t|\u00ad\u2010\u2013",
        "B2": "\u2014",
        "GL": "\u00a0\u2007\u2011\u202f\u2060",
        "IN": "\u2026",
        "SY": "/",
        "IS": ",.:;",
        "EX": "!?",
        "OP": "([{\u00a1\u00bf\u201a\u201e",
        "CL": "}",
        "CP": ")]",
        "QU": "\"'\u00ab\u00bb\u2018\u2019\u201c\u201d\u2039\u203a",
        "PO": "%\u00a2\u00b0\u2030\u2032\u2033",
        "PR": "$+\\\u00a3\u00a4\u00a5\u00b1\u2116\u20ac",
        "BB": "\u00b4",
    }.items()
    for sign in signs
}
CLOSED = re.compile(
    r"(AL|NU|PO|PR|CP)-AL|(AL|NU|PO|PR|CP|HY|IS|SY)-NU|(AL|NU|PO|PR)-OP|(AL|NU|CL|CP)-P[OR]|"
    r"(AL|NU|PO|PR|CL|CP|IS|SY|EX|IN)-IN"
)
"""Pairs between which no line ends, in addition to the rules of `_may_break`."""


def _breaks(text: str) -> Iterable[int]:
    """Return the places in *text* where a line may be broken."""
    before, spaces = "", False
    for place, sign in enumerate(text):
        after = _class(sign)
        if after == "CM" and before and not spaces:
            continue
        if after == "SP":
            spaces = True
            continue
        if before and _may_break(before, after, spaces=spaces):
            yield place
        before, spaces = after, False


@functools.lru_cache(maxsize=4096)
def _class(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in CLASSES:
        return CLASSES[sign]
    if category in ("Mn", "Me", "Mc"):
        return "CM"
    if unicodedata.east_asian_width(sign) in "FW":
        return "ID"
    return "NU" if category == "Nd" else "AL"


@functools.cache
def _may_break(before: str, after: str, *, spaces: bool) -> bool:
    if after in ("CL", "CP", "EX", "IS", "SY") or before == "OP":
        return False
    if (before, after) in (("QU", "OP"), ("B2", "B2")):
        return False
    if spaces:
        return True
    if "QU" in (before, after) or before in ("GL", "BB") or after in ("BA", "HY"):
        return False
    if after == "GL":
        return before in ("BA", "HY")
    return not CLOSED.fullmatch(f"{before}-{after}")
