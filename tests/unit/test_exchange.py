"""Units out and answers in, in memory: every format, the comparison of three texts, and files that nobody should trust."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from translate.storage import poxliff
from translate.storage import tmx as toolkit_tmx
from translate.storage import xliff as toolkit_xliff
from translate.storage import xliff2 as toolkit_xliff2

from protocolpress.catalogs import po, template
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.exchange import apply, reading, saved, sheet, tmx, units, xliff1, xliff2
from protocolpress.catalogs.exchange.units import Answer, Package, Returned
from protocolpress.errors import CatalogError, Problems
from protocolpress.files import CONTROL

PATH = "locales/ru/LC_MESSAGES/protocols/x.po"
DOMAIN = "protocols/x"
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"""
CATALOG = f"""{HEADER}
# a word of the translator
#. Protocol x · Article 2 · paragraph 1(b)
#: sources/protocols/x.md
msgid "The Parties met in {{place}}."
msgstr "Стороны встретились в {{place}}."

#, fuzzy
#| msgid "It shall take place."
msgid "It shall not take place."
msgstr "Она состоится."

#. max-length: 12
msgctxt "citation"
msgid "Annex"
msgstr ""

msgid "{{n}} page"
msgid_plural "{{n}} pages"
msgstr[0] "{{n}} страница"
msgstr[1] "{{n}} страницы"
msgstr[2] "{{n}} страниц"

#~ msgid "Gone"
#~ msgstr "Нет"
"""
LABELS = sheet.Labels(
    title="Review table",
    help="Fill it in",
    name="Your name",
    columns=("№", "Place", "English", "Русский", "Correction", "Remark"),
    states={"new": "not translated", "fuzzy": "to be checked"},
)


def catalog(text: str = CATALOG) -> PoFile:
    problems = Problems()
    file = po.parse(text.encode(), PATH, problems)
    assert not problems
    return file


def package(file: PoFile) -> Package:
    problems = Problems()
    part = units.part(file, DOMAIN, PATH, problems)
    assert not problems, list(problems)
    return Package(source_locale="en", locale="ru", parts=(part,))


# ── what a person does to a file: old text → new text; each gives the bytes that come back ─────────────────────────────

PoXliff: Any = toolkit_xliff.xlifffile  # translate-toolkit has types only in part

Edit = Callable[[bytes, dict[str, str]], bytes]


def in_xliff1(data: bytes, changes: dict[str, str]) -> bytes:
    store: Any = poxliff.PoXliffFile(io.BytesIO(data))
    for unit in store.units:
        for one in unit.units or [unit]:
            if one.target in changes:
                one.target = changes[one.target]
    return bytes(store)


def in_xliff2(data: bytes, changes: dict[str, str]) -> bytes:
    store = toolkit_xliff2.Xliff2File(io.BytesIO(data))
    for unit in store.units:
        if (unit.target or "") in changes:
            unit.target = changes[unit.target or ""]
    return bytes(store)


def in_tmx(data: bytes, changes: dict[str, str]) -> bytes:
    store = toolkit_tmx.tmxfile(io.BytesIO(data), targetlanguage="ru")
    for unit in store.units:
        if unit.target in changes:
            unit.settarget(changes[unit.target])
    return bytes(store)


def in_sheet(data: bytes, changes: dict[str, str]) -> bytes:
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows(min_row=sheet.HEAD + 1):
        if (row[3].value or "") in changes:
            row[4].value = changes[row[3].value or ""]
            row[4].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(rows: list[dict[str, str]], *, reviewer: str = "", locale: str = "ru") -> bytes:
    answers = json.dumps({"locale": locale, "reviewer": reviewer, "rows": rows}).replace("<", "\\u003c")
    return f"<!DOCTYPE html>\n<p>{saved.OPENING}{answers}{saved.CLOSING}</p>".encode()


def in_page(file: PoFile, changes: dict[str, str]) -> bytes:
    return page(
        [
            {
                "domain": DOMAIN,
                "stamp": unit.stamp,
                "source": unit.source,
                "correction": changes[unit.target],
                "remark": "",
            }
            for unit in package(file).parts[0].units
            if unit.target in changes
        ]
    )


