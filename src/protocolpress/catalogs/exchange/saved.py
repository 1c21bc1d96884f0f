"""The review table as a page: the page that a reviewer saved → answers.

The page keeps the filled-in fields as JSON in one `script` element, and only that is read: the page itself, which
anybody may have changed, is not parsed, shown or executed.
"""

from __future__ import annotations

import json
from typing import Any

from protocolpress.catalogs.exchange import trees
from protocolpress.catalogs.exchange.units import Answer, Returned

FORMAT = "protocolpress-review-1"

OPENING = f'<script type="application/json" id="{FORMAT}">'

CLOSING = "</script>"


def read(text: str, path: str) -> Returned:
    """Read the rows with filled-in fields; raise `CatalogError` if the page has no answers."""
    start = text.find(OPENING)
    end = text.find(CLOSING, start)
    if start < 0 or end < 0:
        raise trees.bad(path, 0, "this is not a review table")
    line = text.count("\n", 0, start) + 1
    try:
        saved = json.loads(text[start + len(OPENING) : end])
        answers = tuple(_answer(row, line) for row in _is(saved["rows"], list))
        return Returned(
            path=path,
            locale=_is(saved["locale"], str),
            reviewer=_is(saved["reviewer"], str).strip(),
            answers=answers,
        )
    except (ValueError, LookupError, TypeError, RecursionError) as mistake:
        message = "the filled-in fields cannot be read"
        raise trees.bad(path, line, message, "open the table in a browser and save it with its button") from mistake


def _answer(row: Any, line: int) -> Answer:  # noqa: ANN401 - any JSON value
    texts = {name: _is(row[name], str) for name in ("domain", "stamp", "source", "correction", "remark")}
    return Answer(
        domain=texts["domain"],
        stamp=texts["stamp"],
        source=texts["source"],
        target=texts["correction"],
        remarks=tuple(line.strip() for line in texts["remark"].split("\n") if line.strip()),
        line=line,
    )


def _is(value: Any, kind: type) -> Any:  # noqa: ANN401 - any JSON value
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
