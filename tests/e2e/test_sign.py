"""From drafts to the archive: both parties sign a released protocol; it is stamped, verified ten years later, corrected."""

from __future__ import annotations

import datetime as dt
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from protocolpress.pdf.verify import verapdf
from support import Press
from support_pki import PASSPHRASE, Authorities

PDF = "pdf/en-ru/protocols/2012-05-15-exampleton.pdf"
DAY = "2012-12-31"
SOFTHSM = pathlib.Path("/usr/lib/softhsm/libsofthsm2.so")

NO_JAVA = ["--no-verapdf"] if verapdf.missing() else []


def settle(press: Press, pki: Authorities) -> None:
    """Write whom the publication trusts."""
    press.write("trust/root.pem", pki.pem("root").read_bytes())
    press.write("trust/interm.pem", pki.pem("interm").read_bytes())
    toml = press.read("protocolpress.toml").replace('editions = ["en", "ru", "en-ru", "ru-en"]', 'editions = ["en-ru"]')
    lines = (
        f'\n[signing]\ntime_stamps = "{pki.tsa}"\nroots = ["trust/root.pem"]\nintermediates = ["trust/interm.pem"]\n'
    )
    press.write("protocolpress.toml", toml + lines)


SOURCE = "sources/protocols/2012-05-15-exampleton.md"
CATALOG = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"
DOCUMENT = "protocols/2012-05-15-exampleton"

AFTERWARDS = """---
title: {title}
number: EXAMPLE-{number}
date: 2013-01-15
{key}
---
"""
REPLACED = """
## Changes {#changes}

1. Paragraph 3 of Article 1 is replaced by:

   > A Party that cannot send a reading in time shall say why within one day.
"""
CORRECTED = """
{.corrections}
| Where | For | Read |
| --- | --- | --- |
| #readings/1 | gauges | water gauges |
"""


def negotiate(press: Press) -> None:
    """Write three drafts, each a commit, and look at what changed in both languages."""

    def git(*arguments: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *names, *arguments], cwd=press.root, check=True, capture_output=True)

    git("init", "--quiet")
    for number, (old, new) in enumerate((("", ""), ("трех дней", "двух дней"), ("двух дней", "пяти дней")), 1):
        press.replace(CATALOG, old, new)
        git("add", "-A")
        git("commit", "--quiet", "-m", f"draft {number}")
    assert "changed in one language only: ru" in press.run("diff", "HEAD~2", "HEAD", DOCUMENT, code=0).out
    for path in (SOURCE, CATALOG):
        press.replace(path, "three days", "five days")
    press.run("update", code=0)
    assert "in one language only" not in press.run("diff", "HEAD~2", "", DOCUMENT, code=0).err
    redline = press.run("diff", "HEAD~2", "", DOCUMENT, "--format", "pdf", "-e", "en-ru", code=0).out.strip()
    assert {"three", "five", "трех", "пяти"} <= {*" ".join(press.text(redline)).split()}


def correct(press: Press) -> None:
    """Write a corrigendum and an amendment of what was signed, and the consolidated text."""
    press.replace(SOURCE, "parties: [north, south]", "parties: [north, south]\ncorrigenda: [protocols/2013-01-15-corr]")
    key = f"kind: corrigendum\ncorrects: {DOCUMENT}"
    text = AFTERWARDS.format(title="Corrigendum", number="1/Corr.1", key=key) + CORRECTED
    press.write("sources/protocols/2013-01-15-corr.md", text)
    key = f"effective: 2013-02-01\namends:\n  {DOCUMENT}:\n    - {{replace: readings/3, by: changes/1}}"
    text = AFTERWARDS.format(title="Amending protocol", number="2", key=key) + REPLACED
    press.write("sources/protocols/2013-01-15-amending.md", text)
    found = press.run("consolidate", DOCUMENT, "-e", "en-ru", "-o", "texts", code=0).out.strip()
    text = " ".join(" ".join(press.text(found)).split())
    assert "within one day." in text
    assert "NOT AUTHENTIC" in text
    said = press.run("history", DOCUMENT, code=0).out
    assert f"  {DAY}: specimen, the first version" in said
    assert "2013-01-15" in said  # the corrigendum