WRITERS: dict[str, tuple[Callable[[Package], bytes], Edit]] = {
    "xliff": (xliff1.write, in_xliff1),
    "xliff2": (xliff2.write, in_xliff2),
    "tmx": (tmx.write, in_tmx),
    "xlsx": (lambda whole: sheet.write(whole, LABELS), in_sheet),
}
EVERY = [*WRITERS, "html"]


def sent_back(form: str, file: PoFile, changes: dict[str, str]) -> bytes:
    if form == "html":
        return in_page(file, changes)
    write, edit = WRITERS[form]
    return edit(write(package(file)), changes)


def bring(data: bytes, file: PoFile, *, path: str = "back") -> tuple[PoFile, list[str], apply.Applied]:
    problems = Problems()
    returned = reading.read(data, path, problems)
    assert isinstance(returned, Returned)
    assert returned.locale == "ru"
    applied = (
        apply.apply(file, returned.answers, returned, PATH, problems) if returned.answers else apply.Applied(file=file)
    )
    return applied.file, [str(problem) for problem in problems], applied


def refused(data: bytes) -> str:
    problems = Problems()
    with pytest.raises(CatalogError) as caught:
        reading.read(data, "back", problems)
    return str(caught.value)


# ── every format ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", EVERY)
def test_what_nobody_changed_changes_nothing(form: str) -> None:
    file = catalog()
    after, said, applied = bring(sent_back(form, file, {}), file)
    assert (po.serialize(after), said, applied.translations) == (CATALOG.encode(), [], 0)


@pytest.mark.parametrize("form", EVERY)
def test_what_was_changed_comes_in_as_fuzzy_and_nothing_else(form: str) -> None:
    file = catalog()
    changes = {"Стороны встретились в {place}.": "Стороны провели встречу в {place}.", "{n} страницы": "{n} стр."}
    data = sent_back(form, file, changes)
    after, said, applied = bring(data, file)
    assert (said, applied.translations) == ([], 2)
    text = po.serialize(after).decode()
    assert text == CATALOG.replace(
        """# a word of the translator
#. Protocol x · Article 2 · paragraph 1(b)
#: sources/protocols/x.md
msgid "The Parties met in {place}."
msgstr "Стороны встретились в {place}."
""",
        """# a word of the translator
# before: Стороны встретились в {place}.
# imported: back
#. Protocol x · Article 2 · paragraph 1(b)
#: sources/protocols/x.md
#, fuzzy
msgid "The Parties met in {place}."
msgstr "Стороны провели встречу в {place}."
""",
    ).replace(
        """
msgid "{n} page"
msgid_plural "{n} pages"
msgstr[0] "{n} страница"
msgstr[1] "{n} страницы"
""",
        """
# before: {n} страницы
# imported: back
#, fuzzy
msgid "{n} page"
msgid_plural "{n} pages"
msgstr[0] "{n} страница"
msgstr[1] "{n} стр."
""",
    )
    again, said, applied = bring(data, after)
    assert (again, said, applied.translations) == (after, [], 0)


@pytest.mark.parametrize("form", [form for form in EVERY if form != "tmx"])  # a memory has only what is translated
def test_a_missing_translation_is_filled_in(form: str) -> None:
    file = catalog()
    after, said, _ = bring(sent_back(form, file, {"": "Приложение"}), file)
    assert not said
    entry = next(entry for entry in after.entries if entry.msgid == "Annex")
    assert (entry.msgstr, entry.is_fuzzy, entry.comments) == (("Приложение",), True, ("imported: back",))


@pytest.mark.parametrize("form", EVERY)
def test_an_answer_to_a_source_text_that_moved_on_is_refused_and_named(form: str) -> None:
    file = catalog()
    changes = {"Стороны встретились в {place}.": "Иначе", "{n} страниц": "{n} стр."}
    data = sent_back(form, file, changes)
    now = catalog(
        CATALOG.replace('msgid "The Parties', '#, fuzzy\n#| msgid "The Parties met in {place}."\nmsgid "Both Parties')
    )
    after, said, applied = bring(data, now)
    assert applied.translations == 1
    assert [re.sub(r"^back(:\d+)?", "back", line) for line in said] == [
        (
            f"back: error: the source text “The Parties met in {{place}}.” is no longer in {PATH} [source-changed]\n"
            "  hint: it now reads “Both Parties met in {place}.”, in line 6: export it again, and carry the change over"
        )
    ]
    assert "Иначе" not in po.serialize(after).decode()


