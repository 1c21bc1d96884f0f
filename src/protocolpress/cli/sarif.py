"""Problems as SARIF 2.1.0 (OASIS), a format for findings that code review tools and editors read.

In: problems. Out: one run as JSON. Paths become relative addresses below %SRCROOT%, the project's folder; descriptions
of rules are taken from the table in docs/checks.md, if that is available.
"""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from protocolpress import __version__, files
from protocolpress.cli import output
from protocolpress.errors import Position, Problem, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def write(found: Sequence[Problem], table: str | None = None) -> str:
    """Write *found* as the only run of a log; *table* is the text that describes the rules, by default our own."""
    described = _described(_table() if table is None else table)
    rules = sorted({problem.rule for problem in found})
    driver = {
        "name": "protocolpress",
        "semanticVersion": __version__,
        "rules": [_rule(rule, described) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules.index(problem.rule)) for problem in found],
    }
    return output.as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, described: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    says, helps = described.get(rule, (rule.replace("-", " "), ""))
    return {
        "id": rule,
        "shortDescription": {"text": says},
        **({"help": {"text": helps}} if helps else {}),
    }


def _result(problem: Problem, index: int) -> dict[str, Any]:
    """Describe a problem; its severities are SARIF's levels (3.27.10)."""
    hint = f"\n{visible(problem.hint)}" if problem.hint else ""
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": f"{visible(problem.message)}{hint}"},
        "locations": [{"physicalLocation": _location(problem.position)}],
    }


def _location(position: Position) -> dict[str, Any]:
    """Describe a place (3.29); an absolute path is an address of its own."""
    place = pathlib.PurePath(position.path)
    artifact = (
        {"uri": place.as_uri()}
        if place.is_absolute()
        else {"uri": quote(os.fsencode(position.path)), "uriBaseId": "%SRCROOT%"}
    )
    if not position.line:
        return {"artifactLocation": artifact}
    region = {"startLine": position.line, **({"startColumn": position.column} if position.column else {})}
    return {"artifactLocation": artifact, "region": region}


def _table() -> str:
    """Return docs/checks.md; an installed program may be without it."""
    place = files.shipped() / "docs" / "checks.md"
    return place.read_text("utf-8") if place.is_file() else ""


def _described(table: str) -> dict[str, tuple[str, str]]:
    """Read the description of each rule and what to do from the rows of a table."""
    return {match[1]: (match[2], match[3]) for match in ROW.finditer(table)}
