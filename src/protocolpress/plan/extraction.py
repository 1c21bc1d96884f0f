"""What translators start from, by domain: each source, the registry with the settings, and the interface."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress import model
from protocolpress.catalogs import compiled, po, template
from protocolpress.errors import CatalogError, PressError, Problems
from protocolpress.files import Files
from protocolpress.localize import interface, phrases
from protocolpress.model import Message
from protocolpress.pages import messages as pages
from protocolpress.plan.library import catalog_path
from protocolpress.project import Project
from protocolpress.sources import parse, registry

Domains = Mapping[str, tuple[tuple[Message, ...], str]]
"""The messages of every domain, and the language they are written in."""


def templates(project: Project, files: Files, known: Domains | None = None) -> dict[str, str]:
    """Give the path and the text of every template (.pot), and of every catalog (.po) that a locale does not have yet.

    *known* is what `domains` gives, where somebody has asked already.

    A catalog that exists is never touched here. In the language that a document is written in, a fresh catalog says
    what the source says.

    Raises:
        PressError: the problems of all sources, the registry and the templates.
    """
    found: dict[str, str] = {}
    for domain, (messages, locale) in (domains(project, files) if known is None else known).items():
        pot = template.write(domain, messages)
        found[f"locales/{domain}.pot"] = pot
        for target in project.locales:
            path = catalog_path(target, domain)
            if not files.exists(path):
                found[path] = template.to_po(pot, target, source=target == locale)
    return found


def domains(project: Project, files: Files) -> dict[str, tuple[tuple[Message, ...], str]]:
    """Give the messages of every domain, and the language they are written in."""
    problems = Problems()
    found: dict[str, tuple[tuple[Message, ...], str]] = {}
    try:
        found["interface"] = ((*pages.extract(files), *phrases.MESSAGES), interface.SOURCE_LOCALE)
    except PressError as mistake:
        problems.add(*mistake.problems)
    names = model.messages(registry.read(files, problems))
    found["registry"] = ((*model.messages(project), *names), project.source_locale)
    for document_id in parse.find(files):
        try:
            document = parse.parse(files, document_id, locales=project.locales, source_locale=project.source_locale)
        except PressError as mistake:
            problems.add(*mistake.problems)
        else:
            found[document_id] = (model.messages(document), document.locale)
    if problems.errors:
        raise PressError(*problems)
    return found


def compile_all(files: Files) -> dict[str, bytes]:
    """Give the path and the bytes of a .mo for every catalog.

    Raises:
        CatalogError: the problems of all catalogs.
    """
    problems = Problems()
    found: dict[str, bytes] = {}
    for path in files.glob("locales/*/LC_MESSAGES/*.po"):
        parsed = po.parse(files.read(path), path, problems)
        if not problems.errors:
            found[path.removesuffix(".po") + ".mo"] = compiled.write(parsed)
    if problems.errors:
        raise CatalogError(*problems)
    return found
