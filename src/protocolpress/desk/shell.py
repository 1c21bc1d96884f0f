"""The desk's own pages, in the reader's language: templates and words that the program ships, never a project's.

In: a language. Out: HTML, made once for each language. The page has every word that its script uses.
"""

from __future__ import annotations

from protocolpress import files, languages
from protocolpress.catalogs import read as catalogs
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles
from protocolpress.localize.interface import Interface
from protocolpress.pages import review
from protocolpress.pages.renderer import HtmlRenderer

SHIPPED = tuple(code for code in languages.LANGUAGES if "_" not in code)
"""The languages in which the program has its words."""


def reader(chosen: str, accepted: str) -> str:
    """Return the language for somebody who has *chosen* one, or whose browser names the *accepted* ones in order."""
    wanted = (part.partition(";")[0].strip().lower().partition("-")[0] for part in accepted.split(","))
    return next((one for one in (chosen, *wanted) if one in SHIPPED), languages.DEFAULT.code)


class Shell:
    """Makes the desk's pages and keeps them."""

    def __init__(self) -> None:
        """Read the program's own files."""
        self._files = DiskFiles(files.shipped())
        self._kept: dict[tuple[str, str, bool], str] = {}

    def page(self, template: str, locale: str, wrong: bool = False) -> str:
        """Return a page; *wrong* says that the token was not right."""
        key = (template, locale, wrong)
        if key not in self._kept:
            path = f"locales/{locale}/LC_MESSAGES/interface.po"
            words = Interface({locale: catalogs.catalog(self._files, locale, (path,), Problems())}, Problems())

            def say(msgid: str, **values: str) -> str:
                return review.plain(words.gettext(msgid, "", **values))

            self._kept[key] = HtmlRenderer(self._files).render(
                template, _=say, locale=locale, names=languages.NAMES, shipped=SHIPPED, wrong=wrong
            )
        return self._kept[key]
