"""Trusted authorities: their certificates, out of the files of the settings; time stamps and revocation data."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from asn1crypto import x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from protocolpress.errors import Position, SigningError, error
from protocolpress.signing import door

SECONDS = 30
"""Seconds to wait for a time-stamping authority."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Certificates that are trusted, each with the file it is from, and others that may stand between."""

    roots: Mapping[bytes, str]
    """Trusted certificates in DER, and the names of their files."""
    others: tuple[bytes, ...] = ()

    def anchors(self) -> list[x509.Certificate]:
        """Return the trusted certificates."""
        return [x509.Certificate.load(data) for data in self.roots]

    def between(self) -> list[x509.Certificate]:
        """Return the other certificates."""
        return [x509.Certificate.load(data) for data in self.others]


NOBODY = Trust(roots={})


def read(roots: Iterable[tuple[str, bytes]], others: Iterable[tuple[str, bytes]] = ()) -> Trust:
    """Read files with certificates, PEM or DER, given by name.

    Raises:
        SigningError: a file has no certificate in it.
    """
    return Trust(
        roots={data: name for name, text in roots for data in _certificates(name, text)},
        others=tuple(data for name, text in others for data in _certificates(name, text)),
    )


def _certificates(name: str, text: bytes) -> list[bytes]:
    hint = "save it as PEM or DER: openssl x509 -in FILE -text shows one"
    with door.guarded(name, "bad-certificate", "the certificate cannot be read", hint):
        found = [bytes(one.dump()) for one in load_certs_from_pemder_data(text) if one.subject is not None]
    if not found:
        raise SigningError(error(Position(name), "bad-certificate", "there is no certificate in it", hint))
    return found


def fetching(trust: Trust, moment: dt.datetime | None = None) -> ValidationContext:
    """Return the context in which a signature is made: revocation data is asked for, and required if there is any."""
    return ValidationContext(
        trust_roots=trust.anchors(),
        other_certs=trust.between(),
        allow_fetching=True,
        revocation_mode="hard-fail",
        moment=moment,
    )


def stamper(address: str) -> HTTPTimeStamper:
    """Return the client of the time-stamping authority at *address*.

    Raises:
        SigningError: there is no address.
    """
    if not address:
        hint = 'write time_stamps = "https://…" below [signing] in protocolpress.toml, or give --time-stamps'
        message = "no time-stamping authority is known"
        raise SigningError(error(Position("protocolpress.toml"), "no-time-stamps", message, hint))
    return HTTPTimeStamper(address, timeout=SECONDS)
