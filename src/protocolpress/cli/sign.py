"""`protocolpress sign`: a built PDF and a key → the same PDF with the signature of a party, or with a time stamp."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from protocolpress.api.signatures import Key

NEW = click.Path(path_type=pathlib.Path, dir_okay=False)

FILE = click.Path(path_type=pathlib.Path, exists=True, dir_okay=False)

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
"""As the settings have them; a test compares them."""


def trust_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name certificates."""
    root = "Trust the authorities in this file, too (PEM or DER)."
    between = "Certificates between a root and a signatory."
    for option in (
        click.option("--intermediate", "intermediates", type=FILE, multiple=True, help=between),
        click.option("--root", "roots", type=FILE, multiple=True, help=root),
    ):
        command = option(command)
    return command


@click.command("sign")
@click.argument("file", type=click.Path(path_type=pathlib.Path, exists=True))
@click.option("--party", default="", metavar="ID", help="The party that signs, as in protocolpress.toml.")
@click.option("--signatory", default="", metavar="ID", help="Who signs, if several sign for the party.")
@click.option("--pkcs12", type=FILE, help="A file with the key and its certificates (.p12, .pfx).")
@click.option("--key", "key_file", type=FILE, help="A file with the key (PEM), together with --cert.")
@click.option("--cert", "cert_file", type=FILE, help="The certificate of a key or token, and those above it (PEM).")
@click.option("--passphrase-file", type=FILE, help="A file whose first line is the passphrase of the key.")
@click.option("--pkcs11", type=FILE, metavar="MODULE", help="The library of a card or token (PKCS #11).")
@click.option("--token", default="", metavar="LABEL", help="The label of the token.")
@click.option("--key-label", default="", metavar="LABEL", help="The label of the key and its certificate on it.")
@click.option("--pin-file", type=FILE, help="A file whose first line is the PIN of the token.")
@click.option("--level", type=click.Choice(LEVELS), help="The level of PAdES (default: the settings, or B-B).")
@click.option("--reason", default="", help="Why it is signed, printed in the signature.")
@click.option("--place", default="", help="Where it is signed, printed in the signature.")
@click.option("--time-stamps", default="", metavar="URL", help="A time-stamping authority (default: the settings).")
@trust_options
@click.option("--archive", is_flag=True, help="Sign nothing: add a time stamp over all signatures and their evidence.")
@click.option(
    "--prepare", "content", type=NEW, metavar="TBS", help="Only make room; write the bytes to be signed here."
)
@click.option("--embed", type=FILE, metavar="CMS", help="Put this signature (DER or PEM) into the room in FILE.")
@click.option("-o", "--output", type=NEW, help="The signed file.")
@click.option("--in-place", is_flag=True, help="Add the signature to FILE itself.")
@click.pass_context
def command(context: click.Context, /, file: pathlib.Path, **given: Any) -> None:  # noqa: ANN401 - one for each option
    """Sign a PDF for a party, visibly, where its signature line is (PAdES); or a release, beside its SHA256SUMS.

    The signed file begins with the bytes of FILE. It is written beside it, as NAME.PARTY.pdf, unless -o names another
    place; files in a release are never changed. A key is in a file or on a token; its passphrase or PIN is in the
    first line of a file, or asked for, and never an argument. The path of the signed file goes to stdout.

    \b
    Examples:
      protocolpress sign dist/2012-12-31/pdf/en-ru/protocols/x.pdf --party us --pkcs12 us.p12 -o x.us.pdf
      protocolpress sign x.us.pdf --party ru --pkcs11 /usr/lib/softhsm/libsofthsm2.so --token ru --key-label sign
      protocolpress sign x.us.ru.pdf --archive
      protocolpress sign x.us.pdf --party ru --prepare tbs.bin -o x.us.room.pdf
      protocolpress sign x.us.room.pdf --embed signature.p7s -o x.us.ru.pdf
      protocolpress sign dist/2012-12-31 --pkcs12 us.p12
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    is_release = file.is_dir()
    _consistent(context, given, is_release=is_release)
    from protocolpress.api import signatures
    from protocolpress.cli import given as files

    root: pathlib.Path = context.obj
    trusting = signatures.Trusting(roots=files.read(given["roots"]), intermediates=files.read(given["intermediates"]))
    if is_release:
        stamps = given["time_stamps"]
        key = _key(given)
        click.echo(signatures.sign_release(file, key, root=root, time_stamps=stamps, trusting=trusting))
        return
    request = signatures.SignRequest(
        file=file,
        output=given["output"],
        in_place=given["in_place"],
        key=_key(given) if _keys(given) else None,
        party=given["party"],
        person=given["signatory"],
        level=given["level"] or "",
        reason=given["reason"],
        place=given["place"],
        time_stamps=given["time_stamps"],
    )
    if given["content"]:
        target, digest = signatures.prepare(request, given["content"], root=root)
        click.echo(f"{target}\n{given['content']}: SHA-256 {digest}")
    elif given["embed"]:
        (data,) = files.read([given["embed"]]).values()
        click.echo(signatures.embed(request, data))
    else:
        click.echo(signatures.sign(request, root=root, trusting=trusting))


def _keys(given: dict[str, Any]) -> list[str]:
    """Return which kinds of keys are given."""
    return [name for name in ("pkcs12", "key_file", "pkcs11") if given[name]]


def _consistent(context: click.Context, given: dict[str, Any], *, is_release: bool) -> None:
    """Raise a usage error for options that do not belong together."""
    for problem, is_so in _conflicts(given, is_release=is_release):
        if is_so:
            raise click.UsageError(problem, context)


def _conflicts(given: dict[str, Any], *, is_release: bool) -> Iterator[tuple[str, bool]]:
    keys, party = _keys(given), bool(given["party"])
    special = [name for name in ("archive", "content", "embed") if given[name]]
    yield "choose one of --archive, --prepare and --embed", len(special) > 1
    yield "--archive signs for nobody: it takes neither --party nor a key", given["archive"] and bool(keys or party)
    yield "--prepare takes --party and no key", bool(given["content"]) and bool(keys or not party)
    yield "--embed takes neither --party nor a key", bool(given["embed"]) and bool(keys or party)
    yield "a release is signed with a key only: --pkcs12, --key, --pkcs11", is_release and (party or bool(special))
    lacking = not special and (len(keys) != 1 or not (party or is_release))
    yield "say who signs and with what: --party, and one of --pkcs12, --key, --pkcs11", lacking
    lone = bool(given["cert_file"]) and not given["pkcs11"]
    yield "--key and --cert belong together", lone != bool(given["key_file"])
    yield (
        "--pkcs11 takes --token and --key-label",
        bool(given["pkcs11"]) and not (given["token"] and given["key_label"]),
    )
    yield "choose one of -o and --in-place", given["in_place"] and bool(given["output"])


def _key(given: dict[str, Any]) -> Key:
    """Read the key; its secret is asked for on a terminal if no file is given."""
    from protocolpress.api.signatures import KeyFiles, Pkcs12, Token

    if given["pkcs11"]:
        pin = _secret(given["pin_file"], "PIN")
        module = given["pkcs11"].absolute()
        certificates = given["cert_file"].read_bytes() if given["cert_file"] else b""
        return Token(module=module, label=given["token"], key=given["key_label"], pin=pin, certificates=certificates)
    if given["pkcs12"]:
        secret = _secret(given["passphrase_file"], "Passphrase")
        place = given["pkcs12"]
        return Pkcs12(place=str(place), data=place.read_bytes(), passphrase=secret.encode() if secret else None)
    key, cert = given["key_file"], given["cert_file"]
    data = key.read_bytes()
    locked = b"ENCRYPTED" in data
    secret = _secret(given["passphrase_file"], "Passphrase") if locked or given["passphrase_file"] else None
    passphrase = secret.encode() if secret else None
    return KeyFiles(place=str(key), key=data, certificates=cert.read_bytes(), passphrase=passphrase)


def _secret(file: pathlib.Path | None, name: str) -> str | None:
    """Return the first line of a file, or what is typed; None without either."""
    if file is not None:
        return (file.read_text("utf-8").splitlines() or [""])[0]
    if sys.stdin.isatty() and sys.stderr.isatty():
        return str(click.prompt(name, hide_input=True, default="", show_default=False, err=True)) or None
    return None
