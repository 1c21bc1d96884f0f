"""Signatures made by other programs: the bytes to be signed out, the signature (CMS, RFC 5652) in.

A ministry may sign with a program or an algorithm of its own. It gets a file with room for the signature and the bytes
that are to be signed; what it returns is put into the room, and nothing else of the file changes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io

from asn1crypto import cms, pem
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from protocolpress.errors import Position, SigningError, error
from protocolpress.signing import appearance, door, making, places, whole
from protocolpress.signing.values import Order

ROOM = 16 * 1024
"""Bytes for a signature with its certificates."""

HINT = "prepare the file anew, sign what is written then, and embed that signature"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file with room for a signature, and the bytes to be signed: all others of it."""

    file: bytes
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 digest of the bytes to be signed."""
        return hashlib.sha256(self.content).hexdigest()


def prepare(data: bytes, order: Order, *, path: str) -> Prepared:
    """Make room for the signature of *order* in the PDF *data*, which is at *path*; it shows what it will show.

    Raises:
        SigningError: there is no field for it, or the file was changed after an earlier signature.
    """
    with door.guarded(path, *making.READING):
        reader = PdfFileReader(io.BytesIO(data))
        fields = places.found(reader)
    field = places.choose(fields, order.party, order.person, path=path)
    whole.require(reader, path)
    moment = dt.datetime.now(dt.UTC)
    with door.guarded(path, "cannot-sign", "cannot be prepared", making.HINT):
        steps = cms_embedder.PdfCMSEmbedder().write_cms(
            field_name=field.name, writer=IncrementalPdfFileWriter(io.BytesIO(data)), existing_fields_only=True
        )
        next(steps)
        looks = cms_embedder.SigAppearanceSetup(
            style=appearance.style(),
            timestamp=moment,
            name=field.signatory.name if field.signatory else "",
            text_params={appearance.PARAMETER: appearance.words(field, order, moment)},
        )
        room = SignatureObject(
            subfilter=SigSeedSubFilter.PADES,
            timestamp=moment,
            name=field.signatory.name if field.signatory else None,
            location=order.place or None,
            reason=order.reason or None,
            bytes_reserved=2 * ROOM,
        )
        steps.send(cms_embedder.SigObjSetup(sig_placeholder=room, appearance_setup=looks))
        prepared, _ = steps.send(cms_embedder.SigIOSetup(md_algorithm=making.DIGEST, output=(out := io.BytesIO())))
    made = making.appended(data, out.getvalue(), path)
    start, end = prepared.reserved_region_start, prepared.reserved_region_end
    return Prepared(file=made, content=made[:start] + made[end:])


def embed(prepared: bytes, signature: bytes, *, path: str) -> bytes:
    """Put a detached *signature*, CMS in DER or PEM, into the room in the file *prepared*, which is at *path*.

    Raises:
        SigningError: the file has no room, or the signature is too long, none at all, or of other bytes.
    """
    with door.guarded(path, *making.READING):
        start, end = _room(PdfFileReader(io.BytesIO(prepared)), prepared, path)
    with door.guarded(path, "bad-signature", "the signature is not CMS", HINT):
        data = pem.unarmor(signature)[2] if pem.detect(signature) else signature
        signed = cms.ContentInfo.load(data, strict=True)["content"]
        content = prepared[:start] + prepared[end:]
        _require_of(signed, content, path)
    if 2 * len(data) > end - start - 2:
        message = f"the signature is too long: {len(data)} bytes"
        raise SigningError(error(Position(path), "bad-signature", message, "leave certificates above it out of it"))
    text = data.hex().encode().ljust(end - start - 2, b"0")
    return prepared[: start + 1] + text + prepared[end - 1 :]


def _room(reader: PdfFileReader, data: bytes, path: str) -> tuple[int, int]:
    """Return where the room is, with its angle brackets."""
    for _, value, _ in enumerate_sig_fields(reader):
        content = None if value is None else value.get_object()
        if isinstance(content, generic.DictionaryObject) and "/ByteRange" in content:
            _, start, end, length = (int(number) for number in content["/ByteRange"])
            room = data[start:end]
            if end + length == len(data) and room[:1] == b"<" and room[-1:] == b">" and not room[1:-1].strip(b"0"):
                return start, end
    message = "there is no room for a signature at its end"
    raise SigningError(error(Position(path), "no-signature-field", message, "give the file that --prepare has written"))


def _require_of(signed: cms.SignedData, content: bytes, path: str) -> None:
    """Raise an error if a signature is of other bytes, as far as its digest is one that Python knows."""
    (signer,) = signed["signer_infos"]
    name = signer["digest_algorithm"]["algorithm"].native
    stated = [one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "message_digest"]
    is_known = name in hashlib.algorithms_available
    if is_known and stated != [hashlib.new(name, content).digest()]:
        raise SigningError(error(Position(path), "bad-signature", "the signature is of other bytes", HINT))
