"""A process that builds what the desk shows, so that the server always answers: one line of JSON in, one line out.

It ends when its input does, so none is left when the server is killed. Its libraries stay loaded, and so do the values
that it has read: a page takes some hundredths of a second.
"""

from __future__ import annotations

import json
import os
import pathlib
import signal
import sys
from typing import IO, TypedDict

from protocolpress.api import Publication
from protocolpress.build import quiet
from protocolpress.errors import PressError, Problem


def main(root: str, requests: IO[str], answers: IO[str]) -> None:
    """Answer requests until there are no more: `ids` of documents, and `sheets`, PDFs by edition and id."""
    publication = Publication(pathlib.Path(root))
    for line in requests:
        answer = _answer(publication, json.loads(line))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


class Asked(TypedDict):
    """A request: the ids of documents whose pages are wanted, and PDFs, each an edition and an id."""

    ids: list[str]
    sheets: list[tuple[str, str]]


def _answer(publication: Publication, asked: Asked) -> dict[str, object]:
    try:
        outcome = publication.preview(asked["ids"], [(edition, one) for edition, one in asked["sheets"]])
    except PressError as failure:
        return {"outputs": {}, "problems": [as_json(problem) for problem in failure.problems]}
    return {
        "outputs": {path: digest for path, digest in outcome.outputs.items() if path.endswith((".html", ".pdf"))},
        "problems": [as_json(problem) for problem in outcome.problems],
    }


def as_json(problem: Problem) -> dict[str, object]:
    """Return a problem as values for JSON, with the keys that `check --format json` has."""
    return {
        "path": problem.position.path,
        "line": problem.position.line,
        "severity": str(problem.severity),
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint.partition("the source is in ")[0].removesuffix("; "),  # it is on the page
    }


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends it, whatever key was pressed
    # What a library prints must not be taken for an answer.
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.environ["TZ"] = "UTC"
    quiet.begin()
    main(sys.argv[1], sys.stdin, own)
