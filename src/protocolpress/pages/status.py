"""The page that says how much is translated: figures come in, one page that asks for nothing else goes out.

It is for translators, so it speaks English and is no part of the website. The figures are those of
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
"""Where the stylesheet goes, which no text of the page can say: escaped as text, it would mean something else."""

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")

ADDRESS = re.compile(r"url\((?!#)[^)]*\)")


def render(
    files: Files, group: str, locales: Sequence[Mapping[str, object]], *, folder: str, has: Callable[[str], bool]
) -> str:
    """Make the page of the publication of *group*; *folder* leads from where the page will be to the project.

    Catalogs that the project itself *has* are links: it may use the program's own of the interface.

    The fonts of the website are used where the reader has them; the page would be ten times larger with them.

    Raises:
        PressError: the page template or the stylesheet cannot be used.
    """

    def to(path: str) -> str:
        return urllib.parse.quote(posixpath.normpath(posixpath.join(folder, path)))

    page = HtmlRenderer(files).render(
        "status.html", group=group, locales=locales, names=languages.ENGLISH_NAMES, to=to, has=has
    )
    style = ADDRESS.sub("none", FONT_FACE.sub("", read_text(files, f"{FOLDER}/screen.css")))
    return page.replace(STYLE, f"<style>\n{style}", 1)
