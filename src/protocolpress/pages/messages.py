"""The translatable texts of templates: the words inside `_("…")`, with the template's name.

A comment on the line above, `{# Translators: a verb; max-length:20 #}`, goes into the catalog too.
"""

from __future__ import annotations

import io

import jinja2
import jinja2.ext

from protocolpress.errors import Position, TemplateError, error
from protocolpress.files import Files
from protocolpress.model import Message
from protocolpress.pages.renderer import FOLDER

TEXTS = {"_": 1, "pgettext": 2, "ngettext": 2}
"""Functions with translatable arguments, and the number of texts that each requires."""

REMARK = "Translators:"
"""Prefix of template comments for translators, as is usual with gettext."""

OPTIONS = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
"""A faulty template is an error; Jinja silently skips it by default."""


def extract(files: Files) -> tuple[Message, ...]:
    """Return the messages of all templates, by file and line; raise `TemplateError` for a faulty template."""
    found: list[Message] = []
    for path in files.glob(f"{FOLDER}/*.html"):
        try:
            calls = list(jinja2.ext.babel_extract(io.BytesIO(files.read(path)), tuple(TEXTS), (REMARK,), OPTIONS))
        except jinja2.TemplateSyntaxError as mistake:
            message = mistake.message or "it cannot be read"
            raise TemplateError(error(Position(path, mistake.lineno), "template-syntax", message)) from mistake
        except Exception as mistake:  # too deep for Jinja's parser, or not text
            message = f"the template cannot be read: {mistake}"
            raise TemplateError(
                error(Position(path), "template-syntax", message, "nest its blocks less deeply")
            ) from mistake
        for line, function, words, remarks in calls:
            given = words if isinstance(words, tuple) else (words,)
            if len(given) < TEXTS[function]:
                message, hint = f"{function} has too few texts", f'write {function}("…"{", …" * (TEXTS[function] - 1)})'
                raise TemplateError(error(Position(path, line), "template-syntax", message, hint))
            context, msgid = given[:2] if function == "pgettext" else ("", given[0])
            plural = given[1] if function == "ngettext" else ""
            if msgid:
                position = Position(path, line)
                comment = "\n".join(remarks)
                found.append(
                    Message(msgid=msgid, context=context or "", plural=plural or "", comment=comment, position=position)
                )
    return tuple(found)
