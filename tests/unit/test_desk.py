"""What the desk shows of a message: places, states, differences, terms, offers, findings, what is printed."""

from __future__ import annotations

import asyncio
import pathlib

import pytest

from protocolpress import project
from protocolpress.catalogs import po, suggest
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.checks.rule import Context, Term
from protocolpress.checks.terms import Glossary, Use
from protocolpress.desk.hub import MOST, Hub, Page
from protocolpress.desk.shell import SHIPPED, Shell, reader
from protocolpress.errors import Position, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.plan import desk, proofs
from protocolpress.plan.library import Library, catalog_path
from support import ROOT

PROTOCOL = "protocols/2012-03-30-specimen"


@pytest.fixture(scope="module")
def library() -> Library:
    files = DiskFiles(ROOT)
    return Library(files, project.read(files), Problems())


@pytest.fixture(scope="module")
def file() -> PoFile:
    path = catalog_path("ru", PROTOCOL)
    return po.parse((ROOT / path).read_bytes(), path, Problems())


def test_a_message_is_cited_in_the_readers_language_and_found_on_the_page(library: Library, file: PoFile) -> None:
    folder = desk.folder(library, PROTOCOL, {})
    found = {}
    for locale in ("en", "ru", "fr"):
        rows = desk.rows(library, file, folder, "ru", locale)
        row = next(row for row in rows if row.entry.msgid.startswith("The duty to warn"))
        found[locale] = row.cited
        assert row.place.anchor == "protocols.2012-03-30-specimen.communications-4"
        assert "пунктом\xa01 настоящей статьи" in row.printed
    assert found == {"en": "Article\xa06(4)", "ru": "пункт\xa04 статьи\xa06", "fr": found["fr"]}
    assert found["fr"].endswith("article\xa06")


def test_references_are_offered_by_name_with_the_noun_left_to_the_translator(library: Library, file: PoFile) -> None:
    folder = desk.folder(library, PROTOCOL, {})
    entry = next(entry for entry in file.entries if entry.msgid.startswith("The duty to warn"))
    found = desk.referred(library, folder, entry, "ru")
    assert found[0] == desk.Reference(cited="пункт\xa01 статьи\xa06", written="[пункт {}](#communications/1)")
    assert [one.written for one in found[1:]] == ["[подпункт {}](#scope/2/a)", "[пункт {}](#utilization/3)"]


def test_a_text_on_trial_has_findings_with_fixes_and_what_it_prints(library: Library, file: PoFile) -> None:
    folder = desk.folder(library, PROTOCOL, {})
    entry = next(entry for entry in file.entries if entry.msgid.startswith("Each Party shall keep on duty"))
    text = "Сторона  обеспечивает дежурство - [круглосуточно](#nowhere/1)"
    typed = proofs.typed(entry, (text,))
    case = desk.case_of(folder, typed, "ru.po", "ru", desk.place_of(folder, entry), file.header)
    found = {one.problem.rule: one.fixed for one in proofs.findings(case, Context())}
    assert found["double-space"] == (text.replace("  ", " "),)
    assert found["added-target"] == ()
    words, wrong = proofs.printed(case, desk.setting_of(library, folder, "ru"))
    assert words == ("Сторона  обеспечивает дежурство\xa0— круглосуточно",)
    assert [one.rule for one in wrong] == ["unknown-reference"]
    assert proofs.findings(desk.case_of(folder, proofs.typed(entry, ("",)), "", "ru", desk.Place()), Context()) == ()


def test_names_and_broken_sources_have_no_document(library: Library) -> None:
    folder = desk.folder(library, "registry", {})
    assert folder.document is None
    entry = Entry(msgid="Quebec *City*", msgstr=("Город *Квебек*",))
    case = desk.case_of(folder, entry, "", "ru", desk.place_of(folder, entry))
    assert proofs.printed(case, desk.setting_of(library, folder, "ru")) == (("Город Квебек",), ())
    broken = MemoryFiles({project.PATH: '[group]\nname = "G"\n', "sources/events/a.md": "---\ntitle: [\n---\n"})
    other = Library(broken, project.read(broken), Problems())
    assert desk.folder(other, "events/a", {}).document is None


