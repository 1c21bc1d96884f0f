"""Authorities for tests: certificates, their revocation, and time stamps, served on this machine by certomancer.

Every date is relative to now, so no test depends on when it runs. `Authorities.at` sets the clock of the services.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.server
import pathlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from asn1crypto import ocsp, pem, tsp
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

NAMES = {
    "root": "Root Authority",
    "interm": "Signing Authority",
    "tsa": "Time Stamping Authority",
    "interm-ocsp": "Revocation Authority",
    "north": "Jane Sample",
    "south": "Иван Примеров",
    "expired": "Old Sample",
    "revoked": "Lost Sample",
    "stranger": "Stranger",
    "stranger-root": "Strange Root",
    "stranger-tsa": "Strange Time Stamping Authority",
}

PASSPHRASE = "open sesame"  # noqa: S105 - of keys that live as long as a test


class Authorities:
    """The authorities and people of a test, with their keys in *folder*."""

    def __init__(self, folder: pathlib.Path) -> None:
        """Make the keys, and serve on a free port."""
        self.folder = folder
        self.at: dt.datetime | None = None
        self.asked: list[str] = []
        """The paths that were asked for."""
        _make_keys(folder)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        config = CertomancerConfig(_config(self.address), key_search_dir=str(folder))
        self.arch = config.get_pki_arch(ArchLabel("ca"))
        self.services = self.arch.service_registry
        self._answers = dict(self._routes())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Answer nothing, as if the authorities were gone."""
        answers, self._answers = self._answers, {}
        try:
            yield
        finally:
            self._answers = answers

    @property
    def tsa(self) -> str:
        """The address of the time-stamping authority."""
        return str(self.services.get_tsa_info(ServiceLabel("tsa")).url)

    @property
    def strange_tsa(self) -> str:
        """The address of a time-stamping authority whose root nobody trusts."""
        return str(self.services.get_tsa_info(ServiceLabel("stranger-tsa")).url)

    def cert(self, name: str) -> Any:  # noqa: ANN401 - asn1crypto has no types
        """Return a certificate."""
        return self.arch.get_cert(CertLabel(name))

    def pem(self, *names: str) -> pathlib.Path:
        """Write certificates into one file."""
        place = self.folder / f"{'-'.join(names)}.crt"
        place.write_bytes(b"".join(pem.armor("CERTIFICATE", self.cert(name).dump()) for name in names))
        return place

    def key(self, name: str) -> pathlib.Path:
        """Return the file with a key, which has no passphrase."""
        return self.folder / f"{name}.key"

    def pkcs12(self, name: str) -> tuple[pathlib.Path, pathlib.Path]:
        """Write the key of *name* with its certificates, and the file with the passphrase."""
        place, words = self.folder / f"{name}.p12", self.folder / "passphrase.txt"
        place.write_bytes(self.arch.package_pkcs12(CertLabel(name), password=PASSPHRASE.encode()))
        words.write_text(PASSPHRASE + "\n")
        return place, words

    def answer(self, path: str, body: bytes) -> bytes | None:
        """Return what a service says."""
        self.asked.append(path)
        found = self._answers.get(path)
        return None if found is None else found(body)

    def _now(self) -> dt.datetime:
        return self.at or dt.datetime.now(dt.UTC)

    def _routes(self) -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
        def path(url: str) -> str:
            return str(url).removeprefix(self.address)

        for responder in self.services.list_ocsp_responders():

            def status(body: bytes, label: Any = responder.label) -> bytes:  # noqa: ANN401
                one = self.services.summon_responder(label, self._now())
                return bytes(one.build_ocsp_response(ocsp.OCSPRequest.load(body)).dump())

            yield path(responder.url), status
        for tsa in self.services.list_time_stamping_services():

            def stamp(body: bytes, label: Any = tsa.label) -> bytes:  # noqa: ANN401
                one = self.services.summon_timestamper(label, self._now())
                return bytes(one.request_tsa_response(tsp.TimeStampReq.load(body)).dump())

            yield path(tsa.url), stamp
        for repository in self.services.list_crl_repos():

            def listed(body: bytes, label: Any = repository.label) -> bytes:  # noqa: ANN401
                del body
                return bytes(self.services.get_crl(label, self._now()).dump())

            yield path(repository.latest_external_url), listed


