"""Carry a translation from one message to another: an entry and a template's message come in, the new entry goes out.

What was made for another text is fuzzy, with that text after `#|`. No form of a translation is dropped: one that the
message has no place for goes into a comment.
"""

from __future__ import annotations

import dataclasses
import re

from protocolpress.catalogs import edit, template
from protocolpress.catalogs.entries import Entry

OWNED = re.compile(r"[a-z0-9+-]+-format|range:.*")
"""Flags that come from the source; all others are the translators' own."""


TOUCHED = re.compile(r"(?:before|reviewed|imported|suggested|merge-po): ")
"""How the comments begin that say where a fuzzy translation came from."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What entries of one catalog have in common."""

    newline: str
    nplurals: int
    """The number of plural forms, 0 if it is not known."""
    source_language: bool
    """Whether the catalog is in the language that the source is written in."""

    def change(self, entry: Entry, fields: edit.Fields) -> Entry:
        """Change an entry of the file, or one that is new and has no lines yet."""
        return edit.change(entry, newline=self.newline, **fields) if entry.raw else dataclasses.replace(entry, **fields)

    def confirmed(self, entry: Entry) -> Entry:
        """Take away the mark of a fuzzy entry."""
        others = tuple(flag for flag in entry.flags if flag != "fuzzy")
        return self.change(entry, {"flags": others, "previous": ()})

    def fresh(self, wanted: Entry) -> Entry:
        """Make the entry of a new message, untranslated."""
        count = 1 if wanted.msgid_plural is None else self.nplurals or 2
        others = tuple(flag for flag in wanted.flags if flag != "fuzzy")
        return Entry(
            msgid=wanted.msgid,
            msgid_plural=wanted.msgid_plural,
            msgctxt=wanted.msgctxt,
            msgstr=("",) * count,
            extracted=wanted.extracted,
            references=wanted.references,
            flags=others,
        )

    def carry(self, donor: Entry, entry: Entry, wanted: Entry) -> Entry:
        """Copy the translation of *donor* to *entry* as fuzzy, with the text that it was made for after `#|`."""
        if self.source_language and _repeats(donor):
            return self.change(entry, {"msgid_plural": wanted.msgid_plural, "msgstr": self.repeated(wanted)})
        forms = self.forms(donor.msgstr, wanted)
        fields: edit.Fields = {"msgid_plural": wanted.msgid_plural, "msgstr": forms, "previous": ()}
        if any(donor.msgstr) and not returns(donor, wanted):
            same = donor.key == wanted.key and donor.msgid_plural == wanted.msgid_plural
            fields["previous"] = donor.previous if donor.is_fuzzy else () if same else edit.previous(donor)
            fields["flags"] = fuzzy(entry.flags)
        elif any(donor.msgstr):
            fields["flags"] = tuple(flag for flag in entry.flags if flag != "fuzzy")
        if wanted.msgid_plural is None and any(donor.msgstr[1:]):  # no field is left for these forms
            rest = ((f"msgstr[{number}]", text) for number, text in enumerate(donor.msgstr) if number and text)
            lines = [line for word, text in rest for line in template.string_lines(word, text, "")]
            fields["comments"] = (*entry.comments, *lines)
        return self.change(entry, fields)

    def forms(self, texts: tuple[str, ...], wanted: Entry) -> tuple[str, ...]:
        """Pad or truncate the forms of a translation to the number that the message needs."""
        if wanted.msgid_plural is None:
            return texts[:1] or ("",)
        count = self.nplurals or 2
        return texts * count if len(texts) == 1 else texts + ("",) * (count - len(texts))

    def repeated(self, wanted: Entry) -> tuple[str, ...]:
        """Return the translation of a message into its own language."""
        if wanted.msgid_plural is None:
            return (wanted.msgid,)
        return (wanted.msgid, *[wanted.msgid_plural] * ((self.nplurals or 2) - 1))


Texts = tuple[str | None, str, str | None]
"""Context, text and plural text of a message."""


def texts_of(entry: Entry) -> Texts:
    """Return what the message of *entry* is now."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def texts_before(entry: Entry, charset: str = "utf-8") -> Texts | None:
    """Return the message that the translation of a fuzzy *entry* was made for; None where nobody knows."""
    if not (entry.is_fuzzy and entry.previous):
        return None
    was = edit.previous_texts(entry, charset)
    return was.get("msgctxt"), was.get("msgid", ""), was.get("msgid_plural")


def returns(donor: Entry, wanted: Entry) -> bool:
    """Whether the text of *donor* has changed back to the one that its translation was made for.

    A translation that came in meanwhile, which a comment tells, was made for the text between.
    """
    touched = any(TOUCHED.match(line) for line in donor.comments)
    return texts_before(donor) == texts_of(wanted) and donor.is_whole and not touched


def flags(entry: Entry, wanted: Entry) -> tuple[str, ...]:
    """Bring the flags that come from the source up to date; the others stay, and the order."""
    kept = [flag for flag in entry.flags if flag in wanted.flags or not OWNED.fullmatch(flag)]
    return (*kept, *(flag for flag in wanted.flags if flag not in kept and OWNED.fullmatch(flag)))


def fuzzy(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Put the mark before other flags."""
    return flags if "fuzzy" in flags else ("fuzzy", *flags)


def _repeats(entry: Entry) -> bool:
    """Whether a translation is its own source."""
    plural = entry.msgid_plural
    source = (entry.msgid, *([] if plural is None else [plural] * (len(entry.msgstr) - 1)))
    return entry.msgstr == source and not entry.is_fuzzy
