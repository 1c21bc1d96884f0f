"""What the plan has to know about a source before there are tasks: its kind, its date, what it names.

A survey is a task like others, so that a source that has not changed is not parsed again.
"""

from __future__ import annotations

import dataclasses
import json

from protocolpress.build.task import Inputs
from protocolpress.plan.actions import SurveySource
from protocolpress.plan.paths import Survey
from protocolpress.sources import parse


def make(task: SurveySource, given: Inputs) -> bytes:
    """Survey a source; a source with mistakes has no survey, and its own tasks report them."""
    document = parse.parse(given.files, task.document_id, locales=task.locales, source_locale=task.source_locale)
    survey = Survey(
        kind=document.kind,
        day=document.date.first_day().isoformat(),
        named=(*document.protocols, *filter(None, (document.corrects,)), *document.corrigenda),
        picture=document.photo.file if document.photo else "",
        marking=document.marking,
        annexes=document.annexes,
    )
    return json.dumps(dataclasses.asdict(survey), ensure_ascii=False, indent=1).encode()
