"""The tasks of the website's fonts: their files, their licence, and the stylesheet that loads them."""

from __future__ import annotations

from collections.abc import Callable

from protocolpress.build.task import Inputs
from protocolpress.errors import Position
from protocolpress.pdf import declared, fonts, typefaces, webfonts, woff
from protocolpress.plan.actions import MakeScreenSheet
from protocolpress.plan.site_actions import MakeFontLicence, MakeOwnFont, MakeWebFont


def make_font(task: MakeWebFont, given: Inputs) -> bytes:
    """Make a font file; a damaged one of the project is reported."""
    path = task.font.source
    return _reported(given, path, lambda: woff.make(given.files.read(path), task.font))


def make_own(task: MakeOwnFont, given: Inputs) -> bytes:
    """Make the part of a declared face that the pages need; one that cannot be cut is reported."""
    faces, known = typefaces.declared(task.fonts), fonts.alphabet(given.files)
    path = faces[task.number].path
    return _reported(
        given, path, lambda: declared.web_font(given.needs.values(), given.files, faces, task.number, known)
    )


def _reported(given: Inputs, path: str, make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except fonts.BadFontError as refused:
        message = f"the font cannot be used: {refused}"
        given.problems.error(Position(path), "bad-font", message, "use another font, or another copy of it")
        return b""


def make_licence(task: MakeFontLicence, given: Inputs) -> bytes:
    """Write what the fonts' licence asks to be said of changed fonts, and the licence itself."""
    said = "Press Serif and Press Sans are parts of PT Serif and PT Sans, and of Signs Serif and Signs Sans.\n\n"
    return (said + woff.licence(*map(given.files.read, task.sources))).encode()


def make_sheet(task: MakeScreenSheet, given: Inputs) -> bytes:
    """Make the stylesheet; what is wrong with a declared face is reported with the words of its pages."""
    sheet = webfonts.rules().encode() + given.files.read(task.path)
    if not given.needs:
        return sheet
    rules = declared.web(given.needs.values(), given.files, typefaces.declared(task.fonts), fonts.alphabet(given.files))
    return sheet + (f"\n/* Faces that the project declares. */\n{rules}\n".encode() if rules else b"")
