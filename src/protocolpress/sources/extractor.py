"""The extraction method for Babel, with which `pybabel extract` finds the messages of sources.

In a mapping file: `[protocolpress: sources/**.md]`. A source's id is its path below sources/.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from protocolpress import model
from protocolpress.files import MemoryFiles
from protocolpress.project import LOCALES
from protocolpress.sources import finding, parse


def extract(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str | tuple[str, str], Sequence[str]]]:
    """Yield (line, function name, message, comments) of a source; raise `SourceError` if it has errors."""
    del keywords, comment_tags
    name = pathlib.PurePath(getattr(fileobj, "name", "protocols/source.md"))
    folder = name.parent.name if name.parent.name in finding.FOLDERS else "protocols"
    document_id = f"{folder}/{name.stem}"
    files = MemoryFiles({parse.path_of(document_id): fileobj.read()})
    source_locale = str(options.get("source_locale", LOCALES[0]))
    document = parse.parse(files, document_id, locales=LOCALES, source_locale=source_locale)
    for message in model.messages(document):
        if message.context:
            yield message.position.line, "pgettext", (message.context, message.msgid), [message.comment]
        else:
            yield message.position.line, "", message.msgid, [message.comment]
