"""What is new since a release: documents that it lacks, and those whose words have changed, not merely their files."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json

import pytest
from pypdf import PdfWriter
from pypdf.generic import TextStringObject

from protocolpress import project
from protocolpress.errors import Problems, ProjectError
from protocolpress.files import HeldFiles, MemoryFiles
from protocolpress.plan import news
from protocolpress.plan.library import Library

TOML = 'news_since = 2012-03-01\nlocales = ["en"]\neditions = ["en"]\n[group]\nname = "G"\n'
SOURCE = "---\ntitle: {title}\nnumber: 1\ndate: 2012-02-01\n---\n\nThe period is {period} days.\n"


def pdf(name: str, text: str) -> bytes:
    """Return a PDF that carries a source."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    added = writer.add_attachment(f"{name}.md", text.encode())
    added.description = TextStringObject(f"Source protocols/{name}")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def released(**sources: str) -> dict[str, bytes | str]:
    """Return the files of a release of protocols, by the names of their sources."""
    paths = {f"pdf/en/protocols/{name}.pdf": pdf(name, text) for name, text in sources.items()}
    inputs = {
        f"sources/protocols/{name}.md": hashlib.sha256(text.encode()).hexdigest() for name, text in sources.items()
    }
    known = {"inputs": inputs, "files": [{"path": path} for path in paths]}
    place = "dist/2012-03-01"
    return {f"{place}/manifest.json": json.dumps(known), **{f"{place}/{path}": data for path, data in paths.items()}}


def found(release: dict[str, bytes | str], **sources: str) -> tuple[dict[str, news.News], list[str]]:
    own = {f"sources/protocols/{name}.md": text for name, text in sources.items()}
    files = HeldFiles({"protocolpress.toml": TOML, **own, **release})
    settings, problems = project.read(files), Problems()
    library = Library(files, settings, Problems(), printed=False)
    columns = [library.localized(library.parse(f"protocols/{name}"), "en") for name in sources]
    return news.find(files, settings, columns, problems), [problem.rule for problem in problems]


A = SOURCE.format(title="A", period=30)


def test_new_and_changed_documents_are_told_from_those_that_only_have_other_files() -> None:
    release = released(a=A, b=A, c=A)
    commented = A.replace("number: 1", "number: 1   # a comment")
    changed = A.replace("30 days", "60 days")
    assert found(release, a=A, b=commented, c=changed, d=A) == ({"protocols/c": "changed", "protocols/d": "new"}, [])


def test_a_release_whose_pdf_has_no_source_counts_other_files_as_a_change() -> None:
    release = released(a=A)
    release["dist/2012-03-01/pdf/en/protocols/a.pdf"] = b"damaged"
    assert found(release, a=A) == ({}, [])
    assert found(release, a=A.replace("30", "31"))[0] == {"protocols/a": "changed"}


@pytest.mark.parametrize("text", ["[]", "{", '{"inputs": {}, "files": [1]}', "[" * 100_000])
def test_a_manifest_in_another_form_is_a_problem(text: str) -> None:
    assert found({"dist/2012-03-01/manifest.json": text}, a=A) == ({}, ["bad-manifest"])


def test_a_missing_release_is_a_problem() -> None:
    assert found({}, a=A) == ({}, ["missing-release-file"])


def test_without_the_setting_nothing_is_read() -> None:
    files = MemoryFiles({"protocolpress.toml": TOML.partition("\n")[2]})
    settings = project.read(files)
    assert settings.news_since is None
    assert news.find(files, settings, (), Problems()) == {}


@pytest.mark.parametrize("value", ['"2012-03-01"', "2012", "2012-03-01T10:00:00", "[2012-03-01]"])
def test_the_setting_is_a_day(value: str) -> None:
    files = MemoryFiles({"protocolpress.toml": TOML.replace("2012-03-01", value, 1)})
    with pytest.raises(ProjectError, match="news_since is not a day"):
        project.read(files)
    assert project.read(MemoryFiles({"protocolpress.toml": TOML})).news_since == dt.date(2012, 3, 1)
