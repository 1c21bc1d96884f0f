"""Judge each PDF of a release: with our own checks as tasks of the engine, so in parallel and once, and with veraPDF.

In: tasks that make PDFs, or their files. Out: tasks whose failure is the verdict, and problems. A task sees one PDF;
its links to other PDFs are checked when all of them exist.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import posixpath
from collections.abc import Collection, Mapping, Sequence

from protocolpress.build.task import Inputs, Task
from protocolpress.errors import Problem, Problems
from protocolpress.pdf import verify
from protocolpress.pdf.verify import verapdf

USES = ("pypdf", "fontTools")

SITE = "site/"


def name(path: str) -> str:
    """Return the name of the task that judges the PDF at *path*."""
    return f"verdict:{path}"


def tasks(made: Sequence[Task]) -> list[Task]:
    """Plan a verdict on each PDF made by the tasks *made*."""
    return [
        Task(
            name=name(one.output),
            action=Inspect(path=one.output),
            needs=(one.name,),
            uses=USES,
        )
        for one in made
        if is_judged(one.output)
    ]


def is_judged(path: str) -> bool:
    """Whether a file is a PDF to be judged: one that the site has, too, is judged once."""
    return path.endswith(".pdf") and not path.startswith(SITE)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """Find the faults of the PDF at *path* below the output folder."""

    path: str

    def __call__(self, given: Inputs) -> bytes:
        """Return the other files to which its links lead, as JSON."""
        asked = set()

        def exists(name: str) -> bool:
            asked.add(posixpath.normpath(posixpath.join(posixpath.dirname(self.path), name)))
            return True

        (data,) = given.needs.values()
        given.problems.add(*verify.inspect(data, self.path, exists))
        return json.dumps(sorted(asked), ensure_ascii=False).encode()


def links(stage: pathlib.Path, asked: Mapping[str, bytes | None], known: Collection[str]) -> tuple[Problem, ...]:
    """Report links to files that are not *known*; *asked* are the results of `Inspect` by the PDF's path."""
    problems = Problems()
    for path, answer in asked.items():
        if answer is None or not set(json.loads(answer)) <= set(known):

            def exists(name: str, home: str = posixpath.dirname(path)) -> bool:
                return posixpath.normpath(posixpath.join(home, name)) in known

            problems.add(*verify.inspect(verify.read(stage / path), path, exists))
    return tuple(problems)


def standards(stage: pathlib.Path, paths: Sequence[str]) -> tuple[Problem, ...]:
    """Ask veraPDF about the files *paths* below *stage*."""
    found = verapdf.judge([stage / path for path in paths])
    named = {str(stage / path): path for path in paths}
    return tuple(
        dataclasses.replace(
            problem,
            position=dataclasses.replace(
                problem.position, path=named.get(problem.position.path, problem.position.path)
            ),
        )
        for problem in found
    )
