"""The facts about a source that the plan needs before there are tasks: its kind, its date, what it refers to.

A survey is an ordinary task, so an unchanged source is not parsed again.
"""

from __future__ import annotations

import dataclasses
import json
import re

from protocolpress import model
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.model import Document, EntityRef, Table
from protocolpress.plan.actions import SurveySource
from protocolpress.plan.paths import Survey
from protocolpress.sources import parse, registry

_MENTION = re.compile(r"\]\(@([a-z0-9-]+)\)")

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
        entries=named(document),
        decides=bool(document.decisions),
        acts=any(isinstance(block, Table) and block.actions for block in document.blocks),
        pieces=max(1, -(-len(given.files.read(parse.path_of(task.document_id))) // PIECE)),
    )
    return json.dumps(dataclasses.asdict(survey), ensure_ascii=False, indent=1).encode()


def named(document: Document) -> tuple[str, ...]:
    """Return the ids of all entries that a document names, sorted."""
    found = {*document.places, *document.topics}
    found.update(one for side in (*document.participants, *document.signatories) for one in side.people)
    found.update(match for message in model.messages(document) for match in _MENTION.findall(message.msgid))
    for block in document.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            found.update(one for cell in row if isinstance(cell, EntityRef) for one in cell.ids)
    return tuple(sorted(found))


def make_registry(given: Inputs) -> bytes:
    """Survey the registry; its problems are reported by the tasks of documents."""
    found = registry.read(given.files, Problems())
    people = {
        person.id: [
            (
                office.organization,
                office.start.isoformat() if office.start else "",
                office.end.isoformat() if office.end else "",
            )
            for office in person.offices
        ]
        for person in found.people.values()
    }
    known = {
        "people": people,
        "organizations": sorted(found.organizations),
        "places": sorted(found.places),
        "topics": sorted(found.topics),
    }
    return json.dumps(known, ensure_ascii=False, indent=1).encode()