def pdfsig(place: pathlib.Path) -> str:
    """Return what Poppler says of the signatures of a file."""
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed (poppler-utils)")
    return subprocess.run([program, "-nocert", place], capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_both_parties_sign_a_released_protocol_which_is_verified_offline_ten_years_later(
    press: Press, pki: Authorities
) -> None:
    settle(press.fill(), pki)
    negotiate(press)
    press.run("release", "--date", DAY, "--no-verapdf", code=0)
    place, words = pki.pkcs12("north")
    north = ("--party", "north", "--pkcs12", str(place), "--passphrase-file", str(words), "--level", "B-LT")
    refused = press.run("sign", f"dist/{DAY}/{PDF}", *north, code=1)
    assert "a release never changes" in refused.err
    first = press.run("sign", f"dist/{DAY}/{PDF}", *north, "--place", "Exampleton", "-o", "signed/p.north.pdf", code=0)
    assert first.out == "signed/p.north.pdf\n"
    assert PASSPHRASE not in first.out + first.err
    key, certificate = str(pki.key("south")), str(pki.pem("south"))
    south = ("--party", "south", "--key", key, "--cert", certificate, "--level", "B-LTA", "--place", "Образцов")
    second = press.run("sign", "signed/p.north.pdf", *south, code=0)
    assert second.out == "signed/p.north.south.pdf\n"
    released, whole = press.data(f"dist/{DAY}/{PDF}"), press.data("signed/p.north.south.pdf")
    assert whole.startswith(press.data("signed/p.north.pdf"))
    assert whole.startswith(released)

    asked = len(pki.asked)
    then = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3653)).date().isoformat()
    with pki.silent():
        run = press.run(
            "verify", "--at", then, "--release", f"dist/{DAY}", *NO_JAVA, "signed/p.north.south.pdf", code=0
        )
    assert pki.asked[asked:] == []
    assert run.err == ""
    minute = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert re.sub(minute, "NOW", run.out).splitlines() == [
        "signed/p.north.south.pdf: passes",
        *(
            f"signed/p.north.south.pdf: {line}"
            for line in (
                "valid: signature of Jane Sample, Testing, for north, B-LTA",
                "  made NOW, as a time stamp of Time Stamping Authority proves",
                "  trusted by Root Authority (trust/root.pem)",
                "  afterwards came only the signature of Иван Примеров, a time stamp of Time Stamping Authority",
                "valid: signature of Иван Примеров, Testing, for south, B-LTA",
                "  made NOW, as a time stamp of Time Stamping Authority proves",
                "  trusted by Root Authority (trust/root.pem)",
                "  afterwards came only a time stamp of Time Stamping Authority",
                "valid: time stamp of Time Stamping Authority, Testing",
                "  made NOW, as a time stamp of Time Stamping Authority proves",
                "  trusted by Root Authority (trust/root.pem)",
                "  nothing was changed afterwards",
                f"  add another time stamp before its certificate ends, {pki.cert('tsa').not_valid_after:%Y-%m-%d}",
                f"begins with the bytes of dist/{DAY}/{PDF}",
            )
        ),
    ]
    told = press.run("history", DOCUMENT, "--signed", "signed", code=0).out
    assert "  signed/p.north.south.pdf:\n    valid: signature of Jane Sample, Testing, for north, B-LTA\n" in told
    (original,) = (
        one
        for one in json.loads(press.run("history", DOCUMENT, "--signed", "signed", "--format", "json", code=0).out)[
            "originals"
        ]
        if one["path"] == "signed/p.north.south.pdf"
    )
    assert original["released"] == f"dist/{DAY}/{PDF}"
    assert [(one["party"], one["valid"]) for one in original["signatures"]] == [
        ("north", True),
        ("south", True),
        ("", True),
    ]
    unsigned = press.run("history", DOCUMENT, "--signed", f"dist/{DAY}/{PDF}", code=1)
    assert "this is no signed copy of a released PDF" in unsigned.err
    own = ("--key", key, "--cert", certificate)
    assert press.run("sign", f"dist/{DAY}", *own, code=0).out == f"dist/{DAY}/SHA256SUMS.p7s\n"
    run = press.run("verify", "--no-verapdf", "--online", f"dist/{DAY}", code=0)
    assert f"dist/{DAY}/SHA256SUMS.p7s: valid: signature of Иван Примеров, Testing\n" in run.out
    assert run.err == ""
    correct(press)


def test_poppler_agrees(press: Press, pki: Authorities) -> None:
    settle(press.fill(), pki)
    press.run("build", "--only", "pdf", "-e", "en-ru", "protocols/2012-05-15-exampleton", code=0)
    for party, source in (("north", f"build/{PDF}"), ("south", "a.north.pdf")):
        own = ("--party", party, "--key", str(pki.key(party)), "--cert", str(pki.pem(party)), "--level", "B-T")
        press.run("sign", source, *own, "-o", "a.north.pdf" if party == "north" else "a.pdf", code=0)
    said = pdfsig(press.root / "a.pdf")
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert "Jane Sample" in said
    assert "Signature Field Name: south/primerov" in said
    spoilt = press.data("a.pdf").replace(b"/Filter /Adobe.PPKLite", b"/Filter /Adobe.PPKLive", 1)
    press.write("spoilt.pdf", spoilt)
    assert "Signature is Valid" not in pdfsig(press.root / "spoilt.pdf").split("Signature #2")[0]
    run = press.run("verify", "--no-verapdf", "spoilt.pdf", code=1)
    assert "NOT VALID: signature of Jane Sample" in run.out