@pytest.mark.parametrize("form", [form for form in EVERY if form != "html"])
def test_a_source_text_that_moved_on_is_nobodys_loss_where_the_answer_says_nothing_new(form: str) -> None:
    data = sent_back(form, catalog(), {})
    _, said, _ = bring(data, catalog(CATALOG.replace("The Parties", "Both Parties")))
    assert not said


@pytest.mark.parametrize("form", EVERY)
def test_a_translation_changed_here_and_there_is_refused_with_both_texts(form: str) -> None:
    data = sent_back(form, catalog(), {"Стороны встретились в {place}.": "Их текст"})
    now = catalog(CATALOG.replace("Стороны встретились", "Стороны собрались"))
    after, said, _ = bring(data, now)
    assert after == now
    assert [re.sub(r"^back(:\d+)?", "back", line) for line in said] == [
        (
            "back: error: the translation of “The Parties met in {place}.” has changed since the export: it is now “Стороны собрались в"
            " {place}.”; the file has “Их текст” [translation-changed]\n"
            f"  hint: choose one, and write it into {PATH}:10"
        )
    ]


@pytest.mark.parametrize("form", EVERY)
def test_a_translation_changed_only_here_stays(form: str) -> None:
    data = sent_back(form, catalog(), {"{n} страниц": "{n} стр."})
    now = catalog(CATALOG.replace("Стороны встретились", "Стороны собрались"))
    after, said, applied = bring(data, now)
    assert (said, applied.translations) == ([], 1)
    assert "Стороны собрались" in po.serialize(after).decode()


@pytest.mark.parametrize("form", EVERY)
def test_an_emptied_translation_takes_nothing_away(form: str) -> None:
    file = catalog()
    after, said, _ = bring(sent_back(form, file, {"Стороны встретились в {place}.": " "}), file)
    assert (after, said) == (file, [])


@pytest.mark.parametrize("form", [*WRITERS])
def test_the_same_catalog_gives_the_same_bytes(form: str) -> None:
    write = WRITERS[form][0]
    first = write(package(catalog()))
    time.sleep(0.01)
    assert write(package(catalog())) == first
    assert b"openpyxl" not in first


def test_a_source_text_that_somebody_changed_in_the_file_is_refused() -> None:
    file = catalog()
    data = sent_back("xliff", file, {"Стороны встретились в {place}.": "Иначе"})
    after, said, _ = bring(data.replace(b"The Parties met", b"The Parties sat"), file)
    assert after == file
    assert "[source-changed]" in said[0]


def test_a_text_that_no_format_can_hold_is_refused_by_name() -> None:
    problems = Problems()
    text = CATALOG.replace("Стороны встретились", "Стороны\\a встретились")
    units.part(po.parse(text.encode(), PATH, Problems()), DOMAIN, PATH, problems)
    assert [str(problem) for problem in problems] == [
        (
            f"{PATH}:6: error: U+0007 is in the message; exchange files cannot contain it [control-character]\n"
            "  hint: delete it"
        )
    ]


# ── any text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SIGNS = st.characters(exclude_categories=["Cs"]).filter(lambda sign: not CONTROL.match(sign))
TEXT = st.text(SIGNS, min_size=1, max_size=40)
TROUBLE = st.sampled_from(
    (
        '"quotes" and \\backslashes\\',
        "two\nlines\n",
        "\ttab\t",
        "😀 №",
        "  leading and trailing  ",
        "<![CDATA[ x ]]>",
        "]]>",
        "&lt;b&gt; &amp; &#10;",
        "<b>bold</b>",
        "\u200fעברית\u200f",
        "10\u00a0км\u202f%",
        "=1+1",
        "+7 (495)",
        "-1",
        "@bolden",
        "_x000D_ _x0041_",
        "</script><script>alert(1)</script>",
        "{{ x }} {% y %}",
        "\u2028\u2029",
    )
)


