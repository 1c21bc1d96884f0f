"""Templates for translators: one for each source, for the registry with the settings, and for the interface."""

from __future__ import annotations

from protocolpress import languages
from protocolpress.catalogs import compiled, po, template
from protocolpress.errors import CatalogError, Problems
from protocolpress.files import Files
from protocolpress.plan.library import Library, catalog_path


def templates(library: Library) -> dict[str, str]:
    """Return the text of every template (.pot), and of every catalog (.po) that a locale lacks, by path.

    Existing catalogs are never changed here. In the language of a document, a fresh catalog contains the source texts.

    Raises:
        PressError: the problems of all sources, the registry and the templates.
    """
    found: dict[str, str] = {}
    for domain, (messages, locale) in library.domains().items():
        pot = template.write(domain, messages)
        found[f"locales/{domain}.pot"] = pot
        for target in library.project.locales:
            path = catalog_path(target, domain)
            own_words = domain == "interface" and target != locale and languages.is_same(target, locale)
            if not library.files.exists(path) and not own_words:  # British English uses the American English texts
                found[path] = template.to_po(pot, target, source=target == locale)
    return found


def compile_all(files: Files) -> dict[str, bytes]:
    """Return the path and the bytes of a .mo for every catalog.

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
