"""The public Python interface: open a publication, check, build and release it; verify PDFs and releases.

`catalogs` has what translators do, `documents` what authors do, and `projects` starts and cleans a folder.

In: folders and frozen requests. Out: typed results; a failure is a `PressError` with all its problems. Nothing is
printed; of the environment only the home folder is looked up, where no outputs are written, and the clock is not read.
A build in the main thread handles SIGINT and the like where nothing can be left half done, and restores the handlers;
no other state of the process changes. docs/api.md shows the use.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import hashlib
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from protocolpress.errors import BuildError, FilesError, Problem, Problems, Severity

if TYPE_CHECKING:  # heavy: each method imports its own needs
    from protocolpress.api.signatures import Trusting
    from protocolpress.build.cache import Cache
    from protocolpress.build.jobserver import JobServer as JobServer
    from protocolpress.build.pool import Limits as Limits
    from protocolpress.build.progress import Progress as Progress
    from protocolpress.build.run import Outcome, Session
    from protocolpress.compare.values import Comparison
    from protocolpress.files import DiskFiles
    from protocolpress.plan.coverage import Count as Count
    from protocolpress.plan.coverage import Locale as Locale
    from protocolpress.signing.values import Report

Step = Callable[["Progress"], None]


class UnknownNameError(ValueError):
    """A document, an edition or a locale that the publication does not have."""

    def __init__(self, what: str, name: str, known: Sequence[str]) -> None:
        """Return the error for a *name* that is not *known*; *what* is its kind: "document"."""
        super().__init__(f"there is no {what} {name}")
        self.what = what
        self.name = name
        self.known = tuple(known)


class UnsafeOutputError(ValueError):
    """A folder for outputs that has another purpose, such as the folder of sources or the project itself."""

    def __init__(self, folder: pathlib.Path, reason: str) -> None:
        """Report the *reason* why *folder* cannot be used."""
        super().__init__(f"{folder} cannot hold outputs: {reason}")
        self.folder = folder
        self.reason = reason


@contextlib.contextmanager
def _undrawn(title: str) -> Iterator[Step]:
    del title
    yield lambda _: None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Receives the events of a run; by default nobody does."""

    tell: Callable[[str], None] = lambda _: None
    """Called when a run waits for another one of the same project."""
    explain: Callable[[str], None] = lambda _: None
    """Called with the reason why a step is out of date, before it is performed."""
    draw: Callable[[str], AbstractContextManager[Step]] = _undrawn
    """Opens a display for a phase, "Building"; its result is called with the progress of the phase."""