@pytest.mark.parametrize("form", EVERY)
@settings(max_examples=20, deadline=None)
@given(msgid=TEXT | TROUBLE, msgstr=TEXT | TROUBLE, changed=TEXT | TROUBLE)
@example(msgid="=1+1", msgstr="@x", changed="-2")
@example(msgid="a\n", msgstr="б\n", changed="\u00a0в\n")
def test_any_text_survives(form: str, msgid: str, msgstr: str, changed: str) -> None:
    if not msgid.strip() or not msgstr.strip() or not changed.strip():
        return
    header = Entry(msgid="", msgstr=("Content-Type: text/plain; charset=UTF-8\n",))
    entries = [header, Entry(msgid=msgid, msgstr=(msgstr,)), Entry(msgid=f"other{msgid}.", msgstr=("друг",))]
    data = template.render(entries).encode()
    problems = Problems()
    file = po.parse(data, PATH, problems)
    back = sent_back(form, file, {"друг": changed})
    answers = reading.read(back, "back", Problems())
    assert isinstance(answers, Returned)
    if form not in ("xlsx", "html") and not (form == "tmx" and file.entries[1].unfit):  # a memory has only what fits
        assert (answers.answers[0].source, answers.answers[0].target) == (msgid, msgstr)
    after, said, applied = bring(back, file)
    assert (said, applied.translations) == ([], int(changed != "друг"))
    kept = {entry.msgid: entry.msgstr for entry in after.entries}
    assert kept[msgid] == (msgstr,)
    assert kept[f"other{msgid}."][0].strip("\n") == changed.strip("\n")


# ── what tools see ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_xliff_reads_as_po_in_translate_toolkit() -> None:
    store: Any = PoXliff.parsestring(xliff1.write(package(catalog())))
    assert type(store).__name__ == "PoXliffFile"
    assert (store.sourcelanguage, store.targetlanguage, store.getfilenames()) == ("en", "ru", [DOMAIN])
    first, fuzzy, missing, plural = store.units
    assert (first.source, first.target) == ("The Parties met in {place}.", "Стороны встретились в {place}.")
    assert first.isapproved()
    assert first.getnotes("developer") == "Protocol x · Article 2 · paragraph 1(b)"
    assert first.getnotes("translator") == "a word of the translator"
    assert first.getlocations() == ["sources/protocols/x.md"]
    assert fuzzy.isfuzzy()
    assert [each.source for each in fuzzy.getalttrans()] == ["It shall take place."]
    assert (missing.target, missing.xmlelement.get("maxwidth")) == ("", "12")
    assert [str(form) for form in plural.target.strings] == ["{n} страница", "{n} страницы", "{n} страниц"]
    assert [str(form) for form in plural.source.strings] == ["{n} page", "{n} pages", "{n} pages"]


def test_xliff2_reads_in_translate_toolkit_and_keeps_its_schema_order() -> None:
    data = xliff2.write(package(catalog()))
    store = toolkit_xliff2.Xliff2File(io.BytesIO(data))
    assert (store.sourcelanguage, store.targetlanguage) == ("en", "ru")
    assert [(unit.source, unit.target) for unit in store.units][:2] == [
        ("The Parties met in {place}.", "Стороны встретились в {place}."),
        ("It shall not take place.", "Она состоится."),
    ]
    assert [unit.istranslated() for unit in store.units] == [True, False, False, True, True, True]
    assert [unit.isfuzzy() for unit in store.units] == [False, True, False, False, False, False]
    for unit in store.units:
        names = [child.tag.rpartition("}")[2] for child in unit.getunitelement()]
        assert names in (["notes", "segment"], ["segment"])
        assert re.fullmatch(r"[\w.:-]+", unit.getid())
    assert b">previous-source" not in data
    assert b'category="previous-source">It shall take place.<' in data


def test_a_memory_holds_what_is_translated_and_says_from_where() -> None:
    data = tmx.write(package(catalog()))
    store = toolkit_tmx.tmxfile(io.BytesIO(data), targetlanguage="ru")
    assert [(unit.source, unit.target) for unit in store.units] == [
        ("The Parties met in {place}.", "Стороны встретились в {place}."),
        ("{n} page", "{n} страница"),
        ("{n} pages", "{n} страницы"),
        ("{n} pages", "{n} страниц"),
    ]
    assert tmx.read(data, "a.tmx")[0] == tmx.Memory(
        source_locale="en",
        source="The Parties met in {place}.",
        locale="ru",
        target="Стороны встретились в {place}.",
        origin="Protocol x · Article 2 · paragraph 1(b)",
    )


