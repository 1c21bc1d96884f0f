"""The facts about a source that the plan needs before there are tasks: its kind, its date, what it refers to.

A survey is an ordinary task, so an unchanged source is not parsed again.
"""

from __future__ import annotations

import dataclasses
import json

from protocolpress.build.task import Inputs
from protocolpress.plan.actions import SurveySource
from protocolpress.plan.paths import Survey
from protocolpress.sources import parse

PIECE = 2400
"""Characters of a source for which there is one piece of text: a search loads one for each result."""


def make(task: SurveySource, given: Inputs) -> bytes:
    """Survey a source; one with errors has no survey, and its other tasks report them."""
    document = parse.parse(given.files, task.document_id, locales=task.locales, source_locale=task.source_locale)
    survey = Survey(
        kind=document.kind,
        day=document.date.first_day().isoformat(),
        named=(*document.protocols, *filter(None, (document.corrects,)), *document.corrigenda),
        picture=document.photo.file if document.photo else "",
        marking=document.marking,
        group=document.group,
        formerly=document.formerly,
        annexes=document.annexes,
        pieces=max(1, -(-len(given.files.read(parse.path_of(task.document_id))) // PIECE)),
    )
    return json.dumps(dataclasses.asdict(survey), ensure_ascii=False, indent=1).encode()
