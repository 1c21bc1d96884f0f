"""Files from Word: the numbers that it prints, what is in a paragraph, what is left out, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from protocolpress.errors import PressError
from protocolpress.word import numbering, package, reader
from protocolpress.word.inline import Changes
from protocolpress.word.values import Block, Paragraph, Table, WordText
from support_word import DATA, PNG, REAL, RELATIONS, abstract, docx, levels, num, p, r, truth, words, zipped

LEGAL = levels(("decimal", "Article %1."), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))


def labels(body: str, **parts: str | bytes) -> list[str]:
    return [block.label for block in reader.read(docx(body, parts), "a.docx").blocks if isinstance(block, Paragraph)]


def read(body: str, changes: Changes = "refuse", extra: str = "", **parts: str | bytes) -> WordText:
    return reader.read(docx(body, parts, extra), "a.docx", changes=changes)


def only(text: WordText) -> Paragraph:
    (block,) = text.blocks
    assert isinstance(block, Paragraph)
    return block


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_levels_count_and_start_again_below() -> None:
    body = "".join(p("x", list_="1", level=level) for level in (0, 1, 1, 2, 2, 3, 1, 2, 0, 1, 2))
    expected = ["Article 1.", "1.", "2.", "(a)", "(b)", "(i)", "3.", "(a)", "Article 2.", "1.", "(a)"]
    assert labels(body, numbering=abstract("0", LEGAL) + num("1", "0")) == expected


def test_lists_of_one_definition_go_on_counting_unless_one_overrides_its_start() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = abstract("0", levels(("decimal", "%1."))) + num("1", "0") + num("2", "0") + num("3", "0", override)
    body = "".join(p("x", list_=key) for key in ("1", "1", "2", "3", "3", "1"))
    assert labels(body, numbering=lists) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_an_override_may_replace_a_level() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    lists = abstract("0", levels(("decimal", "%1."))) + num("1", "0", override)
    assert labels(p("x", list_="1") * 2, numbering=lists) == ["III)", "IV)"]


def test_a_level_may_never_start_again_or_only_after_another() -> None:
    more = {1: '<w:lvlRestart w:val="0"/>', 2: '<w:lvlRestart w:val="1"/>'}
    lists = abstract("0", levels(("decimal", "%1."), ("decimal", "%2)"), ("decimal", "(%3)"), more=more)) + num(
        "1", "0"
    )
    body = "".join(p("x", list_="1", level=level) for level in (0, 1, 2, 1, 2, 0, 1, 2))
    assert labels(body, numbering=lists) == ["1.", "1)", "(1)", "2)", "(2)", "2.", "3)", "(1)"]


def test_legal_numbering_prints_figures_and_numbers_of_several_levels_are_whole() -> None:
    more = {1: "<w:isLgl/>"}
    lists = abstract("0", levels(("upperRoman", "%1."), ("decimal", "%1.%2"), more=more)) + num("1", "0")
    assert labels(p("x", list_="1") * 2 + p("x", list_="1", level=1), numbering=lists) == ["I.", "II.", "2.1"]


def test_a_list_may_belong_to_a_style_and_a_paragraph_may_leave_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="deep"/><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    linked = levels(("decimal", "%1"), ("decimal", "§%2"), more={1: '<w:pStyle w:val="H"/>'})
    lists = (
        abstract("0", levels(("decimal", "%1."), ("lowerLetter", "%2)")))
        + abstract("1", linked)
        + num("1", "0")
        + num("2", "1")
    )
    body = p("x", style="Base") + p("x", style="Deep") + p("x", style="H") + p("x", style="Base", list_="0")
    assert labels(body, styles=styles, numbering=lists) == ["1.", "a)", "§1", ""]


def test_a_list_may_be_that_of_a_style_of_numbering() -> None:
    styles = '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="legal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    lists = (
        abstract("0", levels(("decimal", "%1)")))
        + abstract("1", '<w:numStyleLink w:val="Legal"/>')
        + num("1", "0")
        + num("2", "1")
    )
    assert labels(p("x", list_="2") * 2, styles=styles, numbering=lists) == ["1)", "2)"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 40: "40"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb", 53: "aaa"}),
        ("upperRoman", {4: "IV", 40: "XL", 1999: "MCMXCIX"}),
        ("russianLower", {1: "а", 7: "ж", 10: "к", 28: "я", 29: "аа"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd", 112: "112th"}),
        ("none", {1: ""}),
        ("cardinalText", {3: "3"}),
    ],
)
def test_formats_of_numbers(form: str, numbers: dict[int, str]) -> None:
    assert {number: numbering.written(number, form) for number in numbers} == numbers


def test_a_number_of_its_own_size_makes_no_list_hang() -> None:
    start = (
        '<w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert labels(p("x", list_="1"), numbering=abstract("0", start) + num("1", "0")) == ["999999999."]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_are_found_wherever_word_puts_them() -> None:
    inside = (
        f"<w:smartTag>{r('one ')}</w:smartTag><w:sdt><w:sdtContent>{r('two ')}</w:sdtContent></w:sdt>"
        f"<w:hyperlink w:anchor='b'>{r('three ')}</w:hyperlink><w:fldSimple w:instr='DOCPROPERTY x'>{r('four ')}</w:fldSimple>"
        f"<w:customXml>{r('five ')}</w:customXml><w:unheard>{r('six ')}</w:unheard>"
        f"<mc:AlternateContent><mc:Choice>{r('seven ')}</mc:Choice><mc:Fallback>{r('SEVEN ')}</mc:Fallback></mc:AlternateContent>"
        "<w:r><w:t>ei</w:t><w:softHyphen/><w:t>ght</w:t><w:tab/><w:t>nine</w:t><w:br/><w:t>ten</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r>"
    )
    assert only(read(p(inside=inside))).text == "one two three four five six seven eight nine\nten-x"


def test_fields_are_links_references_or_what_word_makes_itself() -> None:
    def field(instruction: str, result: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    body = p(
        inside=field(' HYPERLINK "https://example.org/a b" ', "site") + field(" REF _Ref1 \\r \\h ", "4(1)") + r(" x")
    )
    text = read(body + p(inside=field(' TOC \\o "1-3" ', "Contents 5")))
    first, second = text.blocks
    assert isinstance(first, Paragraph)
    assert [(piece.text, piece.href, piece.target) for piece in first.pieces] == [
        ("site", "https://example.org/a b", ""),
        ("4(1)", "", "_Ref1"),
        (" x", "", ""),
    ]
    assert isinstance(second, Paragraph)
    assert second.text == ""
    assert [(left.what, left.words) for left in text.left] == [("table of contents", "Contents 5")]


CHANGED = (
    f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{r('Old ')}<w:del w:id='2'><w:r><w:delText>gone </w:delText></w:r></w:del></w:p>"
    f"<w:p>{r('end')}<w:ins w:id='3'>{r(' new')}</w:ins></w:p>"
)


@pytest.mark.parametrize(("changes", "texts"), [("accept", ["Old end new"]), ("reject", ["Old gone ", "end"])])
def test_tracked_changes_are_accepted_or_rejected_whole(changes: Changes, texts: list[str]) -> None:
    text = read(CHANGED, changes)
    assert [block.text for block in text.blocks if isinstance(block, Paragraph)] == texts
    assert text.changes == 3


def test_tracked_changes_are_refused_unless_somebody_decides() -> None:
    with pytest.raises(PressError) as caught:
        read(CHANGED)
    assert caught.value.problems[0].rule == "tracked-changes"
    assert "--changes accept" in caught.value.problems[0].hint


def test_rows_that_were_deleted_or_inserted_follow_the_choice() -> None:
    def row(mark: str, text: str) -> str:
        return f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{p(text)}</w:tc></w:tr>"

    body = f"<w:tbl>{row('', 'a')}{row('<w:ins/>', 'b')}{row('<w:del/>', 'c')}</w:tbl>"
    cases: tuple[tuple[Changes, list[str]], ...] = (("accept", ["a", "b"]), ("reject", ["a", "c"]))
    for changes, expected in cases:
        (table,) = read(body, changes).blocks
        assert isinstance(table, Table)
        assert [row[0].blocks[0].text for row in table.rows if isinstance(row[0].blocks[0], Paragraph)] == expected


def test_comments_stand_with_their_paragraph() -> None:
    comments = f'<w:comment w:id="7" w:author="Ann">{p("Why?")}</w:comment><w:comment w:id="8" w:author="Bob">{p("Lost")}</w:comment>'
    body = p(inside=f'<w:commentRangeStart w:id="7"/>{r("word")}<w:r><w:commentReference w:id="7"/></w:r>')
    text = read(body, comments=comments)
    assert [(comment.author, comment.text) for comment in only(text).comments] == [("Ann", "Why?")]
    assert [left.words for left in text.left] == ["Bob: Lost"]


def test_notes_come_in_the_order_of_their_calls() -> None:
    notes = "".join(
        f'<w:footnote w:id="{key}">{p(words)}</w:footnote>'
        for key, words in (("2", "second"), ("5", "first"), ("9", "nobody"))
    )
    body = p(
        inside=f'{r("a")}<w:r><w:footnoteReference w:id="5"/></w:r>{r("b")}<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    text = read(body, footnotes=f'<w:footnote w:id="0" w:type="separator">{p()}</w:footnote>{notes}')
    assert [note[0].text for note in text.notes.values()] == ["first", "second"]
    assert [(left.what, left.words) for left in text.left] == [("footnote without a call", "nobody")]


BOX = f"<w:drawing><wp:docPr descr='Seal'/><w:txbxContent>{p('In a box')}</w:txbxContent></w:drawing>"


@pytest.mark.parametrize(
    ("inside", "what", "words"),
    [
        (
            f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('In a box')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            "text box",
            "In a box",
        ),
        ("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "equation", "E=mc"),
        ("<w:r><w:object><o:OLEObject/></w:object></w:r>", "embedded object", ""),
        (r("secret", "<w:vanish/>"), "hidden text", "secret"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "sign F0E0 of the font Wingdings", ""),
        (
            '<w:r><w:drawing><a:blip r:link="rx"/></w:drawing></w:r>',
            "picture outside the file, not fetched",
            "http://evil.example/a.png",
        ),
        ('<w:r><w:drawing><a:blip r:embed="none"/></w:drawing></w:r>', "picture missing from the file", ""),
    ],
)
def test_what_cannot_be_brought_over_is_named_with_its_place_and_its_words(inside: str, what: str, words: str) -> None:
    extra = f'<Relationship Id="rx" Type="{RELATIONS}/image" Target="http://evil.example/a.png" TargetMode="External"/>'
    text = read(p("before") + p(inside=inside + r(" after")), extra=extra)
    assert [(left.what, left.place, left.words) for left in text.left] == [(what, "paragraph 2", words)]
    assert text.blocks[1].text.strip() == "after"  # type: ignore[union-attr]  # a paragraph


def test_pictures_come_with_their_words() -> None:
    extra = f'<Relationship Id="r9" Type="{RELATIONS}/image" Target="media/a.png"/>'
    inside = '<w:r><w:drawing><wp:docPr descr="A seal"/><a:blip r:embed="r9"/></w:drawing></w:r>'
    (picture,) = reader.read(docx(p(inside=inside), {"word/media/a.png": PNG}, extra), "a.docx").pictures
    assert (picture.name, picture.alt, picture.data) == ("a.png", "A seal", PNG)


def test_headers_footers_and_macros_are_named() -> None:
    text = reader.read(docx(p("x"), {"header": p("Secret"), "word/vbaProject.bin": b"x"}), "a.docx")
    assert [(left.what, left.words) for left in text.left] == [("header", "Secret"), ("macros", "")]


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    data = docx(p("Strict"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    strict = {value: key for key, value in package._STRICT_PARTS.items()}  # noqa: SLF001 - the table itself
    for usual, name in strict.items():
        files = {part: text.replace(usual, name) for part, text in files.items()}
    assert only(reader.read(zipped(files), "a.docx")).text == "Strict"


# ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not a DOCX, or it is damaged"),
        (b"PK\x03\x04 nothing", "this is not a DOCX, or it is damaged"),
        (package.OLE + b"x" * 100, "this is a DOC, or a DOCX with a password, not a DOCX"),
        (b"{\\rtf1 x}", "this is an RTF, not a DOCX"),
        (b"%PDF-1.7", "this is a PDF, not a DOCX"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "this is an OpenDocument text, not a DOCX"),
        (zipped({"a.txt": "x"}), "this is not a DOCX: none of its parts is a document"),
        (zipped({"word/document.xml": "<w"}), "the part word/document.xml is not well-formed XML"),
        (zipped({"word/document.xml": "<workbook/>"}), "this is another kind of Office file, not a text"),
        (
            zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
            "the part word/document.xml has a document type declaration, which is not allowed",
        ),
        (
            zipped({"word/document.xml": "<!DOCTYPE a>".encode("utf-16")}),
            "the part word/document.xml has a document type declaration, which is not allowed",
        ),
        (
            zipped({f"{n}": "" for n in range(package.MAX_PARTS + 1)}),
            f"the file has {package.MAX_PARTS + 1} parts; at most {package.MAX_PARTS} can be read",
        ),
    ],
)
def test_what_is_no_docx_is_refused_with_a_word(data: bytes, message: str) -> None:
    with pytest.raises(PressError) as caught:
        reader.read(data, "a.docx")
    assert [problem.message for problem in caught.value.problems] == [message]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 1 << 20)
    with pytest.raises(PressError) as caught:
        reader.read(zipped({"word/document.xml": b" " * (5 << 20)}), "a.docx")
    assert "is larger than 1 MB when unpacked" in caught.value.problems[0].message


def test_deep_nesting_and_tables_in_tables_end_well() -> None:
    deep = "<w:sdt><w:sdtContent>" * 90 + p("x") + "</w:sdtContent></w:sdt>" * 90
    assert only(read(deep)).text == "x"
    with pytest.raises(PressError):
        read("<w:smartTag>" * 2000 + p("x") + "</w:smartTag>" * 2000)
    nested = "<w:tbl><w:tr><w:tc>" * 20 + p("inmost") + "</w:tc></w:tr></w:tbl>" * 20
    assert [left.words for left in read(nested).left] == ["inmost"]


# ── files of others ──────────────────────────────────────────────────────────────────────────────────────────────────


def said(blocks: tuple[Block, ...]) -> str:
    """Return all words of blocks, their numbers and their comments."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += [block.label, block.text, *(f"{comment.author} {comment.text}" for comment in block.comments)]
        else:
            found += [said(cell.blocks) for row in block.rows for cell in row]
    return "\n".join(found)


@pytest.mark.skipif(not REAL, reason=f"no files in {DATA}: set PROTOCOLPRESS_DATA")
@pytest.mark.parametrize("changes", ["accept", "reject"])
def test_no_word_of_real_files_is_lost(changes: Changes) -> None:
    assert REAL
    for path in REAL:
        text = reader.read(path.read_bytes(), path.name, changes=changes)
        every = [said(text.blocks), *(said(note) for note in text.notes.values()), *(left.words for left in text.left)]
        assert not truth(path, changes) - words("\n".join(every)), path.name
