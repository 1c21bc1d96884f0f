"""Everything that is wrong with a project, in one run: settings, sources, registry, translations, page templates.

In: the files of a project. Out: problems, sorted. Pages are made and thrown away, because only then is every word
localized and every template filled in; nothing is written and nothing is set as a PDF. What a build would fail on is an
error; what nobody uses or what is out of date is a warning.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from protocolpress import markup, plan, project
from protocolpress.build import run
from protocolpress.build.progress import Progress
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import PoFile
from protocolpress.checks import typography
from protocolpress.checks.rule import Context
from protocolpress.errors import Position, PressError, Problem, Problems
from protocolpress.files import Files
from protocolpress.model import Document, Message
from protocolpress.pages import renderer
from protocolpress.plan import extraction, translations
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.sources import parse

DOMAINS = ("interface", "registry")
"""The domains that belong to no source."""

ENOUGH = 100
"""Pages that this process makes sooner than workers start."""

TITLES = re.compile(r"\b(title|heading)\b")
"""What the comment of a message says that is a title."""

BOTH = frozenset({"lost-footnote", "placeholder-mismatch", "raw-html"})
"""Rules that pages apply to the texts that they print, and `checks` to all."""


def check(files: Files, *, jobs: int, progress: Callable[[Progress], None]) -> tuple[Problem, ...]:
    """Find every problem of a project."""
    problems = Problems()
    parsed = _catalogs(files, problems)
    _templates(files, problems)
    try:
        settings = project.read(files)
    except PressError as mistake:
        problems.add(*mistake.problems)
        return tuple(problems)
    pages = Problems()
    _pages(settings, files, jobs, progress, pages)
    every = translations.catalogs(settings, files, parsed)
    problems.add(*translations.check(every, translations.context(settings, files, problems)))
    compared = _extraction(settings, files, problems)
    paths = frozenset(one.path for one in every)
    problems.add(*(one for one in pages if not _is_told(one, paths, compared=compared)))
    _orphans(files, problems)
    _unused(settings, files, problems)
    return tuple(problems)


def check_catalogs(files: Files, contents: Mapping[str, bytes], *, source_locale: str = "en") -> tuple[Problem, ...]:
    """Find every problem of some catalogs, by path, and errors of what they are compared with: registry, glossary.

    Those in their place in the project are judged with what it knows; of others, *source_locale* is the language of
    msgid.
    """
    problems = Problems()
    every, context = _named(files, contents, source_locale, problems)
    problems.add(*translations.check(every, context))
    return tuple(problems)


def fix(files: Files, contents: Mapping[str, bytes], *, source_locale: str = "en") -> dict[str, bytes]:
    """Mend the translations in some catalogs, by path, as far as that is safe; give those that differ then."""
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
            settings = project.read(files)
            every = translations.catalogs(settings, files, parsed)
            context = translations.context(settings, files, known := Problems())
            problems.add(*known.errors)  # what is wrong with the glossary is not compared with
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
    """Tell whether what a page reports was said of its catalog: text by text, or by comparing it with the sources."""
    if problem.rule == "untranslated":
        return compared
    return problem.rule in BOTH and problem.position.path in checked


def _catalogs(files: Files, problems: Problems) -> dict[str, PoFile]:
    """Read every catalog, also those that no build reads."""
    parsed = {}
    for path in files.glob("locales/*.po"):
        try:
            parsed[path] = po.parse(files.read(path), path, problems)
        except PressError as mistake:
            problems.add(*mistake.problems)
    return parsed


def _templates(files: Files, problems: Problems) -> None:
    """Compile every page template, also those that no page uses."""
    compiler = renderer.HtmlRenderer(files)
    for path in files.glob(f"{renderer.FOLDER}/*.html"):
        try:
            compiler.check(path.removeprefix(f"{renderer.FOLDER}/"))
        except PressError as mistake:
            problems.add(*mistake.problems)


def _pages(
    settings: Project, files: Files, jobs: int, progress: Callable[[Progress], None], problems: Problems
) -> None:
    """Make the pages of all documents in all editions, for what they report."""
    try:
        tasks = [task for task in plan.whole(settings, files).tasks if task.name.startswith("html:")]
    except PressError as mistake:
        problems.add(*mistake.problems)
        return
    unwritten = [dataclasses.replace(task, output="") for task in tasks]
    workers = jobs if len(tasks) > ENOUGH else 1
    outcome = run.run(unwritten, files, output=pathlib.Path(), jobs=workers, progress=progress)
    problems.add(*outcome.problems)


def _extraction(settings: Project, files: Files, problems: Problems) -> bool:
    """Compare the templates of translators with what extraction would write now; tell whether that could be done."""
    try:
        domains = extraction.domains(settings, files)
        texts = extraction.templates(settings, files, domains)
    except PressError as mistake:
        problems.add(*mistake.problems)
        return False
    for messages, _ in domains.values():
        _invisible(messages, problems)
    for path, text in texts.items():
        if path == "locales/interface.pot" and not files.exists(path):
            continue  # the program's own words; a project has their template only where it changes them
        position = Position(path)
        if not path.endswith(".pot"):
            problems.warning(position, "missing-catalog", "there is no such catalog yet", "run: protocolpress update")
        elif not files.exists(path) or files.read(path) != text.encode():
            message = "the template is out of date" if files.exists(path) else "there is no such template yet"
            problems.warning(position, "stale-template", message, "run: protocolpress update")
    return True


def _invisible(messages: Iterable[Message], problems: Problems) -> None:
    """Report characters of sources that nobody sees."""
    for message in messages:
        title = TITLES.search(message.comment) is not None
        if found := markup.invisible(f"{message.msgid}{message.plural}", title=title):
            hint = "take it out, or type the words anew: it came with pasted text"
            fact = f"{typography.INVISIBLE}: {found}"
            problems.warning(message.position, "invisible-character", fact, hint)


def _orphans(files: Files, problems: Problems) -> None:
    """Report catalogs and their templates whose source is gone."""
    known = {*DOMAINS, *parse.find(files)}
    for path in (*files.glob("locales/*.po"), *files.glob("locales/*.pot")):
        domain = re.sub(r"^locales/([^/]+/LC_MESSAGES/)?|\.pot?$", "", path)
        if domain not in known:
            hint = "move it to where its source went, or remove it"
            problems.warning(Position(path), "orphan-catalog", f"there is no source {domain}", hint)


def _unused(settings: Project, files: Files, problems: Problems) -> None:
    """Report annexes and pictures that nothing uses; a source with mistakes may use anything, so then nothing."""
    library = Library(files, settings, Problems())
    documents: list[Document] = []
    for document_id in parse.find(files):
        try:
            documents.append(library.parse(document_id))
        except PressError:
            return
    listed = {annex for document in documents for annex in document.annexes}
    for document in documents:
        if document.kind == "annex" and document.id not in listed:
            hint = f"add it to a protocol: annexes: [{document.id}]"
            problems.warning(Position(parse.path_of(document.id)), "unused-annex", "no protocol has this annex", hint)
    shown = {f"sources/{document.photo.file}" for document in documents if document.photo}
    shown |= {f"sources/{document.file}" for document in documents if document.file}
    for path in files.glob("sources/media/*"):
        if path not in shown and not path.rpartition("/")[2].startswith("."):
            hint = "remove it, or show it: photo: {file: …}"
            problems.warning(Position(path), "unused-picture", "no source shows this picture", hint)
