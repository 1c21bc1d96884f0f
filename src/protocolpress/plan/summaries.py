"""Summaries of documents for an edition's contents, index and site: everything but the text, as readable JSON.

Compendia and lists use summaries instead of sources and catalogs, so a change to the text of a document, or to
something that is not printed, does not rebuild them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any, cast

from protocolpress import model
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.model import LocalizedDocument
from protocolpress.pages import about
from protocolpress.plan.actions import Summarize
from protocolpress.plan.library import Library

KIND = "is"
"""The key that names a value's class; no field has this name."""


def make(task: Summarize, given: Inputs) -> bytes:
    """Localize a document for *edition*, and return it without its blocks."""
    library = Library(given.files, task.project, Problems(), printed=False)
    source = library.parse(task.document_id)
    columns = [_summary(column) for column in library.localized(source, task.edition)]
    known = {
        "machine": about.machine_date(source.date),
        "columns": _packed(tuple(columns)),
        "facts": dataclasses.asdict(about.facts(source)),
    }
    return json.dumps(known, ensure_ascii=False, indent=1, default=dt.date.isoformat).encode()


def _summary(document: LocalizedDocument) -> LocalizedDocument:
    """Leave out the text of a document and of its annexes."""
    return dataclasses.replace(document, blocks=(), annexes=tuple(map(_summary, document.annexes)))


def columns(data: bytes) -> tuple[LocalizedDocument, ...]:
    """Read the columns from the result of `make`; they have no blocks."""
    return cast("tuple[LocalizedDocument, ...]", _unpacked(json.loads(data)["columns"]))


def machine(data: bytes) -> str:
    """Read the date from the result of `make`, in the format of `pages.about.machine_date`."""
    return str(json.loads(data)["machine"])


def packed(value: tuple[Any, ...]) -> bytes:
    """Write values of `model` as readable JSON."""
    return json.dumps(_packed(value), ensure_ascii=False, indent=1).encode()


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - as was packed
    """Read the result of `packed`."""
    return _unpacked(json.loads(data))


def facts(data: bytes) -> about.Facts:
    """Read the facts that are the same in each language from the result of `make`."""
    known = json.loads(data)["facts"]
    days = {name: dt.date.fromisoformat(known[name]) for name in ("first", "last")}
    lists = {name: tuple(known[name]) for name in ("topics", "places")}
    return about.Facts(**{**known, **days, **lists})


def _packed(value: Any) -> Any:  # noqa: ANN401 - any field of a document
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    if isinstance(value, dt.date):
        return {KIND: "date", "iso": value.isoformat()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _packed(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {KIND: type(value).__name__, **fields}
    return value


def _unpacked(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, list):
        return tuple(_unpacked(item) for item in value)
    if isinstance(value, dict):
        fields = {name: _unpacked(item) for name, item in value.items()}
        kind = fields.pop(KIND)
        return dt.date.fromisoformat(fields["iso"]) if kind == "date" else getattr(model, kind)(**fields)
    return value