QUIET = Listener()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The resources of a run."""

    jobs: int | None = 1
    """Number of documents at once; None, for a cluster, means as many as its workers can process."""
    limits: Limits | None = None
    """Limits for each document; None means the defaults."""
    server: JobServer | None = None
    """GNU make's job server, which may allow fewer jobs for a while."""
    cluster: str = ""
    """The address of a Dask scheduler; empty for this machine."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """The requested outputs; by default everything."""

    ids: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    only: str = ""
    """A kind: "html", "pdf", "compendium", "site"."""
    date: dt.date | None = None
    """The compendium's date; by default that of the newest source."""
    output: pathlib.Path | None = None
    """The output folder; by default build/ in the project."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A folder for readers, and whether it is new or already existed with the same bytes."""

    folder: pathlib.Path
    is_new: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Translation figures by locale; the problems are broken catalogs and missed minimums."""

    locales: tuple[Locale, ...]
    problems: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The items that were judged, and their problems."""

    files: tuple[pathlib.Path, ...]
    """PDFs."""
    releases: tuple[pathlib.Path, ...]
    """Folders of releases."""
    passing: tuple[pathlib.Path, ...]
    """Files and releases without errors; no files if veraPDF was requested and is missing."""
    problems: tuple[Problem, ...]
    signatures: Mapping[pathlib.Path, Report] = dataclasses.field(default_factory=dict)
    """The signatures of those files that have any."""

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The changes between two versions of a publication."""

    old: str
    """The name of the old version, for people."""
    new: str
    documents: tuple[Comparison, ...]
    """The documents that changed, or those that were asked for, in the order of their ids."""
    notes: tuple[str, ...] = ()
    """Remarks about what a version lacks."""


class Publication:
    """A project's folder. Nothing is read before a method needs it, and nothing is kept between two calls."""

    def __init__(self, root: pathlib.Path | str) -> None:
        """Open the publication in the folder *root*."""
        self.root = pathlib.Path(root)

    @property
    def files(self) -> DiskFiles:
        """The files of the project, with those that the program ships as a second layer."""
        from protocolpress.files import DiskFiles

        return DiskFiles(self.root)

    def check(self, *, jobs: int = 1, listener: Listener = QUIET) -> tuple[Problem, ...]:
        """Return every problem of settings, sources, registry, catalogs and page templates, sorted."""
        from protocolpress.plan import checking

        with listener.draw("Checking") as step:
            return checking.check(files := self.files, jobs=jobs, progress=step, is_own=files.is_own)

    def coverage(self, *, locales: Sequence[str] = (), ids: Sequence[str] = ()) -> Coverage:
        """Return how much is translated in *locales* of the documents *ids*, by default in all.

        Raises:
            PressError: the problems of the settings, the sources, the registry and the templates.
            UnknownNameError: there is no such locale or document.
        """
        from protocolpress import project
        from protocolpress.plan import coverage
        from protocolpress.sources import parse

        files, problems = self.files, Problems()
        settings = project.read(files)
        known("locale", locales, settings.locales)
        known("document", ids, ("interface", "registry", *parse.find(files)))
        found = coverage.measure(settings, files, problems, locales=locales, ids=ids)
        if not ids:
            coverage.check(settings, found, problems)
        return Coverage(locales=found, problems=tuple(problems))

    def compare(self, old: str, new: str = "", *, ids: Sequence[str] = (), edition: str = "") -> Difference:
        """Compare two versions of the documents *ids*, by default of all, the languages of *edition* first.

        A version is named by a folder (of a publication or of a release), a day (its release, or else the last commit
        until then), or a revision of git; an empty name is the publication as it is now.

        Raises:
            PressError: there is no such version, or one of them has errors without which there would be no text.
            UnknownNameError: neither version has such a document, or the new one has no such edition.
        """
        from protocolpress import project
        from protocolpress.plan import comparing
        from protocolpress.release import versions

        before, after = (versions.find(self.root, name) for name in (old, new))
        known("document", ids, tuple(dict.fromkeys((*comparing.documents(before), *comparing.documents(after)))))
        if edition:
            known("edition", (edition,), project.read(after.files).editions)
        found = comparing.compare(before, after, ids=ids, edition=edition)
        return Difference(old=before.name, new=after.name, documents=found, notes=(*before.notes, *after.notes))

    def build(
        self,
        request: BuildRequest | None = None,
        *,
        resources: Resources | None = None,
        wait: bool = True,
        holder: str = "a program",
        listener: Listener = QUIET,
    ) -> Outcome:
        """Build what has changed since the last build, and what depends on it.

        *holder* tells another run of the project who this is; without *wait*, a project held by another run is an
        error.

        Raises:
            PressError: the problems why something could not be built; what could be is there.
            UnknownNameError: there is no such document or edition.
            UnsafeOutputError: outputs would lie among sources, say, or around the project; nothing is built.
        """
        from protocolpress import plan, project
        from protocolpress.build import cache, canonical
        from protocolpress.build.recording import RecordingFiles
        from protocolpress.build.run import Question
        from protocolpress.plan import destination, paths

        request = request or BuildRequest()
        output = request.output or self.root / "build"
        if request.output and (reason := destination.refusal(self.root, request.output)):
            raise UnsafeOutputError(request.output, reason)
        ids, editions, only, date = request.ids, request.editions, request.only, request.date
        asked = RecordingFiles(self.files)
        settings = project.read(asked)
        surveys = plan.surveys(settings, asked)
        words = canonical.text((ids, editions, only, date), set())
        question = Question(words=words, everything=not (ids or editions or only), dependencies=asked.dependencies())
        with (
            cache.opened(self.root, holder, wait=wait, tell=listener.tell) as kept,
            self._session(kept, resources or Resources()) as session,
        ):
            outcome = session.unchanged(question, output=output, folders=paths.FOLDERS)
            if outcome is None:
                with listener.draw("Reading") as step:
                    found = session.results(surveys, progress=step, explain=listener.explain)
                whole = plan.make(settings, found, date=date, only=only)
                known("document", ids, whole.ids)
                known("edition", editions, whole.editions)
                with listener.draw("Building") as step:
                    outcome = session.run(
                        whole.tasks,
                        output=output,
                        folders=paths.FOLDERS,
                        wanted=whole.choose(ids, editions, only),
                        question=question,
                        progress=step,
                        explain=listener.explain,
                    )
        if not outcome.ok:
            raise BuildError(*outcome.problems)
        return outcome

    def preview(
        self,
        ids: Sequence[str],
        sheets: Sequence[tuple[str, str]] = (),
        *,
        holder: str = "a desk",
        listener: Listener = QUIET,
    ) -> Outcome:
        """Build what the translator's desk shows, below build/desk, without compendia: pages first, then PDFs.

        *ids* are documents whose pages are wanted, in all languages, and the files that pages share; *sheets* are PDFs,
        each an edition and an id. What the publication does not have is left out. The outcome may have errors.

        Raises:
            PressError: the problems of the settings, or that there is no source.
        """
        from protocolpress import plan, project
        from protocolpress.build import cache
        from protocolpress.plan import preview

        settings = project.read(self.files)
        surveys = plan.surveys(settings, self.files)
        with cache.opened(self.root, holder, tell=listener.tell) as kept, self._session(kept, Resources()) as session:
            planned = preview.make(settings, session.results(surveys, explain=listener.explain))
            with listener.draw("Building") as step:
                return session.run(
                    planned.tasks,
                    output=self.root / preview.FOLDER,
                    wanted=planned.choose(ids, sheets),
                    progress=step,
                    explain=listener.explain,
                )

    @contextlib.contextmanager
    def _session(self, kept: Cache, given: Resources) -> Iterator[Session]:
        """Open a session of this machine, or of a cluster."""
        from protocolpress.build import run
        from protocolpress.build.pool import Limits

        limits = given.limits or Limits()
        if not given.cluster:
            with run.opened(self.files, kept, jobs=given.jobs or 1, limits=limits, server=given.server) as session:
                yield session
            return
        from protocolpress.build import cluster
        from protocolpress.plan import tasks

        libraries = sorted({*tasks.PAGES, *tasks.PDFS})
        with cluster.opened(
            self.files, kept, given.cluster, libraries=libraries, jobs=given.jobs, limits=limits
        ) as session:
            yield session

    def release(
        self,
        date: dt.date,
        *,
        verapdf: bool = True,
        fresh: bool = False,
        resources: Resources | None = None,
        holder: str = "a program",
        listener: Listener = QUIET,
    ) -> Release:
        """Check, build and verify everything, and put it into dist/*date*, whole or not at all.

        With *fresh*, the cache of earlier builds is ignored.

        Raises:
            PressError: the problems why there is no release; a warning is enough.
        """
        from protocolpress.build.pool import Limits
        from protocolpress.release import making

        given = resources or Resources()
        asked = making.ReleaseRequest(
            date=date,
            verapdf=verapdf,
            fresh=fresh,
            jobs=given.jobs or 1,
            limits=given.limits or Limits(),
            server=given.server,
        )
        is_new = making.make(self.root, asked, holder=holder, tell=listener.tell, draw=listener.draw)
        return Release(folder=self.root / making.HOME / date.isoformat(), is_new=is_new)


