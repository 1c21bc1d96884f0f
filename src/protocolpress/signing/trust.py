"""Trusted authorities: their certificates, out of the files of the settings; time stamps and revocation data."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from asn1crypto import x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.qualified.eutl_parse import trust_list_to_registry
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


Named = Iterable[tuple[str, bytes]]
"""Contents of files, with their names."""


def read(roots: Named, others: Named = (), *, lists: Named = (), operators: Named = ()) -> Trust:
    """Read files with certificates, PEM or DER, and trusted *lists*, which one of their *operators* must have signed.

    Raises:
        SigningError: a file has no certificate in it, or a list is not signed by an operator.
    """
    signing = [x509.Certificate.load(data) for name, text in operators for data in _certificates(name, text)]
    trusted = {data: name for name, text in roots for data in _certificates(name, text)}
    for name, text in lists:
        trusted |= dict.fromkeys(_listed(name, text, signing), name)
    return Trust(roots=trusted, others=tuple(data for name, text in others for data in _certificates(name, text)))


def _listed(name: str, text: bytes, operators: list[x509.Certificate]) -> list[bytes]:
    """Return the certificates of the services that a trusted list grants now (ETSI TS 119 612, 5.5)."""
    hint = "get the list anew, and the certificates of its operator from the Official Journal, for list_operators"
    with door.guarded(name, "bad-trusted-list", "the trusted list is not signed by its operator, or not one", hint):
        registry, _ = trust_list_to_registry(text.decode("utf-8"), operators)
        authorities = (*registry.known_certificate_authorities, *registry.known_timestamp_authorities)
        services = (one for each in authorities for one in registry.applicable_service_definitions(each, None))
        granted = (one.base_info for one in services if one.base_info.valid_until is None)
        found = {bytes(certificate.dump()) for one in granted for certificate in one.provider_certs}
    if not found:
        raise SigningError(error(Position(name), "bad-trusted-list", "the trusted list grants no service", hint))
    return sorted(found)


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
