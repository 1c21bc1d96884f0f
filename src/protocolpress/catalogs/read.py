"""Collect the translations for the build: the .po files of one locale come in, one `model.Catalog` goes out.

A missing file counts as untranslated. Problems in the others go into `Problems`.
"""

from __future__ import annotations

from collections.abc import Sequence

from protocolpress import markup, model
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import PoFile
from protocolpress.errors import FilesError, Position, Problems, Severity
from protocolpress.files import Files


def catalog(files: Files, locale: str, paths: Sequence[str], problems: Problems) -> model.Catalog:
    """Merge the catalogs *paths* of *locale*; of two translations of a message the first one read counts.

    Fuzzy, empty, obsolete and broken entries and headers are left out; so is a plural message unless all its forms are
    translated. No context and an empty one are the same here.
    """
    messages: dict[tuple[str, str], model.Translation] = {}
    for path in paths:
        try:
            if not files.exists(path):
                continue
            data = files.read(path)
        except FilesError as problem:
            problems.add(*problem.problems)
            continue
        file = po.parse(data, path, problems, content=Severity.WARNING)
        for message, translation in translations(file, path, problems).items():
            messages.setdefault(message, translation)
    return model.Catalog(locale=locale, messages=messages)


def translations(file: PoFile, path: str, problems: Problems) -> dict[tuple[str, str], model.Translation]:
    """Return the translations of *file*, read from *path*, that a build uses."""
    messages: dict[tuple[str, str], model.Translation] = {}
    for entry in file.entries:
        if entry.is_translated and entry.msgid:
            position = Position(path, entry.msgstr_lines[0])
            if wrong := next(filter(None, map(markup.mistake, entry.msgstr)), None):
                problems.error(position, *wrong)
                continue
            translation = model.Translation(forms=entry.msgstr, position=position)
            messages.setdefault((entry.msgctxt or "", entry.msgid), translation)
    return messages
