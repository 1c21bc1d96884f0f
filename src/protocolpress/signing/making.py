"""Signatures and archive time stamps, appended to a file: the new file begins with the bytes of the old one.

A signature is PAdES (ETSI EN 319 142-1): B-B has the certificate; B-T a time stamp too; B-LT also what shows that
nothing was revoked; B-LTA also a time stamp over all that, so that the signature can be verified when its certificate
has expired and its authority is gone.
"""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.validation import add_validation_info

from protocolpress.errors import Position, SigningError, error
from protocolpress.pdf.signature_fields import ARCHIVE
from protocolpress.project import LEVELS
from protocolpress.signing import appearance, door, keys, places, trust, whole
from protocolpress.signing.trust import Trust
from protocolpress.signing.values import Key, Order

DIGEST = "sha256"

READING = ("broken-pdf", "cannot be read as a PDF", "sign the file as it was released")

HINT = "see docs/signing.md; nothing was written"

TIMED, LASTING, ARCHIVED = LEVELS[1:]


def sign(data: bytes, order: Order, key: Key, *, trusted: Trust, time_stamps: str, path: str) -> bytes:
    """Append the signature of *order* with *key* to the PDF *data*, which is at *path*.

    Raises:
        SigningError: there is no field for it, the key cannot be used, an authority does not answer, or a certificate
            is not trusted; or the file was changed after an earlier signature.
    """
    with door.guarded(path, *READING):
        reader = PdfFileReader(io.BytesIO(data))
        fields = places.found(reader)
    field = places.choose(fields, order.party, order.person, path=path)
    whole.require(reader, path)
    stamper = trust.stamper(time_stamps) if order.level in LEVELS[1:] else None
    lasting = order.level in (LASTING, ARCHIVED)
    if lasting:
        _require_roots(trusted)
    archive = places.archive(fields)
    if order.level == ARCHIVED and archive is None:
        hint = "sign at level B-LT, then add a time stamp: protocolpress sign FILE --archive"
        raise SigningError(error(Position(path), "already-signed", "its archive time stamp is already there", hint))
    moment = dt.datetime.now(dt.UTC)
    about = PdfSignatureMetadata(
        field_name=field.name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=field.signatory.name if field.signatory else None,
        reason=order.reason or None,
        location=order.place or None,
        validation_context=trust.fetching(trusted) if lasting else None,
        embed_validation_info=lasting,
        use_pades_lta=order.level == ARCHIVED,
        timestamp_field_name=archive.name if archive and order.level == ARCHIVED else None,
    )
    with keys.opened(key, trusted.between()) as signer, door.guarded(path, "cannot-sign", "cannot be signed", HINT):
        maker = PdfSigner(about, signer=signer, timestamper=stamper, stamp_style=appearance.style())
        made = maker.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)),
            appearance_text_params={appearance.PARAMETER: appearance.words(field, order, moment)},
        )
    return appended(data, made.getvalue(), path)


def archive(data: bytes, *, trusted: Trust, time_stamps: str, path: str) -> bytes:
    """Append what shows that nothing was revoked when the file was signed, and a time stamp over the whole file.

    The first one fills the field that the build has made; later ones, which follow it before its certificate expires,
    have fields of their own outside the page, which PDF/UA leaves aside.

    Raises:
        SigningError: nobody has signed it, it was changed, an authority does not answer or is not trusted.
    """
    with door.guarded(path, *READING):
        reader = PdfFileReader(io.BytesIO(data))
        fields, signed = places.found(reader), list(reader.embedded_regular_signatures)
    if not signed:
        raise SigningError(error(Position(path), "no-signature", "nobody has signed it", "let the parties sign first"))
    whole.require(reader, path)
    _require_roots(trusted)
    stamper, field = trust.stamper(time_stamps), places.archive(fields)
    with door.guarded(path, "cannot-sign", "cannot be stamped", HINT):
        made = data
        for number in range(len(signed)):
            one = PdfFileReader(io.BytesIO(made)).embedded_regular_signatures[number]
            made = add_validation_info(one, trust.fetching(trusted), add_vri_entry=False).getvalue()
        outside = InvisSigSettings(box_out_of_bounds=True)
        names = {one.name for one in fields}
        name = (
            field.name
            if field
            else next(name for number in range(2, 999) if (name := f"{ARCHIVE}-{number}") not in names)
        )
        maker = PdfTimeStamper(stamper, field_name=name, invis_settings=outside, readable_field_name=name)
        context = trust.fetching(trusted)
        made = maker.timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(made)), DIGEST, context).getvalue()
    return appended(data, made, path)


def _require_roots(trusted: Trust) -> None:
    if not trusted.roots:
        hint = 'write roots = ["trust/root.pem"] below [signing] in protocolpress.toml, or give --root'
        message = "no authority is trusted, so no certificate can be checked for this level"
        raise SigningError(error(Position("protocolpress.toml"), "no-roots", message, hint))


def appended(old: bytes, new: bytes, path: str) -> bytes:
    """Return *new* if it begins with *old*, as every signature of a released file must."""
    if not new.startswith(old):
        raise SigningError(error(Position(path), "cannot-sign", "the signature would change the file", HINT))
    return new
