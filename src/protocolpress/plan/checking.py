"""Every problem of a project, in one run: settings, sources, registry, translations, page templates.

In: the files of a project. Out: problems, sorted. Pages are made and discarded, because only then is every word
localized and every template filled in; nothing is written, and no PDF is made. Anything that would make a build fail is
an error; anything unused or out of date is a warning.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from protocolpress import markup, plan, project
from protocolpress.build import run, stack
from protocolpress.build.progress import Progress
from protocolpress.build.task import Inputs, Task
from protocolpress.catalogs import po
from protocolpress.checks import run as rules
from protocolpress.checks import typography
from protocolpress.checks.rule import Context
from protocolpress.errors import Position, PressError, Problem, Problems, Severity
from protocolpress.files import Files
from protocolpress.localize.interface import SOURCE_LOCALE
from protocolpress.model import Document, Message
from protocolpress.pages.renderer import FOLDER, HtmlRenderer
from protocolpress.plan import documents, extraction, translations
from protocolpress.plan.library import Library, read_catalogs
from protocolpress.project import Project, edition_locales
from protocolpress.sources import parse

DOMAINS = ("interface", "registry")
"""The domains that belong to no source."""

ENOUGH = 100
"""Number of pages that this process makes faster than workers start."""

TOGETHER = 25
"""Number of documents whose pages a worker makes at a time; the files that they share are read once."""

TITLES = re.compile(r"\b(title|heading)\b")
"""Beginning of the comment on a message that is a title."""

BOTH = frozenset({"lost-footnote", "placeholder-mismatch", "raw-html"})
"""Rules that pages apply to the texts they print, and `checks` applies to all texts."""


def check(
    files: Files,
    *,
    jobs: int,
    progress: Callable[[Progress], None],
    is_own: Callable[[str], bool] | None = None,
) -> tuple[Problem, ...]:
    """Find every problem of a project.

    *is_own* tells files of the project from those that the program ships beneath it; by default all are its own.
    """
    problems = Problems()
    _templates(files, problems)
    try:
        library = Library(files, project.read(files), problems)
    except PressError as mistake:
        read_catalogs(files, problems)
        problems.add(*mistake.problems)
        return tuple(problems)
    every = translations.catalogs(library, library.catalogs())
    own = any(map(is_own or files.exists, files.glob(f"{FOLDER}/*.html")))
    pages = _pages(library, jobs, progress, mirrored=frozenset() if own else _mirrored(library.project.editions))
    problems.add(*translations.check(every, translations.context(library)))
    compared = _extraction(library)
    paths = frozenset(one.path for one in every)
    problems.add(*(one for one in pages if not _is_told(one, paths, compared=compared)))
    _orphans(files, problems)
    _unused(library)
    return tuple(problems)


def check_catalogs(
    files: Files, contents: Mapping[str, bytes], *, source_locale: str = SOURCE_LOCALE
) -> tuple[Problem, ...]:
    """Find every problem of some catalogs, by path, and the errors of the registry and glossary they are compared with.

    Those in their place in the project are judged with what it knows; of others, *source_locale* is the language of
    msgid.
    """
    problems = Problems()
    every, context = _named(files, contents, source_locale, problems)
    problems.add(*translations.check(every, context))
    return tuple(problems)


def silent(files: Files, contents: Mapping[str, bytes] | None) -> tuple[Problem, ...]:
    """Report the rules that have no tables for a language and so skip its texts, for some catalogs or the project."""
    if contents:
        problems = Problems()
        parsed = ((path, po.parse(data, path, problems)) for path, data in contents.items())
        found = [
            (path, translations.single(path, file, problems, source_locale=SOURCE_LOCALE).locale)
            for path, file in parsed
        ]
    else:
        found = [(f"locales/{locale}", locale) for locale in project.read(files).locales]
    return tuple(
        Problem(Position(path), Severity.NOTE, "not-judged", f"{rule.id} does not judge {locale}", _NO_TABLES)
        for path, locale in found
        for rule in rules.JUDGING
        if not rule.judges(locale)
    )


_NO_TABLES = "it has no tables for this language; see docs/languages.md"


def fix(files: Files, contents: Mapping[str, bytes], *, source_locale: str = SOURCE_LOCALE) -> dict[str, bytes]:
    """Fix the translations in some catalogs, by path, where that is safe; return the changed ones."""
    every, _ = _named(files, contents, source_locale, Problems())
    return translations.fix(every)


def _named(
    files: Files, contents: Mapping[str, bytes], source_locale: str, problems: Problems
) -> tuple[tuple[translations.CheckedCatalog, ...], Context]:
    """Read catalogs by path: first those of the project, if there is one, then the others."""
    parsed = {path: po.parse(data, path, problems) for path, data in contents.items()}
    every: tuple[translations.CheckedCatalog, ...] = ()
    context = Context()
    if files.exists(project.PATH):
        try:
            library = Library(files, project.read(files), known := Problems())
            every = translations.catalogs(library, parsed)
            context = translations.context(library)
            problems.add(*known.errors)  # translations are not compared with a faulty glossary
        except PressError as mistake:
            problems.add(*mistake.problems)
    inside = {one.path for one in every}
    others = (
        translations.single(path, file, problems, source_locale=source_locale)
        for path, file in parsed.items()
        if path not in inside
    )
    return (*every, *others), context


def _is_told(problem: Problem, checked: Collection[str], *, compared: bool) -> bool:
    """Whether a problem of a page was already reported for its catalog, by text or against the sources."""
    if problem.rule == "untranslated":
        return compared
    return problem.rule in BOTH and problem.position.path in checked


def _templates(files: Files, problems: Problems) -> None:
    """Compile every page template, including unused ones."""
    compiler = HtmlRenderer(files)
    for path in files.glob(f"{FOLDER}/*.html"):
        try:
            compiler.check(path.removeprefix(f"{FOLDER}/"))
        except PressError as mistake:
            problems.add(*mistake.problems)


def _mirrored(editions: Iterable[str]) -> frozenset[str]:
    """Return the editions that have the languages of one before them, in another order.

    Their pages have the same texts and, in the program's own templates, the same markup: they report nothing new.
    """
    seen: set[frozenset[str]] = set()
    mirrored = set()
    for edition in editions:
        locales = frozenset(edition_locales(edition))
        if locales in seen:
            mirrored.add(edition)
        seen.add(locales)
    return frozenset(mirrored)


def _pages(library: Library, jobs: int, progress: Callable[[Progress], None], *, mirrored: frozenset[str]) -> Problems:
    """Make the pages of all documents in all editions and report their problems; if there are many, in workers."""
    problems = Problems()
    sources = library.documents()
    if not sources:
        problems.add(plan.no_sources())
    own = [i for i, one in sources.items() if isinstance(one, PressError) or one.kind != "annex"]
    if jobs > 1 and len(own) * len(library.project.editions) > ENOUGH:
        tasks = [
            Task(name=f"check:{ids[0]}", action=CheckPages(project=library.project, ids=ids, mirrored=mirrored))
            for ids in (tuple(own[first : first + TOGETHER]) for first in range(0, len(own), TOGETHER))
        ]
        outcome = run.run(tasks, library.files, output=pathlib.Path(), jobs=jobs, progress=progress)
        problems.add(*outcome.problems)
        return problems
    renderer = HtmlRenderer(library.files)
    for number, document_id in enumerate(own):
        progress(Progress(done={"html": number}, total={"html": len(own)}, running=(f"html:{document_id}",)))
        stack.in_one_piece(_page, library.reporting(problems), renderer, document_id, mirrored)
    return problems


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CheckPages:
    """Make the pages of documents in all editions, to report their problems; of *mirrored* ones, only the texts."""

    project: Project
    ids: tuple[str, ...]
    mirrored: frozenset[str]

    def __call__(self, given: Inputs) -> bytes:
        """Report the problems; return nothing."""
        library = Library(given.files, self.project, given.problems)
        renderer = HtmlRenderer(given.files)
        for document_id in self.ids:
            _page(library.reporting(given.problems), renderer, document_id, self.mirrored)
        return b""


def _page(library: Library, renderer: HtmlRenderer, document_id: str, mirrored: frozenset[str]) -> None:
    for edition in library.project.editions:
        try:
            if edition in mirrored:
                documents.read(library, document_id, edition)
            else:
                documents.page(library, renderer, document_id, edition)
        except PressError as mistake:
            library.problems.add(*mistake.problems)


def _extraction(library: Library) -> bool:
    """Compare the translators' templates with what extraction would write now; return whether that was possible."""
    files, problems = library.files, library.problems
    try:
        texts = extraction.templates(library)
    except PressError as mistake:
        problems.add(*mistake.problems)
        return False
    for messages, _ in library.domains().values():
        _invisible(messages, problems)
    for path, text in texts.items():
        if path == "locales/interface.pot" and not files.exists(path):
            continue  # the program's own words; a project has a template of them only if it changes them
        position = Position(path)
        if not path.endswith(".pot"):
            problems.warning(
                position, "missing-catalog", "this catalog does not exist yet", "run: protocolpress update"
            )
        elif not files.exists(path) or files.read(path) != text.encode():
            message = "the template is out of date" if files.exists(path) else "this template does not exist yet"
            problems.warning(position, "stale-template", message, "run: protocolpress update")
    return True