def test_a_memory_of_another_tool_gives_pairs() -> None:
    text = """<?xml version="1.0" encoding="utf-16"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="*all*"/><body>
<tu><tuv xml:lang="EN-US"><seg>Done in <bpt i="1">\\b</bpt>Moscow<ept i="1"/></seg></tuv>
<tuv xml:lang="ru-RU"><seg>Совершено в Москве</seg></tuv><tuv xml:lang="fr"><seg> </seg></tuv></tu>
</body></tmx>"""
    pairs = tmx.read(text.encode("utf-16"), "a.tmx")
    assert [(pair.source_locale, pair.locale, pair.target) for pair in pairs] == [
        ("en", "ru", "Совершено в Москве"),
        ("ru", "en", "Done in \\bMoscow"),
    ]
    assert "protocolpress suggest --tmx back" in refused(text.encode("utf-16"))


def typed_over(words: dict[str, str], corrections: dict[str, str] | None = None) -> Returned:
    book: Any = openpyxl.load_workbook(io.BytesIO(sheet.write(package(catalog()), LABELS)))
    for row in book.active.iter_rows(min_row=sheet.HEAD + 1):
        old = row[3].value or ""
        row[4].value = (corrections or {}).get(old)
        row[3].value = words.get(old, row[3].value)
    out, problems = io.BytesIO(), Problems()
    book.save(out)
    returned = sheet.read(out.getvalue(), "back.xlsx", problems)
    assert not problems
    return returned


def test_a_translation_that_was_typed_over_in_a_sheet_is_its_correction() -> None:
    returned = typed_over({"Она состоится.": "Она не состоится."})
    assert [answer.target for answer in returned.answers] == ["Она не состоится."]
    problems = Problems()
    applied = apply.apply(catalog(), returned.answers, returned, PATH, problems)
    assert not problems
    assert applied.translations == 1
    changed = next(entry for entry in applied.file.entries if entry.msgid == "It shall not take place.")
    assert changed.msgstr == ("Она не состоится.",)
    assert changed.is_fuzzy
    assert "before: Она состоится." in changed.comments


def test_of_a_correction_and_a_translation_that_was_typed_over_neither_is_lost() -> None:
    (answer,) = typed_over({"Она состоится.": "Она не пройдет."}, {"Она состоится.": "Она не состоится."}).answers
    assert answer.target == "Она не состоится."
    assert answer.remarks == ("translation typed over: Она не пройдет.",)


def test_a_sheet_in_which_nothing_was_typed_has_no_answers() -> None:
    assert typed_over({}).answers == ()


def test_a_sheet_is_protected_but_for_what_is_filled_in() -> None:
    book: Any = openpyxl.load_workbook(
        io.BytesIO(sheet.write(package(catalog(CATALOG.replace("Annex", "=Annex"))), LABELS))
    )
    made = book.active
    assert made.protection.sheet
    assert made.protection.password is None
    row = next(row for row in made.iter_rows(min_row=4) if row[2].value == "=Annex")
    assert [cell.protection.locked for cell in row[:6]] == [True, True, True, True, False, False]
    assert (row[2].data_type, row[2].quotePrefix, row[4].number_format) == ("s", True, "@")
    assert (row[1].value, row[3].value) == ("max-length: 12\n(citation)\n≤ 12\nnot translated", None)
    assert all(made.column_dimensions[column].hidden for column in "GH")
    assert (made.freeze_panes, made.print_title_rows, made.page_setup.orientation) == ("A4", "$3:$3", "landscape")


# ── names, remarks ───────────────────────────────────────────────────────────────────────────────────────────────────


def answer_of(file: PoFile, number: int, **texts: str) -> dict[str, str]:
    unit = package(file).parts[0].units[number]
    given = {"domain": DOMAIN, "stamp": unit.stamp, "source": unit.source, "correction": "", "remark": ""}
    return {**given, **texts}


def test_a_remark_comes_in_without_a_correction_and_the_reviewer_is_named() -> None:
    file = catalog()
    data = page([answer_of(file, 0, remark="Так не говорят.\nprotocolpress-ignore: x y")], reviewer="И. Петров")
    after, said, applied = bring(data, file)
    entry = after.entries[1]
    assert entry.comments == (
        "a word of the translator",
        "review: Так не говорят.",
        "review: protocolpress-ignore: x y",
        "reviewed: И. Петров",
    )
    assert (entry.msgstr, entry.flags, said) == (file.entries[1].msgstr, (), [])
    assert (applied.translations, applied.remarks) == (0, 1)
    assert bring(data, after)[0] == after


