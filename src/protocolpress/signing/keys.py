"""Keys, of files and of tokens, ready to sign. A wrong passphrase is a problem that does not repeat it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import NoReturn, assert_never

from asn1crypto import x509
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from protocolpress.errors import Position, SigningError, error
from protocolpress.signing import door
from protocolpress.signing.values import Key, KeyFiles, Pkcs12, Token


@contextlib.contextmanager
def opened(key: Key, others: Sequence[x509.Certificate] = ()) -> Iterator[Signer]:
    """Yield what signs with *key*; a token is open only meanwhile. *others* are certificates between it and a root.

    Raises:
        SigningError: the key cannot be read, the passphrase is wrong, or there is no such token.
    """
    match key:
        case Pkcs12():
            yield _of_pkcs12(key, others)
        case KeyFiles():
            yield _of_files(key, others)
        case Token():
            with _of_token(key, others) as signer:
                yield signer
        case _:
            assert_never(key)


def _of_pkcs12(key: Pkcs12, others: Sequence[x509.Certificate]) -> Signer:
    try:
        with door.quiet():
            signer = SimpleSigner.load_pkcs12_data(key.data, other_certs=list(others), passphrase=key.passphrase)
    except Exception:  # noqa: BLE001 - whatever it says may quote what it read, a secret
        signer = None
    if signer is None or signer.signing_cert is None:
        _refuse(key.place)
    return signer


def _of_files(key: KeyFiles, others: Sequence[x509.Certificate]) -> Signer:
    try:
        own = load_private_key_from_pemder_data(key.key, passphrase=key.passphrase)
        first, *rest = load_certs_from_pemder_data(key.certificates)
    except Exception:  # noqa: BLE001 - as above
        _refuse(key.place)
    store = SimpleCertificateStore()
    store.register_multiple([*rest, *others])
    return SimpleSigner(signing_cert=first, signing_key=own, cert_registry=store)


def _refuse(place: str) -> NoReturn:
    hint = "give the right file and, with --passphrase-file, the file whose first line is its passphrase"
    message = "the key cannot be read: the file is no key with its certificate, or the passphrase is wrong"
    raise SigningError(error(Position(place), "bad-key", message, hint)) from None


@contextlib.contextmanager
def _of_token(key: Token, others: Sequence[x509.Certificate]) -> Iterator[Signer]:
    place, hint = f"{key.module} ({key.label})", "check the module, the token, its key and the PIN: pkcs11-tool -L"
    try:
        session = open_pkcs11_session(str(key.module), token_criteria=TokenCriteria(label=key.label), user_pin=key.pin)
    except Exception as problem:  # noqa: BLE001 - of the library of the token's maker
        message = f"the token cannot be opened: {type(problem).__name__}"
        raise SigningError(error(Position(place), "bad-key", message, hint)) from None
    with contextlib.closing(session):
        lacking = f"the token has no certificate {key.key}"
        with door.guarded(place, "bad-key", lacking, f"{hint}; or give the certificate with --cert"):
            own = load_certs_from_pemder_data(key.certificates) if key.certificates else ()
            first, *rest = own or (None,)
            signer = PKCS11Signer(
                session, signing_cert=first, cert_label=None if first else key.key, key_label=key.key, ca_chain=rest
            )
            if signer.signing_cert is None:
                raise SigningError(error(Position(place), "bad-key", lacking, hint))
            signer.cert_registry.register_multiple([*rest, *others])
        yield signer
