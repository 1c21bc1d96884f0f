"""Fixtures for all tests; a record that WeasyPrint logs and nobody listens to fails the test it came in."""

from __future__ import annotations

import difflib
import logging
import os
import pathlib
import signal
from collections.abc import Callable, Iterator

import hypothesis
import pytest

import support_pki
from support import ROOT, Press

hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""A change is judged by the same examples everywhere; `HYPOTHESIS_PROFILE=search` looks for others."""

DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
"""Real files from elsewhere, too many to be kept here: catalogs, newsletters, parallel texts."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files with what the program gives now")


def pytest_sessionstart() -> None:
    """Make sure tests can interrupt what they start: a run in the background, or under nohup, inherits ignored signals."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the key of tests away from the user's own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def golden(accept: bool) -> Callable[[pathlib.Path, str], None]:
    """Compare text with a golden file, or, with --accept, write it there."""

    def compare(place: pathlib.Path, text: str) -> None:
        if accept:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
            return
        expected = place.read_text("utf-8") if place.exists() else ""
        lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), str(place), "now", lineterm="")
        if expected != text:
            pytest.fail(
                "\n".join([*lines, "", "if this is right: pytest --accept, and review the diff"]), pytrace=False
            )

    return compare


@pytest.fixture(scope="session")
def data() -> pathlib.Path:
    """Return the folder of real files, or skip the test and say why."""
    if not DATA.is_dir():
        pytest.skip(f"there is no folder {DATA}: set PROTOCOLPRESS_DATA")
    return DATA


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[support_pki.Authorities]:
    """Return authorities for certificates and time stamps, which answer on this machine."""
    made = support_pki.Authorities(tmp_path_factory.mktemp("pki"))
    yield made
    made.close()


@pytest.fixture
def press(tmp_path: pathlib.Path) -> Press:
    """Return an empty folder for a project."""
    root = tmp_path / "project"
    root.mkdir()
    return Press(root)


@pytest.fixture
def sample(press: Press) -> Press:
    """Return a project with one event and one protocol, complete in both languages."""
    return press.fill()


@pytest.fixture(autouse=True)
def _no_stray_records() -> Iterator[None]:
    """Fail where WeasyPrint warned and no code of ours took notice: such a warning reaches no user."""
    records: list[str] = []

    class Stray(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    handler = Stray(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert not records, f"stray log records of weasyprint: {records}"
