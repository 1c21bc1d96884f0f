"""Judgements on signed files: who, when, trusted by whom; and the attacks that have been published, none of which passes."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import io
import pathlib
import re
import subprocess
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms
from lxml import etree  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner
from signxml.algorithms import SignatureMethod
from signxml.xades.xades import XAdESSigner

from protocolpress.errors import SigningError
from protocolpress.signing import elsewhere, judging, keys, making, trust
from protocolpress.signing.values import Order, Report
from support_pki import Authorities
from support_signing import PATH, key, signed, small, trusted

Change = Callable[[IncrementalPdfFileWriter], None]

N = generic.pdf_name


def years(count: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=365.25 * count)


def judge(pki: Authorities, data: bytes, after: float = 0, *, online: bool = False) -> Report:
    at = years(after) if after else None
    return judging.judge(data, PATH, trusted=trusted(pki), at=at, online=online)


def rules(report: Report) -> set[str]:
    return {problem.rule for problem in report.problems}


@pytest.fixture(scope="module")
def once(pki: Authorities) -> bytes:
    """A file that one party has signed."""
    return signed(pki, small(), "north", "B-LT")


@pytest.fixture(scope="module")
def lasting(pki: Authorities, once: bytes) -> bytes:
    """A file that both parties have signed, with an archive time stamp."""
    return signed(pki, once, "south", "B-LTA")


# ── who, when, trusted by whom ───────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_file_says_who_signed_when_and_who_vouches(pki: Authorities, lasting: bytes) -> None:
    with pki.silent():
        report = judge(pki, lasting)
    assert report.problems == ()
    north, south, stamp = report.judged
    assert (north.signer, north.organization, north.level) == ("Jane Sample", "Testing", "B-LTA")
    assert north.signatory is not None
    assert (north.signatory.party, north.signatory.name) == ("north", "Jane Sample")
    assert (south.signer, south.kind, stamp.kind) == ("Иван Примеров", "signature", "time stamp")
    assert {one.root for one in report.judged} == {"Root Authority (root.crt)"}
    assert {one.proven_by for one in report.judged} == {"Time Stamping Authority"}
    assert north.later == ("the signature of Иван Примеров", "a time stamp of Time Stamping Authority")
    assert all(one.moment and years(-0.01) < one.moment < years(0.01) for one in report.judged)
    assert report.unsigned == ()


def test_with_an_archive_stamp_a_file_is_verified_offline_ten_years_later_when_the_certificates_have_ended(
    pki: Authorities, lasting: bytes
) -> None:
    asked = len(pki.asked)
    with pki.silent():
        for after in (1, 2.9, 10, 14):
            assert judge(pki, lasting, after).problems == ()
    assert pki.asked[asked:] == []
    assert pki.cert("north").not_valid_after < years(10)


def test_an_archive_stamp_that_was_not_renewed_in_time_proves_nothing(pki: Authorities, lasting: bytes) -> None:
    report = judge(pki, lasting, 16)
    assert rules(report) >= {"expired-certificate"}
    assert not report.judged[2].is_valid


def test_without_an_archive_stamp_evidence_counts_as_long_as_the_certificate_is_valid(
    pki: Authorities, once: bytes
) -> None:
    with pki.silent():
        assert judge(pki, once, 2).problems == ()
        assert rules(judge(pki, once, 4)) == {"unknown-revocation"}
    assert [field.name for field in judge(pki, once).unsigned] == ["south/primerov"]


def test_a_signature_without_evidence_is_undecided_offline_and_decided_online(pki: Authorities) -> None:
    plain = signed(pki, small(), "south", "B-B")
    assert rules(judge(pki, plain)) == {"unknown-revocation"}
    report = judge(pki, plain, online=True)
    assert report.problems == ()
    assert (report.judged[0].level, report.judged[0].proven_by) == ("B-B", "")


def test_an_archive_stamp_makes_signatures_last_that_had_neither_stamp_nor_evidence(pki: Authorities) -> None:
    plain = signed(pki, signed(pki, small(), "south", "B-B"), "north", "B-T")
    stamped = making.archive(plain, trusted=trusted(pki), time_stamps=pki.tsa, path=PATH)
    again = making.archive(stamped, trusted=trusted(pki), time_stamps=pki.tsa, path=PATH)
    assert stamped.startswith(plain)
    assert again.startswith(stamped)
    with pki.silent():
        for data in (stamped, again):
            assert judge(pki, data, 10).problems == ()
    assert [one.kind for one in judge(pki, again).judged] == ["signature", "signature", "time stamp", "time stamp"]


# ── certificates and time stamps ─────────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_trusted_who_was_not_named(pki: Authorities, once: bytes) -> None:
    report = judging.judge(once, PATH, trusted=trust.NOBODY)
    assert rules(report) == {"untrusted-signature", "untrusted-time-stamp"} or rules(report) == {"untrusted-signature"}
    assert report.judged[0].root == ""
    stranger = signed(pki, small(), "north", "B-B", name="stranger")
    assert rules(judge(pki, stranger, online=True)) == {"untrusted-signature"}


@pytest.mark.parametrize(("name", "rule"), [("revoked", "revoked-certificate"), ("expired", "expired-certificate")])
@pytest.mark.parametrize("level", ["B-B", "B-T"])
def test_a_certificate_that_was_revoked_or_has_expired_does_not_pass(
    pki: Authorities, name: str, rule: str, level: str
) -> None:
    data = signed(pki, small(), "north", level, name=name)
    assert rule in rules(judge(pki, data, online=True))
    assert judge(pki, data).problems


def test_a_time_stamp_from_nowhere_proves_nothing(pki: Authorities, once: bytes) -> None:
    data = signed(pki, small(), "north", "B-T", time_stamps=pki.strange_tsa)
    report = judge(pki, data, online=True)
    assert report.problems
    assert report.judged[0].proven_by == ""
    strange = trust.read([(name, pki.pem(name).read_bytes()) for name in ("root", "stranger-root")])
    stamped = making.archive(once, trusted=strange, time_stamps=pki.strange_tsa, path=PATH)
    report = judge(pki, stamped)
    assert "untrusted-time-stamp" in rules(report)
    assert judge(pki, stamped, 10).problems


def trusted_list(pki: Authorities, operator: str, *, status: str = "granted") -> bytes:
    """Write a trusted list with the authorities of the tests, signed as the lists of the Union are."""
    base = "http://uri.etsi.org/TrstSvc"

    def service(kind: str, name: str) -> str:
        certificate = base64.b64encode(pki.cert(name).dump()).decode()
        return f"""<TSPService><ServiceInformation>
