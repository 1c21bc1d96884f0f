from __future__ import annotations

import pathlib
import re
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pymorphy3
import pytest
from bench import build, checks, engine, legal_faults, measure, peers, plot, publication, report, to_typst

from protocolpress import project
from protocolpress.checks import run as rules
from protocolpress.checks.rule import Context
from protocolpress.errors import Severity
from protocolpress.files import DiskFiles
from protocolpress.plan import checking


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    place = tmp_path_factory.mktemp("publication")
    publication.write(place, publication.EVERY)
    return place


def test_a_publication_has_its_documents_and_nothing_is_wrong_with_it(folder: pathlib.Path) -> None:
    names = [path.relative_to(folder / "sources").parts[0] for path in folder.glob("sources/*/*.md")]
    assert sorted(names) == ["events"] + ["protocols"] * publication.EVERY
    assert project.read(DiskFiles(folder)).editions == ("en", "ru", "en-ru", "ru-en")
    found = checking.check(DiskFiles(folder), jobs=1, progress=lambda _: None)
    assert not [problem for problem in found if problem.severity is Severity.ERROR]
    assert {problem.rule for problem in found} <= {"unused-picture", "not-sealed"}


def test_a_source_is_the_same_every_time_and_like_no_other() -> None:
    first, again, other = publication.protocol(7), publication.protocol(7), publication.protocol(8)
    assert first == again
    assert first.text != other.text
    assert "$" not in first.text + "".join(first.words.values())


def test_every_text_is_translated(folder: pathlib.Path) -> None:
    for place in folder.glob("locales/ru/LC_MESSAGES/*/*.po"):
        assert 'msgstr ""\n\n' not in place.read_text("utf-8").partition("\n\n")[2]
        assert re.search("[а-я]{5}", place.read_text("utf-8"))


def test_what_is_done_to_a_project_can_be_taken_back(tmp_path: pathlib.Path) -> None:
    subject = engine.Subject(tmp_path / "2", 2)
    subject.make()
    before = contents(subject.project)
    for change in (engine.message, engine.remark, engine.rule, engine.source):
        for run in (0, 1):
            known = contents(subject.project)
            change(subject, run)
            assert contents(subject.project) != known, change
    assert len(contents(subject.project)) == len(before) + 4  # one source with its catalogs, not two
    engine.restore(subject)
    assert contents(subject.project) == before


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(place.relative_to(folder)): place.read_bytes() for place in folder.rglob("*") if place.is_file()}


def test_memory_of_a_child_is_not_that_of_the_command(tmp_path: pathlib.Path) -> None:
    child = "x = b'x' * 80_000_000; import time; time.sleep(1)"
    cost = measure.run([sys.executable, "-c", f"import subprocess, sys; {call(child)}"], cwd=tmp_path)
    assert cost.worker > 80 > cost.main > 0
    assert cost.seconds >= 1


def call(program: str) -> str:
    return f"subprocess.run([sys.executable, '-c', {program!r}])"


def test_a_command_that_fails_is_no_measurement(tmp_path: pathlib.Path) -> None:
    with pytest.raises(measure.Failed, match=r"ended with 3:\nwhy"):
        measure.run([sys.executable, "-c", "import sys; print('why', file=sys.stderr); sys.exit(3)"], cwd=tmp_path)


def test_the_machine_is_named_and_no_path_of_it() -> None:
    known = measure.machine()
    assert known["Processor"]
    assert not any("/" in value and value.startswith("/") for value in known.values())


PAGE = """<html lang="en"><head><title>A "title"</title><link href="/templates/print.css"></head><body>
<div class="running" data-left="Left" data-right="Право"></div>
<table class="columns"><thead><tr><th>English</th><th>Русский</th></tr></thead><tbody>
<tr><td><p>Words <em>and</em> a note<span class="footnote">of # [this]</span></p></td><td><p>Слова</p></td></tr>
</tbody></table><img src="/sources/media/0.png" alt="A picture"></body></html>"""


def test_a_page_becomes_a_typst_file() -> None:
    made = to_typst.convert(PAGE, root="../")
    assert '#set document(title: "A \\"title\\"")' in made
    assert '#table(columns: (1fr,) * 2, table.header([#"English";], [#"Русский";],' in made
    assert '#"Words ";#emph[#"and";];#" a note";#footnote[#"of # [this]";];' in made
    assert '#image("../sources/media/0.png", width: 100%, alt: "A picture")' in made


