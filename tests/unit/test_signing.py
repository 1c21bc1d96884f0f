"""The place for signatures: a line for each who signs, two to a row, and never two names below one line."""

from __future__ import annotations

import pathlib
import re

import pytest

from protocolpress import project
from protocolpress.errors import Problems
from protocolpress.files import MemoryFiles
from protocolpress.pages import document as page
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.plan.library import Library

ROOT = pathlib.Path(__file__).parents[2]
ID = "protocols/2012-05-15-exampleton"


def rows(signatories: str, edition: str) -> list[list[int]]:
    """Return, of each row for signatures, how many names stand below the line of each cell; 0 for an empty one."""
    folder = ROOT / "skeleton"
    found = {path: (folder / path).read_text() for path in ("protocolpress.toml", f"sources/{ID}.md")}
    found |= {
        str(path.relative_to(root)): path.read_text()
        for root, pattern in (
            (folder, "sources/registry/*.yaml"),
            (ROOT, "templates/*.*"),
            (ROOT, "locales/*/*/interface.po"),
        )
        for path in root.glob(pattern)
        if path.suffix != ".png"
    }
    found["sources/registry/people.yaml"] += "".join(
        f"\np{number}:\n  name: Person {number}\n  index: Person {number}\n" for number in range(9)
    )
    found["protocolpress.toml"] = found["protocolpress.toml"].replace(
        "[numbering]", '[parties.third]\nname = "Third"\nsignature = "For the Third"\norder = 3\n\n[numbering]'
    )
    source = found[f"sources/{ID}.md"]
    found[f"sources/{ID}.md"] = re.sub(r"(?<=signatories: ).*", signatories, source)
    files, problems = MemoryFiles(found), Problems()
    library = Library(files, project.read(files), problems, printed=False)
    columns = library.localized(library.parse(ID), edition)
    html = page.render(HtmlRenderer(files), columns, library.setup(edition, library.interface(edition))).html
    return [
        [
            cell.count('<p class="signatory"') if cell.count('class="ink"') == 1 else -cell.count("signatory")
            for cell in cells
        ]
        for table in re.findall(r'<table class="signing.*?</table>', html, re.DOTALL)
        for row in re.findall("<tr>.*?</tr>", table.partition("<tbody>")[2], re.DOTALL)
        for cells in [re.findall("<td.*?</td>", row, re.DOTALL)]
    ]


@pytest.mark.parametrize(
    ("signatories", "expected"),
    [
        ("{north: [p0], south: [p1]}", [[1, 1]]),
        ("{north: [p0], south: [p1, p2, p3]}", [[1, 1], [0, 1], [0, 1]]),
        ("{north: [p0], south: [p1], third: [p2, p3]}", [[1, 1], [1], [1]]),
        ("{north: [p0, p1, p2, p3, p4, p5], south: [p6]}", [[1, 1], *[[1, 0]] * 5]),
        ("{north: [p0]}", [[1]]),
    ],
)
def test_each_who_signs_has_a_line(signatories: str, expected: list[list[int]]) -> None:
    assert rows(signatories, "en") == expected
    both = [sorted(2 * names for names in row) for row in expected]  # the other party stands first
    assert [sorted(row) for row in rows(signatories, "ru-en")] == both