<ServiceTypeIdentifier>{base}/Svctype/{kind}</ServiceTypeIdentifier>
<ServiceName><Name xml:lang="en">{name}</Name></ServiceName>
<ServiceDigitalIdentity><DigitalId><X509Certificate>{certificate}</X509Certificate></DigitalId></ServiceDigitalIdentity>
<ServiceStatus>{base}/TrustedList/Svcstatus/{status}</ServiceStatus>
<StatusStartingTime>2016-06-30T22:00:00Z</StatusStartingTime></ServiceInformation></TSPService>"""

    services = service("CA/QC", "interm") + service("TSA/QTST", "tsa")
    root = etree.fromstring(
        f"""<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="list"><TrustServiceProviderList>
<TrustServiceProvider><TSPServices>{services}</TSPServices></TrustServiceProvider></TrustServiceProviderList>
</TrustServiceStatusList>"""
    )
    signer = XAdESSigner(signature_algorithm=SignatureMethod.ECDSA_SHA256)
    own = pki.key(operator).read_bytes()
    return bytes(etree.tostring(signer.sign(root, key=own, cert=pki.pem(operator).read_text())))


def test_authorities_of_a_trusted_list_are_trusted_if_its_operator_has_signed_it(
    pki: Authorities, lasting: bytes
) -> None:
    operators = [("operator.crt", pki.pem("south").read_bytes())]
    text = trusted_list(pki, "south")
    known = trust.read([], lists=[("EE.xml", text)], operators=operators)
    report = judging.judge(lasting, PATH, trusted=known)
    assert report.problems == ()
    assert {one.root for one in report.judged} == {
        "Signing Authority (EE.xml)",
        "Time Stamping Authority (EE.xml)",
    }
    for wrong in (
        text.replace(b"2016-06-30", b"2016-06-29"),
        trusted_list(pki, "stranger"),
        trusted_list(pki, "south", status="withdrawn"),
        b"<TrustServiceStatusList/>",
        b"nothing",
    ):
        with pytest.raises(SigningError, match="bad-trusted-list"):
            trust.read([], lists=[("EE.xml", wrong)], operators=operators)


# ── changes after signing ────────────────────────────────────────────────────────────────────────────────────────────


def changed(data: bytes, change: Change) -> bytes:
    """Append a version of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    """Replace what a page shows (shadow attack "replace")."""
    content = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    page = writer.find_page_for_modification(1)[0].get_object()
    page[N("/Contents")] = content
    writer.update_container(page)