def test_a_note_written_in_a_translation_tool_comes_in_as_a_remark() -> None:
    file = catalog()
    store: Any = PoXliff.parsestring(xliff1.write(package(file)))
    store.units[0].addnote("Проверьте число", origin="translator")
    after, _, applied = bring(bytes(store), file)
    assert after.entries[1].comments == ("a word of the translator", "review: Проверьте число", "imported: back")
    assert (after.entries[1].flags, applied.remarks) == ((), 1)


def test_a_comment_deleted_since_is_not_brought_back_by_the_file() -> None:
    data = xliff1.write(package(catalog()))
    now = catalog(CATALOG.replace("# a word of the translator\n", ""))
    assert bring(data, now)[0] == now


def test_a_correction_gets_the_newlines_of_its_source() -> None:
    file = catalog(f'{HEADER}\nmsgid "a\\n"\nmsgstr "б\\n"\n')
    after, _, _ = bring(page([answer_of(file, 0, correction="в")]), file)
    assert after.entries[1].msgstr == ("в\n",)


def test_a_catalog_that_cannot_hold_the_answer_is_left_alone() -> None:
    text = CATALOG.replace("UTF-8", "KOI8-R").replace("·", "-")
    file = po.parse(text.encode("koi8-r"), PATH, Problems())
    after, said, _ = bring(page([answer_of(file, 0, correction="\u4e2d")]), file)
    assert after == file
    assert said[0].startswith(f"back:2: error: {PATH} is in koi8-r, which cannot hold “\u4e2d” [catalog-encoding]")


def test_a_form_that_the_catalog_does_not_have_is_refused() -> None:
    file = catalog()
    row = answer_of(file, 3, correction="x")
    after, said, _ = bring(page([{**row, "stamp": row["stamp"][:-1] + "7", "source": "{n} pages"}]), file)
    assert after == file
    assert "form 8 of 3 of “{n} page” [bad-exchange-file]" in said[0]


# ── what nobody should trust ─────────────────────────────────────────────────────────────────────────────────────────

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<xliff version="1.2"><file target-language="ru"><body><trans-unit id="1"><target>&b;</target></trans-unit></body></file></xliff>
"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (LAUGHS.encode(), "back:2: error: a document type with declarations is not allowed"),
        (LAUGHS.encode("utf-16"), "back:2: error: a document type"),
        (LAUGHS.encode("utf-16-le"), "back:2: error: a document type"),
        (b'<!-- x --><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>', "a document type"),
        (b'<?xml version="1.0" encoding="utf-7"?><xliff/>', "unknown encoding utf-7"),
        (b'<?xml version="1.0" encoding="cp037"?><xliff/>', "unknown encoding cp037"),
        (b"\xff\xfe\x00", "the file is not utf-16 text"),
        (b"<xliff \xff/>", "back:1: error: the file is not utf-8 text"),
        (b"<xliff version='1.2'>\n<file></xliff>", "back:2: error: not well-formed XML"),
        (b"<xliff version='1.2'/>", "does not name its target language"),
        (b"<xliff version='1.2'><file target-language='ru'/><file target-language='en'/></xliff>", "several languages"),
        (b"<xliff version='1.2'>" + b"<a>" * 10_000, "not well-formed XML"),
        (b"<xliff>&nothing;</xliff>", "not well-formed XML"),
        (b"", "in an unknown format"),
        (b"\0" * 1000, "in an unknown format"),
        (b'msgid ""', "in an unknown format"),
        (b"<html><script>alert(1)</script></html>", "in an unknown format"),
        (b"<!-- " * 100_000, "the file ends inside its head"),
        (b"<tmx><header/><body/></tmx>", "this memory was not written by export"),
        (b"<xliff version='2.0' trgLang='ru'><file><unit id='1'/></file></xliff>", "a unit has 0 segments"),
        (b"PK\x03\x04 nothing", "the file is damaged, or encrypted"),
        (b"<p>" + saved.OPENING.encode(), "this is not a review table"),
        (f"{saved.OPENING}{{{saved.CLOSING}".encode(), "the filled-in fields cannot be read"),
        (f"{saved.OPENING}{'[' * 100_000}{saved.CLOSING}".encode(), "the filled-in fields cannot be read"),
        (f'{saved.OPENING}{{"rows": [1], "locale": "ru", "reviewer": ""}}{saved.CLOSING}'.encode(), "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused(data: bytes, message: str) -> None:
    start = time.monotonic()
    said = refused(data)
    assert message in said
    assert "[bad-exchange-file]" in said
    assert "hint: " in said
    assert time.monotonic() - start < 5


def test_units_that_lost_their_ids_are_refused() -> None:
    file = catalog()
    data = sent_back("xliff", file, {"{n} страниц": "{n} стр."})
    after, said, _ = bring(re.sub(rb' id="m[^"]+[0-9a-f]{6}"', b' id="1"', data), file)
    assert said == [
        (
            "back:5: error: 3 units have lost the id that export gave, beginning with “The Parties met in {place}.”"
            " [bad-exchange-file]\n  hint: use a tool that keeps the ids of units"
        )
    ]
    assert after.entries[4].msgstr[2] == "{n} стр."


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def parts_of_sheet() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sheet.write(package(catalog()), LABELS))) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_a_sheet_that_unpacks_to_too_much_is_refused() -> None:
    assert "larger than 64 MB when unpacked" in refused(packed({"x.xml": bytes(65 << 20)}))
    assert "larger than 64 MB when unpacked" in refused(packed({f"{number}.xml": b"" for number in range(600)}))


