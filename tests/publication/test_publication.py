"""A publication with every kind of document, date and place that officials asked for; all of it is invented.

It is built in all editions, and every PDF is verified; the words of each are in `expected.<document>.txt`, and what the
register of actions says in `expected.actions.csv`. `pytest --accept` rewrites them.
"""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Callable

import pytest

from protocolpress.pdf import facts
from support import Press

HERE = pathlib.Path(__file__).parent

DOCUMENTS = (
    *("events/2009-first", "events/2012-05-14-session", "events/2012-06-12-call", "events/2012-06-ice"),
    *("protocols/2012-05-15-minutes", "protocols/2012-07-01-memorandum", "protocols/2012-09-01-aide"),
    "protocols/2012-12-31-annual",
)

CLOSED = "2012-07-01-memorandum"

Compare = Callable[[pathlib.Path, str], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the publication, built without a warning."""
    root = tmp_path_factory.mktemp("publication") / "project"
    shutil.copytree(HERE / "project", root)
    press = Press(root)
    assert press.build().err == ""
    return press


def pages(data: bytes) -> str:
    """Return the words of each page."""
    return "".join(f"── page {number} ──\n{text.strip()}\n" for number, text in enumerate(facts.text(data), 1))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_words_of_a_document(document: str, built: Press, golden: Compare) -> None:
    data = built.data(f"build/pdf/en-ru/{document}.pdf")
    golden(HERE / f"expected.{document.rpartition('/')[2]}.txt", pages(data))


def test_the_register_of_actions(built: Press, golden: Compare) -> None:
    golden(HERE / "expected.actions.csv", built.read("build/actions/actions-2012-12-31-en.csv").replace("\r", ""))


def test_every_group_has_a_compendium_and_no_public_file_names_what_is_closed(built: Press) -> None:
    made = built.files("build")
    volumes = {path.removeprefix("build/compendium/compendium-2012-12-31-") for path in made if "/compendium/" in path}
    groups = ("", "data-", "ice-")
    assert {f"{group}{edition}.pdf" for group in groups for edition in ("en", "ru", "en-ru")} <= volumes
    for path in made:
        if path.startswith(("build/site/", "build/compendium/")):
            assert CLOSED not in path
            assert CLOSED.encode() not in built.data(path)


def test_every_pdf_is_verified(built: Press) -> None:
    run = built.run("verify", "--no-verapdf", "build", code=0)
    assert len(run.out.splitlines()) >= len(DOCUMENTS) * 3


def test_check_finds_nothing(built: Press) -> None:
    run = built.run("check", "--strict", code=0)
    assert run.err == ""