def _draw_more(writer: IncrementalPdfFileWriter) -> None:
    """Cover something (shadow attack "hide")."""
    page = writer.find_page_for_modification(1)[0].get_object()
    more = writer.add_object(generic.StreamObject(stream_data=b"1 g 0 0 300 300 re f"))
    page[N("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.update_container(page)


def _annotate(writer: IncrementalPdfFileWriter) -> None:
    """Add words as a comment (evil annotation)."""
    note = generic.DictionaryObject(
        {
            N("/Type"): N("/Annot"),
            N("/Subtype"): N("/FreeText"),
            N("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 400, 300))),
            N("/Contents"): generic.pdf_string("One million"),
            N("/DA"): generic.pdf_string("/Helv 12 Tf"),
        }
    )
    page = writer.find_page_for_modification(0)[0].get_object()
    page.setdefault(N("/Annots"), generic.ArrayObject()).append(writer.add_object(note))
    writer.update_container(page)


def _swap_pages(writer: IncrementalPdfFileWriter) -> None:
    pages: Any = writer.root["/Pages"]
    pages[N("/Kids")] = generic.ArrayObject(reversed(pages["/Kids"]))
    writer.update_container(pages)


def _drop_a_page(writer: IncrementalPdfFileWriter) -> None:
    pages: Any = writer.root["/Pages"]
    pages[N("/Kids")] = generic.ArrayObject(list(pages["/Kids"])[:1])
    pages[N("/Count")] = generic.NumberObject(1)
    writer.update_container(pages)


def _fill_an_empty_field(writer: IncrementalPdfFileWriter) -> None:
    """Let the field of the other party show what looks like its signature."""
    field: Any = writer.root["/AcroForm"]["/Fields"].raw_get(1).get_object()
    look = generic.StreamObject(
        dict_data={
            N("/Type"): N("/XObject"),
            N("/Subtype"): N("/Form"),
            N("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 220, 70))),
        },
        stream_data=b"0 0 200 60 re f",
    )
    field["/AP"][N("/N")] = writer.add_object(look)
    writer.update_container(field)


def _move_the_signature(writer: IncrementalPdfFileWriter) -> None:
    field: Any = writer.root["/AcroForm"]["/Fields"].raw_get(0).get_object()
    field[N("/Rect")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800)))
    writer.update_container(field)


def _run_a_script(writer: IncrementalPdfFileWriter) -> None:
    action = generic.DictionaryObject({N("/S"): N("/JavaScript"), N("/JS"): generic.pdf_string("app.alert(1)")})
    writer.root[N("/OpenAction")] = action
    writer.update_root()


@pytest.mark.parametrize(
    "change",
    [
        _overlay,
        _draw_more,
        _annotate,
        _swap_pages,
        _drop_a_page,
        _fill_an_empty_field,
        _move_the_signature,
        _run_a_script,
    ],
)
def test_what_is_changed_after_a_signature_is_found(pki: Authorities, once: bytes, change: Change) -> None:
    report = judge(pki, changed(once, change))
    assert "changed-after-signing" in rules(report)
    assert not report.judged[0].is_valid


def test_a_second_signature_does_not_cover_a_change_up(pki: Authorities, once: bytes) -> None:
    """The second signatory's program may have let the change pass."""
    spoilt = changed(once, _overlay)
    prepared = elsewhere_prepared(spoilt)
    with keys.opened(key(pki, "south")) as signer:
        whole = prepared_with(prepared, signer)
    report = judge(pki, whole, online=True)
    assert "changed-after-signing" in rules(report)
    assert not report.judged[0].is_valid
    assert report.judged[1].signer == "Иван Примеров"


def elsewhere_prepared(data: bytes) -> elsewhere.Prepared:
    """Prepare a file without looking at what has happened to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("protocolpress.signing.whole.require", lambda *_: None)
        return elsewhere.prepare(data, Order(party="south"), path=PATH)


def prepared_with(prepared: elsewhere.Prepared, signer: SimpleSigner) -> bytes:
    made: Any = cms_of(signer, hashlib.sha256(prepared.content).digest())
    return elsewhere.embed(prepared.file, made, path=PATH)


def cms_of(signer: SimpleSigner, digest: bytes) -> bytes:
    """Sign a digest, whatever it is of."""
    return bytes(asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump())


@pytest.mark.parametrize("where", ["begin", "middle", "before", "padding", "after"])
def test_a_changed_byte_is_found(pki: Authorities, once: bytes, where: str) -> None:
    (text,) = re.findall(rb"/ByteRange \[[\d ]+\]", once)
    _, start, end, _ = map(int, re.findall(rb"\d+", text))
    places = {"begin": 60, "middle": start // 2, "before": start - 4, "padding": end - 20, "after": end + 4}
    at = places[where]
    report = judge(pki, once[:at] + bytes([once[at] ^ 1]) + once[at + 1 :])
    assert rules(report) & {"bad-signature", "changed-after-signing"}
    assert not any(one.is_valid for one in report.judged)


@pytest.mark.parametrize(
    "more",
    [
        b"\n5 0 obj\n<</Type /Page>>\nendobj\n",
        b"\n5 0 obj\n<</Type /Page>>\nendobj\n%%EOF\n",
        b"\n5 0 obj\n<</Type /Page>>\nendobj\ntrailer\n<</Root 5 0 R>>\n",
        b"%PDF-1.7\n",
        b"\0" * 3000,
    ],
)
def test_objects_behind_the_end_that_no_table_lists_are_found(pki: Authorities, lasting: bytes, more: bytes) -> None:
    """Variants of the incremental saving attack: a viewer that repairs files may read them."""
    report = judge(pki, lasting + more)
    assert "changed-after-signing" in rules(report) or "bad-signature" in rules(report)


def test_a_table_that_leads_elsewhere_is_found(pki: Authorities, once: bytes) -> None:
    """Shadow attack "hide and replace": no new object, only a table that leads to other ones."""
    reader = PdfFileReader(io.BytesIO(once))
    contents = [page.get_object().raw_get("/Contents").idnum for page in reader.root["/Pages"]["/Kids"]]
    offsets = {int(match[1]): match.start() for match in re.finditer(rb"(?m)^(\d+) 0 obj", once)}
    first, second = contents
    start = re.findall(rb"startxref\s+(\d+)", once)[-1].decode()
    root = f"{reader.root_ref.idnum} 0 R"
    size = reader.trailer["/Size"]
    table = "".join(
        f"{number} 1\n{offsets[other]:010} 00000 n \n" for number, other in ((first, second), (second, first))
    )
    trailer = f"trailer\n<</Size {size} /Root {root} /Prev {start}>>\n"
    spoilt = once + f"xref\n{table}{trailer}startxref\n{len(once)}\n%%EOF\n".encode()
    assert rules(judge(pki, spoilt)) & {"changed-after-signing", "bad-signature"}


def test_a_signature_over_a_part_of_the_file_is_found(pki: Authorities) -> None:
    """The signature is genuine, but its range leaves out the end, or a hole beside its own place."""
    prepared = elsewhere.prepare(small(), Order(party="south"), path=PATH)
    (text,) = re.findall(rb"/ByteRange \[[\d ]+\]", prepared.file)
    _, start, end, length = map(int, re.findall(rb"\d+", text))
    for wrong in ((0, start, end, length - 200), (0, start - 100, end, length), (100, start - 100, end, length)):
        range_ = b"/ByteRange [%d %d %d %d]" % wrong
        data = prepared.file.replace(text, range_.ljust(len(text)), 1)
        first, size, second, rest = wrong
        content = data[first : first + size] + data[second : second + rest]
        with keys.opened(key(pki, "south")) as signer:
            made = cms_of(signer, hashlib.sha256(content).digest())
        text_ = made.hex().encode().ljust(end - start - 2, b"0")
        report = judge(pki, data[: start + 1] + text_ + data[end - 1 :], online=True)
        assert rules(report) & {"changed-after-signing", "bad-signature"}, wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/ByteRange", b"/BiteRange"),
        (rb"/ByteRange \[[\d ]+\]", b"/ByteRange []"),
        (rb"/ByteRange \[[\d ]+\]", b"/ByteRange null"),
        (rb"/ByteRange \[0 \d+ \d+ \d+ *\]", b"/ByteRange [0 -1 0 -1]"),
        (rb"/Contents <[0-9A-F]+>", b"/Contents <>"),
        (rb"/Contents <[0-9A-F]+>", b"/Contents null"),
        (rb"/Contents <[0-9A-F]+>", b"/Contents <00>"),
        (rb"/Contents <[0-9A-F]+>", b"/Contents 0"),
        (rb"/SubFilter ?/ETSI\.CAdES\.detached", b"/SubFilter /None"),
    ],
)
def test_a_signature_without_content_or_range_is_none(pki: Authorities, once: bytes, old: bytes, new: bytes) -> None:
    """Universal signature forgery: a viewer that finds nothing to check may find nothing wrong."""
    place = re.search(old, once)
    assert place
    report = judge(pki, once[: place.start()] + new.ljust(len(place[0])) + once[place.end() :])
    assert report.problems
    assert all(not one.is_valid for one in report.judged)


def test_a_signature_of_another_file_is_found(pki: Authorities, once: bytes) -> None:
    """The content of one signature in the place of another."""
    other = signed(pki, small(), "north", "B-LT", place="Elsewhere")
    (own,) = re.findall(rb"/Contents <([0-9A-F]{400,})>", once)
    (taken,) = re.findall(rb"/Contents <([0-9A-F]{400,})>", other)
    taken = taken[: len(own)].ljust(
        len(own), b"0"
    )  # the rooms differ by some zeros: an ECDSA signature varies in length
    assert "bad-signature" in rules(judge(pki, once.replace(own, taken)))


def test_noise_is_refused_and_never_hangs(pki: Authorities, once: bytes) -> None:
    for data in (b"", b"%PDF-1.7\n/ByteRange [0 1 2 3]", once[: len(once) // 2], once.replace(b"obj", b"ogj")):
        assert judge(pki, data).problems
    info = cms.ContentInfo({"content_type": "data", "content": b"x"}).dump()
    (own,) = re.findall(rb"/Contents <([0-9A-F]{400,})>", once)
    assert judge(pki, once.replace(own, info.hex().encode().ljust(len(own), b"0"))).problems


def test_a_file_that_unpacks_without_end_is_refused(pki: Authorities, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of the file that is a thousand times as long as it looks."""
    monkeypatch.setattr(judging, "MEMORY", 100)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    head = b"<</Type /XRef /Filter /FlateDecode /W [1 2 1] /Size 9 /Root 2 0 R /Length %d>>" % len(packed)
    data = b"%PDF-1.7\n1 0 obj\n" + head + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    (problem,) = judge(pki, data).problems
    assert problem.message.startswith("its signatures cannot be read: ")


def test_judging_that_takes_too_long_ends(pki: Authorities, once: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(judging, "SECONDS", 0.2)
    monkeypatch.setattr("protocolpress.signing.places.found", endless)
    (problem,) = judge(pki, once).problems
    assert "takes more than 0.2 seconds" in problem.message


@pytest.mark.parametrize("first", ["south", "north"])
def test_a_signature_by_an_algorithm_that_is_unknown_here_fails_alone(
    pki: Authorities, tmp_path: pathlib.Path, first: str
) -> None:
    """GOST R 34.10-2012, by OpenSSL's engine."""
    engine = ["openssl", "req", "-engine", "gost", "-x509", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A"]
    options = ["-md_gost12_256", "-nodes", "-keyout", "g.key", "-out", "g.crt", "-subj", "/CN=Ivan", "-days", "30"]
    if subprocess.run([*engine, *options], cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("OpenSSL's engine for GOST is not installed (libengine-gost-openssl)")

    def by_gost(data: bytes) -> bytes:
        prepared = elsewhere.prepare(data, Order(party="south"), path=PATH)
        (tmp_path / "tbs").write_bytes(prepared.content)
        line = ["openssl", "cms", "-sign", "-engine", "gost", "-binary", "-cades", "-in", "tbs", "-signer", "g.crt"]
        line += ["-inkey", "g.key", "-md", "md_gost12_256", "-outform", "DER"]
        made = subprocess.run(line, cwd=tmp_path, capture_output=True, check=True).stdout
        return elsewhere.embed(prepared.file, made, path=PATH)

    if first == "south":
        whole = signed(pki, by_gost(small()), "north", "B-LTA")
    else:
        whole = by_gost(signed(pki, small(), "north", "B-LT"))
    report = judge(pki, whole)
    (problem,) = report.problems
    assert "south/primerov: the signature cannot be judged here: its algorithm is 1.2.643" in problem.message
    by_field = {one.field: one for one in report.judged}
    assert by_field["north/sample"].is_valid
    assert by_field["south/primerov"].signer == "Ivan"
    spoilt = judge(pki, changed(whole, _overlay))
    assert "changed-after-signing" in rules(spoilt)
