"""The task of an instrument in Akoma Ntoso, in one language."""

from __future__ import annotations

import datetime as dt

from protocolpress import languages, markup
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.law import akn
from protocolpress.law.akn import Instrument
from protocolpress.law.naming import Name
from protocolpress.localize.document import localize
from protocolpress.model import Document
from protocolpress.plan.actions import MakeAkn
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.sources import parse


def make(task: MakeAkn, given: Inputs) -> bytes:
    """Parse, localize and write an instrument."""
    project = task.project
    library = Library(given.files, project, given.problems, printed=False)
    document = library.parse(task.document_id)
    (localized,) = library.localized(document, task.locale)
    related = (document.corrects, *document.corrigenda, *parse.referred(document))
    named = {each.id: each for each in map(library.find, filter(None, dict.fromkeys(related))) if each}
    corrected = named.get(document.corrects)
    places: dict[str, str] = {}
    if corrected:
        places = dict(akn.places(localize(corrected, library.setting(corrected, task.locale), Problems())))
    parties = [project.parties[key] for key in document.parties if key in project.parties]
    instrument = Instrument(
        document=localized,
        name=_name(project, document),
        language=_code(task.locale),
        languages=tuple(dict.fromkeys(map(_code, project.locales))),
        author=markup.plain(library.name(project.group, task.locale).spans),
        parties=tuple((party.id, markup.plain(library.name(party.name, task.locale).spans)) for party in parties),
        effective=_day(document.effective.start.first_day()) if document.effective else "",
        others={key: _name(project, each).work for key, each in named.items() if key.startswith("protocols/")},
        corrected=places,
    )
    return akn.write(instrument)


def _name(project: Project, document: Document) -> Name:
    usual = "record" if document.status == "record" and document.kind == "protocol" else document.kind
    kind = document.type or usual
    return Name(
        jurisdiction=project.law.jurisdiction,
        kind=kind,
        date=_day(document.date.start.first_day()),
        number=document.number or document.id.rpartition("/")[2],
        base=project.law.base,
    )


def _day(day: dt.date) -> str:
    return day.isoformat()


def _code(locale: str) -> str:
    """Return the code of a language (ISO 639-2)."""
    language = languages.of(locale)
    return language.alpha3 if language else languages.UNKNOWN
