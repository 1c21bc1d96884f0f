"""Make a release: check, build, verdicts, manifest, and finally the rename.

In: a project's folder and a date. Out: `dist/<date>/`, or the problems that prevented it. A change to one of the
project's files in the meantime is one of them: the checked files, the built files and the manifest must agree.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

from protocolpress import __version__, files, plan, project
from protocolpress.build import cache, recording, run
from protocolpress.build.cache import Cache
from protocolpress.build.jobserver import JobServer
from protocolpress.build.pool import Limits
from protocolpress.build.progress import Progress
from protocolpress.errors import BuildError, FilesError, Position, PressError, Problem, Problems, Severity, error
from protocolpress.files import DiskFiles
from protocolpress.pdf.verify import verapdf
from protocolpress.plan import checking, coverage
from protocolpress.project import Project
from protocolpress.release import bill, folder, manifest, provenance, verdicts, verifying
from protocolpress.release.manifest import Manifest, Released

HOME = "dist"
"""The folder of releases, below the project's folder."""

UNPUBLISHED = "html/"
"""Outputs that readers do not need: the pages from which PDFs are made."""

PROJECT = (project.PATH, "sources/*", "seals/*", "locales/*", "templates/*", "fonts/*")
"""The inputs of a release, as patterns."""

Drawing = Callable[[str], AbstractContextManager[Callable[[Progress], None]]]
"""Displays a step with the given title."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRequest:
    """A request for a release, and its resources."""

    date: dt.date
    verapdf: bool = True
    """Whether veraPDF is used, which the manifest records."""
    fresh: bool = False
    """Whether the cache is ignored."""
    jobs: int = 1
    limits: Limits = dataclasses.field(default_factory=Limits)
    """Limits for each document."""
    server: JobServer | None = None
    """Job server that may allow fewer jobs for a while."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """The results of the build below the stage."""

    digests: Mapping[str, str]
    """By the path of the file, as all of them."""
    closed: frozenset[str]
    """The documents that are not public, by id: nothing that is released may name them."""
    inputs: Mapping[str, provenance.Inputs]
    tools: Mapping[str, str]
    """By the tool's name."""

    @property
    def pdfs(self) -> tuple[str, ...]:
        """The paths of the PDFs, without the site's copies."""
        return tuple(path for path in self.digests if verdicts.is_judged(path))


def make(
    root: pathlib.Path, request: ReleaseRequest, *, holder: str, tell: Callable[[str], None], draw: Drawing
) -> bool:
    """Make the release of *request* below *root*; return False if it already exists with the same bytes.

    *holder* tells another run who holds the project; *tell* is called if this one must wait.

    Raises:
        PressError: the problems why there is no release.
    """
    if request.verapdf and (lacking := verapdf.missing()):
        raise BuildError(lacking)
    disk = DiskFiles(root)
    before = _snapshot(disk)
    _check(disk, request, draw)
    with (
        cache.opened(root, holder, fresh=request.fresh, tell=tell) as kept,
        folder.staging(root / HOME, kept.key, root=root) as stage,
    ):
        settings = project.read(disk)
        built = _build(settings, disk, request, kept, stage, draw)
        _strict(verdicts.standards(stage, built.pdfs) if request.verapdf else ())
        _describe(settings, disk, request, built, stage)
        _strict((*verifying.check(stage), *_changed(before, _snapshot(disk))))
        return publish(stage, root / HOME / request.date.isoformat(), root=root)


def _check(disk: DiskFiles, request: ReleaseRequest, draw: Drawing) -> None:
    """Refuse everything that `check --strict` refuses, and less translation than the settings require."""
    with draw("Checking") as step:
        found = Problems(checking.check(disk, jobs=request.jobs, progress=step, is_own=disk.is_own))
    _strict(found)
    settings = project.read(disk)
    coverage.check(settings, coverage.measure(settings, disk, found), found)
    _strict(found)


def _strict(found: Iterable[Problem]) -> None:
    """Refuse everything but notes."""
    serious = [problem for problem in found if problem.severity is not Severity.NOTE]
    if serious:
        raise BuildError(*serious)