def test_a_sheet_with_entities_is_refused() -> None:
    parts = parts_of_sheet()
    name = "xl/worksheets/sheet1.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name]
    assert "a document type" in refused(packed(parts))
    parts["other.bin"] = parts.pop(name)
    assert "a document type" in refused(packed(parts))


def test_a_sheet_with_a_row_far_away_takes_no_time() -> None:
    parts = parts_of_sheet()
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    start = time.monotonic()
    assert bring(packed(parts), catalog())[1] == []
    assert time.monotonic() - start < 10


def test_another_sheet_is_refused() -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert "this is not a review table" in refused(out.getvalue())


def test_a_formula_and_a_date_in_a_sheet_are_refused_by_name_and_a_number_is_read() -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(sheet.write(package(catalog()), LABELS)))
    made = book.active
    made["E4"].value = '=HYPERLINK("https://example.org")'
    made["F5"].value = 1.5
    made["E6"].value = 12
    made["C2"].value = "И. Петров"
    out = io.BytesIO()
    book.save(out)
    after, said, _ = bring(out.getvalue(), catalog())
    assert [line.split("\n")[0] for line in said] == [
        "back:4: error: cell E4 is a formula [bad-exchange-file]",
        "back:5: error: cell F5 is not text: it is a date, a number or an error [bad-exchange-file]",
    ]
    entry = next(entry for entry in after.entries if entry.msgid == "Annex")
    assert (entry.msgstr, entry.comments) == (("12",), ("reviewed: И. Петров",))


def test_a_control_character_that_comes_in_is_refused() -> None:
    file = catalog()
    after, said, _ = bring(page([answer_of(file, 0, correction="a\u0007\ud800")]), file)
    assert after == file
    assert "a control character (U+0007) is in the text [control-character]" in said[0]


def test_many_documents_take_no_time_each_more_than_the_last() -> None:
    file = (
        b"<file original='a%d' target-language='ru'><body><trans-unit id='m%016x.000000000000.000000'/></body></file>"
    )
    data = b"<xliff version='1.2'>" + b"".join(file % (number, number) for number in range(20_000)) + b"</xliff>"
    start = time.monotonic()
    returned = reading.read(data, "back", Problems())
    assert isinstance(returned, Returned)
    assert len(returned.answers) == 20_000
    assert time.monotonic() - start < 10


def test_answers_know_where_they_stand() -> None:
    returned = reading.read(xliff1.write(package(catalog())), "back", Problems())
    assert isinstance(returned, Returned)
    assert isinstance(returned.answers[0], Answer)
    assert [answer.line for answer in returned.answers][:2] == [5, 14]
