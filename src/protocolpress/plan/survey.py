"""What the plan has to know of a source before there are tasks: its kind, its day, what it names.

A survey is a task like others, so that a source that has not changed is not parsed again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping

from protocolpress.errors import Problems
from protocolpress.files import Files
from protocolpress.plan.paths import Survey
from protocolpress.sources import parse


def make(
    files: Files,
    needs: Mapping[str, bytes],
    problems: Problems,
    *,
    document_id: str,
    locales: tuple[str, ...],
    source_locale: str,
) -> bytes:
    """Survey a source; a source with mistakes has no survey, and its own tasks report them."""
    del needs, problems
    document = parse.parse(files, document_id, locales=locales, source_locale=source_locale)
    survey = Survey(
        kind=document.kind,
        day=document.date.start.first_day().isoformat(),
        named=(*document.protocols, *filter(None, (document.corrects,)), *document.corrigenda),
        picture=document.photo.file if document.photo else "",
    )
    return json.dumps(dataclasses.asdict(survey), ensure_ascii=False, indent=1).encode()
