"""Carry a translation from one message to another: an entry and a template's message come in; the new entry goes out.

A translation made for another text is fuzzy, with that text after `#|`. No form of a translation is dropped: one for
which the message has no place goes into a comment.
"""

from __future__ import annotations

import dataclasses
import re

from protocolpress.catalogs import edit, template
from protocolpress.catalogs.entries import Entry

OWNED = re.compile(r"[a-z0-9+-]+-format|range:.*")
"""Flags that come from the source; all others are the translators' own."""


TOUCHED = re.compile(r"(?:before|reviewed|imported|suggested|merge-po): ")
"""Prefixes of the comments with the origin of a fuzzy translation."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The values shared by entries of one catalog."""

    newline: str
    nplurals: int
    """The number of plural forms, 0 if unknown."""
    source_language: bool
    """Whether the catalog is in the language of the source."""

    def change(self, entry: Entry, fields: edit.Fields) -> Entry:
        """Change an entry of the file, or a new one without lines."""
        return edit.change(entry, newline=self.newline, **fields) if entry.raw else dataclasses.replace(entry, **fields)

    def confirmed(self, entry: Entry) -> Entry:
        """Remove the mark of a fuzzy entry."""
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
        """Copy the translation of *donor* to *entry* as fuzzy, with its original text after `#|`."""
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
        """Return the translation of a message into its own language, which repeats it."""
        if wanted.msgid_plural is None:
            return (wanted.msgid,)
        return (wanted.msgid, *[wanted.msgid_plural] * ((self.nplurals or 2) - 1))


Texts = tuple[str | None, str, str | None]
"""Context, text and plural text of a message."""


def texts_of(entry: Entry) -> Texts:
    """Return the current message of *entry*."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def texts_before(entry: Entry, charset: str = "utf-8") -> Texts | None:
    """Return the message for which the translation of a fuzzy *entry* was made; None if unknown."""
    if not (entry.is_fuzzy and entry.previous):
        return None
    was = edit.previous_texts(entry, charset)
    return was.get("msgctxt"), was.get("msgid", ""), was.get("msgid_plural")


def returns(donor: Entry, wanted: Entry) -> bool:
    """Whether the text of *donor* has changed back to the one for which its translation was made.

    A translation that arrived meanwhile, as a comment shows, was made for the text in between.
    """
    touched = any(TOUCHED.match(line) for line in donor.comments)
    return texts_before(donor) == texts_of(wanted) and donor.is_whole and not touched


def flags(entry: Entry, wanted: Entry) -> tuple[str, ...]:
    """Update the flags that come from the source; the others and the order stay."""
    kept = [flag for flag in entry.flags if flag in wanted.flags or not OWNED.fullmatch(flag)]
    return (*kept, *(flag for flag in wanted.flags if flag not in kept and OWNED.fullmatch(flag)))


def fuzzy(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Put the mark before the other flags."""
    return flags if "fuzzy" in flags else ("fuzzy", *flags)


def _repeats(entry: Entry) -> bool:
    """Whether a translation repeats its source."""
    plural = entry.msgid_plural
    source = (entry.msgid, *([] if plural is None else [plural] * (len(entry.msgstr) - 1)))
    return entry.msgstr == source and not entry.is_fuzzy
