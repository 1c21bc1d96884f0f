"""The example in pairs and a triple of languages: built at once, right by veraPDF, and read as text.

The views are of one brief and one protocol each: the words of each sheet. `pytest --accept` rewrites them.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from protocolpress.pdf import facts, verify
from protocolpress.pdf.verify import verapdf
from support import Press

HERE = pathlib.Path(__file__).parent
DOCUMENT = "2012-05-15-exampleton"

PUBLICATIONS = {
    # the languages of the example, the edition of the brief, that of the protocol
    "en,fr": ("fr", "en-fr"),
    "fr,de": ("de", "fr-de"),
    "en,kk": ("kk", "kk-en"),
    "uk,en": ("uk", "uk-en"),
    "en,fr,es": ("es", "es-fr"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[pathlib.Path]]:
    """Return the brief and the protocol of each publication."""
    root = tmp_path_factory.mktemp("languages")
    found = {}
    for wanted, (brief, protocol) in PUBLICATIONS.items():
        Press(root).run("init", "--languages", wanted, wanted, code=0)
        press = Press(root / wanted)
        if protocol not in press.read("protocolpress.toml"):  # of three languages, a pair is made where it is asked for
            press.replace("protocolpress.toml", "editions = [", f'editions = ["{protocol}", ')
        assert press.build("-e", brief, "-e", protocol, "--only", "pdf").err == ""
        places = (f"{brief}/events/{DOCUMENT}.pdf", f"{protocol}/protocols/{DOCUMENT}.pdf")
        found[wanted] = [root / wanted / "build/pdf" / place for place in places]
    return found


@pytest.mark.parametrize("wanted", PUBLICATIONS)
def test_a_publication_in_other_languages(
    wanted: str, built: dict[str, list[pathlib.Path]], golden: Callable[[pathlib.Path, str], None]
) -> None:
    views = []
    for place, edition in zip(built[wanted], PUBLICATIONS[wanted], strict=True):
        data = place.read_bytes()
        assert not verify.inspect(data, place.name, lambda _: True)
        views += [f"══ {edition}: {place.parent.name} ══\n", *(f"{page.strip()}\n" for page in facts.text(data))]
    golden(HERE / f"expected.{wanted.replace(',', '-')}.txt", "".join(views))


def test_all_of_them_are_right_by_verapdf(built: dict[str, list[pathlib.Path]]) -> None:
    if verapdf.missing() is not None:
        pytest.skip("veraPDF or Java is not installed")
    assert not verapdf.judge([place for places in built.values() for place in places])