def _handler(authorities: Authorities) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(b"")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers["Content-Length"])))

        def _reply(self, body: bytes) -> None:
            found = authorities.answer(self.path, body)
            self.send_response(404 if found is None else 200)
            kinds = {"tsa": "application/timestamp-reply", "ocsp": "application/ocsp-response"}
            kind = next((kind for name, kind in kinds.items() if f"/{name}/" in self.path), "application/pkix-crl")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *args: object) -> None:
            pass

    return Handler


def _make_keys(folder: pathlib.Path) -> None:
    for name in NAMES:
        key: Any = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if name in ("north", "tsa")
            else ec.generate_private_key(ec.SECP256R1())
        )
        data = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.key").write_bytes(data)


def _config(address: str) -> dict[str, Any]:
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def years(start: float, end: float) -> dict[str, str]:
        moments = (today + dt.timedelta(days=365.25 * count) for count in (start, end))
        return dict(zip(("valid-from", "valid-to"), (moment.isoformat() for moment in moments), strict=True))

    def usage(*uses: str) -> dict[str, Any]:
        value = {"schema": "key-usage", "params": list(uses)}
        return {"id": "key_usage", "critical": True, "smart-value": value}

    def purpose(name: str) -> dict[str, Any]:
        return {"id": "extended_key_usage", "critical": True, "value": [name]}

    def crl(name: str) -> dict[str, Any]:
        value = {"schema": "crl-dist-url", "params": {"crl-repo-names": [name]}}
        return {"id": "crl_distribution_points", "smart-value": value}

    authority = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    responder = {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}}
    signing = [
        usage("digital_signature", "non_repudiation"),
        crl("interm"),
        {"id": "authority_information_access", "smart-value": responder},
    ]
    root = [authority, usage("digital_signature", "key_cert_sign", "crl_sign")]
    stamping = [usage("digital_signature"), purpose("time_stamping")]
    lost = {"revoked-since": (today - dt.timedelta(days=30)).isoformat(), "reason": "key_compromise"}
    certs = {
        "root": {
            "subject": "root",
            "subject-key": "root",
            "issuer": "root",
            "authority-key": "root",
            "validity": years(-10, 100),
            "extensions": root,
        },
        "interm": {"issuer": "root", "validity": years(-5, 50), "extensions": [*root, crl("root")]},
        "interm-ocsp": {
            "issuer": "interm",
            "validity": years(-1, 50),
            "extensions": [usage("digital_signature"), purpose("ocsp_signing"), {"id": "ocsp_no_check"}],
        },
        "tsa": {"issuer": "root", "validity": years(-1, 15), "extensions": [*stamping, crl("root")]},
        "north": {"issuer": "interm", "validity": years(-1, 3), "extensions": signing},
        "south": {"issuer": "interm", "validity": years(-1, 3), "extensions": signing},
        "expired": {"issuer": "interm", "validity": years(-3, -1), "extensions": signing},
        "revoked": {"issuer": "interm", "validity": years(-1, 3), "extensions": signing, "revocation": lost},
        "stranger-root": {
            "subject": "stranger-root",
            "subject-key": "stranger-root",
            "issuer": "stranger-root",
            "authority-key": "stranger-root",
            "validity": years(-10, 100),
            "extensions": root,
        },
        "stranger": {
            "issuer": "stranger-root",
            "validity": years(-1, 3),
            "extensions": [usage("digital_signature", "non_repudiation")],
        },
        "stranger-tsa": {"issuer": "stranger-root", "validity": years(-1, 15), "extensions": stamping},
    }
    return {
        "external-url-prefix": address,
        "keysets": {"k": {"keys": {name: {"path": f"{name}.key"} for name in NAMES}}},
        "pki-architectures": {
            "ca": {
                "keyset": "k",
                "entity-defaults": {"country-name": "BE", "organization-name": "Testing"},
                "entities": {name: {"common-name": words} for name, words in NAMES.items()},
                "certs": certs,
                "services": {
                    "ocsp": {
                        "interm": {
                            "for-issuer": "interm",
                            "responder-cert": "interm-ocsp",
                            "signing-key": "interm-ocsp",
                        }
                    },
                    "crl-repo": {
                        "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
                        "interm": {
                            "for-issuer": "interm",
                            "signing-key": "interm",
                            "simulated-update-schedule": "P30D",
                        },
                    },
                    "time-stamping": {
                        "tsa": {"signing-key": "tsa", "signing-cert": "tsa"},
                        "stranger-tsa": {"signing-key": "stranger-tsa", "signing-cert": "stranger-tsa"},
                    },
                },
            }
        },
    }