def test_states() -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    text = 'msgid "a"\nmsgstr "б"\n\n#, fuzzy\nmsgid "b"\nmsgstr "в"\n\nmsgid "c d"\nmsgstr ""\n\n#~ msgid "e"\n#~ msgstr "ж"\n'
    file = po.parse((header + text).encode(), "a.po", Problems())
    assert [desk.state(entry) for entry in file.entries[1:4]] == ["done", "fuzzy", "missing"]
    counts = desk.counts(file)
    assert (counts["messages"].translated, counts["messages"].fuzzy, counts["messages"].missing) == (1, 1, 1)
    assert counts["words"].missing == 2


def test_differences_are_words() -> None:
    assert desk.differences("Two old words.", "Two new words.") == (
        *(("same", "Two "), ("gone", "old"), ("new", "new"), ("same", " words.")),
    )
    assert desk.differences("", "new") == (("new", "new"),)
    assert "".join(text for kind, text in desk.differences("a b", "c b a") if kind != "gone") == "c b a"


def test_markup_that_stays() -> None:
    text = "See [](#a/1), [words](@x), {date}, [^1], **bold**, [слово]{lang=ru}, [](#a/1)."
    assert desk.placeholders(text) == ("[](#a/1)", "[words](@x)", "{date}", "[^1]", "**bold**", "[слово]{lang=ru}")


def test_terms_are_shown_with_their_words_in_both_texts() -> None:
    terms = (Term(words={"en": "working group", "ru": "рабочая группа"}), Term(words={"en": "Party", "ru": "Сторона"}))
    glossary = Glossary(Context(terms=terms), "en", "ru")
    assert glossary.uses("The Working Groups of a Party", "Обе рабочих группы") == (
        Use("Working Groups", ("рабочая группа",), ("рабочих", "группы")),
        Use("Party", ("Сторона",), ()),
    )
    assert Glossary(Context(terms=terms), "en", "en").uses("Party", "Party") == ()


def test_offers_are_the_most_similar_first_each_text_once() -> None:
    texts = (
        ("The gauge is read daily.", "Раз."),
        ("The gauge is read daily!", "Два."),
        ("Other", "Три."),
        ("The gauge is read daily?", "Два."),
    )
    known = [suggest.Known(Entry(msgid=one, msgstr=(other,)), Position("a.po", 1)) for one, other in texts]
    found = suggest.offers(Entry(msgid="The gauge is read daily.", msgstr=("",)), suggest.store(known), most=5)
    assert [(match.percent, match.known.entry.msgstr) for match in found] == [(100, ("Раз.",)), (95, ("Два.",))]
    assert suggest.offers(Entry(msgid="Nothing like it", msgstr=("",)), suggest.store(known), most=5) == []


def test_the_readers_language_is_the_chosen_one_or_the_browsers() -> None:
    assert reader("fr", "ru") == "fr"
    assert reader("xx", "sv;q=0.9, uk-UA;q=0.8, ru") == "uk"
    assert reader("", "*") == "en"


@pytest.mark.parametrize("locale", SHIPPED)
def test_the_page_is_in_the_readers_language_without_a_script_of_its_own(locale: str) -> None:
    html = Shell().page("desk.html", locale)
    assert f'data-locale="{locale}"' in html
    assert html.count("<script") == html.count('<script type="module" src="/static/desk.js"></script>') == 1
    assert " style=" not in html
    assert ("Save and next</i>" in html) == (locale == "en")


def test_nothing_of_the_script_becomes_markup() -> None:
    for place in (ROOT / "src/protocolpress/desk/static").glob("*.js"):
        text = place.read_text("utf-8")
        for name in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "DOMParser",
        ):
            assert name not in text, f"{name} in {pathlib.Path(place).name}"


def test_a_page_that_does_not_read_loses_the_oldest_events_and_all_know_who_is_there() -> None:
    async def run() -> None:
        hub = Hub()
        pages = [Page(locale="ru", domain=one, edition="", name=one.upper(), tab=one) for one in ("a", "b")]
        joined: list[str] = []
        streams = [hub.stream(page, lambda: joined.append("here")) for page in pages]
        for stream in streams:
            assert await anext(stream) == "retry: 1000\n\n"
        assert joined == ["here", "here"]
        hub.move("a", "ru/1/a")
        told = [await anext(streams[0]) for _ in range(3)][-1]
        assert told.startswith("event: people\n")
        assert '"name": "A", "locale": "ru", "domain": "a", "message": "ru/1/a"' in told
        for number in range(MOST + 5):
            hub.tell("built", {"number": number}, domain="b")
        assert pages[1].events.full()
        assert pages[0].events.empty()
        hub.closed.set()
        for stream in streams:
            async for _ in stream:
                pass
        assert hub.pages == []

    asyncio.run(run())
