"""Write one entry of a catalog, whatever happens to the file meanwhile.

In: a change. Out: what is on the disk.

The file is replaced whole, and only if it is still the one that was read; if not, it is read again and the change is
made in it. So nobody's work is overwritten: not git's, not another editor's, not another tab's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from protocolpress.catalogs import po, saving
from protocolpress.catalogs.saving import Clash, Key, Saved, Work
from protocolpress.desk.refusals import RefusedError
from protocolpress.desk.shelf import Catalog, Shelf
from protocolpress.errors import PressError, Problems, Severity

ATTEMPTS = 20
"""Maximum number of times that a file may change between reading and writing before we give up."""


def store(
    shelf: Shelf, locale: str, domain: str, change: tuple[Key, Work, Work], *, who: str, now: Callable[[], dt.datetime]
) -> tuple[Saved | Clash, Catalog]:
    """Make a *change*, a message with what was seen and what is wanted, and return the result with the catalog.

    With `credit` in the settings, the header names *who*, and the time *now*.

    Raises:
        RefusedError: the catalog has errors, the change is impossible, or the file cannot be written.
    """
    for _ in range(ATTEMPTS):
        catalog = shelf.catalog(locale, domain)
        try:
            result = saving.save(catalog.file, *change)
        except ValueError as mistake:
            raise RefusedError(400, "forms", str(mistake)) from mistake
        if isinstance(result, Clash) or result.file is catalog.file:
            return result, catalog
        if shelf.project.desk.credit:
            when = now().astimezone().strftime("%Y-%m-%d %H:%M%z")
            result = _credited(result, who, when)
        data = po.serialize(result.file)
        _prove(data, catalog)
        try:
            shelf.files.write(catalog.path, data, read={catalog.path: catalog.data})
        except PressError as mistake:
            if any(problem.rule == "changed-meanwhile" for problem in mistake.problems):
                continue
            raise RefusedError(500, "cannot-write", "; ".join(map(str, mistake.problems))) from mistake
        shelf.touch()
        return result, shelf.catalog(locale, domain)
    raise RefusedError(409, "busy", "another program keeps changing the catalog; try again")


def _credited(saved: Saved, who: str, when: str) -> Saved:
    return Saved(
        file=saving.credited(saved.file, who, when), entry=saved.entry, merged=saved.merged, recoded=saved.recoded
    )


def _prove(data: bytes, before: Catalog) -> None:
    """Read what would be written, and refuse it if it has an error that the catalog did not have."""
    problems = Problems()
    po.parse(data, before.path, problems, content=Severity.WARNING)
    known = {(problem.rule, problem.message) for problem in before.problems}
    for problem in problems.errors:
        if (problem.rule, problem.message) not in known:
            raise RefusedError(400, problem.rule, f"{problem.message}: {problem.hint}")
