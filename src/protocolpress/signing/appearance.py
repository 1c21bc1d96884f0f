"""The words of a signature on the page: name, office, place and date, in the language of the party, in PT Sans.

The face is embedded as a subset: PDF/A and PDF/UA refuse a signature in a face that is not.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap

from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import TextStampStyle

from protocolpress import files, languages
from protocolpress.localize import formats
from protocolpress.signing.values import Field, Order

FACE = "PT_Sans-Web-Regular.ttf"

PACKAGE = "fontpkg_pt_sans"

SIZE = 8
"""In points; a text that is too long is set smaller."""

WIDTH = 0.5
"""Average width of a letter of the face, in ems."""

PARAMETER = "words"


class _Face(FontEngineFactory):  # type: ignore[misc]  # its types stop at the door
    """PT Sans, read at once: pyHanko's own factory leaves the file open."""

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> FontEngine:
        """Return what sets text in the face, and embeds the letters that were used."""
        face = io.BytesIO((files.fonts(PACKAGE) / FACE).read_bytes())
        return GlyphAccumulator(writer, face, SIZE, obj_stream=obj_stream)


def style() -> TextStampStyle:
    """Return the style of a signature, whose words come as a parameter."""
    return TextStampStyle(
        stamp_text=f"%({PARAMETER})s",
        background=None,
        border_width=0,
        text_box_style=TextBoxStyle(
            font=_Face(),
            font_size=SIZE,
            leading=SIZE + 2,
            box_layout_rule=_corner(),
        ),
        inner_content_layout=_corner(right=2, top=2, bottom=6),
    )


def _corner(*, right: int = 0, top: int = 0, bottom: int = 0) -> layout.SimpleBoxLayoutRule:
    """Return the rule by which text stands in the lower left corner, smaller if it is too long."""
    return layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=layout.Margins(left=0, right=right, top=top, bottom=bottom),
        inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
    )


def words(field: Field, order: Order, moment: dt.datetime) -> str:
    """Return the lines of a signature made at *moment*."""
    who = field.signatory
    if who is None:
        return ""
    language = languages.of(who.lang) or languages.DEFAULT
    when = formats.moment(moment, language.code)
    lines = (who.signed, who.name, who.office, ", ".join(filter(None, (order.place, when))), order.reason)
    most = max(20, int(field.size[0] / (WIDTH * SIZE)))
    return "\n".join(part for line in lines if line for part in textwrap.wrap(line, most))