def limits(memory: int | None = None, seconds: int | None = None) -> Limits:
    """Return limits for each document, in MiB and in seconds; None means the default."""
    from protocolpress import limits as usual
    from protocolpress.build.pool import Limits

    chosen = memory is not None or seconds is not None
    return Limits(memory=memory or usual.MEMORY, seconds=seconds or usual.SECONDS, chosen=chosen)


def verify(
    paths: Sequence[pathlib.Path],
    *,
    verapdf: bool = True,
    root: pathlib.Path | None = None,
    trusting: Trusting | None = None,
) -> Verdict:
    """Verify PDFs and releases: files, or folders with PDFs in them; a release is also compared with its lists.

    Signatures are judged by the settings of the project in *root*, and by *trusting*.
    """
    from protocolpress.api import signatures as judging
    from protocolpress.pdf import verify as own
    from protocolpress.pdf.verify import verapdf as validator
    from protocolpress.release import verifying

    files = tuple(file for path in paths for file in pdfs(path))
    releases = tuple(place for path in paths for place in _folders(path) if verifying.is_release(place))
    problems, passing, signatures = Problems(), [], dict[pathlib.Path, "Report"]()
    for place in releases:
        found, signature = verifying.check(place), judging.judged_release(place, root=root, trusting=trusting)
        if signature is not None:
            signatures[signature[0]] = signature[1]
            found += signature[1].problems
        problems.add(*found)
        passing += [] if any(problem.severity is Severity.ERROR for problem in found) else [place]
    first = dict[bytes, pathlib.Path]()  # a website has copies, and veraPDF is slow
    copies = dict[pathlib.Path, pathlib.Path]()
    judged = functools.partial(judging.judged, root=root, trusting=trusting, releases=releases)
    for file in files:
        try:
            data = own.read(file)
        except FilesError as refused:
            problems.add(*refused.problems)
        else:
            copies[file] = first.setdefault(hashlib.sha256(data).digest(), file)
            problems.add(*own.inspect(data, str(file), functools.partial(_stands_beside, file)))
            if report := judged(data, file):
                signatures[file] = report
                problems.add(*report.problems)
    if verapdf and (first or not files):
        problems.add(*validator.judge(tuple(first.values())))
    failed = {problem.position.path.split(", page ")[0] for problem in problems.errors}
    failed |= {str(file) for file, one in copies.items() if str(one) in failed}
    if not any(problem.rule == "no-verapdf" for problem in problems):
        passing += [file for file in files if str(file) not in failed]
    return Verdict(
        files=files, releases=releases, passing=tuple(passing), problems=tuple(problems), signatures=signatures
    )


def known(what: str, given: Sequence[str], names: Sequence[str]) -> None:
    """Raise `UnknownNameError` for a *given* name that is not one of *names*; *what* is its kind, "document"."""
    for name in given:
        if name not in names:
            raise UnknownNameError(what, name, names)


def _stands_beside(file: pathlib.Path, name: str) -> bool:
    return (file.parent / name).is_file()


def pdfs(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Yield a file, or the PDFs in a folder and its subfolders, in the order of their names."""
    if path.is_file():
        yield path
    else:
        yield from sorted(place for place in path.rglob("*.pdf") if place.is_file())


def _folders(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Yield a folder and its subfolders; a hidden one is an unfinished release."""
    if path.is_dir():
        yield path
        yield from sorted(place for place in path.iterdir() if place.is_dir() and not place.name.startswith("."))
