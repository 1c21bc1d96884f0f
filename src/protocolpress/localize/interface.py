"""The words of templates, in every locale of an edition at once: the result of `_("…")` in a template."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress import languages, markup
from protocolpress.errors import Position, Problems
from protocolpress.localize import formats, phrases, typography
from protocolpress.model import Catalog, Text, Translation

SOURCE_LOCALE = languages.DEFAULT.code
"""The language of templates."""


class Interface:
    """Translates interface words for one page, recording whether any are missing."""

    def __init__(self, catalogs: Mapping[str, Catalog], problems: Problems) -> None:
        """Translate into the locales of *catalogs*, in their order, reporting to *problems*."""
        self.catalogs = catalogs
        self.problems = problems
        self.incomplete = False

    def gettext(self, msgid: str, context: str = "", **values: str) -> tuple[Text, ...]:
        """Return *msgid* in each locale with *values* for its `{names}`; names without a value stay unchanged."""
        return tuple(self._text(locale, msgid, context, values) for locale in self.catalogs)

    def pgettext(self, context: str, msgid: str, **values: str) -> tuple[Text, ...]:
        """Return *msgid*, with its meaning in *context*, in each locale."""
        return self.gettext(msgid, context, **values)

    def ngettext(self, singular: str, plural: str, n: int, **values: str) -> tuple[Text, ...]:
        """Return the form for *n* things in each locale; `{n}` in it becomes the number in the locale's format."""
        return tuple(self._plural(locale, singular, plural, n, values) for locale in self.catalogs)

    def _text(self, locale: str, msgid: str, context: str, values: dict[str, str]) -> Text:
        translation = self.catalogs[locale].find(msgid, context)
        words = translation.forms[0] if translation else msgid
        if translation and phrases.names(words) != phrases.names(msgid):
            return self._unfit(translation, msgid, msgid, values)
        return self._finished(locale, msgid, words, values, known=translation is not None)

    def _plural(self, locale: str, singular: str, plural: str, n: int, values: dict[str, str]) -> Text:
        translation = self.catalogs[locale].find(singular)
        forms = translation.forms if translation else (singular, plural)
        index = formats.plural_index(n, locale if translation else SOURCE_LOCALE)
        words = forms[min(index, len(forms) - 1)]
        # A form for one thing may omit the number: "a page".
        if translation and phrases.names(words) | {"n"} != phrases.names(plural) | {"n"}:
            source = (singular, plural)[formats.plural_index(n, SOURCE_LOCALE)]
            return self._unfit(translation, plural, source, {"n": formats.number(n, SOURCE_LOCALE), **values})
        number = formats.number(n, locale)
        return self._finished(locale, singular, words, {"n": number, **values}, known=translation is not None)

    def _finished(self, locale: str, msgid: str, words: str, values: dict[str, str], *, known: bool) -> Text:
        """Fill and typeset *words*; report if *msgid* has no translation."""
        known = known or languages.is_same(locale, SOURCE_LOCALE)
        if not known:
            self.incomplete = True
            position = Position(f"locales/{locale}/LC_MESSAGES/interface.po")
            hint = "translate it, or start from the program's own interface.po; the document prints as a draft"
            self.problems.warning(position, "untranslated", f"{msgid!r} is not translated", hint)
        spans = phrases.fill_spans(markup.inline(words), values)
        where = locale if known else SOURCE_LOCALE
        return Text(spans=typography.typeset(spans, where), locale=where, translated=known)

    def _unfit(self, translation: Translation, msgid: str, words: str, values: dict[str, str]) -> Text:
        """Report a translation that lost or added a `{name}`, and print the source's words: the page is a draft."""
        hint = f"keep every {{name}} of the source text: {msgid}"
        message = "the placeholders of the translation differ from those of its source, which is printed"
        self.problems.warning(translation.position, "placeholder-mismatch", message, hint)
        self.incomplete = True
        spans = phrases.fill_spans(markup.inline(words), values)
        return Text(spans=typography.typeset(spans, SOURCE_LOCALE), locale=SOURCE_LOCALE, translated=False)