def _invisible(messages: Iterable[Message], problems: Problems) -> None:
    """Report invisible characters in sources."""
    for message in messages:
        title = TITLES.search(message.comment) is not None
        if found := markup.invisible(f"{message.msgid}{message.plural}", title=title):
            hint = "delete it, or retype the words: it came with pasted text"
            fact = f"{typography.INVISIBLE}: {found}"
            problems.warning(message.position, "invisible-character", fact, hint)


def _orphans(files: Files, problems: Problems) -> None:
    """Report catalogs and their templates whose source is gone."""
    known = {*DOMAINS, *parse.find(files)}
    for path in (*files.glob("locales/*.po"), *files.glob("locales/*.pot")):
        domain = re.sub(r"^locales/([^/]+/LC_MESSAGES/)?|\.pot?$", "", path)
        if domain not in known:
            hint = "if its source was renamed, rename it too; otherwise remove it"
            problems.warning(Position(path), "orphan-catalog", f"there is no source {domain}", hint)


def _unused(library: Library) -> None:
    """Report unused annexes and pictures; if a source has errors, report none, because it may use any of them."""
    found = library.documents().values()
    sources = [one for one in found if isinstance(one, Document)]
    if len(sources) < len(found):
        return
    problems = library.problems
    listed = {annex for document in sources for annex in document.annexes}
    for document in sources:
        if document.kind == "annex" and document.id not in listed:
            hint = f"add it to a protocol: annexes: [{document.id}]"
            problems.warning(Position(parse.path_of(document.id)), "unused-annex", "no protocol has this annex", hint)
    shown = {f"sources/{document.photo.file}" for document in sources if document.photo}
    shown |= {f"sources/{document.file}" for document in sources if document.file}
    shown |= {f"sources/{group.emblem}" for group in library.project.groups.values()}
    for path in library.files.glob("sources/media/*"):
        if path not in shown and not path.rpartition("/")[2].startswith("."):
            hint = "remove it, or show it: photo: {file: …}"
            problems.warning(Position(path), "unused-picture", "no source shows this picture", hint)
