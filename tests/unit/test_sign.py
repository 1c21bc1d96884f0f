"""Signatures of parties: who may sign where, with which key, at which level, and what the page shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import pathlib
import subprocess
from typing import Any

import pypdf
import pytest

from protocolpress import api, project
from protocolpress.api import signatures
from protocolpress.cli import sign as command
from protocolpress.errors import FilesError, SigningError
from protocolpress.pdf import facts, signature_fields
from protocolpress.release import making as releasing
from protocolpress.release import manifest, origin
from protocolpress.signing import appearance, detached, elsewhere, making, places, trust
from protocolpress.signing.values import Field, KeyFiles, Order, Pkcs12, Signatory, Token
from support_pki import PASSPHRASE, Authorities
from support_signing import PATH, key, signed, small, trusted


def refusal(pki: Authorities, order: Order, data: bytes | None = None, **given: object) -> str:
    known: dict[str, Any] = {"trusted": trusted(pki), "time_stamps": pki.tsa, "path": PATH} | given
    with pytest.raises(SigningError) as refused:
        making.sign(data or small(), order, key(pki, order.party if order.party == "south" else "north"), **known)
    (problem,) = refused.value.problems
    return f"{problem.message} [{problem.rule}] {problem.hint}"


def shown(data: bytes, name: str) -> str:
    """Return the words that a signature shows."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    fields = (one.get_object() for sheet in reader.pages for one in sheet.get("/Annots", ()))
    field: Any = next(one for one in fields if one.get("/T") == name)
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(300, 100)
    form = field["/AP"]["/N"].get_object()
    sheet[pypdf.generic.NameObject("/Resources")] = form["/Resources"].clone(writer)
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(form.get_data())
    sheet[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 - pypdf has no other way
    out = io.BytesIO()
    writer.write(out)
    return facts.text(out.getvalue())[0]


def test_the_levels_of_the_command_are_those_of_the_settings() -> None:
    assert command.LEVELS == project.LEVELS


def test_a_signature_only_appends_and_shows_name_office_place_date_and_reason_in_the_language_of_the_party(
    pki: Authorities,
) -> None:
    one = signed(pki, small(), "south", "B-B", place="Образцов", reason="Совершено в двух экземплярах")
    two = signed(pki, one, "north", "B-B", place="Exampleton")
    assert one.startswith(small())
    assert two.startswith(one)
    year = dt.datetime.now(dt.UTC).year
    south, north = shown(two, "south/primerov"), shown(two, "north/sample")
    words = " ".join(south.split())
    for expected in (
        "Подписано электронной подписью",
        "Иван Примеров",
        "руководитель Южного водного агентства",
        f"{year} г.",
        "Образцов,",
        "Совершено в двух экземплярах",
    ):
        assert expected in words
    for expected in ("Signed electronically", "Jane Sample", "Director of the Northern Water Office", "Exampleton,"):
        assert expected in " ".join(north.split())
    assert "UTC" in north
    fonts = {str(font["/BaseFont"]) for font in _fonts(two)}
    assert all("+PT" in name or "PTS" in name for name in fonts), fonts


def _fonts(data: bytes) -> list[Any]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    found = []
    for sheet in reader.pages:
        for one in sheet.get("/Annots", ()):
            look: Any = one.get_object().get("/AP", {}).get("/N")
            resources = look.get_object().get("/Resources", {}) if look else {}
            found += [font.get_object() for font in resources.get("/Font", {}).values()]
    assert found
    return found


def test_long_words_are_broken_and_set_smaller_and_never_leave_the_field() -> None:
    who = Signatory(party="a", person="b", lang="en-US", name="N" * 200, office="office " * 60, signed="Signed")
    field = Field(name="a/b", signatory=who, is_filled=False, size=(220.0, 71.0))
    lines = appearance.words(field, Order(party="a"), dt.datetime(2012, 5, 15, 10, 30, tzinfo=dt.UTC)).split("\n")
    assert max(map(len, lines)) <= 55
    assert "May\u00a015, 2012, 10:30\u00a0UTC" in " ".join(lines)


def test_who_may_not_sign_is_told_who_may(pki: Authorities) -> None:
    assert "noth does not sign this document [no-signature-field] did you mean north?" in refusal(
        pki, Order(party="noth")
    )
    assert "smith does not sign this document for north" in refusal(pki, Order(party="north", person="smith"))
    once = signed(pki, small(), "north", "B-B")
    assert "north has already signed [already-signed]" in refusal(pki, Order(party="north"), once)
    assert "there is no field for a signature in it" in refusal(pki, Order(party="north"), small(fields=False))
    assert "cannot be read as a PDF" in refusal(pki, Order(party="north"), b"nothing")


def test_of_several_signatories_of_a_party_one_is_to_be_named() -> None:
    def field(person: str, *, filled: bool) -> Field:
        who = Signatory(party="north", person=person)
        return Field(name=f"north/{person}", signatory=who, is_filled=filled, size=(1, 1))

    both = [field("a", filled=True), field("b", filled=False)]
    assert places.choose(both, "north", "b", path=PATH).name == "north/b"
    with pytest.raises(SigningError, match=r"2 people sign for north.*\n.*--signatory b"):
        places.choose(both, "north", "", path=PATH)


def test_what_a_level_needs_is_asked_for(pki: Authorities) -> None:
    assert "no time-stamping authority is known [no-time-stamps]" in refusal(
        pki, Order(party="north", level="B-T"), time_stamps=""
    )
    assert "no authority is trusted" in refusal(pki, Order(party="north", level="B-LT"), trusted=trust.NOBODY)
    lasting = signed(pki, signed(pki, small(), "north"), "south", "B-LTA")
    with pytest.raises(SigningError, match=r"already signed|already there"):
        signed(pki, lasting, "south", "B-LTA")


def test_an_authority_that_does_not_answer_stops_the_signature(pki: Authorities) -> None:
    with pki.silent():
        assert "cannot be signed" in refusal(pki, Order(party="north", level="B-T"))
        assert "cannot be signed" in refusal(pki, Order(party="north", level="B-LT"))


def test_a_certificate_that_nobody_trusts_or_that_was_revoked_does_not_sign_at_a_level_that_lasts(
    pki: Authorities,
) -> None:
    for name in ("stranger", "revoked", "expired"):
        with pytest.raises(SigningError, match="cannot be signed"):
            signed(pki, small(), "north", "B-LT", name=name)


def test_a_key_is_in_a_pkcs12_file_with_a_passphrase(pki: Authorities) -> None:
    place, words = pki.pkcs12("north")
    own = Pkcs12(place=str(place), data=place.read_bytes(), passphrase=words.read_bytes().strip())
    made = making.sign(small(), Order(party="north"), own, trusted=trust.NOBODY, time_stamps="", path=PATH)
    assert signature_fields.is_signed(made)
    assert PASSPHRASE not in repr(own)
    assert PASSPHRASE.encode() not in made


@pytest.mark.parametrize(
    "own",
    [
        Pkcs12(place="a.p12", data=b"nothing", passphrase=b"secret"),
        KeyFiles(place="a.key", key=b"nothing secret", certificates=b"nothing"),
    ],
)
def test_a_key_that_cannot_be_read_is_named_and_nothing_of_it_is_quoted(own: Pkcs12 | KeyFiles) -> None:
    with pytest.raises(SigningError) as refused:
        making.sign(small(), Order(party="north"), own, trusted=trust.NOBODY, time_stamps="", path=PATH)
    text = str(refused.value)
    assert f"{own.place}: error: the key cannot be read" in text
    assert "secret" not in text
    assert refused.value.__cause__ is None
    assert "secret" not in repr(own)


def test_a_wrong_passphrase_is_no_traceback_and_is_not_repeated(pki: Authorities) -> None:
    place, _ = pki.pkcs12("north")
    own = Pkcs12(place="north.p12", data=place.read_bytes(), passphrase=b"hunter2")
    with pytest.raises(SigningError, match=r"north\.p12: error: the key cannot be read") as refused:
        making.sign(small(), Order(party="north"), own, trusted=trust.NOBODY, time_stamps="", path=PATH)
    assert "hunter2" not in str(refused.value)


def test_a_token_that_is_not_there_is_a_problem(tmp_path: pathlib.Path) -> None:
    own = Token(module=tmp_path / "none.so", label="north", key="sign", pin="1234")
    with pytest.raises(SigningError, match=r"the token cannot be opened.*\[bad-key\]") as refused:
        making.sign(small(), Order(party="north"), own, trusted=trust.NOBODY, time_stamps="", path=PATH)
    assert "1234" not in str(refused.value) + repr(own)


def test_an_archive_stamp_needs_a_signature(pki: Authorities) -> None:
    with pytest.raises(SigningError, match="nobody has signed it"):
        making.archive(small(), trusted=trusted(pki), time_stamps=pki.tsa, path=PATH)


def test_a_file_that_was_changed_is_not_signed(pki: Authorities) -> None:
    once = signed(pki, small(), "north", "B-B")
    writer = pypdf.PdfWriter(io.BytesIO(once), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(SigningError, match="changed-after-signing"):
        signed(pki, out.getvalue(), "south", "B-B")


def test_a_signature_made_by_openssl_is_put_into_the_file_that_was_prepared_for_it(
    pki: Authorities, tmp_path: pathlib.Path
) -> None:
    prepared = elsewhere.prepare(small(), Order(party="south", place="Образцов"), path=PATH)
    assert prepared.file.startswith(small())
    assert hashlib.sha256(prepared.content).hexdigest() == prepared.digest
    (tmp_path / "tbs").write_bytes(prepared.content)
    made = _openssl(pki, "south", tmp_path / "tbs", "-cades")
    whole = elsewhere.embed(prepared.file, made, path=PATH)
    assert len(whole) == len(prepared.file)
    assert "Образцов" in shown(whole, "south/primerov")
    both = signed(pki, whole, "north", "B-LT")
    assert both.startswith(whole)
    with pytest.raises(SigningError, match="there is no room"):
        elsewhere.embed(whole, made, path=PATH)
    (tmp_path / "tbs").write_bytes(prepared.content + b" ")
    other = _openssl(pki, "south", tmp_path / "tbs", "-cades")
    with pytest.raises(SigningError, match="the signature is of other bytes"):
        elsewhere.embed(prepared.file, other, path=PATH)
    with pytest.raises(SigningError, match="the signature is not CMS"):
        elsewhere.embed(prepared.file, b"nothing", path=PATH)


def _openssl(pki: Authorities, name: str, place: pathlib.Path, *options: str) -> bytes:
    line: list[str | pathlib.Path] = [
        "openssl",
        "cms",
        "-sign",
        "-binary",
        "-in",
        place,
        "-signer",
        pki.pem(name),
        "-inkey",
        pki.key(name),
    ]
    line += ["-certfile", pki.pem("interm"), "-outform", "DER", *options]
    return subprocess.run(line, check=True, capture_output=True).stdout


def test_openssl_accepts_a_detached_signature_and_refuses_other_contents(
    pki: Authorities, tmp_path: pathlib.Path
) -> None:
    sums, own = tmp_path / "SHA256SUMS", tmp_path / "SHA256SUMS.p7s"
    sums.write_bytes(b"0" * 64 + b"  x.pdf\n")
    made = detached.sign(sums.read_bytes(), key(pki, "north"), trusted=trusted(pki), time_stamps=pki.tsa, path="S")
    own.write_bytes(made)

    def openssl() -> int:
        line: list[str | pathlib.Path] = [
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            own,
            "-content",
            sums,
        ]
        line += ["-CAfile", pki.pem("root"), "-purpose", "any", "-out", tmp_path / "out"]
        return subprocess.run(line, check=False, capture_output=True).returncode

    assert openssl() == 0
    report = detached.judge(made, sums.read_bytes(), "SHA256SUMS.p7s", trusted=trusted(pki), online=True)
    assert report.problems == ()
    assert report.judged[0].signer == "Jane Sample"
    (offline,) = detached.judge(made, sums.read_bytes(), "SHA256SUMS.p7s", trusted=trusted(pki)).problems
    assert (offline.severity, offline.rule) == ("warning", "unknown-revocation")
    sums.write_bytes(b"1" * 64 + b"  x.pdf\n")
    assert openssl() != 0
    (changed,) = detached.judge(made, sums.read_bytes(), "SHA256SUMS.p7s", trusted=trusted(pki), online=True).problems
    assert (changed.severity, changed.rule) == ("error", "bad-signature")
    contents = b"0" * 64 + b"  x.pdf\n"
    (unknown,) = detached.judge(made, contents, "SHA256SUMS.p7s", trusted=trust.NOBODY).problems
    assert unknown.rule == "untrusted-signature"
    (none,) = detached.judge(b"nothing", sums.read_bytes(), "SHA256SUMS.p7s", trusted=trust.NOBODY).problems
    assert none.rule == "bad-signature"


def test_a_release_is_signed_beside_its_list_and_stays_the_same_release(
    pki: Authorities, tmp_path: pathlib.Path
) -> None:
    folder = _release(tmp_path / "dist" / "2012-12-31")
    trusting = signatures.Trusting(
        roots={"root.pem": pki.pem("root").read_bytes()}, intermediates={"i.pem": pki.pem("interm").read_bytes()}
    )
    place = signatures.sign_release(folder, key(pki, "north"), root=tmp_path, time_stamps=pki.tsa, trusting=trusting)
    assert place == folder / "SHA256SUMS.p7s"
    line = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "SHA256SUMS.p7s",
        "-content",
        "SHA256SUMS",
        "-purpose",
        "any",
    ]
    line += ["-CAfile", str(pki.pem("root"))]
    subprocess.run(line, cwd=folder, check=True, capture_output=True)
    verdict = api.verify([folder], verapdf=False, root=tmp_path, trusting=trusting)
    assert [problem.rule for problem in verdict.problems] == ["unknown-revocation"]
    assert verdict.ok
    assert verdict.passing == (folder,)
    assert verdict.signatures[place].judged[0].signer == "Jane Sample"
    with pytest.raises(FilesError, match="there is a file of this name"):
        signatures.sign_release(folder, key(pki, "north"), root=tmp_path)
    assert not releasing.publish(_release(tmp_path / "again"), folder)

    other = "1" * 64
    sums = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text(sums.replace(sums[:64], other))
    verdict = api.verify([folder], verapdf=False, root=tmp_path, trusting=trusting)
    assert "bad-signature" in {problem.rule for problem in verdict.problems}
    assert verdict.passing == ()
    with pytest.raises(FilesError, match=r"changed-release-file|bad-manifest"):
        signatures.sign_release(folder, key(pki, "north"), root=tmp_path)


def _release(folder: pathlib.Path) -> pathlib.Path:
    """Make a release of one file."""
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    digest = hashlib.sha256(b"a").hexdigest()
    known = manifest.Manifest(
        date="2012-12-31",
        locales=("en",),
        editions=("en",),
        coverage=[],
        verdicts={},
        tools={},
        inputs={},
        files=(manifest.Released(path="a.txt", size=1, sha256=digest),),
    )
    text = manifest.write(known)
    (folder / manifest.MANIFEST).write_bytes(text)
    sums = {"a.txt": digest, manifest.MANIFEST: hashlib.sha256(text).hexdigest()}
    (folder / manifest.SUMS).write_bytes(manifest.write_sums(sums))
    return folder


def test_a_signed_file_is_found_among_released_ones(pki: Authorities, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "dist" / "2012-12-31"
    folder.mkdir(parents=True)
    one = manifest.Released(path="pdf/a.pdf", size=len(small()), sha256=hashlib.sha256(small()).hexdigest())
    known = {"date": "", "locales": (), "editions": (), "coverage": [], "verdicts": {}, "tools": {}, "inputs": {}}
    (folder / manifest.MANIFEST).write_bytes(manifest.write(manifest.Manifest(**known, files=(one,))))  # type: ignore[arg-type]
    signed_ = signed(pki, small(), "north", "B-B")
    assert origin.find(signed_, [folder]) == f"{folder}/pdf/a.pdf"
    assert origin.find(small(), [folder]) == f"{folder}/pdf/a.pdf"
    other = signed(pki, small(fields=True).replace(b"%\xf0", b"%\xf1", 1), "north", "B-B")
    assert origin.find(other, [folder]) == ""
    assert origin.find(b"%%EOF" * 1000, [folder, tmp_path / "none"]) == ""
    file = tmp_path / "a.pdf"
    file.write_bytes(other)
    trusting = signatures.Trusting(releases=(folder,))
    report = signatures.judged(other, file, root=tmp_path, trusting=trusting, releases=())
    assert report is not None
    assert "not-released" in {problem.rule for problem in report.problems}
