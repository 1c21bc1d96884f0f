"""The page that shows how much is translated: figures come in; one self-contained page goes out.

It is for translators, so it is in English and is not part of the website. The figures are those of
`plan.coverage.data`.
"""

from __future__ import annotations

import posixpath
import re
import urllib.parse
from collections.abc import Callable, Mapping, Sequence

from protocolpress import languages
from protocolpress.files import Files, read_text
from protocolpress.pages.renderer import FOLDER, HtmlRenderer

STYLE = "<style>\n/* screen.css */"
"""Placeholder of the stylesheet, which cannot occur in the page's text, where it would be escaped."""

ADDRESS = re.compile(r"url\((?!#)[^)]*\)")


def render(
    files: Files, group: str, locales: Sequence[Mapping[str, object]], *, folder: str, has: Callable[[str], bool]
) -> str:
    """Make the page of the publication of *group*; *folder* is the path from the page to the project.

    Catalogs that the project itself *has* are links; it may use the program's own interface catalog.

    The website's fonts are used if the reader has them; embedding them would make the page ten times larger.

    Raises:
        PressError: the page template or the stylesheet cannot be used.
    """

    def to(path: str) -> str:
        return urllib.parse.quote(posixpath.normpath(posixpath.join(folder, path)))

    page = HtmlRenderer(files).render(
        "status.html", group=group, locales=locales, names=languages.ENGLISH_NAMES, to=to, has=has
    )
    style = ADDRESS.sub("none", read_text(files, f"{FOLDER}/screen.css"))
    return page.replace(STYLE, f"<style>\n{style}", 1)