def test_a_ministry_signs_elsewhere(press: Press, pki: Authorities) -> None:
    """The bytes to be signed go out, the signature comes in; OpenSSL stands for the ministry's program."""
    settle(press.fill(), pki)
    press.run("build", "--only", "pdf", "-e", "en-ru", "protocols/2012-05-15-exampleton", code=0)
    run = press.run("sign", f"build/{PDF}", "--party", "south", "--prepare", "tbs.bin", "-o", "room.pdf", code=0)
    digest = subprocess.run(["sha256sum", press.root / "tbs.bin"], capture_output=True, text=True, check=True).stdout
    assert run.out == f"room.pdf\ntbs.bin: SHA-256 {digest.split()[0]}\n"
    line: list[str | pathlib.Path] = [
        "openssl",
        "cms",
        "-sign",
        "-binary",
        "-cades",
        "-in",
        "tbs.bin",
        "-signer",
        pki.pem("south"),
    ]
    line += ["-inkey", pki.key("south"), "-certfile", pki.pem("interm"), "-outform", "DER", "-out", "south.p7s"]
    subprocess.run(line, cwd=press.root, check=True, capture_output=True)
    assert press.run("sign", "room.pdf", "--embed", "south.p7s", "-o", "south.pdf", code=0).out == "south.pdf\n"
    assert press.data("south.pdf").startswith(press.data(f"build/{PDF}"))
    verdict = press.run("verify", "--no-verapdf", "--online", "south.pdf", code=0)
    assert "valid: signature of Иван Примеров, Testing, for south, B-B" in verdict.out
    assert "not signed: Jane Sample, for north" in verdict.out
    press.run("sign", "south.pdf", "--archive", "--in-place", code=0)
    assert press.run("verify", "--no-verapdf", "south.pdf", code=0).err == ""


def test_a_token_signs(press: Press, pki: Authorities, tmp_path: pathlib.Path) -> None:
    if not SOFTHSM.exists() or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (softhsm2)")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    (tmp_path / "pin").write_text("1234\n")
    env = {**os.environ, "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}
    init: list[str | pathlib.Path] = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "north",
        "--pin",
        "1234",
        "--so-pin",
        "4321",
    ]
    load: list[str | pathlib.Path] = [
        "softhsm2-util",
        "--import",
        pki.key("north"),
        "--token",
        "north",
        "--label",
        "sign",
        "--id",
        "01",
    ]
    for command in (init, [*load, "--pin", "1234"]):
        subprocess.run(command, check=True, capture_output=True, env=env)
    given = {"SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}
    settle(press.fill(), pki)
    press.run("build", "--only", "pdf", "-e", "en-ru", "protocols/2012-05-15-exampleton", code=0)
    token: tuple[str, ...] = (
        "--pkcs11",
        str(SOFTHSM),
        "--token",
        "north",
        "--key-label",
        "sign",
        "--pin-file",
        str(tmp_path / "pin"),
    )
    bare = press.run("sign", f"build/{PDF}", "--party", "north", *token, "-o", "t.pdf", code=1, env=given)
    assert "the token has no certificate sign" in bare.err
    token += ("--cert", str(pki.pem("north")))
    run = press.run("sign", f"build/{PDF}", "--party", "north", *token, "-o", "t.pdf", code=0, env=given)
    assert "1234" not in run.out + run.err
    assert "valid: signature of Jane Sample" in press.run("verify", "--no-verapdf", "--online", "t.pdf", code=0).out
    (tmp_path / "pin").write_text("9999\n")
    run = press.run("sign", f"build/{PDF}", "--party", "north", *token, "-o", "u.pdf", code=1, env=given)
    assert "the token cannot be opened" in run.err
    assert "9999" not in run.err
    assert not (press.root / "u.pdf").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--party", "north"), "one of --pkcs12, --key, --pkcs11"),
        (("--archive", "--party", "north"), "--archive signs for nobody"),
        (("--party", "north", "--key", "x.pdf"), "--key and --cert belong together"),
        (("--party", "north", "--pkcs11", "x.pdf"), "--pkcs11 takes --token and --key-label"),
        (("--party", "n", "--pkcs12", "x.pdf", "-o", "y.pdf", "--in-place"), "choose one of -o and --in-place"),
    ],
)
def test_options_that_do_not_belong_together(press: Press, options: tuple[str, ...], words: str) -> None:
    press.write("x.pdf", b"x")
    assert words in press.run("sign", "x.pdf", *options, code=2).err
