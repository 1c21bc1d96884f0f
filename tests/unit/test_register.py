"""The register of actions: what is open or overdue at a date, for each who has something to do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

from protocolpress import plan, project
from protocolpress.build import task
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.pdf.typefaces import FONTS
from protocolpress.plan import actions
from support import ROOT

TEMPLATES = tuple(f"templates/{path.name}" for path in (ROOT / "templates").glob("*.html"))
SHIPPED: dict[str, bytes | str] = {path: DiskFiles(ROOT).read(path) for path in (*FONTS, *TEMPLATES)}

TABLE = """
{.actions}
| What | Who | When | State |
| --- | --- | --- | --- |
| Write the [report](#one) | @north, @ann | 2012-06 | open |
| =1+1 | @south | 2012-08-15 | |
| Read | @south | 2012-05 | done |
| Forget | @south | 2012-05 | dropped |
"""

FILES = {
    "protocolpress.toml": """
locales = ["en", "ru"]
[group]
name = "G"
[parties.south]
name = "South"
signature = "For South"
order = 2
[parties.north]
name = "North"
signature = "For North"
order = 1
[markings.closed]
text = "Closed"
""",
    "sources/registry/people.yaml": "ann: {name: Ann Abel}\n",
    "sources/protocols/a.md": f"---\ntitle: First\nnumber: 1\ndate: 2012-03-01\n---\n\n## One {{#one}}\n{TABLE}",
    "sources/protocols/b.md": f"---\ntitle: Quiet\nnumber: 2\ndate: 2012-03-01\nmarking: closed\n---\n{TABLE}",
    "sources/protocols/c.md": "---\ntitle: Later\nnumber: 3\ndate: 2013-03-01\n---\n{.actions}\n"
    "| What | Who | When |\n| --- | --- | --- |\n| Later | @ann | 2014 |\n",
}


def made(date: str, edition: str = "en", *, table: bool = False) -> str:
    files = MemoryFiles(SHIPPED | FILES)
    whole = _planned(files, date)
    name = f"actions:{edition}:{'csv' if table else 'page'}"
    (one,) = (each for each in whole.tasks if each.name == name)
    assert isinstance(one.action, actions.MakeRegister)
    result = task.perform(one.action, files, {})
    assert not [problem for problem in result.problems if problem.severity.name == "ERROR"]
    assert result.data is not None
    return result.data.decode("utf-8-sig")


def _planned(files: MemoryFiles, date: str) -> plan.Plan:
    settings = project.read(files)
    found = {one.name: task.perform(one.action, files, {}).data for one in plan.surveys(settings, files)}
    return plan.make(settings, found, date=dt.date.fromisoformat(date), only="actions")


def rows(html: str) -> list[list[str]]:
    """Return the headings and the rows of a page, in order."""
    found = re.findall(r"<h2.*?</h2>|<tr.*?</tr>", html, re.DOTALL)
    cells = (re.findall(r"<(?:h2|td).*?>(.*?)</(?:h2|td)>", one, re.DOTALL) for one in found)
    words = ([" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in row] for row in cells)
    return [row for row in words if row]


def test_each_has_what_is_open_or_overdue_at_the_date() -> None:
    assert rows(made("2012-07-01")) == [
        ["North"],
        ["Write the report", "North and Ann Abel", "June 2012", "overdue", "First"],
        ["South"],
        ["=1+1", "South", "August 15, 2012", "open", "First"],
        ["Ann Abel"],
        ["Write the report", "North and Ann Abel", "June 2012", "overdue", "First"],
    ]


def test_on_its_last_day_an_action_is_not_overdue() -> None:
    assert [row[3] for row in rows(made("2012-06-30")) if len(row) > 3] == ["open"] * 3


def test_a_later_document_is_not_in_it_and_a_closed_one_never() -> None:
    assert "Later" not in made("2012-07-01")
    assert "Later" in made("2013-07-01")
    assert "Quiet" not in made("2013-07-01")


def test_the_document_is_a_link_and_words_of_an_action_are_none() -> None:
    links = re.findall(r'href="([^"]*)"', made("2012-07-01").partition("<body")[2])
    assert set(links) == {"protocolpress:en/protocols/a"}


def test_a_table_has_all_actions_and_no_formulas() -> None:
    head, *found = csv.reader(io.StringIO(made("2012-07-01", table=True)))
    assert head == ["ID", "Action", "Owner", "Due", "State", "Document"]
    assert [row[4] for row in found] == ["done", "dropped", "overdue", "open"]
    assert found[3] == ["protocols/a", "'=1+1", "South", "2012-08-15", "open", "First"]


def test_without_actions_the_page_says_so() -> None:
    empty = "---\ntitle: B\nnumber: 2\ndate: 2011\n---\n"
    files = MemoryFiles(SHIPPED | FILES | {"sources/protocols/b.md": empty})
    whole = _planned(files, "2011-12-31")
    (one,) = (each for each in whole.tasks if each.name == "actions:en:page")
    data = task.perform(one.action, files, {}).data
    assert data is not None
    assert "Nothing is to be done." in data.decode()


def test_the_register_is_planned_only_where_it_is_asked_for() -> None:
    files = MemoryFiles(SHIPPED | FILES)
    assert not [one for one in plan.whole(project.read(files), files).tasks if one.name.startswith("actions:")]