def _build(
    settings: Project, disk: DiskFiles, request: ReleaseRequest, kept: Cache, stage: pathlib.Path, draw: Drawing
) -> _Built:
    """Build the readers' files below *stage*, and judge each PDF, reusing the engine's cache."""
    with run.opened(disk, kept, jobs=request.jobs, limits=request.limits, server=request.server) as session:
        surveys = session.results(plan.surveys(settings, disk))
        whole = plan.make(settings, surveys, date=request.date, public=True)
        made = [
            dataclasses.replace(one, output="") if one.output.startswith(UNPUBLISHED) else one for one in whole.tasks
        ]
        tasks = (*made, *verdicts.tasks(made))
        with draw("Releasing") as step:
            # The wanted outputs are named, so that a later build finds its own traces.
            outcome = session.run(
                tasks, output=stage, recorded=False, wanted=[one.name for one in tasks], progress=step
            )
    _strict(outcome.problems)
    traces = {one.name: trace for one in tasks if (trace := kept.log.trace(one.name))}
    inputs = provenance.inputs(traces)
    built = _Built(
        digests=outcome.outputs,
        closed=plan.closed(settings, surveys),
        inputs={one.output: inputs[one.name] for one in made if one.output},
        tools=provenance.tools(traces),
    )
    asked = {path: kept.store.get(traces[verdicts.name(path)].output) for path in built.pdfs}
    _strict(verdicts.links(stage, asked, built.digests))
    return built


def _describe(settings: Project, disk: DiskFiles, request: ReleaseRequest, built: _Built, stage: pathlib.Path) -> None:
    """Write the bill of materials, manifest.json and SHA256SUMS."""
    judges = (verapdf.PACKAGE,) if request.verapdf else ()
    parts = bill.write(built.tools, extras=(*judges, *settings.fonts.packages))
    files.write(stage / bill.NAME, parts, root=disk.root)
    own = (project.PATH, recording.digest(disk.read(project.PATH)))
    released = [
        Released(
            path=path,
            size=(stage / path).stat().st_size,
            sha256=digest,
            made_from=tuple(sorted(name for name, _ in {own, *built.inputs[path]})),
        )
        for path, digest in built.digests.items()
    ]
    released.append(Released(path=bill.NAME, size=len(parts), sha256=recording.digest(parts)))
    shown = coverage.without(coverage.measure(settings, disk, Problems()), built.closed)
    text = manifest.write(
        Manifest(
            date=request.date.isoformat(),
            locales=settings.locales,
            editions=settings.editions,
            coverage=coverage.data(shown, settings),
            verdicts={"protocolpress": True} | dict.fromkeys(verapdf.STANDARDS.values(), request.verapdf),
            tools={"protocolpress": __version__, **built.tools},
            inputs=dict({own}.union(*built.inputs.values())),
            files=tuple(released),
        )
    )
    sums = {**manifest.sums_of(released), manifest.MANIFEST: recording.digest(text)}
    files.write(stage / manifest.MANIFEST, text, root=disk.root)
    files.write(stage / manifest.SUMS, manifest.write_sums(sums), root=disk.root)


def publish(stage: pathlib.Path, target: pathlib.Path, *, root: pathlib.Path | None = None) -> bool:
    """Rename the folder *stage* to its final name; return whether that name was free.

    Raises:
        FilesError: it cannot be renamed, or a folder with other bytes has the name; each file that differs is reported.
    """
    there = folder.contents(target) if target.is_dir() and not target.is_symlink() else {}
    there = {path: entry for path, entry in there.items() if path != manifest.SIGNATURE}
    if not there:
        folder.publish(stage, target, root=root)
        return True
    if differences := tuple(_differences(target, there, folder.contents(stage))):
        raise FilesError(*differences)
    return False


def _differences(
    target: pathlib.Path, there: Mapping[str, folder.FolderEntry], now: Mapping[str, folder.FolderEntry]
) -> Iterator[Problem]:
    """Report each difference between an existing release and one made now."""
    hint = "a release is never changed: choose another date, or move this folder away if it has not been published yet"
    for path in sorted({*there, *now}):
        if there.get(path) == now.get(path):
            continue
        what = (
            "not contain this file" if path not in now else "add this file" if path not in there else "change this file"
        )
        yield error(Position(str(target / path)), "other-release", f"a release made now would {what}", hint)


def _snapshot(disk: DiskFiles) -> dict[str, str]:
    """Return the digests of the project's files; unreadable ones are reported by the check."""
    found = {}
    for pattern in PROJECT:
        with contextlib.suppress(PressError):
            for path in disk.glob(pattern):
                with contextlib.suppress(PressError):
                    found[path] = recording.digest(disk.read(path))
    return found


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Problem]:
    for path in sorted({*before, *now}):
        if before.get(path) != now.get(path):
            message = "the file was changed by another program during the release"
            yield error(Position(path), "changed-meanwhile", message, "run the command again")
