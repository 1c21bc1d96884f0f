"""A library reads once: `check` parses each source and each catalog one time, whoever asks for it."""

from __future__ import annotations

import collections
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from protocolpress import project
from protocolpress.catalogs import po
from protocolpress.errors import Problems, Severity, SourceError
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.plan import checking, documents, memo
from protocolpress.plan.library import Library
from protocolpress.sources import parse, registry
from support import ROOT

if TYPE_CHECKING:
    import pathlib

    from protocolpress.model import HtmlPage
    from protocolpress.pages.renderer import HtmlRenderer

LEAST = '[group]\nname = "G"\n'


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> collections.Counter[str]:
    """Count what is parsed, by path, from now on."""
    memo.kept.clear()
    counted: collections.Counter[str] = collections.Counter()
    for module, name, place in ((parse, "parse", 1), (po, "parse", 1), (registry, "read", None)):
        plain = getattr(module, name)

        def counting(*args: Any, plain: Any = plain, place: int | None = place, **keywords: Any) -> Any:  # noqa: ANN401
            counted["registry" if place is None else args[place]] += 1
            return plain(*args, **keywords)

        monkeypatch.setattr(module, name, counting)
    return counted


def test_check_reads_everything_once(tmp_path: pathlib.Path, reads: collections.Counter[str]) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "skeleton", root)
    assert checking.check(DiskFiles(root), jobs=1, progress=lambda _: None) == ()
    known = {path.relative_to(root).as_posix() for path in root.glob("locales/**/*.po")}
    sources = {path.relative_to(root / "sources").with_suffix("").as_posix() for path in root.glob("sources/*/*.md")}
    assert {*known, *sources, "registry"} <= {*reads}
    assert {name: number for name, number in reads.items() if number != 1} == {}


def test_a_source_with_mistakes_is_read_once_and_is_one_for_everybody(reads: collections.Counter[str]) -> None:
    files = MemoryFiles({"sources/events/a.md": "no front matter\n", "protocolpress.toml": LEAST})
    library = Library(files, project.read(files), Problems())
    told = []
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            library.parse("events/a")
        told.append(caught.value.problems)
    assert told[0] == told[1]
    assert reads["events/a"] == 1


def test_what_a_document_reports_does_not_reach_the_library_and_mistakes_of_files_do() -> None:
    text = "---\ntitle: Title\ndate: 2012-03-01\nplace: nowhere\n---\nText\n"
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Text"\nmsgstr "x\n'
    path = "locales/ru/LC_MESSAGES/events/a.po"
    files = MemoryFiles({"sources/events/a.md": text, path: catalog, "protocolpress.toml": LEAST})
    of_files, of_document = Problems(), Problems()
    library = Library(files, project.read(files), of_files, printed=False)
    view = library.reporting(of_document)
    view.localized(view.parse("events/a"), "ru")
    assert {problem.position.path for problem in of_files} == {path}
    assert "unknown-id" in {problem.rule for problem in of_document}
    assert not {problem.rule for problem in of_document} & {problem.rule for problem in of_files}


def test_check_renders_an_edition_that_only_has_another_order_only_where_templates_are_the_projects_own(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "skeleton", root)
    rendered: list[str] = []
    plain = documents.page

    def page(library: Library, renderer: HtmlRenderer, document_id: str, edition: str) -> HtmlPage:
        rendered.append(edition)
        return plain(library, renderer, document_id, edition)

    monkeypatch.setattr(documents, "page", page)
    files = DiskFiles(root)
    editions = project.read(files).editions
    assert {"en-ru", "ru-en"} <= {*editions}
    for own in (None, files.is_own):
        checking.check(files, jobs=1, progress=lambda _: None, is_own=own)
        assert {*rendered} == {*editions} - ({"ru-en"} if own else set())
        rendered.clear()
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "certificates.html").write_text("{% if locales[0] == 'ru' %}{{ nothing }}{% endif %}\n")
    found = checking.check(files, jobs=1, progress=lambda _: None, is_own=files.is_own)
    assert {problem.rule for problem in found if problem.severity is Severity.ERROR} == {"template-error"}
    assert {*rendered} == {*editions}
