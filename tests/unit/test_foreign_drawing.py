"""PDFs from elsewhere, by what their pages draw: what asks too much is refused by name, what is only unusual passes."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Iterable

import pypdf
import pytest

import support_pdf
from protocolpress import errors, model
from protocolpress.pdf import annexes, drawing, foreign

PATH = "sources/media/chart.pdf"

SHEETS = "<section style='break-before: page'><h2>Annex</h2>{}</section>"

SHEET = '<div id="a-foreign-{}" style="break-before: page; height: 1mm"><p>blank</p></div>'

FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources <<%s>>"

LETTER = b"0 0 1 rg 10 10 80 80 re f"


# ── files that other programs write ──────────────────────────────────────────────────────────────────────────────────


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def page(content: bytes = b"4 0 R", resources: bytes = b"", *, box: bytes = b"0 0 200 200", more: bytes = b"") -> bytes:
    box = b"/MediaBox [%s]" % box if box else b""
    return b"<</Type /Page /Parent 2 0 R %s /Resources <<%s>> /Contents %s %s>>" % (box, resources, content, more)


def pdf(pages: Iterable[bytes], objects: dict[int, bytes]) -> bytes:
    """Write a PDF: *objects* from number 4 on, and *pages* from number 100 on."""
    listed = dict(enumerate(pages, 100))
    kids = b" ".join(b"%d 0 R" % number for number in listed)
    tree = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(listed), kids)
    written = {1: b"<</Type /Catalog /Pages 2 0 R>>", 2: tree, **objects, **listed}
    file, places = b"%PDF-1.7\n", {}
    for number, body in written.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(written) + 1
    table = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"%010d 65535 f \n" % 0 for number in range(size)
    )
    return file + b"xref\n0 %d\n%strailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(file),
    )


def one(content: bytes, resources: bytes = b"", objects: dict[int, bytes] | None = None) -> bytes:
    return pdf([page(resources=resources)], {4: stream(content), **(objects or {})})


# ── refused by name ──────────────────────────────────────────────────────────────────────────────────────────────────

DOUBLING = {
    number: stream(b"/F Do /F Do", FORM % (b"/XObject <</F %d 0 R>>" % (number + 1))) for number in range(5, 35)
} | {35: stream(b"", FORM % b"")}

ITSELF = {5: stream(b"/F Do", FORM % b"/XObject <</F 5 0 R>>")}

EACH_OTHER = {5: stream(b"/G Do", FORM % b""), 6: stream(b"/F Do", FORM % b"")}

TILES = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"

PICTURE = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8"

LETTERS = (
    b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs <</a 6 0 R>> "
    b"/Encoding <</Differences [97 /a]>> /FirstChar 97 /LastChar 97 /Widths [1] /Resources <</Font <</T 5 0 R>>>>>>"
)

NOT = "which PDF/A does not allow [not-archivable]"

LARGE = "the PDF is too large or too deep to be read:"

TWO = (
    "page 1 ends marked content that it did not begin (EMC without BMC or BDC), which PDF/A does not allow [not-archivable]",
    "  hint: print it to a new PDF, or export it as PDF/A",
    f"{PATH}: error: page 1 does not end its marked content (BMC or BDC without EMC), {NOT}",
)

REFUSED = {
    "a page of a thousand million points": (
        pdf([page(box=b"0 0 1000000000 1000000000")], {4: stream(b"")}),
        "page 1 is 1000000000 × 1000000000 points large (/MediaBox), which PDF/A does not allow [not-archivable]",
    ),
    "a page in large units": (
        pdf([page(more=b"/UserUnit 1000")], {4: stream(b"")}),
        "page 1 is 200000 × 200000 points large (/MediaBox), which PDF/A does not allow [not-archivable]",
    ),
    "an empty box": (
        pdf([page(), page(box=b"5 5 5 200")], {4: stream(b"")}),
        "page 2 is 0 × 195 points large (/MediaBox), which PDF/A does not allow [not-archivable]",
    ),
    "an empty crop box": (
        pdf([page(more=b"/CropBox [9 9 9 9]")], {4: stream(b"")}),
        "page 1 is 0 × 0 points large (/CropBox), which PDF/A does not allow [not-archivable]",
    ),
    "a box of words": (
        pdf([page(box=b"0 0 /a 9")], {4: stream(b"")}),
        "page 1 has no box (/MediaBox is not four numbers), which PDF/A does not allow [not-archivable]",
    ),
    "no box": (
        pdf([page(box=b"")], {4: stream(b"")}),
        f"page 1 has no box (/MediaBox is not four numbers), {NOT}",
    ),
    "one stream a million times": (
        pdf([page(b"[" + b"4 0 R " * 100_000 + b"]")], {4: stream(b"0 0 9 9 re f " * 10_000)}),
        f"{LARGE} its pages draw too much [pdf-too-large]",
    ),
    "many annotations": (
        pdf([page(more=b"/Annots [" + b"5 0 R " * 10_001 + b"]")], {4: stream(b""), 5: b"<</Type /Annot>>"}),
        f"{LARGE} 10001 annotations on a page [pdf-too-large]",
    ),
    "a picture of one byte": (
        one(b"/I Do", b"/XObject <</I 5 0 R>>", {5: stream(b"a", PICTURE)}),
        "the PDF is too large or too deep to be read: page 1 has a picture of 100000 × 100000 pixels [pdf-too-large]",
    ),
    "a mask of one byte": (
        one(
            b"/I Do",
            b"/XObject <</I 5 0 R>>",
            {5: stream(b"a", PICTURE.replace(b"00000", b"") + b" /SMask 6 0 R"), 6: stream(b"a", PICTURE)},
        ),
        "the PDF is too large or too deep to be read: page 1 has a picture of 100000 × 100000 pixels [pdf-too-large]",
    ),
    "a picture in the content": (
        one(b"BI /W 100000 /H 100000 /CS /G /BPC 8 ID a EI"),
        "the PDF is too large or too deep to be read: page 1 has a picture of 10000000000 pixels [pdf-too-large]",
    ),
    "a form that draws itself": (
        one(b"/F Do", b"/XObject <</F 5 0 R>>", ITSELF),
        "page 1 draws a form that draws itself, which PDF/A does not allow [not-archivable]",
    ),
    "forms that draw each other": (
        one(
            b"/F Do",
            b"/XObject <</F 5 0 R /G 6 0 R>>",
            {n: b.replace(b"/Resources <<>>", b"") for n, b in EACH_OTHER.items()},
        ),
        "page 1 draws a form that draws itself, which PDF/A does not allow [not-archivable]",
    ),
    "a pattern of itself": (
        one(
            b"/Pattern cs /P scn 0 0 9 9 re f",
            b"/Pattern <</P 5 0 R>>",
            {5: stream(b"/Pattern cs /P scn 0 0 9 9 re f", TILES + b"/Resources <</Pattern <</P 5 0 R>>>>")},
        ),
        "page 1 draws a form that draws itself, which PDF/A does not allow [not-archivable]",
    ),
    "a mask that masks itself": (
        one(
            b"/S gs",
            b"/ExtGState <</S 6 0 R>>",
            {
                5: stream(b"/S gs", FORM % b"/ExtGState <</S 6 0 R>>"),
                6: b"<</Type /ExtGState /SMask <</S /Alpha /G 5 0 R>>>>",
            },
        ),
        "page 1 draws a form that draws itself, which PDF/A does not allow [not-archivable]",
    ),
    "a letter that writes itself": (
        one(
            b"BT /T 9 Tf (a) Tj ET",
            b"/Font <</T 5 0 R>>",
            {5: LETTERS, 6: stream(b"1 0 d0 BT /T 1 Tf (a) Tj ET", b"/Resources <</Font <</T 5 0 R>>>>")},
        ),
        "page 1 draws a form that draws itself, which PDF/A does not allow [not-archivable]",
    ),
    "forms that double": (
        one(b"/F Do", b"/XObject <</F 5 0 R>>", DOUBLING),
        f"{LARGE} page 1 draws more than 256 MB, counting repeated forms [pdf-too-large]",
    ),
    "q without Q": (
        one(b"q q 0 0 9 9 re f Q"),
        "page 1 does not restore its graphics state (q without Q), which PDF/A does not allow [not-archivable]",
    ),
    "Q without q": (
        one(b"q Q Q 0 0 9 9 re f"),
        "page 1 restores a graphics state that it did not save (Q without q), which PDF/A does not allow [not-archivable]",
    ),
    "Q without q in a form": (
        one(b"/F Do", b"/XObject <</F 5 0 R>>", {5: stream(b"Q", FORM % b"")}),
        "page 1 restores a graphics state that it did not save (Q without q), which PDF/A does not allow [not-archivable]",
    ),
    "q in q": (
        one(b"q " * 29 + b"Q " * 29),
        "page 1 saves more than 28 graphics states (nested q), which PDF/A does not allow [not-archivable]",
    ),
    "a mark without an end": (
        one(b"/P BMC /Q <</MCID 0>>BDC EMC"),
        "page 1 does not end its marked content (BMC or BDC without EMC), which PDF/A does not allow [not-archivable]",
    ),
    "an end without a mark": (
        one(b"EMC /P BMC"),
        "\n".join(TWO),
    ),
    "a text without an end": (
        one(b"BT (a\\) (b) Tj ET"),
        "page 1 ends inside a string or a picture, which PDF/A does not allow [not-archivable]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_asks_too_much_is_refused_by_name_at_once(name: str) -> None:
    data, expected = REFUSED[name]
    start = time.process_time()
    with pytest.raises(errors.CompendiumError) as caught:
        foreign.examine(data, PATH, pictured=True)
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert re.sub(r"\n  hint: [^\n]*\Z", "", told) == f"{PATH}: error: {expected}"
    assert time.process_time() - start < 5


def test_many_forms_in_forms_end() -> None:
    chain = {n: stream(b"/F Do", FORM % (b"/XObject <</F %d 0 R>>" % (n + 1))) for n in range(1_000, 3_000)}
    last = {3_000: stream(b"", FORM % b"")}
    data = pdf([page(resources=b"/XObject <</F 1000 0 R>>")], {4: stream(b"/F Do"), **chain, **last})
    with pytest.raises(errors.CompendiumError, match=r"\[pdf-too-large\]"):
        foreign.examine(data, PATH, pictured=True)


@pytest.mark.parametrize(
    "unit", [b"q Q ", b"(((", b"(\\", b"/a ", b"/", b"% q\n", b"BI ID ", b"BI ID x EI\x00", b"1 ", b"<<>>BDC EMC "]
)
def test_content_is_read_in_time_that_grows_with_its_length(unit: bytes) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        for _ in range(3):
            drawing.scan(unit * (count // len(unit)))
        return time.process_time() - start

    assert seconds(200_000) < 40 * seconds(20_000) + 0.05


# ── passes, and looks as it did ──────────────────────────────────────────────────────────────────────────────────────

LETTERHEAD = b"/XObject <</F 5 0 R>>"

OWN_RESOURCES = stream(LETTER, b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources 6 0 R")

FIELD = b"<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [20 20 120 60] /F 4 /AP <</N 7 0 R>>>>"

TURNED = stream(LETTER, FORM % b"" + b" /Matrix [0 1 -1 0 0 0]")

PASSING = {
    "a letterhead on two pages": pdf(
        [page(resources=LETTERHEAD), page(resources=LETTERHEAD)],
        {4: stream(b"/F Do 150 150 9 9 re f"), 5: stream(LETTER, FORM % b"")},
    ),
    "a letterhead with marks on three pages": pdf(
        [page(resources=LETTERHEAD)] * 3,
        {4: stream(b"/F Do"), 5: stream(b"/Artifact BMC " + LETTER + b" EMC", FORM % b"")},
    ),
    "a letterhead in hexadecimal figures": pdf(
        [page(resources=LETTERHEAD)] * 2,
        {
            4: stream(b"/F Do"),
            5: stream(LETTER.hex().encode() + b">", FORM % b"" + b"/Filter /ASCIIHexDecode", packed=False),
        },
    ),
    "a letterhead that is not packed": pdf(
        [page(resources=LETTERHEAD)] * 2,
        {4: stream(b"/F Do", packed=False), 5: stream(LETTER, FORM % b"", packed=False)},
    ),
    "forms whose resources name all forms": pdf(
        [page(resources=b"/XObject <</F 5 0 R>>")],
        {4: stream(b"/F Do"), 5: OWN_RESOURCES, 6: b"<</XObject <</F 5 0 R /G 5 0 R>>>>"},
    ),
    "a stamp a thousand times": one(
        b"q 0.01 0 0 0.01 0 0 cm /F Do Q " * 1000, LETTERHEAD, {5: stream(LETTER, FORM % b"")}
    ),
    "pages that share all they draw": pdf(
        [page(resources=LETTERHEAD)] * 40, {4: stream(b"/F Do"), 5: stream(LETTER, FORM % b"")}
    ),
    "content in pieces": pdf(
        [page(b"[4 0 R 5 0 R 6 0 R]")], {4: stream(b"q 1 0 0 rg"), 5: stream(LETTER), 6: stream(b"Q")}
    ),
    "no content": pdf([page(b"[]"), page(b"4 0 R")], {4: stream(b"")}),
    "mixed sizes, turned": pdf(
        [
            page(),
            page(box=b"0 0 842 595", more=b"/Rotate 90"),
            page(box=b"-50 -50 150 150", more=b"/Rotate 270"),
            page(box=b"200 200 0 0", more=b"/CropBox [10 10 190 100]"),
            page(box=b"0 0 1190.55 841.89", more=b"/UserUnit 2"),
        ],
        {4: stream(LETTER)},
    ),
    "a form that was filled in": pdf(
        [page(more=b"/Annots [6 0 R]")], {4: stream(b""), 6: FIELD, 7: stream(LETTER, FORM % b"")}
    ),
    "a box that was ticked, and a hidden one": pdf(
        [page(more=b"/Annots [6 0 R 8 0 R]")],
        {
            4: stream(b"0 1 0 rg 0 0 200 200 re f"),
            6: FIELD.replace(b"/N 7 0 R", b"/N <</On 7 0 R /Off 9 0 R>>").replace(b"/F 4", b"/F 4 /AS /On"),
            7: TURNED,
            8: FIELD.replace(b"/F 4", b"/F 2"),
            9: stream(b"", FORM % b""),
        },
    ),
    "operators in texts and names": one(
        b"q BT (q Q \\( EMC (BI) ) Tj [(q)-1(Do)] TJ <71> Tj /q 1 gs ET % q EMC\nQ /Q#20q <</q (Q)>> BDC EMC"
    ),
    "a picture in the content": one(b"q 90 0 0 90 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00 EI \xff\x80\x01q EI Q"),
    "a scan with its words behind": one(
        b"q 200 0 0 200 0 0 cm /I Do Q BT 3 Tr /T 9 Tf 10 10 Td (ab) Tj ET",
        b"/XObject <</I 5 0 R>>",
        {5: stream(bytes(range(100)), PICTURE.replace(b"100000", b"10"))},
    ),
}


def inserted(data: bytes) -> bytes:
    pages = len(pypdf.PdfReader(io.BytesIO(data)).pages)
    sheets = "".join(SHEET.format(number) for number in range(1, pages + 1))
    document = support_pdf.tagged(f"<h1>Protocol</h1>{SHEETS.format(sheets)}")
    inset = model.Inset(anchor="a", file="media/chart.pdf", title="Chart", locale="en", alt="A chart")
    return annexes.insert(document, [(inset, data)], path="x.pdf")


@pytest.mark.parametrize("name", PASSING)
def test_what_is_only_unusual_passes_and_looks_as_it_did(name: str) -> None:
    data = PASSING[name]
    made = inserted(data)
    count = len(pypdf.PdfReader(io.BytesIO(data)).pages)
    for number in range(min(count, 5)):
        assert support_pdf.drawn(made, number + 2) == support_pdf.drawn(data, number)


def test_what_was_filled_in_is_drawn_where_it_stood() -> None:
    assert support_pdf.drawn(inserted(PASSING["a form that was filled in"]), 2) != support_pdf.drawn(
        inserted(PASSING["no content"]), 2
    )


@pytest.mark.parametrize("name", ["a letterhead on two pages", "mixed sizes, turned", "a scan with its words behind"])
def test_files_with_packed_objects_pass_as_well(name: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PASSING[name]))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    assert foreign.examine(out.getvalue(), PATH, pictured=True) == foreign.examine(PASSING[name], PATH, pictured=True)