def test_pages_are_made_ready_for_others(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    build_folder = tmp_path / "build"
    page = build_folder / "html/en/protocols/a.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, "utf-8")
    assert peers.prepare(build_folder, folder, tmp_path / "peers") == 1
    made = tmp_path / "peers/html/en/protocols/a.html"
    for address in re.findall(r'(?:href|src)="([^"]*)"', made.read_text("utf-8")):
        assert (made.parent / address).resolve().is_file(), address
    sheet = tmp_path / "peers/templates/print.css"
    for address in re.findall(r"url\(([^)]*)\)", sheet.read_text("utf-8")):
        assert (sheet.parent / address).resolve().is_file(), address


def costs(*seconds: float) -> list[dict[str, float]]:
    return [{"seconds": one, "cpu": one, "main": 100, "worker": 300, "together": 500} for one in seconds]


def results() -> dict[str, Any]:
    found = report.empty({"Processor": "one"}, "1")
    found["costs"] = {
        "100": {"cold": costs(100, 110, 90), "nothing": costs(0.4), "message": costs(5), "weasyprint": costs(500)},
        "1000": {"cold": costs(1000)},
    }
    found["peers"] = {"100": {"weasyprint": {"pages": 7}}}
    found["missing"] = {"typst": "not installed: typst"}
    found["unmeasured"] = [[1000, "message, run 1", "the time was up"]]
    return found


def test_the_page_says_what_was_measured_what_not_and_whether_aims_are_met(tmp_path: pathlib.Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"Before.\n\n{report.START}\nearlier\n{report.END}\nAfter.\n", "utf-8")
    report.write(page, results())
    text = page.read_text("utf-8")
    assert text.startswith("Before.\n\n<!-- bench -->\n\nMeasured on: Processor one.")
    assert text.endswith("<!-- end of bench -->\nAfter.\n")
    assert "earlier" not in text
    assert "| everything, from nothing | 1.7 min (3 ×) | 16.7 min (1 ×) |" in text
    assert "| a message edited | 5.00 s, 1/20 (1 ×) | – |" in text
    assert "WeasyPrint's command | 5.00 × | yes |" in text
    assert "| N = 100: a message edited in less than 1/25 of cold | 1/20 | **no** |" in text
    assert "| growth from 100 to 1,000 no worse than N^1.1 | N^1.00 | yes |" in text
    assert "Left out: Typst" in text
    assert "Not measured, 1,000 protocols: message, run 1: the time was up." in text
    ET.fromstring((tmp_path / "performance.svg").read_text("utf-8"))  # noqa: S314 - our own
    report.write(page, results())
    assert page.read_text("utf-8") == text


def test_a_line_leads_from_point_to_point() -> None:
    drawn = plot.svg([plot.Panel(title="s", lines={"a": [(10, 1), (1000, 100)]})], across="N")
    points = re.search(r'points="([^"]*)"', drawn)
    assert points
    (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in points[1].split())
    assert (x1, y2) == (plot.LEFT, plot.TOP)
    assert (x2, y1) == (plot.WIDTH - plot.RIGHT, plot.HEIGHT - plot.BOTTOM)


def test_what_would_not_end_in_time_is_left_out(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    monkeypatch.setattr(measure, "machine", lambda: {"Processor": "one"})
    options = build.parser().parse_args(["--minutes", "1", "--sizes", "10", "100"])
    bench = build.Bench(options)
    bench.results["costs"] = {"10": {"cold": costs(30)}}
    assert not bench._no_time(10, "cold")  # noqa: SLF001
    assert "takes about 5 minutes" in bench._no_time(100, "cold")  # noqa: SLF001


def test_the_bench_goes_on_where_it_was_only_for_the_same_program(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    monkeypatch.setattr(measure, "machine", lambda: {"Processor": "one"})
    options = build.parser().parse_args([])
    first = build.Bench(options)
    first.results["costs"] = {"10": {"cold": costs(1)}}
    first._keep()  # noqa: SLF001
    assert build.Bench(options).results["costs"] == first.results["costs"]
    assert build.Bench(build.parser().parse_args(["--fresh"])).results["costs"] == {}
    monkeypatch.setattr(build, "version", lambda: "another")
    assert build.Bench(options).results["costs"] == {}


def test_faults_of_legal_sense_are_planted_into_twenty_sentences_of_each_kind() -> None:
    pymorphy3.MorphAnalyzer(lang="uk")  # which other tests load before: its grammemes replace those of Russian
    pairs = checks.legal()
    for name, ids, plant in legal_faults.KINDS:
        texts = {pair.source: {*plant(pair)} - {pair.target} for pair in pairs}
        assert sum(map(bool, texts.values())) >= 20, name
        assert {*ids.split()} <= {rule.id for rule in rules.ALL}


def test_nothing_is_found_in_the_good_sentences() -> None:
    found = [str(one) for one in rules.run(checks.legal(), Context()) if one.severity is not Severity.NOTE]
    assert not found
